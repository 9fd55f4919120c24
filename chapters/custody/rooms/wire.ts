import { z } from 'zod'

export * from './door-wire.ts'

/** Shapes of rooms, the entry register and visitors, shared by server and pages. Moments come from the server's clock. */

const id = z.uuid()
const day = z.iso.date()
const moment = z.iso.datetime({ offset: true })
const word = (most: number) => z.string().trim().min(1).max(most)

export const roomKinds = ['records', 'server'] as const
export const visitKinds = ['employee', 'visitor'] as const
export const visitStates = ['waiting', 'approved', 'refused', 'withdrawn'] as const
export const entryBases = ['keeper', 'standing', 'approved', 'escort', 'visitor'] as const

const person = z.strictObject({ id, name: z.string(), employeeNo: z.string() })

export const roomIdParams = z.strictObject({ id })
export const roomDone = z.strictObject({ done: z.literal(true) })
export const roomMade = z.strictObject({ id })

export const roomBody = z.strictObject({
  name: word(40),
  kind: z.enum(roomKinds),
  place: word(80),
  keeperId: id,
  level: z.number().int().min(1).max(9),
  /** Name of its door in the door control. */
  door: z.string().trim().max(80).default(''),
})
export type RoomBody = z.infer<typeof roomBody>
export const roomEdit = roomBody.extend({ version: z.number().int().min(1), closed: z.boolean() })
export type RoomEdit = z.infer<typeof roomEdit>

export const roomShape = z.strictObject({
  id,
  name: z.string(),
  kind: z.enum(roomKinds),
  place: z.string(),
  keeper: person,
  level: z.number(),
  /** Name of its door in the door control; empty when there is none. */
  door: z.string(),
  version: z.number(),
  closed: z.boolean(),
  inside: z.number(),
  standing: z.number(),
  /** The reader keeps this room's register. */
  signs: z.boolean(),
  /** The reader may see who has standing entry to it. */
  sees: z.boolean(),
  /** The reader gives standing entry to it. */
  gives: z.boolean(),
})
export type RoomRow = z.infer<typeof roomShape>
export const roomsReply = z.strictObject({ rows: z.array(roomShape) })

export const roomSettings = z.strictObject({ visitorMonths: z.number().int().min(6).max(60) })
export type RoomSettings = z.infer<typeof roomSettings>

export const standingBody = z.strictObject({ personId: id, until: day })
export const standingReply = z.strictObject({
  rows: z.array(
    z.strictObject({ id, person, until: day, givenBy: person, givenAt: moment, over: z.boolean() }),
  ),
})
export type StandingReply = z.infer<typeof standingReply>

// ── requests and visitors ──
export const visitorBody = z.strictObject({
  name: word(40),
  organisation: word(80),
  idLast: z.string().regex(/^[0-9]{3}[0-9Xx]$/),
})
export const visitBody = z.strictObject({
  roomId: id,
  purpose: z.string().trim().min(4).max(200),
  startsAt: moment,
  endsAt: moment,
  /** Only for a visitor: who comes, whom he visits and who goes with him. */
  visitor: visitorBody.optional(),
  hostId: id.optional(),
  escortId: id.optional(),
})
export type VisitBody = z.infer<typeof visitBody>
export const visitMade = z.strictObject({ id, number: z.string() })
export const visitDecision = z.strictObject({
  decision: z.enum(['approve', 'refuse']),
  opinion: z.string().trim().max(200).default(''),
})
export type VisitDecision = z.infer<typeof visitDecision>
export const visitsQuery = z.strictObject({
  state: z.enum(visitStates).optional(),
  room: id.optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().optional(),
})
export const visitShape = z.strictObject({
  id,
  number: z.string(),
  kind: z.enum(visitKinds),
  room: z.strictObject({ id, name: z.string() }),
  applicant: person,
  host: person,
  escort: person.nullable(),
  purpose: z.string(),
  startsAt: moment,
  endsAt: moment,
  state: z.enum(visitStates),
  decidedBy: person.nullable(),
  decidedAt: moment.nullable(),
  opinion: z.string(),
  /** Null for those who have no business with it, and once it was removed. */
  visitor: visitorBody.nullable(),
  removed: z.boolean(),
  inside: z.boolean(),
  mayDecide: z.boolean(),
  mayWithdraw: z.boolean(),
  /** Approved for this hour, and the reader keeps the register of the room. */
  maySignIn: z.boolean(),
})
export type VisitRow = z.infer<typeof visitShape>
export const visitsReply = z.strictObject({ total: z.number(), rows: z.array(visitShape) })

// ── the register ──
/** An employee into a room, or a visitor of an approved visit. */
export const signIn = z.strictObject({
  roomId: id.optional(),
  personId: id.optional(),
  purpose: word(100).optional(),
  visitId: id.optional(),
  escortPresent: z.boolean().optional(),
})
export type SignIn = z.infer<typeof signIn>
export const signOut = z.strictObject({
  /** When the sign-out had been forgotten: the moment of leaving, with a remark. */
  leftAt: moment.optional(),
  remark: z.string().trim().max(200).default(''),
})
export type SignOut = z.infer<typeof signOut>
export const entriesQuery = z.strictObject({
  room: id.optional(),
  state: z.enum(['inside', 'overdue', 'left']).optional(),
  /** Two days, `2026-11-01~2026-11-30`. */
  days: z
    .string()
    .regex(/^(\d{4}-\d{2}-\d{2})?~(\d{4}-\d{2}-\d{2})?$/)
    .optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(1000).default(20),
  sort: z.string().optional(),
})
export type EntriesQuery = z.infer<typeof entriesQuery>
export const entryShape = z.strictObject({
  id,
  room: z.strictObject({ id, name: z.string() }),
  /** Null for visitors. */
  person: person.nullable(),
  visit: z.strictObject({ id, number: z.string() }).nullable(),
  visitor: z.strictObject({ name: z.string(), organisation: z.string() }).nullable(),
  escort: person.nullable(),
  purpose: z.string(),
  basis: z.enum(entryBases),
  enteredAt: moment,
  enteredBy: person,
  leftAt: moment.nullable(),
  leftBy: person.nullable(),
  /** The sign-out was written down later than the person left. */
  late: z.boolean(),
  remark: z.string(),
  overdue: z.boolean(),
  maySignOut: z.boolean(),
})
export type RegisterRow = z.infer<typeof entryShape>
export const entriesReply = z.strictObject({ total: z.number(), rows: z.array(entryShape) })
