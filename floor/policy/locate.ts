import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '../errors.ts'

/** How far up from a module the package root may be: `dist/x.mjs` is one step, `floor/print/x.ts` two. */
const stepsUp = 4

/**
 * Finds a file that is shipped with the program, whether it runs from source or from the bundled `dist`:
 * each of `names` is tried beside the module, then in the folders above it.
 * @param moduleUrl the caller's `import.meta.url`
 * @param names paths with forward slashes, the preferred one first
 * @throws Fault when none of them exists: the installation is incomplete
 */
export function locateShipped(moduleUrl: string, names: readonly string[]): string {
  let folder = dirname(fileURLToPath(moduleUrl))
  for (let step = 0; step <= stepsUp; step += 1) {
    for (const name of names) {
      const candidate = join(folder, name)
      if (existsSync(candidate)) return candidate
    }
    folder = dirname(folder)
  }
  throw new Fault(`the installation is incomplete: ${names.join(' or ')} was not found`)
}
