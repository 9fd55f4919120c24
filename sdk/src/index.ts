import { errorOf, MifengError } from './errors.ts'
import type { Operations } from './operations.ts'

export { MifengError, MifengMistake, MifengRefusal, type Both } from './errors.ts'
export type { Operations } from './operations.ts'

export interface Options {
  /** Where Mifeng is, e.g. `https://mifeng.example`. */
  readonly address: string
  /** The token of the service account (`mfs_…`); read it from a vault, never from code. */
  readonly token: string
  /** How often a call is repeated after 429, 503 or a lost connection; 4. */
  readonly retries?: number
  /** Milliseconds after which one try is given up; 60,000. */
  readonly timeoutMs?: number
  /** In place of the global one, e.g. for a proxy. */
  readonly fetch?: typeof fetch
}

type Operation = keyof Operations
type Given<Part> = { readonly [K in keyof Part as Part[K] extends undefined ? never : K]: Part[K] }
/** What an operation asks for, and what may stand beside it. */
export type Input<Name extends Operation> = Given<Omit<Operations[Name], 'reply'>> & {
  /** Makes a call that you repeat one act; deliveries are one act by their reference already. */
  readonly idempotencyKey?: string
  /** Version that is to be changed; 0 = there is to be none yet. */
  readonly ifVersion?: number
  readonly signal?: AbortSignal
}
type Reply<Name extends Operation> = Operations[Name]['reply']

export type Customer = Operations['PUT /intake/customers/{system}/{key}']['body']
export type Delivered = Operations['PUT /intake/customers/{system}/{key}']['reply']
export type BulkReply = Operations['POST /intake/customers/bulk']['reply']
export type BulkLine = Customer & { readonly key: string; readonly version?: number }

const repeatable = new Set([429, 503])
const longestPauseMs = 60_000

interface Request {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  body(): BodyInit | undefined
  readonly repeat: boolean
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
}

/** A client of the Mifeng API for one service account. It keeps nothing but the token. */
export class Mifeng {
  readonly #address: string
  readonly #token: string
  readonly #retries: number
  readonly #timeoutMs: number
  readonly #fetch: typeof fetch

  constructor(options: Options) {
    this.#address = options.address.replace(/\/+$/, '')
    this.#token = options.token
    this.#retries = options.retries ?? 4
    this.#timeoutMs = options.timeoutMs ?? 60_000
    this.#fetch = options.fetch ?? ((...call) => fetch(...call))
  }

