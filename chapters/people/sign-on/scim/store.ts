import { type Reader, sql, type Sql, type Writer } from '../../../../floor/database/index.ts'
import type { Filter } from './filter.ts'

// ── tokens ──

export interface StoredToken {
  readonly id: string
  readonly name: string
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly usedAt: Date | null
}
const tokenColumns = sql`t.id, t.name, t.created_by as "createdBy", t.created_at as "createdAt", t.expires_at as "expiresAt",
  t.revoked_at as "revokedAt", t.used_at as "usedAt"`

/** All tokens, the newest first. */
export const readTokens = (r: Reader): Promise<StoredToken[]> =>
  r.rows(sql`select ${tokenColumns} from people.scim_token t order by t.created_at desc, t.id`)

/** The token with this hash, if it is in force. */
export const tokenByHash = (r: Reader, hash: Buffer, now: Date): Promise<StoredToken | undefined> =>
  r.row(sql`select ${tokenColumns} from people.scim_token t
    where t.token_hash = ${hash} and t.revoked_at is null and t.expires_at > ${now}`)

/** Adds a token under its hash. */
export async function insertToken(
  w: Writer,
  t: { id: string; name: string; hash: Buffer; createdBy: string; at: Date; expiresAt: Date },
): Promise<void> {
  await w.run(sql`insert into people.scim_token (id, name, token_hash, created_by, created_at, expires_at)
    values (${t.id}, ${t.name}, ${t.hash}, ${t.createdBy}, ${t.at}, ${t.expiresAt})`)
}

/** Ends a token; resolves to its name when it was in force. */
export const revokeToken = (w: Writer, id: string, at: Date): Promise<StoredToken | undefined> =>
  w.row(sql`update people.scim_token t set revoked_at = ${at} where t.id = ${id} and t.revoked_at is null
    returning ${tokenColumns}`)

/** The last time a token was used. */
export async function touchToken(w: Writer, id: string, at: Date): Promise<void> {
  await w.run(sql`update people.scim_token set used_at = ${at} where id = ${id}`)
}

// ── people ──

export interface ScimPerson {
  readonly id: string
  readonly employeeNo: string
  readonly name: string
  readonly post: string
  readonly email: string | null
  readonly departmentId: string | null
  readonly department: string | null
  readonly managerId: string | null
  readonly managerName: string | null
  readonly signInName: string | null
  readonly accountId: string | null
  readonly active: boolean
  readonly externalId: string | null
  readonly createdAt: Date
  readonly changedAt: Date
}

const personColumns = sql`p.id, p.employee_no as "employeeNo", p.name, p.post, p.email, p.department_id as "departmentId",
  d.name as department, p.manager_id as "managerId", m.name as "managerName", a.sign_in_name as "signInName", a.id as "accountId",
  coalesce(a.disabled_at is null and a.id is not null, false) as active, s.external_id as "externalId",
  coalesce(s.created_at, p.created_at) as "createdAt", coalesce(s.changed_at, p.created_at) as "changedAt"`
const personTables = sql`people.person p left join people.department d on d.id = p.department_id
  left join people.person m on m.id = p.manager_id left join people.account a on a.person_id = p.id
  left join people.scim_user s on s.person_id = p.id`

function personCondition(filter: Filter | undefined): Sql {
  if (filter === undefined) return sql`p.employment <> 'service'`
  const value = filter.value
  if (filter.attribute === 'externalid') return sql`s.external_id = ${value}`
  if (filter.attribute === 'id') return sql`p.id::text = ${value} and p.employment <> 'service'`
  return sql`p.employment <> 'service' and lower(coalesce(a.sign_in_name, p.employee_no)) = ${value.toLowerCase()}`
}

/** People who work here, a page of them in the order of their numbers, with how many there are. */
export async function scimPersons(
  r: Reader,
  filter: Filter | undefined,
  page: { startIndex: number; count: number },
): Promise<{ total: number; rows: ScimPerson[] }> {
  const where = sql`p.left_at is null and ${personCondition(filter)}`
  const count = await r.row<{ n: number }>(sql`select count(*)::int as n from ${personTables} where ${where}`)
  const rows = await r.rows<ScimPerson>(sql`select ${personColumns} from ${personTables} where ${where}
    order by p.employee_no, p.id limit ${page.count} offset ${page.startIndex - 1}`)
  return { total: count?.n ?? 0, rows }
}

