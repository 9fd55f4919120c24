import { createHash, createHmac, randomBytes } from 'node:crypto'
import { Mistake, isRefusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Writer } from '../../../floor/database/index.ts'
import {
  type Catalogue,
  type Collected,
  collectionLevel,
  keepVolume,
  type NewCustomer,
  type PreparedFiles,
  releaseBatch,
  risesAtOf,
  type Sealing,
} from '../../custody/index.ts'
import { type Context, factsAbout, usedCatalogue } from '../context.ts'
import { insertDuplicates } from '../store/duplicates.ts'
import {
  insertErrors,
  keepSalt,
  lastMark,
  lockImport,
  mark,
  peopleForOwners,
  readImport,
  setFailed,
  setState,
  type StoredImport,
} from '../store/imports.ts'
import { readSource, touchTemplate } from '../store/sources.ts'
import { arrive } from '../indirect/arrival.ts'
import { inspectPartnerFile } from '../indirect/inspect.ts'
import type { FileReport } from '../indirect/wire.ts'
import type { ImportOptions, Progress } from '../wire.ts'
import { bringsOf } from './brings.ts'
import type { DuplicateReason } from './keys.ts'
import { type Match, matchesOnFile } from './matches.ts'
import { ownerFinder } from './owners.ts'
import { type Batch, type Candidate, passOver, type Place } from './pass.ts'
import { dropUpload, mustBeUnchanged } from './uploads.ts'

/** Errors kept in the database for one import; more are only counted. */
export const errorsKept = 20_000

export type RunEnd = 'finished' | 'stopped' | 'failed'

/**
 * Files the rows of a running import, batch by batch, each in one transaction with its mark, and makes everything
 * visible at once at the end. Run again after a crash it goes on behind the last mark; when the import was paused or
 * cancelled meanwhile, or somebody else runs it, it stops.
 * @throws whatever the database throws; the import then stays resumable
 */
export async function runImport(ctx: Context, id: string, signal: AbortSignal): Promise<RunEnd> {
  const { house } = ctx
  const stored = await house.db.read((r) => readImport(r, id))
  if (stored === undefined || stored.state !== 'running') return 'stopped'
  try {
    return await new Run(ctx, stored, signal).all()
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    await house.db.transact((w) => setFailed(w, id, { code: error.code, values: { ...error.values } }))
    return 'failed'
  }
}

/** A batch that waits for its transaction. */
interface Ready {
  readonly batch: Batch
  readonly filed: Filed
  readonly files: PreparedFiles
}

/** Its failure is dealt with where it is awaited, which may be a while later. */
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

class Run {
  readonly #ctx: Context
  readonly #import: StoredImport
  readonly #signal: AbortSignal
  #progress: Progress
  /** What was found in the file of a third party; present for these only, whose batch goes into quarantine. */
  #report: FileReport | undefined
  constructor(ctx: Context, stored: StoredImport, signal: AbortSignal) {
    this.#ctx = ctx
    this.#import = stored
    this.#signal = signal
    this.#progress = stored.progress
  }

