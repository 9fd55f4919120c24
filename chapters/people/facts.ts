import { type Part, type Reader, sql, type Sql } from '../../floor/database/index.ts'
import type { House, PersonFacts, Scope } from '../../gate/index.ts'
import { type Matrix, matrixOf } from './authority.ts'
import { serviceFactsOf } from './service/facts.ts'
import { factorUnmet } from './clauses/p3_2_2_factor.ts'
import { dayIn, laterDay, momentIn } from './zone.ts'

/** How a person is shown: not secret within the company. */
export interface PersonName {
  readonly id: string
  readonly name: string
  readonly employeeNo: string
  readonly department: string
  readonly post: string
}

interface FactRow {
  id: string
  active: boolean
  /** A service account: its facts come from elsewhere. */
  service: boolean
  ends_on: string | null
  must_change: boolean
  /** A second factor is required and there is none. */
  must_enrol: boolean
  roles: string[]
  /** The version of the authority matrix in force. */
  authority: number
  clearance: number
  scope: Scope
  departments: string[]
  /** Departments of the legal entities the person works in; null = everything. */
  entities: (string | null)[] | null
}

/** What newcomers have still to do, by person; absent = nothing. */
export type UnmetChecks = (
  r: Reader,
  personIds: readonly string[],
) => Promise<ReadonlyMap<string, ReadonlySet<string>>>
const unmetChecks = new WeakMap<object, UnmetChecks>()

/** From now on the facts of this house's people tell what newcomers have still to do. */
export const tellUnmet = (house: object, checks: UnmetChecks): void => void unmetChecks.set(house, checks)

/**
 * What the rules need to know about people, in one statement. `departments` holds a person's own department, concurrent
 * ones chosen for it and, for heads and acting heads, everything below. Ids that are nobody's are absent; somebody
 * without an account is not active.
 */
export async function personFactsOf(
  house: Pick<House, 'db' | 'timeZone' | 'clock'>,
  ids: readonly string[],
  r?: Reader,
): Promise<ReadonlyMap<string, PersonFacts>> {
  if (ids.length === 0) return new Map()
  if (r === undefined) return await house.db.read((reader) => personFactsOf(house, ids, reader))
  const part = personFactsPart(house, ids)
  return await part.from(await r.rows(sql.named('people_facts', part.select)), r)
}

/** The same as a part of a statement that fetches more. */
export function personFactsPart(
  house: Pick<House, 'db' | 'timeZone' | 'clock'>,
  ids: readonly string[],
): Part<ReadonlyMap<string, PersonFacts>> {
  const wanted = [...new Set(ids)]
  return {
    select: factsStatement(wanted, house.clock.now(), todayOf(house)),
    async from(found, r) {
      const rows = found as readonly FactRow[]
      if (rows.length === 0) return new Map()
      const unmet = await unmetChecks.get(house)?.(r, wanted)
      const matrix = await matrixOf(house.db, r, rows[0]!.authority)
      const facts = new Map(
        rows.map((row) => [row.id, factsFrom(row, matrix, house.timeZone, unmet?.get(row.id))]),
      )
      await withServices(house, rows, facts, r)
      return facts
    },
  }
}

/** Puts the facts of service accounts in; where there are none among the people, as in nearly every reading, nothing is asked. */
async function withServices(
  house: Pick<House, 'db' | 'timeZone' | 'clock'>,
  rows: readonly FactRow[],
  facts: Map<string, PersonFacts>,
  r: Reader,
): Promise<void> {
  const ids = rows.flatMap((row) => (row.service ? [row.id] : []))
  if (ids.length === 0) return
  for (const id of ids) facts.delete(id)
  for (const one of await serviceFactsOf(r, ids, house.timeZone, (owners) => personFactsOf(house, owners, r)))
    facts.set(one.id, one)
}

/** A condition on a concurrent post `c`: it holds on that day. */
export const postRuns = (today: string): Sql =>
  sql`(c.ended_at is null and c.starts_on <= ${today}::date and (c.ends_on is null or c.ends_on >= ${today}::date))`
