import type { Writer } from '../../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Caller } from '../../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../../context.ts'
import { newRecoveryCodes, recoveryHash } from '../../factors/recovery.ts'
import { lockAccount, readAccount, setSignInState } from '../../store/accounts.ts'
import { endFactors, factorsOf, recoveryLeft, replaceRecovery } from '../../store/factors.ts'
import { endSessionsOf } from '../../store/sessions.ts'
import { endDevices } from '../../store/steps.ts'
import type { FactorReset } from '../../wire.ts'
import { needProof } from './prove.ts'

/**
 * For a person who has lost every factor: all of them end, and the security administrator receives one code that lets
 * the person in once, beside the password, to enrol anew. Neither administrator gets in alone: the security
 * administrator has no password, the system administrator, who resets passwords, no code.
 * @throws Mistake `people.no-factor`, `people.not-found`, `people.not-yourself`, `people.prove-first`
 */
export async function resetFactors(
  context: Context,
  caller: Caller,
  accountId: string,
): Promise<FactorReset | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const account = await lockAccount(w, accountId)
    if (account === undefined) throw notFound()
    const act = await actOf(context, w, caller, { verb: 'reset-factor', subjectPerson: account.personId })
    const answer = house.gate.askIn(w, act.question, act.facts, {
      subject: account.personId,
      detail: { account: accountId },
    })
    if (isRefusal(answer)) return answer
    needProof(context, caller)
    if ((await factorsOf(w, accountId)).length + (await recoveryLeft(w, accountId)) === 0)
      throw conflict('people.no-factor', '')
    const at = house.clock.now()
    await dropFactors(context, w, accountId, at, 'reset')
    const [code] = newRecoveryCodes(1)
    const hash = recoveryHash(house.keyring, accountId, code!)
    await replaceRecovery(w, accountId, [{ id: newId(at.getTime()), hash }], at)
    await endSessionsOf(w, accountId, at, 'factor-reset')
    context.announce(w, account.personId)
    const { name, employeeNo } = (await readAccount(w, accountId))!
    return { code: code!, name, employeeNo }
  })
}

/** Ends every factor, recovery code and remembered browser; at the next sign-in a required factor is due at once. */
export async function dropFactors(
  context: Context,
  w: Writer,
  accountId: string,
  at: Date,
  reason: string,
): Promise<number> {
  const account = await lockAccount(w, accountId)
  const ended = await endFactors(w, accountId, at, reason)
  await replaceRecovery(w, accountId, [], at)
  await endDevices(w, accountId, at, reason)
  if (account !== undefined)
    await setSignInState(w, accountId, {
      mustEnrol: false,
      factorDueAt: at,
      changeReason: account.changeReason,
    })
  if (ended > 0 && account !== undefined)
    context.house.gate.note(w, 'factors-ended', {
      person: account.personId,
      account: accountId,
      count: ended,
    })
  return ended
}
