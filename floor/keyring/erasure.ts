import { sql } from '../database/index.ts'
import type { Reader, Writer } from '../database/index.ts'
import { Mistake } from '../errors.ts'

/** One line of the erasure list, which is kept apart from the data and replayed at every restore. */
export interface Erasure {
  readonly customerId: string
  /** The ledger entry that says so. */
  readonly leaf?: { readonly lane: number; readonly index: number }
}

/**
 * Deletes the wrapped keys and leaves a tombstone. PostgreSQL keeps the deleted bytes in dead rows and in its log for
 * a while; they are useless to whoever does not have the level key, and useless to all once it has been rotated.
 */
export async function destroyCustomer(w: Writer, { customerId, leaf }: Erasure): Promise<number> {
  await w.run(sql`select pg_advisory_xact_lock(hashtextextended(${customerId}, 0))`)
  await w.run(sql`insert into keyring.erasure (customer_id, erased_at, leaf_lane, leaf_index)
    values (${customerId}, now(), ${leaf?.lane ?? null}, ${leaf?.index ?? null})
    on conflict (customer_id) do update set
      leaf_lane = coalesce(keyring.erasure.leaf_lane, excluded.leaf_lane),
      leaf_index = coalesce(keyring.erasure.leaf_index, excluded.leaf_index)`)
  return await w.run(sql`delete from keyring.customer_key where customer_id = ${customerId}`)
}

/** Erases again everyone on the list and in the tombstones; returns the number of keys that had come back. */
export async function replayErasures(w: Writer, list: readonly Erasure[]): Promise<number> {
  let keys = 0
  for (const erasure of list) keys += await destroyCustomer(w, erasure)
  keys += await w.run(
    sql`delete from keyring.customer_key k using keyring.erasure e where e.customer_id = k.customer_id`,
  )
  return keys
}

/** Throws Mistake `customer-erased`: no new key is ever made for an id on the list. */
export async function refuseErased(r: Reader, customerIds: readonly string[]): Promise<void> {
  const erased = await r.row<{ id: string }>(
    sql`select customer_id as id from keyring.erasure where customer_id = any(${[...customerIds]}::uuid[]) limit 1`,
  )
  if (erased !== undefined)
    throw new Mistake('customer-erased', { status: 409, values: { customer: erased.id } })
}

/**
 * Before a key is added to an existing customer: waits for an erasure that is under way and keeps a later one waiting,
 * so that no key is made behind its back. Throws Mistake `customer-erased`.
 */
export async function holdOffErasure(w: Writer, customerId: string): Promise<void> {
  await w.run(sql`select pg_advisory_xact_lock_shared(hashtextextended(${customerId}, 0))`)
  await refuseErased(w, [customerId])
}
