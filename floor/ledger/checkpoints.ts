import { LedgerBroken } from './faults.ts'
import type { SignedCheckpoint } from './lane.ts'
import {
  checkpointText,
  openNote,
  otherHeadLine,
  parseCheckpoint,
  signNote,
  type NoteKey,
  type NoteSigner,
  type OtherHead,
} from './note.ts'

/** Whose signatures count, and for which ledger. */
export interface Trust {
  readonly ledgerId: string
  /** The present key first, then keys that were used before it. */
  readonly keys: readonly NoteKey[]
}

/** First line of the checkpoints of a lane. */
export const originOf = (ledgerId: string, laneName: string): string => `${ledgerId}/${laneName}`

/**
 * Reads a checkpoint of a lane.
 * @param size the size it is filed under, when it is filed under one
 * @throws LedgerBroken when it is not signed by a trusted key, or is one of another lane or size
 */
export function openCheckpoint(
  trust: Trust,
  lane: number,
  laneName: string,
  note: string,
  size?: number,
): SignedCheckpoint {
  const opened = openNote(note, trust.keys)
  const checkpoint = opened && parseCheckpoint(opened.text)
  const forged = (detail: string): LedgerBroken =>
    new LedgerBroken(lane, size ?? 0, 'checkpoint-forged', detail)
  if (!checkpoint) throw forged(`the checkpoint of ${laneName} is not signed by the ledger's key`)
  if (checkpoint.origin !== originOf(trust.ledgerId, laneName))
    throw forged(`it is one of ${checkpoint.origin}`)
  if (size !== undefined && checkpoint.size !== size) throw forged(`it is one of size ${checkpoint.size}`)
  return { lane, size: checkpoint.size, root: checkpoint.root, note }
}

/** Signs the head of a lane; the heads of the other lanes stand in it as extension lines. */
export function signCheckpoint(
  signer: NoteSigner,
  ledgerId: string,
  head: OtherHead,
  others: readonly OtherHead[],
): string {
  const origin = originOf(ledgerId, head.laneName)
  const extensions = others.map(otherHeadLine)
  return signNote(signer, checkpointText({ origin, size: head.size, root: head.root, extensions }))
}
