import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API_PREFIX } from '../../doors/http/index.ts'
import { sql } from '../../floor/database/index.ts'
import { type Answer, answerOf } from '../support/actor.ts'
import { entriesOf, expectLedgerWhole, openTestOffice, type TestOffice } from '../support/cast.ts'
import { calls, ownToken, program, type Program, proves } from '../support/programs.ts'

/** Other systems deliver customers: how it goes, and every way by which one of them might do more than it was charged with. */

let office: TestOffice
let source: string
let crm: Program
let shop: Program
const phone = '13911112222'
const fields = ['person-name', 'mobile', 'remark'] as const

beforeAll(async () => {
  office = await openTestOffice()
  const put = await office.deng.asks('POST', '/sources', {
    name: '官网商城',
    kind: 'direct',
    legalBasis: 'contract',
    note: '',
  })
  source = String(put.body.id)
  const charge = (system: string, more: object = {}) =>
    program(office, office.deng, {
      kind: 'system', fields: ['person-name', 'mobile'], maskedOnly: true, clearance: 3, scope: 'all',
      intake: { system, fields, purposes: ['service'], source, ...more },
    }) // prettier-ignore
  crm = await charge('crm')
  shop = await charge('shop', { rowsPerDay: 8 })
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  const entries = JSON.stringify(await entriesOf(office.house))
  for (const secret of [phone, 'C-1001', '王小红', 'mfr_']) expect(entries).not.toContain(secret)
  await office.close()
})

const customer = (values: Record<string, string | null>, more: object = {}): object => ({
  kind: 'person', values, purposes: ['service'], legalBasis: 'contract', ...more,
}) // prettier-ignore
const put = (
  who: Program,
  key: string,
  body: object,
  o: { system?: string; headers?: Record<string, string>; query?: string } = {},
): Promise<Answer> =>
  calls(office, who.token, 'PUT', `/intake/customers/${o.system ?? 'crm'}/${key}${o.query ?? ''}`, {
    body,
    ...(o.headers === undefined ? {} : { headers: o.headers }),
  })
