import { type Reader, sql, type Writer } from '../../../../floor/database/index.ts'

export interface StoredSubmission {
  readonly id: string
  readonly formId: string
  readonly versionId: string
  readonly customerId: string
  readonly batchId: string | null
  readonly channel: 'web' | 'counter'
  readonly responsibleId: string
  readonly operatorId: string | null
  readonly noticeVersionId: string
  readonly noticeHash: string
  readonly fields: readonly number[]
  readonly files: number
  readonly signatureHash: string | null
  readonly at: Date
  readonly state: 'new' | 'accepted' | 'rejected'
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
}

const columns = sql`s.id, s.form_id as "formId", s.version_id as "versionId", s.customer_id as "customerId", s.batch_id as "batchId", s.channel,
  s.responsible_id as "responsibleId", s.operator_id as "operatorId", s.notice_version_id as "noticeVersionId", s.notice_hash as "noticeHash",
  s.fields, s.files, s.signature_hash as "signatureHash", s.at, s.state, s.decided_by as "decidedBy", s.decided_at as "decidedAt"`

/** Puts on record what came in; the values are in the customer's file. */
export async function insertSubmission(
  w: Writer,
  s: Omit<StoredSubmission, 'state' | 'decidedBy' | 'decidedAt'> & { readonly receiptHash: Buffer },
): Promise<void> {
  await w.run(sql`
    insert into collection.submission (id, form_id, version_id, customer_id, batch_id, channel, responsible_id, operator_id, receipt_hash,
      notice_version_id, notice_hash, fields, files, signature_hash, at)
    values (${s.id}, ${s.formId}, ${s.versionId}, ${s.customerId}, ${s.batchId}, ${s.channel}, ${s.responsibleId}, ${s.operatorId},
      ${s.receiptHash}, ${s.noticeVersionId}, ${s.noticeHash}, ${[...s.fields]}::smallint[], ${s.files}, ${s.signatureHash}, ${s.at})`)
}

/** By the hash of the receipt that the customer holds. */
export const submissionByReceipt = (r: Reader, receiptHash: Buffer): Promise<StoredSubmission | undefined> =>
  r.row<StoredSubmission>(
    sql`select ${columns} from collection.submission s where s.receipt_hash = ${receiptHash}`,
  )

/** One submission, held until the transaction ends. */
export const lockSubmission = (w: Writer, id: string): Promise<StoredSubmission | undefined> =>
  w.row<StoredSubmission>(sql`select ${columns} from collection.submission s where s.id = ${id} for update`)

/** How many a form has taken that were not turned away. */
export async function countTaken(r: Reader, formId: string): Promise<number> {
  const row = await r.row<{ n: number }>(
    sql`select count(*)::int as n from collection.submission where form_id = ${formId} and state <> 'rejected'`,
  )
  return row?.n ?? 0
}

/** Settles a submission; false when somebody was quicker. */
export async function decide(
  w: Writer,
  id: string,
  state: 'accepted' | 'rejected',
  by: string,
  at: Date,
): Promise<boolean> {
  const touched = await w.run(sql`
    update collection.submission set state = ${state}, decided_by = ${by}, decided_at = ${at} where id = ${id} and state = 'new'`)
  return touched === 1
}

export interface SubmissionLine extends StoredSubmission {
  readonly formName: string
  readonly version: number
  readonly fileNo: string | null
  readonly visible: boolean
  readonly same: readonly { readonly id: string; readonly fileNo: string }[]
}

export interface SubmissionQuery {
  readonly page: number
  readonly size: number
  readonly sort: string
  readonly state: string | undefined
  readonly form: string | undefined
  readonly channel: string | undefined
  readonly responsible: string | undefined
}

/** A page of what came in, the latest first, with the files that hold the same identifier. */
export async function listSubmissions(
  r: Reader,
  q: SubmissionQuery,
): Promise<{ total: number; rows: SubmissionLine[] }> {
  const where = sql`(${q.state ?? null}::text is null or s.state = ${q.state ?? null})
    and (${q.form ?? null}::uuid is null or s.form_id = ${q.form ?? null})
    and (${q.channel ?? null}::text is null or s.channel = ${q.channel ?? null})
    and (${q.responsible ?? null}::uuid is null or s.responsible_id = ${q.responsible ?? null})`
  const counted = await r.row<{ n: number }>(
    sql`select count(*)::int as n from collection.submission s where ${where}`,
  )
  const rows = await r.rows<SubmissionLine>(sql`
    select ${columns}, f.name as "formName", v.number as version, c.file_no as "fileNo",
      (c.id is not null and c.status = 'active' and (s.batch_id is null or b.released_at is not null)) as visible,
      coalesce((select json_agg(json_build_object('id', o.id, 'fileNo', o.file_no) order by o.file_no)
        from collection.duplicate d join custody.customer o on o.id = d.other_id
        where d.customer_id = s.customer_id and d.state = 'open'), '[]') as same
    from collection.submission s join collection.form f on f.id = s.form_id join collection.form_version v on v.id = s.version_id
      left join custody.customer c on c.id = s.customer_id left join custody.batch b on b.id = s.batch_id
    where ${where} order by ${q.sort === 'at' ? sql`s.at` : sql`s.at desc`}, s.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}

export interface ChannelQuery {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly channel: string | undefined
  readonly collector: string | undefined
  readonly timeZone: string
  readonly page: number
  readonly size: number
}

export interface ChannelLine {
  readonly day: string
  readonly channel: string
  readonly collector: string
  readonly source: string
  readonly files: number
}

/** The register of sources: who collected how much on which day through which channel. */
export async function channelLines(
  r: Reader,
  q: ChannelQuery,
): Promise<{ total: number; rows: ChannelLine[]; byChannel: { channel: string; files: number }[] }> {
  const all = sql`(
    select to_char(c.created_at at time zone ${q.timeZone}, 'YYYY-MM-DD') as day,
      case when s.id is not null then s.channel when c.batch_id is not null then 'import' else 'entry' end as channel,
      coalesce(s.operator_id, s.responsible_id, c.created_by) as collector, coalesce(o.name, '') as source
    from custody.customer c left join custody.batch b on b.id = c.batch_id
      left join collection.submission s on s.customer_id = c.id left join collection.source o on o.id = c.source_id
    where c.status <> 'erased' and (c.batch_id is null or b.released_at is not null)
      and (${q.from ?? null}::date is null or c.created_at >= (${q.from ?? null}::date)::timestamp at time zone ${q.timeZone})
      and (${q.to ?? null}::date is null or c.created_at < (${q.to ?? null}::date + 1)::timestamp at time zone ${q.timeZone})) x`
  const grouped = sql`
    select day, channel, collector, source, count(*)::int as files from ${all}
    where (${q.channel ?? null}::text is null or channel = ${q.channel ?? null})
      and (${q.collector ?? null}::uuid is null or collector = ${q.collector ?? null})
    group by day, channel, collector, source`
  const byChannel = await r.rows<{ channel: string; files: number }>(
    sql`select channel, sum(files)::int as files from (${grouped}) g group by channel order by files desc, channel`,
  )
  const counted = await r.row<{ n: number }>(sql`select count(*)::int as n from (${grouped}) g`)
  const rows = await r.rows<ChannelLine>(sql`
    select * from (${grouped}) g order by day desc, files desc, channel, collector, source limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows, byChannel }
}
