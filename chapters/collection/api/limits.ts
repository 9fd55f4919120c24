import { type Reader, sql } from '../../../floor/database/index.ts'

/** How many customers a day each of these accounts may deliver; who may deliver nothing is absent. */
export async function rowsPerDay(
  r: Reader,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await r.rows<{ id: string; most: number }>(sql`
    select person_id as id, (intake ->> 'rowsPerDay')::int as most from people.service_account
    where person_id = any(${[...accounts]}::uuid[]) and intake is not null`)
  return new Map(rows.map((row) => [row.id, row.most]))
}
