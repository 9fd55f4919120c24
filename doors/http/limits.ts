import type { FastifyReply } from 'fastify'
import { Mistake } from '../../floor/errors.ts'

/** A bucket per key that holds `perMinute` tokens and refills evenly; one request takes one token. */
export class Limit {
  readonly #perMinute: number
  readonly #now: () => number
  readonly #buckets = new Map<string, { tokens: number; at: number }>()
  /** More keys than this are never kept, so that made-up addresses cannot fill the memory. */
  static readonly MAXIMUM_KEYS = 50_000

  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.#perMinute = perMinute
    this.#now = now
  }

  /** Takes one token; returns 0, or the whole seconds to wait when none is left. */
  take(key: string): number {
    if (this.#perMinute === Infinity) return 0
    const now = this.#now()
    const bucket = this.#buckets.get(key)
    const refill = bucket === undefined ? 0 : ((now - bucket.at) / 60_000) * this.#perMinute
    const tokens = bucket === undefined ? this.#perMinute : Math.min(this.#perMinute, bucket.tokens + refill)
    // Deleting before setting keeps the map in order of last use, so the first key is the one to forget.
    this.#buckets.delete(key)
    this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
    if (this.#buckets.size > Limit.MAXIMUM_KEYS) this.#buckets.delete(this.#buckets.keys().next().value!)
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - tokens) * 60) / this.#perMinute))
  }

  /** The seconds to wait before the next token, without taking one. */
  look(key: string): number {
    const bucket = this.#buckets.get(key)
    if (bucket === undefined || this.#perMinute === Infinity) return 0
    const tokens = bucket.tokens + ((this.#now() - bucket.at) / 60_000) * this.#perMinute
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - tokens) * 60) / this.#perMinute))
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size
  }
}

/** Stops a request that came too soon; `seconds` is 0 when it may pass. @throws Mistake `too-many-requests` */
export function slowDown(reply: FastifyReply, seconds: number): void {
  if (seconds === 0) return
  reply.header('retry-after', String(seconds))
  throw new Mistake('too-many-requests', { status: 429, values: { seconds } })
}

export interface LimitSettings {
  /** Requests a minute from one network address; a whole office may share one. */
  readonly addressPerMinute: number
  /** Requests a minute in one session. */
  readonly sessionPerMinute: number
  /** Posts a minute from one address without a session (sign-in, first run): each may cost a password hash. */
  readonly anonymousPostsPerMinute: number
  /** Wrong API tokens a minute from one address; what is more is turned away without a word about the token. */
  readonly badTokensPerMinute: number
  /** Requests a minute from one address to the protocols of other programs. */
  readonly protocolPerMinute: number
}

export const DEFAULT_LIMITS: LimitSettings = {
  addressPerMinute: 12_000,
  sessionPerMinute: 1_200,
  anonymousPostsPerMinute: 300,
  badTokensPerMinute: 30,
  protocolPerMinute: 1_200,
}
