import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API_PREFIX, CSRF_HEADER, csrfToken } from '../../doors/http/index.ts'
import { sql } from '../../floor/database/index.ts'
import { answerOf, entriesOf, expectLedgerWhole, openTestOffice, type TestOffice } from '../support/cast.ts'
import { calls, ownToken, program, proves, serviceToken, type Program } from '../support/programs.ts'

/** API tokens at the door: how they are let in, slowed down, replaced and ended. */

let office: TestOffice
let file: string
let assistant: Program
const mobile = '13800138000'
beforeAll(async () => {
  office = await openTestOffice()
  file = await office.customer({ 'person-name': '王小红', mobile, 'id-card': '11010519491231002X' })
  assistant = await program(office, office.li, { fields: ['person-name', 'mobile'] })
})
afterAll(async () => {
  for (const line of office.log) expect(line).not.toMatch(/mf[sp]_[0-9a-f]{12}/)
  expect(JSON.stringify(await entriesOf(office.house))).not.toMatch(/mf[sp]_[0-9a-f]{12}/)
  await expectLedgerWhole(office.house)
  await office.close()
})

const works = async (token: string): Promise<number> => (await calls(office, token, 'GET', '/token')).status
const refusals = async (): Promise<Record<string, unknown>[]> =>
  await entriesOf(office.house, 'token-refused')

