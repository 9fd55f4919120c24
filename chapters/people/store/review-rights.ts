import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { Scope } from '../../../gate/index.ts'

type People = readonly string[] | undefined

/** A condition on a column: among these people, or true when none are named. */
const among = (column: Sql, people: People): Sql =>
  people === undefined ? sql`true` : sql`${column} = any(${[...people]}::uuid[])`

interface Held {
  readonly id: string
  readonly personId: string
  readonly givenAt: Date
  readonly givenBy: string | null
}

/** Roles of people who have not left. */
export const rolesHeld = (r: Reader, people: People): Promise<(Held & { readonly role: string })[]> =>
  r.rows(sql`
    select h.id, h.person_id as "personId", h.role, h.given_at as "givenAt", h.given_by as "givenBy"
    from people.role_holding h join people.person p on p.id = h.person_id
    where h.ended_at is null and p.left_at is null and ${among(sql`h.person_id`, people)} order by h.person_id, h.role`)

/**
 * Clearances above the lowest and scopes beyond one's own, of people who have not left. Since when and by whom is known
 * from the time on at which it was first written down; until then disuse is counted from the person's entry.
 */
export const clearancesHeld = (
  r: Reader,
  people: People,
): Promise<
  {
    readonly personId: string
    readonly clearance: number
    readonly scope: Scope
    readonly since: Date | null
    readonly givenBy: string | null
    readonly countsFrom: Date
  }[]
> =>
  r.rows(sql`
    select p.id as "personId", p.clearance, p.scope, g.given_at as since, g.given_by as "givenBy", p.created_at as "countsFrom"
    from people.person p left join lateral (select given_at, given_by, clearance, scope from people.clearance_given c
      where c.person_id = p.id order by given_at desc, id desc limit 1) g on g.clearance = p.clearance and g.scope = p.scope
    where p.left_at is null and (p.clearance > 1 or p.scope in ('department', 'all')) and ${among(sql`p.id`, people)} order by p.id`)

/** Writes down that a clearance and a scope hold from now on. */
export async function insertClearance(
  w: Writer,
  c: {
    readonly personId: string
    readonly clearance: number
    readonly scope: Scope
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await w.run(sql`insert into people.clearance_given (id, person_id, clearance, scope, given_by, given_at)
    values (${newId(c.at.getTime())}, ${c.personId}, ${c.clearance}, ${c.scope}, ${c.by}, ${c.at})`)
}

/** Second posts in the scope of work that run on that day or begin later. */
export const postsHeld = (
  r: Reader,
  people: People,
  today: string,
): Promise<(Held & { readonly department: string; readonly post: string })[]> =>
  r.rows(sql`
    select c.id, c.person_id as "personId", d.name as department, c.post, c.given_at as "givenAt", c.given_by as "givenBy"
    from people.concurrent_post c join people.person p on p.id = c.person_id join people.department d on d.id = c.department_id
    where c.ended_at is null and c.in_scope and (c.ends_on is null or c.ends_on >= ${today}::date) and p.left_at is null
      and ${among(sql`c.person_id`, people)} order by c.person_id, c.starts_on, c.id`)

/** Acting heads whose time is not over. */
export const actingHeld = (
  r: Reader,
  people: People,
  now: Date,
): Promise<(Held & { readonly department: string; readonly departmentId: string })[]> =>
  r.rows(sql`
    select h.id, h.person_id as "personId", d.name as department, h.department_id as "departmentId", h.given_at as "givenAt",
      h.given_by as "givenBy"
    from people.acting_head h join people.person p on p.id = h.person_id join people.department d on d.id = h.department_id
    where h.ended_at is null and h.until_at > ${now} and p.left_at is null and ${among(sql`h.person_id`, people)}
    order by h.person_id, h.from_at, h.id`)
