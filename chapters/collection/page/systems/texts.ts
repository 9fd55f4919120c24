import type { Texts } from '../../../../doors/web/ui/text.ts'

const words: readonly (readonly [string, string, string])[] = [
  ['collection.systems.title', '系统推送', 'Intake by systems'],
  ['collection.systems.hint', '哪些系统通过接口推送客户资料，近 30 天收录多少、为何未收录', 'Which systems deliver customers by the API, how many in the last 30 days, and what was not taken in'],
  ['collection.systems.name', '服务账号', 'Service account'],
  ['collection.systems.system', '系统代号', 'System code'],
  ['collection.systems.owner', '负责人', 'Owner'],
  ['collection.systems.open', '可推送', 'May deliver'],
  ['collection.systems.closed', '已停止', 'Stopped'],
  ['collection.systems.rows', '客户数', 'Customers'],
  ['collection.systems.created', '新建', 'New'],
  ['collection.systems.changed', '更新', 'Changed'],
  ['collection.systems.unchanged', '无变化', 'Unchanged'],
  ['collection.systems.refused', '制度拒绝', 'Refused'],
  ['collection.systems.mistaken', '内容有误', 'Mistakes'],
  ['collection.systems.lastAt', '最近推送', 'Last delivery'],
  ['collection.systems.none', '还没有系统推送资料', 'No system delivers yet'],
  ['collection.systems.noneHint', '安全管理员在服务账号的“权限与限额”里开通', 'The security administrator allows it under “Rights and limits” of a service account'],
  ['collection.systems.one', '一个系统的推送', 'One system’s deliveries'],
  ['collection.systems.oneHint', '未收录的资料及原因，不含客户资料', 'What was not taken in and why, without customer data'],
  ['collection.systems.download', '下载清单', 'Download the list'],
  ['collection.systems.reasons', '近 30 天的原因', 'Reasons of the last 30 days'],
  ['collection.systems.reason', '原因', 'Reason'],
  ['collection.systems.times', '次数', 'Times'],
  ['collection.systems.problems', '逐条记录', 'Each one'],
  ['collection.systems.row', '行', 'Line'],
  ['collection.systems.field', '项目', 'Field'],
  ['collection.systems.noProblems', '没有未收录的资料', 'Nothing was left out'],
  ['collection.menu.systems', '系统推送', 'Intake by systems'],
] // prettier-ignore

/** Words of the pages about systems that deliver. */
export const systemsTexts: Texts = {
  zh: Object.fromEntries(words.map(([key, zh]) => [key, zh])),
  en: Object.fromEntries(words.map(([key, , en]) => [key, en])),
}
