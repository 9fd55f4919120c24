/** What people are told about the mistakes of this desk. */
export const rightsMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'rights.not-found': { zh: '没有找到，请返回列表。', en: 'It was not found. Go back to the list.' },
  'rights.code': {
    zh: '验证码不正确，或者已经失效。请核对后重试，或者重新获取验证码。',
    en: 'The code is wrong or no longer good. Check it, or ask for a new one.',
  },
  'rights.secret': {
    zh: '没有这份回执，请核对回执上的 20 位字母和数字。',
    en: 'There is no such receipt. Check the 20 letters and digits on it.',
  },
  'rights.too-many': {
    zh: '已有多件请求正在办理，请等待答复后再提出。',
    en: 'Several requests are being handled already. Wait for their answers before asking for more.',
  },
  'rights.nothing-to-take': {
    zh: '没有可以领取的副本：尚未生成、已经领取，或者已经过期。请联系我们重新办理。',
    en: 'There is no copy to take: not made yet, taken already, or run out. Ask for it again.',
  },
  'rights.closed': {
    zh: '这件请求已经有人处理。请刷新后查看。',
    en: 'Somebody has dealt with this request meanwhile. Load it again.',
  },
  'rights.values': { zh: '请填写要更正的项目和新内容。', en: 'Say which fields change and to what.' },
  'rights.keys': { zh: '请选择要撤回的事项。', en: 'Say what is withdrawn.' },
  'rights.file-closed': {
    zh: '这份档案已经合并、删除或者封存，不能再封存。',
    en: 'The file was merged, erased or restricted already and cannot be restricted.',
  },
  'rights.not-restricted': { zh: '这份档案没有封存。', en: 'The file is not restricted.' },
  'rights.no-proposal': {
    zh: '没有待决定的删除。请刷新后查看。',
    en: 'No erasure waits for a decision. Load it again.',
  },
  'rights.not-delete': {
    zh: '只有删除请求可以改为封存。',
    en: 'Only a request to delete can become a restriction.',
  },
  'rights.until': { zh: '期限须在今天之后。', en: 'The end must lie in the future.' },
  'rights.lifted': { zh: '这项保全已经解除。', en: 'This hold was lifted already.' },
}
