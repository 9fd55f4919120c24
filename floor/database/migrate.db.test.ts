import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/postgres.ts'
import type { FreshDatabase } from '../../tests/support/postgres.ts'
import { dumpSchema } from './dump-schema.ts'
import { migrate, readMigrations, sql } from './index.ts'
import type { Migration } from './index.ts'
import { migrationsFolder } from './migrate.ts'

let fresh: FreshDatabase
beforeEach(async () => {
  fresh = await freshDatabase({ empty: true })
})
afterEach(() => fresh.drop())

const step = (number: number, text: string, breaking = false): Migration => ({
  number,
  name: `step_${number}`,
  breaking,
  why: 'test',
  sha256: createHash('sha256').update(text).digest('hex'),
  text,
})
const three = [
  step(1, 'create table a (id int primary key); insert into a values (1)', true),
  step(2, 'select pg_sleep(0.1); insert into a values (2)'),
  step(3, 'insert into a values (3)'),
]
const run = (migrations: Migration[]): Promise<number[]> => migrate(fresh.owner.connection, migrations)
const values = async (): Promise<number[]> =>
  (await fresh.owner.read((r) => r.rows<{ id: number }>(sql`select id from a order by id`))).map(
    (row) => row.id,
  )

test('files are applied in order, once; a second run does nothing; a new file is added later', async () => {
  expect(await run(three.slice(0, 2))).toEqual([1, 2])
  expect(await run(three.slice(0, 2))).toEqual([])
  expect(await run(three)).toEqual([3])
  expect(await values()).toEqual([1, 2, 3])
})

test('race: of eight programs that start together each file is applied by exactly one', async () => {
  const applied = await Promise.all(Array.from({ length: 8 }, () => run(three)))
  expect(applied.flat().toSorted((a, b) => a - b)).toEqual([1, 2, 3])
  expect(await values()).toEqual([1, 2, 3])
})

test('a file that fails leaves nothing of itself, is named, and can be applied once it is put right', async () => {
  const broken = step(2, 'insert into a values (7); insert into nowhere values (1)')
  await expect(run([three[0]!, broken])).rejects.toThrow(/migration 0002_step_2 failed: 42P01/)
  expect(await values()).toEqual([1])
  expect(await run(three)).toEqual([2, 3])
})

test('attack: an applied file that was changed afterwards is refused', async () => {
  await run(three)
  await expect(run([step(1, 'create table a (id int)', true), ...three.slice(1)])).rejects.toThrow(
    'was changed after',
  )
})

test('an older program runs on a newer schema, unless one of the newer files is breaking', async () => {
  await run(three)
  expect(await run(three.slice(0, 2))).toEqual([])
  await run([...three, step(4, 'drop table a', true)])
  await expect(run(three)).rejects.toMatchObject({ code: 'database.schema-newer', values: { number: 4 } })
})

test.each([
  ['a gap in the numbers', { '0001_a.sql': good(), '0003_b.sql': good() }, /expected number 0002/],
  ['a name without a number', { 'first.sql': good() }, /NNNN_name/],
  ['no word on whether it breaks', { '0001_a.sql': '-- why: x\nselect 1' }, /first two lines/],
  ['no reason', { '0001_a.sql': '-- breaking: no\nselect 1' }, /first two lines/],
])('%s is found before anything is run', (_what, files, message) => {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-migrations-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    expect(() => readMigrations(folder)).toThrow(message)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function good(): string {
  return '-- breaking: no\n-- why: test\nselect 1;\n'
}

test('the files are found from the sources and from the bundle', () => {
  const root = join(import.meta.dirname, '../..')
  const folder = join(root, 'floor/database/migrations')
  expect(migrationsFolder()).toBe(folder)
  expect(migrationsFolder(pathToFileURL(join(root, 'dist/mifeng.js')).href)).toBe(folder)
})

test('schema.sql is what the migrations make (if not: npx tsx floor/database/dump.ts)', async () => {
  await migrate(fresh.owner.connection)
  const written = readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8')
  expect(await dumpSchema(fresh.owner.connection)).toBe(written)
})

test('attack: the program’s role can neither change the schema nor the rows of the ledger', async () => {
  await migrate(fresh.owner.connection)
  const attempts = [
    sql`create table public.mine (a int)`,
    sql`create schema mine`,
    sql`alter table ledger.leaf add column x int`,
    sql`drop table ledger.leaf`,
    sql`truncate ledger.leaf`,
    sql`update ledger.leaf set entry = ''`,
    sql`delete from ledger.leaf`,
    sql`update ledger.checkpoint set note = ''`,
    sql`insert into house.migration values (99, 'x', 'x', false)`,
    sql`create role friend`,
  ]
  for (const attempt of attempts) {
    await expect(
      fresh.db.transact((w) => w.run(attempt)),
      attempt.text,
    ).rejects.toMatchObject({ code: '42501' })
  }
})
