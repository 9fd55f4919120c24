import type { Part, Reader, Writer } from '../../floor/database/index.ts'
import { type ScannerAddress, Workshop, type WorkshopOptions } from '../../floor/documents/index.ts'
import type { IdentifierType } from '../../floor/identifiers/index.ts'
import type { JobHandler } from '../../floor/jobs/index.ts'
import type { Refusal } from '../../floor/errors.ts'
import type { Caller, Chapter, House, Permit, Route, RowFilter } from '../../gate/index.ts'
import { type Catalogue, loadCatalogue, seedCatalogue } from './catalogue.ts'
import { type BlockFault, checkBlocks } from './check.ts'
import type {
  ApprovalOfCustody,
  BookOpening,
  Collecting,
  Context,
  KnownFiles,
  LevelDuties,
  PeopleOfCustody,
  ReadingFacts,
  StateReason,
} from './context.ts'
import { attachArriving, type Arriving } from './arriving.ts'
import type { TurnedAway } from './documents/take-in.ts'
import { mayLookAt } from './desk/attachments.ts'
import { attach, type AttachInput } from './documents/attach.ts'
import { retoken, retokenJob } from './desk/catalogue.ts'
import { writeValues } from './desk/file.ts'
import {
  adoptProposal,
  openProposal,
  type Proposal,
  sealProposal,
  showProposal,
  type ShownProposal,
} from './desk/proposals.ts'
import { classifyFile, confirmFile } from './desk/tidying.ts'
import { holdMerge, unmergeFiles } from './desk/unmerging.ts'
import { lockCustomer } from './store/file.ts'
import type { StoredMerge } from './store/merges.ts'
import { levelChangeForm } from './desk/levels.ts'
import { applyLevelChange, moveField, moveFieldJob } from './levels/carry-out.ts'
import { levelChangeView } from './levels/view.ts'
import { type MergePermits, mergeFiles } from './desk/merging.ts'
import { insertCustomers, type NewCustomer } from './filing.ts'
import { type Classed, nextFileNos } from './filing/numbers.ts'
import { type CandidatesOf, type DocumentCandidate, documentCandidates } from './documents/candidates.ts'
import { lookThrough } from './documents/look-through.ts'
import { levelOfCounts, readDocument } from './documents/read-text.ts'
import { readDocumentJob } from './documents/register.ts'
import { documentRoutes } from './documents/routes.ts'
import { forgetDocuments } from './documents/store.ts'
import { knownParts } from './documents/store-uploads.ts'
import { expireUploads, expireUploadsJob, lookThroughJob } from './documents/uploads.ts'
import { termsOf } from './documents/words.ts'
import { type CustomerMaterial, loadMaterial, materialPart } from './material.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { attachmentRoutes, fileRoutes } from './routes/customers.ts'
import { levelRoutes } from './routes/levels.ts'
import { filingRoutes } from './filing/routes.ts'
import { markOf } from '../../floor/print/mark.ts'
import type { LevelRule } from './levels/rule.ts'
import { rulesInForce } from './levels/store-rules.ts'
import { levelKeepingRoutes } from './levels/routes.ts'
import { termsKind, termsSchedule, watchTerms } from './levels/terms.ts'
import { roomRoutes } from './rooms/routes.ts'
import { roomsKind, roomsSchedule, watchRooms } from './rooms/watch.ts'
import { findFiles, type ListQuery, listRows } from './rows.ts'
import { openSealing, type Sealing } from './sealing/open.ts'
import { attachmentLevels, knownAttachments } from './store/attachments.ts'
import { type QueryTokens, Tokens } from './tokens.ts'

