/** What people read about things that are due. */
export const dutyNoticeTexts = {
  zh: {
    'approval.notice.correction-accepted': '您申请的一项更正已被接受。',
    'approval.notice.correction-refused': '您申请的一项更正未被接受，请查看原因。',
    'approval.notice.duty-soon': '您有 {{count}} 项事项即将到期。',
    'approval.notice.duty-overdue': '您有 {{count}} 项事项已逾期，请尽快完成。',
    'approval.notice.duty-escalated': '您负责的人员有 {{count}} 项事项逾期未完成，已上报给您。',
  },
  en: {
    'approval.notice.correction-accepted': 'A correction you asked for was accepted.',
    'approval.notice.correction-refused': 'A correction you asked for was refused; please see why.',
    'approval.notice.duty-soon': 'Due soon from you: {{count}}.',
    'approval.notice.duty-overdue': 'Overdue from you: {{count}}. Please see to it.',
    'approval.notice.duty-escalated': 'Overdue from people you look after, sent up to you: {{count}}.',
  },
}
