import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { address, agent, callRoute, type Company, lastEntries, must, openCompany } from '../support.ts'
import { totpAt } from '../factors/totp.ts'
import { administrator, employ, enrolPasskey, enrolTotp, type Person, post } from '../testing/enrolled.ts'
import type { OwnFactors, RulesReply, SignInRules } from '../wire.ts'

let company: Company
beforeAll(async () => {
  company = await openCompany()
  for (const at of [0, 1, 2] as const) await administrator(company, at)
})
afterAll(() => company.close())

const shown = async (): Promise<RulesReply> =>
  (await callRoute(company.people, 'GET', '/sign-in-rules', await administrator(company, 2))) as RulesReply
async function put(change: Partial<SignInRules>): Promise<void> {
  const body = { rules: { ...(await shown()).rules, ...change }, reason: '按制度第 3.2.2 条' }
  const laid = await post(company, '/sign-in-rules', body, { caller: await administrator(company, 1) })
  const params = { id: must(laid.answer as { id: string }).id }
  const decision = { caller: await administrator(company, 2), params }
  must((await post(company, '/sign-in-rules/:id/decision', { outcome: 'confirmed' }, decision)).answer)
}
const last = async () => (await lastEntries(company.house, 1))[0]!
let count = 0

describe('a remembered browser', () => {
  async function remembered() {
    const who = await employ(company, `R${(count += 1)}`, '江月')
    const { secret } = await enrolTotp(company, await who.caller((await who.enter()).token!))
    company.clock.advance(60_000)
    const proof = () => ({ method: 'totp' as const, code: totpAt(secret, company.clock.now().getTime()) })
    const ticket = (await who.enter()).reply.step!.ticket
    const done = await post(company, '/session/factor', { ticket, proof: proof(), remember: true })
    const device = done.device!
    expect((await who.enter({ device })).reply.signedIn).toBe(true)
    return { who, device, proof, caller: await who.caller(done.token!) }
  }
  const stands = async (who: Person, device: string, password = who.password): Promise<boolean> =>
    (await who.enter({ device, password })).reply.signedIn

  test('ends when the password is changed', async () => {
    const { who, device, caller } = await remembered()
    const next = 'seven slow boats in the fog'
    await company.people.changePassword(caller, { current: who.password, next, address, agent })
    expect(await stands(who, device, next)).toBe(false)
    const mine = (await callRoute(company.people, 'GET', '/account/factors', caller)) as OwnFactors
    expect(mine.devices).toEqual([])
  })

  test('ends when the password is reset, by an administrator or at the server', async () => {
    const one = await remembered()
    const params = { id: one.who.accountId }
    const reset = await post(
      company,
      '/accounts/:id/reset',
      {},
      { caller: await administrator(company, 0), params },
    )
    const { oneTimePassword } = must(reset.answer as { oneTimePassword: string })
    expect(await stands(one.who, one.device, oneTimePassword)).toBe(false)
    const other = await remembered()
    const { oneTimePassword: fresh } = await company.people.resetAtServer(other.who.number)
    // The factor is gone with the reset: no browser stands for the next one either.
    const row = await company.house.db.read((r) =>
      r.row<{ open: number }>(sql`select count(*)::int as open from people.device
        where account_id = ${other.who.accountId} and ended_at is null`),
    )
    expect([row!.open, fresh.length > 0]).toEqual([0, true])
  })

  test('ends with a new, a removed and a renewed factor', async () => {
    const added = await remembered()
    const { id } = await enrolPasskey(company, added.caller)
    expect(await stands(added.who, added.device)).toBe(false)
    const removed = await remembered()
    await enrolPasskey(company, removed.caller)
    company.clock.advance(60_000)
    const ticket = (await removed.who.enter()).reply.step!.ticket
    const done = await post(company, '/session/factor', { ticket, proof: removed.proof(), remember: true })
    const caller = await removed.who.caller(done.token!)
    const factors = ((await callRoute(company.people, 'GET', '/account/factors', caller)) as OwnFactors)
      .factors
    const passkey = factors.find((one) => one.kind === 'passkey')!
    await post(company, '/account/factors/:id', {}, { caller, params: { id: passkey.id }, method: 'DELETE' })
    expect(await stands(removed.who, done.device!)).toBe(false)
    expect(id).not.toBe(passkey.id)
  })

  test('ends when the account is disabled, also when it is enabled again, and when its holder leaves', async () => {
    const { who, device } = await remembered()
    const caller = await administrator(company, 0)
    for (const state of ['disable', 'enable'])
      must(
        (await post(company, `/accounts/:id/${state}`, {}, { caller, params: { id: who.accountId } })).answer,
      )
    expect(await stands(who, device)).toBe(false)
    const leaver = await remembered()
    must(await company.people.endEmployment({ personId: company.system }, leaver.who.id, 'left'))
    const row = await company.house.db.read((r) =>
      r.row<{ open: number }>(sql`select count(*)::int as open from people.device
        where account_id = ${leaver.who.accountId} and ended_at is null`),
    )
    expect(row!.open).toBe(0)
  })
})