export type { Catalogue, CatalogueField, Level } from './catalogue.ts'
export type { BlockFault } from './check.ts'
export { fileHolding } from './holdings.ts'
export { roomHoldings } from './rooms/holdings.ts'
export type {
  ApprovalOfCustody,
  BookOpening,
  Collecting,
  LevelDuties,
  PeopleOfCustody,
  ReadingFacts,
  StatedReason,
} from './context.ts'
export { type ConsentHead, lockForConsent, setBarred, setLegalBasis } from './barred.ts'
export type { CandidatesOf, DocumentCandidate } from './documents/candidates.ts'
export { holdsAll, passageOf } from './documents/words.ts'
export {
  hashBatch,
  keepVolume,
  openBatch,
  releaseBatch,
  releaseVerified,
  removeBatch,
  withdrawBatch,
} from './batches.ts'
export { freezeSource, markBorrowed, singleSourceStates, thawSource } from './frozen.ts'
export type { NewCustomer, PreparedFiles } from './filing.ts'
export type { Sealing } from './sealing/open.ts'
export type { CustomerHead, CustomerMaterial } from './material.ts'
export { anybodyOnFile, heldIdentifiers, type HeldIdentifier } from './identifiers.ts'
export { type ListQuery, visible as visibleFiles } from './rows.ts'
export type { Proposal, ShownProposal } from './desk/proposals.ts'
export type { StoredMerge } from './store/merges.ts'
export { mustBePlain } from './plain-words.ts'
export type { QueryTokens } from './tokens.ts'
export { fieldSeeds, levelPresets } from './presets.ts'
export type { Arriving } from './arriving.ts'
export type { TurnedAway } from './documents/take-in.ts'
export { markOf, type MarkPeriod } from '../../floor/print/mark.ts'
export { type LevelRule } from './levels/rule.ts'
export { type Because, type Found, suggestLevel, type Suggestion } from './levels/suggest.ts'
export { alarmAt, type Collected, collectionLevel } from './levels/volume.ts'
export { risesAtOf } from './levels/terms-of-levels.ts'
export { readSettings as readLevelSettings } from './levels/store-settings.ts'
export { mistakes } from './texts.ts'
export { checkedValue, checkedValues, mustHaveName } from './values.ts'
export { askToWrite } from './desk/file.ts'
export { eraseFile, setRestricted } from './keeping.ts'
export { plainFieldFacts } from './material.ts'

