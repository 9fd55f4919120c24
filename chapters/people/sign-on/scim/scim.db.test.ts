import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../../floor/database/index.ts'
import type { ProtocolReply } from '../../../../gate/index.ts'
import { address, type Company, hire, lastEntries, must, openCompany, person } from '../../support.ts'
import type { OrganisationProposals, ScimTokenMade, ScimTokenRow } from '../../wire/sign-on.ts'
import { Browser } from '../testing/browser.ts'
import { enterpriseSchema, patchSchema, userSchema } from './shapes.ts'

/** The company's identity system sends joiners, movers and leavers. */

type Loose = ReturnType<typeof JSON.parse>
let company: Company
let administrator: Browser
let token: ScimTokenMade
beforeAll(async () => {
  company = await openCompany()
  administrator = new Browser(company.people)
  await administrator.signIn('S001', 'copper lantern by night')
  token = must(
    await administrator.call('POST', '/scim-tokens', {}, { name: 'AD', days: 90 }),
  ) as ScimTokenMade
})
afterAll(() => company.close())

const send = async (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  more: { ifMatch?: string; ifNoneMatch?: string; query?: Record<string, string>; bearer?: string } = {},
): Promise<ProtocolReply & { body: Loose }> => {
  const [protocol] = company.people.protocols!
  return (await protocol!.answer({
    method,
    path,
    query: more.query ?? {},
    authorization: `Bearer ${more.bearer ?? token.token}`,
    ifMatch: more.ifMatch,
    ifNoneMatch: more.ifNoneMatch,
    body,
    raw: '',
    url: '',
    header: () => undefined,
    address,
    base: 'https://mifeng.example.cn/scim/v2',
  })) as never
}
const user = (no: string, name: string, more: object = {}): object => ({
  schemas: [userSchema, enterpriseSchema],
  userName: `${no.toLowerCase()}@qingshi.cn`,
  externalId: `ext-${no}`,
  displayName: name,
  active: true,
  emails: [{ value: `${no.toLowerCase()}@qingshi.cn`, type: 'work', primary: true }],
  [enterpriseSchema]: { employeeNumber: no },
  ...more,
})
const patch = (...Operations: object[]) => ({ schemas: [patchSchema], Operations })

