import { z } from 'zod'

export * from './documents/wire.ts'

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
  /** Purpose for which the files are wanted: those who withdrew or refused it are left out. */
  purpose: z.string().max(40).optional(),
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
  marketingRefused: z.boolean(),
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
export const way = z.enum(['none', 'reason', 'apply', 'clearance', 'authority', 'unavailable'])

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
  /** Of the file as a whole: never below its highest part. */
  whole: z.number().int(),
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

/** The same by the word that stands for a customer towards the caller's own system; the answer names him by it too. */
export const referenceBody = readingBody
  .omit({ customer: true })
  .extend({ reference: z.string().regex(/^mfr_[0-9a-f]{32}$/) })
  .strict()
export const referenceReading = reading.omit({ customer: true }).extend({ reference: z.string() }).strict()

export const modes = ['read', 'copy', 'export', 'print'] as const
const mode = z.enum(modes)
/** A calendar day where the company is (`2026-03-31`), or a moment with its offset. */
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
const fieldIds = z.array(z.number().int().min(0).max(32_767)).min(1).max(100)
/** Stands among the fields for the attachments of a file; the gate's number for them. */
export const attachments = 0
/** Words for them, since no catalogue field has this number. */
export const attachmentWords = { zh: '附件', en: 'Attachments' } as const

/** 客户资料使用申请表 as it is filled in. Customers are named by id or by file number (档号). */
export const applicationBody = z.strictObject({
  purpose: z.string().min(1).max(40),
  reason: z.string().trim().min(4).max(500),
  customers: z.array(z.string().min(1).max(60)).min(1).max(2500),
  fields: fieldIds,
  modes: z.array(mode).min(1).max(4),
  /** A day counts from its beginning, today from now. */
  startsAt: moment,
  /** A day counts to its end. */
  endsAt: moment,
  /** Openings in all, each file counted; absent = not counted. */
  countLimit: z.number().int().min(1).max(100_000).optional(),
  storagePlace: z.string().trim().max(120).optional(),
  returnMethod: z.string().trim().max(120).optional(),
  undertaking: z.literal(true),
  /** People who are put in the know. */
  cc: z.array(id).max(20).optional(),
  /** Who decides the steps that the flow leaves to the applicant, by step. */
  picks: z.record(z.string().max(60), z.array(id).max(20)).optional(),
})
export type ApplicationBody = z.infer<typeof applicationBody>

export const applicationSubmitted = z.strictObject({ id, number: z.string() })

/** What was applied for, for the applicant: to look at, and to change after a return. */
export const applicationContent = z.strictObject({
  id,
  number: z.string(),
  state: z.string(),
  level: z.number().int(),
  purpose: z.string(),
  reason: z.string(),
  customers: z.array(z.strictObject({ id, fileNo: z.string(), level: z.number().int() })),
  fields: z.array(z.number().int()),
  modes: z.array(mode),
  startsAt: z.string(),
  endsAt: z.string(),
  countLimit: z.number().int().nullable(),
  storagePlace: z.string(),
  returnMethod: z.string(),
  createdAt: z.string(),
  /** The grant that came of it. */
  grant: id.nullable(),
  /** The step that returned it, to which it may go straight back unchanged. */
  straightTo: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
})
export type ApplicationContent = z.infer<typeof applicationContent>

export const applicationListQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
  state: z.enum(['running', 'returned', 'approved', 'rejected', 'withdrawn']).optional(),
})
export const applicationRow = z.strictObject({
  id,
  number: z.string(),
  state: z.string(),
  level: z.number().int(),
  purpose: z.string(),
  modes: z.array(mode),
  customers: z.number().int(),
  fields: z.number().int(),
  startsAt: z.string(),
  endsAt: z.string(),
  createdAt: z.string(),
})
export const applicationList = z.strictObject({ total: z.number().int(), rows: z.array(applicationRow) })
export type ApplicationList = z.infer<typeof applicationList>

