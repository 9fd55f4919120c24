import { z } from 'zod'

/** Shapes of the register of things handed out (clauses 5.5.1 and 5.5.2). */

const id = z.uuid()
const day = z.iso.date()
const instant = z.string()

export const thingKinds = ['usb', 'disk', 'laptop', 'phone', 'card', 'key', 'other'] as const
export type ThingKind = (typeof thingKinds)[number]
/** `missing`: its holder left or moved without giving it back; `stop`: a card that is to be stopped. */
export const thingStates = ['out', 'overdue', 'missing', 'stop', 'returned', 'lost', 'passed'] as const
export type ThingState = (typeof thingStates)[number]

export const thingBody = z.strictObject({
  kind: z.enum(thingKinds),
  tag: z.string().trim().min(1).max(40),
  note: z.string().trim().max(100).default(''),
  holderId: id,
  outOn: day,
  dueOn: day.nullable().default(null),
})
export type ThingBody = z.infer<typeof thingBody>
export const thingRow = z.strictObject({
  id,
  kind: z.enum(thingKinds),
  tag: z.string(),
  note: z.string(),
  holder: z.strictObject({ id, name: z.string(), employeeNo: z.string(), left: z.boolean() }),
  department: z.string(),
  outOn: day,
  outBy: z.string(),
  dueOn: day.nullable(),
  state: z.enum(thingStates),
  missingAt: instant.nullable(),
  stoppedAt: instant.nullable(),
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
})
export type ThingRow = z.infer<typeof thingRow>
export const thingsQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(40).default(''),
  q: z.string().trim().max(40).default(''),
  kind: z.enum(thingKinds).optional(),
  state: z.enum([...thingStates, 'open']).optional(),
  holder: id.optional(),
})
export type ThingsQuery = z.infer<typeof thingsQuery>
export const thingsReply = z.strictObject({ total: z.number(), rows: z.array(thingRow) })
export const thingActs = ['returned', 'lost', 'stopped'] as const
export const thingActBody = z.strictObject({ act: z.enum(thingActs) })
export type ThingAct = z.infer<typeof thingActBody>['act']
