import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import {
  callRoute,
  type Company,
  confirmed,
  hire,
  lastEntries,
  mistakeOf,
  must,
  openCompany,
  person,
} from '../support.ts'
import type { ClearancesAsked, ConfirmationsDecided, ConfirmationsReply, RolesReply } from '../wire.ts'

/** 3.2.1: rights are given by two administrators and taken back by one. */

let company: Company
let sales: string
let boss: Awaited<ReturnType<typeof hire>>
const told: { to: readonly string[]; kind: string; values: object }[] = []
beforeAll(async () => {
  company = await openCompany()
  company.people.supportReview({
    meter: {
      settle: () => Promise.resolve(),
      lastUses: (_r, asked) => Promise.resolve(asked.map(() => undefined)),
    },
    notify: (_w, to, kind, { values }) => Promise.resolve(void told.push({ to, kind, values })),
  })
  sales = must(
    await company.people.createDepartment(
      { personId: company.system },
      { name: '销售部', parentId: null, managerId: null, code: null, sort: 0 },
    ),
  ).id
  boss = await hire(company, person('W000', '主管'))
})
afterAll(() => company.close())

const by = (personId: string, role: string) => ({
  personId,
  roles: [role],
  accountId: '00000000-0000-4000-8000-000000000001',
  proof: { at: company.clock.now().getTime(), windowMs: 900_000 },
})
const system = () => by(company.system, 'system-admin')
const security = () => by(company.security, 'security-admin')
const audit = () => by(company.audit, 'audit-admin')
const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, caller: object, input: object = {}) =>
  callRoute(company.people, method, path, caller, input)
type Waiting = { done: boolean; confirmation: string }
const asksRole = (id: string, role: string, caller: object = security()) =>
  call('POST', '/people/:id/roles', caller, {
    params: { id },
    body: { role, reason: '接任' },
  }) as Promise<Waiting>
const asksClearance = (id: string, clearance: number, scope: string, caller: object = security()) =>
  call('PUT', '/people/:id/clearance', caller, {
    params: { id },
    body: { clearance, scope },
  }) as Promise<Waiting>
const decides = (caller: object, wish: Waiting, outcome = 'confirmed') =>
  call('POST', '/confirmations/:id/decision', caller, {
    params: { id: wish.confirmation },
    body: { outcome },
  })
const rightsOf = async (id: string) => {
  const { roles, clearance, scope } = (await company.people.personFacts([id])).get(id)!
  return { roles: [...roles], clearance, scope }
}
const nothing = { roles: [], clearance: 1, scope: 'own' }
const overview = async () => (await call('GET', '/roles', security())) as RolesReply
/** Somebody who is security administrator too, by the word of two. */
async function second(role: 'security-admin' | 'system-admin' | 'audit-admin') {
  const one = await hire(company, person(`W${(count += 1)}`, '第二位'))
  must(await confirmed(company, await asksRole(one.id, role)))
  return one
}

let count = 100
let staff: Awaited<ReturnType<typeof hire>>
beforeEach(async () => {
  staff = await hire(
    company,
    person(`W${(count += 1)}`, '赵衡', { departmentId: sales, post: '职员', managerId: boss.id }),
  )
})

