import { hash } from 'node:crypto'

/** Bytes in one hash of the tree (SHA-256). */
export const HASH_BYTES = 32

/** By way of a string of 32 Latin-1 characters: Node makes those at half the cost of a fresh buffer. */
const sha256 = (data: string | Uint8Array): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'binary')

/** Root of a tree without leaves: the hash of nothing (RFC 6962 §2.1). */
export const EMPTY_ROOT: Buffer = sha256('')

/** Hash of one leaf, SHA-256(0x00 ‖ entry); text is taken as UTF-8 (RFC 6962 §2.1). */
export function leafHash(entry: string | Uint8Array): Buffer {
  if (typeof entry === 'string') return sha256('\0' + entry)
  const prefixed = Buffer.allocUnsafe(entry.length + 1)
  prefixed[0] = 0
  prefixed.set(entry, 1)
  return sha256(prefixed)
}

// One scratch area is enough: hashing is synchronous, and the digest is always a fresh buffer.
const pair = Buffer.alloc(1 + 2 * HASH_BYTES)
pair[0] = 1

/** Hash of an inner node, SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1)
  pair.set(right, 1 + HASH_BYTES)
  return sha256(pair)
}

/** Root over a run of hashes that starts at a multiple of a power of two not below its length. */
export function rootOf(hashes: readonly Uint8Array[]): Buffer {
  if (hashes.length === 0) return EMPTY_ROOT
  let row: readonly Uint8Array[] = hashes
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let i = 0; i + 1 < row.length; i += 2) above.push(nodeHash(row[i]!, row[i + 1]!))
    // An odd node at the right edge rises unchanged, as RFC 6962 splits at the largest power of two.
    if (row.length % 2 === 1) above.push(row.at(-1)!)
    row = above
  }
  return Buffer.from(row[0]!)
}

/**
 * The compact range of a tree: the roots of its complete subtrees, largest first, one for every 1 in the binary
 * form of the size. It is all that is needed to append leaves and to know the root, in at most 53 hashes.
 */
export class Frontier {
  #size: number
  readonly #hashes: Buffer[]

  private constructor(size: number, hashes: Buffer[]) {
    this.#size = size
    this.#hashes = hashes
  }

  static empty(): Frontier {
    return new Frontier(0, [])
  }

  /** @param hashes the roots of the complete subtrees of a tree of `size` leaves, largest first */
  static of(size: number, hashes: readonly Buffer[]): Frontier {
    if (!Number.isSafeInteger(size) || size < 0 || hashes.length !== ones(size)) {
      throw new RangeError(`a frontier of ${size} leaves cannot have ${hashes.length} hashes`)
    }
    return new Frontier(size, [...hashes])
  }

  /** Reads what `serialise` wrote: eight bytes of size, big-endian, then the hashes. */
  static parse(bytes: Uint8Array): Frontier {
    const data = Buffer.from(bytes)
    if (data.length < 8 || (data.length - 8) % HASH_BYTES !== 0) throw new RangeError('not a frontier')
    const hashes: Buffer[] = []
    for (let at = 8; at < data.length; at += HASH_BYTES) hashes.push(data.subarray(at, at + HASH_BYTES))
    return Frontier.of(Number(data.readBigUInt64BE(0)), hashes)
  }

  get size(): number {
    return this.#size
  }

  get hashes(): readonly Buffer[] {
    return this.#hashes
  }

  /** Adds one leaf by its hash. */
  append(leaf: Buffer): void {
    let node = leaf
    for (let size = this.#size; size % 2 === 1; size = (size - 1) / 2)
      node = nodeHash(this.#hashes.pop()!, node)
    this.#hashes.push(node)
    this.#size++
  }

  root(): Buffer {
    if (this.#size === 0) return EMPTY_ROOT
    let node = this.#hashes.at(-1)!
    for (let i = this.#hashes.length - 2; i >= 0; i--) node = nodeHash(this.#hashes[i]!, node)
    return node
  }

  serialise(): Buffer {
    const size = Buffer.alloc(8)
    size.writeBigUInt64BE(BigInt(this.#size))
    return Buffer.concat([size, ...this.#hashes])
  }

  clone(): Frontier {
    return new Frontier(this.#size, [...this.#hashes])
  }

  equals(other: Frontier): boolean {
    return this.#size === other.#size && this.#hashes.every((hash, i) => hash.equals(other.#hashes[i]!))
  }
}

function ones(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}
