import type { Reader, Writer } from '../../../../floor/database/index.ts'
import { Fault, type Refusal } from '../../../../floor/errors.ts'
import type { ActVerb } from '../../../../gate/index.ts'
import type { Confirmation } from '../../store/confirmations.ts'

type Both = { readonly zh: string; readonly en: string }

/** A wish as whoever carries it out sees it. */
export type Wanted = Pick<Confirmation, 'id' | 'subject' | 'content' | 'proposedBy'>

/**
 * One kind of act that begins only when a second administrator has confirmed it. Chapters register theirs
 * (`people.registerConfirmation`).
 */
export interface ConfirmationKind {
  readonly code: string
  readonly title: Both
  /** What the gate asks about whoever confirms or declines. */
  readonly verb: Extract<ActVerb, 'confirm-leaving' | 'confirm-access' | 'confirm-right' | 'edit-flow'>
  /** The act of whoever proposed: it still has to be theirs when it is confirmed. */
  readonly act: ActVerb
  /** `carryOut` asks the gate before it touches anything, so that its refusal can be recorded and told. */
  readonly asksFirst?: true
  /** What will happen, with names; no customer's data. */
  describe(r: Reader, wanted: Wanted): Promise<Both>
  /**
   * Does it, in the transaction of the confirmation, in the name of whoever proposed it. A refusal or a mistake undoes
   * the confirmation.
   */
  carryOut(w: Writer, wanted: Wanted, confirmedBy: string): Promise<Refusal | void>
}

export type ConfirmationKinds = Map<string, ConfirmationKind>

/** Adds a kind. @throws Fault when the code is taken */
export function registerConfirmation(kinds: ConfirmationKinds, kind: ConfirmationKind): void {
  if (kinds.has(kind.code)) throw new Fault(`two chapters register the confirmation ${kind.code}`)
  kinds.set(kind.code, kind)
}
