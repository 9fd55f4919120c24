import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { DocumentKind } from '../../../floor/documents/index.ts'
import type { RowFilter } from '../../../gate/index.ts'
import { visible } from '../rows.ts'

export type DocumentState = 'waiting' | 'working' | 'done' | 'none' | 'failed'

/** What is known about the content of one attachment, beside the attachment itself. */
export interface DocumentRow {
  readonly customerId: string
  readonly attachmentId: string
  readonly level: number
  /** Where the taking out of its text stands; `none`: there is no text to be had from this kind. */
  readonly state: DocumentState
  readonly problem: string | null
  readonly kind: DocumentKind
  readonly pages: number | null
  readonly characters: number | null
  readonly truncated: boolean
  /** Pages whose text was read out of a picture. */
  readonly byPicture: number
  readonly scanned: 'off' | 'clean' | 'missed'
  readonly hasMacros: boolean
  /** The ending of its name, where another belongs to its content. */
  readonly mismatch: string | null
  /** How many identifiers of each type stand in the text. */
  readonly found: Readonly<Record<string, number>>
  readonly suggestedLevel: number | null
  readonly flaggedAt: Date | null
  readonly settledAt: Date | null
  readonly progressDone: number
  readonly progressOf: number
  readonly updatedAt: Date
}

const columns = sql`d.customer_id as "customerId", d.attachment_id as "attachmentId", d.level, d.state, d.problem, d.kind, d.pages,
  d.characters, d.truncated, d.by_picture as "byPicture", d.scanned, d.has_macros as "hasMacros", d.mismatch, d.found,
  d.suggested_level as "suggestedLevel", d.flagged_at as "flaggedAt", d.settled_at as "settledAt", d.progress_done as "progressDone",
  d.progress_of as "progressOf", d.updated_at as "updatedAt"`

/** What is known about the documents of one customer, by attachment. */
export async function documentsOf(r: Reader, customerId: string): Promise<ReadonlyMap<string, DocumentRow>> {
  const rows = await r.rows<DocumentRow>(
    sql`select ${columns} from custody.document d where d.customer_id = ${customerId}`,
  )
  return new Map(rows.map((row) => [row.attachmentId, row]))
}

/** What is known about one document. */
export async function documentOf(
  r: Reader,
  customerId: string,
  attachmentId: string,
): Promise<DocumentRow | undefined> {
  return await r.row<DocumentRow>(
    sql`select ${columns} from custody.document d where d.customer_id = ${customerId} and d.attachment_id = ${attachmentId}`,
  )
}

export interface NewDocument {
  readonly customerId: string
  readonly attachmentId: string
  readonly level: number
  readonly state: 'waiting' | 'none'
  readonly problem: string | null
  readonly kind: DocumentKind
  readonly scanned: DocumentRow['scanned']
  readonly hasMacros: boolean
  readonly mismatch: string | null
  readonly at: Date
}

/** What is known about a document when it is added. */
export async function insertDocument(w: Writer, d: NewDocument): Promise<void> {
  await w.run(sql`
    insert into custody.document (customer_id, attachment_id, level, state, problem, kind, scanned, has_macros, mismatch, updated_at)
    values (${d.customerId}, ${d.attachmentId}, ${d.level}, ${d.state}, ${d.problem}, ${d.kind}, ${d.scanned}, ${d.hasMacros}, ${d.mismatch}, ${d.at})`)
}

/** Sets where the work stands. `from` names the states it may be in; false when it is in none of them. */
export async function setDocumentState(
  w: Writer,
  of: { readonly customerId: string; readonly attachmentId: string },
  state: DocumentState,
  o: { readonly from: readonly DocumentState[]; readonly problem?: string; readonly at: Date },
): Promise<boolean> {
  const touched = await w.run(sql`
    update custody.document set state = ${state}, problem = ${o.problem ?? null}, updated_at = ${o.at}, progress_done = 0, progress_of = 0
    where customer_id = ${of.customerId} and attachment_id = ${of.attachmentId} and state = any(${[...o.from]}::text[])`)
  return touched === 1
}

/** How far the reading of a long document is, in pages. */
export async function noteProgress(
  w: Writer,
  attachmentId: string,
  customerId: string,
  done: number,
  of: number,
): Promise<void> {
  await w.run(sql`update custody.document set progress_done = ${done}, progress_of = ${of}
    where customer_id = ${customerId} and attachment_id = ${attachmentId}`)
}

