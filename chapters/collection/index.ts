import type { Chapter, House } from '../../gate/index.ts'
import type { Custody } from '../custody/index.ts'
import { type Context, importFolder, type PeopleAsked } from './context.ts'
import { type FileImport, importFile } from './desk/import-file.ts'
import { dryRun, dryRunJob, importJob, removeFiled, removeJob, resumeAll, runJob } from './desk/imports.ts'
import { addSource } from './desk/sources.ts'
import { openTakeIn, type TakeIn } from './intake/take-in/index.ts'
import { plainParts } from './intake/take-in/parts.ts'
import { SampleShelf } from './desk/views.ts'
import { type Direct, openDirect } from './direct/index.ts'
import { collectionRoutes } from './routes.ts'
import type { ImportReport, LegalBasis, SourceRow } from './wire.ts'

export type { FileImport } from './desk/import-file.ts'
export { mistakes, rowTexts } from './texts.ts'
export type { TakeIn, TakeInInput, TakenIn } from './intake/take-in/index.ts'
export type { ImportOptions, ImportReport } from './wire.ts'

export interface Collection extends Chapter {
  /** Takes the solved challenges of everything under /open/; the server's door asks it. */
  readonly challenges: Direct['challenges']
  /**
   * Imports a whole file in one call; for the command line and the demo company. A dry run writes nothing.
   * @throws Mistake of the sheet reader or of this chapter; then nothing was taken in. When `signal` aborts, the import
   *   stays resumable.
   */
  importFile(input: FileImport): Promise<ImportReport>
  /** The one way by which a single customer enters or is brought up to date: forms, the counter, other systems. */
  takeIn: TakeIn['one']
  /** Puts a source on record. */
  addSource(
    person: string,
    source: { name: string; kind: SourceRow['kind']; legalBasis: LegalBasis; note: string },
  ): Promise<{ id: string }>
}

/** Opens the chapter: sources, imports, templates, duplicates. */
export function openCollection(house: House, people: PeopleAsked, custody: Custody): Collection {
  const ctx: Context = { house, people, custody, folder: importFolder(house) }
  const takeIn = openTakeIn({ house, people, custody, asked: plainParts })
  const direct = openDirect(ctx)
  return {
    challenges: direct.challenges,
    routes: [...collectionRoutes(ctx, new SampleShelf()), ...direct.routes],
    schedules: [...(direct.schedules ?? [])],
    jobs: {
      ...direct.jobs,
      [importJob]: {
        long: (job, signal) =>
          runJob(ctx, String(job.payload['import']), job.attempt >= job.maxAttempts, signal),
      },
      [dryRunJob]: { long: (job, signal) => dryRun(ctx, String(job.payload['import']), signal) },
      [removeJob]: { long: (job, signal) => removeFiled(ctx, String(job.payload['import']), signal) },
    },
    start: () => resumeAll(ctx),
    takeIn: (w, input) => takeIn.one(w, input),
    importFile: (input) => importFile(ctx, input),
    addSource: (person, source) => addSource(ctx, person, source),
  }
}
