import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { route } from '../../gate/route.ts'
import { AUDITOR, LI_NA, as, openOffice } from './fixture.ts'
import type { Office } from './fixture.ts'
import { checkRoutes } from './api.ts'
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
      refused: true,
      because: [
        {
          number: '4.2.1',
          rule: 'clearance-covers-level',
          zh: '密级高于权限者不得查阅',
          en: 'Not above your clearance',
        },
      ],
      faults: [],
      next: 'apply',
      text: { zh: '密级高于权限者不得查阅', en: 'Not above your clearance' },
    })
  })
  test('a mistake keeps its code, field, values and status', async () => {
    const reply = await post('/mistaken', as(LI_NA))
    expect(reply.statusCode).toBe(409)
    expect(reply.json()).toMatchObject({ mistake: { code: 'name-taken', field: 'name', values: { row: 7 } } })
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
      refused: true,
      faults: ['role'],
    })
    expect((await get('/api/v1/only-auditor', as(AUDITOR))).statusCode).toBe(200)
  })
  test('an address that is not in the table is not found, for everybody', async () => {
    for (const url of ['/api/v1/unlisted', '/api', '/api/v2/customers/c1', '/api/v1/customers']) {
      expect((await get(url, as(AUDITOR))).json()).toMatchObject({ mistake: { code: 'not-found' } })
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
    for (const query of ['?page=2', '?level=a', '?level=a&level=b']) {
      expect((await get(`/api/v1/customers/c1${query}`, as(LI_NA))).statusCode).toBe(200)
    }
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
      `mifeng_csrf=${csrfToken(LI_NA)}; Path=/; SameSite=Strict`,
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
