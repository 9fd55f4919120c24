import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import {
  callRoute,
  type Company,
  hire,
  lastEntries,
  mistakeOf,
  must,
  openCompany,
  person,
} from '../support.ts'
import { oidcConfig, type ProviderRow } from '../wire/sign-on.ts'
import { openOidc } from './oidc.ts'
import { addProvider, Browser } from './testing/browser.ts'
import { appSecret, type Platform, startWecom } from './testing/platforms.ts'

/** What the system administrator sets, and what nobody may make the server do with it. */

let company: Company
let administrator: Browser
let platform: Platform
beforeAll(async () => {
  company = await openCompany({ loopback: true })
  administrator = new Browser(company.people)
  await administrator.signIn('S001', 'copper lantern by night')
  platform = await startWecom({
    members: [{ id: 'm1', no: 'P100', name: '林晓', department: '1' }],
    units: [],
  })
  await hire(company, person('P100', '林晓'))
})
afterAll(async () => {
  await platform.stop()
  await company.close()
})

const wecom = (more: object = {}) => ({
  kind: 'wecom',
  corpId: 'ww1',
  agentId: '1',
  apiBase: platform.base,
  loginBase: platform.base,
  ...more,
})
const body = (config: object, more: object = {}) => ({
  name: '企业微信',
  origin: 'http://localhost:8080',
  secret: appSecret,
  config,
  ...more,
})
const withoutSecret = ({ secret: _secret, ...rest }: ReturnType<typeof body>): object => rest
const add = (config: object, more: object = {}) =>
  administrator.call('POST', '/sign-on/providers', {}, body(config, more))
const rows = async (): Promise<ProviderRow[]> =>
  ((await administrator.call('GET', '/sign-on/providers', {})) as { rows: ProviderRow[] }).rows

