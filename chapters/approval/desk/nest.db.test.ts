import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '../../../floor/errors.ts'
import type { DeskReply, Flow, FlowBody, NoticesReply } from '../wire.ts'
import { type Desk, openDesk } from '../support.ts'
import { step, storiesOn } from './support.ts'

/** 子流程: 苏木's form, one of whose steps the flow "legal-review" decides as a form of its own. */

let desk: Desk
const stories = storiesOn(() => desk)
const person = (no: string) => ({ sources: [stories.person(no)] })
const body = (key: string, steps: FlowBody['steps'], more: Partial<FlowBody> = {}): FlowBody => ({
  key, form: 'use', zh: key, en: key, levels: [1, 2], actions: [key], priority: 9, follows: 0, steps, ...more,
}) // prettier-ignore
async function save(flow: FlowBody): Promise<Flow> {
  const saved = await desk.call('POST', '/flows', 'S1', { body: flow })
  if (isRefusal(saved)) throw new Error(saved.because.join())
  return saved as Flow
}
const inside = (key: string): FlowBody['steps'][number] => step('inside', { sources: [], sub: { flow: key } })

beforeAll(async () => {
  desk = await openDesk()
  await save(
    body('legal-review', [step('lawyer', person('B1')), step('partner', person('B2'))], {
      actions: ['never'],
    }),
  )
})
afterAll(() => desk.close())

const steps = (): FlowBody['steps'] => [
  step('manager', person('M1')),
  inside('legal-review'),
  step('boss', person('E1')),
]
/** A form that waits for the one inside it. */
async function begun(): Promise<{ id: string; child: string }> {
  const id = await stories.apply(steps())
  await desk.approve(id, 'M1')
  return { id, child: await childOf(id) }
}
const childOf = async (id: string): Promise<string> =>
  (await stories.life(id)).runs.findLast(({ child }) => child !== undefined)!.child!
const stateOf = async (id: string): Promise<string> => (await desk.instance(id)).state

describe('the form inside', () => {
  test('has the same text and applicant and a number under the outer one; its approval lets the step pass', async () => {
    const { id, child } = await begun()
    const [outer, inner] = [await desk.instance(id), await desk.instance(child)]
    expect(inner).toMatchObject({
      parentId: id,
      applicantId: outer.applicantId,
      snapshotHash: outer.snapshotHash,
    })
    expect(inner.number).toBe(`${outer.number}-1`)
    expect(await stories.holders(child)).toBe('许愿')
    await desk.approve(child, 'B1')
    expect(await stateOf(id)).toBe('running')
    expect(await desk.approve(child, 'B2')).toBe('approved')
    expect(await stories.holders(id)).toBe('欧阳静')
    const notices = async () => {
      const query = { page: 1, size: 50 }
      const { rows } = (await desk.call('GET', '/notices', 'C1', { query })) as NoticesReply
      return rows.flatMap(({ kind, instanceId }) => ([id, child].includes(instanceId ?? '') ? [kind] : []))
    }
    expect(await notices()).not.toContain('approved')
    expect(await desk.approve(id, 'E1')).toBe('approved')
    expect(await notices()).toContain('approved')
    expect(desk.approved.filter((one) => [id, child].includes(one))).toEqual([id])
    const approvers = await desk.house.db.read((r) => desk.approval.approversOf(r, id))
    expect(new Set(approvers)).toEqual(new Set(['M1', 'E1', 'B1', 'B2'].map((no) => desk.id(no))))
  })
  test('rejects the outer one when it is rejected', async () => {
    const { id, child } = await begun()
    expect(await desk.act(child, 'B1', { verb: 'reject' })).toBe('rejected')
    expect(await stateOf(id)).toBe('rejected')
    expect(desk.ended.filter((one) => [id, child].includes(one))).toEqual([id])
  })
  test.each([
    ['withdrawn', 'C1', { verb: 'withdraw' }],
    ['terminated', 'S1', { verb: 'terminate' }],
  ])('ends with the outer one that is %s, and gives nothing', async (state, no, deed) => {
    const { id, child } = await begun()
    expect(await desk.act(id, no, deed)).toBe(state)
    expect(await stateOf(child)).toBe('terminated')
    expect(await desk.approve(child, 'B1')).toMatch(/approval\.(not-open|already-decided)|refused/)
    expect(desk.approved).not.toContain(child)
  })
  test('rests while the outer one is suspended', async () => {
    const { id, child } = await begun()
    await desk.act(id, 'S1', { verb: 'suspend' })
    expect(await desk.approve(child, 'B1')).toBe('approval.suspended')
    await desk.act(id, 'S1', { verb: 'resume' })
    expect(await desk.approve(child, 'B1')).toBe('running')
  })
  test('is begun anew, with a number of its own, when the step is asked again', async () => {
    const { id, child } = await begun()
    await desk.approve(child, 'B1')
    await desk.approve(child, 'B2')
    await desk.act(id, 'E1', { verb: 'return', to: 1 })
    const again = await childOf(id)
    expect(again).not.toBe(child)
    expect((await desk.instance(again)).number).toMatch(/-2$/)
  })
  test('cannot be withdrawn, given back or copied by the applicant apart from the outer one', async () => {
    const { child } = await begun()
    expect(await desk.act(child, 'C1', { verb: 'withdraw' })).toBe('approval.child-own')
    expect(await desk.act(child, 'B1', { verb: 'return', to: 'applicant' })).toBe('approval.child-return')
    const { may } = await stories.page(child, 'C1')
    expect(may).toMatchObject({ withdraw: false, again: false, revoke: false, resubmit: false })
  })
  test('the chart shows it, and opens it to whom it concerns; the list of own forms holds the outer one alone', async () => {
    const { id, child } = await begun()
    const { number } = await desk.instance(child)
    const step1 = (no: string) => stories.page(id, no).then(({ chart }) => chart[1])
    expect(await step1('C1')).toMatchObject({
      child: { id: child, number, state: 'running', open: true },
      people: [],
    })
    expect(await step1('M1')).toMatchObject({ child: { number, open: false } })
    expect((await stories.page(child, 'B1')).parent).toMatchObject({ id, open: false })
    const mine = (await desk.call('GET', '/desk/mine', 'C1', {
      query: { page: 1, size: 200, sort: '' },
    })) as DeskReply
    const ids = mine.rows.map((row) => row.id)
    expect([ids.includes(id), ids.includes(child)]).toEqual([true, false])
  })
  test('two deeds at once, one outside and one inside, come one after the other and never wait for each other', async () => {
    const { id, child } = await begun()
    await desk.approve(child, 'B1')
    const both = await Promise.all([desk.act(id, 'C1', { verb: 'withdraw' }), desk.approve(child, 'B2')])
    const [outer, inner] = [await stateOf(id), await stateOf(child)]
    expect(both[0] === 'withdrawn' ? outer : 'withdrawn').toBe('withdrawn')
    expect(['terminated', 'approved']).toContain(inner)
  })
})

