import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type Caller, isAdministrator } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { oneTimePassword } from '../passwords/one-time.ts'
import { historyLength } from '../passwords/rules.ts'
import {
  type Account,
  insertAccount,
  isNameTaken,
  lockAccount,
  lockAccountOf,
  setDisabled,
  setOneTimePassword,
} from '../store/accounts.ts'
import { lockPerson, personsByNumber } from '../store/persons.ts'
import { openRoles } from '../store/roles.ts'
import { endSessionsOf } from '../store/sessions.ts'
import { endDevices } from '../store/steps.ts'
import { endTokensOf } from '../service/accounts.ts'
import type { AccountsMade, endReasons, NewAccount } from '../wire.ts'
import type { Waits } from '../wire/confirmations.ts'
import type { Wanted } from './confirm/kinds.ts'
import { propose } from './confirm/propose.ts'
import { keepLastHolder } from './last-holder.ts'
import { dropFactors } from './second-factor/reset.ts'

type Done = { readonly done: true }
export interface AccountWish {
  readonly personId: string
  readonly signInName?: string | undefined
}

/**
 * Makes accounts (system administrator) and resolves to their one-time passwords, which exist nowhere else. All or none.
 * @throws Mistake `people.has-account`, `people.sign-in-name-taken`, `people.has-left`, `people.not-found`
 */
export async function createAccounts(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  wishes: readonly AccountWish[],
): Promise<AccountsMade | Refusal> {
  const { house, hasher } = context
  const secrets = await Promise.all(
    wishes.map(async () => {
      const password = oneTimePassword()
      return { password, hash: await hasher.hash(password) }
    }),
  )
  return await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'manage-accounts' })
    const people = wishes.map((wish) => wish.personId)
    const answer = house.gate.askIn(w, act.question, act.facts, { detail: { change: 'create', people } })
    if (isRefusal(answer)) return answer
    const accounts: NewAccount[] = []
    for (const [at, wish] of wishes.entries())
      accounts.push(await storeAccount(context, w, caller, wish, secrets[at]!))
    return { accounts }
  })
}

async function storeAccount(
  context: Context,
  w: Writer,
  caller: Pick<Caller, 'personId'>,
  wish: AccountWish,
  secret: { password: string; hash: string },
): Promise<NewAccount> {
  const person = await lockPerson(w, wish.personId)
  if (person === undefined) throw notFound('people')
  if (person.leftAt !== null) throw conflict('people.has-left', 'people')
  const { name, employeeNo } = person
  const signInName = (wish.signInName ?? employeeNo).toLowerCase()
  if (await isNameTaken(w, signInName, person.id))
    throw conflict('people.sign-in-name-taken', 'people', { name: signInName })
  if ((await lockAccountOf(w, person.id)) !== undefined) throw conflict('people.has-account', 'people')
  const at = context.house.clock.now()
  const accountId = newId(at.getTime())
  await insertAccount(w, {
    id: accountId,
    personId: person.id,
    signInName,
    passwordHash: secret.hash,
    createdBy: caller.personId,
    at,
  })
  context.announce(w, person.id)
  return { personId: person.id, accountId, name, employeeNo, signInName, oneTimePassword: secret.password }
}

