import { type Reader, sql } from '../../../floor/database/index.ts'

/** The person's department and all above it, the own one first; empty for somebody without a department. */
export async function departmentsAbove(r: Reader, personId: string): Promise<readonly string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    with recursive up(id, parent_id, n) as (
      select d.id, d.parent_id, 0 from people.person p join people.department d on d.id = p.department_id where p.id = ${personId}
      union all
      select d.id, d.parent_id, u.n + 1 from up u join people.department d on d.id = u.parent_id where u.n < 50)
    select id from up order by n`)
  return rows.map(({ id }) => id)
}

/** The head of a department, or of the nearest one above it that has one. */
export async function headOfDepartment(r: Reader, departmentId: string): Promise<string | undefined> {
  const row = await r.row<{ head: string }>(sql`
    with recursive up(manager_id, parent_id, n) as (
      select d.manager_id, d.parent_id, 0 from people.department d where d.id::text = ${departmentId}
      union all
      select d.manager_id, d.parent_id, u.n + 1 from up u join people.department d on d.id = u.parent_id where u.n < 50)
    select manager_id as head from up where manager_id is not null order by n limit 1`)
  return row?.head
}

/** Everybody in a post who has not left, in the order of their numbers. */
export async function peopleInPost(r: Reader, post: string): Promise<readonly string[]> {
  const rows = await r.rows<{ id: string }>(
    sql`select id from people.person where post = ${post} and left_at is null order by employee_no`,
  )
  return rows.map(({ id }) => id)
}

/** Those of the departments that are there. */
export async function departmentsThere(r: Reader, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await r.rows<{ id: string }>(
    sql`select id from people.department where id = any(${ids}::uuid[])`,
  )
  return rows.map(({ id }) => id)
}

/** The post a person is in; empty for somebody unknown. */
export async function postOf(r: Reader, personId: string): Promise<string> {
  const row = await r.row<{ post: string }>(
    sql`select coalesce(post, '') as post from people.person where id = ${personId}`,
  )
  return row?.post ?? ''
}

/** Those of the posts that somebody active is in. */
export async function postsHeld(r: Reader, posts: readonly string[]): Promise<readonly string[]> {
  if (posts.length === 0) return []
  const rows = await r.rows<{ post: string }>(
    sql`select distinct post from people.person where post = any(${posts}::text[]) and left_at is null`,
  )
  return rows.map(({ post }) => post)
}
