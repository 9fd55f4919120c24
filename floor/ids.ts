import { randomBytes, randomFillSync } from 'node:crypto'

/** Randomness stands behind this narrow interface, so that crash and race tests can be seeded. */
export interface Random {
  bytes(length: number): Buffer
}

export const systemRandom: Random = { bytes: (length) => randomBytes(length) }

const pool = Buffer.alloc(4096)
let poolUsed = pool.length
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * A new identifier: UUID version 7 (RFC 9562 §5.7), 48 bits of milliseconds and 74 random bits.
 * Time-ordered ids keep the indexes of large tables dense; nothing else reads the time out of them.
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
  return (
    `${time.slice(0, 8)}-${time.slice(8)}-${b(0, 0x0f, 0x70)}${b(1)}-` +
    `${b(2, 0x3f, 0x80)}${b(3)}-${b(4)}${b(5)}${b(6)}${b(7)}${b(8)}${b(9)}`
  )
}
