import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Mistake } from '../../floor/errors.ts'
import { route } from '../../gate/route.ts'
import { checkRoutes } from './api.ts'
import { LI_NA, type Office, openOffice } from './fixture.ts'
import { aboutOf, neighbours, OPEN_BODY_BYTES, type OpenLimitSettings } from './open.ts'

const ok = z.object({ ok: z.boolean() })
const base = { who: 'anyone', tag: 'open', summary: { zh: '试', en: 'Try' }, reply: ok } as const
const code = z.object({ code: z.string() })
let ran: unknown[] = []
const routes = [
  route({
    ...base,
    method: 'GET',
    path: '/open/forms/:code',
    params: code,
    run: ({ params }) =>
      params.code === 'GOOD'
        ? Promise.resolve({ ok: true })
        : Promise.reject(new Mistake('not-found', { status: 404 })),
  }),
  route({
    ...base,
    method: 'POST',
    path: '/open/forms/:code',
    params: code,
    body: z.strictObject({ text: z.string() }),
    run: async (input) => {
      ran.push(input)
      return { ok: true }
    },
  }),
  route({
    ...base,
    method: 'POST',
    path: '/open/forms/:code/files',
    params: code,
    upload: { field: 'file', maxBytes: 1000 },
    run: async (input) => {
      ran.push(input)
      return { ok: true }
    },
  }),
]

let office: Office
const spent: (readonly [string | undefined, string])[] = []
const open = async (openLimits: Partial<OpenLimitSettings> = {}): Promise<void> => {
  ran = []
  spent.length = 0
  office = await openOffice({
    routes,
    openLimits,
    challenges: {
      spend: async (proof, about) => {
        if (proof !== 'solved') throw new Mistake('open.challenge', { status: 400 })
        spent.push([proof, about])
      },
    },
  })
}
afterEach(() => office.server.close())

const from = (address: string) => ({ remoteAddress: address })
const send = (headers: Record<string, string> = {}, more: object = {}) =>
  office.server.inject({
    method: 'POST',
    url: '/api/v1/open/forms/GOOD',
    headers: { host: 'localhost', 'x-mifeng-trap': '0', 'x-mifeng-proof': 'solved', ...headers },
    payload: { text: '您好' },
    ...more,
  })
const codeOf = (reply: { body: string }): string =>
  (JSON.parse(reply.body) as { mistake: { code: string } }).mistake.code

describe('what strangers may send', () => {
  test('a solved challenge about this very form lets one request in', async () => {
    await open()
    expect((await send()).statusCode).toBe(200)
    expect(spent).toEqual([['solved', 'forms/GOOD']])
  })

  test.each([
    ['without a challenge', { 'x-mifeng-proof': '' }, 'open.challenge'],
    ['with one that is not solved', { 'x-mifeng-proof': 'guess' }, 'open.challenge'],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 'other-site'],
    ['with a forged Origin', { origin: 'https://evil.example' }, 'other-site'],
    ['with an Origin of nowhere', { origin: 'null' }, 'other-site'],
    ['with the hidden field filled in', { 'x-mifeng-trap': '11' }, 'open.trapped'],
    ['by a program that knows nothing of the hidden field', { 'x-mifeng-trap': '' }, 'open.trapped'],
  ])('%s nothing runs', async (_, headers, wanted) => {
    await open()
    const reply = await send(headers)
    expect([reply.statusCode, codeOf(reply)]).toEqual([400, wanted])
    expect(ran).toEqual([])
  })

  test('oversized: a large body is refused by its announced size before it is read, and one that lies about it while it is read', async () => {
    await open()
    const text = 'x'.repeat(OPEN_BODY_BYTES)
    const announced = await send({}, { payload: { text } })
    expect(announced.statusCode).toBe(413)
    expect(spent).toEqual([])
    const chunked = await office.server.inject({
      method: 'POST',
      url: '/api/v1/open/forms/GOOD',
      headers: {
        host: 'localhost',
        'x-mifeng-trap': '0',
        'x-mifeng-proof': 'solved',
        'content-type': 'application/json',
        'transfer-encoding': 'chunked',
      },
      payload: JSON.stringify({ text }),
    })
    expect(chunked.statusCode).toBe(413)
    expect(ran).toEqual([])
  })

  test('a file asks for a challenge as well, and stops at its size', async () => {
    await open()
    const multipart = (bytes: number, headers: Record<string, string>) =>
      office.server.inject({
        method: 'POST',
        url: '/api/v1/open/forms/GOOD/files',
        headers: { host: 'localhost', 'content-type': 'multipart/form-data; boundary=b', ...headers },
        payload: `--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n${'x'.repeat(bytes)}\r\n--b--\r\n`,
      })
    const right = { 'x-mifeng-trap': '0', 'x-mifeng-proof': 'solved' }
    expect((await multipart(10, {})).statusCode).toBe(400)
    expect((await multipart(1001, right)).statusCode).toBe(413)
    expect((await multipart(10, right)).statusCode).toBe(200)
  })

  test('a session that comes along counts for nothing', async () => {
    await open()
    expect((await send({ cookie: `mifeng=${LI_NA}` })).statusCode).toBe(200)
    expect(ran[0]).not.toHaveProperty('caller')
    expect((await send({ authorization: 'Bearer mfs_x' })).statusCode).toBe(200)
  })

  test('without anybody who takes challenges nothing is let in', async () => {
    await open()
    await office.server.close()
    office = await openOffice({ routes })
    expect((await send()).statusCode).toBe(404)
  })
})

