import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/postgres.ts'
import type { FreshDatabase } from '../../tests/support/postgres.ts'
import { insertMany, sql } from './index.ts'
import type { ColumnType, Writer } from './index.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase({ empty: true })
  await fresh.owner.transact(async (w) => {
    await w.run(sql`create table everything (
      a bigint, b boolean, c bytea, d date, e double precision, f int, g jsonb, h smallint, i text, j timestamptz,
      k uuid, l bytea[], m text[])`)
    await w.run(sql`create table plain (id int primary key, name text not null)`)
  })
})
afterAll(() => fresh.drop())

const everything: Record<string, ColumnType> = {
  a: 'bigint',
  b: 'boolean',
  c: 'bytea',
  d: 'date',
  e: 'double',
  f: 'int',
  g: 'jsonb',
  h: 'smallint',
  i: 'text',
  j: 'timestamptz',
  k: 'uuid',
  l: 'bytea[]',
  m: 'text[]',
}
const plain: Record<string, ColumnType> = { id: 'int', name: 'text' }

test('every type comes back as it was given, also empty, absent, old and Chinese values', async () => {
  const rows = [
    [
      2 ** 53 - 1,
      true,
      Buffer.from([0, 255, 7]),
      '1899-12-31',
      -0.5,
      -(2 ** 31),
      { 名: ['密', null] },
      -32768,
      '密封\t"\\N',
      new Date('1969-12-31T23:59:59.999Z'),
      '0190163d-8694-739b-aea5-966c26f8ad91',
      [Buffer.from('一'), Buffer.alloc(0)],
      ['', 'NULL', null, '{,}'],
    ],
    [null, null, null, null, null, null, null, null, null, null, null, null, null],
    [
      0,
      false,
      Buffer.alloc(0),
      '2000-02-29',
      1e300,
      0,
      [],
      0,
      '',
      new Date(0),
      '00000000-0000-0000-0000-000000000000',
      [],
      [],
    ],
  ]
  const columns = Object.keys(everything)
  const read = await fresh.owner.transact(async (w) => {
    expect(await insertMany(w, 'everything', everything, rows)).toBe(3)
    return await w.rows<Record<string, unknown>>(sql`select * from everything`)
  })
  expect(read.map((row) => columns.map((name) => row[name]))).toEqual(rows)
})

test.each<[string, ColumnType, unknown]>([
  ['a number beyond smallint', 'smallint', 32768],
  ['a fraction for int', 'int', 1.5],
  ['text for a number', 'int', '1'],
  ['half an uuid', 'uuid', '0190163d'],
  ['a date with a time', 'date', '2024-01-01T00:00:00Z'],
  ['a missing value', 'text', undefined],
])('%s is refused without repeating the value', async (_what, type, value) => {
  const attempt = fresh.owner.transact((w) => insertMany(w, 'everything', { a: type }, [[value]]))
  await expect(attempt).rejects.toThrow(/^bulk insert: a .* does not fit a .* column$/)
})

test('a duplicate key in the middle leaves nothing behind, and the connection is used again', async () => {
  const attempt = fresh.owner.transact((w) =>
    insertMany(w, 'plain', plain, [
      [1, '张三'],
      [2, '李四'],
      [1, '王五'],
    ]),
  )
  await expect(attempt).rejects.toMatchObject({ name: 'QueryFault', code: '23505', constraint: 'plain_pkey' })
  expect(await fresh.owner.read((r) => r.row(sql`select count(*) as n from plain`))).toEqual({ n: 0 })
})

async function* failing(): AsyncGenerator<unknown[]> {
  yield [1, 'a']
  await Promise.resolve()
  throw new RangeError('sheet ended early')
}

function* many(): Generator<unknown[]> {
  for (let id = 0; id < 200_000; id++) yield [id, `客户${id}`]
}

test('when the source of rows fails, its own error comes out and nothing was written', async () => {
  await expect(fresh.owner.transact((w) => insertMany(w, 'plain', plain, failing()))).rejects.toThrow(
    RangeError,
  )
  expect(await fresh.owner.read((r) => r.row(sql`select count(*) as n from plain`))).toEqual({ n: 0 })
})

test('a generator of 200,000 rows is written in one transaction and is visible only after it', async () => {
  const count = (): Promise<{ n: number } | undefined> =>
    fresh.owner.read((r) => r.row<{ n: number }>(sql`select count(*) as n from plain`))
  await fresh.owner.transact(async (w) => {
    expect(await insertMany(w, 'plain', plain, many())).toBe(200_000)
    expect((await count())?.n).toBe(0)
  })
  expect((await count())?.n).toBe(200_000)
})

test('a writer of somebody else is refused', async () => {
  await fresh.owner.transact(async (w) => {
    const stranger: Writer = {
      id: w.id,
      rows: (q) => w.rows(q),
      row: (q) => w.row(q),
      run: (q) => w.run(q),
      beforeCommit: (fn) => w.beforeCommit(fn),
      afterCommit: (fn) => w.afterCommit(fn),
    }
    await expect(insertMany(stranger, 'plain', plain, [])).rejects.toThrow('not a writer')
  })
})