describe('attack: the security administrator alone', () => {
  test('gives a friend a role, a clearance, a scope, the whole group: nothing holds before a second one confirms', async () => {
    expect(await asksRole(staff.id, 'archivist')).toMatchObject({ done: false })
    expect(await asksClearance(staff.id, 4, 'all')).toMatchObject({ done: false })
    const group = await call('PUT', '/people/:id/group-level', security(), {
      params: { id: staff.id },
      body: { groupLevel: true },
    })
    expect(group).toMatchObject({ done: false })
    const many = (await call('POST', '/clearances', security(), {
      body: { people: [{ personId: staff.id, clearance: 3, scope: 'department' }] },
    })) as ClearancesAsked
    expect(many).toEqual({ done: 0, waits: 1, left: [] })
    expect(await rightsOf(staff.id)).toEqual(nothing)
  })

  test.each(['security', 'system', 'audit'] as const)(
    'the %s administrator proposes for himself by any of the routes: refused by 6.1 and recorded',
    async (who) => {
      const id = company[who]
      const caller = by(id, `${who}-admin`)
      const group = call('PUT', '/people/:id/group-level', caller, {
        params: { id },
        body: { groupLevel: true },
      })
      for (const answer of [
        await asksRole(id, 'archivist', caller),
        await asksClearance(id, 4, 'all', caller),
        await group,
      ])
        expect(answer).toMatchObject({ refused: true, because: expect.arrayContaining(['6.1']) as unknown })
      expect((await lastEntries(company.house, 1))[0]).toMatchObject({
        verdict: 'deny',
        actor: id,
        subject: id,
      })
      const many = (await call('POST', '/clearances', caller, {
        body: { people: [{ personId: id, clearance: 3, scope: 'all' }] },
      })) as ClearancesAsked
      expect(many).toMatchObject({ done: 0, waits: 0, left: [{ id, code: 'refused' }] })
    },
  )

  test('confirms his own wish, in one call or among several: refused by 6.1, and the wish stays open', async () => {
    const wish = await asksRole(staff.id, 'archivist')
    expect(await decides(security(), wish)).toMatchObject({ refused: true, because: ['6.1'] })
    const several = (await call('POST', '/confirmations/decisions', security(), {
      body: { ids: [wish.confirmation], outcome: 'confirmed' },
    })) as ConfirmationsDecided
    expect(several).toMatchObject({ done: 0, left: [{ id: wish.confirmation, code: 'refused' }] })
    expect(await rightsOf(staff.id)).toEqual(nothing)
    must(await decides(system(), wish, 'declined'))
  })

  test('the receiver, himself an administrator, confirms what he is to get: refused', async () => {
    const receiver = await second('system-admin')
    const wish = await asksClearance(receiver.id, 2, 'own')
    const caller = by(receiver.id, 'system-admin')
    expect(await decides(caller, wish)).toMatchObject({ refused: true, because: ['6.1'] })
    expect(await decides(caller, wish, 'declined')).toMatchObject({ refused: true })
    const rows = ((await call('GET', '/confirmations', caller)) as ConfirmationsReply).rows
    expect(rows.find((row) => row.id === wish.confirmation)).toMatchObject({ mayDecide: false, own: false })
    must(await decides(audit(), wish))
    expect(await rightsOf(receiver.id)).toMatchObject({ clearance: 2 })
  })

  test('somebody outside the three confirms: refused, also with a role that he only says he has', async () => {
    const wish = await asksRole(staff.id, 'archivist')
    expect(isRefusal(await decides(by(boss.id, 'audit-admin'), wish))).toBe(true)
    expect(await rightsOf(staff.id)).toEqual(nothing)
  })
})

