import { z } from 'zod'

/** Shapes of chapter supervision on the wire; shared by server and page. */
const id = z.uuid()
const moment = z.iso.datetime({ offset: true })
const code = z
  .string()
  .trim()
  .regex(/^[a-z][a-z-]{0,39}$/)
/** `2026-11-01~2026-11-30` where the company is; either end may be missing. */
const days = z.string().refine((text) => {
  const [from = '', to = '', ...more] = text.split('~')
  const isDay = (one: string): boolean => one === '' || z.iso.date().safeParse(one).success
  return more.length === 0 && text.includes('~') && isDay(from) && isDay(to)
})

export const entryFilter = z.strictObject({
  person: id.optional(),
  /** Id or file number. */
  customer: z.string().trim().max(60).optional(),
  clause: z
    .string()
    .trim()
    .regex(/^[0-9.]{1,12}$/)
    .optional(),
  kind: code.optional(),
  verb: code.optional(),
  verdict: z.enum(['permit', 'deny']).optional(),
  /** Id or number of an application. */
  application: z.string().trim().max(60).optional(),
  days: days.optional(),
  from: moment.optional(),
  to: moment.optional(),
})
export type EntryFilter = z.infer<typeof entryFilter>
export const entryQuery = z.strictObject({
  ...entryFilter.shape,
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
})
export type EntryQuery = z.infer<typeof entryQuery>

const both = z.strictObject({ zh: z.string(), en: z.string() })
const named = z.strictObject({ id, name: z.string(), note: z.string() })
/** A catalogue field by its name; empty names when the catalogue no longer knows it. */
const field = z.strictObject({ id: z.number().int(), zh: z.string(), en: z.string() })
export const entryRow = z.strictObject({
  lane: z.number().int(),
  index: z.number().int(),
  at: z.string(),
  kind: z.string(),
  verb: z.string(),
  actor: named.nullable(),
  customers: z.array(named),
  customersMore: z.number().int(),
  application: z.strictObject({ id, number: z.string() }).nullable(),
  grant: id.nullable(),
  verdict: z.string(),
  clauses: z.array(z.string()),
  /** Salted hash of stated words, in hex; the words themselves are kept by the chapter use. */
  commitment: z.string().nullable(),
})
export type EntryRow = z.infer<typeof entryRow>
export const entryList = z.strictObject({ total: z.number().int(), rows: z.array(entryRow) })
export type EntryList = z.infer<typeof entryList>

export const entryDetail = z.strictObject({
  row: entryRow,
  /** Fields that were shown in full, and those shown masked. */
  full: z.array(field),
  masked: z.array(field),
  purpose: both.nullable(),
  /** The entry as it was recorded, character by character. */
  text: z.string(),
  leafHash: z.string(),
  size: z.number().int(),
  root: z.string(),
  proof: z.array(z.string()),
})
export type EntryDetail = z.infer<typeof entryDetail>

export const lifeOfApplication = z.strictObject({
  id,
  number: z.string(),
  form: z.string(),
  state: z.string(),
  applicant: named,
  purpose: both.nullable(),
  level: z.number().int(),
  action: z.string(),
  submittedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  snapshotHash: z.string(),
  customers: z.array(named),
  fields: z.array(field),
  actions: z.array(
    z.strictObject({
      seq: z.number().int(),
      verb: z.string(),
      /** Null when the program did it: a deadline, a step passed over. */
      actor: named.nullable(),
      at: z.string(),
      opinion: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      snapshotHash: z.string(),
    }),
  ),
  grant: z
    .strictObject({
      id,
      from: z.string(),
      until: z.string(),
      modes: z.array(z.string()),
      countLimit: z.number().int().nullable(),
      used: z.number().int(),
      revokedAt: z.string().nullable(),
      revokedBy: named.nullable(),
    })
    .nullable(),
  /** The newest ones; `entriesMore` counts the others. */
  entries: z.array(entryRow),
  entriesMore: z.number().int(),
  /** What does not fit together: a reading without a grant, a hash that differs, an approval missing. Empty when all is in order. */
  findings: z.array(
    z.strictObject({
      code: z.string(),
      lane: z.number().int().nullable(),
      index: z.number().int().nullable(),
    }),
  ),
})
export type LifeOfApplication = z.infer<typeof lifeOfApplication>

export const lane = z.strictObject({
  lane: z.number().int(),
  name: z.string(),
  size: z.number().int(),
  checkpoint: z.string().nullable(),
  checkpointSize: z.number().int(),
})
export const ledgerState = z.strictObject({
  /** Name of the ledger, the beginning of every checkpoint. */
  ledger: z.string(),
  key: z.string(),
  lanes: z.array(lane),
  lastVerified: z.strictObject({ at: z.string(), whole: z.boolean(), entries: z.number().int() }).nullable(),
})
export type LedgerState = z.infer<typeof ledgerState>
export const verification = z.strictObject({
  whole: z.boolean(),
  entries: z.number().int(),
  milliseconds: z.number().int(),
  firstBad: z
    .strictObject({ lane: z.number().int(), index: z.number().int(), what: z.string(), detail: z.string() })
    .nullable(),
  /** Sealed blocks compared with what the ledger committed to last; the first of those that differ. */
  blocks: z.strictObject({
    checked: z.number().int(),
    differ: z.number().int(),
    first: z.array(z.strictObject({ fileNo: z.string(), level: z.number().int() })),
  }),
  /** Notices, consents and what is barred, compared with what the ledger committed to; the first of those that differ. */
  consents: z.strictObject({
    checked: z.number().int(),
    differ: z.number().int(),
    first: z.array(z.strictObject({ what: z.string(), subject: z.string(), fault: z.string() })),
  }),
})
export type Verification = z.infer<typeof verification>

export const bundleBody = z.strictObject({ ...entryFilter.shape })

/** A count that says how things stand under a clause; `of` is what it is out of, where there is such a number. */
const clauseStanding = z.strictObject({
  label: both,
  value: z.number().int(),
  of: z.number().int().nullable(),
})
export type ClauseStanding = z.infer<typeof clauseStanding>

export const clauseRow = z.strictObject({
  number: z.string(),
  chapter: both,
  title: both,
  text: both,
  status: z.enum(['live', 'partly', 'planned']),
  kind: z.string(),
  who: z.array(both),
  evidence: both,
  /** What a clause in force only partly still lacks. */
  missing: both.nullable(),
  rules: z.array(z.strictObject({ key: z.string(), file: z.string() })),
  laws: z.array(both),
  /** Decisions of the last 30 days in which the clause decided. */
  permits: z.number().int(),
  refusals: z.number().int(),
  lastAt: z.string().nullable(),
  /** How things stand today; empty where no register speaks of the clause. */
  standings: z.array(clauseStanding),
})
export type ClauseRow = z.infer<typeof clauseRow>
export const clauseList = z.strictObject({ rows: z.array(clauseRow) })

export type { CopyRow, HoldRow, OwnView, RequestRow, RequestView } from './wire/rights.ts'
export { holdGrounds, refusalGrounds, restrictionGrounds, rightKinds } from './wire/rights.ts'
export { wordTexts } from './wire/rights-texts.ts'
