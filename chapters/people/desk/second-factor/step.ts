import { Mistake, type Refusal } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Context } from '../../context.ts'
import { siteOf } from '../../factors/webauthn.ts'
import { lockAccount, signInAccount } from '../../store/accounts.ts'
import { factorOf } from '../../store/factors.ts'
import { openRoles } from '../../store/roles.ts'
import { readRules } from '../../store/sign-in-rules.ts'
import { closeStep, countAttempt, insertDevice, lockStep, type Step, stepOf } from '../../store/steps.ts'
import type { FactorProof, StepState } from '../../wire.ts'
import {
  admit,
  enter,
  type Entered,
  isOver,
  mayRemember,
  refuseOver,
  type SignedIn,
  type Via,
} from '../enter.ts'
import { keepToPlaces } from '../places.ts'
import { newToken, tokenHash } from '../tokens.ts'
import { checkedPasskey, judgeProof, methodsOf, readyProof } from './check.ts'
import type { PasskeyAnswer } from '../../wire.ts'

/** Answers that one ticket takes; after them the sign-in begins anew. */
const attemptsMost = 5
const dayMs = 86_400_000

const stepOver = (): Mistake => new Mistake('people.step-over', { field: 'ticket', status: 409 })

const isOpen = (step: Step | undefined, at: Date): step is Step =>
  step !== undefined && step.usedAt === null && step.expiresAt > at && step.attempts < attemptsMost

/** What the second step asks for. @throws Mistake `people.step-over` */
export async function describeStep(context: Context, ticket: string): Promise<StepState> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const step = await stepOf(w, tokenHash(ticket))
    if (!isOpen(step, house.clock.now())) throw stepOver()
    const account = await signInAccount(w, step.accountId)
    if (account === undefined) throw stepOver()
    const { rememberDays } = await readRules(w)
    const roles = await openRoles(w, account.personId)
    return {
      methods: await methodsOf(w, step.accountId),
      rememberDays: mayRemember(roles, rememberDays) ? rememberDays : 0,
      until: step.expiresAt.toISOString(),
    }
  })
}

/** The account of an open ticket. @throws Mistake `people.step-over` */
export async function accountOfTicket(context: Context, ticket: string): Promise<string> {
  const step = await context.house.db.read((r) => stepOf(r, tokenHash(ticket)))
  if (!isOpen(step, context.house.clock.now())) throw stepOver()
  return step.accountId
}

export interface StepAnswer {
  readonly ticket: string
  readonly proof: FactorProof
  /** Remember this browser for the days that the rules allow. */
  readonly remember: boolean
  readonly address: string
  readonly agent: string
  readonly origin: string
  readonly replacing?: string | undefined
}

export type Finished = SignedIn & { readonly device?: { readonly token: string; readonly days: number } }

/**
 * The second half of a sign-in: a right answer turns the ticket into a session. Wrong ones are counted against the
 * ticket and against the account, also when they come all at once.
 * @returns a Refusal (clause 1.2) when the account was disabled or the employment ended meanwhile
 * @throws Mistake `people.step-over`, `people.factor-wrong`, `people.wait`
 */
