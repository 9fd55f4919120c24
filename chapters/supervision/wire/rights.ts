import { z } from 'zod'
import { rightKinds } from './rights-kinds.ts'

export { rightKinds } from './rights-kinds.ts'
export const rightKind = z.enum(rightKinds)
export type RightKind = z.infer<typeof rightKind>

/** Grounds on which a request is refused (PIPL 45, 47, 50); a refusal names one and says why in words. */
export const refusalGrounds = [
  'confidential-by-law',
  'would-impede-duty',
  'retention-by-law',
  'technically-impossible',
  'others-harmed',
  'not-on-file',
  'identity-unproven',
  'excessive',
] as const
/** Why a file is only kept and not used. */
export const restrictionGrounds = [
  'customer-asked',
  'accuracy-disputed',
  'retention-by-law',
  'legal-hold',
  'technically-impossible',
] as const
export const holdGrounds = [
  'litigation',
  'investigation',
  'audit',
  'tax-law',
  'anti-money-laundering',
  'contract-claims',
] as const
export const rightsRoles = ['secrecy-office', 'legal'] as const

export const idParams = z.strictObject({ id: z.uuid() })
export const done = z.strictObject({ done: z.literal(true) })
const words = z.string().trim().min(2).max(2000)
const secret = z.string().trim().min(20).max(40)
const language = z.enum(['zh', 'en'])

export const askCode = z.strictObject({ address: z.string().trim().min(5).max(120), language })
export const codeSent = z.strictObject({ challenge: z.uuid(), minutes: z.number().int() })
export const ownRequest = z.strictObject({
  challenge: z.uuid(),
  code: z.string().regex(/^\d{6}$/),
  kind: rightKind,
  text: words,
})
export const receipt = z.strictObject({ number: z.string(), secret: z.string(), dueAt: z.string() })
export const ownLook = z.strictObject({ secret })
export const ownView = z.strictObject({
  number: z.string(),
  kind: rightKind,
  state: z.enum(['open', 'granted', 'refused']),
  madeAt: z.string(),
  dueAt: z.string(),
  ground: z.string().nullable(),
  answer: z.string().nullable(),
  /** Until when the copy can be taken, once; null: there is none, or it was taken. */
  takeUntil: z.string().nullable(),
})
export type OwnView = z.infer<typeof ownView>
export const ownTake = z.strictObject({ secret, format: z.enum(['json', 'xlsx']) })
export const taken = z.strictObject({ fileName: z.string(), contentType: z.string(), base64: z.string() })

export const listQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
  state: z.enum(['open', 'erasing', 'granted', 'refused']).optional(),
  sort: z.string().max(40).optional(),
})
export const requestRow = z.strictObject({
  id: z.uuid(),
  number: z.string(),
  kind: rightKind,
  channel: z.string(),
  identity: z.string(),
  fileNo: z.string(),
  customerId: z.uuid(),
  madeAt: z.string(),
  dueAt: z.string(),
  overdue: z.boolean(),
  state: z.enum(['open', 'erasing', 'granted', 'refused']),
  handler: z.string(),
  ground: z.string().nullable(),
})
export type RequestRow = z.infer<typeof requestRow>
export const requestList = z.strictObject({ total: z.number().int(), rows: z.array(requestRow) })
export const requestView = requestRow.extend({
  text: z.string(),
  answer: z.string().nullable(),
  fileStatus: z.string(),
  fileVersion: z.number().int(),
  holds: z.array(z.strictObject({ kind: z.string(), ground: z.string(), reference: z.string(), until: z.string().nullable() })),
  proposedBy: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
  exportUntil: z.string().nullable(),
  handedAt: z.string().nullable(),
  steps: z.array(z.strictObject({ at: z.string(), step: z.string(), name: z.string() })),
  copies: z.array(z.strictObject({ name: z.string(), toldAt: z.string(), confirmedAt: z.string().nullable() })),
}) // prettier-ignore
export type RequestView = z.infer<typeof requestView>
export const newRequest = z.strictObject({
  customer: z.uuid(),
  kind: rightKind,
  channel: z.enum(['letter', 'phone', 'counter']),
  identity: z.enum(['document', 'call-back', 'unproven']),
  text: words,
})
export const proveBody = z.strictObject({ identity: z.enum(['document', 'call-back']) })
export const refuseBody = z.strictObject({ ground: z.enum(refusalGrounds), answer: words })
export const grantBody = z.strictObject({
  answer: words,
  /** Correct: new values by field id, and the version of the file that was looked at. */
  values: z.record(z.string().regex(/^\d{1,5}$/), z.string().max(4000)).optional(),
  version: z.number().int().min(1).optional(),
  /** Withdraw: purposes, or kinds of consent. */
  keys: z.array(z.string().min(1).max(60)).min(1).max(60).optional(),
})
export type GrantBody = z.infer<typeof grantBody>
export const eraseBody = z.strictObject({ outcome: z.enum(['erased', 'declined']) })
export const keepBody = z.strictObject({ ground: z.enum(restrictionGrounds), answer: words })
export const exportQuery = z.strictObject({ format: z.enum(['json', 'xlsx']).default('xlsx') })
export const printQuery = z.strictObject({ language: language.default('zh') })

export const holdBody = z.strictObject({
  customer: z.uuid(),
  kind: z.enum(['legal-hold', 'retention']),
  ground: z.enum(holdGrounds),
  /** Number of the case, or the article of the law. */
  reference: z.string().trim().min(2).max(60),
  until: z.iso.datetime().optional(),
})
export const holdRow = z.strictObject({
  id: z.uuid(),
  fileNo: z.string(),
  kind: z.string(),
  ground: z.string(),
  reference: z.string(),
  setBy: z.string(),
  setAt: z.string(),
  until: z.string().nullable(),
  liftedAt: z.string().nullable(),
})
export type HoldRow = z.infer<typeof holdRow>
export const holdList = z.strictObject({ total: z.number().int(), rows: z.array(holdRow) })
export const customerBody = z.strictObject({ customer: z.uuid() })
export const copyRow = z.strictObject({
  id: z.uuid(),
  fileNo: z.string(),
  exportId: z.uuid(),
  toldAt: z.string(),
  confirmedAt: z.string().nullable(),
})
export type CopyRow = z.infer<typeof copyRow>
export const copyList = z.strictObject({ total: z.number().int(), rows: z.array(copyRow) })
export const settings = z.strictObject({
  days: z.number().int().min(1).max(90),
  takeDays: z.number().int().min(1).max(30),
})
export const figures = z.strictObject({ open: z.number().int(), overdue: z.number().int() })
