import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { type Desk, morning, openDesk } from '../support.ts'
import type { ApprovalReply, DryRunReply, Flow, FlowBody, PredictReply, ProxiesReply } from '../wire.ts'
import { watchDeadlines } from './deadlines.ts'

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

const life = (id: string) => desk.house.db.read((r) => desk.approval.life(r, id))
const holders = async (id: string): Promise<string> => {
  const { tasks } = await life(id)
  const names = await desk.people.names(tasks.map((task) => task.assignee))
  return tasks
    .filter((task) => task.state === 'todo')
    .map((task) => names.get(task.assignee)!.name)
    .join(' ')
}
const page = async (id: string, no: string) =>
  (await desk.call('GET', '/approvals/:id', no, { params: { id } })) as ApprovalReply
const watch = () =>
  watchDeadlines({ house: desk.house, people: desk.people, forms: new Map() }, new AbortController().signal)

type Step = Partial<Extract<FlowBody['steps'][number], { sources: unknown }>>
const person = (no: string) => ({ by: 'person', person: desk.id(no) })
const step = (id: string, more: Step = {}): FlowBody['steps'][number] => ({
  id,
  zh: id,
  en: id,
  mode: 'any',
  sources: [{ by: 'direct-manager' }],
  ...more,
})
let flows = 0
/** Saves a flow for an action of its own, and applies with it. */
async function flow(steps: FlowBody['steps'], more: Partial<FlowBody> = {}): Promise<string> {
  const action = `own-${++flows}`
  const body = { form: 'use', zh: '自定', en: 'Own', levels: [1, 2], priority: 9, follows: 0, steps, ...more }
  const saved = await desk.call('POST', '/flows', 'S1', { body: { key: action, actions: [action], ...body } })
  if (isRefusal(saved)) throw new Error(saved.because.join())
  return action
}
const apply = async (steps: FlowBody['steps'], more: Partial<FlowBody> = {}): Promise<string> =>
  (await desk.apply('C1', { action: await flow(steps, more) })).id

describe('whom a step names', () => {
  test.each([
    ['the second manager', { by: 'manager', n: 2 }, '欧阳静'],
    ['managers in line up to the executive', { by: 'managers', n: 5, role: 'executive' }, '秦朗 欧阳静'],
    ['a group', { by: 'group', people: ['M1', 'B1'] }, '秦朗 许愿'],
    ['a person the form names', { by: 'form-person', entry: 'contact' }, '唐果'],
  ])('%s', async (_name, source, names) => {
    const people = 'people' in source ? { people: source.people!.map((no) => desk.id(no)) } : {}
    const action = await flow([step('own', { mode: 'all', sources: [{ ...source, ...people }] })])
    const { id } = await desk.apply('C1', { action, snapshot: { contact: desk.id('B2') } })
    expect(await holders(id)).toBe(names)
  })
  test('picked by the applicant, from the stated set only', async () => {
    const choice = { roles: ['secrecy-office'], people: [], most: 1 }
    const action = await flow([step('pick', { sources: [{ by: 'applicant-picks', choice }] })])
    await expect(desk.apply('C1', { action })).rejects.toThrow('approval.pick-needed')
    await expect(desk.apply('C1', { action, picks: { pick: [desk.id('C2')] } })).rejects.toThrow(
      'approval.pick-not-allowed',
    )
    const { id } = await desk.apply('C1', { action, picks: { pick: [desk.id('B2')] } })
    expect(await holders(id)).toBe('唐果')
  })
  test('picked by the approver before', async () => {
    const choice = { roles: ['secrecy-office'], people: [], most: 1 }
    const id = await apply([step('first'), step('second', { sources: [{ by: 'previous-picks', choice }] })])
    expect((await page(id, 'M1')).picks.map((one) => one.from.map((each) => each.name))).toEqual([
      ['许愿', '唐果'],
    ])
    expect(await desk.approve(id, 'M1')).toBe('approval.pick-needed')
    expect(await desk.approve(id, 'M1', { picks: { second: [desk.id('C2')] } })).toBe(
      'approval.pick-not-allowed',
    )
    expect(await desk.approve(id, 'M1', { picks: { second: [desk.id('B2')] } })).toBe('running')
    expect(await holders(id)).toBe('唐果')
  })
  test('nobody at all: the flow administrators, who name somebody', async () => {
    const id = await apply([step('gone', { sources: [{ by: 'form-person', entry: 'nothing' }] })])
    expect(await holders(id)).toBe('陆安 顾言')
    expect(await desk.act(id, 'S1', { verb: 'transfer', to: desk.id('E1') })).toBe('running')
    expect(await holders(id)).toBe('欧阳静')
  })
})

