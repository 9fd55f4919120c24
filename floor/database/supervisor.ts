import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '../errors.ts'
import { canReach } from './account.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { asAccount, giveTo, reach } from './cluster.ts'
import { processStart } from './lock.ts'

/** A running server that we started. */
export interface Server {
  readonly socketFolder: string
  /** The postmaster's process id; undefined while it is not ready. */
  pid(): number | undefined
  stop(): Promise<void>
}

export interface ServerSettings {
  readonly binaries: Binaries
  readonly account: Account
  /** PGDATA. */
  readonly cluster: string
  readonly socketFolder: string
  readonly logFile: string
  /** Extra `name=value` settings; the safety settings below win over them. */
  readonly extra?: Readonly<Record<string, string>>
  /** The server ended by itself (crash, kill, out of memory); `restarting` tells whether it is being started again. */
  readonly onExit?: (what: { code: number | null; signal: string | null; restarting: boolean }) => void
}

/** Given on the command line, which nothing in a file can lower: durability, and no way in but our socket. */
const safety = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  data_sync_retry: 'off',
  // Errors repeat row contents, so only the server's own messages and fatal ones are written to its log.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
}

const startDeadlineMs = 300_000
const stopDeadlineMs = 60_000
const logSizeLimitBytes = 10_000_000
/** A socket's path is limited to 107 bytes; the server puts `/.s.PGSQL.5432` (14) after the folder. */
const socketFolderLimitBytes = 92

