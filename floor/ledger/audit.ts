import { sql, type Database, type Reader } from '../database/index.ts'
import { openCheckpoint, type Trust } from './checkpoints.ts'
import { LedgerBroken } from './faults.ts'
import type { SignedCheckpoint } from './lane.ts'
import { readBatches, readCheckpoints, readHeads, readTiles, type LaneHead } from './store.ts'
import { splitTile, TILE_WIDTH, TileBuilder, type Tile } from './tiles.ts'
import { Frontier, leafHash } from './tree.ts'

/** How far a check has come. */
export interface Progress {
  readonly laneName: string
  readonly done: number
  readonly size: number
}

/** What a whole lane amounts to. */
export interface LaneSummary {
  readonly lane: number
  readonly name: string
  readonly size: number
  /** Root over all entries, base64. */
  readonly root: string
  readonly checkpoints: number
}

const STEP = 16 * TILE_WIDTH

/**
 * Derives one lane again from its entries alone and compares everything stored on the way: tiles, frontiers,
 * checkpoints, and the checkpoint kept outside.
 * @throws LedgerBroken naming the first thing that does not fit
 */
export async function auditLane(
  db: Database,
  laneHead: LaneHead,
  trust: Trust,
  witnessed: string | undefined,
  onProgress: (progress: Progress) => void,
): Promise<LaneSummary> {
  return await db.read((r) => new LaneAudit(r, laneHead, trust, witnessed, onProgress).run())
}

/** The lanes as they stand, for `auditLane`. */
export const lanesToAudit = (db: Database): Promise<LaneHead[]> => db.read((r) => readHeads(r))

class LaneAudit {
  readonly #r: Reader
  readonly #head: LaneHead
  readonly #trust: Trust
  readonly #seen: SignedCheckpoint | undefined
  readonly #onProgress: (progress: Progress) => void
  readonly #frontier = Frontier.empty()
  readonly #builder = new TileBuilder()
  /** First entry that differs from its stored tile; the next frontier tells which of the two was altered. */
  #suspect: number | undefined
  /** Entries below are confirmed by tile or frontier. */
  #sound = 0
  /** Size of the last checkpoint that was found right. */
  #signed = 0
  #checkpoints = 0

  constructor(
    r: Reader,
    head: LaneHead,
    trust: Trust,
    witnessed: string | undefined,
    onProgress: (progress: Progress) => void,
  ) {
    this.#r = r
    this.#head = head
    this.#trust = trust
    this.#onProgress = onProgress
    this.#seen = witnessed === undefined ? undefined : openCheckpoint(trust, head.lane, head.name, witnessed)
  }

