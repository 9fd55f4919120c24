import type { Reader, Writer } from '../../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Caller } from '../../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../../context.ts'
import { todayOf } from '../../facts.ts'
import {
  closeReview,
  countReviews,
  departmentsOfPeople,
  holdReview,
  insertItems,
  insertReview,
  openItems,
  openReview,
  readReviewSettings,
  type Review,
  writeReviewSettings,
} from '../../store/review.ts'
import type { ReviewSettings } from '../../wire/review.ts'
import { addWorkingDays } from '../calendar.ts'
import { readChart } from './reviewers.ts'
import { rightsOf } from './rights.ts'

type Actor = Pick<Caller, 'personId'>

/** Working days after the due day from which on the reviewers' superiors may decide as well. */
const escalationDays = 3

/** `2026Q4` for a day of that quarter. */
export const quarterOf = (day: string): string =>
  `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`

/** The rules of the review in force. */
export const reviewSettingsNow = (context: Context): Promise<ReviewSettings> =>
  context.house.db.read((r) => readReviewSettings(r))

/** Lays down other rules of the review (security administrator); a campaign that runs keeps those it was opened with. */
export async function changeReviewSettings(
  context: Context,
  caller: Actor,
  settings: ReviewSettings,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'manage-reviews' })
    const before = await readReviewSettings(w, 'and hold them')
    const detail = { change: 'rules', before: { ...before }, ...settings }
    const answer = house.gate.askIn(w, act.question, act.facts, { detail })
    if (isRefusal(answer)) return answer
    await writeReviewSettings(w, settings, caller.personId, house.clock.now())
    return { done: true as const }
  })
}

/**
 * Opens a campaign by hand (security administrator): everything that everybody holds now is written down, and whoever
 * reviews is told. @throws Mistake `people.review-open` while another one runs
 */
export async function openByHand(
  context: Context,
  caller: Actor,
  reason: string,
): Promise<{ id: string; number: string; rights: number } | Refusal> {
  const { house } = context
  await context.review.meter.settle()
  return await house.db.transact(async (w) => {
    const id = newId(house.clock.now().getTime())
    const act = await actOf(context, w, caller, { verb: 'manage-reviews' })
    const detail = { change: 'open', review: id, quarter: quarterOf(todayOf(house)) }
    const answer = house.gate.askIn(w, act.question, act.facts, { detail })
    if (isRefusal(answer)) return answer
    const settings = await readReviewSettings(w, 'and hold them')
    if ((await openReview(w)) !== undefined) throw conflict('people.review-open', '')
    return await openIn(context, w, settings, { id, by: caller.personId, reason })
  })
}

/** Opens a campaign inside a transaction that holds the settings and has found none open. */
export async function openIn(
  context: Context,
  w: Writer,
  settings: ReviewSettings,
  o: { readonly id: string; readonly by: string | null; readonly reason: string },
): Promise<{ id: string; number: string; rights: number }> {
  const { house } = context
  const at = house.clock.now()
  const quarter = quarterOf(todayOf(house))
  const dueAt = await addWorkingDays(w, house.timeZone, at, settings.dueDays)
  const review: Review = {
    id: o.id,
    number: numberOf(quarter, (await countReviews(w, quarter)) + 1),
    quarter,
    openedAt: at,
    openedBy: o.by,
    reason: o.reason,
    dueAt,
    escalatesAt: await addWorkingDays(w, house.timeZone, dueAt, escalationDays),
    unusedDays: settings.unusedDays,
    closedAt: null,
    closedBy: null,
    closeReason: '',
  }
  await insertReview(w, review)
  const found = await writeItems(context, w, review)
  house.gate.note(w, 'rights-review-opened', {
    review: review.id,
    number: review.number,
    quarter,
    by: o.by ?? 'clockwork',
    due: dueAt.toISOString(),
    ...found,
  })
  const open = await openCounts(context, w, review)
  for (const [reviewer, count] of open.byReviewer)
    await context.review.notify(w, [reviewer], 'rights-review', {
      link: '/rights-review',
      values: { number: review.number, count },
    })
  return { id: review.id, number: review.number, rights: found.rights }
}

/** `FH-2026-0401`: 复核, the year, the quarter and the campaign within it. */
const numberOf = (quarter: string, nth: number): string =>
  `FH-${quarter.slice(0, 4)}-0${quarter.slice(5)}${String(nth).padStart(2, '0')}`

async function writeItems(
  context: Context,
  w: Writer,
  review: Review,
): Promise<{ people: number; rights: number; suggested: number }> {
  const rights = await rightsOf(context, w, undefined, review.unusedDays)
  const people = [...new Set(rights.map((right) => right.personId))]
  const departments = await departmentsOfPeople(w, people)
  await insertItems(
    w,
    rights.map((right) => ({
      id: newId(review.openedAt.getTime()),
      reviewId: review.id,
      personId: right.personId,
      departmentId: departments.get(right.personId) ?? null,
      kind: right.kind,
      reference: right.reference,
      office: right.office ?? null,
      title: right.title,
      since: right.since,
      givenBy: right.givenBy,
      usedAt: right.lastUsedAt,
      suggested: right.suggested,
    })),
  )
  const suggested = rights.filter((right) => right.suggested).length
  return { people: people.length, rights: rights.length, suggested }
}

/** How many open rights each reviewer has, and after the escalation their superiors. */
export async function openCounts(
  context: Context,
  r: Reader,
  review: Review,
): Promise<{ byReviewer: Map<string, number>; bySuperior: Map<string, number>; nobody: number }> {
  const chart = await readChart(r, context.house)
  const [byReviewer, bySuperior] = [new Map<string, number>(), new Map<string, number>()]
  let nobody = 0
  for (const item of await openItems(r, review.id)) {
    const { people } = chart.reviewers(item)
    if (people.length === 0) nobody += 1
    for (const id of people) byReviewer.set(id, (byReviewer.get(id) ?? 0) + 1)
    for (const id of chart.superiors(item).people) bySuperior.set(id, (bySuperior.get(id) ?? 0) + 1)
  }
  return { byReviewer, bySuperior, nobody }
}

/**
 * Closes a campaign (security administrator). While rights are open it may be closed only after the due day: what is
 * open then stays undecided in the record, for the auditor to see.
 * @throws Mistake `people.not-found`, `people.review-closed`, `people.review-not-due`
 */
export async function closeByHand(
  context: Context,
  caller: Actor,
  id: string,
  reason: string,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const review = await holdReview(w, id, 'update')
    if (review === undefined) throw notFound()
    const open = await openItems(w, id)
    const act = await actOf(context, w, caller, { verb: 'manage-reviews' })
    const detail = { change: 'close', review: id, open: open.length }
    const answer = house.gate.askIn(w, act.question, act.facts, { detail })
    if (isRefusal(answer)) return answer
    if (review.closedAt !== null) throw conflict('people.review-closed', '')
    if (open.length > 0 && house.clock.now() < review.dueAt)
      throw conflict('people.review-not-due', '', { count: open.length })
    await closeIn(context, w, review, { by: caller.personId, reason, open: open.length })
    return { done: true as const }
  })
}

/** Closes a campaign that is held, and notes it. */
export async function closeIn(
  context: Context,
  w: Writer,
  review: Review,
  c: { readonly by: string | null; readonly reason: string; readonly open: number },
): Promise<void> {
  const { house } = context
  await closeReview(w, review.id, { at: house.clock.now(), by: c.by, reason: c.reason })
  house.gate.note(w, 'rights-review-closed', {
    review: review.id,
    number: review.number,
    by: c.by ?? 'clockwork',
    open: c.open,
  })
}
