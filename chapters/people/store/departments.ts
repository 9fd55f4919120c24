import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { Department } from '../wire.ts'

/** The whole tree, in the order in which it is shown; parents and children are matched by id. `now` says who acts. */
export async function readDepartments(r: Reader, now = new Date(0)): Promise<Department[]> {
  return await r.rows<Department>(sql`
    select d.id, d.parent_id as "parentId", d.name, d.code, d.manager_id as "managerId", m.name as "managerName", d.sort,
      d.closed_at is not null as closed, d.subsidiary, d.entity_id as "entityId",
      (select a.name from people.acting_head h join people.person a on a.id = h.person_id
        where h.department_id = d.id and h.ended_at is null and h.from_at <= ${now} and h.until_at > ${now} limit 1) as "actingName",
      (select count(*)::int from people.person p where p.department_id = d.id and p.left_at is null) as people
    from people.department d left join people.person m on m.id = d.manager_id
    order by d.sort, d.name, d.id`)
}

export interface DepartmentValues {
  readonly name: string
  readonly parentId: string | null
  readonly code: string | null
  readonly managerId: string | null
  readonly sort: number
}

/** Adds a department; its place has been checked. */
export async function insertDepartment(w: Writer, id: string, d: DepartmentValues): Promise<void> {
  await w.run(sql`insert into people.department (id, parent_id, name, code, manager_id, sort)
    values (${id}, ${d.parentId}, ${d.name}, ${d.code}, ${d.managerId}, ${d.sort})`)
}

/** Writes a department anew; one that is closed keeps its first closing time. */
export async function updateDepartment(
  w: Writer,
  id: string,
  d: DepartmentValues & { readonly closedAt: Date | null },
): Promise<void> {
  await w.run(sql`update people.department set parent_id = ${d.parentId}, name = ${d.name}, code = ${d.code},
    manager_id = ${d.managerId}, sort = ${d.sort},
    closed_at = case when ${d.closedAt}::timestamptz is null then null else coalesce(closed_at, ${d.closedAt}) end
    where id = ${id}`)
}

/** The tree is changed by one at a time, so that two moves cannot close a ring between them. */
export async function lockDepartments(w: Writer): Promise<void> {
  await w.run(sql`lock table people.department in share row exclusive mode`)
}

/** People whose rights may depend on this department: its members and managers, and those of everything above. */
export async function peopleAround(r: Reader, id: string): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    with recursive up as (
      select id, parent_id, manager_id from people.department where id = ${id}
      union select d.id, d.parent_id, d.manager_id from up join people.department d on d.id = up.parent_id
    )
    select manager_id as id from up where manager_id is not null
    union select id from people.person where department_id = ${id} and left_at is null`)
  return rows.map((row) => row.id)
}

/** Works out anew which legal entity each department belongs to: the nearest subsidiary at or above it. */
export async function refreshEntities(w: Writer): Promise<void> {
  await w.run(sql`
    with recursive down(id, entity) as (
      select id, case when subsidiary then id end from people.department where parent_id is null
      union all
      select c.id, case when c.subsidiary then c.id else down.entity end from down join people.department c on c.parent_id = down.id
    )
    update people.department d set entity_id = down.entity from down where down.id = d.id and d.entity_id is distinct from down.entity`)
}

/** Makes a department a subsidiary, or an ordinary department again. */
export async function setSubsidiary(w: Writer, id: string, subsidiary: boolean): Promise<void> {
  await w.run(sql`update people.department set subsidiary = ${subsidiary} where id = ${id}`)
}

/** Gives a department a head. */
export async function setHead(w: Writer, id: string, personId: string | null): Promise<void> {
  await w.run(sql`update people.department set manager_id = ${personId} where id = ${id}`)
}

/** Everybody who works in this department or below it. */
export async function peopleBelow(r: Reader, id: string): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    with recursive down as (select id from people.department where id = ${id}
      union select d.id from down join people.department d on d.parent_id = down.id)
    select p.id from people.person p join down on down.id = p.department_id where p.left_at is null`)
  return rows.map((row) => row.id)
}

/** How many legal entities there are beside the parent company. */
export async function countSubsidiaries(r: Reader): Promise<number> {
  const row = await r.row<{ n: number }>(
    sql`select count(*)::int as n from people.department where subsidiary and closed_at is null`,
  )
  return row?.n ?? 0
}
