import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import { enqueue } from '../../../floor/jobs/index.ts'
import { openBatch, removeBatch, withdrawBatch } from '../../custody/index.ts'
import { type Context, factsAbout, usedCatalogue } from '../context.ts'
import { bringsOf, fieldsBrought } from '../intake/brings.ts'
import { mustBePermitted } from '../indirect/arrival.ts'
import { sourceForImport } from '../indirect/sources.ts'
import { rehearse, totalRows } from '../intake/dry-run.ts'
import { runImport } from '../intake/run.ts'
import { dropUpload, keepUpload, mustBeUnchanged } from '../intake/uploads.ts'
import { checkFile } from '../reading/check.ts'
import { fromTemplate, headersOf, mustFit, mustNeedNames, suggestedOptions } from '../reading/options.ts'
import {
  beginRun,
  clearErrors,
  forgetProgress,
  insertErrors,
  insertImport,
  interrupted,
  keepNeeded,
  lockImport,
  noProgress,
  readImport,
  setDryRun,
  setFailed,
  setOptions,
  setProgress,
  setState,
  type StoredImport,
} from '../store/imports.ts'
import { chosenPurposes, neededBy, openOnly, unneeded } from '../purposes/necessity.ts'
import { type Purpose, readPurposes } from '../purposes/register.ts'
import { readSource, templateFor } from '../store/sources.ts'
import type { ImportOptions, ImportState, Sample } from '../wire.ts'

export const importJob = 'collection.import'
export const dryRunJob = 'collection.dry-run'
export const removeJob = 'collection.remove-batch'

export const notFound = (): Mistake => new Mistake('collection.not-found', { status: 404 })
const wrongState = (): Mistake => new Mistake('collection.wrong-state', { status: 409 })

/**
 * Keeps an uploaded file privately and looks at it: sheets, columns, suggestions. Nothing is taken in yet.
 * @throws Mistake of `sheetMistakes`, `collection.empty-file`; then nothing is kept
 */
export async function register(
  ctx: Context,
  person: string,
  upload: { readonly path: string; readonly name: string; readonly signal?: AbortSignal | undefined },
): Promise<{ id: string; samples: Sample[] }> {
  const { house } = ctx
  const id = newId()
  const kept = await keepUpload(ctx.folder, id, upload.path)
  try {
    const reading = { name: upload.name, ...(upload.signal === undefined ? {} : { signal: upload.signal }) }
    const { check, samples } = await checkFile(kept.storedPath, await usedCatalogue(ctx), reading)
    if (check.sheets.every((sheet) => sheet.columns.length === 0 || sheet.subject === 'unknown'))
      throw new Mistake('collection.empty-file', { field: 'file' })
    const suggested = suggestedOptions(check, person)
    await house.db.transact(async (w) => {
      const template = await templateFor(w, headersOf(check))
      const options = template === undefined ? suggested : fromTemplate(template.mapping, suggested)
      await insertImport(w, {
        id,
        fileName: upload.name,
        ...kept,
        check,
        options,
        createdBy: person,
        progress: {
          ...noProgress,
          total: totalRows(check, options),
        },
        result: template === undefined ? null : { template: template.id },
        at: house.clock.now(),
      })
    })
    return { id, samples }
  } catch (error) {
    await dropUpload(kept.storedPath)
    throw error
  }
}

/** Settles where the columns go and what else was chosen. */
export async function settleMapping(ctx: Context, id: string, options: ImportOptions): Promise<void> {
  const catalogue = await usedCatalogue(ctx)
  await ctx.house.db.transact(async (w) => {
    const stored = await locked(w, id, ['checked'])
    if (stored.check === null) throw wrongState()
    mustFit(options, stored.check, catalogue)
    if (options.source !== undefined && (await openSource(w, options.source)) === undefined)
      throw new Mistake('collection.no-source', { field: 'source' })
    await setOptions(w, id, options)
    await setProgress(w, id, { ...noProgress, total: totalRows(stored.check, options) })
  })
}

