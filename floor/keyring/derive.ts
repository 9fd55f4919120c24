import { createHmac } from 'node:crypto'

const counterOne = Buffer.of(1)

/**
 * HKDF-Expand (RFC 5869 §2.3): `length` bytes from a key that is already uniformly random, which makes the extract
 * step unnecessary (§3.3). One HMAC for up to one digest of output; `hkdfSync` costs four times as much.
 */
export function expand(
  hash: 'sha256' | 'sha512' | 'sm3',
  key: Buffer,
  info: string | Buffer,
  length: number,
): Buffer {
  // One digest is enough for nearly everybody, and it comes in memory of its own.
  const first = createHmac(hash, key).update(info).update(counterOne).digest()
  if (first.length === length) return first
  const out = Buffer.allocUnsafeSlow(length)
  let block = first
  let at = block.copy(out, 0)
  for (let counter = 2; at < length; counter++) {
    const next = createHmac(hash, key).update(block).update(info).update(Buffer.of(counter)).digest()
    at += next.copy(out, at)
    block.fill(0)
    block = next
  }
  block.fill(0)
  return out
}