describe('joiners, movers and leavers', () => {
  test('somebody who joins is created with an account nobody knows a password of, and is found again', async () => {
    const made = await send('POST', '/Users', user('A500', '林晓'))
    expect(made.status).toBe(201)
    expect(made.headers).toMatchObject({ location: made.body.meta.location, etag: made.body.meta.version })
    expect(made.body).toMatchObject({ userName: 'a500@qingshi.cn', active: true, displayName: '林晓' })
    for (const filter of ['userName eq "A500@qingshi.cn"', 'externalId eq "ext-A500"']) {
      const list = await send('GET', '/Users', undefined, { query: { filter } })
      expect(list.body).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1 })
      expect(list.body.Resources[0].id).toBe(made.body.id)
    }
    expect((await send('GET', `/Users/${made.body.id}`)).body).toEqual(made.body)
    const facts = (await company.people.personFacts([made.body.id])).get(made.body.id)!
    expect([facts.active, facts.clearance, [...facts.roles]]).toEqual([true, 1, []])
    const [entry] = await lastEntries(company.house, 1)
    expect(JSON.stringify(entry)).not.toMatch(/林晓|qingshi|A500/)
  })

  test('active=false: the account is disabled, and every open session is over at once', async () => {
    const zhou = await hire(company, person('A501', '周宁'))
    expect(await company.people.authenticate(zhou.token, address)).toBeDefined()
    const off = await send(
      'PATCH',
      `/Users/${zhou.id}`,
      patch({ op: 'Replace', path: 'active', value: 'False' }),
    )
    expect([off.status, off.body.active]).toEqual([200, false])
    expect(await company.people.authenticate(zhou.token, address)).toBeUndefined()
    const on = await send('PATCH', `/Users/${zhou.id}`, patch({ op: 'replace', value: { active: true } }))
    expect(on.body.active).toBe(true)
    // Nothing that was ended comes back.
    expect(await company.people.authenticate(zhou.token, address)).toBeUndefined()
  })

  test('an account disabled here by hand stays disabled, whatever the directory says, and the page says why', async () => {
    const lu = await hire(company, person('A505', '卢明'))
    must(await administrator.call('POST', '/accounts/:id/disable', { id: lu.accountId }))
    const active = (value: boolean) =>
      send('PATCH', `/Users/${lu.id}`, patch({ op: 'replace', path: 'active', value }))
    expect((await active(true)).body.active).toBe(false)
    // Neither does the way round by which it would be the directory's own again.
    await active(false)
    const put = await send('PUT', `/Users/${lu.id}`, user('A505', '卢明'))
    expect(put.body.active).toBe(false)
    expect((await company.people.personFacts([lu.id])).get(lu.id)!.active).toBe(false)
    const kept = async () =>
      (must(await administrator.call('GET', '/organisation/proposals', {})) as OrganisationProposals)
        .keptDisabled
    expect(await kept()).toMatchObject([{ employeeNo: 'A505', name: '卢明' }])
    expect((await lastEntries(company.house, 2)).map((entry) => entry['kind'])).toContain(
      'scim-kept-disabled',
    )
    must(await administrator.call('POST', '/accounts/:id/enable', { id: lu.accountId }))
    expect((await send('GET', `/Users/${lu.id}`)).body.active).toBe(true)
    expect(await kept()).toEqual([])
  })

  test('somebody taken back is not let in by the directory', async () => {
    const xu = await hire(company, person('A506', '徐青'))
    must(await company.people.endEmployment({ personId: company.system }, xu.id, 'left'))
    must(await administrator.call('POST', '/people/:id/return', { id: xu.id }))
    expect((await send('PUT', `/Users/${xu.id}`, user('A506', '徐青'))).body.active).toBe(false)
  })

  test('nor somebody whom the directory had suspended before the leaving, as directories do', async () => {
    const made = await send('POST', '/Users', user('A507', '田禾'))
    const id = String(made.body.id)
    await send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: false }))
    expect((await send('DELETE', `/Users/${id}`)).status).toBe(204)
    must(await administrator.call('POST', '/people/:id/return', { id }))
    expect((await send('PUT', `/Users/${id}`, user('A507', '田禾'))).body.active).toBe(false)
  })

  test('DELETE is the end of an employment: gone for SCIM, kept for the records', async () => {
    const he = await hire(company, person('A502', '何川'))
    expect((await send('DELETE', `/Users/${he.id}`)).status).toBe(204)
    expect((await send('GET', `/Users/${he.id}`)).status).toBe(404)
    expect((await send('DELETE', `/Users/${he.id}`)).status).toBe(404)
    expect((await company.people.names([he.id])).get(he.id)?.name).toBe('何川')
    expect(await company.people.authenticate(he.token, address)).toBeUndefined()
  })

  test('PUT replaces, and what is not sent is gone', async () => {
    const made = await send('POST', '/Users', user('A503', '孙平', { title: '经理' }))
    const put = await send('PUT', `/Users/${made.body.id}`, user('A503', '孙平安', { emails: [] }))
    expect(put.body).toMatchObject({ displayName: '孙平安' })
    expect(put.body.title).toBeUndefined()
    expect(put.body.emails).toBeUndefined()
  })

  test('departments are groups: created, filled, moved out of, renamed, and closed when empty', async () => {
    const [one, two] = [
      await send('POST', '/Users', user('A510', '安宁')),
      await send('POST', '/Users', user('A511', '卜算')),
    ]
    const group = await send('POST', '/Groups', {
      displayName: '法务部',
      externalId: 'g1',
      members: [{ value: one.body.id }],
    })
    expect(group.status).toBe(201)
    const path = `/Groups/${group.body.id}`
    const added = await send(
      'PATCH',
      path,
      patch({ op: 'add', path: 'members', value: [{ value: two.body.id }] }),
    )
    expect(added.body.members.map((each: Loose) => each.display)).toEqual(['安宁', '卜算'])
    expect((await send('GET', `/Users/${two.body.id}`)).body[enterpriseSchema].department).toBe('法务部')
    expect((await send('DELETE', path)).status).toBe(409)
    await send('PATCH', path, patch({ op: 'remove', path: `members[value eq "${one.body.id}"]` }))
    await send('PATCH', path, patch({ op: 'remove', path: 'members', value: [{ value: two.body.id }] }))
    const named = await send('PATCH', path, patch({ op: 'replace', path: 'displayName', value: '合规部' }))
    expect(named.body).toMatchObject({ displayName: '合规部', members: [] })
    const found = await send('GET', '/Groups', undefined, { query: { filter: 'displayName eq "合规部"' } })
    expect(found.body.totalResults).toBe(1)
    expect((await send('DELETE', path)).status).toBe(204)
    expect((await send('GET', path)).status).toBe(404)
  })

  test('pages of a long list hold everybody once', async () => {
    const all = await send('GET', '/Users')
    const ids: string[] = []
    for (let startIndex = 1; startIndex <= all.body.totalResults; startIndex += 3) {
      const page = await send('GET', '/Users', undefined, {
        query: { startIndex: String(startIndex), count: '3' },
      })
      ids.push(...page.body.Resources.map((one: Loose) => one.id))
    }
    expect(ids.sort()).toEqual(all.body.Resources.map((one: Loose) => one.id).sort())
  })
})

