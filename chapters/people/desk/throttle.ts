/**
 * Waiting times after failures, per key, in memory of this process. After `free` failures each further one doubles
 * the wait up to `most`; nothing is ever locked for good.
 */
export class BackOff {
  readonly #free: number
  readonly #firstMs: number
  readonly #mostMs: number
  readonly #forgetMs: number
  readonly #keys = new Map<string, { failures: number; until: number; at: number }>()
  static readonly MAXIMUM_KEYS = 50_000

  constructor(o: { free: number; firstMs: number; mostMs: number; forgetMs: number }) {
    this.#free = o.free
    this.#firstMs = o.firstMs
    this.#mostMs = o.mostMs
    this.#forgetMs = o.forgetMs
  }

  /** Milliseconds still to wait at that moment; 0 when one may try. */
  waitMs(key: string, now: number): number {
    const entry = this.#keys.get(key)
    return entry === undefined ? 0 : Math.max(0, entry.until - now)
  }

  /** Counts an attempt that has not succeeded yet. */
  failed(key: string, now: number): void {
    const before = this.#keys.get(key)
    const failures = before === undefined || now - before.at > this.#forgetMs ? 1 : before.failures + 1
    const until =
      failures < this.#free ? 0 : now + waitAfter(failures - this.#free, this.#firstMs, this.#mostMs)
    // Deleting first keeps the map in order of last use, so that the first key is the one to forget.
    this.#keys.delete(key)
    this.#keys.set(key, { failures, until, at: now })
    if (this.#keys.size > BackOff.MAXIMUM_KEYS) this.#keys.delete(this.#keys.keys().next().value!)
  }

  succeeded(key: string): void {
    this.#keys.delete(key)
  }

  /** Takes one counted attempt back: a success of one does not wipe out the failures of others at this key. */
  forgive(key: string): void {
    const entry = this.#keys.get(key)
    if (entry === undefined) return
    const failures = entry.failures - 1
    if (failures <= 0) this.#keys.delete(key)
    else this.#keys.set(key, { ...entry, failures, until: failures < this.#free ? 0 : entry.until })
  }
}

/** The wait after that many failures too many: doubled each time, up to the most. */
export const waitAfter = (tooMany: number, firstMs: number, mostMs: number): number =>
  Math.min(mostMs, firstMs * 2 ** Math.min(tooMany, 20))

/** After five failures half a minute, then doubled up to a quarter of an hour. */
export const lockRule = { free: 5, firstMs: 30_000, mostMs: 900_000, forgetMs: 86_400_000 } as const

export interface Throttle {
  /** One network address, whoever it tries to be; many people may share one. */
  readonly addresses: BackOff
  /** One typed name, from wherever. Names that do not exist are treated like those that do. */
  readonly names: BackOff
  /** One name from an address at which it has signed in before: a stranger elsewhere does not count against it. */
  readonly pairs: BackOff
}

/** Fresh counters. */
export const openThrottle = (): Throttle => ({
  addresses: new BackOff({ free: 60, firstMs: 60_000, mostMs: 900_000, forgetMs: 900_000 }),
  names: new BackOff(lockRule),
  pairs: new BackOff(lockRule),
})
