import type { Reader } from '../database/index.ts'
import { openCheckpoint, type Trust } from './checkpoints.ts'
import { LedgerBroken } from './faults.ts'
import { LaneHashes } from './hashes.ts'
import { LaneState, restoreBuilder, type SignedCheckpoint } from './lane.ts'
import { rootAt } from './proofs.ts'
import { readBatches, readCheckpoint, readLeaves, type LaneHead } from './store.ts'
import { leafHash } from './tree.ts'

const LEAVES_PER_READ = 4096

/**
 * Takes up one lane: the stored tiles must lead to the root of the newest signed checkpoint, the entries after it
 * to every frontier stored since, and the checkpoint that was kept outside must lie on the way.
 * @param witnessed the note kept outside the database for this lane
 * @throws LedgerBroken when the lane is behind what was signed or seen, or was rewritten since
 */
export async function openLane(
  r: Reader,
  head: LaneHead,
  trust: Trust,
  witnessed: string | undefined,
): Promise<LaneState> {
  const { lane, name, frontier, lastIndex } = head
  const row = await readCheckpoint(r, lane)
  const newest = row && openCheckpoint(trust, lane, name, row.note, row.size)
  const seen = witnessed === undefined ? undefined : openCheckpoint(trust, lane, name, witnessed)
  if (seen && seen.size > frontier.size) {
    const detail = `the database has ${frontier.size} entries, the last witnessed checkpoint ${seen.size}`
    throw new LedgerBroken(lane, frontier.size, 'rolled-back', detail)
  }
  if (newest && newest.size > frontier.size) {
    const detail = `${frontier.size} entries are accounted for, but ${newest.size} were signed`
    throw new LedgerBroken(lane, frontier.size, 'truncated', detail)
  }
  if (lastIndex !== frontier.size - 1) {
    const detail = `the last entry is ${lastIndex}, but ${frontier.size} are accounted for`
    throw new LedgerBroken(
      lane,
      Math.min(lastIndex + 1, frontier.size),
      lastIndex < frontier.size ? 'truncated' : 'extra',
      detail,
    )
  }
  const state = new LaneState(lane, name, await restoreBuilder(r, lane, newest?.size ?? 0))
  state.newest = newest
  if (newest && !state.frontier().root().equals(newest.root)) {
    const detail = `what is stored does not lead to the checkpoint signed for ${newest.size} entries`
    throw new LedgerBroken(lane, 0, 'rewritten', `${detail}; "mifeng ledger verify" finds the place`)
  }
  if (seen && seen.size <= state.size) {
    mustMatch(seen, await rootAt(new LaneHashes(r, lane, state), seen.size))
  }
  await checkTail(r, state, head, seen)
  return state
}

function mustMatch(seen: SignedCheckpoint, root: Buffer): void {
  if (root.equals(seen.root)) return
  const detail = `the witnessed checkpoint of size ${seen.size} has another root than the entries here`
  throw new LedgerBroken(seen.lane, seen.size, 'fork', detail)
}

/** Derives the entries since the newest checkpoint again and compares them with every frontier on the way. */
async function checkTail(
  r: Reader,
  state: LaneState,
  head: LaneHead,
  seen: SignedCheckpoint | undefined,
): Promise<void> {
  const frontier = state.frontier()
  let sound = frontier.size
  while (frontier.size < head.frontier.size) {
    const from = frontier.size
    const to = Math.min(from + LEAVES_PER_READ, head.frontier.size)
    const leaves = (await readLeaves(r, head.lane, from, to)).map((entry) => leafHash(entry))
    const batches = new Map((await readBatches(r, head.lane, from, to)).map((batch) => [batch.size, batch]))
    for (const leaf of leaves) {
      frontier.append(leaf)
      const batch = batches.get(frontier.size)
      if (batch && !batch.equals(frontier)) {
        const detail = `entries ${sound} to ${frontier.size} do not lead to the stored frontier`
        throw new LedgerBroken(head.lane, sound, 'entry-altered', detail)
      }
      if (batch) sound = frontier.size
      if (seen?.size === frontier.size) mustMatch(seen, frontier.root())
    }
    state.absorb(from, leaves)
  }
}
