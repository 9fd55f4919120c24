import { z } from 'zod'

/** Shapes of delivery: channels, choices, what waits and what failed. */

const text = z.string()
const moment = z.string()
const version = z.number().int().min(1)
const short = z.string().trim().min(1).max(60)
const page = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(60).optional(),
}

export const personalKinds = ['email', 'wecom-app', 'dingtalk-app', 'feishu-app'] as const
export const robotKinds = ['wecom-robot', 'dingtalk-robot', 'feishu-robot'] as const
/** Reaches customers, never staff. */
export const customerKinds = ['sms-gateway'] as const
export const channelKinds = [...personalKinds, ...robotKinds, ...customerKinds] as const
export type PersonalKind = (typeof personalKinds)[number]
export type ChannelKind = (typeof channelKinds)[number]
export const topicNames = ['task', 'result', 'copy', 'grant', 'other', 'digest'] as const
export type Topic = (typeof topicNames)[number]
const topicList = z.array(z.enum(topicNames)).max(topicNames.length)

const baseUrl = z.string().trim().max(200).default('')
const userId = z.string().trim().min(1).max(64)
/** User id on the platform by employee number; whoever is not named has the employee number as user id. */
const users = z
  .record(z.string().min(1).max(40), userId)
  .refine((all) => Object.keys(all).length <= 5000)
  .default({})
const agentId = z.string().regex(/^\d{1,19}$/)

export const mailConfig = z.strictObject({
  kind: z.literal('email'),
  host: z.string().trim().min(1).max(200),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string().trim().max(120).default(''),
  from: z.email().max(120),
  fromName: short,
  ca: z.string().max(20_000).default(''),
})
export const channelConfig = z.discriminatedUnion('kind', [
  mailConfig,
  z.strictObject({ kind: z.literal('wecom-app'), baseUrl, corpId: short, agentId, users }),
  z.strictObject({ kind: z.literal('dingtalk-app'), baseUrl, appKey: short, agentId, users }),
  z.strictObject({ kind: z.literal('feishu-app'), baseUrl, appId: short, users }),
  z.strictObject({ kind: z.literal('wecom-robot') }),
  z.strictObject({ kind: z.literal('dingtalk-robot') }),
  z.strictObject({ kind: z.literal('feishu-robot') }),
  z.strictObject({
    kind: z.literal('sms-gateway'),
    baseUrl: z.string().trim().min(1).max(500),
    format: z.enum(['json', 'form']),
    body: z
      .string()
      .max(2000)
      .refine((body) => body.includes('{{phone}}') && body.includes('{{text}}')),
    accepted: z.string().max(100).default(''),
  }),
])
export type ChannelConfig = z.infer<typeof channelConfig>

/** Taken in and never given out again. */
export const channelSecret = z.strictObject({
  password: z.string().max(300).optional(),
  appSecret: z.string().max(300).optional(),
  robotUrl: z.string().trim().max(1000).optional(),
  signKey: z.string().max(300).optional(),
  authorization: z.string().max(500).optional(),
})
export type ChannelSecret = z.infer<typeof channelSecret>

export const channelBody = z.strictObject({
  name: short,
  enabled: z.boolean(),
  /** For robots: what is told to the group. */
  topics: topicList.default([]),
  config: channelConfig,
  secret: channelSecret.optional(),
})
export type ChannelBody = z.infer<typeof channelBody>
export const changedChannelBody = channelBody.extend({ version })

export const deliverySettingsBody = z.strictObject({
  /** `https://mifeng.example.com`, or empty. */
  baseUrl: z.string().trim().max(200),
  /** Hosts of the intranet that may be connected to. */
  hosts: z.array(z.string().trim().min(1).max(200)).max(100),
  version,
})
export type DeliverySettingsBody = z.infer<typeof deliverySettingsBody>

const channelShape = z.object({
  id: text,
  kind: z.enum(channelKinds),
  name: text,
  enabled: z.boolean(),
  config: channelConfig,
  hasSecret: z.boolean(),
  topics: topicList,
  version: z.number(),
  changedAt: moment,
  waiting: z.number(),
  dead: z.number(),
})
export type Channel = z.infer<typeof channelShape>
export const deliveryReply = z.object({
  settings: z.object({ baseUrl: text, hosts: z.array(text), version: z.number() }),
  channels: z.array(channelShape),
})
export type DeliveryReply = z.infer<typeof deliveryReply>
export const idReply = z.object({ id: text })
export const doneReply = z.object({ done: z.boolean() })
export const versionBody = z.strictObject({ version })
/** `reason` is why it was not sent. */
export const testReply = z.object({ sent: z.boolean(), reason: text })
export type TestReply = z.infer<typeof testReply>

export const outboxQuery = z.strictObject({
  ...page,
  state: z.enum(['waiting', 'sent', 'dead', 'dropped']).or(z.literal('')).optional(),
  /** Events for other systems, or messages by the channels; both when absent. */
  to: z.enum(['systems', 'channels']).optional(),
})
export const outboxReply = z.object({
  total: z.number(),
  rows: z.array(
    z.object({
      id: text,
      channel: text,
      channelKind: text,
      person: text.nullable(),
      kind: text,
      number: text,
      state: text,
      attempts: z.number(),
      reason: text.nullable(),
      createdAt: moment,
      endedAt: moment.nullable(),
    }),
  ),
})
export type OutboxReply = z.infer<typeof outboxReply>
export const resentReply = z.object({ again: z.number() })

const minutes = z.number().int().min(0).max(1439)
export const choiceBody = z.strictObject({
  language: z.enum(['zh', 'en']),
  topics: z.strictObject({
    email: topicList,
    'wecom-app': topicList,
    'dingtalk-app': topicList,
    'feishu-app': topicList,
  }),
  /** Minutes since midnight; null = no quiet hours. */
  quiet: z.strictObject({ from: minutes, until: minutes }).nullable(),
  digestHour: z.number().int().min(0).max(23),
})
export type ChoiceBody = z.infer<typeof choiceBody>
export const choiceReply = z.object({
  choice: choiceBody,
  /** Nothing was chosen yet: these are the usual ones. */
  usual: z.boolean(),
  email: text.nullable(),
  channels: z.array(z.object({ kind: z.enum(personalKinds), name: text })),
})
export type ChoiceReply = z.infer<typeof choiceReply>
