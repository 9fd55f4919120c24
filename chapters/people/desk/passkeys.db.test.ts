import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import {
  address,
  callRoute,
  type Company,
  lastEntries,
  mistakeOf,
  must,
  openCompany,
  site,
} from '../support.ts'
import { openAuthenticator } from '../testing/authenticator.ts'
import { administrator, askedPasskey, employ, enrolPasskey, type Person, post } from '../testing/enrolled.ts'
import type {
  FactorReset,
  OwnFactors,
  PasskeyAsked,
  PasskeyWanted,
  RulesReply,
  SignInRules,
} from '../wire.ts'

let company: Company
beforeAll(async () => {
  company = await openCompany()
  for (const at of [0, 1, 2] as const) await administrator(company, at)
})
afterAll(() => company.close())

let count = 0
async function holder() {
  const who = await employ(company, `K${(count += 1)}`, '江月')
  const caller = await who.caller((await who.enter()).token!)
  return { who, ...(await enrolPasskey(company, caller)) }
}
const ticketOf = async (who: Person): Promise<string> => (await who.enter()).reply.step!.ticket
const step = (ticket: string, answer: object) =>
  post(company, '/session/factor', { ticket, proof: { method: 'passkey', answer } })
const askedStep = async (ticket: string): Promise<PasskeyAsked> =>
  (await post(company, '/session/step/passkey', { ticket })).answer as PasskeyAsked

describe('江月 and her passkey', () => {
  test('signs in with it alone, which counts as two factors, and beside the password', async () => {
    const { who, device } = await holder()
    const alone = await post(company, '/session/passkey', device.answer(await askedPasskey(company), site))
    expect(alone.reply).toMatchObject({ signedIn: true, step: null, renew: null })
    expect((await who.caller(alone.token!)).personId).toBe(who.id)
    const ticket = await ticketOf(who)
    const asked = await askedStep(ticket)
    expect(asked.allow).toHaveLength(1)
    expect((await step(ticket, device.answer(asked, site))).token).toBeDefined()
  })

  test('after 90 days the key renews itself: a new one takes its place, the old one opens nothing, and both stand in the ledger', async () => {
    const { who, device, id } = await holder()
    company.clock.advance(91 * 86_400_000)
    const entry = await post(company, '/session/passkey', device.answer(await askedPasskey(company), site))
    expect(entry.reply.renew).toBe(id)
    const caller = await who.caller(entry.token!)
    const fresh = await enrolPasskey(company, caller, openAuthenticator(), id)
    expect(await lastEntries(company.house, 2)).toMatchObject([
      { kind: 'passkey-renewed', old: id, factor: fresh.id },
      { kind: 'factor-added' },
    ])
    const again = device.answer(await askedPasskey(company), site)
    expect(await mistakeOf(post(company, '/session/passkey', again))).toBe('people.passkey-failed')
    const next = await post(
      company,
      '/session/passkey',
      fresh.device.answer(await askedPasskey(company), site),
    )
    expect(next.reply).toMatchObject({ signedIn: true, renew: null })
    const mine = (await callRoute(company.people, 'GET', '/account/factors', caller)) as OwnFactors
    expect(mine.factors).toHaveLength(1)
  })
})

