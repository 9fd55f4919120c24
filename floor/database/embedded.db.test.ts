import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { once } from '../../tests/support/postgres.ts'
import { CommitUncertain, ConnectionLost, DatabaseUnavailable, openDatabase, sql } from './index.ts'
import type { DatabaseSettings, OpenedDatabase } from './index.ts'
import { livePostmaster } from './supervisor.ts'

/** MIFENG_CRASH_CYCLES=1000 for a release; a crash and its recovery take about half a second. */
const crashCycles = Number(process.env['MIFENG_CRASH_CYCLES'] ?? 8)

let folder: string
let seed: string
let openedOnes: OpenedDatabase[]
let children: ChildProcess[]
beforeAll(async () => {
  seed = mkdtempSync(join(tmpdir(), 'mifeng-seed-'))
  await (await openDatabase({ dataFolder: seed, binaries: 'embedded' })).close()
})
afterAll(() => rmSync(seed, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mifeng-embedded-'))
  chmodSync(folder, 0o711)
  openedOnes = []
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const opened of openedOnes) await opened.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(settings: DatabaseSettings = {}): Promise<OpenedDatabase> {
  const opened = await openDatabase({ dataFolder: folder, binaries: 'embedded', ...settings })
  openedOnes.push(opened)
  return opened
}

const makeTable = (opened: OpenedDatabase): Promise<void> =>
  opened.owner.transact(async (w) => {
    await w.run(sql`create table entry (id int primary key)`)
    await w.run(sql`grant select, insert on entry to mifeng_app`)
  })
const add = (opened: OpenedDatabase, id: number): Promise<unknown> =>
  opened.db.transact((w) => w.run(sql`insert into entry values (${id})`))
const ids = async (opened: OpenedDatabase): Promise<number[]> =>
  (await opened.db.read((r) => r.rows<{ id: number }>(sql`select id from entry order by id`))).map(
    (row) => row.id,
  )

/** Spares a test the making of a new cluster: a copy of one that was closed. */
const plant = (): void => void execFileSync('cp', ['-a', join(seed, 'postgres'), folder])

function killServer(opened: OpenedDatabase): number {
  const pid = opened.serverPid()
  if (pid === undefined) throw new Error('no server is running')
  process.kill(pid, 'SIGKILL')
  return pid
}

/** Waits until the condition holds; fails after 20 s. */
async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 20_000; await sleep(20)) if (await condition()) return
  throw new Error('did not happen within 20 s')
}

/** A program of its own that opens the same folder, adds one entry and then waits to be killed. */
async function otherProgram(): Promise<ChildProcess> {
  const index = new URL('index.ts', import.meta.url).href
  const program = `
    import { openDatabase, sql } from ${JSON.stringify(index)}
    const opened = await openDatabase({ dataFolder: ${JSON.stringify(folder)}, binaries: 'embedded' })
    await opened.owner.transact(async (w) => {
      await w.run(sql\`create table if not exists entry (id int primary key)\`)
      await w.run(sql\`grant select, insert on entry to mifeng_app\`)
      await w.run(sql\`insert into entry values (1)\`)
    })
    process.stdout.write('ready')
    setInterval(() => undefined, 1000)`
  const file = join(folder, 'program.ts')
  writeFileSync(
    file,
    `void (async () => { ${program.replace(/import \{(.*?)\} from (.*)/, 'const {$1} = await import($2)')} })()`,
  )
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: join(import.meta.dirname, '../..'),
  })
  children.push(child)
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve)
    child.once('exit', () => reject(new Error('the other program ended early')))
  })
  return child
}

const watchers = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return line.includes('mifeng-watch') && line.includes(folder)
      } catch {
        return false
      }
    })
    .map(Number)

test('a new folder becomes a server that only its socket reaches, with checksums, UTF-8 and real durability', async () => {
  const opened = await open()
  const settings = await opened.owner.read((r) =>
    r.row(sql`
      select current_setting('listen_addresses') as listen, current_setting('fsync') as fsync,
             current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
             current_setting('server_encoding') as encoding,
             (select datctype from pg_database where datname = current_database()) ~* 'utf-?8' as utf8`),
  )
  expect(settings).toEqual({
    listen: '',
    fsync: 'on',
    commit: 'on',
    checksums: 'on',
    encoding: 'UTF8',
    utf8: true,
  })
  expect(statSync(join(folder, 'run')).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'postgres')).mode & 0o777).toBe(0o700)
  if (process.getuid?.() === 0) expect(statSync(join(folder, 'postgres')).uid).not.toBe(0)
})

