import type { Message } from '../../../floor/delivery/index.ts'
import type { Both } from '../types.ts'
import type { Content } from './content.ts'

export type Language = 'zh' | 'en'

/** What is said outside the program, by kind; `{form}`, `{number}` and counts are filled in. */
export const sentences: Readonly<Record<string, Both>> = {
  assigned: { zh: '{form} {number} 等您审批。', en: '{form} {number} waits for your decision.' },
  urged: { zh: '申请人催办：{form} {number}。', en: 'The applicant asks you to decide: {form} {number}.' },
  reminder: { zh: '即将到期或已到期：{form} {number}。', en: 'Due soon or overdue: {form} {number}.' },
  escalated: {
    zh: '{form} {number} 超时未办，已上报上级。',
    en: '{form} {number} was overdue and was sent up.',
  },
  stuck: {
    zh: '{form} {number} 无人可接办，请指派审批人。',
    en: 'Nobody can take {form} {number}; please name an approver.',
  },
  approved: { zh: '{form} {number} 已通过。', en: '{form} {number} was approved.' },
  rejected: { zh: '{form} {number} 已驳回。', en: '{form} {number} was rejected.' },
  returned: { zh: '{form} {number} 被退回。', en: '{form} {number} was returned.' },
  narrowed: {
    zh: '{form} {number} 的范围已由审批人缩小，各步重新审批。',
    en: 'An approver narrowed {form} {number}; every step is asked again.',
  },
  withdrawn: {
    zh: '{form} {number} 已由申请人撤回，无需再办。',
    en: '{form} {number} was withdrawn by the applicant; nothing is left to do.',
  },
  added: { zh: '{form} {number} 请您加签。', en: 'You were asked to sign {form} {number} as well.' },
  delegated: { zh: '{form} {number} 委派给您，请给出意见。', en: 'Your advice is asked on {form} {number}.' },
  advised: {
    zh: '您委派的 {form} {number} 已有意见，请决定。',
    en: 'The advice you asked on {form} {number} is there; please decide.',
  },
  'taken-back': {
    zh: '{form} {number} 已被拿回，无需再办。',
    en: '{form} {number} was taken back; nothing is left to do.',
  },
  'material-asked': {
    zh: '请为 {form} {number} 补充材料。',
    en: 'More material is asked for {form} {number}.',
  },
  'material-given': { zh: '{form} {number} 已补充材料。', en: 'The material for {form} {number} was added.' },
  'confirm-wanted': { zh: '{form} {number} 等您确认。', en: '{form} {number} waits for your confirmation.' },
  terminated: { zh: '{form} {number} 已被终止。', en: '{form} {number} was terminated.' },
  suspended: { zh: '{form} {number} 已暂停办理。', en: '{form} {number} was suspended.' },
  resumed: { zh: '{form} {number} 已恢复办理。', en: '{form} {number} goes on.' },
  expired: { zh: '{form} {number} 超时关闭。', en: '{form} {number} was closed because its time ran out.' },
  revoking: { zh: '{form} {number} 正在申请撤销。', en: 'The approval of {form} {number} is being revoked.' },
  revoked: { zh: '{form} {number} 已撤销。', en: 'The approval of {form} {number} was revoked.' },
  cc: { zh: '{form} {number} 抄送给您。', en: '{form} {number} was copied to you.' },
  'outside-confirm': {
    zh: '外部系统代您提交了对 {form} {number} 的决定，请在密封内确认后生效。',
    en: 'Another system handed in your decision on {form} {number}; it takes effect once you confirm it in Mifeng.',
  },
  'grant-issued': { zh: '您获得了客户资料的使用授权。', en: 'You were granted the use of customer data.' },
  'grant-too-late': {
    zh: '申请已通过，但所申请的期限已过，未发放授权。',
    en: 'Your application was approved after its period had ended; no grant was issued.',
  },
  'grant-revoked': { zh: '您的一项使用授权已被收回。', en: 'One of your grants was revoked.' },
  'grant-expired': { zh: '您的一项使用授权已到期。', en: 'One of your grants has ended.' },
  'service-ending': {
    zh: '您负责的一个服务账号将在 14 天内到期。',
    en: 'A service account that you answer for ends within 14 days.',
  },
  appointment: {
    zh: '您有一份书面任命等您本人接受。',
    en: 'A written appointment waits for you to accept it.',
  },
  'card-unstopped': {
    zh: '有离职或调岗人员的门禁卡尚未停用，请尽快停用并登记。',
    en: 'A door card of somebody who left or moved is not stopped yet. Stop it and record that.',
  },
  'paper-unfiled': {
    zh: '有已办结的交接清单或离职告知书尚未归档签字件。',
    en: 'A handover list or exit letter waits for its signed copy to be filed.',
  },
  'secrecy-over': {
    zh: '有离职人员的保密期限届满，请查看离职告知书登记。',
    en: 'The period of secrecy of somebody who left has ended; see the register of exit letters.',
  },
  'token-ending': {
    zh: '您的一个接口令牌将在 14 天内到期。',
    en: 'One of your API tokens ends within 14 days.',
  },
  'rights-review': {
    zh: '权限复核 {number} 已开始，有 {count} 项权限等您确认或收回。',
    en: 'The review of rights {number} has begun: {count} rights wait for your decision.',
  },
  'rights-review-soon': {
    zh: '权限复核 {number} 即将到期，您还有 {count} 项未办。',
    en: 'The review of rights {number} is due soon; you have {count} open.',
  },
  'rights-review-overdue': {
    zh: '权限复核 {number} 已逾期，您还有 {count} 项未办。',
    en: 'The review of rights {number} is overdue; you have {count} open.',
  },
  'rights-review-escalated': {
    zh: '权限复核 {number} 逾期未办，还有 {count} 项，已上报。',
    en: 'The review of rights {number} is overdue with {count} open; it was sent up to you.',
  },
  'right-given': {
    zh: '{name} 的权限已扩大，由两位管理员办理。如有疑问，请联系安全管理员。',
    en: '{name} may do more now; two administrators decided it. If that is not right, tell the security administrator.',
  },
  'right-removed': {
    zh: '权限复核 {number} 中，您的一项权限已被收回。如仍需要，请向主管提出。',
    en: 'One of your rights was removed in the review {number}. If you still need it, ask your manager.',
  },
  'document-flagged': {
    zh: '您添加的一份附件，内容似乎高于它的密级，请核对，必要时提交密级变更。',
    en: 'What stands in an attachment you added seems above its level; please check, and apply for a change where needed.',
  },
  'room-changed': {
    zh: '您负责的场所或其出入权限有变动，请核对。',
    en: 'A room you answer for, or who may enter it, was changed; please check it.',
  },
  'consent-withdrawn': {
    zh: '一位客户撤回了同意，您导出或获准使用的 {count} 项资料须停止用于相应目的，并销毁导出的副本。',
    en: 'A customer withdrew consent: stop using the data of {count} exports or grants of yours for it, and destroy exported copies.',
  },
  'consent-expiring': {
    zh: '您负责的客户中，有 {count} 位的同意将在 {days} 天后到期，请重新征得同意。',
    en: 'The consent of {count} of your customers runs out in {days} days; please ask them anew.',
  },
  'visit-waiting': {
    zh: '进入申请 {number} 等您审批。',
    en: 'The request to enter {number} waits for your decision.',
  },
  'visit-approved': { zh: '进入申请 {number} 已同意。', en: 'The request to enter {number} was approved.' },
  'visit-refused': { zh: '进入申请 {number} 未获同意。', en: 'The request to enter {number} was refused.' },
  'entries-overdue': {
    zh: '您负责的场所有 {count} 人未登记离开，请核实并补登。',
    en: 'In rooms you answer for, {count} people were not signed out; please find out and complete the register.',
  },
  'correction-accepted': {
    zh: '您申请的一项更正已被接受。',
    en: 'A correction you asked for was accepted.',
  },
  'correction-refused': {
    zh: '您申请的一项更正未被接受，请查看原因。',
    en: 'A correction you asked for was refused; please see why.',
  },
  'batch-quarantined': {
    zh: '间接收集批次 {number} 已进入隔离，请安排核验。',
    en: 'Batch {number} of a third party is in quarantine and waits to be checked.',
  },
  'batch-released': {
    zh: '间接收集批次 {number} 已获准放行。',
    en: 'Batch {number} was released.',
  },
  'batch-rejected': {
    zh: '间接收集批次 {number} 未获放行，资料已清除。',
    en: 'Batch {number} was not released; its data is removed.',
  },
  'source-expired': {
    zh: '您负责的间接收集来源已于 {day} 到期。',
    en: 'A source that you answer for ended on {day}.',
  },
  'duty-soon': { zh: '您有 {count} 项事项即将到期。', en: 'Due soon from you: {count}.' },
  'duty-overdue': {
    zh: '您有 {count} 项事项已逾期，请尽快完成。',
    en: 'Overdue from you: {count}. Please see to it.',
  },
  'duty-escalated': {
    zh: '您负责的人员有 {count} 项事项逾期未完成，已上报给您。',
    en: 'Overdue from people you look after, sent up to you: {count}.',
  },
  'level-review-due': {
    zh: '{count} 项密级的保密期限即将届满，请复审：延期、变更或解密。到期前未复审的，密级不变。',
    en: 'The term of {count} levels ends soon; review them: keep, change or end. Without a review the level stays.',
  },
  'level-ended': {
    zh: '{count} 项密级按已确认的设置到期自动解密。',
    en: '{count} levels ended by themselves, as two people had arranged.',
  },
  'volume-alarm': {
    zh: '有人一日内导出或打印的客户达到 {step} 位（共 {count} 位），请核实。',
    en: 'Somebody took out {step} customers or more within a day ({count} in all); please look into it.',
  },
  'session-moved': {
    zh: '您的登录曾在另一台设备上被使用，已被终止。如非本人操作，请立即修改密码并告知安全管理员。',
    en: 'Your session was used from another device and has been ended. If that was not you, change your password now and tell the security administrator.',
  },
  'session-ended': {
    zh: '管理员结束了您的登录，请重新登录。',
    en: 'An administrator has ended your sessions; please sign in again.',
  },
  digest: {
    zh: '您有 {open} 项待办，其中 {due} 项今天到期或已逾期；{ending} 项使用授权将在 7 天内到期。',
    en: 'Tasks waiting for you: {open}, of which due today or overdue: {due}. Grants ending within 7 days: {ending}.',
  },
  test: { zh: '这是一条测试消息，收到即表示通道可用。', en: 'A test message: the channel works.' },
  other: { zh: '有新的进展，请打开查看。', en: 'Something moved on; open it to see.' },
}

