import { Frontier, HASH_BYTES, rootOf } from './tree.ts'

/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256
/** Longest entry that the 16-bit length prefix of an entry bundle can carry, in bytes. */
export const ENTRY_LIMIT_BYTES = 65_535

/** A full tile: level, number within the level, and its 256 hashes joined. */
export interface Tile {
  readonly level: number
  readonly n: number
  readonly hashes: Buffer
}

/** Number as path elements of three digits, all but the last marked with x: 1234067 → x001/x234/067. */
function numberPath(n: number): string {
  const digits = String(n)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  return padded.replace(/(\d{3})(?=\d)/g, 'x$1/')
}

const suffix = (width: number): string => (width === TILE_WIDTH ? '' : `.p/${width}`)

/** Path of a tile below its lane's folder; `width` is that of a partial tile. */
export const tilePath = (level: number, n: number, width: number = TILE_WIDTH): string =>
  `tile/${level}/${numberPath(n)}${suffix(width)}`

/** Path of a bundle of entries below its lane's folder. */
export const entriesPath = (n: number, width: number = TILE_WIDTH): string =>
  `tile/entries/${numberPath(n)}${suffix(width)}`

/** Entries, each with its length in two bytes before it.
 * @throws RangeError when an entry is longer than 65,535 bytes */
export function encodeBundle(entries: readonly string[]): Buffer {
  const parts: Buffer[] = []
  for (const entry of entries) {
    const bytes = Buffer.from(entry)
    if (bytes.length > ENTRY_LIMIT_BYTES)
      throw new RangeError(`an entry of ${bytes.length} bytes is too long`)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    parts.push(length, bytes)
  }
  return Buffer.concat(parts)
}

/** The entries of a bundle; undefined when its lengths do not add up. */
export function decodeBundle(bundle: Uint8Array): Buffer[] | undefined {
  const data = Buffer.from(bundle)
  const entries: Buffer[] = []
  let at = 0
  while (at < data.length) {
    if (at + 2 > data.length) return undefined
    const end = at + 2 + data.readUInt16BE(at)
    if (end > data.length) return undefined
    entries.push(data.subarray(at + 2, end))
    at = end
  }
  return entries
}

/** The hashes of a tile, one by one. */
export function splitTile(hashes: Uint8Array): Buffer[] {
  const data = Buffer.from(hashes)
  if (data.length % HASH_BYTES !== 0) throw new RangeError(`a tile of ${data.length} bytes is broken`)
  return Array.from({ length: data.length / HASH_BYTES }, (_, i) =>
    data.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  )
}

/** How many hashes the rightmost tile of a level holds in a tree of `size` leaves; 0 when none is begun. */
export const openWidth = (size: number, level: number): number =>
  Math.floor(size / TILE_WIDTH ** level) % TILE_WIDTH

/**
 * Grows the tiles of one lane leaf by leaf. It holds only the open tile of each level (at most 255 hashes) and
 * hands out every tile that becomes full; from the open tiles it knows frontier and root.
 */
export class TileBuilder {
  #size: number
  readonly #open: Buffer[][]

  /** @param open the hashes of the open tile of each level, from level 0 up */
  constructor(size = 0, open: readonly (readonly Buffer[])[] = []) {
    this.#size = size
    this.#open = open.map((hashes) => [...hashes])
    for (let level = 0; TILE_WIDTH ** level <= size || level < this.#open.length; level++) {
      if ((this.#open[level]?.length ?? 0) !== openWidth(size, level)) {
        throw new RangeError(`open tile of level ${level} does not belong to ${size} leaves`)
      }
    }
  }

  get size(): number {
    return this.#size
  }

  /** The open tile of a level, as far as it is filled. */
  open(level: number): readonly Buffer[] {
    return this.#open[level] ?? []
  }

  /** Number of levels that have an open or a full tile. */
  get levels(): number {
    return this.#open.length
  }

  /** Adds a leaf; returns the tiles that became full, lowest level first. */
  push(leaf: Buffer): Tile[] {
    const full: Tile[] = []
    let hash = leaf
    this.#size++
    for (let level = 0; ; level++) {
      const row = (this.#open[level] ??= [])
      row.push(hash)
      if (row.length < TILE_WIDTH) return full
      full.push({
        level,
        n: Math.floor(this.#size / TILE_WIDTH ** (level + 1)) - 1,
        hashes: Buffer.concat(row),
      })
      hash = rootOf(row)
      this.#open[level] = []
    }
  }

  /** The compact range over all leaves so far. */
  frontier(): Frontier {
    const hashes: Buffer[] = []
    for (let level = this.#open.length - 1; level >= 0; level--) {
      const row = this.#open[level]!
      for (let at = 0; at < row.length;) {
        let width = TILE_WIDTH / 2
        while (width > row.length - at) width /= 2
        hashes.push(rootOf(row.slice(at, at + width)))
        at += width
      }
    }
    return Frontier.of(this.#size, hashes)
  }
}
