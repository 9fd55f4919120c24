import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../tests/support/postgres.ts'
import { SetClock } from '../clock.ts'
import { sql, type Database, type Reader, type Sql, type Writer } from '../database/index.ts'
import { LedgerUncertain } from '../errors.ts'
import { ACTS, generateSigner, Ledger } from './index.ts'

/** How a database can fail an append. "Lost" means that the rows are durable but nobody is told so. */
type Failure =
  | 'error before'
  | 'error after the insert'
  | 'hang before'
  | 'lost reply'
  | 'lost reply, hanging'
  | 'read fails'

/** The true database, except that it fails as told. */
class Failing implements Database {
  failure: Failure | undefined
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }
  async read<T>(fn: (r: Reader) => Promise<T>): Promise<T> {
    if (this.failure === 'read fails') throw new Error('no connection')
    return await this.#db.read(fn)
  }
  async transact<T>(fn: (w: Writer) => Promise<T>): Promise<T> {
    return await this.#fail(() =>
      this.#db.transact(async (w) => {
        const inner = await fn(w)
        if (this.failure === 'error after the insert') throw new Error('connection reset')
        return inner
      }),
    )
  }
  async alone(q: Sql): Promise<number> {
    // Nothing can come between the statement and its commit but the commit's own failure.
    if (this.failure === 'error after the insert') return await this.transact(async (w) => await w.run(q))
    return await this.#fail(() => this.#db.alone(q))
  }
  async #fail<T>(work: () => Promise<T>): Promise<T> {
    const { failure } = this
    if (failure === 'error before' || failure === 'read fails') throw new Error('no connection')
    if (failure === 'hang before') return await new Promise<never>(() => undefined)
    const value = await work()
    if (failure === 'lost reply') throw new Error('connection reset')
    if (failure === 'lost reply, hanging') return await new Promise<never>(() => undefined)
    return value
  }
  close(): Promise<void> {
    return this.#db.close()
  }
}

const clock = new SetClock('2026-03-02T09:00:00Z')
const { signer } = generateSigner('test.example/mifeng')
const options = { ledgerId: 'test.example/mifeng', signer, clock, deadlineMs: 300 }
let fresh: FreshDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

const outcomes = async (appends: Promise<unknown>[]): Promise<string[]> => {
  const settled = await Promise.allSettled(appends)
  return settled.map((one) => {
    if (one.status === 'fulfilled') return 'recorded'
    return one.reason instanceof LedgerUncertain ? 'uncertain' : String(one.reason)
  })
}

describe('an append that is in doubt is never acknowledged, and the lane recovers by itself', () => {
  test.each<[Failure, number]>([
    ['error before', 2],
    ['error after the insert', 2],
    ['hang before', 2],
    ['lost reply', 3],
    ['lost reply, hanging', 3],
    ['read fails', 2],
  ])('%s', async (failure, finalSize) => {
    const failing = new Failing(fresh.db)
    const ledger = await Ledger.open(failing, options)
    await ledger.append({ kind: 'reading', n: 1 })
    failing.failure = failure
    const first = ledger.append({ kind: 'reading', n: 2 })
    await Promise.resolve()
    const behind = [ledger.append({ kind: 'reading', n: 3 }), ledger.append({ kind: 'reading', n: 4 })]
    expect(await outcomes([first, ...behind])).toEqual(['uncertain', 'uncertain', 'uncertain'])
    failing.failure = undefined
    const { index } = await ledger.append({ kind: 'reading', n: 5 })
    expect(index).toBe(finalSize - 1)
    await ledger.tick()
    expect(await ledger.verify()).toMatchObject({ whole: true, lanes: [{}, { size: finalSize }] })
  })

  test('a commit that the server warns about is not taken for one', async () => {
    const ledger = await Ledger.open(fresh.db, options)
    await ledger.append({ kind: 'reading', n: 1 })
    await fresh.owner.transact(async (w) => {
      await w.run(sql`create function public.warn() returns trigger language plpgsql as
        $$ begin raise warning 'canceling wait for synchronous replication'; return null; end $$`)
      await w.run(sql`create constraint trigger warn after insert on ledger.batch deferrable initially deferred
        for each row execute function public.warn()`)
    })
    expect(await outcomes([ledger.append({ kind: 'reading', n: 2 })])).toEqual(['uncertain'])
    const act = fresh.db.transact(async (w) => ledger.record(w, { kind: 'act' }))
    await expect(act).rejects.toMatchObject({ name: 'CommitUncertain' })
    await fresh.owner.transact((w) => w.run(sql`drop trigger warn on ledger.batch`))
    await ledger.append({ kind: 'reading', n: 3 })
    await ledger.tick()
    expect((await ledger.verify()).whole).toBe(true)
  })

  test('an append whose statement was given up but lands late cannot fork the lane', async () => {
    const ledger = await Ledger.open(fresh.db, options)
    await ledger.append({ kind: 'reading', n: 1 })
    // Somebody holds the lane's next place, so that the statement waits beyond its deadline and then goes through.
    const late = await fresh.owner.transact(async (w) => {
      await w.run(sql`lock table ledger.leaf in share mode`)
      const answers = await outcomes([ledger.append({ kind: 'reading', n: 2 })])
      return { answers, next: ledger.append({ kind: 'reading', n: 3 }) }
    })
    expect(late.answers).toEqual(['uncertain'])
    await outcomes([late.next])
    await ledger.append({ kind: 'reading', n: 4 })
    await ledger.tick()
    expect((await ledger.verify()).whole).toBe(true)
  })

  test('an act whose entry cannot be written is rolled back', async () => {
    const ledger = await Ledger.open(fresh.db, options)
    await fresh.owner.transact(async (w) => {
      await w.run(sql`create table public.thing (id int)`)
      await w.run(sql`grant all on public.thing to mifeng_app`)
      await w.run(sql`revoke insert on ledger.leaf from mifeng_app`)
    })
    const act = fresh.db.transact(async (w) => {
      await w.run(sql`insert into public.thing values (1)`)
      ledger.record(w, { kind: 'act' })
    })
    await expect(act).rejects.toMatchObject({ name: 'LedgerBusy' })
    expect(await fresh.db.read((r) => r.rows(sql`select * from public.thing`))).toEqual([])
    expect((await ledger.head(ACTS)).size).toBe(0)
  })

  test('an act that was acknowledged survives; one after the hook that failed does not', async () => {
    const ledger = await Ledger.open(fresh.db, options)
    const act = fresh.db.transact(async (w) => {
      ledger.record(w, { kind: 'act' })
      w.beforeCommit(async () => void ledger.record(w, { kind: 'recorded by a later hook' }))
    })
    await act
    const texts = (await ledger.entries(ACTS, 0, 2)).map(({ text }) => JSON.parse(text).kind)
    expect(texts).toEqual(['act', 'recorded by a later hook'])
    const failing = fresh.db.transact(async (w) => {
      ledger.record(w, { kind: 'act' })
      w.beforeCommit(() => Promise.reject(new Error('no')))
    })
    await expect(failing).rejects.toThrow('no')
    expect((await ledger.head(ACTS)).size).toBe(2)
  })

  test('no checkpoint is signed while the database cannot take it', async () => {
    const failing = new Failing(fresh.db)
    const ledger = await Ledger.open(failing, options)
    await ledger.append({ kind: 'reading' })
    failing.failure = 'error before'
    await expect(ledger.tick()).rejects.toThrow('no connection')
    failing.failure = undefined
    expect(await ledger.latestCheckpoint(1)).toBeUndefined()
    await ledger.tick()
    expect((await ledger.latestCheckpoint(1))?.size).toBe(1)
  })
})
