import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { RowFilter } from '../../../gate/index.ts'
import { visibleFiles } from '../../custody/index.ts'
import { defectsOf, missingFields, typeOfFile } from './defects.ts'
import type { Defect, ProgressReply, QueueQuery, TidySettings } from './wire.ts'

/** The company's settings; `hold` keeps others from changing them meanwhile. */
export async function readSettings(r: Reader, hold: 'no' | 'share' | 'update' = 'no'): Promise<TidySettings> {
  const lock = hold === 'no' ? sql.empty : hold === 'share' ? sql`for share` : sql`for update`
  const row = await r.row<TidySettings>(sql`
    select due_days as "dueDays", postpone_most as "postponeMost", confirm_days as "confirmDays", undo_days as "undoDays", version
    from collection.tidying_setting ${lock}`)
  return row!
}

/** Writes the settings; their row is held. */
export async function writeSettings(w: Writer, s: TidySettings): Promise<void> {
  await w.run(sql`
    update collection.tidying_setting set due_days = ${s.dueDays}, postpone_most = ${s.postponeMost}, confirm_days = ${s.confirmDays},
      undo_days = ${s.undoDays}, version = version + 1`)
}

export interface QueueLine {
  readonly id: string
  readonly fileNo: string
  readonly kind: 'person' | 'company'
  readonly type: string
  readonly category: string
  readonly level: number
  readonly ownerId: string | null
  readonly assigneeId: string | null
  readonly defects: Defect[]
  readonly missing: number[]
  readonly unfit: number[]
  readonly enteredAt: Date
  readonly dueAt: Date
  readonly postponed: number
  readonly state: 'open' | 'tidy'
}

const orders: Readonly<Record<QueueQuery['sort'], Sql>> = {
  'dueAt.asc': sql`q.due_at`,
  'dueAt.desc': sql`q.due_at desc`,
  'fileNo.asc': sql`c.file_no`,
  'fileNo.desc': sql`c.file_no desc`,
  'enteredAt.asc': sql`q.entered_at`,
  'enteredAt.desc': sql`q.entered_at desc`,
}

function wanted(q: QueueQuery, me: string, now: Date): Sql {
  const parts: Sql[] = [q.state === 'tidy' ? sql`q.state = 'tidy'` : sql`q.state = 'open'`]
  if (q.state === 'overdue') parts.push(sql`q.due_at < ${now}`)
  if (q.state === 'postponed') parts.push(sql`q.postponed > 0`)
  if (q.defect !== undefined) parts.push(sql`q.defects @> ${[q.defect]}::text[]`)
  if (q.whose === 'mine')
    parts.push(sql`(q.assignee_id = ${me} or (q.assignee_id is null and c.owner_id = ${me}))`)
  if (q.whose === 'unassigned') parts.push(sql`q.assignee_id is null`)
  if (q.assignee !== undefined) parts.push(sql`q.assignee_id = ${q.assignee}`)
  if (q.department !== undefined) parts.push(sql`c.department_id = ${q.department}`)
  if (q.type !== undefined)
    parts.push(q.type === '' ? sql`c.type_code is null` : sql`c.type_code = ${q.type}`)
  return sql.join(parts, sql` and `)
}

/** One page of what is to be tidied, of the files a person may list; `total` counts up to 10,000. Defects are those of this moment. */
export async function queueRows(
  r: Reader,
  of: { readonly filter: RowFilter; readonly me: string; readonly now: Date },
  q: QueueQuery,
): Promise<{ total: number; rows: QueueLine[] }> {
  const from = sql`collection.tidying q join custody.customer c on c.id = q.customer_id`
  const where = sql`${wanted(q, of.me, of.now)} and ${visibleFiles(of.filter)}`
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from (select from ${from} where ${where} limit 10000) counted`,
  )
  const rows = await r.rows<QueueLine>(sql`
    select c.id, c.file_no as "fileNo", c.kind, coalesce(c.type_code, '') as type, coalesce(c.category_code, '') as category, c.level,
      c.owner_id as "ownerId", q.assignee_id as "assigneeId", ${defectsOf(of.now)} as defects, ${missingFields} as missing, c.unfit,
      q.entered_at as "enteredAt", q.due_at as "dueAt", q.postponed, q.state
    from ${from} ${typeOfFile} where ${where} order by ${orders[q.sort]}, q.customer_id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted!.total, rows }
}

