import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { route } from '../../gate/route.ts'
import { AUDITOR, LI_NA, as, openOffice } from './fixture.ts'
import type { Office } from './fixture.ts'
import { checkRoutes } from './api.ts'
import { checkListen } from './server.ts'
import { csrfToken } from './session.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.server.close())

const post = (url: string, headers: Record<string, string>, payload: object | string = {}) =>
  office.server.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload })
const get = (url: string, headers: Record<string, string> = { host: 'localhost' }) =>
  office.server.inject({ method: 'GET', url, headers })
const application = { purpose: '回访', fields: [{ id: 'phone' }] }

describe('a reply says only what its shape names', () => {
  test('a field that the shape does not name stays inside', async () => {
    const reply = await get('/api/v1/customers/c1', as(LI_NA))
    expect(reply.json()).toEqual({ id: 'c1', name: '张伟' })
    expect(reply.headers['cache-control']).toBe('no-store')
  })
  test('a field of the wrong type is a fault, not a guess', async () => {
    const reply = await get('/api/v1/wrong-type', as(LI_NA))
    expect(reply.statusCode).toBe(500)
    expect(reply.body).not.toContain('张伟')
  })
  test('a refusal quotes its clause in both languages', async () => {
    const reply = await get('/api/v1/refused', as(LI_NA))
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toEqual({
      refused: {
        because: [
          {
            clause: '4.2.1/clearance-covers-level',
            zh: '密级高于权限者不得查阅',
            en: 'Not above your clearance',
          },
        ],
        faults: [],
        next: 'apply',
      },
    })
  })
  test('a mistake keeps its code, field, values and status', async () => {
    const reply = await post('/mistaken', as(LI_NA))
    expect(reply.statusCode).toBe(409)
    expect(reply.json()).toEqual({ mistake: { code: 'name-taken', field: 'name', values: { row: 7 } } })
  })
  test('a fault shows an incident id only; the log has the id and no message', async () => {
    const reply = await post('/broken', as(LI_NA))
    const body = reply.json<{ fault: { id: string; reason: string } }>()
    expect(reply.statusCode).toBe(500)
    expect(Object.keys(body.fault)).toEqual(['id', 'reason'])
    expect(office.log()).toContain(body.fault.id)
    for (const value of ['张伟', '13800138000']) expect(reply.body + office.log()).not.toContain(value)
  })
  test('a ledger that cannot be written is told apart: 503', async () => {
    const reply = await post('/ledger-full', as(LI_NA))
    expect([reply.statusCode, reply.json<{ fault: { reason: string } }>().fault.reason]).toEqual([
      503,
      'ledger',
    ])
  })
  test('an answer that comes too late is not sent', async () => {
    const reply = await post('/slow', as(LI_NA))
    expect([reply.statusCode, reply.json<{ fault: { reason: string } }>().fault.reason]).toEqual([
      503,
      'too-slow',
    ])
  })
  test('a download names its file in any script and is an attachment', async () => {
    const reply = await get('/api/v1/form', as(LI_NA))
    expect(reply.headers['content-disposition']).toBe(
      `attachment; filename="___ _A_.pdf"; filename*=UTF-8''%E7%94%B3%E8%AF%B7%E8%A1%A8%20%22A%22.pdf`,
    )
    expect(reply.headers['content-security-policy']).toContain('sandbox')
  })
})

describe('who may call', () => {
  test('a stranger is asked to sign in, whatever the body', async () => {
    const reply = await post('/applications', { host: 'localhost' }, 'x'.repeat(2_000_000))
    expect([reply.statusCode, reply.json<{ mistake: { code: string } }>().mistake.code]).toEqual([
      401,
      'sign-in',
    ])
  })
  test('a person without the role is refused', async () => {
    expect((await get('/api/v1/only-auditor', as(LI_NA))).json()).toMatchObject({
      refused: { faults: ['role'] },
    })
    expect((await get('/api/v1/only-auditor', as(AUDITOR))).statusCode).toBe(200)
  })
  test('an address that is not in the table is not found, for everybody', async () => {
    for (const url of ['/api/v1/unlisted', '/api', '/api/v2/customers/c1', '/api/v1/customers']) {
      expect((await get(url, as(AUDITOR))).json()).toEqual({
        mistake: { code: 'not-found', field: '', values: {} },
      })
    }
  })
  test('figures go to this machine or to a role; never through a proxy unasked', async () => {
    expect((await get('/metrics')).body).toContain('mifeng_request_seconds')
    const forwarded = { host: 'localhost', 'x-forwarded-for': '10.0.0.9' }
    expect((await get('/metrics', forwarded)).statusCode).toBe(404)
    expect((await get('/metrics', { ...as(LI_NA), ...forwarded })).statusCode).toBe(404)
  })
})