describe('acts that ask anew', () => {
  const give = async (caller: Caller, id: string) =>
    (await post(company, '/people/:id/roles', { role: 'collector' }, { caller, params: { id } })).answer

  test('step-up skipped by calling the API directly: the role is not given, and the refusal stands in the ledger', async () => {
    const who = await employ(company, `S${(count += 1)}`, '何二')
    const caller = await administrator(company, 1)
    company.clock.advance(15 * 60_000 + 1)
    expect(await give(caller, who.id)).toMatchObject({ refused: true, because: ['3.2.2'], next: 'step-up' })
    expect(await last()).toMatchObject({ kind: 'act', verb: 'give-role', verdict: 'deny' })
    must(await give(await administrator(company, 1), who.id))
  })

  test('stale proof reused by another session: what one session proved counts for no other', async () => {
    const who = await employ(company, `S${(count += 1)}`, '何二')
    const fresh = await administrator(company, 1)
    const { token } = await withoutProof(fresh)
    const other = (await company.people.authenticate(token, address))!
    expect(other.proof?.at).toBeUndefined()
    expect(await give(other, who.id)).toMatchObject({ refused: true, next: 'step-up' })
    // The proof of the first, claimed under the other's id, changes nothing either: it is read with the session.
    expect((await company.people.authenticate(token, address))!.proof?.at).toBeUndefined()
    must(await give(fresh, who.id))
  })

  test('the rules choose which; what decides who gets in always does', async () => {
    const who = await employ(company, `S${(count += 1)}`, '何二')
    await put({ stepUpActs: ['export'] })
    expect((await shown()).rules.stepUpActs).toEqual([
      'export',
      'sign-in-rules',
      'confirm-sign-in-rules',
      'reset-factor',
    ])
    const { token } = await withoutProof(await administrator(company, 1))
    const caller = (await company.people.authenticate(token, address))!
    must(await give(caller, who.id))
    expect(
      (
        await post(
          company,
          '/sign-in-rules',
          { rules: (await shown()).rules, reason: '试一试看' },
          { caller },
        )
      ).answer,
    ).toMatchObject({
      refused: true,
      next: 'step-up',
    })
  })
})

/** A second session of the same account that has proved nothing, as after a change of password beside a factor. */
async function withoutProof(caller: Caller): Promise<{ token: string }> {
  const token = `unproven-${(count += 1)}-aaaaaaaaaaaaaaaa`
  const now = company.clock.now()
  await company.house.fresh.owner.transact((w) =>
    w.run(sql`insert into people.session (id, token_hash, account_id, created_at, seen_at, expires_at, address)
      values (gen_random_uuid(), sha256(${token}::text::bytea), ${caller.accountId}, ${now}, ${now}, ${new Date(now.getTime() + 3_600_000)}, ${address})`),
  )
  return { token }
}