test('settings that would weaken durability are overruled, whoever wrote them', async () => {
  plant()
  const first = await open()
  await first.close()
  writeFileSync(
    join(folder, 'postgres', 'postgresql.auto.conf'),
    "fsync = off\nsynchronous_commit = off\nlisten_addresses = '*'\n",
  )
  const second = await open({ serverSettings: { fsync: 'off' } })
  const row = await second.owner.read((r) =>
    r.row(
      sql`select current_setting('fsync') as a, current_setting('synchronous_commit') as b, current_setting('listen_addresses') as c`,
    ),
  )
  expect(row).toEqual({ a: 'on', b: 'on', c: '' })
})

test('the program’s role cannot make itself more than it is', async () => {
  plant()
  const { db } = await open()
  expect(
    await db.read((r) =>
      r.row(sql`select current_user as me, rolsuper as super from pg_roles where rolname = current_user`),
    ),
  ).toEqual({
    me: 'mifeng_app',
    super: false,
  })
  for (const attempt of [
    sql`set role mifeng`,
    sql`alter role mifeng_app superuser`,
    sql`set session authorization mifeng`,
  ]) {
    await expect(db.transact((w) => w.run(attempt))).rejects.toMatchObject({ code: '42501' })
  }
})

test('a second start on the folder is refused with the pid, and leaves the first alone', async () => {
  plant()
  const first = await open()
  await expect(open()).rejects.toMatchObject({ code: 'database.folder-in-use', values: { pid: process.pid } })
  expect(await first.db.read((r) => r.row(sql`select 1 as alive`))).toEqual({ alive: 1 })
  await first.close()
  const second = await open()
  expect(await second.db.read((r) => r.row(sql`select 1 as alive`))).toEqual({ alive: 1 })
})

test('a lock that a dead process left does not keep the next start out, even if its number is used again', async () => {
  writeFileSync(join(folder, 'database.lock'), '1\nnot-when-pid-1-started\nanother-boot\n')
  await open()
})

test('a program killed outright takes its server down with it, and the next start has all entries', async () => {
  plant()
  const program = await otherProgram()
  const server = livePostmaster(join(folder, 'postgres'))
  expect(server).toBeDefined()
  await expect(open()).rejects.toMatchObject({ code: 'database.folder-in-use', values: { pid: program.pid } })
  program.kill('SIGKILL')
  await eventually(() => livePostmaster(join(folder, 'postgres')) === undefined)
  expect(await ids(await open())).toEqual([1])
})

test.runIf(process.platform === 'linux')(
  'an orphaned server whose program and watcher are both dead is stopped and started again by the next start',
  async () => {
    plant()
    const program = await otherProgram()
    for (const pid of watchers()) process.kill(pid, 'SIGKILL')
    program.kill('SIGKILL')
    await eventually(() => program.signalCode !== null)
    const orphan = livePostmaster(join(folder, 'postgres'))
    expect(orphan).toBeDefined()
    const opened = await open()
    expect(opened.serverPid()).not.toBe(orphan?.pid)
    expect(await ids(opened)).toEqual([1])
  },
)

test('somebody else’s server on the folder is refused and left running', async () => {
  plant()
  const first = await open()
  const pid = first.serverPid()
  rmSync(join(folder, 'database.lock'))
  await expect(open()).rejects.toMatchObject({ code: 'database.folder-in-use', values: { pid } })
  expect(await first.db.read((r) => r.row(sql`select 1 as alive`))).toEqual({ alive: 1 })
})

test(
  'PostgreSQL killed under load: every acknowledged entry is there, it comes back by itself, and we are told',
  async () => {
    plant()
    const exits: unknown[] = []
    const opened = await open({ onServerExit: (what) => exits.push(what) })
    await makeTable(opened)
    const acknowledged: number[] = []
    const refused: number[] = []
    let next = 0
    const load = new AbortController()
    const client = async (): Promise<void> => {
      while (!load.signal.aborted) {
        const id = next++
        try {
          await add(opened, id)
          acknowledged.push(id)
        } catch (error) {
          const kind = [CommitUncertain, ConnectionLost, DatabaseUnavailable].find(
            (known) => error instanceof known,
          )
          if (kind === undefined) throw error
          if (kind !== CommitUncertain) refused.push(id)
          await sleep(10)
        }
      }
    }
    const clients = Array.from({ length: 8 }, client)
    for (let cycle = 0; cycle < crashCycles; cycle++) {
      await sleep(50 + ((cycle * 37) % 200))
      const before = acknowledged.length
      killServer(opened)
      await eventually(
        () => exits.length > cycle && opened.serverPid() !== undefined && acknowledged.length > before + 20,
      )
    }
    load.abort()
    await Promise.all(clients)
    const found = new Set(await ids(opened))
    expect(acknowledged.length).toBeGreaterThan(100)
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([])
    expect(refused.filter((id) => found.has(id))).toEqual([])
    expect(exits).toContainEqual({ code: null, signal: 'SIGKILL', restarting: true })
  },
  60_000 + crashCycles * 10_000,
)