/** Queues a rehearsal; its counts and errors appear with the import. */
export async function askDryRun(ctx: Context, id: string): Promise<void> {
  await ctx.house.db.transact(async (w) => {
    await locked(w, id, ['checked'])
    await setDryRun(w, id, null)
    await enqueue(w, { kind: dryRunJob, payload: { import: id }, uniqueKey: id })
  })
}

/** What the chosen purposes need; undefined while none is chosen. */
export async function neededFor(
  ctx: Context,
  options: Pick<ImportOptions, 'purposes'>,
): Promise<ReadonlySet<number> | undefined> {
  if (options.purposes.length === 0) return undefined
  return neededBy(chosenPurposes(options.purposes, (await ctx.purposes.now()).open))
}

/** The job behind `askDryRun`. */
export async function dryRun(ctx: Context, id: string, signal: AbortSignal): Promise<void> {
  const { house } = ctx
  const stored = await house.db.read((r) => readImport(r, id))
  if (stored?.state !== 'checked' || stored.check === null || stored.options === null) return
  try {
    await mustBeUnchanged(stored.storedPath, stored.sha256)
    const { fileName, check, options } = stored
    const needed = await neededFor(ctx, options)
    const input = {
      file: stored.storedPath,
      fileName,
      catalogue: await usedCatalogue(ctx),
      check,
      options,
      needed,
    }
    const done = await rehearse(ctx, input, signal, (progress) =>
      house.db.transact((w) => setProgress(w, id, progress)),
    )
    await house.db.transact(async (w) => {
      if ((await lockImport(w, id))?.state !== 'checked') return
      await clearErrors(w, id)
      await insertErrors(w, id, done.errors)
      await setDryRun(w, id, done.progress)
      await setProgress(w, id, { ...noProgress, total: done.progress.total })
    })
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    const problem = { code: error.code, values: { ...error.values } }
    await house.db.transact((w) => setFailed(w, id, problem))
  }
}

/**
 * Starts, or goes on with, an import: the gate is asked whether this person may take this in, from this source and on
 * this legal basis. A refusal is recorded and returned. With `queue` false the caller runs it.
 */
export async function start(
  ctx: Context,
  person: string,
  id: string,
  queue = true,
): Promise<{ id: string; state: ImportState } | Refusal> {
  const { house } = ctx
  const catalogue = await usedCatalogue(ctx)
  return await house.db.transact(async (w) => {
    const stored = await locked(w, id, ['checked', 'paused', 'failed'])
    const { options, check } = stored
    if (options === null || check === null) throw new Mistake('collection.no-mapping', { status: 409 })
    mustFit(options, check, catalogue)
    const { limits, ...source } = await sourceForImport(ctx, w, options.source)
    if (limits !== undefined) mustBePermitted(options, limits, catalogue.byCode)
    const basis = options.legalBasis === undefined ? {} : { legalBasis: options.legalBasis }
    const { chosen, needed } = await necessity(w, stored, options)
    mustNeedNames(options, catalogue, needed)
    const brings = bringsOf(options, catalogue, needed)
    // None at the first start; later a purpose may need less than it did.
    const beyondNeed = unneeded(
      [...fieldsBrought(options, catalogue, needed).keys()].map(({ id: one }) => one),
      chosen,
    ).length
    const act = { verb: 'import' as const, ...source, brings, beyondNeed, ...basis }
    const at = house.clock.now()
    const question = { actor: person, verb: 'import' as const, fields: [], at: at.getTime() }
    const detail = {
      source: options.source ?? '',
      basis: options.legalBasis ?? '',
      purposes: options.purposes,
    }
    const facts = await factsAbout(ctx, person, act, w)
    const answer = house.gate.askIn(w, question, facts, { subject: id, detail })
    if (isRefusal(answer)) return answer
    if (stored.state === 'checked') await clearErrors(w, id)
    const batch = stored.batchId ?? newId(at.getTime())
    const origin = { sourceId: options.source!, purposes: options.purposes, legalBasis: options.legalBasis! }
    await openBatch(w, batch, at, origin, limits !== undefined)
    await keepNeeded(w, id, [...needed])
    await beginRun(w, id, batch, at)
    if (queue) await enqueue(w, { kind: importJob, payload: { import: id }, uniqueKey: id })
    return { id, state: 'running' as const }
  })
}

