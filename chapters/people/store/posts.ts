import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { isActiveOn, postRuns } from '../facts.ts'
import type { ConcurrentPost, Post } from '../wire.ts'

/** The catalogue of posts with how many people hold each. */
export const listPosts = (r: Reader, today: string): Promise<Post[]> =>
  r.rows<Post>(sql`
    select t.id, t.name, t.sort, t.closed_at is not null as closed,
      (select count(*)::int from people.person p where p.post = t.name and p.left_at is null) as people,
      (select count(*)::int from people.concurrent_post c where c.post = t.name and ${postRuns(today)}) as concurrent
    from people.post t order by t.closed_at is not null, t.sort, t.name`)

/** One post, held until the transaction ends. */
export const lockPost = (w: Writer, id: string): Promise<{ name: string; closed: boolean } | undefined> =>
  w.row(sql`select name, closed_at is not null as closed from people.post where id = ${id} for update`)

/** Adds a post to the catalogue; a taken name breaks a unique constraint. */
export async function insertPost(
  w: Writer,
  p: { readonly id: string; readonly name: string; readonly sort: number; readonly at: Date },
): Promise<void> {
  await w.run(
    sql`insert into people.post (id, name, sort, created_at) values (${p.id}, ${p.name}, ${p.sort}, ${p.at})`,
  )
}

/** Names that people hold stand in the catalogue, whoever wrote them first. */
export async function knowPosts(w: Writer, names: readonly string[]): Promise<void> {
  const wanted = [...new Set(names)].filter((name) => name !== '')
  if (wanted.length === 0) return
  await w.run(sql`insert into people.post (id, name) select gen_random_uuid(), name from unnest(${wanted}::text[]) as w(name)
    on conflict (name) do nothing`)
}

/** Renames, sorts, closes or opens a post; who holds it follows the name. */
export async function updatePost(
  w: Writer,
  id: string,
  before: string,
  p: { readonly name: string; readonly sort: number; readonly closedAt: Date | null },
): Promise<void> {
  await w.run(sql`update people.post set name = ${p.name}, sort = ${p.sort},
    closed_at = case when ${p.closedAt}::timestamptz is null then null else coalesce(closed_at, ${p.closedAt}) end where id = ${id}`)
  if (p.name === before) return
  await w.run(
    sql`update people.person set post = ${p.name}, version = version + 1 where post = ${before} and left_at is null`,
  )
  await w.run(
    sql`update people.concurrent_post set post = ${p.name} where post = ${before} and ended_at is null`,
  )
}

/** Active people who hold a post, as their first one or beside it; in one department when it is given. */
export async function holdersOfPost(
  r: Reader,
  post: string,
  departmentId: string | undefined,
  today: string,
): Promise<string[]> {
  const at = departmentId ?? null
  const rows = await r.rows<{ id: string }>(sql`
    select p.id from people.person p
    where ${isActiveOn(today)} and (
      (p.post = ${post} and (${at}::uuid is null or p.department_id = ${at}::uuid))
      or exists (select from people.concurrent_post c where c.person_id = p.id and c.post = ${post}
        and (${at}::uuid is null or c.department_id = ${at}::uuid) and ${postRuns(today)}))
    order by p.employee_no`)
  return rows.map((row) => row.id)
}

/** Concurrent posts that have not ended, of one person or of everybody. */
export const listConcurrent = (
  r: Reader,
  personId: string | undefined,
  today: string,
): Promise<ConcurrentPost[]> =>
  r.rows<ConcurrentPost>(sql`
    select c.id, c.person_id as "personId", p.name, c.department_id as "departmentId", d.name as department, c.post,
      c.in_scope as "inScope",
      not c.in_scope and exists (select from people.confirmation w where w.kind = 'scope' and w.subject = c.id and w.state = 'open'
        and w.expires_at > ${today}::date) as "scopeWaits", c.starts_on::text as "startsOn", c.ends_on::text as "endsOn", ${postRuns(today)} as running
    from people.concurrent_post c join people.person p on p.id = c.person_id join people.department d on d.id = c.department_id
    where c.ended_at is null and (c.ends_on is null or c.ends_on >= ${today}::date)
      and (${personId ?? null}::uuid is null or c.person_id = ${personId ?? null}::uuid)
    order by c.starts_on, c.id`)

/** A second post that has not ended, with the name of its department. */
export const readConcurrent = (
  r: Reader,
  id: string,
): Promise<Pick<ConcurrentPost, 'personId' | 'department' | 'post' | 'inScope'> | undefined> =>
  r.row(sql`select c.person_id as "personId", d.name as department, c.post, c.in_scope as "inScope"
    from people.concurrent_post c join people.department d on d.id = c.department_id where c.id = ${id} and c.ended_at is null`)

/** A second post counts for the scope of work from now on; 0 when it has ended. */
export const setInScope = (w: Writer, id: string): Promise<number> =>
  w.run(sql`update people.concurrent_post set in_scope = true where id = ${id} and ended_at is null`)

/** Gives a second post; the same one twice breaks a unique constraint. */
export async function insertConcurrent(
  w: Writer,
  c: {
    id: string
    personId: string
    departmentId: string
    post: string
    inScope: boolean
    startsOn: string
    endsOn: string | null
    by: string
    at: Date
  },
): Promise<void> {
  await w.run(sql`insert into people.concurrent_post (id, person_id, department_id, post, in_scope, starts_on, ends_on, given_by, given_at)
    values (${c.id}, ${c.personId}, ${c.departmentId}, ${c.post}, ${c.inScope}, ${c.startsOn}::date, ${c.endsOn}::date, ${c.by}, ${c.at})`)
}

/** Ends second posts of a person: one, or all. @returns how many */
export const endConcurrent = (
  w: Writer,
  personId: string,
  id: string | undefined,
  by: string,
  at: Date,
): Promise<number> =>
  w.run(sql`update people.concurrent_post set ended_at = ${at}, ended_by = ${by}
    where person_id = ${personId} and ended_at is null and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)`)
