import type { Writer } from '../../../../floor/database/index.ts'
import { Mistake } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Caller } from '../../../../gate/index.ts'
import { conflict, type Context, notFound } from '../../context.ts'
import { newRecoveryCodes, recoveryHash } from '../../factors/recovery.ts'
import { newTotpSecret, totpStep, totpUri } from '../../factors/totp.ts'
import { checkNewPasskey, siteOf } from '../../factors/webauthn.ts'
import { type Account, lockAccount, readAccount, setSignInState } from '../../store/accounts.ts'
import { readCompany } from '../../store/company.ts'
import {
  confirmFactor,
  endFactors,
  factorOf,
  factorsOf,
  insertPasskey,
  insertTotp,
  recoveryLeft,
  renameFactor,
  replaceRecovery,
  useStep,
} from '../../store/factors.ts'
import { openRoles } from '../../store/roles.ts'
import { readRules } from '../../store/sign-in-rules.ts'
import { deviceOf, devicesOf, endDevices, useChallenge } from '../../store/steps.ts'
import type { FactorAdded, OwnFactors, PasskeyMade, TotpMade } from '../../wire.ts'
import { tokenHash } from '../tokens.ts'
import { sealName } from './check.ts'
import { needProof } from './prove.ts'

const factorsMost = 10
const dayMs = 86_400_000

/** The caller's own factors, recovery codes left and remembered browsers. `device`: the token of this browser. */
export async function ownFactors(
  context: Context,
  caller: Caller,
  device: string | undefined,
): Promise<OwnFactors> {
  const { house } = context
  const at = house.clock.now()
  return await house.db.read(async (r) => {
    const rules = await readRules(r)
    const account = await readAccount(r, caller.accountId)
    const factors = await factorsOf(r, caller.accountId)
    const devices = await devicesOf(r, caller.accountId, at)
    const here = device === undefined ? undefined : await deviceOf(r, caller.accountId, tokenHash(device), at)
    return {
      required: rules.factorRoles.some((role) => caller.roles.includes(role)),
      dueAt: account?.factorDueAt?.toISOString() ?? null,
      factors: factors.map((factor) => ({
        id: factor.id,
        kind: factor.kind,
        name: factor.name,
        createdAt: factor.createdAt.toISOString(),
        usedAt: factor.usedAt?.toISOString() ?? null,
        due:
          factor.kind === 'passkey' && at.getTime() - factor.createdAt.getTime() >= rules.passkeyDays * dayMs,
      })),
      recoveryLeft: await recoveryLeft(r, caller.accountId),
      devices: devices.map((one) => ({
        id: one.id,
        agent: one.agent,
        address: one.address,
        createdAt: one.createdAt.toISOString(),
        usedAt: one.usedAt.toISOString(),
        expiresAt: one.expiresAt.toISOString(),
        current: one.id === here?.id,
      })),
    }
  })
}

/**
 * Begins a TOTP generator: its secret is shown this once, stored sealed, and counts for nothing until a code confirms it.
 * @throws Mistake `people.prove-first`, `people.too-many-factors`
 */
export async function beginTotp(context: Context, caller: Caller, name: string): Promise<TotpMade> {
  const { house } = context
  needProof(context, caller)
  const secret = newTotpSecret()
  return await house.db.transact(async (w) => {
    await lockAccount(w, caller.accountId)
    await refuseTooMany(w, caller.accountId)
    const at = house.clock.now()
    const id = newId(at.getTime())
    await insertTotp(w, {
      id,
      accountId: caller.accountId,
      name,
      sealed: house.keyring.sealSecret(sealName(id), secret),
      at,
    })
    const account = (await readAccount(w, caller.accountId))!
    const company = await readCompany(w)
    return { id, secret, uri: totpUri(secret, company?.name ?? '密封 Mifeng', account.signInName) }
  })
}

async function refuseTooMany(w: Writer, accountId: string): Promise<void> {
  if ((await factorsOf(w, accountId)).length >= factorsMost)
    throw conflict('people.too-many-factors', '', { count: factorsMost })
}

/**
 * Takes a generator into use with its first code; that code serves for nothing else. The first factor brings recovery
 * codes with it. @throws Mistake `people.factor-wrong`, `people.not-found`, `people.prove-first`
 */
export async function confirmTotp(
  context: Context,
  caller: Caller,
  factorId: string,
  code: string,
): Promise<FactorAdded> {
  const { house } = context
  needProof(context, caller)
  return await house.db.transact(async (w) => {
    const account = await lockAccount(w, caller.accountId)
    const factor = await factorOf(w, caller.accountId, factorId)
    if (account === undefined || factor === undefined) throw notFound()
    if (factor.sealed === null || factor.confirmedAt !== null) throw notFound()
    const at = house.clock.now()
    const step = totpStep(house.keyring.openSecret(sealName(factor.id), factor.sealed), code, at.getTime())
    if (step === undefined) throw new Mistake('people.factor-wrong', { field: 'code' })
    await useStep(w, factor.id, step, at)
    await confirmFactor(w, account.id, factor.id, at)
    return await added(context, w, account, factor.id, 'totp')
  })
}

/**
 * Stores a new passkey; with `replacing` it takes the place of that one, which ends in the same transaction: so the key
 * with which somebody signs in changes by itself and nobody has to remember anything.
 * @throws Mistake `people.passkey-failed`, `people.passkey-known`, `people.prove-first`, `people.too-many-factors`
 */
