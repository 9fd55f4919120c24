import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
  appendFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { Mistake } from '../errors.ts'
import { databaseAccount, unreachablePart } from './account.ts'
import type { Account } from './account.ts'
import { findBinaries } from './binaries.ts'
import type { BinariesChoice } from './binaries.ts'
import { connect } from './connect.ts'
import type { Database, DatabaseOptions } from './connect.ts'
import { toFault } from './faults.ts'
import { isHeld, lockFolder } from './lock.ts'
import type { Connection } from './pool.ts'
import { scramVerifier } from './scram.ts'
import { canReachAnywhere, createCluster } from './cluster.ts'
import { livePostmaster, socketFolderFor, startServer, stopProcess } from './supervisor.ts'
import type { Server, ServerSettings } from './supervisor.ts'

/** The program's own role: may log in, owns nothing, cannot change the schema or the ledger's rows. */
export const appRole = 'mifeng_app'
/** The embedded cluster's superuser, used for migrations only. */
const ownerRole = 'mifeng'
const databaseName = 'mifeng'

export interface DatabaseSettings {
  /** Folder for the embedded server's data; used when there is no `url`. */
  readonly dataFolder?: string
  /** An external server, as the user that owns the schema. */
  readonly url?: string
  /** The same server as `mifeng_app`; or give `appPassword` and it is derived from `url`. */
  readonly appUrl?: string
  /** Sets this password for `mifeng_app` (the server is sent only its SCRAM verifier). */
  readonly appPassword?: string
  readonly binaries?: BinariesChoice
  /** Extra server settings of the embedded server, `name=value`. */
  readonly serverSettings?: Readonly<Record<string, string>>
  readonly pools?: DatabaseOptions
  readonly onServerExit?: ServerSettings['onExit']
  /** When another program of ours runs the embedded server of this folder: work beside it instead of refusing. */
  readonly join?: boolean
}

/** The schema owner's way in: for migrations and maintenance, never for requests. */
export interface Owner extends Database {
  readonly connection: Connection
}

export interface OpenedDatabase {
  /** As `mifeng_app`. */
  readonly db: Database
  readonly owner: Owner
  readonly engine: 'embedded' | 'installed' | 'external'
  /** The server's version, for example `15.20`. */
  readonly version: string
  /** How `db` connects; for tools that need a driver of their own. */
  readonly appConnection: Connection
  /** The embedded server's process id; undefined for an external one, or while it is being restarted. */
  serverPid(): number | undefined
  close(): Promise<void>
}

/**
 * Opens the database: starts the embedded server in `dataFolder`, or connects to `url`. Makes the role of the program
 * when it is missing and checks that the database can hold Chinese. Migrations are the caller's next step.
 * Throws a Mistake (with the remedy, in Chinese and English) for everything an operator can put right.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<OpenedDatabase> {
  if (settings.url !== undefined) return await openExternal(settings, settings.url)
  if (settings.dataFolder === undefined) {
    throw new Mistake('database.not-configured', {
      message: '请设置数据文件夹或 DATABASE_URL。 Set a data folder or DATABASE_URL.',
    })
  }
  return await openEmbedded(settings, resolve(settings.dataFolder))
}

const ownerOf = (connection: Connection): Owner => {
  const database = connect(connection, {
    readers: 2,
    writers: 2,
    statementDeadlineMs: 600_000,
    applicationName: 'mifeng owner',
  })
  return {
    connection,
    read: (fn) => database.read(fn),
    transact: (fn, o) => database.transact(fn, o),
    alone: (q) => database.alone(q),
    close: () => database.close(),
  }
}

// ───────────── embedded ─────────────

async function openEmbedded(settings: DatabaseSettings, asked: string): Promise<OpenedDatabase> {
  mkdirSync(asked, { recursive: true, mode: 0o700 })
  const folder = realpathSync(asked)
  if (settings.join === true) {
    const running = await joinRunning(settings, folder)
    if (running !== undefined) return running
  }
  const lock = lockFolder(join(folder, 'database.lock'))
  try {
    const { server, engine } = await startEmbedded(settings, folder, lock.wasLeftBehind)
    try {
      const at = { host: server.socketFolder, port: 5432 }
      await makeDatabase({ ...at, user: ownerRole, database: 'postgres' })
      const connection = { ...at, user: ownerRole, database: databaseName }
      const { version } = await prepare(connection)
      const appConnection = { ...connection, user: appRole }
      const db = connect(appConnection, settings.pools)
      const owner = ownerOf(connection)
      let closed: Promise<void> | undefined
      const close = async (): Promise<void> => {
        await Promise.all([db.close(), owner.close()])
        await server.stop()
        lock.release()
      }
      return {
        db,
        owner,
        engine,
        version,
        appConnection,
        serverPid: () => server.pid(),
        close: () => (closed ??= close()),
      }
    } catch (error) {
      await server.stop()
      throw error
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * The server that another living program of ours runs on this folder; undefined when there is none. It is theirs:
 * closing leaves it running.
 */
