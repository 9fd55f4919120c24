import { describe, expect, test } from 'vitest'
import type { FlowEvent } from '../events.ts'
import { advance } from '../flow.ts'
import { chain, due, hashA, hashB, hour, newId, type Shape, story, target, wayOf } from '../support.ts'
import { approversIn, countingRuns, type FlowState, openRun, openTasks } from '../state.ts'

/** Going back, taking back, giving up, and what flow administrators and the clock may do. */

const asked = (form: ReturnType<typeof story>): string =>
  openTasks(form.state())
    .map((task) => task.assignee)
    .join(' ')
const three: Shape = { steps: [{ people: ['a'] }, { people: ['b'] }, { people: ['c'] }] }
const upTo = (form: ReturnType<typeof story>, ...actors: readonly string[]) => {
  for (const actor of actors) form.tell({ verb: 'approve', actor })
  return form
}

describe('退回 and 重新提交', () => {
  test('option A: every step behind is asked again', () => {
    const form = upTo(story(three), 'a', 'b')
    form.tell({ verb: 'return', actor: 'c', to: 0 })
    upTo(form, 'a')
    expect(asked(form)).toBe('b')
  })
  test('option B: behind the asked step straight back to the returner; what lies between stands', () => {
    const form = upTo(story(three), 'a', 'b')
    form.tell({ verb: 'return', actor: 'c', to: 0, after: 'back' })
    expect(asked(form)).toBe('a')
    upTo(form, 'a')
    expect(asked(form)).toBe('c')
    upTo(form, 'c')
    expect(form.state().status).toBe('approved')
    expect([...approversIn(form.state())].sort()).toEqual(['a', 'b', 'c'])
  })
  test('the applicant goes straight back only with an unchanged form', () => {
    const form = upTo(story(three), 'a', 'b')
    form.tell({ verb: 'return', actor: 'c', to: 'applicant' })
    expect(form.mistake({ verb: 'resubmit', actor: 'clerk', hash: hashB, straight: true })).toBe(
      'approval.straight-changed',
    )
    form.tell({ verb: 'resubmit', actor: 'clerk', hash: hashA, straight: true })
    expect(asked(form)).toBe('c')
    expect(countingRuns(form.state()).map((run) => run.step)).toEqual([0, 1, 2, 2])
    upTo(form, 'c')
    expect(form.state().status).toBe('approved')
  })
  test('any change after an approval voids it: purpose, fields, period or receiver', () => {
    const form = upTo(story(three), 'a', 'b')
    form.tell({ verb: 'return', actor: 'c', to: 'applicant' })
    form.tell({ verb: 'resubmit', actor: 'clerk', hash: hashB })
    expect(asked(form)).toBe('a')
    expect(approversIn(form.state())).toEqual([])
  })
  test('a return inside a 会签 ignores the count: one word is enough, the others are asked no more', () => {
    const form = story({ steps: [{ people: ['m'] }, { mode: 'all', people: ['a', 'b', 'c'] }] })
    upTo(form, 'm', 'a', 'b')
    form.tell({ verb: 'return', actor: 'c', to: 0 })
    expect(asked(form)).toBe('m')
  })
})

describe('拿回', () => {
  const take = (form: ReturnType<typeof story>, actor: string) => ({
    verb: 'take-back' as const,
    actor,
    taskId: form.state().tasks.findLast((task) => task.assignee === actor && task.state === 'approved')?.id,
  })
  test('the own step opens again, the next one is cancelled', () => {
    const form = upTo(story(three), 'a')
    form.tell(take(form, 'a'))
    expect(asked(form)).toBe('a')
    expect(form.state().tasks.find((task) => task.assignee === 'b')?.state).toBe('cancelled')
    upTo(form, 'a', 'b', 'c')
    expect(form.state().status).toBe('approved')
  })
  test('inside a 会签 that still goes on only the own signature is open again', () => {
    const form = story({ steps: [{ mode: 'all', people: ['a', 'b', 'c'] }] })
    upTo(form, 'a', 'b')
    form.tell(take(form, 'a'))
    expect(asked(form)).toBe('c a')
    upTo(form, 'c')
    expect(form.state().status).toBe('running')
    upTo(form, 'a')
    expect(form.state().status).toBe('approved')
  })
  test('cannot take back when somebody behind has acted', () => {
    const form = upTo(story(three), 'a', 'b')
    expect(form.mistake(take(form, 'a'))).toBe('approval.take-back-late')
    const line = upTo(story({ steps: [{ mode: 'sequence', people: ['a', 'b', 'c'] }] }), 'a', 'b')
    expect(line.mistake(take(line, 'a'))).toBe('approval.take-back-late')
    line.tell(take(line, 'b'))
    expect(asked(line)).toBe('b')
  })
  test('cannot take back once a grant was issued, nor what somebody else said', () => {
    const form = upTo(story(three), 'a', 'b', 'c')
    expect(form.mistake(take(form, 'c'))).toBe('approval.take-back-granted')
    const open = upTo(story(three), 'a')
    expect(open.mistake({ ...take(open, 'a'), actor: 'b' })).toBe('approval.not-your-task')
  })
})