describe('at the door', () => {
  test('unknown, ended, expired, misplaced and damaged tokens are all answered alike', async () => {
    const ended = await program(office, office.li, { fields: ['mobile'] })
    await office.li.gets('DELETE', `/tokens/${ended.tokenId}`)
    const placed = await program(office, office.li, { fields: ['mobile'], addresses: ['10.9.0.0/16'] })
    expect((await calls(office, placed.token, 'GET', '/token', { from: '10.9.1.1' })).status).toBe(200)
    const expired = await serviceToken(office, office.li, assistant.id, { days: 1 })
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`update people.token set made_at = now() - interval '2 years', expires_at = now() - interval '1 year' where id = ${expired.tokenId}`,
      ),
    )
    const damaged = `${assistant.token.slice(0, -1)}${assistant.token.endsWith('0') ? '1' : '0'}`
    const other = assistant.token.replace(/^mfs_/, 'mfp_')
    const answers = []
    for (const token of [
      ended.token,
      placed.token,
      expired.token,
      damaged,
      other,
      'nonsense',
      `mfs_${'0'.repeat(84)}`,
    ]) {
      const answer = await calls(office, token, 'GET', `/customers/${file}`)
      answers.push([answer.status, answer.headers['www-authenticate'], answer.text])
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(answers[0]![0]).toBe(401)
    const reasons = new Set((await refusals()).map((one) => one['reason']))
    for (const reason of ['ended', 'address', 'expired']) expect(reasons).toContain(reason)
  })

  test('a token that ended opens nothing within the second', async () => {
    const { token, tokenId } = await serviceToken(office, office.li, assistant.id)
    expect(await works(token)).toBe(200)
    await office.li.gets('DELETE', `/tokens/${tokenId}`)
    const begun = Date.now()
    expect(await works(token)).toBe(401)
    expect(Date.now() - begun).toBeLessThan(1000)
  })

  test('from where Li may not be signed in, Li’s own token does not work either; the assistant has networks of its own', async () => {
    const own = await ownToken(office, office.li, { fields: ['mobile'] })
    expect(await works(own.token)).toBe(200)
    const rules = async (networks: readonly string[]) => {
      const byRole = [{ role: 'staff', networks, idleMinutes: null, absoluteHours: null }]
      await office.house.fresh.owner.transact((w) =>
        w.run(sql`update people.sign_in_policy set by_role = ${sql.json(byRole)}`),
      )
    }
    await rules(['10.20.0.0/16'])
    expect(await works(own.token)).toBe(401)
    expect((await calls(office, own.token, 'GET', '/token', { from: '10.20.3.4' })).status).toBe(200)
    expect(await works(assistant.token)).toBe(200)
    await rules(['0.0.0.0/0'])
  })

  test('somebody who tries token after token is slowed down, whichever they try', async () => {
    const from = '203.0.113.77'
    const statuses = []
    for (let i = 0; i < 40; i += 1)
      statuses.push(
        (await calls(office, `mfs_${String(i).padStart(84, '0')}`, 'GET', '/token', { from })).status,
      )
    expect(statuses.slice(0, 30).every((one) => one === 401)).toBe(true)
    expect(statuses.slice(30).every((one) => one === 429)).toBe(true)
  })

  test('a token in an address is refused wherever it stands, also beside a good header', async () => {
    for (const path of [
      `/customers?token=${assistant.token}`,
      `/customers/${assistant.token}`,
      `/customers?q=${assistant.token.replace('_', '%5F')}`,
    ]) {
      const answer = await calls(office, assistant.token, 'GET', path)
      expect([answer.status, answer.body.mistake?.code], path).toEqual([400, 'token-in-address'])
    }
  })

  test('cookie and token at once are refused, whoever they belong to', async () => {
    const cookie = { cookie: `mifeng=${office.wang.token}` }
    const both = await calls(office, assistant.token, 'GET', `/customers/${file}`, { headers: cookie })
    expect([both.status, both.body.mistake?.code]).toEqual([400, 'cookie-and-token'])
  })

  test('a foreign page cannot use a token it got hold of, nor a session without its own token', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await calls(office, assistant.token, 'POST', '/readings', { body: {}, headers })
      expect([answer.status, answer.body.mistake?.code]).toEqual([400, 'other-site'])
    }
    const reply = await office.server.inject({
      method: 'POST',
      url: `${API_PREFIX}/readings`,
      headers: { host: 'localhost', cookie: `mifeng=${office.li.token}`, authorization: 'Basic eDp5' },
      payload: {},
    })
    expect(answerOf(reply).body.mistake?.code).toBe('csrf-token')
    // A session's token is no bearer token, and a bearer token no session.
    expect((await calls(office, office.li.token, 'GET', '/token')).status).toBe(401)
    const asCookie = await office.server.inject({
      method: 'GET',
      url: `${API_PREFIX}/customers`,
      headers: {
        host: 'localhost',
        cookie: `mifeng=${assistant.token}`,
        [CSRF_HEADER]: csrfToken(assistant.token),
      },
    })
    expect(asCookie.statusCode).toBe(401)
  })

  test('fifty requests at once get no more than the limit, and the flood is three lines in the record', async () => {
    const few = await program(office, office.li, { fields: ['mobile'], perMinute: 7, perDay: 10 })
    const flood = await Promise.all(
      Array.from({ length: 50 }, () => calls(office, few.token, 'GET', '/token')),
    )
    expect(flood.filter((one) => one.status === 200)).toHaveLength(7)
    const late = flood.find((one) => one.status === 429)!
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(late.headers['retry-after'])).toBeLessThanOrEqual(60)
    office.clock.advance(60_000)
    const again = await Promise.all(
      Array.from({ length: 50 }, () => calls(office, few.token, 'GET', '/token')),
    )
    expect(again.filter((one) => one.status === 200)).toHaveLength(3)
    expect(Number(again.find((one) => one.status === 429)!.headers['retry-after'])).toBeGreaterThan(60)
    const noted = (await refusals()).filter((one) => one['token'] === few.tokenId)
    expect(noted.length).toBeLessThanOrEqual(3)
    expect(noted[0]).toMatchObject({ reason: 'rate', actor: few.id })
  })
})

