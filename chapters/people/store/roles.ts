import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import { isActiveOn } from '../facts.ts'
import type { Holding } from '../wire.ts'

/** Codes of the roles a person holds. */
export async function openRoles(r: Reader, personId: string): Promise<Set<string>> {
  const rows = await r.rows<{ role: string }>(
    sql`select role from people.role_holding where person_id = ${personId} and ended_at is null`,
  )
  return new Set(rows.map((row) => row.role))
}

/** Somebody holds a role from now on; null gave it at the first run. */
export async function insertHolding(
  w: Writer,
  h: { id: string; personId: string; role: string; givenBy: string | null; at: Date },
): Promise<void> {
  await w.run(sql`insert into people.role_holding (id, person_id, role, given_by, given_at)
    values (${h.id}, ${h.personId}, ${h.role}, ${h.givenBy}, ${h.at})`)
}

/** Ends a holding; resolves to 0 when there was none. */
export async function endHolding(
  w: Writer,
  personId: string,
  role: string,
  by: string,
  at: Date,
): Promise<number> {
  return await w.run(sql`update people.role_holding set ended_at = ${at}, ended_by = ${by}
    where person_id = ${personId} and role = ${role} and ended_at is null`)
}

/**
 * Holds every open holding of these roles until the transaction ends and tells for each role how many active holders
 * there are beside the person. Whoever ends a holding, an account or an employment passes here first, so that two who
 * each think that the other stays are put one after the other.
 */
export async function holdersBeside(
  w: Writer,
  roles: readonly string[],
  personId: string,
  today: string,
): Promise<ReadonlyMap<string, number>> {
  for (const role of [...roles].sort())
    await w.run(sql`select pg_advisory_xact_lock(hashtextextended(${`people.role ${role}`}, 0))`)
  const rows = await w.rows<{ role: string; n: number }>(sql`
    select h.role, count(*)::int as n from people.role_holding h join people.person p on p.id = h.person_id
    where h.ended_at is null and h.role = any(${[...roles]}::text[]) and p.id <> ${personId} and ${isActiveOn(today)}
    group by h.role`)
  return new Map(rows.map((row) => [row.role, row.n]))
}

const holdingRows = (where: Sql, today: string): Sql => sql`
  select h.person_id as "personId", p.name, p.employee_no as "employeeNo", coalesce(d.name, '') as department, h.role,
    h.given_at as "givenAt", g.name as "givenBy", h.ended_at as "endedAt", e.name as "endedBy", ${isActiveOn(today)} as active
  from people.role_holding h join people.person p on p.id = h.person_id
    left join people.department d on d.id = p.department_id
    left join people.person g on g.id = h.given_by left join people.person e on e.id = h.ended_by
  where ${where} order by h.given_at, h.id`

type StoredHolding = Omit<Holding, 'givenAt' | 'endedAt'> & { givenAt: Date; endedAt: Date | null }
const toHolding = (row: StoredHolding): Holding => ({
  ...row,
  givenAt: row.givenAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
})

/** Every open holding. */
export async function listHoldings(r: Reader, today: string): Promise<Holding[]> {
  return (await r.rows<StoredHolding>(holdingRows(sql`h.ended_at is null`, today))).map(toHolding)
}

/** The holdings of one person, ended ones included. */
export async function holdingsOf(r: Reader, personId: string, today: string): Promise<Holding[]> {
  return (await r.rows<StoredHolding>(holdingRows(sql`h.person_id = ${personId}`, today))).map(toHolding)
}