  /**
   * Any call that a program may make, by method and path, e.g. `call('GET /token', {})`.
   * @throws MifengMistake, MifengRefusal, MifengError
   */
  async call<Name extends Operation>(name: Name, input: Input<Name>): Promise<Reply<Name>> {
    const [method = '', path = ''] = name.split(' ')
    const given = input as { path?: object; query?: object; body?: unknown } & Input<Name>
    const changes = method !== 'GET'
    const text = given.body === undefined ? undefined : JSON.stringify(given.body)
    const key = given.idempotencyKey
    const response = await this.#send({
      method,
      url: this.#address + '/api/v1' + filled(path, given.path) + queryOf(given.query),
      headers: {
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...(changes && key !== undefined ? { 'idempotency-key': key } : {}),
        ...conditions(given.ifVersion),
      },
      body: () => text,
      repeat: true,
      signal: given.signal,
      timeoutMs: this.#timeoutMs,
    })
    return (await response.json()) as Reply<Name>
  }

  /** Takes a customer in, or brings him up to date; the same again changes nothing. `key` is your own number of him. */
  upsert(
    system: string,
    key: string,
    customer: Customer,
    more: { readonly dryRun?: boolean; readonly ifVersion?: number; readonly idempotencyKey?: string } = {},
  ): Promise<Delivered> {
    const { dryRun, ...rest } = more
    return this.call('PUT /intake/customers/{system}/{key}', {
      path: { system, key },
      query: { dryRun: dryRun === true ? 'yes' : 'no' },
      body: customer,
      ...rest,
    })
  }

  /**
   * Sends many customers as they come, 50,000 at most in one call and more in as many calls as are needed; memory stays
   * small however many there are. Each is idempotent by its key: after an error, send the whole again.
   */
  async *bulk(
    system: string,
    customers: Iterable<BulkLine> | AsyncIterable<BulkLine>,
    more: { readonly dryRun?: boolean; readonly all?: boolean; readonly perCall?: number } = {},
  ): AsyncGenerator<BulkReply> {
    const perCall = Math.min(more.perCall ?? 5000, 50_000)
    let lines: string[] = []
    for await (const customer of customers) {
      lines.push(JSON.stringify(customer))
      if (lines.length < perCall) continue
      yield await this.#bulkCall(system, lines, more)
      lines = []
    }
    if (lines.length > 0) yield await this.#bulkCall(system, lines, more)
  }

  async #bulkCall(
    system: string,
    lines: readonly string[],
    more: { readonly dryRun?: boolean; readonly all?: boolean },
  ): Promise<BulkReply> {
    const query = {
      system,
      dryRun: more.dryRun === true ? 'yes' : 'no',
      results: more.all === true ? 'all' : 'problems',
    }
    const response = await this.#send({
      method: 'POST',
      url: `${this.#address}/api/v1/intake/customers/bulk${queryOf(query)}`,
      headers: { 'content-type': 'application/x-ndjson' },
      // A stream can be sent once; it is made anew for each try.
      body: () => streamOf(lines),
      repeat: true,
      signal: undefined,
      timeoutMs: Math.max(this.#timeoutMs, 900_000),
    })
    return (await response.json()) as BulkReply
  }

  async #send(request: Request): Promise<Response> {
    for (let attempt = 0; ; attempt += 1) {
      const last = !request.repeat || attempt >= this.#retries
      try {
        const response = await this.#once(request)
        if (response.ok) return response
        if (last || !repeatable.has(response.status)) throw await errorOf(response)
        await response.body?.cancel()
        await pause(response.headers.get('retry-after'), attempt, request.signal)
      } catch (error) {
        if (error instanceof MifengError || last || request.signal?.aborted === true) throw asError(error)
        await pause(null, attempt, request.signal)
      }
    }
  }

  #once(request: Request): Promise<Response> {
    const { method, url, headers, signal, timeoutMs } = request
    const limit = AbortSignal.timeout(timeoutMs)
    const content = request.body()
    return this.#fetch(url, {
      method,
      headers: { ...headers, authorization: `Bearer ${this.#token}`, accept: 'application/json' },
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      // A token must not follow a redirect to another address.
      redirect: 'error',
      ...(content === undefined ? {} : { body: content }),
      ...(content instanceof ReadableStream ? { duplex: 'half' } : {}),
    } as RequestInit)
  }
}

function asError(error: unknown): unknown {
  if (error instanceof MifengError) return error
  const reason = error instanceof Error ? error.message : 'unknown'
  return new MifengError(0, 'no-answer', { zh: `没有收到答复：${reason}`, en: `No answer came: ${reason}` })
}

/** Puts the parts into `{name}` places of the path, so that nothing in them can reach another one. */
function filled(path: string, parts: object | undefined): string {
  const known = new Map(Object.entries(parts ?? {}))
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const part = String(known.get(name) ?? '')
    if (part === '' || part === '.' || part === '..') throw new TypeError(`${name} cannot be “${part}”`)
    return encodeURIComponent(part)
  })
}

function queryOf(query: object | undefined): string {
  const list = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined)
      for (const one of Array.isArray(value) ? value : [value]) list.append(name, String(one))
  return list.size === 0 ? '' : `?${list.toString()}`
}

const conditions = (version: number | undefined): Record<string, string> => {
  if (version === undefined) return {}
  return version === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${version}"` }
}

/** Lines as a stream, a few dozen at a time. */
function streamOf(lines: readonly string[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder()
  let at = 0
  return new ReadableStream({
    pull(out) {
      if (at >= lines.length) out.close()
      else out.enqueue(bytes.encode(`${lines.slice(at, at + 50).join('\n')}\n`))
      at += 50
    },
  })
}

/** As long as the server says (seconds, or a moment), else longer each time; a little by chance, so that not all come back at once. */
async function pause(
  retryAfter: string | null,
  attempt: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const seconds = Number(retryAfter ?? Number.NaN)
  const until = retryAfter === null ? Number.NaN : Date.parse(retryAfter) - Date.now()
  const told = Number.isNaN(seconds) ? until : seconds * 1000
  const wanted = Number.isNaN(told) ? 500 * 2 ** attempt : Math.max(0, told)
  const ms = Math.min(longestPauseMs, wanted) + Math.random() * 100
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}
