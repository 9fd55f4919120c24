import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import type { HandedOver, HeldReply } from '../wire.ts'
import {
  address,
  callRoute,
  type Company,
  hire,
  lastEntries,
  mistakeOf,
  must,
  openCompany,
  person,
} from '../support.ts'

let company: Company
let system: Caller
let sales: string
let wang: Awaited<ReturnType<typeof hire>>

/** Files on a shelf, standing for what another chapter registers. */
const shelf = new Map<string, string[]>()

beforeAll(async () => {
  company = await openCompany()
  system = {
    personId: company.system,
    name: '沈清',
    employeeNo: 'S001',
    roles: ['system-admin'],
  } as unknown as Caller
  const { people } = company
  people.registerHolding({
    code: 'shelf',
    title: { zh: '架上档案', en: 'Files on the shelf' },
    onMove: 'hand-over',
    list: (_r, id) =>
      Promise.resolve((shelf.get(id) ?? []).map((one) => ({ id: one, title: { zh: one, en: one } }))),
    handOver: (_w, from, to) => {
      const moved = shelf.get(from) ?? []
      shelf.set(to, [...(shelf.get(to) ?? []), ...moved])
      shelf.delete(from)
      return Promise.resolve(moved.length)
    },
  })
  const made = await people.createDepartment(system, {
    name: '销售部', parentId: null, managerId: null, code: null, sort: 0,
  }) // prettier-ignore
  sales = must(made).id
  wang = await hire(company, person('L001', '王芳', { departmentId: sales, post: '销售总监' }))
  await callRoute(people, 'PUT', '/departments/:id', system, {
    params: { id: sales },
    body: { name: '销售部', managerId: wang.id },
  })
})
afterAll(() => company.close())

const held = async (id: string) =>
  (await callRoute(company.people, 'GET', '/people/:id/holdings', system, { params: { id } })) as HeldReply
const leave = async (id: string, body: object = {}) =>
  (await callRoute(company.people, 'POST', '/people/:id/leave', system, {
    params: { id },
    body,
  })) as HandedOver
const move = async (id: string, body: object) =>
  (await callRoute(company.people, 'POST', '/people/:id/move', system, {
    params: { id },
    body,
  })) as HandedOver
const factsOf = async (id: string) => (await company.people.personFacts([id])).get(id)!

