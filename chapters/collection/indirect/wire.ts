import { z } from 'zod'

/** Shapes of indirect collection (2.2.2) on the wire: sources of others, batches in quarantine, freezing. */
const id = z.uuid()
const count = z.number().int()
const day = z.iso.date()
const person = z.strictObject({ id, name: z.string(), employeeNo: z.string() })
const both = z.strictObject({ zh: z.string(), en: z.string() })

export const sourceStates = ['draft', 'checked', 'usable', 'expired', 'withdrawn'] as const
export const sourceState = z.enum(sourceStates)
export type SourceStateCode = z.infer<typeof sourceState>

/** What is on record of a partner or data provider. */
export const partnerBody = z.strictObject({
  provider: z.string().trim().min(2).max(120),
  creditCode: z.string().trim().max(40),
  contact: z.string().trim().min(2).max(120),
  contractNo: z.string().trim().min(1).max(80),
  contractFrom: day,
  contractUntil: day,
  /** What the persons agreed to, in words. */
  authority: z.string().trim().min(4).max(1000),
  purposes: z.array(z.string().min(1).max(60)).min(1).max(50),
  /** Codes of the catalogue fields the partner may give. */
  fields: z.array(z.string().min(1).max(60)).min(1).max(200),
  validFrom: day,
  validUntil: day,
  responsible: id,
  /** What happens to what came from it when it runs out: it goes on being used, or it is frozen. */
  onExpiry: z.enum(['keep', 'freeze']),
})
export type PartnerBody = z.infer<typeof partnerBody>
export const partnerEdit = partnerBody.extend({ version: count, note: z.string().trim().max(500) }).strict()
export type PartnerEdit = z.infer<typeof partnerEdit>

/** Points of the check of a source; each is answered, and each must hold before it counts as checked. */
export const sourcePoints = [
  'partner-exists',
  'contract-valid',
  'authority-real',
  'purposes-covered',
  'fields-needed',
] as const
/** Points of the check of a batch; the company may add to them, never take one away. */
export const batchPoints = [
  'contract-valid',
  'authority-purpose',
  'authority-fields',
  'notice-given',
  'sensitive-handled',
  'minors-handled',
] as const
export const answers = ['yes', 'no', 'not-applicable'] as const
export const answer = z.enum(answers)
export type Answer = z.infer<typeof answer>
const checklist = z.record(z.string().max(60), answer)

export const sourceCheckBody = z.strictObject({
  version: count,
  checklist,
  note: z.string().trim().max(500),
})
export const sourceActBody = z.strictObject({ version: count })
export const reasonBody = z.strictObject({ reason: z.string().trim().min(4).max(500) })
export const freezeBody = reasonBody.extend({ kind: z.enum(['freeze', 'lift']) }).strict()
export const decideFreezeBody = z.strictObject({ decision: z.enum(['confirm', 'refuse']) })
export const sourceFileKinds = ['contract', 'authority'] as const
export const sourceFileQuery = z.strictObject({ kind: z.enum(sourceFileKinds) })
export const sourceFileParams = z.strictObject({ id, fileId: id })

export const sourceQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  kind: z.enum(['direct', 'partner', 'public', 'legacy']).optional(),
  state: sourceState.optional(),
  q: z.string().trim().max(80).optional(),
  sort: z
    .enum(['name', 'name.desc', 'createdAt', 'createdAt.desc', 'validUntil', 'validUntil.desc'])
    .default('createdAt.desc'),
})
export type SourceQuery = z.infer<typeof sourceQuery>

export const sourceStep = z.strictObject({
  n: count,
  step: z.string(),
  version: count,
  hash: z.string(),
  note: z.string(),
  by: person.nullable(),
  at: z.string(),
  checklist: checklist.nullable(),
})
export type SourceStep = z.infer<typeof sourceStep>
const freeze = z.strictObject({
  id,
  kind: z.enum(['freeze', 'lift']),
  reason: z.string(),
  state: z.enum(['waiting', 'confirmed', 'refused']),
  proposedBy: person,
  proposedAt: z.string(),
  decidedBy: person.nullable(),
  decidedAt: z.string().nullable(),
})

/** One source with everything on record, its history and what this person may do with it. */
export const sourceView = z.strictObject({
  id,
  name: z.string(),
  kind: z.enum(['direct', 'partner', 'public', 'legacy']),
  legalBasis: z.string(),
  note: z.string(),
  state: sourceState,
  version: count,
  hash: z.string(),
  frozen: z.boolean(),
  createdAt: z.string(),
  createdBy: person.nullable(),
  partner: z
    .strictObject({
      provider: z.string(),
      creditCode: z.string(),
      contact: z.string(),
      contractNo: z.string(),
      contractFrom: z.string().nullable(),
      contractUntil: z.string().nullable(),
      authority: z.string(),
      purposes: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })),
      fields: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })),
      validFrom: z.string().nullable(),
      validUntil: z.string().nullable(),
      responsible: person.nullable(),
      onExpiry: z.enum(['keep', 'freeze']),
    })
    .nullable(),
  checkedBy: person.nullable(),
  checkedAt: z.string().nullable(),
  openedBy: person.nullable(),
  openedAt: z.string().nullable(),
  files: z.array(
    z.strictObject({
      id,
      kind: z.enum(sourceFileKinds),
      contentType: z.string(),
      size: count,
      sha256: z.string(),
      addedBy: person,
      addedAt: z.string(),
    }),
  ),
  steps: z.array(sourceStep),
  freezes: z.array(freeze),
  customers: count,
  batches: count,
  may: z.strictObject({
    edit: z.boolean(),
    check: z.boolean(),
    open: z.boolean(),
    freeze: z.boolean(),
    lift: z.boolean(),
    confirm: z.boolean(),
  }),
})
export type SourceView = z.infer<typeof sourceView>

