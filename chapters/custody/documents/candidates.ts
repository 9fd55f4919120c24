import { sql } from '../../../floor/database/index.ts'
import { type House, type RowFilter, type SealedAttachment } from '../../../gate/index.ts'
import { visible } from '../rows.ts'
import { queryTokensOf } from './words.ts'

/** What is looked for, by whom. */
export interface CandidatesOf {
  readonly filter: RowFilter
  readonly terms: readonly string[]
  /** Ranks of the levels that the person is cleared for. */
  readonly levels: readonly number[]
  readonly most: number
  /** So many of them were looked at before. */
  readonly skip: number
}

/** A document that may match; sealed. */
export interface DocumentCandidate {
  readonly attachment: SealedAttachment
  readonly textSealed: Buffer
  readonly contentType: string
  readonly pages: number | null
  readonly addedAt: Date
}

/**
 * Documents that hold all pairs of letters of what is looked for, newest first: only of files within the person's reach
 * and of levels within the clearance, so that what is above them costs no time either.
 */
export async function documentCandidates(
  house: Pick<House, 'db' | 'keyring'>,
  { filter, terms, levels, most, skip }: CandidatesOf,
): Promise<DocumentCandidate[]> {
  if (filter.rows === 'none' || terms.length === 0 || levels.length === 0) return []
  const found = levels.map(
    (level) => sql`(t.level = ${level} and t.tokens @> ${queryTokensOf(house.keyring, level, terms)}::int[])`,
  )
  const rows = await house.db.read((r) =>
    r.rows<{
      id: string
      customer: string
      level: number
      wrappedKey: Buffer | null
      titleSealed: Buffer
      textSealed: Buffer
      contentType: string
      pages: number | null
      addedAt: Date
    }>(sql`
      select a.id, a.customer_id as customer, a.level, k.wrapped as "wrappedKey", a.title_sealed as "titleSealed", d.text_sealed as "textSealed",
        a.content_type as "contentType", d.pages, a.added_at as "addedAt"
      from custody.document_tokens t
      join custody.attachment a on a.customer_id = t.customer_id and a.id = t.attachment_id and a.level = t.level and a.removed_at is null
      join custody.document d on d.customer_id = t.customer_id and d.attachment_id = t.attachment_id and d.text_sealed is not null
      join custody.customer c on c.id = t.customer_id
      left join keyring.customer_key k on k.customer_id = a.customer_id and k.level = a.level
      where (${sql.join(found, sql` or `)}) and ${visible(filter)}
      order by a.added_at desc, a.id desc limit ${most} offset ${skip}`),
  )
  return rows.map(({ textSealed, contentType, pages, addedAt, ...attachment }) => ({
    attachment,
    textSealed,
    contentType,
    pages,
    addedAt,
  }))
}