describe('floods', () => {
  test('one address is slowed down, another is not, and a whole IPv6 subscriber is one', async () => {
    await open({ sendsPerMinute: 3 })
    for (let n = 0; n < 3; n++) expect((await send({}, from('203.0.113.7'))).statusCode).toBe(200)
    const fourth = await send({}, from('203.0.113.7'))
    expect([fourth.statusCode, Number(fourth.headers['retry-after']) > 0]).toEqual([429, true])
    expect((await send({}, from('203.0.113.8'))).statusCode).toBe(200)
    for (let n = 0; n < 3; n++) await send({}, from(`2001:db8:1:2::${n + 1}`))
    expect((await send({}, from('2001:db8:1:2:ffff::1'))).statusCode).toBe(429)
  })

  test('many addresses against one form are slowed down at the form, and another form is not touched', async () => {
    await open({ formPerMinute: 2 })
    const statuses = []
    for (let n = 1; n <= 3; n++) statuses.push((await send({}, from(`203.0.113.${n}`))).statusCode)
    expect(statuses).toEqual([200, 200, 429])
    const other = await send({}, { ...from('203.0.113.9'), url: '/api/v1/open/forms/OTHER' })
    expect(other.statusCode).toBe(200)
  })

  test('rubbish without work done does not use up what a form’s customers need', async () => {
    await open({ formPerMinute: 1 })
    for (let n = 1; n <= 5; n++) await send({ 'x-mifeng-proof': 'no' }, from(`203.0.113.${n}`))
    expect((await send({}, from('203.0.113.99'))).statusCode).toBe(200)
  })

  test('guessing codes: after some misses the address is answered no more, not even for a right one', async () => {
    await open({ missesPerMinute: 3 })
    const look = async (which: string, address = '203.0.113.7') =>
      (
        await office.server.inject({
          method: 'GET',
          url: `/api/v1/open/forms/${which}`,
          headers: { host: 'localhost' },
          ...from(address),
        })
      ).statusCode
    expect([await look('A'), await look('B'), await look('C')]).toEqual([404, 404, 404])
    expect([await look('D'), await look('GOOD')]).toEqual([429, 429])
    expect(await look('GOOD', '203.0.113.8')).toBe(200)
  })
})

test('an open route that asks for a role, or takes huge files, is a fault at start', () => {
  expect(() => checkRoutes([{ ...routes[0]!, who: ['archivist'] }])).toThrow(/anyone/)
  expect(() => checkRoutes([{ ...routes[2]!, upload: { field: 'f', maxBytes: 1e9 } }])).toThrow(/small files/)
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s is counted as %s', (address, group) => expect(neighbours(address)).toBe(group))

test('what a request is about are the first two parts of its address', () => {
  expect(aboutOf('/api/v1/open/forms/AB/files?x=1', '/api/v1')).toBe('forms/AB')
  expect(aboutOf('/api/v1/open/rights', '/api/v1')).toBe('rights/all')
})

describe('the pages for customers', () => {
  test('every address under /o has the small page under the same strict policy; others have the staff’s', async () => {
    await open()
    const page = async (url: string) =>
      await office.server.inject({ method: 'GET', url, headers: { host: 'localhost' } })
    for (const url of ['/o', '/o/form/AB12', '/o/anything']) {
      const reply = await page(url)
      expect([reply.statusCode, reply.body.includes('open-program')]).toEqual([200, true])
      expect(reply.body).not.toContain('__CSP_NONCE__')
      expect(reply.headers['content-security-policy']).toContain("default-src 'none'")
      expect(reply.headers['cache-control']).toBe('no-store')
      expect(reply.headers['set-cookie']).toBeUndefined()
    }
    expect((await page('/other')).body).not.toContain('open-program')
    expect((await page('/open')).body).not.toContain('open-program')
  })
})