describe('a provider', () => {
  let id: string
  beforeEach(async () => {
    id = await addProvider(administrator, body(wecom(), { linking: 'employee-no' }))
  })

  test('its secret is sealed, never shown, and in no entry of the ledger', async () => {
    const all = JSON.stringify(await rows())
    expect(all).toContain('"hasSecret":true')
    expect(all).not.toContain(appSecret)
    const stored = await company.house.db.read((r) =>
      r.row<{ sealed: Buffer; text: string }>(
        sql`select secret_sealed as sealed, p::text as text from people.sign_on_provider p where id = ${id}`,
      ),
    )
    expect(stored!.sealed.includes(Buffer.from(appSecret))).toBe(false)
    expect(stored!.text).not.toContain(appSecret)
    const entries = await lastEntries(company.house, 9)
    expect(entries.map((one) => (one['detail'] as { change?: string } | undefined)?.change)).toEqual(
      expect.arrayContaining(['sign-on-added', 'sign-on-tried', 'sign-on-switched-on']),
    )
    expect(JSON.stringify(entries)).not.toContain(appSecret)
  })

  test('one that was not tried, or was changed since, is not switched on', async () => {
    const made = must(await add(wecom())) as { id: string }
    const on = (one: string) =>
      administrator.call('POST', '/sign-on/providers/:id/state', { id: one }, { enabled: true })
    expect(await mistakeOf(on(made.id))).toBe('people.sign-on-untested')
  })

  test('one administrator’s word does not switch it on, and what was changed since is not confirmed', async () => {
    const made = must(await add(wecom({ corpId: 'ww9' }))) as { id: string }
    const state = async () => (await rows()).find((one) => one.id === made.id)!
    must(await administrator.call('POST', '/sign-on/providers/:id/test', { id: made.id }))
    const forward = async () =>
      must(
        await administrator.call('POST', '/sign-on/providers/:id/state', { id: made.id }, { enabled: true }),
      ) as { done: boolean; confirmation: string }
    const asked = await forward()
    expect(asked.done).toBe(false)
    expect(await state()).toMatchObject({ enabled: false, waits: true })
    const nobody = new Browser(company.people)
    expect(await mistakeOf(nobody.begin(made.id))).toBe('people.sign-on-off')
    const decide = (who: Browser, id: string) =>
      who.call('POST', '/confirmations/:id/decision', { id }, { outcome: 'confirmed' })
    await administrator.prove('copper lantern by night')
    expect(await decide(administrator, asked.confirmation)).toMatchObject({ refused: true })
    const { version } = await state()
    const change = { ...body(wecom({ corpId: 'ww9' }), { name: '改名' }), version }
    must(await administrator.call('PUT', '/sign-on/providers/:id', { id: made.id }, change))
    // Nothing waits that could be confirmed: it may be put forward again at once.
    expect(await state()).toMatchObject({ enabled: false, waits: false })
    const security = administrator.beside()
    await security.signIn('S002', 'walnut lantern by night')
    await security.prove('walnut lantern by night')
    expect(await mistakeOf(decide(security, asked.confirmation))).toBe('people.changed-meanwhile')
    expect(await state()).toMatchObject({ enabled: false })
  })

  test.each<[string, () => object]>([
    ['another secret', () => body(wecom(), { linking: 'employee-no', secret: 'another-secret-of-the-app' })],
    ['another address', () => withoutSecret(body(wecom({ loginBase: 'https://login.example.cn' })))],
    ['another application', () => withoutSecret(body(wecom({ corpId: 'ww2' }), { linking: 'employee-no' }))],
    ['another way of knowing people', () => withoutSecret(body(wecom(), { linking: 'email' }))],
    [
      'accounts made by themselves',
      () => withoutSecret(body(wecom(), { linking: 'employee-no', createsAccounts: true })),
    ],
  ])('%s: it is off until the security administrator confirms it again', async (_, change) => {
    const { version } = (await rows()).find((one) => one.id === id)!
    must(await administrator.call('PUT', '/sign-on/providers/:id', { id }, { ...change(), version }))
    expect((await rows()).find((one) => one.id === id)).toMatchObject({ enabled: false, testedAt: null })
  })

  test('another name leaves it on', async () => {
    const { version } = (await rows()).find((one) => one.id === id)!
    const change = withoutSecret(body(wecom(), { linking: 'employee-no', name: '企业微信登录' }))
    must(await administrator.call('PUT', '/sign-on/providers/:id', { id }, { ...change, version }))
    expect((await rows()).find((one) => one.id === id)).toMatchObject({ enabled: true })
  })

  test('pointed elsewhere, it ends every link: its new master could answer as anybody', async () => {
    const lin = new Browser(company.people)
    await lin.finish(id, platform.scan(await lin.begin(id), 'm1'))
    const change = async (config: object, more: object = {}) => {
      const { version } = (await rows()).find((one) => one.id === id)!
      const { secret: _, ...rest } = body(config, { linking: 'employee-no', ...more })
      return must(
        await administrator.call('PUT', '/sign-on/providers/:id', { id }, { ...rest, version }),
      ) as { linksEnded: number }
    }
    expect(await change(wecom(), { name: '新名字' })).toMatchObject({ linksEnded: 0 })
    expect(await change(wecom({ corpId: 'ww2' }))).toMatchObject({ linksEnded: 1 })
    expect((await rows()).find((one) => one.id === id)).toMatchObject({
      links: 0,
      testedAt: null,
      hasSecret: true,
    })
  })

  test('pointed at a machine of one’s own, it does not send the stored secret there', async () => {
    const { version } = (await rows()).find((one) => one.id === id)!
    const { secret: _, ...rest } = body(wecom({ apiBase: 'https://mine.example.com' }))
    must(await administrator.call('PUT', '/sign-on/providers/:id', { id }, { ...rest, version }))
    expect((await rows()).find((one) => one.id === id)).toMatchObject({ hasSecret: false })
    const tried = administrator.call('POST', '/sign-on/providers/:id/test', { id })
    expect(await mistakeOf(tried)).toBe('people.sign-on-no-secret')
  })

  test('somebody else’s change is not overwritten', async () => {
    const { version } = (await rows()).find((one) => one.id === id)!
    const put = () =>
      administrator.call('PUT', '/sign-on/providers/:id', { id }, { ...body(wecom()), version })
    must(await put())
    expect(await mistakeOf(put())).toBe('people.changed-meanwhile')
  })

  test('switched off, it lets nobody begin and nobody finish', async () => {
    const mine = new Browser(company.people)
    const back = platform.scan(await mine.begin(id), 'm1')
    must(await administrator.call('POST', '/sign-on/providers/:id/state', { id }, { enabled: false }))
    expect(await mistakeOf(mine.finish(id, back))).toBe('people.sign-on-off')
    expect(await mistakeOf(mine.begin(id))).toBe('people.sign-on-off')
  })

  test('nobody but the system administrator may set it, whatever the route let through', async () => {
    for (const other of [company.security, company.audit]) {
      const caller = { personId: other }
      const answer = await callRoute(company.people, 'POST', '/sign-on/providers', caller, {
        body: body(wecom()),
      })
      expect(answer).toMatchObject({ refused: true })
    }
  })
})

