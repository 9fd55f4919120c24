import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { createRequire } from 'node:module'
import { basename, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Fault, Mistake } from '../errors.ts'
import { sheetMistake } from './mistakes.ts'
import { unpackRow, type WorkerReply, type WorkerRequest } from './protocol.ts'
import { sheetLimits, type OpenedFile, type Row, type SheetInspection, type SheetLimits } from './types.ts'

/** How to start the child that reads: what follows `node --max-old-space-size=N`. */
export interface SheetWorker {
  readonly argv: readonly string[]
}

export interface SheetOptions {
  /** Original file name, for the check of its ending; the name on disk when left out. */
  readonly name?: string
  readonly limits?: Partial<SheetLimits>
  readonly worker?: SheetWorker
  readonly signal?: AbortSignal
}

export interface RowOptions extends SheetOptions {
  /** The first visible sheet when left out. */
  readonly sheet?: string
  /** First row number wanted, 1-based; to go on after an interruption. */
  readonly from?: number
}

/**
 * From source, the worker file beside this one (with the tsx loader where Node does not strip types itself);
 * bundled, the program again with its hidden sub-command `sheet-worker`.
 */
export function defaultSheetWorker(): SheetWorker {
  if (!import.meta.url.endsWith('.ts'))
    return { argv: [process.argv[1] ?? fileURLToPath(import.meta.url), 'sheet-worker'] }
  const main = fileURLToPath(new URL('worker-main.ts', import.meta.url))
  if ('typescript' in process.features && process.features.typescript) return { argv: [main] }
  const loader = createRequire(import.meta.url).resolve('tsx')
  return { argv: ['--import', pathToFileURL(loader).href, main] }
}

/**
 * What a file is and which sheets it has. The file is looked at by a child process with limits on memory and time.
 * Throws a `Mistake` with a code of `sheetMistakes`, or a `Fault` when the child broke for a reason of ours.
 */
export async function openSheets(file: string, options: SheetOptions = {}): Promise<OpenedFile> {
  const limits = { ...sheetLimits, ...options.limits }
  let opened: OpenedFile | undefined
  const request: WorkerRequest = {
    ask: 'open',
    file: resolve(file),
    name: options.name ?? basename(file),
    limits,
  }
  for await (const reply of converse(request, options)) if ('opened' in reply) opened = reply.opened
  if (!opened) throw new Fault('sheet worker sent no answer')
  return opened
}

/**
 * The rows of one sheet in lists of at most 500, in the order of the file. The child waits when the consumer is slow, so
 * memory stays bounded; leaving the loop ends the child. Errors as for `openSheets`, possibly after some rows.
 */
export async function* readRows(file: string, options: RowOptions = {}): AsyncGenerator<Row[]> {
  const limits = { ...sheetLimits, ...options.limits }
  const request: WorkerRequest = {
    ask: 'rows',
    file: resolve(file),
    name: options.name ?? basename(file),
    limits,
    sheet: options.sheet ?? '',
    from: options.from ?? 1,
  }
  for await (const reply of converse(request, options)) {
    if ('rows' in reply) yield reply.rows.map((row) => unpackRow(reply.sheet, row))
  }
}

/** What the file holds out of sight; counts only. Errors as for `openSheets`. */
export async function inspectSheets(file: string, options: SheetOptions = {}): Promise<SheetInspection> {
  const limits = { ...sheetLimits, ...options.limits }
  const name = options.name ?? basename(file)
  const request: WorkerRequest = { ask: 'inspect', file: resolve(file), name, limits }
  for await (const reply of converse(request, options)) if ('inspected' in reply) return reply.inspected
  throw new Fault('sheet worker sent no answer')
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

async function* converse(request: WorkerRequest, options: SheetOptions): AsyncGenerator<WorkerReply> {
  const child = startChild(request, options)
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)))
  const patience = new Patience(child, request.limits)
  patience.begin()
  try {
    for await (const line of lines(child.stdout)) {
      patience.pause()
      const reply = parseReply(line)
      if ('mistake' in reply) throw asMistake(reply.mistake)
      if ('fault' in reply) throw new Fault(`sheet worker: ${reply.fault}`)
      if ('end' in reply) return
      yield reply
      patience.begin()
    }
    await ended
    options.signal?.throwIfAborted()
    throw patience.spent ? sheetMistake('sheet.too-slow') : earlyEnd(child, complaint)
  } finally {
    patience.pause()
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  }
}

/** Kills a child that keeps us waiting. Only the child's own time counts, not what the consumer takes. */
class Patience {
  readonly #child: Child
  readonly #limits: SheetLimits
  #timer: NodeJS.Timeout | undefined
  #since = 0
  #used = 0
  spent = false
  constructor(child: Child, limits: SheetLimits) {
    this.#child = child
    this.#limits = limits
  }

  begin(): void {
    this.#since = performance.now()
    const left = Math.min(this.#limits.stallMilliseconds, this.#limits.totalMilliseconds - this.#used)
    this.#timer = setTimeout(
      () => {
        this.spent = true
        this.#child.kill('SIGKILL')
      },
      Math.max(0, left),
    )
  }

  pause(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#used += performance.now() - this.#since
  }
}

/** V8 ends itself with SIGABRT (exit code 134 under a shell) at its heap limit; the kernel kills with SIGKILL. */
function earlyEnd(child: Child, complaint: string): Error {
  const memory = child.signalCode === 'SIGABRT' || child.signalCode === 'SIGKILL' || child.exitCode === 134
  if (memory || complaint.includes('heap out of memory')) return sheetMistake('sheet.too-big')
  return new Fault(`sheet worker ended early (${String(child.exitCode ?? child.signalCode)})`)
}

function parseReply(line: string): WorkerReply {
  try {
    return JSON.parse(line) as WorkerReply
  } catch {
    throw new Fault('sheet worker sent no valid answer')
  }
}

function startChild(request: WorkerRequest, options: SheetOptions): Child {
  const { argv } = options.worker ?? defaultSheetWorker()
  const heap = `--max-old-space-size=${request.limits.heapMegabytes}`
  const child = spawn(process.execPath, [heap, '--max-semi-space-size=8', ...argv], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: bareEnvironment(),
    windowsHide: true,
    ...(options.signal ? { signal: options.signal } : {}),
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(JSON.stringify(request))
  return child
}

/** The child needs no database address, no key file and no token, so it gets none. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = {}
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'HOME', 'LANG']) {
    if (process.env[name] !== undefined) kept[name] = process.env[name]
  }
  return kept
}

async function* lines(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let parts: string[] = []
  for await (const chunk of stream) {
    let text = decoder.decode(chunk as Buffer, { stream: true })
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n')) {
      yield parts.join('') + text.slice(0, at)
      parts = []
      text = text.slice(at + 1)
    }
    if (text !== '') parts.push(text)
  }
}

function asMistake(told: Extract<WorkerReply, { mistake: unknown }>['mistake']): Mistake {
  const { code, field, values, message } = told
  return new Mistake(code, { field, values, message, status: told.status as Mistake['status'] })
}
