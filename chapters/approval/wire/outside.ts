import { z } from 'zod'

/** Shapes of approval from outside: the connections, and what the other system sends. */

const text = z.string()
const moment = z.string()
const both = z.object({ zh: text, en: text })
const short = z.string().trim().min(1).max(60)

export const idParams = z.strictObject({ id: z.uuid() })

export const approvalEvents = [
  'approval.submitted',
  'approval.assigned',
  'approval.decided',
  'approval.ended',
] as const
/** What later chapters tell of customers: words for them, codes and versions, never a value. */
export const customerEvents = [
  'customer.taken-in',
  'customer.changed',
  'customer.erased',
  'consent.withdrawn',
] as const
export const eventNames = [...approvalEvents, ...customerEvents] as const
export type EventName = (typeof eventNames)[number]

const outsideUser = z.string().trim().min(1).max(64)

export const linkBody = z.strictObject({
  name: short,
  enabled: z.boolean(),
  /** Where events are sent. */
  url: z.string().trim().min(1).max(500),
  events: z.array(z.enum(eventNames)).max(eventNames.length),
  mayStart: z.boolean(),
  mayDecide: z.boolean(),
  /** Employee number by user of the other system; whoever is not named has the employee number as user. */
  users: z
    .record(outsideUser, z.string().trim().min(1).max(40))
    .refine((all) => Object.keys(all).length <= 5000)
    .default({}),
  /** Outside system whose words for customers the events carry; without one, words of the connection's own. */
  system: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,30}$/)
    .nullable()
    .default(null),
})
export type LinkBody = z.infer<typeof linkBody>
export const changedLinkBody = linkBody.extend({ version: z.number().int().min(1) })
/** Up to this level the other system decides; above it the person's own confirmation is asked for. */
export const limitBody = z.strictObject({ decideUpTo: z.number().int().min(0).max(9) })

const linkShape = z.object({
  id: text,
  name: text,
  enabled: z.boolean(),
  url: text,
  events: z.array(z.enum(eventNames)),
  mayStart: z.boolean(),
  mayDecide: z.boolean(),
  decideUpTo: z.number(),
  users: z.record(text, text),
  system: text.nullable(),
  version: z.number(),
  changedAt: moment,
  lastSentAt: moment.nullable(),
  dead: z.number(),
})
export type OutsideLink = z.infer<typeof linkShape>
export const linksReply = z.object({ rows: z.array(linkShape), forms: z.array(text) })
export type LinksReply = z.infer<typeof linksReply>
/** The secret is shown this once. */
export const newLinkReply = z.object({ id: text, secret: text })
export type NewLinkReply = z.infer<typeof newLinkReply>

export const wishesReply = z.object({
  total: z.number(),
  rows: z.array(
    z.object({
      id: text,
      link: text,
      instanceId: text,
      number: text,
      formName: both.nullable(),
      decision: text,
      opinion: text,
      state: text,
      askedAt: moment,
      answeredAt: moment.nullable(),
    }),
  ),
})
export type WishesReply = z.infer<typeof wishesReply>
export const wishQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(60).optional(),
})
export const confirmedReply = z.object({ id: text, number: text, state: text })

// ─── what the other system sends ───
export const decideCall = z.strictObject({
  user: outsideUser,
  decision: z.enum(['approve', 'reject', 'return']),
  /** Hash of the content that was decided on, as the events give it. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  opinion: z.string().trim().max(1000).default(''),
  task: z.uuid().optional(),
})
export type DecideCall = z.infer<typeof decideCall>
export const startCall = z.strictObject({
  user: outsideUser,
  form: z.string().regex(/^[a-z][a-z-]{0,39}$/),
  /** The other system's own number of it: the same one never starts a second form. */
  reference: z.string().regex(/^[\w.:/-]{1,100}$/),
  content: z.record(z.string(), z.unknown()),
})
export type StartCall = z.infer<typeof startCall>
