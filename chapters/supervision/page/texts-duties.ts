import { rightsTexts } from './rights/texts.ts'

/** Words of the audit console for duties and tidying. */
export const dutyTexts = {
  zh: {
    ...rightsTexts.zh,
    'supervision.kind.duty-raised': '记下到期事项',
    'supervision.kind.duty-moved': '到期事项改期或换人',
    'supervision.kind.duty-settled': '到期事项完成',
    'supervision.kind.duty-reminded': '到期提醒与上报',
    'supervision.kind.duties-handed-over': '到期事项移交',
    'supervision.kind.tidying-swept': '整理队列更新',
    'supervision.kind.correction-withdrawn': '撤回更正申请',
    'supervision.verb.tidy': '整理档案',
    'supervision.verb.ask-correction': '申请更正',
    'supervision.verb.renumber': '重编档号',
  },
  en: {
    ...rightsTexts.en,
    'supervision.kind.duty-raised': 'Something falls due',
    'supervision.kind.duty-moved': 'A duty got another day or owner',
    'supervision.kind.duty-settled': 'A duty was met',
    'supervision.kind.duty-reminded': 'Reminders and escalation',
    'supervision.kind.duties-handed-over': 'Duties handed over',
    'supervision.kind.tidying-swept': 'Tidying queue brought up to date',
    'supervision.kind.correction-withdrawn': 'A request for correction was taken back',
    'supervision.verb.tidy': 'tidy a file',
    'supervision.verb.ask-correction': 'ask for a correction',
    'supervision.verb.renumber': 'give another file number',
  },
}
