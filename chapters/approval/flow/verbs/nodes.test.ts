import { describe, expect, test } from 'vitest'
import { hashB, newId, type Shape, story, target, targets, wayOf } from '../support.ts'
import { advance } from '../flow.ts'
import { openRuns } from '../state.ts'

/** 手写签名, 缩小, 子流程 as the state machine knows them. */

const signed: Shape = { steps: [{ people: ['manager'], signature: 'required' }, { people: ['boss'] }] }

describe('a step that wants a signature', () => {
  test('agrees and rejects only with one, and keeps which it was', () => {
    const { tell, mistake, state } = story(signed)
    expect(mistake({ verb: 'approve', actor: 'manager' })).toBe('approval.signature-needed')
    expect(mistake({ verb: 'reject', actor: 'manager' })).toBe('approval.signature-needed')
    tell({ verb: 'approve', actor: 'manager', signature: 'picture' })
    expect(state().tasks[0]).toMatchObject({ state: 'approved', signature: 'picture' })
  })
  test('agreeing by adding signers behind oneself is no way around it; adding before and advice are no decisions', () => {
    const { tell, mistake, state } = story(signed)
    const after = { verb: 'add', actor: 'manager', where: 'after', ...targets('deputy') } as const
    expect(mistake(after)).toBe('approval.signature-needed')
    tell({ ...after, where: 'before' })
    expect(mistake({ verb: 'approve', actor: 'deputy' })).toBe('approval.signature-needed')
    tell({ verb: 'approve', actor: 'deputy', signature: 'his' })
    tell({ ...after, ...targets('other'), signature: 'hers' })
    expect(state().tasks.find((task) => task.assignee === 'manager')?.signature).toBe('hers')
  })
  test('whoever it was handed to signs as well', () => {
    const { tell, mistake } = story(signed)
    tell({ verb: 'transfer', actor: 'manager', ...target('deputy') })
    expect(mistake({ verb: 'approve', actor: 'deputy' })).toBe('approval.signature-needed')
  })
  test('nobody is passed over there for having approved before: the signature would be missing', () => {
    const again: Shape = {
      steps: [{ people: ['manager'] }, { people: ['manager'], repeats: 'all', signature: 'required' }],
    }
    const { tell, state } = story(again)
    tell({ verb: 'approve', actor: 'manager' })
    expect(state().status).toBe('running')
    expect(state().tasks.map((task) => task.state)).toEqual(['approved', 'todo'])
  })
  test('an agreement taken back takes its signature with it', () => {
    const { tell, state } = story(signed)
    tell({ verb: 'approve', actor: 'manager', signature: 'picture' })
    tell({ verb: 'take-back', actor: 'manager', taskId: state().tasks[0]!.id })
    expect(state().tasks.find((task) => task.state === 'todo')?.signature).toBeUndefined()
  })
})

test.each([
  ['less', { customers: 'hide' }, {}, 'todo'],
  ['the same', { customers: 'hide' }, { customers: 'hide' }, 'skipped'],
  ['more', {}, { customers: 'hide' }, 'skipped'],
] as const)('whoever approved before and saw %s than a later step shows', (_what, before, now, state) => {
  const form = story({
    steps: [
      { people: ['manager'], fields: before },
      { people: ['manager'], repeats: 'all', fields: now },
      { people: ['boss'] },
    ],
  })
  form.tell({ verb: 'approve', actor: 'manager' })
  expect(form.state().tasks[1]).toMatchObject({ assignee: 'manager', state })
})

const narrowing: Shape = {
  steps: [{ people: ['manager'] }, { people: ['boss'], fields: { period: 'write', customers: 'hide' } }],
}
const narrow = { verb: 'narrow', actor: 'boss', narrowed: hashB, fields: ['period'] } as const

describe('an approver narrows the form', () => {
  test('every earlier approval is void, every step is asked again about the narrower text', () => {
    const { tell, state } = story(narrowing)
    tell({ verb: 'approve', actor: 'manager' })
    const turn = tell(narrow)
    expect(state()).toMatchObject({ status: 'running', hash: hashB })
    expect(state().runs.filter((run) => !run.voided)).toHaveLength(1)
    expect(state().tasks.at(-1)).toMatchObject({ assignee: 'manager', state: 'todo' })
    expect(turn.notices).toContainEqual({
      kind: 'narrowed',
      people: expect.arrayContaining(['clerk', 'manager']),
    })
    tell({ verb: 'approve', actor: 'manager' })
    tell({ verb: 'approve', actor: 'boss' })
    expect(state().status).toBe('approved')
  })
  test.each([
    ['an entry the step only reads', { fields: ['purpose'] }, 'approval.narrow-not-allowed'],
    ['an entry the step hides', { fields: ['customers'] }, 'approval.narrow-not-allowed'],
    [
      'one entry that may and one that may not',
      { fields: ['period', 'purpose'] },
      'approval.narrow-not-allowed',
    ],
    ['nothing', { fields: [] }, 'approval.narrow-nothing'],
    ['without a reason', { opinion: ' ' }, 'approval.reason-needed'],
    ['another text than was seen', { hash: 'c'.repeat(64) }, 'approval.changed'],
    ['in the name of somebody else', { actor: 'manager' }, 'approval.no-task'],
  ])('but not %s', (_what, more, code) => {
    const { tell, mistake } = story(narrowing)
    tell({ verb: 'approve', actor: 'manager' })
    expect(mistake({ ...narrow, ...more })).toBe(code)
  })
  test('somebody who only gives advice narrows nothing', () => {
    const { tell, mistake } = story(narrowing)
    tell({ verb: 'approve', actor: 'manager' })
    tell({ verb: 'delegate', actor: 'boss', ...target('deputy') })
    expect(mistake({ ...narrow, actor: 'deputy' })).toBe('approval.only-advise')
  })
})