/** Where the socket lies: beside the data, or, when that path is too long or not reachable, in a private folder of the temp folder. */
export function socketFolderFor(preferred: string, account: Account): string {
  const fits = Buffer.byteLength(preferred) <= socketFolderLimitBytes && canReach(dirname(preferred), account)
  const name = createHash('sha256').update(preferred).digest('hex').slice(0, 16)
  const elsewhere = [tmpdir(), '/tmp', '/run'].find((folder) => canReach(folder, account)) ?? '/tmp'
  const folder = fits ? preferred : join(elsewhere, `mifeng-${name}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const owner = account.uid ?? process.getuid?.() ?? 0
  const found = lstatSync(folder)
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.())) {
    throw new Fault(`the socket folder ${folder} belongs to somebody else`)
  }
  giveTo(folder, account)
  chmodSync(folder, 0o700)
  return folder
}

interface PidFile {
  readonly pid: number
  readonly socketFolder: string
  readonly ready: boolean
}

/** What `postmaster.pid` says: line 1 pid, line 5 socket folder, line 8 status. */
export function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), socketFolder: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

/** The live postmaster of this cluster, if there is one (a reused pid of another program does not count). */
export function livePostmaster(cluster: string): PidFile | undefined {
  const file = readPidFile(cluster)
  if (file === undefined || !(file.pid > 0) || processStart(file.pid) === undefined) return undefined
  if (process.platform !== 'linux') return file
  try {
    return /postgres|postmaster/.test(readFileSync(`/proc/${file.pid}/cmdline`, 'utf8')) ? file : undefined
  } catch {
    return undefined
  }
}

/** Fast shutdown (SIGINT: sessions are ended, a checkpoint is written), then immediate if it takes too long. */
export async function stopProcess(pid: number): Promise<void> {
  const start = processStart(pid)
  const isAlive = (): boolean => start !== undefined && processStart(pid) === start
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (isAlive()) process.kill(pid, name)
    } catch {
      // It ended in between.
    }
  }
  signal('SIGINT')
  const began = Date.now()
  let quit = false
  while (isAlive()) {
    if (Date.now() - began > stopDeadlineMs && !quit) {
      signal('SIGQUIT')
      quit = true
    }
    await sleep(10)
  }
}

function openLog(path: string, account: Account): number {
  try {
    if (statSync(path).size > logSizeLimitBytes) renameSync(path, `${path}.1`)
  } catch {
    // No log yet.
  }
  const log = openSync(path, 'a', 0o600)
  giveTo(path, account)
  return log
}

/**
 * When we die without a word (kill -9, out of memory), the pipe to this little shell closes and it stops the server
 * that is still ours. Ctrl-C of a terminal reaches neither: both run in sessions of their own.
 */
function watchOver(pid: number, settings: ServerSettings): ChildProcess {
  const script = 'read -r _; [ "$(head -n 1 "$1/postmaster.pid" 2>/dev/null)" = "$2" ] && kill -INT "$2"'
  const reached = reach(settings.cluster, settings.account)
  const watcher = spawn(
    '/bin/sh',
    ['-c', script, 'mifeng-watch', reached.path, String(pid), settings.cluster],
    {
      ...asAccount(settings.account),
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['pipe', 'ignore', 'ignore', ...reached.handles],
      detached: true,
    },
  )
  reached.close()
  watcher.on('error', () => undefined)
  watcher.stdin?.on('error', () => undefined)
  watcher.unref()
  const input = watcher.stdin
  if (input !== null && 'unref' in input && typeof input.unref === 'function') input.unref()
  return watcher
}

/** A life shorter than this counts as a crash loop: the pause before the next start doubles, up to a second. */
const shortLifeMs = 10_000
const longestPauseMs = 1_000
/** So many starts in a row that fail altogether, and we give up. */
const failedStartsLimit = 10

class SupervisedServer implements Server {
  readonly socketFolder: string
  readonly #settings: ServerSettings
  #child: ChildProcess | undefined
  #watcher: ChildProcess | undefined
  #ready = false
  #stopping = false
  #restarting: Promise<void> | undefined
  #shortLives = 0
  #lastStart = 0
  constructor(settings: ServerSettings) {
    this.#settings = settings
    this.socketFolder = settings.socketFolder
  }

  pid(): number | undefined {
    return this.#ready ? this.#child?.pid : undefined
  }

  /** Starts the server and waits until it accepts connections. */
  async start(): Promise<void> {
    const { binaries, account, cluster, logFile } = this.#settings
    const settings = { ...this.#settings.extra, ...safety, unix_socket_directories: this.socketFolder }
    const log = openLog(logFile, account)
    const parameters = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const reached = reach(cluster, account)
    const child = spawn(join(binaries.folder, 'postgres'), ['-D', reached.path, ...parameters], {
      ...asAccount(account),
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log, log, ...reached.handles],
      detached: true,
    })
    closeSync(log)
    reached.close()
    this.#child = child
    try {
      await untilReady(child, cluster, logFile)
    } catch (error) {
      this.#child = undefined
      throw error
    }
    this.#ready = true
    this.#lastStart = Date.now()
    if (child.pid !== undefined) this.#watcher = watchOver(child.pid, this.#settings)
    child.once('exit', (code, signal) => this.#ended(code, signal))
    child.unref()
    if (hasEnded(child)) this.#ended(child.exitCode, child.signalCode)
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const pid = this.#child?.pid
    if (pid !== undefined) await stopProcess(pid)
    await this.#restarting
    this.#watcher?.kill('SIGKILL')
    removeIfEmpty(this.socketFolder)
  }

  #ended(code: number | null, signal: string | null): void {
    if (this.#child === undefined) return
    this.#watcher?.kill('SIGKILL')
    this.#child = undefined
    this.#ready = false
    if (this.#stopping) return
    this.#shortLives = Date.now() - this.#lastStart < shortLifeMs ? this.#shortLives + 1 : 0
    this.#restarting = this.#restart(code, signal)
  }

  async #restart(code: number | null, signal: string | null): Promise<void> {
    for (let failed = 0; !this.#stopping; failed++) {
      const restarting = failed < failedStartsLimit
      this.#settings.onExit?.({ code, signal, restarting })
      if (!restarting) return
      await sleep(Math.min(25 * 2 ** (this.#shortLives + failed), longestPauseMs))
      if (this.#stopping) return
      try {
        await this.start()
        return
      } catch {
        // Told by the next round: sessions of the dead server may still hold its memory for a moment.
      }
    }
  }
}

/** The socket's folder may lie in the temp folder, where nobody else would tidy up. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Somebody uses it, or it is gone.
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

async function untilReady(child: ChildProcess, cluster: string, logFile: string): Promise<void> {
  let failure = ''
  child.once('error', (error) => (failure = error.message))
  const began = Date.now()
  for (;;) {
    if (failure !== '' || hasEnded(child)) {
      const reason = failure === '' ? `exit ${child.exitCode ?? child.signalCode ?? ''}` : failure
      throw new Fault(`PostgreSQL did not start (${reason}); see ${logFile}`)
    }
    const file = readPidFile(cluster)
    if (file?.pid === child.pid && file?.ready === true) return
    if (Date.now() - began > startDeadlineMs) {
      child.kill('SIGQUIT')
      throw new Fault(`PostgreSQL was not ready within ${startDeadlineMs / 1000} s; see ${logFile}`)
    }
    await sleep(5)
  }
}

/** Starts the server of an existing cluster. Rejects with a Fault that names the log file. */
export async function startServer(settings: ServerSettings): Promise<Server> {
  const server = new SupervisedServer(settings)
  await server.start()
  return server
}