/** What came out of reading one document. */
export interface ReadResult {
  readonly customerId: string
  readonly attachmentId: string
  readonly level: number
  readonly textSealed: Buffer | null
  readonly tokens: readonly number[]
  readonly pages: number | null
  readonly characters: number
  readonly truncated: boolean
  readonly byPicture: number
  readonly problem: string | null
  readonly found: Readonly<Record<string, number>>
  readonly suggestedLevel: number | null
  readonly flagged: boolean
  readonly at: Date
}

/** Stores the sealed text and what it is found by. */
export async function storeText(w: Writer, t: ReadResult): Promise<void> {
  await w.run(sql`
    update custody.document set state = 'done', problem = ${t.problem}, pages = ${t.pages}, characters = ${t.characters}, truncated = ${t.truncated},
      by_picture = ${t.byPicture}, found = ${sql.json(t.found)}, suggested_level = ${t.suggestedLevel},
      flagged_at = case when ${t.flagged} then coalesce(flagged_at, ${t.at}) else null end, text_sealed = ${t.textSealed}, updated_at = ${t.at}
    where customer_id = ${t.customerId} and attachment_id = ${t.attachmentId}`)
  await w.run(
    sql`delete from custody.document_tokens where customer_id = ${t.customerId} and attachment_id = ${t.attachmentId}`,
  )
  if (t.tokens.length > 0)
    await w.run(sql`
      insert into custody.document_tokens (customer_id, attachment_id, level, tokens)
      values (${t.customerId}, ${t.attachmentId}, ${t.level}, ${[...t.tokens]}::int[])`)
}

/** Forgets by what a removed attachment was found. */
export async function dropTokens(w: Writer, customerId: string, attachmentId: string): Promise<void> {
  await w.run(
    sql`delete from custody.document_tokens where customer_id = ${customerId} and attachment_id = ${attachmentId}`,
  )
}

/** The same for everything of one customer, with the sealed text; part of erasing a customer. */
export async function forgetDocuments(w: Writer, customerId: string): Promise<void> {
  await w.run(sql`delete from custody.document_tokens where customer_id = ${customerId}`)
  await w.run(
    sql`update custody.document set text_sealed = null, found = '{}' where customer_id = ${customerId}`,
  )
}

export interface WorkRow extends DocumentRow {
  readonly fileNo: string
}

const reached = (filter: RowFilter): Sql =>
  filter.rows === 'none' ? sql`false` : sql`(${visible(filter)} and d.level <= ${filter.levelMax})`

/** Documents within a person's reach that somebody should look at: flagged, failed, let in unscanned or with macros. */
export async function documentsToSee(
  r: Reader,
  o: {
    readonly filter: RowFilter
    readonly what: 'flagged' | 'failed' | 'unscanned' | 'macros' | 'waiting'
    readonly page: number
    readonly size: number
  },
): Promise<{ total: number; rows: WorkRow[] }> {
  const which = {
    flagged: sql`d.flagged_at is not null and d.settled_at is null`,
    failed: sql`d.state = 'failed'`,
    unscanned: sql`d.scanned = 'missed'`,
    macros: sql`d.has_macros`,
    waiting: sql`d.state in ('waiting','working')`,
  }[o.what]
  const from = sql`custody.document d join custody.attachment a on a.customer_id = d.customer_id and a.id = d.attachment_id
    join custody.customer c on c.id = d.customer_id where a.removed_at is null and ${which} and ${reached(o.filter)}`
  const total = await r.row<{ count: number }>(sql`select count(*)::int as count from ${from}`)
  const rows = await r.rows<WorkRow>(sql`select ${columns}, c.file_no as "fileNo" from ${from}
    order by coalesce(d.flagged_at, d.updated_at) desc, d.attachment_id limit ${o.size} offset ${(o.page - 1) * o.size}`)
  return { total: total?.count ?? 0, rows }
}

/** Whether this document is within the person's reach. */
export async function documentReached(
  r: Reader,
  filter: RowFilter,
  of: { readonly customerId: string; readonly attachmentId: string },
): Promise<boolean> {
  const row = await r.row(sql`select 1 from custody.document d join custody.customer c on c.id = d.customer_id
    where d.customer_id = ${of.customerId} and d.attachment_id = ${of.attachmentId} and ${reached(filter)}`)
  return row !== undefined
}

/** Marks a flagged document as looked at; false when it is not flagged, or somebody did already. */
export async function settleFlag(
  w: Writer,
  of: { readonly customerId: string; readonly attachmentId: string; readonly by: string; readonly at: Date },
): Promise<boolean> {
  const touched = await w.run(sql`update custody.document set settled_by = ${of.by}, settled_at = ${of.at}
    where customer_id = ${of.customerId} and attachment_id = ${of.attachmentId} and flagged_at is not null and settled_at is null`)
  return touched === 1
}
