import type { Database } from '../database/index.ts'
import { LedgerBusy, LedgerUncertain } from '../errors.ts'
import { LedgerBroken } from './faults.ts'
import type { Beside } from './shapes.ts'
import { insertBatch } from './store.ts'
import { leafHash, type Frontier } from './tree.ts'

/** Place of an entry: number of the lane, and index within it. */
export interface Position {
  readonly lane: number
  readonly index: number
}

interface Waiter {
  readonly entry: string
  readonly leaf: Buffer
  readonly beside: Beside | undefined
  readonly resolve: (position: Position) => void
  readonly reject: (error: Error) => void
}

export interface AppenderOptions {
  readonly lane: number
  /** Entries that may wait; more are refused with LedgerBusy. */
  readonly waitingLimit: number
  /** After so many milliseconds without an answer an append counts as not made. */
  readonly deadlineMs: number
  /** Reads the head of the lane again, checked against what is known. */
  readonly reload: () => Promise<Frontier>
  /** Told of leaves that became durable. */
  readonly onDurable: (from: number, leaves: readonly Buffer[]) => void
}

/** How long the answer to a durable batch may be put off for the sake of the next statement. */
const ANSWER_WITHIN_MS = 2

/** Text carried by one statement at most, in characters. */
const FLUSH_LIMIT = 8_000_000

/**
 * Appends to one lane of which this process is the only writer. Whatever came in while the last statement ran goes
 * into the next one, so that an idle ledger pays one commit per entry and a busy one shares it. An entry is
 * answered for only when it is durable and part of the tree. Any doubt (error, notice, no answer in time) rejects
 * everyone who waits; the next append then begins by reading the head again. A statement that was given up but
 * commits after all cannot fork the lane: the sizes collide in the primary key, and one of the two fails.
 */
export class Appender {
  readonly #db: Database
  readonly #options: AppenderOptions
  #head: Frontier | undefined
  #waiting: Waiter[] = []
  #running: Promise<void> | undefined
  #inFlight = 0
  /** Tells those of the last batch that they are recorded; see `#flush`. */
  #answer: () => void = () => undefined

  constructor(db: Database, options: AppenderOptions) {
    this.#db = db
    this.#options = options
  }

  /**
   * @param entry canonical JSON
   * @param beside kept in the commit of the entry, or not at all
   */
  append(entry: string, beside?: Beside): Promise<Position> {
    return new Promise<Position>((resolve, reject) => {
      if (this.#waiting.length + this.#inFlight >= this.#options.waitingLimit) {
        reject(new LedgerBusy(`${this.#options.waitingLimit} entries are waiting to be written`))
        return
      }
      // Hashing here, while the last statement is on its way, keeps it out of the pause between two statements.
      this.#waiting.push({ entry, leaf: leafHash(entry), beside, resolve, reject })
      this.#running ??= Promise.resolve().then(() => this.#run())
    })
  }

  /** Resolves when nothing is waiting. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#take()
        this.#inFlight = batch.length
        try {
          await this.#flush(batch)
        } catch (error) {
          this.#giveUp(batch, error)
        }
      }
    } finally {
      this.#answer()
      this.#running = undefined
    }
  }

  #take(): Waiter[] {
    // Half at most: while the database writes one half, the other half asks again and is made ready.
    const most = Math.min(this.#waiting.length, Math.ceil(this.#options.waitingLimit / 2))
    let characters = 0
    let count = 0
    while (count < most && characters < FLUSH_LIMIT) {
      characters += this.#waiting[count++]!.entry.length
    }
    const batch = this.#waiting
    this.#waiting = batch.splice(count)
    return batch
  }

  async #flush(batch: readonly Waiter[]): Promise<void> {
    const { lane, onDurable } = this.#options
    this.#head ??= await this.#inTime(this.#options.reload())
    const before = this.#head
    const from = before.size
    const after = before.clone()
    for (const { leaf } of batch) after.append(leaf)
    const entries = batch.map(({ entry }) => entry)
    const rows = batch.map(({ beside }) => beside).filter((row) => row !== undefined)
    const written = insertBatch({ run: (q) => this.#db.alone(q) }, lane, before, entries, after, rows)
    // Not at once: what is queued now must reach the socket before a thousand answers keep this thread busy.
    setImmediate(this.#answer)
    await this.#inTime(written)
    this.#answer()
    this.#head = after
    onDurable(
      from,
      batch.map(({ leaf }) => leaf),
    )
    // Before they are answered: whoever was answered may append again at once and finds the room it left.
    this.#inFlight = 0
    this.#answerLater(batch, from)
  }

  /**
   * Answers a batch that is durable: at once when nobody waits, otherwise when the next statement is on its way, so
   * that the database works while the answers are given; two milliseconds later in any case.
   */
  #answerLater(batch: readonly Waiter[], from: number): void {
    const { lane } = this.#options
    let answered = false
    const answer = (): void => {
      if (answered) return
      answered = true
      batch.forEach(({ resolve }, i) => resolve({ lane, index: from + i }))
    }
    this.#answer = answer
    if (this.#waiting.length === 0) answer()
    else setTimeout(answer, ANSWER_WITHIN_MS)
  }

  /** Nobody who waits is told "recorded"; the state of the lane is not known until it is read again. */
  #giveUp(batch: readonly Waiter[], cause: unknown): void {
    const all = [...batch, ...this.#waiting]
    this.#waiting = []
    this.#inFlight = 0
    this.#head = undefined
    const error =
      cause instanceof LedgerBroken
        ? cause
        : new LedgerUncertain(
            `lane ${this.#options.lane}: ${cause instanceof Error ? cause.message : 'unknown error'}`,
          )
    for (const { reject } of all) reject(error)
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    const { deadlineMs } = this.#options
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new LedgerUncertain(`no answer within ${deadlineMs} ms`)), deadlineMs)
    })
    work.catch(() => undefined)
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
