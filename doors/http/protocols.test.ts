import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProtocolRequest } from '../../gate/protocol.ts'
import { type Office, openOffice } from './fixture.ts'

let office: Office
const seen: ProtocolRequest[] = []
beforeAll(async () => {
  office = await openOffice({
    protocols: [
      {
        prefix: '/greet/v1',
        mediaType: 'application/greet+json',
        answer: async (request) => {
          seen.push(request)
          if (request.path === '/broken') throw new Error('张伟 13800138000')
          return { status: 200, headers: { etag: 'W/"1"' }, body: { hello: request.path } }
        },
        failure: (status) => ({ status, body: { wrong: status } }),
      },
    ],
    limits: { protocolPerMinute: 8 },
  })
})
afterAll(() => office.server.close())

const send = (method: 'GET' | 'PATCH', url: string, headers: object = {}, payload?: string) =>
  office.server.inject({
    method,
    url,
    headers: { host: 'localhost', ...headers },
    ...(payload === undefined ? {} : { payload }),
  })

test('what is below the prefix reaches the protocol with its method, path, query and credentials', async () => {
  const reply = await send(
    'PATCH',
    '/greet/v1/Users/1?a=1&a=2',
    { authorization: 'Bearer x', 'content-type': 'application/greet+json' },
    '{"b":1}',
  )
  expect(reply.json()).toEqual({ hello: '/Users/1' })
  expect(reply.headers).toMatchObject({
    etag: 'W/"1"',
    'content-type': 'application/greet+json; charset=utf-8',
  })
  expect(seen.at(-1)).toMatchObject({
    method: 'PATCH',
    path: '/Users/1',
    query: { a: '1' },
    authorization: 'Bearer x',
    body: { b: 1 },
    base: 'http://localhost/greet/v1',
  })
})

test('what cannot be read, and what goes wrong inside, is told in the protocol’s own shape without a word of the error', async () => {
  const unreadable = await send('PATCH', '/greet/v1/Users', { 'content-type': 'application/json' }, '{')
  expect([unreadable.statusCode, unreadable.json()]).toEqual([400, { wrong: 400 }])
  const other = await send('PATCH', '/greet/v1/Users', { 'content-type': 'text/xml' }, '<a/>')
  expect([other.statusCode, other.json()]).toEqual([415, { wrong: 415 }])
  const broken = await send('GET', '/greet/v1/broken')
  expect([broken.statusCode, broken.json()]).toEqual([500, { wrong: 500 }])
})

test('a browser is turned away, whichever page sent it', async () => {
  const reply = await send('GET', '/greet/v1/Users', { 'sec-fetch-site': 'same-origin' })
  expect([reply.statusCode, reply.json()]).toEqual([403, { wrong: 403 }])
})

test('too many requests from one address wait', async () => {
  for (let count = 0; count < 8; count += 1) await send('GET', '/greet/v1/Users')
  const reply = await send('GET', '/greet/v1/Users')
  expect(reply.statusCode).toBe(429)
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
})