export async function finishStep(context: Context, answer: StepAnswer): Promise<Finished | Refusal> {
  const { house } = context
  const hash = tokenHash(answer.ticket)
  const accountId = await accountOfTicket(context, answer.ticket)
  const holder = await house.db.read((r) => signInAccount(r, accountId))
  if (holder === undefined) throw stepOver()
  if (isOver(context, holder)) return await refuseOver(context, holder)
  await keepToPlaces(context, holder, answer.address, 'step')
  const site = siteOf(answer.origin)
  const ready = await readyProof(context, answer.proof, { purpose: 'step', accountId, site })
  const done = await house.db.transact(async (w): Promise<Finished | 'wrong' | 'over'> => {
    const account = await lockAccount(w, accountId)
    const step = await lockStep(w, hash)
    const at = house.clock.now()
    // Disabled, or the password reset, since the first half.
    if (account === undefined || account.disabledAt !== null || !isOpen(step, at)) return 'over'
    if (account.passwordHash !== step.passwordHash) return 'over'
    const method = await judgeProof(context, w, account, ready)
    if (method === undefined) {
      await countAttempt(w, step.id)
      return 'wrong'
    }
    await closeStep(w, step.id, at)
    const { address, agent, replacing } = answer
    const proven = { accountId, via: step.via as Via, address, agent, replacing }
    const signedIn = await admit(context, w, account, proven, method)
    if (!answer.remember) return signedIn
    const { rememberDays } = await readRules(w)
    if (!mayRemember(await openRoles(w, account.personId), rememberDays)) return signedIn
    const token = newToken()
    const id = newId(at.getTime())
    const expiresAt = new Date(at.getTime() + rememberDays * dayMs)
    await insertDevice(w, { id, accountId, tokenHash: tokenHash(token), address, agent, at, expiresAt })
    house.gate.note(w, 'device-remembered', { person: account.personId, account: accountId, device: id })
    return { ...signedIn, device: { token, days: rememberDays } }
  })
  if (done === 'over') throw stepOver()
  if (done === 'wrong') throw new Mistake('people.factor-wrong', { field: 'code' })
  return done
}

/**
 * Signs in with a passkey alone: the key is there and its holder was verified by the device, which are two factors.
 * @throws Mistake `people.passkey-failed`, `people.wait`
 */
export async function signInWithPasskey(
  context: Context,
  input: {
    readonly answer: PasskeyAnswer
    readonly address: string
    readonly agent: string
    readonly origin: string
    readonly replacing?: string | undefined
  },
): Promise<Entered | Refusal> {
  const { house, throttle } = context
  const now = house.clock.now().getTime()
  const wait = throttle.addresses.waitMs(input.address, now)
  if (wait > 0) throw new Mistake('people.wait', { status: 429, values: { seconds: Math.ceil(wait / 1000) } })
  throttle.addresses.failed(input.address, now)
  const failed = (): Mistake => new Mistake('people.passkey-failed', { field: 'passkey' })
  const wanted = { purpose: 'sign-in' as const, accountId: null, site: siteOf(input.origin) }
  const checked = await checkedPasskey(context, input.answer, wanted)
  const account =
    checked === undefined ? undefined : await house.db.read((r) => signInAccount(r, checked.accountId))
  if (checked === undefined || account === undefined) {
    await house.db.transact(async (w) =>
      house.gate.note(w, 'sign-in-failed', { known: false, via: 'passkey' }),
    )
    throw failed()
  }
  if (isOver(context, account)) return await refuseOver(context, account)
  const right = await house.db.transact(async (w) => {
    const fresh = await lockAccount(w, account.id)
    if (fresh === undefined) return false
    return (await judgeProof(context, w, fresh, { method: 'passkey', checked })) !== undefined
  })
  if (!right) throw failed()
  throttle.addresses.forgive(input.address)
  const { address, agent, replacing } = input
  const proven = { accountId: account.id, via: 'passkey' as const, address, agent, replacing }
  const entered = await enter(context, account, proven)
  if (entered.step !== 'done') return entered
  return { ...entered, renew: await keyToRenew(context, account.id, checked.factorId) }
}

/** The passkey itself when its days are over: the page lets the device make another, and the old one ends. */
async function keyToRenew(
  context: Context,
  accountId: string,
  factorId: string,
): Promise<string | undefined> {
  return await context.house.db.read(async (r) => {
    const [factor, { passkeyDays }] = [await factorOf(r, accountId, factorId), await readRules(r)]
    const age = context.house.clock.now().getTime() - (factor?.createdAt.getTime() ?? Infinity)
    return age >= passkeyDays * dayMs ? factorId : undefined
  })
}
