import { sql, type Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'

/** How values came that are written one file at a time. */
export const originKinds = [
  'hand',
  'correction',
  'addition',
  'form',
  'counter',
  'paper',
  'api',
  'merge',
  'request',
] as const
export type OriginKind = (typeof originKinds)[number]

export interface NewOrigin {
  readonly customerId: string
  /** Catalogue fields written; none = nothing is recorded. */
  readonly fields: readonly number[]
  readonly kind: OriginKind
  readonly sourceId?: string | null | undefined
  readonly batchId?: string | null | undefined
  readonly noticeVersionId?: string | null | undefined
  readonly purposes: readonly string[]
  readonly legalBasis: string
  /** The moment at which the ground for keeping ends; absent = worked out from the purposes when shown. */
  readonly until?: Date | null | undefined
  readonly actorId: string
  readonly at: Date
}

/** Notes where values come from, in the transaction that writes them; the table only grows, and holds no value. */
export async function recordOrigin(w: Writer, origin: NewOrigin): Promise<void> {
  if (origin.fields.length === 0) return
  const fields = [...new Set(origin.fields)].toSorted((a, b) => a - b)
  await w.run(sql`
    insert into collection.origin
      (customer_id, id, fields, kind, source_id, batch_id, notice_version_id, purposes, legal_basis, until, actor_id, at)
    values (${origin.customerId}, ${newId(origin.at.getTime())}, ${fields}::smallint[], ${origin.kind}, ${origin.sourceId ?? null},
      ${origin.batchId ?? null}, ${origin.noticeVersionId ?? null}, ${[...new Set(origin.purposes)]}::text[],
      ${origin.legalBasis}, ${origin.until ?? null}, ${origin.actorId}, ${origin.at})`)
}
