import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../../floor/database/index.ts'
import { isRefusal } from '../../../../floor/errors.ts'
import {
  callRoute,
  type Company,
  hire,
  lastEntries,
  mistakeOf,
  must,
  openCompany,
  person,
} from '../../support.ts'
import type { ConfirmationsReply, ConcurrentPost } from '../../wire.ts'

/** What one administrator alone must not do waits for a second one. */

let company: Company
let sales: string
let service: string
beforeAll(async () => {
  company = await openCompany()
  const department = async (name: string) =>
    must(
      await company.people.createDepartment(
        { personId: company.system },
        { name, parentId: null, managerId: null, code: null, sort: 0 },
      ),
    ).id
  sales = await department('销售部')
  service = await department('客服部')
})
afterAll(() => company.close())

/** Somebody who has proved a moment ago who they are. */
const by = (personId: string, role: string) => ({
  personId,
  roles: [role],
  accountId: '00000000-0000-4000-8000-000000000001',
  proof: { at: company.clock.now().getTime(), windowMs: 900_000 },
})
const system = () => by(company.system, 'system-admin')
const security = () => by(company.security, 'security-admin')
const audit = () => by(company.audit, 'audit-admin')
const call = (method: 'GET' | 'POST' | 'PUT', path: string, caller: object, input: object = {}) =>
  callRoute(company.people, method, path, caller, input)
const decide = (caller: object, id: string, outcome = 'confirmed') =>
  call('POST', '/confirmations/:id/decision', caller, { params: { id }, body: { outcome } })
const rows = async (caller: object) =>
  ((await call('GET', '/confirmations', caller)) as ConfirmationsReply).rows
const factsOf = async (id: string) => (await company.people.personFacts([id])).get(id)!

const confirmationOf = async (post: string) =>
  (await company.house.db.read((r) =>
    r.row<{ id: string }>(sql`select id from people.confirmation where subject = ${post} and state = 'open'`),
  ))!.id

let count = 0
/** A further administrator, so that nobody is the last one. */
async function administrator(role: 'system-admin' | 'security-admin' | 'audit-admin') {
  const no = `T${String(++count).padStart(3, '0')}`
  const one = await hire(company, person(no, `管理员${no}`, { departmentId: sales, post: '管理员' }))
  must(await company.people.changeRole({ personId: company.security }, one.id, role, 'give'))
  return one
}
const leave = (id: string, caller: object = system()) =>
  call('POST', '/people/:id/leave', caller, { params: { id }, body: {} }) as Promise<{
    done: boolean
    confirmation: string
  }>

