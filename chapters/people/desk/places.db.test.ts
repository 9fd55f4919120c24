import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import type { Caller } from '../../../gate/index.ts'
import {
  address,
  agent,
  callRoute,
  type Company,
  lastEntries,
  mistakeOf,
  must,
  openCompany,
  signedIn,
  site,
} from '../support.ts'
import { totpAt } from '../factors/totp.ts'
import {
  administrator,
  askedPasskey,
  employ,
  enrolPasskey,
  enrolTotp,
  type Person,
  post,
} from '../testing/enrolled.ts'
import type { RoleRule, RulesReply, SignInRules } from '../wire.ts'

let company: Company
const told: string[] = []
beforeAll(async () => {
  company = await openCompany()
  company.people.tellPeople(async (_, personId, kind) => void told.push(`${kind} ${personId}`))
  for (const at of [0, 1, 2] as const) await administrator(company, at)
})
afterAll(() => company.close())

const outside = '198.51.100.20'
const only = (role: string, ...networks: string[]): RoleRule => ({
  role,
  networks,
  idleMinutes: null,
  absoluteHours: null,
})

const shown = async (): Promise<RulesReply> =>
  (await callRoute(company.people, 'GET', '/sign-in-rules', await administrator(company, 2))) as RulesReply
async function propose(change: Partial<SignInRules>, by?: Caller): Promise<string> {
  const { rules } = await shown()
  const body = { rules: { ...rules, ...change }, reason: '按制度第 3.2.2 条' }
  const caller = by ?? (await administrator(company, 1))
  return must((await post(company, '/sign-in-rules', body, { caller })).answer as { id: string }).id
}
async function decide(id: string, by?: Caller): Promise<void> {
  const caller = by ?? (await administrator(company, 2))
  const body = { outcome: 'confirmed' }
  must((await post(company, '/sign-in-rules/:id/decision', body, { caller, params: { id } })).answer)
}
const put = async (change: Partial<SignInRules>): Promise<void> => decide(await propose(change))

const enterFrom = (who: Person, from: string, device?: string) =>
  company.people.signIn({ name: who.number, password: who.password, address: from, agent, device })
const last = async (count = 1) => (await lastEntries(company.house, count))[0]!

let count = 0
async function legal(): Promise<Person> {
  const who = await employ(company, `P${(count += 1)}`, '江月')
  must(await company.people.changeRole({ personId: company.security }, who.id, 'legal', 'give'))
  return who
}