test('closing during a crash leaves no server behind', async () => {
  plant()
  const opened = await open()
  killServer(opened)
  await sleep(60)
  await opened.close()
  await sleep(100)
  expect(livePostmaster(join(folder, 'postgres'))).toBeUndefined()
  expect(existsSync(join(folder, 'database.lock'))).toBe(false)
})

test('a commit that waits for a standby is uncertain: at the deadline, and when the wait is cancelled', async () => {
  plant()
  const opened = await open({ pools: { commitDeadlineMs: 1_500, writers: 2 } })
  await makeTable(opened)
  const run = (text: string): Promise<unknown> =>
    once(opened.owner.connection, (client) => client.query(text))
  await run(`alter system set synchronous_standby_names = 'nobody'`)
  await run('select pg_reload_conf()')
  await sleep(200)
  await expect(add(opened, 1)).rejects.toThrow(/no answer to the commit/)
  let settled = false
  const cancelled = add(opened, 2).finally(() => (settled = true))
  const cancelling = eventually(async () => {
    await opened.owner.read((r) =>
      r.rows(sql`select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`),
    )
    return settled
  })
  await expect(cancelled).rejects.toThrow(/notice 01000/)
  await cancelling
  await run(`alter system reset synchronous_standby_names`)
  await run('select pg_reload_conf()')
}, 60_000)

test('data of another major version is refused with what to install', async () => {
  mkdirSync(join(folder, 'postgres'))
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '14\n')
  await expect(open({ binaries: 'any' })).rejects.toMatchObject({
    code: 'database.other-major',
    values: { needs: 14 },
  })
})

test('a half-made cluster of an interrupted first start is made anew', async () => {
  mkdirSync(join(folder, 'postgres.new'))
  writeFileSync(join(folder, 'postgres.new', 'PG_VERSION'), '18\n')
  await open()
})

test('a path too long for a socket still works', async () => {
  const deep = join(folder, 'a-very-long-folder-name-'.repeat(6))
  const opened = await open({ dataFolder: deep })
  expect(await opened.db.read((r) => r.row(sql`select 1 as alive`))).toEqual({ alive: 1 })
  expect(Buffer.byteLength(opened.appConnection.host ?? '')).toBeLessThan(93)
})

test.runIf(process.getuid?.() === 0)(
  'started by root below a folder that is private to root, it works all the same, also after a crash',
  async () => {
    const inner = join(folder, 'private', 'data')
    mkdirSync(join(folder, 'private'), { mode: 0o700 })
    for (const binaries of ['embedded', 'any'] as const) {
      const opened = await open({ dataFolder: join(inner, binaries), binaries })
      await makeTable(opened)
      await add(opened, 1)
      const pid = killServer(opened)
      await eventually(() => opened.serverPid() !== undefined && opened.serverPid() !== pid)
      expect(await ids(opened)).toEqual([1])
      await opened.close()
    }
  },
)

test('rows and errors are not in the server’s log', async () => {
  plant()
  const opened = await open()
  await makeTable(opened)
  await opened.owner.transact((w) => w.run(sql`create table person (name text unique)`))
  const twice = opened.owner.transact(async (w) => {
    await w.run(sql`insert into person values (${'张三丰'})`)
    await w.run(sql`insert into person values (${'张三丰'})`)
  })
  await expect(twice).rejects.toMatchObject({ code: '23505' })
  await expect(opened.owner.read((r) => r.rows(sql`select ${'张三丰'}::text::int`))).rejects.toMatchObject({
    code: '22P02',
  })
  expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).not.toContain('张三丰')
})

test.runIf(existsSync('/usr/lib/postgresql'))(
  'an installed PostgreSQL is preferred, and opens its folder again',
  async () => {
    const first = await open({ binaries: 'any' })
    expect(first.engine).toBe('installed')
    await first.close()
    expect((await open({ binaries: 'any' })).version).toBe(first.version)
  },
)
