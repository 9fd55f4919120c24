import type { Reader, Writer } from '../../floor/database/index.ts'
import { Fault, Mistake } from '../../floor/errors.ts'
import type { ScannerAddress, Workshop } from '../../floor/documents/index.ts'
import type { Caller, Facts, House, PersonFacts } from '../../gate/index.ts'
import { type Catalogue, loadCatalogue } from './catalogue.ts'
import { type CustomerMaterial, loadMaterial } from './material.ts'
import type { Tokens } from './tokens.ts'

/** What this chapter needs of the chapter people. */
export interface PeopleOfCustody {
  /** Of these ids of sealed files those that belong to the people's chapter; the sweep leaves them alone. */
  knownFiles(r: Reader, ids: readonly string[]): Promise<readonly string[]>
  /** People who hold a role now. */
  holdersOf(r: Reader, role: string): Promise<readonly string[]>
  personFacts(ids: readonly string[], r?: Reader): Promise<ReadonlyMap<string, PersonFacts>>
  names(
    ids: readonly string[],
    r?: Reader,
  ): Promise<ReadonlyMap<string, { readonly name: string; readonly employeeNo: string }>>
}

export interface Both {
  readonly zh: string
  readonly en: string
}
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** One filled-in form, as far as this chapter looks at it. */
export interface FormInstance {
  readonly id: string
  readonly number: string
  readonly applicantId: string
  /** Highest level rank that those who decide knew of. */
  readonly level: number
  readonly state: string
}

export interface LevelChangeView {
  readonly sections: readonly {
    readonly title: Both
    readonly rows: readonly {
      readonly label: Both
      readonly value: Both
      readonly kind?: 'text' | 'customers' | 'level'
    }[]
  }[]
}

/** What this chapter needs of the chapter approval. */
export interface ApprovalOfCustody {
  register(form: {
    readonly code: string
    readonly series: string
    readonly name: Both
    readonly formNumber: string
    onApproved(w: Writer, instance: FormInstance): Promise<void>
    view(instance: FormInstance, viewer: Caller): Promise<LevelChangeView>
  }): void
  /** Says how a level is marked on paper; the chapter left of this one prints the forms. */
  useMarks?(of: (rank: number, company: string, language: 'zh' | 'en') => Promise<string | undefined>): void
  /** Of these ids of stored files those that belong to a form: what nobody names is swept away. */
  knownFiles(r: Reader, ids: readonly string[]): Promise<readonly string[]>
  /** Puts a notice on people's desks, in that transaction. */
  notify(
    w: Writer,
    personIds: readonly string[],
    kind: string,
    o: { readonly link: string; readonly values?: Readonly<Record<string, string | number>> },
  ): Promise<void>
  submit(
    w: Writer,
    input: {
      readonly form: string
      readonly applicantId: string
      readonly snapshot: Json
      readonly level: number
      readonly action: string
      readonly title: Both
      readonly address: string
      readonly cc?: readonly string[]
      readonly picks?: Readonly<Record<string, readonly string[]>>
    },
  ): Promise<{ id: string; number: string }>
  /** Hands a returned form in again; every step decides anew, unless it goes `straight` back unchanged. */
  resubmit(
    w: Writer,
    instanceId: string,
    input: {
      readonly applicantId: string
      readonly snapshot: Json
      readonly level: number
      readonly action: string
      readonly title: Both
      readonly address: string
      readonly straight?: boolean
      readonly picks?: Readonly<Record<string, readonly string[]>>
    },
  ): Promise<{ id: string; number: string }>
  straightTo(r: Reader, instanceId: string): Promise<Both | undefined>
  instance(r: Reader, id: string): Promise<FormInstance | undefined>
}

/** Facts for a reading that only a chapter further right knows: grants, purposes, quota. */
export type ReadingFacts = (
  actor: string,
  customerId: string,
  at: number,
) => Promise<Pick<Facts, 'grants' | 'purposes' | 'marketing' | 'quota'>>

/** Takes one opening off a counted grant, in a transaction of its own; false when it has none left or no longer runs. */
export type BookOpening = (grantId: string) => Promise<boolean>

/** Words stated for an opening; they are kept beside the ledger, which commits to them by a salted hash. */
export interface StatedReason {
  /** Stores the words; awaited before anything is shown. */
  keep(of: {
    readonly person: string
    readonly customer: string
    readonly leaf: { readonly lane: number; readonly index: number }
  }): Promise<void>
}
/** @throws Mistake when the words hold identifiers */
export type StateReason = (words: string) => StatedReason

