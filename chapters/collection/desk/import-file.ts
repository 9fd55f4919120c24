import { basename } from 'node:path'
import { isRefusal, Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type Catalogue, fieldSeeds, levelPresets } from '../../custody/index.ts'
import { type Context, usedCatalogue } from '../context.ts'
import { rehearse } from '../intake/dry-run.ts'
import { extraColumns } from '../intake/extra.ts'
import { runImport } from '../intake/run.ts'
import { checkFile } from '../reading/check.ts'
import { mustFit, suggestedOptions } from '../reading/options.ts'
import { listErrors, readImport, type StoredError } from '../store/imports.ts'
import { insertSource, sourceByName } from '../store/sources.ts'
import { fill, mistakes, rowTexts } from '../texts.ts'
import type { ExtraColumn, FileCheck, ImportOptions, ImportReport, Progress } from '../wire.ts'
import { neededFor, register, settleMapping, start } from './imports.ts'

export interface FileImport {
  readonly file: string
  /** Name of the file for people; the name on disk when left out. */
  readonly name?: string | undefined
  /** Person who imports; the first records officer or collector when left out. */
  readonly actor?: string | { readonly personId: string } | undefined
  readonly dryRun: boolean
  /** Laid over the mapping as recognised, source 历史台账 and legal basis `contract`. */
  readonly options?: Partial<ImportOptions> | undefined
  readonly language?: 'zh' | 'en' | undefined
  readonly signal?: AbortSignal | undefined
}

/** The source of ledgers that were kept before this program, for imports from the command line. */
const legacySource = '历史台账'
/** Errors that a report lists; the rest stands in the error list of the import. */
const reported = 5000

/**
 * Imports a whole file in one call with the mapping as recognised; for the command line and the demo company. A dry run
 * writes nothing at all. Without a company (nothing set up yet) a dry run works on the default catalogue.
 * @throws Mistake of `sheetMistakes`, `collection.no-company`, `collection.refused`, `collection.nothing-chosen`, …; then nothing was taken in
 */
export async function importFile(ctx: Context, input: FileImport): Promise<ImportReport> {
  return input.dryRun ? await dryFile(ctx, input) : await realFile(ctx, input)
}

async function dryFile(ctx: Context, input: FileImport): Promise<ImportReport> {
  const known = await usedCatalogue(ctx)
  const catalogue = known.fields.size === 0 ? defaultCatalogue() : known
  const fileName = input.name ?? basename(input.file)
  const reading = { name: fileName, ...(input.signal === undefined ? {} : { signal: input.signal }) }
  const { check } = await checkFile(input.file, catalogue, reading)
  const suggested = suggestedOptions(check, '')
  const options = {
    ...suggested,
    owner: { column: true },
    purposes: await usualPurposes(ctx, input),
    ...input.options,
  }
  mustFit(options, check, catalogue)
  const done = await rehearse(
    ctx,
    { file: input.file, fileName, catalogue, check, options, needed: await neededFor(ctx, options) },
    input.signal,
  )
  const extra = extraColumns(options, catalogue, (await ctx.purposes.now()).all.values())
  return report(done.progress, check, options, catalogue, { errors: done.errors, extra }, input.language)
}

async function realFile(ctx: Context, input: FileImport): Promise<ImportReport> {
  const { house } = ctx
  // Levels and fields come with the company.
  if ((await usedCatalogue(ctx)).fields.size === 0) throw explained('collection.no-company', {})
  const given = typeof input.actor === 'object' ? input.actor.personId : input.actor
  const actor = given ?? (await someImporter(ctx))
  const source = input.options?.source ?? (await legacyId(ctx, actor))
  const name = input.name ?? basename(input.file)
  const { id } = await register(ctx, actor, { path: input.file, name, signal: input.signal })
  const stored = await house.db.read((r) => readImport(r, id))
  const options: ImportOptions = {
    ...stored!.options!,
    source,
    legalBasis: 'contract',
    purposes: await usualPurposes(ctx, input),
    owner: {
      column: true,
      person: actor,
    },
    ...input.options,
  }
  await settleMapping(ctx, id, options)
  const answer = await start(ctx, actor, id, false)
  if (isRefusal(answer)) throw refused(answer.because)
  const signal = input.signal ?? new AbortController().signal
  const end = await runImport(ctx, id, signal)
  signal.throwIfAborted()
  const after = await house.db.read((r) => readImport(r, id))
  if (end !== 'finished' || after === undefined) throw ended(after?.problem ?? null)
  const catalogue = await usedCatalogue(ctx)
  const errors = await house.db.read((r) => listErrors(r, id, { page: 1, size: reported }))
  const extra = extraColumns(options, catalogue, (await ctx.purposes.now()).all.values())
  const found = { errors: errors.rows, extra }
  return report(after.progress, after.check!, options, catalogue, found, input.language)
}