test('whom the applicant picked for the outer form decides a step of the same name inside only from its own set', async () => {
  const picked = (role: string) => ({
    sources: [{ by: 'applicant-picks', choice: { roles: [role], people: [], most: 1 } }],
  })
  await save(
    body('picks-inside', [step('pick', picked('secrecy-office'))], { actions: ['never'], inner: true }),
  )
  const action = await stories.flow([step('pick', picked('executive')), inside('picks-inside')])
  const { id } = await desk.apply('C1', { action, picks: { pick: [desk.id('E1')] } })
  await desk.approve(id, 'E1')
  expect(await stories.holders(await childOf(id))).toBe('陆安')
})

test('a form inside that is woken alone does not end the outer one while that is suspended', async () => {
  const { id, child } = await begun()
  await desk.approve(child, 'B1')
  await desk.act(id, 'S1', { verb: 'suspend' })
  await desk.act(child, 'S1', { verb: 'resume' })
  expect(await desk.approve(child, 'B2')).toBe('approval.suspended')
  await desk.act(id, 'S1', { verb: 'resume' })
  expect(await desk.approve(child, 'B2')).toBe('approved')
  expect(await stories.holders(id)).toBe('欧阳静')
})

describe('flows that run flows', () => {
  const codeOf = async (flow: FlowBody): Promise<string> => {
    try {
      await save(flow)
      return 'saved'
    } catch (error) {
      return (error as { code?: string }).code ?? String(error)
    }
  }
  test('never run themselves: not at once, not through another, not by a later version', async () => {
    await save(body('first', [step('a', person('M1')), inside('legal-review')]))
    await save(body('second', [step('a', person('M1')), inside('first')]))
    expect(await codeOf(body('first', [step('a'), inside('second')], { follows: 1 }))).toBe(
      'approval.flow-sub-cycle',
    )
    expect(await codeOf(body('second', [step('a'), inside('second')], { follows: 1 }))).toBe(
      'approval.flow-sub-cycle',
    )
  })
  test('two administrators who save at the same moment do not make a ring together', async () => {
    await save(body('ring-a', [step('a', person('M1'))]))
    await save(body('ring-b', [step('a', person('M1'))]))
    const results = await Promise.all([
      codeOf(body('ring-a', [step('a', person('M1')), inside('ring-b')], { follows: 1 })),
      codeOf(body('ring-b', [step('a', person('M1')), inside('ring-a')], { follows: 1 })),
    ])
    expect(results.toSorted()).toEqual(['approval.flow-sub-cycle', 'saved'])
  })
  test('stand no deeper than three, however they came to be drawn', async () => {
    expect(await codeOf(body('third', [step('a', person('M1')), inside('second')]))).toBe(
      'approval.flow-sub-too-deep',
    )
  })
  test('one that others run stays for their form and their levels', async () => {
    await save(body('run-by', [step('a', person('M1'))], { actions: ['never'] }))
    await save(body('runs', [step('a', person('M1')), inside('run-by')]))
    const next = (more: Partial<FlowBody>) =>
      codeOf(body('run-by', [step('a', person('M1'))], { actions: ['never'], follows: 1, ...more }))
    expect(await next({ levels: [1] })).toBe('approval.flow-used-by')
    expect(await next({ zh: 'other' })).toBe('saved')
  })
  test('one that others run is not retired', async () => {
    const retire = desk.call('POST', '/flows/:key/retire', 'S1', {
      params: { key: 'legal-review' },
      body: { reason: 'x' },
    })
    await expect(retire).rejects.toThrow('approval.flow-used-by')
  })
  test('a form under way keeps its way; the flow inside is the one in force when its step opens', async () => {
    const id = await stories.apply(steps())
    await save(body('legal-review', [step('only', person('B2'))], { actions: ['never'], follows: 1 }))
    await desk.approve(id, 'M1')
    expect(await stories.holders(await childOf(id))).toBe('唐果')
  })
  test('settings go out with a flow as a file and come back the same', async () => {
    const rules = [{ when: { levels: [2] }, who: [{ by: 'role', role: 'secrecy-office' }] }]
    const flow = body('file', [
      step('a', { sources: [{ by: 'rules', rules, otherwise: [] }], signature: 'required', fields: { purpose: 'hide' } }),
      inside('legal-review'),
    ], { paper: { series: 'FL', title: { zh: '{department}', en: '{department}' }, print: { leaveOut: ['purpose'] } } }) // prettier-ignore
    await save(flow)
    const file = (await desk.call('GET', '/flows/:key/export', 'S1', { params: { key: 'file' } })) as {
      body: Buffer
    }
    const saved = (await desk.call('POST', '/flows/import', 'S1', {
      body: { file: file.body.toString() },
    })) as Flow
    expect(saved).toMatchObject({ version: 2, paper: flow.paper })
    expect(saved.steps[0]).toMatchObject({
      signature: 'required',
      fields: { purpose: 'hide' },
      sources: [{ by: 'rules', rules }],
    })
    expect(saved.steps[1]).toMatchObject({ sub: { flow: 'legal-review' } })
  })
})

