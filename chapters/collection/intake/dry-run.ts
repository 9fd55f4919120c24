import type { Catalogue } from '../../custody/index.ts'
import type { Context } from '../context.ts'
import { noProgress, peopleForOwners, type StoredError } from '../store/imports.ts'
import type { FileCheck, ImportOptions, Progress } from '../wire.ts'
import { matchesOnFile } from './matches.ts'
import { ownerFinder } from './owners.ts'
import { passOver } from './pass.ts'
import { advance, errorsKept, settle, withDepartment } from './run.ts'

export interface Rehearsal {
  readonly progress: Progress
  /** At most `errorsKept`; the progress counts all. */
  readonly errors: readonly StoredError[]
}

/** Goes through the whole file as an import would, and files nothing. `onProgress` is told after every batch. */
export async function rehearse(
  ctx: Context,
  input: {
    readonly file: string
    readonly fileName: string
    readonly catalogue: Catalogue
    readonly check: FileCheck
    readonly options: ImportOptions
    readonly needed?: ReadonlySet<number> | undefined
  },
  signal: AbortSignal | undefined,
  onProgress: (progress: Progress) => Promise<void> = () => Promise.resolve(),
): Promise<Rehearsal> {
  const { house, custody } = ctx
  const people = await house.db.read((r) => peopleForOwners(r))
  const options = withDepartment(input.options, people)
  let progress: Progress = { ...noProgress, total: totalRows(input.check, options) }
  const errors: StoredError[] = []
  for await (const batch of passOver({ ...input, options, findOwner: ownerFinder(people), signal })) {
    const matches = await house.db.read((r) => matchesOnFile(r, custody, batch.candidates))
    const filed = settle(batch, matches, options.duplicates)
    if (errors.length < errorsKept) errors.push(...filed.problems.slice(0, errorsKept - errors.length))
    progress = advance(progress, batch, filed)
    await onProgress(progress)
  }
  return { progress, errors }
}

/** Rows of the chosen sheets as the file states them. */
export const totalRows = (check: FileCheck, options: ImportOptions): number =>
  check.sheets
    .filter((sheet) => options.sheets.some((one) => one.sheet === sheet.sheet && one.take))
    .reduce((sum, sheet) => sum + sheet.rows, 0)
