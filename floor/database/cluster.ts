import { spawn } from 'node:child_process'
import { chownSync, closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, Mistake } from '../errors.ts'
import { unreachablePart } from './account.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'

/** How a program of the account names the cluster, and what it must inherit for that. */
export interface Reached {
  readonly path: string
  readonly handles: readonly number[]
  readonly close: () => void
}

/**
 * A checkout below /root, or any folder that the database's user may not walk down to: we open the cluster's folder
 * and hand it down as descriptor 3, and PostgreSQL gets `/proc/self/fd/3` as its data folder. It changes into it at
 * once and works with relative names from there on. Linux only; `canReachAnywhere` says where that is.
 */
export function reach(cluster: string, account: Account): Reached {
  if (unreachablePart(cluster, account) === undefined)
    return { path: cluster, handles: [], close: () => undefined }
  const handle = openSync(cluster, 'r')
  return { path: '/proc/self/fd/3', handles: [handle], close: () => closeSync(handle) }
}

/** Whether `reach` also works for folders below private ones. */
export const canReachAnywhere = process.platform === 'linux'

/** Makes the account the owner; nothing to do when the account is ourselves. */
export function giveTo(path: string, account: Account): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid)
}

export const asAccount = (account: Account): { uid?: number; gid?: number } =>
  account.uid === undefined || account.gid === undefined ? {} : { uid: account.uid, gid: account.gid }

/** Runs a program of PostgreSQL as the database's user; resolves to its exit code and what it said. */
export async function runTool(
  file: string,
  parameters: readonly string[],
  account: Account,
  handles: readonly number[] = [],
): Promise<{ code: number; said: string }> {
  const child = spawn(file, parameters, {
    ...asAccount(account),
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe', ...handles],
  })
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? -1, said }))
  })
}

/** Locale names under which systems offer UTF-8 character types with no language; tried in this order. */
const ctypes = ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'zh_CN.UTF-8']

/**
 * A new cluster: UTF-8, order by code point, page checksums, no password because only the socket of a private folder
 * lets anybody in. Made under another name and renamed when whole, so that a half-made one is never opened.
 */
export async function createCluster(
  binaries: Binaries,
  account: Account,
  cluster: string,
  superuser: string,
): Promise<void> {
  const draft = `${cluster}.new`
  for (const ctype of ctypes) {
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { mode: 0o700 })
    giveTo(draft, account)
    const reached = reach(draft, account)
    const { code, said } = await runTool(
      join(binaries.folder, 'initdb'),
      [
        `--pgdata=${reached.path}`,
        `--username=${superuser}`,
        '--encoding=UTF8',
        '--lc-collate=C',
        `--lc-ctype=${ctype}`,
        '--lc-messages=C',
        '--lc-monetary=C',
        '--lc-numeric=C',
        '--lc-time=C',
        '--data-checksums',
        '--auth-local=trust',
        '--auth-host=reject',
        '--no-instructions',
      ],
      account,
      reached.handles,
    ).finally(reached.close)
    if (code === 0) {
      renameSync(draft, cluster)
      return
    }
    if (!/invalid locale|locale name/i.test(said))
      throw new Fault(`initdb failed: ${said.trim().slice(-500)}`)
  }
  throw new Mistake('database.no-utf8-locale', {
    message:
      '系统没有 UTF-8 区域设置，中文检索不能工作；请安装 C.UTF-8。 ' +
      'This system offers no UTF-8 locale, so Chinese text cannot be searched; install C.UTF-8.',
  })
}
