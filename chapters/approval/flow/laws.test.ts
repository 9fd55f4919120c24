import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Mistake } from '../../../floor/errors.ts'
import type { FlowEvent } from './events.ts'
import { advance } from './flow.ts'
import { anyWalk, isCovered, walk } from './laws/support.ts'
import { approversIn, childrenOf, type FlowState, isLive, openRuns, openTasks } from './state.ts'
import { due, hour, newId, type Shape, wayOf } from './support.ts'

const runs = { numRuns: 1000 }
const ended = ['approved', 'rejected', 'withdrawn', 'terminated', 'expired', 'revoked']

/** What somebody sensible does next, until the form has ended. */
function nextDeed(state: FlowState, shape: Shape, at: Date): FlowEvent {
  const common = { at, hash: state.hash, opinion: 'on', way: wayOf(shape), due }
  const [task] = openTasks(state)
  const deed = (): object => {
    if (state.suspendedAt !== undefined) return { verb: 'resume', actor: 'admin' }
    if (state.status === 'returned') return { verb: 'resubmit', actor: 'clerk' }
    const nested = openRuns(state).find((run) => run.child !== undefined)
    if (task === undefined && nested !== undefined)
      return { verb: 'child-ended', actor: 'clock', runId: nested.id, approved: true }
    if (task === undefined) throw new Error(`nobody has anything to do: ${JSON.stringify(state)}`)
    const own = { actor: task.assignee, taskId: task.id, signature: 'picture' }
    if (task.under?.as === 'delegate') return { verb: 'advise', ...own }
    const run = state.runs.find((one) => one.id === task.runId)!
    const pooled = state.steps[run.step]!.pool === true && run.kind === 'approval' && task.under === undefined
    return { verb: pooled && task.claimedAt === undefined ? 'claim' : 'approve', ...own }
  }
  return { ...common, ...deed() } as unknown as FlowEvent
}

