type Texts = Readonly<Record<string, { readonly zh: string; readonly en: string }>>

/** What people are told about mistakes with appointments, things handed out and filed papers. */
export const registerMistakes: Texts = {
  'people.appointment-person': {
    zh: '所选人员已离职或不存在。请另选一名在职人员。',
    en: 'Somebody chosen has left or is not known. Choose a person who works here.',
  },
  'people.appointment-department': {
    zh: '所选部门不存在或已停用。请从部门列表中选择。',
    en: 'The department chosen is not known. Choose one from the list.',
  },
  'people.appointment-office': {
    zh: '请选择一个角色，或者写明职务名称，例如“部门保密员”。',
    en: 'Choose a role, or name the office, for example “secrecy officer of the department”.',
  },
  'people.appointment-days': {
    zh: '任期的结束日期不能早于开始日期。',
    en: 'The last day of the term cannot lie before the first.',
  },
  'people.appointment-decided': {
    zh: '这一项已签发、不予签发或被替换。请刷新页面查看现状。',
    en: 'This has been signed, declined or replaced already. Load the page again.',
  },
  'people.appointment-not-open': {
    zh: '这份任命尚未签发、已接受或已终止，不能再办理。请刷新页面查看现状。',
    en: 'This appointment is not signed yet, accepted already, or over. Load the page again.',
  },
  'people.thing-out': {
    zh: '编号为 {tag} 的这类物品已发给他人且未收回。请先登记收回或遗失。',
    en: 'The thing numbered {tag} is in somebody’s hands. Record its return or loss first.',
  },
  'people.thing-days': {
    zh: '发放日期不能晚于今天，应还日期不能早于发放日期。',
    en: 'It cannot be handed out after today, nor be due before that day.',
  },
  'people.thing-closed': {
    zh: '这件物品已收回、遗失或转交，不能再办理。请刷新页面查看现状。',
    en: 'This thing has been returned, lost or passed on already. Load the page again.',
  },
  'people.thing-no-card': {
    zh: '只有门禁卡可以停用。',
    en: 'Only a door card can be stopped.',
  },
  'people.paper-kind': {
    zh: '请上传 PDF、JPG 或 PNG 扫描件。文件内容不是这三种格式，改名无效。',
    en: 'File a scan as PDF, JPG or PNG. The content of this file is none of these; another name does not change that.',
  },
  'people.paper-missing': {
    zh: '没有收到文件。请选择扫描件后重试。',
    en: 'No file arrived. Choose the scan and try again.',
  },
  'people.paper-filed': {
    zh: '签字件已经归档，不能替换。',
    en: 'The signed copy is filed already and cannot be replaced.',
  },
  'people.term-one': {
    zh: '请填写月数，或者选择“至信息公开为止”，二者选一。',
    en: 'Give a number of months, or choose “until public”: one of the two.',
  },
}