describe('an administrator goes', () => {
  test.each(['security-admin', 'audit-admin', 'system-admin'] as const)(
    'a system administrator alone cannot remove the %s by letting them leave',
    async (role) => {
      const one = await administrator(role)
      const asked = await leave(one.id)
      expect(asked).toMatchObject({ done: false })
      expect([...(await factsOf(one.id)).roles]).toEqual([role])
      expect((await factsOf(one.id)).active).toBe(true)
      // Neither the one who asked …
      expect(isRefusal(await decide(system(), asked.confirmation))).toBe(true)
      expect((await rows(system())).find((row) => row.id === asked.confirmation)).toMatchObject({
        own: true,
        mayDecide: false,
        state: 'open',
      })
      // … but another one.
      must(await decide(audit(), asked.confirmation))
      expect((await factsOf(one.id)).active).toBe(false)
      expect((await factsOf(one.id)).roles.size).toBe(0)
      const entries = await lastEntries(company.house, 5)
      expect(entries.find((entry) => entry['kind'] === 'handover')).toMatchObject({
        actor: company.system,
        confirmedBy: company.audit,
      })
    },
  )

  test('nor by giving them another post, nor by an end date, nor by disabling the account', async () => {
    const one = await administrator('audit-admin')
    const { version } = (
      (await call('GET', '/people/:id/holdings', system(), { params: { id: one.id } })) as {
        person: { version: number }
      }
    ).person
    const body = { departmentId: service, post: '客服', managerId: null, version }
    const move = await call('POST', '/people/:id/move', system(), { params: { id: one.id }, body })
    expect(move).toMatchObject({ done: false })
    const { startsOn, ...entry } = person(one.id, '', {})
    const change = {
      ...entry,
      startsOn,
      employeeNo: `T${String(count).padStart(3, '0')}`,
      name: '顾二',
      departmentId: sales,
      post: '管理员',
      version,
    }
    for (const endsOn of ['2026-03-02', '2026-03-04', '2027-01-01'])
      expect(
        await mistakeOf(
          call('PUT', '/people/:id', system(), { params: { id: one.id }, body: { ...change, endsOn } }),
        ),
      ).toBe('people.administrator-by-two')
    const disabled = (await call('POST', '/accounts/:id/disable', system(), {
      params: { id: one.accountId },
    })) as { done: boolean; confirmation: string }
    expect(disabled.done).toBe(false)
    expect([...(await factsOf(one.id)).roles]).toEqual(['audit-admin'])
    expect((await factsOf(one.id)).active).toBe(true)
    must(await decide(security(), disabled.confirmation))
    expect((await factsOf(one.id)).active).toBe(false)
    must(await decide(security(), (move as { confirmation: string }).confirmation))
    expect((await factsOf(one.id)).roles.size).toBe(0)
  })

  test('nobody outside the three confirms, and an office that ended since carries nothing out', async () => {
    const clerk = await hire(company, person('T900', '职员', { departmentId: sales }))
    const second = await administrator('system-admin')
    const victim = await administrator('audit-admin')
    const asked = await leave(victim.id, by(second.id, 'system-admin'))
    expect(isRefusal(await decide(by(clerk.id, 'security-admin'), asked.confirmation))).toBe(true)
    must(await company.people.changeRole({ personId: company.security }, second.id, 'system-admin', 'take'))
    expect(isRefusal(await decide(audit(), asked.confirmation))).toBe(true)
    expect([...(await factsOf(victim.id)).roles]).toEqual(['audit-admin'])
    // It can still be put away.
    must(await decide(audit(), asked.confirmation, 'declined'))
    expect(await mistakeOf(decide(audit(), asked.confirmation))).toBe('people.not-found')
  })

  test('the last holder is protected at both moments', async () => {
    const one = await administrator('security-admin')
    const asked = await leave(company.security)
    must(await company.people.changeRole({ personId: company.security }, one.id, 'security-admin', 'take'))
    for (const extra of await company.house.db.read((r) => company.people.holdersOf(r, 'security-admin')))
      if (extra !== company.security)
        must(await company.people.changeRole({ personId: company.security }, extra, 'security-admin', 'take'))
    expect(await mistakeOf(decide(audit(), asked.confirmation))).toBe('people.last-holder')
    must(await decide(audit(), asked.confirmation, 'declined'))
  })

  test('two who confirm at the same moment do it once', async () => {
    const one = await administrator('audit-admin')
    const asked = await leave(one.id)
    const both = await Promise.allSettled([
      decide(security(), asked.confirmation),
      decide(audit(), asked.confirmation),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const lists = await company.house.db.read((r) =>
      r.rows(sql`select id from people.handover where person_id = ${one.id}`),
    )
    expect(lists).toHaveLength(1)
  })

  test('a wish is withdrawn by its proposer only, and runs out after seven days', async () => {
    const one = await administrator('audit-admin')
    const asked = await leave(one.id)
    expect(await mistakeOf(decide(audit(), asked.confirmation, 'withdrawn'))).toBe('people.not-found')
    company.clock.advance(7 * 86_400_000)
    expect(await mistakeOf(decide(audit(), asked.confirmation))).toBe('people.confirmation-over')
    must(await decide(system(), asked.confirmation, 'withdrawn'))
    expect((await factsOf(one.id)).active).toBe(true)
  })

  test('without a fresh proof nothing is confirmed', async () => {
    const one = await administrator('audit-admin')
    const asked = await leave(one.id)
    const { proof: _, ...stale } = audit()
    expect(await mistakeOf(decide(stale, asked.confirmation))).toBe('people.prove-first')
    expect((await factsOf(one.id)).active).toBe(true)
  })

  test('a list or a directory moves no administrator out of office', async () => {
    const one = await administrator('audit-admin')
    const source = {
      people: [{ employeeNo: `T${String(count).padStart(3, '0')}`, name: '管理员', post: '销售' }],
    }
    const found = await company.house.db.read((r) =>
      company.people.differences(r, { departments: [], ...source } as never),
    )
    const applied = company.people.applyDifferences(
      { personId: company.system },
      found.filter(({ problem }) => problem === null),
      { source: 'file', movers: 'end' },
    )
    expect(await mistakeOf(applied)).toBe('people.administrator-by-two')
    expect([...(await factsOf(one.id)).roles]).toEqual(['audit-admin'])
  })

  test('everybody else leaves by one administrator’s word, as before', async () => {
    const clerk = await hire(company, person('T901', '职员二', { departmentId: sales }))
    expect(await leave(clerk.id)).toMatchObject({ done: true })
  })
})

describe('a second post that widens the scope of work', () => {
  const give = (id: string, more: object = {}) =>
    call('POST', '/people/:id/posts', system(), {
      params: { id },
      body: { departmentId: service, post: '客服主管', inScope: true, startsOn: '2026-03-01', ...more },
    }) as Promise<{ id: string; waits: boolean }>

  test('one administrator’s word gives the post, not the customers of the other department', async () => {
    const one = await hire(company, person('T910', '兼任一', { departmentId: sales, post: '客户经理' }))
    must(
      await company.people.setClearance({ personId: company.security }, one.id, {
        clearance: 2,
        scope: 'department',
      }),
    )
    const made = await give(one.id)
    expect(made.waits).toBe(true)
    expect([...(await factsOf(one.id)).departments]).toEqual([sales])
    const listed = (await call('GET', '/people/:id/posts', system(), { params: { id: one.id } })) as {
      rows: ConcurrentPost[]
    }
    expect(listed.rows).toMatchObject([{ inScope: false, scopeWaits: true }])
    const id = await confirmationOf(made.id)
    expect(isRefusal(await decide(system(), id))).toBe(true)
    expect(isRefusal(await decide(audit(), id))).toBe(true)
    must(await decide(security(), id))
    expect([...(await factsOf(one.id)).departments].sort()).toEqual([sales, service].sort())
  })

  test('in the own department nothing is widened, now or after the next move', async () => {
    const one = await hire(company, person('T911', '兼任二', { departmentId: sales, post: '客户经理' }))
    expect((await give(one.id, { departmentId: sales, post: '内勤' })).waits).toBe(false)
    const stored = await company.house.db.read((r) =>
      r.row<{ inScope: boolean }>(
        sql`select in_scope as "inScope" from people.concurrent_post where person_id = ${one.id}`,
      ),
    )
    expect(stored).toEqual({ inScope: false })
  })

  test('ended meanwhile, it is not widened by a late confirmation', async () => {
    const one = await hire(company, person('T912', '兼任三', { departmentId: sales }))
    const made = await give(one.id)
    const id = await confirmationOf(made.id)
    must(
      await callRoute(company.people, 'DELETE', '/people/:id/posts/:part', system(), {
        params: { id: one.id, part: made.id },
      }),
    )
    expect(await mistakeOf(decide(security(), id))).toBe('people.not-found')
  })
})

describe('two offices in one hand', () => {
  test('the wish to combine does not outlive the office of whoever asked', async () => {
    const second = await administrator('system-admin')
    const combine = (caller: object) =>
      call('POST', '/organisation/combine', caller, { body: { combined: true } })
    expect(await combine(by(second.id, 'system-admin'))).toEqual({ state: 'asked' })
    must(await company.people.changeRole({ personId: company.security }, second.id, 'system-admin', 'take'))
    expect(isRefusal(await combine(audit()))).toBe(true)
  })

  test('where they are combined, the audit administrator confirms what widens access', async () => {
    await company.house.db.transact((w) =>
      w.run(
        sql`update people.company set settings = settings || '{"combinedAdministrators": true, "combineAsked": null}'::jsonb`,
      ),
    )
    const one = await hire(company, person('T920', '兼任四', { departmentId: sales }))
    const made = (await call('POST', '/people/:id/posts', system(), {
      params: { id: one.id },
      body: { departmentId: service, post: '客服', inScope: true, startsOn: '2026-03-01' },
    })) as { id: string }
    const id = await confirmationOf(made.id)
    const wish = (await rows(audit())).find((row) => row.id === id)!
    expect(wish.mayDecide).toBe(true)
    expect(isRefusal(await decide(system(), wish.id))).toBe(true)
    must(await decide(audit(), wish.id))
    const stored = await company.house.db.read((r) =>
      r.row(sql`select in_scope as "inScope" from people.concurrent_post where id = ${made.id}`),
    )
    expect(stored).toEqual({ inScope: true })
  })
})
