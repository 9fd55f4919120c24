import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../../floor/database/index.ts'
import { isRefusal } from '../../../../floor/errors.ts'
import type { Caller } from '../../../../gate/index.ts'
import { callRoute, hire, lastEntries, mistakeOf, must, person } from '../../support.ts'
import { callerOf, openReviewCompany, type ReviewCompany } from './fixture.ts'
import { readChart } from './reviewers.ts'

let company: ReviewCompany
let review: string
beforeAll(async () => {
  company = await openReviewCompany()
})
afterAll(() => company.close())

/** Each attack begins with a campaign of its own. */
beforeEach(async () => {
  company.clock.advance(100 * 86_400_000)
  const { rows } = (await callRoute(company.people, 'GET', '/rights-reviews', company.audit_)) as {
    rows: { id: string; state: string }[]
  }
  for (const one of rows.filter((row) => row.state !== 'closed'))
    must(await company.post(company.security_, '/rights-reviews/:id/close', { reason: '结束' }, one.id))
  review = await company.open()
})

const itemOf = async (whose: Caller, title: string): Promise<string> => {
  const rows = await company.house.db.read((r) =>
    r.rows<{ id: string; zh: string }>(sql`select id, title ->> 'zh' as zh from people.rights_review_item
      where review_id = ${review} and person_id = ${whose.personId}`),
  )
  return rows.find((one) => one.zh.includes(title))!.id
}
const factsOf = async (id: string) => (await company.people.personFacts([id])).get(id)!
const moveUnder = async (managerId: string | null) => {
  await company.house.fresh.owner.transact(async (w) => {
    await w.run(sql`update people.department set manager_id = ${managerId} where id = ${company.sales}`)
  })
}

