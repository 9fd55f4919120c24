import { ApiError, problemFromReply } from '../problem.ts'
import { solve } from './proof.ts'

/** Requests of the open pages: never with cookies, and with work done for everything that is sent. */

async function fetched<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(`/api/v1/open${path}`, { credentials: 'omit', cache: 'no-store', ...init })
  } catch {
    throw new ApiError({ kind: 'offline' })
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const body: unknown = isJson ? await response.json() : undefined
  if (response.ok) return body as T
  throw new ApiError(problemFromReply(response.status, body))
}

/** Reads from an open route. @param path after `/api/v1/open`, e.g. `/forms/AB12CD34EF` @throws ApiError */
export const openGet = <T>(path: string): Promise<T> => fetched<T>(path, { method: 'GET' })

const json = { 'content-type': 'application/json' }

interface Given {
  challenge: string
  bits: number
  notBeforeSeconds: number
  expiresAt: string
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface Proof {
  readonly text: string
  /** By the page's clock, in milliseconds since the page was opened. */
  readonly notBefore: number
  readonly notAfter: number
}

async function prepare(about: string): Promise<Proof> {
  const asked = performance.now()
  const given = await fetched<Given>('/challenges', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ about }),
  })
  const text = `${given.challenge}~${await solve(given.challenge, given.bits)}`
  // A little before the end, by our own clock: what the phone thinks of the date plays no part.
  return { text, notBefore: asked + given.notBeforeSeconds * 1000 + 300, notAfter: asked + 110 * 60_000 }
}

/**
 * Sends things about one form or act. Challenges are solved beforehand, while the person reads; each is good for one
 * request. `about` = the first two parts of the addresses sent to, e.g. `forms/AB12CD34EF`.
 */
export class OpenSender {
  readonly #about: string
  #next: Promise<Proof> | undefined

  constructor(about: string) {
    this.#about = about
  }

  /** Begins the work for the next request; call it when the page opens. */
  ready(): void {
    if (this.#next !== undefined) return
    this.#next = prepare(this.#about)
    // Said when it is needed; until then a failure here is nobody's business.
    this.#next.catch(() => (this.#next = undefined))
  }

  async #proof(): Promise<string> {
    this.ready()
    let proof = await this.#next!
    this.#next = undefined
    if (performance.now() > proof.notAfter) proof = await prepare(this.#about)
    await pause(Math.max(0, proof.notBefore - performance.now()))
    return proof.text
  }

  /**
   * Sends JSON, or a FormData as it is.
   * @param path after `/api/v1/open`
   * @param trap what stands in the field that people do not see, from `Trap`
   * @throws ApiError
   */
  async post<T>(path: string, body: unknown, trap = ''): Promise<T> {
    const headers: Record<string, string> = {
      'x-mifeng-proof': await this.#proof(),
      'x-mifeng-trap': String(trap.length),
      ...(body instanceof FormData ? {} : json),
    }
    try {
      return await fetched<T>(path, {
        method: 'POST',
        headers,
        body: body instanceof FormData ? body : JSON.stringify(body),
      })
    } finally {
      this.ready()
    }
  }
}
