import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../../floor/database/index.ts'
import { isRefusal } from '../../../../floor/errors.ts'
import { callRoute, lastEntries, mistakeOf, must } from '../../support.ts'
import { openReviewCompany, type ReviewCompany } from './fixture.ts'

const day = 86_400_000
let company: ReviewCompany
let review: string
beforeAll(async () => {
  company = await openReviewCompany()
})
afterAll(() => company.close())
const factsOf = async (id: string) => (await company.people.personFacts([id])).get(id)!

describe('a campaign from the opening to the close', () => {
  test('it is opened with everything that everybody holds, and each reviewer is told how much', async () => {
    company.clock.advance(95 * day)
    company.uses.set(company.jiang.personId, company.clock.now())
    review = await company.open()
    const { campaign, counts, reviewers } = await company.view(review)
    expect(campaign).toMatchObject({
      number: 'FH-2026-0201',
      quarter: '2026Q2',
      state: 'running',
      unusedDays: 90,
    })
    // Three offices; clearance and scope of 石磊, 方舟 and 江南, 白露's clearance; two roles.
    expect(counts).toEqual({ items: 12, open: 12, suggested: 9, kept: 0, removed: 0, gone: 0 })
    expect(reviewers.map((one) => [one.name, one.capacity, one.open])).toEqual([
      ['陆安', 'security-admin', expect.any(Number)],
      ['方舟', 'manager', 4],
      ['石磊', 'manager', 2],
      ['顾言', 'audit-admin', 1],
    ])
    expect(company.told.find((one) => one.people[0] === company.head.personId)).toMatchObject({
      kind: 'rights-review',
      count: 4,
    })
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({
      kind: 'rights-review-opened',
      review,
      people: 7,
      rights: 12,
    })
  })

  test('an administrator’s office goes to another office, whoever has no manager to the security administrator', async () => {
    const rows = await company.items(review)
    const reviewer = (person: string, title: string) =>
      rows.find((one) => one.person === person && one.title.zh.includes(title))?.reviewers
    expect(reviewer('沈清', '系统管理员')).toEqual(['陆安'])
    expect(reviewer('陆安', '安全管理员')).toEqual(['顾言'])
    expect(reviewer('顾言', '审计管理员')).toEqual(['陆安'])
    expect(reviewer('石磊', '总经理')).toEqual(['陆安'])
    expect(reviewer('江南', '资料采集员')).toEqual(['方舟'])
  })

  test('the manager sees each right with since when, by whom, last use and suggestion', async () => {
    const { people, open } = await company.own(company.head)
    expect(open).toBe(4)
    expect(people.map((one) => one.name)).toEqual(['江南', '白露'])
    const [jiang, bai] = people
    expect(jiang!.rights.map((one) => [one.title.zh, one.givenBy, one.suggested])).toEqual([
      ['涉密等级：3 级', '陆安', false],
      ['工作范围：本部门', '陆安', false],
      ['角色：资料采集员', '陆安', false],
    ])
    expect(bai!.rights).toMatchObject([{ title: { zh: '涉密等级：2 级' }, suggested: true, usedAt: null }])
  })

  test('a right is confirmed, another removed: it is gone at once, and the holder is told', async () => {
    const told: string[] = []
    const stop = company.people.onChange((id) => told.push(id))
    const rights = await company.rights(company.head, company.jiang)
    expect(await company.decide(company.head, rights.get('涉密等级：3 级')!, 'confirm')).toEqual({
      outcome: 'kept',
    })
    expect(await company.decide(company.head, rights.get('角色：资料采集员')!, 'remove')).toEqual({
      outcome: 'removed',
    })
    stop()
    expect(told).toEqual([company.jiang.personId])
    expect(await factsOf(company.jiang.personId)).toMatchObject({
      roles: new Set(),
      clearance: 3,
      scope: 'department',
    })
    expect(company.told.at(-1)).toMatchObject({ people: [company.jiang.personId], kind: 'right-removed' })
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({
      verb: 'review-rights',
      verdict: 'permit',
      actor: company.head.personId,
      subject: company.jiang.personId,
      detail: { decision: 'remove', kind: 'roles', capacity: 'manager' },
    })
    expect((await company.own(company.head)).decided.map((one) => one.outcome)).toEqual(['removed', 'kept'])
  })

  test('everything suggested is removed at once, except what was used meanwhile', async () => {
    const rights = await company.rights(company.head, company.bai)
    const items = [...rights.values()]
    company.uses.set(company.bai.personId, company.clock.now())
    const body = { items, decision: 'remove', onlyUnused: true }
    expect(await company.post(company.head, '/rights-review/decisions', body)).toMatchObject({
      done: 0,
      left: [{ person: '白露', code: 'people.review-used' }],
    })
    company.uses.delete(company.bai.personId)
    expect(await company.post(company.head, '/rights-review/decisions', body)).toEqual({ done: 1, left: [] })
    expect(await factsOf(company.bai.personId)).toMatchObject({ clearance: 1, scope: 'own' })
  })

  test('a right that ended elsewhere needs no decision: the daily look settles it', async () => {
    must(
      await company.people.setClearance(company.security_, company.jiang.personId, {
        clearance: 3,
        scope: 'own',
      }),
    )
    const shown = (await company.own(company.head)).people[0]!.rights
    expect(shown).toMatchObject([{ title: { zh: '工作范围：本部门' }, gone: true }])
    await company.watch()
    expect((await company.own(company.head)).open).toBe(0)
    expect((await company.view(review)).counts).toMatchObject({ kept: 1, removed: 2, gone: 1 })
  })

  test('reminders: before the due day, each week after it, and then to the superiors and the auditor; each once', async () => {
    const { campaign } = await company.view(review)
    const kinds = () => company.told.splice(0).map((one) => one.kind)
    const at = async (moment: Date) => {
      company.clock.set(moment)
      await company.watch()
      await company.watch()
      return kinds()
    }
    kinds()
    const due = Date.parse(campaign.dueAt)
    expect(await at(new Date(due - 3 * day))).toEqual([])
    const three = (kind: string) => [
      `rights-review-${kind}`,
      `rights-review-${kind}`,
      `rights-review-${kind}`,
    ]
    expect(await at(new Date(due - day))).toEqual(three('soon'))
    expect(await at(new Date(due + day / 2))).toEqual(three('overdue'))
    expect((await company.view(review)).campaign.state).toBe('overdue')
    const escalated = await at(new Date(Date.parse(campaign.escalatesAt) + 1))
    expect(escalated.filter((kind) => kind === 'rights-review-overdue')).toEqual([])
    expect(escalated.filter((kind) => kind === 'rights-review-escalated').length).toBeGreaterThan(1)
    expect(await at(new Date(due + 7.5 * day))).toEqual(three('overdue'))
  })

  test('long overdue, a superior decides beside the silent reviewer', async () => {
    const mine = (await company.own(company.audit_)).people.flatMap((one) =>
      one.rights.map((two) => two.title.zh),
    )
    // The security administrator's own office, and those that lay with the security administrator.
    expect(mine).toContain('角色：安全管理员')
    expect(mine).toContain('角色：总经理')
    expect(mine).not.toContain('角色：审计管理员')
    const item = (await company.rights(company.audit_, company.boss)).get('角色：总经理')!
    expect(await company.decide(company.audit_, item, 'confirm')).toEqual({ outcome: 'kept' })
  })

  test('closed after the due day, what is open stays undecided in the record, and nothing more is decided', async () => {
    const open = (await company.view(review)).counts.open
    const item = (await company.rights(company.boss, company.head)).get('涉密等级：3 级')!
    must(await company.post(company.security_, '/rights-reviews/:id/close', { reason: '到期结束' }, review))
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({ kind: 'rights-review-closed', open })
    expect(await mistakeOf(company.decide(company.boss, item, 'remove'))).toBe('people.review-closed')
    expect(await factsOf(company.head.personId)).toMatchObject({ clearance: 3 })
    const record = (await callRoute(company.people, 'GET', '/rights-reviews/:id/record', company.audit_, {
      params: { id: review },
    })) as { rows: { state: string }[]; more: number }
    expect(record.rows.filter((one) => one.state === 'open').length).toBe(open)
    expect(record.more).toBe(0)
    expect(await company.own(company.boss)).toMatchObject({ review: null, people: [] })
  })

  test('who only watches may not open, close or change the rules; the attempt stands in the ledger', async () => {
    for (const who of [company.audit_, company.system_]) {
      expect(isRefusal(await company.post(who, '/rights-reviews', { reason: '复核' }))).toBe(true)
      expect(
        isRefusal(await company.post(who, '/rights-reviews/:id/close', { reason: '结束' }, review)),
      ).toBe(true)
    }
    expect((await lastEntries(company.house, 1))[0]).toMatchObject({
      verb: 'manage-reviews',
      verdict: 'deny',
    })
  })

  test('the record is written once: the program’s own role alters nothing in it', async () => {
    const { db } = company.house
    for (const statement of [
      sql`update people.rights_review_item set title = '{}'`,
      sql`delete from people.rights_review_item`,
      sql`update people.rights_review_decision set outcome = 'kept'`,
      sql`delete from people.rights_review_decision`,
      sql`update people.rights_review set due_at = now()`,
      sql`delete from people.rights_review`,
      sql`update people.clearance_given set given_by = person_id`,
    ])
      await expect(db.transact((w) => w.run(statement))).rejects.toMatchObject({
        message: /permission denied/,
      })
  })
})

