import { type Reader, sql, type Writer } from '../../floor/database/index.ts'

/** A batch of files that arrive together; nothing of it is visible before it is released. */
export async function openBatch(w: Writer, id: string, now: Date): Promise<void> {
  await w.run(sql`insert into custody.batch (id, created_at) values (${id}, ${now}) on conflict do nothing`)
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
  for (const table of [
    'custody.sealed_block',
    'custody.search_tokens',
    'custody.field_level',
    'keyring.customer_key',
  ])
    await w.run(sql`delete from ${sql.identifier(table)} where customer_id = any(${ids}::uuid[])`)
  return await w.run(sql`delete from custody.customer where id = any(${ids}::uuid[])`)
}

/** A file in use that holds some of the tokens asked for. */
export interface Sharing {
  readonly id: string
  readonly createdAt: Date
  /** Those of the file's tokens that were among `wanted` or `also`. */
  readonly tokens: readonly number[]
}

/**
 * Visible files that hold any of the `wanted` tokens, one pass over the index for all of them, with those of `also`
 * that they hold too (a telephone is wanted, a name beside it makes the duplicate).
 */
export async function sharing(
  r: Reader,
  wanted: readonly number[],
  also: readonly number[],
): Promise<Sharing[]> {
  if (wanted.length === 0 || !(await anyVisible(r))) return []
  return await r.rows<Sharing>(sql`
    with found as (
      select distinct t.customer_id from unnest(${[...wanted]}::int[]) as asked(token)
      cross join lateral (
        select customer_id from custody.search_tokens where tokens @> array[asked.token] offset 0) t)
    select c.id, c.created_at as "createdAt",
      array(select token from unnest(t.tokens) token where token = any(${[...wanted, ...also]}::int[])) as tokens
    from found join custody.customer c on c.id = found.customer_id
    join custody.search_tokens t on t.customer_id = c.id
    left join custody.batch b on b.id = c.batch_id
    where c.status = 'active' and (c.batch_id is null or b.released_at is not null)`)
}

/** Whether anything is on file at all; spares the first import of a company a look into the index per batch. */
async function anyVisible(r: Reader): Promise<boolean> {
  const row = await r.row<{ any: boolean }>(sql`
    select exists (select from custody.batch where released_at is not null)
      or exists (select from custody.customer where batch_id is null) as any`)
  return row?.any === true
}
