import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { signInward } from '../../floor/delivery/webhooks.ts'
import { expectLedgerWhole, type Loose, openTestOffice, type TestOffice } from '../support/cast.ts'

/** The company's OA remains master: an application is filled in there and decided there, over HTTP. */

let office: TestOffice
let file: string
let link: { id: string; secret: string }
let application: string
const phone = '18655550123'
beforeAll(async () => {
  office = await openTestOffice()
  file = await office.customer({ 'person-name': '王小红', mobile: phone, 'id-card': '110105194912310038' })
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

/** A call as the OA makes it; `more` are headers a browser would add. */
async function oa(method: 'GET' | 'POST', path: string, value?: object, more: object = {}) {
  const body = value === undefined ? '' : JSON.stringify(value)
  const url = `/api/v1/outside${path}`
  const timestamp = String(Math.floor(office.clock.now().getTime() / 1000))
  const nonce = randomBytes(16).toString('hex')
  const reply = await office.server.inject({
    method,
    url,
    headers: {
      host: 'localhost',
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
      'x-mifeng-link': link.id,
      'x-mifeng-timestamp': timestamp,
      'x-mifeng-nonce': nonce,
      'x-mifeng-signature': signInward(link.secret, { method, path: url, timestamp, nonce, body }),
      ...more,
    },
    ...(body === '' ? {} : { payload: body }),
  })
  return { status: reply.statusCode, body: JSON.parse(reply.body) as Loose, text: reply.body }
}

test('Qian connects the OA; the secret is shown once', async () => {
  const body = {
    name: '公司 OA',
    enabled: true,
    url: 'https://oa.example.com/hooks/mifeng',
    events: [],
    mayStart: true,
    mayDecide: true,
    users: { 'li.lei': 'B003', 'wang.fang': 'B002' },
  }
  const answer = await office.qian.asks('POST', '/outside-links', body)
  expect(answer.status, answer.text).toBe(200)
  link = answer.body
  expect((await office.qian.asks('GET', '/outside-links')).text).not.toContain(link.secret)
  for (const other of [office.zhou, office.sun, office.li])
    expect((await other.asks('POST', '/outside-links', body)).status).toBe(403)
})

test('Li fills in the application in the OA, and it is his application here', async () => {
  const content = {
    purpose: 'service',
    reason: '客户来电报修，需要回电确认',
    customers: [file],
    fields: [await office.field('mobile')],
    modes: ['read'],
    startsAt: '2026-11-24',
    endsAt: '2026-11-26',
    undertaking: true,
  }
  const call = { user: 'li.lei', form: 'use', reference: 'OA/2026/77', content }
  const answer = await oa('POST', '/applications', call)
  expect(answer.status, answer.text).toBe(201)
  application = answer.body.id
  expect((await oa('POST', '/applications', call)).body).toMatchObject({ id: application, repeated: true })
  const mine = await office.li.asks('GET', `/applications/${application}`)
  expect(mine.body).toMatchObject({ purpose: 'service', customers: [{ id: file }] })
})

test('what Li may not apply for here he may not apply for there either', async () => {
  const content = { purpose: 'service', reason: '看看', customers: [file], fields: [], modes: ['read'] }
  const answer = await oa('POST', '/applications', {
    user: 'li.lei',
    form: 'use',
    reference: 'OA-78',
    content,
  })
  expect(answer.status).toBe(400)
  expect(answer.body.mistake.code).toBe('outside.shape')
})

test('the OA sees states and hash, no customer; a browser cannot call, signed or not', async () => {
  const state = await oa('GET', `/approvals/${application}`)
  expect(state.body).toMatchObject({ state: 'running', tasks: [{ user: 'wang.fang' }] })
  for (const value of [phone, '王小红', file]) expect(state.text).not.toContain(value)
  const fromPage = await oa('GET', `/approvals/${application}`, undefined, { 'sec-fetch-site': 'cross-site' })
  expect(fromPage.status).toBe(403)
})

test('Wang decides in the OA; if the level asks for it she confirms here; Li then holds his grant', async () => {
  const { hash, level } = (await oa('GET', `/approvals/${application}`)).body as {
    hash: string
    level: number
  }
  const answer = await oa('POST', `/approvals/${application}/decide`, {
    user: 'wang.fang',
    decision: 'approve',
    hash,
    opinion: '同意，用途明确',
  })
  expect(answer.status, answer.text).toBe(level > 1 ? 202 : 200)
  if (level > 1) {
    const { rows } = (await office.wang.asks('GET', '/outside-wishes')).body as { rows: { id: string }[] }
    const confirmed = await office.wang.asks('POST', `/outside-wishes/${rows[0]!.id}/confirm`, {})
    expect(confirmed.status, confirmed.text).toBe(200)
  }
  const life = await office.house.db.read((r) => office.chapters.approval.life(r, application))
  expect(life.tasks.find(({ assignee }) => assignee === office.wang.personId)?.state).toBe('approved')
  const leaves = await office.house.fresh.owner.read((r) =>
    r.rows(sql`select entry from ledger.leaf where entry like '%"channel":"outside"%'`),
  )
  expect(leaves.length).toBeGreaterThanOrEqual(2)
})
