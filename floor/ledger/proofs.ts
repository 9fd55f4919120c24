import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './tree.ts'

/** Wherever hashes are kept: gives the root of the complete subtree over leaves [index·2^level, (index+1)·2^level). */
export interface SubtreeReader {
  subtree(level: number, index: number): Promise<Buffer>
}

/** Largest power of two below `size` (the split point of RFC 6962 §2.1), for size ≥ 2. */
function split(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** Root over leaves [from, to); `from` is a multiple of the largest power of two that is at most `to - from`. */
async function rangeRoot(reader: SubtreeReader, from: number, to: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let at = from; at < to;) {
    let level = 0
    let width = 1
    while (width * 2 <= to - at) {
      width *= 2
      level++
    }
    parts.push(await reader.subtree(level, at / width))
    at += width
  }
  let root = parts.pop()
  while (root && parts.length > 0) root = nodeHash(parts.pop()!, root)
  return root ?? EMPTY_ROOT
}

/** Root of the tree over the first `size` leaves. */
export const rootAt = (reader: SubtreeReader, size: number): Promise<Buffer> => rangeRoot(reader, 0, size)

/**
 * The hashes that lead from leaf `index` to the root of the tree of `size` leaves (PATH of RFC 6962 §2.1.1),
 * the leaf's neighbour first.
 */
export async function inclusionProof(reader: SubtreeReader, index: number, size: number): Promise<Buffer[]> {
  if (index < 0 || index >= size) throw new RangeError(`leaf ${index} is not in a tree of ${size}`)
  const path = async (from: number, to: number): Promise<Buffer[]> => {
    if (to - from === 1) return []
    const middle = from + split(to - from)
    return index < middle
      ? [...(await path(from, middle)), await rangeRoot(reader, middle, to)]
      : [...(await path(middle, to)), await rangeRoot(reader, from, middle)]
  }
  return path(0, size)
}

/** The hashes that show that the tree of `from` leaves is a beginning of the tree of `to` (PROOF of §2.1.2). */
export async function consistencyProof(reader: SubtreeReader, from: number, to: number): Promise<Buffer[]> {
  if (from < 0 || from > to) throw new RangeError(`a tree of ${to} does not begin with ${from}`)
  if (from === 0 || from === to) return []
  const sub = async (keep: number, lo: number, hi: number, whole: boolean): Promise<Buffer[]> => {
    if (keep === hi - lo) return whole ? [] : [await rangeRoot(reader, lo, hi)]
    const half = split(hi - lo)
    return keep <= half
      ? [...(await sub(keep, lo, lo + half, whole)), await rangeRoot(reader, lo + half, hi)]
      : [...(await sub(keep - half, lo + half, hi, false)), await rangeRoot(reader, lo, lo + half)]
  }
  return sub(from, 0, to, true)
}

const sound = (proof: readonly Uint8Array[]): boolean => proof.every((hash) => hash.length === HASH_BYTES)
const half = (value: number): number => Math.floor(value / 2)

/** Whether the proof leads from the leaf to the root; the walk of RFC 9162 §2.1.3.2. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size)) return false
  if (index < 0 || index >= size || !sound(proof)) return false
  let position = index
  let last = size - 1
  let node = Buffer.from(leaf)
  for (const hash of proof) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      node = Buffer.from(nodeHash(hash, node))
      while (position % 2 === 0 && position !== 0) {
        position = half(position)
        last = half(last)
      }
    } else {
      node = Buffer.from(nodeHash(node, hash))
    }
    position = half(position)
    last = half(last)
  }
  return last === 0 && node.equals(root)
}

/** Whether the proof shows the later tree to begin with the earlier one; the walk of RFC 9162 §2.1.4.2. */
export function verifyConsistency(
  from: number,
  fromRoot: Uint8Array,
  to: number,
  toRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) return false
  if (!sound(proof) || fromRoot.length !== HASH_BYTES || toRoot.length !== HASH_BYTES) return false
  if (from === 0) return proof.length === 0 && EMPTY_ROOT.equals(fromRoot)
  if (from === to) return proof.length === 0 && Buffer.from(fromRoot).equals(toRoot)
  let position = from - 1
  let last = to - 1
  while (position % 2 === 1) {
    position = half(position)
    last = half(last)
  }
  // When the old tree is complete its own root is the first hash of the walk, and the proof leaves it out.
  const hashes = position === 0 ? [fromRoot, ...proof] : [...proof]
  const first = hashes.shift()
  if (!first) return false
  let old = Buffer.from(first)
  let recent = Buffer.from(first)
  for (const hash of hashes) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      old = Buffer.from(nodeHash(hash, old))
      recent = Buffer.from(nodeHash(hash, recent))
      while (position % 2 === 0 && position !== 0) {
        position = half(position)
        last = half(last)
      }
    } else {
      recent = Buffer.from(nodeHash(recent, hash))
    }
    position = half(position)
    last = half(last)
  }
  return last === 0 && old.equals(fromRoot) && recent.equals(toRoot)
}
