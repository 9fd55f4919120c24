import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { openPeople } from '../index.ts'
import { openHasher } from '../passwords/hashing.ts'
import {
  address,
  agent,
  callRoute,
  type Company,
  hire,
  lastEntries,
  mistakeOf,
  morning,
  must,
  openCompany,
  person,
  signedIn,
} from '../support.ts'

let company: Company
beforeAll(async () => {
  company = await openCompany()
})
afterAll(() => company.close())

const enter = (name: string, password: string, from = address, replacing?: string) =>
  company.people.signIn({ name, password, address: from, agent, replacing })
const caller = (token: string) => company.people.authenticate(token, address)

describe('林晓 of sales', () => {
  test('signs in by number or name in any case, and every step is recorded by ids only', async () => {
    const xiao = await hire(company, person('A100', '林晓'))
    const entered = signedIn(await enter('a100', xiao.password))
    expect(await caller(entered.token)).toMatchObject({
      personId: xiao.id,
      employeeNo: 'A100',
      roles: [],
      channel: 'web',
    })
    const [entry] = await lastEntries(company.house, 1)
    expect(entry).toMatchObject({ kind: 'signed-in', person: xiao.id, account: xiao.accountId })
    expect(JSON.stringify(entry)).not.toMatch(/林晓|A100|10\.0\.0\.7/)
  })

  test('session fixation: a token planted in the browser is never taken over, and the one it had is ended', async () => {
    const xiao = await hire(company, person('A101', '林小'))
    const planted = 'x'.repeat(43)
    const entered = signedIn(await enter('A101', xiao.password, address, planted))
    expect(entered.token).not.toBe(planted)
    expect(await caller(planted)).toBeUndefined()
    const again = signedIn(await enter('A101', xiao.password, address, entered.token))
    expect(await caller(entered.token)).toBeUndefined()
    expect(await caller(again.token)).toMatchObject({ personId: xiao.id })
  })

  test('sign-in with the old one-time password after choosing an own one fails', async () => {
    const xiao = await hire(company, person('A102', '林大'))
    expect(await mistakeOf(enter('A102', xiao.oneTime))).toBe('people.sign-in-failed')
  })

  test('a token is stored as a hash only', async () => {
    const xiao = await hire(company, person('A103', '林中'))
    const rows = await company.house.fresh.owner.read((r) =>
      r.rows(sql`select *, encode(token_hash, 'escape') as text from people.session`),
    )
    expect(JSON.stringify(rows)).not.toContain(xiao.token)
  })
})

describe('one-time passwords', () => {
  test('after a first sign-in nothing can be done but change it', async () => {
    const { people, system } = company
    const made = must(await people.createPerson({ personId: system }, person('A110', '周宁')))
    const account = must(await people.createAccounts({ personId: system }, [{ personId: made.id }]))
      .accounts[0]!
    const entered = signedIn(await enter('A110', account.oneTimePassword))
    expect(entered.mustChangePassword).toBe(true)
    expect((await people.personFacts([made.id])).get(made.id)).toMatchObject({
      mustChangePassword: true,
      active: true,
    })
    const refused = await people.createPerson({ personId: made.id }, person('A111', '周静'))
    expect(refused).toMatchObject({ refused: true, because: ['3.2.2'], next: 'change-password' })
  })

  test('lies about for a week and is worth nothing then', async () => {
    const { people, system, clock } = company
    const made = must(await people.createPerson({ personId: system }, person('A112', '吴越')))
    const account = must(await people.createAccounts({ personId: system }, [{ personId: made.id }]))
      .accounts[0]!
    clock.advance(7 * 86_400_000 + 1)
    expect(await mistakeOf(enter('A112', account.oneTimePassword))).toBe('people.one-time-expired')
    clock.set(morning)
  })
})

