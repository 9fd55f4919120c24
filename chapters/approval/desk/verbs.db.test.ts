import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { type Desk, morning, openDesk } from '../support.ts'
import type { DryRunReply, Flow, PredictReply } from '../wire.ts'
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
const { apply, flow, holders, life, page, person } = storiesOn(() => desk)

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
  test('the applicant cannot settle beforehand whom the approver before picks', async () => {
    const choice = { roles: ['secrecy-office'], people: [], most: 1 }
    const action = await flow([
      step('first'),
      step('second', { sources: [{ by: 'previous-picks', choice }] }),
    ])
    const { id } = await desk.apply('C1', { action, picks: { second: [desk.id('C2')] } })
    expect(await desk.approve(id, 'M1')).toBe('approval.pick-needed')
    await desk.act(id, 'M1', { verb: 'return', to: 'applicant' })
    await desk.house.db.transact((w) =>
      desk.approval.resubmit(w, id, {
        applicantId: desk.id('C1'), snapshot: { purpose: 'other' }, level: 2, action, address: '', picks: { second: [desk.id('C2')] },
      }),
    ) // prettier-ignore
    expect(await desk.approve(id, 'M1')).toBe('approval.pick-needed')
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