describe('networks of a role', () => {
  test('are laid down by one and confirmed by another, and hold for its holders alone from then on', async () => {
    const [bound, free] = [await legal(), await employ(company, 'F1', '何二')]
    const id = await propose({ byRole: [only('legal', '10.0.0.0/8', '2001:db8::/32')] })
    signedIn(await enterFrom(bound, outside))
    await decide(id)
    expect(await mistakeOf(enterFrom(bound, outside))).toBe('people.address-not-allowed')
    expect(await last()).toMatchObject({
      kind: 'sign-in-refused',
      reason: 'address',
      role: 'legal',
      person: bound.id,
    })
    signedIn(await enterFrom(bound, '10.200.0.1'))
    signedIn(await enterFrom(bound, '::ffff:10.200.0.1'))
    signedIn(await enterFrom(bound, '2001:db8:7::1'))
    signedIn(await enterFrom(free, outside))
    const entries = await lastEntries(company.house, 30)
    expect(entries.find((entry) => entry['verb'] === 'confirm-sign-in-rules')).toMatchObject({
      detail: { rules: { byRole: ['legal 10.0.0.0/8 2001:db8::/32 idle:- hours:-'] } },
    })
  })

  test('role’s address list bypassed by a wrong password: who knows none learns nothing of the list', async () => {
    const who = await legal()
    const guess = { name: who.number, password: 'not the right one', address: outside, agent }
    expect(await mistakeOf(company.people.signIn(guess))).toBe('people.sign-in-failed')
  })

  test('role’s address list bypassed by company sign-on', async () => {
    const who = await legal()
    for (const via of ['oidc', 'ldap', 'wecom', 'dingtalk', 'feishu'] as const) {
      const proven = { accountId: who.accountId, via, address: outside, agent }
      expect(await mistakeOf(company.people.enterProven(proven))).toBe('people.address-not-allowed')
      expect(await last()).toMatchObject({ kind: 'sign-in-refused', reason: 'address', via })
    }
  })

  test('role’s address list bypassed by a passkey', async () => {
    const who = await legal()
    const { device } = await enrolPasskey(company, await who.caller((await who.enter()).token!))
    const answer = device.answer(await askedPasskey(company), site)
    const ask = callRoute(company.people, 'POST', '/session/passkey', undefined as never, {
      body: answer,
      address: outside,
    })
    expect(await mistakeOf(ask)).toBe('people.address-not-allowed')
  })

  test('role’s address list bypassed by remembered browser, or at the second step alone', async () => {
    const who = await legal()
    const { secret } = await enrolTotp(company, await who.caller((await who.enter()).token!))
    const code = () => totpAt(secret, company.clock.now().getTime())
    company.clock.advance(60_000)
    const ticket = (await who.enter()).reply.step!.ticket
    const step = (from: string, given: string) =>
      callRoute(company.people, 'POST', '/session/factor', undefined as never, {
        body: { ticket: given, proof: { method: 'totp', code: code() }, remember: true },
        address: from,
      })
    expect(await mistakeOf(step(outside, ticket))).toBe('people.address-not-allowed')
    const done = await post(company, '/session/factor', {
      ticket,
      proof: { method: 'totp', code: code() },
      remember: true,
    })
    expect(done.device).toBeDefined()
    expect(must(await enterFrom(who, address, done.device))).toMatchObject({ step: 'done' })
    expect(await mistakeOf(enterFrom(who, outside, done.device))).toBe('people.address-not-allowed')
  })

  test('hold at every request of a running session too: another address is refused, recorded once, and the session goes on at home', async () => {
    const who = await legal()
    const { token } = signedIn(await enterFrom(who, address))
    for (let at = 0; at < 3; at += 1)
      expect(await mistakeOf(company.people.authenticate(token, outside))).toBe('people.address-not-allowed')
    const entries = await lastEntries(company.house, 4)
    expect(entries.filter((entry) => entry['kind'] === 'address-refused')).toMatchObject([
      { role: 'legal', person: who.id },
    ])
    expect((await company.people.authenticate(token, address))?.personId).toBe(who.id)
  })

  test('reach somebody from the request after they are given the role', async () => {
    const who = await employ(company, 'G1', '何二')
    must(await company.people.changeRole({ personId: company.security }, who.id, 'legal', 'give'))
    expect(await mistakeOf(enterFrom(who, outside))).toBe('people.address-not-allowed')
  })

  test('staff stands for everybody', async () => {
    const who = await employ(company, 'G2', '何二')
    await put({ byRole: [only('staff', '10.0.0.0/8')] })
    expect(await mistakeOf(enterFrom(who, outside))).toBe('people.address-not-allowed')
    await put({ byRole: [] })
    signedIn(await enterFrom(who, outside))
  })
})

