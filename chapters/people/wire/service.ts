import { z } from 'zod'

/** Shapes of service accounts and of API tokens. */

const id = z.uuid()
const instant = z.string()
const day = z.iso.date()
/** What a program may do; the clause `program-within-its-limits` allows no more, whatever is set. */
export const programActs = ['list', 'search', 'read'] as const
export type ProgramAct = (typeof programActs)[number]
const acts = z.array(z.enum(programActs)).max(programActs.length)
const fields = z.array(z.int().min(1).max(32_767)).max(500)
const addresses = z.array(z.string().trim().min(2).max(60)).max(50)
const scope = z.enum(['none', 'own', 'department', 'all'])
/** Longest life of a person's own token, and most days a service account may be set up for, in days. */
export const ownTokenDaysMost = 90
export const serviceDaysMost = 365
/** Most hours for which a token goes on beside its successor. */
export const overlapHoursMost = 168

/** Ways by which a system has collected what it delivers. */
export const intakeChannels = ['api', 'web', 'wechat', 'phone', 'counter'] as const
/** What a service account may deliver (security administrator): for which system, fields, purposes and source, and how much. */
export const intakeRights = z.strictObject({
  /** Short code of the outside system whose references it delivers under. */
  system: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  fields: fields.min(1),
  purposes: z.array(z.string().min(1).max(40)).min(1).max(20),
  source: id,
  channel: z.enum(intakeChannels),
  /** Customers a day. */
  rowsPerDay: z.int().min(1).max(10_000_000),
})
export type IntakeRights = z.infer<typeof intakeRights>

export const tokenRow = z.strictObject({
  id,
  /** Prefix and public part, by which a token is recognised. */
  beginning: z.string(),
  name: z.string(),
  state: z.enum(['open', 'expired', 'ended']),
  /** Limits of a person's own token; null for those of a service account, which have the account's. */
  fields: z.array(z.number()).nullable(),
  verbs: z.array(z.string()).nullable(),
  maskedOnly: z.boolean(),
  addresses: z.array(z.string()),
  madeAt: instant,
  expiresAt: instant,
  usedAt: instant.nullable(),
  usedFrom: z.string().nullable(),
  endReason: z.string().nullable(),
})
export type TokenRow = z.infer<typeof tokenRow>

export const serviceKinds = ['system', 'assistant'] as const
export const serviceRow = z.strictObject({
  id,
  /** `@` and four digits: no person has such a number. */
  number: z.string(),
  name: z.string(),
  kind: z.enum(serviceKinds),
  owner: z.strictObject({ id, name: z.string(), employeeNo: z.string() }),
  task: z.string(),
  purpose: z.string(),
  /** `new`: no rights were set yet; `ending`: within 14 days; `stopped`: the owner is stopped, and the account with them. */
  state: z.enum(['new', 'open', 'ending', 'expired', 'stopped', 'ended']),
  clearance: z.number(),
  /** What counts now: never above the owner's. */
  effectiveClearance: z.number(),
  scope,
  fields: z.array(z.number()),
  verbs: z.array(z.string()),
  maskedOnly: z.boolean(),
  addresses: z.array(z.string()),
  perMinute: z.number(),
  perDay: z.number(),
  expiresOn: day,
  createdAt: instant,
  endedAt: instant.nullable(),
  endReason: z.string().nullable(),
  usedAt: instant.nullable(),
  /** What it may deliver; null = nothing. */
  intake: intakeRights.nullable(),
  /** Tokens in force. */
  tokens: z.number(),
  version: z.number(),
})
export type ServiceRow = z.infer<typeof serviceRow>
export const servicesReply = z.strictObject({ rows: z.array(serviceRow) })
export const serviceReply = serviceRow.extend({ list: z.array(tokenRow), mine: z.boolean() }).strict()
export type ServiceReply = z.infer<typeof serviceReply>

const named = {
  name: z.string().trim().min(1).max(40),
  ownerId: id,
  task: z.string().trim().min(4).max(200),
  /** The last day on which it works. */
  expiresOn: day,
}
export const newService = z.strictObject({
  ...named,
  kind: z.enum(serviceKinds),
  purpose: z.string().min(1).max(40),
})
export type NewServiceBody = z.infer<typeof newService>
export const serviceMade = z.strictObject({ id, number: z.string() })
export const changedService = z.strictObject({ ...named, version: z.int() })
export type ChangedService = z.infer<typeof changedService>
export const serviceRights = z.strictObject({
  clearance: z.int().min(0).max(9),
  scope,
  purpose: z.string().min(1).max(40),
  fields,
  verbs: acts,
  maskedOnly: z.boolean(),
  addresses,
  perMinute: z.int().min(1).max(6000),
  perDay: z.int().min(1).max(1_000_000),
  intake: intakeRights.nullable().default(null),
  version: z.int(),
})
export type ServiceRightsBody = z.infer<typeof serviceRights>
export const endServiceBody = z.strictObject({ reason: z.string().trim().min(2).max(100) })

const tokenName = z.string().trim().min(1).max(40)
export const newServiceToken = z.strictObject({
  name: tokenName,
  days: z.int().min(1).max(serviceDaysMost),
  addresses: addresses.default([]),
})
export const newOwnToken = z.strictObject({
  name: tokenName,
  days: z.int().min(1).max(ownTokenDaysMost),
  fields: fields.min(1),
  verbs: acts.min(1),
  maskedOnly: z.boolean().default(true),
  addresses: addresses.default([]),
})
export const rotateBody = z.strictObject({
  /** So many hours the old token goes on beside the new one; 0 = it ends at once. */
  hours: z.int().min(0).max(overlapHoursMost).default(24),
})
export const tokenMade = z.strictObject({
  id,
  /** Shown this once; only its hash is kept. */
  token: z.string(),
  expiresAt: instant,
})
export type TokenMade = z.infer<typeof tokenMade>
export const ownPrograms = z.strictObject({ services: z.array(serviceRow), tokens: z.array(tokenRow) })
export type OwnPrograms = z.infer<typeof ownPrograms>

/** What a program is told about itself. */
export const tokenSelf = z.strictObject({
  token: id,
  name: z.string(),
  holder: z.strictObject({
    id,
    name: z.string(),
    number: z.string(),
    kind: z.enum(['person', ...serviceKinds]),
  }),
  /** Who answers for it. */
  owner: z.strictObject({ name: z.string(), employeeNo: z.string() }),
  fields: z.array(z.number()),
  verbs: z.array(z.string()),
  /** The only purpose it may state; null = any. */
  purpose: z.string().nullable(),
  maskedOnly: z.boolean(),
  clearance: z.number(),
  scope,
  intake: intakeRights.nullable(),
  perMinute: z.number(),
  perDay: z.number(),
  expiresAt: instant,
})
export type TokenSelf = z.infer<typeof tokenSelf>
