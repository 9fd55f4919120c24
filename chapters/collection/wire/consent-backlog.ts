import { z } from 'zod'
import { pageQuery, recordBody } from './consent.ts'

/** Shapes of the backlog of files without evidence of consent, and of asking anew. */
const id = z.uuid()
const count = z.number().int()

/** The bases beside consent that may be declared; the same codes as in wire.ts. */
export const otherBases = [
  'contract',
  'statutory-duty',
  'emergency',
  'public-interest-reporting',
  'already-public',
  'other-law',
  'no-personal-data',
] as const

export const backlogQuery = pageQuery
  .extend({
    department: id.optional(),
    owner: id.optional(),
    source: id.optional(),
    /** Older than so many days. */
    age: z.coerce.number().int().min(1).max(20_000).optional(),
  })
  .strict()
export const backlogRow = z.strictObject({
  id,
  fileNo: z.string(),
  kind: z.enum(['person', 'company']),
  owner: z.string(),
  department: z.string(),
  legalBasis: z.string(),
  createdAt: z.string(),
  /** Another basis was declared and waits for confirmation. */
  declared: z.boolean(),
})
export type BacklogRow = z.infer<typeof backlogRow>
export const backlogList = z.strictObject({ total: count, rows: z.array(backlogRow) })
export const backlogFigures = z.strictObject({
  missing: count,
  of: count,
  oldVersion: count,
  expired: count,
  withdrawals30: count,
  untold: count,
  days: z.array(z.strictObject({ day: z.string(), missing: count, of: count, oldVersion: count })),
  departments: z.array(z.strictObject({ id: id.nullable(), name: z.string(), missing: count, of: count })),
})
export type BacklogFigures = z.infer<typeof backlogFigures>

export const declarationBody = z.strictObject({
  customers: z.array(id).min(1).max(500),
  legalBasis: z.enum(otherBases),
  reason: z.string().trim().min(4).max(500),
})
export const declarationRow = z.strictObject({
  id,
  legalBasis: z.string(),
  reason: z.string(),
  files: count,
  changed: count.nullable(),
  proposedBy: z.strictObject({ id, name: z.string(), employeeNo: z.string() }),
  proposedAt: z.string(),
  outcome: z.enum(['confirmed', 'declined']).nullable(),
  decidedBy: z.string(),
  decidedAt: z.string().nullable(),
})
export type DeclarationRow = z.infer<typeof declarationRow>
export const declarationList = z.strictObject({ total: count, rows: z.array(declarationRow) })
export const declarationQuery = pageQuery.extend({ open: z.enum(['true', 'false']).optional() }).strict()
export const decideDeclaration = z.strictObject({ outcome: z.enum(['confirmed', 'declined']) })

/** One scanned paper, named by its file number; what was ticked on it comes with it as JSON. */
export const paperBody = z.strictObject({ answers: z.string().max(4000) })
export const paperAnswers = recordBody.omit({ channel: true, evidence: true }).strict()
export const paperReply = z.strictObject({ fileNo: z.string(), id })

export const anewRow = z.strictObject({
  noticeId: id,
  code: z.string(),
  name: z.string(),
  number: count,
  /** Since when those on older versions are asked anew. */
  since: z.string(),
  waiting: count,
  done: count,
})
export type AnewRow = z.infer<typeof anewRow>
export const anewList = z.strictObject({ total: count, rows: z.array(anewRow) })
export const anewFilesQuery = pageQuery.extend({ notice: id }).strict()
export const anewFile = z.strictObject({
  id,
  fileNo: z.string(),
  owner: z.string(),
  department: z.string(),
})
export type AnewFile = z.infer<typeof anewFile>
export const anewFiles = z.strictObject({ total: count, rows: z.array(anewFile) })
export const anewExport = z.strictObject({ notice: id })
export const linkBody = z.strictObject({ kind: z.enum(['receipt', 'invitation']), notice: id.optional() })
export const linkReply = z.strictObject({ secret: z.string() })
export const toldParams = z.strictObject({ id, end: id })
