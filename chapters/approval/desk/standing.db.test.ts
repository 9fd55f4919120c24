import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { type Desk, morning, openDesk } from '../support.ts'
import type { ProxiesReply } from '../wire.ts'
import { step, storiesOn } from './support.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.house.db.transact((w) =>
    w.run(sql`
      insert into people.role_holding (id, person_id, role, given_at)
      values (gen_random_uuid(), ${desk.id('A1')}, 'security-admin', ${new Date(morning)})`),
  )
})
afterAll(() => desk.close())
const { apply, flow, holders, life, page, person, watch } = storiesOn(() => desk)

describe('代理', () => {
  const name = (no: string, proxy: string, from: string, until: string) =>
    desk.call('POST', '/proxies', no, {
      body: { proxy: desk.id(proxy), from, until, reason: '出差' },
    }) as Promise<{ id: string }>
  const [now, friday] = [morning, '2026-11-27T10:00:00Z']
  test('within its dates the proxy decides in the own name; afterwards what is left goes back', async () => {
    const rule = await name('M1', 'E1', now, friday)
    const first = await desk.apply('C1')
    const second = await desk.apply('C2')
    expect(await holders(first.id)).toBe('欧阳静')
    expect(await desk.approve(first.id, 'M1')).toMatch(/^refused/)
    expect(await desk.approve(first.id, 'E1')).toBe('approved')
    expect((await life(first.id)).actions.at(-1)).toMatchObject({
      actorId: desk.id('E1'),
      onBehalfOf: desk.id('M1'),
    })
    await desk.call('POST', '/proxies/:id/end', 'M1', { params: { id: rule.id } })
    expect(await holders(second.id)).toBe('秦朗')
    const { rows } = (await desk.call('GET', '/proxies', 'E1')) as ProxiesReply
    expect(rows).toMatchObject([{ state: 'over', mine: false }])
  })
  test('a proxy whose time is over cannot decide any more, even before the tasks went back', async () => {
    const rule = await name('M1', 'E1', now, '2026-11-24T03:00:00Z')
    const { id } = await desk.apply('C1')
    desk.clock.set('2026-11-24T04:00:00Z')
    expect(await desk.approve(id, 'E1')).toBe('approval.proxy-over')
    await watch()
    expect(await holders(id)).toBe('秦朗')
    desk.clock.set(morning)
    await desk.call('POST', '/proxies/:id/end', 'M1', { params: { id: rule.id } })
  })
  test.each([
    ['oneself', 'M1', 'M1', now, friday, 'approval.proxy-self'],
    ['ended before it begins', 'M1', 'E1', friday, now, 'approval.proxy-ends-first'],
    ['dated back', 'M1', 'E1', '2026-11-20T00:00:00Z', friday, 'approval.proxy-backdated'],
    ['below the own clearance', 'M1', 'C2', now, friday, 'approval.proxy-uncleared'],
    ['an administrator', 'C3', 'S1', now, friday, 'approval.proxy-administrator'],
  ])('refused: %s', async (_name, no, proxy, from, until, code) => {
    await expect(name(no, proxy, from, until)).rejects.toThrow(code)
  })
  test('refused: overlapping, mutual, in a ring', async () => {
    const made = [await name('E1', 'B1', now, friday), await name('B1', 'B2', now, friday)]
    await expect(name('E1', 'Z1', now, friday)).rejects.toThrow('approval.proxy-overlaps')
    await expect(name('B2', 'B1', now, friday)).rejects.toThrow('approval.proxy-mutual')
    await expect(name('B2', 'E1', now, friday)).rejects.toThrow('approval.proxy-ring')
    for (const [at, no] of ['E1', 'B1'].entries())
      await desk.call('POST', '/proxies/:id/end', no, { params: { id: made[at]!.id } })
  })
  test('never the applicant, and never somebody who is not cleared for this form', async () => {
    const rule = await name('M1', 'E1', now, friday)
    const { id } = await desk.apply('E1', { action: await flow([step('m', { sources: [person('M1')] })]) })
    expect(await holders(id)).toBe('秦朗')
    await desk.call('POST', '/proxies/:id/end', 'M1', { params: { id: rule.id } })
  })
})

describe('flow administrators', () => {
  test('level 3: what one asks for waits for the other', async () => {
    const { id } = await desk.apply('C1', { level: 3, action: 'export' })
    const taskId = await desk.taskOf(id, 'M1')
    expect(await desk.act(id, 'S1', { verb: 'reassign', taskId, to: desk.id('E1') })).toBe('running')
    expect(await holders(id)).toBe('秦朗')
    expect(await desk.act(id, 'S1', { verb: 'confirm', accept: true })).toBe('approval.second-person')
    const seen = await page(id, 'A1')
    expect(seen).toMatchObject({
      view: null,
      request: { verb: 'reassign', to: { name: '欧阳静' } },
      may: { confirm: true },
    })
    expect(await desk.act(id, 'A1', { verb: 'confirm', accept: true })).toBe('running')
    expect(await holders(id)).toBe('欧阳静')
    expect((await page(id, 'C1')).request).toBeNull()
  })
  test('挂起 stops the timers, 激活 lets them go on, 终止 is for good', async () => {
    const { id } = await desk.apply('C1')
    const due = (await life(id)).tasks[0]!.dueAt!
    await desk.act(id, 'S1', { verb: 'suspend' })
    desk.clock.set('2026-12-04T01:00:00Z')
    await watch()
    expect(await holders(id)).toBe('秦朗')
    expect(await desk.approve(id, 'M1')).toBe('approval.suspended')
    await desk.act(id, 'S1', { verb: 'resume' })
    expect((await life(id)).tasks[0]!.dueAt!.getTime() - due.getTime()).toBe(10 * 86_400_000)
    expect(await desk.act(id, 'S1', { verb: 'terminate' })).toBe('terminated')
    expect(desk.ended).toContain(id)
    desk.clock.set(morning)
  })
})