const bulk = async (
  who: Program,
  payload: string,
  o: { system?: string; query?: string; type?: string; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  answerOf(
    await office.server.inject({
      method: 'POST',
      url: `${API_PREFIX}/intake/customers/bulk?system=${o.system ?? 'crm'}${o.query ?? ''}`,
      headers: {
        host: 'localhost', authorization: `Bearer ${who.token}`, 'content-type': o.type ?? 'application/x-ndjson', ...o.headers,
      },
      payload,
    }), // prettier-ignore
  )
const lines = (...list: object[]): string => list.map((one) => JSON.stringify(one)).join('\n')
const howMany = async (): Promise<number> =>
  (await office.house.db.read((r) =>
    r.row<{ n: number }>(sql`select count(*)::int as n from custody.customer`),
  ))!.n

describe('the customer system', () => {
  test('delivers somebody, says it again, and corrects a number; the answer is a word and a version, no value and no id', async () => {
    const first = await put(crm, 'C-1001', customer({ 'person-name': '王小红', mobile: phone }))
    expect(first.status, first.text).toBe(200)
    expect(first.body).toMatchObject({
      created: true,
      version: 1,
      changed: ['person-name', 'mobile'],
      repeated: false,
    })
    expect(first.text).not.toContain(phone)
    const again = await put(crm, 'C-1001', customer({ mobile: phone, 'person-name': '王小红' }))
    expect(again.body).toMatchObject({ token: first.body.token, created: false, changed: [], version: 1 })
    const other = await put(crm, 'C-1001', customer({ mobile: '13911113333' }), {
      headers: { 'if-match': '"1"' },
    })
    expect(other.body).toMatchObject({ changed: ['mobile'], version: 2 })
    const late = await put(crm, 'C-1001', customer({ mobile: phone }), { headers: { 'if-match': '"1"' } })
    expect(late.status).toBe(409)
    const state = await calls(office, crm.token, 'GET', '/intake/references/crm/C-1001')
    expect(state.body).toMatchObject({ token: first.body.token, state: 'active', version: 2 })
    expect((await calls(office, crm.token, 'GET', '/intake/references/crm/C-9999')).status).toBe(404)
  })

  test('tries something out, and nothing of it is kept', async () => {
    const before = [await howMany(), (await entriesOf(office.house)).length]
    const tried = await put(crm, 'C-1002', customer({ 'person-name': '李四' }), { query: '?dryRun=yes' })
    expect(tried.body).toMatchObject({ created: true, dryRun: true })
    expect([await howMany(), (await entriesOf(office.house)).length]).toEqual(before)
  })

  test('a call repeated under its key gets the same answer; other content under it is refused', async () => {
    const headers = { 'idempotency-key': 'order-0000001' }
    const first = await put(crm, 'C-1003', customer({ 'person-name': '赵六' }), { headers })
    const again = await put(crm, 'C-1003', customer({ 'person-name': '赵六' }), { headers })
    expect(again.body).toEqual({ ...first.body, repeated: true })
    const other = await put(crm, 'C-1003', customer({ 'person-name': '赵七' }), { headers })
    expect(other.status).toBe(409)
    expect(other.body.mistake.code).toBe('collection.idempotency-other')
    const elsewhere = await put(crm, 'C-1004', customer({ 'person-name': '赵六' }), { headers })
    expect(elsewhere.body.mistake.code).toBe('collection.idempotency-other')
  })

  test('delivers many at once, and is told of each that was not taken in', async () => {
    const sent = lines(
      { key: 'B-1', ...customer({ 'person-name': '钱一' }) },
      { key: 'B-2', ...customer({ 'person-name': '钱二', mobile: '12' }) },
      { key: 'B-3', ...customer({ 'person-name': '钱三', 'bank-card': '6222021234567890128' }) },
      { key: 'B-4', ...customer({ 'person-name': '钱四' }), nonsense: true },
      { key: 'B-1', ...customer({ 'person-name': '钱一' }) },
    )
    const answer = await bulk(crm, `${sent}\n{oops\n`)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body).toMatchObject({
      rows: 6,
      created: 1,
      changed: 0,
      unchanged: 1,
      refused: 1,
      mistakes: 3,
      stopped: null,
    })
    expect(answer.body.results).toMatchObject([
      { row: 2, outcome: 'mistake', code: 'custody.value-unfit', field: 'values.mobile' },
      { row: 3, outcome: 'refused', because: ['3.2.1'] },
      { row: 4, outcome: 'mistake', code: 'collection.line-shape' },
      { row: 6, outcome: 'mistake', code: 'collection.line-unreadable' },
    ])
    expect(answer.text).not.toContain('6222021234567890128')
    const list = JSON.stringify([
      { key: 'B-1', ...customer({ 'person-name': '钱一' }) },
      { key: 'B-5', ...customer({ 'person-name': '孙 "五" }{' }) },
    ])
    const array = await bulk(crm, list, { type: 'application/json', query: '&results=all' })
    expect(array.body, array.text).toMatchObject({ rows: 2, created: 1, unchanged: 1 })
    expect(array.body.results[1].token).toMatch(/^mfr_/)
  })

  test('the page says who delivers, how much, and why something was not taken in; the list can be downloaded', async () => {
    const systems = await office.zhou.asks('GET', '/intake/systems')
    expect(systems.status, systems.text).toBe(200)
    const mine = systems.body.rows.find((row: { account: string }) => row.account === crm.id)
    expect(mine).toMatchObject({ system: 'crm', open: true })
    expect(mine.created).toBeGreaterThan(2)
    const problems = await office.deng.asks('GET', `/intake/systems/${crm.id}/problems`)
    expect(problems.body.reasons.map((one: { reason: string }) => one.reason)).toEqual(
      expect.arrayContaining(['refused/3.2.1', 'custody.value-unfit']),
    )
    const file = await office.deng.asks('GET', `/intake/systems/${crm.id}/problems/file?language=en`)
    expect(file.text).toContain('custody.value-unfit')
    expect((await office.li.asks('GET', '/intake/systems')).status).toBe(403)
  })

  test('two systems have two words for the same person, and neither can use the other’s', async () => {
    const mine = await put(crm, 'J-1', customer({ 'person-name': '周同' }))
    const theirs = await put(shop, 'J-1', customer({ 'person-name': '周同' }), { system: 'shop' })
    expect(mine.body.token).not.toBe(theirs.body.token)
    const behind = (system: string, token: string) => office.chapters.collection.customerBehind(system, token)
    expect(await behind('crm', mine.body.token)).toBeDefined()
    expect(await behind('shop', mine.body.token)).toBeUndefined()
    const read = async (who: Program, reference: string) =>
      await calls(office, who.token, 'POST', '/readings/by-reference', {
        body: { reference, fields: [await office.field('person-name')], purpose: 'service', mode: 'read' },
      })
    const own = await read(crm, mine.body.token)
    expect(own.status, own.text).toBe(200)
    expect(own.body).toMatchObject({ reference: mine.body.token, values: [{ sight: 'masked' }] })
    expect(own.body.customer).toBeUndefined()
    expect((await read(shop, mine.body.token)).status).toBe(404)
    const readings = await entriesOf(office.house, 'reading')
    expect(readings.at(-1)).toMatchObject({ actor: crm.id, verdict: 'permit' })
  })
})

test('a system that follows customers is told of them by its own words for them, and of nothing else', async () => {
  const link = await office.qian.asks('POST', '/outside-links', {
    name: '数据仓库', enabled: true, url: 'https://warehouse.example.com/hook', system: 'warehouse', mayStart: false, mayDecide: false,
    events: ['customer.taken-in', 'customer.changed', 'customer.erased', 'consent.withdrawn'],
  }) // prettier-ignore
  expect(link.status, link.text).toBe(200)
  const mine = await put(crm, 'W-1', customer({ 'person-name': '卫星', mobile: phone }))
  await put(crm, 'W-1', customer({ 'person-name': '卫星', mobile: phone }))
  await put(crm, 'W-1', customer({ mobile: '13911114444' }))
  const id = (await office.chapters.collection.customerBehind('crm', mine.body.token))!
  await office.house.db.transact((w) => office.chapters.collection.events.erased(w, id))
  const events = await office.house.db.read((r) =>
    r.rows<{ kind: string; content: { customers: { token: string }[] } }>(
      sql`select kind, content from approval.outbox where link_id = ${String(link.body.id)} order by created_at, id`,
    ),
  )
  // The clock of the test stands still: events of one moment have no order.
  expect(events.map((one) => one.kind).toSorted((a, b) => (a < b ? 1 : -1))).toEqual([
    'customer.taken-in',
    'customer.erased',
    'customer.changed',
  ])
  const words = new Set(events.flatMap((one) => one.content.customers.map((customer) => customer.token)))
  expect(words.size).toBe(1)
  expect([...words][0]).not.toBe(mine.body.token)
  for (const secret of [phone, '卫星', id, 'W-1']) expect(JSON.stringify(events)).not.toContain(secret)
  expect(await office.chapters.collection.customerBehind('warehouse', [...words][0]!)).toBe(id)
})

describe('attacks', () => {
  const refused = (answer: Answer, clause = '3.2.1') => {
    expect(answer.status, answer.text).toBe(403)
    expect(answer.body.because.map((one: { number: string }) => one.number)).toContain(clause)
  }

  test('a field, a purpose or a system outside its limits is refused, and the record says so', async () => {
    refused(await put(crm, 'A-1', customer({ 'person-name': '甲', 'id-card': '11010519491231002X' })))
    refused(await put(crm, 'A-1', { ...customer({ 'person-name': '甲' }), purposes: ['contract'] }))
    refused(await put(shop, 'C-1001', customer({ 'person-name': '顶替' })))
    refused(await calls(office, shop.token, 'GET', '/intake/references/crm/C-1001'))
    const denied = (await entriesOf(office.house, 'act')).filter(
      (one) => one['verb'] === 'take-in' && one['verdict'] === 'deny',
    )
    expect(denied.length).toBeGreaterThanOrEqual(3)
  })

  test('no basis, no purpose, no consent: stopped with the reason', async () => {
    refused(await put(crm, 'A-2', { ...customer({ 'person-name': '乙' }), legalBasis: 'habit' }), '2.1.1')
    expect(
      (await put(crm, 'A-2', { ...customer({ 'person-name': '乙' }), purposes: ['whatever'] })).body.mistake
        .code,
    ).toBe('collection.no-purpose')
    expect(
      (await put(crm, 'A-2', { ...customer({ 'person-name': '乙' }), legalBasis: 'consent' })).body.mistake
        .code,
    ).toBe('collection.consent-needed')
  })

  test('somebody at a page, and a person’s own token, deliver under nobody’s reference', async () => {
    refused(
      await office.deng.asks('PUT', '/intake/customers/crm/C-1001', customer({ 'person-name': '手写' })),
      '2.2.1',
    )
    const own = await ownToken(office, office.li, { fields: ['person-name'] })
    refused(
      await calls(office, own.token, 'PUT', '/intake/customers/crm/C-1001', {
        body: customer({ 'person-name': '手写' }),
      }),
    )
  })

  test('it cannot raise its own rights, read in full, or correct a file by another road', async () => {
    const rights = await calls(office, crm.token, 'PUT', `/service-accounts/${crm.id}/rights`, { body: {} })
    expect(rights.status).toBe(403)
    const corrected = await calls(office, crm.token, 'PUT', `/customers/${crm.id}/values`, { body: {} })
    expect([403, 404]).toContain(corrected.status)
  })

  test('a customer above its clearance is not overwritten, and it is not told what stands there', async () => {
    await put(crm, 'H-1', customer({ 'person-name': '秦总' }))
    const id = await office.chapters.collection.customerBehind(
      'crm',
      (await put(crm, 'H-1', customer({ 'person-name': '秦总' }))).body.token,
    )
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update custody.customer set level = 4 where id = ${id!}`),
    )
    refused(await put(crm, 'H-1', customer({ 'person-name': '秦怂' })))
    refused(await put(crm, 'H-1', customer({ 'person-name': '秦总' }), { headers: { 'if-match': '99' } }))
  })

  test('more than its day’s customers wait for tomorrow', async () => {
    const many = lines(
      ...Array.from({ length: 20 }, (_, at) => ({ key: `S-${at}`, ...customer({ 'person-name': '客' }) })),
    )
    const answer = await bulk(shop, many, { system: 'shop' })
    expect(answer.body.created + answer.body.refused).toBeLessThanOrEqual(8)
    expect(answer.body.results.at(-1)).toMatchObject({ row: 20, code: 'collection.deliveries-today' })
    expect((await put(shop, 'S-99', customer({ 'person-name': '客' }), { system: 'shop' })).status).toBe(429)
  })

  test.each([
    [
      'a name that reaches into a prototype',
      '{"key":"P-1","kind":"person","values":{"__proto__":"x"},"purposes":["service"],"legalBasis":"contract"}',
    ],
    [
      'a constructor',
      '{"key":"P-1","kind":"person","values":{"constructor":"x"},"purposes":["service"],"legalBasis":"contract"}',
    ],
    ['a depth without end', `${'['.repeat(20_000)}`],
  ])('%s in a bulk line', async (_, line) => {
    const answer = await bulk(crm, `${line}\n`)
    expect(answer.body.created ?? 0).toBe(0)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  test('a prototype in a single delivery', async () => {
    const reply = await office.server.inject({
      method: 'PUT',
      url: `${API_PREFIX}/intake/customers/crm/P-2`,
      headers: {
        host: 'localhost',
        authorization: `Bearer ${crm.token}`,
        'content-type': 'application/json',
      },
      payload:
        '{"kind":"person","values":{"__proto__":{"x":1}},"purposes":["service"],"legalBasis":"contract"}',
    })
    expect(reply.statusCode).toBe(400)
  })

  test('a bulk takes no key that promises more than it can keep', async () => {
    const answer = await bulk(crm, '', { headers: { 'idempotency-key': 'bulk-00000001' } })
    expect(answer.body.mistake.code).toBe('collection.bulk-key')
  })

  test('an owner who is disabled or collects no longer stops the system at once', async () => {
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`update people.role_holding set ended_at = now() where person_id = ${office.deng.personId} and ended_at is null`,
      ),
    )
    const answer = await put(crm, 'O-1', customer({ 'person-name': '末' }))
    expect(answer.status).toBe(403)
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update people.account set disabled_at = now() where person_id = ${office.deng.personId}`),
    )
    expect((await put(crm, 'O-1', customer({ 'person-name': '末' }))).status).toBe(401)
    await proves(office, office.qian)
  })
})
