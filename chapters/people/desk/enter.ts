import type { Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { isAdministrator, refuse } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import {
  type Account,
  lockAccount,
  recordSignIn,
  setSignInState,
  signInAccount,
  type SignInAccount,
} from '../store/accounts.ts'
import { factorsOf } from '../store/factors.ts'
import { openRoles } from '../store/roles.ts'
import { endByToken, openSessionsOf } from '../store/sessions.ts'
import { readRules } from '../store/sign-in-rules.ts'
import { deviceOf, insertStep, touchDevice } from '../store/steps.ts'
import { keepToPlaces, keepToPlacesIn } from './places.ts'
import { methodsOf } from './second-factor/check.ts'
import { newToken, openSession, tokenHash } from './tokens.ts'

const dayMs = 86_400_000
/** How long the second factor may take. */
export const stepMinutes = 5

/** How somebody proved who they are before the second factor is asked for. */
export type Via = 'password' | 'passkey' | 'oidc' | 'ldap' | 'wecom' | 'dingtalk' | 'feishu'

export interface SignedIn {
  readonly refused?: false
  readonly step: 'done'
  readonly token: string
  /** The second secret, which ties the session to the browser that gets it. */
  readonly bound: string
  readonly personId: string
  readonly mustChangePassword: boolean
  /** A second factor is required and there is none: nothing can be done but enrol one. */
  readonly mustEnrol: boolean
  /** The passkey just used is old enough to be renewed. */
  readonly renew?: string | undefined
}

/** The first half is done. The ticket is no session: it opens nothing but `finishStep` (POST /session/factor). */
export interface FactorAsked {
  readonly refused?: false
  readonly step: 'factor'
  readonly ticket: string
  readonly personId: string
  readonly methods: readonly ('totp' | 'passkey' | 'recovery')[]
}

export type Entered = SignedIn | FactorAsked

export interface Proven {
  readonly accountId: string
  readonly via: Via
  readonly address: string
  readonly agent: string
  /** Token that the browser already had; that session is ended and never taken over. */
  readonly replacing?: string | undefined
  /** Token of a remembered device, from its cookie. */
  readonly device?: string | undefined
}

/**
 * Lets somebody in whom an outside system has proved to be the holder of this account:
 * `enterProven(context, { accountId, via: 'oidc' | 'ldap' | 'wecom' | 'dingtalk' | 'feishu', address, agent, replacing, device })
 * : Promise<SignedIn | FactorAsked | Refusal>`.
 * The same checks, second-factor rule and entries as for a password. On `step: 'done'` the route calls
 * `input.session.begin(answer.token, answer.bound)`; on `step: 'factor'` no session exists yet: the page gets the ticket and goes on
 * with POST /session/factor (a redirect leads to `/sign-in#step=TICKET`).
 * @returns a Refusal (clause 1.2) when the account is disabled or the employment over
 * @throws Mistake `people.sign-in-failed` when there is no such account
 */
export async function enterProven(context: Context, proven: Proven): Promise<Entered | Refusal> {
  const account = await context.house.db.read((r) => signInAccount(r, proven.accountId))
  if (account === undefined) throw new Mistake('people.sign-in-failed', { field: 'password' })
  if (isOver(context, account)) return await refuseOver(context, account)
  return await enter(context, account, proven)
}

/** Whether the account is disabled or its holder does not work here any more. */
export const isOver = (
  context: Context,
  account: Pick<SignInAccount, 'disabledAt' | 'leftAt' | 'endsOn'>,
): boolean =>
  account.disabledAt !== null ||
  account.leftAt !== null ||
  (account.endsOn !== null && account.endsOn < todayOf(context.house))

/** Clause 1.2 to somebody who proved who they are but has no access any more; recorded. */
export async function refuseOver(context: Context, account: SignInAccount): Promise<Refusal> {
  const reason = account.disabledAt === null ? 'employment-over' : 'disabled'
  await context.house.db.transact(async (w) =>
    context.house.gate.note(w, 'sign-in-refused', { person: account.personId, account: account.id, reason }),
  )
  return refuse('1.2')
}

/**
 * Goes on with somebody whose first factor is right: opens the session, or, where the account has a second factor and
 * no remembered device stands for it, a step that opens nothing yet. `more` runs inside the same transaction.
 * @throws Mistake `people.address-not-allowed` where the rules keep this account to other networks
 */
export async function enter(
  context: Context,
  account: Account,
  proven: Proven,
  more: (w: Writer) => Promise<void> = () => Promise.resolve(),
): Promise<Entered> {
  const { house } = context
  await keepToPlaces(context, account, proven.address, proven.via)
  return await house.db.transact(async (w) => {
    const fresh = await lockAccount(w, account.id)
    // Reset or disabled while the proof was being checked.
    if (fresh === undefined || fresh.disabledAt !== null || fresh.passwordHash !== account.passwordHash)
      throw new Mistake('people.sign-in-failed', { field: 'password' })
    await more(w)
    const methods = proven.via === 'passkey' ? [] : await methodsOf(w, fresh.id)
    if (methods.length === 0)
      return await admit(context, w, fresh, proven, proven.via === 'passkey' ? 'passkey' : 'password')
    if (await isRemembered(context, w, fresh, proven)) return await admit(context, w, fresh, proven, null)
    // The hash may be another by now, and the second step compares it.
    return await openStep(context, w, (await lockAccount(w, fresh.id)) ?? fresh, proven, methods)
  })
}

/** Half-way in: a ticket for the second factor, five minutes and five answers long. */
async function openStep(
  context: Context,
  w: Writer,
  account: Account,
  proven: Proven,
  methods: FactorAsked['methods'],
): Promise<FactorAsked> {
  const { house } = context
  const at = house.clock.now()
  const ticket = newToken()
  await insertStep(w, {
    id: newId(at.getTime()),
    ticketHash: tokenHash(ticket),
    accountId: account.id,
    via: proven.via,
    passwordHash: account.passwordHash,
    address: proven.address,
    agent: proven.agent,
    at,
    expiresAt: new Date(at.getTime() + stepMinutes * 60_000),
  })
  house.gate.note(w, 'factor-asked', { person: account.personId, account: account.id, via: proven.via })
  return { step: 'factor', ticket, personId: account.personId, methods }
}

async function isRemembered(context: Context, w: Writer, account: Account, proven: Proven): Promise<boolean> {
  if (proven.device === undefined) return false
  const at = context.house.clock.now()
  const roles = await openRoles(w, account.personId)
  const { rememberDays } = await readRules(w)
  if (!mayRemember(roles, rememberDays)) return false
  const device = await deviceOf(w, account.id, tokenHash(proven.device), at)
  if (device === undefined || at.getTime() - device.createdAt.getTime() >= rememberDays * dayMs) return false
  await touchDevice(w, device.id, proven.address, at)
  return true
}

/** Nobody's browser stands for the second factor of an administrator. */
export const mayRemember = (roles: ReadonlySet<string>, rememberDays: number): boolean =>
  rememberDays > 0 && !isAdministrator(roles)

/**
 * Opens the session of somebody who has proved all there is to prove; the account is locked by the caller. Says whether
 * a factor is to be enrolled or the password to be changed, and reports when the account is open elsewhere as well.
 * @param by what was proved last; null when a remembered device stood for it
 */
export async function admit(
  context: Context,
  w: Writer,
  account: Account,
  proven: Proven,
  by: 'password' | 'totp' | 'passkey' | 'recovery' | null,
): Promise<SignedIn> {
  const { house } = context
  const at = house.clock.now()
  await keepToPlacesIn(w, account, proven.address)
  if (proven.replacing !== undefined) await endByToken(w, tokenHash(proven.replacing), at, 'replaced')
  const { address, agent, via } = proven
  const session = await openSession(context, w, {
    accountId: account.id,
    personId: account.personId,
    address,
    agent,
    via,
    provenBy: by,
  })
  await recordSignIn(w, account.id, at)
  const state = await stateAfter(context, w, account, via)
  await setSignInState(w, account.id, state)
  await noteElsewhere(context, w, account, session.id, proven)
  const { personId } = account
  house.gate.note(w, 'signed-in', {
    person: personId,
    account: account.id,
    session: session.id,
    via,
    factor: by,
  })
  return {
    step: 'done',
    token: session.token,
    bound: session.bound,
    personId,
    mustChangePassword: account.mustChange || state.changeReason !== null,
    mustEnrol: state.mustEnrol,
  }
}

/** What the rules of sign-in say of an account at the moment of a sign-in. */
async function stateAfter(
  context: Context,
  w: Writer,
  account: Account,
  via: Via,
): Promise<{ mustEnrol: boolean; factorDueAt: Date | null; changeReason: Account['changeReason'] }> {
  const at = context.house.clock.now()
  const [rules, factors] = [await readRules(w), await factorsOf(w, account.id)]
  const roles = await openRoles(w, account.personId)
  const wanted = factors.length === 0 && rules.factorRoles.some((role) => roles.has(role))
  const due = account.factorDueAt ?? new Date(at.getTime() + rules.graceDays * dayMs)
  const passkey = factors.some((factor) => factor.kind === 'passkey')
  const aged =
    rules.profile === 'djcp' && !passkey && via === 'password' && !account.mustChange &&
    at.getTime() - account.passwordSetAt.getTime() >= rules.ageDays * dayMs // prettier-ignore
  return {
    mustEnrol: wanted && due.getTime() <= at.getTime(),
    factorDueAt: wanted ? due : null,
    changeReason: account.changeReason === 'alone' && factors.length === 0 ? 'alone' : aged ? 'aged' : null,
  }
}

/** One account in two places at once: recorded, and shown to its owner on every page. */
async function noteElsewhere(
  context: Context,
  w: Writer,
  account: Account,
  sessionId: string,
  proven: Proven,
): Promise<void> {
  const { house, session } = context
  const at = house.clock.now()
  const open = await openSessionsOf(w, account.id, at, new Date(at.getTime() - session.idleMinutes * 60_000))
  const others = open.filter((one) => one.id !== sessionId && isElsewhere(one, proven))
  if (others.length === 0) return
  house.gate.note(w, 'in-two-places', {
    person: account.personId,
    account: account.id,
    session: sessionId,
    others: others.map((one) => one.id),
  })
  context.announce(w, account.personId)
}

/** Another address or another browser. */
export const isElsewhere = (
  one: { readonly address: string; readonly agent: string },
  here: { readonly address: string; readonly agent: string },
): boolean => one.address !== here.address || one.agent !== here.agent
