import { insertMany, type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { ReviewSettings } from '../wire/review.ts'

type Both = { readonly zh: string; readonly en: string }

export interface Review {
  readonly id: string
  readonly number: string
  readonly quarter: string
  readonly openedAt: Date
  /** Null: by the schedule. */
  readonly openedBy: string | null
  readonly reason: string
  readonly dueAt: Date
  /** From when on the reviewers' superiors may decide as well. */
  readonly escalatesAt: Date
  readonly unusedDays: number
  readonly closedAt: Date | null
  readonly closedBy: string | null
  readonly closeReason: string
}

const reviewColumns = sql`v.id, v.number, v.quarter, v.opened_at as "openedAt", v.opened_by as "openedBy", v.reason,
  v.due_at as "dueAt", v.escalates_at as "escalatesAt", v.unused_days as "unusedDays", v.closed_at as "closedAt",
  v.closed_by as "closedBy", v.close_reason as "closeReason"`

/** The rules of the review; `and hold them` keeps everybody else from opening a campaign until the transaction ends. */
export async function readReviewSettings(r: Reader, hold?: 'and hold them'): Promise<ReviewSettings> {
  const columns = sql`automatic, due_days as "dueDays", unused_days as "unusedDays"`
  const row = await r.row<ReviewSettings>(
    hold === undefined
      ? sql`select ${columns} from people.review_setting where id = 1`
      : sql`select ${columns} from people.review_setting where id = 1 for update`,
  )
  return row!
}

/** Puts other rules in force. */
export async function writeReviewSettings(w: Writer, s: ReviewSettings, by: string, at: Date): Promise<void> {
  await w.run(sql`update people.review_setting set automatic = ${s.automatic}, due_days = ${s.dueDays},
    unused_days = ${s.unusedDays}, changed_by = ${by}, changed_at = ${at} where id = 1`)
}

/** When the company was set up; undefined before that. */
export async function setUpAt(r: Reader): Promise<Date | undefined> {
  return (await r.row<{ at: Date }>(sql`select set_up_at as at from people.company`))?.at
}

/** The campaign that is open. */
export const openReview = (r: Reader): Promise<Review | undefined> =>
  r.row<Review>(sql`select ${reviewColumns} from people.rights_review v where v.closed_at is null`)

/** One campaign. */
export const readReview = (r: Reader, id: string): Promise<Review | undefined> =>
  r.row<Review>(sql`select ${reviewColumns} from people.rights_review v where v.id = ${id}`)

/** One campaign, kept as it is until the transaction ends: open ones are not closed meanwhile. */
export const holdReview = (w: Writer, id: string, how: 'share' | 'update'): Promise<Review | undefined> =>
  w.row<Review>(
    how === 'share'
      ? sql`select ${reviewColumns} from people.rights_review v where v.id = ${id} for share`
      : sql`select ${reviewColumns} from people.rights_review v where v.id = ${id} for update`,
  )

/** How many campaigns there were in a quarter. */
export async function countReviews(r: Reader, quarter: string): Promise<number> {
  const row = await r.row<{ n: number }>(
    sql`select count(*)::int as n from people.rights_review where quarter = ${quarter}`,
  )
  return row?.n ?? 0
}

/** Opens a campaign. */
export async function insertReview(w: Writer, v: Review): Promise<void> {
  await w.run(sql`insert into people.rights_review (id, number, quarter, opened_at, opened_by, reason, due_at, escalates_at, unused_days)
    values (${v.id}, ${v.number}, ${v.quarter}, ${v.openedAt}, ${v.openedBy}, ${v.reason}, ${v.dueAt}, ${v.escalatesAt}, ${v.unusedDays})`)
}

/** Closes a campaign for ever. */
export const closeReview = (
  w: Writer,
  id: string,
  c: { readonly at: Date; readonly by: string | null; readonly reason: string },
): Promise<number> =>
  w.run(sql`update people.rights_review set closed_at = ${c.at}, closed_by = ${c.by}, close_reason = ${c.reason}
    where id = ${id} and closed_at is null`)

export interface NewItem {
  readonly id: string
  readonly reviewId: string
  readonly personId: string
  readonly departmentId: string | null
  readonly kind: string
  readonly reference: string
  readonly office: string | null
  readonly title: Both
  readonly since: Date | null
  readonly givenBy: string | null
  readonly usedAt: Date | null
  readonly suggested: boolean
}

/** Writes down what everybody holds at the opening. */
export async function insertItems(w: Writer, items: readonly NewItem[]): Promise<void> {
  if (items.length === 0) return
  await insertMany(
    w,
    'people.rights_review_item',
    {
      id: 'uuid', review_id: 'uuid', person_id: 'uuid', department_id: 'uuid', kind: 'text', reference: 'text', office: 'text',
      title: 'jsonb', since: 'timestamptz', given_by: 'uuid', used_at: 'timestamptz', suggested: 'boolean',
    },
    items.map((i) => [
      i.id, i.reviewId, i.personId, i.departmentId, i.kind, i.reference, i.office, i.title, i.since,
      i.givenBy, i.usedAt, i.suggested,
    ]),
  ) // prettier-ignore
}

export interface Item extends NewItem {
  readonly decision: 'confirm' | 'remove' | null
  /** Null = open. */
  readonly outcome: 'kept' | 'removed' | 'gone' | null
  readonly capacity: string | null
  readonly decisionReason: string | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
}

const itemColumns = sql`i.id, i.review_id as "reviewId", i.person_id as "personId", i.department_id as "departmentId", i.kind,
  i.reference, i.office, i.title, i.since, i.given_by as "givenBy", i.used_at as "usedAt", i.suggested,
  d.decision, d.outcome, d.capacity, d.reason as "decisionReason", d.decided_by as "decidedBy", d.decided_at as "decidedAt"`
const itemsFrom = sql`people.rights_review_item i left join people.rights_review_decision d on d.item_id = i.id`

/** One right of a campaign with what was decided about it. */
export const readItem = (r: Reader, id: string): Promise<Item | undefined> =>
  r.row<Item>(sql`select ${itemColumns} from ${itemsFrom} where i.id = ${id}`)

/** The open rights of these people in a campaign, by person and kind; of everybody when none are named. */
export const openItems = (r: Reader, reviewId: string, people?: readonly string[]): Promise<Item[]> =>
  r.rows<Item>(sql`select ${itemColumns} from ${itemsFrom}
    where i.review_id = ${reviewId} and d.item_id is null
      and ${people === undefined ? sql`true` : sql`i.person_id = any(${[...people]}::uuid[])`}
    order by i.person_id, i.kind, i.id`)

/** What one person has decided in a campaign, the latest first. */
export const decidedBy = (r: Reader, reviewId: string, personId: string, most: number): Promise<Item[]> =>
  r.rows<Item>(sql`select ${itemColumns} from ${itemsFrom}
    where i.review_id = ${reviewId} and d.decided_by = ${personId} order by d.decided_at desc, i.id limit ${most}`)

export interface Tally {
  readonly personId: string
  readonly office: string | null
  readonly departmentId: string | null
  readonly open: number
  readonly suggested: number
  readonly kept: number
  readonly removed: number
  readonly gone: number
}

/** A campaign counted by person and office. */
export const tallies = (r: Reader, reviewId: string): Promise<Tally[]> =>
  r.rows<Tally>(sql`select i.person_id as "personId", i.office, i.department_id as "departmentId",
      count(*) filter (where d.item_id is null)::int as open,
      count(*) filter (where d.item_id is null and i.suggested)::int as suggested,
      count(*) filter (where d.outcome = 'kept')::int as kept, count(*) filter (where d.outcome = 'removed')::int as removed,
      count(*) filter (where d.outcome = 'gone')::int as gone
    from ${itemsFrom} where i.review_id = ${reviewId} group by 1, 2, 3`)

export interface ItemFilter {
  readonly state?: 'open' | 'suggested' | 'kept' | 'removed' | 'gone' | undefined
  readonly department?: string | undefined
  readonly q: string
  readonly page: number
  readonly size: number
}

const states: Readonly<Record<NonNullable<ItemFilter['state']>, Sql>> = {
  open: sql`d.item_id is null`,
  suggested: sql`d.item_id is null and i.suggested`,
  kept: sql`d.outcome = 'kept'`,
  removed: sql`d.outcome = 'removed'`,
  gone: sql`d.outcome = 'gone'`,
}

/** One page of a campaign's rights; open ones first, then the latest decided. */
export async function listItems(
  r: Reader,
  reviewId: string,
  f: ItemFilter,
  matching: Sql,
): Promise<{ total: number; rows: Item[] }> {
  const rows = await r.rows<Item & { total: number }>(sql`
    select count(*) over ()::int as total, ${itemColumns} from ${itemsFrom} join people.person p on p.id = i.person_id
    where i.review_id = ${reviewId} and ${f.state === undefined ? sql`true` : states[f.state]}
      and (${f.department ?? null}::uuid is null or i.department_id = ${f.department ?? null}::uuid) and ${matching}
    order by d.item_id is not null, d.decided_at desc, p.employee_no, i.kind, i.id limit ${f.size} offset ${(f.page - 1) * f.size}`)
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _total, ...row }) => row) }
}