describe('attacks on the review of rights', () => {
  test('a manager reviews the own rights: refused by the gate, whatever the chart says', async () => {
    const item = await itemOf(company.head, '涉密等级')
    for (const decision of ['confirm', 'remove'] as const)
      expect(isRefusal(await company.decide(company.head, item, decision))).toBe(true)
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({
      verb: 'review-rights',
      verdict: 'deny',
      subject: company.head.personId,
    })
    // Made his own manager behind the program's back.
    await company.house.fresh.owner.transact((w) =>
      w.run(sql`update people.person set manager_id = id where id = ${company.head.personId}`),
    )
    expect(isRefusal(await company.decide(company.head, item, 'confirm'))).toBe(true)
    expect((await company.own(company.head)).people.map((one) => one.name)).not.toContain('方舟')
    await company.house.fresh.owner.transact((w) =>
      w.run(
        sql`update people.person set manager_id = ${company.boss.personId} where id = ${company.head.personId}`,
      ),
    )
  })

  test('a reviewer confirms after having lost the office of manager', async () => {
    const item = await itemOf(company.jiang, '涉密等级')
    expect((await company.rights(company.head, company.jiang)).size).toBeGreaterThan(0)
    await moveUnder(company.bai.personId)
    expect(isRefusal(await company.decide(company.head, item, 'confirm'))).toBe(true)
    expect((await company.own(company.head)).people).toEqual([])
    expect(await company.decide(company.bai, item, 'confirm')).toEqual({ outcome: 'kept' })
    await moveUnder(company.head.personId)
  })

  test('somebody else’s right: a colleague, the holder, an administrator and a superior in time are refused', async () => {
    const item = await itemOf(company.jiang, '角色')
    const roles = (await factsOf(company.jiang.personId)).roles
    for (const who of [
      company.bai,
      company.jiang,
      company.boss,
      company.security_,
      company.system_,
      company.audit_,
    ]) {
      expect(isRefusal(await company.decide(who, item, 'remove'))).toBe(true)
      expect(
        await company.post(who, '/rights-review/decisions', { items: [item], decision: 'remove' }),
      ).toMatchObject({ done: 0, left: [{ id: item, person: '', code: 'people.review-refused' }] })
    }
    expect((await factsOf(company.jiang.personId)).roles).toEqual(roles)
  })

  test('an administrator confirms the own office, or a right of a business person with a manager', async () => {
    for (const [who, title] of [
      [company.security_, '安全管理员'],
      [company.audit_, '审计管理员'],
      [company.system_, '系统管理员'],
    ] as const)
      expect(isRefusal(await company.decide(who, await itemOf(who, title), 'confirm'))).toBe(true)
    expect(
      isRefusal(await company.decide(company.security_, await itemOf(company.bai, '涉密等级'), 'confirm')),
    ).toBe(true)
  })

  test('one right decided twice: the second is told so, and the first decision stands', async () => {
    const item = await itemOf(company.jiang, '涉密等级')
    must(await company.decide(company.head, item, 'confirm'))
    expect(await mistakeOf(company.decide(company.head, item, 'remove'))).toBe('people.review-decided')
    expect(await factsOf(company.jiang.personId)).toMatchObject({ clearance: 3 })
  })

  test('a race of confirm and remove has one winner, and what is recorded is what happened', async () => {
    const item = await itemOf(company.jiang, '涉密等级')
    const both = await Promise.allSettled([
      company.decide(company.head, item, 'confirm'),
      company.decide(company.head, item, 'remove'),
    ])
    const won = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value as { outcome: string }] : []))
    expect(won).toHaveLength(1)
    const { clearance } = await factsOf(company.jiang.personId)
    expect(clearance).toBe(won[0]!.outcome === 'kept' ? 3 : 1)
    must(
      await company.people.setClearance(company.security_, company.jiang.personId, {
        clearance: 3,
        scope: 'department',
      }),
    )
  })

  test('deciding while the campaign is being closed: either it counts or it does not, never half', async () => {
    company.clock.advance(30 * 86_400_000)
    const item = await itemOf(company.bai, '涉密等级')
    const before = (await factsOf(company.bai.personId)).clearance
    const [decided] = await Promise.allSettled([
      company.decide(company.head, item, 'remove'),
      company.post(company.security_, '/rights-reviews/:id/close', { reason: '结束' }, review),
    ])
    const [row] = (await company.items(review, { q: '白露' })).filter((one) => one.id === item)
    const after = (await factsOf(company.bai.personId)).clearance
    expect([row!.state, after]).toEqual(decided.status === 'fulfilled' ? ['removed', 1] : ['open', before])
    must(
      await company.people.setClearance(company.security_, company.bai.personId, {
        clearance: 2,
        scope: 'own',
      }),
    )
  })

  test('removal of the last security administrator: the office keeps its holder, and the right stays open', async () => {
    const item = await itemOf(company.security_, '安全管理员')
    expect(await mistakeOf(company.decide(company.audit_, item, 'remove'))).toBe('people.last-holder')
    expect(
      await company.post(company.audit_, '/rights-review/decisions', { items: [item], decision: 'remove' }),
    ).toMatchObject({ done: 0, left: [{ id: item, person: '陆安', code: 'people.last-holder' }] })
    expect((await factsOf(company.security)).roles).toEqual(new Set(['security-admin']))
    expect((await company.items(review, { state: 'open' })).some((one) => one.id === item)).toBe(true)
  })

  test('two last administrators remove each other at the same moment: one stays', async () => {
    const second = await hire(company, person('S009', '程实'))
    must(await company.people.changeRole(company.security_, second.id, 'audit-admin', 'give'))
    company.clock.advance(30 * 86_400_000)
    must(await company.post(company.security_, '/rights-reviews/:id/close', { reason: '重来' }, review))
    review = await company.open()
    const both = await Promise.allSettled([
      company.decide(company.security_, await itemOf(company.audit_, '审计管理员'), 'remove'),
      company.decide(company.security_, await itemOf(callerOf(second.id), '审计管理员'), 'remove'),
    ])
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const left = await company.house.db.read((r) => company.people.holdersOf(r, 'audit-admin'))
    expect(left).toHaveLength(1)
    // 顾言 keeps the office for the tests that follow.
    if (left[0] !== company.audit) {
      must(await company.people.changeRole(company.security_, company.audit, 'audit-admin', 'give'))
      must(await company.people.changeRole(company.security_, second.id, 'audit-admin', 'take'))
    }
  })

  test('removing a right that is gone already changes nothing else: a clearance lowered and raised anew is another right', async () => {
    const item = await itemOf(company.jiang, '涉密等级')
    must(
      await company.people.setClearance(company.security_, company.jiang.personId, {
        clearance: 4,
        scope: 'department',
      }),
    )
    expect(await company.decide(company.head, item, 'remove')).toEqual({ outcome: 'gone' })
    expect(await factsOf(company.jiang.personId)).toMatchObject({ clearance: 4, scope: 'department' })
    const role = await itemOf(company.jiang, '角色')
    must(await company.people.changeRole(company.security_, company.jiang.personId, 'collector', 'take'))
    must(await company.people.changeRole(company.security_, company.jiang.personId, 'collector', 'give'))
    expect(await company.decide(company.head, role, 'remove')).toEqual({ outcome: 'gone' })
    expect((await factsOf(company.jiang.personId)).roles).toEqual(new Set(['collector']))
    expect((await lastEntries(company.house, 2)).map((one) => one['kind'])).toContain('right-already-ended')
  })

  test('a second campaign beside the first, and a close before the due day to get rid of open rights', async () => {
    expect(await mistakeOf(company.post(company.security_, '/rights-reviews', { reason: '再来' }))).toBe(
      'people.review-open',
    )
    const early = company.post(company.security_, '/rights-reviews/:id/close', { reason: '算了' }, review)
    expect(await mistakeOf(early)).toBe('people.review-not-due')
  })

  test('unknown rights and campaigns are not found, and a role of another campaign is not decided in this one', async () => {
    const nothing = '01900000-0000-7000-8000-000000000000'
    expect(await mistakeOf(company.decide(company.head, nothing, 'remove'))).toBe('people.not-found')
    for (const path of ['/rights-reviews/:id', '/rights-reviews/:id/items', '/rights-reviews/:id/record'])
      expect(
        await mistakeOf(callRoute(company.people, 'GET', path, company.audit_, { params: { id: nothing } })),
      ).toBe('people.not-found')
    const old = await itemOf(company.jiang, '角色')
    company.clock.advance(30 * 86_400_000)
    must(await company.post(company.security_, '/rights-reviews/:id/close', { reason: '结束' }, review))
    await company.open()
    expect(await mistakeOf(company.decide(company.head, old, 'remove'))).toBe('people.review-closed')
  })
})

