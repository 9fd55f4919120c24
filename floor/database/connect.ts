import type { Pool, PoolClient, QueryResult } from 'pg'
import { Fault } from '../errors.ts'
import {
  CommitUncertain,
  ConnectionLost,
  isDefiniteAbort,
  isRetryable,
  QueryFault,
  toFault,
} from './faults.ts'
import { Pipes } from './pipes.ts'
import type { StatementConfig } from './pipes.ts'
import { giveBack, openPool, take } from './pool.ts'
import type { Connection } from './pool.ts'
import { asStatement } from './sql.ts'
import type { Sql } from './sql.ts'

export interface Reader {
  rows<R>(q: Sql): Promise<R[]>
  row<R>(q: Sql): Promise<R | undefined>
}

export interface Writer extends Reader {
  /** Runs a statement; resolves to the number of rows it touched. */
  run(q: Sql): Promise<number>
  /** Runs before COMMIT, in the order of registration; a rejection rolls everything back. */
  beforeCommit(fn: () => Promise<void>): void
  /** Runs once the commit is known to be durable. */
  afterCommit(fn: () => void): void
  /** One per attempt: a retried transaction has a new one. */
  readonly id: symbol
}

export interface Database {
  /**
   * Single statements on read-only connections, each seeing its own moment; no BEGIN. Named statements share a few
   * connections, many in flight at once (fast; so name the short ones only); others have a connection each.
   */
  read<T>(fn: (r: Reader) => Promise<T>): Promise<T>
  /**
   * BEGIN … COMMIT around `fn`, which may run again (≤ 3 times more) after a serialization failure or deadlock.
   * Rejects with CommitUncertain when the outcome is not known; every other rejection means "rolled back".
   */
  transact<T>(
    fn: (w: Writer) => Promise<T>,
    o?: { isolation?: 'read committed' | 'serializable' },
  ): Promise<T>
  /**
   * One statement that is a transaction by itself: one round trip in place of three. Resolves to the number of rows it
   * touched once its commit is durable. Runs again like `transact`; rejects with CommitUncertain unless the server's
   * error proves that nothing was kept.
   */
  alone(q: Sql): Promise<number>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Connections for unnamed reads, and as many at most for named ones; 8. */
  readonly readers?: number
  /** Connections for transactions; 16. */
  readonly writers?: number
  /** How long one statement may take, at the server and here; 30 s. */
  readonly statementDeadlineMs?: number
  /** How long COMMIT may take before its outcome counts as unknown; 5 s. */
  readonly commitDeadlineMs?: number
  /** How long to wait for a connection; 5 s. */
  readonly acquireDeadlineMs?: number
  readonly applicationName?: string
  /** Told of an afterCommit hook that threw: the commit stands, the program has a bug. */
  readonly onFault?: (error: unknown) => void
}

const retries = 3

/** True when the connection can be used again after this error: the server answered, and it was a plain ERROR. */
const connectionIsSound = (error: unknown): boolean => error instanceof QueryFault

function statementConfig(q: Sql): StatementConfig {
  const statement = asStatement(q)
  return {
    text: statement.text,
    values: statement.values.slice(),
    // The extended protocol takes exactly one statement, also when there are no parameters.
    queryMode: 'extended',
    ...(statement.name === undefined ? {} : { name: statement.name }),
  }
}

async function query(client: PoolClient, q: Sql): Promise<QueryResult> {
  const config = statementConfig(q)
  try {
    return await client.query(config)
  } catch (error) {
    throw toFault(error, config.text)
  }
}

