import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { Fault, Mistake } from '../errors.ts'
import { toFault } from './faults.ts'
import type { Connection } from './pool.ts'

/** One numbered file of plain SQL. */
export interface Migration {
  readonly number: number
  readonly name: string
  /** Whether programs older than this one can no longer run on the schema. */
  readonly breaking: boolean
  readonly why: string
  /** Of the text with LF line ends. */
  readonly sha256: string
  readonly text: string
}

/** The folder of the SQL files, from the sources (beside this module) or from the bundle (`dist/`). */
export function migrationsFolder(from: string = import.meta.url): string {
  const tried: string[] = []
  for (let at = dirname(fileURLToPath(from)); ; at = dirname(at)) {
    for (const folder of [join(at, 'migrations'), join(at, 'floor/database/migrations')]) {
      if (existsSync(folder)) return folder
      tried.push(folder)
    }
    if (dirname(at) === at)
      throw new Fault(`no migrations folder; looked in ${tried.slice(0, 4).join(', ')} and above`)
  }
}

/** Reads `NNNN_name.sql` files in order; a Fault for a gap, a repeated number or a missing head line. */
export function readMigrations(folder: string = migrationsFolder()): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  return files.map((file, index) => {
    const named = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file)
    if (named === null) throw new Fault(`${file}: migrations are named NNNN_name.sql`)
    const number = Number(named[1])
    if (number !== index + 1)
      throw new Fault(`${file}: expected number ${String(index + 1).padStart(4, '0')}`)
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
    const head = /^-- breaking: (yes|no)\n-- why: (.+)\n/.exec(text)
    if (head === null)
      throw new Fault(`${file}: the first two lines must be "-- breaking: yes|no" and "-- why: …"`)
    return {
      number,
      name: named[2]!,
      breaking: head[1] === 'yes',
      why: head[2]!,
      sha256: createHash('sha256').update(text).digest('hex'),
      text,
    }
  })
}

interface Applied {
  readonly number: number
  readonly name: string
  readonly sha256: string
  readonly breaking: boolean
}

const house = `
create schema if not exists house;
create table if not exists house.migration (
  number int primary key, name text not null, sha256 text not null, breaking boolean not null,
  at timestamptz not null default now());
comment on table house.migration is 'which numbered SQL files have been applied';
do $$ begin
  if exists (select from pg_roles where rolname = 'mifeng_app') then
    grant usage on schema house to mifeng_app;
    grant select on house.migration to mifeng_app;
  end if;
end $$;`

/**
 * Brings the schema up to date. Each file runs in its own transaction, in which its row is inserted first: of several
 * programs that start together one wins that row, the others wait for it and find the work done.
 * Resolves to the numbers applied by this call. Throws a Mistake when the database is newer than this program in a
 * way that it cannot work with, a Fault when an applied file was changed or fails.
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[] = readMigrations(),
): Promise<number[]> {
  const { url, ...rest } = connection
  const client = new Client({
    ...(url === undefined ? rest : { connectionString: url }),
    connectionTimeoutMillis: 10_000,
    application_name: 'mifeng migrate',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    if (!(await hasHouse(client))) await makeHouse(client)
    const done: number[] = []
    for (;;) {
      const applied = await readApplied(client)
      check(applied, migrations)
      const next = migrations.find((migration) => !applied.has(migration.number))
      if (next === undefined) return done
      if (await apply(client, next)) done.push(next.number)
    }
  } catch (error) {
    throw error instanceof Mistake ? error : toFault(error, '')
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function hasHouse(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regclass('house.migration') is not null as found`,
  )
  return rows[0]?.found === true
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

/** "if not exists" is not safe against another creator at the same moment: the loser gets a unique violation. */
async function makeHouse(client: Client): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await client.query(house)
      return
    } catch (error) {
      const raced = ['23505', '42P06', '42P07', 'XX000', '40P01'].includes(String(codeOf(error)))
      if (!raced || attempt >= 10) throw error
    }
  }
}

async function readApplied(client: Client): Promise<Map<number, Applied>> {
  const { rows } = await client.query<Applied>(
    'select number, name, sha256, breaking from house.migration order by number',
  )
  return new Map(rows.map((row) => [row.number, row]))
}

/** Every applied file that we know must be unchanged, and those we do not know must not be breaking. */
function check(applied: ReadonlyMap<number, Applied>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]))
  for (const row of applied.values()) {
    const migration = known.get(row.number)
    if (migration !== undefined && migration.sha256 !== row.sha256) {
      throw new Fault(
        `migration ${row.number} (${row.name}) was changed after it had been applied; restore the file and write a new one`,
      )
    }
    if (migration === undefined && row.breaking) {
      throw new Mistake('database.schema-newer', {
        values: { number: row.number, name: row.name },
        message:
          `数据库由更新的版本升级过（${row.number} ${row.name}）,本程序不能使用；请安装更新的版本。 ` +
          `The database was upgraded by a newer version (${row.number} ${row.name}); install that version or a newer one.`,
      })
    }
  }
}

/** Applies one file; false when another program was first. */
async function apply(client: Client, migration: Migration): Promise<boolean> {
  await client.query('begin')
  try {
    await client.query(
      'insert into house.migration (number, name, sha256, breaking) values ($1, $2, $3, $4)',
      [migration.number, migration.name, migration.sha256, migration.breaking],
    )
  } catch (error) {
    await client.query('rollback')
    if (codeOf(error) === '23505') return false
    throw error
  }
  try {
    await client.query(migration.text)
    await client.query('commit')
    return true
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    const reason = toFault(error, '').message
    throw new Fault(
      `migration ${String(migration.number).padStart(4, '0')}_${migration.name} failed: ${reason}`,
    )
  }
}
