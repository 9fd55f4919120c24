import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API_PREFIX, CSRF_HEADER, csrfToken } from '../../doors/http/index.ts'
import { sql } from '../../floor/database/index.ts'
import type { Route } from '../../gate/index.ts'
import { type Actor, expectLedgerWhole, type Name, openTestOffice, type TestOffice } from '../support/cast.ts'

/** Every route of every chapter × everybody, made from the route tables themselves. */

let office: TestOffice
let routes: readonly Route[]
let file: string
const secret = '18655550123'
beforeAll(async () => {
  office = await openTestOffice()
  routes = Object.values(office.chapters).flatMap((chapter) => chapter.routes)
  file = await office.customer({ 'person-name': '王小红', mobile: secret, 'id-card': '110105194912310038' })
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

const everybody: readonly Name[] = ['li', 'han', 'wang', 'zhao', 'deng', 'gu', 'qian', 'zhou', 'sun']
const held: Partial<Record<Name, readonly string[]>> = {
  zhao: ['executive'],
  deng: ['archivist'],
  gu: ['secrecy-office'],
  qian: ['system-admin'],
  zhou: ['security-admin'],
  sun: ['audit-admin'],
}
const hasRole = (name: Name, route: Route): boolean =>
  typeof route.who === 'string' || route.who.some((role) => held[name]?.includes(role) === true)

/** A path with ids of nothing, except the customer's. */
const pathOf = (route: Route): string =>
  route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    if (route.path.startsWith('/customers/:id') && name === 'id') return file
    return ['lane', 'index'].includes(name) ? '0' : name === 'code' || name === 'key' ? 'none' : randomUUID()
  })

async function knock(route: Route, actor: Actor | undefined, more: { csrf?: boolean } = {}): Promise<number> {
  const cookies = actor === undefined ? {} : { cookie: `mifeng=${actor.token}` }
  const token = actor === undefined || more.csrf === false ? {} : { [CSRF_HEADER]: csrfToken(actor.token) }
  const reply = await office.server.inject({
    method: route.method,
    url: `${API_PREFIX}${pathOf(route)}`,
    headers: { host: 'localhost', ...cookies, ...token },
    ...(route.method === 'GET' ? {} : { payload: {} }),
  })
  return reply.statusCode
}

/**
 * A hash of every table with people, forms, customers, grants and keys. Challenges to passkeys are given to whoever
 * asks, and are worth nothing without one.
 */
async function fingerprint(): Promise<readonly unknown[]> {
  return await office.house.fresh.owner.read((r) =>
    r.rows(sql`select t.schemaname || '.' || t.tablename as name,
        (xpath('/row/h/text()', query_to_xml(format('select md5(coalesce(string_agg(x::text, %L order by x::text), %L)) as h
          from %I.%I x', '', '', t.schemaname, t.tablename), true, true, '')))[1]::text as hash
      from pg_tables t where t.schemaname in ('people', 'duties', 'approval', 'custody', 'collection', 'usage', 'keyring', 'jobs')
        and (t.schemaname, t.tablename) not in (('people', 'session'), ('people', 'challenge')) order by 1`),
  )
}

describe('routes × people', () => {
  test('who is not signed in gets 401 everywhere but at the sign-in and first-run doors, and changes nothing', async () => {
    const before = await fingerprint()
    const open: string[] = []
    for (const route of routes) {
      const status = await knock(route, undefined)
      if (route.who === 'anyone') open.push(`${route.method} ${route.path}`)
      else expect(status, `${route.method} ${route.path}`).toBe(401)
    }
    expect(open.sort()).toEqual([
      'GET /open/forms/:code',
      'GET /open/notices/:code',
      'GET /open/notices/:code/:hash',
      'GET /session',
      'GET /setup',
      'POST /open/challenges',
      'POST /open/consents/own/answer',
      'POST /open/consents/own/ask-code',
      'POST /open/consents/own/use-code',
      'POST /open/consents/own/view',
      'POST /open/consents/own/withdraw',
      'POST /open/forms/:code/submissions',
      'POST /open/forms/:code/submissions-with-files',
      'POST /open/receipts/look',
      'POST /open/rights/own/ask',
      'POST /open/rights/own/ask-code',
      'POST /open/rights/own/look',
      'POST /open/rights/own/take',
      'POST /session',
      'POST /session/device',
      'POST /session/device/challenge',
      'POST /session/factor',
      'POST /session/passkey',
      'POST /session/passkey/options',
      'POST /session/step',
      'POST /session/step/passkey',
      'POST /setup',
      'POST /sign-on/begin',
      'POST /sign-on/finish',
      'POST /sign-on/password',
    ])
    expect(await fingerprint()).toEqual(before)
  })

  test('a route for some roles answers 403 to everybody else before it reads anything, and changes nothing', async () => {
    const before = await fingerprint()
    let cells = 0
    for (const route of routes.filter((one) => typeof one.who !== 'string'))
      for (const name of everybody.filter((one) => !hasRole(one, route))) {
        expect(await knock(route, office[name]), `${name} ${route.method} ${route.path}`).toBe(403)
        cells += 1
      }
    expect(cells).toBeGreaterThan(150)
    expect(await fingerprint()).toEqual(before)
  })

  test('whatever changes something asks for the token against forged requests, of everybody', async () => {
    const before = await fingerprint()
    for (const route of routes.filter((one) => one.method !== 'GET' && one.who !== 'anyone')) {
      const name = everybody.find((one) => hasRole(one, route))!
      const status = await knock(route, office[name], { csrf: false })
      expect([400, 403], `${route.method} ${route.path}`).toContain(status)
    }
    expect(await fingerprint()).toEqual(before)
  })

  test('reading routes: an administrator, and somebody without scope, get no value of the customer', async () => {
    for (const route of routes.filter((one) => one.method === 'GET'))
      for (const name of ['qian', 'zhou', 'sun', 'han', 'gu'] as const) {
        const answer = await office[name].asks('GET', pathOf(route))
        for (const value of [secret, '186****0123', '王小红', '110105194912310038'])
          expect(answer.text.includes(value), `${name} ${route.path} shows ${value}`).toBe(false)
        expect(answer.status, `${name} ${route.path}: ${answer.text}`).toBeLessThan(500)
      }
  })

  test('an empty request to any route is no fault of ours', async () => {
    for (const route of routes.filter((one) => one.method !== 'GET' && !one.path.startsWith('/session')))
      for (const name of everybody.filter((one) => hasRole(one, route)).slice(0, 2)) {
        const status = await knock(route, office[name])
        expect(status, `${name} ${route.method} ${route.path}`).toBeLessThan(500)
      }
  })

  test('what is not in a table does not exist', async () => {
    for (const path of ['/customers/export', '/admin', '/debug', '/people/export', '/ledger', '/readings'])
      expect((await office.zhao.asks('GET', path)).status, path).toBeGreaterThanOrEqual(400)
    for (const method of ['PUT', 'DELETE'] as const)
      expect((await office.zhao.asks(method, '/readings', {})).status).toBe(404)
  })
})
