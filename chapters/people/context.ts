import type { Writer } from '../../floor/database/index.ts'
import { Mistake } from '../../floor/errors.ts'
import type { ActFacts, ActVerb, Caller, Facts, House, Question } from '../../gate/index.ts'
import { personFactsOf } from './facts.ts'
import type { Hasher } from './passwords/hashing.ts'
import type { Holdings } from './desk/holdings.ts'
import type { ConfirmationKinds } from './desk/confirm/kinds.ts'
import type { JoinerChecks } from './desk/newcomers.ts'
import type { ReviewSupport } from './desk/review/kinds.ts'
import type { Throttle } from './desk/throttle.ts'
import type { ProgramChoices } from './service/choices.ts'
import type { TellOwners } from './service/expiry.ts'
import type { Providers } from './sign-on/registry.ts'

/** A scheme of levels that the first-run page offers; the chapter custody seeds it. */
export interface LevelPreset {
  readonly code: string
  readonly zh: string
  readonly en: string
}

export interface PeopleOptions {
  /** Called inside the first-run transaction, so that levels and flows exist or nothing does. */
  readonly onSetUp?: (w: Writer, preset: string) => Promise<void>
  readonly levelPresets?: readonly LevelPreset[]
  readonly session?: { readonly idleMinutes: number; readonly absoluteHours: number }
  /** The token against forged requests that belongs to a session token, for `GET /session`. */
  readonly csrfToken?: (sessionToken: string) => string
  /** Whether the company's own sign-on may run on this machine, without TLS; the operator's setting. */
  readonly loopback?: boolean
}

/** What every desk of this chapter works with. */
export interface Context {
  readonly house: House
  readonly hasher: Hasher
  readonly throttle: Throttle
  readonly presets: readonly LevelPreset[]
  readonly onSetUp: (w: Writer, preset: string) => Promise<void>
  readonly session: { readonly idleMinutes: number; readonly absoluteHours: number }
  readonly csrfToken: (sessionToken: string) => string
  /** The company's own sign-on, as it is configured. */
  readonly providers: Providers
  readonly loopback: boolean
  /** Kinds of things that people hold and hand over, in the order in which they are worked through. */
  readonly holdings: Holdings
  /** How the quarterly review learns of the use of rights and tells people; the office gives it (`supportReview`). */
  readonly review: ReviewSupport
  /** What newcomers have to do before they touch customer data. */
  readonly joinerChecks: JoinerChecks
  /** Acts that begin only when a second administrator has confirmed them. */
  readonly confirmations: ConfirmationKinds
  /** What service accounts and tokens need of the chapters to the right; the office gives it. */
  readonly programs: { choices: () => Promise<ProgramChoices>; tell: TellOwners }
  /** Tells the person of something about their account, in the app and by the ways they chose; part of the transaction. */
  warn(w: Writer, personId: string, kind: string): Promise<void>
  /** Tells the listeners, once the change is durable, that a person or their rights changed. */
  announce(w: Writer, personId: string): void
}

/**
 * The question and the facts of an act, loaded inside the transaction that carries it out. A caller with a session has
 * proved who they are when it says so; one without is the program, which carries out what was decided before.
 */
export async function actOf<V extends ActVerb>(
  context: Context,
  w: Writer,
  caller: Pick<Caller, 'personId'> & Partial<Pick<Caller, 'proof' | 'sessionId'>>,
  act: Omit<ActFacts, 'verb'> & { readonly verb: V },
): Promise<{ question: Question & { readonly verb: V }; facts: Facts }> {
  const { house } = context
  const person = (await personFactsOf(house, [caller.personId], w)).get(caller.personId)
  const question = { actor: caller.personId, verb: act.verb, fields: [], at: house.clock.now().getTime() }
  const proof = caller.sessionId === undefined ? { at: question.at, windowMs: 0 } : caller.proof
  return {
    question,
    facts: { ...(person === undefined ? {} : { person }), ...(proof === undefined ? {} : { proof }), act },
  }
}

/** Nothing with this id, or nothing for this person. */
export const notFound = (field = ''): Mistake => new Mistake('people.not-found', { field, status: 404 })

/** Turns a unique violation into a mistake; everything else is passed on. */
export const conflict = (
  code: string,
  field: string,
  values: Record<string, string | number> = {},
): Mistake => new Mistake(code, { field, values, status: 409 })
