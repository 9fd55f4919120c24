import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { totpAt } from '../factors/totp.ts'
import { openHasher } from '../passwords/hashing.ts'
import { address, callRoute, type Company, lastEntries, mistakeOf, must, openCompany } from '../support.ts'
import { administrator, employ, enrolTotp, type Person, post } from '../testing/enrolled.ts'
import type { NewAccount, OwnFactors } from '../wire.ts'

let company: Company
beforeAll(async () => {
  company = await openCompany()
})
afterAll(() => company.close())

let count = 0
/** Somebody with an authenticator app, who has just enrolled it. */
async function enrolled(): Promise<{
  who: Person
  secret: string
  codes: readonly string[]
  factor: string
}> {
  const who = await employ(company, `F${(count += 1)}`, '许宁')
  const { token } = await who.enter()
  const { secret, codes, id } = await enrolTotp(company, await who.caller(token!))
  // The code of the enrolment is used up.
  company.clock.advance(60_000)
  return { who, secret, codes, factor: id }
}
const codeOf = (secret: string, later = 0): string => totpAt(secret, company.clock.now().getTime() + later)
const finish = (ticket: string, code: string, method: 'totp' | 'recovery' = 'totp', remember = false) =>
  post(company, '/session/factor', { ticket, proof: { method, code }, remember })
const ticketOf = async (who: Person): Promise<string> => (await who.enter()).reply.step!.ticket

describe('许宁 signs in with a second factor', () => {
  test('password first, then a code; both steps are recorded by ids, and no secret or code among them', async () => {
    const { who, secret } = await enrolled()
    const first = await who.enter()
    expect(first.reply).toMatchObject({ signedIn: false, step: { methods: ['totp', 'recovery'] } })
    expect(first.token).toBeUndefined()
    const code = codeOf(secret)
    const second = await finish(first.reply.step!.ticket, code)
    expect(second.reply).toMatchObject({ signedIn: true, step: null, mustEnrol: false })
    const caller = await who.caller(second.token!)
    expect(caller).toMatchObject({ personId: who.id, proof: { at: company.clock.now().getTime() } })
    const entries = await lastEntries(company.house, 2)
    expect(entries.map((entry) => entry['kind'])).toEqual(['factor-asked', 'signed-in'])
    expect(JSON.stringify(entries)).not.toMatch(new RegExp(`${code}|${secret}`))
  })

  test('a password that is hashed anew at this sign-in does not end the second step', async () => {
    const { who, secret } = await enrolled()
    const earlier = openHasher({ atOnce: 1, cost: { memoryCost: 32, timeCost: 1, parallelism: 1 } })
    const hash = await earlier.hash(who.password)
    await company.house.fresh.owner.transact((w) =>
      w.run(sql`update people.account set password_hash = ${hash} where id = ${who.accountId}`),
    )
    expect((await finish(await ticketOf(who), codeOf(secret))).reply).toMatchObject({ signedIn: true })
  })

  test('the secret lies sealed in the database, and recovery codes as hashes', async () => {
    const { who, secret, codes } = await enrolled()
    expect(codes).toHaveLength(10)
    const rows = await company.house.db.read((r) =>
      r.rows(sql`select to_jsonb(f) as f, (select jsonb_agg(to_jsonb(c)) from people.recovery_code c where c.account_id = f.account_id) as c
        from people.factor f where f.account_id = ${who.accountId}`),
    )
    const stored = JSON.stringify(rows)
    expect(stored).not.toContain(secret)
    expect(stored).not.toContain(Buffer.from(secret).toString('hex'))
    for (const code of codes) expect(stored).not.toContain(code)
  })

  test('a code of half a minute before or after is taken, one of a minute and a half is not', async () => {
    const { who, secret } = await enrolled()
    expect((await finish(await ticketOf(who), codeOf(secret, -30_000))).token).toBeDefined()
    expect((await finish(await ticketOf(who), codeOf(secret, 30_000))).token).toBeDefined()
    company.clock.advance(120_000)
    expect(await mistakeOf(finish(await ticketOf(who), codeOf(secret, -90_000)))).toBe('people.factor-wrong')
    expect(await mistakeOf(finish(await ticketOf(who), codeOf(secret, 90_000)))).toBe('people.factor-wrong')
  })
})

