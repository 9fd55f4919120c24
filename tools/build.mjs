import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT, ensureBuilt, ensurePackages } from './house.mjs'

/** The command line, of which the server is one command. */
export const program = join(ROOT, 'doors', 'cli', 'main.ts')

/** Runs in a thread of its own, so it is a file of its own; chapters/custody/sealing/thread.ts knows its name. */
const sealingThread = join(ROOT, 'chapters', 'custody', 'sealing', 'worker-main.ts')

/** A child process that loads nothing of the program but this; floor/documents/workshop.ts knows its name. */
const documentWorker = join(ROOT, 'floor', 'documents', 'worker-main.ts')

/**
 * Bundles TypeScript as the program is bundled: a benchmark measures the same code.
 * @param {Record<string, string>} entryPoints names without extension and their sources @param {string} folder
 */
export async function bundle(entryPoints, folder) {
  const esbuild = await import('esbuild')
  await esbuild.build({
    entryPoints: { ...entryPoints, 'sealing-thread': sealingThread, 'document-worker': documentWorker },
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'part-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  })
}

/**
 * Builds the program (mifeng.js and its chunks; packages stay outside) and the web interface (web/) into a folder.
 * Throws when either does not build.
 * @param {string} folder
 */
export async function build(folder) {
  const { build: buildWeb } = await import('vite')
  await Promise.all([
    bundle({ mifeng: program }, folder),
    buildWeb({
      root: join(ROOT, 'doors', 'web'),
      configFile: join(ROOT, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: join(folder, 'web'), emptyOutDir: true },
    }),
  ])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Not awaited at the top: ensureBuilt imports this module, which would then wait for itself.
  const finish = async () => {
    process.exitCode = ensurePackages() && (await ensureBuilt()) ? 0 : 1
  }
  void finish()
}