describe('赵 leaves', () => {
  test('everything is on one list, and one act hands it over or ends it; the open page is shut at once', async () => {
    const { people, house } = company
    const zhao = await hire(company, person('L010', '赵六', { departmentId: sales, post: '客户经理' }))
    const clerk = await hire(company, person('L011', '小李', { departmentId: sales, managerId: zhao.id }))
    must(await people.changeRole({ personId: company.security }, zhao.id, 'collector', 'give'))
    const entered = must(
      await people.signIn({ name: 'L010', password: zhao.password, address, agent: 'browser' }),
    )
    const { token } = entered as { token: string }
    shelf.set(zhao.id, ['KH-2026-0001', 'KH-2026-0002'])

    const before = await held(zhao.id)
    expect(before.receiver).toMatchObject({ id: wang.id })
    expect(before.groups.map(({ code, count }) => [code, count])).toEqual([
      ['roles', 1],
      ['reports', 1],
      ['account', 2],
      ['shelf', 2],
    ])
    const told: string[] = []
    const stop = people.onChange((id) => told.push(id))
    expect(await people.authenticate(token, address)).toBeDefined()
    const begun = Date.now()
    const done = await leave(zhao.id, { witnessId: clerk.id })
    expect(await people.authenticate(token, address)).toBeUndefined()
    expect(Date.now() - begun).toBeLessThan(1000)
    stop()
    expect(told).toContain(zhao.id)
    expect(done).toMatchObject({ done: true, number: expect.stringMatching(/^LZ-2026-\d{4}$/) as unknown })
    expect(shelf.get(wang.id)).toEqual(['KH-2026-0001', 'KH-2026-0002'])
    expect((await factsOf(zhao.id)).active).toBe(false)
    expect((await factsOf(zhao.id)).roles.size).toBe(0)
    expect(await house.db.read((r) => people.directManagerOf(r, clerk.id))).toBe(wang.id)
    expect((await held(zhao.id)).groups).toEqual([])
    // The right password opens nothing any more.
    const again = await people.signIn({ name: 'L010', password: zhao.password, address, agent: 'browser' })
    expect(isRefusal(again)).toBe(true)
  })

  test('the list is printed for three signatures, archived, and says the same for ever', async () => {
    const { people } = company
    const someone = await hire(company, person('L012', '周七', { departmentId: sales }))
    shelf.set(someone.id, ['KH-2026-0009'])
    const { handover, number } = await leave(someone.id, { receiverId: wang.id })
    const print = async (language: string) =>
      (await callRoute(people, 'GET', '/handovers/:id/print', system, {
        params: { id: handover },
        query: { language },
      })) as { fileName: string; body: Buffer }
    const first = await print('zh')
    expect(first.fileName).toBe(`${number}.pdf`)
    expect(first.body.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await print('zh')).body.equals(first.body)).toBe(true)
    expect((await print('en')).body.equals(first.body)).toBe(false)
    const entries = await lastEntries(company.house, 6)
    expect(entries.filter((one) => one['kind'] === 'print')).toHaveLength(3)
    expect(entries.filter((one) => one['kind'] === 'handover-archived')).toHaveLength(1)
    expect(JSON.stringify(entries)).not.toContain('周七')
    const list = (await callRoute(people, 'GET', '/handovers', system, {
      query: { person: someone.id },
    })) as {
      rows: object[]
    }
    expect(list.rows).toMatchObject([{ number, receiver: '王芳', counts: { handedOver: 1, leftOpen: 0 } }])
    // Neither the program nor its role can alter what was filed.
    for (const statement of [
      sql`update people.handover set number = number`,
      sql`delete from people.handover_paper`,
      sql`update people.handover_paper set sha256 = ''`,
    ])
      await expect(company.house.db.transact((w) => w.run(statement))).rejects.toThrow(/permission|denied/)
  })

  test('what is chosen is done; what cannot be handed over for want of a receiver is named as open', async () => {
    const loner = await hire(company, person('L013', '吴八'))
    shelf.set(loner.id, ['KH-2026-0010'])
    const alone = await leave(loner.id)
    const list = (await callRoute(company.people, 'GET', '/handovers', system, {
      query: { person: loner.id },
    })) as {
      rows: { id: string; counts: object }[]
    }
    expect(list.rows).toMatchObject([{ id: alone.handover, counts: { leftOpen: 1 } }])
  })

  test.each([
    [
      'a receiver who is an administrator',
      'people.receiver-unfit',
      () => ({ choices: { shelf: { to: company.audit } } }),
    ],
    ['ending what cannot end', 'people.holding-cannot', () => ({ choices: { shelf: { do: 'end' } } })],
    [
      'keeping something, as a leaver',
      'people.holding-cannot',
      () => ({ choices: { shelf: { do: 'keep' } } }),
    ],
    ['something nobody registered', 'people.holding-unknown', () => ({ choices: { loans: { do: 'end' } } })],
  ])('%s is refused, and nothing has happened', async (what, code, body) => {
    const one = await hire(company, person(`L02${what.length}`, '郑九', { departmentId: sales }))
    shelf.set(one.id, ['KH-2026-0020'])
    expect(await mistakeOf(leave(one.id, body()))).toBe(code)
    expect((await factsOf(one.id)).active).toBe(true)
    expect(shelf.get(one.id)).toEqual(['KH-2026-0020'])
    must(await company.people.endEmployment(system, one.id, 'left'))
  })

  test('attack: the witness is one of the two parties', async () => {
    const one = await hire(company, person('L030', '冯十', { departmentId: sales }))
    expect(await mistakeOf(leave(one.id, { receiverId: wang.id, witnessId: wang.id }))).toBe(
      'people.witness-unfit',
    )
    expect((await factsOf(one.id)).active).toBe(true)
  })

  test('attack: somebody else’s leaving by one who may not', async () => {
    const one = await hire(company, person('L031', '褚一', { departmentId: sales }))
    const refused = await callRoute(company.people, 'POST', '/people/:id/leave', { personId: company.security }, {
      params: { id: one.id },
    }) // prettier-ignore
    expect(isRefusal(refused)).toBe(true)
    expect((await factsOf(one.id)).active).toBe(true)
  })
})

