import { type Reader, sql, type Writer } from '../../../../floor/database/index.ts'

export interface StoredFreeze {
  readonly id: string
  readonly sourceId: string
  readonly kind: 'freeze' | 'lift'
  readonly reason: string
  readonly state: 'waiting' | 'confirmed' | 'refused'
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
}

const columns = sql`id, source_id as "sourceId", kind, reason, state, proposed_by as "proposedBy", proposed_at as "proposedAt",
  decided_by as "decidedBy", decided_at as "decidedAt"`

/** A proposal, held until the transaction ends. */
export const lockFreeze = (w: Writer, id: string): Promise<StoredFreeze | undefined> =>
  w.row<StoredFreeze>(sql`select ${columns} from collection.source_freeze where id = ${id} for update`)

/** The proposal about a source that waits for a second person. */
export const waitingFreeze = (r: Reader, sourceId: string): Promise<StoredFreeze | undefined> =>
  r.row<StoredFreeze>(
    sql`select ${columns} from collection.source_freeze where source_id = ${sourceId} and state = 'waiting'`,
  )

/** Proposals about a source, newest first, a hundred at most. */
export const readFreezes = (r: Reader, sourceId: string): Promise<StoredFreeze[]> =>
  r.rows<StoredFreeze>(sql`
    select ${columns} from collection.source_freeze where source_id = ${sourceId} order by proposed_at desc limit 100`)

/** Writes a proposal down. */
export async function insertFreeze(
  w: Writer,
  one: { id: string; sourceId: string; kind: 'freeze' | 'lift'; reason: string; by: string; at: Date },
): Promise<void> {
  await w.run(sql`
    insert into collection.source_freeze (id, source_id, kind, reason, proposed_by, proposed_at)
    values (${one.id}, ${one.sourceId}, ${one.kind}, ${one.reason}, ${one.by}, ${one.at})`)
}

/** Writes down what the second person decided. */
export async function settleFreeze(
  w: Writer,
  id: string,
  state: 'confirmed' | 'refused',
  by: string,
  at: Date,
): Promise<void> {
  await w.run(sql`
    update collection.source_freeze set state = ${state}, decided_by = ${by}, decided_at = ${at} where id = ${id}`)
}

/** Released files that came from a source, whole or in single fields: numbers, levels and counts. */
export async function listFrozen(
  r: Reader,
  sourceId: string,
  q: { readonly page: number; readonly size: number },
): Promise<{
  total: number
  rows: {
    id: string
    fileNo: string
    kind: string
    level: number
    whole: boolean
    fields: number
    createdAt: Date
  }[]
}> {
  const from = sql`from custody.customer c left join custody.batch b on b.id = c.batch_id
    where (c.source_id = ${sourceId}::uuid or c.borrowed ? ${sourceId}) and c.status <> 'erased' and (b.id is null or b.released_at is not null)`
  const counted = await r.row<{ n: number }>(sql`select count(*)::int as n ${from}`)
  const rows = await r.rows<{
    id: string
    fileNo: string
    kind: string
    level: number
    whole: boolean
    fields: number
    createdAt: Date
  }>(sql`
    select c.id, c.file_no as "fileNo", c.kind, c.level, coalesce(c.source_id = ${sourceId}::uuid, false) as whole, c.created_at as "createdAt",
      case when c.source_id = ${sourceId}::uuid then cardinality(c.fields) else jsonb_array_length(c.borrowed->${sourceId}) end as fields
    ${from} order by c.file_no limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}
