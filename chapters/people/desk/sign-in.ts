import { Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Context } from '../context.ts'
import { oneTimeDays } from '../passwords/one-time.ts'
import {
  accountToSignIn,
  lockAccount,
  recordFailure,
  setRehashed,
  type SignInAccount,
} from '../store/accounts.ts'
import { enter, type Entered, isOver, refuseOver } from './enter.ts'
import { lockRule, waitAfter } from './throttle.ts'

export interface SignIn {
  /** Sign-in name or employee number. */
  readonly name: string
  readonly password: string
  readonly address: string
  readonly agent: string
  /** Token that the browser already had; that session is ended and never taken over. */
  readonly replacing?: string | undefined
  /** Token of a remembered device, from its cookie. */
  readonly device?: string | undefined
}

export type { Entered, FactorAsked, SignedIn } from './enter.ts'

const knownAddressDays = 30
const dayMs = 86_400_000
/** Stands for accounts that do not exist, so that they cost the same statements. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Signs somebody in. An unknown name and a wrong password get the same reply after the same work.
 * @returns a Refusal (clause 1.2) when the password is right but the account is disabled or the employment over
 * @throws Mistake `people.wait`, `people.busy`, `people.sign-in-failed`, `people.one-time-expired`
 */
export async function signIn(context: Context, input: SignIn): Promise<Entered | Refusal> {
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
  return await enterWithPassword(context, account, input)
}

function stopFor(milliseconds: number): void {
  if (milliseconds <= 0) return
  throw new Mistake('people.wait', { status: 429, values: { seconds: Math.ceil(milliseconds / 1000) } })
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

/** The password is right: the same way in as for everybody else, and the hash is renewed when its cost has risen. */
async function enterWithPassword(context: Context, account: SignInAccount, input: SignIn): Promise<Entered> {
  const { hasher } = context
  const rehashed = hasher.isOutdated(account.passwordHash) ? await hasher.hash(input.password) : undefined
  const { address, agent, replacing, device } = input
  const proven = { accountId: account.id, via: 'password' as const, address, agent, replacing, device }
  return await enter(context, account, proven, async (w) => {
    if (rehashed !== undefined) await setRehashed(w, account.id, rehashed)
  })
}