test('a flow administrator sees every form under way, without its content and its opinions', async () => {
  const { id } = await desk.apply('C1', { level: 3, action: 'export' })
  await desk.approve(id, 'M1', { opinion: '张三来电' })
  const query = { page: 1, size: 200, sort: '' }
  const list = (await desk.call('GET', '/desk/office', 'S1', { query })) as { rows: { id: string }[] }
  expect(list.rows.map((row) => row.id)).toContain(id)
  const seen = await page(id, 'S1')
  expect(seen).toMatchObject({ view: null, may: { approve: false, steer: true } })
  expect(JSON.stringify(seen)).not.toContain('张三来电')
  expect(JSON.stringify(await page(id, 'C1'))).toContain('张三来电')
})

describe('the clock', () => {
  test('超时关闭 and handing to somebody named, as the step says', async () => {
    const timeout = { reminders: 1, everyHours: 4, deed: 'close', afterDays: 0 }
    const due = { amount: 2, unit: 'hours' as const }
    const closing = await apply([step('m', { due, timeout })])
    const named = await apply([
      step('m', { due, timeout: { ...timeout, deed: 'reassign', to: desk.id('B1') } }),
    ])
    desk.clock.set('2026-11-24T02:00:00Z')
    await watch()
    expect(await holders(closing)).toBe('秦朗')
    desk.clock.set('2026-11-24T03:30:00Z')
    await watch()
    expect((await desk.instance(closing)).state).toBe('expired')
    expect(await holders(named)).toBe('许愿')
    desk.clock.set(morning)
  })
})

describe('撤销, 复制重提, 离职交接', () => {
  test('通过后撤销: the form takes back at once, and the confirmation follows', async () => {
    const { id } = await desk.apply('C1')
    await desk.approve(id, 'M1')
    expect(await desk.act(id, 'C2', { verb: 'revoke' })).toMatch(/^refused/)
    expect(await desk.act(id, 'C1', { verb: 'revoke' })).toBe('revoking')
    expect(desk.revoked).toEqual([id])
    expect(await desk.act(id, 'M1', { verb: 'reject' })).toBe('revoked')
    expect(desk.approved.filter((one) => one === id)).toHaveLength(1)
    expect(desk.revoked).toEqual([id])
  })
  test('a form whose act cannot be taken back at once is revoked with the confirmation, or stays in force', async () => {
    for (const [verb, state] of [
      ['reject', 'approved'],
      ['approve', 'revoked'],
    ] as const) {
      const { id } = await desk.apply('C1', { form: 'level-change' })
      for (const no of ['M1', 'B1']) await desk.approve(id, no)
      expect(await desk.act(id, 'C1', { verb: 'revoke' })).toBe('revoking')
      expect(desk.revoked).not.toContain(id)
      expect(await desk.act(id, 'M1', { verb })).toBe(state)
      expect(desk.revoked.includes(id)).toBe(state === 'revoked')
      expect(desk.approved.filter((one) => one === id)).toHaveLength(1)
    }
  })
  test('a copy is a new form that names the old one; nothing of the old approvals counts', async () => {
    const old = await desk.apply('C1')
    await expect(desk.apply('C1', { copyOf: old.id })).rejects.toThrow('approval.copy-not-ended')
    await desk.act(old.id, 'M1', { verb: 'reject' })
    await expect(desk.apply('C2', { copyOf: old.id })).rejects.toThrow('approval.not-found')
    const { id, number } = await desk.apply('C1', { copyOf: old.id })
    expect((await page(id, 'C1')).copyOf?.number).toBe(old.number)
    expect((await page(old.id, 'C1')).copies).toEqual([{ id, number }])
    expect(await holders(id)).toBe('秦朗')
  })
  test('离职交接: tasks, flows and proxies go over; the own form and what the follower may not see go elsewhere', async () => {
    const one = await desk.apply('C1')
    const own = await desk.apply('C2', { action: await flow([step('m', { sources: [person('M1')] })]) })
    const high = await desk.apply('C1', { level: 3 })
    const before = await desk.house.db.read((r) => desk.approval.heldBy(r, desk.id('M1')))
    expect(before.tasks.length).toBeGreaterThanOrEqual(3)
    expect(before.flows.length).toBeGreaterThanOrEqual(1)
    const moved = await desk.house.db.transact((w) =>
      desk.approval.handOver(w, desk.id('M1'), desk.id('C2'), { by: desk.id('S1'), reason: '离职' }),
    )
    expect(moved.tasks).toBe(before.tasks.length)
    expect(await holders(one.id)).toBe('白露')
    expect(await holders(own.id)).toBe('欧阳静')
    expect(await holders(high.id)).toBe('欧阳静')
    const after = await desk.house.db.read((r) => desk.approval.heldBy(r, desk.id('M1')))
    expect(after).toMatchObject({ tasks: [], proxies: [] })
    // Flows are the security administrator's: they still name the leaver.
    expect(after.flows).toEqual(before.flows)
    expect(moved.flows).toBe(before.flows.length)
  })
})