describe('attacks on codes', () => {
  test('replayed TOTP: the same code a second time, also an earlier one', async () => {
    const { who, secret } = await enrolled()
    const [now, before] = [codeOf(secret), codeOf(secret, -30_000)]
    expect((await finish(await ticketOf(who), now)).token).toBeDefined()
    expect(await mistakeOf(finish(await ticketOf(who), now))).toBe('people.factor-wrong')
    expect(await mistakeOf(finish(await ticketOf(who), before))).toBe('people.factor-wrong')
  })

  test('the same code sent a hundred times at once opens one session', async () => {
    const { who, secret } = await enrolled()
    const tickets = await Promise.all(Array.from({ length: 4 }, () => ticketOf(who)))
    const code = codeOf(secret)
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, at) => finish(tickets[at % tickets.length]!, code)),
    )
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  test('TOTP of another account', async () => {
    const [one, other] = [await enrolled(), await enrolled()]
    expect(await mistakeOf(finish(await ticketOf(one.who), codeOf(other.secret)))).toBe('people.factor-wrong')
  })

  test('brute force of codes: five to a ticket, and the account waits longer and longer, whatever the ticket', async () => {
    const { who, secret } = await enrolled()
    const first = await ticketOf(who)
    for (let at = 0; at < 5; at += 1)
      expect(await mistakeOf(finish(first, '000000'))).toBe('people.factor-wrong')
    expect(await mistakeOf(finish(first, codeOf(secret)))).toBe('people.step-over')
    // A new ticket does not help: the account itself waits now, also for the right code.
    expect(await mistakeOf(finish(await ticketOf(who), codeOf(secret)))).toBe('people.wait')
    company.clock.advance(31_000)
    expect(await mistakeOf(finish(await ticketOf(who), '000000'))).toBe('people.factor-wrong')
    expect(await mistakeOf(finish(await ticketOf(who), codeOf(secret)))).toBe('people.wait')
    company.clock.advance(61_000)
    expect((await finish(await ticketOf(who), codeOf(secret))).token).toBeDefined()
  })

  test('a recovery code works once, with any spelling, and the ledger says how many are left', async () => {
    const { who, codes } = await enrolled()
    const typed = codes[0]!.toUpperCase().replaceAll('-', ' ')
    expect((await finish(await ticketOf(who), typed, 'recovery')).token).toBeDefined()
    const entries = await lastEntries(company.house, 2)
    expect(entries.find((entry) => entry['kind'] === 'recovery-code-used')).toMatchObject({ left: 9 })
    expect(await mistakeOf(finish(await ticketOf(who), codes[0]!, 'recovery'))).toBe('people.factor-wrong')
    expect((await finish(await ticketOf(who), codes[1]!, 'recovery')).token).toBeDefined()
  })

  test('a recovery code of somebody else', async () => {
    const [one, other] = [await enrolled(), await enrolled()]
    expect(await mistakeOf(finish(await ticketOf(one.who), other.codes[0]!, 'recovery'))).toBe(
      'people.factor-wrong',
    )
  })
})

