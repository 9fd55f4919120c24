import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { Proposal } from '../../custody/index.ts'

export interface StoredCorrection extends Proposal {
  readonly fileNo: string
  readonly fileVersion: number
  /** The version the file has now. */
  readonly versionNow: number
  readonly state: 'open' | 'accepted' | 'refused' | 'withdrawn' | 'void'
  readonly askedBy: string
  readonly askedAt: Date
  readonly ownerId: string
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly decision: string | null
}

const columns = sql`k.id, k.customer_id as "customerId", k.field_id as field, k.level::int as level, k.sealed, c.file_no as "fileNo",
  k.file_version as "fileVersion", c.version as "versionNow", k.state, k.asked_by as "askedBy", k.asked_at as "askedAt",
  k.owner_id as "ownerId", k.decided_by as "decidedBy", k.decided_at as "decidedAt", k.decision`

/** Writes a request down; false when this person has asked for the same field already. */
export async function insertCorrection(
  w: Writer,
  k: Proposal & {
    readonly fileVersion: number
    readonly by: string
    readonly at: Date
    readonly ownerId: string
  },
): Promise<boolean> {
  const rows = await w.run(sql`
    insert into collection.correction (id, customer_id, field_id, level, sealed, file_version, asked_by, asked_at, owner_id)
    values (${k.id}, ${k.customerId}, ${k.field}, ${k.level}, ${k.sealed}, ${k.fileVersion}, ${k.by}, ${k.at}, ${k.ownerId})
    on conflict (customer_id, field_id, asked_by) where state = 'open' do nothing`)
  return rows === 1
}

/** One request, held; the row of the file is not. */
export const lockCorrection = (w: Writer, id: string): Promise<StoredCorrection | undefined> =>
  w.row<StoredCorrection>(sql`
    select ${columns} from collection.correction k join custody.customer c on c.id = k.customer_id where k.id = ${id}
    for update of k`)

/** One request. */
export const correctionById = (r: Reader, id: string): Promise<StoredCorrection | undefined> =>
  r.row<StoredCorrection>(sql`
    select ${columns} from collection.correction k join custody.customer c on c.id = k.customer_id where k.id = ${id}`)

/** Requests that wait for somebody, or that somebody made; the oldest open ones first. */
export async function listCorrections(
  r: Reader,
  of: { readonly person: string; readonly tab: 'mine' | 'asked' },
  q: { readonly page: number; readonly size: number; readonly state: string },
): Promise<{ total: number; rows: StoredCorrection[] }> {
  const who = of.tab === 'mine' ? sql`k.owner_id = ${of.person}` : sql`k.asked_by = ${of.person}`
  const where = sql`${who} and k.state = ${q.state}`
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from collection.correction k where ${where}`,
  )
  const order = q.state === 'open' ? sql`k.asked_at, k.id` : sql`k.asked_at desc, k.id`
  const rows = await r.rows<StoredCorrection>(sql`
    select ${columns} from collection.correction k join custody.customer c on c.id = k.customer_id where ${where}
    order by ${order} limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted!.total, rows }
}

/** Ends a request that is held. */
export async function endCorrection(
  w: Writer,
  id: string,
  end: {
    readonly state: 'accepted' | 'refused' | 'withdrawn' | 'void'
    readonly by: string
    readonly at: Date
    readonly decision: string | null
  },
): Promise<void> {
  await w.run(sql`update collection.correction set state = ${end.state}, decided_by = ${end.by}, decided_at = ${end.at},
    decision = ${end.decision} where id = ${id} and state = 'open'`)
}

/** Ends requests about files that are no longer there. @returns their ids */
export const voidCorrections = async (w: Writer, at: Date): Promise<string[]> =>
  (
    await w.rows<{ id: string }>(sql`
      update collection.correction k set state = 'void', decided_at = ${at} from custody.customer c
      where k.state = 'open' and c.id = k.customer_id and c.status in ('merged', 'erased') returning k.id`)
  ).map((row) => row.id)
