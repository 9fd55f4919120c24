import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * What the tools share: the right Node, the packages of the lock file, and a fresh build.
 * Plain Node without packages, because these run before there are any.
 */

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const PROGRAM = join(ROOT, 'dist', 'mifeng.js')

/** Notices go to standard error: standard output belongs to the program that is started. */
export const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`)

/** The oldest Node that works, and the ones that no longer get security updates. */
const OLDEST = { major: 20, minor: 19 }
const OUT_OF_SUPPORT = 22

/**
 * Refuses a Node that is too old and warns of one that is out of support.
 * @param {string} [version] for example `20.20.2`
 * @returns {boolean} whether to go on
 */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const oldest = `${OLDEST.major}.${OLDEST.minor}`
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
    say(`需要 Node.js ${oldest} 或更高版本，当前为 ${version}。请从 https://nodejs.org 安装 LTS 版本。`)
    say(
      `Node.js ${oldest} or newer is needed, this is ${version}. Install the LTS release from https://nodejs.org.`,
    )
    return false
  }
  if (major < OUT_OF_SUPPORT) {
    say(`注意：Node.js ${major} 已停止安全更新，请尽快升级到当前 LTS 版本。`)
    say(`Note: Node.js ${major} no longer gets security updates; move to the current LTS release soon.`)
  }
  return true
}

/** @param {string} path @returns {Record<string, {version?: string, optional?: boolean}>} */
const lockedPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages

/** Whether node_modules holds exactly what package-lock.json asks for (optional packages aside). */
export function packagesAreFresh(root = ROOT) {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  const have = lockedPackages(installed)
  return Object.entries(lockedPackages(join(root, 'package-lock.json'))).every(
    ([path, wanted]) => path === '' || wanted.optional === true || have[path]?.version === wanted.version,
  )
}

/**
 * Installs what the lock file names, when needed. Not `npm ci`: it insists on the optional packages of every other platform,
 * which some registries do not carry.
 * @returns {boolean} whether the packages are there */
export function ensurePackages() {
  if (packagesAreFresh()) return true
  say('正在安装依赖（首次约一分钟）… Installing packages (about a minute the first time) …')
  // Development packages too: the interface is built on this machine.
  const command = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(
    command,
    ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'],
    {
      cwd: ROOT,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) say('依赖安装失败。 The packages could not be installed.')
  return status === 0
}

const SOURCES = [
  'floor',
  'gate',
  'chapters',
  'doors',
  'office',
  'office.ts',
  'vite.config.ts',
  'package-lock.json',
  'tools/build.mjs',
]

/** @param {string} path @returns {Generator<string>} */
function* filesBelow(path) {
  if (!existsSync(path)) return
  if (!statSync(path).isDirectory()) return void (yield path)
  for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name))
}

/** A fingerprint of the names, sizes and times of all sources that a build is made from. */
export function sourceFingerprint(root = ROOT) {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of filesBelow(join(root, source))) {
      if (/\.test\.tsx?$/.test(file)) continue
      const { size, mtimeMs } = statSync(file)
      hash.update(`${relative(root, file)}\n${size}\n${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

const MARK = join(ROOT, 'dist', 'built-from')

/** Whether dist/ was built from the sources as they are now; a dist/ without sources beside it is taken as it is. */
export function buildIsFresh() {
  if (!existsSync(PROGRAM)) return false
  if (!existsSync(join(ROOT, 'doors', 'cli', 'main.ts'))) return true
  return existsSync(MARK) && readFileSync(MARK, 'utf8') === sourceFingerprint()
}

/** Builds when needed. @returns {Promise<boolean>} whether there is a fresh build */
export async function ensureBuilt() {
  if (buildIsFresh()) return true
  say('正在构建… Building …')
  const fingerprint = sourceFingerprint()
  const folder = join(ROOT, '.cache', `build-${process.pid}`)
  try {
    const { build } = await import('./build.mjs')
    await build(folder)
    writeFileSync(join(folder, 'built-from'), fingerprint)
    // Swapped as a whole, so that a second start never meets half a build.
    mkdirSync(join(ROOT, '.cache'), { recursive: true })
    rmSync(join(ROOT, 'dist'), { recursive: true, force: true })
    renameSync(folder, join(ROOT, 'dist'))
    return true
  } catch (error) {
    say(
      `构建失败。 The build failed.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Runs the built program in this process, as if it had been started itself.
 * @param {string[]} parameters
 */
export async function runProgram(parameters) {
  process.argv.splice(1, process.argv.length - 1, PROGRAM, ...parameters)
  await import(new URL('../dist/mifeng.js', import.meta.url).href)
}
