/** What people are told about mistakes with tidying, merges and corrections. */
export const tidyingMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'tidying.changed-meanwhile': {
    zh: '设置已被他人修改。请刷新后再改。',
    en: 'Somebody else has changed the settings. Reload the page first.',
  },
  'tidying.not-open': {
    zh: '这份档案已不在待整理之列。请刷新页面。',
    en: 'This file is no longer in the queue. Reload the page.',
  },
  'tidying.not-theirs': {
    zh: '此人无权整理这份档案，不能指定。请另选一位。',
    en: 'This person may not tidy the file. Choose somebody else.',
  },
  'tidying.postponed-enough': {
    zh: '累计延期不能超过 {most} 个工作日。请减少天数，或尽快整理。',
    en: 'A file is put off by {most} working days at most in all. Choose fewer, or tidy it now.',
  },
  'tidying.undo-over': {
    zh: '合并已超过 {days} 天，不能再撤销。请分别更正档案。',
    en: 'The merge is older than {days} days and cannot be undone. Correct the files one by one.',
  },
  'tidying.asked-already': {
    zh: '您已申请更正这一项，正在等待处理。请先撤回原申请。',
    en: 'You have asked for this field already. Take that request back first.',
  },
  'tidying.nobody-decides': {
    zh: '没有可以处理此申请的人。请联系资料管理员。',
    en: 'Nobody can decide about this request. Ask the records officer.',
  },
  'tidying.reason-needed': { zh: '不接受时请说明原因。', en: 'Say why you refuse.' },
  'tidying.decided': {
    zh: '这份申请已处理或已撤回。请刷新页面。',
    en: 'This request has ended already. Reload the page.',
  },
  'tidying.take-unknown': {
    zh: '所选字段在将被并入的档案中没有内容。请刷新后重新选择。',
    en: 'The file that goes has no value in a chosen field. Reload the page and choose again.',
  },
}
