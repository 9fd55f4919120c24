import { createHmac } from 'node:crypto'

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
  const out = Buffer.allocUnsafeSlow(length)
  let block = Buffer.alloc(0)
  for (let at = 0, counter = 1; at < length; counter++) {
    const next = createHmac(hash, key).update(block).update(info).update(Buffer.of(counter)).digest()
    next.copy(out, at)
    at += next.length
    block.fill(0)
    block = next
  }
  block.fill(0)
  return out
}
