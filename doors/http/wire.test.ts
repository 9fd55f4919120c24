import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AUDITOR, LI_NA, as, openOffice } from './fixture.ts'
import type { Office } from './fixture.ts'
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
    ['a null character in a text', [field('body', '{"source":"x\\u0000"}'), file('x')], 400],
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
