import { z } from 'zod'
import { personShape } from './chart.ts'

/** What is sent with each deed on a form. */

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const opinion = z.string().trim().max(2000)
const task = { taskId: z.uuid() }
const decision = { ...task, hash, opinion }
const people = z.array(z.uuid()).min(1).max(20)

/** A picture of a signature: PNG in base64. */
const signature = z.strictObject({
  png: z
    .string()
    .max(280_000)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/),
  how: z.enum(['drawn', 'typed']),
})

export const approveBody = z.strictObject({
  ...task,
  hash,
  opinion: opinion.default(''),
  signature: signature.optional(),
  /** Whom the approver picks for the next step, by step id. */
  picks: z.record(z.string().max(40), z.array(z.uuid()).max(20)).default({}),
})
export const rejectBody = z.strictObject({ ...decision, signature: signature.optional() })
export const narrowBody = z.strictObject({
  ...decision,
  /** By entry of the form: an earlier end, a smaller number, or the ids that stay. */
  change: z.record(
    z.string().max(40),
    z.union([z.string().max(40), z.number().int().min(0), z.array(z.string().max(60)).min(1).max(5000)]),
  ),
})
export const returnBody = z.strictObject({
  ...decision,
  /** `applicant`, or the number of a passed step from 0. */
  to: z.union([z.literal('applicant'), z.number().int().min(0).max(99)]),
  /** `back`: behind that step straight back to this one. */
  after: z.enum(['rerun', 'back']).default('rerun'),
})
export const transferBody = z.strictObject({ ...decision, to: z.uuid() })
export const adviseBody = z.strictObject(decision)
export const addBody = z.strictObject({
  ...decision,
  where: z.enum(['before', 'after', 'peer']),
  mode: z.enum(['any', 'all', 'sequence']).default('all'),
  people,
  /** For those who agree and let others sign behind them, where the step wants one. */
  signature: signature.optional(),
})
export const onTaskBody = z.strictObject(task)
export const saidOnTaskBody = z.strictObject({ ...task, opinion: opinion.default('') })
export const reasonBody = z.strictObject({ opinion })
/** A comment or an answer, with files that were added before. */
export const saidBody = z.strictObject({ opinion, files: z.array(z.uuid()).max(10).default([]) })
export const fileParams = z.strictObject({ id: z.uuid(), fileId: z.uuid() })
export const fileReply = z.object({ id: z.string() })
export const ccBody = z.strictObject({ people: z.array(z.uuid()).min(1).max(50) })
export const emptyBody = z.strictObject({})
export const jumpBody = z.strictObject({ opinion, to: z.number().int().min(0).max(99) })
export const reassignBody = z.strictObject({ ...task, opinion, to: z.uuid() })
export const confirmBody = z.strictObject({ accept: z.boolean(), opinion: opinion.default('') })
export const outcomeReply = z.object({
  id: z.string(),
  number: z.string(),
  state: z.string(),
  repeated: z.boolean(),
})
export type OutcomeReply = z.infer<typeof outcomeReply>
export const againReply = z.object({ id: z.string(), number: z.string() })

export const proxyBody = z.strictObject({
  proxy: z.uuid(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  reason: z.string().trim().max(200).default(''),
})
export type ProxyBody = z.infer<typeof proxyBody>
export const proxiesReply = z.object({
  total: z.number(),
  rows: z.array(
    z.object({
      id: z.string(),
      principal: personShape,
      proxy: personShape,
      from: z.iso.datetime(),
      until: z.iso.datetime(),
      reason: z.string(),
      endedAt: z.iso.datetime().nullable(),
      state: z.enum(['ahead', 'running', 'over']),
      /** The caller is the principal, and may end it. */
      mine: z.boolean(),
    }),
  ),
})
export type ProxiesReply = z.infer<typeof proxiesReply>
export const addedReply = z.object({ id: z.string() })
export const endedReply = z.object({ ended: z.boolean() })

export const draftsReply = z.object({
  total: z.number(),
  rows: z.array(
    z.object({
      /** `form`: begun and not handed in; `opinion`: saved on an open task. */
      kind: z.enum(['form', 'opinion']),
      link: z.string(),
      formName: z.object({ zh: z.string(), en: z.string() }),
      number: z.string(),
      title: z.object({ zh: z.string(), en: z.string() }),
      savedAt: z.iso.datetime().nullable(),
    }),
  ),
})
export type DraftsReply = z.infer<typeof draftsReply>
