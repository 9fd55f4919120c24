import { Fault } from '../errors.ts'

/** What can be wrong with a log. */
export type Harm =
  /** An entry is not the one that was recorded. */
  | 'entry-altered'
  /** A stored hash tile does not follow from the entries. */
  | 'tile-altered'
  /** A stored frontier does not follow from the entries. */
  | 'frontier-altered'
  /** A checkpoint is malformed, not signed by the ledger's key, or of another log. */
  | 'checkpoint-forged'
  /** The entries do not lead to a root that was signed: history was rewritten. */
  | 'rewritten'
  /** An entry or tile is not there. */
  | 'missing'
  /** The end of the log is not there although it was signed. */
  | 'truncated'
  /** The log is shorter than a checkpoint that was seen outside the database. */
  | 'rolled-back'
  /** Two different histories of one size. */
  | 'fork'
  /** There are entries that no append accounts for. */
  | 'extra'

const remedies: Readonly<Record<Harm, string>> = {
  'entry-altered': 'compare this entry with an earlier export or backup and find out who changed it',
  'tile-altered': 'restore ledger.tile from a backup; the entries themselves may be sound',
  'frontier-altered': 'restore ledger.batch from a backup; the entries themselves may be sound',
  'checkpoint-forged': 'check that the ledger key is the right one, then compare with an earlier export',
  rewritten: 'compare with an earlier export or backup and find out who changed it',
  missing: 'restore the row from a backup',
  truncated: 'restore a newer backup: entries that were signed are missing',
  'rolled-back': 'restore a newer backup: this database is older than what was already seen outside',
  fork: 'find the second program that writes with this key, or the restored copy, and stop it',
  extra: 'find out who inserted these rows',
}

/** The log is not whole: names the lane, the first bad entry and what to do. Nothing may be written until then. */
export class LedgerBroken extends Fault {
  override readonly name = 'LedgerBroken'
  readonly lane: number
  /** First entry that is, or may be, concerned. */
  readonly index: number
  readonly what: Harm
  constructor(lane: number, index: number, what: Harm, detail: string) {
    super(`ledger lane ${lane}, entry ${index}: ${what}: ${detail}. What to do: ${remedies[what]}.`)
    this.lane = lane
    this.index = index
    this.what = what
  }
}
