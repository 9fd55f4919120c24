import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import type { ActingHead, OrganisationState, Post } from '../wire.ts'
import {
  callRoute,
  confirmed,
  confirmNewest,
  type Company,
  firstRun,
  hire,
  mistakeOf,
  must,
  openCompany,
  openEmpty,
  person,
} from '../support.ts'

let company: Company
let system: Caller
let security: Caller
let audit: Caller
beforeAll(async () => {
  company = await openCompany()
  const admin = (personId: string, role: string) =>
    ({ personId, roles: [role], name: '', employeeNo: '' }) as unknown as Caller
  system = admin(company.system, 'system-admin')
  security = admin(company.security, 'security-admin')
  audit = admin(company.audit, 'audit-admin')
})
afterAll(() => company.close())

const department = async (name: string, parentId: string | null = null, managerId: string | null = null) =>
  must(await company.people.createDepartment(system, { name, parentId, managerId, code: null, sort: 0 })).id
const call = (
  caller: Caller,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  id: string,
  body?: object,
) =>
  callRoute(company.people, method, path, caller, { params: { id }, ...(body === undefined ? {} : { body }) })
const factsOf = async (id: string) => (await company.people.personFacts([id])).get(id)!
const inTime = (days: number) => {
  company.clock.advance(days * 86_400_000)
}

describe('acting heads', () => {
  test('an acting head decides and has the department from the first day to the last, and not a moment longer', async () => {
    const { people, house } = company
    const top = await department('总部一')
    const head = await hire(company, person('A101', '秦朗', { departmentId: top }))
    const sales = await department('销售一部', top, head.id)
    const team = await department('华东组', sales)
    const clerk = await hire(company, person('A102', '苏木', { departmentId: team, managerId: null }))
    const named = await hire(company, person('A103', '程诺', { departmentId: sales, managerId: head.id }))
    const deputy = await hire(company, person('A104', '许愿', { departmentId: top }))
    must(await people.setClearance(security, deputy.id, { clearance: 2, scope: 'department' }))
    const managers = () =>
      house.db.read(async (r) => [
        await people.departmentHeadOf(r, clerk.id),
        await people.directManagerOf(r, named.id),
        await people.headOfDepartment(r, sales),
        await people.headOfDepartment(r, sales, deputy.id),
      ])
    // From tomorrow, for two days.
    const body = { personId: deputy.id, fromDay: '2026-03-04', untilDay: '2026-03-05' }
    must(await call(system, 'POST', '/departments/:id/acting', sales, body))
    expect(await managers()).toEqual([head.id, head.id, head.id, head.id])
    expect((await factsOf(deputy.id)).departments).toEqual(new Set([top]))
    inTime(1)
    expect(await managers()).toEqual([deputy.id, deputy.id, deputy.id, head.id])
    expect(await factsOf(deputy.id)).toMatchObject({
      departments: new Set([top, sales, team]),
      // Nothing of the head's own rights.
      clearance: 2,
      roles: new Set(),
    })
    inTime(1)
    expect((await managers())[0]).toBe(deputy.id)
    inTime(1)
    expect(await managers()).toEqual([head.id, head.id, head.id, head.id])
    expect((await factsOf(deputy.id)).departments).toEqual(new Set([top]))
  })

  test('attack: acting gives no clearance and no scope above one’s own', async () => {
    const boss = await hire(company, person('A110', '高层'))
    must(await company.people.setClearance(security, boss.id, { clearance: 4, scope: 'all' }))
    const vault = await department('机要部', null, boss.id)
    const clerk = await hire(company, person('A111', '小吏', { departmentId: vault }))
    const today = '2026-03-06'
    must(
      await call(system, 'POST', '/departments/:id/acting', vault, {
        personId: clerk.id,
        fromDay: today,
        untilDay: today,
      }),
    )
    expect(await factsOf(clerk.id)).toMatchObject({ clearance: 1, scope: 'own' })
  })

  test('ended before the time; the applicant never stands in for the own head; a leaver never', async () => {
    const { people, house } = company
    const head = await hire(company, person('A120', '蒋一'))
    const place = await department('工程部', null, head.id)
    const first = await hire(company, person('A121', '沈二', { departmentId: place }))
    const body = { personId: first.id, fromDay: '2026-03-06', untilDay: '2026-03-20' }
    must(await call(system, 'POST', '/departments/:id/acting', place, body))
    expect(await house.db.read((r) => people.departmentHeadOf(r, first.id))).toBe(head.id)
    const colleague = await hire(company, person('A122', '韩三', { departmentId: place }))
    expect(await house.db.read((r) => people.departmentHeadOf(r, colleague.id))).toBe(first.id)
    expect(
      await mistakeOf(
        call(system, 'POST', '/departments/:id/acting', place, { ...body, personId: colleague.id }),
      ),
    ).toBe('people.acting-twice')
    const { rows } = (await call(system, 'GET', '/departments/:id/acting', place)) as { rows: ActingHead[] }
    expect(rows).toMatchObject([{ personId: first.id, state: 'running' }])
    must(
      await callRoute(people, 'DELETE', '/departments/:id/acting/:part', system, {
        params: { id: place, part: rows[0]!.id },
      }),
    )
    expect(await house.db.read((r) => people.departmentHeadOf(r, colleague.id))).toBe(head.id)
    must(await call(system, 'POST', '/departments/:id/acting', place, body))
    must(await people.endEmployment(system, first.id, 'left'))
    expect(await house.db.read((r) => people.departmentHeadOf(r, colleague.id))).toBe(head.id)
  })

  test.each([
    ['backwards', { fromDay: '2026-04-02', untilDay: '2026-04-01' }, 'people.acting-backwards'],
    ['in the past', { fromDay: '2026-02-01', untilDay: '2026-02-02' }, 'people.acting-past'],
    ['for years', { fromDay: '2026-04-01', untilDay: '2028-04-01' }, 'people.acting-long'],
  ])('%s is refused', async (name, days, code) => {
    const place = await department(`代理 ${name}`)
    const body = { personId: company.system, ...days }
    expect(await mistakeOf(call(system, 'POST', '/departments/:id/acting', place, body))).toBe(code)
  })
})

