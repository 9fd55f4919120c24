import { afterAll, beforeAll, expect, test } from 'vitest'
import { enqueue } from '../../floor/jobs/index.ts'
import {
  type Actor,
  entriesOf,
  expectLedgerWhole,
  must,
  type Loose,
  openTestOffice,
  type TestOffice,
} from '../support/cast.ts'
import { calls, program, type Program } from '../support/programs.ts'

/** The review of a quarter: Zhou opens it, Wang and Zhao decide about their people, Sun watches, and all of it is in the ledger. */

let office: TestOffice
let file: string
let grant: string
let review: string
let assistant: Program
beforeAll(async () => {
  office = await openTestOffice({ at: '2026-08-24T02:00:00Z' })
  file = await office.customer({
    'person-name': '王小红',
    mobile: '13800138000',
    'id-card': '11010519491231002X',
  })
  const { zhou, deng, li } = office
  must(await office.chapters.people.changeRole(zhou, li.personId, 'collector', 'give'))
  await office.later(0)
  await deng.gets('POST', '/proxies', {
    proxy: office.zhao.personId, from: office.clock.now().toISOString(), until: '2027-01-31T00:00:00Z', reason: '出差',
  }) // prettier-ignore
  await office.later(95)
  grant = await li.applies({ customers: [file], fields: ['id-card'], days: 30 })
  await office.wang.approves(grant)
  await li.reads(file, ['id-card'], { application: grant })
  assistant = await program(office, li, { fields: ['mobile'] })
  await office.later(0)
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

/** What the program does every morning about the review. */
async function everyMorning(): Promise<void> {
  await office.house.db.transact((w) => enqueue(w, { kind: 'people.rights-review' }))
  await office.runJobs()
}

const own = async (who: Actor): Promise<Loose> => await who.gets('GET', '/rights-review')
const rightsOf = async (who: Actor, name: string): Promise<Loose[]> =>
  (await own(who)).people.find((one: Loose) => one.name === name)?.rights ?? []
const idOf = async (who: Actor, name: string, title: string): Promise<string> =>
  (await rightsOf(who, name)).find((one: Loose) => one.title.zh.includes(title))!.id
const decides = (who: Actor, id: string, decision: string, reason = '') =>
  who.asks('POST', `/rights-review/items/${id}`, { decision, reason })

test('Zhou opens the review; everybody who has something to decide is told, without a word of a customer', async () => {
  expect((await office.sun.asks('POST', '/rights-reviews', { reason: '越权' })).status).toBe(403)
  const made = await office.zhou.gets('POST', '/rights-reviews', { reason: '季度例行复核' })
  review = made.id
  expect(made).toMatchObject({ number: 'FH-2026-0401' })
  const notices = await office.wang.gets('GET', '/notices')
  const told = notices.rows.find((one: Loose) => one.kind === 'rights-review')
  expect(told).toMatchObject({ link: '/rights-review', values: { number: 'FH-2026-0401', count: 5 } })
  expect(JSON.stringify(notices)).not.toContain('王小红')
})

test('Wang sees what Li holds and when he last used it: clearance and grant in use, the collector’s role never', async () => {
  const rights = await rightsOf(office.wang, '李雷')
  const seen = rights.map((one) => [one.kind, one.suggested, one.usedAt === null, one.givenBy])
  expect(seen).toEqual([
    ['grants', false, false, null],
    ['rights', false, false, '周密'],
    ['roles', true, true, '周密'],
    ['service-accounts', false, true, '周密'],
  ])
  // Han holds a clearance that she never used.
  expect(await rightsOf(office.wang, '韩梅')).toMatchObject([
    { kind: 'rights', suggested: true, usedAt: null },
  ])
  const page = await office.wang.asks('GET', '/rights-review')
  for (const value of ['13800138000', '王小红', '11010519491231002X']) expect(page.text).not.toContain(value)
})

test('she confirms what he needs, ends the grant: the next reading is refused within the second', async () => {
  expect((await decides(office.wang, await idOf(office.wang, '李雷', '涉密等级'), 'confirm')).status).toBe(
    200,
  )
  const answer = await decides(office.wang, await idOf(office.wang, '李雷', '使用授权'), 'remove', '合同已签')
  expect(answer.body).toEqual({ outcome: 'removed' })
  const { fields } = await readOf(office.li)
  expect(fields).toBe('masked')
})

/** How Li sees the identity number under the grant. */
async function readOf(who: Actor): Promise<{ fields: string }> {
  const seen = await who
    .reads(file, ['id-card'], { application: grant })
    .catch(() => ({ 'id-card': 'refused:' }))
  return { fields: String(seen['id-card']).split(':')[0]!.replace('refused', 'masked') }
}

test('Li’s assistant is reviewed as a right of his: ended, its token opens nothing any more', async () => {
  const knocks = async () => (await calls(office, assistant.token, 'GET', '/customers')).status
  expect(await knocks()).toBe(200)
  const id = await idOf(office.wang, '李雷', '服务账号')
  expect((await decides(office.wang, id, 'remove', '改由人工')).body).toEqual({ outcome: 'removed' })
  expect(await knocks()).toBe(401)
})

test('she removes everything suggested in one act: Li’s role and Han’s clearance are gone, his open page with them', async () => {
  const items = (await own(office.wang)).people.flatMap((one: Loose) =>
    one.rights.filter((right: Loose) => right.suggested).map((right: Loose) => right.id),
  )
  const done = await office.wang.gets('POST', '/rights-review/decisions', {
    items,
    decision: 'remove',
    onlyUnused: true,
  })
  expect(done).toEqual({ done: items.length, left: [] })
  const facts = await office.chapters.people.personFacts([office.li.personId, office.han.personId])
  expect([...facts.get(office.li.personId)!.roles]).toEqual([])
  expect(facts.get(office.han.personId)!.clearance).toBe(1)
  expect((await office.li.asks('GET', '/desk/todo')).status).toBe(401)
  await office.li.signsIn()
  const notices = await office.li.gets('GET', '/notices')
  expect(notices.rows.map((one: Loose) => one.kind)).toContain('right-removed')
})

test('the proxy that Deng once gave to Zhao is reviewed by Zhou, for Zhao has nobody above him', async () => {
  const proxy = (await rightsOf(office.zhou, '赵总')).find((one) => one.kind === 'approvals')
  expect(proxy).toMatchObject({ title: { zh: '审批代理：代 邓华' }, givenBy: '邓华', suggested: true })
  expect((await decides(office.zhou, proxy!.id, 'remove')).body).toEqual({ outcome: 'removed' })
  const rules = await office.deng.gets('GET', '/proxies')
  expect(rules.rows).toMatchObject([{ state: 'over' }])
})

test('attack: Li opens his own right from the list that Wang was sent, and Sun that of her office', async () => {
  const rows = (await office.sun.gets('GET', `/rights-reviews/${review}/items?size=200`)).rows as Loose[]
  const of = (person: string, title: string): string =>
    rows.find((one) => one.person === person && one.title.zh.includes(title))!.id
  expect((await decides(office.li, of('李雷', '涉密等级'), 'confirm')).status).toBe(403)
  expect((await decides(office.sun, of('孙正', '审计管理员'), 'confirm')).status).toBe(403)
  expect((await decides(office.zhou, of('周密', '安全管理员'), 'confirm')).status).toBe(403)
  expect((await decides(office.sun, of('周密', '安全管理员'), 'remove')).status).toBe(409)
})

test('overdue: reviewers are reminded, then it goes up; Sun sees who is late; Zhou closes, and the record stays', async () => {
  await office.later(15)
  await everyMorning()
  const view = await office.sun.gets('GET', `/rights-reviews/${review}`)
  expect(view.campaign.state).toBe('overdue')
  expect(view.reviewers.map((one: Loose) => one.name)).toContain('赵总')
  const kinds = async (who: Actor): Promise<string[]> =>
    (await who.gets('GET', '/notices')).rows.map((one: Loose) => one.kind)
  expect(await kinds(office.zhao)).toContain('rights-review-overdue')
  await office.later(7)
  await everyMorning()
  expect(await kinds(office.sun)).toContain('rights-review-escalated')
  await office.zhou.gets('POST', `/rights-reviews/${review}/close`, { reason: '到期' })
  expect((await decides(office.zhao, await anyOpen(), 'confirm')).status).toBe(409)
  const record = await office.sun.gets('GET', `/rights-reviews/${review}/record`)
  expect(record.view.counts).toMatchObject({ kept: 1, removed: 5, gone: 0 })
  expect(
    record.rows.filter((one: Loose) => one.state === 'removed').map((one: Loose) => one.reviewers[0]),
  ).toEqual(expect.arrayContaining(['王芳', '周密']))
})

/** A right of Wang's, which lies with Zhao, still open in the record. */
async function anyOpen(): Promise<string> {
  const { rows } = await office.sun.gets('GET', `/rights-reviews/${review}/items?state=open&size=200`)
  return rows.find((one: Loose) => one.person === '王芳')!.id
}

test('every step stands in the ledger, and the ledger is whole', async () => {
  const kinds = (await entriesOf(office.house)).map((entry) => entry['kind'])
  for (const kind of ['rights-review-opened', 'rights-review-reminded', 'rights-review-closed'])
    expect(kinds).toContain(kind)
  const acts = (await entriesOf(office.house, 'act')).filter((entry) => entry['verb'] === 'review-rights')
  const by = (verdict: string) => acts.filter((entry) => entry['verdict'] === verdict).length
  expect([by('permit'), by('deny')]).toEqual([6, 3])
  expect(JSON.stringify(acts)).not.toContain('合同已签')
  await expectLedgerWhole(office.house)
})