describe('the end of rights', () => {
  test('session of a disabled account on the next request', async () => {
    const han = await hire(company, person('A120', '韩雨'))
    const { people, house, system } = company
    const told: string[] = []
    const stop = people.onChange((id) => told.push(id))
    expect(await caller(han.token)).toMatchObject({ personId: han.id })
    await routeOf('/accounts/:id/disable', system, { id: han.accountId })
    expect(await caller(han.token)).toBeUndefined()
    expect(told).toContain(han.id)
    stop()
    expect(await enter('A120', han.password)).toMatchObject({ refused: true, because: ['1.2'] })
    expect((await lastEntries(house, 1))[0]).toMatchObject({ kind: 'sign-in-refused', reason: 'disabled' })
  })

  test('expired contractor signs in: refused by clause 1.2 the day after the last day, also with the session of yesterday', async () => {
    const { people, clock } = company
    const wen = await hire(
      company,
      person('W001', '温良', { employment: 'contractor', endsOn: '2026-03-03' }),
    )
    clock.set('2026-03-03T15:30:00Z') // 23:30 in Shanghai
    const late = signedIn(await enter('W001', wen.password))
    expect(await caller(late.token)).toMatchObject({ personId: wen.id })
    clock.set('2026-03-03T16:00:00Z') // midnight in Shanghai
    expect(await caller(late.token)).toBeUndefined()
    expect(await enter('W001', wen.password)).toMatchObject({ refused: true, because: ['1.2'] })
    expect((await people.personFacts([wen.id])).get(wen.id)?.employedUntil).toBe(
      Date.parse('2026-03-03T16:00:00Z'),
    )
    clock.set(morning)
  })

  test('a leaver is out at once, keeps the record, and comes back with nothing of the old rights', async () => {
    const { people, system, security } = company
    const fang = await hire(company, person('A130', '方圆'))
    must(await people.changeRole({ personId: security }, fang.id, 'archivist', 'give'))
    must(await people.setClearance({ personId: security }, fang.id, { clearance: 4, scope: 'all' }))
    const entered = signedIn(await enter('A130', fang.password))
    must(await people.endEmployment({ personId: system }, fang.id, 'left'))
    expect(await caller(entered.token)).toBeUndefined()
    expect((await people.personFacts([fang.id])).get(fang.id)).toMatchObject({
      active: false,
      roles: new Set(),
    })
    expect((await people.names([fang.id])).get(fang.id)?.name).toBe('方圆')
    await routeOf('/people/:id/return', system, { id: fang.id })
    expect((await people.personFacts([fang.id])).get(fang.id)).toMatchObject({
      active: false,
      clearance: 1,
      scope: 'own',
      roles: new Set(),
    })
  })

  test('a session is idle for 30 minutes or old for 12 hours and is none', async () => {
    const { people, clock } = company
    const sun = await hire(company, person('A140', '孙平'))
    const { token } = signedIn(await enter('A140', sun.password))
    for (let at = 0; at < 23; at += 1) {
      clock.advance(29 * 60_000)
      expect(await caller(token), `after ${at}`).toBeDefined()
      await people.stop?.()
    }
    clock.advance(31 * 60_000)
    expect(await caller(token)).toBeUndefined()
    clock.set(morning)
    const second = signedIn(await enter('A140', sun.password))
    for (let at = 0; at < 24; at += 1) {
      clock.advance(29.9 * 60_000)
      await caller(second.token)
      await people.stop?.()
    }
    clock.advance(15 * 60_000)
    expect(await caller(second.token)).toBeUndefined()
    clock.set(morning)
  })

  test('a page that asks again by itself keeps no session alive', async () => {
    const { people, clock } = company
    const du = await hire(company, person('A141', '杜若'))
    const { token } = signedIn(await enter('A141', du.password))
    clock.advance(20 * 60_000)
    expect(await people.authenticate(token, address, true)).toBeDefined()
    await people.stop?.()
    clock.advance(11 * 60_000)
    expect(await caller(token)).toBeUndefined()
    clock.set(morning)
  })
})

