import { createHash } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { type ActFacts, askedBy, type Caller, factsOfCaller } from '../../../gate/index.ts'
import { type Context, nowOf, personFactsOf } from '../context.ts'

/** Asks the gate about an act on rules or settings of levels; the refusal, or undefined when it may be done. Both are recorded. */
export async function refusedLevelAct(
  context: Context,
  w: Writer,
  caller: Caller,
  act: Pick<ActFacts, 'applicant'> & { readonly verb: 'edit-level-rules' | 'confirm-level-rules' },
  more: { readonly subject: string; readonly detail: Readonly<Record<string, unknown>> },
): Promise<Refusal | undefined> {
  const answer = context.house.gate.askIn(
    w,
    { ...askedBy(caller), verb: act.verb, fields: [], at: nowOf(context) },
    { ...factsOfCaller(caller), ...(await personFactsOf(context, caller.personId, w)), act },
    more,
  )
  return isRefusal(answer) ? answer : undefined
}

/** SHA-256 of what was written, for its ledger entry: rules may hold words that the ledger must not. */
export const contentHash = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex')

/** Whether this person keeps the rules of levels, for what the page offers; decided again when they act. */
export const keepsRules = (caller: Caller): boolean =>
  caller.roles.includes('archivist') || caller.roles.includes('secrecy-office')
