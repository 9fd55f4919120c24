import { type Reader, sql } from '../../floor/database/index.ts'
import type { ClauseStanding } from './wire.ts'

/** What is open and overdue under each clause that has duties; other clauses are absent. */
export async function dutyStandings(
  r: Reader,
  now: Date,
): Promise<ReadonlyMap<string, readonly ClauseStanding[]>> {
  const rows = await r.rows<{ clause: string; open: number; overdue: number }>(sql`
    select clause, (count(*) filter (where settled_at is null))::int as open,
      (count(*) filter (where settled_at is null and due_at < ${now}))::int as overdue
    from duties.duty group by clause`)
  return new Map(
    rows.map(({ clause, open, overdue }) => [
      clause,
      [
        { label: { zh: '未完成的到期事项', en: 'Duties open' }, value: open, of: null },
        { label: { zh: '逾期的到期事项', en: 'Duties overdue' }, value: overdue, of: null },
      ],
    ]),
  )
}
