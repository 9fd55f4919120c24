import type { Authority } from './authority.ts'
import type { PurposeFacts } from './purposes.ts'
import type { ActVerb } from './question.ts'

/**
 * What the rules know when they judge. Facts are loaded before deciding; deciding never awaits.
 * A fact that a rule needs and that is absent makes the rule fail, and a failed rule denies.
 */
export interface Facts {
  readonly person?: PersonFacts
  readonly customer?: CustomerFacts
  /** Catalogue facts of the wanted fields, by field id; `level` already includes a change made for this customer. */
  readonly fields?: ReadonlyMap<number, FieldFacts>
  /** Grants of this person for this customer, whatever their state. */
  readonly grants?: readonly GrantFacts[]
  /** Codes of the purposes that are marketing; needed where the customer refuses it. */
  readonly marketing?: ReadonlySet<string>
  /** Purposes that may be chosen, by code, with who may use each and what each needs. */
  readonly purposes?: ReadonlyMap<string, PurposeFacts>
  readonly quota?: QuotaFacts
  /** What is taken out at once, together with what the person took out in the last 24 hours. */
  readonly collection?: CollectionFacts
  readonly act?: ActFacts
  /** Who checks the batch in quarantine that the file came in; needed where that person opens a sampled file. */
  readonly check?: CheckFacts
  /** The customer's own request for a copy; needed where the whole file is handed to the customer. */
  readonly own?: OwnDataFacts
  /** When the person last proved anew who they are; needed where the highest level is opened. */
  readonly proof?: ProofFacts
  /** What the person's own token is confined to; needed where the question names a token and the asker is no service account. */
  readonly token?: LimitFacts
}

/** The check of a batch in quarantine, as far as one of its files is concerned. */
export interface CheckFacts {
  /** Person who took the check on; never whoever brought the batch. */
  readonly verifier: string
  /** The file is in the sample that was drawn. */
  readonly sampled: boolean
}

/** The purpose for which a verifier opens sampled files, and nothing else is opened. */
export const verification = 'verification'

/** A customer asked for the own data: whose file, who answers, whether it was proved who asks. */
export interface OwnDataFacts {
  readonly customer: string
  readonly handler: string
  readonly proven: boolean
}

/** What a service account or a token is confined to, whatever else its holder may. */
export interface LimitFacts {
  /** Ids of the catalogue fields it may be shown. */
  readonly fields: ReadonlySet<number>
  readonly verbs: ReadonlySet<string>
  /** The only purpose it may state; absent = any. */
  readonly purpose?: string
  /** Whole values are kept from it. */
  readonly maskedOnly: boolean
}

/** What a service account may take in; without it, nothing. */
export interface IntakeLimits {
  /** The one outside system for which it delivers. */
  readonly system: string
  readonly fields: ReadonlySet<number>
  readonly purposes: ReadonlySet<string>
  /** Id of the source on record. */
  readonly source: string
  readonly channel: string
  /** Offices of its owner at this moment: what is collected is theirs to answer for. */
  readonly ownerRoles: ReadonlySet<string>
}

/** A session's latest proof of who sits there; `at` absent = none, e.g. a remembered browser stood for it. */
export interface ProofFacts {
  /** Milliseconds since the epoch. */
  readonly at?: number
  /** Milliseconds for which one proof counts. */
  readonly windowMs: number
  /** Acts before which the rules ask for a fresh one. */
  readonly asks?: ReadonlySet<string>
}

/** Whether a proof counts at that moment. */
export const isFresh = (proof: ProofFacts, at: number): boolean =>
  proof.at !== undefined && proof.at <= at && at - proof.at <= proof.windowMs

export type Scope = 'none' | 'own' | 'department' | 'all'

