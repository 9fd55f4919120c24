import { afterAll, beforeAll, expect, test } from 'vitest'
import { CSRF_HEADER, csrfToken } from '../../doors/http/index.ts'
import { isRefusal } from '../../floor/errors.ts'
import { openBrowserKey } from '../../chapters/people/testing/browser-key.ts'
import { type Loose, openTestOffice, type TestOffice } from '../support/cast.ts'
import { givesByTwo } from '../support/rights.ts'

/**
 * 顾岚 of the secrecy office works in the building. Her laptop's cookies are copied twice; the company then keeps her
 * office to the building's network, and asks anew before files go out.
 */
let office: TestOffice
beforeAll(async () => {
  office = await openTestOffice()
})
afterAll(() => office.close())

const building = '10.20.0.15'
const cafe = '198.51.100.44'
const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36'

/** A browser with its cookie jar, somewhere in the network. */
class Browser {
  readonly jar = new Map<string, string>()
  address: string
  agent = chrome
  readonly key = openBrowserKey()
  constructor(address: string) {
    this.address = address
  }
  /** The same cookies in another machine, as a thief has them. */
  copied(address: string, agent = this.agent): Browser {
    const other = new Browser(address)
    other.agent = agent
    for (const [name, value] of this.jar) other.jar.set(name, value)
    return other
  }
  async asks(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: Loose }> {
    const token = this.jar.get('mifeng')
    const reply = await office.server.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: this.address,
      headers: {
        host: 'localhost',
        'user-agent': this.agent,
        cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'GET' || token === undefined ? {} : { [CSRF_HEADER]: csrfToken(token) }),
      },
      ...(body === undefined ? {} : { payload: body }),
    })
    for (const line of [reply.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      this.jar.set(name!, value!)
    }
    return { status: reply.statusCode, body: JSON.parse(reply.payload || '{}') as Loose }
  }
  async signsIn(name: string, password: string): Promise<number> {
    return (await this.asks('POST', '/session', { name, password })).status
  }
  /** What the page does by itself. */
  async signs(): Promise<number> {
    const asked = await this.asks('POST', '/session/device/challenge', {})
    if (asked.status !== 200) return asked.status
    return (await this.asks('POST', '/session/device', this.key.answer(asked.body))).status
  }
}

async function oneTimePasswordOf(employeeNo: string): Promise<string> {
  return (await office.chapters.people.resetAtServer(employeeNo)).oneTimePassword
}
const own = 'seven grey herons by the weir'

/** The first sign-in: the one-time password is changed, the browser's key is made. */
async function settlesIn(browser: Browser, employeeNo: string): Promise<void> {
  const oneTime = await oneTimePasswordOf(employeeNo)
  expect(await browser.signsIn(employeeNo, oneTime)).toBe(200)
  expect((await browser.asks('POST', '/session/password', { current: oneTime, next: own })).status).toBe(200)
  expect(await browser.signs()).toBe(200)
}

const noticesOf = async (browser: Browser): Promise<string[]> =>
  ((await browser.asks('GET', '/notices')).body.rows as { kind: string }[]).map((row) => row.kind)

let gu: Browser
let guNumber: string
test('顾岚 signs in at her desk; her browser makes a key, and the session is bound to it', async () => {
  gu = new Browser(building)
  const people = (await office.zhou.gets('GET', '/people?size=200')).rows as {
    id: string
    employeeNo: string
  }[]
  guNumber = people.find((row) => row.id === office.gu.personId)!.employeeNo
  await settlesIn(gu, guNumber)
  const mine = (await gu.asks('GET', '/sessions')).body.rows as { current: boolean; keyed: boolean }[]
  expect(mine.find((row) => row.current)).toMatchObject({ keyed: true })
})

test('her cookies in a café: nothing opens, and the thief has nothing to sign with', async () => {
  const thief = gu.copied(cafe)
  expect((await thief.asks('GET', '/sessions')).body.mistake).toMatchObject({
    code: 'people.device-signature',
  })
  expect((await gu.asks('GET', '/sessions')).status).toBe(200)
  expect(await thief.signs()).toBe(401)
  // That was a wrong signature: the session has ended for both, and 顾岚 finds out.
  expect((await gu.asks('GET', '/sessions')).status).toBe(401)
  expect(await gu.signsIn(guNumber, own)).toBe(200)
  expect(await gu.signs()).toBe(200)
  expect(await noticesOf(gu)).toContain('session-moved')
})

