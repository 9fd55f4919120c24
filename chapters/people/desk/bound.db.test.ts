import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import {
  address,
  agent,
  callRoute,
  type Company,
  hire,
  lastEntries,
  mistakeOf,
  openCompany,
  person,
  signedIn,
} from '../support.ts'
import { type BrowserKey, openBrowserKey } from '../testing/browser-key.ts'
import type { DeviceAsked } from '../wire.ts'

let company: Company
const told: { personId: string; kind: string }[] = []
beforeAll(async () => {
  company = await openCompany()
  company.people.tellPeople(async (_, personId, kind) => void told.push({ personId, kind }))
})
afterAll(() => company.close())

/** What one browser holds: the two secrets of its session, its key, and from where it speaks. */
interface Browser {
  token: string
  bound: string | undefined
  agent: string
  address: string
  key: BrowserKey
}

let count = 0
async function signsIn(
  name: string,
): Promise<{ id: string; browser: Browser; password: string; number: string }> {
  const number = `B${(count += 1)}`
  const made = await hire(company, person(number, name))
  const { token, bound } = signedIn(
    await company.people.signIn({ name: number, password: made.password, address, agent }),
  )
  const browser = { token, bound, agent, address, key: openBrowserKey() }
  return { id: made.id, browser, password: made.password, number }
}

const asks = (browser: Browser) =>
  company.people.authenticate(browser.token, browser.address, false, {
    bound: browser.bound,
    agent: browser.agent,
  })

const call = (browser: Browser, path: string, body: object): Promise<unknown> =>
  callRoute(company.people, 'POST', path, undefined as unknown as object, {
    body,
    session: { token: browser.token, bind: (secret: string) => void (browser.bound = secret) },
    shown: { bound: browser.bound, agent: browser.agent },
    address: browser.address,
  })

const question = async (browser: Browser) =>
  (await call(browser, '/session/device/challenge', {})) as DeviceAsked
async function signs(browser: Browser): Promise<void> {
  await call(browser, '/session/device', browser.key.answer(await question(browser)))
}

const lastKinds = async (size: number) =>
  (await lastEntries(company.house, size)).map((entry) => entry['kind'])

describe('stolen cookie used from another device', () => {
  test('the session’s cookie without the second one: the session ends, the ledger has it, its owner is told', async () => {
    const { id, browser } = await signsIn('江月')
    expect((await asks(browser))?.personId).toBe(id)
    expect(await asks({ ...browser, bound: undefined })).toBeUndefined()
    expect(await asks(browser)).toBeUndefined()
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({
      kind: 'session-moved',
      why: 'secret',
      person: id,
    })
    expect(told.at(-1)).toEqual({ personId: id, kind: 'session-moved' })
  })

  test('with a second cookie that was made up, or is that of another session', async () => {
    const [one, other] = [await signsIn('江月'), await signsIn('何二')]
    expect(await asks({ ...one.browser, bound: other.browser.bound })).toBeUndefined()
    expect(await asks(one.browser)).toBeUndefined()
    expect((await asks(other.browser))?.personId).toBe(other.id)
  })

  test('both cookies in another kind of browser', async () => {
    const { browser } = await signsIn('江月')
    const elsewhere = { ...browser, agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/132.0' }
    expect(await asks(elsewhere)).toBeUndefined()
    expect(await asks(browser)).toBeUndefined()
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({ kind: 'session-moved', why: 'browser' })
  })

  test('two hundred requests of a thief at once end one session once', async () => {
    const { browser } = await signsIn('江月')
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => asks({ ...browser, bound: 'x'.repeat(43) })),
    )
    expect(answers.every((answer) => answer === undefined)).toBe(true)
    expect((await lastKinds(5)).filter((kind) => kind === 'session-moved')).toHaveLength(1)
  })

  test('the whole jar, after the browser’s key signed: nothing from another address, and the ledger has it', async () => {
    const { browser } = await signsIn('江月')
    await signs(browser)
    const thief = { ...browser, address: '203.0.113.9' }
    expect(await mistakeOf(asks(thief))).toBe('people.device-signature')
    expect(await mistakeOf(asks(thief))).toBe('people.device-signature')
    expect((await lastKinds(3)).filter((kind) => kind === 'signature-wanted')).toHaveLength(1)
    expect(await asks(browser)).toBeDefined()
  })

  test('the whole jar, from forty addresses in turn: one entry', async () => {
    const { id, browser } = await signsIn('江月')
    await signs(browser)
    for (let at = 1; at <= 40; at += 1)
      expect(await mistakeOf(asks({ ...browser, address: `2001:db8::${at}` }))).toBe(
        'people.device-signature',
      )
    const entries = await lastEntries(company.house, 40)
    expect(entries.filter((one) => one['kind'] === 'signature-wanted' && one['person'] === id)).toHaveLength(
      1,
    )
  })

  test('the whole jar, and a signature by a key of the thief’s own', async () => {
    const { id, browser } = await signsIn('江月')
    await signs(browser)
    const thief = { ...browser, address: '203.0.113.9', key: openBrowserKey() }
    expect(await mistakeOf(signs(thief))).toBe('people.device-unknown')
    expect(await asks(browser)).toBeUndefined()
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({
      kind: 'session-moved',
      why: 'signature',
    })
    expect(told.at(-1)).toEqual({ personId: id, kind: 'session-moved' })
  })

  test('the whole jar behind the same address: out of date after two signatures, and then it gives itself away', async () => {
    const { browser } = await signsIn('江月')
    const thief = { ...browser }
    await signs(browser)
    for (let round = 0; round < 2; round += 1) {
      company.clock.advance(4 * 60_000)
      await signs(browser)
    }
    expect(await asks(browser)).toBeDefined()
    expect(await asks(thief)).toBeUndefined()
    expect(await asks(browser)).toBeUndefined()
  })

  test('the whole jar of a browser that was closed: ten minutes later it opens nothing', async () => {
    const { browser } = await signsIn('江月')
    await signs(browser)
    company.clock.advance(10 * 60_000)
    expect(await mistakeOf(asks(browser))).toBe('people.device-signature')
  })

  test('a key is not given to a session that has gone on without one for more than five minutes', async () => {
    const { browser } = await signsIn('江月')
    company.clock.advance(5 * 60_000 + 1)
    expect(await question(browser)).toMatchObject({ bound: false, mayBind: false })
    expect(await mistakeOf(signs(browser))).toBe('people.device-late')
    expect(await asks(browser)).toBeDefined()
  })
})

