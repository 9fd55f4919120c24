import type { Clock } from '../clock.ts'
import type { Database, Reader, Writer } from '../database/index.ts'
import { QueryFault, isRetryable, isUniqueViolation } from '../database/index.ts'
import { Fault, LedgerBusy } from '../errors.ts'
import { Appender, type Position } from './appender.ts'
import { auditLane, lanesToAudit, type LaneSummary, type Progress } from './audit.ts'
import { canonical } from './canonical.ts'
import { openCheckpoint, type Trust } from './checkpoints.ts'
import { exportLanes, type ExportSummary } from './export.ts'
import { LedgerBroken } from './faults.ts'
import { LaneHashes } from './hashes.ts'
import type { LaneState, SignedCheckpoint } from './lane.ts'
import { parseKey, type NoteSigner } from './note.ts'
import { consistencyProof, inclusionProof, rootAt } from './proofs.ts'
import { Sealer } from './sealer.ts'
import {
  ACTS,
  type Beside,
  type ConsistencyProof,
  type Entry,
  type Head,
  type InclusionProof,
  type LaneInfo,
  type LedgerOptions,
  type StoredEntry,
  type Verdict,
} from './shapes.ts'
import { openLane } from './startup.ts'
import {
  ensureLane,
  insertBatch,
  lockLane,
  readCheckpoint,
  readHead,
  readHeads,
  readLeaves,
  readNewestCheckpoints,
  type LaneHead,
} from './store.ts'
import { ENTRY_LIMIT_BYTES } from './tiles.ts'
import { leafHash } from './tree.ts'
import { folderWitness, type Witness } from './witness.ts'

/** An entry waiting for its transaction to commit. */
interface Recorded {
  readonly text: string
  position: Position | undefined
}

/** Half the age that a checkpoint may reach, so that a busy moment does not make it late. */
const TICK_MS = 500

/** The tamper-evident log of everything that was done and read: append, prove, check, hand out. */
export class Ledger {
  readonly id: string
  readonly signer: NoteSigner
  readonly #db: Database
  readonly #clock: Clock
  readonly #trust: Trust
  readonly #witness: Witness | undefined
  readonly #states = new Map<number, Promise<LaneState>>()
  readonly #sealer: Sealer
  readonly #appender: Appender
  readonly #onFault: (error: unknown) => void
  readonly #pending = new WeakMap<Writer, Recorded[]>()
  #sealing: Promise<void> = Promise.resolve()
  #broken: LedgerBroken | undefined
  #timer: NodeJS.Timeout | undefined

