import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { enqueue } from '../../floor/jobs/index.ts'
import {
  type Answer,
  entriesOf,
  expectLedgerWhole,
  type Loose,
  openTestOffice,
  refusedBy,
  type TestOffice,
} from '../support/cast.ts'

/** New files are tidied (2.3.1): Li sells and owns files, Deng keeps the archive, Zhao sees everything, Han nothing. */

let office: TestOffice
let one: string
let two: string
const phone = '18655550123'
beforeAll(async () => {
  office = await openTestOffice({ at: '2026-11-24T02:00:00Z' })
  one = await office.customer({ 'person-name': '王小红', mobile: phone, address: '杭州市西湖区文三路 90 号' })
  two = await office.customer({ 'person-name': '王小红', mobile: phone, address: '杭州市拱墅区莫干山路 18 号', email: 'xh@example.com' }, { level: 2 }) // prettier-ignore
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

const asc = (a: number | string, b: number | string): number => (a < b ? -1 : 1)
const sweep = (): Promise<void> => office.chapters.tidying.bringUpToDate()
const refused = (answer: Answer): [number, string] => [answer.status, String(refusedBy(answer)[0])]
const code = (answer: Answer): [number, string] => [answer.status, String(answer.body.mistake?.code)]
const queue = async (who = office.deng, query = ''): Promise<Loose[]> =>
  (await who.gets('GET', `/tidying?size=100${query}`)).rows
const lineOf = async (id: string, who = office.deng): Promise<Loose> =>
  (await queue(who)).find((row) => row.id === id)
const shows = async (id: string, codes: string[]): Promise<object> => await office.li.reads(id, codes)

test('a new file with defects comes into the queue once, whoever looks and however often', async () => {
  await Promise.all([sweep(), sweep()])
  const row = await lineOf(one)
  expect(row).toMatchObject({ defects: ['duplicate', 'unclassified'], overdue: false, postponed: 0 })
  expect(row.dueAt).toBe('2026-12-01T10:00:00.000Z')
  expect((await queue(office.li)).map((line) => line.id).toSorted(asc)).toEqual([one, two].toSorted(asc))
  for (const who of [office.han, office.gu, office.qian, office.zhou, office.sun])
    expect(await queue(who)).toEqual([])
})

test('neither a stranger nor an administrator tidies a file, and who is given one must be able to', async () => {
  const { han, qian, li } = office
  expect(refused(await han.asks('POST', '/tidying/tidy', { ids: [one] }))).toEqual([403, '2.3.1'])
  expect(refused(await qian.asks('POST', '/tidying/confirm', { ids: [one] }))).toEqual([403, '6.1'])
  expect(await li.gets('POST', '/tidying/assign', { ids: [one], personId: han.personId })).toMatchObject({
    done: 0, failed: 1, why: 'tidying.not-theirs',
  }) // prettier-ignore
  expect(
    await li.gets('POST', '/tidying/assign', { ids: [one], personId: office.deng.personId }),
  ).toMatchObject({ done: 1 })
  expect((await queue(office.deng, '&whose=mine')).map((row) => row.id)).toEqual([one])
})

test('what still has defects is not called tidy without saying why; the words hold no number', async () => {
  const { deng } = office
  expect(refused(await deng.asks('POST', '/tidying/tidy', { ids: [one] }))).toEqual([403, '2.3.1'])
  const telling = { ids: [one], reason: `客户电话 ${phone} 打不通` }
  expect(code(await deng.asks('POST', '/tidying/tidy', telling))).toEqual([422, 'custody.words-telling'])
})

test('a file is put off with a reason, and not for ever', async () => {
  const { li } = office
  const put = (days: number) =>
    li.gets('POST', '/tidying/postpone', { ids: [one], days, reason: '客户出差，月底回来' })
  expect(await put(5)).toMatchObject({ done: 1 })
  expect((await lineOf(one)).dueAt).toBe('2026-12-08T10:00:00.000Z')
  const both = await Promise.all([put(15), put(15)])
  expect(both.map((answer) => answer.done).toSorted(asc)).toEqual([0, 1])
  expect(both.find((answer) => answer.done === 0)).toMatchObject({ why: 'tidying.postponed-enough' })
})

test('type and category are the tenant’s words; a type for companies does not fit a person, a retired one nobody', async () => {
  const { deng, li } = office
  const type = { code: 'partner', zh: '合作伙伴', en: 'Partner', appliesTo: 'company', numberCode: 'H', required: ['uscc'], staleMonths: 12, sort: 9, retired: false, version: 0 } // prettier-ignore
  expect(refused(await li.asks('PUT', '/filing/types', type))).toEqual([403, 'undefined'])
  await deng.gets('PUT', '/filing/types', type)
  expect(code(await deng.asks('PUT', '/filing/types', type))).toEqual([409, 'filing.code-taken'])
  const classify = (typeCode: string) =>
    li.gets('POST', '/tidying/classify', { ids: [one], typeCode, categoryCode: 'contract' })
  expect(await classify('partner')).toMatchObject({ done: 0, why: 'filing.type-other-kind' })
  await deng.gets('PUT', '/filing/types', { ...type, retired: true, version: 1 })
  expect(await classify('partner')).toMatchObject({ done: 0, why: 'filing.no-type' })
  expect(await classify('key')).toMatchObject({ done: 1 })
  expect(await lineOf(one)).toMatchObject({ type: 'key', category: 'contract', defects: ['duplicate'] })
  expect(code(await deng.asks('PUT', '/filing/types', { ...type, code: '', version: 0 }))).toEqual([
    422,
    'filing.unclassified-stays',
  ])
})

test('a value that does not fit its type is known without opening anything, and no longer when it was corrected', async () => {
  const file = await office.customer({ 'person-name': '张三', 'id-card': '110105194912310031' })
  await sweep()
  expect(await lineOf(file)).toMatchObject({
    defects: ['unfit', 'unclassified'],
    unfit: [{ en: expect.any(String) }],
  })
  const field = await office.field('id-card')
  await office.li.gets('PUT', `/customers/${file}`, {
    expectedVersion: 1,
    values: { [field]: '110105194912310038' },
  })
  expect(await lineOf(file)).toMatchObject({ defects: ['unclassified'], unfit: [] })
  expect(await office.li.gets('GET', `/customers/${file}/quality`)).toMatchObject({
    score: { validity: 100, completeness: 100 },
  })
  expect((await office.han.asks('GET', `/customers/${file}/quality`)).status).toBe(403)
})

let merge: string
test('two files of one customer are found company-wide; what differs is marked although both look alike', async () => {
  const { rows } = await office.deng.gets('GET', '/duplicates')
  expect(rows).toHaveLength(1)
  const address = await office.field('address')
  expect(rows[0].differs).toEqual([address])
  expect(JSON.stringify(rows)).not.toContain(phone)
})

test('a merge takes the chosen values and the higher level; blocks are as the ledger says', async () => {
  const { deng } = office
  const [pair] = (await deng.gets('GET', '/duplicates')).rows
  const address = await office.field('address')
  const decide = { decision: 'merge', stays: one, take: [address] }
  await office.house.fresh.owner.transact((w) =>
    w.run(
      sql`update custody.customer set barred = '{"abroad": 7, "provision": 4102444800000}' where id = ${two}`,
    ),
  )
  const wrong = { decision: 'merge', stays: pair.id, take: [] }
  expect(code(await deng.asks('POST', `/duplicates/${pair.id}/decide`, wrong))).toEqual([
    409,
    'collection.not-open',
  ])
  const none = { decision: 'merge', stays: one, take: [await office.field('id-card')] }
  expect(code(await deng.asks('POST', `/duplicates/${pair.id}/decide`, none))).toEqual([
    422,
    'tidying.take-unknown',
  ])
  await deng.gets('POST', `/duplicates/${pair.id}/decide`, decide)
  expect(await shows(one, ['address', 'email'])).toMatchObject({ email: 'full:xh@example.com', address: expect.stringContaining('莫干山路') }) // prettier-ignore
  const head = (await office.chapters.custody.material([one])).get(one)!.head
  expect(head.level).toBe(2)
  const barred = async () => (await office.chapters.custody.material([one])).get(one)!.facts.barred
  expect(await barred()).toMatchObject({ abroad: 7, provision: 4102444800000 })
  expect(await office.chapters.custody.checkBlocks()).toMatchObject({ faults: [] })
  const [row] = (await deng.gets('GET', '/merges')).rows
  expect(row).toMatchObject({
    stays: { id: one },
    goes: { id: two },
    undoneAt: null,
    undoUntil: expect.any(String),
  })
  merge = row.id
})

test('a merge is undone once, by filers only: both files are as they were, and the pair is open again', async () => {
  const { deng, li } = office
  expect((await li.asks('POST', `/merges/${merge}/undo`)).status).toBe(403)
  const answers = await Promise.all([1, 2, 3].map(() => deng.asks('POST', `/merges/${merge}/undo`)))
  expect(answers.map((answer) => answer.status).toSorted(asc)).toEqual([200, 409, 409])
  expect(await shows(one, ['address', 'email'])).toEqual({ address: expect.stringContaining('文三路'), email: expect.stringMatching(/^hidden|^$|^absent|never/) }) // prettier-ignore
  expect(await shows(two, ['address'])).toMatchObject({ address: expect.stringContaining('莫干山路') })
  expect((await office.chapters.custody.material([one])).get(one)!.head.level).toBe(1)
  expect((await office.chapters.custody.material([one])).get(one)!.facts.barred).toEqual({})
  expect(await office.chapters.custody.checkBlocks()).toMatchObject({ faults: [] })
  expect((await deng.gets('GET', '/duplicates')).rows).toHaveLength(1)
  const kinds = (await entriesOf(office.house, 'custody-change')).map((entry) => entry['what'])
  expect(kinds).toContain('unmerged')
})

test('after a change, or when the time is over, a merge is final', async () => {
  const { deng, li } = office
  const [pair] = (await deng.gets('GET', '/duplicates')).rows
  await deng.gets('POST', `/duplicates/${pair.id}/decide`, { decision: 'merge', stays: one })
  const [row] = (await deng.gets('GET', `/merges?customer=${one}`)).rows
  office.clock.advance(1000)
  const version = (await office.chapters.custody.material([one])).get(one)!.head.version
  const email = await office.field('email')
  await li.gets('PUT', `/customers/${one}`, {
    expectedVersion: version,
    values: { [email]: 'new@example.com' },
  })
  expect(code(await deng.asks('POST', `/merges/${row.id}/undo`))).toEqual([409, 'custody.merge-final'])
})

test('whoever sees a field may ask for its correction; the value is sealed, and the owner decides', async () => {
  const { zhao, li, han, wang } = office
  const file = await office.customer({ 'person-name': '赵小四', mobile: '13800138000' })
  const field = await office.field('mobile')
  const wish = { field, value: '13900139000', reason: '客户来电说换了号码 13900139000' }
  expect(refused(await han.asks('POST', `/customers/${file}/corrections`, wish))).toEqual([
    403,
    'default-deny',
  ])
  expect(code(await zhao.asks('POST', `/customers/${file}/corrections`, { ...wish, value: '139' }))).toEqual([422, 'custody.value-unfit']) // prettier-ignore
  const { id } = await zhao.gets('POST', `/customers/${file}/corrections`, wish)
  expect(code(await zhao.asks('POST', `/customers/${file}/corrections`, wish))).toEqual([
    409,
    'tidying.asked-already',
  ])
  const rows = await office.house.fresh.owner.read((r) =>
    r.rows<object>(sql`select k::text from collection.correction k`),
  )
  expect(JSON.stringify(rows)).not.toMatch(/13900139000|换了号码/)
  const [shown] = (await li.gets('GET', '/corrections')).rows
  expect(shown).toMatchObject({ id, sight: 'masked', state: 'open', value: '139****9000' })
  expect(shown.reason).not.toContain('13900139000')
  expect((await wang.gets('GET', '/corrections')).rows).toEqual([])
  for (const who of [wang, han, zhao])
    expect((await who.asks('POST', `/corrections/${id}/decide`, { decision: 'accept' })).status).toBe(404)
  expect(
    (await han.asks('POST', `/corrections/${id}/open`, { purpose: 'service', reason: '上门维修' })).status,
  ).toBe(404)
  expect(code(await li.asks('POST', `/corrections/${id}/decide`, { decision: 'refuse' }))).toEqual([
    422,
    'tidying.reason-needed',
  ])
  const opened = await li.gets('POST', `/corrections/${id}/open`, {
    purpose: 'service',
    reason: '核对新号码',
  })
  expect(opened).toMatchObject({ sight: 'full', value: '13900139000' })
  const answers = await Promise.all(
    [1, 2].map(() => li.asks('POST', `/corrections/${id}/decide`, { decision: 'accept' })),
  )
  expect(answers.map((answer) => answer.status).toSorted(asc)).toEqual([200, 409])
  expect(await shows(file, ['mobile'])).toEqual({ mobile: 'full:13900139000' })
  expect(await zhao.gets('GET', '/corrections?tab=asked&state=accepted')).toMatchObject({ total: 1 })
  expect(JSON.stringify(await zhao.gets('GET', '/notices'))).toContain('correction-accepted')
})

test('a correction of a file that changed meanwhile is not put in; one’s own request one does not decide', async () => {
  const { zhao, li, deng } = office
  const file = await office.customer({ 'person-name': '钱小五', mobile: '13800138001' })
  const field = await office.field('mobile')
  const wish = { field, value: '13900139001', reason: '名片上的号码不同' }
  const { id } = await zhao.gets('POST', `/customers/${file}/corrections`, wish)
  await li.gets('PUT', `/customers/${file}`, { expectedVersion: 1, values: { [field]: '13700137000' } })
  expect(code(await li.asks('POST', `/corrections/${id}/decide`, { decision: 'accept' }))).toEqual([
    409,
    'custody.changed-meanwhile',
  ])
  await li.gets('POST', `/corrections/${id}/decide`, { decision: 'refuse', reason: '已更正为新号码' })
  const own = await li.gets('POST', `/customers/${file}/corrections`, wish)
  expect((await li.asks('POST', `/corrections/${own.id}/decide`, { decision: 'accept' })).status).toBe(404)
  expect((await deng.gets('GET', '/corrections')).rows.map((row: Loose) => row.id)).toEqual([own.id])
  await li.gets('POST', `/corrections/${own.id}/withdraw`)
  expect((await deng.asks('POST', `/corrections/${own.id}/decide`, { decision: 'accept' })).status).toBe(409)
})

test('the scores are counts; somebody without an office for them does not see them', async () => {
  await sweep()
  const { company, departments } = await office.deng.gets('GET', '/quality')
  expect(company.files).toBeGreaterThan(3)
  expect(company.total).toBeGreaterThan(50)
  expect(departments).toHaveLength(1)
  expect((await office.li.asks('GET', '/quality')).status).toBe(403)
})

test('what is overdue stands on the desk of who owes it, and goes up to the records officer', async () => {
  await office.later(9)
  await sweep()
  await office.chapters.duties.remind()
  expect(await office.li.gets('GET', '/duties?state=overdue')).toMatchObject({
    rows: [{ kind: 'tidying.open', clause: '2.3.1' }],
  })
  await office.later(3)
  await office.chapters.duties.remind()
  expect(JSON.stringify(await office.deng.gets('GET', '/notices'))).toContain('duty-escalated')
  const clauses = (await office.sun.gets('GET', '/clauses')).rows
  const standing = clauses.find((row: Loose) => row.number === '2.3.1')
  expect(standing).toMatchObject({ status: 'live' })
  expect(JSON.stringify(standing.standings)).toContain('Duties overdue')
  expect(standing.standings[1]).toMatchObject({
    label: { en: 'Of these overdue' },
    value: expect.any(Number),
  })
})

test('a file nobody has confirmed for too long comes back, and “still right” settles it', async () => {
  const file = await office.customer(
    { 'person-name': '孙小六', mobile: '13800138006' },
    { typeCode: 'key', categoryCode: 'general' },
  )
  await office.later(370)
  await office.runJobs()
  await office.house.db.transact((w) => enqueue(w, { kind: 'collection.tidying-daily' }))
  await office.runJobs()
  expect((await lineOf(file)).defects).toContain('stale')
  expect(refused(await office.han.asks('POST', '/tidying/confirm', { ids: [file] }))).toEqual([
    403,
    'default-deny',
  ])
  await office.li.gets('POST', '/tidying/confirm', { ids: [file] })
  expect((await lineOf(file))?.defects ?? []).not.toContain('stale')
})
