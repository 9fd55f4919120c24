import type { Reader, Writer } from '../../../../floor/database/index.ts'
import { newId } from '../../../../floor/ids.ts'
import { type ActVerb, type Caller, isEmployed } from '../../../../gate/index.ts'
import { roleForAct } from '../../clauses/p6_1_duties.ts'
import type { Context } from '../../context.ts'
import { personFactsOf } from '../../facts.ts'
import { insertConfirmation } from '../../store/confirmations.ts'
import type { Waits } from '../../wire/confirmations.ts'

/** How long a wish waits for a second administrator. */
export const waitsMs = 7 * 86_400_000

/**
 * Keeps an act until a second administrator confirms it; an open wish about the same thing is replaced. Whoever
 * proposes has been asked for by the gate before, in this transaction, so that the wish stands in the ledger.
 */
export async function propose(
  context: Context,
  w: Writer,
  caller: Pick<Caller, 'personId'>,
  wish: {
    readonly kind: string
    readonly subject: string
    readonly content: Readonly<Record<string, unknown>>
  },
): Promise<Waits> {
  const proposedAt = context.house.clock.now()
  const id = newId(proposedAt.getTime())
  const expiresAt = new Date(proposedAt.getTime() + waitsMs)
  await insertConfirmation(w, { ...wish, id, proposedBy: caller.personId, proposedAt, expiresAt })
  return { done: false, confirmation: id }
}

/**
 * Whether somebody who proposed an act still works here and holds an office that may do it: a wish does not outlive
 * its proposer's office.
 */
export async function isInOffice(
  context: Context,
  r: Reader,
  personId: string,
  act: ActVerb,
): Promise<boolean> {
  const facts = (await personFactsOf(context.house, [personId], r)).get(personId)
  if (facts === undefined || !isEmployed(facts, context.house.clock.now().getTime())) return false
  return (roleForAct[act] ?? []).some((role) => facts.roles.has(role))
}