export interface PersonFacts {
  readonly id: string
  /** Account enabled, person not left. */
  readonly active: boolean
  /** Milliseconds; the first moment at which the employment is over; absent = open-ended. */
  readonly employedUntil?: number
  readonly mustChangePassword: boolean
  readonly roles: ReadonlySet<string>
  /** Highest level rank this person is cleared for; 0 = none. */
  readonly clearance: number
  readonly scope: Scope
  /** Departments in the person's scope: own, chosen concurrent ones and, for heads and acting heads, everything below. */
  readonly departments: ReadonlySet<string>
  /** Files of which part of the group the person may reach at all. */
  readonly reach: Reach
  /** What the authority matrix in force gives to the person's roles. */
  readonly authority: Authority
  /** Codes of what the person has still to do before touching customer data: a newcomer's checks, `second-factor`. */
  readonly unmet: ReadonlySet<string>
  /** Set for service accounts: their limits, and the person who answers for them, whose own files are theirs. */
  readonly service?: LimitFacts & { readonly owner: string; readonly intake?: IntakeLimits }
}

/** Whose files count as the person's own: a service account looks after those of its owner. */
export const ownerOfFiles = (person: PersonFacts): string => person.service?.owner ?? person.id

/**
 * Subsidiaries keep their files apart. `everything`: the company has no subsidiaries, or the person works for the whole
 * group. Else the departments of the person's own legal entities; `homeless` when files of no department count too,
 * which belong to the parent company.
 */
export type Reach = 'everything' | { readonly departments: ReadonlySet<string>; readonly homeless: boolean }

export interface CustomerFacts {
  readonly id: string
  /** Level rank by which the file is found and listed; what needs an application at this level needs it for every field. */
  readonly level: number
  /** Level rank of the file as a whole: never below its highest part (fields, attachments, paper). */
  readonly whole?: number
  readonly ownerId?: string
  readonly departmentId?: string
  /** The department whose legal entity the file belongs to: its own, else its owner's. */
  readonly homeId?: string
  readonly status: 'active' | 'restricted' | 'merged' | 'erased'
  /** Arrived in a batch that has not been released. */
  readonly quarantined: boolean
  /** What the customer withdrew, refused or let expire: see `isBarred`. */
  readonly barred: Barred
  /** Came from a source that was withdrawn: kept, not used. */
  readonly frozen: boolean
  /** Fields that came into the file from such a source, by a merge or a later entry. */
  readonly frozenFields?: ReadonlySet<number>
}

/**
 * What a customer's data may no longer be used for: the code of a purpose, or `sensitive`, `provision`, `abroad`,
 * `marketing`, and the milliseconds since the epoch from which it is barred (a withdrawal: its moment; an expiry: later).
 */
export type Barred = Readonly<Record<string, number>>

/** Whether that is barred at that moment. Whatever is no number bars: a value that cannot be read opens nothing. */
export const isBarred = (barred: Barred, key: string, at: number): boolean => {
  const from = barred[key]
  return from !== undefined && !(at < from)
}

/** Whether a purpose is barred, by its own name or since the customer refuses marketing and it is marketing. */
export const isPurposeBarred = (
  barred: Barred,
  purpose: string,
  marketing: ReadonlySet<string> | undefined,
  at: number,
): boolean =>
  isBarred(barred, purpose, at) ||
  (isBarred(barred, 'marketing', at) && need(marketing, 'marketing').has(purpose))

export interface FieldFacts {
  readonly id: number
  readonly level: number
  /** Kind of data in the authority matrix, e.g. `basic`. */
  readonly category: string
  readonly sensitive: boolean
  /** What a full view of this level needs. */
  readonly fullNeeds: 'reason' | 'grant'
  /** Identifier type and mask kind (floor/identifiers); `none` = shown unmasked because it is public. */
  readonly type: string
  readonly mask: string
}

export type GrantMode = 'read' | 'copy' | 'export' | 'print'

export interface GrantFacts {
  readonly id: string
  readonly application: string
  readonly purpose: string
  readonly modes: ReadonlySet<GrantMode>
  readonly fields: ReadonlySet<number>
  /** Milliseconds; valid from `from` inclusive to `until` exclusive. */
  readonly from: number
  readonly until: number
  readonly revoked: boolean
  /** Readings left; absent = not counted. */
  readonly left?: number
}

export interface QuotaFacts {
  /** Full views by this person in the last 24 hours without a grant, and how many are allowed. */
  readonly fullViews: number
  readonly fullViewsMax: number
  readonly searches: number
  readonly searchesMax: number
  /** Most files in one export or print at this level. */
  readonly exportRowsMax: number
}

