import type { Clock } from '../clock.ts'
import type { SealingKey } from './cipher.ts'

interface Entry {
  readonly wrapped: Buffer
  readonly key: SealingKey
}
interface Customer {
  readonly until: number
  readonly byLevel: Map<number, Entry>
}

/**
 * Unwrapped customer keys, by customer: the least recently used customers go first, none stays longer than the
 * lifetime, and a key is wiped when it goes. An entry answers only for the very wrapped bytes that it came from, so
 * a destroyed or rewrapped key is never served from here, also when another node destroyed it.
 */
export class KeyCache {
  readonly #customers = new Map<string, Customer>()
  #oldest = this.#customers.keys()
  readonly #clock: Clock
  readonly #most: number
  readonly #lifetimeMs: number
  constructor(clock: Clock, most: number, lifetimeMs: number) {
    this.#clock = clock
    this.#most = most
    this.#lifetimeMs = lifetimeMs
  }

  get size(): number {
    return this.#customers.size
  }

  /** The key that these wrapped bytes hold, when it was unwrapped lately. */
  get(customerId: string, level: number, wrapped: Buffer): SealingKey | undefined {
    const customer = this.#customers.get(customerId)
    if (customer === undefined) return undefined
    if (customer.until <= this.#clock.now().getTime()) {
      this.evict(customerId)
      return undefined
    }
    this.#customers.delete(customerId)
    this.#customers.set(customerId, customer)
    const entry = customer.byLevel.get(level)
    return entry !== undefined && entry.wrapped.equals(wrapped) ? entry.key : undefined
  }

  /** Takes the key over: from here on the cache alone wipes it. */
  put(customerId: string, level: number, wrapped: Buffer, key: SealingKey): void {
    const now = this.#clock.now().getTime()
    let customer = this.#customers.get(customerId)
    if (customer === undefined || customer.until <= now) {
      this.evict(customerId)
      customer = { until: now + this.#lifetimeMs, byLevel: new Map() }
      this.#customers.set(customerId, customer)
    }
    customer.byLevel.get(level)?.key.zero()
    customer.byLevel.set(level, { wrapped: Buffer.from(wrapped), key })
    if (this.#customers.size > this.#most) this.#evictOldest()
  }

  /** Wipes one customer's keys. */
  evict(customerId: string): void {
    const customer = this.#customers.get(customerId)
    if (customer === undefined) return
    for (const { key } of customer.byLevel.values()) key.zero()
    this.#customers.delete(customerId)
  }

  /**
   * The map keeps its order by age. One iterator stays in use: whatever it has passed is gone, so it never has to walk
   * again over the gaps that evictions leave at the front, as a new one would.
   */
  #evictOldest(): void {
    let oldest = this.#oldest.next()
    if (oldest.done === true) {
      this.#oldest = this.#customers.keys()
      oldest = this.#oldest.next()
    }
    if (oldest.done !== true) this.evict(oldest.value)
  }

  /** Wipes what is past its lifetime; a timer of the keyring calls it, so that idle keys go too. */
  sweep(): void {
    const now = this.#clock.now().getTime()
    for (const [id, customer] of this.#customers) if (customer.until <= now) this.evict(id)
  }

  clear(): void {
    for (const id of this.#customers.keys()) this.evict(id)
  }
}
