/** What people are told for each mistake of this chapter. */
export const mistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'supervision.no-such-entry': { zh: '账本中没有这条记录。', en: 'The ledger has no such entry.' },
  'supervision.no-such-application': {
    zh: '没有这份申请，请核对单号。',
    en: 'There is no such application; check the number.',
  },
  'supervision.bundle-too-large': {
    zh: '符合条件的记录有 {found} 条，一个证据包最多 {most} 条，请缩小时间范围。',
    en: '{found} entries fit, one bundle holds {most} at most; choose a shorter period.',
  },
  'supervision.nothing-to-bundle': { zh: '没有符合条件的记录。', en: 'No entry fits.' },
}
