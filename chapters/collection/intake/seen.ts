import { randomBytes } from 'node:crypto'

/**
 * Identifiers met so far in one file, by a 62-bit hash with a random start, so that a million rows need some tens of
 * megabytes instead of a million strings. Two different identifiers fall together about once in 10^6 such files; what
 * follows is an offer to merge, which a person looks at.
 */
export class SeenKeys {
  #size = 1 << 12
  #count = 0
  #low = new Int32Array(this.#size)
  #high = new Int32Array(this.#size)
  /** Sheet number · 2^32 + row. */
  #place = new Float64Array(this.#size)
  readonly #seedLow: number
  readonly #seedHigh: number

  constructor() {
    const seed = randomBytes(8)
    this.#seedLow = seed.readInt32LE(0)
    this.#seedHigh = seed.readInt32LE(4)
  }

  /** The place where this key was met first; remembers `place` for it when it is new. */
  firstPlace(key: string, place: { sheet: number; row: number }): { sheet: number; row: number } | undefined {
    let low = this.#seedLow
    let high = this.#seedHigh
    for (let at = 0; at < key.length; at++) {
      const code = key.charCodeAt(at)
      low = Math.imul(low ^ code, 0x9e3779b1)
      low ^= low >>> 15
      high = Math.imul(high ^ code, 0x85ebca77)
      high ^= high >>> 13
    }
    low = Math.imul(low ^ (high >>> 16), 0xc2b2ae3d) ^ (low >>> 13)
    high = Math.imul(high ^ (low >>> 15), 0x27d4eb2f) ^ (high >>> 16)
    // Zero marks an empty slot.
    if (low === 0 && high === 0) low = 1
    const slot = this.#slotOf(low, high)
    if (this.#low[slot] !== 0 || this.#high[slot] !== 0) {
      const known = this.#place[slot]!
      return { sheet: Math.floor(known / 0x1_0000_0000), row: known % 0x1_0000_0000 }
    }
    this.#low[slot] = low
    this.#high[slot] = high
    this.#place[slot] = place.sheet * 0x1_0000_0000 + place.row
    if (++this.#count * 2 > this.#size) this.#grow()
    return undefined
  }

  #slotOf(low: number, high: number): number {
    let slot = low & (this.#size - 1)
    while (
      (this.#low[slot] !== 0 || this.#high[slot] !== 0) &&
      (this.#low[slot] !== low || this.#high[slot] !== high)
    )
      slot = (slot + 1) & (this.#size - 1)
    return slot
  }

  #grow(): void {
    const [low, high, place, size] = [this.#low, this.#high, this.#place, this.#size]
    this.#size = size * 2
    this.#low = new Int32Array(this.#size)
    this.#high = new Int32Array(this.#size)
    this.#place = new Float64Array(this.#size)
    for (let at = 0; at < size; at++) {
      if (low[at] === 0 && high[at] === 0) continue
      const slot = this.#slotOf(low[at]!, high[at]!)
      this.#low[slot] = low[at]!
      this.#high[slot] = high[at]!
      this.#place[slot] = place[at]!
    }
  }
}
