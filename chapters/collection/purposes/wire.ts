import { z } from 'zod'
import { legalBasis } from '../wire/basis.ts'

/** Shapes of the register of processing purposes. */
const count = z.number().int()
const both = z.strictObject({ zh: z.string(), en: z.string() })

/** What happens to the data of a purpose when their time is over: deleted, made anonymous, or kept closed (封存). */
export const afterwardsCodes = ['delete', 'anonymise', 'restrict'] as const
export type Afterwards = (typeof afterwardsCodes)[number]
const afterwards = z.enum(afterwardsCodes)

const code = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/)
const content = {
  zh: z.string().trim().min(1).max(40),
  en: z.string().trim().min(1).max(80),
  sort: z.number().int().min(0).max(9999),
  legalBasis,
  /** Code of the notice whose consent is asked for; of use where the basis is consent. */
  noticeCode: z.string().trim().min(1).max(60).nullable().default(null),
  fields: z.array(z.number().int().min(1).max(32_767)).min(1).max(500),
  /** Null = until the relation with the customer ends. */
  retentionMonths: z.number().int().min(1).max(1200).nullable(),
  afterwards,
  roles: z.array(z.string().regex(/^[a-z-]{1,40}$/)).max(50),
  departments: z.array(z.uuid()).max(500),
  /** Which contract, law or notice the basis rests on, in words. */
  note: z.string().trim().max(500),
  /** Barred for whoever refused marketing. */
  marketing: z.boolean().default(false),
  closed: z.boolean(),
}
/** Kept with a change, and compared when somebody confirms it. */
export const purposeContent = z.strictObject(content)
export type PurposeContent = z.infer<typeof purposeContent>

const reason = z.string().trim().min(2).max(200)
export const newPurpose = z.strictObject({
  ...content,
  code,
  closed: z.literal(false).default(false),
  reason,
})
export const changedPurpose = z.strictObject({ ...content, base: z.number().int().min(1), reason })
export type ChangedPurpose = z.infer<typeof changedPurpose>
export const codeParams = z.strictObject({ code: z.string().max(40) })
export const changeParams = z.strictObject({ id: z.uuid() })

/** What a change opens further; such a change waits for a second person. */
export const widenings = [
  'new',
  'open',
  'fields',
  'people',
  'retention',
  'afterwards',
  'basis',
  'marketing',
] as const
export type Widening = (typeof widenings)[number]

export const purposeSaved = z.strictObject({
  code: z.string(),
  /** Id of the change that waits for a second person; null when it holds already. */
  waits: z.uuid().nullable(),
  widens: z.array(z.enum(widenings)),
})
export type PurposeSaved = z.infer<typeof purposeSaved>
export const decideChange = z.strictObject({ outcome: z.enum(['confirmed', 'declined', 'withdrawn']) })
export type ChangeOutcome = z.infer<typeof decideChange>['outcome']

/** For choosing: every purpose with what it needs, and whether the caller may state it. */
export const purpose = z.strictObject({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  sort: count,
  closed: z.boolean(),
  legalBasis,
  /** Empty = not described yet. */
  fields: z.array(count),
  mayUse: z.boolean(),
})
export const purposeList = z.strictObject({ rows: z.array(purpose) })
export type PurposeList = z.infer<typeof purposeList>
export const purposeQuery = z.strictObject({ closed: z.enum(['yes', 'no']).default('no') })

const change = z.strictObject({
  id: z.uuid(),
  purpose: z.string(),
  base: count,
  content: purposeContent,
  before: purposeContent.nullable(),
  widens: z.array(z.enum(widenings)),
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  outcome: z.enum(['held', 'confirmed', 'declined', 'withdrawn', 'replaced']).nullable(),
  own: z.boolean(),
  /** For the buttons only; the gate decides. */
  mayDecide: z.boolean(),
})
export type PurposeChangeRow = z.infer<typeof change>

export const registerRow = purpose.omit({ mayUse: true }).extend({
  noticeCode: z.string().nullable(),
  retentionMonths: count.nullable(),
  afterwards,
  roles: z.array(z.string()),
  departments: z.array(z.strictObject({ id: z.uuid(), name: z.string() })),
  note: z.string(),
  marketing: z.boolean(),
  version: count,
  changedAt: z.string().nullable(),
  waiting: change.nullable(),
})
export type RegisterRow = z.infer<typeof registerRow>
export const registerReply = z.strictObject({
  /** Purposes that are proposed and not there yet come as changes alone. */
  proposed: z.array(change),
  rows: z.array(registerRow),
  /** Fields of the catalogue in use that no open purpose needs. */
  without: z.array(z.strictObject({ id: count, ...both.shape })),
  departments: z.array(z.strictObject({ id: z.uuid(), name: z.string() })),
  mayEdit: z.boolean(),
})
export type RegisterReply = z.infer<typeof registerReply>
export const historyReply = z.strictObject({ rows: z.array(change) })
export type PurposeHistory = z.infer<typeof historyReply>
