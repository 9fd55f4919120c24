import { rightsMistakes } from './rights/texts.ts'

/** What people are told for each mistake of this chapter. */
export const mistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  ...rightsMistakes,
  'supervision.no-such-entry': { zh: '账本中没有这条记录。', en: 'The ledger has no such entry.' },
  'supervision.no-such-application': {
    zh: '没有这份申请，请核对单号。',
    en: 'There is no such application; check the number.',
  },
  'supervision.bundle-too-large': {
    zh: '符合条件的记录有 {found} 条，一个证据包最多 {most} 条，请缩小时间范围。',
    en: '{found} entries fit, one bundle holds {most} at most; choose a shorter period.',
  },
  // Made by the floor on behalf of whichever chapter asks.
  'customer-erased': {
    zh: '该客户的资料已按要求删除，不能再为其保存新的内容。',
    en: 'This customer’s data was erased as required; nothing new can be kept for it.',
  },
  'state-secret-mark': {
    zh: '标识中不得使用国家秘密标志“★”，请修改密级名称或水印文字。',
    en: 'A marking must not use the star of a state secret mark; change the name of the level or the watermark.',
  },
  'supervision.nothing-to-bundle': { zh: '没有符合条件的记录。', en: 'No entry fits.' },
}
