import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './house.mjs'

/**
 * One benchmark in a process of its own, from the folder that bench.mjs bundled it into:
 * `node tools/bench-run.mjs NAME [--quick]`.
 * The program's own children (`sheet-worker`) are started by the name of what runs, and so come here too.
 */
const [name, ...flags] = process.argv.slice(2)
const built = (/** @type {string} */ file) =>
  import(pathToFileURL(join(ROOT, 'dist', 'bench', `${file}.js`)).href)

if (name === 'sheet-worker') await built('mifeng')
else {
  const { run } = await built(name ?? '')
  const figures = await run({ quick: flags.includes('--quick') })
  console.log(JSON.stringify({ bench: name, figures }))
  // A benchmark may leave a pool or a child open; its figures are out, so it ends here.
  process.exit(0)
}