test('the bare session cookie in another browser of the same building ends the session as well', async () => {
  const thief = new Browser(building)
  thief.jar.set('mifeng', gu.jar.get('mifeng')!)
  expect((await thief.asks('GET', '/sessions')).status).toBe(401)
  expect((await gu.asks('GET', '/sessions')).status).toBe(401)
  expect(await gu.signsIn(guNumber, own)).toBe(200)
  expect(await gu.signs()).toBe(200)
})

test('周密 keeps the secrecy office to the building, 孙正 confirms; a list that shuts 顾岚 out is not taken', async () => {
  const rules = (await office.zhou.gets('GET', '/sign-in-rules')).rules
  const listed = (networks: string[]) => ({
    rules: { ...rules, byRole: [{ role: 'secrecy-office', networks, idleMinutes: 10, absoluteHours: 4 }] },
    reason: '保密办仅限办公网使用',
  })
  const wrong = await office.zhou.asks('POST', '/sign-in-rules', listed(['10.30.0.0/16']))
  expect([wrong.status, wrong.body.mistake.code]).toEqual([409, 'people.places-lock-out-office'])
  const { id } = await office.zhou.gets('POST', '/sign-in-rules', listed(['10.20.0.0/16']))
  await office.sun.gets('POST', `/sign-in-rules/${id}/decision`, { outcome: 'confirmed' })
})

test('from the café 顾岚 does not get in, not with a forged X-Forwarded-For either; at her desk she goes on', async () => {
  const laptop = new Browser(cafe)
  const asked = await laptop.asks('POST', '/session', { name: guNumber, password: own })
  expect([asked.status, asked.body.mistake.code]).toEqual([403, 'people.address-not-allowed'])
  const forged = await office.server.inject({
    method: 'POST',
    url: '/api/v1/session',
    remoteAddress: cafe,
    headers: {
      host: 'localhost',
      'x-forwarded-for': building,
      forwarded: `for=${building}`,
      'x-real-ip': building,
    },
    payload: { name: guNumber, password: own },
  })
  expect(forged.statusCode).toBe(403)
  expect((await gu.asks('GET', '/sessions')).status).toBe(200)
  gu.address = cafe
  expect((await gu.asks('GET', '/sessions')).body.mistake.code).toBe('people.address-not-allowed')
  expect((await gu.asks('GET', '/session')).body).toMatchObject({ signedIn: false, blocked: 'address' })
  gu.address = building
  expect((await gu.asks('GET', '/sessions')).status).toBe(200)
})

test('her hours are the office’s: after ten idle minutes the session is over', async () => {
  office.clock.advance(10 * 60_000)
  expect((await gu.asks('GET', '/sessions')).status).toBe(401)
})

test('周密 gives a role after a pause: asked anew, also when the page is left out', async () => {
  await Promise.all([office.zhou.signsIn(), office.sun.signsIn()])
  office.clock.advance(16 * 60_000)
  const body = { role: 'collector' }
  const refused = await office.zhou.asks('POST', `/people/${office.li.personId}/roles`, body)
  expect([refused.status, refused.body.next, isRefusal(refused.body)]).toEqual([403, 'step-up', true])
  await office.zhou.signsIn()
  await givesByTwo(office, 'POST', `/people/${office.li.personId}/roles`, body)
})

test('all of it stands in the ledger, and the ledger is whole', async () => {
  const { size } = await office.house.ledger.head(0)
  const entries = (await office.house.ledger.entries(0, 0, size)).map((one) => JSON.parse(one.text) as Loose)
  const moved = entries.filter(
    (entry) => entry.kind === 'session-moved' && entry.person === office.gu.personId,
  )
  expect(moved.map((entry) => entry.why)).toEqual(['signature', 'secret'])
  const kinds = new Set(entries.map((entry) => entry.kind))
  for (const kind of ['session-bound', 'signature-wanted', 'address-refused', 'sign-in-refused'])
    expect(kinds).toContain(kind)
  const text = JSON.stringify(entries)
  for (const secret of [own, cafe, chrome, ...gu.jar.values()]) expect(text).not.toContain(secret)
  expect(await office.house.ledger.verify()).toMatchObject({ whole: true })
})