describe('a wish that is confirmed', () => {
  test('the role is given in the name of whoever proposed it, both stand in the ledger, the manager is told', async () => {
    told.length = 0
    must(await confirmed(company, await asksRole(staff.id, 'archivist')))
    expect(await rightsOf(staff.id)).toMatchObject({ roles: ['archivist'] })
    const entry = (await lastEntries(company.house, 1))[0]
    expect(entry).toMatchObject({
      actor: company.security,
      subject: staff.id,
      detail: { change: 'give', role: 'archivist', confirmedBy: company.audit },
    })
    expect(told).toEqual([{ to: [boss.id], kind: 'right-given', values: { name: '赵衡' } }])
    expect(await company.people.authenticate(staff.token, '10.0.0.7')).toBeUndefined()
  })

  test('the page says who gets what, from what to what, why, and who proposed it', async () => {
    const wish = await asksClearance(staff.id, 3, 'department')
    const role = await asksRole(staff.id, 'collector')
    const rows = ((await call('GET', '/confirmations', audit())) as ConfirmationsReply).rows
    expect(rows.find((row) => row.id === wish.confirmation)).toMatchObject({
      text: { zh: expect.stringMatching(/赵衡 W\d+：涉密等级 1 → 3，工作范围 本人 → 本部门。/) as unknown },
      proposedBy: '陆安',
      mayDecide: true,
    })
    expect(rows.find((row) => row.id === role.confirmation)).toMatchObject({ reason: '接任' })
    expect((await overview()).waiting.filter((one) => one.personId === staff.id)).toMatchObject([
      { role: null, own: true },
      { role: 'collector', own: true },
    ])
  })

  test('several at once: what no longer applies is named with the reason, the others are done', async () => {
    const [good, stale] = [
      await asksRole(staff.id, 'collector'),
      await asksClearance(boss.id, 2, 'department'),
    ]
    must(
      await company.people.setClearance({ personId: company.security }, boss.id, {
        clearance: 1,
        scope: 'none',
      }),
    )
    const done = (await call('POST', '/confirmations/decisions', audit(), {
      body: { ids: [good.confirmation, stale.confirmation], outcome: 'confirmed' },
    })) as ConfirmationsDecided
    expect(done).toMatchObject({ done: 1, left: [{ id: stale.confirmation, code: 'people.wish-outdated' }] })
    expect(done.left[0]!.zh).toContain('重新提出')
    expect(await rightsOf(staff.id)).toMatchObject({ roles: ['collector'] })
    expect(await rightsOf(boss.id)).toMatchObject({ clearance: 1, scope: 'none' })
    must(await decides(audit(), stale, 'declined'))
  })

  test('without a fresh proof several are confirmed as little as one', async () => {
    const wish = await asksRole(staff.id, 'collector')
    const { proof: _, ...stale } = audit()
    const body = { ids: [wish.confirmation], outcome: 'confirmed' }
    expect(await mistakeOf(call('POST', '/confirmations/decisions', stale, { body }))).toBe(
      'people.prove-first',
    )
    expect(await rightsOf(staff.id)).toEqual(nothing)
  })

  test('where two offices are in one hand, the audit administrator confirms', async () => {
    const combine = (on: boolean) =>
      company.house.db.transact((w) =>
        w.run(
          sql`update people.company set settings = settings || ${JSON.stringify({ combinedAdministrators: on })}::jsonb`,
        ),
      )
    await combine(true)
    const both = await second('security-admin')
    must(await confirmed(company, await asksRole(both.id, 'system-admin')))
    const wish = await asksRole(staff.id, 'archivist', by(both.id, 'security-admin'))
    expect(isRefusal(await decides(by(both.id, 'system-admin'), wish))).toBe(true)
    must(await decides(audit(), wish))
    expect(await rightsOf(staff.id)).toMatchObject({ roles: ['archivist'] })
    must(
      await call('DELETE', '/people/:id/roles/:role', security(), {
        params: { id: both.id, role: 'system-admin' },
      }),
    )
    await combine(false)
  })

  test('a new company begins: its first people get their rights from two of the three it was set up with', async () => {
    const people = [staff, boss].map(({ id }) => ({ personId: id, clearance: 2, scope: 'department' }))
    const asked = (await call('POST', '/clearances', security(), {
      body: { people, reason: '首次核定' },
    })) as ClearancesAsked
    expect(asked).toEqual({ done: 0, waits: 2, left: [] })
    const ids = (await overview()).waiting.filter(({ personId }) => [staff.id, boss.id].includes(personId))
    const done = await call('POST', '/confirmations/decisions', system(), {
      body: { ids: ids.map((one) => one.confirmation), outcome: 'confirmed' },
    })
    expect(done).toEqual({ done: 2, left: [] })
    for (const { id } of [staff, boss])
      expect(await rightsOf(id)).toMatchObject({ clearance: 2, scope: 'department' })
  })
})

