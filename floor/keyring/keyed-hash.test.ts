import { createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyedHash } from './keyed-hash.ts'

test('is HMAC-SHA-256, for short and long texts, one after the other under one key', () => {
  const key = randomBytes(32)
  const keyed = new KeyedHash(key)
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', '张伟', '地'.repeat(682), '地'.repeat(683)),
  )
  fc.assert(
    fc.property(text, fc.uint8Array({ maxLength: 40 }), (words, bytes) => {
      const before = Buffer.from(bytes)
      const told = createHmac('sha256', key).update(before).update(words, 'utf8').digest('hex')
      expect(keyed.hex(words, before)).toBe(told)
    }),
    { numRuns: 300 },
  )
})

test('vector 2 of RFC 4231', () => {
  expect(new KeyedHash(Buffer.from('Jefe')).hex('what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})
