import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { act } from '../desk/act.ts'
import type { Outcome } from '../types.ts'
import type { WishesReply } from '../wire/outside.ts'
import { deedOf } from './calls.ts'
import type { OutsideParts } from './inbound.ts'
import * as store from './store.ts'

/** What was handed in elsewhere in the person's name. */
export async function showWishes(
  parts: OutsideParts,
  caller: Pick<Caller, 'personId'>,
  q: { page: number; size: number },
): Promise<WishesReply> {
  const { house, forms } = parts.context
  const { total, rows } = await house.db.read((r) => store.listWishes(r, caller.personId, q))
  return {
    total,
    rows: rows.map(
      ({ id, link, instanceId, number, form, decision, opinion, state, askedAt, answeredAt }) => ({
        id,
        link,
        instanceId,
        number,
        decision,
        opinion,
        state,
        formName: forms.get(form)?.name ?? null,
        askedAt: askedAt.toISOString(),
        answeredAt: answeredAt?.toISOString() ?? null,
      }),
    ),
  }
}

async function openWish(
  parts: OutsideParts,
  caller: Pick<Caller, 'personId'>,
  id: string,
): Promise<store.Wish> {
  const wish = await parts.context.house.db.read((r) => store.readWish(r, id, caller.personId))
  if (wish === undefined) throw new Mistake('outside.no-wish', { status: 404 })
  return wish
}

/** The person confirms: from here on it is their own decision, with all its guards. */
export async function confirmWish(
  parts: OutsideParts,
  caller: Caller,
  id: string,
): Promise<Outcome | Refusal> {
  const { house } = parts.context
  const wish = await openWish(parts, caller, id)
  const deed = deedOf(wish.taskId, { ...wish, hash: wish.snapshotHash })
  const outcome = await act(parts.context, caller, wish.instanceId, deed)
  if (!isRefusal(outcome))
    await house.db.transact((w) => store.answerWish(w, id, 'confirmed', house.clock.now()))
  return outcome
}

/** The person does not stand by it: nothing is decided, the task stays open. */
export async function dropWish(
  parts: OutsideParts,
  caller: Pick<Caller, 'personId'>,
  id: string,
): Promise<{ done: true }> {
  const { house } = parts.context
  const wish = await openWish(parts, caller, id)
  return await house.db.transact(async (w) => {
    if (!(await store.answerWish(w, id, 'dropped', house.clock.now())))
      throw new Mistake('outside.no-wish', { status: 404 })
    house.gate.note(w, 'outside-wish-dropped', { actor: caller.personId, application: wish.instanceId })
    return { done: true as const }
  })
}