/** What may be put into a source: purposes and fields. */
export const sourceChoices = z.strictObject({
  purposes: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })),
  fields: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string(), level: count })),
})
export type SourceChoices = z.infer<typeof sourceChoices>

export const frozenQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
})
export const frozenList = z.strictObject({
  total: count,
  rows: z.array(
    z.strictObject({
      id,
      fileNo: z.string(),
      kind: z.string(),
      level: count,
      whole: z.boolean(),
      fields: count,
      createdAt: z.string(),
    }),
  ),
})
export type FrozenRow = z.infer<typeof frozenList>['rows'][number]

// ── quarantine ──
export const quarantineStates = ['waiting', 'checking', 'submitted', 'released', 'rejected'] as const
export const quarantineState = z.enum(quarantineStates)
export type QuarantineState = z.infer<typeof quarantineState>
export const quarantineQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  state: quarantineState.optional(),
  source: id.optional(),
})
export const quarantineRow = z.strictObject({
  id,
  number: z.string(),
  source: z.strictObject({ id, name: z.string() }),
  customers: count,
  level: count,
  state: quarantineState,
  importer: person,
  verifier: person.nullable(),
  sample: count.nullable(),
  judged: count,
  arrivedAt: z.string(),
  decidedAt: z.string().nullable(),
})
export type QuarantineRow = z.infer<typeof quarantineRow>
export const quarantineList = z.strictObject({ total: count, rows: z.array(quarantineRow) })

/** What was found in the file beside the columns that were taken: kinds and counts, never values. */
export const fileReport = z.strictObject({
  hiddenSheets: count,
  hiddenColumns: count,
  hiddenRows: count,
  formulas: count,
  comments: count,
  links: count,
  objects: count,
  /** Identifiers inside free text and in columns that were not taken, by column and type. */
  columns: z.array(
    z.strictObject({
      sheet: count,
      column: z.string(),
      use: z.enum(['remark', 'skipped', 'text']),
      found: z.array(z.strictObject({ type: z.string(), count })),
    }),
  ),
})
export type FileReport = z.infer<typeof fileReport>

export const sampleItem = z.strictObject({
  n: count,
  customer: id,
  fileNo: z.string(),
  opened: count,
  verdict: z.enum(['ok', 'bad']).nullable(),
  note: z.string(),
})
export type SampleItem = z.infer<typeof sampleItem>
export const quarantineView = quarantineRow
  .extend({
    levelName: both,
    sourceVersion: count,
    sourceNow: z.strictObject({ state: sourceState, version: count, validUntil: z.string().nullable() }),
    legalBasis: z.string(),
    fileHash: z.string(),
    contentHash: z.string().nullable(),
    report: fileReport,
    conflicts: count.nullable(),
    seed: z.string().nullable(),
    planned: z.strictObject({ size: count, mostBad: count }),
    mostBad: count.nullable(),
    points: z.array(z.strictObject({ code: z.string(), name: both, required: z.boolean() })),
    checklist,
    items: z.array(sampleItem),
    proposal: z.enum(['release', 'reject']).nullable(),
    instance: z.strictObject({ id, number: z.string(), state: z.string() }).nullable(),
    fields: z.array(z.strictObject({ id: count, code: z.string(), zh: z.string(), en: z.string() })),
    may: z.strictObject({ take: z.boolean(), work: z.boolean(), release: z.boolean(), reject: z.boolean() }),
    /** Why release may not be proposed yet, as codes. */
    open: z.array(z.string()),
  })
  .strict()
export type QuarantineView = z.infer<typeof quarantineView>

export const itemParams = z.strictObject({ id, n: z.coerce.number().int().min(1).max(100_000) })
export const openedItem = z.strictObject({
  n: count,
  values: z.array(
    z.strictObject({ field: count, sight: z.enum(['full', 'masked', 'hidden']), text: z.string() }),
  ),
})
export type OpenedItem = z.infer<typeof openedItem>
export const judgeBody = z.strictObject({ verdict: z.enum(['ok', 'bad']), note: z.string().trim().max(300) })
export const checklistBody = z.strictObject({ checklist })
export const proposeBody = z.strictObject({
  proposal: z.enum(['release', 'reject']),
  opinion: z.string().trim().min(2).max(500),
})
export const proposed = z.strictObject({ id, number: z.string() })
export const conflictList = z.strictObject({
  total: count,
  counts: z.strictObject({ known: count, 'name-differs': count, 'identifier-differs': count }),
  rows: z.array(z.strictObject({ n: count, what: z.string(), fileNo: z.string(), other: z.string() })),
})
export type ConflictList = z.infer<typeof conflictList>
export const quarantineSettings = z.strictObject({
  /** Of a thousand sampled files so many may be bad; beyond them a batch can only be rejected. */
  badPermille: z.number().int().min(0).max(50),
  sampleLeast: z.number().int().min(2).max(2000),
  morePoints: z
    .array(z.strictObject({ code: z.string().regex(/^own-[a-z0-9-]{1,40}$/), name: both }))
    .max(20),
})
export type QuarantineSettings = z.infer<typeof quarantineSettings>
