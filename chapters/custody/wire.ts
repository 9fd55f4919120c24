import { z } from 'zod'
import { classCode } from './filing/wire.ts'
import { documentShown } from './documents/wire.ts'
import { categories } from './wire/categories.ts'

export * from './filing/wire.ts'
export * from './rooms/wire.ts'
export * from './documents/wire.ts'
export * from './wire/categories.ts'
export * from './levels/wire.ts'

/** Shapes of the chapter custody, shared by server, pages and command line. Strict: a field without a name is refused. */

const id = z.uuid()
const fieldId = z.number().int().min(1).max(32_767)
const rank = z.number().int().min(1).max(9)
const label = z.string().trim().min(1).max(60)
const version = z.number().int().min(1)
const pageOf = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
}

export const sections = [
  'identity',
  'contact',
  'documents',
  'bank',
  'business',
  'follow-up',
  'other',
] as const

export const searchables = ['none', 'exact', 'fragment'] as const
export const appliesTo = ['person', 'company', 'both'] as const
export const tones = ['vermilion', 'amber', 'indigo', 'grey'] as const
export const customerKinds = ['person', 'company'] as const

/** Legal bases in the order of PIPL article 13, then data that names no person; the rule 2.1.1 knows the same. */
export const legalBases = [
  'consent',
  'contract',
  'statutory-duty',
  'emergency',
  'public-interest-reporting',
  'already-public',
  'other-law',
  'no-personal-data',
] as const

export const idParams = z.strictObject({ id })
export const done = z.strictObject({ done: z.literal(true) })

// ── catalogue ──
export const levelShape = z.strictObject({
  rank,
  zh: z.string(),
  en: z.string(),
  tone: z.string(),
  fullNeeds: z.enum(['reason', 'grant']),
  secrecyYears: z.number().nullable(),
  exportRowsMax: z.number(),
  openTerm: z.enum(['long-term', 'until-published']).nullable(),
  endsByItself: z.boolean(),
  risesAt: z.number().nullable(),
})
export type LevelReply = z.infer<typeof levelShape>

