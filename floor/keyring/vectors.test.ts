import { createHash, hkdfSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { SealingKey, suites } from './cipher.ts'
import { expand } from './derive.ts'
import { SealBroken } from './faults.ts'
import { frame } from './frame.ts'
import blocks from './vectors/blocks.json' with { type: 'json' }
import gcm from './vectors/gcm.json' with { type: 'json' }
import hkdf from './vectors/hkdf.json' with { type: 'json' }
import sm from './vectors/sm.json' with { type: 'json' }

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const none = Buffer.alloc(0)
const parts = (encryption: string, mac = '') => ({
  all: none,
  encryption: hex(encryption),
  mac: hex(mac),
  commitment: none,
})

describe('AES-256-GCM, published answers', () => {
  test.each(gcm.tests)('key $key, nonce $iv, $msg', ({ key, iv, aad, msg, ct, tag }) => {
    const out = Buffer.alloc(ct.length / 2 + 16)
    suites.aes.encrypt(parts(key), hex(iv), hex(aad), hex(msg), out, 0)
    expect(out.toString('hex')).toBe(ct + tag)
    expect(suites.aes.decrypt(parts(key), hex(iv), hex(aad), out)?.toString('hex')).toBe(msg)
  })

  test.each(gcm.tests)('a wrong tag, a cut one and other associated data are refused: $tag', (vector) => {
    const { key, iv, aad, ct, tag } = vector
    const whole = hex(ct + tag)
    const wrong = Buffer.from(whole)
    wrong[wrong.length - 1]! ^= 1
    expect(suites.aes.decrypt(parts(key), hex(iv), hex(aad), wrong)).toBeUndefined()
    expect(
      suites.aes.decrypt(parts(key), hex(iv), Buffer.concat([hex(aad), Buffer.of(0)]), whole),
    ).toBeUndefined()
    if (whole.length > 16)
      expect(suites.aes.decrypt(parts(key), hex(iv), hex(aad), whole.subarray(0, -1))).toBeUndefined()
  })
})

describe('SM3 and SM4, published answers', () => {
  test.each(sm.sm3)('SM3 $digest', ({ message, digest }) => {
    expect(createHash('sm3').update(hex(message)).digest('hex')).toBe(digest)
  })

  test.each(sm.sm4)('SM4 $ciphertext', ({ key, plaintext, ciphertext }) => {
    // In counter mode the key stream of a zero message is the sealed counter block.
    const out = Buffer.alloc(16 + 24)
    suites.sm.encrypt(parts(key, '00'), hex(plaintext), none, Buffer.alloc(16), out, 0)
    expect(out.toString('hex', 0, 16)).toBe(ciphertext)
  })
})

test.each(hkdf.tests)('HKDF-Expand of RFC 5869, $length bytes', ({ prk, info, length, okm }) => {
  expect(expand('sha256', hex(prk), hex(info), length).toString('hex')).toBe(okm)
})

test('our expand step after an extract step is the whole HKDF of node:crypto, for each hash', () => {
  for (const hash of ['sha256', 'sha512', 'sm3'] as const) {
    const secret = Buffer.alloc(32, 7)
    const length = hash === 'sha512' ? 64 : 32
    const extracted = hkdfExtract(hash, Buffer.alloc(length), secret)
    const whole = Buffer.from(hkdfSync(hash, secret, Buffer.alloc(length), 'about', 100))
    expect(expand(hash, extracted, 'about', 100)).toEqual(whole)
  }
})

/** RFC 5869 §2.2 written out with the bare hash, since HMAC is what is being compared. */
function hkdfExtract(hash: string, salt: Buffer, secret: Buffer): Buffer {
  const block = hash === 'sha512' ? 128 : 64
  const pad = (byte: number): Buffer => {
    const padded = Buffer.alloc(block, byte)
    salt.forEach((value, at) => (padded[at] = value ^ byte))
    return padded
  }
  const inner = createHash(hash).update(pad(0x36)).update(secret).digest()
  return createHash(hash).update(pad(0x5c)).update(inner).digest()
}

const key = (algorithm: 'aes' | 'sm') => new SealingKey(hex(blocks.secret), blocks.keyVersion, algorithm)

describe('the block format as it was written down', () => {
  test('the frame', () => {
    expect(frame(1, blocks.keyVersion, blocks.context).toString('hex')).toBe(blocks.frame)
  })

  test.each(blocks.blocks)('$algorithm opens, under a key of either preference', ({ sealed }) => {
    for (const preference of ['aes', 'sm'] as const)
      expect(key(preference).open(blocks.context, hex(sealed)).toString('hex')).toBe(blocks.plaintext)
  })

  test('a block renamed to the other algorithm is refused', () => {
    for (const { sealed } of blocks.blocks) {
      const renamed = hex(sealed)
      renamed[0] = 3 - renamed[0]!
      expect(() => key('aes').open(blocks.context, renamed)).toThrow(SealBroken)
    }
  })
})