describe('lock-out by an address rule', () => {
  test('of whoever lays it down', async () => {
    expect(await mistakeOf(propose({ byRole: [only('security-admin', '192.0.2.0/24')] }))).toBe(
      'people.places-lock-out-you',
    )
    expect((await shown()).pending).toBeNull()
  })

  test('of whoever confirms it, who sits elsewhere', async () => {
    const id = await propose({ byRole: [only('staff', '10.0.0.0/8')] })
    const away = { ...(await administrator(company, 2)), address: outside }
    expect(await mistakeOf(decide(id, away))).toBe('people.places-lock-out-you')
    expect((await shown()).rules.byRole).toEqual([])
  })

  test('of the last administrator: nobody of that office was seen inside the list', async () => {
    expect(await mistakeOf(propose({ byRole: [only('system-admin', '192.0.2.0/24')] }))).toBe(
      'people.places-lock-out-office',
    )
  })

  test('of an administrator’s office whose holders were seen nowhere for a month', async () => {
    await company.house.fresh.owner.transact((w) =>
      w.run(sql`update people.session s set seen_at = seen_at - interval '40 days' from people.account a
        where a.id = s.account_id and a.person_id = ${company.system}`),
    )
    expect(await mistakeOf(propose({ byRole: [only('system-admin', '10.0.0.0/8')] }))).toBe(
      'people.places-lock-out-office',
    )
    await administrator(company, 0)
    await propose({ byRole: [only('system-admin', '10.0.0.0/8')] })
  })

  test('of every holder of an office that has some', async () => {
    await legal().then((who) => enterFrom(who, address))
    expect(await mistakeOf(propose({ byRole: [only('legal', '192.0.2.0/24')] }))).toBe(
      'people.places-lock-out-office',
    )
  })

  test('between laying it down and confirming it', async () => {
    const id = await propose({ byRole: [only('system-admin', '10.0.0.0/8')] })
    await company.house.fresh.owner.transact((w) =>
      w.run(sql`update people.session s set seen_at = seen_at - interval '40 days' from people.account a
        where a.id = s.account_id and a.person_id = ${company.system}`),
    )
    expect(await mistakeOf(decide(id))).toBe('people.places-lock-out-office')
    await administrator(company, 0)
  })

  test('is undone at the server, and the ledger says so', async () => {
    const who = await legal()
    await put({ byRole: [{ ...only('legal', '10.0.0.0/8'), idleMinutes: 10 }, only('staff', '10.0.0.0/8')] })
    const waiting = await propose({ byRole: [only('legal', '10.0.0.0/9')] })
    expect(await mistakeOf(enterFrom(who, outside))).toBe('people.address-not-allowed')
    expect(await company.people.openPlacesAtServer()).toBe(2)
    expect(await last()).toMatchObject({ kind: 'sign-in-places-opened', lists: 2 })
    signedIn(await enterFrom(who, outside))
    expect((await shown()).rules.byRole).toEqual([{ ...only('legal'), idleMinutes: 10 }])
    expect(await mistakeOf(decide(waiting))).toBe('people.not-found')
    await put({ byRole: [] })
  })
})

describe('rules that make no sense are not taken', () => {
  test.each<[string, RoleRule[]]>([
    ['people.network', [only('legal', '10.0.0.5/8')]],
    ['people.network', [only('legal', '10.0.0.0/8', 'office')]],
    ['people.role-rule', [only('nobody', '10.0.0.0/8')]],
    ['people.role-rule', [only('legal', '10.0.0.0/8'), only('legal', '10.0.0.0/9')]],
    ['people.limit-longer', [{ ...only('legal'), idleMinutes: 31 }]],
    ['people.limit-longer', [{ ...only('legal'), absoluteHours: 13 }]],
    ['people.limit-longer', [{ ...only('legal'), idleMinutes: 30, absoluteHours: 0.4 as number }]],
  ])('%s: %j', async (code, byRole) => {
    const work = propose({ byRole })
    if (byRole[0]!.absoluteHours === 0.4) await expect(work).rejects.toThrow()
    else expect(await mistakeOf(work)).toBe(code)
  })
})

