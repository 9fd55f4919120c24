import { z } from 'zod'

/** Shapes of documents: uploads in parts, previews, settings, what is known about a content. */

const id = z.uuid()
const rank = z.number().int().min(1).max(9)

export const macroChoices = ['refuse', 'flag'] as const
export const documentSettingBody = z.strictObject({
  macros: z.enum(macroChoices),
  scannerDown: z.enum(macroChoices),
  readPictures: z.boolean(),
})
export type DocumentSettingBody = z.infer<typeof documentSettingBody>
export const documentSettingReply = z.strictObject({
  ...documentSettingBody.shape,
  /** Where the virus scanner listens and whether it answers now; null = none is set up. */
  scanner: z.strictObject({ place: z.string(), answers: z.boolean() }).nullable(),
  /** The optional part that reads text out of pictures is installed. */
  picturesInstalled: z.boolean(),
})
export type DocumentSettingReply = z.infer<typeof documentSettingReply>

export const uploadStates = ['receiving', 'checking', 'done', 'refused', 'cancelled', 'expired'] as const
export const beginUploadBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  title: z.string().trim().max(200).optional(),
  level: rank.optional(),
  size: z
    .number()
    .int()
    .min(1)
    .max(1024 ** 4),
  fingerprint: z.string().regex(/^[0-9a-fA-F]{64}$/),
})
export const uploadReply = z.strictObject({
  id,
  customerId: id,
  state: z.enum(uploadStates),
  size: z.number(),
  level: z.number(),
  partBytes: z.number(),
  parts: z.number(),
  /** Numbers of the parts that have arrived, from 0. */
  received: z.array(z.number()),
  checkedBytes: z.number(),
  /** Code of what was wrong with it. */
  problem: z.string().nullable(),
  attachmentId: id.nullable(),
  begunAt: z.string(),
})
export type UploadReply = z.infer<typeof uploadReply>
export const uploadsReply = z.strictObject({ rows: z.array(uploadReply) })
export type UploadsReply = z.infer<typeof uploadsReply>
export const uploadParams = z.strictObject({ uploadId: id })
export const uploadPartParams = z.strictObject({
  uploadId: id,
  index: z.coerce.number().int().min(0).max(200_000),
})
export const partReply = z.strictObject({ received: z.number() })

export const documentStates = ['waiting', 'working', 'done', 'none', 'failed'] as const
export const documentShown = z.strictObject({
  kind: z.string(),
  state: z.enum(documentStates),
  /** Code of what kept the text from being taken out, or of what is missing of it. */
  problem: z.string().nullable(),
  pages: z.number().nullable(),
  progress: z.strictObject({ done: z.number(), of: z.number() }).nullable(),
  byPicture: z.number(),
  truncated: z.boolean(),
  scanned: z.enum(['off', 'clean', 'missed']),
  hasMacros: z.boolean(),
  mismatch: z.string().nullable(),
  /** Types of identifiers in the text and how many of each. */
  found: z.record(z.string(), z.number()),
  suggestedLevel: z.number().nullable(),
  flagged: z.boolean(),
  /** Pages can be looked at without the original leaving. */
  canPreview: z.boolean(),
})
export type DocumentShown = z.infer<typeof documentShown>

export const previewReply = z.strictObject({
  id,
  pages: z.number(),
  until: z.string(),
  kind: z.string(),
  title: z.string(),
})
export type PreviewReply = z.infer<typeof previewReply>
export const previewPageParams = z.strictObject({
  previewId: id,
  page: z.coerce.number().int().min(1).max(10_000),
})

export const toSeeKinds = ['flagged', 'failed', 'unscanned', 'macros', 'waiting'] as const
export const documentsQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  what: z.enum(toSeeKinds).default('flagged'),
})
export const documentsReply = z.strictObject({
  total: z.number(),
  rows: z.array(
    z.strictObject({
      customerId: id,
      fileNo: z.string(),
      attachmentId: id,
      level: z.number(),
      at: z.string(),
      content: documentShown,
    }),
  ),
})
export type DocumentsReply = z.infer<typeof documentsReply>