describe('posts', () => {
  test('a concurrent post counts when holders are looked for, and for scope only when chosen', async () => {
    const { people, house } = company
    const first = await department('采购部')
    const second = await department('质检部')
    const one = await hire(company, person('P001', '杨柳', { departmentId: first, post: '采购员' }))
    const give = (inScope: boolean, post: string) =>
      call(system, 'POST', '/people/:id/posts', one.id, {
        departmentId: second,
        post,
        inScope,
        startsOn: '2026-03-01',
        endsOn: '2026-03-31',
      })
    const made = must(await give(false, '质检员')) as { id: string }
    const holders = (post: string, at?: string) => house.db.read((r) => people.holdersOfPost(r, post, at))
    expect(await holders('质检员')).toEqual([one.id])
    expect(await holders('质检员', first)).toEqual([])
    expect(await holders('采购员', first)).toEqual([one.id])
    expect((await factsOf(one.id)).departments).toEqual(new Set([first]))
    must(await give(true, '质检主任'))
    await confirmNewest(company)
    expect((await factsOf(one.id)).departments).toEqual(new Set([first, second]))
    must(
      await callRoute(people, 'DELETE', '/people/:id/posts/:part', system, {
        params: { id: one.id, part: made.id },
      }),
    )
    expect(await holders('质检员')).toEqual([])
    inTime(31)
    expect((await factsOf(one.id)).departments).toEqual(new Set([first]))
    expect(await holders('质检主任')).toEqual([])
  })

  test('the catalogue: renamed posts rename their holders, held ones stay open, two of one name are refused', async () => {
    const place = await department('财务部')
    const one = await hire(company, person('P010', '单雨', { departmentId: place, post: '出纳' }))
    const list = async () =>
      ((await callRoute(company.people, 'GET', '/posts', system)) as { rows: Post[] }).rows
    const post = (await list()).find((each) => each.name === '出纳')!
    expect(post).toMatchObject({ people: 1, closed: false })
    must(await call(system, 'PUT', '/posts/:id', post.id, { name: '出纳员' }))
    expect((await company.people.names([one.id])).get(one.id)?.post).toBe('出纳员')
    expect(
      await mistakeOf(call(system, 'PUT', '/posts/:id', post.id, { name: '出纳员', closed: true })),
    ).toBe('people.post-held')
    expect(
      await mistakeOf(callRoute(company.people, 'POST', '/posts', system, { body: { name: '出纳员' } })),
    ).toBe('people.post-taken')
  })
})