describe('the way through conditions', () => {
  const branches = [
    { id: 'many', zh: '多', en: 'Many', when: { customersFrom: 10 }, steps: [step('boss', { sources: [{ by: 'role', role: 'executive' }] })] },
    { id: 'else', zh: '其余', en: 'Else', steps: [] },
  ] as never // prettier-ignore
  test('by number of customers, foreseen before it is handed in', async () => {
    const choice = { id: 'how-many', zh: '数量', en: 'Number', kind: 'choice' as const, branches }
    const action = await flow([step('manager'), choice])
    const many = { form: 'use', level: 2, action, customers: 12, categories: [], picks: {} }
    const seen = async (body: object) => {
      const reply = (await desk.call('POST', '/approvals/predict', 'C1', { body })) as PredictReply
      return reply.steps.map((one) => one.people.map((each) => each.name).join())
    }
    expect(await seen(many)).toEqual(['秦朗', '欧阳静'])
    expect(await seen({ ...many, customers: 3 })).toEqual(['秦朗'])
    const { id } = await desk.apply('C1', { action, about: { customers: 12 } })
    await desk.approve(id, 'M1')
    expect(await holders(id)).toBe('欧阳静')
    const { chart } = await page(id, 'C1')
    expect(chart.map((one) => [one.id, one.state])).toEqual([
      ['manager', 'passed'],
      ['boss', 'open'],
    ])
  })
  test('parallel branches on one form, and the chart shows who is where', async () => {
    const both = [
      { id: 'law', zh: '法务', en: 'Law', steps: [step('law', { sources: [person('Z1')] })] },
      { id: 'secrecy', zh: '保密', en: 'Secrecy', steps: [step('secrecy', { sources: [person('B1')] })] },
    ] as never // prettier-ignore
    const id = await apply([
      step('manager'),
      { id: 'together', zh: '并行', en: 'Together', kind: 'parallel', branches: both },
      step('last', { sources: [person('E1')] }),
    ])
    await desk.approve(id, 'M1')
    expect(await holders(id)).toBe('于总 许愿')
    expect(await desk.approve(id, 'B1')).toBe('running')
    const { chart } = await page(id, 'C1')
    expect(chart.map((one) => [one.id, one.stage, one.branch, one.state])).toEqual([
      ['manager', 0, 0, 'passed'],
      ['law', 1, 0, 'open'],
      ['secrecy', 1, 1, 'passed'],
      ['last', 2, 0, 'ahead'],
    ])
    expect(await desk.approve(id, 'Z1')).toBe('running')
    expect(await desk.approve(id, 'E1')).toBe('approved')
  })
})

describe('加签, 委派, 认领, 拿回 on the desk', () => {
  test('前加签 and 减签, recorded with the people', async () => {
    const { id } = await desk.apply('C1')
    const add = { verb: 'add', where: 'before', mode: 'all', people: [desk.id('B1'), desk.id('B2')] }
    expect(await desk.act(id, 'M1', add)).toBe('running')
    expect(await holders(id)).toBe('许愿 唐果')
    const { removable, may } = await page(id, 'M1')
    expect(removable.map((one) => one.person.name)).toEqual(['许愿', '唐果'])
    expect(may).toMatchObject({ approve: false, add: false })
    const batch = await desk.call('POST', '/desk/approve', 'M1', {
      body: {
        items: [
          {
            id,
            taskId: (await life(id)).tasks.find((one) => one.state === 'waiting')!.id,
            hash: 'f'.repeat(64),
          },
        ],
        opinion: '',
      },
    })
    expect(batch).toMatchObject({ results: [{ done: false, code: 'approval.batch-added' }] })
    expect(await desk.approve(id, 'B1')).toBe('running')
    const second = removable[1]!.taskId
    expect(await desk.act(id, 'B1', { verb: 'remove', taskId: second })).toMatch(/^refused/)
    expect(await desk.act(id, 'M1', { verb: 'remove', taskId: second })).toBe('running')
    expect(await holders(id)).toBe('秦朗')
    expect(await desk.approve(id, 'M1')).toBe('approved')
    expect((await life(id)).actions.map((one) => one.verb)).toEqual([
      'submit',
      'add',
      'approve',
      'remove',
      'approve',
    ])
  })
  test('somebody not cleared cannot be added or asked for advice', async () => {
    const { id } = await desk.apply('C1', { level: 2 })
    expect(
      await desk.act(id, 'M1', { verb: 'add', where: 'after', mode: 'all', people: [desk.id('C3')] }),
    ).toBe('approval.transfer-uncleared')
    expect(await desk.act(id, 'M1', { verb: 'delegate', to: desk.id('C3') })).toBe(
      'approval.transfer-uncleared',
    )
    expect(await desk.act(id, 'M1', { verb: 'delegate', to: desk.id('C2') })).toBe('running')
    expect(await desk.approve(id, 'C2')).toBe('approval.only-advise')
    expect(await desk.act(id, 'C2', { verb: 'advise' })).toBe('running')
    expect(await holders(id)).toBe('秦朗')
  })
  test('whoever was told of a task cannot act on it without holding it', async () => {
    const { id } = await desk.apply('C1', { cc: [desk.id('C2')] })
    const taskId = await desk.taskOf(id, 'M1')
    for (const deed of [
      { verb: 'add', where: 'before', mode: 'all', people: [desk.id('B1')] },
      { verb: 'delegate', to: desk.id('B1') },
      { verb: 'claim' },
      { verb: 'ask-material' },
      { verb: 'take-back' },
    ])
      expect(await desk.act(id, 'C2', { taskId, ...deed })).toMatch(/^refused/)
    for (const deed of [{ verb: 'terminate' }, { verb: 'suspend' }, { verb: 'jump', to: 0 }])
      expect(await desk.act(id, 'M1', deed)).toMatch(/^refused/)
  })
  test('拿回 before anybody behind acts, and never once the grant is out', async () => {
    const { id } = await desk.apply('C1', { level: 3, action: 'export' })
    await desk.approve(id, 'M1')
    const { takeBackTaskId } = await page(id, 'M1')
    expect(await desk.act(id, 'M1', { verb: 'take-back', taskId: takeBackTaskId })).toBe('running')
    expect(await holders(id)).toBe('秦朗')
    await desk.approve(id, 'M1')
    await desk.approve(id, 'B1')
    const own = (await life(id)).tasks.find(
      (task) => task.assignee === desk.id('B1') && task.state === 'approved',
    )
    expect(await desk.act(id, 'B1', { verb: 'take-back', taskId: own!.id })).toBe(
      'approval.take-back-granted',
    )
    expect(desk.approved.filter((one) => one === id)).toHaveLength(1)
  })
  test('暂存: the opinion waits for its holder alone, in 草稿', async () => {
    const { id } = await desk.apply('C1')
    await desk.act(id, 'M1', { verb: 'save', opinion: '大致同意' })
    expect((await page(id, 'M1')).draft).toBe('大致同意')
    expect((await page(id, 'C1')).draft).toBeNull()
    expect(await desk.call('GET', '/desk/drafts', 'M1')).toMatchObject({
      total: 1,
      rows: [{ kind: 'opinion' }],
    })
    expect(await desk.house.db.read((r) => desk.approval.counts(r, desk.id('M1')))).toMatchObject({
      drafts: 1,
    })
    await desk.approve(id, 'M1')
    expect(await desk.house.db.read((r) => desk.approval.counts(r, desk.id('M1')))).toMatchObject({
      drafts: 0,
    })
  })
})

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
    expect(after).toMatchObject({ tasks: [], flows: [], proxies: [] })
  })
})

