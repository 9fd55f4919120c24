import { createHash } from 'node:crypto'
import { type Reader, sql, type Writer } from '../../floor/database/index.ts'
import { voidNumbers } from './filing/numbers.ts'

/** What a batch is taken in by: the origin of every value first filed with it. */
export interface BatchOrigin {
  readonly sourceId: string
  readonly purposes: readonly string[]
  readonly legalBasis: string
}

/**
 * A batch of files that arrive together; nothing of it is visible before it is released. Opened once: what was said of
 * it then stays, whatever a later start says. `verifyFirst`: it comes from a third party and is released by `releaseVerified` only.
 */
export async function openBatch(
  w: Writer,
  id: string,
  now: Date,
  origin?: BatchOrigin,
  verifyFirst = false,
): Promise<void> {
  await w.run(sql`
    insert into custody.batch (id, created_at, source_id, purposes, legal_basis, verify_first)
    values (${id}, ${now}, ${origin?.sourceId ?? null}, ${[...(origin?.purposes ?? [])]}::text[], ${origin?.legalBasis ?? null},
      ${verifyFirst})
    on conflict do nothing`)
}

/**
 * Makes the whole batch visible at one moment; false when it was released or withdrawn already, or has to be checked
 * first.
 */
export async function releaseBatch(w: Writer, id: string, now: Date): Promise<boolean> {
  const touched = await w.run(
    sql`update custody.batch set released_at = ${now}
      where id = ${id} and released_at is null and withdrawn_at is null and not verify_first`,
  )
  return touched === 1
}

/** The same for a batch whose check was approved, in the transaction of that approval. */
export async function releaseVerified(w: Writer, id: string, now: Date): Promise<boolean> {
  const touched = await w.run(
    sql`update custody.batch set released_at = ${now}
      where id = ${id} and released_at is null and withdrawn_at is null and verify_first`,
  )
  return touched === 1
}

const customersPerRead = 2000

/**
 * SHA-256 over everything a batch holds (files, their levels, sealed blocks), in the order of the ids: another file,
 * one fewer, or a block put in another's place gives another hash. Memory does not grow with the batch.
 */
export async function hashBatch(r: Reader, id: string): Promise<string> {
  const hash = createHash('sha256')
  for (let after = noId; ;) {
    const rows = await r.rows<{ id: string; line: string }>(sql`
      select c.id, concat_ws(' ', c.id, c.kind, c.level, c.status, c.source_id, c.legal_basis, array_to_string(c.fields, ','), (
        select string_agg(concat_ws(':', b.level, b.version, encode(sha256(b.sealed), 'hex')), ',' order by b.level)
        from custody.sealed_block b where b.customer_id = c.id)) as line
      from custody.customer c where c.batch_id = ${id} and c.id > ${after} order by c.id limit ${customersPerRead}`)
    for (const { line } of rows) hash.update(`${line}\n`)
    const last = rows.at(-1)
    if (last === undefined || rows.length < customersPerRead) return hash.digest('hex')
    after = last.id
  }
}
const noId = '00000000-0000-0000-0000-000000000000'

/** Keeps how many customers a batch brought and the level that they count as together. */
export async function keepVolume(
  w: Writer,
  id: string,
  volume: { readonly customers: number; readonly level: number },
): Promise<void> {
  await w.run(
    sql`update custody.batch set customers = ${volume.customers}, collection_level = ${volume.level} where id = ${id}`,
  )
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
