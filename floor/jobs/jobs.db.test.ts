import { EventEmitter, once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/postgres.ts'
import type { FreshDatabase } from '../../tests/support/postgres.ts'
import { SetClock, systemClock } from '../clock.ts'
import { DatabaseUnavailable, sql } from '../database/index.ts'
import type { Database } from '../database/index.ts'
import { Fault } from '../errors.ts'
import {
  deadJobs,
  enqueue,
  enqueueScheduled,
  JobRunner,
  queueFigures,
  reviveJob,
  setSchedule,
} from './index.ts'
import type { JobHandler, JobRequest, RunnerOptions } from './index.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())
afterEach(async () => {
  await fresh.db.transact(async (w) => {
    await w.run(sql`delete from jobs.job`)
    await w.run(sql`delete from jobs.schedule`)
  })
})

/** A promise and the function that fulfils it. */
function gate(): { opened: Promise<void>; open: () => void } {
  const events = new EventEmitter()
  return { opened: once(events, 'open').then(() => undefined), open: () => events.emit('open') }
}

const monday = '2026-03-02T00:00:00Z'
const add = (job: JobRequest): Promise<string | undefined> =>
  fresh.db.transact((w) => enqueue(w, { runAt: new Date(monday), ...job }))

function runner(
  handlers: Record<string, JobHandler>,
  options: RunnerOptions = {},
): { clock: SetClock; runner: JobRunner } {
  const clock = new SetClock(monday)
  return { clock, runner: new JobRunner(fresh.db, clock, handlers, options) }
}

test('a job added in a transaction that is rolled back does not exist', async () => {
  const attempt = fresh.db.transact(async (w) => {
    await enqueue(w, { kind: 'remind' })
    throw new Fault('changed my mind')
  })
  await expect(attempt).rejects.toThrow('changed my mind')
  expect(await fresh.db.read((r) => queueFigures(r, new Date()))).toEqual({ waiting: 0, due: 0, dead: 0 })
})

test('a job runs when it is due and not before, once, with its ids', async () => {
  const seen: unknown[] = []
  const { clock, runner: one } = runner({
    remind: (job) => {
      seen.push(job.payload)
      return Promise.resolve()
    },
  })
  await add({ kind: 'remind', payload: { duty: 'd-1' }, runAt: new Date('2026-03-02T00:00:10Z') })
  expect(await one.runDue()).toBe(0)
  clock.advance(10_000)
  expect(await one.runDue()).toBe(1)
  expect(await one.runDue()).toBe(0)
  expect(seen).toEqual([{ duty: 'd-1' }])
})

const traces = () => fresh.db.read((r) => r.rows(sql`select 1 from jobs.schedule where name = 'trace'`))

test('what a handler changes and that the job is done commit together', async () => {
  let fail = true
  const { clock, runner: one } = runner({
    mark: async (_job, w) => {
      await w.run(sql`insert into jobs.schedule (name, cron, kind) values ('trace', '0 0 1 1 *', 'never')`)
      if (fail) throw new Fault('halfway')
    },
  })
  await add({ kind: 'mark' })
  await one.runDue()
  expect(await traces()).toHaveLength(0)
  fail = false
  clock.advance(5_000)
  await one.runDue()
  expect(await traces()).toHaveLength(1)
})

test('a failing job is tried again after 5, 10 and 20 seconds, then it is dead, visible, and can be revived', async () => {
  const failures: boolean[] = []
  let attempts = 0
  const { clock, runner: one } = runner(
    {
      mail: () => {
        attempts++
        return Promise.reject(new Error('手机号 13800138000 无效'))
      },
    },
    { onFailure: (_job, _error, dead) => failures.push(dead) },
  )
  const id = await add({ kind: 'mail', maxAttempts: 4 })
  for (const pause of [0, 5_000, 10_000, 20_000, 3_600_000]) {
    clock.advance(pause - 1)
    await one.runDue()
    clock.advance(1)
    await one.runDue()
  }
  expect(failures).toEqual([false, false, false, true])
  const dead = await fresh.db.read((r) => deadJobs(r))
  expect(dead).toMatchObject([{ id, kind: 'mail', attempts: 4, lastError: 'Error' }])
  expect(JSON.stringify(dead)).not.toContain('13800138000')
  expect(await fresh.db.transact((w) => reviveJob(w, id ?? '', clock.now()))).toBe(true)
  await one.runDue()
  expect(attempts).toBe(5)
})

test('two runners never run the same job', async () => {
  const seen: string[] = []
  const handlers: Record<string, JobHandler> = {
    count: async (job, w) => {
      await w.rows(sql`select pg_sleep(0.005)`)
      seen.push(job.id)
    },
  }
  const ids: string[] = []
  for (let n = 0; n < 30; n++) ids.push((await add({ kind: 'count' })) ?? '')
  await Promise.all([runner(handlers).runner.runDue(), runner(handlers).runner.runDue()])
  expect(seen.toSorted()).toEqual(ids.toSorted())
})

test('while a job with a unique key is open, an equal one is not added; after it, it is', async () => {
  const { runner: one } = runner({ sum: () => Promise.resolve() })
  expect(await add({ kind: 'sum', uniqueKey: 'today' })).toBeTypeOf('string')
  expect(await add({ kind: 'sum', uniqueKey: 'today' })).toBeUndefined()
  expect(await add({ kind: 'other', uniqueKey: 'today' })).toBeTypeOf('string')
  await one.runDue()
  expect(await add({ kind: 'sum', uniqueKey: 'today' })).toBeTypeOf('string')
})

test.each<[string, Record<string, string | readonly string[]>]>([
  ['a name', { who: '张三' }],
  ['a sentence', { note: 'call back' }],
  ['a name in a list', { ids: ['c-1', '李四'] }],
])('%s is not let into the queue', async (_what, payload) => {
  await expect(add({ kind: 'remind', payload })).rejects.toThrow('only ids')
})

const diedWith = (attempts: number) => sql`
  update jobs.job set attempts = ${attempts}, locked_by = 'dead:1', locked_until = ${new Date('2026-03-02T00:01:00Z')}`

test('a job whose runner died is taken over after its lease; one that kills every runner ends up dead', async () => {
  const { clock, runner: one } = runner({ remind: () => Promise.resolve() }, { leaseMs: 60_000 })
  await add({ kind: 'remind', maxAttempts: 3 })
  await fresh.db.transact((w) => w.run(diedWith(1)))
  expect(await one.runDue()).toBe(0)
  clock.advance(60_000)
  expect(await one.runDue()).toBe(1)
  await add({ kind: 'remind', maxAttempts: 3 })
  await fresh.db.transact((w) => w.run(sql`${diedWith(3)} where finished_at is null`))
  clock.advance(600_000)
  expect(await one.runDue()).toBe(0)
  expect(await fresh.db.read((r) => deadJobs(r))).toMatchObject([{ lastError: 'abandoned by its runner' }])
})

test('jobs of a kind that this program does not know are left for one that does', async () => {
  await add({ kind: 'future' })
  const { runner: one, clock } = runner({ remind: () => Promise.resolve() })
  expect(await one.runDue()).toBe(0)
  expect((await fresh.db.read((r) => queueFigures(r, clock.now()))).due).toBe(1)
})

test('a long job outlives its lease by renewing it, and stopping tells it so', async () => {
  let stopped = false
  const begun = gate()
  const one = new JobRunner(
    fresh.db,
    systemClock,
    {
      archive: {
        long: (_job, signal) =>
          new Promise((resolve) => {
            begun.open()
            signal.addEventListener('abort', () => {
              stopped = true
              resolve()
            })
          }),
      },
    },
    { leaseMs: 300, pollMs: 20 },
  )
  await add({ kind: 'archive' })
  one.start()
  await begun.opened
  await new Promise((resolve) => setTimeout(resolve, 600))
  const rival = new JobRunner(fresh.db, systemClock, { archive: () => Promise.reject(new Error('stolen')) })
  expect(await rival.runDue()).toBe(0)
  await one.stop()
  expect(stopped).toBe(true)
  expect(await fresh.db.read((r) => queueFigures(r, new Date()))).toEqual({ waiting: 0, due: 0, dead: 0 })
})

test('start polls by itself and wake hastens it', async () => {
  const done = gate()
  const one = new JobRunner(
    fresh.db,
    systemClock,
    {
      hello: () => {
        done.open()
        return Promise.resolve()
      },
    },
    { pollMs: 60_000 },
  )
  one.start()
  await new Promise((resolve) => setTimeout(resolve, 100))
  await add({ kind: 'hello' })
  one.wake()
  await done.opened
  await one.stop()
})

test('while the database is away the runner reports it and goes on looking', async () => {
  const faults: unknown[] = []
  const away: Database = {
    read: () => Promise.reject(new DatabaseUnavailable('starting')),
    transact: () => Promise.reject(new DatabaseUnavailable('starting')),
    alone: () => Promise.reject(new DatabaseUnavailable('starting')),
    close: () => Promise.resolve(),
  }
  const twice = gate()
  const onFault = (fault: unknown): void => {
    if (faults.push(fault) === 2) twice.open()
  }
  const one = new JobRunner(away, systemClock, {}, { pollMs: 5, onFault })
  one.start()
  await twice.opened
  await one.stop()
  expect(faults[0]).toBeInstanceOf(DatabaseUnavailable)
})

test('a schedule is due by the Beijing clock, is made up for once after a long stop, and once for all nodes', async () => {
  const start = new Date('2026-03-02T00:00:00Z')
  await fresh.db.transact((w) =>
    setSchedule(w, { name: 'daily', cron: '30 8 * * 1-5', kind: 'digest' }, start),
  )
  const at = (time: string) => enqueueScheduled(fresh.db, new Date(time))
  expect(await at('2026-03-02T00:29:59Z')).toBe(0)
  const together = await Promise.all([at('2026-03-02T00:30:00Z'), at('2026-03-02T00:30:00Z')])
  expect(together.reduce((sum, added) => sum + added, 0)).toBe(1)
  expect(await at('2026-03-02T10:00:00Z')).toBe(0)
  await fresh.db.transact((w) => w.run(sql`update jobs.job set finished_at = now()`))
  expect(await at('2026-03-20T10:00:00Z')).toBe(1)
  expect(await at('2026-03-20T10:00:01Z')).toBe(0)
})

test('a pattern that is no schedule is refused when it is set', async () => {
  const attempt = fresh.db.transact((w) =>
    setSchedule(w, { name: 'x', cron: 'every day', kind: 'y' }, new Date()),
  )
  await expect(attempt).rejects.toThrow('not a schedule')
})