/** One person who works here. */
export const scimPerson = (r: Reader, id: string): Promise<ScimPerson | undefined> =>
  r.row(sql`select ${personColumns} from ${personTables} where p.id = ${id} and p.left_at is null`)

/** Remembers the other system's id of a person, and that they were changed. Throws QueryFault 23505 when it is somebody else's. */
export async function keepScimUser(
  w: Writer,
  personId: string,
  externalId: string | null,
  at: Date,
): Promise<void> {
  await w.run(sql`insert into people.scim_user (person_id, external_id, created_at, changed_at)
    values (${personId}, ${externalId}, ${at}, ${at})
    on conflict (person_id) do update set external_id = excluded.external_id, changed_at = excluded.changed_at`)
}

/** When the directory called somebody active whose account stays disabled; null when it does not any more. */
export async function keepDisabled(w: Writer, personId: string, at: Date | null): Promise<void> {
  await w.run(sql`update people.scim_user set kept_disabled_at = ${at} where person_id = ${personId}`)
}

/** People whom the directory calls active and whose accounts were disabled here. */
export const keptDisabled = (
  r: Reader,
): Promise<{ personId: string; name: string; employeeNo: string; disabledAt: Date; calledAt: Date }[]> =>
  r.rows(sql`select p.id as "personId", p.name, p.employee_no as "employeeNo", a.disabled_at as "disabledAt",
      u.kept_disabled_at as "calledAt"
    from people.scim_user u join people.person p on p.id = u.person_id join people.account a on a.person_id = p.id
    where u.kept_disabled_at is not null and a.disabled_at is not null and p.left_at is null order by p.employee_no limit 200`)

/** Another sign-in name for an account. */
export async function setSignInName(w: Writer, accountId: string, name: string): Promise<void> {
  await w.run(sql`update people.account set sign_in_name = ${name} where id = ${accountId}`)
}

/** The open department that a text names: by code, path-free name when only one has it, or id. */
export async function departmentNamed(r: Reader, text: string): Promise<string | undefined> {
  const rows = await r.rows<{ id: string }>(sql`select id from people.department
    where closed_at is null and (code = ${text} or name = ${text} or id::text = ${text}) limit 2`)
  return rows.length === 1 ? rows[0]!.id : undefined
}

// ── departments ──

export interface ScimDepartment {
  readonly id: string
  readonly name: string
  readonly externalId: string | null
  readonly members: readonly { readonly value: string; readonly display: string }[]
  readonly createdAt: Date | null
  readonly changedAt: Date | null
}

const departmentColumns = sql`d.id, d.name, s.external_id as "externalId", s.created_at as "createdAt", s.changed_at as "changedAt",
  coalesce((select json_agg(json_build_object('value', p.id, 'display', p.name) order by p.employee_no)
    from people.person p where p.department_id = d.id and p.left_at is null), '[]') as members`

/** Open departments, a page of them. */
export async function scimDepartments(
  r: Reader,
  filter: Filter | undefined,
  page: { startIndex: number; count: number },
): Promise<{ total: number; rows: ScimDepartment[] }> {
  const wanted =
    filter === undefined
      ? sql`true`
      : filter.attribute === 'externalid'
        ? sql`s.external_id = ${filter.value}`
        : sql`lower(d.name) = ${filter.value.toLowerCase()}`
  const from = sql`people.department d left join people.scim_group s on s.department_id = d.id where d.closed_at is null and ${wanted}`
  const count = await r.row<{ n: number }>(sql`select count(*)::int as n from ${from}`)
  const rows = await r.rows<ScimDepartment>(sql`select ${departmentColumns} from ${from}
    order by d.name, d.id limit ${page.count} offset ${page.startIndex - 1}`)
  return { total: count?.n ?? 0, rows }
}

/** One open department. */
export const scimDepartment = (r: Reader, id: string): Promise<ScimDepartment | undefined> =>
  r.row(sql`select ${departmentColumns} from people.department d left join people.scim_group s on s.department_id = d.id
    where d.id = ${id} and d.closed_at is null`)

/** Remembers the other system's id of a department. Throws QueryFault 23505 when it is another's. */
export async function keepScimGroup(
  w: Writer,
  id: string,
  externalId: string | null,
  at: Date,
): Promise<void> {
  await w.run(sql`insert into people.scim_group (department_id, external_id, created_at, changed_at)
    values (${id}, ${externalId}, ${at}, ${at})
    on conflict (department_id) do update set external_id = excluded.external_id, changed_at = excluded.changed_at`)
}
