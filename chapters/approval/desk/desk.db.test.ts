import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { type Desk, morning, openDesk, said } from '../support.ts'
import { watchDeadlines } from './deadlines.ts'

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
const notices = async (no: string): Promise<string[]> => {
  const reply = (await desk.call('GET', '/notices', no, {
    query: { page: 1, size: 50, unread: 'false' },
  })) as {
    rows: { kind: string }[]
  }
  return reply.rows.map((row) => row.kind)
}
const acts = async (id: string) =>
  (await desk.house.ledger.entries(0, 0, (await desk.house.ledger.head(0)).size))
    .map(({ text }) => JSON.parse(text) as { application?: string; [key: string]: unknown })
    .filter((entry) => entry.application === id)

describe('苏木 applies to use two customers', () => {
  test('level 2: 秦朗 approves, the form does its act once, everything is on record', async () => {
    const { id, number } = await desk.apply('C1', { cc: [desk.id('C2')] })
    expect(number).toMatch(/^SY-2026-\d{4}$/)
    expect(await holders(id)).toEqual(['秦朗'])
    expect(await desk.approve(id, 'M1')).toBe('approved')
    expect(desk.approved.filter((one) => one === id)).toHaveLength(1)
    const { actions } = await life(id)
    const { snapshotHash } = await desk.instance(id)
    expect(actions.map(({ verb, before, after }) => [verb, before, after])).toEqual([
      ['submit', 'draft', 'running:manager'],
      ['cc', 'running:manager', 'running:manager'],
      ['approve', 'running:manager', 'approved'],
    ])
    expect(actions.at(-1)).toMatchObject({ opinion: '同意', address: '10.0.0.7', snapshotHash })
    expect((await acts(id)).map((entry) => entry['kind'])).toEqual(['submitted', 'act', 'approval-ended'])
    expect((await acts(id))[1]).toMatchObject({
      verb: 'approve',
      verdict: 'permit',
      detail: { decision: 'approve', seen: snapshotHash },
    })
    expect(await notices('M1')).toContain('assigned')
    expect(await notices('C1')).toContain('approved')
    expect((await notices('C2')).toSorted()).toEqual(['approved', 'cc'])
    expect(await desk.house.db.read((r) => desk.approval.approversOf(r, id))).toEqual([desk.id('M1')])
  })
  test.each([
    [3, 'read', ['秦朗']],
    [3, 'export', ['秦朗', '许愿 唐果']],
    [4, 'read', ['欧阳静', '许愿 唐果 欧阳静']],
  ] as const)('level %i to %s goes to %j', async (level, action, steps) => {
    const { id } = await desk.apply('C1', { level, action })
    for (const step of steps) {
      expect((await holders(id)).join(' ')).toBe(step)
      for (const task of (await life(id)).tasks.filter((one) => one.state === 'todo')) {
        const hash = (await desk.instance(id)).snapshotHash
        const doer = { personId: task.assignee, address: '' }
        const outcome = await said(
          desk.approval.act(doer, id, { verb: 'approve', taskId: task.id, hash, opinion: '同意' }),
        )
        if (outcome === 'approved') break
        if (action === 'export' && step.includes('许愿')) break
      }
    }
    expect((await desk.instance(id)).state).toBe('approved')
  })
  test('an approver who is not cleared: the task goes up to the next manager who is, and says so', async () => {
    const { id } = await desk.apply('C1', { level: 4 })
    const [task] = (await life(id)).tasks
    expect(task).toMatchObject({ assignee: desk.id('E1'), origin: 'clearance', fromPerson: desk.id('M1') })
  })
  test('nobody above: the flow administrator is asked, sees no customer data and only names somebody', async () => {
    const { id } = await desk.apply('Z1')
    expect(await holders(id)).toEqual(['陆安'])
    expect(await desk.approve(id, 'S1')).toMatch(/^refused/)
    const page = (await desk.call('GET', '/approvals/:id', 'S1', { params: { id } })) as {
      view: unknown
      may: object
    }
    expect(page.view).toBeNull()
    expect(page.may).toMatchObject({ approve: false, assign: true })
    expect(await desk.act(id, 'S1', { verb: 'transfer', to: desk.id('Z1') })).toBe(
      'approval.transfer-applicant',
    )
    expect(await desk.act(id, 'S1', { verb: 'transfer', to: desk.id('E1') })).toBe('running')
    expect(await desk.approve(id, 'E1')).toBe('approved')
  })
  test('returned, corrected to a higher level, handed in again: another flow, every step anew', async () => {
    const { id } = await desk.apply('C1')
    expect(await desk.act(id, 'M1', { verb: 'return', to: 'applicant' })).toBe('returned')
    await desk.house.db.transact((w) =>
      desk.approval.resubmit(w, id, {
        applicantId: desk.id('C1'),
        snapshot: { purpose: 'service', customers: [1] },
        level: 3,
        action: 'export',
        address: '',
      }),
    )
    expect(await desk.approve(id, 'M1')).toBe('running')
    expect((await holders(id)).sort()).toEqual(['许愿', '唐果'].sort())
    expect(await desk.act(id, 'B1', { verb: 'return', to: 0 })).toBe('running')
    expect(await holders(id)).toEqual(['秦朗'])
  })
  test('withdrawn: the number stays in its series with the reason, the tasks end', async () => {
    const first = await desk.apply('C1')
    expect(await desk.act(first.id, 'C1', { verb: 'withdraw', opinion: '' })).toBe('approval.reason-needed')
    expect(await desk.act(first.id, 'C1', { verb: 'withdraw', opinion: '填错了' })).toBe('withdrawn')
    expect(await desk.act(first.id, 'C1', { verb: 'withdraw' })).toBe('withdrawn again')
    expect(desk.ended.filter((one) => one === first.id)).toHaveLength(1)
    const next = await desk.apply('C1')
    expect(Number(next.number.slice(-4))).toBe(Number(first.number.slice(-4)) + 1)
    expect((await life(first.id)).actions.at(-1)).toMatchObject({ verb: 'withdraw', opinion: '填错了' })
  })
  test('a submission that fails gives its number back', async () => {
    const before = await desk.apply('C1')
    await expect(
      desk.house.db.transact(async (w) => {
        await desk.approval.submit(w, {
          form: 'use',
          applicantId: desk.id('C1'),
          snapshot: {},
          level: 2,
          action: 'read',
          title: { zh: '', en: '' },
          address: '',
        })
        throw new Error('stop')
      }),
    ).rejects.toThrow('stop')
    const after = await desk.apply('C1')
    expect(Number(after.number.slice(-4))).toBe(Number(before.number.slice(-4)) + 1)
  })
  test('the action log cannot be altered, not even by the program itself', async () => {
    const { id } = await desk.apply('C1')
    await expect(
      desk.house.db.transact((w) =>
        w.run(sql`update approval.action set opinion = 'x' where instance_id = ${id}`),
      ),
    ).rejects.toThrow()
  })
})

