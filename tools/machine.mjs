import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { say } from './house.mjs'

/** What the tests need of the machine beside Node: programs from Debian, and a second PostgreSQL of its own. */

const POSTGRES_FOLDER = '/usr/lib/postgresql'

/** The folder of an installed PostgreSQL's programs, the newest version; undefined when there is none. */
export function installedPostgres() {
  if (!existsSync(POSTGRES_FOLDER)) return undefined
  const versions = readdirSync(POSTGRES_FOLDER).filter((name) =>
    existsSync(join(POSTGRES_FOLDER, name, 'bin', 'initdb')),
  )
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? undefined : join(POSTGRES_FOLDER, newest, 'bin')
}

const answers = (/** @type {string} */ command, /** @type {string[]} */ ...parameters) =>
  spawnSync(command, parameters, { stdio: 'ignore' }).status === 0

/** Programs by what they are for, how their presence shows, and the Debian packages that bring them. */
const NEEDED = {
  chromium: { present: () => existsSync('/usr/bin/chromium'), packages: ['chromium'] },
  poppler: { present: () => answers('pdftotext', '-v'), packages: ['poppler-utils'] },
  fonts: {
    present: () => spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout?.trim().length > 0,
    packages: ['fontconfig', 'fonts-noto-cjk'],
  },
  postgres: { present: () => installedPostgres() !== undefined, packages: ['postgresql-15'] },
  slapd: { present: () => existsSync('/usr/sbin/slapd'), packages: ['slapd', 'ldap-utils'] },
}

/**
 * Installs what is missing with apt-get where that is possible (Debian, as root).
 * @param {(keyof typeof NEEDED)[]} names
 * @returns {string[]} the names of what is still missing
 */
export function ensurePrograms(names) {
  const missing = names.filter((name) => !NEEDED[name].present())
  if (missing.length === 0) return []
  const packages = missing.flatMap((name) => NEEDED[name].packages)
  if (process.getuid?.() === 0 && answers('apt-get', '--version')) {
    say(`正在安装 Installing: ${packages.join(' ')}`)
    const install = () =>
      spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
        stdio: ['ignore', 'ignore', 2],
        // Single-user for this moment: the packages' own services are not wanted, the tests start theirs.
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
      }).status === 0
    if (!install()) {
      spawnSync('apt-get', ['update'], { stdio: ['ignore', 'ignore', 2] })
      install()
    }
  }
  const still = missing.filter((name) => !NEEDED[name].present())
  if (still.length > 0)
    say(`缺少 Missing: ${packages.join(' ')}(例如 e.g. sudo apt-get install ${packages.join(' ')})`)
  return still
}

/** A free TCP port on loopback. @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** The account PostgreSQL may run under: our own, or for root the one that its Debian package made. */
function account() {
  if (process.getuid?.() !== 0) return {}
  const number = (/** @type {string} */ flag) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: number('-u'), gid: number('-g') }
}

/**
 * Starts an installed PostgreSQL on a new folder of its own.
 * @returns {Promise<{ url: string, stop(): Promise<void> } | undefined>} undefined when it does not start
 */
export async function startPostgres() {
  const programs = installedPostgres()
  if (programs === undefined) return undefined
  const who = account()
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-postgres-'))
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--lc-ctype=C.UTF-8', '-N'],
    { cwd: folder, encoding: 'utf8', ...who },
  )
  if (made.status !== 0) {
    say(made.stderr)
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
  const port = await freePort()
  const settings = ['-k', folder, '-h', '127.0.0.1', '-p', String(port), '-c', 'max_connections=200']
  const child = spawn(join(programs, 'postgres'), ['-D', data, ...settings], {
    cwd: folder,
    stdio: 'ignore',
    ...who,
  })
  const stop = () =>
    /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        const clean = () => {
          rmSync(folder, { recursive: true, force: true })
          resolve()
        }
        if (child.exitCode !== null) clean()
        else {
          child.once('exit', clean)
          child.kill('SIGINT') // fast shutdown: ends sessions, writes everything
        }
      })
    )
  for (let attempt = 0; attempt < 100; attempt++) {
    if (answers(join(programs, 'pg_isready'), '-q', '-h', '127.0.0.1', '-p', String(port))) {
      return { url: `postgresql://postgres@127.0.0.1:${port}/postgres`, stop }
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await stop()
  return undefined
}