  async all(): Promise<RunEnd> {
    const { house } = this.#ctx
    const { id, check, storedPath, sha256, fileName } = this.#import
    const options = this.#import.options
    if (check === null || options === null) throw new Mistake('collection.no-mapping')
    await mustBeUnchanged(storedPath, sha256)
    const catalogue = await usedCatalogue(this.#ctx)
    await this.#inspect(catalogue)
    const people = await house.db.read((r) => peopleForOwners(r))
    const behind = await house.db.read((r) => lastMark(r, id))
    const settled = withDepartment(options, people)
    const pass = passOver({
      file: storedPath,
      fileName,
      catalogue,
      check,
      options: settled,
      needed: this.#needed(),
      findOwner: ownerFinder(people),
      after: behind,
      signal: this.#signal,
    })
    const sealing = await this.#ctx.custody.openSealing(this.#progress.total)
    try {
      const whole = await this.#file(pass, (batch) => this.#prepare(batch, settled, catalogue, sealing))
      if (!whole || this.#signal.aborted) return 'stopped'
    } catch (error) {
      if (this.#signal.aborted) return 'stopped'
      throw error
    } finally {
      await sealing.close()
    }
    return await this.#finish(options)
  }

  /** As they were when the import was started first: the same rows give the same files whenever they are read again. */
  #needed(): ReadonlySet<number> | undefined {
    const needed = this.#import.result?.needed
    return needed === undefined ? undefined : new Set(needed)
  }

  /** A file of a third party is looked through before a row of it is taken. */
  async #inspect(catalogue: Catalogue): Promise<void> {
    const { check, options, storedPath, fileName } = this.#import
    const { source } = options!
    const kind =
      source === undefined ? undefined : (await this.#ctx.house.db.read((r) => readSource(r, source)))?.kind
    if (kind !== 'partner') return
    const file = { file: storedPath, fileName, check: check!, options: options!, catalogue }
    this.#report = await inspectPartnerFile({ ...file, signal: this.#signal })
  }

  /**
   * While one batch is being stored the next one is sealed and the one after that is read; false when somebody else
   * has taken over or ended the import.
   */
  async #file(pass: AsyncIterable<Batch>, prepare: (batch: Batch) => Promise<Ready>): Promise<boolean> {
    let storing: Promise<boolean> = Promise.resolve(true)
    let sealing: Promise<Ready> | undefined
    const storeNext = async (): Promise<boolean> => {
      const ready = await sealing
      if (!(await storing)) return false
      if (ready !== undefined) storing = watched(this.#store(ready))
      return true
    }
    try {
      for await (const batch of pass) {
        if (this.#signal.aborted) break
        const next = watched(prepare(batch))
        if (!(await storeNext())) return false
        sealing = next
      }
      if (!this.#signal.aborted && !(await storeNext())) return false
    } finally {
      await storing.catch(() => undefined)
    }
    return await storing
  }

  /** Everything that needs no transaction: duplicates looked up, rows settled, values sealed. */
  async #prepare(
    batch: Batch,
    options: ImportOptions,
    catalogue: Catalogue,
    sealing: Sealing,
  ): Promise<Ready> {
    const { house, custody } = this.#ctx
    const matches = await house.db.read((r) => matchesOnFile(r, custody, batch.candidates))
    const filed = settle(batch, matches, options.duplicates)
    const customers = filed.candidates.map((one) => this.#customer(one, options, catalogue))
    return { batch, filed, files: await sealing.prepare(customers) }
  }

  /** One transaction's worth of truth; false when the import is no longer this run's to continue. */
  async #store({ batch, filed, files }: Ready): Promise<boolean> {
    const { house, custody } = this.#ctx
    const { id } = this.#import
    const progress = advance(this.#progress, batch, filed)
    const stored = await house.db.transact(async (w) => {
      const now = await lockImport(w, id)
      if (now?.state !== 'running' || (await lastMark(w, id)).number !== batch.number - 1) return false
      const customers = filed.candidates.length
      await files.insert(w, await custody.nextFileNos(w, customers))
      await insertDuplicates(w, id, this.#pairs(filed))
      const room = errorsKept - this.#progress.errors - this.#progress.warnings
      if (room > 0) await insertErrors(w, id, filed.problems.slice(0, room))
      const { number, sheet, toRow } = batch
      await mark(w, id, { number, sheet, toRow, customers }, progress, house.clock.now())
      return true
    })
    if (stored) this.#progress = progress
    return stored
  }

  #pairs(filed: Filed): { id: string; reason: DuplicateReason; customerId: string; otherId: string }[] {
    return filed.pairs.map((pair) => ({
      id: newId(),
      reason: pair.reason,
      customerId: this.#idOf(pair.place),
      otherId: typeof pair.other === 'string' ? pair.other : this.#idOf(pair.other),
    }))
  }

  #customer(candidate: Candidate, options: ImportOptions, catalogue: Catalogue): Omit<NewCustomer, 'fileNo'> {
    const { draft, place } = candidate
    const { source, legalBasis } = options
    if (source === undefined || legalBasis === undefined) throw new Mistake('collection.source-required')
    const level = catalogue.levels.has(options.level) ? options.level : 1
    return {
      id: this.#idOf(place),
      kind: draft.kind,
      level,
      sourceId: source,
      legalBasis,
      ownerId: draft.owner.person,
      departmentId: draft.owner.department,
      batchId: this.#import.batchId ?? undefined,
      marketingRefused: draft.refusesMarketing,
      values: draft.values,
      raised: draft.raised,
      createdBy: this.#import.createdBy,
    }
  }

  #idOf(place: Place): string {
    return customerIdOf(this.#import.id, this.#import.createdAt, place)
  }

  /** The last transaction: judged once more, released, recorded. Until here nothing was visible to anybody. */
  async #finish(options: ImportOptions): Promise<RunEnd> {
    const { house } = this.#ctx
    const { id, batchId, createdBy, storedPath, sha256, result } = this.#import
    const end = await house.db.transact(async (w): Promise<RunEnd> => {
      const now = await lockImport(w, id)
      if (now?.state !== 'running' || batchId === null) return 'stopped'
      const report = this.#report
      const refused = report === undefined ? await this.#askRelease(w, options, now.progress) : undefined
      if (refused !== undefined) {
        await setFailed(w, id, { code: 'collection.refused', values: { clauses: refused.join('、') } })
        return 'failed'
      }
      const at = house.clock.now()
      if (report === undefined) await releaseBatch(w, batchId, at)
      await setState(w, id, 'finished', at)
      if (result?.template !== undefined) await touchTemplate(w, result.template, at)
      const { rows, customers } = now.progress
      // The plain hash would tell everybody with a copy of the file that it was taken in here: the salt stays in the database.
      const salt = randomBytes(16)
      const file = createHmac('sha256', salt).update(sha256).digest('hex')
      if (report !== undefined)
        await arrive(this.#ctx, w, this.#import, { options, report, customers, fileHash: file })
      const together = await this.#together(options, customers)
      await keepVolume(w, batchId, { customers, level: together.level })
      const named = { import: id, actor: createdBy, batch: batchId, source: options.source ?? '' }
      house.gate.note(w, 'import', { ...named, rows, customers, file, ...together })
      await keepSalt(w, id, salt.toString('hex'))
      return 'finished'
    })
    if (end === 'finished') await dropUpload(storedPath)
    return end
  }

  /** The level that everything taken in counts as together: many customers stand higher than each of them. */
  async #together(options: ImportOptions, customers: number): Promise<Collected> {
    const catalogue = await usedCatalogue(this.#ctx)
    const content = Math.max(1, ...bringsOf(options, catalogue).map(({ level }) => level))
    return collectionLevel(content, () => customers, risesAtOf(catalogue))
  }

  async #askRelease(
    w: Writer,
    options: ImportOptions,
    progress: Progress,
  ): Promise<readonly string[] | undefined> {
    const { house } = this.#ctx
    const { createdBy, id } = this.#import
    const basis = options.legalBasis === undefined ? {} : { legalBasis: options.legalBasis }
    const brings = bringsOf(options, await usedCatalogue(this.#ctx), this.#needed())
    const facts = await factsAbout(
      this.#ctx,
      createdBy,
      { verb: 'release-batch', batchCheck: 'none-needed', brings, ...basis },
      w,
    )
    const question = {
      actor: createdBy,
      verb: 'release-batch' as const,
      fields: [],
      at: house.clock.now().getTime(),
    }
    const detail = { customers: progress.customers }
    const answer = house.gate.askIn(w, question, facts, { subject: id, detail })
    return isRefusal(answer) ? answer.because : undefined
  }
}

/** Fixes the department of the fallback owner once, so that the whole import has the same. */
export function withDepartment(
  options: ImportOptions,
  people: readonly { readonly id: string; readonly department: string | null }[],
): ImportOptions {
  const { owner } = options
  if (owner.department !== undefined || owner.person === undefined) return options
  const department = people.find((one) => one.id === owner.person)?.department
  return department === undefined || department === null
    ? options
    : { ...options, owner: { ...owner, department } }
}

export interface Filed {
  readonly candidates: readonly Candidate[]
  readonly pairs: readonly {
    readonly place: Place
    readonly other: string | Place
    readonly reason: DuplicateReason
  }[]
  readonly problems: readonly (Batch['problems'][number] & { readonly masked: string })[]
  readonly duplicates: number
}

/** Decides for each draft of a batch whether it is filed, and which pairs are offered for merging. */
export function settle(
  batch: Batch,
  matches: ReadonlyMap<Candidate, Match>,
  policy: ImportOptions['duplicates'],
): Filed {
  const candidates: Candidate[] = []
  const pairs: { place: Place; other: string | Place; reason: DuplicateReason }[] = []
  const problems = [...batch.problems]
  let duplicates = 0
  for (const candidate of batch.candidates) {
    const onFile = matches.get(candidate)
    const { earlier, place } = candidate
    if (onFile !== undefined || earlier !== undefined) duplicates++
    if (policy === 'skip' && (earlier !== undefined || onFile?.sure === true)) {
      const code = earlier !== undefined ? 'duplicate-in-file' : 'duplicate-on-file'
      problems.push({ sheet: batch.sheet, row: place.row, column: '', code, level: 'warning', masked: '' })
      continue
    }
    candidates.push(candidate)
    if (onFile !== undefined) pairs.push({ place, other: onFile.customer, reason: onFile.reason })
    if (earlier !== undefined) pairs.push({ place, other: earlier.place, reason: earlier.reason })
  }
  return { candidates, pairs, problems, duplicates }
}

export function advance(before: Progress, batch: Batch, filed: Filed): Progress {
  const errors = filed.problems.filter((problem) => problem.level === 'error').length
  return {
    rows: before.rows + batch.rows,
    customers: before.customers + filed.candidates.length,
    duplicates: before.duplicates + filed.duplicates,
    errors: before.errors + errors,
    warnings: before.warnings + filed.problems.length - errors,
    total: before.total,
  }
}

/**
 * The id of the customer made of one row: the same whenever the row is filed again (UUID version 8, RFC 9562 §5.8: the
 * moment of the upload, sheet and row, 30 bits of the import's id), so that nothing is doubled after a crash, and in
 * the order of the rows, which keeps the indexes dense.
 */
export function customerIdOf(importId: string, uploadedAt: Date, place: Place): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(uploadedAt.getTime(), 0, 6)
  bytes.writeUInt16BE(0x8000 | (place.sheet & 0xfff), 6)
  const hash = createHash('sha256').update(importId).digest()
  bytes.writeUInt32BE(place.row, 8)
  // The variant takes the two highest bits of byte 8; rows stay below 2^30.
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  hash.copy(bytes, 12, 0, 4)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