class PoolReader implements Reader {
  readonly #pool: Pool
  readonly #pipes: Pipes
  constructor(pool: Pool, pipes: Pipes) {
    this.#pool = pool
    this.#pipes = pipes
  }
  async rows<R>(q: Sql): Promise<R[]> {
    try {
      return await this.#once<R>(q)
    } catch (error) {
      // A read changes nothing, so after a lost connection (server restarted) it may be asked once more.
      if (error instanceof ConnectionLost && !error.deadline) return await this.#once<R>(q)
      throw error
    }
  }
  async row<R>(q: Sql): Promise<R | undefined> {
    return (await this.rows<R>(q))[0]
  }
  async #once<R>(q: Sql): Promise<R[]> {
    if (q.name !== undefined) {
      const rows: R[] = (await this.#pipes.query(statementConfig(q))).rows
      return rows
    }
    const client = await take(this.#pool)
    let sound = false
    try {
      const result = await query(client, q)
      sound = true
      const rows: R[] = result.rows
      return rows
    } catch (error) {
      sound = connectionIsSound(error)
      throw error
    } finally {
      giveBack(client, !sound)
    }
  }
}

class TransactionWriter implements Writer {
  readonly id = Symbol('transaction')
  readonly #client: PoolClient
  readonly #before: (() => Promise<void>)[] = []
  readonly #after: (() => void)[] = []
  #open = true
  #running = 0
  constructor(client: PoolClient) {
    this.#client = client
  }
  async rows<R>(q: Sql): Promise<R[]> {
    const rows: R[] = (await this.#query(q)).rows
    return rows
  }
  async row<R>(q: Sql): Promise<R | undefined> {
    const rows = await this.rows<R>(q)
    return rows[0]
  }
  async run(q: Sql): Promise<number> {
    return (await this.#query(q)).rowCount ?? 0
  }
  beforeCommit(fn: () => Promise<void>): void {
    this.#mustBeOpen()
    this.#before.push(fn)
  }
  afterCommit(fn: () => void): void {
    this.#mustBeOpen()
    this.#after.push(fn)
  }
  /** Runs the hooks (which may add hooks), then ends the writer. */
  async finish(): Promise<readonly (() => void)[]> {
    for (let at = 0; at < this.#before.length; at++) await this.#before[at]!()
    this.#open = false
    if (this.#running > 0)
      throw new Fault('a statement was still running at the end of its transaction: await it')
    return this.#after
  }
  end(): void {
    this.#open = false
  }
  /** Lends the driver's connection to the floor's own bulk insert. */
  async lend<T>(fn: (client: PoolClient) => Promise<T>): Promise<T> {
    this.#mustBeOpen()
    this.#running++
    try {
      return await fn(this.#client)
    } finally {
      this.#running--
    }
  }
  #mustBeOpen(): void {
    if (!this.#open) throw new Fault('a transaction was used after its end')
  }
  async #query(q: Sql): Promise<QueryResult> {
    return await this.lend((client) => query(client, q))
  }
}

/** For the floor's own use: the driver's connection of a writer of ours. */
export async function clientOf<T>(w: Writer, fn: (client: PoolClient) => Promise<T>): Promise<T> {
  if (!(w instanceof TransactionWriter)) throw new Fault('not a writer of this database')
  return await w.lend(fn)
}

interface Notice {
  readonly severity?: string | undefined
  readonly code?: string | undefined
}

/**
 * Sends the statement that commits; resolves only when the server answered in time, without any warning beside it.
 * The driver resolves at ReadyForQuery, which the server sends after the commit, and not at CommandComplete before it.
 */
async function durably(
  client: PoolClient,
  config: StatementConfig | { readonly text: string },
  deadlineMs: number,
): Promise<QueryResult> {
  let warned: Notice | undefined
  const onNotice = (notice: Notice): void => {
    if (notice.severity === 'WARNING' || notice.code?.startsWith('01') === true) warned = notice
  }
  client.on('notice', onNotice)
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new CommitUncertain(`no answer to the commit within ${deadlineMs} ms`)),
      deadlineMs,
    )
  })
  const answer = client.query(config)
  answer.catch(() => undefined)
  try {
    const result = await Promise.race([answer, deadline])
    if (warned !== undefined)
      throw new CommitUncertain(`the server gave notice ${warned.code ?? '?'} with the commit`)
    return result
  } catch (error) {
    const fault = toFault(error, config.text)
    if (fault instanceof CommitUncertain || isDefiniteAbort(fault)) throw fault
    throw new CommitUncertain(`commit: ${fault.message}`)
  } finally {
    clearTimeout(timer)
    client.off('notice', onNotice)
  }
}

/** Sends COMMIT. */
async function commit(client: PoolClient, deadlineMs: number): Promise<void> {
  const { command } = await durably(client, { text: 'commit' }, deadlineMs)
  if (command !== 'COMMIT')
    throw new QueryFault('25P02', 'rolled back: a statement before COMMIT had failed', {})
}

/** Runs an attempt again, at most three times more, while the database says that this may succeed. */
async function again<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 0; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      if (count >= retries || !isRetryable(error)) throw error
    }
  }
}