describe('subsidiaries', () => {
  test('people reach the files of their own legal entity; only those at group level reach further', async () => {
    const parent = await department('集团')
    const north = await department('北方公司', parent)
    const northSales = await department('北方销售', north)
    const south = await department('南方公司', parent)
    const staff = {
      parent: await hire(company, person('G001', '集团员工', { departmentId: parent })),
      north: await hire(company, person('G002', '北方员工', { departmentId: northSales })),
      south: await hire(company, person('G003', '南方员工', { departmentId: south })),
    }
    expect((await factsOf(staff.north.id)).reach).toBe('everything')
    // Who sees what is no matter for the system administrator.
    expect(
      isRefusal(await call(system, 'PUT', '/departments/:id/subsidiary', north, { subsidiary: true })),
    ).toBe(true)
    must(await call(security, 'PUT', '/departments/:id/subsidiary', north, { subsidiary: true }))
    must(await call(security, 'PUT', '/departments/:id/subsidiary', south, { subsidiary: true }))
    const reach = async (id: string) => {
      const found = (await factsOf(id)).reach
      return found === 'everything'
        ? found
        : { homeless: found.homeless, has: (one: string) => found.departments.has(one) }
    }
    const northern = (await reach(staff.north.id)) as { homeless: boolean; has: (id: string) => boolean }
    expect([north, northSales, south, parent].map(northern.has)).toEqual([true, true, false, false])
    expect(northern.homeless).toBe(false)
    const group = (await reach(staff.parent.id)) as { homeless: boolean; has: (id: string) => boolean }
    expect([north, northSales, south, parent].map(group.has)).toEqual([false, false, false, true])
    expect(group.homeless).toBe(true)
    expect(
      isRefusal(await call(system, 'PUT', '/people/:id/group-level', staff.parent.id, { groupLevel: true })),
    ).toBe(true)
    const wish = await call(security, 'PUT', '/people/:id/group-level', staff.parent.id, { groupLevel: true })
    expect(await reach(staff.parent.id)).not.toBe('everything')
    must(await confirmed(company, wish))
    expect(await reach(staff.parent.id)).toBe('everything')
    // A department does not slip into another legal entity by being moved.
    const body = { name: '北方销售', parentId: south }
    expect(await mistakeOf(call(system, 'PUT', '/departments/:id', northSales, body))).toBe(
      'people.department-entity',
    )
    // A second post opens the second entity only when it counts for the scope of work.
    const post = { departmentId: south, post: '顾问', startsOn: '2026-03-01' }
    must(await call(system, 'POST', '/people/:id/posts', staff.north.id, post))
    expect(((await reach(staff.north.id)) as typeof northern).has(south)).toBe(false)
    must(
      await call(system, 'POST', '/people/:id/posts', staff.north.id, {
        ...post,
        post: '监事',
        inScope: true,
      }),
    )
    await confirmNewest(company)
    expect(((await reach(staff.north.id)) as typeof northern).has(south)).toBe(true)
  })
})

