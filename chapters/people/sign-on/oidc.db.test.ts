import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { type Company, hire, lastEntries, mistakeOf, morning, must, openCompany, person } from '../support.ts'
import { addProvider, Browser } from './testing/browser.ts'
import { type CompanyOidc, startCompanyOidc } from './testing/company-oidc.ts'
import { type ForgingOidc, startForgingOidc } from './testing/forging-oidc.ts'

/** A company that signs on at its own OpenID provider, a real one; and people who try to get in without. */

let company: Company
let idp: CompanyOidc
let administrator: Browser
let provider: string
const accounts = {
  'm-1': { name: '林晓', employee_no: 'A100', email: 'lin@qingshi.cn', email_verified: true },
  'm-2': { name: '周宁', employee_no: 'A101', email: 'zhou@qingshi.cn', email_verified: false },
  'm-3': { name: '陆安', employee_no: 'S002', email: 'lu@qingshi.cn', email_verified: true },
  'm-12': { name: '方远', employee_no: 'A120' },
  'm-9': { name: '外人', employee_no: 'X999' },
}
const oidc = (more: object = {}) => ({
  kind: 'oidc',
  issuer: idp.issuer,
  clientId: 'mifeng',
  ...more,
})
const returnAddress = (id: string): string => `http://localhost:8080/sign-on/return/${id}`

beforeAll(async () => {
  company = await openCompany({ loopback: true })
  idp = await startCompanyOidc(accounts)
  administrator = new Browser(company.people)
  await administrator.signIn('S001', 'copper lantern by night')
  provider = await addProvider(administrator, {
    name: '青石统一登录',
    linking: 'employee-no',
    createsAccounts: false,
    config: oidc(),
  })
  idp.client('mifeng', returnAddress(provider))
  await hire(company, person('A100', '林晓', { email: 'lin@qingshi.cn' }))
  await hire(company, person('A101', '周宁', { email: 'zhou@qingshi.cn' }))
})
afterAll(async () => {
  await idp.stop()
  await company.close()
})
beforeEach(() => idp.seat('m-1'))
afterEach(() => company.clock.set(morning))

const browser = (): Browser => new Browser(company.people)

describe('林晓 signs on at the company’s provider', () => {
  test('the sign-in page shows the button, and she is in without a password; the link and the session are recorded by ids', async () => {
    const mine = browser()
    const session = (await mine.call('GET', '/session', {})) as { signOn: object[] }
    expect(session.signOn).toEqual([{ id: provider, kind: 'oidc', name: '青石统一登录', way: 'redirect' }])
    const answer = await mine.finish(provider, await idp.visit(await mine.begin(provider)))
    expect(answer).toMatchObject({ outcome: 'signed-in', mustChangePassword: false })
    expect(await mine.who()).toBe('A100')
    const [linked, entered] = await lastEntries(company.house, 2)
    expect(linked).toMatchObject({ kind: 'sign-on-linked', provider, by: 'claim' })
    expect(entered).toMatchObject({ kind: 'signed-in', via: 'oidc' })
    expect(JSON.stringify([linked, entered])).not.toMatch(/林晓|A100|qingshi|m-1/)
  })

  test('a second time she comes in by the link, whatever number the provider says now', async () => {
    const mine = browser()
    await mine.finish(provider, await idp.visit(await mine.begin(provider)))
    expect(await mine.who()).toBe('A100')
    const rows = (await mine.call('GET', '/sign-on/links', {})) as { rows: { madeBy?: string }[] }
    expect(rows.rows.map((one) => one.madeBy)).toEqual(['claim'])
  })

  test('somebody the company does not know is told what to do, and no account comes into being', async () => {
    idp.seat('m-9')
    const mine = browser()
    const back = await idp.visit(await mine.begin(provider))
    expect(await mistakeOf(mine.finish(provider, back))).toBe('people.sign-on-not-linked')
    expect(mine.session).toBeUndefined()
  })

  test('an administrator is known by his own link alone, though the provider says his number', async () => {
    idp.seat('m-3')
    const mine = browser()
    const back = await idp.visit(await mine.begin(provider))
    expect(await mistakeOf(mine.finish(provider, back))).toBe('people.sign-on-not-linked')
  })

  test('who has left does not come in, link or not', async () => {
    const mine = browser()
    await company.house.fresh.owner.transact((w) =>
      w.run(sql`update people.account set disabled_at = now() where sign_in_name = 'a100'`),
    )
    const back = await idp.visit(await mine.begin(provider))
    const reply = await mine.call('POST', '/sign-on/finish', {}, { provider, query: back })
    expect(reply).toMatchObject({ refused: true })
    await company.house.fresh.owner.transact((w) =>
      w.run(sql`update people.account set disabled_at = null where sign_in_name = 'a100'`),
    )
  })
})