describe('versions', () => {
  test('an unchanged resource is not sent again, and a change over somebody else’s is refused', async () => {
    const made = await send('POST', '/Users', user('A520', '钱多'))
    const path = `/Users/${made.body.id}`
    const etag = made.body.meta.version
    expect((await send('GET', path, undefined, { ifNoneMatch: etag })).status).toBe(304)
    const first = await send('PATCH', path, patch({ op: 'replace', path: 'title', value: '出纳' }), {
      ifMatch: etag,
    })
    expect(first.status).toBe(200)
    const late = await send('PATCH', path, patch({ op: 'replace', path: 'title', value: '会计' }), {
      ifMatch: etag,
    })
    expect(late).toMatchObject({ status: 412, body: { status: '412' } })
    expect((await send('GET', path, undefined, { ifNoneMatch: etag })).status).toBe(200)
  })
})

describe('errors in SCIM’s own shape', () => {
  const error = 'urn:ietf:params:scim:api:messages:2.0:Error'
  test.each([
    ['nobody of this id', 'GET', '/Users/6f9619ff-8b86-4011-b42d-00c04fc964ff', undefined, 404, undefined],
    ['an id that is none', 'GET', '/Users/1', undefined, 404, undefined],
    ['a resource that is none', 'GET', '/Devices', undefined, 404, undefined],
    ['a verb that is none', 'DELETE', '/Users', undefined, 405, undefined],
    ['no user name', 'POST', '/Users', {}, 400, 'invalidValue'],
    ['not an object', 'POST', '/Users', [], 400, 'invalidValue'],
    [
      'a number that cannot be one',
      'POST',
      '/Users',
      { userName: 'ok', [enterpriseSchema]: { employeeNumber: '=1' } },
      400,
      'invalidValue',
    ],
    [
      'a manager who is nobody',
      'POST',
      '/Users',
      { userName: 'ok', [enterpriseSchema]: { manager: { value: '6f9619ff-8b86-4011-b42d-00c04fc964ff' } } },
      400,
      'invalidValue',
    ],
    ['a group with a slash', 'POST', '/Groups', { displayName: 'a/b' }, 400, 'invalidValue'],
  ] as const)('%s', async (_, method, path, body, status, scimType) => {
    const reply = await send(method, path, body)
    expect(reply).toMatchObject({ status, body: { schemas: [error], status: String(status) } })
    expect(reply.body.scimType).toBe(scimType)
  })

  test('a number, a user name and an external id belong to one person', async () => {
    await send('POST', '/Users', user('A530', '甲'))
    for (const other of [
      user('A530', '乙', { userName: 'other', externalId: 'other' }),
      user('A531', '乙', { userName: 'a530@qingshi.cn', externalId: 'other' }),
      user('A531', '乙', { externalId: 'ext-A530' }),
      user('A531', '乙', { userName: 'S001', externalId: 'other' }),
    ]) {
      const reply = await send('POST', '/Users', other)
      expect(reply).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
    }
  })

  test('discovery says what is there', async () => {
    const config = await send('GET', '/ServiceProviderConfig')
    expect(config.body).toMatchObject({
      patch: { supported: true },
      etag: { supported: true },
      bulk: { supported: false },
    })
    expect((await send('GET', '/ResourceTypes')).body.Resources.map((one: Loose) => one.id)).toEqual([
      'User',
      'Group',
    ])
    expect((await send('GET', `/Schemas/${userSchema}`)).body.id).toBe(userSchema)
    expect((await send('POST', '/Schemas', {})).status).toBe(405)
  })
})

