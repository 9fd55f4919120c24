import { type Reader, sql, type Sql, type Writer } from '../../floor/database/index.ts'
import type { Values } from './wire.ts'

export interface StoredDuty {
  readonly id: string
  readonly kind: string
  readonly clause: string
  readonly subject: string
  readonly ownerId: string
  readonly dueAt: Date
  readonly escalatesAt: Date
  readonly link: string
  readonly values: Values
  readonly raisedAt: Date
  readonly settledAt: Date | null
  readonly settledBy: string | null
}

const columns = sql`d.id, d.kind, d.clause, d.subject, d.owner_id as "ownerId", d.due_at as "dueAt", d.escalates_at as "escalatesAt",
  d.link, d.values, d.raised_at as "raisedAt", d.settled_at as "settledAt", d.settled_by as "settledBy"`

/** The open duty about a subject, its row held until the transaction ends. */
export const lockOpen = (w: Writer, kind: string, subject: string): Promise<StoredDuty | undefined> =>
  w.row<StoredDuty>(
    sql`select ${columns} from duties.duty d where kind = ${kind} and subject = ${subject} and settled_at is null for update`,
  )

/** Writes a duty down; false when somebody else has just written down the same one. */
export async function insertDuty(
  w: Writer,
  d: Omit<StoredDuty, 'settledAt' | 'settledBy'>,
): Promise<boolean> {
  const rows = await w.run(sql`
    insert into duties.duty (id, kind, clause, subject, owner_id, due_at, escalates_at, link, values, raised_at)
    values (${d.id}, ${d.kind}, ${d.clause}, ${d.subject}, ${d.ownerId}, ${d.dueAt}, ${d.escalatesAt}, ${d.link},
      ${sql.json(d.values)}, ${d.raisedAt})
    on conflict (kind, subject) where settled_at is null do nothing`)
  return rows === 1
}

/** Brings an open duty up to date. */
export async function updateDuty(
  w: Writer,
  id: string,
  d: Pick<StoredDuty, 'ownerId' | 'dueAt' | 'escalatesAt' | 'link' | 'values'>,
): Promise<void> {
  await w.run(sql`update duties.duty set owner_id = ${d.ownerId}, due_at = ${d.dueAt}, escalates_at = ${d.escalatesAt},
      link = ${d.link}, values = ${sql.json(d.values)} where id = ${id}`)
}

/** Ends a duty. */
export async function settleDuty(
  w: Writer,
  id: string,
  at: Date,
  by: string | null,
  evidence: string,
): Promise<void> {
  await w.run(sql`update duties.duty set settled_at = ${at}, settled_by = ${by}, evidence = ${evidence}
    where id = ${id} and settled_at is null`)
}

/** Open duties that are due by that moment, the earliest first; held, so that two nodes do not tell twice. */
export const lockDueBy = (w: Writer, by: Date, after: string, most: number): Promise<StoredDuty[]> =>
  w.rows<StoredDuty>(sql`
    select ${columns} from duties.duty d where settled_at is null and due_at <= ${by} and id > ${after}
    order by id limit ${most} for update`)

/** Notes whom a duty is told; resolves to those who had not been told at this stage of this due date. */
export async function insertReminders(
  w: Writer,
  duty: Pick<StoredDuty, 'id' | 'dueAt'>,
  stage: string,
  people: readonly string[],
  at: Date,
): Promise<string[]> {
  const rows = await w.rows<{ id: string }>(sql`
    insert into duties.reminder (duty_id, stage, due_at, person_id, told_at)
    select ${duty.id}, ${stage}, ${duty.dueAt}, p, ${at} from unnest(${[...people]}::uuid[]) p
    on conflict do nothing returning person_id as id`)
  return rows.map((row) => row.id)
}

/** Open duties of one person. */
export const openOf = (r: Reader, ownerId: string): Promise<StoredDuty[]> =>
  r.rows<StoredDuty>(
    sql`select ${columns} from duties.duty d where owner_id = ${ownerId} and settled_at is null order by due_at, id`,
  )

/** Gives a person's open duties to somebody else. @returns how many */
export const passDuties = (w: Writer, from: string, to: string): Promise<number> =>
  w.run(sql`update duties.duty set owner_id = ${to} where owner_id = ${from} and settled_at is null`)

