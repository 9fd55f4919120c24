import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { type Company, hire, lastEntries, must, openCompany, person } from '../people/support.ts'
import { type Duties, openDuties } from './index.ts'

/** 李 owes; 王 heads the department and looks after 李; 赵 is somewhere else. */

let company: Company
let duties: Duties
let li: string
let wang: string
let zhao: string
const told: { person: string; kind: string; count: unknown }[] = []
const kind = 'test.check'

beforeAll(async () => {
  company = await openCompany()
  const { people, system, house } = company
  const sales = must(
    await people.createDepartment(
      { personId: system },
      { name: '销售部', code: 'SALES', parentId: null, managerId: null, sort: 0 },
    ),
  ).id
  wang = (await hire(company, person('E002', '王', { departmentId: sales }))).id
  li = (await hire(company, person('E001', '李', { departmentId: sales, managerId: wang }))).id
  zhao = (await hire(company, person('E003', '赵', { departmentId: sales }))).id
  duties = openDuties(house, people, (_w, ids, one, o) => {
    for (const id of ids) told.push({ person: id, kind: one, count: o.values?.['count'] })
    return Promise.resolve()
  })
  duties.kind({
    code: kind,
    clause: '2.3.1',
    name: { zh: '核对', en: 'Check' },
    remindDaysBefore: [3, 1],
    escalateAfterDays: 2,
    escalateTo: 'manager',
  })
})
afterAll(() => company.close())

const raise = (subject: string, dueAt: Date, more: object = {}) =>
  company.house.db.transact((w) =>
    duties.raise(w, { kind, subject, ownerId: li, dueAt, link: '/x', ...more }),
  )
const route = (path: string) => duties.routes.find((one) => one.path === path)!
const asks = async (path: string, personId: string, query: object = {}) => {
  const one = route(path)
  const input = { caller: { personId }, query: one.query?.parse(query) }
  return (await one.run(input as unknown as Parameters<typeof one.run>[0])) as {
    total: number
    rows: { id: string; escalated: boolean; overdue: boolean }[]
    open: number
    overdue: number
    people: number
    peopleOverdue: number
  }
}
/** The morning is Tuesday, 3 March 2026; Wednesday the week after is due. */
const due = new Date('2026-03-11T10:00:00Z')
const day = 86_400_000

describe('what is due', () => {
  test('is written down once, however often and by however many at once it is said', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => raise('racing', due)))
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1)
    expect((await asks('/duties', li)).total).toBe(1)
    expect(await lastEntries(company.house, 1)).toMatchObject([
      { kind: 'duty-raised', what: kind, person: li },
    ])
  })

  test('is shown to its owner and to the head, and to nobody else', async () => {
    expect(await asks('/duties/people', wang)).toMatchObject({ total: 1 })
    expect(await asks('/duties/people', zhao)).toMatchObject({ total: 0 })
    expect(await asks('/duties', zhao)).toMatchObject({ total: 0 })
    expect(await asks('/duties/counts', wang)).toMatchObject({ open: 0, people: 1, peopleOverdue: 0 })
  })

  test('is reminded of on the working days before, one notice a day for all of it, and never twice', async () => {
    await raise('second', due)
    await duties.remind()
    expect(told).toEqual([])
    company.clock.advance(3 * day) // Friday: Monday, Tuesday and Wednesday are left
    await duties.remind()
    await duties.remind()
    expect(told.splice(0)).toEqual([{ person: li, kind: 'duty-soon', count: 2 }])
    company.clock.advance(4 * day) // Tuesday
    await duties.remind()
    expect(told.splice(0)).toEqual([{ person: li, kind: 'duty-soon', count: 2 }])
  })

  test('goes up to the manager two working days after the day, and not before', async () => {
    company.clock.advance(2 * day) // Thursday, overdue
    await duties.remind()
    expect(told.splice(0)).toEqual([{ person: li, kind: 'duty-overdue', count: 2 }])
    company.clock.advance(2 * day) // Saturday; the second working day was Friday
    await Promise.all([duties.remind(), duties.remind()])
    expect(told.splice(0)).toEqual([{ person: wang, kind: 'duty-escalated', count: 2 }])
    expect((await asks('/duties/people', wang)).rows.map((row) => row.escalated)).toEqual([true, true])
    expect(await company.house.db.read((r) => duties.countByClause(r, company.clock.now()))).toEqual([
      { clause: '2.3.1', open: 2, overdue: 2 },
    ])
  })

  test('with a later day is reminded of anew', async () => {
    const later = new Date(company.clock.now().getTime() + 20 * day)
    await raise('second', later)
    expect(await lastEntries(company.house, 1)).toMatchObject([{ kind: 'duty-moved', due: later.getTime() }])
    expect(await asks('/duties', li, { state: 'overdue' })).toMatchObject({ total: 1 })
  })

  test('ends once, with its evidence, and may then fall due again', async () => {
    const settle = () =>
      company.house.db.transact((w) => duties.settle(w, kind, 'racing', { by: li, evidence: 'e1' }))
    expect((await Promise.all([settle(), settle()])).sort((a, b) => Number(a) - Number(b))).toEqual([
      false,
      true,
    ])
    expect(await lastEntries(company.house, 1)).toMatchObject([
      { kind: 'duty-settled', subject: 'racing', actor: li, evidence: 'e1' },
    ])
    expect(await asks('/duties', li, { state: 'settled' })).toMatchObject({ total: 1 })
    await raise('racing', due)
    expect(await asks('/duties', li)).toMatchObject({ total: 2 })
  })

  test('of a kind that no chapter has is a fault of the program', async () => {
    await expect(raise('x', due, { kind: 'unheard-of' })).rejects.toThrow('unheard-of')
  })

  test('cannot be undone by the program’s own database role: nothing is deleted, nothing told is forgotten', async () => {
    const tries = [
      sql`delete from duties.duty`,
      sql`delete from duties.reminder`,
      sql`update duties.duty set kind = 'x'`,
    ]
    for (const one of tries)
      await expect(company.house.db.transact((w) => w.run(one))).rejects.toThrow(/permission|denied/i)
  })

  test('goes to the manager when its owner leaves', async () => {
    const holding = duties.holding()
    const moved = await company.house.db.transact((w) => holding.handOver!(w, li, wang, company.system))
    expect(moved).toBe(2)
    expect(await asks('/duties', wang)).toMatchObject({ total: 2 })
    expect(await asks('/duties', li)).toMatchObject({ total: 0 })
  })
})
