import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { todayOf } from '../facts.ts'
import { lockPerson } from '../store/persons.ts'
import type { ThingAct, ThingBody } from '../wire/issued.ts'
import { closeThing, insertThing, lockThing, stopCard } from './store.ts'

type Actor = Pick<Caller, 'personId'>

async function asked(
  context: Context,
  w: Writer,
  caller: Actor,
  thing: { readonly id: string; readonly holderId: string },
  detail: Readonly<Record<string, unknown>>,
  verb: 'keep-things' | 'stop-card' = 'keep-things',
): Promise<Refusal | undefined> {
  const act = await actOf(context, w, caller, { verb, subjectPerson: thing.holderId })
  const answer = context.house.gate.askIn(w, act.question, act.facts, {
    subject: thing.id,
    detail: { ...detail, holder: thing.holderId },
  })
  return isRefusal(answer) ? answer : undefined
}

/**
 * Records that a thing was handed out. One thing is in one person's hands: a number that is out already is refused.
 * @throws Mistake `people.thing-out`, `people.thing-days`, `people.has-left`, `people.not-found`
 */
export async function handOut(
  context: Context,
  caller: Actor,
  body: ThingBody,
): Promise<{ id: string } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const id = newId(house.clock.now().getTime())
    // Whoever is leaving at this moment is through before, or takes nothing more.
    const holder = await lockPerson(w, body.holderId)
    const refused = await asked(
      context,
      w,
      caller,
      { id, holderId: body.holderId },
      { change: 'out', kind: body.kind },
    )
    if (refused !== undefined) return refused
    if (holder === undefined) throw notFound('holderId')
    if (holder.leftAt !== null) throw conflict('people.has-left', 'holderId')
    if (body.outOn > todayOf(house) || (body.dueOn !== null && body.dueOn < body.outOn))
      throw new Mistake('people.thing-days', { field: body.outOn > todayOf(house) ? 'outOn' : 'dueOn' })
    const made = await insertThing(w, { id, ...body, by: caller.personId })
    if (made === 0) throw conflict('people.thing-out', 'tag', { tag: body.tag })
    return { id }
  })
}

/**
 * A thing came back or is lost, or a door card was stopped. A card that came back is no danger; a lost one stays on the
 * list of cards to stop.
 * @throws Mistake `people.not-found`, `people.thing-closed`, `people.thing-no-card`
 */
export async function settleThing(
  context: Context,
  caller: Actor,
  id: string,
  act: ThingAct,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const thing = await lockThing(w, id)
    if (thing === undefined) throw notFound()
    const verb = act === 'stopped' ? 'stop-card' : 'keep-things'
    const refused = await asked(context, w, caller, thing, { change: act, kind: thing.kind }, verb)
    if (refused !== undefined) return refused
    const at = house.clock.now()
    if (act === 'stopped') {
      if (thing.kind !== 'card') throw new Mistake('people.thing-no-card', { field: 'act' })
      if ((await stopCard(w, id, caller.personId, at)) === 0) throw conflict('people.thing-closed', '')
      return { done: true }
    }
    if ((await closeThing(w, id, act, caller.personId, at)) === 0) throw conflict('people.thing-closed', '')
    if (act === 'returned' && thing.kind === 'card') await stopCard(w, id, caller.personId, at)
    return { done: true }
  })
}
