import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { entriesOf, expectLedgerWhole, openTestOffice, type TestOffice } from '../support/cast.ts'
import { calls, ownToken, program, proves, type Program } from '../support/programs.ts'
import { givesByTwo } from '../support/rights.ts'

/** Service accounts, AI assistants and API tokens: what they may, and every way by which they might do more. */

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

const reads = async (token: string, codes: readonly string[], more: object = {}) =>
  await calls(office, token, 'POST', '/readings', {
    body: {
      customer: file,
      fields: await Promise.all(codes.map((code) => office.field(code))),
      purpose: 'service',
      mode: 'read',
      ...more,
    },
  })
const refusals = async (): Promise<Record<string, unknown>[]> =>
  await entriesOf(office.house, 'token-refused')

test('Li’s assistant reads two masked fields of one customer, is refused a third, and the record names it', async () => {
  const told = await calls(office, assistant.token, 'GET', '/token')
  expect(told.body).toMatchObject({
    holder: { id: assistant.id, number: '@0001', kind: 'assistant' },
    owner: { name: '李雷', employeeNo: 'B003' },
    purpose: 'service',
    maskedOnly: true,
  })
  const two = await reads(assistant.token, ['person-name', 'mobile'])
  expect(two.status, two.text).toBe(200)
  expect(two.body.values.map((one: { sight: string }) => one.sight)).toEqual(['masked', 'masked'])
  expect(two.text).not.toContain(mobile)
  const third = await reads(assistant.token, ['id-card'])
  expect(third.status).toBe(403)
  expect(third.body.because[0]).toMatchObject({ number: '3.2.1', rule: '' })
  const mine = (await entriesOf(office.house, 'reading')).filter((one) => one['actor'] === assistant.id)
  expect(mine).toMatchObject([
    { verdict: 'permit', customer: file, token: assistant.tokenId, purpose: 'service', full: [] },
    { verdict: 'deny', customer: file, token: assistant.tokenId },
  ])
  expect(String(mine[1]!['because'])).toContain('3.2.1/program-within-its-limits')
  // Who answers for it stands in the record too.
  const made = (await entriesOf(office.house, 'act')).find((one) => one['subject'] === assistant.id)
  expect(made).toMatchObject({ verb: 'manage-services', detail: { owner: office.li.personId } })
  await expectLedgerWhole(office.house)
})

test('a list shows its two fields of Li’s customers, masked, and nobody else’s', async () => {
  const elsewhere = await office.customer({ 'person-name': '赵小兰' }, { ownerId: office.wang.personId })
  const list = await calls(office, assistant.token, 'GET', '/customers?size=100')
  expect(list.status, list.text).toBe(200)
  expect(list.text).toContain(file)
  expect(list.text).not.toContain(elsewhere)
  expect(list.text).not.toContain(mobile)
  expect((await calls(office, assistant.token, 'GET', `/customers/${elsewhere}`)).status).toBe(403)
  const view = await calls(office, assistant.token, 'GET', `/customers/${file}`)
  expect(view.status, view.text).toBe(200)
  const sights = Object.fromEntries(
    view.body.fields.map((one: { code: string; sight: string }) => [one.code, one.sight]),
  )
  expect(sights).toMatchObject({ 'person-name': 'masked', mobile: 'masked', 'id-card': 'hidden' })
})

test('whoever asks who can see the file is told of the assistant too', async () => {
  const who = await office.deng.gets('GET', `/customers/${file}/who?size=100`)
  expect(JSON.stringify(who)).toContain(assistant.id)
})

test('the assistant is in no list of people, gets no account, role, clearance or end of employment', async () => {
  const people = await office.qian.gets('GET', '/people?size=200')
  expect(JSON.stringify(people)).not.toContain(assistant.id)
  const made = await office.qian.asks('POST', '/accounts', { people: [{ personId: assistant.id }] })
  expect(made.status).toBe(404)
  await proves(office, office.zhou)
  const role = await office.zhou.asks('POST', `/people/${assistant.id}/roles`, { role: 'archivist' })
  const cleared = await office.zhou.asks('PUT', `/people/${assistant.id}/clearance`, {
    clearance: 4,
    scope: 'all',
  })
  expect([role.status, cleared.status]).toEqual([404, 404])
  await proves(office, office.qian)
  const left = await office.qian.asks('POST', `/people/${assistant.id}/leave`, {
    witnessId: office.gu.personId,
  })
  expect(left.status).toBe(404)
})

test('nobody makes the assistant an approver: not as a proxy, not by transfer', async () => {
  const proxy = await office.wang.asks('POST', '/proxies', {
    proxy: assistant.id,
    from: office.clock.now().toISOString(),
    until: new Date(office.clock.now().getTime() + 86_400_000).toISOString(),
    reason: '出差',
  })
  expect([proxy.status, proxy.body.mistake?.code], proxy.text).toEqual([422, 'approval.proxy-inactive'])
  const application = await office.li.applies({ customers: [file], fields: ['id-card'] })
  const moved = await office.wang.decides('transfer', application, { to: assistant.id })
  expect(moved.status, moved.text).toBeGreaterThanOrEqual(400)
  expect(JSON.stringify(await office.wang.gets('GET', '/desk/todo'))).toContain(application)
})