describe('the browser’s signature', () => {
  test('goes on through a change of network, and through pauses', async () => {
    const { browser } = await signsIn('江月')
    await signs(browser)
    browser.address = '10.9.9.9'
    expect(await mistakeOf(asks(browser))).toBe('people.device-signature')
    await signs(browser)
    expect(await asks(browser)).toBeDefined()
    expect(await asks({ ...browser, address })).toBeDefined()
    company.clock.advance(25 * 60_000)
    expect(await mistakeOf(asks(browser))).toBe('people.device-signature')
    await signs(browser)
    expect(await asks(browser)).toBeDefined()
    // The pause forgot the address from before.
    expect(await mistakeOf(asks({ ...browser, address }))).toBe('people.device-signature')
  })

  test('survives a reply that got lost, and two pages that sign at once', async () => {
    const { browser } = await signsIn('江月')
    await signs(browser)
    company.clock.advance(4 * 60_000)
    const before = browser.bound
    await signs(browser)
    browser.bound = before
    expect(await asks(browser)).toBeDefined()
    company.clock.advance(4 * 60_000)
    const [one, other] = [{ ...browser }, { ...browser }]
    await Promise.all([signs(one), signs(other)])
    // Whichever reply comes last, the browser holds one of the two that count.
    expect(await asks(one)).toBeDefined()
    expect(await asks(other)).toBeDefined()
  })

  test('a request that left before two pages signed in turn is no thief’s', async () => {
    const { browser } = await signsIn('江月')
    const early = { ...browser }
    await signs(browser)
    await signs(browser)
    await signs(browser)
    expect(await asks(early)).toBeDefined()
    expect(await asks(browser)).toBeDefined()
    company.clock.advance(60_000)
    await signs(browser)
    expect(await asks(browser)).toBeDefined()
    expect(await asks(early)).toBeUndefined()
  })

  test('replayed: an answer is taken once, and not after a minute', async () => {
    const { browser } = await signsIn('江月')
    const answer = browser.key.answer(await question(browser))
    await call(browser, '/session/device', answer)
    expect(await mistakeOf(call(browser, '/session/device', answer))).toBe('people.device-late')
    const late = browser.key.answer(await question(browser))
    company.clock.advance(60_001)
    expect(await mistakeOf(call(browser, '/session/device', late))).toBe('people.device-late')
    expect(await asks(browser)).toBeDefined()
  })

  test('to the question of a colleague’s session', async () => {
    const [one, other] = [await signsIn('江月'), await signsIn('何二')]
    await signs(one.browser)
    const theirs = one.browser.key.answer(await question(other.browser))
    expect(await mistakeOf(call(one.browser, '/session/device', theirs))).toBe('people.device-late')
  })

  test('by a key of another kind is none', async () => {
    const { browser } = await signsIn('江月')
    browser.key = openBrowserKey('P-384')
    expect(await mistakeOf(signs(browser))).toBe('people.device-late')
    expect(await question(browser)).toMatchObject({ bound: false })
  })

  test('without a session, or with one that has ended, nothing is asked', async () => {
    const { browser } = await signsIn('江月')
    expect(await mistakeOf(question({ ...browser, token: 'z'.repeat(43) }))).toBe('people.device-unknown')
    await company.people.endSession(browser.token)
    expect(await mistakeOf(question(browser))).toBe('people.device-unknown')
  })

  test('is wanted anew within the last minute when somebody proves who they are', async () => {
    const { browser, password } = await signsIn('江月')
    await signs(browser)
    company.clock.advance(61_000)
    const caller = (await asks(browser))!
    const prove = () =>
      callRoute(company.people, 'POST', '/session/proof', caller, {
        body: { proof: { method: 'password', password } },
      })
    expect(await mistakeOf(prove())).toBe('people.device-signature')
    await signs(browser)
    await prove()
  })
})

test('session fixation: a session that is put into somebody’s browser ends when they sign in, with both its secrets', async () => {
  const [attacker, victim] = [await signsIn('何二'), await signsIn('江月')]
  const mine = signedIn(
    await company.people.signIn({
      name: victim.number,
      password: victim.password,
      address,
      agent,
      replacing: attacker.browser.token,
    }),
  )
  expect(mine.token).not.toBe(attacker.browser.token)
  expect(await asks(attacker.browser)).toBeUndefined()
  expect(await asks({ ...attacker.browser, token: mine.token })).toBeUndefined()
})

test('neither secret nor key of a session can be read from the database', async () => {
  const { browser } = await signsIn('江月')
  const [row] = await company.house.db.read((r) =>
    r.rows<{ text: string }>(
      sql`select s::text as text from people.session s order by created_at desc, id desc limit 1`,
    ),
  )
  for (const secret of [browser.token, browser.bound!]) {
    expect(row!.text).not.toContain(secret)
    expect(row!.text).not.toContain(Buffer.from(secret, 'base64url').toString('hex'))
  }
})
