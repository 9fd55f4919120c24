import { type Reader, type Sql, sql } from '../../../floor/database/index.ts'

export interface ReasonRow {
  /** What the entry of the opening holds of the words: see `commitmentOf`. */
  readonly commitment: string
  readonly person: string
  readonly customer: string
  readonly reason: string
  readonly salt: Buffer
  readonly at: Date
}

/** Keeps stated reasons beside the entries they belong to; nothing of them is ever changed. */
export const reasonsInserted = (rows: readonly ReasonRow[]): Sql => sql`
    insert into usage.reading_reason (commitment, person_id, customer_id, reason, salt, at)
    select * from unnest(${rows.map((one) => one.commitment)}::text[],
      ${rows.map((one) => one.person)}::uuid[], ${rows.map((one) => one.customer)}::uuid[],
      ${rows.map((one) => one.reason)}::text[], ${rows.map((one) => one.salt)}::bytea[],
      ${rows.map((one) => one.at)}::timestamptz[])`

/** The reasons stated for openings of one customer's file, the last first. */
export const reasonsOf = (
  r: Reader,
  customer: string,
  most: number,
): Promise<(Omit<ReasonRow, 'salt'> & { salt: string })[]> =>
  r.rows(sql`
    select commitment, person_id as person, customer_id as customer, reason, encode(salt, 'hex') as salt, at
    from usage.reading_reason where customer_id = ${customer} order by at desc, commitment limit ${most}`)
