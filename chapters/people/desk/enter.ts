import type { Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { refuse } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import {
  type Account,
  lockAccount,
  recordSignIn,
  signInAccount,
  type SignInAccount,
} from '../store/accounts.ts'
import { endByToken } from '../store/sessions.ts'
import { openSession, tokenHash } from './tokens.ts'

/** How somebody proved who they are before the second factor is asked for. */
export type Via = 'password' | 'passkey' | 'oidc' | 'ldap' | 'wecom' | 'dingtalk' | 'feishu'

export interface SignedIn {
  readonly refused?: false
  readonly step: 'done'
  readonly token: string
  readonly personId: string
  readonly mustChangePassword: boolean
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
 * `input.session.begin(answer.token)`; on `step: 'factor'` no session exists yet: the page gets the ticket and goes on
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

/** Opens the session of an account whose holder has proved who they are. `more` runs inside the same transaction. */
export async function enter(
  context: Context,
  account: Account,
  proven: Proven,
  more: (w: Writer) => Promise<void> = () => Promise.resolve(),
): Promise<Entered> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const fresh = await lockAccount(w, account.id)
    // Reset or disabled while the proof was being checked.
    if (fresh === undefined || fresh.disabledAt !== null || fresh.passwordHash !== account.passwordHash)
      throw new Mistake('people.sign-in-failed', { field: 'password' })
    const at = house.clock.now()
    if (proven.replacing !== undefined) await endByToken(w, tokenHash(proven.replacing), at, 'replaced')
    const { accountId, address, agent } = { ...proven, accountId: account.id }
    const session = await openSession(context, w, { accountId, address, agent })
    await recordSignIn(w, account.id, at)
    await more(w)
    house.gate.note(w, 'signed-in', {
      person: account.personId,
      account: account.id,
      session: session.id,
      via: proven.via,
    })
    return {
      step: 'done' as const,
      token: session.token,
      personId: account.personId,
      mustChangePassword: fresh.mustChange,
    }
  })
}
