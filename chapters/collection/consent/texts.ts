/** What people are told about the mistakes of notices and consents; `{name}` is filled from the mistake's values. */
export const consentMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'collection.notice-changed': {
    zh: '这份告知书已经换了新版本，或者内容与当时展示的不一致。请重新打开告知书，逐项确认后再提交。',
    en: 'The notice has a new version, or is not the one that was shown. Open it again, answer each box, and send it again.',
  },
  'consent.not-found': {
    zh: '没有找到，或者您无权查看。请返回列表。',
    en: 'It was not found, or is not yours to see. Go back to the list.',
  },
  'consent.notice-altered': {
    zh: '告知书的内容与登记的摘要值不一致，已停止使用。请通知审计管理员核验。',
    en: 'The notice no longer matches its recorded hash and is not used. Tell the audit administrator to verify it.',
  },
  'consent.bundled': {
    zh: '每一项都要单独作答，不能合并或者省略。请逐项选择同意或不同意。',
    en: 'Each box is answered by itself; none may be bundled or left out. Say yes or no to each.',
  },
  'consent.item-unknown': {
    zh: '告知书中没有“{item}”这一项。请重新打开告知书。',
    en: 'The notice has no box “{item}”. Open the notice again.',
  },
  'consent.purpose-unknown': {
    zh: '告知书中没有“{code}”这个目的。请重新打开告知书。',
    en: 'The notice names no purpose “{code}”. Open the notice again.',
  },
  'consent.guardian': {
    zh: '客户不满十四周岁，须由父母或者其他监护人同意。请填写监护人姓名和关系。',
    en: 'The customer is under fourteen: a parent or guardian consents. Give the guardian’s name and relation.',
  },
  'consent.evidence': {
    zh: '请附上凭据：纸质签字的扫描件、录音或者聊天截图，先作为附件存入该客户档案再选择。',
    en: 'Attach the proof: the scan of the signed paper, the recording or the chat, filed as an attachment of this customer first.',
  },
  'consent.operator': {
    zh: '这种方式须有经办人。请由经办人本人登记。',
    en: 'This channel needs an operator. Let the person who took the consent record it.',
  },
  'consent.moment': {
    zh: '同意的时间不能在将来，也不能早于告知书发布（纸质除外）。请核对日期。',
    en: 'The moment can be neither in the future nor before the notice was published (except on paper). Check the date.',
  },
  'consent.file-closed': {
    zh: '这份档案已并入另一份。请在保留的档案上登记。',
    en: 'This file was merged into another. Record the consent there.',
  },
  'consent.not-by-consent': {
    zh: '“{code}”不以同意为依据，不能用撤回同意的方式停止。请走权利请求。',
    en: '“{code}” does not rest on consent and is not ended by withdrawing it. File a request of rights.',
  },
  'consent.secret': {
    zh: '回执编号不对，或者已失效。请核对，或者用手机、邮箱验证码登录。',
    en: 'The receipt number is wrong or no longer valid. Check it, or use a code sent to your phone or mail.',
  },
  'consent.code': {
    zh: '验证码不对，或者已过期。最多试五次；请核对后再试，或者重新获取。',
    en: 'The code is wrong or has run out. There are five tries; check it and try again, or ask for another.',
  },
  'consent.paper-name': {
    zh: '文件名“{name}”中没有档号。请以档号命名，如 C-2026-000123.pdf。',
    en: 'The file name “{name}” holds no file number. Name it by the file number, like C-2026-000123.pdf.',
  },
  'consent.declaration-decided': {
    zh: '这项声明已经处理过。请刷新。',
    en: 'This declaration was decided about already. Reload.',
  },
  'consent.declaration-empty': {
    zh: '所选档案都已有同意记录，或者不以同意为依据，无须声明。',
    en: 'None of the chosen files lacks evidence of consent; nothing needs to be declared.',
  },
  'consent.code-taken': {
    zh: '已有编号为“{code}”的告知书。请换一个编号。',
    en: 'There is a notice “{code}” already. Choose another code.',
  },
  'consent.changed-meanwhile': {
    zh: '内容已被他人修改。请刷新后再试。',
    en: 'Somebody changed it meanwhile. Reload and try again.',
  },
  'consent.items-missing': {
    zh: '还缺 {count} 项法定内容（{law}）。请按标出的位置补全。',
    en: '{count} statutory items are missing ({law}). Fill them in where marked.',
  },
  'consent.version-waits': {
    zh: '已有一个版本在等待确认。请先由另一人确认或退回。',
    en: 'A version waits for confirmation already. Let somebody publish or decline it first.',
  },
  'consent.version-decided': {
    zh: '这个版本已经处理过。请刷新。',
    en: 'This version was decided about already. Reload.',
  },
  'consent.no-notice': {
    zh: '没有这份告知书，或者已停用。请核对网址。',
    en: 'There is no such notice, or it is no longer used. Check the address.',
  },
}
