import type { Reader, Writer } from '../../../../floor/database/index.ts'
import type { Mistake, Refusal } from '../../../../floor/errors.ts'
import type { LimitFacts, Question } from '../../../../gate/index.ts'

/** What a customer agreed to, as the chapter's part for consent takes it. */
export interface ConsentGiven {
  readonly noticeVersionId: string
  /** Of the text that was shown. */
  readonly noticeHash: string
  readonly items: readonly {
    readonly item: 'general' | 'sensitive' | 'provision' | 'abroad' | 'marketing'
    readonly given: boolean
  }[]
  readonly purposes: readonly string[]
  readonly channel: 'web' | 'paper' | 'sms' | 'wechat' | 'spoken' | 'counter'
  readonly operator?: string
  readonly evidence?: string
  readonly guardian?: { readonly name: string; readonly relation: string }
  readonly at: Date
}

/** One customer who enters, or who is brought up to date. `actor` and `token` as `askedBy(caller)` gives them. */
export interface TakeInInput extends Pick<Question, 'actor' | 'token'> {
  /** Limits of the token, where a person's own one asks. */
  readonly limits?: LimitFacts | undefined
  readonly kind: 'person' | 'company'
  /** Text by field id; of a customer who is known already only these change, and empty text removes a value. */
  readonly values: ReadonlyMap<number, string>
  readonly purposes: readonly string[]
  readonly legalBasis: string
  readonly sourceId?: string | undefined
  /** Code of the way in: `web`, `counter`, `api` … */
  readonly channel: string
  readonly consent?: ConsentGiven | undefined
  /** By which an outside system knows the customer: the same reference is the same customer ever after. */
  readonly reference?: { readonly system: string; readonly key: string } | undefined
  /** A customer who is known to be on file already. */
  readonly customerId?: string | undefined
  /** Version the sender believes to change; another one is a mistake. 0 = the customer is to be new. */
  readonly expectedVersion?: number | undefined
  /** Lands in a batch of its own (or the one named) that is not released: invisible until `releaseBatch`. */
  readonly pending?: boolean | { readonly batchId: string } | undefined
  readonly ownerId?: string | undefined
  readonly departmentId?: string | undefined
  /** Level of the file as a whole; the lowest when absent. */
  readonly level?: number | undefined
  readonly marketingRefused?: boolean | undefined
}

export interface TakenIn {
  readonly refused?: false
  readonly customerId: string
  readonly fileNo: string
  readonly created: boolean
  /** Fields that were written; none = all of it was known already, and nothing was recorded. */
  readonly changed: readonly number[]
  readonly version: number
  /** Where `pending` was asked for. */
  readonly batchId?: string
}

/** What came of one customer among many. */
export type Outcome = TakenIn | Refusal | Mistake

/** A purpose of the register, as far as taking in looks at it. */
export interface PurposeAsked {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly legalBasis?: string | undefined
  /** Fields it needs; none = not described yet. */
  readonly fields: ReadonlySet<number>
  readonly open: boolean
}

export interface OriginGiven {
  readonly customerId: string
  readonly fields: readonly number[]
  readonly kind: string
  readonly sourceId?: string | undefined
  readonly batchId?: string | undefined
  readonly noticeVersionId?: string | undefined
  readonly purposes: readonly string[]
  readonly legalBasis: string
  readonly actorId: string
}

/** What the other parts of this chapter do for taking in. */
export interface PartsAsked {
  purposes(r: Reader): Promise<readonly PurposeAsked[]>
  /** Fields that none of these purposes needs. */
  readonly unneeded: (fields: Iterable<number>, purposes: readonly PurposeAsked[]) => readonly number[]
  /** @throws Mistake when this consent cannot be kept: another text than the published one, an item missing */
  checkConsent(r: Reader, given: ConsentGiven): Promise<void>
  consentIn(w: Writer, customerId: string, given: ConsentGiven, actorId: string): Promise<void>
  recordOrigins(w: Writer, origins: readonly OriginGiven[]): Promise<void>
  /** Told in the transaction of every customer who came or changed. */
  tell(w: Writer, taken: readonly TakenHere[]): Promise<void>
}

export interface TakenHere {
  readonly customerId: string
  readonly created: boolean
  readonly fields: readonly number[]
  readonly version: number
  /** Waits in a batch that is not released. */
  readonly pending?: boolean
  /** The outside system that delivered it. */
  readonly system?: string | undefined
}