const fixed = {
  brand: { zh: '密封', en: 'Mifeng' },
  digest: { zh: '每日摘要：待办 {open} 项', en: 'Daily digest: {open} tasks' },
  open: { zh: '打开查看：', en: 'Open:' },
  closing: {
    zh: '本消息不含客户资料，请登录后查看。',
    en: 'This message holds no customer data; sign in to see more.',
  },
} as const

const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text
    .replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
    .replace(/ {2,}/g, ' ')
    .trim()

/**
 * The message for one notice.
 * @param formName name of a registered form; absent when the notice is about none
 * @param baseUrl under which people reach the program, without a slash at the end; empty: no link
 * @param moment when it happened, written in the company's time zone; it also keeps two reminders apart where a
 *   platform drops a text that was sent before (DingTalk, the same text to the same person within a day)
 */
export function compose(
  id: string,
  kind: string,
  content: Content,
  more: { language: Language; formName?: Both; baseUrl: string; moment: string },
): Message {
  const { language } = more
  const sentence = (sentences[kind] ?? sentences['other']!)[language]
  const values = { ...content.counts, number: content.number, form: more.formName?.[language] ?? '' }
  const said = filled(sentence, values)
  const subject = kind === 'digest' ? filled(fixed.digest[language], values) : said
  return {
    id,
    subject: `[${fixed.brand[language]}] ${subject}`,
    lines: [said, more.moment, fixed.closing[language]],
    ...(more.baseUrl === '' || content.link === ''
      ? {}
      : { link: { text: fixed.open[language], url: more.baseUrl + content.link } }),
  }
}