async function joinRunning(settings: DatabaseSettings, folder: string): Promise<OpenedDatabase | undefined> {
  if (!isHeld(join(folder, 'database.lock'))) return undefined
  const live = livePostmaster(join(folder, 'postgres'))
  if (live?.socketFolder === undefined) return undefined
  const connection = { host: live.socketFolder, port: 5432, user: ownerRole, database: databaseName }
  const { version } = await prepare(connection)
  const appConnection = { ...connection, user: appRole }
  const db = connect(appConnection, settings.pools)
  const owner = ownerOf(connection)
  return {
    db,
    owner,
    engine: 'embedded',
    version,
    appConnection,
    serverPid: () => live.pid,
    close: async () => void (await Promise.all([db.close(), owner.close()])),
  }
}

/** Settings for a small machine, written once into the new cluster's own file, where an operator may change them. */
const smallMachine = `
# Added by Mifeng when this cluster was made; may be tuned.
max_connections = 60
shared_buffers = 128MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1
jit = off
max_wal_size = 1GB
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
password_encryption = 'scram-sha-256'
`

async function startEmbedded(
  settings: DatabaseSettings,
  folder: string,
  wasLeftBehind: boolean,
): Promise<{ server: Server; engine: 'embedded' | 'installed' }> {
  const cluster = join(folder, 'postgres')
  const account = databaseAccount(cluster)
  const direct = letThrough(folder, account)
  const socketFolder = socketFolderFor(join(folder, 'run'), account)
  await healOrphan(cluster, socketFolder, wasLeftBehind)
  const binaries = findBinaries(
    settings.binaries ?? 'any',
    direct ? folder : sharedFolder,
    account,
    clusterMajor(cluster),
  )
  if (!existsSync(cluster)) {
    await createCluster(binaries, account, cluster, ownerRole)
    appendFileSync(join(cluster, 'postgresql.conf'), smallMachine)
    writeFileSync(
      join(folder, 'database.json'),
      `${JSON.stringify({ madeBy: binaries.version, engine: binaries.engine, user: account.name }, null, 2)}\n`,
    )
  }
  const server = await startServer({
    binaries,
    account,
    cluster,
    socketFolder,
    logFile: join(folder, 'postgres.log'),
    ...(settings.serverSettings === undefined ? {} : { extra: settings.serverSettings }),
    ...(settings.onServerExit === undefined ? {} : { onExit: settings.onServerExit }),
  })
  return { server, engine: binaries.engine }
}

/** Where binaries are copied to when the data folder cannot be reached by the database's user. */
const sharedFolder = '/var/lib/mifeng'

/**
 * The folder lets the database's user pass (not read). Folders above it are the operator's: whether they let it pass
 * too is the answer; where we cannot do without, a Mistake.
 */
function letThrough(folder: string, account: Account): boolean {
  if (account.uid === undefined) return true
  chmodSync(folder, (statSync(folder).mode & 0o777) | 0o011)
  const closed = unreachablePart(folder, account)
  if (closed === undefined) return true
  if (canReachAnywhere) return false
  throw new Mistake('database.folder-unreachable', {
    values: { folder: closed, user: account.name },
    message:
      `PostgreSQL 以用户 ${account.name} 运行，不能进入 ${closed}；请用 --data 换一个文件夹（如 /var/lib/mifeng）,或以普通用户启动。 ` +
      `PostgreSQL runs as user ${account.name}, which may not enter ${closed}; choose another folder with --data ` +
      `(such as /var/lib/mifeng), or start as an ordinary user.`,
  })
}

function clusterMajor(cluster: string): number | undefined {
  try {
    return Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim())
  } catch {
    return undefined
  }
}

/**
 * A server that still runs on this cluster: when it is ours (our socket folder) and the program that started it died,
 * it is stopped cleanly; anybody else's is left alone and refused.
 */
async function healOrphan(cluster: string, socketFolder: string, wasLeftBehind: boolean): Promise<void> {
  const live = livePostmaster(cluster)
  if (live === undefined) return
  if (wasLeftBehind && live.socketFolder === socketFolder) return await stopProcess(live.pid)
  throw new Mistake('database.folder-in-use', {
    status: 409,
    values: { pid: live.pid },
    message:
      `数据文件夹正被 PostgreSQL 进程 ${live.pid} 使用；请先停止它。 ` +
      `The data folder is in use by PostgreSQL, pid ${live.pid}; stop it first.`,
  })
}

// ───────────── external ─────────────