describe('attacks on the way back', () => {
  test('a wrong state, and none', async () => {
    const mine = browser()
    const back = new URLSearchParams(await idp.visit(await mine.begin(provider)))
    const real = back.get('state')!
    back.set('state', `${real.slice(0, -1)}${real.endsWith('A') ? 'B' : 'A'}`)
    expect(await mistakeOf(mine.finish(provider, `?${back}`))).toBe('people.sign-on-stale')
    back.delete('state')
    expect(await mistakeOf(mine.finish(provider, `?${back}`))).toBe('people.sign-on-stale')
  })

  test('mixed-up states of two browsers: what the attacker began, the victim does not finish', async () => {
    const [attacker, victim] = [browser(), browser()]
    const back = await idp.visit(await attacker.begin(provider))
    await victim.begin(provider)
    expect(await mistakeOf(victim.finish(provider, back))).toBe('people.sign-on-stale')
    expect(victim.session).toBeUndefined()
    victim.binding = undefined
    expect(await mistakeOf(victim.finish(provider, back))).toBe('people.sign-on-stale')
  })

  test('replay: the same answer a second time, also at the same moment', async () => {
    const mine = browser()
    const back = await idp.visit(await mine.begin(provider))
    const twice = await Promise.allSettled([mine.finish(provider, back), mine.finish(provider, back)])
    expect(twice.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await mistakeOf(mine.finish(provider, back))).toBe('people.sign-on-stale')
  })

  test('a code that was redeemed already, under a fresh state', async () => {
    const mine = browser()
    const first = new URLSearchParams(await idp.visit(await mine.begin(provider)))
    await mine.finish(provider, `?${first}`)
    const address = new URL(await mine.begin(provider))
    first.set('state', address.searchParams.get('state')!)
    expect(await mistakeOf(mine.finish(provider, `?${first}`))).toBe('people.sign-on-unproven')
  })

  test('a code that somebody else was given (code injection) fails at PKCE', async () => {
    const [attacker, victim] = [browser(), browser()]
    idp.seat('m-1')
    const theirs = new URLSearchParams(await idp.visit(await victim.begin(provider)))
    const mine = new URL(await attacker.begin(provider))
    theirs.set('state', mine.searchParams.get('state')!)
    expect(await mistakeOf(attacker.finish(provider, `?${theirs}`))).toBe('people.sign-on-unproven')
    expect(attacker.session).toBeUndefined()
  })

  test('a nonce that is not the one we sent', async () => {
    const mine = browser()
    const address = new URL(await mine.begin(provider))
    address.searchParams.set('nonce', 'planted')
    const back = await idp.visit(address.href)
    expect(await mistakeOf(mine.finish(provider, back))).toBe('people.sign-on-unproven')
  })

  test('an issuer that is another one (mix-up, RFC 9207)', async () => {
    const mine = browser()
    const back = new URLSearchParams(await idp.visit(await mine.begin(provider)))
    back.set('iss', 'https://evil.example')
    expect(await mistakeOf(mine.finish(provider, `?${back}`))).toBe('people.sign-on-unproven')
  })

  test('an answer of one provider brought to the address of another', async () => {
    const other = await addProvider(administrator, { name: '另一处', linking: 'self', config: oidc() })
    const mine = browser()
    const back = await idp.visit(await mine.begin(provider))
    expect(await mistakeOf(mine.finish(other, back))).toBe('people.sign-on-stale')
    expect(await mine.finish(provider, back)).toMatchObject({ outcome: 'signed-in' })
  })

  test('ten minutes later it is over', async () => {
    const mine = browser()
    const back = await idp.visit(await mine.begin(provider))
    company.clock.advance(600_001)
    expect(await mistakeOf(mine.finish(provider, back))).toBe('people.sign-on-stale')
  })

  test('session fixation: the session a browser had before is ended and never taken over', async () => {
    const mine = browser()
    await mine.finish(provider, await idp.visit(await mine.begin(provider)))
    const before = mine.session
    await mine.finish(provider, await idp.visit(await mine.begin(provider)))
    expect(mine.session).not.toBe(before)
    expect(await company.people.authenticate(before, '10.0.0.7')).toBeUndefined()
  })
})

