import { sql } from '../database/index.ts'
import type { Writer } from '../database/index.ts'
import { Fault } from '../errors.ts'
import { wrapContext } from './customer.ts'
import type { Inside } from './keyring.ts'

export interface Rotation {
  readonly level: number
  /** The version that is current now. */
  readonly version: number
  /** Customer keys that were wrapped anew. */
  readonly rewrapped: number
}

interface OldKey {
  readonly id: string
  readonly version: number
  readonly wrapped: Buffer
}

/**
 * Rotates one level key while readings go on: (1) a new version; (2) customer keys are rewrapped in batches, each its
 * own transaction; (3) older versions are retired, which waits for transactions that are just adding keys under them;
 * (4) what those added is rewrapped; (5) the retired versions are erased, so that a wrapped key from an old copy of
 * the table opens for nobody. Stopped half-way, it is finished by the next call, which then makes one version more.
 */
export async function rotateLevelKey(inside: Inside, level: number, batch: number): Promise<Rotation> {
  const { db, levels } = inside
  const version = await db.transact((w) => addVersion(w, inside, level))
  await levels.refresh()
  let rewrapped = await rewrapAll(inside, level, version, batch)
  await db.transact((w) =>
    w.run(sql`update keyring.level_key set retired_at = now()
      where level = ${level} and version < ${version} and retired_at is null`),
  )
  rewrapped += await rewrapAll(inside, level, version, batch)
  await db.transact((w) =>
    w.run(sql`update keyring.level_key set wrapped = ''
      where level = ${level} and version < ${version} and retired_at is not null`),
  )
  await levels.refresh()
  return { level, version, rewrapped }
}

async function addVersion(w: Writer, inside: Inside, level: number): Promise<number> {
  // One rotation of a level at a time.
  const newest = await w.row<{
    version: number
  }>(sql`select version from keyring.level_key where level = ${level}
    order by version desc limit 1 for update`)
  if (newest === undefined) throw new Fault(`level ${level} has no key to rotate`)
  inside.levels.current(level)
  const version = newest.version + 1
  await w.run(sql`insert into keyring.level_key (level, version, wrapped)
    values (${level}, ${version}, ${inside.levels.wrapNew(level, version)})`)
  return version
}

async function rewrapAll(inside: Inside, level: number, version: number, batch: number): Promise<number> {
  let done = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const from = after
    const rows = await inside.db.transact((w) => rewrapBatch(w, inside, level, version, from, batch))
    const last = rows.at(-1)
    if (last === undefined) return done
    done += rows.length
    after = last.id
  }
}

async function rewrapBatch(
  w: Writer,
  inside: Inside,
  level: number,
  version: number,
  after: string,
  batch: number,
): Promise<OldKey[]> {
  const rows = await w.rows<OldKey>(sql`select customer_id as id, version, wrapped from keyring.customer_key
    where level = ${level} and version < ${version} and customer_id > ${after}
    order by customer_id limit ${batch} for update`)
  if (rows.length === 0) return rows
  const next = inside.levels.version(level, version)
  const wrapped = rows.map((row) => {
    const context = wrapContext(row.id, level)
    const secret = inside.levels.version(level, row.version).open(context, row.wrapped)
    const anew = next.seal(context, secret)
    secret.fill(0)
    return anew
  })
  await w.run(sql`update keyring.customer_key k set wrapped = n.wrapped, version = ${version}
    from unnest(${rows.map((row) => row.id)}::uuid[], ${wrapped}::bytea[]) as n (id, wrapped)
    where k.customer_id = n.id and k.level = ${level}`)
  return rows
}
