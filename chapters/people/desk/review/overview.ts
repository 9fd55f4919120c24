import type { Reader } from '../../../../floor/database/index.ts'
import type { Caller } from '../../../../gate/index.ts'
import { type Context, notFound } from '../../context.ts'
import { namesOf } from '../../facts.ts'
import { readCompany } from '../../store/company.ts'
import { readDepartments } from '../../store/departments.ts'
import { matches } from '../../store/persons.ts'
import {
  type Item,
  type ItemFilter,
  itemsForRecord,
  listItems,
  listReviews,
  readReview,
  type Review,
  tallies,
  type Tally,
} from '../../store/review.ts'
import type { CampaignRow, CampaignView, ReviewItemRow, ReviewRecord } from '../../wire/review.ts'
import { type Chart, readChart } from './reviewers.ts'
import { campaignOf, handsOf } from './show.ts'

/** Rows of the printed record; what is beyond is counted on it. */
const recordMost = 2000

/** Every campaign, the latest first. */
export async function reviews(
  context: Context,
  q: { readonly page: number; readonly size: number },
): Promise<{ total: number; rows: CampaignRow[] }> {
  const { house } = context
  return await house.db.read(async (r) => {
    const found = await listReviews(r, q.page, q.size)
    const names = await namesOf(r, handsOf(found))
    return {
      total: found[0]?.total ?? 0,
      rows: found.map((one) => ({
        ...campaignOf(one, names, house.clock.now()),
        items: one.items,
        decided: one.decided,
        removed: one.removed,
      })),
    }
  })
}

/** How far a campaign is: by department, and who still has something to decide. @throws Mistake `people.not-found` */
export async function reviewView(
  context: Context,
  caller: Pick<Caller, 'roles'>,
  id: string,
): Promise<CampaignView> {
  return await context.house.db.read(async (r) => await viewOf(context, r, caller, await existing(r, id)))
}

async function existing(r: Reader, id: string): Promise<Review> {
  const review = await readReview(r, id)
  if (review === undefined) throw notFound()
  return review
}

async function viewOf(
  context: Context,
  r: Reader,
  caller: Pick<Caller, 'roles'>,
  review: Review,
): Promise<CampaignView> {
  const { house } = context
  const now = house.clock.now()
  const rows = await tallies(r, review.id)
  const waiting =
    review.closedAt === null ? await reviewersWaiting(r, context, rows) : { reviewers: [], nobody: 0 }
  const departments = new Map((await readDepartments(r)).map((one) => [one.id, one.name]))
  const all = sum(rows)
  return {
    campaign: campaignOf(review, await namesOf(r, handsOf([review])), now),
    counts: all,
    departments: [...new Set(rows.map((row) => row.departmentId))]
      .map((one) => ({
        id: one,
        name: one === null ? '' : (departments.get(one) ?? ''),
        ...sum(rows.filter((row) => row.departmentId === one)),
      }))
      .toSorted((a, b) => b.open - a.open || a.name.localeCompare(b.name)),
    ...waiting,
    mayClose:
      review.closedAt === null &&
      caller.roles.includes('security-admin') &&
      (all.open === 0 || now >= review.dueAt),
  }
}

function sum(rows: readonly Tally[]): CampaignView['counts'] {
  const total = (of: 'open' | 'suggested' | 'kept' | 'removed' | 'gone'): number =>
    rows.reduce((all, row) => all + row[of], 0)
  const [open, kept, removed, gone] = [total('open'), total('kept'), total('removed'), total('gone')]
  return { items: open + kept + removed + gone, open, suggested: total('suggested'), kept, removed, gone }
}

async function reviewersWaiting(
  r: Reader,
  context: Context,
  rows: readonly Tally[],
): Promise<Pick<CampaignView, 'reviewers' | 'nobody'>> {
  const chart = await readChart(r, context.house)
  const open = new Map<string, { count: number; capacity: CampaignView['reviewers'][number]['capacity'] }>()
  let nobody = 0
  for (const row of rows.filter((one) => one.open > 0)) {
    const { people, capacity } = chart.reviewers(row)
    if (people.length === 0) nobody += row.open
    for (const id of people) open.set(id, { count: (open.get(id)?.count ?? 0) + row.open, capacity })
  }
  const names = await namesOf(r, [...open.keys()])
  const reviewers = [...open].map(([id, { count, capacity }]) => ({
    id,
    name: names.get(id)?.name ?? '',
    employeeNo: names.get(id)?.employeeNo ?? '',
    capacity,
    open: count,
  }))
  return {
    reviewers: reviewers.toSorted((a, b) => b.open - a.open || a.employeeNo.localeCompare(b.employeeNo)),
    nobody,
  }
}

/** The rights of a campaign, page by page. @throws Mistake `people.not-found` */
export async function reviewItems(
  context: Context,
  id: string,
  filter: ItemFilter,
): Promise<{ total: number; rows: ReviewItemRow[] }> {
  return await context.house.db.read(async (r) => {
    const review = await existing(r, id)
    const { total, rows } = await listItems(r, id, filter, matches(filter.q))
    return { total, rows: await rowsOf(context, r, review, rows) }
  })
}

async function rowsOf(
  context: Context,
  r: Reader,
  review: Review,
  items: readonly Item[],
): Promise<ReviewItemRow[]> {
  const waiting = review.closedAt === null && items.some((item) => item.outcome === null)
  const chart = waiting ? await readChart(r, context.house) : undefined
  const involved = items.map((item) => ({ item, ...whoOf(item, chart) }))
  const names = await namesOf(
    r,
    involved.flatMap(({ item, people }) =>
      [item.personId, item.givenBy, ...people].filter((one) => one !== null),
    ),
  )
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id)?.name ?? null))
  return involved.map(({ item, people, capacity }) => ({
    id: item.id,
    person: nameOf(item.personId) ?? '',
    employeeNo: names.get(item.personId)?.employeeNo ?? '',
    department: names.get(item.personId)?.department ?? '',
    kind: item.kind,
    title: item.title,
    since: item.since?.toISOString() ?? null,
    givenBy: nameOf(item.givenBy),
    usedAt: item.usedAt?.toISOString() ?? null,
    suggested: item.suggested,
    state: item.outcome ?? 'open',
    reviewers: people.flatMap((one) => nameOf(one) ?? []),
    capacity,
    reason: item.decisionReason ?? '',
    decidedAt: item.decidedAt?.toISOString() ?? null,
  }))
}

/** Who decides, or decided; nobody for what ended by itself or stayed open at the close. */
function whoOf(item: Item, chart: Chart | undefined): { people: readonly string[]; capacity: string } {
  if (item.outcome !== null)
    return { people: item.decidedBy === null ? [] : [item.decidedBy], capacity: item.capacity ?? '' }
  return chart?.reviewers(item) ?? { people: [], capacity: 'nobody' }
}

/** A campaign to be printed and filed: the figures, and every right that was removed, had ended, or stayed open. */
export async function reviewRecord(
  context: Context,
  caller: Pick<Caller, 'roles'>,
  id: string,
): Promise<ReviewRecord> {
  return await context.house.db.read(async (r) => {
    const review = await existing(r, id)
    const view = await viewOf(context, r, caller, review)
    const items = await itemsForRecord(r, id, recordMost)
    const { open, removed, gone } = view.counts
    return {
      company: (await readCompany(r))?.name ?? '',
      view,
      rows: await rowsOf(context, r, review, items),
      more: Math.max(0, open + removed + gone - items.length),
    }
  })
}
