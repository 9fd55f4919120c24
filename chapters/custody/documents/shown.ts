import type { DocumentRow } from './store.ts'
import type { DocumentShown } from './wire.ts'

/** What is known about a content, as pages see it; null when nobody has looked at it. */
export function shownOf(row: DocumentRow | undefined): DocumentShown | null {
  if (row === undefined) return null
  return {
    kind: row.kind,
    state: row.state,
    problem: row.problem,
    pages: row.pages,
    progress:
      row.state === 'working' && row.progressOf > 0 ? { done: row.progressDone, of: row.progressOf } : null,
    byPicture: row.byPicture,
    truncated: row.truncated,
    scanned: row.scanned,
    hasMacros: row.hasMacros,
    mismatch: row.mismatch,
    found: row.found,
    suggestedLevel: row.suggestedLevel,
    flagged: row.flaggedAt !== null && row.settledAt === null,
    canPreview: row.kind !== 'other' && row.problem !== 'too-large',
  }
}