describe('limits of a role', () => {
  test('end its sessions earlier, also those that were open when the limit came', async () => {
    const who = await legal()
    const { token } = signedIn(await enterFrom(who, address))
    await put({ byRole: [{ ...only('legal'), idleMinutes: 10, absoluteHours: 1 }] })
    expect(await company.people.authenticate(token, address)).toBeDefined()
    company.clock.advance(10 * 60_000)
    expect(await company.people.authenticate(token, address)).toBeUndefined()
    const next = signedIn(await enterFrom(who, address)).token
    for (let at = 0; at < 7; at += 1) {
      company.clock.advance(8 * 60_000)
      expect(await company.people.authenticate(next, address)).toBeDefined()
      await company.people.stop?.()
    }
    company.clock.advance(4 * 60_000)
    expect(await company.people.authenticate(next, address)).toBeUndefined()
    await put({ byRole: [] })
  })
})

test('a limit of one minute ends the session of nobody who is at work', async () => {
  const who = await legal()
  const { token } = signedIn(await enterFrom(who, address))
  await put({ byRole: [{ ...only('legal'), idleMinutes: 1 }] })
  for (let at = 0; at < 6; at += 1) {
    company.clock.advance(25_000)
    expect(await company.people.authenticate(token, address)).toBeDefined()
    await company.people.stop?.()
  }
  company.clock.advance(60_000)
  expect(await company.people.authenticate(token, address)).toBeUndefined()
  await put({ byRole: [] })
})

test('an administrator ends somebody’s sessions with a reason; they are told, and the ledger has it', async () => {
  const who = await employ(company, `E${(count += 1)}`, '何二')
  const { token } = signedIn(await enterFrom(who, address))
  const caller = await administrator(company, 0)
  const end = post(
    company,
    '/accounts/:id/end-sessions',
    { reason: 'device-lost' },
    { caller, params: { id: who.accountId } },
  )
  expect(must((await end).answer)).toMatchObject({ ended: 2 })
  expect(await company.people.authenticate(token, address)).toBeUndefined()
  expect(told.at(-1)).toBe(`session-ended ${who.id}`)
  expect(await last()).toMatchObject({
    verb: 'manage-accounts',
    detail: { change: 'end-sessions', reason: 'device-lost' },
  })
  const rows = (await callRoute(company.people, 'GET', '/accounts', caller, {
    query: { q: who.number },
  })) as { rows: { sessions: number }[] }
  expect(rows.rows[0]).toMatchObject({ sessions: 0 })
})

test('a lost laptop: its remembered browser stands for no second factor any more, and the token on it has ended', async () => {
  const who = await employ(company, `E${(count += 1)}`, '何二')
  const { secret } = await enrolTotp(company, await who.caller((await who.enter()).token!))
  company.clock.advance(60_000)
  const ticket = (await who.enter()).reply.step!.ticket
  const proof = { method: 'totp', code: totpAt(secret, company.clock.now().getTime()) }
  const { device } = await post(company, '/session/factor', { ticket, proof, remember: true })
  expect(must(await enterFrom(who, address, device))).toMatchObject({ step: 'done' })
  await company.house.fresh.owner.transact((w) =>
    w.run(sql`insert into people.token (id, public_id, hash, person_id, name, fields, verbs, made_by, made_at, expires_at)
      values (gen_random_uuid(), '00aa00aa00aa', decode('00', 'hex'), ${who.id}, '夜间脚本', '{1}', '{list}', ${who.id}, now(), now() + interval '9 days')`),
  )
  const end = async (reason: string) => {
    const params = { id: who.accountId }
    const caller = await administrator(company, 0)
    must((await post(company, '/accounts/:id/end-sessions', { reason }, { caller, params })).answer)
  }
  await end('left-open')
  expect(must(await enterFrom(who, address, device))).toMatchObject({ step: 'done' })
  await end('device-lost')
  expect(must(await enterFrom(who, address, device))).toMatchObject({ step: 'factor' })
  const open = await company.house.db.read((r) =>
    r.rows(sql`select 1 from people.token where person_id = ${who.id} and ended_at is null`),
  )
  expect(open).toEqual([])
  const kinds = (await lastEntries(company.house, 6)).map((entry) => entry['kind'])
  expect(kinds).toEqual(expect.arrayContaining(['devices-forgotten', 'tokens-ended']))
})
