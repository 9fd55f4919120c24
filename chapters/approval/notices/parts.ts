import type { AppSender, OutboundRules } from '../../../floor/delivery/index.ts'
import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import type { DeskContext } from '../desk/context.ts'
import { readSettings } from './store.ts'

/** How many of something each person has that ends between two moments; for the digest, given by later chapters. */
export type DigestFigure = (r: Reader, from: Date, until: Date) => Promise<ReadonlyMap<string, number>>

/** What delivery works with. */
export interface Parts {
  readonly context: DeskContext
  /** Whether this machine itself may be addressed; the operator's setting. */
  readonly loopback: boolean
  readonly apps: AppSender
  readonly endings: DigestFigure[]
}

/** Where messages may go, as the administrator has set it. */
export async function rulesOf(parts: Parts, r: Reader): Promise<OutboundRules> {
  return { hosts: (await readSettings(r)).hosts, loopback: parts.loopback }
}

/** Asks the gate for an office's act on delivery; the leaf says what is changed, without any secret. */
export async function askOffice(
  context: DeskContext,
  w: Writer,
  caller: Pick<Caller, 'personId'>,
  act: {
    readonly verb?: 'settings' | 'edit-flow'
    readonly what: string
    readonly [name: string]: unknown
  },
): Promise<Refusal | undefined> {
  const { gate, clock } = context.house
  const { verb = 'settings', ...detail } = act
  const person = (await context.people.personFacts([caller.personId], w)).get(caller.personId)
  const question = { actor: caller.personId, verb, fields: [], at: clock.now().getTime() }
  const facts = { ...(person === undefined ? {} : { person }), act: { verb } }
  const answer = gate.askIn(w, question, facts, { detail })
  return isRefusal(answer) ? answer : undefined
}
