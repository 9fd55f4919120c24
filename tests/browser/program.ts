import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensureBuilt, PROGRAM } from '../../tools/house.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the running demo company, and its data folder. */
    program: { url: string; data: string }
  }
}

/** Once per run: the built program with the demo company, as `npm start -- --demo` starts it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!(await ensureBuilt())) throw new Error('the program does not build')
  const data = mkdtempSync(join(tmpdir(), 'mifeng-browser-'))
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--demo', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (piece: Buffer) => {
      said += piece.toString()
      const ready = /^Mifeng ready (\S+)$/m.exec(said)?.[1]
      if (ready !== undefined) resolve(ready)
    })
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
    child.on('exit', (code) => reject(new Error(`the program ended with ${code}: ${said}`)))
  })
  project.provide('program', { url, data })
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
}
