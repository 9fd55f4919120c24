import { describe, expect, test } from 'vitest'
import { hashB, hour, type Shape, story, target, targets } from '../support.ts'
import { openRuns, openTasks } from '../state.ts'

/** 会签 in all its kinds, 加签, 委派, 认领. */

const asked = (form: ReturnType<typeof story>): string =>
  openTasks(form.state())
    .map((task) => task.assignee)
    .join(' ')
const states = (form: ReturnType<typeof story>): string =>
  form
    .state()
    .tasks.map((task) => `${task.assignee}:${task.state}`)
    .join(' ')
const one = (more: Partial<Shape['steps'][number]>, level = 2): Shape => ({
  level,
  steps: [{ people: ['a', 'b', 'c'], ...more }],
})
const vote = (rule: 'weight' | 'ratio' | 'count', threshold: number, waitForAll = false) => ({
  mode: 'vote' as const,
  vote: { rule, threshold, waitForAll },
})

describe('how several people sign', () => {
  test('依次会签: one after the other in the order of the flow; the first rejection ends it', () => {
    const form = story(one({ mode: 'sequence' }))
    expect(states(form)).toBe('a:todo b:pending c:pending')
    expect(form.mistake({ verb: 'approve', actor: 'b', taskId: form.state().tasks[1]!.id })).toBe(
      'approval.not-your-turn',
    )
    form.tell({ verb: 'approve', actor: 'a' })
    expect(asked(form)).toBe('b')
    form.tell({ verb: 'reject', actor: 'b' })
    expect(form.state().status).toBe('rejected')
    expect(states(form)).toBe('a:approved b:rejected c:cancelled')
  })
  test('依次会签: all agree, the step passes', () => {
    const form = story(one({ mode: 'sequence' }))
    for (const actor of ['a', 'b', 'c']) form.tell({ verb: 'approve', actor })
    expect(form.state().status).toBe('approved')
  })
  test.each([
    ['two of three at 60 %', { mode: 'all', ratio: 60, veto: false }, ['a+', 'b+'], 'approved'],
    [
      'a veto counts at 60 % too, unless the flow says not',
      { mode: 'all', ratio: 60 },
      ['a+', 'b-'],
      'rejected',
    ],
    [
      'one against two without a veto',
      { mode: 'all', ratio: 60, veto: false },
      ['a-', 'b+', 'c+'],
      'approved',
    ],
    ['60 % can no longer be reached', { mode: 'all', ratio: 60, veto: false }, ['a-', 'b-'], 'rejected'],
    ['all without a veto still need all', { mode: 'all', veto: false }, ['a-'], 'rejected'],
    ['票签 by number', vote('count', 2), ['a-', 'b+', 'c+'], 'approved'],
    ['票签 by number, no longer possible', vote('count', 2), ['a-', 'b-'], 'rejected'],
    ['票签 by share', vote('ratio', 66), ['a+', 'b+'], 'approved'],
    ['票签 by share waits for all', vote('ratio', 66, true), ['a+', 'b+'], 'running'],
    ['票签 by share, all have voted', vote('ratio', 66, true), ['a+', 'b+', 'c-'], 'approved'],
    [
      '票签 by weight: above, not at the threshold',
      { ...vote('weight', 3), weightOf: { a: 3 } },
      ['a+'],
      'running',
    ],
    ['票签 by weight: above', { ...vote('weight', 3), weightOf: { a: 3 } }, ['a+', 'b+'], 'approved'],
    ['票签: nobody agrees', vote('ratio', 1), ['a-', 'b-', 'c-'], 'rejected'],
  ] as const)('%s', (_name, more, votes, status) => {
    const form = story(one(more))
    for (const said of votes) form.tell({ verb: said[1] === '+' ? 'approve' : 'reject', actor: said[0]! })
    expect(form.state().status).toBe(status)
  })
  test('分组会签: so many from each group, and one veto ends it', () => {
    const groups = {
      mode: 'groups' as const,
      people: ['l1', 'l2', 'b1', 's1'],
      groupOf: { l1: '法务', l2: '法务', b1: '业务', s1: '保密办' },
      groups: ['法务', '业务', '保密办'].map((group) => ({ group, needed: 1 })),
    }
    const form = story({ steps: [groups] })
    form.tell({ verb: 'approve', actor: 'l1' })
    form.tell({ verb: 'approve', actor: 'l2' })
    form.tell({ verb: 'approve', actor: 's1' })
    expect(form.state().status).toBe('running')
    form.tell({ verb: 'approve', actor: 'b1' })
    expect(form.state().status).toBe('approved')
    const other = story({ steps: [groups] })
    other.tell({ verb: 'reject', actor: 'l2' })
    expect(other.state().status).toBe('rejected')
  })
  test('parallel branches: each goes its own way, the next step opens when all are through; one rejection ends all', () => {
    const shape: Shape = {
      steps: [
        { people: ['m'] },
        { people: ['l1'], stage: 1, branch: 0 },
        { people: ['l2'], stage: 1, branch: 0 },
        { people: ['s'], stage: 1, branch: 1 },
        { people: ['e'], stage: 2, branch: 0 },
      ],
    }
    const form = story(shape)
    form.tell({ verb: 'approve', actor: 'm' })
    expect(asked(form)).toBe('l1 s')
    expect(openRuns(form.state())).toHaveLength(2)
    form.tell({ verb: 'approve', actor: 's' })
    form.tell({ verb: 'approve', actor: 'l1' })
    expect(asked(form)).toBe('l2')
    expect(form.mistake({ verb: 'return', actor: 'l2', to: 3 })).toBe('approval.return-other-branch')
    form.tell({ verb: 'return', actor: 'l2', to: 1 })
    expect(asked(form)).toBe('l1')
    form.tell({ verb: 'approve', actor: 'l1' })
    form.tell({ verb: 'approve', actor: 'l2' })
    expect(asked(form)).toBe('e')
    form.tell({ verb: 'return', actor: 'e', to: 0 })
    for (const actor of ['m', 'l1', 's']) form.tell({ verb: 'approve', actor })
    expect(form.mistake({ verb: 'return', actor: 'l2', to: 3 })).toBe('approval.return-other-branch')
    form.tell({ verb: 'reject', actor: 'l2' })
    expect(form.state().status).toBe('rejected')
    expect(openTasks(form.state())).toEqual([])
  })
  test('a return from one branch to before the split stops the other branches', () => {
    const form = story({
      steps: [
        { people: ['m'] },
        { people: ['l'], stage: 1, branch: 0 },
        { people: ['s'], stage: 1, branch: 1 },
      ],
    })
    form.tell({ verb: 'approve', actor: 'm' })
    expect(form.mistake({ verb: 'return', actor: 's', to: 1 })).toBe('approval.return-to-running')
    form.tell({ verb: 'return', actor: 'l', to: 0 })
    expect(asked(form)).toBe('m')
    expect(form.state().tasks.find((task) => task.assignee === 's')?.state).toBe('cancelled')
  })
})

