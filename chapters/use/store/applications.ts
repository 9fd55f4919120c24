import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { GrantMode } from '../../../gate/index.ts'
import type { Content } from '../content.ts'

/** Stores what was applied for beside the form, for looking things up. `id` is the form's id. */
export async function insertApplication(
  w: Writer,
  id: string,
  personId: string,
  content: Content,
  now: Date,
): Promise<void> {
  await w.run(sql`
    insert into usage.application (id, person_id, purpose, reason, modes, field_ids, starts_at, ends_at, count_limit, undertaking, created_at)
    values (${id}, ${personId}, ${content.purpose}, ${content.reason}, ${content.modes}, ${content.fields},
      ${content.startsAt}, ${content.endsAt}, ${content.countLimit}, true, ${now})`)
  await insertCustomers(w, id, content.customers)
}

/** Replaces the content after a return. */
export async function replaceApplication(w: Writer, id: string, content: Content): Promise<void> {
  await w.run(sql`
    update usage.application set purpose = ${content.purpose}, reason = ${content.reason}, modes = ${content.modes},
      field_ids = ${content.fields}, starts_at = ${content.startsAt}, ends_at = ${content.endsAt}, count_limit = ${content.countLimit}
    where id = ${id}`)
  await w.run(sql`delete from usage.application_customer where application_id = ${id}`)
  await insertCustomers(w, id, content.customers)
}

const insertCustomers = (w: Writer, id: string, customers: readonly string[]): Promise<number> =>
  w.run(sql`
    insert into usage.application_customer (application_id, customer_id)
    select ${id}, customer from unnest(${[...customers]}::uuid[]) as wanted(customer)`)

export interface ApplicationSummary {
  readonly id: string
  readonly number: string | null
  readonly state: string
  readonly level: number
  readonly purpose: string
  readonly modes: GrantMode[]
  readonly customers: number
  readonly fields: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly createdAt: Date
}

/** One person's applications, newest first. */
export async function listApplications(
  r: Reader,
  personId: string,
  q: { page: number; size: number; state?: string | undefined },
): Promise<{ total: number; rows: ApplicationSummary[] }> {
  const where: Sql = sql`a.person_id = ${personId} and ${q.state === undefined ? sql`true` : sql`i.state = ${q.state}`}`
  const total = await r.row<{ n: number }>(
    sql`select count(*)::int as n from usage.application a join approval.instance i on i.id = a.id where ${where}`,
  )
  const rows = await r.rows<ApplicationSummary>(sql`
    select a.id, i.number, i.state, i.level, a.purpose, a.modes,
      (select count(*)::int from usage.application_customer c where c.application_id = a.id) as customers,
      cardinality(a.field_ids) as fields, a.starts_at as "startsAt", a.ends_at as "endsAt", a.created_at as "createdAt"
    from usage.application a join approval.instance i on i.id = a.id
    where ${where} order by a.created_at desc, a.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: total?.n ?? 0, rows }
}

/** Ids of files named by id or by file number (档号), released ones only; what is not found is absent. */
export async function findFiles(r: Reader, named: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await r.rows<{ id: string; fileNo: string }>(sql`
    select c.id, c.file_no as "fileNo" from custody.customer c left join custody.batch b on b.id = c.batch_id
    where (c.id::text = any(${[...named]}::text[]) or c.file_no = any(${[...named]}::text[]))
      and c.status = 'active' and (c.batch_id is null or b.released_at is not null)
      and not exists (select from custody.frozen_source f where f.source_id = c.source_id)`)
  return new Map(rows.flatMap(({ id, fileNo }) => [[id, id] as const, [fileNo, id] as const]))
}

/** The grant that came of an application. */
export const grantOfApplication = async (r: Reader, id: string): Promise<string | undefined> =>
  (await r.row<{ id: string }>(sql`select id from usage.grant where application_id = ${id}`))?.id

/** The draft a person keeps: ids and choices only. */
export async function readDraft(
  r: Reader,
  personId: string,
): Promise<{ content: unknown; savedAt: Date } | undefined> {
  return await r.row<{ content: unknown; savedAt: Date }>(
    sql`select content, saved_at as "savedAt" from usage.draft where person_id = ${personId}`,
  )
}

/** Keeps the draft, in place of an earlier one. */
export async function saveDraft(w: Writer, personId: string, draft: unknown, now: Date): Promise<void> {
  await w.run(sql`
    insert into usage.draft (person_id, content, saved_at) values (${personId}, ${sql.json(draft)}, ${now})
    on conflict (person_id) do update set content = excluded.content, saved_at = excluded.saved_at`)
}

/** The draft has become an application. */
export const dropDraft = (w: Writer, personId: string): Promise<number> =>
  w.run(sql`delete from usage.draft where person_id = ${personId}`)
