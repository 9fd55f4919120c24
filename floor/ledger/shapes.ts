import type { Clock } from '../clock.ts'
import type { Sql } from '../database/index.ts'
import type { Position } from './appender.ts'
import type { LaneSummary } from './audit.ts'
import type { LedgerBroken } from './faults.ts'
import type { NoteSigner } from './note.ts'

/** What is recorded. Ids and commitments only: personal values never go into an entry. */
export type Entry = Readonly<Record<string, unknown>> & { readonly kind: string }

/** A table that keeps words beside the ledger, each row in the very commit of the entry it belongs to. */
export interface Shelf {
  /** Part of the name under which the server prepares the statement; one shelf has one name. */
  readonly name: string
  /** Table and columns, as they stand after `insert into`. */
  readonly into: Sql
  /** What stands after `from`: the rows, given by column in the order of `into`. */
  rows(columns: readonly (readonly unknown[])[]): Sql
}

/** One row for a shelf; its values in the order of the shelf's columns. */
export interface Beside {
  readonly shelf: Shelf
  readonly values: readonly unknown[]
}

/** Lane of entries that commit together with the change they record. */
export const ACTS = 0

export interface LedgerOptions {
  /** Name of this company's ledger, first part of every checkpoint's origin. */
  readonly ledgerId: string
  readonly signer: NoteSigner
  /** Public keys that signed before the present one. */
  readonly earlierKeys?: readonly string[]
  /** Folder outside the database in which the last checkpoints are kept. */
  readonly witnessFolder?: string
  readonly clock: Clock
  /** Lane of this process for readings, from 1; no two processes may have the same. */
  readonly laneNumber?: number
  /** How long an append may take; 6,000 ms. */
  readonly deadlineMs?: number
  /** How many readings may wait to be recorded; 4,096. */
  readonly waitingLimit?: number
  /** Told of what goes wrong while checkpoints are made in the background. */
  readonly onFault?: (error: unknown) => void
}

export interface LaneInfo {
  readonly lane: number
  readonly name: string
  readonly size: number
}

export interface Head extends LaneInfo {
  readonly root: Buffer
}

/** A stored entry: `text` is what was hashed, character by character. */
export interface StoredEntry extends Position {
  readonly text: string
}

export interface InclusionProof extends Position {
  /** Size and root of the tree that the proof leads to. */
  readonly size: number
  readonly root: Buffer
  readonly hashes: readonly Buffer[]
}

export interface ConsistencyProof {
  readonly lane: number
  readonly from: number
  readonly fromRoot: Buffer
  readonly to: number
  readonly toRoot: Buffer
  readonly hashes: readonly Buffer[]
}

export type Verdict =
  | { readonly whole: true; readonly lanes: readonly LaneSummary[] }
  | {
      readonly whole: false
      readonly lane: number
      readonly index: number
      readonly what: LedgerBroken['what']
      readonly detail: string
    }
