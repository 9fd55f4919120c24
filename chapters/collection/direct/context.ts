import type { Reader, Writer } from '../../../floor/database/index.ts'
import type { Context } from '../context.ts'
import type { TakeIn } from '../intake/take-in/index.ts'
import type { PurposeAsked } from '../intake/take-in/types.ts'
import type { ConsentItemCode } from './wire.ts'

/** A notice in force, as a form shows it. */
export interface NoticeInForce {
  readonly code: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly versionId: string
  readonly hash: string
  /** Its boxes; none of them is ever ticked beforehand. */
  readonly items: readonly ConsentItemCode[]
  /** What each box says, in the order of `items`. */
  readonly boxes: readonly { readonly zh: string; readonly en: string }[]
  /** The words that are shown above the boxes. */
  readonly text: { readonly zh: string; readonly en: string }
}

/** What the other parts of the chapter do for forms. */
export interface DirectAsked {
  readonly takeIn: TakeIn['one']
  purposes(r: Reader): Promise<readonly PurposeAsked[]>
  unneeded(fields: Iterable<number>, purposes: readonly PurposeAsked[]): readonly number[]
  /** Every notice in force. */
  notices(r: Reader): Promise<readonly NoticeInForce[]>
  /** The version in force of one notice. */
  notice(r: Reader, code: string): Promise<NoticeInForce | undefined>
  /** The secret by which the customer takes this consent back, once it has been put on record. */
  receiptOf(given: object): string | undefined
  /** Puts a notice on people's desks, in that transaction. */
  tell(w: Writer, personIds: readonly string[], kind: string, o: { readonly link: string }): Promise<void>
}

export interface DirectContext extends Context {
  readonly asked: DirectAsked
}