describe('forged ID tokens', () => {
  let forger: ForgingOidc
  let forged: string
  let nonce = ''
  beforeAll(async () => {
    forger = await startForgingOidc('mifeng', () => nonce)
    const config = oidc({ issuer: forger.issuer })
    forged = await addProvider(administrator, { name: '伪造者', linking: 'employee-no', config })
    await hire(company, person('A110', '何川'))
  })
  afterAll(() => forger.stop())

  const enter = async (wanted: Parameters<ForgingOidc['forge']>[0]): Promise<string> => {
    forger.forge(wanted)
    const mine = browser()
    const address = new URL(await mine.begin(forged))
    nonce = address.searchParams.get('nonce')!
    const query = new URLSearchParams({ code: 'c', state: address.searchParams.get('state')! })
    return await mistakeOf(mine.finish(forged, `?${query}`))
  }

  test('a right one comes in, so that the others fail for their own reason', async () => {
    expect(await enter({ claims: { employee_no: 'A110' } })).toBe('no mistake')
  })
  test.each([
    ['for another client', { claims: { aud: 'other-client' } }],
    ['for two clients without saying which', { claims: { aud: ['mifeng', 'other-client'] } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['with another nonce', { claims: { nonce: 'other' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that has expired', { claims: { exp: 1_700_000_000 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['signed by nobody', { algorithm: 'none' as const }],
    ['signed with another key', { otherKey: true }],
  ])('%s', async (_, wanted) => {
    const right = { employee_no: 'A110' }
    const claims = { ...right, ...('claims' in wanted ? wanted.claims : {}) }
    expect(await enter({ ...wanted, claims })).toBe('people.sign-on-unproven')
  })
})

describe('by e-mail, by oneself, by itself', () => {
  test('an address that the provider has not checked links nobody; one that it has does', async () => {
    const byMail = await addProvider(administrator, {
      name: '按邮箱',
      linking: 'email',
      config: oidc({ clientId: 'by-mail' }),
    })
    idp.client('by-mail', returnAddress(byMail))
    idp.seat('m-2')
    const zhou = browser()
    expect(await mistakeOf(zhou.finish(byMail, await idp.visit(await zhou.begin(byMail))))).toBe(
      'people.sign-on-not-linked',
    )
    idp.seat('m-1')
    const lin = browser()
    expect(await lin.finish(byMail, await idp.visit(await lin.begin(byMail)))).toMatchObject({
      outcome: 'signed-in',
    })
  })

  test('陆安 the security administrator links himself while signed in, and only then comes in that way', async () => {
    const lu = browser()
    await lu.signIn('S002', 'walnut lantern by night')
    idp.seat('m-3')
    const { address } = await lu.link(provider)
    expect(await lu.finish(provider, await idp.visit(address!))).toEqual({ outcome: 'linked' })
    const later = browser()
    await later.finish(provider, await idp.visit(await later.begin(provider)))
    expect(await later.who()).toBe('S002')
    const [row] = (
      (await later.call('GET', '/sign-on/links', {})) as { rows: { id?: string; provider: { id: string } }[] }
    ).rows.filter((one) => one.provider.id === provider)
    await later.call('DELETE', '/sign-on/links/:id', { id: row!.id! })
    const again = browser()
    expect(await mistakeOf(again.finish(provider, await idp.visit(await again.begin(provider))))).toBe(
      'people.sign-on-not-linked',
    )
  })

  test('a link that somebody began is not finished by whoever else is signed in there, and nobody takes over an identity', async () => {
    const zhou = browser()
    await zhou.signIn('A101', 'umbrella A101 under grey rain')
    idp.seat('m-1') // 林晓's, who is linked already
    const { address } = await zhou.link(provider)
    expect(await mistakeOf(zhou.finish(provider, await idp.visit(address!)))).toBe(
      'people.sign-on-other-account',
    )
    const second = await zhou.link(provider)
    const back = await idp.visit(second.address!)
    zhou.session = undefined
    expect(await mistakeOf(zhou.finish(provider, back))).toBe('people.sign-on-stale')
  })

  test('an account is made for somebody on the personnel list only where that is switched on', async () => {
    const { people, system } = company
    const made = await people.createPerson({ personId: system }, person('X999', '新人'))
    expect(made).toHaveProperty('id')
    idp.seat('m-9')
    const before = browser()
    expect(await mistakeOf(before.finish(provider, await idp.visit(await before.begin(provider))))).toBe(
      'people.sign-on-not-linked',
    )
    const making = await addProvider(administrator, {
      name: '自动开通',
      linking: 'employee-no',
      createsAccounts: true,
      config: oidc({ clientId: 'making' }),
    })
    idp.client('making', returnAddress(making))
    const mine = browser()
    expect(await mine.finish(making, await idp.visit(await mine.begin(making)))).toMatchObject({
      outcome: 'signed-in',
    })
    expect(await mine.who()).toBe('X999')
  })

  test('a page left open does not become a lasting way in: linking asks for a fresh proof', async () => {
    const zhou = browser()
    await zhou.signIn('A101', 'umbrella A101 under grey rain')
    company.clock.advance(6 * 3_600_000)
    await company.house.fresh.owner.transact((w) =>
      w.run(sql`update people.session set seen_at = ${company.clock.now()}`),
    )
    expect(await zhou.who()).toBe('A101')
    expect(await mistakeOf(zhou.link(provider))).toBe('people.prove-first')
  })

  test('an administrator who reset a password does not link an identity of his own before the owner has chosen another', async () => {
    const { accountId } = await hire(company, person('A121', '齐安'))
    const params = { id: accountId }
    const reset = must(await administrator.call('POST', '/accounts/:id/reset', params)) as {
      oneTimePassword: string
    }
    const posing = browser()
    await posing.signIn('A121', reset.oneTimePassword)
    expect(await posing.call('POST', '/sign-on/links', {}, { provider })).toMatchObject({
      refused: true,
      because: ['3.2.2'],
    })
  })

  test('somebody linked by a number over there and appointed administrator afterwards does not come in by that link', async () => {
    const { id } = await hire(company, person('A120', '方远'))
    idp.seat('m-12')
    const before = browser()
    await before.finish(provider, await idp.visit(await before.begin(provider)))
    expect(await before.who()).toBe('A120')
    must(await company.people.changeRole({ personId: company.security }, id, 'audit-admin', 'give'))
    const planted = browser()
    const back = await idp.visit(await planted.begin(provider))
    expect(await mistakeOf(planted.finish(provider, back))).toBe('people.sign-on-not-linked')
    expect(planted.session).toBeUndefined()
  })
})
