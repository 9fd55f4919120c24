import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  consistencyProof,
  inclusionProof,
  rootAt,
  verifyConsistency,
  verifyInclusion,
  type SubtreeReader,
} from './proofs.ts'
import { EMPTY_ROOT, Frontier, leafHash, nodeHash, rootOf } from './tree.ts'

interface Vectors {
  leaves: string[]
  roots: string[]
  inclusion: { index: number; size: number; proof: string[] }[]
  consistency: { from: number; to: number; proof: string[] }[]
}
const vectors: Vectors = JSON.parse(readFileSync(new URL('vectors/rfc6962.json', import.meta.url), 'utf8'))
const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const published = vectors.leaves.map((leaf) => leafHash(hex(leaf)))

const readerOf = (leaves: readonly Buffer[]): SubtreeReader => ({
  subtree: async (level, index) => {
    const run = leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)
    if (run.length !== 2 ** level) throw new Error('asked for an incomplete subtree')
    return rootOf(run)
  },
})
const grow = (leaves: readonly Buffer[], frontier = Frontier.empty()): Frontier => {
  for (const leaf of leaves) frontier.append(leaf)
  return frontier
}
/** The definition of RFC 6962 §2.1 word for word, as the oracle of everything quicker. */
function byDefinition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return EMPTY_ROOT
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(byDefinition(leaves.slice(0, k)), byDefinition(leaves.slice(k)))
}
const numbered = (size: number): Buffer[] => Array.from({ length: size }, (_, i) => leafHash(`leaf ${i}`))

describe('published vectors', () => {
  test.each(vectors.roots.map((root, size) => ({ root, size })))(
    'root of $size leaves',
    async ({ root, size }) => {
      const leaves = published.slice(0, size)
      expect(grow(leaves).root().toString('hex')).toBe(root)
      expect(rootOf(leaves).toString('hex')).toBe(root)
      expect((await rootAt(readerOf(leaves), size)).toString('hex')).toBe(root)
    },
  )

  test.each(vectors.inclusion)('inclusion of $index in $size', async ({ index, size, proof }) => {
    expect((await inclusionProof(readerOf(published), index, size)).map((h) => h.toString('hex'))).toEqual(
      proof,
    )
    expect(verifyInclusion(published[index]!, index, size, proof.map(hex), hex(vectors.roots[size]!))).toBe(
      true,
    )
  })

  test.each(vectors.consistency)('$to begins with $from', async ({ from, to, proof }) => {
    expect((await consistencyProof(readerOf(published), from, to)).map((h) => h.toString('hex'))).toEqual(
      proof,
    )
    const [old, recent] = [hex(vectors.roots[from]!), hex(vectors.roots[to]!)]
    expect(verifyConsistency(from, old, to, recent, proof.map(hex))).toBe(true)
  })

  test('text is hashed as UTF-8', () => {
    expect(leafHash('客户 €').equals(leafHash(Buffer.from('客户 €')))).toBe(true)
  })
})

describe('frontier', () => {
  test('any way of splitting the appends gives the root of the definition', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 8 }), (batches) => {
        const leaves = numbered(batches.reduce((sum, n) => sum + n, 0))
        let frontier = Frontier.empty()
        let at = 0
        for (const batch of batches) {
          frontier = Frontier.parse(grow(leaves.slice(at, at + batch), frontier.clone()).serialise())
          at += batch
        }
        expect(frontier.root().equals(byDefinition(leaves))).toBe(true)
        expect(frontier.equals(grow(leaves))).toBe(true)
      }),
    )
  })

  test.each([
    ['cut short', Buffer.alloc(7)],
    ['half a hash', Buffer.alloc(8 + 16)],
    ['a hash too many', Buffer.concat([Buffer.alloc(8), Buffer.alloc(32)])],
    ['a hash too few', Frontier.empty().serialise().fill(1)],
  ])('refuses a stored frontier that is %s', (_, bytes) => {
    expect(() => Frontier.parse(bytes)).toThrow(RangeError)
  })

  test('sizes above 2^32 work', () => {
    const hashes = Array.from({ length: 33 }, (_, i) => leafHash(String(i)))
    const frontier = Frontier.of(2 ** 33 - 1, hashes)
    frontier.append(leafHash('next'))
    expect(frontier.size).toBe(2 ** 33)
    expect(frontier.hashes).toHaveLength(1)
  })
})

