import { request as plainRequest } from 'node:http'
import { request as secureRequest, type RequestOptions } from 'node:https'
import type { LookupFunction } from 'node:net'
import { DeliveryFailed } from './failure.ts'
import { checkUrl, type OutboundRules, type Resolved, resolveAllowed, type Resolver } from './outbound.ts'

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Text that is sent as it is; GET sends none. */
  readonly body?: string
}

export interface CallOptions {
  readonly rules: OutboundRules
  /** Of the whole call, the look-up of the name included; default 10 s. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly resolver?: Resolver
  /** A further certificate authority (PEM) that is trusted for this call, such as the company's own. */
  readonly ca?: string
  /** Bytes of the reply that are read at most; default 64 KB. */
  readonly mostBytes?: number
}

export interface Reply {
  readonly status: number
  /** `content-type` as it was sent; '' when there was none. */
  readonly contentType: string
  readonly text: string
}

const usualReplyBytes = 65_536

/** Answers every look-up of the connection with what was checked before. */
const pinned = (addresses: readonly Resolved[]): LookupFunction =>
  ((_host: string, options: { all?: boolean }, done: (...answer: unknown[]) => void) => {
    if (options.all === true) done(null, addresses)
    else done(null, addresses[0]!.address, addresses[0]!.family)
  }) as LookupFunction

/**
 * One call to another system. It goes only where the rules allow, connects to the very addresses that were checked,
 * follows no redirect, and reads at most 64 KB of the reply unless told otherwise.
 * @throws DeliveryFailed `address-refused`, `no-such-host`, `timeout`, `tls`, `unreachable`, `reply-too-long`
 */
export async function call(one: Call, options: CallOptions): Promise<Reply> {
  const url = checkUrl(one.url, options.rules)
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 10_000)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal])
  const addresses = await within(signal, resolveAllowed(url.hostname, options.rules, options.resolver))
  return await send(url, one, { ...options, signal }, addresses)
}

/** Waits for a promise no longer than the signal allows. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(new DeliveryFailed('timeout', false))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

function send(
  url: URL,
  one: Call,
  options: CallOptions & { readonly signal: AbortSignal },
  addresses: readonly Resolved[],
): Promise<Reply> {
  const body = one.body === undefined ? undefined : Buffer.from(one.body)
  const wanted: RequestOptions = {
    method: one.method ?? 'POST',
    headers: {
      'user-agent': 'Mifeng',
      ...one.headers,
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    },
    lookup: pinned(addresses),
    signal: options.signal,
    agent: false,
    ...(url.protocol === 'https:' ? { minVersion: 'TLSv1.2' as const } : {}),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  }
  return new Promise<Reply>((resolve, reject) => {
    const failed = (error: unknown): void => reject(asFailure(error, options.signal))
    const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(url, wanted, (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size > (options.mostBytes ?? usualReplyBytes))
          request.destroy(new DeliveryFailed('reply-too-long', true))
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
      response.on('error', failed)
    })
    request.on('error', failed)
    request.end(body)
  })
}

const tlsCodes = /CERT|SELF_SIGNED|TLS|SSL|ERR_TLS/

function asFailure(error: unknown, signal: AbortSignal): DeliveryFailed {
  if (error instanceof DeliveryFailed) return error
  if (signal.aborted) return new DeliveryFailed('timeout', false)
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && tlsCodes.test(code)
    ? new DeliveryFailed('tls', false)
    : new DeliveryFailed('unreachable', false)
}

/** Posts JSON and reads JSON; a body that is no JSON object becomes an empty one. */
export async function postJson(
  url: string,
  body: unknown,
  options: CallOptions & { readonly headers?: Readonly<Record<string, string>> },
): Promise<{ readonly status: number; readonly json: Readonly<Record<string, unknown>> }> {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...options.headers }
  const { status, text } = await call({ url, headers, body: JSON.stringify(body) }, options)
  return { status, json: objectIn(text) }
}

/** Gets a JSON object, as `postJson` reads it. */
export async function getJson(
  url: string,
  options: CallOptions,
): Promise<{ readonly status: number; readonly json: Readonly<Record<string, unknown>> }> {
  const { status, text } = await call({ method: 'GET', url }, options)
  return { status, json: objectIn(text) }
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return {}
  }
}

/**
 * Stops at a status that is not 2xx. 408, 425, 429 and 5xx may pass by themselves; a redirect or another 4xx does not.
 * @throws DeliveryFailed `http-503` and the like
 */
export function mustBeTaken(status: number): void {
  if (status >= 200 && status < 300) return
  const passing = status >= 500 || [408, 425, 429].includes(status)
  throw new DeliveryFailed(`http-${status}`, !passing)
}
