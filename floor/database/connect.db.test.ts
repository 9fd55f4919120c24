import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/postgres.ts'
import type { FreshDatabase } from '../../tests/support/postgres.ts'
import { Fault } from '../errors.ts'
import { CommitUncertain, connect, isUniqueViolation, QueryFault, sql } from './index.ts'
import type { Database, DatabaseOptions, Writer } from './index.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase({ empty: true })
  await fresh.owner.transact(async (w) => {
    await w.run(sql`create table note (id int primary key, body text not null)`)
    await w.run(sql`create table at_commit (what text not null)`)
    await w.run(sql`
      create function at_commit() returns trigger language plpgsql as $$ begin
        if new.what = 'warn' then raise warning 'canceling the wait'; end if;
        if new.what = 'notice' then raise notice 'harmless'; end if;
        if new.what = 'sleep' then perform pg_sleep(3); end if;
        if new.what = 'die' then perform pg_terminate_backend(pg_backend_pid()); end if;
        if new.what = 'refuse' then raise exception 'no'; end if;
        return null;
      end $$`)
    await w.run(sql`
      create constraint trigger late after insert on at_commit deferrable initially deferred
      for each row execute function at_commit()`)
  })
})
afterAll(() => fresh.drop())
beforeEach(() => fresh.owner.transact((w) => w.run(sql`truncate note, at_commit`)))

const add = (w: Writer, id: number, body = ''): Promise<number> =>
  w.run(sql`insert into note values (${id}, ${body})`)
const ids = async (): Promise<number[]> =>
  (await fresh.owner.read((r) => r.rows<{ id: number }>(sql`select id from note order by id`))).map(
    (row) => row.id,
  )

async function withDatabase<T>(options: DatabaseOptions, fn: (db: Database) => Promise<T>): Promise<T> {
  const db = connect(fresh.owner.connection, options)
  try {
    return await fn(db)
  } finally {
    await db.close()
  }
}

test('values come back as the types the program works with', async () => {
  const row = await fresh.owner.read((r) =>
    r.row(sql`
      select 9007199254740991::int8 as safe, 9223372036854775807::int8 as huge, '2026-02-28'::date as day,
             '2026-02-28 08:00+08'::timestamptz as moment, '\\x00ff'::bytea as bytes, 1.10::numeric as amount,
             array[1, null]::int8[] as numbers, array['2026-02-28'::date] as days, '{"a":[1]}'::jsonb as json,
             '2026-02-28 08:00'::timestamp as wall`),
  )
  expect(row).toEqual({
    safe: 9007199254740991,
    huge: 9223372036854775807n,
    day: '2026-02-28',
    moment: new Date('2026-02-28T00:00:00Z'),
    bytes: Buffer.from([0, 255]),
    amount: '1.10',
    numbers: [1, null],
    days: ['2026-02-28'],
    json: { a: [1] },
    wall: '2026-02-28 08:00:00',
  })
})

test.each([
  sql`insert into note values (1, 'x')`,
  sql`delete from note`,
  sql`create table another (a int)`,
  sql`with x as (insert into note values (2, 'y') returning id) select * from x`,
])('attack: a write through a reading connection is refused by the server (%#)', async (statement) => {
  await expect(fresh.owner.read((r) => r.rows(statement))).rejects.toMatchObject({ code: '25006' })
  expect(await ids()).toEqual([])
})

test('attack: two statements in one text are refused', async () => {
  await expect(fresh.owner.transact((w) => w.run(sql`select 1; drop table note`))).rejects.toMatchObject({
    code: '42601',
  })
  expect(await ids()).toEqual([])
})

test('hooks run in order before the commit and see the transaction; afterwards the others, only if it committed', async () => {
  const story: string[] = []
  await fresh.owner.transact(async (w) => {
    w.afterCommit(() => story.push('after'))
    w.beforeCommit(async () => {
      story.push(`first sees ${(await w.rows(sql`select from note`)).length}`)
      w.beforeCommit(async () => {
        await add(w, 2)
        story.push('added by a hook')
      })
    })
    await add(w, 1)
    story.push('body')
  })
  expect(story).toEqual(['body', 'first sees 1', 'added by a hook', 'after'])
  expect(await ids()).toEqual([1, 2])
})

test('a hook that fails rolls everything back and nothing is announced', async () => {
  let announced = false
  const attempt = fresh.owner.transact(async (w) => {
    w.afterCommit(() => (announced = true))
    w.beforeCommit(() => Promise.reject(new Fault('ledger is away')))
    await add(w, 1)
  })
  await expect(attempt).rejects.toThrow('ledger is away')
  expect(announced).toBe(false)
  expect(await ids()).toEqual([])
})

test('an announcement that throws does not turn a commit into a failure; it is reported', async () => {
  const faults: unknown[] = []
  await withDatabase({ onFault: (fault) => faults.push(fault) }, (db) =>
    db.transact(async (w) => {
      w.afterCommit(() => {
        throw new Fault('bug')
      })
      await add(w, 1)
    }),
  )
  expect(await ids()).toEqual([1])
  expect(faults).toHaveLength(1)
})