describe('SSRF: addresses that the server is not sent to', () => {
  test.each([
    ['cloud metadata', 'https://169.254.169.254/latest/meta-data'],
    ['cloud metadata in another script', 'https://[::ffff:a9fe:a9fe]/'],
    ['cloud metadata as a number', 'https://2852039166/'],
    ['metadata of another cloud', 'https://100.100.100.200/'],
    ['link-local of IPv6', 'https://[fe80::1]/'],
    ['this network', 'https://0.0.0.0/'],
    ['NAT64 of metadata', 'https://[64:ff9b::a9fe:a9fe]/'],
    ['plain HTTP to somewhere', 'http://login.example.cn/'],
    ['a file', 'file:///etc/passwd'],
    ['another protocol', 'gopher://127.0.0.1:6379/_'],
    ['a name and password in it', 'https://admin:admin@login.example.cn/'],
    ['the company network without saying so', 'https://10.0.0.5/'],
  ])('%s', async (_, address) => {
    expect(await mistakeOf(add(wecom({ apiBase: address })))).toBe('people.sign-on-address')
    const issuer = { kind: 'oidc', issuer: address, clientId: 'x' }
    expect(await mistakeOf(add(issuer))).toBe('people.sign-on-address')
  })

  test('a host of the company network may be used when it is named as such; metadata even then not', async () => {
    must(await add({ kind: 'oidc', issuer: 'https://10.0.0.5', clientId: 'x', intranet: true }))
    const metadata = { kind: 'oidc', issuer: 'https://169.254.169.254', clientId: 'x', intranet: true }
    expect(await mistakeOf(add(metadata))).toBe('people.sign-on-address')
  })

  test('a name that resolves to metadata, or to the company network, is refused when it is connected to', async () => {
    for (const address of ['169.254.169.254', '10.0.0.5', '127.0.0.1']) {
      const provider = openOidc(
        oidcConfig.parse({ kind: 'oidc', issuer: 'https://login.example.cn', clientId: 'x' }),
        {
          secret: 'x',
          rules: { hosts: [], loopback: false },
          resolver: async () => [{ address, family: 4 }],
          now: () => 0,
        },
      )
      expect(await mistakeOf(provider.test()), address).toBe('people.sign-on-address')
    }
  })

  test('this machine may be addressed only where the operator allows it', async () => {
    const strict = openOidc(oidcConfig.parse({ kind: 'oidc', issuer: platform.base, clientId: 'x' }), {
      secret: 'x',
      rules: { hosts: ['127.0.0.1'], loopback: false },
      now: () => 0,
    })
    expect(await mistakeOf(strict.test())).toBe('people.sign-on-address')
  })

  test('people are sent back over https only, except on this machine', async () => {
    expect(await mistakeOf(add(wecom(), { origin: 'http://mifeng.example.cn' }))).toBe(
      'people.sign-on-origin',
    )
  })
})
