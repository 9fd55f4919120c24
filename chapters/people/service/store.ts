import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { Scope } from '../../../gate/index.ts'
import type { IntakeRights } from '../wire/service.ts'

/** A service account as it is kept. */
export interface ServiceAccount {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly ownerId: string
  readonly ownerName: string
  readonly ownerNo: string
  readonly kind: 'system' | 'assistant'
  readonly task: string
  readonly purpose: string
  readonly clearance: number
  readonly scope: Scope
  readonly fields: readonly number[]
  readonly verbs: readonly string[]
  readonly maskedOnly: boolean
  readonly addresses: readonly string[]
  readonly perMinute: number
  readonly perDay: number
  readonly expiresOn: string
  readonly intake: IntakeRights | null
  readonly rightsAt: Date | null
  readonly createdAt: Date
  readonly endedAt: Date | null
  readonly endReason: string | null
  readonly version: number
  /** Latest use of any of its tokens. */
  readonly usedAt: Date | null
  readonly tokens: number
}

const columns = (
  now: Date,
): Sql => sql`p.id, p.employee_no as number, p.name, s.owner_id as "ownerId", o.name as "ownerName", o.employee_no as "ownerNo",
  s.kind, s.task, s.purpose, p.clearance, p.scope, s.fields, s.verbs, s.masked_only as "maskedOnly", s.addresses,
  s.per_minute as "perMinute", s.per_day as "perDay", s.expires_on::text as "expiresOn", s.intake, s.rights_at as "rightsAt", s.created_at as "createdAt",
  s.ended_at as "endedAt", s.end_reason as "endReason", s.version,
  (select max(t.used_at) from people.token t where t.person_id = p.id) as "usedAt",
  (select count(*)::int from people.token t where t.person_id = p.id and t.ended_at is null and t.expires_at > ${now}) as tokens`
const tables = sql`people.service_account s join people.person p on p.id = s.person_id join people.person o on o.id = s.owner_id`

/** Service accounts, of one owner where one is given; those that have ended last. */
export const listServices = (r: Reader, now: Date, ownerId?: string): Promise<ServiceAccount[]> =>
  r.rows(sql`select ${columns(now)} from ${tables} where ${ownerId === undefined ? sql`true` : sql`s.owner_id = ${ownerId}`}
    order by s.ended_at is not null, p.employee_no limit 1000`)

/** One service account. */
export const readService = (r: Reader, id: string, now: Date): Promise<ServiceAccount | undefined> =>
  r.row(sql`select ${columns(now)} from ${tables} where s.person_id = ${id}`)

/** One service account, held until the transaction ends. */
export async function lockService(w: Writer, id: string, now: Date): Promise<ServiceAccount | undefined> {
  await w.rows(sql`select person_id from people.service_account where person_id = ${id} for update`)
  return await readService(w, id, now)
}

/** Adds a service account with a number of its own, which no person can have; it may do nothing yet. Resolves to the number. */
export async function insertService(
  w: Writer,
  s: {
    readonly id: string
    readonly name: string
    readonly ownerId: string
    readonly kind: 'system' | 'assistant'
    readonly task: string
    readonly purpose: string
    readonly expiresOn: string
    readonly by: string
    readonly at: Date
  },
): Promise<string> {
  await w.run(sql`lock table people.service_account in share row exclusive mode`)
  const number = (await w.row<{ number: string }>(
    sql`select '@' || lpad((count(*) + 1)::text, 4, '0') as number from people.service_account`,
  ))!.number
  await w.run(sql`insert into people.person (id, employee_no, name, employment, clearance, scope, created_at)
    values (${s.id}, ${number}, ${s.name}, 'service', 0, 'none', ${s.at})`)
  await w.run(sql`insert into people.service_account (person_id, owner_id, kind, task, purpose, expires_on, created_by, created_at)
    values (${s.id}, ${s.ownerId}, ${s.kind}, ${s.task}, ${s.purpose}, ${s.expiresOn}::date, ${s.by}, ${s.at})`)
  return number
}

/** Changes what the system administrator answers for; another last day or another owner is told of the end anew. */
export async function updateService(
  w: Writer,
  id: string,
  s: { readonly name: string; readonly ownerId: string; readonly task: string; readonly expiresOn: string },
): Promise<void> {
  await w.run(sql`update people.person set name = ${s.name}, version = version + 1 where id = ${id}`)
  await w.run(sql`update people.service_account set owner_id = ${s.ownerId}, task = ${s.task}, expires_on = ${s.expiresOn}::date, version = version + 1,
      told_at = case when owner_id = ${s.ownerId} and expires_on = ${s.expiresOn}::date then told_at end
    where person_id = ${id}`)
}

export interface ServiceRights {
  readonly clearance: number
  readonly scope: Scope
  readonly purpose: string
  readonly fields: readonly number[]
  readonly verbs: readonly string[]
  readonly maskedOnly: boolean
  readonly addresses: readonly string[]
  readonly perMinute: number
  readonly perDay: number
  readonly intake: IntakeRights | null
}

/** Changes what the security administrator answers for. */
export async function setServiceRights(
  w: Writer,
  id: string,
  s: ServiceRights,
  o: { readonly by: string; readonly at: Date },
): Promise<void> {
  await w.run(
    sql`update people.person set clearance = ${s.clearance}, scope = ${s.scope}, version = version + 1 where id = ${id}`,
  )
  await w.run(sql`update people.service_account set purpose = ${s.purpose}, fields = ${[...s.fields]}::smallint[], verbs = ${[...s.verbs]}::text[],
      masked_only = ${s.maskedOnly}, addresses = ${[...s.addresses]}::text[], per_minute = ${s.perMinute}, per_day = ${s.perDay},
      intake = ${s.intake === null ? null : sql.json(s.intake)}, rights_by = ${o.by}, rights_at = ${o.at}, version = version + 1
    where person_id = ${id}`)
}

/** Ends service accounts for ever; resolves to the ids of those that were running. */
export async function endServices(
  w: Writer,
  which: { readonly id: string } | { readonly ownerId: string },
  o: { readonly at: Date; readonly by: string | null; readonly reason: string },
): Promise<string[]> {
  const condition = 'id' in which ? sql`person_id = ${which.id}` : sql`owner_id = ${which.ownerId}`
  const rows = await w.rows<{
    id: string
  }>(sql`update people.service_account set ended_at = ${o.at}, ended_by = ${o.by}, end_reason = ${o.reason}, version = version + 1
    where ${condition} and ended_at is null returning person_id as id`)
  const ids = rows.map((row) => row.id)
  await w.run(sql`update people.person set left_at = ${o.at} where id = any(${ids}::uuid[])`)
  return ids
}

/** Gives the running service accounts of somebody to somebody else; resolves to their ids. */
export async function passServices(w: Writer, from: string, to: string): Promise<string[]> {
  const rows = await w.rows<{
    id: string
  }>(sql`update people.service_account set owner_id = ${to}, told_at = null, version = version + 1
    where owner_id = ${from} and ended_at is null returning person_id as id`)
  return rows.map((row) => row.id)
}
