import { z } from 'zod'

/** Shapes of the search in the content of documents. */
const id = z.uuid()
export const documentSearchBody = z.strictObject({
  q: z.string().trim().min(1).max(100),
  /** Documents to pass over: what earlier pages showed. */
  page: z.number().int().min(1).max(50).default(1),
  size: z.number().int().min(1).max(50).default(20),
  /** With both, passages are shown where the whole may be read for that purpose. */
  purpose: z.string().max(60).optional(),
  reason: z.string().trim().max(500).optional(),
})
export type DocumentSearchBody = z.infer<typeof documentSearchBody>
export const documentSearchReply = z.strictObject({
  /** Those found for this person up to this page. */
  total: z.number(),
  /** Further ones may follow. */
  more: z.boolean(),
  tooShort: z.boolean(),
  rows: z.array(
    z.strictObject({
      customer: id,
      fileNo: z.string(),
      attachment: id,
      /** Identifiers in it are masked; null when the person may not see it. */
      title: z.string().nullable(),
      level: z.number(),
      contentType: z.string(),
      pages: z.number().nullable(),
      addedAt: z.string(),
      /** Where the terms stand; only where the whole may be read, for a stated purpose and reason. */
      passage: z.string().nullable(),
    }),
  ),
})
export type DocumentSearchReply = z.infer<typeof documentSearchReply>
