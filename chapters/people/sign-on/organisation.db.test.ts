import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, hire, mistakeOf, must, openCompany, person } from '../support.ts'
import type { OrganisationProposal, OrganisationProposals } from '../wire/sign-on.ts'
import { addProvider, Browser } from './testing/browser.ts'
import { appSecret, type Member, type Platform, startWecom } from './testing/platforms.ts'

/** The address book of 企业微信 compared with the company: proposals, never changes by themselves. */

const members: Member[] = [
  { id: 'm1', no: 'P100', name: '林晓', department: '3', post: '客户经理' },
  { id: 'm2', no: 'P101', name: '赵衡', department: '2', post: '总监' },
  { id: 'm3', no: '没有工号', name: '何川', department: '2' },
]
let company: Company
let administrator: Browser
let platform: Platform
let provider: string
beforeAll(async () => {
  company = await openCompany({ loopback: true })
  administrator = new Browser(company.people)
  await administrator.signIn('S001', 'copper lantern by night')
  platform = await startWecom({
    members,
    units: [
      { id: '2', name: '销售中心', parent: '1' },
      { id: '3', name: '华东区', parent: '2' },
    ],
  })
  provider = await addProvider(administrator, {
    name: '企业微信',
    linking: 'employee-no',
    sync: true,
    secret: appSecret,
    config: { kind: 'wecom', corpId: 'ww1', agentId: '1', apiBase: platform.base, loginBase: platform.base },
  })
  await hire(company, person('P100', '林晓'))
  await hire(company, person('L001', '只在本地'))
})
afterAll(async () => {
  await platform.stop()
  await company.close()
})

const propose = async (): Promise<OrganisationProposal> =>
  must(await administrator.call('POST', '/organisation/proposals', {}, { provider })) as OrganisationProposal
const open = async (): Promise<OrganisationProposals> =>
  (await administrator.call('GET', '/organisation/proposals', {})) as OrganisationProposals
const apply = (id: string, body: object = {}) =>
  administrator.call('POST', '/organisation/proposals/:id/apply', { id }, body)
const kinds = (one: OrganisationProposal): string[] => one.differences.map((each) => each.key)

test('the first comparison proposes departments, a joiner and a mover; nobody unknown to it is a leaver', async () => {
  const made = await propose()
  expect(kinds(made)).toEqual([
    'department 销售中心',
    'department 销售中心/华东区',
    'joiner P101',
    'mover P100',
  ])
  expect(made.skipped).toEqual([{ name: '何川', why: 'bad-number' }])
  const facts = await company.people.names([company.system])
  expect(facts.size).toBe(1)
  expect((await open()).rows).toHaveLength(1)
})

test('nothing has changed until it is applied, and then once', async () => {
  const list = (await administrator.call('GET', '/departments', {})) as { rows: object[] }
  expect(list.rows).toEqual([])
  const made = await propose()
  expect(await apply(made.id, { without: ['joiner P101'] })).toMatchObject({
    departments: 2,
    joiners: 0,
    movers: 1,
  })
  expect(await mistakeOf(apply(made.id))).toBe('people.sync-decided')
  const again = await propose()
  expect(kinds(again)).toEqual(['joiner P101'])
  expect(await apply(again.id)).toMatchObject({ joiners: 1 })
})

test('a newer proposal takes the place of the older one', async () => {
  const first = await propose()
  const second = await propose()
  expect((await open()).rows.map((one) => one.id)).toEqual([second.id])
  expect(await mistakeOf(apply(first.id))).toBe('people.sync-decided')
  expect(kinds(second)).toEqual([])
})

test('whoever was seen there and is disabled or gone is a leaver, and is put on the list instead of thrown out', async () => {
  members[1] = { ...members[1]!, inactive: true }
  const made = await propose()
  expect(kinds(made)).toEqual(['leaver P101'])
  expect(await apply(made.id)).toMatchObject({ proposed: 1 })
  const zhao = (await administrator.call('GET', '/organisation/proposals', {})) as OrganisationProposals
  expect(zhao.rows).toEqual([])
})

test('an address book that was emptied proposes nothing at all', async () => {
  const kept = members.splice(0)
  expect(await mistakeOf(propose())).toBe('people.sync-empty')
  members.push(...kept)
})

test('every night it is compared again and only proposed; a provider that is down keeps nobody up', async () => {
  members.push({ id: 'm5', no: 'P105', name: '新人', department: '2' })
  const { schedules, jobs } = company.people
  const night = schedules!.find((one) => one.kind === 'people.compare-organisation')!
  const job = jobs![night.kind]!
  if (typeof job === 'function') throw new Error('the comparison waits for others and is no transaction')
  await job.long({} as never, new AbortController().signal)
  const [made] = (await open()).rows
  expect(made!.differences.map((one) => one.key)).toContain('joiner P105')
  platform.failNext('/cgi-bin/department/list', 200, { errcode: 48002, errmsg: 'api forbidden' })
  await job.long({} as never, new AbortController().signal)
  expect((await open()).rows.map((one) => one.id)).toEqual([made!.id])
})

test('only the system administrator compares and applies', async () => {
  const made = (await open()).rows[0]!
  const audit = new Browser(company.people)
  await audit.signIn('S003', 'harbour lantern by night')
  for (const body of [{ provider }, {}])
    expect(
      await audit.call(
        'POST',
        'provider' in body ? '/organisation/proposals' : '/organisation/proposals/:id/apply',
        { id: made.id },
        body,
      ),
    ).toMatchObject({ refused: true })
})
