import { call, DeliveryFailed, type Reply } from '../../../floor/delivery/index.ts'
import type { Mistake } from '../../../floor/errors.ts'
import { type ProviderSurroundings, signOnFailure } from './provider.ts'

export type Json = Readonly<Record<string, unknown>>
const timeoutMs = 10_000
const mostBytes = 8 * 1024 * 1024

/** Says what kept us from another system, without its words. */
export function failureOf(error: unknown): Mistake {
  if (!(error instanceof DeliveryFailed)) throw error
  if (error.code === 'address-refused') return signOnFailure('address')
  if (error.code === 'reply-too-long') return signOnFailure('too-large')
  return signOnFailure('unreachable', { code: error.code })
}

/** One call under the outbound rules, at most 10 s and 8 MB. @throws Mistake `people.sign-on-unreachable|address|too-large` */
export async function reach(around: ProviderSurroundings, one: Parameters<typeof call>[0]): Promise<Reply> {
  try {
    return await call(one, {
      rules: around.rules,
      timeoutMs,
      mostBytes,
      ...(around.resolver === undefined ? {} : { resolver: around.resolver }),
    })
  } catch (error) {
    throw failureOf(error)
  }
}

/** A JSON object from another system; anything else becomes an empty one. */
export async function askJson(
  around: ProviderSurroundings,
  one: {
    readonly method: 'GET' | 'POST'
    readonly url: URL
    readonly body?: unknown
    readonly headers?: Readonly<Record<string, string>>
  },
): Promise<{ readonly status: number; readonly json: Json }> {
  const reply = await reach(around, {
    method: one.method,
    url: one.url.href,
    headers: {
      accept: 'application/json',
      ...(one.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...one.headers,
    },
    ...(one.body === undefined ? {} : { body: JSON.stringify(one.body) }),
  })
  return { status: reply.status, json: objectIn(reply.text) }
}

function objectIn(text: string): Json {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return {}
  }
}

/** A value read from elsewhere, as an object; anything else is an empty one. */
export const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
/** The objects of a list. */
export const asList = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(asObject) : [])
/** A text with something in it; numbers count as texts. */
export const asText = (value: unknown): string | undefined => {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}
/** Only what is there, under this name: for optional properties. */
export const optional = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: string }

/**
 * A token for calls in the name of the program, kept until a minute before it ends. Requests at the same time share
 * one; `forget` after the other system has called it invalid.
 */
export class TokenKeeper {
  readonly #fetch: () => Promise<{ token: string; seconds: number }>
  readonly #now: () => number
  #kept: Promise<{ token: string; until: number }> | undefined

  constructor(now: () => number, fetch: () => Promise<{ token: string; seconds: number }>) {
    this.#now = now
    this.#fetch = fetch
  }

  /** The present token, or a new one. */
  async token(): Promise<string> {
    const kept = await this.#kept
    if (kept !== undefined && kept.until > this.#now()) return kept.token
    const fresh = this.#fetch().then(({ token, seconds }) => ({
      token,
      until: this.#now() + Math.max(0, seconds - 60) * 1000,
    }))
    this.#kept = fresh
    try {
      return (await fresh).token
    } catch (error) {
      this.#kept = undefined
      throw error
    }
  }

  forget(): void {
    this.#kept = undefined
  }
}

/** The most departments and people that are read from another system. */
export const mostDepartments = 5_000
export const mostPeople = 50_000

/** Reads page after page until there is no further one. `read` gives the rows and the mark of the next page. */
export async function allPages<T>(
  most: number,
  read: (mark: string | undefined) => Promise<{ rows: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = []
  for (let mark: string | undefined, first = true; first || mark !== undefined; first = false) {
    const page = await read(mark)
    all.push(...page.rows)
    if (all.length > most) throw signOnFailure('too-large')
    // A mark that comes back again would go on for ever.
    if (page.next !== undefined && page.next === mark) throw signOnFailure('answer', { code: 'page' })
    mark = page.next
  }
  return all
}

/** Departments from the top down, asking for the children of each. */
export async function wholeTree<T extends { readonly id: string }>(
  roots: readonly string[],
  children: (id: string) => Promise<readonly T[]>,
): Promise<T[]> {
  const found = new Map<string, T>()
  const waiting = [...roots]
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
    for (const child of await children(id))
      if (!found.has(child.id)) {
        found.set(child.id, child)
        waiting.push(child.id)
        if (found.size > mostDepartments) throw signOnFailure('too-large')
      }
  return [...found.values()]
}

/** An address below a configured base, whose own path is kept. */
export function addressAt(base: string, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}