test('the chart names the same manager for everybody as the look-up of one does, acting heads and leavers included', async () => {
  const { people, house } = company
  const stand = await hire(company, person('B020', '代行', { departmentId: company.sales }))
  const today = company.clock.now().toISOString().slice(0, 10)
  must(
    await callRoute(people, 'POST', '/departments/:id/acting', company.system_, {
      params: { id: company.sales },
      body: { personId: stand.id, fromDay: today, untilDay: today },
    }),
  )
  const ids = await house.db.read((r) =>
    r.rows<{ id: string }>(sql`select id from people.person where left_at is null`),
  )
  await house.db.read(async (r) => {
    const chart = await readChart(r, house)
    for (const { id } of ids) expect(chart.managerOf(id), id).toBe(await people.directManagerOf(r, id))
  })
})

test('while a campaign is held nobody goes through the whole record of use: not the daily look, and not a confirmation', async () => {
  const kept = await itemOf(company.jiang, '涉密等级')
  company.people.supportReview({
    meter: {
      settle: () => Promise.resolve(),
      lastUses: () => Promise.reject(new Error('the record was gone through')),
    },
    notify: () => Promise.resolve(),
  })
  must(await company.decide(company.head, kept, 'confirm'))
  await company.watch()
  expect((await company.items(review)).find((row) => row.id === kept)?.state).toBe('kept')
})
