import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Fault } from '../errors.ts'
import { type DocumentKind, wholeBytes } from './kinds.ts'
import { picturesCanBeRead } from './pictures.ts'
import {
  type DocumentLimits,
  documentLimits,
  DocumentTrouble,
  type TextResult,
  type WorkReply,
  type WorkRequest,
} from './protocol.ts'

export interface WorkshopOptions {
  readonly limits?: Partial<DocumentLimits>
  /** What follows `node --max-old-space-size=N`; the worker of this program when left out. */
  readonly argv?: readonly string[]
  /** Children at work at once; 3: a long text is taken out beside two people who turn pages. */
  readonly parallel?: number
}

/** A page as a picture, with the words burned into it. */
export interface PagePicture {
  readonly png: Buffer
  readonly width: number
  readonly height: number
  /** Pages of the whole document. */
  readonly pages: number
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>
const lookMs = 200
/** A child that was started ahead is ended when nobody needs it for so long. */
const spareMs = 60_000
/** Requests that may wait for a free child. */
const waitingMost = 40

/** From source the worker file (with the tsx loader where Node does not strip types itself); bundled, what tools/build.mjs made of it. */
function workerArgv(): readonly string[] {
  if (!import.meta.url.endsWith('.ts')) return [fileURLToPath(new URL('document-worker.js', import.meta.url))]
  const main = fileURLToPath(new URL('worker-main.ts', import.meta.url))
  if ('typescript' in process.features && process.features.typescript) return [main]
  const loader = createRequire(import.meta.url).resolve('tsx')
  return ['--import', pathToFileURL(loader).href, main]
}

/**
 * Works on documents, each in a child process of its own with limits on memory and time: it gets the content through a
 * pipe and gives back text or pictures. Nothing is written to the disk. One child is started ahead, so that a page does
 * not wait for it.
 */
export class Workshop {
  /** Largest document that is taken, in bytes. */
  readonly mostBytes = wholeBytes
  readonly #limits: DocumentLimits
  readonly #argv: readonly string[]
  readonly #parallel: number
  readonly #waiting: (() => void)[] = []
  readonly #children = new Set<Child>()
  #busy = 0
  #spare: { readonly child: Child; readonly timer: NodeJS.Timeout } | undefined
  #closed = false

  constructor(options: WorkshopOptions = {}) {
    this.#limits = { ...documentLimits, ...options.limits }
    this.#argv = options.argv ?? workerArgv()
    this.#parallel = options.parallel ?? 3
  }

  /** Whether text is read out of pictures here: the packages for it are optional. */
  canReadPictures(): boolean {
    return picturesCanBeRead()
  }

  /** The text of a document. @throws DocumentTrouble, Fault */
  async text(
    content: AsyncIterable<Buffer>,
    o: {
      readonly kind: DocumentKind
      readonly readPictures: boolean
      readonly onProgress?: (done: number, of: number) => Promise<void>
      readonly signal?: AbortSignal
    },
  ): Promise<TextResult> {
    const request: WorkRequest = {
      ask: 'text',
      kind: o.kind,
      readPictures: o.readPictures,
      limits: this.#limits,
    }
    for await (const { reply } of this.#ask(request, content, this.#limits.textMilliseconds, o.signal)) {
      if ('text' in reply) return reply.text
      if ('progress' in reply) await o.onProgress?.(reply.progress.done, reply.progress.of)
    }
    throw new Fault('document worker sent no answer')
  }

