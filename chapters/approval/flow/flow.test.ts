import { describe, expect, test } from 'vitest'
import { isRepeated } from './flow.ts'
import { urgeCooldownMs } from './limits.ts'
import type { FlowEvent } from './events.ts'
import { chainOf, openRun, openTasks } from './state.ts'
import { chain, hashA, hashB, hour, type Shape, story, target, wayOf } from './support.ts'

describe('the ordinary way', () => {
  test('step after step, the last one approves', () => {
    const form = story(chain)
    form.tell({ verb: 'approve', actor: 'manager' })
    form.tell({ verb: 'approve', actor: 'deputy' })
    expect(form.state().tasks.find((task) => task.assignee === 'officer')?.state).toBe('closed')
    form.tell({ verb: 'approve', actor: 'boss' })
    expect(form.state().status).toBe('running')
    const turn = form.tell({ verb: 'approve', actor: 'officer' })
    expect(turn.state.status).toBe('approved')
    expect(turn.notices).toEqual([{ kind: 'approved', people: ['clerk'] }])
  })
  test('会签: one veto ends it, the others are asked no more', () => {
    const form = story({ steps: [{ mode: 'all', people: ['a', 'b', 'c'] }] })
    form.tell({ verb: 'approve', actor: 'a' })
    form.tell({ verb: 'reject', actor: 'b' })
    expect(form.state().status).toBe('rejected')
    expect(form.state().tasks.map((task) => task.state)).toEqual(['approved', 'rejected', 'cancelled'])
  })
  test('或签: a first rejection wins too', () => {
    const form = story({ steps: [{ mode: 'any', people: ['a', 'b'] }] })
    form.tell({ verb: 'reject', actor: 'b' })
    expect(form.state().tasks.map((task) => task.state)).toEqual(['closed', 'rejected'])
  })
  test('a return to a passed step asks it and everything after it again', () => {
    const form = story(chain)
    form.tell({ verb: 'approve', actor: 'manager' })
    form.tell({ verb: 'approve', actor: 'officer' })
    form.tell({ verb: 'return', actor: 'boss', to: 0 })
    expect(openTasks(form.state()).map((task) => task.assignee)).toEqual(['manager'])
    for (const actor of ['manager', 'deputy', 'officer']) form.tell({ verb: 'approve', actor })
    expect(form.state().status).toBe('running')
    form.tell({ verb: 'approve', actor: 'boss' })
    expect(form.state().status).toBe('approved')
  })
  test('a resubmission starts at the first step, changed or not; what was said about the old text counts no more', () => {
    for (const hash of [hashA, hashB]) {
      const form = story(chain)
      form.tell({ verb: 'approve', actor: 'manager' })
      form.tell({ verb: 'return', actor: 'officer', to: 'applicant' })
      expect(form.state().status).toBe('returned')
      form.tell({ verb: 'resubmit', actor: 'clerk', hash })
      expect(openRun(form.state())?.step).toBe(0)
      expect(form.state().hash).toBe(hash)
    }
  })
  test('somebody who approved this text is not asked twice when the flow says so, but always at the highest level', () => {
    const shape = (level: number): Shape => ({
      level,
      steps: [
        { mode: 'any', people: ['manager'] },
        { mode: 'any', people: ['manager'], repeats: 'all' },
      ],
    })
    const ordinary = story(shape(2))
    const turn = ordinary.tell({ verb: 'approve', actor: 'manager' })
    expect(turn.state.status).toBe('approved')
    expect(turn.actions.map((action) => action.verb)).toEqual(['approve', 'skip'])
    const highest = story(shape(4))
    highest.tell({ verb: 'approve', actor: 'manager' })
    expect(highest.state().status).toBe('running')
  })
  test('urging rests four hours', () => {
    const form = story(chain)
    expect(form.tell({ verb: 'urge', actor: 'clerk' }).notices).toEqual([
      { kind: 'urged', people: ['manager'] },
    ])
    expect(form.mistake({ verb: 'urge', actor: 'clerk' })).toBe('approval.urged')
    const later = new Date(hour(2).getTime() + urgeCooldownMs)
    expect(form.mistake({ verb: 'urge', actor: 'clerk', at: later })).toBe('none')
    expect(form.state().urgeCount).toBe(2)
  })
  test('time reminds and hands the task up with its chain; it decides nothing', () => {
    const form = story(chain)
    const task = form.task('manager')
    form.tell({ verb: 'remind', actor: 'clock', taskId: task.id })
    form.tell({ verb: 'escalate', actor: 'clock', taskId: task.id, target: 'director' })
    const handed = form.task('director')
    expect(chainOf(form.state(), handed)).toEqual(['manager', 'director'])
    expect(form.mistake({ verb: 'approve', actor: 'manager', taskId: task.id })).toBe(
      'approval.already-decided',
    )
    form.tell({ verb: 'approve', actor: 'director' })
    expect(openRun(form.state())?.step).toBe(1)
  })
  test('without a fit superior an overdue task stays where it is', () => {
    const form = story(chain)
    const task = form.task('manager')
    form.tell({ verb: 'escalate', actor: 'clock', taskId: task.id })
    expect(form.task('manager').escalatedAt).toBeDefined()
    form.tell({
      verb: 'transfer',
      actor: 'administrator',
      taskId: task.id,
      byAdministrator: true,
      ...target('deputy'),
    })
    expect(openTasks(form.state()).map((one) => one.assignee)).toEqual(['deputy'])
  })
  test('an administrator who was asked because nobody was found names somebody, and nothing else', () => {
    const form = story({ steps: [{ mode: 'any', people: ['admin1', 'admin2'], rescue: true }] })
    expect(form.mistake({ verb: 'approve', actor: 'admin1' })).toBe('approval.only-assign')
    expect(form.mistake({ verb: 'reject', actor: 'admin1' })).toBe('approval.only-assign')
    form.tell({ verb: 'transfer', actor: 'admin1', byAdministrator: true, ...target('manager') })
    expect(openTasks(form.state()).map((one) => one.assignee)).toEqual(['manager'])
    form.tell({ verb: 'approve', actor: 'manager' })
    expect(form.state().status).toBe('approved')
  })
})