/** The chosen purposes, and what they need: fixed at the first start, so that going on later files the same. */
async function necessity(
  w: Writer,
  { result }: StoredImport,
  options: ImportOptions,
): Promise<{ chosen: readonly Purpose[]; needed: ReadonlySet<number> }> {
  const chosen = chosenPurposes(options.purposes, openOnly(await readPurposes(w)))
  return { chosen, needed: result?.needed === undefined ? neededBy(chosen) : new Set(result.needed) }
}

/** Stops after the batch under way; `start` goes on from there. */
export async function pause(ctx: Context, person: string, id: string): Promise<void> {
  await ctx.house.db.transact(async (w) => {
    await locked(w, id, ['running'])
    await setState(w, id, 'paused')
    ctx.house.gate.note(w, 'import-paused', { import: id, actor: person })
  })
}

/** Ends an import as if it had never been: its batch can no longer be released, and its files are removed. */
export async function cancel(ctx: Context, person: string, id: string): Promise<void> {
  const { house } = ctx
  const path = await house.db.transact(async (w) => {
    const stored = await locked(w, id, ['uploaded', 'checked', 'running', 'paused', 'failed'])
    const at = house.clock.now()
    if (stored.batchId !== null) {
      await withdrawBatch(w, stored.batchId, at)
      await enqueue(w, { kind: removeJob, payload: { import: id }, uniqueKey: id })
    }
    await forgetProgress(w, id)
    await setState(w, id, 'cancelled', at)
    house.gate.note(w, 'import-cancelled', { import: id, actor: person })
    return stored.storedPath
  })
  await dropUpload(path)
}

/** Removes what a cancelled import had filed, piece by piece; doing it twice is harmless. */
export async function removeFiled(ctx: Context, id: string, signal?: AbortSignal): Promise<void> {
  const stored = await ctx.house.db.read((r) => readImport(r, id))
  const batch = stored?.batchId
  if (stored?.state !== 'cancelled' || batch === null || batch === undefined) return
  while (signal?.aborted !== true) {
    const removed = await ctx.house.db.transact((w) => removeBatch(w, batch, 1000))
    if (removed === 0) return
  }
}

/** The job behind `start`; after its last attempt the import counts as failed, and a person may go on or cancel. */
export async function runJob(ctx: Context, id: string, last: boolean, signal: AbortSignal): Promise<void> {
  try {
    await runImport(ctx, id, signal)
  } catch (error) {
    if (last) await ctx.house.db.transact((w) => setFailed(w, id, { code: 'collection.failed', values: {} }))
    throw error
  }
}

/** At start: imports that were running go on, and the rest of cancelled ones is removed. */
export async function resumeAll(ctx: Context): Promise<void> {
  await ctx.house.db.transact(async (w) => {
    for (const { id, state } of await interrupted(w))
      await enqueue(w, {
        kind: state === 'running' ? importJob : removeJob,
        payload: { import: id },
        uniqueKey: id,
      })
  })
}

async function locked(w: Writer, id: string, states: readonly ImportState[]): Promise<StoredImport> {
  const stored = await lockImport(w, id)
  if (stored === undefined) throw notFound()
  if (!states.includes(stored.state)) throw wrongState()
  return stored
}

async function openSource(w: Writer, id: string): Promise<string | undefined> {
  const source = await readSource(w, id)
  return source === undefined || source.closedAt !== null ? undefined : source.id
}
