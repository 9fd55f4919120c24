import { z } from 'zod'

/** Shapes of chapter use on the wire; shared by server, page and command line. */
const id = z.uuid()
export const listQuery = z.strictObject({
  q: z.string().trim().max(100).optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
  sort: z
    .enum([
      'fileNo.asc',
      'fileNo.desc',
      'createdAt.asc',
      'createdAt.desc',
      'updatedAt.asc',
      'updatedAt.desc',
      'level.asc',
      'level.desc',
    ])
    .default('fileNo.desc'),
  kind: z.enum(['person', 'company']).optional(),
  level: z.coerce.number().int().min(1).max(9).optional(),
  owner: id.optional(),
  department: id.optional(),
  source: id.optional(),
})
export type ListQuery = z.infer<typeof listQuery>

export const sight = z.enum(['full', 'masked', 'hidden', 'absent'])

/** One value as this person sees it in a list. */
export const cell = z.strictObject({ field: z.number().int(), code: z.string(), sight, text: z.string() })

export const customerRow = z.strictObject({
  id,
  fileNo: z.string(),
  kind: z.enum(['person', 'company']),
  level: z.number().int(),
  owner: z.string(),
  department: z.string(),
  updatedAt: z.string(),
  cells: z.array(cell),
})
export const customerList = z.strictObject({
  total: z.number().int(),
  more: z.boolean(),
  tooShort: z.boolean(),
  rows: z.array(customerRow),
})
export type CustomerList = z.infer<typeof customerList>

/** How a field that is not shown whole can be had. */
export const way = z.enum(['none', 'reason', 'apply', 'clearance', 'unavailable'])

export const fileField = z.strictObject({
  id: z.number().int(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  section: z.string(),
  category: z.string(),
  type: z.string(),
  level: z.number().int(),
  sensitive: z.boolean(),
  sight,
  text: z.string(),
  because: z.array(z.string()),
  way,
})
export const runningGrant = z.strictObject({
  id, application: id, purpose: z.string(), modes: z.array(z.string()), fields: z.array(z.number().int()), from: z.string(), until: z.string(), left: z.number().int().nullable(),
}) // prettier-ignore
export const fileView = z.strictObject({
  id,
  fileNo: z.string(),
  kind: z.enum(['person', 'company']),
  level: z.number().int(),
  status: z.string(),
  owner: z.string(),
  department: z.string(),
  legalBasis: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int(),
  fields: z.array(fileField),
  grants: z.array(runningGrant),
  may: z.strictObject({
    write: z.boolean(),
    attach: z.boolean(),
    apply: z.boolean(),
    changeLevel: z.boolean(),
  }),
  viewsLeft: z.number().int(),
})
export type FileView = z.infer<typeof fileView>

export const readingBody = z.strictObject({
  customer: id,
  fields: z.array(z.number().int()).min(1).max(100),
  purpose: z.string().min(1).max(40),
  reason: z.string().trim().max(300).optional(),
  application: id.optional(),
  mode: z.enum(['read', 'copy']).default('read'),
})
export type ReadingBody = z.infer<typeof readingBody>

export const reading = z.strictObject({
  customer: id,
  purpose: z.string(),
  grant: id.nullable(),
  /** When the page hides the values again. */
  until: z.string(),
  left: z.number().int().nullable(),
  leaf: z.strictObject({ lane: z.number().int(), index: z.number().int() }),
  values: z.array(
    z.strictObject({ field: z.number().int(), sight, text: z.string(), because: z.array(z.string()) }),
  ),
})
export type ReadingReply = z.infer<typeof reading>