describe('forged requests', () => {
  const cases: [string, Record<string, string>][] = [
    ['from another site, by Sec-Fetch-Site', as(LI_NA, { 'sec-fetch-site': 'cross-site' })],
    ['from a sub-domain, by Sec-Fetch-Site', as(LI_NA, { 'sec-fetch-site': 'same-site' })],
    ['from another origin', as(LI_NA, { origin: 'https://evil.example' })],
    ['from the same host on another port', as(LI_NA, { origin: 'http://127.0.0.1:9999' })],
    ['from a sandboxed frame', as(LI_NA, { origin: 'null' })],
    ['without the token', as(LI_NA, { 'x-mifeng-csrf': '' })],
    ['with the token of another session', as(LI_NA, { 'x-mifeng-csrf': csrfToken(AUDITOR) })],
    [
      'by a name that only points here (DNS rebinding)',
      as(LI_NA, { host: 'evil.example', origin: 'http://evil.example' }),
    ],
  ]
  test.each(cases)('%s: refused before anything runs', async (_, headers) => {
    const before = office.seen.length
    expect((await post('/applications', headers, application)).statusCode).toBe(400)
    expect(office.seen).toHaveLength(before)
  })
  test('a page of ours may', async () => {
    expect((await post('/applications', as(LI_NA), application)).statusCode).toBe(200)
  })
  test('sign-in from another site is refused as well', async () => {
    const headers = { host: 'localhost', 'sec-fetch-site': 'cross-site' }
    expect((await post('/session', headers, { name: 'x' })).statusCode).toBe(400)
  })
})

describe('request shapes', () => {
  const bodies: [string, object | string, string][] = [
    ['an unknown field', { ...application, admin: true }, 'body.admin'],
    [
      'an unknown field deep inside',
      { ...application, fields: [{ id: 'phone', level: 1 }] },
      'body.fields.0.level',
    ],
    ['a wrong type', { ...application, purpose: 7 }, 'body.purpose'],
    ['a list instead of an object', [], 'body'],
  ]
  test.each(bodies)('%s is named', async (_, body, field) => {
    const reply = await post('/applications', as(LI_NA), body)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ mistake: { code: 'shape', field } })
  })
  const raw: [string, string, string, number][] = [
    ['__proto__', '{"__proto__":{"roles":["auditor"]},"purpose":"x","fields":[]}', 'application/json', 400],
    [
      'constructor.prototype',
      '{"constructor":{"prototype":{"a":1}},"purpose":"x","fields":[]}',
      'application/json',
      400,
    ],
    ['broken JSON', '{"purpose":', 'application/json', 400],
    ['text', 'purpose=x', 'text/plain', 415],
    ['a form', 'purpose=x', 'application/x-www-form-urlencoded', 415],
    ['XML', '<a/>', 'application/xml', 415],
    ['more than the limit', `{"purpose":"${'x'.repeat(1_100_000)}"}`, 'application/json', 413],
  ]
  test.each(raw)('%s', async (_, body, type, status) => {
    const reply = await post('/applications', as(LI_NA, { 'content-type': type }), body)
    expect(reply.statusCode).toBe(status)
    expect(Object.keys(reply.json<object>())).toEqual(['mistake'])
    expect(({} as { a?: number }).a).toBeUndefined()
  })
  test('a body where none is wanted, and an unknown or repeated query, are refused', async () => {
    expect((await post('/nothing', as(LI_NA), { a: 1 })).statusCode).toBe(400)
    for (const query of ['?secret=1', '?page=1&page=2', '?__proto__=1', '?page=x']) {
      expect((await get(`/api/v1/customers/c1${query}`, as(LI_NA))).statusCode).toBe(400)
    }
    expect((await get('/api/v1/customers/c1?page=2', as(LI_NA))).statusCode).toBe(200)
  })
  test('a route whose shape would let unknown fields through does not start', () => {
    const loose = (body: z.ZodObject) =>
      route({
        method: 'POST',
        path: '/x',
        who: 'anyone',
        summary: { zh: '试', en: 'x' },
        tag: 't',
        body,
        reply: z.object({}),
        run: async () => ({}),
      })
    expect(() => checkRoutes([loose(z.object({ a: z.array(z.object({ b: z.string() })) }))])).toThrow(
      /body\.a\.\[\]/,
    )
    expect(() => checkRoutes([loose(z.object({ a: z.looseObject({}) }))])).toThrow(/body\.a/)
    expect(() => checkRoutes([loose(z.object({ a: z.string() }))])).not.toThrow()
  })
})

