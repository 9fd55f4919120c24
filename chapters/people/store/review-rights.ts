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
 * Clearances above the lowest and scopes beyond one's own, of people who have not left; service accounts are
 * reviewed as such. Since when and by whom is known
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
    where p.left_at is null and p.employment <> 'service' and (p.clearance > 1 or p.scope in ('department', 'all')) and ${among(sql`p.id`, people)} order by p.id`)

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

/** Running service accounts by whoever answers for them. */
export const servicesHeld = (
  r: Reader,
  people: People,
): Promise<
  (Held & {
    readonly name: string
    readonly number: string
    readonly clearance: number
    readonly usedAt: Date | null
  })[]
> =>
  r.rows(sql`
    select p.id, s.owner_id as "personId", p.name, p.employee_no as number, p.clearance, s.created_at as "givenAt",
      s.rights_by as "givenBy", (select max(t.used_at) from people.token t where t.person_id = p.id) as "usedAt"
    from people.service_account s join people.person p on p.id = s.person_id
    where s.ended_at is null and p.left_at is null and ${among(sql`s.owner_id`, people)} order by s.owner_id, p.employee_no`)

/** People's own tokens in force; those of service accounts are reviewed with the account. */
export const tokensHeld = (
  r: Reader,
  people: People,
  now: Date,
): Promise<(Held & { readonly name: string; readonly usedAt: Date | null })[]> =>
  r.rows(sql`
    select t.id, t.person_id as "personId", t.name, t.made_at as "givenAt", t.made_by as "givenBy", t.used_at as "usedAt"
    from people.token t join people.person p on p.id = t.person_id
    where t.ended_at is null and t.expires_at > ${now} and p.left_at is null and p.employment <> 'service'
      and ${among(sql`t.person_id`, people)} order by t.person_id, t.made_at, t.id`)
