import type { Reader } from '../../../../floor/database/index.ts'
import type { Caller } from '../../../../gate/index.ts'
import type { Context } from '../../context.ts'
import { namesOf } from '../../facts.ts'
import { decidedBy, type Item, lastSignIns, openItems, openReview, type Review } from '../../store/review.ts'
import type { OwnReview, RightToReview } from '../../wire/review.ts'
import { campaignOf } from './show.ts'
import { readChart } from './reviewers.ts'
import { keyOf, type RightFound, rightsOf } from './rights.ts'

/** Rights shown at once; a manager of more people gets the next when these are decided. */
const shownMost = 400
const decidedMost = 100

interface Own extends Item {
  readonly reviewer: RightToReview['capacity']
}

/** What lies with a reviewer in the campaign that runs, person by person, with the use of each right as it is now. */
export async function ownReview(context: Context, caller: Pick<Caller, 'personId'>): Promise<OwnReview> {
  const { house } = context
  return await house.db.read(async (r) => {
    const review = await openReview(r)
    if (review === undefined) return { review: null, people: [], open: 0, decided: [] }
    const all = await ownItems(context, r, review, caller.personId)
    const own = all.slice(0, shownMost)
    const decided = await decidedBy(r, review.id, caller.personId, decidedMost)
    const ids = [...own, ...decided].flatMap((item) => [item.personId, item.givenBy ?? []].flat())
    const names = await namesOf(r, [...ids, review.openedBy ?? [], review.closedBy ?? []].flat())
    return {
      review: campaignOf(review, names, house.clock.now()),
      people: await grouped(context, r, review, own, names),
      open: all.length,
      decided: decided.map((item) => ({
        id: item.id,
        person: names.get(item.personId)?.name ?? '',
        title: item.title,
        outcome: item.outcome ?? 'kept',
        reason: item.decisionReason ?? '',
        at: (item.decidedAt ?? review.openedAt).toISOString(),
      })),
    }
  })
}

async function ownItems(context: Context, r: Reader, review: Review, me: string): Promise<Own[]> {
  const chart = await readChart(r, context.house)
  const escalated = context.house.clock.now() >= review.escalatesAt
  return (await openItems(r, review.id)).flatMap((item) => {
    const first = chart.reviewers(item)
    const mine = first.people.includes(me) || (escalated && chart.superiors(item).people.includes(me))
    return mine && item.personId !== me ? [{ ...item, reviewer: first.capacity }] : []
  })
}

async function grouped(
  context: Context,
  r: Reader,
  review: Review,
  own: readonly Own[],
  names: Awaited<ReturnType<typeof namesOf>>,
): Promise<OwnReview['people']> {
  const people = [...new Set(own.map((item) => item.personId))]
  const now = new Map(
    (await rightsOf(context, r, people, review.unusedDays)).map((right) => [keyOf(right), right]),
  )
  const signIns = await lastSignIns(r, people)
  const rows = people.map((id) => {
    const name = names.get(id)
    return {
      id,
      name: name?.name ?? '',
      employeeNo: name?.employeeNo ?? '',
      department: name?.department ?? '',
      post: name?.post ?? '',
      lastSignInAt: signIns.get(id)?.toISOString() ?? null,
      rights: own
        .filter((item) => item.personId === id)
        .map((item) => shown(context, item, now.get(keyOf(item)), names)),
    }
  })
  return rows.toSorted((a, b) => a.employeeNo.localeCompare(b.employeeNo))
}

function shown(
  context: Context,
  item: Own,
  now: RightFound | undefined,
  names: Awaited<ReturnType<typeof namesOf>>,
): RightToReview {
  const usedAt = now === undefined ? item.usedAt : now.lastUsedAt
  return {
    id: item.id,
    kind: item.kind,
    kindTitle: { ...(context.holdings.get(item.kind)?.title ?? { zh: item.kind, en: item.kind }) },
    title: item.title,
    since: item.since?.toISOString() ?? null,
    givenBy: item.givenBy === null ? null : (names.get(item.givenBy)?.name ?? null),
    usedAt: usedAt?.toISOString() ?? null,
    suggested: now?.suggested ?? false,
    gone: now === undefined,
    capacity: item.reviewer,
  }
}
