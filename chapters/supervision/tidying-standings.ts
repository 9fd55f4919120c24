import { type Reader, sql } from '../../floor/database/index.ts'
import type { ClauseStanding } from './wire.ts'

const standing = (zh: string, en: string, value: number, of: number | null = null): ClauseStanding => ({
  label: { zh, en },
  value,
  of,
})

/** How tidying (2.3.1) and filing (2.3.2) stand: counts over their registers. */
export async function tidyingStandings(
  r: Reader,
  now: Date,
): Promise<ReadonlyMap<string, readonly ClauseStanding[]>> {
  const row = await r.row<Record<string, number>>(sql`select
    (select count(*) from collection.tidying where state = 'open')::int as open,
    (select count(*) from collection.tidying where state = 'open' and due_at < ${now})::int as overdue,
    (select count(*) from collection.tidying where state = 'tidy' and tidied_at > ${now}::timestamptz - interval '30 days')::int as tidied,
    (select count(*) from collection.duplicate where state = 'open')::int as pairs,
    (select count(*) from collection.correction where state = 'open')::int as corrections,
    (select count(*) from custody.customer where status = 'active')::int as files,
    (select count(*) from custody.customer where status = 'active' and type_code is not null and category_code is not null)::int as classed,
    (select count(*) from custody.paper_part where removed_at is null)::int as papers,
    (select count(*) from custody.paper_part where removed_at is null and checked_at is not null)::int as checked,
    (select count(*) from custody.voided_number)::int as voided`)
  const of = (key: string): number => row?.[key] ?? 0
  return new Map([
    [
      '2.3.1',
      [
        standing('待整理的档案', 'Files to be tidied', of('open')),
        standing('逾期未整理', 'Of these overdue', of('overdue'), of('open')),
        standing('近 30 天整理完', 'Tidied in the last 30 days', of('tidied')),
        standing('待定的疑似重复', 'Possible duplicates to decide', of('pairs')),
        standing('待处理的更正申请', 'Corrections to decide', of('corrections')),
      ],
    ],
    [
      '2.3.2',
      [
        standing('已分类的档案', 'Files classified', of('classed'), of('files')),
        standing('位置已核对的纸质资料', 'Paper whose place was checked', of('checked'), of('papers')),
        standing('作废留存的档号', 'Void numbers kept', of('voided')),
      ],
    ],
  ])
}
