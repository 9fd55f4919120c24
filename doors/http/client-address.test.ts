import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Mistake } from '../../floor/errors.ts'
import { route, type Route } from '../../gate/route.ts'
import { as, LI_NA, type Office, openOffice, PEOPLE } from './fixture.ts'
import type { ServerOptions } from './server.ts'

interface Seen {
  address: string
  bound: string | undefined
  agent: string
}
const asked: Seen[] = []
const seen: { origin: string; notAdmitted: string | undefined; token: string | undefined }[] = []
const say = { zh: '试', en: 'Try' }
const base = { summary: say, tag: 'test', reply: z.object({ ok: z.boolean() }) } as const

/** Like the routes of sign-in: open to anyone, they begin a session and give it its second secret. */
const routes: Route[] = [
  route({
    ...base,
    method: 'POST',
    path: '/begin',
    who: 'anyone',
    run: async ({ session, origin, ...input }) => {
      seen.push({ origin, notAdmitted: input.notAdmitted, token: session.token })
      session.begin(LI_NA, 'second-secret-000001')
      return { ok: true }
    },
  }),
  route({
    ...base,
    method: 'POST',
    path: '/sign',
    who: 'anyone',
    run: async ({ session }) => {
      session.bind('second-secret-000002')
      return { ok: true }
    },
  }),
  route({ ...base, method: 'GET', path: '/mine', who: 'signed-in', run: async () => ({ ok: true }) }),
]

let thrown: Mistake | undefined
const authenticate: ServerOptions['authenticate'] = async (token, address, _, shown) => {
  asked.push({ address, ...shown })
  if (thrown !== undefined) throw thrown
  return PEOPLE.get(token ?? '')
}
const open = (more: Partial<ServerOptions> = {}): Promise<Office> =>
  openOffice({ routes, authenticate, ...more })

/** The address that a request is taken to come from. */
async function addressOf(
  office: Office,
  remoteAddress: string,
  forwarded: string | undefined,
): Promise<string> {
  const cookie = `mifeng=${LI_NA}; __Host-mifeng=${LI_NA}`
  const headers = as(LI_NA, { cookie, ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) })
  await office.server.inject({ url: '/api/v1/mine', headers, remoteAddress })
  return asked.at(-1)!.address
}

describe('forged X-Forwarded-For', () => {
  const offices = new Map<string, Office>()
  beforeAll(async () => {
    offices.set('no proxy', await open())
    offices.set(
      'one on this machine',
      await open({ trustProxy: ['127.0.0.0/8', '::1/128'], hosts: ['127.0.0.1'] }),
    )
    offices.set('two in a row', await open({ trustProxy: ['10.0.0.5', '10.0.1.0/24'], hosts: ['127.0.0.1'] }))
  })
  afterAll(async () => {
    for (const office of offices.values()) await office.server.close()
  })
  test.each([
    ['no proxy', '198.51.100.7', '10.0.0.9', '198.51.100.7'],
    ['no proxy', '127.0.0.1', '10.0.0.9', '127.0.0.1'],
    ['one on this machine', '127.0.0.1', '203.0.113.4', '203.0.113.4'],
    // The proxy appends whom it saw to what its caller claimed; the claim is worth nothing.
    ['one on this machine', '127.0.0.1', '10.0.0.9, 203.0.113.4', '203.0.113.4'],
    ['one on this machine', '127.0.0.1', '10.0.0.9, 127.0.0.1, 203.0.113.4', '203.0.113.4'],
    ['one on this machine', '198.51.100.7', '10.0.0.9', '198.51.100.7'],
    ['one on this machine', '127.0.0.1', undefined, '127.0.0.1'],
    ['two in a row', '10.0.0.5', '203.0.113.4, 10.0.1.7', '203.0.113.4'],
    ['two in a row', '10.0.0.5', '10.0.0.9, 203.0.113.4, 10.0.1.7', '203.0.113.4'],
    ['two in a row', '10.0.0.6', '203.0.113.4', '10.0.0.6'],
  ])('%s: from %s with “%s” it comes from %s', async (which, remote, forwarded, address) => {
    expect(await addressOf(offices.get(which)!, remote, forwarded)).toBe(address)
  })
})