test('a change of password ends every session and gives a new one; the last five cannot come back', async () => {
  const { people } = company
  const he = await hire(company, person('A150', '何川'))
  const elsewhere = signedIn(await enter('A150', he.password, '10.0.0.8'))
  const change = (current: string, next: string) =>
    people.changePassword({ accountId: he.accountId }, { current, next, address, agent })
  expect(await mistakeOf(change('not it', 'quiet maple river stones'))).toBe('people.current-wrong')
  expect(await mistakeOf(change(he.password, he.password))).toBe('people.password-used')
  const { token } = await change(he.password, 'quiet maple river stones 1')
  expect(await caller(elsewhere.token)).toBeUndefined()
  expect(await caller(he.token)).toBeUndefined()
  expect(await caller(token)).toMatchObject({ personId: he.id })
  for (let n = 1; n < 5; n += 1)
    await change(`quiet maple river stones ${n}`, `quiet maple river stones ${n + 1}`)
  expect(await mistakeOf(change('quiet maple river stones 5', he.password))).toBe('people.password-used')
  await change('quiet maple river stones 5', 'quiet maple river stones 6')
  await change('quiet maple river stones 6', he.password)
})

test('a password hashed at an earlier cost is hashed anew at sign-in', async () => {
  const { house } = company
  const qi = await hire(company, person('A160', '齐鸣'))
  const stronger = openPeople(house, {
    hasher: openHasher({ cost: { memoryCost: 128, timeCost: 2, parallelism: 1 } }),
  })
  signedIn(await stronger.signIn({ name: 'A160', password: qi.password, address, agent }))
  const row = await house.db.read((r) =>
    r.row<{ h: string }>(sql`select password_hash as h from people.account where id = ${qi.accountId}`),
  )
  expect(row?.h).toContain('m=128,t=2')
  signedIn(await enter('A160', qi.password))
})

test('many requests at once are answered by few statements, each with its own caller', async () => {
  const { house } = company
  const staff = [await hire(company, person('A170', '钱一')), await hire(company, person('A171', '钱二'))]
  let statements = 0
  const counted = {
    ...house,
    db: {
      ...house.db,
      read: ((fn) => ((statements += 1), house.db.read(fn))) satisfies typeof house.db.read,
      transact: house.db.transact.bind(house.db),
      alone: house.db.alone.bind(house.db),
    },
  }
  const people = openPeople(counted)
  const found = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      people.authenticate(n % 3 === 2 ? 'y'.repeat(43) : staff[n % 3]!.token, address),
    ),
  )
  expect(found.map((one) => one?.personId)).toEqual(Array.from({ length: 200 }, (_, n) => staff[n % 3]?.id))
  expect(statements).toBeLessThanOrEqual(3)
})

describe('guessing', () => {
  test('unknown user and wrong password: the same reply after the same work', async () => {
    const bai = await hire(company, person('A180', '白露'))
    const codes: unknown[] = []
    for (const [name, password] of [
      ['A180', 'wrong'],
      ['nobody-here', bai.password],
    ] as const)
      await enter(name, password, '10.1.0.1').catch((error: unknown) =>
        codes.push(error instanceof Mistake && [error.code, error.field, error.status, error.values]),
      )
    expect(codes[0]).toEqual(['people.sign-in-failed', 'password', 422, {}])
    expect(codes[1]).toEqual(codes[0])
    const entries = await lastEntries(company.house, 2)
    expect(entries.map((entry) => entry['known'])).toEqual([true, false])
  })

  test('an account is locked after five failures, a little longer each time, never for good, and its owner gets in from the usual place', async () => {
    const { clock } = company
    const mo = await hire(company, person('A181', '莫言'))
    const stranger = (n: number) => mistakeOf(enter('A181', 'guess', `10.2.0.${n}`))
    for (let n = 0; n < 5; n += 1) expect(await stranger(n)).toBe('people.sign-in-failed')
    expect(await stranger(9)).toBe('people.wait')
    expect(await mistakeOf(enter('A181', mo.password, '10.2.0.77'))).toBe('people.wait')
    signedIn(await enter('A181', mo.password)) // from 10.0.0.7, where he signed in before
    clock.advance(31_000)
    signedIn(await enter('A181', mo.password, '10.2.0.77'))
    clock.set(morning)
  })

  test('a name that does not exist is slowed down just like one that does', async () => {
    const codes: string[] = []
    for (let n = 0; n < 6; n += 1) codes.push(await mistakeOf(enter('ghost-77', 'guess', `10.3.0.${n}`)))
    expect(codes).toEqual([...Array<string>(5).fill('people.sign-in-failed'), 'people.wait'])
  })

  test('brute force over many accounts from one address is stopped, also when it comes all at once', async () => {
    const tries = await Promise.all(
      Array.from({ length: 120 }, (_, n) => mistakeOf(enter(`spray-${n}`, 'Spring2026!!', '10.4.0.1'))),
    )
    const looked = tries.filter((code) => code === 'people.sign-in-failed').length
    expect(looked).toBeLessThanOrEqual(60)
    expect(tries.filter((code) => code === 'people.wait').length).toBe(120 - looked)
  })

  test('a hundred guesses at one account at the same moment are a hundred attempts, not one', async () => {
    await hire(company, person('A182', '莫问'))
    const tries = await Promise.all(
      Array.from({ length: 100 }, (_, n) => mistakeOf(enter('A182', `guess ${n}`, `10.5.0.${n}`))),
    )
    expect(tries.filter((code) => code === 'people.sign-in-failed').length).toBeLessThanOrEqual(5)
  })
})

