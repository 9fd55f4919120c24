import { execFileSync } from 'node:child_process'
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { Mistake } from '../errors.ts'

/** When the process started, in the system's own spelling: tells a reused process id from the original. */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name (field 2) may hold spaces and brackets; counting starts after its last bracket.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const state = fields[0]
      return state === 'Z' || state === 'X' ? undefined : fields[19]
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

interface Holder {
  readonly pid: number
  readonly start: string
  readonly boot: string
}

function readHolder(path: string): Holder | undefined {
  try {
    const [pid, start, boot] = readFileSync(path, 'utf8').split('\n')
    return { pid: Number(pid), start: start ?? '', boot: boot ?? '' }
  } catch {
    return undefined
  }
}

const isAlive = (holder: Holder): boolean =>
  holder.boot === bootId() && holder.pid > 0 && processStart(holder.pid) === holder.start

const inUse = (pid: number): Mistake =>
  new Mistake('database.folder-in-use', {
    status: 409,
    values: { pid },
    message:
      `数据文件夹正被进程 ${pid} 使用；请先停止它，或换一个文件夹。 ` +
      `The data folder is in use by pid ${pid}; stop it first, or choose another folder.`,
  })

/** Whether a living program holds this lock. */
export function isHeld(path: string): boolean {
  const holder = readHolder(path)
  return holder !== undefined && isAlive(holder)
}

const takeoverStaleAfterMs = 10_000

export interface FolderLock {
  /** Whether an earlier holder died without releasing it. */
  readonly wasLeftBehind: boolean
  release(): void
}

/**
 * One program per data folder. The file names the holder (pid, its start time, the boot); it is linked into place
 * whole, and one that a dead process left is replaced under a second, short-lived lock, so that two starters cannot
 * both win. Throws a Mistake naming the pid while the holder lives.
 */
export function lockFolder(path: string): FolderLock {
  const mine = `${process.pid}\n${processStart(process.pid) ?? ''}\n${bootId()}\n`
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    const wasLeftBehind = !linkInto(draft, path)
    if (wasLeftBehind) takeOver(draft, path)
    return {
      wasLeftBehind,
      release: () => {
        if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true })
      },
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

function linkInto(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

function takeOver(draft: string, path: string): void {
  const guard = `${path}.takeover`
  try {
    mkdirSync(guard)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    if (Date.now() - statSync(guard).mtimeMs < takeoverStaleAfterMs) throw inUse(readHolder(path)?.pid ?? 0)
    rmdirSync(guard)
    mkdirSync(guard)
  }
  try {
    const holder = readHolder(path)
    if (holder !== undefined && isAlive(holder)) throw inUse(holder.pid)
    renameSync(draft, path)
  } finally {
    rmdirSync(guard)
  }
}