describe('guards', () => {
  test('cannot withdraw a processed form', () => {
    const form = story({ steps: [{ mode: 'any', people: ['manager'] }] })
    form.tell({ verb: 'approve', actor: 'manager' })
    expect(form.mistake({ verb: 'withdraw', actor: 'clerk' })).toBe('approval.processed')
  })
  test('cannot decide after a withdrawal', () => {
    const form = story(chain)
    const { id } = form.task('manager')
    form.tell({ verb: 'withdraw', actor: 'clerk' })
    expect(form.mistake({ verb: 'approve', actor: 'manager', taskId: id })).toBe('approval.not-open')
  })
  test('cannot return to the current step, to a step ahead, or to a running one', () => {
    const form = story(chain)
    form.tell({ verb: 'approve', actor: 'manager' })
    expect(form.mistake({ verb: 'return', actor: 'officer', to: 1 })).toBe('approval.return-to-current')
    expect(form.mistake({ verb: 'return', actor: 'officer', to: 2 })).toBe('approval.return-not-passed')
    expect(form.mistake({ verb: 'return', actor: 'officer', to: -1 })).toBe('approval.return-not-passed')
    expect(form.mistake({ verb: 'return', actor: 'officer', to: 0.5 })).toBe('approval.return-not-passed')
  })
  test.each([
    ['to oneself', target('manager'), 'approval.transfer-self'],
    ['to the applicant', target('clerk'), 'approval.transfer-applicant'],
    ['to somebody who has left', target('deputy', { active: false }), 'approval.transfer-inactive'],
    ['to somebody not cleared', target('deputy', { cleared: false }), 'approval.transfer-uncleared'],
    [
      'to one of the administrators',
      target('deputy', { administrator: true }),
      'approval.transfer-administrator',
    ],
  ])('cannot transfer %s', (_name, to, code) => {
    expect(story(chain).mistake({ verb: 'transfer', actor: 'manager', ...to })).toBe(code)
  })
  test('cannot add an existing approver by transfer', () => {
    const form = story({ steps: [{ mode: 'all', people: ['a', 'b', 'c'] }] })
    form.tell({ verb: 'approve', actor: 'b' })
    expect(form.mistake({ verb: 'transfer', actor: 'a', ...target('b') })).toBe('approval.transfer-approver')
    expect(form.mistake({ verb: 'transfer', actor: 'a', ...target('c') })).toBe('approval.transfer-approver')
  })
  test('finding nobody at all for the next step stops the approval, not the form', () => {
    const form = story(chain)
    const empty = wayOf(chain).map((opening, index) =>
      index === 1 ? { ...opening, candidates: [] } : opening,
    )
    expect(form.mistake({ verb: 'approve', actor: 'manager', way: empty })).toBe('approval.nobody')
    expect(form.task('manager').state).toBe('todo')
  })
  test('a stale hash decides nothing', () => {
    const form = story(chain)
    expect(form.mistake({ verb: 'approve', actor: 'manager', hash: hashB })).toBe('approval.changed')
  })
  test.each([
    ['reject', 2, 'approval.reason-needed'],
    ['return', 2, 'approval.reason-needed'],
    ['transfer', 2, 'approval.reason-needed'],
    ['approve', 3, 'approval.opinion-needed'],
    ['approve', 2, 'none'],
  ] as const)('%s at level %i without a word: %s', (verb, level, code) => {
    const form = story({ ...chain, level })
    const loose = { verb, actor: 'manager', opinion: '  ', to: 'applicant', ...target('deputy') }
    expect(form.mistake(loose)).toBe(code)
  })
  test('the second click is answered like the first', () => {
    const form = story(chain)
    const { id } = form.task('manager')
    form.tell({ verb: 'approve', actor: 'manager' })
    const again = form.tell({ verb: 'approve', actor: 'manager', taskId: id })
    expect(again).toMatchObject({ repeated: true, actions: [], notices: [] })
    const event = { verb: 'approve', actor: 'officer', taskId: id, hash: hashA } as unknown as FlowEvent
    expect(isRepeated(form.state(), event)).toBe(false)
  })
})
