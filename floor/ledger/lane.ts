import type { Reader } from '../database/index.ts'
import { LedgerBroken } from './faults.ts'
import { LaneHashes, type HotTiles } from './hashes.ts'
import { readLeaves } from './store.ts'
import { openWidth, splitTile, TILE_WIDTH, TileBuilder, type Tile } from './tiles.ts'
import { leafHash, type Frontier } from './tree.ts'

/** A checkpoint that was signed by the ledger's key and read. */
export interface SignedCheckpoint {
  readonly lane: number
  readonly size: number
  readonly root: Buffer
  /** The signed note, as auditors get it. */
  readonly note: string
}

const LEAVES_PER_READ = 4096

/**
 * What this process knows of one lane and trusts: the open tiles up to a size that is durable, tiles that are
 * full but not stored, and the newest checkpoint. It only ever grows.
 */
export class LaneState implements HotTiles {
  readonly lane: number
  readonly name: string
  newest: SignedCheckpoint | undefined
  readonly #builder: TileBuilder
  #unwritten: Tile[] = []
  #turn: Promise<void> = Promise.resolve()

  constructor(lane: number, name: string, builder: TileBuilder = new TileBuilder()) {
    this.lane = lane
    this.name = name
    this.#builder = builder
  }

  get size(): number {
    return this.#builder.size
  }

  frontier(): Frontier {
    return this.#builder.frontier()
  }

  hot(level: number, n: number): readonly Buffer[] | undefined {
    const open = Math.floor(this.#builder.size / TILE_WIDTH ** (level + 1))
    if (n === open) return this.#builder.open(level)
    const full = this.#unwritten.find((tile) => tile.level === level && tile.n === n)
    return full && splitTile(full.hashes)
  }

  /** Takes in leaf hashes that are durable as entries `from` and following; what is known already is passed over. */
  absorb(from: number, leaves: readonly Buffer[]): void {
    if (from > this.#builder.size) return
    for (const leaf of leaves.slice(this.#builder.size - from))
      this.#unwritten.push(...this.#builder.push(leaf))
  }

  /** The full tiles that are not stored yet. */
  unwritten(): readonly Tile[] {
    return this.#unwritten
  }

  /** Tells that these tiles are stored. */
  written(tiles: readonly Tile[]): void {
    const done = new Set(tiles)
    this.#unwritten = this.#unwritten.filter((tile) => !done.has(tile))
  }

  /**
   * Reads entries until the head, and compares what follows from them with the frontier stored there.
   * @param atSize told of every size that was reached leaf by leaf, before going on
   * @throws LedgerBroken when the head is behind what is known, or does not follow from the entries
   */
  async catchUp(r: Reader, head: Frontier, known: number = this.size): Promise<void> {
    const mine = this.#turn.then(() => this.#catchUp(r, head, known))
    this.#turn = mine.catch(() => undefined)
    await mine
  }

  async #catchUp(r: Reader, head: Frontier, known: number): Promise<void> {
    if (head.size < known) {
      const detail = `${known} entries were there, the database now has ${head.size}`
      throw new LedgerBroken(this.lane, head.size, 'rolled-back', detail)
    }
    const before = this.size
    while (this.size < head.size) {
      const from = this.size
      const entries = await readLeaves(r, this.lane, from, Math.min(from + LEAVES_PER_READ, head.size))
      this.absorb(
        from,
        entries.map((entry) => leafHash(entry)),
      )
    }
    // Own appends may have gone on meanwhile; they are compared the next time.
    if (this.size === head.size && !this.frontier().equals(head)) {
      const detail = `entries ${before} to ${head.size} do not lead to the stored frontier`
      throw new LedgerBroken(this.lane, Math.min(before, head.size), 'rewritten', detail)
    }
  }
}

/** The open tiles of a lane at a size up to which all full tiles are stored. */
export async function restoreBuilder(r: Reader, lane: number, size: number): Promise<TileBuilder> {
  const hashes = new LaneHashes(r, lane)
  const open: (readonly Buffer[])[] = []
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const width = openWidth(size, level)
    const n = Math.floor(size / TILE_WIDTH ** (level + 1))
    open.push(width === 0 ? [] : (await hashes.tile(level, n, width)).slice(0, width))
  }
  return new TileBuilder(size, open)
}