export interface Custody extends Chapter {
  /** Levels and fields; kept in memory until somebody changes them, and a few seconds at most. */
  catalogue(): Promise<Catalogue>
  /** Writes the level preset and the default catalogue; part of the first run. */
  seed(w: Writer, preset: string): Promise<void>
  /** Facts, sealed blocks and keys of many customers in one statement; unknown ids are absent. */
  material(ids: readonly string[], r?: Reader): Promise<ReadonlyMap<string, CustomerMaterial>>
  /** The same as a part of a statement that fetches more. */
  materialPart(catalogue: Catalogue, ids: readonly string[]): Part<ReadonlyMap<string, CustomerMaterial>>
  /** The highest level among the attachments of each customer; a customer without any is absent. */
  attachmentLevels(r: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  insertCustomers(w: Writer, customers: readonly NewCustomer[]): Promise<void>
  /** Room for sealing about so many new customers ahead of their transactions; a thread of its own when they are many. */
  openSealing(expected: number): Promise<Sealing>
  /** File numbers (档号) for files of one class, by the rule in force and without a gap. */
  nextFileNos(w: Writer, count: number, classed?: Classed): Promise<string[]>
  listRows(r: Reader, filter: RowFilter, query: ListQuery): Promise<{ total: number; ids: string[] }>
  /** Seals an uploaded file into a customer's file, asked for and recorded like one sent from the page. */
  attach(caller: Caller, customerId: string, input: AttachInput): Promise<{ id: string } | Refusal>
  /** Seals a document into a file that is being filed in this very transaction; see arriving.ts. */
  attachArriving(
    w: Writer,
    arriving: Arriving,
    stored: string[],
  ): Promise<{ readonly id: string } | Refusal | TurnedAway>
  /** Files that may match what was typed, `most` at most, with everything needed to decide about and open them. */
  findFiles(
    filter: RowFilter,
    query: QueryTokens,
    take: { readonly most: number; readonly without?: readonly string[] },
  ): Promise<CustomerMaterial[]>
  /** Keyed hashes of what a person typed; nothing in them = too short to search for. */
  queryTokens(text: string): QueryTokens
  /** The token two files share when they hold the same identifier; undefined when the value has none. */
  identifierToken(type: IdentifierType, value: string): bigint | undefined
  /** The token two files of this kind share when identifier and name agree. */
  namedToken(
    type: IdentifierType,
    value: string,
    kind: 'person' | 'company',
    name: string,
  ): bigint | undefined
  /**
   * Corrects values under a permit: past block kept, search hashes and history brought up to date, ledger entry.
   * @throws Mistake `custody.changed-meanwhile` when the file has another version
   */
  write(
    w: Writer,
    permit: Permit<'write'>,
    customerId: string,
    values: ReadonlyMap<number, string>,
    expectedVersion: number,
  ): Promise<void>
  /** Merges two files of one customer under a permit for each; the one that goes keeps its values and can be brought back. */
  merge(
    w: Writer,
    permits: MergePermits,
    stays: string,
    goes: string,
    take?: ReadonlySet<number>,
  ): Promise<{ id: string }>
  /** A merge that can be undone, both files held. @throws Mistake `custody.merge-final` when something changed since */
  holdMerge(w: Writer, id: string): Promise<StoredMerge>
  /** Undoes a merge that `holdMerge` holds, under a permit for each of the two files. */
  unmerge(w: Writer, permits: MergePermits, merge: StoredMerge): Promise<void>
  /** Holds the row of a file until the transaction ends and loads it; undefined when there is none. */
  hold(w: Writer, customerId: string): Promise<CustomerMaterial | undefined>
  /** Gives a file that is held a type and a category, under a permit to tidy it. */
  classify(
    w: Writer,
    permit: Permit<'tidy'>,
    customerId: string,
    wanted: { readonly typeCode?: string | undefined; readonly categoryCode?: string | undefined },
  ): Promise<void>
  /** Everything in a file that is held is still right, under a permit to tidy it. */
  confirm(w: Writer, permit: Permit<'tidy'>, customerId: string): Promise<void>
  /** Whether this person may see the file, masked at least; a refusal is recorded. */
  mayLookAt(caller: Caller, material: CustomerMaterial): Promise<Refusal | undefined>
  /** Values that somebody proposes for a field, sealed; see desk/proposals.ts. */
  sealProposal(
    w: Writer,
    material: CustomerMaterial,
    wish: { readonly id: string; readonly field: number; readonly value: string; readonly reason: string },
  ): Promise<Proposal>
  showProposal(caller: Caller, proposal: Proposal): Promise<ShownProposal>
  openProposal(
    caller: Caller,
    proposal: Proposal,
    asked: { readonly purpose: string; readonly reason: string },
  ): Promise<ShownProposal | Refusal>
  adoptProposal(
    w: Writer,
    caller: Caller,
    proposal: Proposal,
    fileVersion: number,
  ): Promise<{ done: true } | Refusal>
  /**
   * Grants, purposes and quota come from the chapter use, further right; it says here how to load them. Until then
   * attachments cannot be opened (missing facts deny), and files are found by scope of work only. `book` takes an
   * opening off a counted grant; without it no counted grant opens an attachment. `reason` keeps the words stated for one.
   */
  useReadingFacts(load: ReadingFacts, book?: BookOpening, reason?: StateReason): void
  /** The chapter collection, further right, says what filing and correcting by hand ask of it. */
  useCollecting(collecting: Collecting): void
  /** Whether the caller may see facts about a file that hold no value; a refusal is recorded. */
  mayLookAt(caller: Caller, material: CustomerMaterial): Promise<Refusal | undefined>
  /** Lets a chapter further right say which stored files are its own, so that the sweep leaves them alone. */
  useKnownFiles(known: KnownFiles): void
  /** Keeps the reviews of levels as tasks with a due date. */
  useLevelDuties(duties: LevelDuties): void
  /** The rules of the company that suggest levels now, for `suggestLevel`. */
  levelRules(r: Reader): Promise<readonly LevelRule[]>
  /** Compares sealed blocks with what the ledger last committed to; part of a verification. */
  checkBlocks(): Promise<{ checked: number; faults: BlockFault[] }>
  /** Forgets the text of a customer's documents and by what it is found; part of erasing a customer. */
  forgetDocuments(w: Writer, customerId: string): Promise<void>
  /** Documents that may hold what was looked for, up to a level; everything needed to decide about and open each. */
  documentCandidates(of: CandidatesOf): Promise<readonly DocumentCandidate[]>
  /** The terms somebody looks for in documents; none = too short. */
  searchTerms(text: string): string[]
}

export interface CustodyOptions {
  /** Where a virus scanner listens; absent = uploads are not scanned. */
  readonly scanner?: ScannerAddress
  readonly workshop?: WorkshopOptions
  /** Largest document that is taken, in bytes; 8 GiB. */
  readonly mostBytes?: number
}

const hashesOf = (tokens: Tokens): Pick<Custody, 'queryTokens' | 'identifierToken' | 'namedToken'> => ({
  queryTokens: (text) => tokens.ofQuery(text),
  identifierToken: (type, value) => tokens.ofIdentifier(type, value),
  namedToken: (type, value, kind, name) => tokens.ofNamed(type, value, kind, name),
})

const documentsOf = (
  context: Context,
): Pick<Custody, 'forgetDocuments' | 'documentCandidates' | 'searchTerms' | 'stop'> => ({
  forgetDocuments,
  documentCandidates: (of) => documentCandidates(context.house, of),
  searchTerms: termsOf,
  stop: () => {
    context.documents.workshop.close()
    return Promise.resolve()
  },
})

const documentsWith = (options: CustodyOptions): Context['documents'] => ({
  ...(options.scanner === undefined ? {} : { scanner: options.scanner }),
  workshop: new Workshop(options.workshop),
  mostBytes: options.mostBytes ?? 8 * 1024 ** 3,
  suggestLevel: levelOfCounts,
  reading: false,
})

/** Another program on the same database may have changed the catalogue. */
const catalogueMostMs = 5000

/** The catalogue from memory, loaded again after a change or when it has grown old. */
function rememberedCatalogue(house: House): { get(): Promise<Catalogue>; forget(): void } {
  let cached: Promise<Catalogue> | undefined
  let loadedAt = 0
  return {
    get: async () => {
      const now = house.clock.now().getTime()
      if (cached === undefined || Math.abs(now - loadedAt) > catalogueMostMs) {
        loadedAt = now
        const fresh = house.db.read(loadCatalogue)
        cached = fresh
        fresh.catch(() => {
          if (cached === fresh) cached = undefined
        })
      }
      return await cached
    },
    forget: () => {
      cached = undefined
    },
  }
}

/** Opens the chapter: catalogue, customer files, sealed storage, attachments, levels. */
export function openCustody(
  house: House,
  people: PeopleOfCustody,
  approval: ApprovalOfCustody,
  options: CustodyOptions = {},
): Custody {
  const tokens = new Tokens(house.keyring)
  const remembered = rememberedCatalogue(house)
  const forget = (w: Writer): void => w.afterCommit(() => remembered.forget())
  const context: Context = {
    house,
    people,
    approval,
    tokens,
    catalogue: () => remembered.get(),
    forget,
    readingFacts: () => Promise.resolve({ grants: [] }),
    bookOpening: () => Promise.resolve(false),
    collecting: undefined,
    stateReason: () => ({ keep: () => Promise.resolve() }),
    documents: documentsWith(options),
    knownElsewhere: [],
    levelDuties: { raise: () => Promise.resolve(), settle: () => Promise.resolve() },
  }
  registerForm(context)
  tellMarks(approval, () => remembered.get())
  const year = (): number => yearIn(house)
  return {
    routes: routesOf(context, year),
    jobs: jobsOf(context),
    schedules,
    catalogue: () => remembered.get(),
    seed: (w, preset) => seedCatalogue(w, preset).then(() => forget(w)),
    start: async () => {
      await house.keyring.ensureLevelKeys([...(await remembered.get()).levels.keys()])
    },
    materialPart,
    material: async (ids, r) => {
      const known = await remembered.get()
      return r === undefined
        ? await house.db.read((own) => loadMaterial(own, known, ids))
        : await loadMaterial(r, known, ids)
    },
    attachmentLevels,
    insertCustomers: async (w, customers) => {
      const known = await remembered.get()
      const parts = { keyring: house.keyring, catalogue: known, tokens, now: house.clock.now() }
      await insertCustomers(w, parts, customers)
    },
    openSealing: async (expected) =>
      openSealing(
        { keyring: house.keyring, catalogue: await remembered.get(), tokens, clock: house.clock },
        expected,
      ),
    nextFileNos: (w, count, classed) => nextFileNos(w, count, year(), classed),
    listRows,
    attach: (caller, customerId, input) => attach(context, caller, customerId, input),
    attachArriving: (w, arriving, stored) => attachArriving(context, w, arriving, stored),
    findFiles: (filter, query, take) =>
      house.db.read(async (r) => findFiles(r, await remembered.get(), filter, query, take)),
    ...hashesOf(tokens),
    write: (w, permit, customerId, values, version) =>
      writeValues(context, w, permit, customerId, values, version),
    merge: (w, permits, stays, goes, take) => mergeFiles(context, w, permits, stays, goes, take),
    ...tidyingOf(context),
    useReadingFacts: (load, book, reason) => {
      context.readingFacts = load
      if (book !== undefined) context.bookOpening = book
      if (reason !== undefined) context.stateReason = reason
    },
    useCollecting: (collecting) => {
      context.collecting = collecting
    },
    mayLookAt: (caller, material) => mayLookAt(context, caller, material),
    useKnownFiles: (known) => void context.knownElsewhere.push(known),
    useLevelDuties: (duties) => void (context.levelDuties = duties),
    levelRules: rulesInForce,
    checkBlocks: () => checkBlocks(house),
    ...documentsOf(context),
  }
}

/** What the tidying of files needs of this chapter. */
const tidyingOf = (
  context: Context,
): Pick<
  Custody,
  | 'holdMerge'
  | 'unmerge'
  | 'hold'
  | 'classify'
  | 'confirm'
  | 'mayLookAt'
  | 'sealProposal'
  | 'showProposal'
  | 'openProposal'
  | 'adoptProposal'
> => ({
  holdMerge,
  unmerge: (w, permits, merge) => unmergeFiles(context, w, permits, merge),
  hold: async (w, customerId) => {
    await lockCustomer(w, customerId)
    return (await loadMaterial(w, await loadCatalogue(w), [customerId])).get(customerId)
  },
  classify: (w, permit, customerId, wanted) => classifyFile(context, w, permit, customerId, wanted),
  confirm: (w, permit, customerId) => confirmFile(context, w, permit, customerId),
  mayLookAt: (caller, material) => mayLookAt(context, caller, material),
  sealProposal: (w, material, wish) => sealProposal(context, w, material, wish),
  showProposal: (caller, proposal) => showProposal(context, caller, proposal),
  openProposal: (caller, proposal, asked) => openProposal(context, caller, proposal, asked),
  adoptProposal: (w, caller, proposal, version) => adoptProposal(context, w, caller, proposal, version),
})
/** Forms are printed by the chapter left of this one; it marks them with the company's words for their level. */
function tellMarks(approval: ApprovalOfCustody, catalogue: () => Promise<Catalogue>): void {
  approval.useMarks?.(async (rank, company, language) => {
    const level = (await catalogue()).levels.get(rank)
    if (level === undefined) return undefined
    return markOf(level, { years: level.secrecyYears, openTerm: level.openTerm }, company, language)
  })
}

const routesOf = (context: Context, year: () => number): Route[] => [
  ...catalogueRoutes(context),
  ...fileRoutes(context, year),
  ...attachmentRoutes(context),
  ...documentRoutes(context),
  ...levelRoutes(context),
  ...levelKeepingRoutes(context),
  ...roomRoutes(context),
  ...filingRoutes(context, year),
]

const schedules = [
  { name: 'custody.sweep-files', cron: '40 3 * * *', kind: 'custody.sweep-files' },
  roomsSchedule,
  { name: expireUploadsJob, cron: '25 * * * *', kind: expireUploadsJob },
  termsSchedule,
]

/** Form 20: fixing, changing and ending a level. */
function registerForm(context: Context): void {
  context.approval.register({
    code: levelChangeForm,
    series: 'DM',
    name: { zh: '定密、变更与解密审批表', en: 'Fixing, changing and ending a level' },
    formNumber: 'BM-R-20 A/0',
    onApproved: (w, instance) => applyLevelChange(context, w, instance),
    view: (instance) => levelChangeView(context, instance),
  })
}

const jobsOf = (context: Context): Record<string, JobHandler> => ({
  [moveFieldJob]: {
    long: async ({ payload }, signal) => {
      await moveField(context, Number(payload['field']), String(payload['instance']), signal)
    },
  },
  [retokenJob]: {
    long: async ({ payload }, signal) => {
      await retoken(context, Number(payload['field']), String(payload['person']), signal)
    },
  },
  [roomsKind]: watchRooms(context),
  [lookThroughJob]: {
    long: ({ payload, attempt, maxAttempts }) =>
      lookThrough(context, String(payload['upload']), attempt >= maxAttempts),
  },
  [readDocumentJob]: { long: (job, signal) => readDocument(context, job, signal) },
  [expireUploadsJob]: { long: () => expireUploads(context) },
  [termsKind]: watchTerms(context),
  'custody.sweep-files': {
    long: async () => {
      const { files, db } = context.house
      await files.sweep((ids) =>
        db.read(async (r) => [
          ...(await knownAttachments(r, ids)),
          ...(await knownParts(r, ids)),
          ...(await context.approval.knownFiles(r, ids)),
          ...(await context.people.knownFiles(r, ids)),
          ...(await Promise.all(context.knownElsewhere.map((known) => known(r, ids)))).flat(),
        ]),
      )
    },
  },
})

/** The calendar year where the company is. */
const yearIn = (house: House): number =>
  Number(
    new Intl.DateTimeFormat('en', { timeZone: house.timeZone, year: 'numeric' }).format(house.clock.now()),
  )