/** A route of 沈清, who is not the person concerned. */
const routeOf = async (path: string, personId: string, params: object): Promise<unknown> =>
  must(await callRoute(company.people, 'POST', path, { personId, accountId: 'none', roles: [] }, { params }))

test('GET /session tells who is there, what they may begin, and nothing to strangers', async () => {
  const { people, system } = company
  const stranger = await callRoute(people, 'GET', '/session', undefined as unknown as object)
  expect(stranger).toEqual({
    signedIn: false,
    blocked: null,
    signOn: [],
    setUp: true,
    company: { name: '青石贸易有限公司', timeZone: 'Asia/Shanghai' },
    csrf: '',
    counts: {},
    may: {},
  })
  const yi = await hire(company, person('A190', '易安', { post: '文员' }))
  const session = { session: { token: yi.token } }
  const own = await callRoute(people, 'GET', '/session', (await caller(yi.token))!, session)
  expect(own).toMatchObject({
    signedIn: true,
    person: { id: yi.id, post: '文员', clearance: 1, mustChangePassword: false },
    may: { apply: true, 'give-role': false },
  })
  const admin = {
    personId: system,
    accountId: company.administrators[0]!.accountId,
    roles: ['system-admin'],
    name: '沈清',
    employeeNo: 'S001',
  }
  expect(await callRoute(people, 'GET', '/session', admin, session)).toMatchObject({
    may: { apply: false, 'manage-people': true, 'give-role': false },
  })
})

test('somebody lists and ends their own sessions, and nobody else’s', async () => {
  const { people } = company
  const ann = await hire(company, person('A191', '安宁'))
  const bob = await hire(company, person('A192', '卜算'))
  const second = signedIn(await enter('A191', ann.password, '10.0.0.99'))
  const me = (await caller(ann.token))!
  const list = (await callRoute(people, 'GET', '/sessions', me)) as {
    rows: { id: string; current: boolean; address: string }[]
  }
  expect(list.rows.map((row) => `${row.address} ${row.current}`).sort()).toEqual([
    '10.0.0.7 true',
    '10.0.0.99 false',
  ])
  const foreign = (await callRoute(people, 'GET', '/sessions', (await caller(bob.token))!)) as typeof list
  expect(await callRoute(people, 'DELETE', '/sessions', me, { body: { id: foreign.rows[0]!.id } })).toEqual({
    ended: 0,
  })
  expect(await caller(bob.token)).toBeDefined()
  expect(await callRoute(people, 'DELETE', '/sessions', me)).toEqual({ ended: 1 })
  expect(await caller(second.token)).toBeUndefined()
  expect(await caller(ann.token)).toBeDefined()
  await callRoute(people, 'DELETE', '/session', me, { session: { token: ann.token, end: () => undefined } })
  expect(await caller(ann.token)).toBeUndefined()
})
