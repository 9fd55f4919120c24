import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Company, hire, mistakeOf, openCompany, person } from '../support.ts'
import { providerConfig } from '../wire/sign-on.ts'
import type { RedirectProvider } from './provider.ts'
import { openProvider } from './registry.ts'
import { addProvider, Browser } from './testing/browser.ts'
import { appSecret, type Platform, startDingtalk, startFeishu, startWecom } from './testing/platforms.ts'

/** 企业微信, 钉钉 and 飞书, each against a local server that speaks its documented protocol. */

const members = [
  { id: 'm1', no: 'P100', name: '林晓', department: '3', post: '客户经理' },
  { id: 'm2', no: 'P101', name: '赵衡', department: '2', post: '总监' },
  { id: 'm3', no: 'P102', name: '何川', department: '2' },
  { id: 'm4', no: 'P103', name: '孙平', department: '2', inactive: true },
  { id: 'm5', no: 'P104', name: '总经理', department: '1' },
  { id: 'm9', no: 'P999', name: '外部联系人', department: '1', outsider: true },
]
const units = [
  { id: '2', name: '销售中心', parent: '1' },
  { id: '3', name: '华东区', parent: '2' },
  { id: '4', name: '技术部', parent: '1' },
]

let company: Company
let administrator: Browser
beforeAll(async () => {
  company = await openCompany({ loopback: true })
  administrator = new Browser(company.people)
  await administrator.signIn('S001', 'copper lantern by night')
  await hire(company, person('P100', '林晓'))
})
afterAll(() => company.close())

describe.each([
  {
    kind: 'wecom',
    start: startWecom,
    config: (base: string) => ({
      kind: 'wecom',
      corpId: 'ww1',
      agentId: '1000002',
      apiBase: base,
      loginBase: base,
    }),
    page: '/wwlogin/sso/login',
    tokenPath: '/cgi-bin/gettoken',
    listPath: '/cgi-bin/department/list',
    busy: { status: 200, body: { errcode: 45009, errmsg: 'reach max api daily quota limit' } },
    top: '青石',
  },
  {
    kind: 'dingtalk',
    start: startDingtalk,
    config: (base: string) => ({
      kind: 'dingtalk',
      clientId: 'ding1',
      apiBase: base,
      oapiBase: base,
      loginBase: base,
    }),
    page: '/oauth2/auth',
    tokenPath: '/v1.0/oauth2/accessToken',
    listPath: '/topapi/v2/department/listsub',
    busy: { status: 200, body: { errcode: 90018, errmsg: 'too many' } },
    top: undefined,
  },
  {
    kind: 'feishu',
    start: startFeishu,
    config: (base: string) => ({ kind: 'feishu', appId: 'cli_1', apiBase: base, loginBase: base }),
    page: '/open-apis/authen/v1/authorize',
    tokenPath: '/open-apis/auth/v3/tenant_access_token/internal',
    listPath: '/open-apis/contact/v3/departments/0/children',
    busy: { status: 400, body: { code: 99991400, msg: 'request trigger frequency limit' } },
    top: undefined,
  },
])('$kind', ({ kind, start, config, page, tokenPath, listPath, busy, top }) => {
  let platform: Platform
  let provider: string
  let now = 0
  const open = (secret = appSecret): RedirectProvider =>
    openProvider(providerConfig.parse(config(platform.base)), {
      secret,
      rules: { hosts: [], loopback: true },
      now: () => now,
    }) as RedirectProvider
  beforeAll(async () => {
    platform = await start({ members, units })
    provider = await addProvider(administrator, {
      name: kind,
      linking: 'employee-no',
      secret: appSecret,
      config: config(platform.base),
    })
  })
  afterAll(() => platform.stop())
  beforeEach(() => void (now = 0))

  test('林晓 scans the code and is in', async () => {
    const mine = new Browser(company.people)
    const address = await mine.begin(provider)
    expect(new URL(address).pathname).toBe(page)
    expect(new URL(address).searchParams.get('redirect_uri')).toBe(
      `http://localhost:8080/sign-on/return/${provider}`,
    )
    expect(await mine.finish(provider, platform.scan(address, 'm1'))).toMatchObject({ outcome: 'signed-in' })
    expect(await mine.who()).toBe('P100')
  })

  test('a code that was used, or made up, proves nothing', async () => {
    const mine = new Browser(company.people)
    const first = new URLSearchParams(platform.scan(await mine.begin(provider), 'm1'))
    await mine.finish(provider, `?${first}`)
    const state = new URL(await mine.begin(provider)).searchParams.get('state')!
    first.set('state', state)
    expect(await mistakeOf(mine.finish(provider, `?${first}`))).toBe('people.sign-on-unproven')
    const again = new URL(await mine.begin(provider)).searchParams.get('state')!
    const forged = new URLSearchParams({ code: 'forged', authCode: 'forged', state: again })
    expect(await mistakeOf(mine.finish(provider, `?${forged}`))).toBe('people.sign-on-unproven')
  })

  test('who belongs to another company is proved and still does not come in', async () => {
    const mine = new Browser(company.people)
    const back = platform.scan(await mine.begin(provider), 'm9')
    expect(await mistakeOf(mine.finish(provider, back))).toMatch(/people\.sign-on-(outsider|answer)/)
    expect(mine.session).toBeUndefined()
  })

  test('who cancels comes back without a code', async () => {
    const mine = new Browser(company.people)
    const state = new URL(await mine.begin(provider)).searchParams.get('state')!
    expect(await mistakeOf(mine.finish(provider, `?state=${state}`))).toBe('people.sign-on-declined')
  })

  test('departments and people come page by page, each once, with place, post and number', async () => {
    const source = open().organisation!
    const departments = await source.departments()
    const names = new Map(departments.map((one) => [one.id, one.name]))
    expect([...names.values()].sort()).toEqual(
      [...(top === undefined ? [] : [top]), '华东区', '技术部', '销售中心'].sort(),
    )
    const east = departments.find((one) => one.name === '华东区')!
    expect(names.get(east.parentId!)).toBe('销售中心')
    const people = await source.people()
    expect(people.map((one) => String(one.employeeNo)).sort()).toEqual([
      'P100',
      'P101',
      'P102',
      'P103',
      'P104',
    ])
    const lin = people.find((one) => one.employeeNo === 'P100')!
    expect([lin.name, lin.post, names.get(lin.departmentId!)]).toEqual(['林晓', '客户经理', '华东区'])
    expect(people.find((one) => one.employeeNo === 'P103')?.inactive).toBe(true)
  })

  test('the access token is fetched once and kept, renewed before its end, and once more when it is called invalid', async () => {
    const source = open()
    const count = (): number => platform.calls.get(tokenPath) ?? 0
    const before = count()
    await source.organisation!.departments()
    await source.organisation!.people()
    expect(count() - before).toBe(1)
    now = 7_150_000
    await source.organisation!.departments()
    expect(count() - before).toBe(2)
    platform.dropTokens()
    await source.organisation!.departments()
    expect(count() - before).toBe(3)
  })

  test('a wrong secret, a limit that was reached and a server that is gone are told apart, without its words', async () => {
    expect(await mistakeOf(open('wrong').test())).toBe('people.sign-on-answer')
    platform.failNext(listPath, busy.status, busy.body)
    expect(await mistakeOf(open().organisation!.departments())).toBe('people.sign-on-answer')
    const gone = openProvider(providerConfig.parse(config('http://127.0.0.1:1')), {
      secret: appSecret,
      rules: { hosts: [], loopback: true },
      now: () => now,
    })
    expect(await mistakeOf(gone.test())).toBe('people.sign-on-unreachable')
  })
})
