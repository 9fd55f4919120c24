import { type Reader, sql, type Writer } from '../../../../floor/database/index.ts'
import type { FormDraft } from '../wire.ts'

export interface StoredForm {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly draft: FormDraft
  readonly revision: number
  readonly responsibleId: string | null
  readonly changedAt: Date
  readonly closedAt: Date | null
}

export interface StoredVersion {
  readonly id: string
  readonly number: number
  readonly body: FormDraft
  readonly hash: string
  readonly publishedBy: string
  readonly publishedAt: Date
}

const columns = sql`f.id, f.code, f.name, f.draft, f.draft_revision as revision, f.responsible_id as "responsibleId",
  f.changed_at as "changedAt", f.closed_at as "closedAt"`
const versionColumns = sql`v.id, v.number, v.body, v.hash, v.published_by as "publishedBy", v.published_at as "publishedAt"`

/** One form by its id. */
export const readForm = (r: Reader, id: string): Promise<StoredForm | undefined> =>
  r.row<StoredForm>(sql`select ${columns} from collection.form f where f.id = ${id}`)

/** The same, held until the transaction ends. */
export const lockForm = (w: Writer, id: string): Promise<StoredForm | undefined> =>
  w.row<StoredForm>(sql`select ${columns} from collection.form f where f.id = ${id} for update`)

/** One form by the code of its address. */
export const formByCode = (r: Reader, code: string): Promise<StoredForm | undefined> =>
  r.row<StoredForm>(sql`select ${columns} from collection.form f where f.code = ${code}`)

/** The same, held: a cap is counted by one submission at a time. */
export const lockFormByCode = (w: Writer, code: string): Promise<StoredForm | undefined> =>
  w.row<StoredForm>(sql`select ${columns} from collection.form f where f.code = ${code} for update`)

/** The version in force: the latest one. */
export const versionInForce = (r: Reader, formId: string): Promise<StoredVersion | undefined> =>
  r.row<StoredVersion>(sql`
    select ${versionColumns} from collection.form_version v where v.form_id = ${formId} order by v.number desc limit 1`)

/** All versions, the latest first. */
export const versionsOf = (r: Reader, formId: string): Promise<StoredVersion[]> =>
  r.rows<StoredVersion>(sql`
    select ${versionColumns} from collection.form_version v where v.form_id = ${formId} order by v.number desc limit 200`)

/** Puts a new form on record. */
export async function insertForm(
  w: Writer,
  form: { id: string; code: string; name: string; draft: FormDraft; by: string; at: Date },
): Promise<void> {
  await w.run(sql`
    insert into collection.form (id, code, name, draft, created_by, created_at, changed_at)
    values (${form.id}, ${form.code}, ${form.name}, ${sql.json(form.draft)}, ${form.by}, ${form.at}, ${form.at})`)
}

/** Keeps another draft. */
export async function setDraft(
  w: Writer,
  id: string,
  form: { name: string; draft: FormDraft; at: Date },
): Promise<void> {
  await w.run(sql`
    update collection.form set name = ${form.name}, draft = ${sql.json(form.draft)}, draft_revision = draft_revision + 1,
      changed_at = ${form.at} where id = ${id}`)
}

/** Adds a version and makes its responsible person the form's. */
export async function insertVersion(w: Writer, formId: string, version: StoredVersion): Promise<void> {
  await w.run(sql`
    insert into collection.form_version (id, form_id, number, body, hash, published_by, published_at)
    values (${version.id}, ${formId}, ${version.number}, ${sql.json(version.body)}, ${version.hash}, ${version.publishedBy},
      ${version.publishedAt})`)
  await w.run(sql`
    update collection.form set responsible_id = ${version.body.responsible}, changed_at = ${version.publishedAt}, closed_at = null
    where id = ${formId}`)
}

/** Closes a form, or opens it again. */
export async function setClosed(w: Writer, id: string, closedAt: Date | null, at: Date): Promise<void> {
  await w.run(sql`update collection.form set closed_at = ${closedAt}, changed_at = ${at} where id = ${id}`)
}

export interface FormLine extends StoredForm {
  readonly version: number | null
  readonly submissions: number
  readonly waiting: number
}

const orders: Readonly<Record<string, ReturnType<typeof sql>>> = {
  name: sql`f.name`,
  '-name': sql`f.name desc`,
  changedAt: sql`f.changed_at`,
}

/** A page of forms with what came in through them. */
export async function listForms(
  r: Reader,
  q: { page: number; size: number; sort: string; state: string | undefined },
): Promise<{ total: number; rows: FormLine[] }> {
  const state = q.state ?? null
  const from = sql`collection.form f left join lateral (
      select max(v.number) as version from collection.form_version v where v.form_id = f.id) v on true
    where ${state}::text is null
      or ${state} = case when f.closed_at is not null then 'closed' when v.version is null then 'draft' else 'published' end`
  const counted = await r.row<{ n: number }>(sql`select count(*)::int as n from ${from}`)
  const rows = await r.rows<FormLine>(sql`
    select ${columns}, v.version,
      (select count(*)::int from collection.submission s where s.form_id = f.id) as submissions,
      (select count(*)::int from collection.submission s where s.form_id = f.id and s.state = 'new') as waiting
    from ${from} order by ${orders[q.sort] ?? sql`f.changed_at desc`}, f.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}

/** Sources that are open, by name. */
export const openSourceNames = (r: Reader): Promise<{ id: string; name: string }[]> =>
  r.rows<{ id: string; name: string }>(
    sql`select id, name from collection.source where closed_at is null order by name limit 500`,
  )

/** The company's name, as customers read it. */
export async function companyName(r: Reader): Promise<string> {
  const row = await r.row<{ name: string }>(sql`select name from people.company`)
  return row?.name ?? ''
}