describe('the three administrators', () => {
  test('two offices are combined by two people, never by one, and never with audit', async () => {
    const state = async (caller: Caller) =>
      (await callRoute(company.people, 'GET', '/organisation', caller)) as OrganisationState
    const combine = (caller: Caller, combined: boolean) =>
      callRoute(company.people, 'POST', '/organisation/combine', caller, { body: { combined } })
    const { people } = company
    const heir = await hire(company, person('C001', '继任'))
    must(await people.changeRole(security, heir.id, 'system-admin', 'give'))
    expect(isRefusal(await people.changeRole(security, heir.id, 'security-admin', 'give'))).toBe(true)
    expect(await combine(system, true)).toEqual({ state: 'asked' })
    expect((await state(system)).combineAsked).toMatchObject({ own: true })
    expect(isRefusal(await combine(system, true))).toBe(true)
    expect((await state(audit)).combined).toBe(false)
    expect(await combine(audit, true)).toEqual({ state: 'combined' })
    must(await people.changeRole(security, heir.id, 'security-admin', 'give'))
    expect((await state(system)).holders).toMatchObject([{ id: heir.id }])
    expect(isRefusal(await people.changeRole(security, heir.id, 'audit-admin', 'give'))).toBe(true)
    expect(await mistakeOf(combine(security, false))).toBe('people.combine-held')
    must(await people.changeRole(security, heir.id, 'security-admin', 'take'))
    expect(await combine(security, false)).toEqual({ state: 'separate' })
    expect(isRefusal(await people.changeRole(security, heir.id, 'security-admin', 'give'))).toBe(true)
  })

  test('a wish that waited too long is asked for anew', async () => {
    const combine = (caller: Caller) =>
      callRoute(company.people, 'POST', '/organisation/combine', caller, { body: { combined: true } })
    expect(await combine(system)).toEqual({ state: 'asked' })
    inTime(8)
    expect(await combine(audit)).toEqual({ state: 'asked' })
  })

  test('a small company begins with two people; the plain first run still wants three', async () => {
    const empty = await openEmpty()
    try {
      const form = firstRun((await empty.people.setupSecret())!)
      const one = { ...form, securityAdmin: form.systemAdmin }
      expect(await mistakeOf(empty.people.setUp(one))).toBe('people.three-people')
      expect(
        await mistakeOf(empty.people.setUp({ ...one, combined: true, auditAdmin: form.systemAdmin })),
      ).toBe('people.three-people')
      const { administrators } = await empty.people.setUp({ ...one, combined: true })
      expect(administrators.map(({ role, also }) => [role, also])).toEqual([
        ['system-admin', ['security-admin']],
        ['audit-admin', undefined],
      ])
      const facts = await empty.people.personFacts(administrators.map((each) => each.personId))
      expect(facts.get(administrators[0]!.personId)?.roles).toEqual(
        new Set(['system-admin', 'security-admin']),
      )
    } finally {
      await empty.people.stop?.()
      await empty.house.close()
    }
  })
})

describe('newcomers', () => {
  test('with no check registered accounts work; with one, whoever has not passed it waits, and the page says which', async () => {
    const { people } = company
    const one = await hire(company, person('N001', '新人'))
    const two = await hire(company, person('N002', '老人'))
    expect((await factsOf(one.id)).unmet.size).toBe(0)
    const passed = new Set([two.id])
    people.registerJoinerCheck({
      code: 'pledge',
      title: { zh: '保密承诺书', en: 'Pledge of secrecy' },
      passed: (_r, ids) => Promise.resolve(new Set(ids.filter((id) => passed.has(id)))),
    })
    expect((await factsOf(one.id)).unmet).toEqual(new Set(['pledge']))
    expect((await factsOf(two.id)).unmet.size).toBe(0)
    const state = (await callRoute(people, 'GET', '/organisation', system)) as OrganisationState
    expect(state.joinerChecks).toEqual([
      { code: 'pledge', title: { zh: '保密承诺书', en: 'Pledge of secrecy' } },
    ])
    passed.add(one.id)
    expect((await factsOf(one.id)).unmet.size).toBe(0)
  })
})