describe('attacks on passkeys', () => {
  test('challenge replayed: an answer that was taken once, and one to a challenge of another purpose', async () => {
    const { who, device } = await holder()
    const answer = device.answer(await askedPasskey(company), site)
    expect((await post(company, '/session/passkey', answer)).token).toBeDefined()
    expect(await mistakeOf(post(company, '/session/passkey', answer))).toBe('people.passkey-failed')
    const forSignIn = device.answer(await askedPasskey(company), site)
    expect(await mistakeOf(step(await ticketOf(who), forSignIn))).toBe('people.factor-wrong')
  })

  test('a challenge that was never given, or is older than five minutes', async () => {
    const { device } = await holder()
    const asked = await askedPasskey(company)
    const own = { ...asked, challenge: 'A'.repeat(43) }
    expect(await mistakeOf(post(company, '/session/passkey', device.answer(own, site)))).toBe(
      'people.passkey-failed',
    )
    const late = await askedPasskey(company)
    company.clock.advance(5 * 60_000 + 1)
    expect(await mistakeOf(post(company, '/session/passkey', device.answer(late, site)))).toBe(
      'people.passkey-failed',
    )
  })

  test('cloned passkey: a counter that does not go on ends the key at once', async () => {
    const { device, id } = await holder()
    const clone = device.clone()
    expect(
      (await post(company, '/session/passkey', device.answer(await askedPasskey(company), site))).token,
    ).toBeDefined()
    const second = clone.answer(await askedPasskey(company), site)
    expect(await mistakeOf(post(company, '/session/passkey', second))).toBe('people.passkey-failed')
    const entries = await lastEntries(company.house, 2)
    expect(entries[0]).toMatchObject({ kind: 'passkey-cloned', factor: id })
    const third = device.answer(await askedPasskey(company), site)
    expect(await mistakeOf(post(company, '/session/passkey', third))).toBe('people.passkey-failed')
  })

  test('an answer for another site, as a phishing page would pass it on', async () => {
    const { device } = await holder()
    for (const origin of [
      'https://mifeng.example.evil.test',
      'http://mifeng.example',
      'https://mifeng.example:444',
    ])
      expect(
        await mistakeOf(
          post(company, '/session/passkey', device.answer(await askedPasskey(company), origin)),
        ),
      ).toBe('people.passkey-failed')
  })

  test('the passkey of a colleague at the second step', async () => {
    const [one, other] = [await holder(), await holder()]
    const ticket = await ticketOf(one.who)
    expect(await mistakeOf(step(ticket, other.device.answer(await askedStep(ticket), site)))).toBe(
      'people.factor-wrong',
    )
  })

  test('a device that does not verify who holds it, and a key that is registered already', async () => {
    const { who, device } = await holder()
    const caller = await who.caller(
      (await post(company, '/session/passkey', device.answer(await askedPasskey(company), site))).token!,
    )
    const wanted = (await post(company, '/account/passkeys/options', {}, { caller })).answer as PasskeyWanted
    expect(wanted.exclude).toHaveLength(1)
    const lax = openAuthenticator(false)
    expect(
      await mistakeOf(post(company, '/account/passkeys', { made: lax.make(wanted, site) }, { caller })),
    ).toBe('people.passkey-failed')
    const again = (await post(company, '/account/passkeys/options', {}, { caller })).answer as PasskeyWanted
    expect(
      await mistakeOf(post(company, '/account/passkeys', { made: device.make(again, site) }, { caller })),
    ).toBe('people.passkey-known')
  })

  test('a leaver’s passkey', async () => {
    const { who, device } = await holder()
    must(await company.people.endEmployment({ personId: company.system }, who.id, 'left'))
    const answer = device.answer(await askedPasskey(company), site)
    expect((await post(company, '/session/passkey', answer)).answer).toMatchObject({
      refused: true,
      because: ['1.2'],
    })
  })
})

