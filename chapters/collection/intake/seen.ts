import { randomBytes } from 'node:crypto'

/** Slots at most: 16 million identifiers or so in 210 MB. Of a larger file those that come later are compared, not remembered. */
const mostSlots = 1 << 24
const fullest = 0.8

/**
 * Identifiers met so far in one file, by a 62-bit hash with a random start, in 13 bytes a slot: two million of them, as a
 * million rows bring, need 55 MB instead of two million strings. Two different identifiers fall together about once in
 * 10^6 such files; what follows is an offer to merge, which a person looks at.
 */
export class SeenKeys {
  #size: number
  #count = 0
  #low: Int32Array
  #high: Int32Array
  #row: Uint32Array
  /** There are at most a hundred sheets. */
  #sheet: Uint8Array
  readonly #most: number
  readonly #seedLow: number
  readonly #seedHigh: number

  /** `most`: slots at most, a power of two. */
  constructor(most = mostSlots) {
    this.#most = most
    this.#size = Math.min(1 << 12, most)
    this.#low = new Int32Array(this.#size)
    this.#high = new Int32Array(this.#size)
    this.#row = new Uint32Array(this.#size)
    this.#sheet = new Uint8Array(this.#size)
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
    if (this.#low[slot] !== 0 || this.#high[slot] !== 0)
      return { sheet: this.#sheet[slot]!, row: this.#row[slot]! }
    if (this.#count >= this.#size * fullest) return undefined
    this.#low[slot] = low
    this.#high[slot] = high
    this.#row[slot] = place.row
    this.#sheet[slot] = place.sheet
    this.#count += 1
    if (this.#count >= this.#size * fullest && this.#size < this.#most) this.#grow()
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
    const [low, high, row, sheet, size] = [this.#low, this.#high, this.#row, this.#sheet, this.#size]
    this.#size = size * 2
    this.#low = new Int32Array(this.#size)
    this.#high = new Int32Array(this.#size)
    this.#row = new Uint32Array(this.#size)
    this.#sheet = new Uint8Array(this.#size)
    for (let at = 0; at < size; at++) {
      if (low[at] === 0 && high[at] === 0) continue
      const slot = this.#slotOf(low[at]!, high[at]!)
      this.#low[slot] = low[at]!
      this.#high[slot] = high[at]!
      this.#row[slot] = row[at]!
      this.#sheet[slot] = sheet[at]!
    }
  }
}