describe('flows as they are kept', () => {
  test('a dry run shows the way a past form would take, and what is wrong, and changes nothing', async () => {
    const { number } = await desk.apply('C1')
    const body = {
      key: 'dry',
      form: 'use',
      zh: '试',
      en: 'Dry',
      levels: [3],
      actions: [],
      priority: 0,
      follows: 0,
    }
    const steps = [step('s', { sources: [{ by: 'role', role: 'secrecy-office' }] })]
    const reply = (await desk.call('POST', '/flows/dry-run', 'S1', {
      body: { flow: { ...body, steps }, past: number },
    })) as DryRunReply
    expect(reply.steps.map((one) => one.people.map((each) => each.name))).toEqual([['许愿', '唐果']])
    expect(reply.objections.map((one) => one.code)).toEqual(['approval.flow-below-minimum-manager'])
    await expect(desk.call('GET', '/flows/:key', 'S1', { params: { key: 'dry' } })).rejects.toThrow()
  })
  test('exported, imported as the next version, retired', async () => {
    const key = await flow([step('m')])
    const file = (await desk.call('GET', '/flows/:key/export', 'S1', { params: { key } })) as { body: Buffer }
    const text = file.body.toString()
    const saved = (await desk.call('POST', '/flows/import', 'S1', { body: { file: text } })) as Flow
    expect(saved).toMatchObject({ key, version: 2, active: true })
    for (const wrong of ['nothing', '{}', text.replace('mifeng-flow', 'other')])
      await expect(desk.call('POST', '/flows/import', 'S1', { body: { file: wrong } })).rejects.toThrow(
        'approval.flow-file',
      )
    expect(
      await desk.call('POST', '/flows/:key/retire', 'S1', { params: { key }, body: { reason: '不用' } }),
    ).toEqual({
      retired: true,
    })
    const { id } = await desk.apply('C1', { action: key })
    expect((await page(id, 'C1')).flow.key).toBe('use-ordinary')
  })
  test('a version saved before there were branches still runs', async () => {
    await desk.house.db.transact((w) =>
      w.run(sql`
        update approval.definition set rules = null, body = '{"steps":[{"id":"manager","zh":"上级","en":"Manager","mode":"any",
          "days":3,"skipRepeated":false,"sources":[{"by":"direct-manager"}]}]}' where key = 'use-level-3'`),
    )
    const { id } = await desk.apply('C1', { level: 3 })
    expect(await holders(id)).toBe('秦朗')
    await desk.house.db.transact((w) =>
      w.run(sql`update approval.instance set plan = null, rules = null where id = ${id}`),
    )
    expect(await desk.approve(id, 'M1')).toBe('approved')
  })
})
