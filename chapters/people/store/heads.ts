import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { ActingHead } from '../wire.ts'

type Stored = Omit<ActingHead, 'from' | 'until'> & { from: Date; until: Date }

/** Acting heads of a department, of a person, or of the whole company, the latest first; ended ones are left out. */
export async function listActing(
  r: Reader,
  of: { readonly departmentId?: string; readonly personId?: string },
  now: Date,
): Promise<ActingHead[]> {
  const [department, person] = [of.departmentId ?? null, of.personId ?? null]
  const rows = await r.rows<Stored>(sql`
    select h.id, h.department_id as "departmentId", d.name as department, h.person_id as "personId", p.name, h.from_at as "from",
      h.until_at as until, case when h.until_at <= ${now} then 'over' when h.from_at > ${now} then 'coming' else 'running' end as state
    from people.acting_head h join people.department d on d.id = h.department_id join people.person p on p.id = h.person_id
    where h.ended_at is null and (${department}::uuid is null or h.department_id = ${department}::uuid)
      and (${person}::uuid is null or h.person_id = ${person}::uuid)
    order by h.from_at desc, h.id limit 200`)
  return rows.map((row) => ({ ...row, from: row.from.toISOString(), until: row.until.toISOString() }))
}

/** Somebody acts as head between two moments. */
export async function insertActing(
  w: Writer,
  h: { id: string; departmentId: string; personId: string; from: Date; until: Date; by: string; at: Date },
): Promise<void> {
  await w.run(sql`insert into people.acting_head (id, department_id, person_id, from_at, until_at, given_by, given_at)
    values (${h.id}, ${h.departmentId}, ${h.personId}, ${h.from}, ${h.until}, ${h.by}, ${h.at})`)
}

/** Whether somebody acts for this department at any moment of that time. */
export async function actsMeanwhile(
  r: Reader,
  departmentId: string,
  from: Date,
  until: Date,
): Promise<boolean> {
  const row = await r.row(sql`select 1 from people.acting_head
    where department_id = ${departmentId} and ended_at is null and from_at < ${until} and until_at > ${from} limit 1`)
  return row !== undefined
}

/** Ends acting heads that have not run out: one of a department, or all of a person. @returns who it was */
export async function endActing(
  w: Writer,
  of: { readonly id: string; readonly departmentId: string } | { readonly personId: string },
  by: string,
  at: Date,
): Promise<string[]> {
  const which =
    'personId' in of
      ? sql`person_id = ${of.personId}`
      : sql`id = ${of.id} and department_id = ${of.departmentId}`
  const rows = await w.rows<{
    id: string
  }>(sql`update people.acting_head set ended_at = ${at}, ended_by = ${by}
    where ended_at is null and until_at > ${at} and ${which} returning person_id as id`)
  return rows.map((row) => row.id)
}

/** Departments headed by a person. */
export const headedBy = (r: Reader, personId: string): Promise<{ id: string; name: string }[]> =>
  r.rows(
    sql`select id, name from people.department where manager_id = ${personId} and closed_at is null order by sort, name`,
  )

/** People whose manager is named as this person. */
export const reportingTo = (
  r: Reader,
  personId: string,
): Promise<{ id: string; name: string; employeeNo: string }[]> =>
  r.rows(sql`select id, name, employee_no as "employeeNo" from people.person
    where manager_id = ${personId} and left_at is null order by employee_no`)

/** Everything headed by one person is headed by another, or by nobody. @returns how many departments */
export const passHeadships = (w: Writer, from: string, to: string | null): Promise<number> =>
  w.run(sql`update people.department set manager_id = ${to} where manager_id = ${from} and closed_at is null`)

/** Whoever reports to one person reports to another, or to the head of the department; nobody reports to himself. @returns how many */
export const passReports = (w: Writer, from: string, to: string | null): Promise<number> =>
  w.run(sql`update people.person set manager_id = case when id = ${to}::uuid then null else ${to}::uuid end, version = version + 1
    where manager_id = ${from} and left_at is null`)
