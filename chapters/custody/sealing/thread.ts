import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { Fault } from '../../../floor/errors.ts'
import { type Keyring, memoryOf } from '../../../floor/keyring/index.ts'
import type { Catalogue } from '../catalogue.ts'
import type { UnnumberedCustomer } from '../filing.ts'
import { indexNames } from '../tokens.ts'
import type { Answer, ToThread } from './protocol.ts'
import type { SealedBatch } from './seal.ts'

/** Enough for the values of some batches; an import may run beside everything else on a small machine. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 24 }

interface Waiting {
  resolve(sealed: SealedBatch): void
  reject(error: Error): void
}

/**
 * A thread that seals customers. It holds copies of the level keys until `close`; a key rotated meanwhile is noticed
 * when the batch is stored (LevelKeyRotated), as for keys made here.
 */
export class SealingThread {
  readonly #worker: Worker
  readonly #waiting: Waiting[] = []
  #failed: Error | undefined
  constructor(keyring: Keyring, catalogue: Catalogue) {
    this.#worker = startThread()
    this.#worker.on('message', (answer: Answer) => this.#answered(answer))
    this.#worker.on('error', (error) => this.#fail(new Fault(`the sealing thread failed: ${error.name}`)))
    this.#worker.on('exit', () => this.#fail(new Fault('the sealing thread ended')))
    const keys = keyring.lend(indexNames)
    this.#post({ kind: 'begin', keys, catalogue }, memoryOf(keys))
  }

  /** Batches come back in the order in which they were given. */
  async seal(customers: readonly UnnumberedCustomer[], now: Date): Promise<SealedBatch> {
    if (this.#failed !== undefined) throw this.#failed
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#post({ kind: 'order', customers, now })
    })
  }

  /** Lets it wipe its keys and waits for its end. */
  async close(): Promise<void> {
    if (this.#failed !== undefined) return
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
    this.#post({ kind: 'end' })
    await ended
  }

  #post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer)
  }

  #answered(answer: Answer): void {
    const order = this.#waiting.shift()
    if ('sealed' in answer) order?.resolve(answer.sealed)
    else order?.reject(new Fault(`sealing failed: ${answer.fault}`))
  }

  #fail(error: Error): void {
    this.#failed ??= error
    for (const order of this.#waiting.splice(0)) order.reject(error)
  }
}

/** From source, the file beside this one (with the loader where Node does not strip types itself); bundled, its twin. */
function startThread(): Worker {
  // A flag for the whole program (npm start gives the server large young spaces) would override the limits above.
  setFlagsFromString('--max-semi-space-size=8')
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('sealing-thread.js', import.meta.url), { resourceLimits, execArgv: [] })
  const main = new URL('worker-main.ts', import.meta.url)
  if ('typescript' in process.features && process.features.typescript)
    return new Worker(main, { resourceLimits, execArgv: [] })
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx'))
  const loader = new URL('esm/api/index.mjs', tsx).href
  const start = `import(${JSON.stringify(loader)}).then((api) => (api.register(), import(${JSON.stringify(main.href)})))`
  return new Worker(start, { eval: true, resourceLimits, execArgv: [] })
}
