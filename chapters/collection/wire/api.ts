import { z } from 'zod'
import { consentItems } from './consent.ts'

/** Shapes of the intake for other systems; field values go by the code of the catalogue. */

const id = z.uuid()
const count = z.number().int()
/** Code of a field, or its number. */
const fieldCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
export const systemCode = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/)
const outsideKey = z.string().min(1).max(128)
/** `mfr_` and 32 hexadecimal digits: a random word that stands for one customer towards one system. */
export const referenceToken = z.string().regex(/^mfr_[0-9a-f]{32}$/)

const consent = z.strictObject({
  noticeVersionId: id,
  /** SHA-256 of the text that was shown, in hexadecimal digits, as published. */
  noticeHash: z.string().regex(/^[0-9a-f]{64}$/),
  items: z
    .array(z.strictObject({ item: z.enum(consentItems), given: z.boolean() }))
    .min(1)
    .max(10),
  purposes: z.array(z.string().min(1).max(40)).min(1).max(20),
  channel: z.enum(['web', 'paper', 'sms', 'wechat', 'spoken', 'counter']),
  evidence: z.string().max(200).optional(),
  guardian: z
    .strictObject({ name: z.string().min(1).max(100), relation: z.string().min(1).max(40) })
    .optional(),
  at: z.iso.datetime({ offset: true }),
})

/** One customer. Fields that are absent stay as they are; `null` or empty text removes a value. */
export const deliveryBody = z.strictObject({
  kind: z.enum(['person', 'company']),
  values: z.record(fieldCode, z.string().max(20_000).nullable()),
  purposes: z.array(z.string().min(1).max(40)).min(1).max(20),
  /** One of PIPL article 13, e.g. `contract`; the rule book refuses what is none (2.1.1). */
  legalBasis: z.string().min(1).max(40),
  consent: consent.optional(),
})
export type DeliveryBody = z.infer<typeof deliveryBody>
export const referenceParams = z.strictObject({ system: systemCode, key: outsideKey })
const flag = z.enum(['yes', 'no']).default('no')
export const deliverQuery = z.strictObject({ dryRun: flag })

export const delivered = z.strictObject({
  token: referenceToken,
  created: z.boolean(),
  /** Codes of the fields that were written; none = all of it was known. */
  changed: z.array(z.string()),
  version: count,
  /** The answer of an earlier call with the same Idempotency-Key. */
  repeated: z.boolean(),
  dryRun: z.boolean(),
})
export type Delivered = z.infer<typeof delivered>

/** One line of a bulk: the customer, and the reference he is known by. */
export const bulkLine = deliveryBody.extend({ key: outsideKey, version: z.int().min(0).optional() }).strict()
export const bulkQuery = z.strictObject({
  system: systemCode,
  dryRun: flag,
  /** `problems`: only lines that were not taken in; `all`: every line. */
  results: z.enum(['problems', 'all']).default('problems'),
})
/** Most customers, bytes of a line, and bytes of one bulk. */
export const bulkMost = { rows: 50_000, lineBytes: 65_536, bytes: 128 * 1024 * 1024 }

export const lineResult = z.strictObject({
  /** From 1, counted over the lines that are not empty. */
  row: count,
  outcome: z.enum(['created', 'changed', 'unchanged', 'refused', 'mistake']),
  token: z.string().optional(),
  version: count.optional(),
  code: z.string().optional(),
  field: z.string().optional(),
  /** Clauses that said no. */
  because: z.array(z.string()).optional(),
  text: z.strictObject({ zh: z.string(), en: z.string() }).optional(),
})
export type LineResult = z.infer<typeof lineResult>
export const bulkReply = z.strictObject({
  rows: count,
  created: count,
  changed: count,
  unchanged: count,
  refused: count,
  mistakes: count,
  dryRun: z.boolean(),
  /** Why the rest was not looked at; null = everything was. */
  stopped: z
    .strictObject({
      row: count,
      code: z.string(),
      text: z.strictObject({ zh: z.string(), en: z.string() }),
    })
    .nullable(),
  results: z.array(lineResult),
})
export type BulkReply = z.infer<typeof bulkReply>

export const referenceState = z.strictObject({
  token: referenceToken,
  state: z.enum(['active', 'pending', 'restricted', 'erased']),
  version: count,
  createdAt: z.string(),
  /** When something was delivered last that changed it. */
  changedAt: z.string(),
})
export type ReferenceState = z.infer<typeof referenceState>

// ── for people at a page ──
const page = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
}
export const deliverySystem = z.strictObject({
  account: id,
  name: z.string(),
  number: z.string(),
  system: z.string(),
  owner: z.string(),
  /** May deliver now. */
  open: z.boolean(),
  rows: count,
  created: count,
  changed: count,
  unchanged: count,
  refused: count,
  mistaken: count,
  lastAt: z.string().nullable(),
})
export type DeliverySystem = z.infer<typeof deliverySystem>
export const deliverySystems = z.strictObject({ total: count, rows: z.array(deliverySystem) })
/** What the list of systems can be sorted by; `-` = from the highest. */
export const systemOrders = [
  'name', '-name', 'rows', '-rows', 'refused', '-refused', 'mistaken', '-mistaken', 'lastAt', '-lastAt',
] as const // prettier-ignore
export const systemsQuery = z.strictObject({
  ...page,
  days: z.coerce.number().int().min(1).max(90).default(30),
  sort: z.enum(systemOrders).default('-lastAt'),
})
export const problemsQuery = z.strictObject({ ...page, reason: z.string().max(80).optional() })
export const deliveryProblem = z.strictObject({
  id,
  at: z.string(),
  row: count.nullable(),
  reason: z.string(),
  field: z.string(),
  text: z.strictObject({ zh: z.string(), en: z.string() }),
})
export type DeliveryProblem = z.infer<typeof deliveryProblem>
export const deliveryProblems = z.strictObject({
  total: count,
  rows: z.array(deliveryProblem),
  reasons: z.array(
    z.strictObject({
      reason: z.string(),
      times: count,
      text: z.strictObject({ zh: z.string(), en: z.string() }),
    }),
  ),
})
export type DeliveryProblems = z.infer<typeof deliveryProblems>