/** What filing one file asks of the chapter collection, further right, which says it with `useCollecting`. */
export interface Collecting {
  /**
   * Stops what is not needed for the stated purposes; absent = those the file is held for. Resolves to their codes.
   * @throws Mistake naming the fields, the purposes that would need them, and what to do
   */
  mustBeNeeded(
    r: Reader,
    input: {
      readonly catalogue: Catalogue
      readonly customerId?: string
      readonly fields: readonly number[]
      readonly purposes?: readonly string[] | undefined
    },
  ): Promise<readonly string[]>
  /** Notes where the values come from, in the transaction that writes them. */
  recordOrigin(
    w: Writer,
    origin: {
      readonly customerId: string
      readonly fields: readonly number[]
      readonly kind: 'hand' | 'correction' | 'addition' | 'merge'
      readonly sourceId: string | null
      readonly batchId?: string | null
      /** Absent = those the file `from` is held for. */
      readonly purposes?: readonly string[]
      readonly from?: string
      readonly legalBasis: string
      readonly actorId: string
    },
  ): Promise<void>
}

/** Of these ids of stored files those that belong to a chapter further right. */
export type KnownFiles = (r: Reader, ids: readonly string[]) => Promise<readonly string[]>
/** Where the review of a level is a task with a due date; until somebody keeps such tasks, notices alone say it. */
export interface LevelDuties {
  raise(
    w: Writer,
    review: { readonly term: string; readonly ownerId: string; readonly dueAt: Date },
  ): Promise<void>
  settle(w: Writer, term: string): Promise<void>
}

/** What every desk of this chapter works with. */
export interface Context {
  readonly house: House
  readonly people: PeopleOfCustody
  readonly approval: ApprovalOfCustody
  readonly tokens: Tokens
  /** From memory; for decisions inside a transaction use `freshFile`. */
  catalogue(): Promise<Catalogue>
  /** Drops the remembered catalogue once the transaction has committed. */
  forget(w: Writer): void
  /** Replaced once the chapter use is there. */
  readingFacts: ReadingFacts
  /** Absent until the chapter collection is there: nothing is filed or corrected by hand before. */
  collecting: Collecting | undefined
  /** Replaced together with the facts for readings. */
  bookOpening: BookOpening
  stateReason: StateReason
  readonly documents: Documents
  /** Asked which stored files belong to chapters further right. */
  readonly knownElsewhere: KnownFiles[]
  /** Replaced once the chapter duties is there. */
  levelDuties: LevelDuties
}

/** What work on documents needs, whoever asks for it. */
export interface Documents {
  /** Where a virus scanner listens; absent = none is set up. */
  readonly scanner?: ScannerAddress
  readonly workshop: Workshop
  /** Largest document that is taken, in bytes. */
  readonly mostBytes: number
  /** The level that what stands in a text asks for; undefined = it asks for none. */
  suggestLevel(found: Readonly<Record<string, number>>, catalogue: Catalogue): number | undefined
  /** A text is being taken out by this program at this moment. */
  reading: boolean
}

/** @throws Fault before the chapter collection has said what it asks */
export function collectingOf(context: Context): Collecting {
  if (context.collecting === undefined) throw new Fault('custody opened without the chapter collection')
  return context.collecting
}

/** Milliseconds by the house's clock. */
export const nowOf = (context: Context): number => context.house.clock.now().getTime()

/** The facts about one person, or none: a rule that needs them then denies. */
export async function personFactsOf(
  context: Context,
  id: string,
  r?: Reader,
): Promise<{ readonly person?: PersonFacts }> {
  const person = (await context.people.personFacts([id], r)).get(id)
  return person === undefined ? {} : { person }
}

/** The program itself, carrying out what was approved; its entries name the application beside it. */
export const clockwork: PersonFacts = {
  id: 'clockwork',
  active: true,
  mustChangePassword: false,
  roles: new Set(['archivist']),
  clearance: 9,
  scope: 'all',
  departments: new Set(),
  reach: 'everything' as const,
  authority: 'everything' as const,
  unmet: new Set<string>(),
}

/** @throws Mistake 404: nothing with this id, or nothing for this person */
export const notFound = (field = ''): Mistake => new Mistake('custody.not-found', { field, status: 404 })

/** The file of one customer as it is now. @throws Mistake `custody.not-found` */
export async function fileOf(
  context: Context,
  customerId: string,
  r?: Reader,
): Promise<{ catalogue: Catalogue; material: CustomerMaterial }> {
  const catalogue = r === undefined ? await context.catalogue() : await loadCatalogue(r)
  const found =
    r === undefined
      ? await context.house.db.read((own) => loadMaterial(own, catalogue, [customerId]))
      : await loadMaterial(r, catalogue, [customerId])
  const material = found.get(customerId)
  if (material === undefined || material.head.status === 'erased') throw notFound()
  return { catalogue, material }
}
