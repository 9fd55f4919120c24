import { setTimeout as sleep } from 'node:timers/promises'
import {
  CommitUncertain,
  ConnectionLost,
  type Database,
  DatabaseUnavailable,
  QueryFault,
  type Reader,
  type Writer,
} from '../../floor/database/index.ts'

/** Where on the way of a value the database fails. */
export const points = [
  'session look-up',
  'facts',
  'taking a connection',
  'writing the entry',
  'commit',
] as const
export type Point = (typeof points)[number]

/** How it fails. `hang` lasts until the floor's own deadline strikes, which is shortened here. */
export const manners = [
  'error',
  'hang until the deadline',
  'lost reply',
  'notice 01000',
  'no space',
  'pool empty',
] as const
export type Manner = (typeof manners)[number]

/** The statement of a query, for telling it apart. */
type Statement = Parameters<Reader['rows']>[0]

/** The true database, except that one place of it fails as told, every time until it is told otherwise. */
export class FaultyDatabase implements Database {
  armed: { readonly point: Point; readonly manner: Manner } | undefined
  /** Counted down: this and every later transaction fails, as when the program is killed there. */
  failFromTransaction: number | undefined
  /** How often it has failed. */
  failures = 0
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  async read<T>(fn: (r: Reader) => Promise<T>): Promise<T> {
    if (this.armed === undefined) return await this.#db.read(fn)
    return await this.#db.read((r) => fn(this.#reader(r)))
  }

  async transact<T>(
    fn: (w: Writer) => Promise<T>,
    o?: { isolation?: 'read committed' | 'serializable' },
  ): Promise<T> {
    if (this.failFromTransaction !== undefined) {
      this.failFromTransaction -= 1
      if (this.failFromTransaction <= 0) return await this.#fail('pool empty', 'taking a connection')
    }
    if (this.armed === undefined) return await this.#db.transact(fn, o)
    await this.#at('taking a connection', () => undefined)
    if (this.armed?.point !== 'commit') return await this.#db.transact((w) => fn(this.#writer(w)), o)
    const { manner } = this.armed
    if (manner === 'lost reply' || manner === 'notice 01000') {
      // It commits, and nobody is told so: the hooks that wait for the commit must not run either.
      await this.#db.transact((w) => fn(withoutAfterCommit(w)), o)
      return await this.#fail(manner, 'commit')
    }
    return await this.#db.transact(async (w) => {
      await fn(withoutAfterCommit(w))
      return await this.#fail(manner, 'commit')
    }, o)
  }

  /** Fails at the same places as a transaction of one statement. */
  async alone(q: Statement): Promise<number> {
    if (this.armed === undefined) return await this.#db.alone(q)
    return await this.transact((w) => w.run(q))
  }

  close(): Promise<void> {
    return this.#db.close()
  }

  #reader(r: Reader): Reader {
    const before = (q: Statement): Promise<void> =>
      this.#at(q.name === 'people_sessions' ? 'session look-up' : 'facts', () => r.rows(q))
    return {
      rows: async <R>(q: Statement) => {
        await before(q)
        return await r.rows<R>(q)
      },
      row: async <R>(q: Statement) => {
        await before(q)
        return await r.row<R>(q)
      },
    }
  }

  #writer(w: Writer): Writer {
    const before = async (q: Statement): Promise<void> => {
      if (q.text.includes('ledger.')) await this.#at('writing the entry', () => w.run(q))
      else if (/^\s*select/i.test(q.text)) await this.#at('facts', () => w.run(q))
    }
    return {
      id: w.id,
      rows: async <R>(q: Statement) => {
        await before(q)
        return await w.rows<R>(q)
      },
      row: async <R>(q: Statement) => {
        await before(q)
        return await w.row<R>(q)
      },
      run: async (q) => {
        await before(q)
        return await w.run(q)
      },
      beforeCommit: (hook) => w.beforeCommit(hook),
      afterCommit: (hook) => w.afterCommit(hook),
    }
  }

  async #at(point: Point, really: () => unknown): Promise<void> {
    if (this.armed?.point !== point) return
    if (this.armed.manner === 'lost reply') await really()
    await this.#fail(this.armed.manner, point)
  }

  async #fail(manner: Manner, point: Point): Promise<never> {
    this.failures += 1
    const atCommit = point === 'commit'
    switch (manner) {
      case 'error':
        // What the floor makes of an error there: see connect.db.test.ts.
        if (atCommit) throw new CommitUncertain('COMMIT: XX000 internal error')
        if (point === 'taking a connection') throw new ConnectionLost('connection refused')
        throw new QueryFault('XX000', 'XX000 internal error', {})
      case 'hang until the deadline':
        await sleep(50)
        throw atCommit ? new CommitUncertain('no answer to COMMIT') : new ConnectionLost('no answer', true)
      case 'lost reply':
        throw atCommit
          ? new CommitUncertain('COMMIT: connection reset')
          : new ConnectionLost('connection reset')
      case 'notice 01000':
        throw new CommitUncertain('the server gave notice 01000 with COMMIT')
      case 'no space':
        throw new QueryFault('53100', '53100 could not extend file: No space left on device', {})
      case 'pool empty':
        throw new DatabaseUnavailable('no connection within the deadline')
    }
  }
}

const withoutAfterCommit = (w: Writer): Writer => ({
  id: w.id,
  rows: (q) => w.rows(q),
  row: (q) => w.row(q),
  run: (q) => w.run(q),
  beforeCommit: (hook) => w.beforeCommit(hook),
  afterCommit: () => undefined,
})
