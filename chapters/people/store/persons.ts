import { insertMany, type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { Scope } from '../../../gate/index.ts'
import type { Employment, PeopleQuery, PersonRow } from '../wire.ts'

export interface Person {
  readonly id: string
  readonly employeeNo: string
  readonly name: string
  readonly departmentId: string | null
  readonly managerId: string | null
  readonly post: string
  readonly employment: Employment
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly leftAt: Date | null
  readonly clearance: number
  readonly scope: Scope
  readonly email: string | null
  readonly version: number
}

const personColumns = sql`p.id, p.employee_no as "employeeNo", p.name, p.department_id as "departmentId",
  p.manager_id as "managerId", p.post, p.employment, p.starts_on::text as "startsOn", p.ends_on::text as "endsOn",
  p.left_at as "leftAt", p.clearance, p.scope, p.email, p.version`

/** Service accounts are kept with the people and are none: whatever is done to people is not done to them. */
const isSomebody = sql`p.employment <> 'service'`

/** One person, held until the transaction ends. */
export const lockPerson = (w: Writer, id: string): Promise<Person | undefined> =>
  w.row<Person>(
    sql`select ${personColumns} from people.person p where p.id = ${id} and ${isSomebody} for update`,
  )

/** Everybody with one of these numbers, leavers included, by employee number. */
export async function personsByNumber(r: Reader, numbers: readonly string[]): Promise<Map<string, Person>> {
  const rows = await r.rows<Person>(
    sql`select ${personColumns} from people.person p where p.employee_no = any(${[...numbers]}::text[])`,
  )
  return new Map(rows.map((person) => [person.employeeNo, person]))
}

/** These people, leavers included; unknown ids are left out. */
export const personsById = (r: Reader, ids: readonly string[]): Promise<Person[]> =>
  r.rows<Person>(
    sql`select ${personColumns} from people.person p where p.id = any(${[...ids]}::uuid[]) and ${isSomebody}`,
  )

/** Everybody who has not left and holds none of the three administrators' offices, by employee number. */
export const everybodyHere = (r: Reader): Promise<Person[]> =>
  r.rows<Person>(sql`select ${personColumns} from people.person p
    where p.left_at is null and ${isSomebody} and not exists (select from people.role_holding h where h.person_id = p.id and h.ended_at is null
      and h.role in ('system-admin', 'security-admin', 'audit-admin'))
    order by p.employee_no`)

/** Which of these are somebody's sign-in name or employee number, in lower case. */
export async function takenNames(r: Reader, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set()
  const rows = await r.rows<{ name: string }>(sql`
    select w.name from unnest(${names.map((one) => one.toLowerCase())}::text[]) as w(name)
    where exists (select from people.person p where lower(p.employee_no) = w.name)
      or exists (select from people.account a where lower(a.sign_in_name) = w.name)`)
  return new Set(rows.map((row) => row.name))
}

export interface NewPerson {
  readonly id: string
  readonly employeeNo: string
  readonly name: string
  readonly pinyin: string
  readonly departmentId: string | null
  readonly post: string
  readonly employment: Employment
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly clearance: number
  readonly email: string | null
}

/** Managers are set afterwards (`setManagers`), since they may be among the new people. */
export async function insertPersons(w: Writer, people: readonly NewPerson[]): Promise<void> {
  if (people.length === 0) return
  await insertMany(
    w,
    'people.person',
    {
      id: 'uuid',
      employee_no: 'text',
      name: 'text',
      pinyin: 'text',
      department_id: 'uuid',
      post: 'text',
      employment: 'text',
      starts_on: 'date',
      ends_on: 'date',
      clearance: 'smallint',
      email: 'text',
    },
    people.map((p) => [
      p.id,
      p.employeeNo,
      p.name,
      p.pinyin,
      p.departmentId,
      p.post,
      p.employment,
      p.startsOn,
      p.endsOn,
      p.clearance,
      p.email,
    ]),
  )
}

/** Sets managers, pairwise; null takes the manager away. */
export async function setManagers(
  w: Writer,
  pairs: readonly { readonly id: string; readonly managerId: string | null }[],
): Promise<void> {
  if (pairs.length === 0) return
  await w.run(sql`update people.person p set manager_id = v.manager_id
    from unnest(${pairs.map((one) => one.id)}::uuid[], ${pairs.map((one) => one.managerId)}::uuid[]) as v(id, manager_id)
    where p.id = v.id`)
}

/** Writes a person anew, except for clearance and scope. */
export async function updatePerson(
  w: Writer,
  p: Omit<NewPerson, 'clearance'> & { managerId: string | null },
): Promise<void> {
  await w.run(sql`update people.person set employee_no = ${p.employeeNo}, name = ${p.name}, pinyin = ${p.pinyin},
    department_id = ${p.departmentId}, manager_id = ${p.managerId}, post = ${p.post}, employment = ${p.employment},
    starts_on = ${p.startsOn}::date, ends_on = ${p.endsOn}::date, email = ${p.email}, version = version + 1 where id = ${p.id}`)
}

/** Ends the employment at that moment, or null: goes on with it. */
export async function setLeft(w: Writer, id: string, at: Date | null): Promise<void> {
  await w.run(sql`update people.person set left_at = ${at}, version = version + 1 where id = ${id}`)
}

/** Whether somebody works for the whole group. */
export async function setGroupLevel(w: Writer, id: string, groupLevel: boolean): Promise<void> {
  await w.run(
    sql`update people.person set group_level = ${groupLevel}, version = version + 1 where id = ${id}`,
  )
}

/** Clearance and scope of work. */
export async function setRights(w: Writer, id: string, clearance: number, scope: Scope): Promise<void> {
  await w.run(
    sql`update people.person set clearance = ${clearance}, scope = ${scope}, version = version + 1 where id = ${id}`,
  )
}

/** Where a scope begins again: rights that are taken away leave nobody with more than before. */
export const bottomOf = (scope: Scope): Scope => (scope === 'none' ? 'none' : 'own')

const sorts: Readonly<Record<string, Sql>> = {
  name: sql`p.pinyin`,
  employeeNo: sql`p.employee_no`,
  department: sql`department`,
  endsOn: sql`p.ends_on`,
  clearance: sql`p.clearance`,
}

/** `LIKE` takes `%`, `_` and `\` for itself; what was typed is taken literally. */
const literally = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** Matches a typed part of a name, of its pinyin or initials, or the beginning of an employee number. */
export const matches = (q: string): Sql =>
  q === ''
    ? sql`true`
    : sql`(p.name ilike ${`%${literally(q)}%`} or p.employee_no ilike ${`${literally(q)}%`}
        or p.pinyin like ${`${literally(q.toLowerCase().replace(/\s/g, ''))}%`}
        or p.pinyin like ${`% ${literally(q.toLowerCase().replace(/\s/g, ''))}%`})`

function conditions(query: PeopleQuery, today: string, soon: string): Sql {
  const over = sql`(p.left_at is not null or p.ends_on < ${today}::date)`
  const list: Sql[] = [isSomebody, matches(query.q)]
  if (query.state === 'here') list.push(sql`not coalesce(${over}, false)`)
  if (query.state === 'ended') list.push(over)
  if (query.state === 'ending')
    list.push(sql`p.left_at is null and p.ends_on between ${today}::date and ${soon}::date`)
  if (query.department !== undefined)
    list.push(
      query.below === 'false'
        ? sql`p.department_id = ${query.department}`
        : sql`p.department_id in (with recursive down as (select id from people.department where id = ${query.department}
            union select d.id from down join people.department d on d.parent_id = down.id) select id from down)`,
    )
  if (query.employment !== undefined)
    list.push(sql`p.employment = any(${query.employment.split(',')}::text[])`)
  if (query.role !== undefined)
    list.push(
      sql`exists (select from people.role_holding h where h.person_id = p.id and h.role = ${query.role} and h.ended_at is null)`,
    )
  if (query.account === 'with') list.push(sql`a.id is not null`)
  if (query.account === 'without') list.push(sql`a.id is null`)
  return sql.join(list, sql` and `)
}

export type FullPersonRow = Required<PersonRow>

/** One page of people. `today` and `soon` (days) tell who is gone and whose employment ends before long. */
export async function listPersons(
  r: Reader,
  query: PeopleQuery,
  today: string,
  soon: string,
): Promise<{ total: number; rows: FullPersonRow[] }> {
  const where = conditions(query, today, soon)
  const key = query.sort.replace(/^-/, '')
  const order = sorts[key] ?? sql`p.employee_no`
  const rows = await r.rows<FullPersonRow & { total: number }>(sql`
    select count(*) over ()::int as total, p.id, p.name, p.employee_no as "employeeNo", coalesce(d.name, '') as department, p.post,
      p.department_id as "departmentId", p.manager_id as "managerId", m.name as "managerName", p.employment,
      p.starts_on::text as "startsOn", p.ends_on::text as "endsOn",
      case when p.left_at is not null or p.ends_on < ${today}::date then 'ended'
        when p.ends_on <= ${soon}::date then 'ending' else 'here' end as state, p.left_at is not null as left,
      p.group_level as "groupLevel", p.clearance, p.scope, p.email, p.version,
      coalesce((select array_agg(h.role order by h.role) from people.role_holding h where h.person_id = p.id and h.ended_at is null), '{}') as roles,
      case when a.id is null then 'none' when a.disabled_at is not null then 'disabled' else 'open' end as account
    from people.person p left join people.department d on d.id = p.department_id
      left join people.person m on m.id = p.manager_id left join people.account a on a.person_id = p.id
    where ${where}
    order by ${order} ${query.sort.startsWith('-') ? sql`desc nulls last` : sql`asc nulls last`}, p.id
    limit ${query.size} offset ${(query.page - 1) * query.size}`)
  const total = rows[0]?.total ?? (query.page > 1 ? await countPersons(r, where) : 0)
  return { total, rows: rows.map(({ total: _total, ...row }) => row) }
}

async function countPersons(r: Reader, where: Sql): Promise<number> {
  const row = await r.row<{ n: number }>(
    sql`select count(*)::int as n from people.person p left join people.account a on a.person_id = p.id where ${where}`,
  )
  return row?.n ?? 0
}