class PooledDatabase implements Database {
  readonly #readers: Pool
  readonly #pipes: Pipes
  readonly #writers: Pool
  readonly #reader: Reader
  readonly #commitDeadlineMs: number
  readonly #aloneDeadlineMs: number
  #closed: Promise<void> | undefined
  readonly #onFault: (error: unknown) => void
  constructor(connection: Connection, options: DatabaseOptions) {
    const common = {
      statementDeadlineMs: options.statementDeadlineMs ?? 30_000,
      acquireDeadlineMs: options.acquireDeadlineMs ?? 5_000,
      applicationName: options.applicationName ?? 'mifeng',
    }
    const reading = { ...common, size: options.readers ?? 8, readOnly: true }
    this.#readers = openPool(connection, reading)
    this.#pipes = new Pipes(connection, { ...reading, planOnce: true })
    this.#writers = openPool(connection, { ...common, size: options.writers ?? 16, readOnly: false })
    this.#reader = new PoolReader(this.#readers, this.#pipes)
    this.#commitDeadlineMs = options.commitDeadlineMs ?? 5_000
    this.#aloneDeadlineMs = common.statementDeadlineMs + this.#commitDeadlineMs
    this.#onFault = options.onFault ?? ((error) => process.emitWarning(String(error), 'AfterCommitFault'))
  }

  async read<T>(fn: (r: Reader) => Promise<T>): Promise<T> {
    return await fn(this.#reader)
  }

  async transact<T>(
    fn: (w: Writer) => Promise<T>,
    o: { isolation?: 'read committed' | 'serializable' } = {},
  ): Promise<T> {
    const begin = o.isolation === 'serializable' ? 'begin isolation level serializable' : 'begin'
    return await again(() => this.#attempt(fn, begin))
  }

  async alone(q: Sql): Promise<number> {
    const config = statementConfig(q)
    return await again(async () => {
      const client = await take(this.#writers)
      let sound = false
      try {
        const { rowCount } = await durably(client, config, this.#aloneDeadlineMs)
        sound = true
        return rowCount ?? 0
      } catch (error) {
        sound = connectionIsSound(error)
        throw error
      } finally {
        giveBack(client, !sound)
      }
    })
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    await Promise.all([this.#readers.end(), this.#pipes.close(), this.#writers.end()])
  }

  async #attempt<T>(fn: (w: Writer) => Promise<T>, begin: string): Promise<T> {
    const client = await take(this.#writers)
    const writer = new TransactionWriter(client)
    let sound = false
    let value: T
    let after: readonly (() => void)[]
    try {
      await client.query(begin).catch((error: unknown) => {
        throw toFault(error, begin)
      })
      value = await fn(writer)
      after = await writer.finish()
      await commit(client, this.#commitDeadlineMs)
      sound = true
    } catch (error) {
      writer.end()
      sound =
        !(error instanceof CommitUncertain) && !(error instanceof ConnectionLost) && (await rollBack(client))
      throw error
    } finally {
      giveBack(client, !sound)
    }
    for (const hook of after) {
      try {
        hook()
      } catch (error) {
        this.#onFault(error)
      }
    }
    return value
  }
}

/** Whether the connection is known to be clean again. */
async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback')
    return true
  } catch {
    return false
  }
}

/** Opens the two pools (reading and writing) to one database as one user. */
export const connect = (connection: Connection, options: DatabaseOptions = {}): Database =>
  new PooledDatabase(connection, options)
