import { randomBytes, randomFillSync } from 'node:crypto'

/** Randomness stands behind this narrow interface, so that crash and race tests can be seeded. */
export interface Random {
  bytes(length: number): Buffer
}

export const systemRandom: Random = { bytes: (length) => randomBytes(length) }

const pool = Buffer.alloc(4096)
let poolUsed = pool.length
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

let lastMilliseconds = -1
let counter = 0

/** The 12 bits after the time: within one millisecond they count up from a random start (RFC 9562 §6.2, method 1). */
function countWithin(milliseconds: number, start: number): number {
  counter = milliseconds === lastMilliseconds ? (counter + 1) & 0xfff : start & 0x7ff
  lastMilliseconds = milliseconds
  return counter
}

/**
 * A new identifier: UUID version 7 (RFC 9562 §5.7), 48 bits of milliseconds, a counter and 62 random bits.
 * Time-ordered ids keep the indexes of large tables dense, and what one program made within a millisecond keeps its
 * order; nothing else reads the time out of them.
 */
export function newId(atMilliseconds: number = Date.now()): string {
  if (poolUsed + 10 > pool.length) {
    randomFillSync(pool)
    poolUsed = 0
  }
  const at = poolUsed
  poolUsed += 10
  const b = (offset: number, mask = 0xff, set = 0): string => hex[(pool[at + offset]! & mask) | set]!
  const time = atMilliseconds.toString(16).padStart(12, '0')
  const count = countWithin(atMilliseconds, (pool[at]! << 8) | pool[at + 1]!)
  return (
    `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-` +
    `${b(2, 0x3f, 0x80)}${b(3)}-${b(4)}${b(5)}${b(6)}${b(7)}${b(8)}${b(9)}`
  )
}
