import { hostname } from 'node:os'
import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Database, Writer } from '../database/index.ts'
import { QueryFault, sql } from '../database/index.ts'
import { Fault, Mistake } from '../errors.ts'
import type { Job } from './queue.ts'
import { enqueueScheduled } from './schedule.ts'

/**
 * What a kind of job does.
 * - A function works in the transaction that also marks the job done: its changes happen exactly once.
 * - `long` works outside any transaction, for minutes if it must, and may run again after a crash: it has to be
 *   written so that doing it twice is harmless. Its signal says that the program is stopping or the job was lost.
 */
export type JobHandler =
  | ((job: Job, w: Writer) => Promise<void>)
  | { readonly long: (job: Job, signal: AbortSignal) => Promise<void> }

export interface RunnerOptions {
  /** How many jobs this program runs side by side; 2. */
  readonly parallel?: number
  /** Pause between looks into the queue; 1 s. */
  readonly pollMs?: number
  /** A job whose runner showed no sign of life for this long is given to another; 5 min. */
  readonly leaseMs?: number
  /** Told of every failed attempt, for the log. */
  readonly onFailure?: (job: Job, error: unknown, dead: boolean) => void
  /** Told when the queue itself could not be read (database down): the next look tries again. */
  readonly onFault?: (error: unknown) => void
}

const keepFinishedMs = 30 * 86_400_000
const tidyEveryMs = 600_000

/** Pause before the next attempt: 5 s, 10 s, 20 s … up to an hour. */
export const pauseMs = (attempt: number): number => Math.min(5_000 * 2 ** (attempt - 1), 3_600_000)

/** Kind and code of an error, never a message of unknown origin: that might repeat a customer's value. */
function describe(error: unknown): string {
  if (error instanceof QueryFault) return `QueryFault ${error.code}`
  if (error instanceof Mistake) return `Mistake ${error.code}`
  if (error instanceof Fault) return `${error.name}: ${error.message}`.slice(0, 500)
  return error instanceof Error ? error.name : 'unknown error'
}

/** Runs due jobs and schedules. Several programs may run side by side on one queue. */
export class JobRunner {
  readonly #db: Database
  readonly #clock: Clock
  readonly #handlers: Readonly<Record<string, JobHandler>>
  readonly #options: RunnerOptions
  readonly #me = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`
  readonly #stopping = new AbortController()
  #loop: Promise<void> | undefined
  #tidiedAt = Number.NEGATIVE_INFINITY
  #wake: (() => void) | undefined

  constructor(
    db: Database,
    clock: Clock,
    handlers: Readonly<Record<string, JobHandler>>,
    options: RunnerOptions = {},
  ) {
    this.#db = db
    this.#clock = clock
    this.#handlers = handlers
    this.#options = options
  }

  /** Looks into the queue again and again until `stop`. */
  start(): void {
    this.#loop ??= this.#runUntilStopped()
  }

  /** Looks now instead of at the next poll; for callers that have just added a job. */
  wake(): void {
    this.#wake?.()
  }

