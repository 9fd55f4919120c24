import { type Reader, sql } from '../../../floor/database/index.ts'

/** Grants that are good now and end between the two moments, counted by holder. */
export async function countEnding(r: Reader, from: Date, until: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await r.rows<{ person: string; count: number }>(sql`
    select person_id as person, count(*)::int as count from usage.grant
     where revoked_at is null and starts_at <= ${from} and ends_at > ${from} and ends_at <= ${until} group by 1`)
  return new Map(rows.map(({ person, count }) => [person, count]))
}