describe('session cookies', () => {
  test('sign-in sets a strict, script-proof cookie and the token for the page', async () => {
    const reply = await post('/session', { host: 'localhost' }, { name: '李娜' })
    expect(reply.headers['set-cookie']).toEqual([
      `mifeng=${LI_NA}; Path=/; SameSite=Strict; HttpOnly`,
      `mifeng-csrf=${csrfToken(LI_NA)}; Path=/; SameSite=Strict`,
    ])
  })
  test('over TLS the name begins with __Host- and the cookie is Secure; the plain cookie does not count', async () => {
    const safe = await openOffice({ trustProxy: ['127.0.0.1'], hosts: ['mifeng.example'] })
    const headers = {
      host: 'mifeng.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'mifeng.example',
    }
    const reply = await safe.server.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers,
      payload: { name: 'x' },
    })
    expect(String(reply.headers['set-cookie'])).toMatch(/^__Host-mifeng=.*; Secure; HttpOnly/)
    expect(reply.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    const plain = { ...headers, cookie: `mifeng=${AUDITOR}` }
    expect((await safe.server.inject({ url: '/api/v1/only-auditor', headers: plain })).statusCode).toBe(401)
    await safe.server.close()
  })
  test('sign-out clears the cookies and everything the browser kept', async () => {
    const reply = await office.server.inject({ method: 'DELETE', url: '/api/v1/session', headers: as(LI_NA) })
    expect(reply.headers['clear-site-data']).toContain('"storage"')
    expect(String(reply.headers['set-cookie'])).toContain('Max-Age=0')
  })
})

describe('uploads', () => {
  const form = (parts: string[]): string =>
    [...parts.map((part) => `--b\r\n${part}\r\n`), '--b--\r\n'].join('')
  const file = (bytes: string, name = 'file', fileName = '../../台账.xlsx'): string =>
    `content-disposition: form-data; name="${name}"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n${bytes}`
  const field = (name: string, value: string): string =>
    `content-disposition: form-data; name="${name}"\r\n\r\n${value}`
  const send = (parts: string[]) =>
    post('/imports', as(LI_NA, { 'content-type': 'multipart/form-data; boundary=b' }), form(parts))
  const left = (): string[] => readdirSync(`${office.folder}/uploads`)

  test("a file arrives under our name with the sender's name beside it, and is gone after the reply", async () => {
    const reply = await send([field('body', '{"source":"legacy"}'), file('hello')])
    expect(reply.statusCode).toBe(200)
    const input = office.seen.at(-1) as { file: { path: string; name: string; size: number }; body: unknown }
    expect(input.body).toEqual({ source: 'legacy' })
    expect(input.file).toMatchObject({ name: '台账.xlsx', size: 5 })
    expect(input.file.path.startsWith(`${office.folder}/uploads/`)).toBe(true)
    expect(left()).toEqual([])
  })
  const bad: [string, string[], number][] = [
    ['too large', [field('body', '{"source":"x"}'), file('x'.repeat(1001))], 413],
    ['no file', [field('body', '{"source":"x"}')], 422],
    ['file under another name', [file('x', 'other')], 422],
    ['two files', [file('x'), file('y')], 413],
    ['body not JSON', [field('body', '{'), file('x')], 400],
    ['body that reaches for the prototype', [field('body', '{"source":"x","__proto__":{}}'), file('x')], 400],
    ['unknown field in body', [field('body', '{"source":"x","owner":"me"}'), file('x')], 400],
  ]
  test.each(bad)('%s: refused, nothing left behind', async (_, parts, status) => {
    expect((await send(parts)).statusCode).toBe(status)
    expect(left()).toEqual([])
  })
  test('a form is not accepted by any other route', async () => {
    const headers = as(LI_NA, { 'content-type': 'multipart/form-data; boundary=b' })
    expect((await post('/nothing', headers, form([file('x')]))).statusCode).toBe(415)
  })
})