  /** Takes no more jobs, tells long ones to stop, and resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.wake()
    await this.#loop
  }

  /** Runs everything that is due now, schedules included; resolves to the number of attempts made. */
  async runDue(): Promise<number> {
    await enqueueScheduled(this.#db, this.#clock.now())
    await this.#tidy()
    const worker = async (): Promise<number> => {
      let attempts = 0
      while (!this.#stopping.signal.aborted) {
        const job = await this.#claim()
        if (job === undefined) break
        await this.#attempt(job)
        attempts++
      }
      return attempts
    }
    const counts = await Promise.all(Array.from({ length: this.#options.parallel ?? 2 }, worker))
    return counts.reduce((sum, count) => sum + count, 0)
  }

  async #runUntilStopped(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.runDue()
      } catch (error) {
        this.#options.onFault?.(error)
      }
      if (!this.#stopping.signal.aborted) await this.#pause()
    }
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs ?? 1_000)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = undefined
  }

  #leaseEnd(): Date {
    return new Date(this.#clock.now().getTime() + (this.#options.leaseMs ?? 300_000))
  }

  /** Takes one due job; others that look at the same moment skip it. */
  async #claim(): Promise<Job | undefined> {
    const now = this.#clock.now()
    return await this.#db.transact((w) =>
      w.row<Job>(sql`
        update jobs.job set attempts = attempts + 1, locked_until = ${this.#leaseEnd()}, locked_by = ${this.#me}
         where id = (
           select id from jobs.job
            where finished_at is null and failed_at is null and run_at <= ${now} and attempts < max_attempts
              and (locked_until is null or locked_until <= ${now}) and kind = any(${Object.keys(this.#handlers)})
            order by run_at, id for update skip locked limit 1)
        returning id, kind, payload, attempts as attempt, max_attempts as "maxAttempts", run_at as "runAt"`),
    )
  }

  async #attempt(job: Job): Promise<void> {
    const handler = this.#handlers[job.kind]
    try {
      if (handler === undefined) throw new Fault(`no handler for ${job.kind}`)
      if (typeof handler === 'function') await this.#inTransaction(job, handler)
      else await this.#long(job, handler.long)
    } catch (error) {
      await this.#failed(job, error)
    }
  }

  async #inTransaction(job: Job, handler: (job: Job, w: Writer) => Promise<void>): Promise<void> {
    await this.#db.transact(async (w) => {
      // Holding the row keeps others away even when the lease runs out meanwhile.
      const mine = await w.run(sql`
        select from jobs.job where id = ${job.id} and locked_by = ${this.#me} and finished_at is null for update`)
      if (mine === 0) return
      await handler(job, w)
      await this.#finish(w, job)
    })
  }

  async #long(job: Job, work: (job: Job, signal: AbortSignal) => Promise<void>): Promise<void> {
    const lost = new AbortController()
    const renew = async (): Promise<void> => {
      const kept = await this.#db.transact((w) =>
        w.run(sql`update jobs.job set locked_until = ${this.#leaseEnd()}
                   where id = ${job.id} and locked_by = ${this.#me} and finished_at is null`),
      )
      if (kept === 0) lost.abort()
    }
    const timer = setInterval(
      () => void renew().catch((error: unknown) => this.#options.onFault?.(error)),
      (this.#options.leaseMs ?? 300_000) / 3,
    )
    try {
      await work(job, AbortSignal.any([lost.signal, this.#stopping.signal]))
    } finally {
      clearInterval(timer)
    }
    await this.#db.transact((w) => this.#finish(w, job))
  }

  async #finish(w: Writer, job: Job): Promise<void> {
    await w.run(sql`
      update jobs.job set finished_at = ${this.#clock.now()}, locked_until = null, locked_by = null, last_error = null
       where id = ${job.id} and locked_by = ${this.#me}`)
  }

  async #failed(job: Job, error: unknown): Promise<void> {
    const now = this.#clock.now()
    const dead = job.attempt >= job.maxAttempts
    const runAt = new Date(now.getTime() + pauseMs(job.attempt))
    this.#options.onFailure?.(job, error, dead)
    await this.#db.transact((w) =>
      w.run(sql`
        update jobs.job set locked_until = null, locked_by = null, last_error = ${describe(error)},
               run_at = ${dead ? job.runAt : runAt}, failed_at = ${dead ? now : null}
         where id = ${job.id} and locked_by = ${this.#me} and finished_at is null`),
    )
  }

  /** Jobs that took their program down each time are dead; finished ones are kept for 30 days. */
  async #tidy(): Promise<void> {
    const now = this.#clock.now()
    if (Math.abs(now.getTime() - this.#tidiedAt) < tidyEveryMs) return
    this.#tidiedAt = now.getTime()
    await this.#db.transact(async (w) => {
      await w.run(sql`
        update jobs.job set failed_at = ${now}, last_error = coalesce(last_error, 'abandoned by its runner')
         where finished_at is null and failed_at is null and attempts >= max_attempts
           and (locked_until is null or locked_until <= ${now})`)
      await w.run(sql`delete from jobs.job where finished_at < ${new Date(now.getTime() - keepFinishedMs)}`)
    })
  }
}