describe('whatever happens in whatever order', () => {
  test('an agreement of a round that was given back is not taken back once the step is asked anew', () => {
    const deed = { holder: true, pick: 0, to: 0, stale: false, changed: false, unsigned: false, flag: false }
    const happen = (verb: string, more: object = {}) => ({ ...deed, verb, ...more })
    const shape = {
      level: 1,
      steps: [{ mode: 'all', people: ['e', 'a'], repeats: 'ask', ratio: 100, veto: false, pool: false, stage: 0, branch: 0 }],
    } as unknown as Shape // prettier-ignore
    walk(
      shape,
      [
        happen('approve'),
        happen('return', { to: 'applicant' }),
        happen('resubmit', { flag: true }),
        happen('take-back', { stale: true }),
      ] as unknown as Parameters<typeof walk>[1],
      (_before, after) => expect(openRuns(after).length).toBeLessThan(2),
    )
  })
  test('no sequence of verbs ends in an approval without the configured approvers having approved this snapshot', () => {
    let approved = 0
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        walk(shape, happenings, (before, after) => {
          if (after.status !== 'approved' || before.status === 'approved' || before.status === 'revoking')
            return
          approved++
          shape.steps.forEach((_, index) => expect(isCovered(after, shape, index), String(index)).toBe(true))
        })
      }),
      { numRuns: 3000 },
    )
    expect(approved).toBeGreaterThan(200)
  })
  test('one open run per branch, all of one stage, each with somebody who can act; none when the form has ended', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        walk(shape, happenings, (_before, after) => {
          const open = openRuns(after)
          if (after.status !== 'running' && after.status !== 'revoking') {
            expect(open).toEqual([])
            expect(after.tasks.filter(isLive)).toEqual([])
            return
          }
          expect(open.length).toBeGreaterThan(0)
          expect(new Set(open.map((run) => run.branch)).size).toBe(open.length)
          expect(new Set(open.map((run) => after.steps[run.step]!.stage)).size).toBe(1)
          for (const run of open) {
            const asked = openTasks(after).filter((task) => task.runId === run.id).length
            // A step that another form decides asks nobody; that form does.
            if (run.child === undefined) expect(asked).toBeGreaterThan(0)
            else expect(asked).toBe(0)
          }
          for (const task of after.tasks.filter(isLive))
            expect(open.some((run) => run.id === task.runId)).toBe(true)
        })
      }),
      runs,
    )
  })
  test('nobody decides in a step that wants a signature without one, whatever way the task came', () => {
    let decisions = 0
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        const end = walk(shape, happenings, () => undefined)
        for (const task of end.tasks) {
          const run = end.runs.find((one) => one.id === task.runId)!
          if (run.kind !== 'approval' || end.steps[run.step]!.signature !== 'required') continue
          if (!['approved', 'approving', 'rejected'].includes(task.state)) continue
          decisions++
          expect(task.signature).toBe('picture')
        }
      }),
      runs,
    )
    expect(decisions).toBeGreaterThan(50)
  })
  test('a form inside another is asked anew in every round, and is open only while its step is', () => {
    let rounds = 0
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        const end = walk(shape, happenings, (before, after) => {
          for (const run of after.runs) {
            const was = before.runs.find((one) => one.id === run.id)
            if (was !== undefined) expect(run.child).toBe(was.child)
          }
        })
        const children = end.runs.flatMap(({ child }) => child ?? [])
        rounds += children.length
        expect(new Set(children).size).toBe(children.length)
        if (openRuns(end).length > 0) expect(['running', 'revoking']).toContain(end.status)
      }),
      runs,
    )
    expect(rounds).toBeGreaterThan(100)
  })
  test('a narrower text keeps no approval of the wider one', () => {
    let narrowed = 0
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        walk(shape, happenings, (_before, after, event, actions) => {
          if (event.verb !== 'narrow' || actions === -1) return
          narrowed++
          expect(approversIn(after)).toEqual([])
          expect(after.status).toBe('running')
        })
      }),
      runs,
    )
    expect(narrowed).toBeGreaterThan(20)
  })
  test('the applicant and the administrators never hold a task and never decide', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        const end = walk(shape, happenings, () => undefined)
        expect(end.tasks.filter((task) => ['clerk', 'admin'].includes(task.assignee))).toEqual([])
      }),
      runs,
    )
  })
  test('no task is lost or comes back: what is over stays over, and nobody waits for somebody who is not there', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        walk(shape, happenings, (before, after) => {
          for (const task of before.tasks) {
            const now = after.tasks.find((one) => one.id === task.id)
            expect(now).toBeDefined()
            if (!isLive(task)) expect(now!.state).toBe(task.state)
            if (task.decidedHash !== undefined) expect(now!.decidedHash).toBe(task.decidedHash)
          }
          for (const task of after.tasks) {
            const children = childrenOf(after, task)
            if (['approving', 'delegated'].includes(task.state)) expect(children.some(isLive)).toBe(true)
            if (task.state === 'waiting' && children.length > 0) expect(children.some(isLive)).toBe(true)
          }
        })
      }),
      runs,
    )
  })
  test('timers die with their task: the clock moves open tasks only, approves nothing, and rests while suspended', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        walk(shape, happenings, (before, after, event) => {
          if (event.verb !== 'remind' && event.verb !== 'escalate' && event.verb !== 'expire') return
          const about = before.tasks.find((task) => task.id === event.taskId)
          if (about?.state !== 'todo' || before.suspendedAt !== undefined) expect(after).toEqual(before)
          if (event.verb === 'expire') expect([before.status, 'expired']).toContain(after.status)
          else expect(after.status).toBe(before.status)
        })
      }),
      runs,
    )
  })
  test('an ended form never moves again, except that an approved one may be revoked and that people are told', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        walk(shape, happenings, (before, after, event) => {
          if (!ended.includes(before.status) || event.verb === 'revoke') return
          expect({ ...after, cc: [] }).toEqual({ ...before, cc: [] })
        })
      }),
      runs,
    )
  })
  test('every deed is written down once, in the words of the hash it was done on; a saved opinion is not', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        walk(shape, happenings, (before, after, event, actions) => {
          if (actions === -1) expect(after).toEqual(before)
          else if (event.verb === 'save') expect(actions).toBe(0)
          else expect(actions).toBeGreaterThan(0)
        })
      }),
      runs,
    )
  })
  test('repeat clicks are idempotent: the same deed again changes nothing', () => {
    const once = new Set([
      'approve', 'reject', 'return', 'advise', 'transfer', 'delegate', 'add', 'remove', 'claim', 'take-back', 'withdraw',
      'revoke', 'terminate', 'child-ended', 'suspend', 'resume', 'handover', 'escalate', 'expire', 'urge', 'cc', 'viewed', 'save',
    ]) // prettier-ignore
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        walk(shape, happenings, (before, after, event, actions) => {
          if (!once.has(event.verb) || actions === -1 || after === before) return
          try {
            expect(advance(after, event, newId).state).toEqual(after)
          } catch (error) {
            if (!(error instanceof Mistake)) throw error
          }
        })
      }),
      runs,
    )
  })
  test('from every state somebody has a way on: no dead end', () => {
    fc.assert(
      fc.property(...anyWalk, (shape, happenings) => {
        let state = walk(shape, happenings, () => undefined)
        for (let rounds = 0; rounds < 120 && !ended.includes(state.status); rounds++)
          state = advance(state, nextDeed(state, shape, hour(100 + rounds)), newId).state
        expect(ended).toContain(state.status)
      }),
      runs,
    )
  })
})