/** A condition on an acting head `h`: they act at that moment. */
export const actsAt = (now: Date): Sql =>
  sql`(h.ended_at is null and h.from_at <= ${now} and h.until_at > ${now})`

/*
 * An acting head has the departments of the head, and nothing else of them: clearance, scope and roles stay the
 * person's own. Every reading passes here, so what only some companies have (subsidiaries) is worked out only there.
 */
const factsStatement = (ids: readonly string[], now: Date, today: string): Sql => sql`
  with recursive span(person_id, id, down) as (
    select p.id, d.id, coalesce(d.manager_id = p.id, false)
    from people.person p join people.department d on d.id = p.department_id or d.manager_id = p.id
    where p.id = any(${ids}::uuid[])
    union all
    select c.person_id, c.department_id, false from people.concurrent_post c
    where c.person_id = any(${ids}::uuid[]) and c.in_scope and ${postRuns(today)}
    union all
    select h.person_id, h.department_id, true from people.acting_head h where h.person_id = any(${ids}::uuid[]) and ${actsAt(now)}
    union
    select s.person_id, d.id, true from span s join people.department d on d.parent_id = s.id where s.down
  )
  select p.id, p.employment = 'service' as service, p.left_at is null and a.id is not null and a.disabled_at is null as active,
    p.ends_on::text as ends_on, coalesce(a.must_change or a.change_reason is not null, true) as must_change, coalesce(a.must_enrol, false) as must_enrol, p.clearance, p.scope,
    (select max(version) from people.authority_matrix) as authority,
    coalesce((select array_agg(h.role) from people.role_holding h where h.person_id = p.id and h.ended_at is null), '{}') as roles,
    coalesce((select array_agg(distinct s.id::text) from span s where s.person_id = p.id), '{}') as departments,
    case when p.group_level or not exists (select from people.department d where d.subsidiary) then null
      else coalesce(${entitiesOf(today)}, '{}') end as entities
  from people.person p left join people.account a on a.person_id = p.id
  where p.id = any(${ids}::uuid[])`

/**
 * The departments of the legal entities in which `p` works, by the first post and by chosen second ones; a null among
 * them stands for the parent company's files of no department.
 */
const entitiesOf = (today: string): Sql => sql`(
  with entity as (
    select distinct own.entity_id as id from (
      select p.department_id as id
      union all select c.department_id from people.concurrent_post c where c.person_id = p.id and c.in_scope and ${postRuns(today)}
    ) home left join people.department own on own.id = home.id)
  select array_agg(d.id::text) from (
    select d.id from people.department d join entity on d.entity_id is not distinct from entity.id
    union all select null from entity where entity.id is null) d)`

function factsFrom(
  row: FactRow,
  matrix: Matrix,
  timeZone: string,
  unmet: ReadonlySet<string> = nothing,
): PersonFacts {
  return {
    id: row.id,
    active: row.active,
    // The last day of work is worked: the employment is over when the next day begins.
    ...(row.ends_on === null ? {} : { employedUntil: momentIn(timeZone, laterDay(row.ends_on)).getTime() }),
    mustChangePassword: row.must_change,
    roles: new Set(row.roles),
    clearance: row.clearance,
    scope: row.scope,
    departments: new Set(row.departments),
    reach:
      row.entities === null
        ? 'everything'
        : {
            departments: new Set(row.entities.filter((id) => id !== null)),
            homeless: row.entities.includes(null),
          },
    authority: matrix.of(row.roles),
    unmet: row.must_enrol ? new Set([...unmet, factorUnmet]) : unmet,
  }
}

const nothing: ReadonlySet<string> = new Set()

