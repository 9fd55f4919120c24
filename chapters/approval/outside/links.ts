import { checkUrl, newWebhookSecret } from '../../../floor/delivery/index.ts'
import type { Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { insertEvent } from '../notices/outbox.ts'
import { askOffice, rulesOf } from '../notices/parts.ts'
import type { LinkBody, LinksReply, NewLinkReply } from '../wire/outside.ts'
import type { OutsideParts } from './inbound.ts'
import { linkSecretName } from './secret.ts'
import * as store from './store.ts'

type Actor = Pick<Caller, 'personId'>
type Done = { readonly done: true }

/** The connections, without their secrets, and the forms that may be started from outside. */
export async function showLinks(parts: OutsideParts): Promise<LinksReply> {
  const rows = await parts.context.house.db.read(store.readLinks)
  return {
    rows: rows.map((link) => ({
      id: link.id,
      name: link.name,
      enabled: link.enabled,
      url: link.url,
      events: [...link.events],
      mayStart: link.mayStart,
      mayDecide: link.mayDecide,
      decideUpTo: link.decideUpTo,
      users: { ...link.users },
      system: link.system,
      version: link.version,
      changedAt: link.changedAt.toISOString(),
      lastSentAt: link.lastSentAt?.toISOString() ?? null,
      dead: link.dead,
    })),
    forms: [...parts.starters.keys()],
  }
}

async function checkLink(parts: OutsideParts, w: Writer, body: LinkBody): Promise<void> {
  const rules = await rulesOf(parts, w)
  try {
    checkUrl(body.url, rules)
  } catch {
    throw new Mistake('delivery.address-refused', { field: 'url' })
  }
}

const detailOf = (link: string, body: LinkBody) => ({
  link,
  enabled: body.enabled,
  events: body.events,
  mayStart: body.mayStart,
  mayDecide: body.mayDecide,
  users: Object.keys(body.users).length,
  ...(body.system === null ? {} : { system: body.system }),
})

/** Adds a connection; its secret is shown this once. */
export async function addLink(
  parts: OutsideParts,
  caller: Actor,
  body: LinkBody,
): Promise<NewLinkReply | Refusal> {
  const { house } = parts.context
  const id = newId()
  return await house.db.transact(async (w) => {
    const refusal = await askOffice(parts.context, w, caller, {
      what: 'outside-added',
      ...detailOf(id, body),
    })
    if (refusal !== undefined) return refusal
    await checkLink(parts, w, body)
    const secret = newWebhookSecret()
    const sealed = house.keyring.sealSecret(linkSecretName(id), secret)
    await store.insertLink(w, id, { body, sealed, by: caller.personId, at: house.clock.now() })
    return { id, secret }
  })
}

async function locked(w: Writer, id: string): Promise<store.Link> {
  const link = await store.readLink(w, id, true)
  if (link === undefined) throw new Mistake('outside.no-link', { status: 404 })
  return link
}

/** Changes a connection. */
export async function changeLink(
  parts: OutsideParts,
  caller: Actor,
  id: string,
  { version, ...body }: LinkBody & { version: number },
): Promise<Done | Refusal> {
  const { house } = parts.context
  return await house.db.transact(async (w) => {
    const before = await locked(w, id)
    if (before.version !== version) throw new Mistake('delivery.changed', { status: 409 })
    const refusal = await askOffice(parts.context, w, caller, {
      what: 'outside-changed',
      ...detailOf(id, body),
      targetChanged: before.url !== body.url,
    })
    if (refusal !== undefined) return refusal
    await checkLink(parts, w, body)
    const at = house.clock.now()
    await store.changeLink(w, id, { body, sealed: before.sealed, by: caller.personId, at })
    return { done: true as const }
  })
}

/** Gives a connection a new secret; the old one ends at once. */
export async function renewSecret(
  parts: OutsideParts,
  caller: Actor,
  id: string,
): Promise<NewLinkReply | Refusal> {
  const { house } = parts.context
  return await house.db.transact(async (w) => {
    const { name, enabled, url, events, mayStart, mayDecide, users, system } = await locked(w, id)
    const refusal = await askOffice(parts.context, w, caller, { what: 'outside-secret-renewed', link: id })
    if (refusal !== undefined) return refusal
    const secret = newWebhookSecret()
    const body = { name, enabled, url, events, mayStart, mayDecide, users: { ...users }, system }
    const sealed = house.keyring.sealSecret(linkSecretName(id), secret)
    await store.changeLink(w, id, { body, sealed, by: caller.personId, at: house.clock.now() })
    return { id, secret }
  })
}

/**
 * Sets up to which level the other system decides without the person's own confirmation. That weakens or strengthens
 * how forms are decided, so it is the security administrator's act, not that of whoever runs the connection.
 */
export async function changeLimit(
  parts: OutsideParts,
  caller: Actor,
  id: string,
  decideUpTo: number,
): Promise<Done | Refusal> {
  const { house } = parts.context
  return await house.db.transact(async (w) => {
    const before = await locked(w, id)
    const refusal = await askOffice(parts.context, w, caller, {
      verb: 'edit-flow',
      what: 'outside-limit',
      link: id,
      from: before.decideUpTo,
      to: decideUpTo,
    })
    if (refusal !== undefined) return refusal
    await store.changeLimit(w, id, { decideUpTo, by: caller.personId, at: house.clock.now() })
    return { done: true as const }
  })
}

/** Ends a connection. */
export async function removeLink(parts: OutsideParts, caller: Actor, id: string): Promise<Done | Refusal> {
  const { house } = parts.context
  return await house.db.transact(async (w) => {
    await locked(w, id)
    const refusal = await askOffice(parts.context, w, caller, { what: 'outside-removed', link: id })
    if (refusal !== undefined) return refusal
    await store.removeLink(w, id, caller.personId, house.clock.now())
    return { done: true as const }
  })
}

/** Sends an empty event, to see whether the other system takes it; what came of it stands in the deliveries. */
export async function pingLink(parts: OutsideParts, caller: Actor, id: string): Promise<Done | Refusal> {
  const { house } = parts.context
  return await house.db.transact(async (w) => {
    await locked(w, id)
    const refusal = await askOffice(parts.context, w, caller, { what: 'outside-tested', link: id })
    if (refusal !== undefined) return refusal
    const at = house.clock.now()
    const eventId = newId(at.getTime())
    const content = { id: eventId, type: 'ping', timestamp: at.toISOString() }
    await insertEvent(w, { id: eventId, linkId: id, kind: 'ping', content, at })
    return { done: true as const }
  })
}