describe('孙 changes post', () => {
  const ready = async (no: string) => {
    const sun = await hire(company, person(no, '孙二', { departmentId: sales, post: '客户经理' }))
    must(
      await company.people.setClearance({ personId: company.security }, sun.id, {
        clearance: 3,
        scope: 'department',
      }),
    )
    must(await company.people.changeRole({ personId: company.security }, sun.id, 'collector', 'give'))
    shelf.set(sun.id, ['KH-2026-0030'])
    return { ...sun, version: (await held(sun.id)).person.version }
  }

  test('what hung on the old post ends or changes hands; the rights begin at the bottom', async () => {
    const sun = await ready('M001')
    const { departmentId, managerId } = (await held(sun.id)).person
    await move(sun.id, { departmentId, post: '文员', managerId, version: sun.version })
    const facts = await factsOf(sun.id)
    expect(facts).toMatchObject({ active: true, clearance: 1, scope: 'own' })
    expect(facts.roles.size).toBe(0)
    expect(shelf.get(sun.id)).toBeUndefined()
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({
      kind: 'handover',
      what: 'move',
      subject: sun.id,
      outcomes: [
        { code: 'roles', did: 'ended', count: 1 },
        { code: 'rights', did: 'ended', count: 1 },
        { code: 'shelf', did: 'handed-over', count: 1, to: wang.id },
      ],
    })
  })

  test('what is kept is kept by choice, and the record says so', async () => {
    const sun = await ready('M002')
    const keep = { do: 'keep' }
    await move(sun.id, {
      departmentId: null, post: '客户经理', managerId: wang.id, version: sun.version,
      choices: { roles: keep, rights: keep, shelf: keep },
    }) // prettier-ignore
    expect(await factsOf(sun.id)).toMatchObject({ clearance: 3, scope: 'department' })
    expect(shelf.get(sun.id)).toEqual(['KH-2026-0030'])
    expect((await lastEntries(company.house, 1))[0]!['outcomes']).toEqual(
      ['roles', 'rights', 'shelf'].map((code) => ({ code, did: 'kept', count: 1, to: null })),
    )
  })

  test('somebody without any scope has none after the move either', async () => {
    const sun = await ready('M005')
    must(
      await company.people.setClearance({ personId: company.security }, sun.id, {
        clearance: 2,
        scope: 'none',
      }),
    )
    const { version } = (await held(sun.id)).person
    await move(sun.id, { departmentId: null, post: '文员', managerId: wang.id, version })
    expect(await factsOf(sun.id)).toMatchObject({ clearance: 1, scope: 'none' })
  })

  test('another manager alone takes nothing away', async () => {
    const sun = await ready('M003')
    await move(sun.id, { departmentId: sales, post: '客户经理', managerId: wang.id, version: sun.version })
    expect(await factsOf(sun.id)).toMatchObject({ clearance: 3, scope: 'department' })
  })

  test('attack: the department is changed through the plain form, to keep the old rights unseen', async () => {
    const sun = await ready('M004')
    const body = { ...person('M004', '孙二', { departmentId: null, post: '客户经理' }), version: sun.version }
    expect(
      await mistakeOf(
        callRoute(company.people, 'PUT', '/people/:id', system, { params: { id: sun.id }, body }),
      ),
    ).toBe('people.move-choose')
    expect(await factsOf(sun.id)).toMatchObject({ clearance: 3 })
  })
})