  private constructor(db: Database, options: LedgerOptions, lane: number) {
    this.id = options.ledgerId
    this.signer = options.signer
    this.#db = db
    this.#clock = options.clock
    const keys = [options.signer.vkey, ...(options.earlierKeys ?? [])].map((vkey) => parseKey(vkey))
    this.#trust = { ledgerId: options.ledgerId, keys }
    this.#witness = options.witnessFolder === undefined ? undefined : folderWitness(options.witnessFolder)
    this.#onFault = options.onFault ?? ((error) => process.emitWarning(String(error), 'LedgerFault'))
    this.#sealer = new Sealer({
      db,
      signer: options.signer,
      trust: this.#trust,
      witness: this.#witness,
      lane: (number) => this.#state(number),
    })
    this.#appender = new Appender(db, {
      lane,
      waitingLimit: options.waitingLimit ?? 4096,
      deadlineMs: options.deadlineMs ?? 6000,
      reload: () => this.#reload(lane),
      onDurable: (from, leaves) => void this.#states.get(lane)?.then((state) => state.absorb(from, leaves)),
    })
  }

  /**
   * Opens the ledger: makes its lanes known and checks every lane's end against its signed and its witnessed
   * checkpoint.
   * @throws LedgerBroken naming lane, size and remedy when the database is behind or was rewritten
   */
  static async open(db: Database, options: LedgerOptions): Promise<Ledger> {
    const lane = options.laneNumber ?? 1
    if (!Number.isInteger(lane) || lane < 1 || lane > 32_767)
      throw new Fault('the lane for readings is 1 to 32767')
    if (/[\s+]/u.test(options.ledgerId) || options.ledgerId === '')
      throw new Fault('the ledger id has spaces or plus')
    await db.transact(async (w) => {
      await ensureLane(w, ACTS, 'acts')
      await ensureLane(w, lane, `readings-${lane}`)
    })
    const ledger = new Ledger(db, options, lane)
    for (const head of await db.read((r) => readHeads(r))) await ledger.#state(head.lane)
    return ledger
  }

  /** The moment by the ledger's clock. */
  now(): Date {
    return this.#clock.now()
  }

  /**
   * Records an act in the transaction that carries it out: both commit or neither. The entry is written last, so
   * that the lane is held only for the moment of the commit.
   * @returns a handle whose `position` is set once the transaction is about to commit; valid after it has
   * @throws TypeError or RangeError at once when the entry has no canonical form or is too long
   */
  record(w: Writer, entry: Entry): { readonly position: Position | undefined } {
    const recorded: Recorded = { text: this.#text(entry), position: undefined }
    const waiting = this.#pending.get(w)
    if (waiting) waiting.push(recorded)
    else {
      this.#pending.set(w, [recorded])
      w.beforeCommit(() => this.#writeActs(w))
    }
    return recorded
  }

  /**
   * Records a reading. Resolves only when the entry is durable and part of the tree; `beside` is kept in the same commit.
   * @throws LedgerBusy when too many wait; LedgerUncertain when it is not known whether it was written (release
   * nothing); LedgerBroken when the lane is no longer what this process wrote
   */
  append(entry: Entry, beside?: Beside): Promise<Position> {
    if (this.#broken) return Promise.reject(this.#broken)
    try {
      return this.#appender.append(this.#text(entry), beside)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Stores full tiles and signs a checkpoint for each lane that has grown.
   * @throws LedgerBroken when the database no longer holds what was recorded: from then on nothing is recorded, and
   * hence nothing released, until the program is started again and the ledger found whole
   */
  tick(): Promise<void> {
    const mine = this.#sealing.then(() => this.#sealer.seal())
    this.#sealing = mine.catch((error: unknown) => {
      if (error instanceof LedgerBroken) this.#broken ??= error
    })
    return mine
  }

  /** Like `tick`, but a broken ledger is no obstacle: what is there shall still be handed out as evidence. */
  async tickIfWhole(): Promise<void> {
    await this.tick().catch((error: unknown) => {
      if (!(error instanceof LedgerBroken)) throw error
    })
  }

  /** Keeps the checkpoints at most one second old, until `stop`. */
  start(): void {
    if (this.#timer) return
    let busy = false
    this.#timer = setInterval(() => {
      if (busy) return
      busy = true
      this.tick()
        .catch(this.#onFault)
        .finally(() => (busy = false))
    }, TICK_MS)
    this.#timer.unref()
  }

  /** Waits for what is under way and signs the last state. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#appender.idle()
    await this.tick()
  }

  /** All lanes, with the number of entries that are accounted for. */
  async lanes(): Promise<LaneInfo[]> {
    const heads = await this.#db.read((r) => readHeads(r))
    return heads.map(({ lane, name, frontier }) => ({ lane, name, size: frontier.size }))
  }

  /** Size and root of a lane as of now. */
  async head(lane: number): Promise<Head> {
    const state = await this.#state(lane)
    const frontier = await this.#db.read((r) => readHead(r, lane))
    return { lane, name: state.name, size: frontier.size, root: frontier.root() }
  }

  /** The newest signed checkpoint of a lane. */
  async latestCheckpoint(lane: number): Promise<SignedCheckpoint | undefined> {
    const { name } = await this.#state(lane)
    const row = await this.#db.read((r) => readCheckpoint(r, lane))
    return row && openCheckpoint(this.#trust, lane, name, row.note, row.size)
  }

  /** Entries [from, to) of a lane, as they were written. */
  async entries(lane: number, from: number, to: number): Promise<StoredEntry[]> {
    const texts = await this.#db.read((r) => readLeaves(r, lane, from, to))
    return texts.map((text, i) => ({ lane, index: from + i, text }))
  }

  /**
   * The way from an entry to a root.
   * @param atSize size of the tree; when left out, that of the newest checkpoint, or the head for newer entries
   */
  async proveInclusion(position: Position, atSize?: number): Promise<InclusionProof> {
    const { lane, index } = position
    const state = await this.#upTo(lane, atSize ?? index + 1)
    const signed = state.newest?.size ?? 0
    const size = atSize ?? (signed > index ? signed : state.size)
    return await this.#db.read(async (r) => {
      const hashes = new LaneHashes(r, lane, state)
      return {
        lane,
        index,
        size,
        root: await rootAt(hashes, size),
        hashes: await inclusionProof(hashes, index, size),
      }
    })
  }

  /** Shows that the tree of `to` entries begins with the tree of `from`. */
  async proveConsistency(lane: number, from: number, to: number): Promise<ConsistencyProof> {
    const state = await this.#upTo(lane, to)
    return await this.#db.read(async (r) => {
      const hashes = new LaneHashes(r, lane, state)
      const [fromRoot, toRoot] = [await rootAt(hashes, from), await rootAt(hashes, to)]
      return { lane, from, fromRoot, to, toRoot, hashes: await consistencyProof(hashes, from, to) }
    })
  }

  /** Writes the whole log as static files (C2SP tlog-tiles, one folder per lane) with a signed manifest. */
  async exportTo(folder: string): Promise<ExportSummary> {
    await this.tickIfWhole()
    // One statement for all lanes: they vouch for each other, and a later tick must not show in only one of them.
    const newest = await this.#db.read((r) => readNewestCheckpoints(r))
    const lanes = newest.map(({ lane, name, size, note }) => ({
      name,
      checkpoint: openCheckpoint(this.#trust, lane, name, note, size),
    }))
    return await exportLanes(this.#db, this.signer, this.id, lanes, folder)
  }

  /** Derives everything from the entries again, lane by lane, and names the first thing that does not fit. */
  async verify(onProgress: (progress: Progress) => void = () => undefined): Promise<Verdict> {
    const seen = new Map<number, string | undefined>()
    // What was kept outside is read first: the lanes may grow while this runs, and must not be behind it.
    for (const { lane, name } of await this.lanes()) seen.set(lane, await this.#witness?.last(name))
    const lanes: LaneSummary[] = []
    try {
      for (const head of await lanesToAudit(this.#db)) {
        lanes.push(await auditLane(this.#db, head, this.#trust, seen.get(head.lane), onProgress))
      }
    } catch (error) {
      if (!(error instanceof LedgerBroken)) throw error
      return { whole: false, lane: error.lane, index: error.index, what: error.what, detail: error.message }
    }
    return { whole: true, lanes }
  }

  #text(entry: Entry): string {
    const text = canonical({ ...entry, v: 1, at: this.#clock.now().toISOString() })
    // A character is at most three bytes of UTF-8 for each UTF-16 unit, so short texts need no count.
    if (text.length > ENTRY_LIMIT_BYTES / 3 && Buffer.byteLength(text) > ENTRY_LIMIT_BYTES) {
      throw new RangeError(`a ledger entry of more than ${ENTRY_LIMIT_BYTES} bytes`)
    }
    return text
  }

  async #writeActs(w: Writer): Promise<void> {
    if (this.#broken) throw this.#broken
    const entries = this.#pending.get(w) ?? []
    this.#pending.delete(w)
    try {
      await this.#insertActs(w, entries)
    } catch (error) {
      if (error instanceof LedgerBroken || isRetryable(error)) throw error
      // A serializable transaction looks at an old head; told as what it is, the transaction is tried again.
      if (isUniqueViolation(error)) throw new QueryFault('40001', 'another act was recorded meanwhile', {})
      // The transaction rolls back: the act did not happen because it could not be recorded.
      throw new LedgerBusy(`lane ${ACTS}: ${error instanceof Error ? error.message : 'unknown error'}`)
    }
  }

  async #insertActs(w: Writer, entries: readonly Recorded[]): Promise<void> {
    await lockLane(w, ACTS)
    const head = await readHead(w, ACTS)
    const state = await this.#state(ACTS)
    if (head.size < state.size) {
      const detail = `${state.size} entries were there, the database now has ${head.size}`
      throw new LedgerBroken(ACTS, head.size, 'rolled-back', detail)
    }
    const after = head.clone()
    entries.forEach((entry, i) => {
      after.append(leafHash(entry.text))
      entry.position = { lane: ACTS, index: head.size + i }
    })
    await insertBatch(
      w,
      ACTS,
      head,
      entries.map((entry) => entry.text),
      after,
    )
  }

  /** State of a lane, opened and checked at its first use. */
  #state(lane: number): Promise<LaneState> {
    let state = this.#states.get(lane)
    if (!state) {
      state = this.#open(lane)
      this.#states.set(lane, state)
      // A lane that could not be opened is tried afresh the next time.
      state.catch(() => this.#states.delete(lane))
    }
    return state
  }

  async #open(lane: number): Promise<LaneState> {
    const name = (await this.#db.read((r) => readHeads(r))).find((head) => head.lane === lane)?.name
    const witnessed = name === undefined ? undefined : await this.#witness?.last(name)
    // The head is read after the witness, which another tick may move forward.
    return await this.#db.read(async (r) => {
      const head: LaneHead | undefined = (await readHeads(r)).find((other) => other.lane === lane)
      if (!head) throw new RangeError(`lane ${lane} is not one of this ledger`)
      return await openLane(r, head, this.#trust, witnessed)
    })
  }

  async #reload(lane: number) {
    const state = await this.#state(lane)
    const known = state.size
    return await this.#db.read(async (r) => {
      const head = await readHead(r, lane)
      await state.catchUp(r, head, known)
      return head
    })
  }

  /** State of a lane that reaches at least to a size. */
  async #upTo(lane: number, size: number): Promise<LaneState> {
    const state = await this.#state(lane)
    if (state.size < size) {
      const known = state.size
      await this.#db.read(async (r: Reader) => state.catchUp(r, await readHead(r, lane), known))
    }
    if (state.size < size) throw new RangeError(`lane ${lane} has ${state.size} entries, not ${size}`)
    return state
  }
}
