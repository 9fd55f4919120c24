import type { Writer } from '../../../../floor/database/index.ts'
import { isUniqueViolation } from '../../../../floor/database/index.ts'
import { newId } from '../../../../floor/ids.ts'
import type { JobHandler } from '../../../../floor/jobs/index.ts'
import type { Context } from '../../context.ts'
import { todayOf } from '../../facts.ts'
import {
  countReviews,
  holdReview,
  insertDecision,
  insertReminders,
  openItems,
  openReview,
  readReviewSettings,
  type Review,
  setUpAt,
} from '../../store/review.ts'
import { dayIn, laterDay, momentIn } from '../../zone.ts'
import { addWorkingDays } from '../calendar.ts'
import { closeIn, openCounts, openIn, quarterOf } from './campaign.ts'
import { officeHolders } from './reviewers.ts'
import { keyOf, rightsHeld } from './rights.ts'

/** Kind of the daily job and when it runs. */
export const reviewKind = 'people.rights-review'
export const reviewSchedule = { name: reviewKind, cron: '20 7 * * *', kind: reviewKind } as const

/** Days of the quarter within which a campaign that was missed is made up for. */
const catchUpDays = 31
/** Before the due day reviewers are reminded once; afterwards once a week. */
const soonMs = 2 * 86_400_000
const weekMs = 7 * 86_400_000

/** Opens the campaign of the quarter, settles what has ended by itself, reminds and escalates, closes what is complete. */
export const watchReviews = (context: Context): JobHandler => ({
  long: async (_job, signal) => {
    await context.review.meter.settle()
    await openOfQuarter(context)
    if (signal.aborted) return
    await context.house.db.transact((w) => settle(context, w))
    if (signal.aborted) return
    await context.house.db.transact((w) => remind(context, w))
  },
})

/**
 * Opens the campaign of the quarter on its first working day, or within a month when the program did not run that day.
 * A company set up within the quarter has its first one in the next. One that still runs is closed as it is, its open
 * rights undecided. Two nodes that do it at once open one.
 */
async function openOfQuarter(context: Context): Promise<void> {
  const { house } = context
  const today = todayOf(house)
  const first = firstDayOf(today)
  const begin = momentIn(house.timeZone, first)
  try {
    await house.db.transact(async (w) => {
      const settings = await readReviewSettings(w, 'and hold them')
      const since = await setUpAt(w)
      if (!settings.automatic || since === undefined || since >= begin) return
      if (today > laterDay(first, catchUpDays) || (await countReviews(w, quarterOf(today))) > 0) return
      const workingDay = dayIn(house.timeZone, await addWorkingDays(w, house.timeZone, begin, 0))
      if (today < workingDay) return
      const before = await openReview(w)
      if (before !== undefined) {
        const open = (await openItems(w, before.id)).length
        await closeIn(context, w, before, { by: null, reason: '', open })
      }
      const id = newId(house.clock.now().getTime())
      await openIn(context, w, settings, { id, by: null, reason: '' })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
}

/** The first day of the quarter of a day. */
const firstDayOf = (day: string): string =>
  `${day.slice(0, 4)}-${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`

/** Rights that ended elsewhere need no decision; a campaign with nothing left to decide closes. */
async function settle(context: Context, w: Writer): Promise<void> {
  const { house } = context
  const running = await openReview(w)
  const review = running && (await holdReview(w, running.id, 'update'))
  if (review === undefined || review.closedAt !== null) return
  const open = await openItems(w, review.id)
  const held = new Set((await rightsHeld(context, w, undefined)).map(keyOf))
  const gone = open.filter((item) => !held.has(keyOf(item)))
  const at = house.clock.now()
  for (const item of gone)
    await insertDecision(w, {
      itemId: item.id, decision: null, outcome: 'gone', capacity: 'nobody', reason: '', by: null, at,
    }) // prettier-ignore
  if (gone.length > 0) house.gate.note(w, 'rights-review-settled', { review: review.id, gone: gone.length })
  if (open.length === gone.length) await closeIn(context, w, review, { by: null, reason: '', open: 0 })
}

async function remind(context: Context, w: Writer): Promise<void> {
  const { house } = context
  const review = await openReview(w)
  if (review === undefined) return
  const now = house.clock.now()
  if (now.getTime() < review.dueAt.getTime() - soonMs) return
  const { byReviewer, bySuperior } = await openCounts(context, w, review)
  const late = now > review.dueAt
  const stage = late ? 'overdue' : 'soon'
  await tell(context, w, review, {
    stage,
    day: stageDay(context, review, now),
    kind: `rights-review-${stage}`,
    counts: byReviewer,
  })
  if (now < review.escalatesAt) return
  const day = dayIn(house.timeZone, review.escalatesAt)
  const holders = await officeHolders(w, house)
  const watching = [...(holders.get('security-admin') ?? []), ...(holders.get('audit-admin') ?? [])]
  const total = (await openItems(w, review.id)).length
  const counts = new Map([...watching.map((id) => [id, total] as const), ...bySuperior])
  await tell(context, w, review, { stage: 'escalated', day, kind: 'rights-review-escalated', counts })
}

/** The due day before it is over; afterwards the first day of each week that has passed since. */
function stageDay(context: Context, review: Review, now: Date): string {
  const weeks = Math.max(0, Math.floor((now.getTime() - review.dueAt.getTime()) / weekMs))
  return laterDay(dayIn(context.house.timeZone, review.dueAt), weeks * 7)
}

async function tell(
  context: Context,
  w: Writer,
  review: Review,
  o: {
    readonly stage: 'soon' | 'overdue' | 'escalated'
    readonly day: string
    readonly kind: string
    readonly counts: ReadonlyMap<string, number>
  },
): Promise<void> {
  const people = await insertReminders(w, review.id, [...o.counts.keys()], o.stage, o.day)
  for (const id of people)
    await context.review.notify(w, [id], o.kind, {
      link: '/rights-review',
      values: { number: review.number, count: o.counts.get(id) ?? 0 },
    })
  if (people.length > 0)
    context.house.gate.note(w, 'rights-review-reminded', {
      review: review.id,
      stage: o.stage,
      people: people.length,
    })
}
