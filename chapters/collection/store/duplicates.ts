import { insertMany, type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { DuplicateReason } from '../intake/keys.ts'

export interface StoredDuplicate {
  readonly id: string
  readonly importId: string | null
  /** The newer file. */
  readonly customerId: string
  /** The older file, which stays when they are merged. */
  readonly otherId: string
  readonly reason: string
  readonly state: 'open' | 'merged' | 'kept'
}

const columns = sql`id, import_id as "importId", customer_id as "customerId", other_id as "otherId", reason, state`

export async function insertDuplicates(
  w: Writer,
  importId: string | null,
  pairs: readonly { id: string; customerId: string; otherId: string; reason: DuplicateReason }[],
): Promise<void> {
  if (pairs.length === 0) return
  await insertMany(
    w,
    'collection.duplicate',
    { id: 'uuid', import_id: 'uuid', customer_id: 'uuid', other_id: 'uuid', reason: 'text' },
    pairs.map((p) => [p.id, importId, p.customerId, p.otherId, p.reason]),
  )
}

/** Pairs of finished imports only: what is not released yet can be neither looked at nor merged. */
export async function listDuplicates(
  r: Reader,
  q: { page: number; size: number; state: string; import?: string | undefined },
): Promise<{ total: number; rows: StoredDuplicate[] }> {
  const where = sql`state = ${q.state} and ${q.import === undefined ? sql`true` : sql`import_id = ${q.import}`}
    and (import_id is null or exists (select from collection.import i where i.id = import_id and i.state = 'finished'
      and not exists (select from collection.quarantine q where q.import_id = i.id and q.state <> 'released')))`
  const counted = await r.row<{ n: number }>(
    sql`select count(*)::int as n from collection.duplicate where ${where}`,
  )
  const rows = await r.rows<StoredDuplicate>(sql`
    select ${columns} from collection.duplicate where ${where} order by id
    limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}

export async function lockDuplicate(w: Writer, id: string): Promise<StoredDuplicate | undefined> {
  return await w.row<StoredDuplicate>(
    sql`select ${columns} from collection.duplicate where id = ${id} for update`,
  )
}

export async function settleDuplicate(
  w: Writer,
  id: string,
  state: 'merged' | 'kept',
  by: string,
  at: Date,
  merge?: string,
): Promise<void> {
  await w.run(
    sql`update collection.duplicate set state = ${state}, decided_by = ${by}, decided_at = ${at}, merge_id = ${merge ?? null} where id = ${id}`,
  )
}

/** After a merge the other open pairs of the file that went point to the one that stayed. */
export async function repointDuplicates(
  w: Writer,
  gone: string,
  stays: string,
  by: string,
  at: Date,
): Promise<void> {
  await w.run(sql`
    update collection.duplicate set state = 'merged', decided_by = ${by}, decided_at = ${at}
    where state = 'open' and ((customer_id = ${gone} and other_id = ${stays}) or (customer_id = ${stays} and other_id = ${gone}))`)
  await w.run(
    sql`update collection.duplicate set customer_id = ${stays} where state = 'open' and customer_id = ${gone}`,
  )
  await w.run(
    sql`update collection.duplicate set other_id = ${stays} where state = 'open' and other_id = ${gone}`,
  )
}

export async function countOpen(r: Reader, importId: string): Promise<number> {
  const row = await r.row<{ n: number }>(
    sql`select count(*)::int as n from collection.duplicate where import_id = ${importId} and state = 'open'`,
  )
  return row?.n ?? 0
}
