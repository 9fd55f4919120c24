/** The tamper-evident ledger: append, prove, check, hand out. */
export { Ledger } from './ledger.ts'
export { ACTS } from './shapes.ts'
export type {
  Beside,
  ConsistencyProof,
  Entry,
  Head,
  InclusionProof,
  LaneInfo,
  LedgerOptions,
  Shelf,
  StoredEntry,
  Verdict,
} from './shapes.ts'
export { canonical } from './canonical.ts'
export { makeBundle, type Bundle, type BundleEntry } from './bundle.ts'
export { createSigner, generateSigner, openNote, parseCheckpoint, parseKey, type NoteSigner } from './note.ts'
export { LedgerBroken, type Harm } from './faults.ts'
export { verifyConsistency, verifyInclusion } from './proofs.ts'
export { EMPTY_ROOT, leafHash } from './tree.ts'
export type { ExportedLane, ExportSummary } from './export.ts'
export type { Position } from './appender.ts'
export type { LaneSummary, Progress } from './audit.ts'
export type { SignedCheckpoint } from './lane.ts'
