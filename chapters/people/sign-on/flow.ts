import { createHash, randomBytes } from 'node:crypto'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { type Entered, enterProven } from '../desk/enter.ts'
import type { SignOnChoice } from '../wire/sign-on.ts'
import { accountFor, linkOwn } from './linking.ts'
import type { Journey, Kept, Subject } from './provider.ts'
import { returnAddress } from './settings.ts'
import { type Flow, insertFlow, readProvider, readProviders, type StoredProvider, takeFlow } from './store.ts'

const flowMs = 600_000
const secretText = (): string => randomBytes(32).toString('base64url')
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
const keptName = (flowId: string): string => `sign-on-flow/${flowId}`

/** Where somebody is, besides being somebody. */
export interface Place {
  readonly address: string
  readonly agent: string
  /** Token that the browser already had. */
  readonly replacing?: string | undefined
  readonly device?: string | undefined
}

/** The providers that are switched on, for the sign-in page. */
export async function choices(context: Context): Promise<SignOnChoice[]> {
  const rows = await context.house.db.read((r) => readProviders(r))
  return rows.filter((one) => one.enabled).map(choiceOf)
}

/** What everybody may know of a provider. */
export const choiceOf = (one: StoredProvider): SignOnChoice => ({
  id: one.id,
  kind: one.kind,
  name: one.name,
  way: one.kind === 'ldap' ? 'password' : 'redirect',
})

/** A provider that is switched on. @throws Mistake `people.sign-on-off` */
export async function openedProvider(context: Context, id: string): Promise<StoredProvider> {
  const stored = await context.house.db.read((r) => readProvider(r, id))
  if (stored === undefined || !stored.enabled) throw new Mistake('people.sign-on-off', { status: 404 })
  return stored
}

/**
 * Begins a sign-on elsewhere: the address to go to, and a secret for this browser alone. With `accountId` somebody who is
 * signed in wants to link instead.
 */
export async function beginSignOn(
  context: Context,
  providerId: string,
  accountId: string | null = null,
): Promise<{ address: string; browser: string }> {
  const { house } = context
  const stored = await openedProvider(context, providerId)
  const provider = context.providers.of(stored)
  if (provider.way !== 'redirect') throw new Mistake('people.sign-on-off', { status: 404 })
  const state = secretText()
  const browser = secretText()
  const kept: Kept = { nonce: secretText(), verifier: secretText() }
  const { address } = await provider.begin({ returnAddress: returnAddress(stored), state, kept })
  const at = house.clock.now()
  const id = newId(at.getTime())
  await house.db.transact((w) =>
    insertFlow(w, {
      id,
      providerId,
      accountId,
      stateHash: hashOf(state),
      browserHash: hashOf(browser),
      keptSealed: house.keyring.sealSecret(keptName(id), JSON.stringify(kept)),
      at,
      expiresAt: new Date(at.getTime() + flowMs),
    }),
  )
  return { address, browser }
}

/** What a sign-on that came back led to. */
export type Finished = Entered | { readonly step: 'linked'; readonly refused?: false }

/**
 * Ends a sign-on that came back. The state is taken before anything is asked elsewhere, so that an answer serves once,
 * in the browser that began it, at the provider it was meant for.
 * @throws Mistake `people.sign-on-stale`, `…-declined`, `…-unproven`, `…-not-linked`, …
 */
export async function finishSignOn(
  context: Context,
  input: {
    readonly provider: string
    readonly query: string
    readonly browser: string | undefined
    readonly caller: Caller | undefined
  } & Place,
): Promise<Finished | Refusal> {
  const { house } = context
  const stored = await openedProvider(context, input.provider)
  const answer = new URLSearchParams(input.query)
  const state = answer.get('state') ?? ''
  const flow = await house.db.transact((w) =>
    takeFlow(w, {
      stateHash: hashOf(state),
      browserHash: hashOf(input.browser ?? ''),
      providerId: stored.id,
      at: house.clock.now(),
    }),
  )
  if (flow === undefined) return await failed(context, stored, stale())
  try {
    const subject = await subjectOf(context, stored, flow, state, answer)
    if (flow.accountId === null) return await enterAs(context, stored, subject, input)
    if (input.caller?.accountId !== flow.accountId) throw stale()
    await linkOwn(context, input.caller, stored, subject)
    return { step: 'linked' }
  } catch (error) {
    return await failed(context, stored, error)
  }
}

const stale = (): Mistake => new Mistake('people.sign-on-stale', { status: 400 })

async function subjectOf(
  context: Context,
  stored: StoredProvider,
  flow: Flow,
  state: string,
  answer: URLSearchParams,
): Promise<Subject> {
  const provider = context.providers.of(stored)
  if (provider.way !== 'redirect') throw stale()
  const kept = JSON.parse(context.house.keyring.openSecret(keptName(flow.id), flow.keptSealed)) as Kept
  const journey: Journey = { returnAddress: returnAddress(stored), state, kept }
  return await provider.finish(journey, answer)
}

/** Lets somebody in whom the provider has proved, if they have an account here. */
async function enterAs(
  context: Context,
  stored: StoredProvider,
  subject: Subject,
  place: Place,
): Promise<Entered | Refusal> {
  const accountId = await accountFor(context, stored, subject)
  const { address, agent, replacing, device } = place
  return await enterProven(context, { accountId, via: stored.kind, address, agent, replacing, device })
}

/** Every sign-on that failed is recorded by its reason; who it was is not known. */
async function failed(context: Context, stored: StoredProvider, error: unknown): Promise<never> {
  if (error instanceof Mistake)
    await context.house.db.transact(async (w) => {
      context.house.gate.note(w, 'sign-on-failed', {
        provider: stored.id,
        reason: error.code.replace(/^people\./, ''),
      })
    })
  throw error
}

/**
 * Signs on with a name and password of the company's directory. Somebody unknown and a wrong password get the same reply,
 * and failures make both wait like those of a local sign-in.
 */
export async function signOnByPassword(
  context: Context,
  input: { readonly provider: string; readonly name: string; readonly password: string } & Place,
): Promise<Entered | Refusal> {
  const stored = await openedProvider(context, input.provider)
  const subject = await proveByPassword(context, stored, input)
  try {
    return await enterAs(context, stored, subject, input)
  } catch (error) {
    return await failed(context, stored, error)
  }
}

/** Has the directory check a name and password, with the waiting times of a local sign-in. */
export async function proveByPassword(
  context: Context,
  stored: StoredProvider,
  input: { readonly name: string; readonly password: string; readonly address: string },
): Promise<Subject> {
  const { house, throttle } = context
  const provider = context.providers.of(stored)
  if (provider.way !== 'password') throw new Mistake('people.sign-on-off', { status: 404 })
  const name = input.name.normalize('NFKC').toLowerCase()
  const key = `${stored.id} ${name}`
  const now = house.clock.now().getTime()
  const wait = Math.max(throttle.addresses.waitMs(input.address, now), throttle.names.waitMs(key, now))
  if (wait > 0) throw new Mistake('people.wait', { status: 429, values: { seconds: Math.ceil(wait / 1000) } })
  // Counted before anything is awaited: a thousand guesses at once are a thousand attempts.
  throttle.addresses.failed(input.address, now)
  throttle.names.failed(key, now)
  const subject = await provider.prove(name, input.password)
  if (subject === undefined) {
    const wrong = new Mistake('people.sign-in-failed', { field: 'password' })
    return await failed(context, stored, wrong)
  }
  throttle.names.succeeded(key)
  throttle.addresses.forgive(input.address)
  return subject
}
