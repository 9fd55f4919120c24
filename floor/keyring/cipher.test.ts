import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fault } from '../errors.ts'
import { headBytes, overheadBytes, SealingKey } from './cipher.ts'
import type { Algorithm } from './cipher.ts'
import { SealBroken } from './faults.ts'
import { frame } from './frame.ts'
import type { SealContext } from './frame.ts'

const algorithms: Algorithm[] = ['aes', 'sm']
const newKey = (algorithm: Algorithm = 'aes', version = 1) =>
  new SealingKey(randomBytes(32), version, algorithm)
const place = (change: Partial<SealContext> = {}): SealContext => ({
  purpose: 'block',
  customerId: '018f0000-0000-7000-8000-000000000001',
  level: 2,
  name: 'file',
  schemaVersion: 1,
  ...change,
})

function breachOf(attempt: () => unknown): string {
  try {
    attempt()
  } catch (error) {
    if (error instanceof SealBroken) return error.breach
    throw error
  }
  return 'accepted'
}

describe.each(algorithms)('%s', (algorithm) => {
  test('what was sealed opens, and costs at most 72 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const key = newKey(algorithm)
        const sealed = key.seal(place(), Buffer.from(bytes))
        expect(sealed.length - bytes.length).toBe(overheadBytes(algorithm))
        expect(key.open(place(), sealed)).toEqual(Buffer.from(bytes))
      }),
      { numRuns: 50 },
    )
    expect(overheadBytes(algorithm)).toBeLessThanOrEqual(72)
  })

  test('every single-bit flip of 20 blocks is refused', () => {
    const accepted: string[] = []
    for (let block = 0; block < 20; block++) {
      const key = newKey(algorithm)
      const sealed = key.seal(place(), randomBytes(1 + block * 2))
      for (let bit = 0; bit < sealed.length * 8; bit++) {
        const flipped = Buffer.from(sealed)
        flipped[bit >> 3]! ^= 1 << (bit & 7)
        if (breachOf(() => key.open(place(), flipped)) === 'accepted') accepted.push(`${block}/${bit}`)
      }
    }
    expect(accepted).toEqual([])
  })

  test('a block cut anywhere, or with bytes added, is refused', () => {
    const key = newKey(algorithm)
    const sealed = key.seal(place(), Buffer.from('13800138000'))
    for (let length = 0; length < sealed.length; length++)
      expect(breachOf(() => key.open(place(), sealed.subarray(0, length)))).not.toBe('accepted')
    expect(breachOf(() => key.open(place(), Buffer.concat([sealed, Buffer.of(0)])))).toBe('tag')
  })

  test('a tag shortened to 4 to 15 bytes is refused, also with an empty plaintext', () => {
    const key = newKey(algorithm)
    for (const plaintext of ['', '王小明'])
      for (let tag = 4; tag <= 15; tag++) {
        const sealed = key.seal(place(), Buffer.from(plaintext))
        const body = sealed.length - (overheadBytes(algorithm) - headBytes)
        expect(breachOf(() => key.open(place(), sealed.subarray(0, body + tag)))).not.toBe('accepted')
      }
  })

  test('the commitment tells another key before anything is decrypted', () => {
    const sealed = newKey(algorithm).seal(place(), Buffer.from('x'))
    expect(breachOf(() => newKey(algorithm).open(place(), sealed))).toBe('key')
    const version = newKey(algorithm, 2).seal(place(), Buffer.from('x'))
    expect(breachOf(() => newKey(algorithm, 1).open(place(), version))).toBe('version')
  })
})

test('the swap matrix: no block opens in the place of another row, level, customer, purpose or schema', () => {
  const key = newKey()
  const places: SealContext[] = []
  for (const customer of [1, 2, 3])
    for (const level of [1, 2, 3, 4])
      for (let row = 0; row < 20; row++)
        places.push(
          place({ customerId: `018f0000-0000-7000-8000-00000000000${customer}`, level, name: `file/${row}` }),
        )
  places.push(place({ purpose: 'file' }), place({ schemaVersion: 2 }), place({ name: '' }))
  const sealed = places.map((at) => key.seal(at, Buffer.from('same')))
  let accepted = 0
  for (let from = 0; from < places.length; from++)
    for (let to = 0; to < places.length; to++)
      if (from !== to && breachOf(() => key.open(places[to]!, sealed[from]!)) === 'accepted') accepted++
  expect(accepted).toBe(0)
})

const spelt = (at: SealContext): string =>
  JSON.stringify([at.purpose, at.customerId, at.name, at.level, at.schemaVersion])

test('no two contexts share a frame, however their parts are cut', () => {
  const text = fc.string({ maxLength: 12, unit: 'binary-ascii' })
  const context = fc.record({
    purpose: text,
    customerId: text,
    name: text,
    level: fc.integer({ min: -1, max: 9 }),
    schemaVersion: fc.integer({ min: 1, max: 9 }),
  })
  fc.assert(
    fc.property(context, context, (one, other) => {
      const same = spelt(one) === spelt(other)
      const first = frame(1, 1, one).toString('hex')
      expect(first === frame(1, 1, other).toString('hex')).toBe(same)
    }),
  )
  const moved = frame(1, 1, place({ purpose: 'ab', customerId: 'c' })).toString('hex')
  expect(frame(1, 1, place({ purpose: 'a', customerId: 'bc' })).toString('hex')).not.toBe(moved)
})

test('a name outside ASCII, or too long, is a fault and not a silent cut', () => {
  expect(() => newKey().seal(place({ name: '王' }), Buffer.alloc(1))).toThrow(Fault)
  expect(() => newKey().seal(place({ name: 'x'.repeat(257) }), Buffer.alloc(1))).toThrow(Fault)
})

test('100,000 blocks under one key: no nonce twice', () => {
  const key = newKey()
  const seen = new Set<string>()
  const context = place()
  const plaintext = Buffer.alloc(1)
  for (let count = 0; count < 100_000; count++)
    seen.add(key.seal(context, plaintext).toString('latin1', 3, 15))
  expect(seen.size).toBe(100_000)
})

test('a wiped key is gone from its buffer and refuses to work', () => {
  const secret = randomBytes(32)
  const key = new SealingKey(secret, 1, 'aes')
  const sealed = key.seal(place(), Buffer.from('x'))
  key.zero()
  expect(secret.equals(Buffer.alloc(32))).toBe(true)
  expect(() => key.seal(place(), Buffer.from('x'))).toThrow(/wiped/)
  expect(() => key.open(place(), sealed)).toThrow(/wiped/)
  expect(() => key.derive('x')).toThrow(/wiped/)
  expect(() => key.commitment()).toThrow(/wiped/)
})

test('keys of a wrong size or version are refused', () => {
  expect(() => new SealingKey(Buffer.alloc(16), 1, 'aes')).toThrow(Fault)
  for (const version of [0, 65_536, 1.5])
    expect(() => new SealingKey(Buffer.alloc(32), version, 'aes')).toThrow(Fault)
})