describe('加签 and 减签', () => {
  const add = (where: string, ...people: string[]) => ({
    verb: 'add' as const,
    where,
    ...targets(...people),
  })
  test('前加签: the added decide first, then it is the turn of the one who asked', () => {
    const form = story(one({ people: ['a'] }))
    form.tell({ ...add('before', 'x', 'y'), actor: 'a', mode: 'sequence' })
    expect(states(form)).toBe('a:waiting x:todo y:pending')
    expect(form.mistake({ verb: 'approve', actor: 'a', taskId: form.state().tasks[0]!.id })).toBe(
      'approval.waits',
    )
    form.tell({ verb: 'approve', actor: 'x' })
    expect(asked(form)).toBe('y')
    form.tell({ verb: 'approve', actor: 'y' })
    expect(asked(form)).toBe('a')
    expect(form.state().status).toBe('running')
    form.tell({ verb: 'approve', actor: 'a' })
    expect(form.state().status).toBe('approved')
  })
  test('前加签 by 或签: one of the added is enough', () => {
    const form = story(one({ people: ['a'] }))
    form.tell({ ...add('before', 'x', 'y'), actor: 'a', mode: 'any' })
    form.tell({ verb: 'approve', actor: 'y' })
    expect(states(form)).toBe('a:todo x:closed y:approved')
    form.tell({ ...add('before', 'z', 'w'), actor: 'a', mode: 'any' })
    expect(asked(form)).toBe('z w')
  })
  test('后加签: the own agreement counts when the added have agreed too', () => {
    const form = story({ steps: [{ people: ['a'] }, { people: ['b'] }] })
    form.tell({ ...add('after', 'x'), actor: 'a' })
    expect(states(form)).toBe('a:approving x:todo')
    form.tell({ verb: 'approve', actor: 'x' })
    expect(states(form)).toBe('a:approved x:approved b:todo')
  })
  test('并加签: counts among all who must sign, and cannot bring friends where some may be outvoted', () => {
    const form = story(one({ mode: 'all', people: ['a', 'b'] }))
    form.tell({ ...add('peer', 'x'), actor: 'a' })
    form.tell({ verb: 'approve', actor: 'a' })
    form.tell({ verb: 'approve', actor: 'b' })
    expect(form.state().status).toBe('running')
    form.tell({ verb: 'approve', actor: 'x' })
    expect(form.state().status).toBe('approved')
    for (const more of [{}, vote('count', 2)])
      expect(story(one(more)).mistake({ ...add('peer', 'x'), actor: 'a' })).toBe('approval.add-peer-mode')
    const outvoted = story(one({ mode: 'all', ratio: 50, veto: false, people: ['a', 'b'] }))
    outvoted.tell({ ...add('peer', 'x', 'y', 'z'), actor: 'a' })
    for (const actor of ['x', 'y', 'z']) outvoted.tell({ verb: 'approve', actor })
    expect(outvoted.state().status).toBe('running')
  })
  test('a rejection by an added signer ends the form', () => {
    for (const where of ['before', 'after']) {
      const form = story(one({ people: ['a'] }))
      form.tell({ ...add(where, 'x'), actor: 'a' })
      form.tell({ verb: 'reject', actor: 'x' })
      expect(form.state().status).toBe('rejected')
      expect(openTasks(form.state())).toEqual([])
    }
  })
  test('减签: the added goes, and the turn comes back; what was configured never goes', () => {
    const form = story(one({ mode: 'all', people: ['a', 'b'] }))
    form.tell({ ...add('before', 'x', 'y'), actor: 'a' })
    const [a, b, x, y] = form.state().tasks.map((task) => task.id)
    expect(form.mistake({ verb: 'remove', actor: 'a', taskId: b })).toBe('approval.remove-configured')
    expect(form.mistake({ verb: 'remove', actor: 'b', taskId: x })).toBe('approval.not-your-task')
    form.tell({ verb: 'approve', actor: 'y' })
    expect(form.mistake({ verb: 'remove', actor: 'a', taskId: y })).toBe('approval.remove-acted')
    form.tell({ verb: 'remove', actor: 'a', taskId: x })
    expect(form.tell({ verb: 'remove', actor: 'a', taskId: x }).repeated).toBe(true)
    expect(form.task('a').id).toBe(a)
  })
  test('减签 behind the own agreement completes it', () => {
    const form = story(one({ people: ['a'] }))
    form.tell({ ...add('after', 'x'), actor: 'a' })
    form.tell({ verb: 'remove', actor: 'a', taskId: form.task('x').id })
    expect(form.state().status).toBe('approved')
  })
  test('cannot nest 加签', () => {
    const form = story(one({ people: ['a'] }))
    form.tell({ ...add('before', 'x'), actor: 'a' })
    expect(form.mistake({ ...add('before', 'y'), actor: 'x' })).toBe('approval.add-nested')
    const a = form.state().tasks[0]!.id
    expect(form.mistake({ ...add('before', 'y'), actor: 'a', taskId: a })).toBe('approval.add-nested')
  })
  test('cannot add an existing approver, oneself, the applicant or somebody unfit', () => {
    const form = story(one({ mode: 'all', people: ['a', 'b'] }))
    const mistake = (who: object) => form.mistake({ verb: 'add', where: 'before', actor: 'a', ...who })
    expect(mistake(targets('b'))).toBe('approval.add-approver')
    expect(mistake(targets('x', 'x'))).toBe('approval.add-approver')
    expect(mistake(targets('a'))).toBe('approval.add-self')
    expect(mistake(targets('clerk'))).toBe('approval.transfer-applicant')
    expect(mistake(targets())).toBe('approval.add-nobody')
    expect(mistake({ targets: [{ ...target('x').target, cleared: false }] })).toBe(
      'approval.transfer-uncleared',
    )
    expect(mistake({ targets: [{ ...target('x').target, active: false }] })).toBe(
      'approval.transfer-inactive',
    )
  })
  test('a second click adds nobody twice', () => {
    const form = story(one({ people: ['a'] }))
    const { id } = form.task('a')
    form.tell({ ...add('before', 'x'), actor: 'a' })
    expect(form.tell({ ...add('before', 'x'), actor: 'a', taskId: id }).repeated).toBe(true)
  })
  test('a step may withhold 加签, 转交, 委派, 退回 and 拿回', () => {
    const form = story({
      steps: [{ people: ['m'] }, { people: ['a'], withheld: ['add', 'transfer', 'delegate', 'return'] }],
    })
    form.tell({ verb: 'approve', actor: 'm' })
    for (const deed of [
      add('before', 'x'),
      { verb: 'transfer' as const, ...target('x') },
      { verb: 'delegate' as const, ...target('x') },
      { verb: 'return' as const, to: 0 },
    ])
      expect(form.mistake({ ...deed, actor: 'a' })).toBe('approval.not-allowed')
  })
})

