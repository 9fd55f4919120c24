import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import { type Desk, morning, openDesk, said } from '../support.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const life = (id: string) => desk.house.db.read((r) => desk.approval.life(r, id))
const holders = async (id: string): Promise<string[]> => {
  const { tasks } = await life(id)
  const names = await desk.people.names(tasks.map((task) => task.assignee))
  return tasks.filter((task) => task.state === 'todo').map((task) => names.get(task.assignee)!.name)
}
const acts = async (id: string) =>
  (await desk.house.ledger.entries(0, 0, (await desk.house.ledger.head(0)).size))
    .map(({ text }) => JSON.parse(text) as { application?: string; [key: string]: unknown })
    .filter((entry) => entry.application === id)

describe('attacks', () => {
  test('the applicant approves the own form directly', async () => {
    const { id } = await desk.apply('C1')
    expect(await desk.approve(id, 'C1')).toBe('refused 4.2.1')
    expect((await acts(id)).at(-1)).toMatchObject({ verb: 'approve', verdict: 'deny', actor: desk.id('C1') })
  })
  test('the applicant approves through a transfer back', async () => {
    const { id } = await desk.apply('C1')
    expect(await desk.act(id, 'M1', { verb: 'transfer', to: desk.id('C1') })).toBe(
      'approval.transfer-applicant',
    )
    expect(await desk.act(id, 'M1', { verb: 'transfer', to: desk.id('C2') })).toBe('running')
    expect(await desk.act(id, 'C2', { verb: 'transfer', to: desk.id('C1') })).toBe(
      'approval.transfer-applicant',
    )
    expect(await desk.approve(id, 'M1')).toBe('refused default-deny')
  })
  test("the applicant approves through the API with the approver's task id", async () => {
    const { id } = await desk.apply('C1')
    const taskId = await desk.taskOf(id, 'M1')
    expect(await desk.approve(id, 'C1', { taskId })).toBe('refused 4.2.1')
    expect(await desk.approve(id, 'C2', { taskId })).toBe('refused default-deny')
  })
  test('a task id of another form', async () => {
    const mine = await desk.apply('C1')
    const other = await desk.apply('C2')
    expect(await desk.approve(mine.id, 'M1', { taskId: await desk.taskOf(other.id, 'M1') })).toBe(
      'refused default-deny',
    )
  })
  test('being the manager of oneself', async () => {
    await desk.house.db.transact((w) =>
      w.run(sql`update people.person set manager_id = id where id = ${desk.id('M1')}`),
    )
    const { id } = await desk.apply('M1')
    expect(await holders(id)).toEqual(['陆安'])
    expect(await desk.approve(id, 'M1')).toBe('refused 4.2.1')
    await desk.house.db.transact((w) =>
      w.run(sql`update people.person set manager_id = ${desk.id('E1')} where id = ${desk.id('M1')}`),
    )
  })
  test('the applicant holds the role that decides: the own task goes to the superior', async () => {
    const { id } = await desk.apply('E1', { level: 4 })
    const { tasks } = await life(id)
    expect(tasks.map((task) => task.assignee)).not.toContain(desk.id('E1'))
    expect(await desk.approve(id, 'Z1')).toBe('running')
    expect((await holders(id)).sort()).toEqual(['许愿', '唐果', '于总'].sort())
  })
  test('an approver whose clearance was lowered after the task came', async () => {
    const { id } = await desk.apply('C1', { level: 3 })
    await desk.house.db.transact((w) =>
      w.run(sql`update people.person set clearance = 2 where id = ${desk.id('M1')}`),
    )
    expect(await desk.approve(id, 'M1')).toBe('refused 3.2.1')
    expect(await desk.act(id, 'M1', { verb: 'transfer', to: desk.id('C3') })).toMatch(/^refused 3\.2\.1/)
    // The flow administrator may hand such a task on, to somebody who is cleared.
    const taskId = await desk.taskOf(id, 'M1')
    expect(await desk.act(id, 'S1', { verb: 'transfer', taskId, to: desk.id('C3') })).toBe(
      'approval.transfer-uncleared',
    )
    expect(await desk.act(id, 'S1', { verb: 'transfer', taskId, to: desk.id('E1') })).toBe('running')
    await desk.house.db.transact((w) =>
      w.run(sql`update people.person set clearance = 3 where id = ${desk.id('M1')}`),
    )
  })
  test('the flow administrator moves a task that its holder could decide', async () => {
    const { id } = await desk.apply('C1')
    const taskId = await desk.taskOf(id, 'M1')
    expect(await desk.act(id, 'S1', { verb: 'transfer', taskId, to: desk.id('C3') })).toMatch(/^refused/)
  })
  test('an approval of what was seen before the form changed', async () => {
    const { id } = await desk.apply('C1')
    expect(await desk.approve(id, 'M1', { hash: 'f'.repeat(64) })).toBe('approval.changed')
    expect((await desk.instance(id)).state).toBe('running')
  })
  test('an approval after the withdrawal', async () => {
    const { id } = await desk.apply('C1')
    const taskId = await desk.taskOf(id, 'M1')
    await desk.act(id, 'C1', { verb: 'withdraw' })
    expect(await desk.approve(id, 'M1', { taskId })).toBe('refused default-deny')
    expect(desk.approved).not.toContain(id)
  })
  test("a replayed approval does the form's act no second time", async () => {
    const { id } = await desk.apply('C1')
    const taskId = await desk.taskOf(id, 'M1')
    expect(await desk.approve(id, 'M1', { taskId })).toBe('approved')
    for (let i = 0; i < 3; i++) expect(await desk.approve(id, 'M1', { taskId })).toBe('approved again')
    expect(desk.approved.filter((one) => one === id)).toHaveLength(1)
    expect((await acts(id)).filter((entry) => entry['kind'] === 'act')).toHaveLength(1)
  })
  test('an outsider reads, prints, urges, comments and copies: refused, and on record', async () => {
    const { id } = await desk.apply('C1')
    const refusal = { refused: true, because: ['4.2.1'] }
    expect(await desk.call('GET', '/approvals/:id', 'C3', { params: { id } })).toMatchObject(refusal)
    expect(
      await desk.call('GET', '/approvals/:id/print', 'C3', { params: { id }, query: { lang: 'zh' } }),
    ).toMatchObject(refusal)
    expect(await desk.act(id, 'C3', { verb: 'urge' })).toBe('refused 4.2.1')
    expect(await desk.act(id, 'C3', { verb: 'cc', people: [desk.id('C3')] })).toBe('refused 4.2.1')
    expect(await desk.act(id, 'C3', { verb: 'comment' })).toMatch(/^refused/)
    expect((await acts(id)).filter((entry) => entry['kind'] === 'refused')).toHaveLength(4)
  })
  test('somebody else withdraws the form', async () => {
    const { id } = await desk.apply('C1')
    expect(await desk.act(id, 'M1', { verb: 'withdraw' })).toMatch(/^refused/)
  })
  test('somebody who has left approves', async () => {
    const { id } = await desk.apply('C1')
    await desk.house.db.transact((w) =>
      w.run(sql`update people.person set left_at = ${morning} where id = ${desk.id('M1')}`),
    )
    expect(await desk.approve(id, 'M1')).toBe('refused 1.2')
    await desk.house.db.transact((w) =>
      w.run(sql`update people.person set left_at = null where id = ${desk.id('M1')}`),
    )
  })
  test('a form that does not exist', async () => {
    expect(
      await said(desk.approval.act({ personId: desk.id('M1'), address: '' }, newId(), { verb: 'urge' })),
    ).toBe('approval.not-found')
  })
})