/** A collection of files counts as higher the more customers it holds. */
export interface CollectionFacts {
  /** Level rank that the collection as a whole counts as. */
  readonly level: number
  /** Level rank that those who approved its taking out knew of. */
  readonly approved: number
}

/** Facts about the subject of an act; each act's clause says which of them it needs. */
export interface ActFacts {
  readonly verb: ActVerb
  /** Person whom the act concerns (account holder, role receiver). */
  readonly subjectPerson?: string
  readonly subjectRoles?: ReadonlySet<string>
  /** Applicant of the application concerned. */
  readonly applicant?: string
  /** The actor holds an open task of the application concerned. */
  readonly holdsTask?: boolean
  /** Every actor through whom the open task came: transfers, escalations. */
  readonly taskChain?: readonly string[]
  /** People who approved the application whose grant is concerned. */
  readonly approvers?: readonly string[]
  /** Who may review the right concerned at this moment; never its holder. */
  readonly reviewers?: readonly string[]
  /** Highest level rank that the act touches. */
  readonly level?: number
  readonly role?: string
  /** Whoever proposed what is confirmed still holds an office that may propose it. */
  readonly proposerInOffice?: boolean
  /** The company is a small one that has let one person be system and security administrator. */
  readonly combined?: boolean
  readonly clearance?: number
  readonly sourceKnown?: boolean
  /** Kinds of data that are filed in bulk; what is filed one file at a time is asked about field by field (`write`). */
  readonly brings?: readonly Pick<FieldFacts, 'category' | 'level'>[]
  readonly legalBasis?: string
  /** What is taken in for one customer: from which source and system, by which channel, for which purposes. */
  readonly takes?: TakesFacts
  /** How many of the fields that are taken in no chosen purpose needs. */
  readonly beyondNeed?: number
  /** Where a source of others stands; `usable` also for sources that need no check. */
  readonly sourceState?: SourceState
  /** Whether a batch may be released: nothing to check, approved after its check, or not checked to the end. */
  readonly batchCheck?: 'none-needed' | 'approved' | 'open'
  /** Who brought what is checked: the importer of a batch, whoever last wrote a source. */
  readonly importer?: string
  /** Who checks the batch concerned; empty = nobody yet. */
  readonly verifier?: string
  /** What is in order about a form that is to be published. */
  readonly form?: { readonly collector: boolean; readonly notice: boolean; readonly needless: number }
  /** Who answers for the form through which something came. */
  readonly responsible?: string
  readonly undertaking?: boolean
  /** How many defects a file still has when it is said to be tidy; 0 for every other act of tidying. */
  readonly defects?: number
  /** The person sees the field concerned, masked at least. */
  readonly sees?: boolean
  readonly periodDays?: number
  /** Who answers for the room concerned. */
  readonly keeper?: string
  /** By what somebody is let into or out of a room; `none` = by nothing. */
  /** It was proved that the customer asks. */
  readonly proven?: boolean
  /** Something stands in the way of erasing: a hold, a retention by law. */
  readonly held?: boolean
  readonly admission?: 'keeper' | 'standing' | 'approved' | 'escort' | 'visitor' | 'leaving' | 'none'
}

export interface TakesFacts {
  readonly fields: readonly number[]
  readonly purposes: readonly string[]
  readonly channel: string
  readonly source?: string
  /** The outside system by whose reference the customer is known. */
  readonly system?: string
}
/** A partner's stages: written, checked, in use, over, withdrawn. */
export type SourceState = 'draft' | 'checked' | 'usable' | 'expired' | 'withdrawn'

/** A fact that a rule needed was absent. */
export class MissingFact extends Error {
  override readonly name = 'MissingFact'
  readonly fact: string
  constructor(fact: string) {
    super(`missing fact: ${fact}`)
    this.fact = fact
  }
}

/** Returns the fact, or stops the rule (and thereby denies) when it was not loaded. */
export function need<T>(fact: T | undefined, name: string): T {
  if (fact === undefined) throw new MissingFact(name)
  return fact
}
