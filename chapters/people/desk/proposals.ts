import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, type Context, notFound } from '../context.ts'
import { dismissProposal } from '../store/handovers.ts'

/** Somebody proposed as a leaver is still here. @throws Mistake `people.not-found` */
export async function dismissProposed(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  personId: string,
): Promise<{ readonly done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: personId })
    const answer = house.gate.askIn(w, act.question, act.facts, {
      subject: personId,
      detail: { change: 'stays' },
    })
    if (isRefusal(answer)) return answer
    if ((await dismissProposal(w, personId, house.clock.now())) === 0) throw notFound()
    return { done: true as const }
  })
}