export const fieldShape = z.strictObject({
  id: z.number(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  section: z.string(),
  category: z.string(),
  level: z.number(),
  sensitive: z.boolean(),
  type: z.string(),
  mask: z.string(),
  maskExample: z.string(),
  /** Masks that may be chosen; `warned` ones hide too little to be chosen without thinking. */
  masks: z.array(z.strictObject({ kind: z.string(), example: z.string(), warned: z.boolean() })),
  searchable: z.enum(searchables),
  searchableUpTo: z.enum(searchables),
  appliesTo: z.enum(appliesTo),
  sort: z.number(),
  retired: z.boolean(),
  version: z.number(),
})
export type FieldReply = z.infer<typeof fieldShape>

export const catalogueReply = z.strictObject({ levels: z.array(levelShape), fields: z.array(fieldShape) })
export type CatalogueReply = z.infer<typeof catalogueReply>
export const fieldsReply = z.strictObject({ total: z.number(), rows: z.array(fieldShape) })
export const levelsReply = z.strictObject({ total: z.number(), rows: z.array(levelShape) })

const fieldBody = {
  zh: label,
  en: label,
  section: z.enum(sections),
  category: z.enum(categories),
  sensitive: z.boolean(),
  mask: z.string().max(30),
  searchable: z.enum(searchables),
  appliesTo: z.enum(appliesTo),
  sort: z.number().int().min(0).max(10_000),
  maskWarningAccepted: z.boolean().optional(),
}
export const newField = z.strictObject({
  ...fieldBody,
  code: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  level: rank,
  type: z.string().max(40),
})
export type NewFieldBody = z.infer<typeof newField>
/** `level` may be sent back as it was; another one is refused, since it takes an approval. */
export const fieldEdit = z.strictObject({
  ...fieldBody,
  retired: z.boolean(),
  version,
  level: rank.optional(),
})
export type FieldEditBody = z.infer<typeof fieldEdit>
export const fieldParams = z.strictObject({ id: z.coerce.number().int().min(1).max(32_767) })
export const fieldAdded = z.strictObject({ id: z.number() })
export const versionReply = z.strictObject({ version: z.number() })

export const levelsEdit = z.strictObject({
  levels: z
    .array(
      z.strictObject({
        rank,
        zh: z.string().trim().min(1).max(20),
        en: z.string().trim().min(1).max(40),
        tone: z.enum(tones),
        secrecyYears: z.number().int().min(1).max(30).nullable(),
        /** Five thousand is the largest threshold of the 2017 interpretation, article 5. */
        exportRowsMax: z.number().int().min(0).max(5000),
      }),
    )
    .min(1)
    .max(9),
})
export type LevelsEditBody = z.infer<typeof levelsEdit>

// ── customer files ──
const values = z.record(z.string().max(10), z.string().max(20_000))
const purposeCodes = z.array(z.string().min(1).max(40)).max(50)
export const newCustomer = z.strictObject({
  kind: z.enum(customerKinds),
  level: rank.optional(),
  ownerId: id.optional(),
  departmentId: id.optional(),
  legalBasis: z.enum(legalBases),
  sourceId: id,
  /** Codes of the purposes for which the values are needed; what none of them needs is not taken in. */
  purposes: purposeCodes.default([]),
  marketingRefused: z.boolean().optional(),
  /** The person looked at the warning that such an identifier is on file already. */
  duplicateAccepted: z.boolean().optional(),
  typeCode: classCode.optional(),
  categoryCode: classCode.optional(),
  /** Text by number of the catalogue field. */
  values,
})
export type NewCustomerBody = z.infer<typeof newCustomer>
export const customerFiled = z.strictObject({ id, fileNo: z.string() })
export const correction = z.strictObject({
  expectedVersion: version,
  values,
  /** For values the file does not hold yet; absent = the purposes it is held for. */
  purposes: purposeCodes.optional(),
})
export type CorrectionBody = z.infer<typeof correction>

export const historyQuery = z.strictObject(pageOf)
export const historyReply = z.strictObject({
  total: z.number(),
  rows: z.array(
    z.strictObject({
      id,
      at: z.string(),
      kind: z.string(),
      person: z.strictObject({ id, name: z.string(), employeeNo: z.string() }),
      fields: z.array(z.strictObject({ id: z.number(), zh: z.string(), en: z.string() })),
      instanceId: id.nullable(),
    }),
  ),
})
export type HistoryReply = z.infer<typeof historyReply>

// ── attachments ──
export const attachBody = z.strictObject({
  title: z.string().trim().max(200).optional(),
  level: rank.optional(),
})
export const attachedReply = z.strictObject({ id })
export const attachmentParams = z.strictObject({ id, attachmentId: id })
export const attachmentsReply = z.strictObject({
  total: z.number(),
  /** Whether this person may add and remove attachments; decided again when they do. */
  mayAttach: z.boolean(),
  rows: z.array(
    z.strictObject({
      id,
      title: z.string().nullable(),
      level: z.number(),
      contentType: z.string(),
      size: z.number(),
      addedAt: z.string(),
      addedBy: z.strictObject({ id, name: z.string(), employeeNo: z.string() }),
      /** What is known about its content; null for one that was kept before that was looked at. */
      content: documentShown.nullable(),
    }),
  ),
})
export type AttachmentsReply = z.infer<typeof attachmentsReply>
export const openAttachmentBody = z.strictObject({
  purpose: z.string().max(60).optional(),
  reason: z.string().trim().max(500).optional(),
  applicationId: id.optional(),
})
export const removeAttachmentBody = z.strictObject({ reason: z.string().trim().min(2).max(500) })

export const emptyBody = z.strictObject({})

// ── changes of level ──
export const levelKinds = ['classify', 'change', 'declassify'] as const
export const openTerms = ['long-term', 'until-published'] as const
export const newLevelChange = z.strictObject({
  customerId: id.optional(),
  fieldId: fieldId.optional(),
  toLevel: rank,
  reason: z.string().trim().min(5).max(1000),
  kind: z.enum(levelKinds).optional(),
  years: z.number().int().min(1).max(30).optional(),
  openTerm: z.enum(openTerms).optional(),
  /** Who may know, in words and by department. */
  scope: z.string().trim().max(500).optional(),
  scopeDepartments: z.array(id).max(50).optional(),
  /** People who are put in the know. */
  cc: z.array(id).max(20).optional(),
  /** Who decides the steps that the flow leaves to the applicant, by step. */
  picks: z.record(z.string().max(60), z.array(id).max(20)).optional(),
})
export type NewLevelChangeBody = z.infer<typeof newLevelChange>
export const levelChangeSubmitted = z.strictObject({ id, number: z.string() })
/** A returned application handed in again is about the same file or field. */
export const correctedLevelChange = newLevelChange.omit({ customerId: true, fieldId: true, cc: true })
export type CorrectedLevelChangeBody = z.infer<typeof correctedLevelChange>
export const levelChangeContent = z.strictObject({
  id,
  number: z.string(),
  state: z.string(),
  customerId: id.nullable(),
  fileNo: z.string().nullable(),
  fieldId: fieldId.nullable(),
  fromLevel: z.number(),
  toLevel: z.number(),
  reason: z.string(),
  kind: z.enum(levelKinds),
  years: z.number().nullable(),
  openTerm: z.enum(openTerms).nullable(),
  scope: z.string(),
  scopeDepartments: z.array(id),
  /** The step that returned it, to which it may go straight back unchanged. */
  straightTo: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
})
export type LevelChangeContent = z.infer<typeof levelChangeContent>
export const levelChangesQuery = z.strictObject({
  ...pageOf,
  customerId: id.optional(),
  mine: z.enum(['true', 'false']).optional(),
})
export const levelChangesReply = z.strictObject({
  total: z.number(),
  rows: z.array(
    z.strictObject({
      id,
      number: z.string(),
      state: z.string(),
      applicant: z.strictObject({ id, name: z.string(), employeeNo: z.string() }),
      submittedAt: z.string(),
      customerId: id.nullable(),
      fileNo: z.string().nullable(),
      field: z.strictObject({ id: z.number(), zh: z.string(), en: z.string() }).nullable(),
      fromLevel: z.number(),
      toLevel: z.number(),
      kind: z.enum(levelKinds),
      appliedAt: z.string().nullable(),
    }),
  ),
})
export type LevelChangesReply = z.infer<typeof levelChangesReply>
/** Where a change of level may start: what the file and its fields have now, for the form. */
export const levelSubject = z.strictObject({
  customerId: id,
  fileNo: z.string(),
  kind: z.enum(customerKinds),
  level: z.number(),
  version: z.number(),
  /** Collected fields with the level that holds for this customer. */
  fields: z.array(z.strictObject({ id: z.number(), level: z.number() })),
  /** The highest level among its attachments; null when it has none. */
  attachments: z.number().nullable(),
})
export type LevelSubject = z.infer<typeof levelSubject>