describe('half-way in is not in', () => {
  test('the ticket is no session: no route knows it', async () => {
    const { who } = await enrolled()
    const ticket = await ticketOf(who)
    expect(await company.people.authenticate(ticket, address)).toBeUndefined()
    const reply = await callRoute(company.people, 'GET', '/session', undefined as never, {
      session: { token: ticket },
    })
    expect(reply).toMatchObject({ signedIn: false })
  })

  test('every route but those of the second step wants a session', () => {
    const open = company.people.routes.filter((one) => one.who === 'anyone').map((one) => one.path)
    for (const path of open) expect(path).toMatch(/^\/(setup|session|session\/.*|sign-on.*)$/)
    expect(open).not.toContain('/account/totp')
    expect(open).not.toContain('/session/password')
    expect(open).not.toContain('/session/proof')
  })

  test('session fixation: a planted ticket or token is never taken over by the second step', async () => {
    const { who, secret } = await enrolled()
    const planted = 'p'.repeat(43)
    expect(await mistakeOf(finish(planted, codeOf(secret)))).toBe('people.step-over')
    const entry = await finish(await ticketOf(who), codeOf(secret))
    expect(entry.token).not.toBe(planted)
  })

  test('a ticket serves once and for five minutes', async () => {
    const { who, secret } = await enrolled()
    const ticket = await ticketOf(who)
    expect((await finish(ticket, codeOf(secret))).token).toBeDefined()
    expect(await mistakeOf(finish(ticket, codeOf(secret, 30_000)))).toBe('people.step-over')
    const late = await ticketOf(who)
    company.clock.advance(5 * 60_000 + 1)
    expect(await mistakeOf(finish(late, codeOf(secret)))).toBe('people.step-over')
  })

  test('disabled, or the password reset, between the two steps: the ticket is worth nothing', async () => {
    const system = await administrator(company, 0)
    const reset = await enrolled()
    const ticket = await ticketOf(reset.who)
    must(
      await callRoute(company.people, 'POST', '/accounts/:id/reset', system, {
        params: { id: reset.who.accountId },
      }),
    )
    expect(await mistakeOf(finish(ticket, codeOf(reset.secret)))).toBe('people.step-over')
    const gone = await enrolled()
    const other = await ticketOf(gone.who)
    must(
      await callRoute(company.people, 'POST', '/accounts/:id/disable', system, {
        params: { id: gone.who.accountId },
      }),
    )
    const { answer } = await finish(other, codeOf(gone.secret))
    expect(answer).toMatchObject({ refused: true, because: ['1.2'] })
  })
})