describe('proofs', () => {
  test('every leaf of every tree up to 70 leaves has a proof that verifies', async () => {
    for (let size = 1; size <= 70; size++) {
      const leaves = numbered(size)
      const root = byDefinition(leaves)
      for (let index = 0; index < size; index++) {
        const proof = await inclusionProof(readerOf(leaves), index, size)
        expect(verifyInclusion(leaves[index]!, index, size, proof, root)).toBe(true)
      }
    }
  })

  test('every tree up to 70 leaves is shown to begin with every smaller one', async () => {
    const leaves = numbered(70)
    for (let to = 0; to <= 70; to++) {
      for (let from = 0; from <= to; from++) {
        const proof = await consistencyProof(readerOf(leaves), from, to)
        const [old, recent] = [byDefinition(leaves.slice(0, from)), byDefinition(leaves.slice(0, to))]
        expect(verifyConsistency(from, old, to, recent, proof)).toBe(true)
      }
    }
  })

  test('a one-bit change anywhere in an inclusion proof makes it fail', async () => {
    const place = fc
      .integer({ min: 1, max: 300 })
      .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)))
    await fc.assert(
      fc.asyncProperty(place, fc.nat(), async ([size, index], where) => {
        const leaves = numbered(size)
        const proof = await inclusionProof(readerOf(leaves), index, size)
        const parts = [Buffer.from(leaves[index]!), rootOf(leaves), ...proof.map((hash) => Buffer.from(hash))]
        const bit = where % (parts.length * 256)
        parts[Math.floor(bit / 256)]![Math.floor((bit % 256) / 8)]! ^= 1 << (bit % 8)
        expect(verifyInclusion(parts[0]!, index, size, parts.slice(2), parts[1]!)).toBe(false)
        expect(verifyInclusion(leaves[index]!, index, size, proof, rootOf(leaves))).toBe(true)
      }),
    )
  })

  test('a proof is good for no other index or size, and neither longer nor shorter', async () => {
    const leaves = numbered(37)
    const root = rootOf(leaves)
    const proof = await inclusionProof(readerOf(leaves), 11, 37)
    for (let index = -1; index < 40; index++) {
      expect(verifyInclusion(leaves[11]!, index, 37, proof, root)).toBe(index === 11)
    }
    expect(verifyInclusion(leaves[11]!, 11, 16, proof, root)).toBe(false)
    expect(verifyInclusion(leaves[11]!, 11, 37, proof.slice(1), root)).toBe(false)
    expect(verifyInclusion(leaves[11]!, 11, 37, proof.slice(0, -1), root)).toBe(false)
    expect(verifyInclusion(leaves[11]!, 11, 37, [...proof, root], root)).toBe(false)
  })

  test('a one-bit change anywhere in a consistency proof makes it fail', async () => {
    const sizes = fc
      .integer({ min: 2, max: 300 })
      .chain((to) => fc.tuple(fc.integer({ min: 1, max: to - 1 }), fc.constant(to)))
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async ([from, to], where) => {
        const leaves = numbered(to)
        const proof = await consistencyProof(readerOf(leaves), from, to)
        const parts = [
          rootOf(leaves.slice(0, from)),
          rootOf(leaves),
          ...proof.map((hash) => Buffer.from(hash)),
        ]
        const bit = where % (parts.length * 256)
        parts[Math.floor(bit / 256)]![Math.floor((bit % 256) / 8)]! ^= 1 << (bit % 8)
        expect(verifyConsistency(from, parts[0]!, to, parts[1]!, parts.slice(2))).toBe(false)
      }),
    )
  })

  test('a rewritten history is not consistent with the one that was seen', async () => {
    const leaves = numbered(20)
    const rewritten = [...leaves]
    rewritten[3] = leafHash('what really did not happen')
    const proof = await consistencyProof(readerOf(rewritten), 8, 20)
    expect(verifyConsistency(8, rootOf(leaves.slice(0, 8)), 20, rootOf(rewritten), proof)).toBe(false)
  })
})
