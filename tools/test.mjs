import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ROOT, checkNode, ensureBuilt, ensurePackages, say } from './house.mjs'
import { ensurePrograms, startPostgres } from './machine.mjs'

/**
 * `npm test [-- --only=unit,database]`: every check of the house, one after the other, to the end even when one
 * fails; the last line is `N passed, N failed`.
 * Parts: types, lint, format, unit, database (embedded PostgreSQL), database-15 (an installed server, by its
 * address), journeys, browser.
 */

/** @typedef {{ passed: number, failed: number, skipped: number, note?: string, failures?: string[] }} Outcome */

/**
 * Runs a package's program to its end.
 * @param {string[]} parameters of node @param {Record<string, string>} [environment]
 * @returns {Promise<boolean>} whether it ended well
 */
const runNode = (parameters, environment = {}) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, parameters, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })

const program = (/** @type {string} */ path) => join(ROOT, 'node_modules', path)

/** @param {string[]} parameters @returns {Promise<Outcome>} one check that passes or fails as a whole */
async function check(parameters) {
  const ok = await runNode(parameters)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

/** @param {string} note @returns {Outcome} */
const impossible = (note) => ({ passed: 0, failed: 1, skipped: 0, note })

/**
 * @param {string} file vitest's report in JSON
 * @returns {Outcome}
 */
export function countReport(file) {
  if (!existsSync(file)) return impossible('no report was written')
  const report = JSON.parse(readFileSync(file, 'utf8'))
  // A file that broke before its first test has no failed test to count, but it failed.
  const broken = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ result) =>
      result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = report.numFailedTests + broken
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && report.success !== true && report.numPassedTests > 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: failuresOf(report),
  }
}

const failureCharactersMax = 2000

/**
 * What failed and why, to be said again at the end: the output of a whole run is long and often kept in part only.
 * @param {{ testResults: { name: string, status: string, message: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[] }} report
 */
function failuresOf(report) {
  return report.testResults.flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status === 'failed')
    const reasons = tests.map((test) => `${test.fullName}\n${test.failureMessages.join('\n')}`)
    if (reasons.length === 0 && file.status === 'failed') reasons.push(file.message)
    return reasons.map((reason) => `${relative(ROOT, file.name)}: ${reason.slice(0, failureCharactersMax)}`)
  })
}

const reports = mkdtempSync(join(tmpdir(), 'mifeng-reports-'))

/**
 * @param {string} project of vitest.config.ts @param {Record<string, string>} [environment]
 * @param {string[]} [without] test files that are left out
 * @returns {Promise<Outcome>}
 */
async function vitest(project, environment = {}, without = []) {
  const file = join(reports, `${project}-${Object.keys(environment).join()}.json`)
  const parameters = [
    'run',
    '--project',
    project,
    '--passWithNoTests',
    ...without.map((file) => `--exclude=${file}`),
    '--reporter=default',
    '--reporter=json',
  ]
  const ok = await runNode(
    [program('vitest/vitest.mjs'), ...parameters, `--outputFile.json=${file}`],
    environment,
  )
  const outcome = countReport(file)
  // Errors outside of tests (an unhandled rejection) end the run badly without a failed test.
  return ok || outcome.failed > 0
    ? outcome
    : { ...outcome, failed: 1, note: 'ended badly without a failed test' }
}

/** @param {Parameters<typeof ensurePrograms>[0]} names @param {() => Promise<Outcome>} run */
async function withPrograms(names, run) {
  const missing = ensurePrograms(names)
  return missing.length > 0 ? impossible(`missing: ${missing.join(', ')}`) : run()
}

/** These start embedded servers of their own, whatever the others run on: once is enough. */
const onEmbeddedAnyway = ['floor/database/embedded.db.test.ts', 'tests/faults/crash.db.test.ts']

async function onInstalledServer() {
  const server = await startPostgres()
  if (server === undefined) return impossible('the installed PostgreSQL did not start')
  try {
    return await vitest('database', { MIFENG_TEST_DATABASE_URL: server.url }, onEmbeddedAnyway)
  } finally {
    await server.stop()
  }
}

/** @param {() => Promise<Outcome>} run */
const withBuild = async (run) => ((await ensureBuilt()) ? run() : impossible('the build failed'))

/** @type {Record<string, () => Promise<Outcome>>} */
const PARTS = {
  types: () => check([program('typescript/bin/tsc'), '--noEmit']),
  lint: () => check([program('oxlint/bin/oxlint'), '--type-aware', '--quiet']),
  format: () => check([program('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']),
  unit: () => withPrograms(['poppler', 'fonts'], () => vitest('unit')),
  database: () => withPrograms(['slapd'], () => vitest('database')),
  'database-15': () => withPrograms(['postgres', 'slapd'], onInstalledServer),
  journeys: () => withPrograms(['poppler', 'fonts'], () => withBuild(() => vitest('journeys'))),
  browser: () => withPrograms(['chromium', 'poppler', 'fonts'], () => withBuild(() => vitest('browser'))),
}

/** @param {string[]} names */
async function runAll(names) {
  const total = { passed: 0, failed: 0 }
  const rows = []
  /** @type {string[]} */
  const failures = []
  for (const name of names) {
    say(`\n— ${name}`)
    const started = performance.now()
    const outcome = await (PARTS[name] ?? (async () => impossible('no such part')))().catch((error) =>
      impossible(String(error)),
    )
    total.passed += outcome.passed
    total.failed += outcome.failed
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    for (const failure of outcome.failures ?? []) failures.push(`${name} · ${failure}`)
    rows.push([name, outcome.passed, outcome.failed, outcome.skipped, `${seconds} s`, outcome.note ?? ''])
  }
  for (const failure of failures) console.log(`\nFAILED ${failure}`)
  const header = ['part', 'passed', 'failed', 'skipped', 'time', '']
  console.log('')
  for (const row of [header, ...rows]) {
    const [name, ...cells] = row.map(String)
    console.log(
      `${(name ?? '').padEnd(14)}${cells.map((cell, at) => (at < 4 ? cell.padStart(9) : `  ${cell}`)).join('')}`,
    )
  }
  return total
}

const only = process.argv.find((parameter) => parameter.startsWith('--only='))?.slice('--only='.length)
const ready = checkNode() && ensurePackages()
const total = ready
  ? await runAll(only === undefined ? Object.keys(PARTS) : only.split(','))
  : { passed: 0, failed: 1 }
rmSync(reports, { recursive: true, force: true })
process.exitCode = total.failed === 0 ? 0 : 1
console.log(`${total.passed} passed, ${total.failed} failed`)
