import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Mistake } from '../../../floor/errors.ts'
import { advance } from './flow.ts'
import type { FlowEvent } from './events.ts'
import { chainOf, countingRuns, type FlowState, type Mode, openTasks } from './state.ts'
import { draftOf, due, hashA, hashB, hour, newId, type Shape, wayOf } from './support.ts'

/** Random shapes of flows, and random things that happen to them. */

const people = ['clerk', 'a', 'b', 'c', 'd', 'admin'] as const
const approvers = people.filter((one) => one !== 'clerk' && one !== 'admin')
const anyStep = fc.record({
  mode: fc.constantFrom<Mode>('all', 'any'),
  people: fc.uniqueArray(fc.constantFrom(...approvers), { minLength: 1, maxLength: 3 }),
  repeats: fc.constantFrom<'ask' | 'all'>('ask', 'all'),
})
const anyShape = fc.record({
  steps: fc.array(anyStep, { minLength: 1, maxLength: 4 }),
  level: fc.integer({ min: 1, max: 4 }),
})
const verbs = [
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
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
  /** Most decisions come from somebody who holds a task, so that forms get somewhere. */
  holder: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
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
  const open = openTasks(state)
  const own = open.find((task) => task.assignee === one.actor)
  const decides = ['approve', 'reject', 'return', 'transfer'].includes(one.verb)
  const held = one.holder && decides ? open[one.pick % Math.max(open.length, 1)] : undefined
  const task = held ?? (one.pick === 0 ? own : state.tasks.at(-one.pick))
  return {
    verb: one.verb,
    actor: held?.assignee ?? one.actor,
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
    shape.steps[index]!.repeats === 'all' && agreed.some((task) => task.assignee === person)
  const { mode = 'any', people: configured } = shape.steps[index]!
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
    expect(approved).toBeGreaterThan(100)
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
