import type { Writer } from '../../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../../floor/errors.ts'
import type { Caller } from '../../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../../context.ts'
import { managerOf, namesOf } from '../../facts.ts'
import { lockPerson } from '../../store/persons.ts'
import { holdReview, insertDecision, type Item, readItem, type Review } from '../../store/review.ts'
import { mistakes } from '../../texts.ts'
import type { DecidedMany } from '../../wire/review.ts'
import { type Capacity, officeHolders, reviewersOf, superiorsOf } from './reviewers.ts'
import { rightsHeld, rightsOf } from './rights.ts'

type Actor = Pick<Caller, 'personId'>

export interface Choice {
  readonly decision: 'confirm' | 'remove'
  readonly reason: string
  /** Leave the right alone when it has been used within the days of the campaign. */
  readonly onlyUnused?: boolean
}

type Decided = { readonly outcome: 'kept' | 'removed' | 'gone' }

/**
 * Confirms or removes one right. Who its reviewer is, is looked up at this moment, so that whoever was manager when the
 * campaign was opened decides nothing after having lost the office. Decisions about one person's rights come one after
 * the other, and each right is decided once. A right that had ended elsewhere is recorded as such.
 * @throws Mistake `people.not-found`, `people.review-closed`, `people.review-decided`, `people.review-used`, and what
 * keeps a right where it is, e.g. `people.last-holder`
 */
export async function decideRight(
  context: Context,
  caller: Actor,
  itemId: string,
  choice: Choice,
): Promise<Decided | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const before = await readItem(w, itemId)
    if (before === undefined) throw notFound()
    const review = await holdReview(w, before.reviewId, 'share')
    await lockPerson(w, before.personId)
    // Once more, now that nobody else can decide about this person's rights.
    const item = (await readItem(w, itemId))!
    const { people, capacity } = await reviewersNow(context, w, review!, item)
    const act = await actOf(context, w, caller, {
      verb: 'review-rights',
      subjectPerson: item.personId,
      reviewers: people,
    })
    const { kind, reference } = item
    const detail = {
      review: review!.id,
      item: itemId,
      kind,
      right: reference,
      decision: choice.decision,
      capacity,
    }
    const answer = house.gate.askIn(w, act.question, act.facts, { subject: item.personId, detail })
    if (isRefusal(answer)) return answer
    if (review!.closedAt !== null) throw conflict('people.review-closed', '')
    if (item.outcome !== null) throw conflict('people.review-decided', '')
    const outcome = await carryOut(context, w, caller, review!, item, choice)
    if (outcome === 'gone') house.gate.note(w, 'right-already-ended', { review: review!.id, item: itemId })
    const { decision, reason } = choice
    const at = house.clock.now()
    await insertDecision(w, { itemId, decision, outcome, capacity, reason, by: caller.personId, at })
    return { outcome }
  })
}

/** Who may decide at this moment, the superiors included once the campaign is long overdue. */
async function reviewersNow(
  context: Context,
  w: Writer,
  review: Review,
  item: Item,
): Promise<{ people: readonly string[]; capacity: Capacity }> {
  const { house } = context
  const holders = await officeHolders(w, house)
  const first = reviewersOf(item, await managerOf(w, house, item.personId), holders)
  if (house.clock.now() < review.escalatesAt) return first
  const reviewing = first.people[0]
  const above = reviewing === undefined ? undefined : await managerOf(w, house, reviewing)
  const more = superiorsOf(item, first, above, holders)
  return { people: [...first.people, ...more.people], capacity: first.capacity }
}

async function carryOut(
  context: Context,
  w: Writer,
  caller: Actor,
  review: Review,
  item: Item,
  choice: Choice,
): Promise<Decided['outcome']> {
  const people = [item.personId]
  const isMeant = (right: { readonly kind: string; readonly reference: string }): boolean =>
    right.kind === item.kind && right.reference === item.reference
  if (!(await rightsHeld(context, w, people)).some(isMeant)) return 'gone'
  if (choice.decision === 'confirm') return 'kept'
  const isUsed = async (): Promise<boolean> =>
    (await rightsOf(context, w, people, review.unusedDays)).find(isMeant)?.suggested !== true
  if (choice.onlyUnused === true && (await isUsed())) throw conflict('people.review-used', '')
  const kind = context.holdings.get(item.kind)?.review
  if (kind === undefined) throw conflict('people.review-unknown-kind', '')
  if (!(await kind.remove(w, item, caller.personId))) return 'gone'
  await context.review.notify(w, [item.personId], 'right-removed', {
    link: '/account',
    values: { number: review.number },
  })
  return 'removed'
}

/**
 * Decides on many rights, each in a transaction of its own: one that has to stay does not keep the others, and is named
 * in the answer with the reason.
 */
export async function decideMany(
  context: Context,
  caller: Actor,
  items: readonly string[],
  choice: Choice,
): Promise<DecidedMany> {
  if (choice.onlyUnused === true) await context.review.meter.settle()
  const left: { id: string; code: string }[] = []
  let done = 0
  for (const id of new Set(items)) {
    const code = await codeOf(decideRight(context, caller, id, choice))
    if (code === undefined) done += 1
    else left.push({ id, code })
  }
  return { done, left: await named(context, left) }
}

/** The code of what kept one from being decided; undefined when nothing did. */
async function codeOf(work: Promise<Decided | Refusal>): Promise<string | undefined> {
  try {
    return isRefusal(await work) ? 'people.review-refused' : undefined
  } catch (error) {
    if (error instanceof Mistake) return error.code
    throw error
  }
}

async function named(
  context: Context,
  left: readonly { readonly id: string; readonly code: string }[],
): Promise<DecidedMany['left']> {
  return await context.house.db.read(async (r) => {
    const rows: DecidedMany['left'] = []
    for (const { id, code } of left) {
      const text = mistakes[code] ?? { zh: code, en: code }
      const item = code === 'people.review-refused' ? undefined : await readItem(r, id)
      // Whoever was refused learns nothing about whose right it is.
      const person =
        item === undefined ? '' : ((await namesOf(r, [item.personId])).get(item.personId)?.name ?? '')
      const title = item?.title ?? { zh: '', en: '' }
      rows.push({ id, person, title, code, zh: text.zh, en: text.en })
    }
    return rows
  })
}
