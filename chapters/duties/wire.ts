import { z } from 'zod'

/** Shapes of the chapter duties, shared by server and page. */

const id = z.uuid()
const both = z.strictObject({ zh: z.string(), en: z.string() })
const flag = z.boolean()

export const dutyStates = ['open', 'overdue', 'settled'] as const

export const dutiesQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  state: z.enum(dutyStates).default('open'),
  kind: z.string().max(60).optional(),
  owner: id.optional(),
})

export const dutyRow = z.strictObject({
  id,
  kind: z.string(),
  name: both,
  clause: z.string(),
  owner: z.strictObject({ id, name: z.string(), employeeNo: z.string() }),
  dueAt: z.string(),
  overdue: flag,
  escalated: flag,
  link: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  settledAt: z.string().nullable(),
})
export type DutyRow = z.infer<typeof dutyRow>
export type Values = DutyRow['values']

export const dutiesReply = z.strictObject({ total: z.number().int(), rows: z.array(dutyRow) })

export const dutyCounts = z.strictObject({
  open: z.number().int(),
  overdue: z.number().int(),
  /** Of the people the caller looks after. */
  people: z.number().int(),
  peopleOverdue: z.number().int(),
  kinds: z.array(z.strictObject({ code: z.string(), name: both })),
})
export type DutyCounts = z.infer<typeof dutyCounts>