describe('no way around the second factor', () => {
  test('a reset password does not bypass it', async () => {
    const system = await administrator(company, 0)
    const { who, secret } = await enrolled()
    const params = { id: who.accountId }
    const made = must(await callRoute(company.people, 'POST', '/accounts/:id/reset', system, { params }))
    const entry = await who.enter({ password: (made as NewAccount).oneTimePassword })
    expect(entry).toMatchObject({ token: undefined, reply: { signedIn: false } })
    const done = await finish(entry.reply.step!.ticket, codeOf(secret))
    expect(done.reply).toMatchObject({ signedIn: true, mustChangePassword: true })
  })

  test('company sign-on does not bypass it', async () => {
    const { who } = await enrolled()
    const proven = { accountId: who.accountId, via: 'oidc' as const, address, agent: 'test' }
    expect(await company.people.enterProven(proven)).toMatchObject({ step: 'factor' })
  })

  test('a change of password proves nothing anew where there is a factor', async () => {
    const { who, secret } = await enrolled()
    const { token } = await finish(await ticketOf(who), codeOf(secret))
    const next = 'seven grey herons on ice'
    const changed = await company.people.changePassword(
      { accountId: who.accountId },
      { current: who.password, next, address, agent: 'test' },
    )
    expect((await company.people.authenticate(token, address)) === undefined).toBe(true)
    const caller = await who.caller(changed.token)
    expect(caller.proof!.at).toBeUndefined()
    expect(await mistakeOf(post(company, '/account/totp', {}, { caller }))).toBe('people.prove-first')
    const password = { proof: { method: 'password', password: next } }
    expect(await mistakeOf(post(company, '/session/proof', password, { caller }))).toBe('people.factor-wrong')
  })

  test('removing the factor, fresh recovery codes and a new factor want a fresh proof', async () => {
    const { who, secret, factor } = await enrolled()
    const { token } = await finish(await ticketOf(who), codeOf(secret))
    company.clock.advance(16 * 60_000)
    const caller = await who.caller(token!)
    const params = { id: factor }
    const gone = post(company, '/account/factors/:id', {}, { caller, params, method: 'DELETE' })
    expect(await mistakeOf(gone)).toBe('people.prove-first')
    expect(await mistakeOf(post(company, '/account/recovery-codes', {}, { caller }))).toBe(
      'people.prove-first',
    )
    expect(await mistakeOf(post(company, '/account/passkeys/options', {}, { caller }))).toBe(
      'people.prove-first',
    )
    const proof = { proof: { method: 'totp', code: codeOf(secret) } }
    const proven = await post(company, '/session/proof', proof, { caller })
    expect(await company.people.authenticate(token, address), 'the old token is out').toBeUndefined()
    const again = await who.caller(proven.token!)
    must(
      (await post(company, '/account/factors/:id', {}, { caller: again, params, method: 'DELETE' })).answer,
    )
    expect((await who.enter()).reply.signedIn).toBe(true)
  })

  test('nobody confirms, renames or removes the factor of another', async () => {
    const [one, other] = [await enrolled(), await employ(company, `G${count}`, '白露')]
    const caller = await other.caller((await other.enter()).token!)
    const params = { id: one.factor }
    for (const [path, method, body] of [
      ['/account/totp/:id', 'POST', { code: '123456' }],
      ['/account/factors/:id', 'PUT', { name: 'x' }],
      ['/account/factors/:id', 'DELETE', {}],
    ] as const)
      expect(await mistakeOf(post(company, path, body, { caller, params, method }))).toBe('people.not-found')
  })
})

describe('a remembered browser', () => {
  test('stands for the code for thirty days, proves nothing anew, and is forgotten at will', async () => {
    const { who, secret } = await enrolled()
    const { device } = await finish(await ticketOf(who), codeOf(secret), 'totp', true)
    const entry = await who.enter({ device: device! })
    expect(entry.reply.signedIn).toBe(true)
    const caller = await who.caller(entry.token!)
    expect(caller.proof!.at).toBeUndefined()
    const mine = (await callRoute(company.people, 'GET', '/account/factors', caller)) as OwnFactors
    expect(mine.devices).toHaveLength(1)
    const body = { id: mine.devices[0]!.id }
    await post(company, '/account/devices', body, { caller, method: 'DELETE' })
    expect((await who.enter({ device: device! })).reply.signedIn).toBe(false)
  })

  test('of somebody else, or after thirty days, it stands for nothing', async () => {
    const [one, other] = [await enrolled(), await enrolled()]
    const { device } = await finish(await ticketOf(one.who), codeOf(one.secret), 'totp', true)
    expect((await other.who.enter({ device: device! })).reply.signedIn).toBe(false)
    company.clock.advance(30 * 86_400_000)
    expect((await one.who.enter({ device: device! })).reply.signedIn).toBe(false)
  })

  test('no browser is remembered for an administrator', async () => {
    const security = await administrator(company, 1)
    const { secret } = await enrolTotp(company, security)
    company.clock.advance(60_000)
    const name = company.administrators[1]!.signInName
    const entry = await post(company, '/session', { name, password: 'walnut lantern by night' })
    const done = await finish(entry.reply.step!.ticket, codeOf(secret), 'totp', true)
    expect(done.token).toBeDefined()
    expect(done.device).toBeUndefined()
    await company.house.db.transact((w) =>
      w.run(sql`update people.factor set ended_at = now() where account_id = ${security.accountId}`),
    )
    await company.house.db.transact((w) =>
      w.run(sql`update people.recovery_code set ended_at = now() where account_id = ${security.accountId}`),
    )
  })
})
