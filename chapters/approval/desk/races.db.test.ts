import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '../../../floor/errors.ts'
import { type Desk, openDesk } from '../support.ts'
import { step, storiesOn } from './support.ts'

/** Two who act at the same moment on a real database: exactly one of them wins, and the log tells one story. */

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
const { flow, life, person } = storiesOn(() => desk)

/** The deed was done, not refused, repeated or too late. */
const won = (word: string): boolean =>
  ['running', 'approved', 'rejected', 'returned', 'withdrawn', 'terminated'].includes(word)

/** Nothing hangs: one open run per branch at most, and one row of the log per number. */
async function whole(id: string): Promise<void> {
  const { runs, actions, tasks, instance } = await life(id)
  const open = runs.filter((run) => run.closedAt === undefined)
  expect(new Set(open.map((run) => run.branch)).size).toBe(open.length)
  expect(actions.map((one) => one.seq)).toEqual(actions.map((_, at) => at + 1))
  if (instance.state === 'running') expect(tasks.some((task) => task.state === 'todo')).toBe(true)
  else expect(tasks.some((task) => task.state === 'todo')).toBe(false)
}

describe('one winner in every race', () => {
  test.each([
    ['approve, withdraw', { verb: 'approve' }, { verb: 'withdraw', by: 'C1' }],
    ['approve, transfer', { verb: 'approve' }, { verb: 'transfer', to: 'E1' }],
    ['reject, return', { verb: 'reject' }, { verb: 'return', to: 'applicant' }],
    ['approve, reject', { verb: 'approve' }, { verb: 'reject' }],
    ['delegate, approve', { verb: 'delegate', to: 'B1' }, { verb: 'approve' }],
    ['approve, terminate', { verb: 'approve' }, { verb: 'terminate', by: 'S1' }],
  ])('%s', async (_name, one, other) => {
    for (let round = 0; round < 4; round++) {
      const { id } = await desk.apply('C1')
      const taskId = await desk.taskOf(id, 'M1')
      const deeds = [one, other].map(({ by = 'M1', ...deed }: { by?: string; to?: string; verb: string }) => {
        const to = deed.to === undefined || deed.to === 'applicant' ? {} : { to: desk.id(deed.to) }
        return () => desk.act(id, by, { taskId, ...deed, ...to })
      })
      const results = await Promise.all((round % 2 === 0 ? deeds : deeds.toReversed()).map((act) => act()))
      expect(results.filter(won), results.join()).toHaveLength(1)
      expect(desk.approved.filter((each) => each === id).length).toBeLessThanOrEqual(1)
      await whole(id)
    }
  })
  test('认领: seven people at once, one owner', async () => {
    const people = ['Z1', 'E1', 'M1', 'C2', 'B1', 'B2']
    const action = await flow([step('pool', { pool: true, sources: people.map(person) })])
    for (let round = 0; round < 3; round++) {
      const { id } = await desk.apply('C1', { action })
      const results = await Promise.all(people.map((no) => desk.act(id, no, { verb: 'claim' })))
      expect(results.filter(won), results.join()).toHaveLength(1)
      const { tasks } = await life(id)
      expect(tasks.filter((task) => task.claimedAt !== undefined)).toHaveLength(1)
      expect(tasks.filter((task) => task.state === 'waiting')).toHaveLength(people.length - 1)
      await whole(id)
    }
  })
  test('拿回 against the next approver: either it is taken back, or it was decided', async () => {
    for (let round = 0; round < 4; round++) {
      const { id } = await desk.apply('C1', { level: 3, action: 'export' })
      await desk.approve(id, 'M1')
      const { tasks } = await life(id)
      const own = tasks.find((task) => task.assignee === desk.id('M1'))!
      const taskId = await desk.taskOf(id, 'B1')
      const results = await Promise.all([
        desk.act(id, 'M1', { verb: 'take-back', taskId: own.id }),
        desk.approve(id, 'B1', { taskId }),
      ])
      expect(results.filter(won), results.join()).toHaveLength(1)
      await whole(id)
    }
  })
  test('two proxies of one principal at once: one is kept', async () => {
    const body = { from: '2026-11-25T00:00:00Z', until: '2026-11-26T00:00:00Z', reason: '' }
    const name = (no: string) =>
      desk.call('POST', '/proxies', 'M1', { body: { ...body, proxy: desk.id(no) } })
    const results = await Promise.allSettled(['E1', 'B1', 'B2', 'Z1'].map(name))
    expect(results.filter((one) => one.status === 'fulfilled' && !isRefusal(one.value))).toHaveLength(1)
  })
  test('a hundred approvers at once wait their turn and all get through', async () => {
    const forms = await Promise.all(Array.from({ length: 100 }, () => desk.apply('C1', { level: 1 })))
    const results = await Promise.all(forms.map(({ id }) => desk.approve(id, 'M1')))
    expect(new Set(results)).toEqual(new Set(['approved']))
  })
})
