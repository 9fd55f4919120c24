import { type Reader, type Sql, sql } from '../../../floor/database/index.ts'

export interface ReasonRow {
  readonly lane: number
  readonly index: number
  readonly person: string
  readonly customer: string
  readonly reason: string
  readonly salt: Buffer
}

/** Keeps stated reasons beside the entries they belong to; nothing of them is ever changed. */
export const reasonsInserted = (rows: readonly ReasonRow[]): Sql => sql`
    insert into usage.reading_reason (lane, leaf_index, person_id, customer_id, reason, salt)
    select * from unnest(${rows.map((one) => one.lane)}::int[], ${rows.map((one) => one.index)}::bigint[],
      ${rows.map((one) => one.person)}::uuid[], ${rows.map((one) => one.customer)}::uuid[],
      ${rows.map((one) => one.reason)}::text[], ${rows.map((one) => one.salt)}::bytea[])`

/** The reasons stated for openings of one customer's file, the last first. */
export const reasonsOf = (
  r: Reader,
  customer: string,
  most: number,
): Promise<(Omit<ReasonRow, 'salt'> & { salt: string })[]> =>
  r.rows(sql`
    select lane, leaf_index::float8 as index, person_id as person, customer_id as customer, reason, encode(salt, 'hex') as salt
    from usage.reading_reason where customer_id = ${customer} order by leaf_index desc, lane limit ${most}`)