/** Everything that was removed or had ended, and everything left open, for the printed record. */
export const itemsForRecord = (r: Reader, reviewId: string, most: number): Promise<Item[]> =>
  r.rows<Item>(sql`select ${itemColumns} from ${itemsFrom} join people.person p on p.id = i.person_id
    where i.review_id = ${reviewId} and d.outcome is distinct from 'kept'
    order by d.outcome nulls last, p.employee_no, i.kind, i.id limit ${most}`)

/** Campaigns, the latest first, with how far they are. */
export const listReviews = (
  r: Reader,
  page: number,
  size: number,
): Promise<(Review & { total: number; items: number; decided: number; removed: number })[]> =>
  r.rows(sql`select count(*) over ()::int as total, ${reviewColumns},
      (select count(*)::int from people.rights_review_item i where i.review_id = v.id) as items,
      (select count(*)::int from ${itemsFrom} where i.review_id = v.id and d.item_id is not null) as decided,
      (select count(*)::int from ${itemsFrom} where i.review_id = v.id and d.outcome = 'removed') as removed
    from people.rights_review v order by v.opened_at desc limit ${size} offset ${(page - 1) * size}`)

/** Decides on a right, once; a second decision breaks the primary key. */
export async function insertDecision(
  w: Writer,
  d: {
    readonly itemId: string
    readonly decision: 'confirm' | 'remove' | null
    readonly outcome: 'kept' | 'removed' | 'gone'
    readonly capacity: string
    readonly reason: string
    readonly by: string | null
    readonly at: Date
  },
): Promise<void> {
  await w.run(sql`insert into people.rights_review_decision (item_id, decision, outcome, capacity, reason, decided_by, decided_at)
    values (${d.itemId}, ${d.decision}, ${d.outcome}, ${d.capacity}, ${d.reason}, ${d.by}, ${d.at})`)
}

/** Notes that these people are reminded at that stage on that day. @returns those who were not yet */
export async function insertReminders(
  w: Writer,
  reviewId: string,
  people: readonly string[],
  stage: 'soon' | 'overdue' | 'escalated',
  day: string,
): Promise<string[]> {
  const rows = await w.rows<{ id: string }>(sql`
    insert into people.rights_review_reminder (review_id, person_id, stage, day)
    select ${reviewId}::uuid, v.id, ${stage}, ${day}::date from unnest(${[...new Set(people)]}::uuid[]) as v(id)
    on conflict do nothing returning person_id as id`)
  return rows.map((row) => row.id)
}

/** When each of these people signed in last. */
export async function lastSignIns(
  r: Reader,
  people: readonly string[],
): Promise<ReadonlyMap<string, Date | null>> {
  const rows = await r.rows<{ id: string; at: Date | null }>(
    sql`select person_id as id, last_sign_in_at as at from people.account where person_id = any(${[...people]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.at]))
}

/** The departments of people, for the snapshot. */
export async function departmentsOfPeople(
  r: Reader,
  people: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await r.rows<{ id: string; departmentId: string | null }>(
    sql`select id, department_id as "departmentId" from people.person where id = any(${[...people]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.departmentId]))
}
