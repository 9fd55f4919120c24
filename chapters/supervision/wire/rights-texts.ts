/** Words for the codes of this desk, on paper and on pages. */
const words: readonly (readonly [code: string, zh: string, en: string])[] = [
  ['kind.see', '查阅', 'See'],
  ['kind.copy', '复制', 'Copy'],
  ['kind.correct', '更正、补充', 'Correct'],
  ['kind.delete', '删除', 'Delete'],
  ['kind.restrict', '限制处理', 'Restrict'],
  ['kind.move', '转移', 'Move elsewhere'],
  ['kind.withdraw', '撤回同意', 'Withdraw consent'],
  ['kind.explain', '解释说明', 'Explain'],
  ['channel.web', '网页', 'Web page'],
  ['channel.letter', '来信', 'Letter'],
  ['channel.phone', '电话', 'Telephone'],
  ['channel.counter', '柜台', 'Counter'],
  ['identity.code', '验证码', 'One-time code'],
  ['identity.document', '核对证件', 'Document checked'],
  ['identity.call-back', '回拨登记号码', 'Called back on the number on file'],
  ['identity.unproven', '尚未核验', 'Not checked yet'],
  ['state.open', '待办理', 'Open'],
  ['state.erasing', '待第二人决定删除', 'Erasing, second person to decide'],
  ['state.granted', '已办理', 'Granted'],
  ['state.refused', '不予办理', 'Refused'],
  ['ground.confidential-by-law', '法律、行政法规规定应当保密（个保法第四十五条）', 'To be kept confidential by law (PIPL 45)'],
  ['ground.would-impede-duty', '告知将妨碍履行法定职责（第四十五条）', 'Would impede a statutory duty (PIPL 45)'],
  ['ground.retention-by-law', '法定保存期限未届满（第四十七条）', 'The retention period by law has not ended (PIPL 47)'],
  ['ground.technically-impossible', '删除从技术上难以实现（第四十七条）', 'Erasing is technically hard to carry out (PIPL 47)'],
  ['ground.others-harmed', '将损害他人合法权益', 'Would harm the rights of others'],
  ['ground.not-on-file', '未处理该信息', 'This data is not processed'],
  ['ground.identity-unproven', '身份无法核验', 'Identity could not be proved'],
  ['ground.excessive', '重复请求且明显不合理', 'Repeated and plainly unreasonable'],
  ['ground.customer-asked', '客户要求', 'The customer asked'],
  ['ground.accuracy-disputed', '准确性有争议', 'Accuracy is disputed'],
  ['ground.legal-hold', '诉讼或调查保全', 'Legal hold'],
  ['ground.litigation', '诉讼、仲裁', 'Litigation'],
  ['ground.investigation', '调查', 'Investigation'],
  ['ground.audit', '审计', 'Audit'],
  ['ground.tax-law', '税收征收管理法', 'Tax law'],
  ['ground.anti-money-laundering', '反洗钱法', 'Anti-money-laundering law'],
  ['ground.contract-claims', '合同请求权', 'Claims under a contract'],
  ['hold.legal-hold', '保全', 'Legal hold'],
  ['hold.retention', '法定留存', 'Retention by law'],
  ['step.received', '收到', 'Received'],
  ['step.proven', '核验身份', 'Identity checked'],
  ['step.refused', '不予办理', 'Refused'],
  ['step.granted', '办理并答复', 'Granted and answered'],
  ['step.erasure-proposed', '提出删除', 'Erasure proposed'],
  ['step.erasure-declined', '退回删除', 'Erasure declined'],
  ['step.erased', '已删除', 'Erased'],
  ['step.kept', '予以封存', 'Restricted instead'],
  ['step.handed-out', '当面交付', 'Handed out'],
  ['step.taken', '凭回执领取', 'Taken by receipt'],
] // prettier-ignore

const byCode = new Map(words.map(([code, zh, en]) => [code, { zh, en }]))

/** The words for a code, or the code. */
export const wordOf = (code: string, language: 'zh' | 'en'): string => byCode.get(code)?.[language] ?? code

/** As texts of a page, each key under `prefix`. */
export const wordTexts = (prefix: string, language: 'zh' | 'en'): Record<string, string> =>
  Object.fromEntries(words.map(([code, zh, en]) => [`${prefix}${code}`, language === 'zh' ? zh : en]))
