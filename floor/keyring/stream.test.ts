import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { SealingKey } from './cipher.ts'
import type { Algorithm } from './cipher.ts'
import { SealBroken } from './faults.ts'
import { chunkBytes, openStream, sealStream, streamHeadBytes } from './stream.ts'

const context = {
  purpose: 'file',
  customerId: '018f0000-0000-7000-8000-000000000001',
  level: 2,
  name: '018f0000-0000-7000-8000-0000000000aa',
  schemaVersion: 1,
}
const sealedChunk = chunkBytes + 16

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}
const source = (bytes: Buffer) => ({
  size: bytes.length,
  read: (start: number, length: number) => Promise.resolve(bytes.subarray(start, start + length)),
})
const seal = (key: SealingKey, plaintext: Buffer, size = 10_000) =>
  all(sealStream(key, context, inPieces(plaintext, size)))

/** What came out before the stream ended or broke. */
async function open(
  key: SealingKey,
  sealed: Buffer,
  at = context,
): Promise<{ out: number; broken: boolean }> {
  let out = 0
  try {
    for await (const chunk of openStream(() => key, at, source(sealed))) out += chunk.length
    return { out, broken: false }
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    return { out, broken: true }
  }
}

describe.each<Algorithm>(['aes', 'sm'])('%s', (algorithm) => {
  const key = new SealingKey(randomBytes(32), 1, algorithm)
  test.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 3 * chunkBytes + 5])(
    '%i bytes, whatever the pieces they arrive in',
    async (length) => {
      const plaintext = randomBytes(length)
      for (const size of [1000, chunkBytes, 1_000_000]) {
        const sealed = await seal(key, plaintext, size)
        expect((await all(openStream(() => key, context, source(sealed)))).equals(plaintext)).toBe(true)
      }
    },
  )

  test('every bit of the header and of the last bytes counts', async () => {
    const sealed = await seal(key, Buffer.from('a contract'))
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(await open(key, flipped)).toEqual({ out: 0, broken: true })
    }
  })
})

describe('attacks on a file of three and a half chunks', async () => {
  const key = new SealingKey(randomBytes(32), 1, 'aes')
  const sealed = await seal(key, randomBytes(3 * chunkBytes + chunkBytes / 2))
  const head = sealed.subarray(0, streamHeadBytes)
  const chunk = (index: number) =>
    sealed.subarray(streamHeadBytes + index * sealedChunk, streamHeadBytes + (index + 1) * sealedChunk)
  const join = (...indexes: number[]) => Buffer.concat([head, ...indexes.map(chunk)])

  test('as it is, it opens', async () => {
    expect(await open(key, join(0, 1, 2, 3))).toEqual({ out: 3.5 * chunkBytes, broken: false })
  })

  test.each<[string, Buffer]>([
    ['cut at a chunk', join(0, 1, 2)],
    ['cut to the header', head],
    ['cut within the header', head.subarray(0, 40)],
    ['empty', Buffer.alloc(0)],
    ['cut within a chunk', sealed.subarray(0, -1)],
    ['cut within an inner chunk', sealed.subarray(0, streamHeadBytes + sealedChunk + 100)],
    ['a byte added', Buffer.concat([sealed, Buffer.of(0)])],
    ['the last chunk twice', Buffer.concat([sealed, chunk(3)])],
    ['a full chunk added', Buffer.concat([sealed, chunk(0)])],
    ['the first chunk dropped', join(1, 2, 3)],
    ['the last chunk alone', join(3)],
  ])('%s: refused before the first byte', async (_what, forged) => {
    expect(await open(key, forged)).toEqual({ out: 0, broken: true })
  })

  test('two inner chunks exchanged: refused at the first of them', async () => {
    expect(await open(key, join(0, 2, 1, 3))).toEqual({ out: chunkBytes, broken: true })
  })

  test('a chunk of another file of the same customer: refused', async () => {
    const other = await seal(key, randomBytes(4 * chunkBytes))
    const forged = Buffer.concat([
      head,
      chunk(0),
      other.subarray(streamHeadBytes + sealedChunk, streamHeadBytes + 2 * sealedChunk),
      chunk(2),
      chunk(3),
    ])
    expect(await open(key, forged)).toEqual({ out: chunkBytes, broken: true })
  })

  test('under another name, level, customer or key: refused', async () => {
    for (const change of [{ name: 'x' }, { level: 3 }, { customerId: 'x' }, { schemaVersion: 2 }])
      expect(await open(key, sealed, { ...context, ...change })).toEqual({ out: 0, broken: true })
    expect(await open(new SealingKey(randomBytes(32), 1, 'aes'), sealed)).toEqual({ out: 0, broken: true })
    expect(await open(new SealingKey(randomBytes(32), 2, 'aes'), sealed)).toEqual({ out: 0, broken: true })
  })
})

test('the same file sealed twice has nothing in common', async () => {
  const key = new SealingKey(randomBytes(32), 1, 'aes')
  const plaintext = Buffer.alloc(1000)
  const [one, other] = [await seal(key, plaintext), await seal(key, plaintext)]
  expect(one.subarray(7).equals(other.subarray(7))).toBe(false)
  expect(
    one
      .subarray(streamHeadBytes, streamHeadBytes + 8)
      .equals(other.subarray(streamHeadBytes, streamHeadBytes + 8)),
  ).toBe(false)
})