async function openExternal(settings: DatabaseSettings, url: string): Promise<OpenedDatabase> {
  const connection: Connection = { url }
  const { version } = await prepare(connection)
  const appConnection = appConnectionFor(settings, url)
  if (settings.appPassword !== undefined && settings.appUrl === undefined) {
    await alone(connection, async (client) => {
      // The verifier is made of base64 and `$` only; ALTER ROLE takes no parameters.
      await client.query(
        `alter role ${appRole} login password '${scramVerifier(settings.appPassword ?? '')}'`,
      )
    })
  }
  const db = connect(appConnection, settings.pools)
  const owner = ownerOf(connection)
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await Promise.all([db.close(), owner.close()])
  }
  return {
    db,
    owner,
    engine: 'external',
    version,
    appConnection,
    serverPid: () => undefined,
    close: () => (closed ??= close()),
  }
}

function appConnectionFor(settings: DatabaseSettings, url: string): Connection {
  if (settings.appUrl !== undefined) return { url: settings.appUrl }
  if (settings.appPassword === undefined) {
    throw new Mistake('database.no-app-role', {
      message:
        `外部数据库还需要角色 ${appRole} 的连接地址或密码（DATABASE_APP_URL 或 DATABASE_APP_PASSWORD）。 ` +
        `An external database also needs the address or password of the role ${appRole} ` +
        `(DATABASE_APP_URL or DATABASE_APP_PASSWORD).`,
    })
  }
  return { url: withUser(url, appRole, settings.appPassword) }
}

/** The same address as another user. */
export function withUser(url: string, user: string, password: string): string {
  const changed = new URL(url)
  changed.username = encodeURIComponent(user)
  changed.password = encodeURIComponent(password)
  return changed.toString()
}

// ───────────── both ─────────────

/** One connection for a moment. */
async function alone<T>(connection: Connection, fn: (client: Client) => Promise<T>): Promise<T> {
  const { url, ...rest } = connection
  const client = new Client({
    ...(url === undefined ? rest : { connectionString: url }),
    connectionTimeoutMillis: 10_000,
    application_name: 'mifeng start',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await fn(client)
  } catch (error) {
    throw error instanceof Mistake ? error : toFault(error, '')
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function makeDatabase(connection: Connection): Promise<void> {
  await alone(connection, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName])
    if (rowCount === 0) await client.query(`create database ${databaseName}`)
  })
}

const oldestVersionNumber = 150_000

/** Checks version and character type, and makes the program's role when it is missing. */
async function prepare(connection: Connection): Promise<{ version: string }> {
  return await alone(connection, async (client) => {
    const { rows } = await client.query<{
      number: number
      version: string
      encoding: string
      ctype: string
      role: boolean
    }>(
      `select current_setting('server_version_num')::int as number,
              split_part(current_setting('server_version'), ' ', 1) as version,
              pg_encoding_to_char(encoding) as encoding, datctype as ctype,
              exists (select from pg_roles where rolname = $1) as role
         from pg_database where datname = current_database()`,
      [appRole],
    )
    const found = rows[0]
    if (found === undefined || found.number < oldestVersionNumber) {
      throw new Mistake('database.too-old', {
        values: { version: found?.version ?? '?' },
        message: `需要 PostgreSQL 15 或更新版本，服务器是 ${found?.version ?? '?'}。 PostgreSQL 15 or newer is needed; the server is ${found?.version ?? '?'}.`,
      })
    }
    // Under ctype C, pg_trgm makes no trigrams of Chinese and upper/lower ignore all but ASCII.
    if (found.encoding !== 'UTF8' || !/utf-?8/i.test(found.ctype)) {
      throw new Mistake('database.not-utf8', {
        values: { encoding: found.encoding, ctype: found.ctype },
        message:
          `数据库须为 UTF-8(现为 ${found.encoding}, LC_CTYPE ${found.ctype});请用 ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' TEMPLATE template0 新建。 ` +
          `The database must be UTF-8 (it is ${found.encoding}, LC_CTYPE ${found.ctype}); create one with ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' TEMPLATE template0.`,
      })
    }
    if (!found.role) await makeRole(client)
    return { version: found.version }
  })
}

async function makeRole(client: Client): Promise<void> {
  try {
    await client.query(`create role ${appRole} login nosuperuser nocreatedb nocreaterole noreplication`)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // Another node made it at the same moment.
    if (code === '42710' || code === '23505') return
    if (code !== '42501') throw error
    throw new Mistake('database.no-role', {
      message:
        `此用户不能创建角色；请管理员先执行 CREATE ROLE ${appRole} LOGIN。 ` +
        `This user may not create roles; ask the server's administrator for CREATE ROLE ${appRole} LOGIN.`,
    })
  }
}
