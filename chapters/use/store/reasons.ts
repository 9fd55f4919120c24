import { type Reader, type Sql, sql } from '../../../floor/database/index.ts'
import type { Beside, Shelf } from '../../../floor/ledger/index.ts'

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
export const reasonInserted = (row: ReasonRow): Sql =>
  sql`insert into ${shelf.into} select * from ${shelf.rows(valuesOf(row).map((value) => [value]))}`

/** The same in the commit of the entry itself. */
export const reasonBeside = (row: ReasonRow): Beside => ({ shelf, values: valuesOf(row) })

const valuesOf = (row: ReasonRow): readonly unknown[] => [
  row.commitment,
  row.person,
  row.customer,
  row.reason,
  row.salt,
  row.at,
]

const shelf: Shelf = {
  name: 'reason',
  into: sql`usage.reading_reason (commitment, person_id, customer_id, reason, salt, at)`,
  rows: ([commitment, person, customer, reason, salt, at]) =>
    sql`unnest(${commitment}::text[], ${person}::uuid[], ${customer}::uuid[], ${reason}::text[], ${salt}::bytea[],
      ${at}::timestamptz[])`,
}

/** The reasons stated for openings of one customer's file, the last first. */
export const reasonsOf = (
  r: Reader,
  customer: string,
  most: number,
): Promise<(Omit<ReasonRow, 'salt'> & { salt: string })[]> =>
  r.rows(sql`
    select commitment, person_id as person, customer_id as customer, reason, encode(salt, 'hex') as salt, at
    from usage.reading_reason where customer_id = ${customer} order by at desc, commitment limit ${most}`)
