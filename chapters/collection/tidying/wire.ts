import { z } from 'zod'

/** Shapes of tidying: the queue, scores, merges, requests for correction. */

const id = z.uuid()
const count = z.number().int()
const moment = z.string()
const both = z.strictObject({ zh: z.string(), en: z.string() })
const named = z.strictObject({ id, name: z.string(), employeeNo: z.string() })
const ids = z.array(id).min(1).max(100)
const words = z.string().trim().min(2).max(200)
const paging = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
}

export const defectCodes = ['missing', 'unfit', 'duplicate', 'stale', 'unclassified', 'no-notice'] as const
export type Defect = (typeof defectCodes)[number]
const defect = z.enum(defectCodes)
const classCode = z.union([z.literal(''), z.string().regex(/^[a-z][a-z0-9-]{0,30}$/)])

export const queueQuery = z.strictObject({
  ...paging,
  state: z.enum(['open', 'overdue', 'postponed', 'tidy']).default('open'),
  defect: defect.optional(),
  whose: z.enum(['mine', 'unassigned']).optional(),
  assignee: id.optional(),
  department: id.optional(),
  type: classCode.optional(),
  sort: z
    .enum(['dueAt.asc', 'dueAt.desc', 'fileNo.asc', 'fileNo.desc', 'enteredAt.asc', 'enteredAt.desc'])
    .default('dueAt.asc'),
})
export type QueueQuery = z.infer<typeof queueQuery>

export const queueRow = z.strictObject({
  id,
  fileNo: z.string(),
  kind: z.enum(['person', 'company']),
  type: classCode,
  category: classCode,
  level: count,
  owner: named.nullable(),
  assignee: named.nullable(),
  defects: z.array(defect),
  /** Names of the fields that are missing, and of those whose value does not fit. */
  missing: z.array(both),
  unfit: z.array(both),
  enteredAt: moment,
  dueAt: moment,
  overdue: z.boolean(),
  postponed: count,
  state: z.enum(['open', 'tidy']),
})
export type QueueRow = z.infer<typeof queueRow>
export const queueReply = z.strictObject({ total: count, rows: z.array(queueRow) })

export const progressReply = z.strictObject({
  open: count,
  overdue: count,
  postponed: count,
  /** In the last thirty days. */
  entered: count,
  tidied: count,
  byDefect: z.array(z.strictObject({ defect, count })),
  settings: z.strictObject({
    dueDays: count,
    postponeMost: count,
    confirmDays: count,
    undoDays: count,
    version: count,
  }),
})
export type ProgressReply = z.infer<typeof progressReply>

export const settingsBody = z.strictObject({
  dueDays: z.number().int().min(1).max(60),
  postponeMost: z.number().int().min(1).max(120),
  confirmDays: z.number().int().min(1).max(60),
  undoDays: z.number().int().min(0).max(365),
  version: z.number().int().min(1),
})
export type TidySettings = z.infer<typeof settingsBody>

export const assignBody = z.strictObject({ ids, personId: id.nullable() })
export const postponeBody = z.strictObject({ ids, days: z.number().int().min(1).max(60), reason: words })
export const tidyBody = z.strictObject({ ids, reason: words.optional() })
export const idsBody = z.strictObject({ ids })
export const classifyBody = z
  .strictObject({
    ids,
    typeCode: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/)
      .optional(),
    categoryCode: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/)
      .optional(),
  })
  .refine((body) => body.typeCode !== undefined || body.categoryCode !== undefined)
/** What came of an act on many files: each is its own act. `why` is the code of the first mistake. */
export const manyReply = z.strictObject({
  done: count,
  refused: count,
  failed: count,
  why: z.string().nullable(),
})
export type ManyReply = z.infer<typeof manyReply>

// ── scores ──
const score = z.strictObject({
  files: count,
  /** Hundredths, 0 to 100; all four and their mean. */
  completeness: z.number(),
  validity: z.number(),
  uniqueness: z.number(),
  freshness: z.number(),
  total: z.number(),
})
export type Score = z.infer<typeof score>
export const qualityReply = z.strictObject({
  day: z.string().nullable(),
  company: score.nullable(),
  departments: z.array(z.strictObject({ id: id.nullable(), name: z.string(), score })),
  trend: z.array(z.strictObject({ day: z.string(), score })),
})
export type QualityReply = z.infer<typeof qualityReply>
export const qualityQuery = z.strictObject({ department: id.optional() })
export const fileQuality = z.strictObject({
  score,
  defects: z.array(defect),
  missing: z.array(both),
  unfit: z.array(both),
  confirmedAt: moment.nullable(),
  staleAt: moment.nullable(),
  dueAt: moment.nullable(),
  mayTidy: z.boolean(),
  type: classCode,
  category: classCode,
})
export type FileQuality = z.infer<typeof fileQuality>

// ── merges ──
export const mergesQuery = z.strictObject({ ...paging, customer: id.optional() })
export const mergeRow = z.strictObject({
  id,
  stays: z.strictObject({ id, fileNo: z.string() }),
  goes: z.strictObject({ id, fileNo: z.string() }),
  at: moment,
  by: named.nullable(),
  undoneAt: moment.nullable(),
  /** Until when it may be undone; null = it is final. */
  undoUntil: moment.nullable(),
})
export type MergeRow = z.infer<typeof mergeRow>
export const mergesReply = z.strictObject({ total: count, rows: z.array(mergeRow) })
export const mergeParams = z.strictObject({ id })

// ── corrections ──
export const correctionBody = z.strictObject({
  field: z.number().int().min(1).max(32_767),
  value: z.string().max(20_000),
  reason: z.string().trim().min(4).max(500),
})
export type CorrectionWish = z.infer<typeof correctionBody>
export const correctionStates = ['open', 'accepted', 'refused', 'withdrawn', 'void'] as const
export const correctionsQuery = z.strictObject({
  ...paging,
  tab: z.enum(['mine', 'asked']).default('mine'),
  state: z.enum(correctionStates).default('open'),
})
export const correctionRow = z.strictObject({
  id,
  customer: z.strictObject({ id, fileNo: z.string() }),
  field: both,
  state: z.enum(correctionStates),
  askedBy: named.nullable(),
  askedAt: moment,
  owner: named.nullable(),
  /** As far as this person may see them. */
  sight: z.enum(['full', 'masked', 'hidden']),
  value: z.string(),
  reason: z.string(),
  decidedBy: named.nullable(),
  decidedAt: moment.nullable(),
  decision: z.string().nullable(),
  changed: z.boolean(),
})
export type CorrectionRow = z.infer<typeof correctionRow>
export const correctionsReply = z.strictObject({ total: count, rows: z.array(correctionRow) })
export const correctionMade = z.strictObject({ id })
export const openCorrectionBody = z.strictObject({
  purpose: z.string().max(60),
  reason: z.string().trim().min(4).max(500),
})
export const openedCorrection = z.strictObject({
  sight: z.enum(['full', 'masked', 'hidden']),
  value: z.string(),
  reason: z.string(),
})
export type OpenedCorrection = z.infer<typeof openedCorrection>
export const decideCorrectionBody = z.strictObject({
  decision: z.enum(['accept', 'refuse']),
  reason: words.optional(),
})
export const correctionDone = z.strictObject({ done: z.literal(true) })
