import { Mistake } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { type Context, notFound } from '../context.ts'
import { checkPassword, historyLength } from '../passwords/rules.ts'
import { lockAccount, readAccount, setOwnPassword } from '../store/accounts.ts'
import { readCompany } from '../store/company.ts'
import { endSessionsOf } from '../store/sessions.ts'
import { openSession } from './tokens.ts'

export interface PasswordChange {
  readonly current: string
  readonly next: string
  readonly address: string
  readonly agent: string
}

/**
 * Sets the person's own password and ends every session, the present one too; resolves to the token of a new one.
 * @throws Mistake `people.current-wrong`, `people.password-…`, `people.wait`
 */
export async function changePassword(
  context: Context,
  caller: Pick<Caller, 'accountId'>,
  change: PasswordChange,
): Promise<{ token: string }> {
  const { house, hasher, throttle } = context
  const now = house.clock.now().getTime()
  const key = `change ${caller.accountId}`
  const wait = throttle.pairs.waitMs(key, now)
  if (wait > 0) throw new Mistake('people.wait', { status: 429, values: { seconds: Math.ceil(wait / 1000) } })
  const account = await house.db.read((r) => readAccount(r, caller.accountId))
  if (account === undefined) throw notFound()
  throttle.pairs.failed(key, now)
  if (!(await hasher.verify(account.passwordHash, change.current)))
    throw new Mistake('people.current-wrong', { field: 'current' })
  throttle.pairs.succeeded(key)

  const company = await house.db.read((r) => readCompany(r))
  const { name, employeeNo, signInName } = account
  checkPassword(change.next, { name, employeeNo, signInName, company: company?.name ?? '' })
  await refuseUsed(context, [account.passwordHash, ...account.passwordHistory], change.next)
  const hash = await hasher.hash(change.next)
  return await house.db.transact(async (w) => {
    const fresh = await lockAccount(w, account.id)
    if (fresh === undefined || fresh.disabledAt !== null || fresh.passwordHash !== account.passwordHash)
      throw new Mistake('people.current-wrong', { field: 'current' })
    const at = house.clock.now()
    // A one-time password was nobody's own and need not be remembered.
    const history = fresh.mustChange ? fresh.passwordHistory : [fresh.passwordHash, ...fresh.passwordHistory]
    await setOwnPassword(w, account.id, hash, history.slice(0, historyLength), at)
    const ended = await endSessionsOf(w, account.id, at, 'password-changed')
    const session = await openSession(context, w, {
      accountId: account.id,
      address: change.address,
      agent: change.agent,
    })
    house.gate.note(w, 'password-changed', {
      person: account.personId,
      account: account.id,
      sessionsEnded: ended,
      session: session.id,
    })
    context.announce(w, account.personId)
    return { token: session.token }
  })
}

async function refuseUsed(context: Context, hashes: readonly string[], next: string): Promise<void> {
  for (const hash of hashes)
    if (await context.hasher.verify(hash, next))
      throw new Mistake('people.password-used', { field: 'next', values: { count: historyLength } })
}
