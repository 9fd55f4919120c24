import type { Writer } from '../../../../floor/database/index.ts'
import { Mistake } from '../../../../floor/errors.ts'
import type { Context } from '../../context.ts'
import { recoveryHash } from '../../factors/recovery.ts'
import { totpStep } from '../../factors/totp.ts'
import { checkPasskey, isCloned, type Site } from '../../factors/webauthn.ts'
import { type Account, recordFactorFailure } from '../../store/accounts.ts'
import {
  endFactors,
  factorOf,
  factorsOf,
  passkeyOf,
  recoveryLeft,
  usePasskey,
  useRecovery,
  useStep,
} from '../../store/factors.ts'
import { type ChallengePurpose, useChallenge } from '../../store/steps.ts'
import type { FactorMethod, FactorProof, PasskeyAnswer } from '../../wire.ts'
import { lockRule, waitAfter } from '../throttle.ts'

/** Name under which the secret of a TOTP generator is sealed: it opens for this factor only. */
export const sealName = (factorId: string): string => `totp/${factorId}`

/** With what this account can prove itself beside the first factor; empty when there is nothing. */
export async function methodsOf(w: Writer, accountId: string): Promise<FactorMethod[]> {
  const kinds = new Set((await factorsOf(w, accountId)).map((factor) => factor.kind))
  const codes = await recoveryLeft(w, accountId)
  return [
    ...(kinds.has('passkey') ? (['passkey'] as const) : []),
    ...(kinds.has('totp') ? (['totp'] as const) : []),
    ...(codes > 0 ? (['recovery'] as const) : []),
  ]
}

/** A passkey's answer whose signature is right; the counter is judged under the account's lock. */
export interface CheckedPasskey {
  readonly factorId: string
  readonly accountId: string
  readonly counter: number
}

/**
 * Checks a passkey's answer. The challenge is used up whatever comes out, so that nothing can be answered twice.
 * `accountId` null: any account's passkey (sign-in without a name).
 */
export async function checkedPasskey(
  context: Context,
  answer: PasskeyAnswer,
  wanted: { purpose: ChallengePurpose; accountId: string | null; site: Site },
): Promise<CheckedPasskey | undefined> {
  const { house } = context
  const { purpose, accountId, site } = wanted
  const value = await house.db.transact((w) =>
    useChallenge(w, { id: answer.challengeId, purpose, accountId, at: house.clock.now() }),
  )
  if (value === undefined) return undefined
  const factor = await house.db.read((r) => passkeyOf(r, answer.id))
  if (factor === undefined || factor.publicKey === null || factor.credentialId === null) return undefined
  if (accountId !== null && factor.accountId !== accountId) return undefined
  const credential = { credentialId: factor.credentialId, publicKey: factor.publicKey }
  const counter = await checkPasskey(answer, credential, value, site)
  return counter === undefined ? undefined : { factorId: factor.id, accountId: factor.accountId, counter }
}

/** A proof ready to be judged under the account's lock. */
export type Ready =
  | { readonly method: 'totp' | 'recovery'; readonly code: string }
  | { readonly method: 'passkey'; readonly checked: CheckedPasskey | undefined }

/** Does what has to be done before the lock: the signature of a passkey is checked here. */
export async function readyProof(
  context: Context,
  proof: FactorProof,
  wanted: { purpose: ChallengePurpose; accountId: string; site: Site },
): Promise<Ready> {
  if (proof.method !== 'passkey') return proof
  return { method: 'passkey', checked: await checkedPasskey(context, proof.answer, wanted) }
}

/**
 * Judges a proof in the transaction that holds the account's lock, so that a thousand guesses at once come one after
 * another. Wrong ones are counted and recorded here; the caller commits and then says so.
 * @throws Mistake `people.wait` while too many failures are fresh
 */
export async function judgeProof(
  context: Context,
  w: Writer,
  account: Account,
  proof: Ready,
): Promise<FactorMethod | undefined> {
  const { house } = context
  const at = house.clock.now()
  const wait = (account.factorLockedUntil?.getTime() ?? 0) - at.getTime()
  if (wait > 0) throw new Mistake('people.wait', { status: 429, values: { seconds: Math.ceil(wait / 1000) } })
  const right = await isRight(context, w, account, proof, at)
  if (right) {
    if (account.factorFailures > 0) await recordFactorFailure(w, account.id, 0, null)
    return proof.method
  }
  const longAgo =
    account.factorLockedUntil !== null &&
    at.getTime() - account.factorLockedUntil.getTime() > lockRule.forgetMs
  const failures = longAgo ? 1 : account.factorFailures + 1
  const tooMany = failures - lockRule.free
  const until =
    tooMany < 0 ? null : new Date(at.getTime() + waitAfter(tooMany, lockRule.firstMs, lockRule.mostMs))
  await recordFactorFailure(w, account.id, failures, until)
  house.gate.note(w, 'factor-failed', { person: account.personId, account: account.id, method: proof.method })
  return undefined
}

async function isRight(
  context: Context,
  w: Writer,
  account: Account,
  proof: Ready,
  at: Date,
): Promise<boolean> {
  const { house } = context
  if (proof.method !== 'passkey') {
    if (proof.method === 'totp') return await isFreshCode(context, w, account.id, proof.code, at)
    const used = await useRecovery(w, account.id, recoveryHash(house.keyring, account.id, proof.code), at)
    if (used)
      house.gate.note(w, 'recovery-code-used', {
        person: account.personId,
        account: account.id,
        left: await recoveryLeft(w, account.id),
      })
    return used
  }
  const { checked } = proof
  if (checked === undefined || checked.accountId !== account.id) return false
  const factor = await factorOf(w, account.id, checked.factorId)
  if (factor === undefined) return false
  if (isCloned(Number(factor.counter), checked.counter)) {
    await endFactors(w, account.id, at, 'cloned', factor.id)
    house.gate.note(w, 'passkey-cloned', {
      person: account.personId,
      account: account.id,
      factor: factor.id,
    })
    return false
  }
  await usePasskey(w, factor.id, checked.counter, at)
  return true
}

/** Whether a code belongs to one of the account's generators and to a step that no code was taken for before. */
async function isFreshCode(
  context: Context,
  w: Writer,
  accountId: string,
  code: string,
  at: Date,
): Promise<boolean> {
  const generators = (await factorsOf(w, accountId)).filter((factor) => factor.kind === 'totp')
  for (const one of generators) {
    const secret = context.house.keyring.openSecret(sealName(one.id), one.sealed!)
    const step = totpStep(secret, code, at.getTime())
    if (step !== undefined) return await useStep(w, one.id, step, at)
  }
  return false
}
