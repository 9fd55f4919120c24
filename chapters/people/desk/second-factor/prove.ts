import { Mistake } from '../../../../floor/errors.ts'
import type { Caller } from '../../../../gate/index.ts'
import { type Context, notFound } from '../../context.ts'
import { siteOf } from '../../factors/webauthn.ts'
import { lockAccount, readAccount } from '../../store/accounts.ts'
import { isSignedSince, proveSession } from '../../store/sessions.ts'
import type { Proof, ProofState } from '../../wire.ts'
import { freshSignatureMs } from '../device-key.ts'
import { newToken, tokenHash } from '../tokens.ts'
import { judgeProof, methodsOf, readyProof } from './check.ts'

/** With what the caller can prove themselves anew, and when they last did. A password counts only where there is no factor. */
export async function describeProof(context: Context, caller: Caller): Promise<ProofState> {
  const methods = await context.house.db.transact((w) => methodsOf(w, caller.accountId))
  return {
    methods: methods.length === 0 ? ['password'] : methods,
    provenAt: caller.proof?.at === undefined ? null : new Date(caller.proof.at).toISOString(),
    minutes: Math.round((caller.proof?.windowMs ?? 0) / 60_000),
  }
}

/** Whether the caller proved themselves within the minutes that the rules allow. */
export function isProven(context: Context, caller: Caller): boolean {
  const { proof } = caller
  if (proof?.at === undefined) return false
  const since = context.house.clock.now().getTime() - proof.at
  return since >= 0 && since <= proof.windowMs
}

/** Stops a change of what proves who somebody is, unless they proved it a moment ago. @throws Mistake `people.prove-first` */
export function needProof(context: Context, caller: Caller): void {
  if (!isProven(context, caller)) throw new Mistake('people.prove-first', { status: 409 })
}

/**
 * Proves anew who sits here, before the highest level is opened or a factor is changed. The session goes on under a new
 * token, to which this resolves; whoever has copied the old one is out.
 * Where the browser has a key it must have signed within the last minute, or cookies that were copied could be proved with.
 * @throws Mistake `people.factor-wrong`, `people.current-wrong`, `people.wait`, `people.device-signature` (401)
 */
export async function proveAgain(
  context: Context,
  caller: Caller,
  proof: Proof,
  origin: string,
): Promise<{ token: string }> {
  const { house } = context
  const { accountId, sessionId } = caller
  const signedSince = new Date(house.clock.now().getTime() - freshSignatureMs)
  // Before anything is used up: the page signs, and sends the same proof once more.
  if (!(await house.db.read((r) => isSignedSince(r, sessionId, signedSince))))
    throw new Mistake('people.device-signature', { status: 401 })
  const byPassword =
    proof.method === 'password' ? await passwordProof(context, caller, proof.password) : undefined
  const ready =
    proof.method === 'password'
      ? undefined
      : await readyProof(context, proof, { purpose: 'prove', accountId, site: siteOf(origin) })
  const token = newToken()
  const right = await house.db.transact(async (w) => {
    const account = await lockAccount(w, accountId)
    if (account === undefined || account.disabledAt !== null) throw notFound()
    const hasFactor = (await methodsOf(w, accountId)).length > 0
    const method =
      ready !== undefined
        ? await judgeProof(context, w, account, ready)
        : !hasFactor && byPassword === account.passwordHash
          ? 'password'
          : undefined
    if (method === undefined) return false
    const at = house.clock.now()
    const proven = { accountId, tokenHash: tokenHash(token), by: method, at, signedSince }
    if ((await proveSession(w, sessionId, proven)) === 0)
      throw new Mistake('people.device-signature', { status: 401 })
    house.gate.note(w, 'proved-again', {
      person: account.personId,
      account: accountId,
      session: sessionId,
      factor: method,
    })
    return true
  })
  if (!right) throw new Mistake('people.factor-wrong', { field: 'code' })
  return { token }
}

/** The hash to which the password belongs. */
async function passwordProof(context: Context, caller: Caller, password: string): Promise<string> {
  const { house, hasher, throttle } = context
  const now = house.clock.now().getTime()
  const key = `prove ${caller.accountId}`
  const wait = throttle.pairs.waitMs(key, now)
  if (wait > 0) throw new Mistake('people.wait', { status: 429, values: { seconds: Math.ceil(wait / 1000) } })
  const account = await house.db.read((r) => readAccount(r, caller.accountId))
  if (account === undefined) throw notFound()
  throttle.pairs.failed(key, now)
  if (!(await hasher.verify(account.passwordHash, password)))
    throw new Mistake('people.current-wrong', { field: 'password' })
  throttle.pairs.succeeded(key)
  return account.passwordHash
}
