import { z } from 'zod'

/** Shapes of filing: types, categories, numbers, the catalogue of files and what lies on paper. */

const id = z.uuid()
const name = z.string().trim().min(1).max(40)
const moment = z.string()
const count = z.number().int()
const person = z.strictObject({ id, name: z.string(), employeeNo: z.string() })
const both = z.strictObject({ zh: z.string(), en: z.string() })
const paging = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
}

/** Code of a customer type or a category. */
export const classCode = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/)
/** The same, or empty for what is not classified. */
const anyClass = z.union([z.literal(''), classCode])
const numberCodeText = z.string().regex(/^[A-Z0-9\p{Script=Han}]{1,8}$/u)
const fieldCode = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/)

export const customerType = z.strictObject({
  code: anyClass,
  zh: name,
  en: name,
  appliesTo: z.enum(['person', 'company', 'both']),
  numberCode: numberCodeText,
  /** Codes of the fields that such a file should have. */
  required: z.array(fieldCode).max(60),
  /** After so many months without a confirmation a file counts as stale; null = never. */
  staleMonths: z.number().int().min(1).max(120).nullable(),
  sort: z.number().int().min(0).max(999),
  retired: z.boolean(),
  version: z.number().int().min(1),
})
export type CustomerType = z.infer<typeof customerType>
export const fileCategory = customerType
  .pick({ code: true, zh: true, en: true, numberCode: true, sort: true, retired: true, version: true })
  .strict()
export type FileCategory = z.infer<typeof fileCategory>

export const classesReply = z.strictObject({
  types: z.array(customerType),
  categories: z.array(fileCategory),
})
export type ClassesReply = z.infer<typeof classesReply>
/** A new one has version 0. */
const anew = z.number().int().min(0)
export const typeBody = customerType.extend({ version: anew }).strict()
export type TypeBody = z.infer<typeof typeBody>
export const categoryBody = fileCategory.extend({ version: anew }).strict()
export type CategoryBody = z.infer<typeof categoryBody>

// ── numbers ──
const template = z.string().max(60)
const fonds = numberCodeText
export const ruleBody = z.strictObject({ template, fonds, version: z.number().int().min(1) })
export const rulePreviewBody = z.strictObject({ template, fonds })
export const rulePreview = z.strictObject({
  examples: z.array(z.strictObject({ type: both, category: both, number: z.string() })),
})
export type RulePreview = z.infer<typeof rulePreview>
export const ruleReply = z.strictObject({
  template: z.string(),
  fonds: z.string(),
  version: z.number().int(),
  at: moment,
  by: person.nullable(),
})
export type RuleReply = z.infer<typeof ruleReply>
export const voidedQuery = z.strictObject({ ...paging, number: z.string().max(80).optional() })
export const voidedReply = z.strictObject({
  total: count,
  rows: z.array(
    z.strictObject({
      number: z.string(),
      customerId: id.nullable(),
      reason: z.string(),
      note: z.string(),
      by: person.nullable(),
      at: moment,
    }),
  ),
})
export type VoidedReply = z.infer<typeof voidedReply>
export const renumberBody = z.strictObject({ reason: z.string().trim().min(2).max(200) })
export const renumbered = z.strictObject({ fileNo: z.string() })

// ── the catalogue of files ──
export const archiveNode = z.strictObject({
  type: anyClass,
  category: anyClass,
  year: z.number().int(),
  files: count,
  withPaper: count,
})
export type ArchiveNode = z.infer<typeof archiveNode>
export const archiveTree = z.strictObject({ fonds: z.string(), nodes: z.array(archiveNode) })
export type ArchiveTree = z.infer<typeof archiveTree>

export const archiveQuery = z.strictObject({
  ...paging,
  type: anyClass.optional(),
  category: anyClass.optional(),
  year: z.coerce.number().int().min(1990).max(2200).optional(),
  paper: z.enum(['with', 'without', 'unchecked']).optional(),
  room: id.optional(),
  fileNo: z.string().trim().max(80).optional(),
  sort: z.enum(['fileNo.asc', 'fileNo.desc', 'createdAt.asc', 'createdAt.desc']).default('fileNo.asc'),
})
export type ArchiveQuery = z.infer<typeof archiveQuery>
export const archiveRow = z.strictObject({
  id,
  fileNo: z.string(),
  kind: z.enum(['person', 'company']),
  type: anyClass,
  category: anyClass,
  year: z.number().int(),
  level: z.number().int(),
  fields: count,
  attachments: count,
  pages: count,
  places: z.array(z.string()),
  createdAt: moment,
})
export type ArchiveRow = z.infer<typeof archiveRow>
export const archiveReply = z.strictObject({ total: count, rows: z.array(archiveRow) })
export type ArchiveReply = z.infer<typeof archiveReply>

// ── paper ──
const pages = z.number().int().min(1).max(100_000)
const place = z.string().trim().min(1).max(80)
export const paperBody = z.strictObject({
  category: classCode,
  pages,
  roomId: id.nullable(),
  /** Cabinet, shelf, box; never who the customer is. */
  place,
  holderId: id.nullable(),
})
export type PaperBody = z.infer<typeof paperBody>
export const paperEdit = paperBody.extend({ version: z.number().int().min(1) }).strict()
export const partParams = z.strictObject({ id, partId: id })
export const partVersion = z.strictObject({ version: z.number().int().min(1) })
export const partMade = z.strictObject({ id })
export const partsReply = z.strictObject({
  /** What the electronic part holds: how many fields have a value at each level. */
  electronic: z.strictObject({
    fields: z.array(z.strictObject({ level: z.number().int(), count })),
    attachments: count,
  }),
  paper: z.array(
    z.strictObject({
      id,
      category: classCode,
      pages,
      room: z.strictObject({ id, name: z.string() }).nullable(),
      place: z.string(),
      holder: person.nullable(),
      level: z.number().int(),
      filedAt: moment,
      filedBy: person,
      checkedAt: moment.nullable(),
      version: z.number().int(),
    }),
  ),
  type: anyClass,
  category: anyClass,
  oldNumbers: z.array(z.string()),
  mayEdit: z.boolean(),
})
export type PartsReply = z.infer<typeof partsReply>
