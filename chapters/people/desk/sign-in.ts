import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { refuse } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import { oneTimeDays } from '../passwords/one-time.ts'
import {
  accountToSignIn,
  lockAccount,
  recordFailure,
  recordSignIn,
  setRehashed,
  type SignInAccount,
} from '../store/accounts.ts'
import { endByToken } from '../store/sessions.ts'
import { lockRule, waitAfter } from './throttle.ts'
import { openSession, tokenHash } from './tokens.ts'

export interface SignIn {
  /** Sign-in name or employee number. */
  readonly name: string
  readonly password: string
  readonly address: string
  readonly agent: string
  /** Token that the browser already had; that session is ended and never taken over. */
  readonly replacing?: string | undefined
}

export interface SignedIn {
  readonly refused?: false
  readonly token: string
  readonly personId: string
  readonly mustChangePassword: boolean
}

const knownAddressDays = 30
const dayMs = 86_400_000
/** Stands for accounts that do not exist, so that they cost the same statements. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Signs somebody in. An unknown name and a wrong password get the same reply after the same work.
 * @returns a Refusal (clause 1.2) when the password is right but the account is disabled or the employment over
 * @throws Mistake `people.wait`, `people.busy`, `people.sign-in-failed`, `people.one-time-expired`
 */
export async function signIn(context: Context, input: SignIn): Promise<SignedIn | Refusal> {
  const { house, hasher, throttle } = context
  const now = house.clock.now()
  const name = input.name.normalize('NFKC').toLowerCase()
  stopFor(throttle.addresses.waitMs(input.address, now.getTime()))
  // Counted before anything is awaited: a thousand guesses at once are a thousand attempts.
  throttle.addresses.failed(input.address, now.getTime())
  const account = await house.db.read((r) =>
    accountToSignIn(r, name, input.address, new Date(now.getTime() - knownAddressDays * dayMs)),
  )
  const atHome = account?.addressKnown === true
  const [counter, key] = atHome
    ? ([throttle.pairs, `${name} ${input.address}`] as const)
    : ([throttle.names, name] as const)
  const locked = atHome ? 0 : (account?.lockedUntil?.getTime() ?? 0) - now.getTime()
  stopFor(Math.max(counter.waitMs(key, now.getTime()), locked))
  counter.failed(key, now.getTime())

  const right = await hasher.verify(account?.passwordHash, input.password)
  if (account === undefined || !right) {
    await recordWrong(context, account, atHome)
    throw new Mistake('people.sign-in-failed', { field: 'password' })
  }
  counter.succeeded(key)
  throttle.addresses.forgive(input.address)
  if (isOver(context, account)) return await refuseOver(context, account)
  if (account.mustChange && now.getTime() - account.passwordSetAt.getTime() > oneTimeDays * dayMs)
    throw new Mistake('people.one-time-expired', { field: 'password', values: { days: oneTimeDays } })
  return await enter(context, account, input)
}

function stopFor(milliseconds: number): void {
  if (milliseconds <= 0) return
  throw new Mistake('people.wait', { status: 429, values: { seconds: Math.ceil(milliseconds / 1000) } })
}

const isOver = (context: Context, account: SignInAccount): boolean =>
  account.disabledAt !== null ||
  account.leftAt !== null ||
  (account.endsOn !== null && account.endsOn < todayOf(context.house))

async function refuseOver(context: Context, account: SignInAccount): Promise<Refusal> {
  const reason = account.disabledAt === null ? 'employment-over' : 'disabled'
  await context.house.db.transact(async (w) =>
    context.house.gate.note(w, 'sign-in-refused', { person: account.personId, account: account.id, reason }),
  )
  return refuse('1.2')
}

/** The same statements whether or not there is such an account. */
async function recordWrong(
  context: Context,
  account: SignInAccount | undefined,
  atHome: boolean,
): Promise<void> {
  const { house } = context
  await house.db.transact(async (w) => {
    const now = house.clock.now()
    const fresh = await lockAccount(w, account?.id ?? nobody)
    const longAgo =
      fresh !== undefined &&
      fresh.lockedUntil !== null &&
      now.getTime() - fresh.lockedUntil.getTime() > lockRule.forgetMs
    const failures = longAgo ? 1 : (fresh?.failures ?? 0) + 1
    const tooMany = failures - lockRule.free
    const until =
      tooMany < 0 ? null : new Date(now.getTime() + waitAfter(tooMany, lockRule.firstMs, lockRule.mostMs))
    // Wrong passwords from the person's usual place are counted there and do not lock the account elsewhere.
    if (!atHome) await recordFailure(w, fresh?.id ?? nobody, failures, until)
    house.gate.note(
      w,
      'sign-in-failed',
      account === undefined
        ? { known: false }
        : { known: true, account: account.id, person: account.personId },
    )
  })
}

async function enter(context: Context, account: SignInAccount, input: SignIn): Promise<SignedIn> {
  const { house, hasher } = context
  const rehashed = hasher.isOutdated(account.passwordHash) ? await hasher.hash(input.password) : undefined
  return await house.db.transact(async (w) => {
    const fresh = await lockAccount(w, account.id)
    // Reset or disabled while the password was being checked.
    if (fresh === undefined || fresh.disabledAt !== null || fresh.passwordHash !== account.passwordHash)
      throw new Mistake('people.sign-in-failed', { field: 'password' })
    const at = house.clock.now()
    if (input.replacing !== undefined) await endByToken(w, tokenHash(input.replacing), at, 'replaced')
    const session = await openSession(context, w, {
      accountId: account.id,
      address: input.address,
      agent: input.agent,
    })
    await recordSignIn(w, account.id, at)
    if (rehashed !== undefined) await setRehashed(w, account.id, rehashed)
    house.gate.note(w, 'signed-in', { person: account.personId, account: account.id, session: session.id })
    return { token: session.token, personId: account.personId, mustChangePassword: account.mustChange }
  })
}