describe('approvers by rules, numbers and titles', () => {
  const rules = (otherwise: { by: string; role: string }[]) => ({
    sources: [
      {
        by: 'rules',
        rules: [{ when: { customersFrom: 100 }, who: [{ by: 'role', role: 'executive' }] }],
        otherwise,
      },
    ],
  })
  test('the case says who decides', async () => {
    const action = await stories.flow([step('a', rules([{ by: 'role', role: 'secrecy-office' }]))])
    const few = await desk.apply('C1', { action, about: { customers: 2 } })
    const many = await desk.apply('C1', { action, about: { customers: 200 } })
    expect(await stories.holders(few.id)).toBe('许愿 唐果')
    expect(await stories.holders(many.id)).toBe('欧阳静')
  })
  test('where no rule names anybody an administrator names somebody; nothing passes by itself', async () => {
    const action = await stories.flow([step('a', rules([]))])
    const { id } = await desk.apply('C1', { action, about: { customers: 2 } })
    expect(await stories.holders(id)).toBe('陆安')
    expect(await desk.approve(id, 'S1')).toMatch(/^refused/)
  })
  test('a flow may number and name its forms itself, with nothing of a customer’s in it', async () => {
    const action = await stories.flow([step('a', person('M1'))], {
      paper: {
        series: 'SYX',
        title: { zh: '{applicant} 使用 {customers} 户', en: '{customers} files for {applicant}' },
        summary: { zh: '{number} {date}', en: '{number}' },
      },
    })
    const { id, number } = await desk.apply('C1', { action, about: { customers: 2 } })
    expect(number).toBe('SYX-2026-0001')
    expect(await desk.instance(id)).toMatchObject({
      title: { zh: '苏木 使用 2 户' },
      summary: { zh: 'SYX-2026-0001 2026-11-24', en: 'SYX-2026-0001' },
    })
  })
})

test('a flow only for steps of others is never chosen for a form, whatever its priority', async () => {
  await save(
    body('inner-only', [step('a', person('B1'))], { actions: ['inner-action'], priority: 99, inner: true }),
  )
  const { id } = await desk.apply('C1', { action: 'inner-action' })
  expect(await stories.holders(id)).toBe('秦朗')
})