/** The account, asked for under the gate; a refusal comes back as it is. */
async function asked(
  context: Context,
  w: Writer,
  caller: Pick<Caller, 'personId'>,
  accountId: string,
  change: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Account | Refusal> {
  const account = await lockAccount(w, accountId)
  if (account === undefined) throw notFound()
  const act = await actOf(context, w, caller, { verb: 'manage-accounts', subjectPerson: account.personId })
  const answer = context.house.gate.askIn(w, act.question, act.facts, {
    subject: account.personId,
    detail: { change, account: accountId, ...more },
  })
  return isRefusal(answer) ? answer : account
}

/**
 * Puts a one-time password in the place of a forgotten one. Not for the three administrators: whoever could reset one
 * could become them, give himself anything, and be the second one who confirms what takes two.
 */
export async function resetAccount(
  context: Context,
  caller: Caller,
  accountId: string,
): Promise<NewAccount | Refusal> {
  if (caller.accountId === accountId) throw conflict('people.not-yourself', '')
  const password = oneTimePassword()
  const hash = await context.hasher.hash(password)
  return await context.house.db.transact(async (w) => {
    const account = await asked(context, w, caller, accountId, 'reset')
    if (isRefusal(account)) return account
    const roles = await openRoles(w, account.personId)
    if (isAdministrator(roles)) throw conflict('people.reset-administrator', '')
    return await storeReset(context, w, account, password, hash)
  })
}

/**
 * Reset from the server's own command line, for administrators nobody else may reset. Whoever may run it has the
 * machine and the keys already; the ledger says that it happened.
 */
export async function resetAtServer(context: Context, employeeNo: string): Promise<NewAccount> {
  const { house } = context
  const password = oneTimePassword()
  const hash = await context.hasher.hash(password)
  return await house.db.transact(async (w) => {
    const person = (await personsByNumber(w, [employeeNo])).get(employeeNo)
    const account = person === undefined ? undefined : await lockAccountOf(w, person.id)
    if (account === undefined) throw notFound('employeeNo')
    house.gate.note(w, 'account-reset-at-server', { person: account.personId, account: account.id })
    // Nobody else can help an administrator whose factors are lost.
    await dropFactors(context, w, account.id, house.clock.now(), 'reset-at-server')
    return await storeReset(context, w, account, password, hash)
  })
}

async function storeReset(
  context: Context,
  w: Writer,
  account: Account,
  password: string,
  hash: string,
): Promise<NewAccount> {
  const at = context.house.clock.now()
  const history = account.mustChange
    ? account.passwordHistory
    : [account.passwordHash, ...account.passwordHistory]
  await setOneTimePassword(w, account.id, hash, history.slice(0, historyLength), at)
  await endSessionsOf(w, account.id, at, 'reset')
  context.announce(w, account.personId)
  const person = await lockPerson(w, account.personId)
  const { name, employeeNo } = person!
  return {
    personId: account.personId,
    accountId: account.id,
    name,
    employeeNo,
    signInName: account.signInName,
    oneTimePassword: password,
  }
}

/**
 * Disables or enables an account; disabling ends its sessions in the same transaction. The account of one of the three
 * administrators is disabled when a second administrator has confirmed it: until then its sessions may be ended.
 */
export async function setAccountState(
  context: Context,
  caller: Caller,
  accountId: string,
  state: 'disabled' | 'enabled',
): Promise<Done | Waits | Refusal> {
  if (caller.accountId === accountId) throw conflict('people.not-yourself', '')
  const { house } = context
  return await house.db.transact(async (w) => {
    const account = await asked(context, w, caller, accountId, state)
    if (isRefusal(account)) return account
    if ((account.disabledAt !== null) === (state === 'disabled')) throw conflict('people.account-state', '')
    const { personId } = account
    const person = await lockPerson(w, personId)
    if (state === 'disabled') {
      const roles = await openRoles(w, personId)
      await keepLastHolder(context, w, personId, roles)
      if (isAdministrator(roles))
        return await propose(context, w, caller, {
          kind: 'disable',
          subject: personId,
          content: { account: account.id },
        })
      await disable(context, w, account)
    } else {
      if (person?.leftAt !== null) throw conflict('people.has-left', '')
      await setDisabled(w, account.id, null, 'hand')
    }
    context.announce(w, personId)
    return { done: true as const }
  })
}

async function disable(context: Context, w: Writer, account: Account): Promise<void> {
  const at = context.house.clock.now()
  await endSessionsOf(w, account.id, at, 'disabled')
  await setDisabled(w, account.id, at, 'hand')
  context.announce(w, account.personId)
}

/** Disables an administrator's account that two of them wanted disabled. @throws Mistake `people.last-holder`, `people.account-state` */
export async function disableConfirmed(context: Context, w: Writer, wanted: Wanted): Promise<Refusal | void> {
  const account = await asked(
    context,
    w,
    { personId: wanted.proposedBy },
    String(wanted.content['account']),
    'disabled',
  )
  if (isRefusal(account)) return account
  if (account.disabledAt !== null) throw conflict('people.account-state', '')
  await lockPerson(w, account.personId)
  await keepLastHolder(context, w, account.personId, await openRoles(w, account.personId))
  await disable(context, w, account)
}

/** Where something may be in somebody else's hands, what is kept on it ends with the sessions. */
const inOtherHands: readonly (typeof endReasons)[number][] = ['device-lost', 'suspected']

/**
 * Ends all sessions of an account at once; the reason stands in the ledger, and its owner is told. After a loss, or on a
 * suspicion, no browser stands for the second factor any more, and the person's own tokens end.
 */
export async function endAccountSessions(
  context: Context,
  caller: Caller,
  accountId: string,
  reason: (typeof endReasons)[number],
): Promise<{ ended: number } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const account = await asked(context, w, caller, accountId, 'end-sessions', { reason })
    if (isRefusal(account)) return account
    const ended = await endSessionsOf(w, account.id, house.clock.now(), `administrator-${reason}`)
    if (inOtherHands.includes(reason)) await endKept(context, w, account, caller, `administrator-${reason}`)
    if (ended > 0) await context.warn(w, account.personId, 'session-ended')
    context.announce(w, account.personId)
    return { ended }
  })
}

async function endKept(
  context: Context,
  w: Writer,
  account: Account,
  caller: Pick<Caller, 'personId'>,
  reason: string,
): Promise<void> {
  const { gate, clock } = context.house
  const count = await endDevices(w, account.id, clock.now(), reason)
  if (count > 0)
    gate.note(w, 'devices-forgotten', { person: account.personId, account: account.id, count, reason })
  await endTokensOf(context, w, account.personId, caller.personId, reason)
}