describe('who needs a second factor', () => {
  test('an approver has seven days from the first sign-in; then nothing goes but enrolling, and after it everything', async () => {
    const who = await employ(company, 'R1', '方圆')
    must(await company.people.changeRole({ personId: company.security }, who.id, 'executive', 'give'))
    expect((await who.enter()).reply).toMatchObject({ signedIn: true, mustEnrol: false })
    company.clock.advance(7 * 86_400_000)
    const entry = await who.enter()
    expect(entry.reply).toMatchObject({ signedIn: true, mustEnrol: true })
    const caller = await who.caller(entry.token!)
    const facts = (await company.people.personFacts([who.id])).get(who.id)!
    expect(facts.unmet).toContain('second-factor')
    const act = { actor: who.id, verb: 'settings', fields: [], at: company.clock.now().getTime() } as const
    expect(company.house.gate.foresee(act, { person: facts, act: { verb: 'settings' } })).toMatchObject({
      verdict: 'deny',
      because: ['3.2.2/second-factor-set'],
    })
    await enrolPasskey(company, caller)
    expect((await company.people.personFacts([who.id])).get(who.id)!.unmet.size).toBe(0)
    const own = (await callRoute(company.people, 'GET', '/account/factors', caller)) as OwnFactors
    const params = { id: own.factors[0]!.id }
    expect(
      await mistakeOf(post(company, '/account/factors/:id', {}, { caller, params, method: 'DELETE' })),
    ).toBe('people.last-factor')
  })

  test('a lost factor: 陆安 hands out one code, which lets in once, beside the password, to enrol anew', async () => {
    const security = await administrator(company, 1)
    const { who, device } = await holder()
    must(await company.people.changeRole({ personId: company.security }, who.id, 'legal', 'give'))
    const reset = await post(
      company,
      '/accounts/:id/factor-reset',
      {},
      { caller: security, params: { id: who.accountId } },
    )
    const { code } = must(reset.answer as FactorReset)
    expect(JSON.stringify(await lastEntries(company.house, 3))).not.toContain(code)
    const old = device.answer(await askedPasskey(company), site)
    expect(await mistakeOf(post(company, '/session/passkey', old))).toBe('people.passkey-failed')
    const entry = await who.enter()
    expect(entry.reply.step!.methods).toEqual(['recovery'])
    const done = await post(company, '/session/factor', {
      ticket: entry.reply.step!.ticket,
      proof: { method: 'recovery', code },
    })
    expect(done.reply).toMatchObject({ signedIn: true, mustEnrol: true })
  })

  test('neither the system administrator nor the person themselves resets a lost factor', async () => {
    const [system, security] = [await administrator(company, 0), await administrator(company, 1)]
    const { who } = await holder()
    const ask = (caller: typeof system, id: string) =>
      post(company, '/accounts/:id/factor-reset', {}, { caller, params: { id } })
    expect((await ask(system, who.accountId)).answer).toMatchObject({
      refused: true,
      because: ['default-deny'],
    })
    expect((await ask(security, security.accountId)).answer).toMatchObject({
      refused: true,
      because: ['6.1'],
    })
  })
})

describe('one account in two places at once', () => {
  test('is recorded, shown to its owner on every page, and ended or acknowledged there', async () => {
    const { people } = company
    const who = await employ(company, 'T1', '何二')
    const here = await who.enter()
    const caller = await who.caller(here.token!)
    const away = await people.signIn({
      name: 'T1',
      password: who.password,
      address: '172.16.9.9',
      agent: 'phone',
    })
    expect(must(away)).toMatchObject({ step: 'done' })
    const kinds = (await lastEntries(company.house, 2)).map((entry) => entry['kind'])
    expect(kinds).toEqual(['in-two-places', 'signed-in'])
    const seen = (await callRoute(people, 'GET', '/session', caller)) as {
      elsewhere: { id: string; address: string }[]
    }
    expect(seen.elsewhere).toMatchObject([{ address: '172.16.9.9' }])
    await post(company, '/sessions/:id/known', {}, { caller, params: { id: seen.elsewhere[0]!.id } })
    expect(await callRoute(people, 'GET', '/session', caller)).toMatchObject({ elsewhere: [] })
  })
})

