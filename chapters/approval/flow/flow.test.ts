import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Mistake } from '../../../floor/errors.ts'
import { advance, isRepeated } from './flow.ts'
import { urgeCooldownMs } from './limits.ts'
import {
  chainOf,
  countingRuns,
  type FlowEvent,
  type FlowState,
  type Mode,
  openRun,
  openTasks,
  type Opening,
  type StepPlan,
} from './state.ts'

/** A clerk applies; a manager, a secrecy officer and an executive decide. Ids are names, time is a number of hours. */
const hashA = 'a'.repeat(64)
const hashB = 'b'.repeat(64)
const hour = (n: number): Date => new Date(Date.UTC(2026, 10, 24, 1) + n * 3_600_000)
const due = hour(48)

let count = 0
const newId = (): string => `id${++count}`

interface Shape {
  readonly steps: readonly {
    mode: Mode
    people: readonly string[]
    skipRepeated?: boolean
    rescue?: boolean
  }[]
  readonly level?: number
}
const plans = (shape: Shape): readonly StepPlan[] =>
  shape.steps.map((step, index) => ({
    id: `step${index}`,
    mode: step.mode,
    skipRepeated: step.skipRepeated ?? false,
  }))
const wayOf = (shape: Shape): readonly Opening[] =>
  shape.steps.map((step) => ({
    candidates: step.people.map((person) => ({ person, origin: step.rescue === true ? 'rescue' : 'step' })),
    due,
  }))
const draftOf = (shape: Shape): FlowState => ({
  status: 'draft',
  applicant: 'clerk',
  level: shape.level ?? 2,
  hash: hashA,
  steps: plans(shape),
  runs: [],
  tasks: [],
  urgeCount: 0,
  cc: [],
})

type Loose = { verb: FlowEvent['verb']; actor: string; [key: string]: unknown }

/** Tells a story on one form, event by event; a decision finds the actor's open task and the present hash by itself. */
function story(shape: Shape) {
  let state = draftOf(shape)
  let at = 0
  const tell = (loose: Loose) => {
    const task = openTasks(state).find((one) => one.assignee === loose.actor)
    const event = {
      at: hour(++at),
      opinion: 'fine',
      hash: state.hash,
      taskId: task?.id ?? 'none',
      way: wayOf(shape),
      due,
      byAdministrator: false,
      ...loose,
    } as unknown as FlowEvent
    const turn = advance(state, event, newId)
    state = turn.state
    return turn
  }
  tell({ verb: 'submit', actor: 'clerk' })
  return {
    tell,
    state: () => state,
    task: (person: string) => openTasks(state).find((one) => one.assignee === person)!,
    mistake: (loose: Loose): string => {
      try {
        tell(loose)
      } catch (error) {
        if (error instanceof Mistake) return error.code
        throw error
      }
      return 'none'
    },
  }
}
const target = (person: string, more: object = {}) => ({
  target: { person, active: true, cleared: true, administrator: false, ...more },
})
const chain: Shape = {
  steps: [
    { mode: 'any', people: ['manager'] },
    { mode: 'any', people: ['officer', 'deputy'] },
    { mode: 'all', people: ['officer', 'boss'] },
  ],
}

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
        { mode: 'any', people: ['manager'], skipRepeated: true },
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

// ─── random sequences ───

const people = ['clerk', 'a', 'b', 'c', 'd', 'admin'] as const
const approvers = people.filter((one) => one !== 'clerk' && one !== 'admin')
const anyStep = fc.record({
  mode: fc.constantFrom<Mode>('all', 'any'),
  people: fc.uniqueArray(fc.constantFrom(...approvers), { minLength: 1, maxLength: 3 }),
  skipRepeated: fc.boolean(),
})
const anyShape = fc.record({
  steps: fc.array(anyStep, { minLength: 1, maxLength: 4 }),
  level: fc.integer({ min: 1, max: 4 }),
})
const verbs = [
  'approve',
  'approve',
  'approve',
  'reject',
  'return',
  'resubmit',
  'withdraw',
  'transfer',
  'urge',
  'comment',
  'viewed',
  'cc',
  'remind',
  'escalate',
] as const
const anyEvent = fc.record({
  verb: fc.constantFrom(...verbs),
  actor: fc.constantFrom(...people),
  /** Which of all tasks that ever were; 0 means the actor's own open one. */
  pick: fc.nat({ max: 6 }),
  to: fc.oneof(fc.constant('applicant' as const), fc.integer({ min: 0, max: 4 })),
  stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  changed: fc.boolean(),
  target: fc.constantFrom(...people),
})

function eventFrom(
  state: FlowState,
  shape: Shape,
  one: ReturnType<typeof anyEvent.generate>['value'],
  at: Date,
): FlowEvent {
  const own = openTasks(state).find((task) => task.assignee === one.actor)
  const task = one.pick === 0 ? own : state.tasks.at(-one.pick)
  return {
    verb: one.verb,
    actor: one.actor,
    at,
    taskId: task?.id ?? 'none',
    hash:
      one.verb === 'resubmit'
        ? one.changed
          ? hashB
          : state.hash
        : one.stale
          ? hashB.replace('b', 'c')
          : state.hash,
    opinion: 'said',
    to: one.to,
    way: wayOf(shape),
    due,
    byAdministrator: false,
    people: [one.target],
    target:
      one.verb === 'escalate'
        ? one.target
        : { person: one.target, active: true, cleared: true, administrator: one.target === 'admin' },
  } as unknown as FlowEvent
}

