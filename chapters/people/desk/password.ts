import type { Reader } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { type Context, notFound } from '../context.ts'
import {
  checkPassword,
  type Demands,
  historyLength,
  lengthOf,
  type OwnWords,
  passwordLength,
} from '../passwords/rules.ts'
import { estimate, leastScore } from '../passwords/strength.ts'
import { type Account, lockAccount, readAccount, setOwnPassword } from '../store/accounts.ts'
import { readCompany } from '../store/company.ts'
import { factorsOf } from '../store/factors.ts'
import { endSessionsOf } from '../store/sessions.ts'
import { readRules } from '../store/sign-in-rules.ts'
import type { Strength } from '../wire.ts'
import { openSession } from './tokens.ts'

export interface PasswordChange {
  readonly current: string
  readonly next: string
  readonly address: string
  readonly agent: string
}

/** What this account's password must be, and the words that whoever knows its holder would try. */
async function demandsOn(
  r: Reader,
  account: Account & { readonly name: string; readonly employeeNo: string },
): Promise<{ demands: Demands; own: OwnWords }> {
  const [rules, factors, company] = [await readRules(r), await factorsOf(r, account.id), await readCompany(r)]
  const { name, employeeNo, signInName } = account
  return {
    demands: {
      least: factors.length === 0 ? passwordLength.alone : passwordLength.second,
      classRule: rules.profile === 'djcp' && rules.classRule,
    },
    own: { name, employeeNo, signInName, company: company?.name ?? '' },
  }
}

/** Looks at a password that is being typed: how strong, what is weak, what helps. Nothing of it is kept or logged. */
export async function judgeCandidate(
  context: Context,
  caller: Pick<Caller, 'accountId'>,
  candidate: string,
): Promise<Strength> {
  const account = await context.house.db.read((r) => readAccount(r, caller.accountId))
  if (account === undefined) throw notFound()
  const { demands, own } = await context.house.db.read((r) => demandsOn(r, account))
  const length = lengthOf(candidate)
  const found = await estimate(candidate, own)
  const refused = refusalOf(candidate, own, demands)
  return {
    score: refused === undefined ? found.score : Math.min(found.score, leastScore - 1),
    enough: refused === undefined && found.score >= leastScore,
    least: demands.least,
    length,
    weakness: found.weakness ?? refused?.code.replace('people.password-', '') ?? null,
    advice: found.advice.length === 0 && refused !== undefined ? ['sentence'] : [...found.advice],
  }
}

function refusalOf(candidate: string, own: OwnWords, demands: Demands): Mistake | undefined {
  try {
    checkPassword(candidate, own, demands)
    return undefined
  } catch (error) {
    if (error instanceof Mistake) return error
    throw error
  }
}

/**
 * Sets the person's own password and ends every session, the present one too, and every remembered browser; resolves to the token of a new one.
 * @throws Mistake `people.current-wrong`, `people.password-…`, `people.wait`
 */
export async function changePassword(
  context: Context,
  caller: Pick<Caller, 'accountId'>,
  change: PasswordChange,
): Promise<{ token: string; bound: string }> {
  const { house, hasher } = context
  const account = await provenByPassword(context, caller, change.current)
  const { demands, own } = await house.db.read((r) => demandsOn(r, account))
  checkPassword(change.next, own, demands)
  const { score, weakness } = await estimate(change.next, own)
  if (score < leastScore)
    throw new Mistake(weakness === 'own' ? 'people.password-own' : 'people.password-common', {
      field: 'next',
    })
  await refuseUsed(context, [account.passwordHash, ...account.passwordHistory], change.next)
  const hash = await hasher.hash(change.next)
  return await house.db.transact(async (w) => {
    const fresh = await lockAccount(w, account.id)
    if (fresh === undefined || fresh.disabledAt !== null || fresh.passwordHash !== account.passwordHash)
      throw new Mistake('people.current-wrong', { field: 'current' })
    const at = house.clock.now()
    // A one-time password was nobody's own and need not be remembered.
    const history = fresh.mustChange ? fresh.passwordHistory : [fresh.passwordHash, ...fresh.passwordHistory]
    const alone = lengthOf(change.next) >= passwordLength.alone
    await setOwnPassword(w, account.id, hash, history.slice(0, historyLength), at, alone)
    const ended = await endSessionsOf(w, account.id, at, 'password-changed')
    const session = await openSession(context, w, {
      accountId: account.id,
      personId: account.personId,
      address: change.address,
      agent: change.agent,
      via: 'password',
      // Where there is a second factor the password alone proves nothing.
      provenBy: (await factorsOf(w, account.id)).length === 0 ? 'password' : null,
    })
    house.gate.note(w, 'password-changed', {
      person: account.personId,
      account: account.id,
      sessionsEnded: ended,
      session: session.id,
    })
    context.announce(w, account.personId)
    return { token: session.token, bound: session.bound }
  })
}

async function provenByPassword(
  context: Context,
  caller: Pick<Caller, 'accountId'>,
  current: string,
): Promise<Account & { name: string; employeeNo: string }> {
  const { house, hasher, throttle } = context
  const now = house.clock.now().getTime()
  const key = `change ${caller.accountId}`
  const wait = throttle.pairs.waitMs(key, now)
  if (wait > 0) throw new Mistake('people.wait', { status: 429, values: { seconds: Math.ceil(wait / 1000) } })
  const account = await house.db.read((r) => readAccount(r, caller.accountId))
  if (account === undefined) throw notFound()
  throttle.pairs.failed(key, now)
  if (!(await hasher.verify(account.passwordHash, current)))
    throw new Mistake('people.current-wrong', { field: 'current' })
  throttle.pairs.succeeded(key)
  return account
}

async function refuseUsed(context: Context, hashes: readonly string[], next: string): Promise<void> {
  for (const hash of hashes)
    if (await context.hasher.verify(hash, next))
      throw new Mistake('people.password-used', { field: 'next', values: { count: historyLength } })
}