/** One unfinished application a person keeps: ids and choices only; the reason in words is not kept. */
export const draft = z.strictObject({
  purpose: z.string().max(40).optional(),
  customers: z.array(id).max(2500).default([]),
  fields: z.array(z.number().int().min(0).max(32_767)).max(100).default([]),
  modes: z.array(mode).max(4).default([]),
  startsAt: moment.optional(),
  endsAt: moment.optional(),
  countLimit: z.number().int().min(1).max(100_000).optional(),
})
export type Draft = z.infer<typeof draft>
export const savedDraft = z.strictObject({ draft: draft.nullable(), savedAt: z.string().nullable() })

export const grantStates = ['running', 'upcoming', 'expired', 'revoked', 'used-up'] as const
export const grantListQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
  /** Mine, those I approved or whose holders I manage, or all (security administrator, secrecy office). */
  whose: z.enum(['mine', 'managed', 'all']).default('mine'),
  state: z.enum(grantStates).optional(),
})
export const grantRow = z.strictObject({
  id,
  application: id,
  number: z.string(),
  holder: z.string(),
  holderId: id,
  purpose: z.string(),
  modes: z.array(mode),
  fields: z.array(z.number().int()),
  customers: z.number().int(),
  from: z.string(),
  until: z.string(),
  countLimit: z.number().int().nullable(),
  left: z.number().int().nullable(),
  state: z.enum(grantStates),
  revokedAt: z.string().nullable(),
  mayRevoke: z.boolean(),
})
export const grantList = z.strictObject({ total: z.number().int(), rows: z.array(grantRow) })
export type GrantList = z.infer<typeof grantList>
export type GrantState = (typeof grantStates)[number]

/** The files of one grant, by file number; values only through the file itself. */
export const grantFile = z.strictObject({ id, fileNo: z.string(), level: z.number().int() })
export const grantDetail = grantRow.extend({ files: z.array(grantFile) })
export type GrantDetail = z.infer<typeof grantDetail>

/** Asked again and again by pages that show values. */
export const grantStateReply = z.strictObject({
  running: z.boolean(),
  state: z.enum(grantStates),
  until: z.string(),
  left: z.number().int().nullable(),
})
export const revoked = z.strictObject({ state: z.enum(grantStates) })
export const revokeBody = z.strictObject({ reason: z.string().trim().min(2).max(300) })

export const exportBody = z.strictObject({
  grant: id,
  mode: z.enum(['export', 'print']),
  /** Absent = all files of the grant. */
  customers: z.array(id).min(1).max(2500).optional(),
  /** Absent = all fields of the grant. */
  fields: fieldIds.optional(),
  /** A print is always a PDF. */
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
  language: z.enum(['zh', 'en']).default('zh'),
})
export type ExportBody = z.infer<typeof exportBody>

export const exportListQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
})
/** Files I took out: what was in them is not kept, the hash is. */
export const exportList = z.strictObject({
  total: z.number().int(),
  rows: z.array(
    z.strictObject({
      id, grant: id, number: z.string(), mode: z.string(), rows: z.number().int(), leftOut: z.number().int(), sha256: z.string(), at: z.string(),
    }),
  ),
}) // prettier-ignore
export type ExportList = z.infer<typeof exportList>

/** What was stated for openings without an application; SHA-256 of salt and words stands in the entry `reason-stated`. */
export const reasonList = z.strictObject({
  rows: z.array(z.strictObject({ commitment: z.string(), reason: z.string(), salt: z.string() })),
})
export type ReasonList = z.infer<typeof reasonList>

export const whoQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
})
/** What one person sees of one section of the file, at best, and what that rests on. */
export const whoSection = z.strictObject({
  section: z.string(),
  sight: z.enum(['full', 'masked', 'hidden']),
  /** `reason` = on a stated reason within scope; `grant` = under a running grant; `scope` = masked; `none`. */
  by: z.enum(['reason', 'grant', 'scope', 'none']),
  because: z.array(z.string()),
  full: z.number().int(),
  masked: z.number().int(),
  hidden: z.number().int(),
})
export const whoList = z.strictObject({
  /** People who see something of the file. */
  total: z.number().int(),
  /** People who work here and see nothing of it. */
  without: z.number().int(),
  rows: z.array(
    z.strictObject({
      personId: id,
      name: z.string(),
      employeeNo: z.string(),
      department: z.string(),
      post: z.string(),
      sections: z.array(whoSection),
      grants: z.array(id),
    }),
  ),
})
export type WhoList = z.infer<typeof whoList>