test('a writer used after its end throws, also from a forgotten callback', async () => {
  let leaked: Writer | undefined
  await fresh.owner.transact(async (w) => {
    leaked = w
    await add(w, 1)
  })
  await expect(add(leaked!, 2)).rejects.toThrow('after its end')
  expect(() => leaked!.beforeCommit(() => Promise.resolve())).toThrow('after its end')
  expect(await ids()).toEqual([1])
})

test('a statement that nobody awaited is found and rolls back', async () => {
  const floating: Promise<unknown>[] = []
  const attempt = fresh.owner.transact(async (w) => {
    await add(w, 1)
    floating.push(add(w, 2))
  })
  await expect(attempt).rejects.toThrow('still running')
  await Promise.all(floating)
  expect(await ids()).toEqual([])
})

test('an error that the caller swallowed cannot turn into a silent rollback', async () => {
  const attempt = fresh.owner.transact(async (w) => {
    await add(w, 1)
    await add(w, 1).catch(() => undefined)
  })
  await expect(attempt).rejects.toThrow('rolled back')
  expect(await ids()).toEqual([])
})

test('errors name constraint and code, never the row: they may be logged', async () => {
  await fresh.owner.transact((w) => add(w, 1, '张三 13800138000'))
  const failure = await fresh.owner
    .transact((w) => add(w, 1, '张三 13800138000'))
    .catch((error: unknown) => error)
  expect(isUniqueViolation(failure, 'note_pkey')).toBe(true)
  const bad = await fresh.owner
    .read((r) => r.rows(sql`select ${'13800138000x'}::text::int`))
    .catch((error: unknown) => error)
  for (const error of [failure, bad]) {
    expect(error).toBeInstanceOf(QueryFault)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/张三|13800138000/)
  }
})

test.each([
  ['a warning with the commit (a cancelled wait for the standby looks like this)', 'warn', {}],
  ['no answer before the deadline', 'sleep', { commitDeadlineMs: 200 }],
  ['the connection lost during the commit', 'die', {}],
])('%s means uncertain, not failed and not committed', async (_what, what, options) => {
  await withDatabase(options, async (db) => {
    let announced = false
    const attempt = db.transact(async (w) => {
      w.afterCommit(() => (announced = true))
      await w.run(sql`insert into at_commit values (${what})`)
    })
    await expect(attempt).rejects.toBeInstanceOf(CommitUncertain)
    expect(announced).toBe(false)
    expect(await db.transact((w) => w.row(sql`select 1 as alive`))).toEqual({ alive: 1 })
  })
})

test.each([
  ['a warning with the commit (a cancelled wait for the standby looks like this)', 'warn', {}],
  [
    'no answer before the deadline',
    'sleep',
    { statementDeadlineMs: 100, commitDeadlineMs: 100, acquireDeadlineMs: 5_000 },
  ],
  ['the connection lost during the commit', 'die', {}],
])('alone: %s means uncertain', async (_what, what, options) => {
  await withDatabase(options, async (db) => {
    await expect(db.alone(sql`insert into at_commit values (${what})`)).rejects.toBeInstanceOf(
      CommitUncertain,
    )
    expect(await db.alone(sql`insert into note values (7, 'still works')`)).toBe(1)
  })
})

test('alone: the rows are durable when it resolves, and a plain refusal is a definite failure', async () => {
  expect(await fresh.owner.alone(sql`insert into note values (1, ''), (2, '')`)).toBe(2)
  expect(await ids()).toEqual([1, 2])
  expect(await fresh.owner.alone(sql`insert into at_commit values ('notice')`)).toBe(1)
  const again = await fresh.owner.alone(sql`insert into note values (2, '')`).catch((error: unknown) => error)
  expect(isUniqueViolation(again, 'note_pkey')).toBe(true)
  await expect(fresh.owner.alone(sql`insert into at_commit values ('refuse')`)).rejects.toMatchObject({
    name: 'QueryFault',
    code: 'P0001',
  })
  expect(await ids()).toEqual([1, 2])
})

test('a plain refusal of the commit is a definite failure, and a harmless notice is none', async () => {
  const refused = fresh.owner.transact((w) => w.run(sql`insert into at_commit values ('refuse')`))
  await expect(refused).rejects.toMatchObject({ name: 'QueryFault', code: 'P0001' })
  await fresh.owner.transact((w) => w.run(sql`insert into at_commit values ('notice')`))
})

test('serialization failures and deadlocks are run again with a new identity; other errors are not', async () => {
  await fresh.owner.transact(async (w) => {
    await add(w, 1, '0')
    await add(w, 2, '0')
  })
  const identities = new Set<symbol>()
  const increment = (first: number, second: number): Promise<void> =>
    fresh.owner.transact(
      async (w) => {
        identities.add(w.id)
        for (const id of [first, second]) {
          await w.run(sql`update note set body = (body::int + 1)::text where id = ${id}`)
          await w.rows(sql`select pg_sleep(0.05)`)
        }
      },
      { isolation: 'serializable' },
    )
  await Promise.all([increment(1, 2), increment(2, 1)])
  const bodies = await fresh.owner.read((r) => r.rows<{ body: string }>(sql`select body from note`))
  expect(bodies.map((row) => row.body)).toEqual(['2', '2'])
  expect(identities.size).toBeGreaterThan(2)
  let runs = 0
  const failing = fresh.owner.transact((w) => {
    runs++
    return add(w, 1)
  })
  await expect(failing).rejects.toMatchObject({ code: '23505' })
  expect(runs).toBe(1)
})

