import { randomBytes } from 'node:crypto'
import { checkUrl } from '../../../floor/delivery/index.ts'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { isLoopback } from '../../../floor/settings.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import type { Wanted } from '../desk/confirm/kinds.ts'
import { propose } from '../desk/confirm/propose.ts'
import { waitingOf } from '../store/confirmations.ts'
import type { Waits } from '../wire/confirmations.ts'
import type { ProviderBody, ProviderConfig, ProviderRow } from '../wire/sign-on.ts'
import { addressesOf, hostsOf, secretName } from './registry.ts'
import {
  deleteLinksOf,
  insertProvider,
  lockProvider,
  readProvider,
  readProviders,
  setProviderState,
  setTested,
  type StoredProvider,
  updateProvider,
} from './store.ts'

type Done = { readonly done: true }
type Actor = Pick<Caller, 'personId'>

/** Where another system sends the browser back to. One address per provider: an answer of one cannot pass for another's. */
export const returnAddress = (p: Pick<StoredProvider, 'id' | 'origin'>): string =>
  `${p.origin.replace(/\/$/, '')}/sign-on/return/${p.id}`

/** All providers as the system administrator sees them; secrets are not among it. */
export async function providers(context: Context): Promise<{ rows: ProviderRow[] }> {
  const { db, clock } = context.house
  const rows = await db.read((r) => readProviders(r))
  const waiting = await db.read((r) => waitingOf(r, 'sign-on', clock.now()))
  return {
    rows: rows.map((one) => ({
      id: one.id,
      name: one.name,
      linking: one.linking,
      createsAccounts: one.createsAccounts,
      sync: one.sync,
      enabled: one.enabled,
      // What was changed since cannot be confirmed any more: it is put forward anew.
      waits: !one.enabled && waiting.get(one.id)?.['version'] === one.version,
      origin: one.origin,
      returnAddress: returnAddress(one),
      config: one.config,
      hasSecret: one.secretSealed !== null,
      links: one.links,
      testedAt: one.testedAt?.toISOString() ?? null,
      version: one.version,
    })),
  }
}

/** Adds a provider, switched off. @throws Mistake `people.sign-on-…` naming the field */
export async function addProvider(
  context: Context,
  caller: Actor,
  body: ProviderBody,
): Promise<{ id: string; linksEnded: number } | Refusal> {
  check(context, body)
  const { house } = context
  const at = house.clock.now()
  const id = newId(at.getTime())
  return await house.db.transact(async (w) => {
    const answer = await asked(context, w, caller, {
      change: 'sign-on-added',
      provider: id,
      kind: body.config.kind,
    })
    if (answer !== undefined) return answer
    await insertProvider(w, { ...valuesOf(context, id, body, null) }, caller.personId, at)
    return { id, linksEnded: 0 }
  })
}

/**
 * Changes a provider. When it asks somewhere else, or for something else, all its links end: whoever can point it at a
 * system of their own could otherwise answer as anybody who is linked. Where it asks another host, its secret goes too.
 * Whatever changes who can come in by it switches it off, until it is tried and the security administrator confirms it
 * again; its name and the nightly comparison do not.
 */
export async function changeProvider(
  context: Context,
  caller: Actor,
  id: string,
  body: ProviderBody & { readonly version: number },
): Promise<{ id: string; linksEnded: number } | Refusal> {
  check(context, body)
  const { house } = context
  return await house.db.transact(async (w) => {
    const before = await lockProvider(w, id)
    if (before === undefined) throw notFound()
    if (before.kind !== body.config.kind) throw conflict('people.sign-on-kind', 'config.kind')
    if (before.version !== body.version) throw conflict('people.changed-meanwhile', '')
    const elsewhere = !isSameConfig(before.config, body.config)
    const answer = await asked(context, w, caller, {
      change: 'sign-on-changed',
      provider: id,
      elsewhere,
      secret: body.secret !== undefined,
      linking: body.linking,
    })
    if (answer !== undefined) return answer
    const linksEnded = elsewhere ? await deleteLinksOf(w, id) : 0
    // A secret is told to the system it was entered for, and to no other one.
    const secretSealed = isSameTarget(before.config, body.config) ? before.secretSealed : null
    const admitsOthers =
      elsewhere ||
      body.secret !== undefined ||
      before.linking !== body.linking ||
      before.createsAccounts !== body.createsAccounts ||
      before.origin !== body.origin
    await updateProvider(w, valuesOf(context, id, body, secretSealed), admitsOthers, house.clock.now())
    return { id, linksEnded }
  })
}

/**
 * Switches a provider off at once; switching it on waits for the security administrator, since whoever it vouches for may
 * sign in. Only one that has been tried successfully is put forward.
 * @throws Mistake `people.sign-on-untested`, `people.sign-on-is-on`
 */
