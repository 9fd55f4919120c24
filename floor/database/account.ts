import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The system user that PostgreSQL runs as; `uid` is absent when that is simply ourselves. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
  readonly name: string
}

const ownName = 'mifeng'

function lookUp(name: string): Account | undefined {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`))
    const [, , uid, gid] = line?.split(':') ?? []
    return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid), name }
  } catch {
    return undefined
  }
}

/** useradd (most Linux) or adduser (busybox); each makes a user without password, home or shell. */
function create(): Account | undefined {
  const ways: [string, string[]][] = [
    [
      'useradd',
      [
        '--system',
        '--user-group',
        '--no-create-home',
        '--home-dir',
        '/nonexistent',
        '--shell',
        '/usr/sbin/nologin',
        ownName,
      ],
    ],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', ownName]],
  ]
  for (const [command, parameters] of ways) {
    if (spawnSync(command, parameters, { stdio: 'ignore', timeout: 10_000 }).status === 0)
      return lookUp(ownName)
  }
  return lookUp(ownName)
}

/**
 * PostgreSQL refuses to run as root. Started by root we use the owner of the existing data, else our own system
 * user `mifeng` (made when missing), else `nobody`. Started by anybody else we are that user.
 */
export function databaseAccount(clusterFolder: string): Account {
  if (process.getuid?.() !== 0) return { name: process.env['USER'] ?? 'self' }
  try {
    const { uid, gid } = statSync(clusterFolder)
    if (uid !== 0) return { uid, gid, name: `uid ${uid}` }
  } catch {
    // No data yet.
  }
  return lookUp(ownName) ?? create() ?? lookUp('nobody') ?? { uid: 65534, gid: 65534, name: 'nobody' }
}

/** Whether the account may pass through every folder down to `path` (by mode bits; access lists are not seen). */
export function canReach(path: string, account: Account): boolean {
  return unreachablePart(path, account) === undefined
}

/** The first folder on the way down to `path` that the account may not enter, or undefined. */
export function unreachablePart(path: string, account: Account): string | undefined {
  if (account.uid === undefined) return undefined
  let at: string
  try {
    at = realpathSync(path)
  } catch {
    return path
  }
  let refused: string | undefined
  for (;;) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) refused = at
    const parent = dirname(at)
    if (parent === at) return refused
    at = parent
  }
}
