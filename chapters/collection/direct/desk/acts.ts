import type { Writer } from '../../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../../floor/errors.ts'
import type { ActVerb, Facts } from '../../../../gate/index.ts'
import { factsAbout } from '../../context.ts'
import type { DirectContext } from '../context.ts'

/** Asks the gate for one act of this part, in the transaction that changes something; a refusal is recorded there. */
export async function refusedAct(
  ctx: DirectContext,
  w: Writer,
  actor: string,
  verb: Extract<ActVerb, 'edit-form' | 'publish-form' | 'decide-submission'>,
  o: {
    readonly subject: string
    readonly act?: Omit<NonNullable<Facts['act']>, 'verb'>
    readonly detail?: Readonly<Record<string, unknown>>
  },
): Promise<Refusal | undefined> {
  const facts = await factsAbout(ctx, actor, { verb, ...o.act }, w)
  const question = { actor, verb, fields: [], at: ctx.house.clock.now().getTime() }
  const answer = ctx.house.gate.askIn(w, question, facts, {
    subject: o.subject,
    ...(o.detail === undefined ? {} : { detail: o.detail }),
  })
  return isRefusal(answer) ? answer : undefined
}

/** There is no such form, or none that the address may show. */
export const noForm = (): Mistake => new Mistake('form.none', { status: 404 })