describe('deadlines', () => {
  test('a reminder before, one at the deadline, then the task goes up; nothing is decided', async () => {
    const { id } = await desk.apply('C1')
    const run = () =>
      watchDeadlines(
        { house: desk.house, people: desk.people, forms: new Map() },
        new AbortController().signal,
      )
    const mine = async () =>
      (await life(id)).actions.filter((one) => ['remind', 'escalate'].includes(one.verb)).length
    const [task] = (await life(id)).tasks
    // Submitted on a Tuesday, two working days: Thursday 18:00 in Shanghai.
    expect(task!.dueAt?.toISOString()).toBe('2026-11-26T10:00:00.000Z')
    await run()
    expect(await mine()).toBe(0)
    desk.clock.set('2026-11-26T07:00:00Z')
    await run()
    await run()
    expect(await mine()).toBe(1)
    desk.clock.set('2026-11-26T10:01:00Z')
    await run()
    await run()
    expect(await mine()).toBe(2)
    expect(await holders(id)).toEqual(['秦朗'])
    desk.clock.set('2026-11-27T10:01:00Z')
    await run()
    await run()
    expect(await holders(id)).toEqual(['欧阳静'])
    expect((await life(id)).tasks.at(-1)).toMatchObject({ origin: 'escalation', fromPerson: desk.id('M1') })
    expect(await notices('E1')).toContain('assigned')
    expect(await notices('M1')).toContain('escalated')
    expect((await desk.instance(id)).state).toBe('running')
    desk.clock.set(morning)
  })
})