test('an account that may only search lists nothing; one without the name lists by what it has', async () => {
  const seeker = await program(office, office.li, { fields: ['mobile'], verbs: ['search'] })
  expect((await calls(office, seeker.token, 'GET', '/customers')).status).toBe(403)
  expect((await calls(office, seeker.token, 'GET', `/customers?q=${mobile}`)).text).toContain(file)
  const nameless = await program(office, office.li, { fields: ['mobile'], verbs: ['list'] })
  const list = await calls(office, nameless.token, 'GET', '/customers')
  expect(list.status, list.text).toBe(200)
  expect(list.text).not.toContain('王')
})

test('a search finds nothing by a field that is not its own', async () => {
  const blind = await program(office, office.li, { fields: ['person-name'], verbs: ['search'] })
  const byMobile = await calls(office, blind.token, 'GET', `/customers?q=${mobile}`)
  expect(byMobile.text).not.toContain(file)
  const byName = await calls(office, blind.token, 'GET', `/customers?q=${encodeURIComponent('王小红')}`)
  expect(byName.text).toContain(file)
})

describe('beyond its rights', () => {
  test('another purpose than its own, a stated reason for the whole value, copying: refused or masked', async () => {
    expect((await reads(assistant.token, ['mobile'], { purpose: 'contract' })).status).toBe(403)
    const reason = await reads(assistant.token, ['mobile'], { reason: '客户来电要求上门维修' })
    expect(reason.text).not.toContain(mobile)
    expect((await reads(assistant.token, ['mobile'], { mode: 'copy' })).status).toBe(403)
  })

  test('a token approves, applies, exports, makes tokens, changes accounts: every such route is closed to it', async () => {
    const routes = Object.values(office.chapters).flatMap((chapter) => chapter.routes)
    const before = await fingerprint()
    let closed = 0
    for (const route of routes) {
      // Strangers' doors know no caller at all: a token that comes along counts for nothing there.
      if (route.token === true || route.path.startsWith('/open/')) continue
      const path = route.path.replace(/:[a-zA-Z]+/g, file)
      const answer = await calls(
        office,
        assistant.token,
        route.method,
        path,
        route.method === 'GET' ? {} : { body: {} },
      )
      expect(answer.status, `${route.method} ${route.path} ${answer.text}`).toBe(403)
      expect(answer.body.mistake?.code).toBe('token-not-here')
      closed += 1
    }
    expect(closed).toBeGreaterThan(150)
    expect(
      routes
        .filter((one) => one.token === true)
        .map((one) => `${one.method} ${one.path}`)
        .sort(),
    ).toEqual([
      'GET /customers',
      'GET /customers/:id',
      'GET /intake/references/:system/:key',
      'GET /purposes',
      'GET /token',
      'POST /intake/customers/bulk',
      'POST /readings',
      'POST /readings/by-reference',
      'PUT /intake/customers/:system/:key',
    ])
    expect(await fingerprint()).toEqual(before)
    // Recorded, and not once for each.
    const noted = (await refusals()).filter(
      (one) => one['token'] === assistant.tokenId && one['reason'] === 'route',
    )
    expect(noted).toHaveLength(1)
  })

  test('Li’s own token sees no more than was chosen, never more than Li, and is Li in the record', async () => {
    const { token, tokenId } = await ownToken(office, office.li, {
      fields: ['mobile'],
      verbs: ['read'],
      maskedOnly: false,
    })
    const open = await reads(token, ['mobile'], { reason: '客户来电要求上门维修' })
    expect(open.text).toContain(mobile)
    expect((await reads(token, ['person-name'])).status).toBe(403)
    expect((await calls(office, token, 'GET', '/customers')).status).toBe(403)
    expect((await calls(office, token, 'GET', `/customers/${file}`)).status).toBe(200)
    const mine = (await entriesOf(office.house, 'reading')).filter((one) => one['token'] === tokenId)
    expect(mine.every((one) => one['actor'] === office.li.personId)).toBe(true)
    expect(mine.length).toBe(4)
  })

  test('whatever a route that takes tokens does, a token that was allowed nothing is shown no customer', async () => {
    const nothing = await program(office, office.li, { fields: [], verbs: ['list', 'search', 'read'] })
    for (const [method, path] of [
      ['GET', '/customers'],
      ['GET', '/customers?q=王小红'],
      ['GET', `/customers/${file}`],
    ] as const) {
      const answer = await calls(office, nothing.token, method, path)
      expect(answer.status, `${path} ${answer.text}`).toBe(403)
    }
    expect((await reads(nothing.token, ['person-name', 'mobile', 'id-card'])).status).toBe(403)
  })
})