describe('委派', () => {
  test('the delegate advises, the owner decides', () => {
    const form = story(one({ people: ['a'] }))
    form.tell({ verb: 'delegate', actor: 'a', ...target('x') })
    expect(states(form)).toBe('a:delegated x:todo')
    expect(form.mistake({ verb: 'approve', actor: 'x' })).toBe('approval.only-advise')
    expect(form.mistake({ verb: 'transfer', actor: 'x', ...target('y') })).toBe('approval.only-advise')
    form.tell({ verb: 'advise', actor: 'x' })
    expect(states(form)).toBe('a:todo x:advised')
    expect(form.state().status).toBe('running')
    expect(form.mistake({ verb: 'advise', actor: 'a' })).toBe('approval.not-asked-for-advice')
    form.tell({ verb: 'approve', actor: 'a' })
    expect(form.state().status).toBe('approved')
  })
  test('whoever was asked for advice in a handed-over task advises the new owner', () => {
    const form = story(one({ people: ['a'] }))
    form.tell({ verb: 'delegate', actor: 'a', ...target('x') })
    const a = form.state().tasks[0]!
    form.tell({ verb: 'handover', actor: 'office', taskId: a.id, ...target('b') })
    form.tell({ verb: 'advise', actor: 'x' })
    expect(asked(form)).toBe('b')
  })
})

