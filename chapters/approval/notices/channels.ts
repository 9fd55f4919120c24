import { isUniqueViolation } from '../../../floor/database/index.ts'
import { checkUrl, DeliveryFailed, type OutboundRules } from '../../../floor/delivery/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import {
  type ChannelBody,
  type ChannelConfig,
  type ChannelSecret,
  type DeliveryReply,
  type DeliverySettingsBody,
  type TestReply,
  topicNames,
} from '../wire/notices.ts'
import { isPersonal } from './kinds.ts'
import { askOffice, type Parts, rulesOf } from './parts.ts'
import { channelSecretName, openChannel, sendBy } from './send.ts'
import * as store from './store.ts'
import { compose } from './words.ts'
import { wallIn } from './zone.ts'

type Actor = Pick<Caller, 'personId'>

/** Channels and settings as the system administrator sees them; no secret is among them. */
export async function showDelivery(parts: Parts): Promise<DeliveryReply> {
  return await parts.context.house.db.read(async (r) => {
    const { baseUrl, hosts, version } = await store.readSettings(r)
    const channels = await store.readChannels(r)
    return {
      settings: { baseUrl, hosts: [...hosts], version },
      channels: channels.map(({ sealed, changedAt, ...one }) => ({
        ...one,
        topics: topicNames.filter((topic) => one.topics.includes(topic)),
        hasSecret: sealed !== null,
        changedAt: changedAt.toISOString(),
      })),
    }
  })
}

/** Changes the address of the program and the list of hosts. */
export async function saveDelivery(
  parts: Parts,
  caller: Actor,
  body: DeliverySettingsBody,
): Promise<{ done: true } | Refusal> {
  const { house } = parts.context
  const baseUrl = baseUrlOf(body.baseUrl)
  const hosts = body.hosts.map(hostOf)
  return await house.db.transact(async (w) => {
    const refusal = await askOffice(parts.context, w, caller, {
      what: 'delivery-settings',
      hosts: hosts.length,
    })
    if (refusal !== undefined) return refusal
    const change = { baseUrl, hosts, version: body.version, by: caller.personId, at: house.clock.now() }
    if (!(await store.changeSettings(w, change))) throw new Mistake('delivery.changed', { status: 409 })
    return { done: true as const }
  })
}

function baseUrlOf(text: string): string {
  if (text === '') return ''
  if (!/^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?\/?$/.test(text))
    throw new Mistake('delivery.base-url', { field: 'baseUrl' })
  return text.replace(/\/$/, '').toLowerCase()
}

function hostOf(text: string, index: number): string {
  const host = text.toLowerCase()
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^[0-9a-f:]+$/.test(host))
    throw new Mistake('delivery.host', { field: `hosts.${index}` })
  return host
}

/** Adds a channel. @throws Mistake `delivery.one-of-kind`, `delivery.address-refused`, `delivery.secret-missing` */
export async function addChannel(
  parts: Parts,
  caller: Actor,
  body: ChannelBody,
): Promise<{ id: string } | Refusal> {
  const { house } = parts.context
  const id = newId()
  try {
    return await house.db.transact(async (w) => {
      const refusal = await askOffice(parts.context, w, caller, {
        what: 'channel-added',
        channel: id,
        channelKind: body.config.kind,
        enabled: body.enabled,
      })
      if (refusal !== undefined) return refusal
      const secret = secretOf(body.config, body.secret, undefined)
      checkAddresses(body.config, secret, await rulesOf(parts, w))
      await store.insertChannel(w, row(parts, caller, id, body, secret))
      return { id }
    })
  } catch (error) {
    if (isUniqueViolation(error, 'channel_one_personal') || isUniqueViolation(error, 'channel_one_sms'))
      throw new Mistake('delivery.one-of-kind', { status: 409 })
    throw error
  }
}

/**
 * Changes a channel. Where it connects to can be changed only together with its secret: otherwise whoever may edit the
 * host could have the stored password sent to a machine of their own.
 */
export async function changeChannel(
  parts: Parts,
  caller: Actor,
  id: string,
  body: ChannelBody & { version: number },
): Promise<{ done: true } | Refusal> {
  const { house } = parts.context
  return await house.db.transact(async (w) => {
    const before = await store.readChannel(w, id, true)
    if (before === undefined) throw new Mistake('delivery.no-channel', { status: 404 })
    if (before.kind !== body.config.kind) throw new Mistake('delivery.kind-fixed', { field: 'config.kind' })
    if (before.version !== body.version) throw new Mistake('delivery.changed', { status: 409 })
    const refusal = await askOffice(parts.context, w, caller, {
      what: 'channel-changed',
      channel: id,
      channelKind: body.config.kind,
      enabled: body.enabled,
      secretChanged: body.secret !== undefined,
      targetChanged: target(before.config) !== target(body.config),
    })
    if (refusal !== undefined) return refusal
    if (body.secret === undefined && before.sealed !== null && target(before.config) !== target(body.config))
      throw new Mistake('delivery.secret-again', { field: 'secret' })
    const secret = secretOf(body.config, body.secret, openChannel(parts, before).secret)
    checkAddresses(body.config, secret, await rulesOf(parts, w))
    await store.changeChannel(w, row(parts, caller, id, body, secret))
    return { done: true as const }
  })
}