describe('its owner bounds it at every moment', () => {
  test('Li’s clearance falls and with it the assistant’s, though nobody touched the account', async () => {
    expect((await reads(assistant.token, ['mobile'])).status).toBe(200)
    await proves(office, office.zhou)
    await office.zhou.gets('PUT', `/people/${office.li.personId}/clearance`, { clearance: 0, scope: 'own' })
    expect((await reads(assistant.token, ['mobile'])).status).toBe(403)
    expect((await calls(office, assistant.token, 'GET', '/token')).body).toMatchObject({ clearance: 0 })
    await givesByTwo(office, 'PUT', `/people/${office.li.personId}/clearance`, { clearance: 3, scope: 'own' })
    expect((await reads(assistant.token, ['mobile'])).status).toBe(200)
    await office.li.signsIn()
  })

  test('an account cleared above its owner, owned by an administrator or for longer than a year is not made', async () => {
    const day = (days: number) =>
      new Date(office.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
    const shell = { name: '报表', kind: 'system', task: '每日报表', purpose: 'service' }
    const bad = async (more: object) =>
      (await office.qian.asks('POST', '/service-accounts', { ...shell, ...more })).body.mistake?.code
    expect(await bad({ ownerId: office.zhou.personId, expiresOn: day(30) })).toBe('people.service-owner')
    expect(await bad({ ownerId: assistant.id, expiresOn: day(30) })).toBe('people.service-owner')
    expect(await bad({ ownerId: office.li.personId, expiresOn: day(400) })).toBe('people.service-expiry')
    expect(await bad({ ownerId: office.li.personId, expiresOn: day(-1) })).toBe('people.service-expiry')
    const above = await office.zhou.asks('PUT', `/service-accounts/${assistant.id}/rights`, {
      clearance: 4, scope: 'all', purpose: 'service', fields: [], verbs: [], maskedOnly: true, addresses: [], perMinute: 1, perDay: 1, version: 2,
    }) // prettier-ignore
    expect(above.body.mistake?.code).toBe('people.service-above-owner')
  })

  test('each administrator does their own part, none sees a secret, and nobody makes another’s token', async () => {
    for (const one of [office.zhou, office.sun]) {
      const shell = {
        name: '报表',
        kind: 'system',
        task: '每日报表',
        purpose: 'service',
        ownerId: office.li.personId,
        expiresOn: '2026-12-30',
      }
      expect((await one.asks('POST', '/service-accounts', shell)).status).toBe(403)
    }
    const rights = {
      clearance: 1,
      scope: 'own',
      purpose: 'service',
      fields: [],
      verbs: [],
      maskedOnly: true,
      addresses: [],
      perMinute: 1,
      perDay: 1,
      version: 2,
    }
    for (const one of [office.qian, office.sun])
      expect((await one.asks('PUT', `/service-accounts/${assistant.id}/rights`, rights)).status).toBe(403)
    for (const one of [office.qian, office.zhou, office.sun, office.wang, office.han]) {
      await proves(office, one)
      const answer = await one.asks('POST', `/service-accounts/${assistant.id}/tokens`, {
        name: 'x',
        days: 1,
      })
      expect(answer.status, one.name).toBe(403)
      expect((await one.asks('POST', `/tokens/${assistant.tokenId}/rotate`, { hours: 1 })).status).toBe(403)
    }
    expect((await office.wang.asks('GET', `/service-accounts/${assistant.id}`)).status).toBe(404)
    expect((await office.wang.asks('DELETE', `/tokens/${assistant.tokenId}`)).status).toBe(403)
    const seen = await office.qian.asks('GET', `/service-accounts/${assistant.id}`)
    expect(seen.text).not.toContain(assistant.token)
    expect(seen.text).not.toMatch(/mf[sp]_[0-9a-f]{13}/)
  })

  test('a stolen session makes no token: whoever sits there proves it first', async () => {
    await office.li.signsIn()
    const long = new Date(office.clock.now().getTime() - 3_600_000)
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update people.session set proven_at = ${long} where account_id = ${office.li.accountId}`),
    )
    const answer = await office.li.asks('POST', `/service-accounts/${assistant.id}/tokens`, {
      name: 'x',
      days: 1,
    })
    expect([answer.status, answer.body.mistake?.code]).toEqual([409, 'people.prove-first'])
  })
})

/** A hash of every table that a program might change, but for the count of its uses. */
async function fingerprint(): Promise<readonly unknown[]> {
  return await office.house.fresh.owner.read((r) =>
    r.rows(sql`select t.schemaname || '.' || t.tablename as name,
        (xpath('/row/h/text()', query_to_xml(format('select md5(coalesce(string_agg(x::text, %L order by x::text), %L)) as h
          from %I.%I x', '', '', t.schemaname, t.tablename), true, true, '')))[1]::text as hash
      from pg_tables t where t.schemaname in ('people', 'approval', 'custody', 'collection', 'usage', 'keyring')
        and (t.schemaname, t.tablename) not in (('people', 'token_use'), ('people', 'session'), ('usage', 'tally')) order by 1`),
  )
}