describe('撤回 as the flow lets', () => {
  test.each([
    ['any-time', 'none'],
    ['before-first-decision', 'approval.withdraw-late'],
    ['never', 'approval.withdraw-never'],
  ] as const)('%s, after a decision: %s', (withdraw, code) => {
    const form = upTo(story({ ...three, rules: { withdraw, revokeDays: 0 } }), 'a')
    expect(form.mistake({ verb: 'withdraw', actor: 'clerk' })).toBe(code)
  })
})

describe('通过后撤销', () => {
  const approved = () => upTo(story(three), 'a', 'b', 'c')
  test('confirmed by the first step: revoked', () => {
    const form = approved()
    form.tell({ verb: 'revoke', actor: 'clerk' })
    expect(form.state().status).toBe('revoking')
    expect(asked(form)).toBe('a')
    upTo(form, 'a')
    expect(form.state().status).toBe('revoked')
  })
  test('not confirmed: what was taken back at once never comes back; what was not stays in force', () => {
    const access = approved()
    access.tell({ verb: 'revoke', actor: 'clerk', atOnce: true })
    access.tell({ verb: 'reject', actor: 'a' })
    expect(access.state().status).toBe('revoked')
    const other = approved()
    other.tell({ verb: 'revoke', actor: 'clerk', atOnce: false })
    other.tell({ verb: 'reject', actor: 'a' })
    expect(other.state().status).toBe('approved')
  })
  test('only by the applicant, in time, and where the flow offers it', () => {
    expect(approved().mistake({ verb: 'revoke', actor: 'a' })).toBe('approval.not-applicant')
    expect(approved().mistake({ verb: 'revoke', actor: 'clerk', at: hour(31 * 24) })).toBe(
      'approval.revoke-late',
    )
    expect(upTo(story(three), 'a').mistake({ verb: 'revoke', actor: 'clerk' })).toBe(
      'approval.revoke-not-approved',
    )
    const never = upTo(story({ ...three, rules: { withdraw: 'any-time', revokeDays: 0 } }), 'a', 'b', 'c')
    expect(never.mistake({ verb: 'revoke', actor: 'clerk' })).toBe('approval.revoke-not-allowed')
  })
})

