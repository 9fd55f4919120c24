import { sql, type Writer } from '../../floor/database/index.ts'
import { voidNumbers } from './filing/numbers.ts'

/** What a batch is taken in by: the origin of every value first filed with it. */
export interface BatchOrigin {
  readonly sourceId: string
  readonly purposes: readonly string[]
  readonly legalBasis: string
}

/**
 * A batch of files that arrive together; nothing of it is visible before it is released. Opened once: what was said of
 * it then stays, whatever a later start says.
 */
export async function openBatch(w: Writer, id: string, now: Date, origin?: BatchOrigin): Promise<void> {
  await w.run(sql`
    insert into custody.batch (id, created_at, source_id, purposes, legal_basis)
    values (${id}, ${now}, ${origin?.sourceId ?? null}, ${[...(origin?.purposes ?? [])]}::text[], ${origin?.legalBasis ?? null})
    on conflict do nothing`)
}

/** Makes the whole batch visible at one moment; false when it was released or withdrawn already. */
export async function releaseBatch(w: Writer, id: string, now: Date): Promise<boolean> {
  const touched = await w.run(
    sql`update custody.batch set released_at = ${now} where id = ${id} and released_at is null and withdrawn_at is null`,
  )
  return touched === 1
}

/** Withdraws a batch that was not released, so that it never can be; its files are then removed in pieces. */
export async function withdrawBatch(w: Writer, id: string, now: Date): Promise<boolean> {
  const touched = await w.run(
    sql`update custody.batch set withdrawn_at = ${now} where id = ${id} and released_at is null`,
  )
  return touched === 1
}

/**
 * Removes up to `limit` files of a withdrawn batch with blocks, tokens and keys, as if they had never been filed;
 * resolves to how many. Files of a batch that was released are never removed here.
 */
export async function removeBatch(w: Writer, id: string, limit: number): Promise<number> {
  const rows = await w.rows<{ id: string }>(sql`
    select c.id from custody.customer c join custody.batch b on b.id = c.batch_id
    where c.batch_id = ${id} and b.withdrawn_at is not null and b.released_at is null limit ${limit}`)
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return 0
  await voidNumbers(w, ids, 'import-cancelled', { note: '', by: null })
  for (const table of [
    'custody.sealed_block',
    'custody.search_tokens',
    'custody.identifier',
    'custody.field_level',
    'keyring.customer_key',
  ])
    await w.run(sql`delete from ${sql.identifier(table)} where customer_id = any(${ids}::uuid[])`)
  return await w.run(sql`delete from custody.customer where id = any(${ids}::uuid[])`)
}
