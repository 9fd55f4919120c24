import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, program } from './build.mjs'
import { ROOT, checkNode, ensurePackages, say } from './house.mjs'

/**
 * `npm run bench -- NAME [--json] [--quick]` runs bench/NAME.ts, whose last line is
 * `{"bench": NAME, "figures": {…}}`; without NAME all run in turn and a table follows.
 * A benchmark is a file that exports `run({ quick }): Promise<Record<string, number>>`.
 */

const benchmarks = () =>
  readdirSync(join(ROOT, 'bench'))
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .filter((file) =>
      /export (async )?function run\b|export const run\b/.test(
        readFileSync(join(ROOT, 'bench', file), 'utf8'),
      ),
    )
    .map((file) => file.slice(0, -3))
    .sort()

/** Bundles every benchmark and the program beside them, as `npm start` would run it; without the loader of the tests. */
async function bundleAll() {
  const files = readdirSync(join(ROOT, 'bench')).filter((file) => /^[a-z-]+\.ts$/.test(file))
  const sources = files.map((file) => [file.slice(0, -3), join(ROOT, 'bench', file)])
  const folder = join(ROOT, 'dist', 'bench')
  rmSync(folder, { recursive: true, force: true })
  await bundle({ ...Object.fromEntries(sources), mifeng: program }, folder)
}

/**
 * @param {string} name @param {boolean} quick
 * @returns {Promise<Record<string, number> | undefined>} the figures, or undefined when it failed
 */
function measure(name, quick) {
  return new Promise((resolve) => {
    const parameters = [
      // As `npm start` runs the program.
      '--max-semi-space-size=32',
      '--expose-gc',
      'tools/bench-run.mjs',
      name,
      ...(quick ? ['--quick'] : []),
    ]
    const child = spawn(process.execPath, parameters, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (data) => (text += data))
    child.on('close', (code) => {
      const lines = text.trimEnd().split('\n')
      for (const line of lines.slice(0, -1)) say(line)
      try {
        resolve(code === 0 ? JSON.parse(lines.at(-1) ?? '').figures : undefined)
      } catch {
        resolve(undefined)
      }
    })
  })
}

const parameters = process.argv.slice(2)
const quick = parameters.includes('--quick')
const json = parameters.includes('--json')
const names = parameters.filter((parameter) => !parameter.startsWith('--'))
const unknown = names.find((name) => !existsSync(join(ROOT, 'bench', `${name}.ts`)))

const round = (/** @type {number} */ value) => Number(value.toPrecision(5)).toString()

/** @param {string[]} chosen */
async function runAll(chosen) {
  const width = 14
  let failed = 0
  for (const name of chosen) {
    const figures = await measure(name, quick)
    if (figures === undefined) failed += 1
    if (!json) {
      const cells = Object.entries(figures ?? { failed: 1 }).map(([key, value]) => `${key} ${round(value)}`)
      console.log(`${name.padEnd(width)}${cells.join('   ')}`)
    }
    if (json || chosen.length === 1) console.log(JSON.stringify({ bench: name, figures: figures ?? {} }))
  }
  return failed
}

if (!checkNode() || !ensurePackages()) process.exitCode = 1
else if (unknown !== undefined) {
  say(`没有名为 ${unknown} 的基准。 There is no benchmark named ${unknown}. (${benchmarks().join(', ')})`)
  process.exitCode = 2
} else {
  await bundleAll()
  process.exitCode = (await runAll(names.length > 0 ? names : benchmarks())) === 0 ? 0 : 1
}