describe('flow administrators', () => {
  test('jump back, never over somebody who has not approved', () => {
    const form = upTo(story(three), 'a')
    expect(form.mistake({ verb: 'jump', actor: 'admin', to: 2 })).toBe('approval.jump-over')
    expect(form.mistake({ verb: 'jump', actor: 'admin', to: 9 })).toBe('approval.jump-nowhere')
    form.tell({ verb: 'jump', actor: 'admin', to: 0 })
    expect(asked(form)).toBe('a')
    upTo(form, 'a', 'b', 'c')
    expect(form.state().status).toBe('approved')
  })
  test('from the third level on a second one confirms, and never the same person', () => {
    const form = upTo(story({ ...three, level: 3 }), 'a')
    form.tell({ verb: 'reassign', actor: 'admin', taskId: form.task('b').id, ...target('x') })
    expect(asked(form)).toBe('b')
    expect(form.mistake({ verb: 'jump', actor: 'admin', to: 0 })).toBe('approval.request-open')
    expect(form.mistake({ verb: 'confirm', actor: 'admin', ...target('x') })).toBe('approval.second-person')
    form.tell({ verb: 'confirm', actor: 'second', ...target('x') })
    expect(asked(form)).toBe('x')
    expect(form.mistake({ verb: 'confirm', actor: 'second' })).toBe('approval.no-request')
    form.tell({ verb: 'jump', actor: 'admin', to: 0 })
    form.tell({ verb: 'confirm', actor: 'second', accept: false })
    expect(asked(form)).toBe('x')
    expect(form.mistake({ verb: 'jump', actor: 'clerk', to: 0 })).toBe('approval.own')
  })
  test('挂起: nobody decides and no timer runs; 激活: every timer goes on where it stopped', () => {
    const form = story(three)
    const before = form.task('a').dueAt!
    form.tell({ verb: 'suspend', actor: 'admin', at: hour(2) })
    expect(form.mistake({ verb: 'approve', actor: 'a' })).toBe('approval.suspended')
    expect(form.tell({ verb: 'remind', actor: 'clock', taskId: form.task('a').id }).repeated).toBe(true)
    expect(form.tell({ verb: 'escalate', actor: 'clock', taskId: form.task('a').id }).repeated).toBe(true)
    form.tell({ verb: 'resume', actor: 'admin', at: hour(12) })
    expect(form.task('a').dueAt).toEqual(new Date(before.getTime() + 10 * 3_600_000))
    upTo(form, 'a')
  })
  test('终止: for good, with a reason', () => {
    const form = story(three)
    expect(form.mistake({ verb: 'terminate', actor: 'admin', opinion: '' })).toBe('approval.reason-needed')
    form.tell({ verb: 'terminate', actor: 'admin' })
    expect(form.state().status).toBe('terminated')
    expect(form.mistake({ verb: 'resubmit', actor: 'clerk' })).toBe('approval.not-open')
  })
})

describe('the clock', () => {
  test('超时关闭 ends the form undecided; a timer without its task does nothing', () => {
    const form = upTo(story(three), 'a')
    const a = form.state().tasks[0]!.id
    for (const verb of ['remind', 'escalate', 'expire'] as const)
      expect(form.tell({ verb, actor: 'clock', taskId: a, target: 'x' }).repeated).toBe(true)
    form.tell({ verb: 'expire', actor: 'clock', taskId: form.task('b').id })
    expect(form.state().status).toBe('expired')
    expect(openRun(form.state())).toBeUndefined()
  })
})

describe('talking', () => {
  test('暂存 keeps one opinion per task and moves nothing', () => {
    const form = story(chain)
    const turn = form.tell({ verb: 'save', actor: 'manager', opinion: 'half a' })
    expect(turn.actions).toEqual([])
    form.tell({ verb: 'save', actor: 'manager', opinion: 'half a word' })
    expect(form.task('manager').draft).toBe('half a word')
    form.tell({ verb: 'approve', actor: 'manager' })
    expect(form.state().tasks[0]!.draft).toBe('')
  })
  test('补充材料: the task stays to do while the applicant answers', () => {
    const form = story(chain)
    expect(form.mistake({ verb: 'material', actor: 'clerk' })).toBe('approval.material-not-asked')
    expect(form.tell({ verb: 'ask-material', actor: 'manager' }).notices).toEqual([
      { kind: 'material-asked', people: ['clerk'] },
    ])
    expect(asked(form)).toBe('manager')
    expect(form.tell({ verb: 'material', actor: 'clerk' }).notices).toEqual([
      { kind: 'material-given', people: ['manager'] },
    ])
    form.tell({ verb: 'approve', actor: 'manager' })
  })
})

test('a form that was corrected into a shorter way is returned inside it like any other', () => {
  const { tell, state } = story(chain)
  tell({ verb: 'approve', actor: 'manager' })
  tell({ verb: 'approve', actor: 'officer' })
  tell({ verb: 'return', actor: 'boss', to: 'applicant' })
  const shorter = { steps: chain.steps.slice(0, 2) }
  let now: FlowState = { ...state(), steps: state().steps.slice(0, 2) }
  const next = (event: object): void => {
    const more = { at: hour(20), opinion: 'fine', hash: now.hash, way: wayOf(shorter), due, cc: [] }
    now = advance(now, { ...more, ...event } as unknown as FlowEvent, newId).state
  }
  const open = () => openTasks(now)[0]!.id
  next({ verb: 'resubmit', actor: 'clerk' })
  next({ verb: 'approve', actor: 'manager', taskId: open() })
  next({ verb: 'return', actor: 'officer', taskId: open(), to: 0, after: 'rerun' })
  expect(openTasks(now).map(({ assignee }) => assignee)).toEqual(['manager'])
})
