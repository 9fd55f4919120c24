import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { API_PREFIX, CSRF_HEADER, csrfToken } from '../../doors/http/index.ts'

export interface Person {
  readonly id: string
  readonly token: string
}
export interface Stage {
  readonly li: Person
  readonly wang: Person
  readonly customers: readonly string[]
  readonly mobile: number
}
/** What clients were told, and what must therefore still be there after any crash. */
export interface Seen {
  readonly readings: { lane: number; index: number; customer: string }[]
  readonly applications: string[]
  readonly approvals: string[]
}
export interface Running {
  readonly child: ChildProcess
  readonly url: string
  readonly stage: Stage
  /** What did not fit at the start. */
  readonly found: readonly string[]
  readonly startedInMs: number
}

/** Starts the program on a data folder; resolves when it answers. */
export async function start(data: string): Promise<Running> {
  const began = performance.now()
  const program = fileURLToPath(new URL('program.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program, data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (piece: Buffer) => (complaint = `${complaint}${piece.toString()}`.slice(-4000)))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}: ${complaint}`)))
  })
  const { port, found, stage } = JSON.parse(line) as { port: number; found: string[]; stage: Stage }
  return {
    child,
    url: `http://127.0.0.1:${port}${API_PREFIX}`,
    stage,
    found,
    startedInMs: performance.now() - began,
  }
}

/** Ends the program: at once, or as Ctrl-C does. */
export async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

/** The embedded server's process id. */
export const postmaster = (data: string): number =>
  Number(readFileSync(join(data, 'database', 'postgres', 'postmaster.pid'), 'utf8').split('\n', 1)[0])

async function send(
  running: Running,
  who: Person,
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown }> {
  const reply = await fetch(`${running.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      cookie: `mifeng=${who.token}`,
      ...(body === undefined
        ? {}
        : { [CSRF_HEADER]: csrfToken(who.token), 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: reply.status, body: await reply.json() }
}

/** Clients that read, apply and approve until told to stop; they keep what they were told, and nothing else. */
export class Clients {
  readonly #running: Running
  readonly #seen: Seen
  #stopped = false
  #work: Promise<unknown> = Promise.resolve()
  /** Replies that showed a value although they were no success. */
  readonly leaks: string[] = []
  constructor(running: Running, seen: Seen) {
    this.#running = running
    this.#seen = seen
  }

  start(readers: number, appliers: number): void {
    const all = [
      ...Array.from({ length: readers }, (_, i) => () => this.#reads(i)),
      ...Array.from({ length: appliers }, () => () => this.#applies()),
    ]
    this.#work = Promise.all(all.map((one) => this.#again(one)))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#work
  }

  /** One reading that must succeed within the time given, for measuring how long the program was away. */
  async untilServed(milliseconds: number): Promise<number> {
    const began = performance.now()
    for (;;) {
      if (await this.#reads(0).catch(() => false)) return performance.now() - began
      if (performance.now() - began > milliseconds) throw new Error(`not served within ${milliseconds} ms`)
      await sleep(50)
    }
  }

  async #again(work: () => Promise<unknown>): Promise<void> {
    while (!this.#stopped) await work().catch(() => sleep(20))
  }

  async #reads(i: number): Promise<boolean> {
    const { li, customers, mobile } = this.#running.stage
    const customer = customers[i % customers.length]!
    const wish = { customer, fields: [mobile], purpose: 'service', reason: '上门维修', mode: 'read' }
    const { status, body } = await send(this.#running, li, '/readings', wish)
    const text = JSON.stringify(body)
    if (status !== 200) {
      if (/1380013800\d/.test(text)) this.leaks.push(text)
      await sleep(10)
      return false
    }
    const { leaf } = body as { leaf: { lane: number; index: number } }
    this.#seen.readings.push({ ...leaf, customer })
    return true
  }

  async #applies(): Promise<void> {
    const { li, wang, customers, mobile } = this.#running.stage
    const now = Date.now()
    const filed = await send(this.#running, li, '/applications', {
      purpose: 'service',
      reason: '客户来电要求上门维修',
      customers: [customers[0]],
      fields: [mobile],
      modes: ['read'],
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + 86_400_000).toISOString(),
      undertaking: true,
    })
    if (filed.status !== 200) return await sleep(10)
    const { id } = filed.body as { id: string }
    this.#seen.applications.push(id)
    const todo = await send(this.#running, wang, '/desk/todo?size=200')
    if (todo.status !== 200) return
    const { rows } = todo.body as { rows: { id: string; taskId: string; hash: string }[] }
    for (const { id: form, taskId, hash } of rows.slice(0, 2)) {
      const done = await send(this.#running, wang, `/approvals/${form}/approve`, {
        taskId,
        hash,
        opinion: '同意',
      })
      if (done.status === 200) this.#seen.approvals.push(form)
    }
  }
}

/** Hands to the next start what clients were told. */
export const remember = (data: string, seen: Seen): void =>
  writeFileSync(join(data, 'seen.json'), JSON.stringify(seen))