describe('a wish that no longer applies', () => {
  test('the person left while it waited, and came back: nothing of it is confirmed, and it is gone', async () => {
    const wish = await asksRole(staff.id, 'archivist')
    must(await company.people.endEmployment({ personId: company.system }, staff.id, 'left'))
    expect(await mistakeOf(decides(audit(), wish))).toBe('people.not-found')
    must(await call('POST', '/people/:id/return', system(), { params: { id: staff.id } }))
    expect(await mistakeOf(decides(audit(), wish))).toBe('people.not-found')
    expect(await rightsOf(staff.id)).toMatchObject({ roles: [] })
    // Giving it back after leaving takes two again.
    expect(await asksRole(staff.id, 'archivist')).toMatchObject({ done: false })
  })

  test('the person moved to another post: refused, to be proposed again', async () => {
    const wish = await asksRole(staff.id, 'archivist')
    await company.house.db.transact((w) =>
      w.run(sql`update people.person set post = '客服', version = version + 1 where id = ${staff.id}`),
    )
    expect(await mistakeOf(decides(audit(), wish))).toBe('people.wish-outdated')
    must(await decides(audit(), wish, 'declined'))
  })

  test('the receiver got an excluding office meanwhile: the gate says no at confirmation, recorded, and the wish stays', async () => {
    const wish = await asksRole(staff.id, 'archivist')
    must(await company.people.changeRole({ personId: company.security }, staff.id, 'audit-admin', 'give'))
    expect(await decides(system(), wish)).toMatchObject({ refused: true, because: ['6.1'] })
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({ verb: 'give-role', verdict: 'deny' })
    expect(await rightsOf(staff.id)).toMatchObject({ roles: ['audit-admin'] })
    must(await decides(system(), wish, 'declined'))
    must(
      await call('DELETE', '/people/:id/roles/:role', security(), {
        params: { id: staff.id, role: 'audit-admin' },
      }),
    )
  })

  test('two excluding offices proposed and both confirmed at the same moment: one sticks', async () => {
    const wishes = [await asksRole(staff.id, 'system-admin'), await asksRole(staff.id, 'collector')]
    const answers = await Promise.all(wishes.map((wish) => decides(audit(), wish)))
    expect(answers.filter((one) => !isRefusal(one))).toHaveLength(1)
    expect((await rightsOf(staff.id)).roles).toHaveLength(1)
    for (const role of (await rightsOf(staff.id)).roles)
      must(await call('DELETE', '/people/:id/roles/:role', security(), { params: { id: staff.id, role } }))
  })

  test('the proposer lost the office: refused; it can still be declined', async () => {
    const other = await second('security-admin')
    const wish = await asksRole(staff.id, 'archivist', by(other.id, 'security-admin'))
    must(
      await call('DELETE', '/people/:id/roles/:role', security(), {
        params: { id: other.id, role: 'security-admin' },
      }),
    )
    expect(await decides(audit(), wish)).toMatchObject({ refused: true, because: ['6.1'] })
    expect(await rightsOf(staff.id)).toEqual(nothing)
    must(await decides(audit(), wish, 'declined'))
  })

  test('two confirm at the same moment: it is done once', async () => {
    const wish = await asksRole(staff.id, 'collector')
    const both = await Promise.allSettled([decides(system(), wish), decides(audit(), wish)])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await rightsOf(staff.id)).toMatchObject({ roles: ['collector'] })
  })

  test('confirmed while it is proposed anew: never a Fault, and never both', async () => {
    const wish = await asksClearance(staff.id, 2, 'own')
    const [, answer] = await Promise.allSettled([asksClearance(staff.id, 4, 'all'), decides(audit(), wish)])
    expect(['people.not-found', undefined]).toContain(
      answer.status === 'rejected' ? (answer.reason as { code: string }).code : undefined,
    )
    expect((await rightsOf(staff.id)).clearance).toBeLessThanOrEqual(2)
  })

  test('after seven days it has run out', async () => {
    const wish = await asksRole(staff.id, 'collector')
    company.clock.advance(7 * 86_400_000)
    expect(await mistakeOf(decides(audit(), wish))).toBe('people.confirmation-over')
    expect((await overview()).waiting.filter((one) => one.personId === staff.id)).toEqual([])
  })

  test('withdrawn by its proposer, it is gone; nobody else withdraws it', async () => {
    const wish = await asksRole(staff.id, 'collector')
    expect(await mistakeOf(decides(system(), wish, 'withdrawn'))).toBe('people.not-found')
    must(await decides(security(), wish, 'withdrawn'))
    expect(await mistakeOf(decides(audit(), wish))).toBe('people.not-found')
  })
})

describe('taking back', () => {
  test('lowering and narrowing hold at once, by one administrator, and are recorded', async () => {
    must(await confirmed(company, await asksClearance(staff.id, 4, 'all')))
    expect(await asksClearance(staff.id, 2, 'department')).toEqual({ done: true })
    expect(await rightsOf(staff.id)).toMatchObject({ clearance: 2, scope: 'department' })
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({
      verb: 'set-clearance',
      detail: { clearance: 2, before: { clearance: 4, scope: 'all' } },
    })
  })

  test('attack: a raise hidden in a narrowing: what narrows holds at once, what widens waits', async () => {
    must(await confirmed(company, await asksClearance(staff.id, 3, 'own')))
    const wish = await asksClearance(staff.id, 2, 'all')
    expect(wish).toMatchObject({ done: false })
    expect(await rightsOf(staff.id)).toMatchObject({ clearance: 2, scope: 'own' })
    must(await decides(audit(), wish))
    expect(await rightsOf(staff.id)).toMatchObject({ clearance: 2, scope: 'all' })
  })

  test('a wish to raise does not survive a later word to lower', async () => {
    must(await confirmed(company, await asksClearance(staff.id, 2, 'department')))
    const wish = await asksClearance(staff.id, 4, 'all')
    must(await asksClearance(staff.id, 1, 'own'))
    expect(await mistakeOf(decides(audit(), wish))).toBe('people.not-found')
    expect(await rightsOf(staff.id)).toEqual(nothing)
  })

  test('apart at once, together again only by two: a subsidiary', async () => {
    const set = (subsidiary: boolean) =>
      call('PUT', '/departments/:id/subsidiary', security(), { params: { id: sales }, body: { subsidiary } })
    expect(await set(true)).toEqual({ done: true })
    const wish = await set(false)
    expect(wish).toMatchObject({ done: false })
    expect(isRefusal(await decides(security(), wish as Waiting))).toBe(true)
    must(await confirmed(company, wish))
    expect(await set(false)).toEqual({ done: true })
  })
})