  /** How many pages it has. @throws DocumentTrouble, Fault */
  async pages(content: AsyncIterable<Buffer>, kind: DocumentKind): Promise<number> {
    const request: WorkRequest = { ask: 'pages', kind, limits: this.#limits }
    for await (const { reply } of this.#ask(request, content, this.#limits.pageMilliseconds))
      if ('pages' in reply) return reply.pages
    throw new Fault('document worker sent no answer')
  }

  /** One page, from 1, as a picture with these lines burned in. The caller wipes it. @throws DocumentTrouble, Fault */
  async page(
    content: AsyncIterable<Buffer>,
    o: { readonly kind: DocumentKind; readonly page: number; readonly watermark: readonly string[] },
  ): Promise<PagePicture> {
    const request: WorkRequest = { ask: 'page', ...o, limits: this.#limits }
    for await (const { reply, bytes } of this.#ask(request, content, this.#limits.pageMilliseconds))
      if ('picture' in reply && bytes !== undefined) {
        const { width, height, pages } = reply.picture
        return { png: bytes, width, height, pages }
      }
    throw new Fault('document worker sent no answer')
  }

  /** Ends every child. */
  close(): void {
    this.#closed = true
    if (this.#spare !== undefined) {
      clearTimeout(this.#spare.timer)
      this.#spare = undefined
    }
    for (const child of this.#children) child.kill('SIGKILL')
  }

  async *#ask(
    request: WorkRequest,
    content: AsyncIterable<Buffer>,
    milliseconds: number,
    signal?: AbortSignal,
  ): AsyncGenerator<{ reply: WorkReply; bytes?: Buffer }> {
    await this.#turn()
    const child = this.#take()
    const watch = new Watch(child, this.#limits.residentMegabytes, milliseconds, signal)
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    const fed = feed(child, request, content)
    fed.catch(() => child.kill('SIGKILL'))
    try {
      for await (const one of replies(child.stdout)) {
        if ('trouble' in one.reply) throw new DocumentTrouble(one.reply.trouble)
        if ('fault' in one.reply) throw new Fault(`document worker: ${one.reply.fault}`)
        yield one
      }
      // What kept the content from being read (damage, lost keys) is the reason, not the silence of the child.
      await fed
      await ended
      signal?.throwIfAborted()
      throw (
        watch.outcome() ??
        new Fault(`document worker ended early (${String(child.exitCode ?? child.signalCode)})`)
      )
    } finally {
      watch.stop()
      child.kill('SIGKILL')
      await ended
      this.#children.delete(child)
      this.#busy--
      this.#waiting.shift()?.()
      this.#prepare()
    }
  }

  async #turn(): Promise<void> {
    if (this.#closed) throw new Fault('the workshop is closed')
    if (this.#busy >= this.#parallel) {
      if (this.#waiting.length >= waitingMost) throw new DocumentTrouble('busy')
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#busy++
  }

  #take(): Child {
    const spare = this.#spare
    this.#spare = undefined
    if (spare !== undefined) clearTimeout(spare.timer)
    const ready = spare?.child
    const child =
      ready !== undefined && ready.exitCode === null && ready.signalCode === null ? ready : this.#start()
    hold(child, true)
    return child
  }

  /** Starts the child that the next piece of work will find ready; not before this one is done, which it would slow down. */
  #prepare(): void {
    if (this.#closed || this.#spare !== undefined) return
    const next = this.#start()
    hold(next, false)
    const timer = setTimeout(() => {
      if (this.#spare?.child === next) this.#spare = undefined
      next.kill('SIGKILL')
    }, spareMs)
    timer.unref()
    this.#spare = { child: next, timer }
  }

  #start(): Child {
    const heap = `--max-old-space-size=${this.#limits.heapMegabytes}`
    const child = spawn(process.execPath, [heap, ...this.#argv], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: bareEnvironment(),
      windowsHide: true,
    })
    child.stdin.on('error', () => undefined)
    // What libraries complain about may quote the document: it is read and dropped.
    child.stderr.resume()
    child.once('error', () => this.#children.delete(child))
    child.once('close', () => this.#children.delete(child))
    this.#children.add(child)
    return child
  }
}

/** A child at work keeps the program running; one that only waits for work does not. */
function hold(child: Child, atWork: boolean): void {
  const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as {
    ref(): void
    unref(): void
  }[]
  for (const handle of handles)
    if (atWork) handle.ref()
    else handle.unref()
}

/** The child needs no database address, no key file and no token, so it gets none. */
const bareEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    ['PATH', 'SystemRoot', 'LANG'].flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name]]],
    ),
  )

async function feed(child: Child, request: WorkRequest, content: AsyncIterable<Buffer>): Promise<void> {
  const write = async (bytes: Buffer | string): Promise<void> => {
    if (child.stdin.destroyed || child.stdin.write(bytes)) return
    await new Promise<void>((resolve) => {
      child.stdin.once('drain', resolve)
      child.stdin.once('close', resolve)
    })
  }
  await write(`${JSON.stringify(request)}\n`)
  for await (const part of content) await write(part)
  child.stdin.end()
}

/** Lines of JSON, and behind a picture its bytes. */
async function* replies(stream: Readable): AsyncGenerator<{ reply: WorkReply; bytes?: Buffer }> {
  let held = Buffer.alloc(0)
  let parts: Buffer[] = []
  let due: { reply: WorkReply; length: number } | undefined
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    parts.push(chunk)
    length += chunk.length
    if (due !== undefined && held.length + length < due.length) continue
    held = Buffer.concat([held, ...parts])
    parts = []
    length = 0
    for (;;) {
      if (due !== undefined) {
        if (held.length < due.length) break
        yield { reply: due.reply, bytes: Buffer.from(held.subarray(0, due.length)) }
        held = held.subarray(due.length)
        due = undefined
        continue
      }
      const end = held.indexOf(10)
      if (end < 0) break
      const reply = JSON.parse(held.toString('utf8', 0, end)) as WorkReply
      held = held.subarray(end + 1)
      if ('picture' in reply) due = { reply, length: reply.picture.bytes }
      else yield { reply }
    }
  }
}

/** Kills a child that takes too long or too much memory, and knows afterwards which it was. */
class Watch {
  readonly #child: Child
  readonly #megabytes: number
  readonly #timer: NodeJS.Timeout
  readonly #look: NodeJS.Timeout
  readonly #signal: AbortSignal | undefined
  #why: 'too-slow' | 'too-big' | undefined
  constructor(child: Child, megabytes: number, milliseconds: number, signal: AbortSignal | undefined) {
    this.#child = child
    this.#megabytes = megabytes
    this.#signal = signal
    this.#timer = setTimeout(() => this.#kill('too-slow'), milliseconds)
    this.#look = setInterval(() => this.#weigh(), lookMs)
    signal?.addEventListener('abort', this.#abort)
  }

  readonly #abort = (): void => void this.#child.kill('SIGKILL')

  #kill(why: 'too-slow' | 'too-big'): void {
    this.#why ??= why
    this.#child.kill('SIGKILL')
  }

  /** Where the system tells how much memory a process holds (Linux); elsewhere the limits inside have to do. */
  #weigh(): void {
    try {
      const pages = readFileSync(`/proc/${String(this.#child.pid)}/statm`, 'latin1').split(' ')[1]
      if ((Number(pages) * 4096) / 1_048_576 > this.#megabytes) this.#kill('too-big')
    } catch {
      clearInterval(this.#look)
    }
  }

  /** V8 ends itself with SIGABRT at its heap limit; the kernel kills with SIGKILL. */
  outcome(): DocumentTrouble | undefined {
    if (this.#why !== undefined) return new DocumentTrouble(this.#why)
    const { signalCode, exitCode } = this.#child
    return signalCode === 'SIGABRT' || signalCode === 'SIGKILL' || exitCode === 134
      ? new DocumentTrouble('too-big')
      : undefined
  }

  stop(): void {
    clearTimeout(this.#timer)
    clearInterval(this.#look)
    this.#signal?.removeEventListener('abort', this.#abort)
  }
}
