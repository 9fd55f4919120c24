import type { Reader, Writer } from '../database/index.ts'
import { isUniqueViolation, sql } from '../database/index.ts'
import { Fault } from '../errors.ts'
import { newId } from '../ids.ts'

/** An identifier, a number or a switch; lists of identifiers too. */
type PayloadValue = string | number | boolean | null | readonly string[]

/**
 * What a job is about: ids only. Customers' values (names, numbers, text from files) must never be put here: the queue
 * is read by people and kept for weeks. Strings that do not look like identifiers are refused.
 */
export type Payload = Readonly<Record<string, PayloadValue>>

export interface JobRequest {
  /** Name of the handler. */
  readonly kind: string
  readonly payload?: Payload
  /** Not before this moment; at once (by the server's clock) when absent. */
  readonly runAt?: Date
  /** While a job of this kind and key is waiting or running, another one is not added. */
  readonly uniqueKey?: string
  /** Attempts until the job counts as dead; 8, which with the growing pauses is about ten minutes. */
  readonly maxAttempts?: number
}

export interface Job {
  readonly id: string
  readonly kind: string
  readonly payload: Payload
  /** 1 for the first attempt. */
  readonly attempt: number
  readonly maxAttempts: number
  readonly runAt: Date
}

const identifier = /^[A-Za-z0-9_.:@/+-]{0,200}$/

function mustBeIds(payload: Payload): void {
  for (const [name, value] of Object.entries(payload)) {
    const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : []
    for (const text of texts) {
      if (typeof text !== 'string' || !identifier.test(text)) {
        throw new Fault(`job payload "${name}": only ids may be put into the queue`)
      }
    }
  }
}

/**
 * Adds a job in the writer's transaction: it exists exactly if that commits. Resolves to its id, or undefined when an
 * open job with the same kind and unique key exists already.
 */
export async function enqueue(w: Writer, job: JobRequest): Promise<string | undefined> {
  const payload = job.payload ?? {}
  mustBeIds(payload)
  const row = await w.row<{ id: string }>(sql`
    insert into jobs.job (id, kind, payload, run_at, max_attempts, unique_key)
    values (${newId()}, ${job.kind}, ${sql.json(payload)}, coalesce(${job.runAt ?? null}::timestamptz, now()),
            ${job.maxAttempts ?? 8}, ${job.uniqueKey ?? null})
    on conflict (kind, unique_key) where finished_at is null and failed_at is null do nothing
    returning id`)
  return row?.id
}

export interface DeadJob {
  readonly id: string
  readonly kind: string
  readonly payload: Payload
  readonly attempts: number
  readonly failedAt: Date
  /** Kind of error and code, without values. */
  readonly lastError: string | null
}

/** Jobs that failed for good, newest first; shown to the system administrator. */
export async function deadJobs(r: Reader, limit = 100): Promise<DeadJob[]> {
  return await r.rows<DeadJob>(sql`
    select id, kind, payload, attempts, failed_at as "failedAt", last_error as "lastError"
      from jobs.job where failed_at is not null and finished_at is null
     order by failed_at desc limit ${limit}`)
}

/** Gives a dead job a new set of attempts; false when it is not dead, or an equal one is already waiting. */
export async function reviveJob(w: Writer, id: string, now: Date): Promise<boolean> {
  try {
    return (
      (await w.run(sql`
        update jobs.job set failed_at = null, attempts = 0, run_at = ${now}, locked_until = null, locked_by = null
         where id = ${id} and failed_at is not null and finished_at is null`)) === 1
    )
  } catch (error) {
    if (isUniqueViolation(error, 'job_one_open')) return false
    throw error
  }
}

export interface QueueFigures {
  readonly waiting: number
  readonly due: number
  readonly dead: number
}

/** Counts for /metrics and the status page. */
export async function queueFigures(r: Reader, now: Date): Promise<QueueFigures> {
  const row = await r.row<QueueFigures>(sql`
    select count(*) filter (where failed_at is null) as waiting,
           count(*) filter (where failed_at is null and run_at <= ${now}) as due,
           count(*) filter (where failed_at is not null) as dead
      from jobs.job where finished_at is null`)
  return row ?? { waiting: 0, due: 0, dead: 0 }
}
