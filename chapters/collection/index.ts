import type { Reader, Writer } from '../../floor/database/index.ts'
import type { Refusal } from '../../floor/errors.ts'
import type { Caller, Chapter, House } from '../../gate/index.ts'
import type { Custody } from '../custody/index.ts'
import { type ConsentContext, type Consents, openConsents } from './consent/index.ts'
import { type Context, importFolder, type PeopleAsked } from './context.ts'
import { type FileImport, importFile } from './desk/import-file.ts'
import { apiRoutes } from './api/routes.ts'
import { CustomerEvents } from './api/events.ts'
import { tidyDeliveries } from './api/store.ts'
import { customerBehind } from './api/reference-tokens.ts'
import { rowsPerDay } from './api/limits.ts'
import { dryRun, dryRunJob, importJob, removeFiled, removeJob, resumeAll, runJob } from './desk/imports.ts'
import { addSource } from './desk/sources.ts'
import type { FormsAndDuties } from './indirect/context.ts'
import { openIndirect } from './indirect/index.ts'
import { openTakeIn, type TakeIn } from './intake/take-in/index.ts'
import { partsOf } from './intake/take-in/parts.ts'
import { openSourceIds } from './intake/take-in/store.ts'
import { SampleShelf } from './desk/views.ts'
import { collecting } from './origins/collecting.ts'
import { originRoutes } from './origins/routes.ts'
import { decideChange, layDown } from './purposes/desk.ts'
import { type Purpose, PurposeRegister, readPurposes } from './purposes/register.ts'
import { purposeRoutes } from './purposes/routes.ts'
import { recordRoutes } from './purposes/record-routes.ts'
import { seedPurposes } from './purposes/seeds.ts'
import { type Direct, noticesInForce, openDirect } from './direct/index.ts'
import { collectionRoutes } from './routes.ts'
import type {
  ChangeOutcome,
  ImportReport,
  LegalBasis,
  PurposeContent,
  PurposeSaved,
  SourceRow,
} from './wire.ts'

export type { ConsentGiven, Consents, NoticeVersion, Withdrawal } from './consent/index.ts'
export { openTidying, type Tidying } from './tidying/index.ts'
export type { FileImport } from './desk/import-file.ts'
export { mistakes, rowTexts } from './texts.ts'
export type { TakeIn, TakeInInput, TakenIn } from './intake/take-in/index.ts'
export type { ImportOptions, ImportReport, LegalBasis, PurposeContent } from './wire.ts'
export { type NewOrigin, type OriginKind, recordOrigin } from './origins/record.ts'
export { chosenPurposes, mustBeNeeded, neededBy, unneeded } from './purposes/necessity.ts'
export type { Purpose, PurposeRegister, Register } from './purposes/register.ts'

export interface Collection extends Chapter {
  /** Takes the solved challenges of everything under /open/; the server's door asks it. */
  readonly challenges: Direct['challenges']
  /** Notices and consents: what the rest of the program puts on record and takes back. */
  readonly consents: Consents
  /**
   * Imports a whole file in one call; for the command line and the demo company. A dry run writes nothing.
   * @throws Mistake of the sheet reader or of this chapter; then nothing was taken in. When `signal` aborts, the import
   *   stays resumable.
   */
  importFile(input: FileImport): Promise<ImportReport>
  /** The one way by which a single customer enters or is brought up to date: forms, the counter, other systems. */
  takeIn: TakeIn['one']
  /** What other systems are told of customers. */
  readonly events: CustomerEvents
  /** The customer whom a reference token stands for, towards that system alone; undefined for every other system. */
  customerBehind(system: string, token: string): Promise<string | undefined>
  /** Ids of the sources on record that are open. */
  openSources(): Promise<ReadonlySet<string>>
  /** Puts a source on record. */
  addSource(
    person: string,
    source: { name: string; kind: SourceRow['kind']; legalBasis: LegalBasis; note: string },
  ): Promise<{ id: string }>
  /** The register of processing purposes, from memory; what the rules are told comes from it. */
  readonly register: PurposeRegister
  /** All purposes, closed ones too: from memory, or as `r`, a transaction that may change them, sees them. */
  purposes(r?: Reader): Promise<readonly Purpose[]>
  /** Lays down a purpose or a change of one; see `layDown`. `base` is the version it is laid over, 0 for a new one. */
  layDownPurpose(
    caller: Caller,
    code: string,
    input: { readonly content: PurposeContent; readonly base: number; readonly reason: string },
  ): Promise<PurposeSaved | Refusal>
  /** Confirms, declines or withdraws a change that waits. */
  decidePurposeChange(caller: Caller, id: string, outcome: ChangeOutcome): Promise<{ done: true } | Refusal>
  /** Puts the preset purposes on the register and describes them; part of the first run, after the catalogue. */
  seed(w: Writer): Promise<void>
}