describe('认领', () => {
  const pool = one({ pool: true })
  test('the first claims, the others wait; released, all may again', () => {
    const form = story(pool)
    expect(form.mistake({ verb: 'approve', actor: 'a' })).toBe('approval.claim-first')
    form.tell({ verb: 'claim', actor: 'b' })
    expect(asked(form)).toBe('b')
    expect(form.tell({ verb: 'claim', actor: 'b' }).repeated).toBe(true)
    const a = form.state().tasks[0]!.id
    expect(form.mistake({ verb: 'claim', actor: 'a', taskId: a })).toBe('approval.claimed')
    expect(form.mistake({ verb: 'approve', actor: 'a', taskId: a })).toBe('approval.waits')
    form.tell({ verb: 'release', actor: 'b' })
    expect(asked(form)).toBe('a b c')
    form.tell({ verb: 'claim', actor: 'a' })
    form.tell({ verb: 'approve', actor: 'a' })
    expect(states(form)).toBe('a:approved b:closed c:closed')
  })
  test('no pool: nothing to claim', () => {
    expect(story(one({})).mistake({ verb: 'claim', actor: 'a' })).toBe('approval.no-pool')
  })
})

describe('whom the step before picks', () => {
  const shape: Shape = { steps: [{ people: ['m'] }, { people: ['x'] }] }
  test('the approver picks, or cannot pass the step', () => {
    const form = story(shape)
    expect(form.mistake({ verb: 'approve', actor: 'm', picked: ['step1'] })).toBe('approval.pick-needed')
    expect(asked(form)).toBe('m')
    form.tell({ verb: 'approve', actor: 'm', picked: ['step1'], picks: { step1: ['x'] } })
    expect(form.state().picks).toEqual({ step1: ['x'] })
  })
})

test('代理: the proxy acts in the own name, on behalf of the principal, while the rule holds', () => {
  const form = story(one({ people: ['p'], proxyOf: { p: 'boss' } }))
  expect(form.mistake({ verb: 'approve', actor: 'p', proxyOver: true })).toBe('approval.proxy-over')
  const turn = form.tell({ verb: 'approve', actor: 'p' })
  expect(turn.actions[0]).toMatchObject({ actor: 'p', onBehalfOf: 'boss' })
  const over = story(one({ people: ['p'], proxyOf: { p: 'boss' } }))
  over.tell({ verb: 'proxy-back', actor: 'clock', taskId: over.task('p').id })
  expect(asked(over)).toBe('boss')
})

test('only consecutive steps are skipped for the same person where the flow says so', () => {
  const again = (repeats: 'consecutive' | 'all'): string => {
    const form = story({ steps: [{ people: ['a'] }, { people: ['b'] }, { people: ['a'], repeats }] })
    form.tell({ verb: 'approve', actor: 'a' })
    form.tell({ verb: 'approve', actor: 'b' })
    return form.state().status
  }
  expect(again('consecutive')).toBe('running')
  expect(again('all')).toBe('approved')
  const next = story({ steps: [{ people: ['a'] }, { people: ['a'], repeats: 'consecutive' }] })
  const turn = next.tell({ verb: 'approve', actor: 'a' })
  expect(turn.state.tasks.at(-1)?.state).toBe('skipped')
  expect(next.state().status).toBe('approved')
})

test('a task that opens inside a step begins its time then', () => {
  const form = story(one({ mode: 'sequence', people: ['a', 'b'] }))
  form.tell({ verb: 'approve', actor: 'a', at: hour(10), due: hour(99) })
  expect(form.task('b')).toMatchObject({ dueAt: hour(99), reminders: 0 })
})

test('a changed text: what was added or advised before counts no more', () => {
  const form = story(one({ people: ['a'] }))
  form.tell({ verb: 'return', actor: 'a', to: 'applicant' })
  form.tell({ verb: 'resubmit', actor: 'clerk', hash: hashB })
  expect(form.state().runs.map((run) => run.voided)).toEqual([true, false])
})
