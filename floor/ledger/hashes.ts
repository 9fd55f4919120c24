import type { Reader } from '../database/index.ts'
import type { SubtreeReader } from './proofs.ts'
import { readLeaves, readTiles } from './store.ts'
import { splitTile, TILE_WIDTH } from './tiles.ts'
import { leafHash, rootOf } from './tree.ts'

/** Hashes at hand without asking the database: open tiles, and full ones that are not stored yet. */
export interface HotTiles {
  hot(level: number, n: number): readonly Buffer[] | undefined
}

/** Levels of the binary tree that one tile spans. */
const TILE_HEIGHT = 8

/**
 * The hashes of one lane, from memory where they are at hand, else from stored tiles, else from the entries.
 * Meant for one proof: what was fetched is kept until the object goes.
 */
export class LaneHashes implements SubtreeReader {
  readonly #reader: Reader
  readonly #lane: number
  readonly #hot: HotTiles | undefined
  readonly #fetched = new Map<string, readonly Buffer[]>()

  constructor(reader: Reader, lane: number, hot?: HotTiles) {
    this.#reader = reader
    this.#lane = lane
    this.#hot = hot
  }

  async subtree(level: number, index: number): Promise<Buffer> {
    const width = 2 ** (level % TILE_HEIGHT)
    const first = index * width
    const at = first % TILE_WIDTH
    const n = (first - at) / TILE_WIDTH
    const hashes = await this.tile(Math.floor(level / TILE_HEIGHT), n, at + width)
    return rootOf(hashes.slice(at, at + width))
  }

  /** At least the first `width` hashes of a tile. */
  async tile(level: number, n: number, width: number): Promise<readonly Buffer[]> {
    const key = `${level}/${n}`
    const known = this.#hot?.hot(level, n) ?? this.#fetched.get(key)
    if (known && known.length >= width) return known
    const stored = (await readTiles(this.#reader, this.#lane, level, n, n + 1)).get(n)
    const hashes = stored ? splitTile(stored) : await this.#derive(level, n, width)
    this.#fetched.set(key, hashes)
    return hashes
  }

  /** The hashes of a tile that is stored nowhere, from the level below it. */
  async #derive(level: number, n: number, width: number): Promise<Buffer[]> {
    const from = n * TILE_WIDTH
    if (level === 0) {
      const entries = await readLeaves(this.#reader, this.#lane, from, from + width)
      return entries.map((entry) => leafHash(entry))
    }
    const below = await readTiles(this.#reader, this.#lane, level - 1, from, from + width)
    const hashes: Buffer[] = []
    for (let child = from; child < from + width; child++) {
      const stored = below.get(child)
      hashes.push(rootOf(stored ? splitTile(stored) : await this.tile(level - 1, child, TILE_WIDTH)))
    }
    return hashes
  }
}