export async function addPasskey(
  context: Context,
  caller: Caller,
  input: {
    readonly made: PasskeyMade
    readonly name: string
    readonly replacing?: string | undefined
    readonly origin: string
  },
): Promise<FactorAdded> {
  const { house } = context
  needProof(context, caller)
  const { made, replacing } = input
  const site = siteOf(input.origin)
  const wanted = {
    id: made.challengeId,
    purpose: 'register' as const,
    accountId: caller.accountId,
    at: house.clock.now(),
  }
  const challenge = await house.db.transact((w) => useChallenge(w, wanted))
  const key = challenge === undefined ? undefined : await checkNewPasskey(made, challenge, site)
  if (key === undefined) throw new Mistake('people.passkey-failed', { field: 'passkey' })
  return await house.db.transact(async (w) => {
    const account = await lockAccount(w, caller.accountId)
    if (account === undefined) throw notFound()
    await refuseTooMany(w, caller.accountId)
    const old = replacing === undefined ? undefined : await factorOf(w, caller.accountId, replacing)
    if (replacing !== undefined && old?.kind !== 'passkey') throw notFound('replacing')
    const at = house.clock.now()
    const id = newId(at.getTime())
    const name = input.name === '' ? (old?.name ?? '') : input.name
    try {
      await insertPasskey(w, { id, accountId: caller.accountId, name, ...key, rpId: site.rpId, at })
    } catch (error) {
      if ((error as { code?: unknown }).code === '23505') throw conflict('people.passkey-known', 'passkey')
      throw error
    }
    if (old !== undefined) {
      await endFactors(w, account.id, at, 'renewed', old.id)
      house.gate.note(w, 'passkey-renewed', {
        person: account.personId,
        account: account.id,
        factor: id,
        old: old.id,
      })
    }
    return await added(context, w, account, id, 'passkey')
  })
}

/** What the first and every further factor brings with it. */
async function added(
  context: Context,
  w: Writer,
  account: Account,
  factorId: string,
  kind: 'totp' | 'passkey',
): Promise<FactorAdded> {
  const { house } = context
  const at = house.clock.now()
  await setSignInState(w, account.id, {
    mustEnrol: false,
    factorDueAt: null,
    changeReason: account.changeReason === 'alone' ? null : account.changeReason,
  })
  house.gate.note(w, 'factor-added', {
    person: account.personId,
    account: account.id,
    factor: factorId,
    kind,
  })
  const codes = (await recoveryLeft(w, account.id)) > 1 ? [] : await freshCodes(context, w, account, at)
  context.announce(w, account.personId)
  return { id: factorId, recoveryCodes: codes }
}

async function freshCodes(context: Context, w: Writer, account: Account, at: Date): Promise<string[]> {
  const { house } = context
  const codes = newRecoveryCodes()
  const rows = codes.map((code) => ({
    id: newId(at.getTime()),
    hash: recoveryHash(house.keyring, account.id, code),
  }))
  await replaceRecovery(w, account.id, rows, at)
  house.gate.note(w, 'recovery-codes-made', {
    person: account.personId,
    account: account.id,
    count: codes.length,
  })
  return codes
}

/** Ten fresh recovery codes in the place of all earlier ones, shown this once. @throws Mistake `people.prove-first`, `people.no-factor` */
export async function renewRecovery(context: Context, caller: Caller): Promise<{ recoveryCodes: string[] }> {
  const { house } = context
  needProof(context, caller)
  return await house.db.transact(async (w) => {
    const account = await lockAccount(w, caller.accountId)
    if (account === undefined) throw notFound()
    if ((await factorsOf(w, account.id)).length === 0) throw conflict('people.no-factor', '')
    return { recoveryCodes: await freshCodes(context, w, account, house.clock.now()) }
  })
}

/** Another name for one of the caller's factors. @throws Mistake `people.not-found` */
export async function nameFactor(
  context: Context,
  caller: Caller,
  factorId: string,
  name: string,
): Promise<{ done: true }> {
  return await context.house.db.transact(async (w) => {
    if ((await renameFactor(w, caller.accountId, factorId, name)) === 0) throw notFound()
    return { done: true as const }
  })
}

/**
 * Removes one of the caller's factors. The last one stays where the rules require one; where it may go, its recovery
 * codes and remembered browsers go with it, and a password too short to stand alone is to be changed.
 * @throws Mistake `people.last-factor`, `people.not-found`, `people.prove-first`
 */
export async function removeFactor(
  context: Context,
  caller: Caller,
  factorId: string,
): Promise<{ done: true }> {
  const { house } = context
  needProof(context, caller)
  return await house.db.transact(async (w) => {
    const account = await lockAccount(w, caller.accountId)
    const factors = await factorsOf(w, caller.accountId)
    if (account === undefined || factors.every((factor) => factor.id !== factorId)) throw notFound()
    const at = house.clock.now()
    if (factors.length === 1) {
      const [rules, roles] = [await readRules(w), await openRoles(w, account.personId)]
      if (rules.factorRoles.some((role) => roles.has(role))) throw conflict('people.last-factor', '')
      await replaceRecovery(w, account.id, [], at)
      if (!account.passwordAlone)
        await setSignInState(w, account.id, { mustEnrol: false, factorDueAt: null, changeReason: 'alone' })
    }
    await endFactors(w, account.id, at, 'removed', factorId)
    house.gate.note(w, 'factor-removed', {
      person: account.personId,
      account: account.id,
      factor: factorId,
      left: factors.length - 1,
    })
    context.announce(w, account.personId)
    return { done: true as const }
  })
}

/** Forgets a remembered browser, or all of them; resolves to how many. */
export async function forgetDevices(context: Context, caller: Caller, id?: string): Promise<number> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const ended = await endDevices(w, caller.accountId, house.clock.now(), 'forgotten', id ?? null)
    if (ended > 0)
      house.gate.note(w, 'devices-forgotten', {
        person: caller.personId,
        account: caller.accountId,
        count: ended,
      })
    return ended
  })
}