/** Figures of the queue over the files a person may list. */
export async function progress(
  r: Reader,
  filter: RowFilter,
  now: Date,
): Promise<Omit<ProgressReply, 'settings'>> {
  const month = sql`${now}::timestamptz - interval '30 days'`
  const row = await r.row<Record<string, number>>(sql`
    select (count(*) filter (where q.state = 'open'))::int as open,
      (count(*) filter (where q.state = 'open' and q.due_at < ${now}))::int as overdue,
      (count(*) filter (where q.state = 'open' and q.postponed > 0))::int as postponed,
      (count(*) filter (where q.entered_at > ${month}))::int as entered,
      (count(*) filter (where q.state = 'tidy' and q.tidied_at > ${month}))::int as tidied,
      (count(*) filter (where q.state = 'open' and 'missing' = any(q.defects)))::int as missing,
      (count(*) filter (where q.state = 'open' and 'unfit' = any(q.defects)))::int as unfit,
      (count(*) filter (where q.state = 'open' and 'duplicate' = any(q.defects)))::int as duplicate,
      (count(*) filter (where q.state = 'open' and 'stale' = any(q.defects)))::int as stale,
      (count(*) filter (where q.state = 'open' and 'unclassified' = any(q.defects)))::int as unclassified,
      (count(*) filter (where q.state = 'open' and 'no-notice' = any(q.defects)))::int as "no-notice"
    from collection.tidying q join custody.customer c on c.id = q.customer_id where ${visibleFiles(filter)}`)
  const of = (key: string): number => row?.[key] ?? 0
  const codes: readonly Defect[] = ['missing', 'unfit', 'duplicate', 'stale', 'unclassified', 'no-notice']
  return {
    open: of('open'),
    overdue: of('overdue'),
    postponed: of('postponed'),
    entered: of('entered'),
    tidied: of('tidied'),
    byDefect: codes.map((defect) => ({ defect, count: of(defect) })),
  }
}

export interface HeldLine {
  readonly assigneeId: string | null
  readonly dueAt: Date
  readonly postponed: number
  readonly state: 'open' | 'tidy'
}

/** One line of the queue, held; the row of the file is held before. */
export const lockLine = (w: Writer, customerId: string): Promise<HeldLine | undefined> =>
  w.row<HeldLine>(sql`
    select assignee_id as "assigneeId", due_at as "dueAt", postponed, state from collection.tidying
    where customer_id = ${customerId} for update`)

/** Defects of one file at this moment. */
export async function defectsNow(r: Reader, customerId: string, now: Date): Promise<Defect[]> {
  const row = await r.row<{ defects: Defect[] }>(sql`
    select ${defectsOf(now)} as defects from custody.customer c ${typeOfFile} where c.id = ${customerId}`)
  return row?.defects ?? []
}

/** Gives a line to somebody, or to nobody. */
export async function setAssignee(w: Writer, customerId: string, personId: string | null): Promise<void> {
  await w.run(sql`update collection.tidying set assignee_id = ${personId} where customer_id = ${customerId}`)
}

/** Puts a line off. */
export async function setDue(
  w: Writer,
  customerId: string,
  dueAt: Date,
  days: number,
  reason: string,
): Promise<void> {
  await w.run(sql`update collection.tidying set due_at = ${dueAt}, postponed = postponed + ${days}, postpone_reason = ${reason}
    where customer_id = ${customerId}`)
}

/** Takes a line out of the queue. */
export async function setTidy(
  w: Writer,
  customerId: string,
  by: string,
  at: Date,
  explained: string | null,
): Promise<void> {
  await w.run(sql`update collection.tidying set state = 'tidy', tidied_at = ${at}, tidied_by = ${by}, explained = ${explained}
    where customer_id = ${customerId} and state = 'open'`)
}

/** Brings the defects of one line up to date; a line without any leaves the queue. */
export async function refreshLine(w: Writer, customerId: string, by: string, now: Date): Promise<void> {
  const defects = await defectsNow(w, customerId, now)
  await w.run(
    sql`update collection.tidying set defects = ${defects}::text[], checked_at = ${now} where customer_id = ${customerId}`,
  )
  if (defects.length === 0) await setTidy(w, customerId, by, now, null)
}