describe('the second secret of a session', () => {
  let office: Office
  beforeAll(async () => {
    office = await open()
  })
  afterAll(() => office.server.close())
  const post = (path: string, headers = as(LI_NA)) =>
    office.server.inject({ method: 'POST', url: `/api/v1${path}`, headers })

  test('is set with the session, out of reach of scripts, and shown to whoever looks the session up', async () => {
    const cookies = [(await post('/begin')).headers['set-cookie']].flat()
    expect(cookies).toContain('mifeng_bound=second-secret-000001; Path=/; SameSite=Strict; HttpOnly')
    const headers = as(LI_NA, {
      cookie: `mifeng=${LI_NA}; mifeng_bound=second-secret-000001`,
      'user-agent': 'Firefox',
    })
    await office.server.inject({ url: '/api/v1/mine', headers })
    expect(asked.at(-1)).toMatchObject({ bound: 'second-secret-000001', agent: 'Firefox' })
  })
  test('is another after a signature, while the session goes on under its token', async () => {
    const cookies = [(await post('/sign')).headers['set-cookie']].flat()
    expect(cookies).toEqual(['mifeng_bound=second-secret-000002; Path=/; SameSite=Strict; HttpOnly'])
  })
  test('over TLS belongs to this host alone', async () => {
    const safe = await open({ trustProxy: ['127.0.0.1'], hosts: ['mifeng.example'] })
    const headers = { host: 'mifeng.example', 'x-forwarded-proto': 'https' }
    const reply = await safe.server.inject({ method: 'POST', url: '/api/v1/begin', headers })
    expect([reply.headers['set-cookie']].flat()).toContain(
      '__Host-mifeng-bound=second-secret-000001; Path=/; SameSite=Strict; Secure; HttpOnly',
    )
    await safe.server.close()
  })
  test.each([
    ['people.address-not-allowed', 403],
    ['people.device-signature', 401],
  ] as const)(
    'a session that is not let in (%s) is told why, and signing in stays possible',
    async (code, status) => {
      thrown = new Mistake(code, { status })
      const refused = await office.server.inject({ url: '/api/v1/mine', headers: as(LI_NA) })
      expect([refused.statusCode, refused.json().mistake.code]).toEqual([status, code])
      expect((await post('/begin')).statusCode).toBe(200)
      expect(seen.at(-1)).toMatchObject({ notAdmitted: code, token: LI_NA })
      thrown = undefined
    },
  )
})

describe('what stands in the address bar', () => {
  test('is what the setting says, whatever the Host header claims', async () => {
    const office = await open({
      trustProxy: ['127.0.0.1'],
      origin: 'https://mifeng.example',
      hosts: ['mifeng.example'],
    })
    const ask = (host: string) =>
      office.server.inject({
        method: 'POST',
        url: '/api/v1/begin',
        headers: { host, 'x-forwarded-proto': 'https' },
      })
    expect((await ask('mifeng.example')).statusCode).toBe(200)
    expect(seen.at(-1)!.origin).toBe('https://mifeng.example')
    expect((await ask('localhost')).statusCode).toBe(200)
    expect(seen.at(-1)!.origin).toBe('https://mifeng.example')
    expect((await ask('evil.example')).json().mistake.code).toBe('unknown-host')
    await office.server.close()
  })

  test('is ours behind a proxy that does not say how it was asked, and another site’s is not', async () => {
    const office = await open({ trustProxy: ['127.0.0.1'], origin: 'https://mifeng.example' })
    const ask = async (origin: string) => {
      const headers = { host: '127.0.0.1:8080', origin }
      return (await office.server.inject({ method: 'POST', url: '/api/v1/begin', headers })).statusCode
    }
    expect(await ask('https://mifeng.example')).toBe(200)
    expect(await ask('https://evil.example')).toBe(400)
    expect(await ask('http://mifeng.example')).toBe(400)
    expect(await ask('null')).toBe(400)
    await office.server.close()
  })
})