describe('attacks', () => {
  test('no token, a wrong one, an ended one and one that has expired get 401 and nothing else', async () => {
    for (const bearer of ['', 'x', 'mfscim_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])
      expect(await send('GET', '/Users', undefined, { bearer })).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer' },
      })
    const short = must(
      await administrator.call('POST', '/scim-tokens', {}, { name: 'short', days: 1 }),
    ) as ScimTokenMade
    expect((await send('GET', '/Users', undefined, { bearer: short.token })).status).toBe(200)
    company.clock.advance(86_400_001)
    expect((await send('GET', '/Users', undefined, { bearer: short.token })).status).toBe(401)
    company.clock.advance(-86_400_001)
    must(await administrator.call('DELETE', '/scim-tokens/:id', { id: short.id }))
    expect((await send('GET', '/Users', undefined, { bearer: short.token })).status).toBe(401)
  })

  test('a rotated token is over at once; neither is kept or shown', async () => {
    const old = must(
      await administrator.call('POST', '/scim-tokens', {}, { name: 'turn', days: 30 }),
    ) as ScimTokenMade
    const fresh = must(
      await administrator.call('POST', '/scim-tokens/:id/rotate', { id: old.id }),
    ) as ScimTokenMade
    expect((await send('GET', '/Users', undefined, { bearer: old.token })).status).toBe(401)
    expect((await send('GET', '/Users', undefined, { bearer: fresh.token })).status).toBe(200)
    const shown = (await administrator.call('GET', '/scim-tokens', {})) as { rows: ScimTokenRow[] }
    expect(JSON.stringify(shown)).not.toContain('mfscim_')
    const stored = await company.house.db.read((r) =>
      r.row<{ n: number }>(
        sql`select count(*)::int as n from people.scim_token t where t::text like '%mfscim_%'`,
      ),
    )
    expect(stored!.n).toBe(0)
  })

  test('the three administrators are out of its reach: not renamed, not suspended, not dismissed', async () => {
    for (const id of [company.security, company.audit, company.system]) {
      for (const reply of [
        await send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: false })),
        await send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'userName', value: 'mine' })),
        await send('DELETE', `/Users/${id}`),
      ])
        expect(reply.status).toBe(403)
    }
  })

  test('nor moved by way of a group, which would take their office from them', async () => {
    const second = await hire(company, person('S012', '另一位审计'))
    must(await company.people.changeRole({ personId: company.security }, second.id, 'audit-admin', 'give'))
    const made = await send('POST', '/Groups', { displayName: '冷宫', members: [{ value: second.id }] })
    expect(made.status).toBe(403)
    const empty = await send('POST', '/Groups', { displayName: '空部门' })
    const add = patch({ op: 'add', path: 'members', value: [{ value: second.id }] })
    expect((await send('PATCH', `/Groups/${empty.body.id}`, add)).status).toBe(403)
    const facts = (await company.people.personFacts([second.id])).get(second.id)!
    expect([...facts.roles]).toEqual(['audit-admin'])
  })

  test('an account that an administrator disabled does not come back by a PUT that does not mention it', async () => {
    const made = await send('POST', '/Users', user('A541', '停用'))
    await send('PATCH', `/Users/${made.body.id}`, patch({ op: 'replace', path: 'active', value: false }))
    const { active: _, ...rest } = user('A541', '停用者') as { active: boolean }
    const put = await send('PUT', `/Users/${made.body.id}`, rest)
    expect(put.body).toMatchObject({ displayName: '停用者', active: false })
  })

  test('nor by a PATCH of something else that was under way when it was disabled', async () => {
    const made = await send('POST', '/Users', user('A542', '同时'))
    const { id } = made.body as { id: string }
    const [sent] = await company.house.fresh.owner.transact(async (w) => {
      await w.run(sql`select from people.person where id = ${id} for update`)
      const under = send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'title', value: '出纳' }))
      await new Promise((resolve) => setTimeout(resolve, 300))
      await w.run(sql`update people.account set disabled_at = now() where person_id = ${id}`)
      return [under]
    })
    expect((await sent!).body).toMatchObject({ title: '出纳', active: false })
  })

  test('a token gives no roles and no clearance, whatever is sent', async () => {
    const made = await send(
      'POST',
      '/Users',
      user('A540', '贪心', { roles: [{ value: 'security-admin' }], clearance: 4, scope: 'all' }),
    )
    const facts = (await company.people.personFacts([made.body.id])).get(made.body.id)!
    expect([facts.clearance, facts.scope, [...facts.roles]]).toEqual([1, 'own', []])
  })

  test('whoever made the token and lost the office has a token that does nothing, not even read the list of people', async () => {
    await company.house.fresh.owner.transact((w) =>
      w.run(sql`update people.role_holding set ended_at = now() where role = 'system-admin'`),
    )
    expect((await send('POST', '/Users', user('A550', '晚了'))).status).toBe(403)
    for (const path of ['/Users', '/Groups', `/Users/${company.security}`])
      expect(await send('GET', path), path).toMatchObject({ status: 403, body: { status: '403' } })
    await company.house.fresh.owner.transact((w) =>
      w.run(sql`update people.role_holding set ended_at = null where role = 'system-admin'`),
    )
  })
})