describe('pages', () => {
  test('every address of the interface gets the first page with a fresh nonce in page and policy', async () => {
    const nonces = await Promise.all(
      ['/', '/customers/c1', '/desk?tab=done'].map(async (url) => {
        const reply = await get(url)
        const nonce = /nonce="([^"]+)"/.exec(reply.body)![1]!
        expect(reply.body).not.toContain('__CSP_NONCE__')
        expect(String(reply.headers['content-security-policy'])).toContain(
          `script-src 'self' 'nonce-${nonce}'`,
        )
        expect(reply.headers['cache-control']).toBe('no-store')
        return nonce
      }),
    )
    expect(new Set(nonces).size).toBe(3)
  })
  test('assets are kept for ever, compressed when asked', async () => {
    const reply = await get('/assets/app-1a2b.js', { host: 'localhost', 'accept-encoding': 'gzip, br' })
    expect(reply.headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect((await get('/assets/app-1a2b.js')).body).toBe('console.log(1)')
  })
  test.each([
    '/assets/app-1a2b.js.map',
    '/assets/../../secret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/',
  ])('neither source maps nor files outside: %s', async (url) => {
    const reply = await get(url)
    expect(reply.statusCode).toBe(404)
    expect(reply.body).not.toContain('secret')
  })
  test('no reply says what it is served by', async () => {
    for (const url of ['/', '/healthz', '/api/v1/x', '/openapi.json']) {
      const { headers } = await get(url)
      expect(headers['server'] ?? headers['x-powered-by']).toBeUndefined()
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
      expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    }
  })
})

describe('haste and load', () => {
  test('a session that asks too fast is told to wait, others are not', async () => {
    const small = await openOffice({ limits: { sessionPerMinute: 3 } })
    const status = async (token: string) =>
      (await small.server.inject({ url: '/api/v1/customers/c1', headers: as(token) })).statusCode
    expect([await status(LI_NA), await status(LI_NA), await status(LI_NA), await status(LI_NA)]).toEqual([
      200, 200, 200, 429,
    ])
    expect(await status(AUDITOR)).toBe(200)
    await small.server.close()
  })
  test('sign-in attempts from one address are limited', async () => {
    const small = await openOffice({ limits: { anonymousPostsPerMinute: 2 } })
    const status = async () =>
      (
        await small.server.inject({
          method: 'POST',
          url: '/api/v1/session',
          headers: { host: 'localhost' },
          payload: { name: 'x' },
        })
      ).statusCode
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429])
    await small.server.close()
  })
  test('health is plain and follows the parts', async () => {
    expect((await get('/healthz')).json()).toEqual({ ok: true, database: 'up', ledger: 'whole' })
    const ill = await openOffice({ health: () => Promise.reject(new Error('down')) })
    expect((await ill.server.inject({ url: '/healthz', headers: { host: 'localhost' } })).statusCode).toBe(
      503,
    )
    await ill.server.close()
  })
})

describe('the wire', () => {
  const raw = async (text: string): Promise<string> => {
    const port = (office.server.server.address() as AddressInfo).port
    return new Promise((resolve, reject) => {
      let got = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      socket.setTimeout(2000, () => socket.destroy())
      socket.on('data', (data) => (got += data.toString()))
      socket.on('close', () => resolve(got))
      socket.on('error', reject)
    })
  }
  beforeAll(() => office.server.listen({ port: 0, host: '127.0.0.1' }))

  const session = `Host: 127.0.0.1\r\nCookie: mifeng=${LI_NA}\r\nX-Mifeng-CSRF: ${csrfToken(LI_NA)}\r\nContent-Type: application/json\r\n`
  const smuggled: [string, string][] = [
    ['both lengths', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two different lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} '],
    ['a chunk size with a sign', 'Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n'],
    [
      'a folded header',
      'X-A: 1\r\n Content-Length: 2\r\nContent-Length: 2\r\nTransfer-Encoding: xchunked\r\n\r\n{}',
    ],
  ]
  test.each(smuggled)('a request with %s is refused', async (_, rest) => {
    const before = office.seen.length
    expect(await raw(`POST /api/v1/nothing HTTP/1.1\r\n${session}${rest}`)).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(office.seen).toHaveLength(before)
  })
  test('TRACE is not answered', async () => {
    expect(await raw('TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 4\d\d /,
    )
  })
  test('plain HTTP is spoken on loopback only', () => {
    for (const host of ['127.0.0.1', '::1', 'localhost']) expect(() => checkListen(host, false)).not.toThrow()
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'mifeng.example']) {
      expect(() => checkListen(host, false)).toThrow(/certificate/)
      expect(() => checkListen(host, true)).not.toThrow()
    }
  })
})
