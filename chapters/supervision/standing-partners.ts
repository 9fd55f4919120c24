import { type Reader, sql } from '../../floor/database/index.ts'
import type { ClauseStanding } from './wire.ts'

const standing = (zh: string, en: string, value: number): ClauseStanding => ({
  label: { zh, en },
  value,
  of: null,
})

/** Figures of indirect collection for the clause page: partners, their batches, freezes. */
export async function partnerStandings(r: Reader, at: Date, timeZone: string): Promise<ClauseStanding[]> {
  const row = await r.row<
    Record<'partners' | 'usable' | 'waiting' | 'released' | 'rejected' | 'frozen', number>
  >(sql`
    select (select count(*) from collection.source where closed_at is null and kind = 'partner')::int as partners,
      (select count(*) from collection.source where kind = 'partner' and state = 'usable'
        and valid_until >= (${at}::timestamptz at time zone ${timeZone})::date)::int as usable,
      (select count(*) from collection.quarantine where state in ('waiting', 'checking', 'submitted'))::int as waiting,
      (select count(*) from collection.quarantine where state = 'released')::int as released,
      (select count(*) from collection.quarantine where state = 'rejected')::int as rejected,
      (select count(*) from custody.frozen_source)::int as frozen`)
  const { partners, usable, waiting, released, rejected, frozen } = row!
  return [
    standing('登记的合作方来源', 'Sources provided by partners', partners),
    standing('其中已核验可用', 'Of them checked and in use', usable),
    standing('隔离中的批次', 'Batches in quarantine', waiting),
    standing('经审批放行的批次', 'Batches released after approval', released),
    standing('退回并清除的批次', 'Batches rejected and removed', rejected),
    standing('已冻结的来源', 'Sources frozen', frozen),
  ]
}
