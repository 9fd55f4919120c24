import { type Reader, sql } from '../../../floor/database/index.ts'

/** Codes of the purposes for which anything on the file was taken in, in the order of the alphabet. */
export async function purposesOfFile(r: Reader, customerId: string): Promise<string[]> {
  const rows = await r.rows<{ code: string }>(sql`
    select distinct code from (
      select unnest(b.purposes) as code from custody.customer c join custody.batch b on b.id = c.batch_id where c.id = ${customerId}
      union all select unnest(o.purposes) from collection.origin o where o.customer_id = ${customerId}) stated
    order by code`)
  return rows.map((row) => row.code)
}
