import {
  type App,
  type CallOptions,
  DeliveryFailed,
  type Message,
  type OutboundRules,
  sendMail,
  sendToRobot,
  usualBaseUrls,
} from '../../../floor/delivery/index.ts'
import { type ChannelConfig, type ChannelSecret, channelSecret } from '../wire/notices.ts'
import type { Parts } from './parts.ts'

/** Name under which a channel's secret is sealed. */
export const channelSecretName = (id: string): string => `channel/${id}`

/** A channel with its secret opened, for the moment of sending. */
export interface ReadyChannel {
  readonly config: ChannelConfig
  readonly secret: ChannelSecret
}

/** Where a person is reached. On a platform: as the administrator says, else as its directory says, else by employee number. */
export interface Receiver {
  readonly email: string | null
  readonly employeeNo: string
  readonly userId?: string | null
}

/** Opens a channel's secret. */
export function openChannel(
  parts: Parts,
  channel: { readonly id: string; readonly config: ChannelConfig; readonly sealed: Buffer | null },
): ReadyChannel {
  const { keyring } = parts.context.house
  const secret =
    channel.sealed === null
      ? {}
      : channelSecret.parse(JSON.parse(keyring.openSecret(channelSecretName(channel.id), channel.sealed)))
  return { config: channel.config, secret }
}

/**
 * Sends one message by one channel; a robot needs no receiver. Resolves to a receipt where the platform delivers later
 * (`outcomeOf`).
 * @throws DeliveryFailed; `no-address` when the receiver has none, `channel-incomplete` when a secret is missing
 */
export async function sendBy(
  parts: Parts,
  channel: ReadyChannel,
  receiver: Receiver | null,
  message: Message,
  options: { readonly rules: OutboundRules; readonly signal?: AbortSignal },
): Promise<string | undefined> {
  const { config, secret } = channel
  if (config.kind === 'email') {
    await mail(config, secret, receiver?.email ?? null, message, options.rules)
    return undefined
  }
  const call: CallOptions = options
  if (config.kind === 'wecom-robot' || config.kind === 'dingtalk-robot' || config.kind === 'feishu-robot') {
    const robot = {
      kind: config.kind,
      url: needed(secret.robotUrl),
      ...(secret.signKey === undefined ? {} : { signKey: secret.signKey }),
    }
    await sendToRobot(robot, message, { ...call, clock: parts.context.house.clock })
    return undefined
  }
  // Customers alone are reached by it; see customers.ts.
  if (config.kind === 'sms-gateway') throw new DeliveryFailed('for-customers', true)
  if (receiver === null) throw new DeliveryFailed('no-address', true)
  const app = appOf(config, needed(secret.appSecret))
  return await parts.apps.send(app, userOf(config, receiver), message, call)
}

/** What became of a message whose channel gave a receipt. @throws DeliveryFailed when the platform does not say */
export async function outcomeOf(
  parts: Parts,
  { config, secret }: ReadyChannel,
  receiver: Receiver,
  receipt: string,
  options: { readonly rules: OutboundRules; readonly signal?: AbortSignal },
): Promise<'failed' | 'not-failed'> {
  if (config.kind !== 'dingtalk-app') return 'not-failed'
  const app = appOf(config, needed(secret.appSecret))
  return await parts.apps.outcome(app, userOf(config, receiver), receipt, options)
}

const userOf = (config: AppConfig, receiver: Receiver): string =>
  config.users[receiver.employeeNo] ?? receiver.userId ?? receiver.employeeNo

type AppConfig = Extract<ChannelConfig, { kind: 'wecom-app' | 'dingtalk-app' | 'feishu-app' }>

function appOf(config: AppConfig, secret: string): App {
  const baseUrl = config.baseUrl === '' ? usualBaseUrls[config.kind] : config.baseUrl
  if (config.kind === 'wecom-app')
    return { kind: config.kind, baseUrl, secret, corpId: config.corpId, agentId: config.agentId }
  if (config.kind === 'dingtalk-app')
    return { kind: config.kind, baseUrl, secret, appKey: config.appKey, agentId: config.agentId }
  return { kind: config.kind, baseUrl, secret, appId: config.appId }
}

async function mail(
  config: Extract<ChannelConfig, { kind: 'email' }>,
  secret: ChannelSecret,
  to: string | null,
  message: Message,
  rules: OutboundRules,
): Promise<void> {
  if (to === null) throw new DeliveryFailed('no-address', true)
  const { host, port, security, user, from, fromName, ca } = config
  const password =
    secret.password === undefined || secret.password === '' ? {} : { password: secret.password }
  await sendMail({ host, port, security, user, from, fromName, ca, ...password }, to, message, { rules })
}

function needed(value: string | undefined): string {
  if (value === undefined || value === '') throw new DeliveryFailed('channel-incomplete', true)
  return value
}