describe('rules of sign-in', () => {
  const djcp: SignInRules = {
    profile: 'djcp', classRule: true, ageDays: 90, graceDays: 7, stepUpMinutes: 5, rememberDays: 0, passkeyDays: 90,
    factorRoles: ['system-admin', 'security-admin', 'audit-admin'],
    stepUpActs: ['sign-in-rules', 'confirm-sign-in-rules', 'reset-factor'], byRole: [],
  } // prettier-ignore
  const propose = async (rules: SignInRules) =>
    post(
      company,
      '/sign-in-rules',
      { rules, reason: '等保测评要求' },
      { caller: await administrator(company, 1) },
    )
  const decide = async (at: 0 | 1 | 2, id: string, outcome = 'confirmed') =>
    post(
      company,
      '/sign-in-rules/:id/decision',
      { outcome },
      { caller: await administrator(company, at), params: { id } },
    )
  const shown = async (): Promise<RulesReply> =>
    (await callRoute(company.people, 'GET', '/sign-in-rules', await administrator(company, 2))) as RulesReply

  test('are changed by two: whoever laid the change down does not confirm it, and it holds only then', async () => {
    const { id } = must((await propose(djcp)).answer as { id: string })
    expect((await shown()).rules.profile).toBe('nist')
    expect((await decide(1, id)).answer).toMatchObject({ refused: true, because: ['6.1'] })
    expect((await shown()).rules.profile).toBe('nist')
    must((await decide(2, id)).answer)
    const now = await shown()
    expect(now.rules).toEqual(djcp)
    expect(now.deviations.map((one) => one.standard)).toContain('NIST SP 800-63B-4')
    const entries = await lastEntries(company.house, 3)
    expect(entries.find((entry) => entry['verb'] === 'confirm-sign-in-rules')).toMatchObject({
      verdict: 'permit',
    })
    expect(await mistakeOf(decide(0, id))).toBe('people.not-found')
  })

  test('do not outlive the office of whoever laid them down: confirmed by nobody, declined by anybody of the three', async () => {
    const second = await employ(company, 'D9', '接任')
    const as = { personId: company.security }
    must(await company.people.changeRole(as, second.id, 'security-admin', 'give'))
    const { proof } = (await administrator(company, 1)) as unknown as { proof: object }
    const caller = { personId: second.id, roles: ['security-admin'], accountId: company.administrators[1]!.accountId, proof } // prettier-ignore
    const body = { rules: djcp, reason: '换人前提出' }
    const made = must(await callRoute(company.people, 'POST', '/sign-in-rules', caller, { body })) as {
      id: string
    }
    must(await company.people.changeRole(as, second.id, 'security-admin', 'take'))
    expect((await decide(2, made.id)).answer).toMatchObject({ refused: true, because: ['6.1'] })
    must((await decide(2, made.id, 'declined')).answer)
  })

  test('等保 profile: after 90 days a password is to be changed, with three kinds of characters, unless there is a passkey', async () => {
    const plain = await employ(company, 'D1', '袁满')
    const keyed = await holder()
    company.clock.advance(89 * 86_400_000)
    expect((await plain.enter()).reply.mustChangePassword).toBe(false)
    company.clock.advance(2 * 86_400_000)
    const entry = await plain.enter()
    expect(entry.reply.mustChangePassword).toBe(true)
    expect((await company.people.personFacts([plain.id])).get(plain.id)!.mustChangePassword).toBe(true)
    const ticket = await ticketOf(keyed.who)
    const done = await step(ticket, keyed.device.answer(await askedStep(ticket), site))
    expect(done.reply.mustChangePassword).toBe(false)
    const change = (next: string) =>
      company.people.changePassword(
        { accountId: plain.accountId },
        { current: plain.password, next, address, agent: 'test' },
      )
    expect(await mistakeOf(change('slow boats upon the lake'))).toBe('people.password-classes')
    await change('Slow boats upon the lake 7')
    expect((await company.people.personFacts([plain.id])).get(plain.id)!.mustChangePassword).toBe(false)
  })

  test('NIST profile: no password grows old, no kinds of characters, fifteen of them alone and twelve beside a factor', async () => {
    const { id } = must((await propose({ ...djcp, profile: 'nist' })).answer as { id: string })
    must((await decide(0, id)).answer)
    const plain = await employ(company, 'N1', '宋词')
    company.clock.advance(400 * 86_400_000)
    expect((await plain.enter()).reply.mustChangePassword).toBe(false)
    const change = (next: string, current = plain.password) =>
      company.people.changePassword({ accountId: plain.accountId }, { current, next, address, agent: 'test' })
    expect(await mistakeOf(change('gjdlwmrzptkvyc'))).toBe('people.password-short')
    const { token } = await change('slow boats upon the lake')
    const fresh = await plain.enter({ password: 'slow boats upon the lake' })
    await enrolPasskey(company, await plain.caller(fresh.token ?? token))
    await change('gjdlwmrzptkvyc', 'slow boats upon the lake')
    await change(
      'x'.repeat(20) + ' sixty-four characters and more are welcome here: 长长的密码',
      'gjdlwmrzptkvyc',
    )
  })

  test('a declined change changes nothing, and administrators are never left out', async () => {
    const { id } = must((await propose(djcp)).answer as { id: string })
    must((await decide(0, id, 'declined')).answer)
    expect((await shown()).rules.profile).toBe('nist')
    expect(await mistakeOf(propose({ ...djcp, factorRoles: ['audit-admin'] }))).toBe(
      'people.rules-administrators',
    )
    expect(
      await company.house.db.read((r) =>
        r.rows(sql`select 1 from people.sign_in_policy_change where decided_at is null`),
      ),
    ).toEqual([])
  })
})