const nested: Shape = {
  steps: [{ people: ['manager'] }, { people: [], sub: { flow: 'legal' } }, { people: ['boss'] }],
}
const inside = (told: ReturnType<typeof story>) => told.state().runs.find((run) => run.child !== undefined)!

describe('a step that another form decides', () => {
  const begun = () => {
    const told = story(nested)
    told.tell({ verb: 'approve', actor: 'manager' })
    return told
  }
  const ends = (told: ReturnType<typeof story>, approved: boolean) =>
    told.tell({ verb: 'child-ended', actor: 'clock', runId: inside(told).id, approved })

  test('opens with the id of that form and asks nobody itself', () => {
    const told = begun()
    expect(inside(told)).toMatchObject({ stepId: 'step1', child: expect.any(String) })
    expect(told.state().tasks.filter((task) => task.state === 'todo')).toEqual([])
  })
  test('passes when that form is approved', () => {
    const told = begun()
    ends(told, true)
    expect(told.task('boss')).toBeDefined()
  })
  test('any other end of that form rejects this one', () => {
    const told = begun()
    ends(told, false)
    expect(told.state().status).toBe('rejected')
  })
  test('the end of that form told twice, or after this one has ended, changes nothing', () => {
    const told = begun()
    const run = inside(told).id
    ends(told, true)
    const again = told.tell({ verb: 'child-ended', actor: 'clock', runId: run, approved: false })
    expect(again.repeated).toBe(true)
    told.tell({ verb: 'withdraw', actor: 'clerk' })
    expect(told.tell({ verb: 'child-ended', actor: 'clock', runId: run, approved: true }).repeated).toBe(true)
    expect(told.state().status).toBe('withdrawn')
  })
  test('an approver before it cannot take the agreement back once that form is under way', () => {
    const told = begun()
    const taskId = told.state().tasks[0]!.id
    expect(told.mistake({ verb: 'take-back', actor: 'manager', taskId })).toBe('approval.take-back-late')
  })
  test('withdrawing, terminating and jumping close it', () => {
    for (const deed of [
      { verb: 'withdraw', actor: 'clerk' },
      { verb: 'terminate', actor: 'admin' },
      { verb: 'jump', actor: 'admin', to: 0 },
    ] as const) {
      const told = begun()
      told.tell(deed)
      expect(inside(told).closedAt, deed.verb).toBeDefined()
    }
  })
  test('a return from behind it asks that form anew', () => {
    const told = begun()
    ends(told, true)
    told.tell({ verb: 'return', actor: 'boss', to: 1 })
    const runs = told.state().runs.filter((run) => run.child !== undefined)
    expect(new Set(runs.map((run) => run.child)).size).toBe(2)
    expect(openRuns(told.state())).toHaveLength(1)
  })
  test('giving up what was approved is confirmed in the first step that people decide', () => {
    const first: Shape = { steps: [{ people: [], sub: { flow: 'legal' } }, { people: ['boss'] }] }
    const told = story(first)
    ends(told, true)
    told.tell({ verb: 'approve', actor: 'boss' })
    told.tell({ verb: 'revoke', actor: 'clerk' })
    expect(told.task('boss')).toBeDefined()
  })
})

describe('the form inside', () => {
  const child = () => {
    const told = story({ steps: [{ people: ['lawyer'] }, { people: ['partner'] }] })
    return { ...told.state(), parent: { instance: 'outer', run: 'its-step' } }
  }
  const tell = (state: ReturnType<typeof child>, loose: object) =>
    advance(
      state,
      {
        at: new Date(0), hash: state.hash, opinion: 'said', way: wayOf({ steps: [{ people: ['lawyer'] }] }),
        taskId: state.tasks[0]!.id, ...loose,
      } as never, // prettier-ignore
      newId,
    )
  test.each([
    ['is withdrawn by its applicant', { verb: 'withdraw', actor: 'clerk' }, 'approval.child-own'],
    ['is revoked by its applicant', { verb: 'revoke', actor: 'clerk', atOnce: true }, 'approval.child-own'],
    [
      'goes back to the applicant',
      { verb: 'return', actor: 'lawyer', to: 'applicant' },
      'approval.child-return',
    ],
    [
      'is narrowed',
      { verb: 'narrow', actor: 'lawyer', narrowed: hashB, fields: ['period'] },
      'approval.not-allowed',
    ],
  ])('never %s: its text and its end are its parent’s', (_what, deed, code) => {
    expect(() => tell(child(), deed)).toThrow(code)
  })
  test('ends undecided with the step it was for, and those who waited are told', () => {
    const turn = tell(child(), { verb: 'parent-ended', actor: 'clerk' })
    expect(turn.state).toMatchObject({ status: 'terminated' })
    expect(turn.state.tasks.map((task) => task.state)).toEqual(['cancelled'])
    expect(turn.notices).toEqual([{ kind: 'terminated', people: ['lawyer'] }])
    expect(tell(turn.state as never, { verb: 'parent-ended', actor: 'clerk' }).repeated).toBe(true)
  })
  test('a form with nothing around it never ends that way', () => {
    const { parent: _parent, ...alone } = child()
    expect(tell(alone as never, { verb: 'parent-ended', actor: 'clerk' }).repeated).toBe(true)
  })
})
