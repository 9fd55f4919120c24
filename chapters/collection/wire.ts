import { z } from 'zod'
import { legalBasis } from './wire/basis.ts'

export * from './wire/basis.ts'
export * from './wire/basis-texts.ts'
export * from './purposes/wire.ts'
export * from './purposes/record-wire.ts'
export * from './origins/wire.ts'

export * from './tidying/wire.ts'
import { quarantineState, sourceState } from './indirect/wire.ts'

export * from './indirect/wire.ts'

export * from './wire/consent.ts'
export * from './wire/consent-backlog.ts'

/** Shapes of the chapter collection on the wire; shared by server, pages and command line. */
const id = z.uuid()
const count = z.number().int()
const both = z.strictObject({ zh: z.string(), en: z.string() })

export const importStates = [
  'uploaded',
  'checked',
  'running',
  'paused',
  'finished',
  'failed',
  'cancelled',
] as const
export const importState = z.enum(importStates)
export type ImportState = z.infer<typeof importState>

/** Where a column goes: a field of the catalogue (by code), a line of the remark, or nowhere. */
export const target = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('field'), field: z.string().min(1).max(60) }),
  z.strictObject({ to: z.literal('remark') }),
  z.strictObject({ to: z.literal('skip') }),
])
export type Target = z.infer<typeof target>

/** What the person decided about one column. */
export const columnMapping = z.strictObject({
  /** Position in the sheet, from 0. */
  position: z.number().int().min(0).max(500),
  header: z.string().max(200),
  target,
  /** Level above the catalogue's for this column of this import. */
  raiseTo: z.number().int().min(1).max(9).optional(),
  /** Identifiers found inside the text fill their own fields when those are empty. */
  extract: z.boolean().default(false),
})
export type ColumnMapping = z.infer<typeof columnMapping>

export const sheetMapping = z.strictObject({
  sheet: z.string().max(200),
  take: z.boolean(),
  kind: z.enum(['person', 'company']),
  columns: z.array(columnMapping).max(500),
})
export type SheetMapping = z.infer<typeof sheetMapping>

/** Who answers for the new files. With `column`, the salesperson column decides, and `person` where it does not. */
export const ownerChoice = z.strictObject({
  column: z.boolean(),
  person: id.optional(),
  department: id.optional(),
})

export const importOptions = z.strictObject({
  sheets: z.array(sheetMapping).max(100),
  source: id.optional(),
  legalBasis: legalBasis.optional(),
  /** Codes of the purposes for which it is taken in; columns that none of them needs are left out. */
  purposes: z.array(z.string().min(1).max(40)).max(50).default([]),
  owner: ownerChoice,
  /** `skip`: rows that are on file already are left out; `file`: they are filed and offered for merging. */
  duplicates: z.enum(['skip', 'file']),
  /** Level of the files as a whole; the fields carry their own. */
  level: z.number().int().min(1).max(9),
  /** Words such as 不接受营销 in a remark mark the customer as refusing marketing. */
  readRefusals: z.boolean(),
  /** A text in which an identifier of a higher level is found is sealed at that level. */
  raiseHidden: z.boolean(),
})
export type ImportOptions = z.infer<typeof importOptions>

const guess = z.strictObject({ type: z.string(), confidence: z.number() })
export const checkedColumn = z.strictObject({
  position: count,
  header: z.string(),
  type: z.string(),
  confidence: z.number(),
  level: count,
  category: z.string(),
  reasons: z.array(z.string()),
  alternatives: z.array(guess),
  valid: z.number().nullable(),
  suggestion: target,
  /** Identifiers found inside texts of the sample, by type. */
  findings: z.array(z.strictObject({ type: z.string(), count })),
  /** Level suggested because of the findings; null when the catalogue's will do. */
  suggestedRaise: count.nullable(),
})
export type CheckedColumn = z.infer<typeof checkedColumn>

export const checkedSheet = z.strictObject({
  sheet: z.string(),
  hidden: z.boolean(),
  rows: count,
  headerRows: z.array(count),
  firstDataRow: count,
  indexColumn: count.nullable(),
  notes: z.array(z.string()),
  subject: z.enum(['person', 'company', 'unknown']),
  columns: z.array(checkedColumn),
})
export type CheckedSheet = z.infer<typeof checkedSheet>

export const fileCheck = z.strictObject({
  format: z.enum(['xlsx', 'csv']),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  sheets: z.array(checkedSheet),
})
export type FileCheck = z.infer<typeof fileCheck>

/** The first rows of a sheet, sensitive values masked. */
export const sample = z.strictObject({
  sheet: z.string(),
  rows: z.array(z.strictObject({ row: count, kind: z.string(), cells: z.array(z.string()) })),
})
export type Sample = z.infer<typeof sample>

export const progress = z.strictObject({
  rows: count,
  customers: count,
  duplicates: count,
  errors: count,
  warnings: count,
  /** Rows in the chosen sheets, titles and blank lines included; a guess for CSV. */
  total: count,
})
export type Progress = z.infer<typeof progress>

export const importProblem = z.strictObject({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})

/** A column that no chosen purpose needs. */
export const extraColumn = z.strictObject({
  sheet: z.string(),
  position: count,
  header: z.string(),
  field: z.strictObject({ code: z.string(), ...both.shape }),
  sensitive: z.boolean(),
  /** Purposes in use that would need it. */
  neededBy: z.array(z.strictObject({ code: z.string(), ...both.shape })),
})
export type ExtraColumn = z.infer<typeof extraColumn>