describe('tokens change hands and end', () => {
  test('a token is replaced: both work for the hours of overlap, then the new one alone', async () => {
    const old = await serviceToken(office, office.li, assistant.id)
    await proves(office, office.li)
    const { token } = await office.li.gets('POST', `/tokens/${old.tokenId}/rotate`, { hours: 2 })
    expect([await works(old.token), await works(token)]).toEqual([200, 200])
    office.clock.advance(2 * 3_600_000 + 1)
    expect([await works(old.token), await works(token)]).toEqual([401, 200])
    await office.later(0)
    const row = (await office.li.gets('GET', `/service-accounts/${assistant.id}`)).list.find(
      (one: { id: string }) => one.id === old.tokenId,
    )
    expect(row).toMatchObject({ state: 'expired' })
  })

  test('another owner: every token the one before knew is ended', async () => {
    const one = await program(office, office.li, { fields: ['mobile'] })
    const { version } = await office.qian.gets('GET', `/service-accounts/${one.id}`)
    await office.qian.gets('PUT', `/service-accounts/${one.id}`, {
      name: '客服助手', ownerId: office.wang.personId, task: '回答客户来电前的准备', expiresOn: '2026-12-30', version,
    }) // prettier-ignore
    expect(await works(one.token)).toBe(401)
    await proves(office, office.li)
    expect(
      (await office.li.asks('POST', `/service-accounts/${one.id}/tokens`, { name: 'x', days: 1 })).status,
    ).toBe(403)
    const { token } = await serviceToken(office, office.wang, one.id)
    expect(await works(token)).toBe(200)
  })

  test('Han’s password is reset and Han’s account disabled: Han’s own tokens never come back', async () => {
    const first = await ownToken(office, office.han, { fields: ['mobile'] })
    await office.qian.gets('POST', `/accounts/${office.han.accountId}/reset`, {})
    expect(await works(first.token)).toBe(401)
    await office.han.signsIn()
    await office.house.fresh.owner.transact((w) => w.run(sql`update people.account set must_change = false`))
    const second = await ownToken(office, office.han, { fields: ['mobile'] })
    await office.qian.gets('POST', `/accounts/${office.han.accountId}/disable`, {})
    expect(await works(second.token)).toBe(401)
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update people.account set disabled_at = null where id = ${office.han.accountId}`),
    )
    expect(await works(second.token)).toBe(401)
  })

  test('a token made at the very moment of a reset or of leaving is ended with the others, or not made', async () => {
    for (let round = 0; round < 6; round += 1) {
      await office.han.signsIn()
      await office.house.fresh.owner.transact((w) =>
        w.run(sql`update people.account set must_change = false, disabled_at = null`),
      )
      await proves(office, office.han)
      await proves(office, office.qian)
      const wish = { name: 'x', days: 1, fields: [await office.field('mobile')], verbs: ['read'] }
      const end = round % 2 === 0 ? 'reset' : 'disable'
      const [made] = await Promise.all([
        office.han.asks('POST', '/tokens', wish),
        office.qian.gets('POST', `/accounts/${office.han.accountId}/${end}`, {}),
      ])
      expect([200, 401, 403], made.text).toContain(made.status)
      const open = await office.house.db.read((r) =>
        r.rows(sql`select 1 from people.token where person_id = ${office.han.personId} and ended_at is null`),
      )
      expect(open).toEqual([])
    }
  })

  test('owners are told once, two weeks before', async () => {
    const soon = await program(office, office.wang, { fields: ['mobile'], days: 20 })
    const told = async () =>
      (await office.wang.gets('GET', '/notices')).rows.filter(
        (one: { kind: string }) => one.kind === 'service-ending',
      ).length
    const job = office.chapters.people.jobs!['people.programs-ending']
    if (typeof job !== 'function') throw new Error('no such job')
    const run = async () => await office.house.db.transact((w) => job({} as never, w))
    await run()
    expect(await told()).toBe(0)
    await office.later(8)
    await run()
    await run()
    expect(await told()).toBe(1)
    // Gone on with, its next end is news again.
    const { name, task, owner, version } = await office.qian.gets('GET', `/service-accounts/${soon.id}`)
    const days = (count: number): string =>
      new Date(office.clock.now().getTime() + count * 86_400_000).toISOString().slice(0, 10)
    const body = { name, task, ownerId: owner.id, version, expiresOn: days(10) }
    await office.qian.gets('PUT', `/service-accounts/${soon.id}`, body)
    await run()
    await run()
    expect(await told()).toBe(2)
  })

  test('Li leaves: own tokens end, the assistant goes to the manager without a token that Li knows', async () => {
    const own = await ownToken(office, office.li, { fields: ['mobile'] })
    const { token } = await serviceToken(office, office.li, assistant.id)
    await office.qian.gets('POST', `/people/${office.li.personId}/leave`, { witnessId: office.gu.personId })
    for (const one of [own.token, token, assistant.token]) {
      const begun = Date.now()
      expect(await works(one)).toBe(401)
      expect(Date.now() - begun).toBeLessThan(1000)
    }
    const after = await office.qian.gets('GET', `/service-accounts/${assistant.id}`)
    expect(after).toMatchObject({ owner: { id: office.wang.personId }, tokens: 0 })
  })
})
