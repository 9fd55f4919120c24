import { type Reader, sql } from '../../../floor/database/index.ts'
import { actsAt, isActiveOn } from '../facts.ts'

/** Where somebody stands in the company. */
export interface Place {
  readonly id: string
  readonly managerId: string | null
  readonly departmentId: string | null
  readonly active: boolean
}
/** A department, as far as it has a head and something above it. */
export interface Unit {
  readonly id: string
  readonly parentId: string | null
  readonly managerId: string | null
}

/** Everybody who has not left, and every department. */
export async function readPlaces(r: Reader, today: string): Promise<{ places: Place[]; units: Unit[] }> {
  const places =
    await r.rows<Place>(sql`select p.id, p.manager_id as "managerId", p.department_id as "departmentId",
      ${isActiveOn(today)} as active from people.person p where p.left_at is null`)
  const units = await r.rows<Unit>(
    sql`select id, parent_id as "parentId", manager_id as "managerId" from people.department`,
  )
  return { places, units }
}

/** Who acts as head of which department at that moment. */
export const readActingNow = (
  r: Reader,
  now: Date,
  today: string,
): Promise<{ departmentId: string; personId: string }[]> =>
  r.rows(sql`select h.department_id as "departmentId", h.person_id as "personId"
    from people.acting_head h join people.person p on p.id = h.person_id where ${actsAt(now)} and ${isActiveOn(today)}`)

/** Active holders of these roles, by role, in the order in which they received it. */
export async function readOfficeHolders(
  r: Reader,
  roles: readonly string[],
  today: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await r.rows<{ role: string; people: string[] }>(sql`
    select h.role, array_agg(p.id::text order by h.given_at, h.id) as people
    from people.role_holding h join people.person p on p.id = h.person_id
    where h.ended_at is null and h.role = any(${[...roles]}::text[]) and ${isActiveOn(today)} group by h.role`)
  return new Map(rows.map((row) => [row.role, row.people]))
}