export const importView = z.strictObject({
  id,
  fileName: z.string(),
  size: count,
  state: importState,
  check: fileCheck.nullable(),
  options: importOptions.nullable(),
  /** Columns that are left out, since no chosen purpose needs them. */
  extra: z.array(extraColumn),
  template: z.strictObject({ id, name: z.string() }).nullable(),
  progress,
  dryRun: progress.nullable(),
  problem: importProblem.nullable(),
  errors: count,
  openDuplicates: count,
  /** Where the batch of a third party waits to be checked. */
  quarantine: z.strictObject({ id, number: z.string(), state: quarantineState }).nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  sample: z.array(sample),
  fields: z.array(
    z.strictObject({
      code: z.string(),
      zh: z.string(),
      en: z.string(),
      section: z.string(),
      level: count,
      appliesTo: z.string(),
    }),
  ),
  levels: z.array(z.strictObject({ rank: count, zh: z.string(), en: z.string(), tone: z.string() })),
})
export type ImportView = z.infer<typeof importView>

export const importRow = z.strictObject({
  id,
  fileName: z.string(),
  size: count,
  state: importState,
  progress,
  createdBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})
export type ImportRow = z.infer<typeof importRow>
export const importList = z.strictObject({ total: count, rows: z.array(importRow) })

export const pageQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
})
export const importQuery = pageQuery.extend({ state: importState.optional() }).strict()
export const idParams = z.strictObject({ id })
export const done = z.strictObject({ done: z.literal(true) })
export const begun = z.strictObject({ id, state: importState })
export const uploadBody = z.strictObject({})

export const rowError = z.strictObject({
  sheet: z.string(),
  row: count,
  column: z.string(),
  code: z.string(),
  level: z.enum(['error', 'warning']),
  /** The value, masked; empty when nothing of it may be shown. */
  masked: z.string(),
  text: both,
})
export type RowError = z.infer<typeof rowError>
export const rowErrorList = z.strictObject({ total: count, rows: z.array(rowError) })
export const languageQuery = z.strictObject({ language: z.enum(['zh', 'en']).default('zh') })

export const templateBody = z.strictObject({ name: z.string().trim().min(1).max(60), import: id })
export const templateRow = z.strictObject({
  id,
  name: z.string(),
  headers: z.array(z.string()),
  createdAt: z.string(),
  usedAt: z.string().nullable(),
})
export const templateList = z.strictObject({ total: count, rows: z.array(templateRow) })

export const sourceKinds = ['direct', 'partner', 'public', 'legacy'] as const
export const sourceBody = z.strictObject({
  name: z.string().trim().min(1).max(80),
  kind: z.enum(sourceKinds),
  legalBasis,
  note: z.string().trim().max(500).default(''),
})
export const sourceRow = z.strictObject({
  id,
  name: z.string(),
  kind: z.enum(sourceKinds),
  legalBasis: z.string(),
  note: z.string(),
  createdAt: z.string(),
  closedAt: z.string().nullable(),
  customers: count,
  state: sourceState,
  provider: z.string(),
  validUntil: z.string().nullable(),
  responsible: z.string(),
  /** What came from it is kept, not used. */
  frozen: z.boolean(),
})
export type SourceRow = z.infer<typeof sourceRow>
export const sourceList = z.strictObject({ total: count, rows: z.array(sourceRow) })

export const duplicateReasons = ['uscc', 'id-card', 'passport', 'name-phone', 'identifier-name'] as const
export const duplicateSide = z.strictObject({
  customer: id,
  fileNo: z.string(),
  level: count,
  status: z.string(),
  createdAt: z.string(),
  version: count,
  fields: z.array(
    z.strictObject({
      id: count,
      code: z.string(),
      zh: z.string(),
      en: z.string(),
      sight: z.enum(['full', 'masked', 'hidden', 'absent']),
      text: z.string(),
    }),
  ),
})
export type DuplicateSide = z.infer<typeof duplicateSide>
export const duplicateRow = z.strictObject({
  id,
  import: id.nullable(),
  reason: z.string(),
  state: z.enum(['open', 'merged', 'kept']),
  /** The older file, which stays. */
  older: duplicateSide,
  newer: duplicateSide,
  /** Numbers of the fields that both have with different values, as far as the person sees them. */
  differs: z.array(count),
})
export type DuplicateRow = z.infer<typeof duplicateRow>
export const duplicateList = z.strictObject({ total: count, rows: z.array(duplicateRow) })
export const duplicateQuery = pageQuery
  .extend({ import: id.optional(), state: z.enum(['open', 'merged', 'kept']).default('open') })
  .strict()
export const decision = z.enum(['merge', 'keep'])
export const decideBody = z.strictObject({
  decision,
  /** The file that stays; the older one unless said otherwise. */
  stays: id.optional(),
  /** Fields taken from the other file although the one that stays has them too. */
  take: z.array(z.number().int().min(1).max(32_767)).max(200).optional(),
})
export const decideManyBody = z.strictObject({ ids: z.array(id).min(1).max(100), decision })
export const decidedMany = z.strictObject({ decided: count, refused: count })
export type DecideManyReply = z.infer<typeof decidedMany>

export * from './wire/api.ts'

/** What `mifeng import` prints. */
export interface ImportReport {
  readonly rows: number
  readonly customers: number
  readonly duplicates: number
  readonly columns: readonly {
    readonly sheet: string
    readonly header: string
    readonly type: string
    readonly category: string
    /** Level rank. */
    readonly level: string
    readonly confidence: number
  }[]
  /** Columns that were left out, since none of the purposes needs them. */
  readonly extraColumns: readonly ExtraColumn[]
  readonly errors: readonly {
    readonly sheet: string
    readonly row: number
    readonly column: string
    readonly code: string
    readonly message: string
  }[]
}

export * from './direct/wire.ts'
