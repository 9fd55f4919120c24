import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { databaseAccount } from '../../floor/database/account.ts'
import { findBinaries } from '../../floor/database/binaries.ts'
import { connect, migrate, openDatabase } from '../../floor/database/index.ts'
import type { Connection, Database, Owner } from '../../floor/database/index.ts'
import { runTool } from '../../floor/database/cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { owner: Connection; app: Connection; engine: 'embedded' | 'external' }
  }
}

const template = 'mifeng_template'

/** The same server, another database. */
function inDatabase(connection: Connection, database: string): Connection {
  if (connection.url === undefined) return { ...connection, database }
  const url = new URL(connection.url)
  url.pathname = `/${database}`
  return { url: url.toString() }
}

function asUser(connection: Connection, user: string): Connection {
  if (connection.url === undefined) return { ...connection, user }
  const url = new URL(connection.url)
  url.username = user
  return { url: url.toString() }
}

/** One connection for a moment, for statements that stand outside transactions (CREATE DATABASE). */
export async function once<T>(connection: Connection, fn: (client: Client) => Promise<T>): Promise<T> {
  const { url, ...rest } = connection
  const client = new Client(url === undefined ? rest : { connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/**
 * Once per run: one server (the embedded one in a temporary folder, or MIFENG_TEST_DATABASE_URL, whose role
 * mifeng_app must be let in without a password) and one migrated template that test files clone.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['MIFENG_TEST_DATABASE_URL']
  if (url !== undefined && url !== '') {
    const owner: Connection = { url }
    const opened = await openDatabase({ url, appUrl: asUser(owner, 'mifeng_app').url ?? '' })
    await opened.close()
    const name = `${template}_${randomBytes(4).toString('hex')}`
    await makeTemplate(owner, name)
    project.provide('postgres', {
      owner: inDatabase(owner, name),
      app: asUser(owner, 'mifeng_app'),
      engine: 'external',
    })
    return async () => {
      await once(owner, (client) => client.query(`drop database if exists ${name} with (force)`))
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-test-'))
  chmodSync(folder, 0o711)
  const opened = await openDatabase({
    dataFolder: folder,
    binaries: process.env['MIFENG_TEST_BINARIES'] === 'installed' ? 'installed' : 'embedded',
    serverSettings: { max_connections: '200' },
  })
  await makeTemplate(opened.owner.connection, template)
  project.provide('postgres', {
    owner: inDatabase(opened.owner.connection, template),
    app: opened.appConnection,
    engine: 'embedded',
  })
  return async () => {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(owner: Connection, name: string): Promise<void> {
  await once(owner, (client) =>
    client.query(
      `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`,
    ),
  )
  await migrate(inDatabase(owner, name))
}

/** A database of its own for one test file: a clone of the migrated template. Call `drop` in `afterAll`. */
export interface FreshDatabase {
  /** As the program's role, `mifeng_app`. */
  readonly db: Database
  /** As the schema's owner. */
  readonly owner: Owner
  readonly appConnection: Connection
  readonly name: string
  drop(): Promise<void>
}

/** Clones the migrated template (about 0.1 s); `empty` gives a database without any schema instead. */
export async function freshDatabase(options: { empty?: boolean } = {}): Promise<FreshDatabase> {
  const { owner: templateConnection, app } = inject('postgres')
  const templateName = templateConnection.database ?? new URL(templateConnection.url ?? '').pathname.slice(1)
  const maintenance = inDatabase(templateConnection, 'postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  const source =
    options.empty === true ? `template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'` : templateName
  await cloneWithPatience(maintenance, `create database ${name} template ${source}`)
  const connection = inDatabase(templateConnection, name)
  const appConnection = inDatabase(app, name)
  const db = connect(appConnection)
  const ownerDatabase = connect(connection, { readers: 2, writers: 4 })
  const owner: Owner = {
    connection,
    read: (fn) => ownerDatabase.read(fn),
    transact: (fn, o) => ownerDatabase.transact(fn, o),
    alone: (q) => ownerDatabase.alone(q),
    close: () => ownerDatabase.close(),
  }
  return {
    db,
    owner,
    appConnection,
    name,
    drop: async () => {
      await Promise.all([db.close(), owner.close()])
      await once(maintenance, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** 55006: for a moment somebody else (autovacuum) is connected to the template. */
async function cloneWithPatience(maintenance: Connection, statement: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await once(maintenance, (client) => client.query(statement))
      return
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === '55006'
      if (!busy || attempt >= 50) throw error
      await sleep(100)
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

export interface StandaloneServer {
  /** As the superuser `postgres`. */
  readonly url: string
  readonly version: string
  stop(): Promise<void>
}

/**
 * An installed PostgreSQL (Debian's) as an external server on a loopback port, in a temporary folder, as an
 * unprivileged user; everybody on this machine is let in, unless a `password` for the superuser is given: then
 * everybody needs one. Set MIFENG_TEST_DATABASE_URL to its `url` to run the database tests on it.
 */
export async function startDebianServer(options: { password?: string } = {}): Promise<StandaloneServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-debian-'))
  const account = databaseAccount(folder)
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid)
  const binaries = findBinaries('installed', folder, account, undefined)
  const port = await freePort()
  const cluster = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, `${options.password ?? 'none'}\n`)
  const auth = options.password === undefined ? 'trust' : 'scram-sha-256'
  const tool = async (name: string, parameters: string[]): Promise<void> => {
    const { code, said } = await runTool(join(binaries.folder, name), parameters, account)
    if (code !== 0) throw new Error(`${name} failed: ${said}`)
  }
  await tool('initdb', [
    `--pgdata=${cluster}`,
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    `--auth=${auth}`,
    `--pwfile=${passwordFile}`,
  ])
  const serverOptions = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c max_connections=200`
  await tool('pg_ctl', ['-D', cluster, '-w', '-l', join(folder, 'log'), '-o', serverOptions, 'start'])
  const who = options.password === undefined ? 'postgres' : `postgres:${encodeURIComponent(options.password)}`
  return {
    url: `postgres://${who}@127.0.0.1:${port}/postgres`,
    version: binaries.version,
    stop: async () => {
      await tool('pg_ctl', ['-D', cluster, '-w', '-m', 'immediate', 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
