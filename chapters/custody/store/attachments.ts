import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

export interface AttachmentRow {
  readonly id: string
  readonly level: number
  readonly titleSealed: Buffer
  readonly contentType: string
  readonly size: number
  readonly addedBy: string
  readonly addedAt: Date
  /** The customer's wrapped key of that level; null when destroyed. */
  readonly wrappedKey: Buffer | null
}

const columns = sql`a.id, a.level, a.title_sealed as "titleSealed", a.content_type as "contentType", a.size::float8 as size,
  a.added_by as "addedBy", a.added_at as "addedAt", k.wrapped as "wrappedKey"`

const joined = sql`custody.attachment a left join keyring.customer_key k
  on k.customer_id = a.customer_id and k.level = a.level`

/** Attachments of a customer that were not removed, newest first. */
export async function attachmentsOf(r: Reader, customerId: string): Promise<AttachmentRow[]> {
  return await r.rows<AttachmentRow>(sql`
    select ${columns} from ${joined}
    where a.customer_id = ${customerId} and a.removed_at is null order by a.added_at desc, a.id desc`)
}

/** One attachment that was not removed. */
export async function attachmentOf(
  r: Reader,
  customerId: string,
  id: string,
): Promise<AttachmentRow | undefined> {
  return await r.row<AttachmentRow>(sql`
    select ${columns} from ${joined} where a.customer_id = ${customerId} and a.id = ${id} and a.removed_at is null`)
}

/** The highest level among the attachments of each customer; a customer without any is absent. */
export async function attachmentLevels(
  r: Reader,
  customers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await r.rows<{ customer: string; level: number }>(sql`
    select customer_id as customer, max(level)::int as level from custody.attachment
    where customer_id = any(${[...customers]}::uuid[]) and removed_at is null group by customer_id`)
  return new Map(rows.map((row) => [row.customer, row.level]))
}

export interface NewAttachment {
  readonly customerId: string
  readonly id: string
  readonly level: number
  readonly titleSealed: Buffer
  readonly contentType: string
  readonly size: number
  /** 16 bytes of salt, then HMAC-SHA-256 of salt and the content's SHA-256 under the customer's evidence key. */
  readonly commitment: Buffer
  readonly addedBy: string
  readonly addedAt: Date
}

/** The row that makes a stored file an attachment. */
export async function insertAttachment(w: Writer, a: NewAttachment): Promise<void> {
  await w.run(sql`
    insert into custody.attachment (customer_id, id, level, title_sealed, content_type, size, path, commitment, added_by, added_at)
    values (${a.customerId}, ${a.id}, ${a.level}, ${a.titleSealed}, ${a.contentType}, ${a.size}, ${a.id}, ${a.commitment},
      ${a.addedBy}, ${a.addedAt})`)
}

/** Marks an attachment as removed; row and sealed bytes stay. False when it was removed already. */
export async function markRemoved(
  w: Writer,
  customerId: string,
  id: string,
  by: string,
  at: Date,
): Promise<boolean> {
  const touched = await w.run(sql`
    update custody.attachment set removed_at = ${at}, removed_by = ${by}
    where customer_id = ${customerId} and id = ${id} and removed_at is null`)
  return touched === 1
}

/** Which of these stored files some row names, removed ones included. */
export async function knownAttachments(r: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await r.rows<{ path: string }>(
    sql`select path from custody.attachment where path = any(${[...ids]}::text[])`,
  )
  return rows.map((row) => row.path)
}

/** Whether this attachment has its row, removed or not. */
export async function attachmentExists(r: Reader, customerId: string, id: string): Promise<boolean> {
  return (
    (await r.row(sql`select 1 from custody.attachment where customer_id = ${customerId} and id = ${id}`)) !==
    undefined
  )
}

/** The customer's wrapped key of one level; null when there is none, or it was destroyed. */
export async function customerKey(r: Reader, customerId: string, level: number): Promise<Buffer | null> {
  const row = await r.row<{ wrapped: Buffer }>(
    sql`select wrapped from keyring.customer_key where customer_id = ${customerId} and level = ${level}`,
  )
  return row?.wrapped ?? null
}