/** Takes a channel away for good; its secret is destroyed with it. */
export async function removeChannel(
  parts: Parts,
  caller: Actor,
  id: string,
): Promise<{ done: true } | Refusal> {
  const { house } = parts.context
  return await house.db.transact(async (w) => {
    const before = await store.readChannel(w, id, true)
    if (before === undefined) throw new Mistake('delivery.no-channel', { status: 404 })
    const refusal = await askOffice(parts.context, w, caller, {
      what: 'channel-removed',
      channel: id,
      channelKind: before.kind,
    })
    if (refusal !== undefined) return refusal
    await store.removeChannel(w, id, caller.personId, house.clock.now())
    return { done: true as const }
  })
}

/** Whom a channel's secret is told to: everything that decides where the connection goes and as whom. */
function target(config: ChannelConfig): string {
  if (config.kind === 'email')
    return JSON.stringify([config.host, config.port, config.security, config.user, config.ca])
  if (config.kind === 'wecom-app') return JSON.stringify([config.baseUrl, config.corpId])
  if (config.kind === 'dingtalk-app') return JSON.stringify([config.baseUrl, config.appKey])
  if (config.kind === 'feishu-app') return JSON.stringify([config.baseUrl, config.appId])
  if (config.kind === 'sms-gateway') return JSON.stringify([config.baseUrl])
  return ''
}

function secretOf(
  config: ChannelConfig,
  given: ChannelSecret | undefined,
  before: ChannelSecret | undefined,
): ChannelSecret {
  const secret = given ?? before ?? {}
  const missing = (name: keyof ChannelSecret): boolean => (secret[name] ?? '') === ''
  if (config.kind === 'email') {
    if (config.user !== '' && missing('password'))
      throw new Mistake('delivery.secret-missing', { field: 'secret.password' })
    if (config.security === 'none' && !missing('password'))
      throw new Mistake('delivery.password-in-clear', { field: 'config.security' })
    return missing('password') ? {} : { password: secret.password! }
  }
  if (config.kind === 'sms-gateway')
    return missing('authorization') ? {} : { authorization: secret.authorization! }
  if (!isPersonal(config.kind)) {
    if (missing('robotUrl')) throw new Mistake('delivery.secret-missing', { field: 'secret.robotUrl' })
    return { robotUrl: secret.robotUrl!, ...(missing('signKey') ? {} : { signKey: secret.signKey! }) }
  }
  if (missing('appSecret')) throw new Mistake('delivery.secret-missing', { field: 'secret.appSecret' })
  return { appSecret: secret.appSecret! }
}

function checkAddresses(config: ChannelConfig, secret: ChannelSecret, rules: OutboundRules): void {
  const addresses: (readonly [field: string, url: string])[] = []
  if ('baseUrl' in config && config.baseUrl !== '') addresses.push(['config.baseUrl', config.baseUrl])
  if (secret.robotUrl !== undefined) addresses.push(['secret.robotUrl', secret.robotUrl])
  for (const [field, url] of addresses)
    try {
      checkUrl(url, rules)
    } catch {
      throw new Mistake('delivery.address-refused', { field })
    }
}

function row(parts: Parts, caller: Actor, id: string, body: ChannelBody, secret: ChannelSecret) {
  const { keyring, clock } = parts.context.house
  const sealed =
    Object.keys(secret).length === 0
      ? null
      : keyring.sealSecret(channelSecretName(id), JSON.stringify(secret))
  const { name, enabled, config, topics } = body
  return { id, name, enabled, config, sealed, topics, by: caller.personId, at: clock.now() }
}

/**
 * Sends a test message to the administrator who asks for it (a robot: to its group) and says at once what came of it.
 */
export async function testChannel(
  parts: Parts,
  caller: Pick<Caller, 'personId'>,
  id: string,
): Promise<TestReply | Refusal> {
  const { house } = parts.context
  const found = await house.db.transact(async (w) => {
    const channel = await store.readChannel(w, id)
    if (channel === undefined) throw new Mistake('delivery.no-channel', { status: 404 })
    const refusal = await askOffice(parts.context, w, caller, { what: 'channel-tested', channel: id })
    if (refusal !== undefined) return refusal
    const { baseUrl, hosts } = await store.readSettings(w)
    return { channel, address: await store.readAddress(w, caller.personId), baseUrl, hosts }
  })
  if ('refused' in found) return found
  const now = house.clock.now()
  const content = { number: '', form: '', counts: {}, link: '/' }
  const more = {
    language: 'zh' as const,
    baseUrl: found.baseUrl,
    moment: wallIn(house.timeZone, now).text,
  }
  try {
    await sendBy(
      parts,
      openChannel(parts, found.channel),
      found.address ?? null,
      compose(newId(), 'test', content, more),
      { rules: { hosts: found.hosts, loopback: parts.loopback } },
    )
    return { sent: true, reason: '' }
  } catch (error) {
    if (error instanceof DeliveryFailed) return { sent: false, reason: error.code }
    throw error
  }
}