export async function switchProvider(
  context: Context,
  caller: Actor,
  id: string,
  enabled: boolean,
): Promise<Done | Waits | Refusal> {
  return await context.house.db.transact(async (w) => {
    const before = await lockProvider(w, id)
    if (before === undefined) throw notFound()
    const change = enabled ? 'sign-on-put-forward' : 'sign-on-switched-off'
    const answer = await asked(context, w, caller, { change, provider: id })
    if (answer !== undefined) return answer
    if (!enabled) {
      await setProviderState(w, id, false, context.house.clock.now())
      return { done: true as const }
    }
    if (before.testedAt === null) throw conflict('people.sign-on-untested', '')
    if (before.enabled) throw conflict('people.sign-on-is-on', '')
    return await propose(context, w, caller, {
      kind: 'sign-on',
      subject: id,
      content: { version: before.version },
    })
  })
}

/**
 * Switches on what the security administrator confirmed, as it was then.
 * @throws Mistake `people.changed-meanwhile` when it was changed since, `people.sign-on-untested`
 */
export async function switchOn(context: Context, w: Writer, wanted: Wanted): Promise<Refusal | void> {
  const provider = await lockProvider(w, wanted.subject)
  if (provider === undefined) throw notFound()
  const detail = { change: 'sign-on-switched-on', provider: provider.id, confirmation: wanted.id }
  const answer = await asked(context, w, { personId: wanted.proposedBy }, detail)
  if (answer !== undefined) return answer
  if (provider.version !== wanted.content['version']) throw conflict('people.changed-meanwhile', '')
  if (provider.testedAt === null) throw conflict('people.sign-on-untested', '')
  await setProviderState(w, provider.id, true, context.house.clock.now())
}

/** Talks to the other system with what is configured. @throws Mistake `people.sign-on-…` that says what went wrong */
export async function testProvider(context: Context, caller: Actor, id: string): Promise<Done | Refusal> {
  const { house } = context
  const stored = await house.db.read((r) => readProvider(r, id))
  if (stored === undefined) throw notFound()
  const answer = await house.db.transact((w) =>
    asked(context, w, caller, { change: 'sign-on-tried', provider: id }),
  )
  if (answer !== undefined) return answer
  await context.providers.of(stored).test()
  await house.db.transact((w) => setTested(w, id, stored.version, house.clock.now()))
  return { done: true }
}

async function asked(
  context: Context,
  w: Writer,
  caller: Actor,
  detail: Record<string, string | boolean>,
): Promise<Refusal | undefined> {
  const act = await actOf(context, w, caller, { verb: 'settings' })
  const answer = context.house.gate.askIn(w, act.question, act.facts, { detail })
  return isRefusal(answer) ? answer : undefined
}

function valuesOf(context: Context, id: string, body: ProviderBody, before: Buffer | null) {
  const { name, linking, createsAccounts, sync, origin, config, secret } = body
  const secretSealed =
    secret === undefined ? before : context.house.keyring.sealSecret(secretName(id), secret)
  return { id, kind: config.kind, name, config, secretSealed, origin, linking, createsAccounts, sync }
}

/** Everything that can be said about the addresses before anybody connects to them. */
function check(context: Context, body: ProviderBody): void {
  const origin = new URL(body.origin)
  if (origin.protocol !== 'https:' && !isLoopback(origin.hostname))
    throw new Mistake('people.sign-on-origin', { field: 'origin' })
  const rules = { hosts: body.config.intranet ? hostsOf(body.config) : [], loopback: context.loopback }
  for (const { field, address } of addressesOf(body.config))
    try {
      checkUrl(address, rules)
    } catch {
      throw new Mistake('people.sign-on-address', { field })
    }
  if (body.createsAccounts && body.linking === 'self')
    throw new Mistake('people.sign-on-creates', { field: 'createsAccounts' })
}

/** The same hosts, and what proves that they are the ones meant. */
function isSameTarget(a: ProviderConfig, b: ProviderConfig): boolean {
  const target = (one: ProviderConfig): string =>
    JSON.stringify([addressesOf(one), one.intranet, one.kind === 'ldap' ? [one.startTls, one.ca] : []])
  return target(a) === target(b)
}

/** Compared by content: the database gives keys back in an order of its own. */
function isSameConfig(a: ProviderConfig, b: ProviderConfig): boolean {
  const plain = (one: ProviderConfig): string =>
    JSON.stringify(Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1)))
  return plain(a) === plain(b)
}

/** A password nobody knows, for accounts whose holders sign on elsewhere. */
export const unknownPassword = (): string => randomBytes(32).toString('base64url')