describe('a task that nobody above can be given', () => {
  test('stays with its holder, and the flow administrator is told and may name somebody', async () => {
    const { id } = await desk.apply('E1')
    expect(await holders(id)).toEqual(['于总'])
    desk.clock.set('2026-11-30T01:00:00Z')
    await watchDeadlines(
      { house: desk.house, people: desk.people, forms: new Map() },
      new AbortController().signal,
    )
    expect(await holders(id)).toEqual(['于总'])
    expect(await notices('S1')).toContain('stuck')
    const page = (await desk.call('GET', '/approvals/:id', 'S1', { params: { id } })) as {
      view: unknown
      may: object
    }
    expect(page).toMatchObject({ view: null, may: { approve: false, assign: true } })
    const taskId = await desk.taskOf(id, 'Z1')
    expect(await desk.act(id, 'S1', { verb: 'transfer', taskId, to: desk.id('B1') })).toBe('running')
    expect(await desk.approve(id, 'B1')).toBe('approved')
    desk.clock.set(morning)
  })
})

describe('races on one form', () => {
  test('ten approvers at once on 或签: one winner, the others are told', async () => {
    await desk.call('POST', '/flows', 'S1', {
      body: {
        key: 'race',
        form: 'use',
        zh: '抢签',
        en: 'Race',
        levels: [1],
        actions: ['read'],
        priority: 9,
        follows: 0,
        steps: [
          {
            id: 'all',
            zh: '任一人',
            en: 'Anyone',
            mode: 'any',
            sources: ['Z1', 'E1', 'M1', 'C2', 'B1', 'B2', 'C3'].map((no) => ({
              by: 'person',
              person: desk.id(no),
            })),
          },
        ],
      },
    })
    const { id } = await desk.apply('C1', { level: 1 })
    const { tasks } = await life(id)
    expect(tasks).toHaveLength(7)
    const hash = (await desk.instance(id)).snapshotHash
    const clicks = [...tasks, ...tasks.slice(0, 3)].map((task) =>
      said(
        desk.approval.act({ personId: task.assignee, address: '' }, id, {
          verb: 'approve',
          taskId: task.id,
          hash,
        }),
      ),
    )
    const results = await Promise.all(clicks)
    expect(results.filter((one) => one === 'approved')).toHaveLength(1)
    expect(results.filter((one) => one !== 'approved').every((one) => /^refused|again$/.test(one))).toBe(true)
    expect(desk.approved.filter((one) => one === id)).toHaveLength(1)
    const states = (await life(id)).tasks.map((task) => task.state)
    expect(states.filter((state) => state === 'approved')).toHaveLength(1)
    expect(states.filter((state) => state === 'closed')).toHaveLength(6)
  })
  test('approve against withdraw, approve against reject, a double click: one of them happens, never both', async () => {
    for (let round = 0; round < 8; round++) {
      const { id } = await desk.apply('C1', { level: 3, action: 'export' })
      const against =
        round % 2 === 0 ? desk.act(id, 'C1', { verb: 'withdraw' }) : desk.act(id, 'M1', { verb: 'reject' })
      const results = await Promise.all([desk.approve(id, 'M1'), against, desk.approve(id, 'M1')])
      const { actions, runs } = await life(id)
      const decided = actions.filter((one) => ['approve', 'reject'].includes(one.verb))
      expect(decided.length, results.join()).toBeLessThanOrEqual(1)
      expect(runs.filter((run) => run.closedAt === undefined).length).toBeLessThanOrEqual(1)
      expect(new Set(actions.map((one) => one.seq)).size).toBe(actions.length)
    }
  })
  test('forty forms at once: numbers without gap or double', async () => {
    const made = await Promise.all(Array.from({ length: 40 }, () => desk.apply('C1', { level: 1 })))
    const numbers = made.map(({ number }) => Number(number.slice(-4))).toSorted((a, b) => a - b)
    expect(numbers.at(-1)! - numbers[0]!).toBe(39)
    expect(new Set(numbers).size).toBe(40)
  })
})