/**
 * People whose duties somebody looks after: who reports to him, and whoever is in a department that he heads or acts for,
 * or in one below it.
 */
const peopleUnder = (head: string, now: Date): Sql => sql`
  with recursive headed as (
    select d.id from people.department d where d.closed_at is null and (d.manager_id = ${head} or exists (
      select from people.acting_head h where h.department_id = d.id and h.person_id = ${head} and h.ended_at is null
        and h.from_at <= ${now} and h.until_at > ${now}))
    union select d.id from people.department d join headed on d.parent_id = headed.id where d.closed_at is null)
  select p.id from people.person p where p.id <> ${head}
    and (p.manager_id = ${head} or p.department_id in (select id from headed))`

export interface ListWish {
  readonly page: number
  readonly size: number
  readonly state: 'open' | 'overdue' | 'settled'
  readonly kind?: string | undefined
  readonly ownerId?: string | undefined
}

const whose = (person: string, tab: 'own' | 'people', now: Date): Sql =>
  tab === 'own'
    ? sql`d.owner_id = ${person}`
    : sql`(d.owner_id in (${peopleUnder(person, now)}) or exists (
        select from duties.reminder m where m.duty_id = d.id and m.stage = 'escalated' and m.person_id = ${person}))`

const inState = (state: ListWish['state'], now: Date): Sql =>
  state === 'settled'
    ? sql`d.settled_at is not null`
    : state === 'open'
      ? sql`d.settled_at is null`
      : sql`d.settled_at is null and d.due_at < ${now}`

/** One page of duties: a person's own, or those of the people the person looks after. */
export async function listDuties(
  r: Reader,
  of: { readonly person: string; readonly tab: 'own' | 'people'; readonly now: Date },
  q: ListWish,
): Promise<{ total: number; rows: (StoredDuty & { escalated: boolean })[] }> {
  const where = sql`${whose(of.person, of.tab, of.now)} and ${inState(q.state, of.now)}
    and (${q.kind ?? null}::text is null or d.kind = ${q.kind ?? null})
    and (${q.ownerId ?? null}::uuid is null or d.owner_id = ${q.ownerId ?? null})`
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from duties.duty d where ${where}`,
  )
  const order = q.state === 'settled' ? sql`d.settled_at desc, d.id` : sql`d.due_at, d.id`
  const rows = await r.rows<StoredDuty & { escalated: boolean }>(sql`
    select ${columns}, exists (select from duties.reminder m where m.duty_id = d.id and m.stage = 'escalated') as escalated
    from duties.duty d where ${where} order by ${order} limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted!.total, rows }
}

export interface DutyCounts {
  readonly open: number
  readonly overdue: number
  readonly people: number
  readonly peopleOverdue: number
}

/** Figures for the home desk: own, and of the people the person looks after. */
export async function countDuties(r: Reader, person: string, now: Date): Promise<DutyCounts> {
  const row = await r.row<DutyCounts>(sql`select
    (select count(*) from duties.duty d where d.owner_id = ${person} and d.settled_at is null)::int as open,
    (select count(*) from duties.duty d where d.owner_id = ${person} and d.settled_at is null and d.due_at < ${now})::int as overdue,
    (select count(*) from duties.duty d where ${whose(person, 'people', now)} and d.settled_at is null)::int as people,
    (select count(*) from duties.duty d where ${whose(person, 'people', now)} and d.settled_at is null and d.due_at < ${now})::int
      as "peopleOverdue"`)
  return row!
}

/** How many duties are open and overdue under each clause. */
export const countByClause = (
  r: Reader,
  now: Date,
): Promise<{ clause: string; open: number; overdue: number }[]> =>
  r.rows(sql`select clause, count(*)::int as open, (count(*) filter (where due_at < ${now}))::int as overdue
    from duties.duty where settled_at is null group by clause`)

/** Subjects about which a duty of this kind is open. */
export const openSubjects = async (r: Reader, kind: string): Promise<string[]> =>
  (
    await r.rows<{ subject: string }>(
      sql`select subject from duties.duty where kind = ${kind} and settled_at is null order by subject`,
    )
  ).map((row) => row.subject)