/** Unless others are named: every purpose that rests on the basis of this import. */
async function usualPurposes(ctx: Context, { options }: FileImport): Promise<string[]> {
  const basis = options?.legalBasis ?? 'contract'
  const open = [...(await ctx.purposes.now()).open.values()]
  return open.flatMap((one) => (one.legalBasis === basis ? [one.code] : []))
}

const refused = (because: readonly string[]): Mistake =>
  explained('collection.refused', { clauses: because.join('、') })

const ended = (problem: { code: string; values: Record<string, string | number> } | null): Mistake =>
  explained(problem?.code ?? 'collection.wrong-state', problem?.values ?? {})

function explained(code: string, values: Record<string, string | number>): Mistake {
  const text = mistakes[code]
  const message = text === undefined ? code : `${fill(text.zh, values)} / ${fill(text.en, values)}`
  return new Mistake(code, { status: 409, values, message })
}

/** Whoever types a command at the server acts for the person in charge of records. */
async function someImporter(ctx: Context): Promise<string> {
  const [person] = await ctx.house.db.read(async (r) => [
    ...(await ctx.people.holdersOf(r, 'archivist')),
    ...(await ctx.people.holdersOf(r, 'collector')),
  ])
  if (person === undefined) throw explained('collection.nobody', {})
  return person
}

async function legacyId(ctx: Context, actor: string): Promise<string> {
  const { house } = ctx
  return await house.db.transact(async (w) => {
    const known = await sourceByName(w, legacySource)
    if (known !== undefined) return known.id
    const id = newId()
    await insertSource(w, {
      id,
      name: legacySource,
      kind: 'legacy',
      legalBasis: 'contract',
      note: '',
      createdBy: actor,
      at: house.clock.now(),
    })
    house.gate.note(w, 'source-registered', { actor, source: id })
    return id
  })
}

function report(
  progress: Progress,
  check: FileCheck,
  options: ImportOptions,
  catalogue: Catalogue,
  { errors, extra }: { readonly errors: readonly StoredError[]; readonly extra: readonly ExtraColumn[] },
  language: 'zh' | 'en' = 'zh',
): ImportReport {
  const { rows, customers, duplicates } = progress
  return {
    rows,
    customers,
    duplicates,
    columns: check.sheets.flatMap((sheet) =>
      sheet.columns.map((column) => {
        const mapping = options.sheets
          .find((one) => one.sheet === sheet.sheet)
          ?.columns.find((one) => one.position === column.position)
        const field = mapping?.target.to === 'field' ? catalogue.byCode.get(mapping.target.field) : undefined
        const level = Math.max(field?.level ?? column.level, mapping?.raiseTo ?? 0)
        const { header, type, confidence } = column
        const category = field?.category ?? column.category
        return {
          sheet: sheet.sheet,
          header,
          type,
          category,
          level: String(level),
          confidence,
        }
      }),
    ),
    extraColumns: extra,
    errors: errors.slice(0, reported).map(({ sheet, row, column, code }) => {
      return {
        sheet,
        row,
        column,
        code,
        message: rowTexts[code]?.[language] ?? code,
      }
    }),
  }
}

/** What a new company starts with, for a dry run before there is one. */
function defaultCatalogue(): Catalogue {
  const fields = fieldSeeds.map((seed, at) => ({ ...seed, id: at + 1, sort: at, retired: false, version: 1 }))
  const levels = levelPresets['company']!.map((level) => ({
    ...level,
    secrecyYears: level.secrecyYears ?? null,
    openTerm: null,
    endsByItself: false,
    risesAt: level.risesAt ?? null,
  }))
  return {
    levels: new Map(levels.map((level) => [level.rank, level])),
    fields: new Map(fields.map((field) => [field.id, field])),
    byCode: new Map(fields.map((field) => [field.code, field])),
  }
}