test('a statement that takes too long is ended at the server, and the pool stays usable', async () => {
  await withDatabase({ statementDeadlineMs: 200, readers: 1 }, async (db) => {
    await expect(db.read((r) => r.rows(sql`select pg_sleep(5)`))).rejects.toMatchObject({ code: '57014' })
    expect(await db.read((r) => r.row(sql`select 1 as alive`))).toEqual({ alive: 1 })
  })
})

test('when every connection is in use, the next caller is told so instead of waiting for ever', async () => {
  await withDatabase({ writers: 1, acquireDeadlineMs: 200 }, (db) =>
    db.transact(async () => {
      await expect(db.transact((w) => add(w, 1))).rejects.toMatchObject({ name: 'DatabaseUnavailable' })
    }),
  )
})

test('a connection killed while idle or in use does not end the program, and the next call works', async () => {
  const kill = sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`
  await withDatabase({ applicationName: 'victim', readers: 1, writers: 1 }, async (db) => {
    await db.read((r) => r.rows(sql`select 1`))
    await fresh.owner.read((r) => r.rows(kill))
    expect(await db.read((r) => r.row(sql`select 2 as two`))).toEqual({ two: 2 })
    const inside = db.transact(async (w) => {
      await add(w, 1)
      await fresh.owner.read((r) => r.rows(kill))
      await add(w, 2)
    })
    await expect(inside).rejects.toMatchObject({ name: 'ConnectionLost' })
    expect(await ids()).toEqual([])
  })
})

const named = (id: number) => sql.named('note_by_id', sql`select ${id}::int as id`)

test('a prepared statement may not change its text', async () => {
  await withDatabase({ readers: 1 }, async (db) => {
    expect(await db.read((r) => r.row(named(1)))).toEqual({ id: 1 })
    expect(await db.read((r) => r.row(named(2)))).toEqual({ id: 2 })
    const other = sql.named('note_by_id', sql`select ${3}::int as other`)
    await expect(db.read((r) => r.row(other))).rejects.toThrow('unique')
  })
})

const half = (id: number) =>
  sql.named('half', sql`select ${id}::int as id, 10 / (${id}::int % 2) as fails_when_even`)

test('named reads share connections: many at once, each gets its own answer or its own error', async () => {
  await withDatabase({ applicationName: 'piped' }, async (db) => {
    const answers = await Promise.allSettled(
      Array.from({ length: 500 }, (_, id) => db.read((r) => r.row(half(id)))),
    )
    for (const [id, answer] of answers.entries()) {
      if (id % 2 === 1) expect(answer).toEqual({ status: 'fulfilled', value: { id, fails_when_even: 10 } })
      else expect(answer).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
    }
    const connections = await fresh.owner.read((r) =>
      r.rows(sql`select from pg_stat_activity where application_name = 'piped'`),
    )
    expect(connections.length).toBeLessThanOrEqual(8)
  })
})

test('attack: a write through a named read is refused by the server too', async () => {
  const write = sql.named('sneaky', sql`insert into note values (9, 'x')`)
  await expect(fresh.owner.read((r) => r.rows(write))).rejects.toMatchObject({ code: '25006' })
})

const slow = (id: number) => sql.named('slow', sql`select ${id}::int as id, pg_sleep(0.02)::text as pause`)

test('named reads in flight survive the loss of their connections once', async () => {
  await withDatabase({ applicationName: 'piped' }, async (db) => {
    const reads = Array.from({ length: 40 }, (_, id) => db.read((r) => r.row<{ id: number }>(slow(id))))
    await fresh.owner.read((r) => r.rows(sql`select pg_sleep(0.1)`))
    const killed = await fresh.owner.read((r) =>
      r.rows(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'piped'`),
    )
    expect(killed.length).toBeGreaterThan(0)
    expect((await Promise.all(reads)).map((row) => row?.id)).toEqual(
      Array.from({ length: 40 }, (_, id) => id),
    )
  })
})

test('a slow named read does not hold up the quick ones that come after it', async () => {
  await withDatabase({}, async (db) => {
    const sleeping = db.read((r) => r.row(sql.named('sleep', sql`select pg_sleep(3)::text as done`)))
    let awake = false
    void sleeping.then(() => (awake = true))
    await fresh.owner.read((r) => r.rows(sql`select pg_sleep(0.1)`))
    await Promise.all(Array.from({ length: 100 }, (_, id) => db.read((r) => r.row(named(id)))))
    expect(awake).toBe(false)
    await sleeping
  })
})