/** Walks a random sequence; mistakes leave the state as it was. Calls `look` after each step. */
function walk(
  shape: Shape,
  events: readonly ReturnType<typeof anyEvent.generate>['value'][],
  look: (before: FlowState, after: FlowState, event: FlowEvent) => void,
): FlowState {
  const first = { verb: 'submit', actor: 'clerk', at: hour(0), hash: hashA, way: wayOf(shape) } as const
  let state = advance(draftOf(shape), first, newId).state
  events.forEach((one, index) => {
    const event = eventFrom(state, shape, one, hour(index + 1))
    try {
      const turn = advance(state, event, newId)
      look(state, turn.state, event)
      state = turn.state
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
    }
  })
  return state
}

const anyWalk = [anyShape, fc.array(anyEvent, { maxLength: 40 })] as const
const runs = { numRuns: 1500 }

/** Every configured approver of a step agreed to this text, in person or through the one their task was handed to. */
function isCovered(state: FlowState, shape: Shape, index: number): boolean {
  const run = countingRuns(state).find((one) => one.step === index)
  const counting = new Set(countingRuns(state).map((one) => one.id))
  const agreed = state.tasks.filter(
    (task) => counting.has(task.runId) && task.state === 'approved' && task.decidedHash === state.hash,
  )
  const inStep = agreed.filter((task) => task.runId === run?.id)
  const stands = (person: string): boolean => inStep.some((task) => chainOf(state, task).includes(person))
  const earlier = (person: string): boolean =>
    shape.steps[index]!.skipRepeated === true && agreed.some((task) => task.assignee === person)
  const { mode, people: configured } = shape.steps[index]!
  const counts = (person: string): boolean => stands(person) || earlier(person)
  return mode === 'any' ? configured.some(counts) : configured.every(counts)
}

describe('whatever happens in whatever order', () => {
  test('no sequence ends in approved without the configured approvers having approved this snapshot', () => {
    let approved = 0
    fc.assert(
      fc.property(...anyWalk, (shape, events) => {
        const end = walk(shape, events, () => undefined)
        if (end.status !== 'approved') return
        approved++
        shape.steps.forEach((_, index) => expect(isCovered(end, shape, index)).toBe(true))
      }),
      runs,
    )
    expect(approved).toBeGreaterThan(20)
  })
  test('one open run while it runs, none otherwise; a running form always has a task that somebody can do', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, events) => {
        walk(shape, events, (_before, after) => {
          const open = after.runs.filter((run) => run.closedAt === undefined)
          expect(open.length).toBe(after.status === 'running' ? 1 : 0)
          const waiting = openTasks(after)
          expect(waiting.every((task) => task.runId === open[0]?.id)).toBe(true)
          if (after.status === 'running') expect(waiting.length).toBeGreaterThan(0)
        })
      }),
      runs,
    )
  })
  test('the applicant never holds a task and never decides', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, events) => {
        const end = walk(shape, events, () => undefined)
        expect(end.tasks.filter((task) => task.assignee === 'clerk')).toEqual([])
      }),
      runs,
    )
  })
  test('no task is lost or comes back: what was decided stays decided, timers run on open tasks only', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, events) => {
        walk(shape, events, (before, after, event) => {
          for (const task of before.tasks) {
            const now = after.tasks.find((one) => one.id === task.id)
            expect(now).toBeDefined()
            if (task.state !== 'todo') expect(now).toEqual(task)
          }
          if (event.verb === 'remind' || event.verb === 'escalate') {
            const about = before.tasks.find((task) => task.id === event.taskId)
            if (about?.state !== 'todo') expect(after).toEqual(before)
            expect(after.status).toBe(before.status)
          }
        })
      }),
      runs,
    )
  })
  test('an ended form never moves again, except that people may still be told and comment', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, events) => {
        walk(shape, events, (before, after) => {
          if (!['approved', 'rejected', 'withdrawn'].includes(before.status)) return
          expect({ ...after, cc: [] }).toEqual({ ...before, cc: [] })
        })
      }),
      runs,
    )
  })
  test('from every state the applicant or an approver has a way on: no dead end', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, events) => {
        let state = walk(shape, events, () => undefined)
        for (let rounds = 0; rounds < 60 && ['running', 'returned'].includes(state.status); rounds++) {
          const [task] = openTasks(state)
          const common = { at: hour(100 + rounds), hash: state.hash, opinion: 'on', way: wayOf(shape) }
          const event =
            task === undefined
              ? { ...common, verb: 'resubmit', actor: 'clerk' }
              : { ...common, verb: 'approve', actor: task.assignee, taskId: task.id }
          state = advance(state, event as unknown as FlowEvent, newId).state
        }
        expect(['approved', 'rejected', 'withdrawn']).toContain(state.status)
      }),
      runs,
    )
  })
})