/** What chapters further left lend to this one. */
export type Lent = Pick<ConsentContext, 'tell' | 'send'>

const nothingLent: Lent = { tell: () => Promise.resolve(), send: () => Promise.resolve() }

/**
 * Opens the chapter: purposes, notices and consents, sources, forms, imports, templates, duplicates. Without `forms`
 * what needs an approval is not there.
 */
export function openCollection(
  house: House,
  people: PeopleAsked,
  custody: Custody,
  borrowed: Partial<Lent> = {},
  forms?: FormsAndDuties,
): Collection {
  const lent: Lent = { ...nothingLent, ...borrowed }
  const register = new PurposeRegister(house.db)
  const ctx: Context = {
    house,
    people,
    custody,
    purposes: register,
    ...(forms === undefined ? {} : { tell: (w, ids, kind, o) => forms.approval.notify(w, ids, kind, o) }),
    folder: importFolder(house),
  }
  custody.useCollecting(collecting(ctx))
  const events = new CustomerEvents(ctx)
  const consents = openConsents({
    house,
    people,
    custody,
    ...lent,
    onWithdrawn: (w, customerId, keys) =>
      events.say(w, 'consent.withdrawn', [{ customerId, more: { keys } }]),
  })
  // A receipt is told to the one who sent the consent, and to nobody else: it is kept beside what was sent.
  const receipts = new WeakMap<object, string>()
  const asked = partsOf(house, consents, {
    receipt: (given, receipt) => void receipts.set(given, receipt),
    tell: (w, taken) => events.taken(w, taken),
  })
  const takeIn = openTakeIn({ house, people, custody, asked })
  const direct = openDirect({
    ...ctx,
    asked: {
      ...noticesInForce,
      takeIn: (w, input) => takeIn.one(w, input),
      purposes: (r) => asked.purposes(r),
      unneeded: (fields, purposes) => asked.unneeded(fields, purposes),
      receiptOf: (given) => receipts.get(given),
      tell: (w, ids, kind, o) => lent.tell(w, ids, kind, o),
    },
  })
  const indirect = forms === undefined ? undefined : openIndirect({ ...ctx, ...forms })
  return {
    challenges: direct.challenges,
    consents,
    routes: [
      ...collectionRoutes(ctx, new SampleShelf()),
      ...purposeRoutes(ctx),
      ...recordRoutes(ctx),
      ...originRoutes(ctx),
      ...(indirect?.routes ?? []),
      ...direct.routes,
      ...consents.routes,
      ...apiRoutes({ ctx, takeIn, rowsPerDay }),
    ],
    schedules: [
      ...(indirect?.schedules ?? []),
      ...(direct.schedules ?? []),
      ...(consents.schedules ?? []),
      { name: 'collection.tidy-deliveries', cron: '15 3 * * *', kind: 'collection.tidy-deliveries' },
    ],
    jobs: {
      ...indirect?.jobs,
      ...direct.jobs,
      ...consents.jobs,
      'collection.tidy-deliveries': {
        long: async () => await house.db.transact((w) => tidyDeliveries(w, house.clock.now())),
      },
      [importJob]: {
        long: (job, signal) =>
          runJob(ctx, String(job.payload['import']), job.attempt >= job.maxAttempts, signal),
      },
      [dryRunJob]: { long: (job, signal) => dryRun(ctx, String(job.payload['import']), signal) },
      [removeJob]: { long: (job, signal) => removeFiled(ctx, String(job.payload['import']), signal) },
    },
    start: async () => {
      await house.db.transact((w) => seedPurposes(w))
      await resumeAll(ctx)
      await consents.start?.()
    },
    takeIn: (w, input) => takeIn.one(w, input),
    importFile: (input) => importFile(ctx, input),
    events,
    customerBehind: (system, token) => house.db.read((r) => customerBehind(r, system, token)),
    openSources: () => house.db.read(openSourceIds),
    addSource: (person, source) => addSource(ctx, person, source),
    register,
    purposes: async (r) =>
      r === undefined ? [...(await register.now()).all.values()] : await readPurposes(r),
    layDownPurpose: (caller, code, input) => layDown(ctx, caller, code, input),
    decidePurposeChange: (caller, id, outcome) => decideChange(ctx, caller, id, outcome),
    seed: seedPurposes,
  }
}
