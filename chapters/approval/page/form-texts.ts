/** Words of what a form asks about its own approval: key, Chinese, English. */
const words: readonly (readonly [key: string, zh: string, en: string])[] = [
  ['approval.pick.title', '由申请人指定', 'For the applicant to choose'],
  ['approval.pick.label', '“{{step}}”的审批人', 'Who decides “{{step}}”'],
  ['approval.pick.hint', '最多 {{most}} 人', 'At most {{most}}'],
  ['approval.pick.nobody', '没有可选的人，请联系安全管理员调整流程', 'There is nobody to choose. Ask the security administrator to change the flow'],
  ['approval.pick.needed', '请指定这一步的审批人', 'Choose who decides this step'],
  ['approval.col.pool', '认领', 'Shared'],
  ['approval.pool.open', '待认领', 'To be claimed'],
  ['approval.pool.mine', '已认领', 'Claimed by you'],
  ['approval.pool.count', '其中 {{count}} 项由多人共享，先认领再办理', '{{count}} of them are shared: claim before deciding'],
  ['approval.straight.title', '不改内容，直接送回', 'Straight back, unchanged'],
  ['approval.straight.possible', '内容没有改动时，可按原内容和原期限直接送回退回人（{{step}}），之前的同意仍然有效。', 'An unchanged form may go straight back, with its period as it was, to the step that returned it ({{step}}); what was agreed before stands.'],
  ['approval.straight.changed', '内容已改动，须重新提交，所有步骤重新审批。撤销改动后可直接送回。', 'The content was changed, so every step decides anew. Undo the change to send it straight back.'],
  ['approval.straight.not', '这次退回不能直接送回，请修改后重新提交，所有步骤重新审批。', 'This return cannot be sent straight back; hand it in again, every step decides anew.'],
  ['approval.straight.send', '直接送回“{{step}}”', 'Straight back to “{{step}}”'],
] // prettier-ignore

/** Both languages, made of one table. */
export const formTexts = {
  zh: Object.fromEntries(words.map(([key, zh]) => [key, zh])),
  en: Object.fromEntries(words.map(([key, , en]) => [key, en])),
}