/** Names for ids, leavers included; ids that are nobody's are absent. */
export async function namesOf(r: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, PersonName>> {
  if (ids.length === 0) return new Map()
  const rows = await r.rows<{
    id: string
    name: string
    employee_no: string
    department: string
    post: string
  }>(
    sql`select p.id, p.name, p.employee_no, coalesce(d.name, '') as department, p.post
      from people.person p left join people.department d on d.id = p.department_id
      where p.id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(
    rows.map(({ id, name, employee_no: employeeNo, department, post }) => [
      id,
      { id, name, employeeNo, department, post },
    ]),
  )
}

/** A condition on `people.person p`: works here on that day and has a usable account. */
export const isActiveOn = (today: string): Sql => sql`(p.left_at is null
  and (p.ends_on is null or p.ends_on >= ${today}::date)
  and exists (select from people.account a where a.person_id = p.id and a.disabled_at is null))`

/** Today by the house's clock and time zone. */
export const todayOf = (house: Pick<House, 'clock' | 'timeZone'>): string =>
  dayIn(house.timeZone, house.clock.now())

/** The active holders of a role, in the order in which they received it. */
export async function holdersOfRole(
  r: Reader,
  house: Pick<House, 'clock' | 'timeZone'>,
  role: string,
): Promise<readonly string[]> {
  const rows = await r.rows<{ id: string }>(
    sql`select p.id from people.role_holding h join people.person p on p.id = h.person_id
      where h.role = ${role} and h.ended_at is null and ${isActiveOn(todayOf(house))} order by h.given_at, h.id`,
  )
  return rows.map((row) => row.id)
}

/**
 * Whoever stands at the head of department `up`, the acting head before the head, joined as `p`: with `rank` 0 and 1.
 * An acting head stands in only while the time runs.
 */
const headOf = (now: Date): Sql => sql`lateral (
    select h.person_id as id, 0 as rank from people.acting_head h where h.department_id = up.id and ${actsAt(now)}
    union all select up.manager_id, 1 where up.manager_id is not null) head join people.person p on p.id = head.id`

/**
 * The head of the person's own department (the acting one while somebody acts), or of the nearest one above it that has
 * an active head who is not the person; undefined when there is none up to the top.
 */
export async function headAbove(
  r: Reader,
  house: Pick<House, 'clock' | 'timeZone'>,
  personId: string,
): Promise<string | undefined> {
  const row = await r.row<{ id: string }>(
    sql`with recursive up(id, parent_id, manager_id, step) as (
        select d.id, d.parent_id, d.manager_id, 0 from people.department d
        join people.person me on me.department_id = d.id where me.id = ${personId}
        union
        select d.id, d.parent_id, d.manager_id, up.step + 1 from up join people.department d on d.id = up.parent_id
      )
      select p.id from up cross join ${headOf(house.clock.now())}
      where p.id <> ${personId} and ${isActiveOn(todayOf(house))} order by up.step, head.rank limit 1`,
  )
  return row?.id
}

/** The active head of one department, the acting one while somebody acts; `except` is passed over. */
export async function headOfDepartment(
  r: Reader,
  house: Pick<House, 'clock' | 'timeZone'>,
  departmentId: string,
  except?: string,
): Promise<string | undefined> {
  const row = await r.row<{ id: string }>(
    sql`select p.id from people.department up cross join ${headOf(house.clock.now())}
      where up.id = ${departmentId} and p.id is distinct from ${except ?? null}::uuid and ${isActiveOn(todayOf(house))}
      order by head.rank limit 1`,
  )
  return row?.id
}

/**
 * The manager named for the person while active, else the head above. While somebody acts as head of the person's
 * department in the place of that very manager, the acting head.
 */
export async function managerOf(
  r: Reader,
  house: Pick<House, 'clock' | 'timeZone'>,
  personId: string,
): Promise<string | undefined> {
  const today = todayOf(house)
  const acting = await r.row<{ id: string }>(
    sql`select p.id from people.person me join people.department d on d.id = me.department_id and d.manager_id = me.manager_id
      join people.acting_head h on h.department_id = d.id and ${actsAt(house.clock.now())} join people.person p on p.id = h.person_id
      where me.id = ${personId} and p.id <> me.id and ${isActiveOn(today)} limit 1`,
  )
  if (acting !== undefined) return acting.id
  const named = await r.row<{ id: string }>(
    sql`select p.id from people.person me join people.person p on p.id = me.manager_id
      where me.id = ${personId} and p.id <> me.id and ${isActiveOn(today)}`,
  )
  return named?.id ?? (await headAbove(r, house, personId))
}