describe('the schedule', () => {
  const at = async (moment: string) => {
    company.clock.set(moment)
    await company.watch()
    const found = (await callRoute(company.people, 'GET', '/rights-reviews', company.audit_)) as {
      rows: { number: string; openedBy: string | null; state: string }[]
    }
    return found.rows.filter((one) => one.openedBy === null).map((one) => `${one.number} ${one.state}`)
  }

  test('opens one campaign on the first working day of a quarter, once, and not in the quarter of the set-up', async () => {
    must(await callRoute(company.people, 'PUT', '/calendar', company.system_, {
      body: { set: [{ day: '2026-10-08', working: true, note: '' }, ...['01', '02', '05', '06', '07'].map((one) => ({ day: `2026-10-${one}`, working: false, note: '国庆' }))], clear: [] },
    })) // prettier-ignore
    expect(await at('2026-09-30T23:30:00Z')).toEqual([])
    // Free days of the National Day.
    expect(await at('2026-10-06T23:30:00Z')).toEqual([])
    expect(await at('2026-10-07T23:30:00Z')).toEqual(['FH-2026-0401 running'])
    expect(await at('2026-10-08T23:30:00Z')).toEqual(['FH-2026-0401 running'])
  })

  test('one that still runs is closed undecided by that of the next quarter, which makes up for a day that was missed', async () => {
    expect(await at('2027-01-20T23:30:00Z')).toEqual(['FH-2027-0101 running', 'FH-2026-0401 closed'])
    const closed = (await callRoute(company.people, 'GET', '/rights-reviews', company.audit_)) as {
      rows: { items: number; decided: number }[]
    }
    expect(closed.rows[1]!.items).toBeGreaterThan(closed.rows[1]!.decided)
  })

  test('switched off, nothing opens by itself; what is too late for the quarter is left to the administrator', async () => {
    const put = async (automatic: boolean) =>
      must(
        await callRoute(company.people, 'PUT', '/rights-review/rules', company.security_, {
          body: { automatic, dueDays: 10, unusedDays: 60 },
        }),
      )
    await put(false)
    expect(await at('2027-04-01T23:30:00Z')).toHaveLength(2)
    await put(true)
    expect(await at('2027-05-20T23:30:00Z')).toHaveLength(2)
    expect(await at('2027-07-01T23:30:00Z')).toHaveLength(3)
  })
})