  async run(): Promise<LaneSummary> {
    const { lane, name, frontier, lastIndex, signedSize } = this.#head
    const size = frontier.size
    await this.#compare(0, new Map(), await this.#notes(-1, 0))
    for (let from = 0; from < size; from += STEP) {
      const to = Math.min(from + STEP, size)
      await this.#step(from, to)
      this.#onProgress({ laneName: name, done: to, size })
    }
    if (signedSize > size) this.#fail(size, 'truncated', `${signedSize} entries were signed`)
    if (this.#seen && this.#seen.size > size)
      this.#fail(size, 'rolled-back', `${this.#seen.size} entries were seen`)
    if (lastIndex >= size)
      this.#fail(size, 'extra', `${size} entries are accounted for, the last is ${lastIndex}`)
    const root = this.#frontier.root().toString('base64')
    return { lane, name, size, root, checkpoints: this.#checkpoints }
  }

  #fail(index: number, what: LedgerBroken['what'], detail: string): never {
    throw new LedgerBroken(this.#head.lane, index, what, detail)
  }

  async #notes(after: number, upTo: number): Promise<Map<number, string>> {
    const rows = await readCheckpoints(this.#r, this.#head.lane, after, upTo, STEP + 1)
    return new Map(rows.map((row) => [row.size, row.note]))
  }

  async #step(from: number, to: number): Promise<void> {
    const rows = await this.#r.rows<{ index: number; entry: string }>(
      sql`select index, entry from ledger.leaf
        where lane = ${this.#head.lane} and index >= ${from} and index < ${to} order by index`,
    )
    const tiles = await readTiles(this.#r, this.#head.lane, 0, from / TILE_WIDTH, Math.ceil(to / TILE_WIDTH))
    const batches = await readBatches(this.#r, this.#head.lane, from, to)
    const bySize = new Map(batches.map((batch) => [batch.size, batch]))
    const notes = await this.#notes(from, to)
    for (let i = 0; i < to - from; i++) {
      const row = rows[i]
      if (row?.index !== from + i) this.#fail(from + i, 'missing', 'the entry is not there')
      const full = this.#add(row.entry, from + i, tiles)
      for (const tile of full) await this.#compareTile(tile, tiles)
      const { size } = this.#frontier
      if (bySize.has(size) || notes.has(size) || this.#seen?.size === size)
        await this.#compare(size, bySize, notes)
    }
  }

  #add(entry: string, index: number, tiles: ReadonlyMap<number, Buffer>): Tile[] {
    const leaf = leafHash(entry)
    const stored = tiles.get(Math.floor(index / TILE_WIDTH))
    if (stored) {
      const at = (index % TILE_WIDTH) * leaf.length
      if (!stored.subarray(at, at + leaf.length).equals(leaf)) this.#suspect ??= index
      if (this.#suspect === undefined && this.#sound === index) this.#sound = index + 1
    }
    this.#frontier.append(leaf)
    return this.#builder.push(leaf)
  }

  async #compareTile(tile: Tile, level0: ReadonlyMap<number, Buffer>): Promise<void> {
    const { lane } = this.#head
    const { level, n } = tile
    const stored = level === 0 ? level0.get(n) : (await readTiles(this.#r, lane, level, n, n + 1)).get(n)
    const first = n * TILE_WIDTH ** (level + 1)
    if (!stored) {
      // Tiles are stored with the checkpoint that covers them, so after the newest one there are none yet.
      if (this.#builder.size <= this.#head.signedSize)
        this.#fail(first, 'missing', `tile ${level}/${n} is not there`)
      return
    }
    if (level === 0 || this.#suspect !== undefined) {
      if (stored.length !== tile.hashes.length)
        this.#fail(first, 'tile-altered', `tile ${level}/${n} has another length`)
      return
    }
    if (stored.equals(tile.hashes)) return
    const parts = splitTile(tile.hashes)
    const bad = parts.findIndex(
      (hash, i) => !hash.equals(stored.subarray(i * hash.length, (i + 1) * hash.length)),
    )
    this.#fail(
      first + Math.max(bad, 0) * TILE_WIDTH ** level,
      'tile-altered',
      `hash ${bad} of tile ${level}/${n} is not that of its entries`,
    )
  }

  /** Compares frontier, checkpoint and witness of a size, where there are any. */
  async #compare(
    size: number,
    batches: ReadonlyMap<number, Frontier>,
    notes: ReadonlyMap<number, string>,
  ): Promise<void> {
    const batch = batches.get(size)
    if (batch && !batch.equals(this.#frontier)) await this.#blame(size)
    if (batch && this.#suspect !== undefined) {
      const place = `tile 0/${Math.floor(this.#suspect / TILE_WIDTH)}`
      this.#fail(this.#suspect, 'tile-altered', `${place} has another hash for this entry than its frontier`)
    }
    const { lane, name } = this.#head
    const note = notes.get(size)
    if (note !== undefined) {
      const signed = openCheckpoint(this.#trust, lane, name, note, size)
      if (!signed.root.equals(this.#frontier.root())) {
        this.#fail(this.#signed, 'rewritten', `these entries do not lead to the checkpoint of ${size}`)
      }
      this.#checkpoints++
      this.#signed = size
    }
    if (this.#seen?.size === size && !this.#seen.root.equals(this.#frontier.root())) {
      this.#fail(size, 'fork', `the witnessed checkpoint of ${size} has another root`)
    }
    if (batch) this.#sound = Math.max(this.#sound, size)
  }

  /** A stored frontier does not follow: says whether entries or the frontier row must have been altered. */
  async #blame(size: number): Promise<never> {
    if (this.#suspect !== undefined) {
      this.#fail(
        this.#suspect,
        'entry-altered',
        'it is neither what its tile nor what its frontier was made of',
      )
    }
    const [row] = await readCheckpoints(this.#r, this.#head.lane, size - 1, size, 1)
    const { lane, name } = this.#head
    if (row && openCheckpoint(this.#trust, lane, name, row.note, size).root.equals(this.#frontier.root())) {
      this.#fail(
        size,
        'frontier-altered',
        'the entries lead to the signed checkpoint, but not to this frontier',
      )
    }
    if (this.#sound >= size)
      this.#fail(size, 'frontier-altered', 'the entries agree with their tiles, but not with it')
    return this.#fail(
      this.#sound,
      'entry-altered',
      `entries ${this.#sound} to ${size} do not lead to their frontier`,
    )
  }
}
