import type { Database } from '../database/index.ts'
import { openCheckpoint, signCheckpoint, type Trust } from './checkpoints.ts'
import { LedgerBroken } from './faults.ts'
import type { LaneState, SignedCheckpoint } from './lane.ts'
import type { NoteSigner, OtherHead } from './note.ts'
import { insertCheckpoint, insertTiles, readHeads } from './store.ts'
import type { Tile } from './tiles.ts'
import type { Witness } from './witness.ts'

interface Draft {
  readonly state: LaneState
  readonly head: OtherHead
  readonly tiles: readonly Tile[]
}

/** Stores full tiles and signs a checkpoint for each lane that has grown; keeps the checkpoint outside as well. */
export class Sealer {
  readonly #db: Database
  readonly #signer: NoteSigner
  readonly #trust: Trust
  readonly #witness: Witness | undefined
  readonly #lane: (lane: number) => Promise<LaneState>

  /** @param lane gives the state of a lane, opening it first if another program has added it */
  constructor(options: {
    db: Database
    signer: NoteSigner
    trust: Trust
    witness: Witness | undefined
    lane: (lane: number) => Promise<LaneState>
  }) {
    this.#db = options.db
    this.#signer = options.signer
    this.#trust = options.trust
    this.#witness = options.witness
    this.#lane = options.lane
  }

  /** @throws LedgerBroken when what is stored does not follow from what this process knows; nothing is signed then */
  async seal(): Promise<void> {
    const drafts = await this.#draft()
    const grown = drafts.filter(({ state, head }) => head.size > (state.newest?.size ?? -1))
    if (grown.length === 0) return
    const notes = grown.map(({ head }) => {
      const others = drafts.filter((other) => other.head !== head).map((other) => other.head)
      return signCheckpoint(this.#signer, this.#trust.ledgerId, head, others)
    })
    const standing = await this.#db.transact(async (w) => {
      const stored: string[] = []
      for (const [i, { state, head, tiles }] of grown.entries()) {
        await insertTiles(w, state.lane, tiles)
        stored.push(await insertCheckpoint(w, state.lane, head.size, notes[i]!))
      }
      return stored
    })
    for (const [i, draft] of grown.entries()) await this.#conclude(draft, standing[i]!)
  }

  async #draft(): Promise<Draft[]> {
    const known = new Map<number, number>()
    return await this.#db.read(async (r) => {
      const drafts: Draft[] = []
      const states: LaneState[] = []
      for (const { lane } of await readHeads(r)) {
        const state = await this.#lane(lane)
        known.set(lane, state.size)
        states.push(state)
      }
      // Read again: the sizes noted above were durable before this read, so the database may not be behind them.
      const heads = new Map((await readHeads(r)).map((head) => [head.lane, head.frontier]))
      for (const state of states) {
        const head = heads.get(state.lane)
        if (!head) throw new LedgerBroken(state.lane, 0, 'missing', 'the lane is no longer listed')
        await state.catchUp(r, head, known.get(state.lane))
      }
      // One moment for all lanes, without an await between, so that heads and tiles belong together.
      for (const state of states) {
        const { size } = state
        const head = { laneName: state.name, size, root: state.frontier().root() }
        drafts.push({ state, head, tiles: [...state.unwritten()] })
      }
      return drafts
    })
  }

  async #conclude({ state, head, tiles }: Draft, note: string): Promise<void> {
    const checkpoint: SignedCheckpoint = openCheckpoint(this.#trust, state.lane, state.name, note, head.size)
    if (!checkpoint.root.equals(head.root)) {
      const detail = `another program signed a different history of ${head.size} entries`
      throw new LedgerBroken(state.lane, head.size, 'fork', detail)
    }
    state.written(tiles)
    state.newest = checkpoint
    await this.#witness?.keep(state.name, note)
  }
}
