import { randomBytes } from 'node:crypto'
import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { survivors } from '../intake/take-in/store.ts'

const bytes = 16
const prefix = 'mfr_'
const textOf = (token: Buffer): string => prefix + token.toString('hex')

/**
 * The words by which one outside system knows these customers; made where there are none yet. They are random: nothing
 * can be read from them, and another system's word for the same customer is another one.
 */
export async function tokensFor(
  w: Writer,
  pairs: readonly { readonly system: string; readonly customerId: string }[],
  at: Date,
): Promise<ReadonlyMap<string, string>> {
  const list = [...new Map(pairs.map((one) => [keyOf(one), one])).values()].sort((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  )
  if (list.length === 0) return new Map()
  const systems = list.map((one) => one.system)
  const customers = list.map((one) => one.customerId)
  await w.run(sql`insert into collection.reference_token (system, customer_id, token, made_at)
    select system, customer, token, ${at} from unnest(${systems}::text[], ${customers}::uuid[], ${list.map(() => randomBytes(bytes))}::bytea[])
      as v(system, customer, token) on conflict (system, customer_id) do nothing`)
  const rows = await w.rows<{ system: string; customerId: string; token: Buffer }>(sql`
    select t.system, t.customer_id as "customerId", t.token from collection.reference_token t
    join unnest(${systems}::text[], ${customers}::uuid[]) as v(system, customer) on v.system = t.system and v.customer = t.customer_id`)
  return new Map(rows.map((row) => [keyOf(row), textOf(row.token)]))
}

/** Key into what `tokensFor` resolves to. */
export const keyOf = (one: { readonly system: string; readonly customerId: string }): string =>
  `${one.system} ${one.customerId}`

/** The customer behind a word, for the system it was given to and nobody else; the file that stayed where files were merged. */
export async function customerBehind(r: Reader, system: string, token: string): Promise<string | undefined> {
  const row = await r.row<{ id: string }>(sql`
    select customer_id as id from collection.reference_token
    where token = ${Buffer.from(token.slice(prefix.length), 'hex')} and system = ${system}`)
  if (row === undefined) return undefined
  return (await survivors(r, [row.id])).get(row.id) ?? row.id
}
