import fc from 'fast-check'
import { Mistake } from '../../../../floor/errors.ts'
import type { FlowEvent } from '../events.ts'
import { advance } from '../flow.ts'
import { countingRuns, type FlowState, isLive, type Mode, openRuns, openTasks, type Task } from '../state.ts'
import { draftOf, due, hashA, hashB, hour, newId, type Shape, type ShapeStep, wayOf } from '../support.ts'

/** Random shapes of flows, and random things that happen to them. */

const people = ['clerk', 'a', 'b', 'c', 'd', 'e', 'admin'] as const
const approvers = people.filter((one) => one !== 'clerk' && one !== 'admin')

const anyStep = fc
  .record({
    mode: fc.constantFrom<Mode>('all', 'any', 'sequence', 'vote', 'groups'),
    people: fc.uniqueArray(fc.constantFrom(...approvers), { minLength: 1, maxLength: 3 }),
    repeats: fc.constantFrom('ask' as const, 'ask' as const, 'consecutive' as const, 'all' as const),
    ratio: fc.constantFrom(100, 100, 60, 30),
    veto: fc.boolean(),
    pool: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    rule: fc.constantFrom('weight' as const, 'ratio' as const, 'count' as const),
    waitForAll: fc.boolean(),
    split: fc.boolean(),
    signature: fc.integer({ min: 0, max: 2 }).map((n) => n === 0),
    sub: fc.integer({ min: 0, max: 6 }).map((n) => n === 0),
    fields: fc.boolean(),
  })
  .map(({ rule, waitForAll, split, signature, sub, fields, ...step }): ShapeStep & { split: boolean } => {
    if (sub) return { people: [], split, mode: 'any', sub: { flow: 'another' } }
    const halves = step.people.map((_, at) => (at % 2 === 0 ? 'x' : 'y'))
    return {
      ...step,
      pool: step.pool && step.mode === 'any',
      ...(signature ? { signature: 'required' as const } : {}),
      ...(fields ? { fields: { period: 'write' as const } } : {}),
      split,
      vote: { rule, threshold: rule === 'ratio' ? 60 : 1, waitForAll },
      groupOf: Object.fromEntries(step.people.map((person, at) => [person, halves[at]!])),
      groups: [...new Set(halves)].map((group) => ({ group, needed: 1 })),
      weightOf: Object.fromEntries(step.people.map((person, at) => [person, at + 1])),
    }
  })

/** Up to four steps; one that is split runs beside the one before it. */
const anyShape = fc
  .record({
    steps: fc.array(anyStep, { minLength: 1, maxLength: 4 }),
    level: fc.integer({ min: 1, max: 4 }),
  })
  // Every flow that may be saved has a step that people decide.
  .filter(({ steps }) => steps.some(({ sub }) => sub === undefined))
  .map(({ steps, level }): Shape => {
    let [stage, branch] = [-1, 0]
    return {
      level,
      steps: steps.map(({ split, ...step }) => {
        if (split && stage >= 0 && branch < 2) branch += 1
        else [stage, branch] = [stage + 1, 0]
        return { ...step, stage, branch }
      }),
    }
  })

const verbs = [
  ...Array.from({ length: 14 }, () => 'approve' as const),
  'reject', 'return', 'return', 'resubmit', 'resubmit', 'withdraw', 'transfer', 'delegate', 'advise', 'advise', 'add', 'add',
  'remove', 'claim', 'claim', 'claim', 'release', 'take-back', 'take-back', 'handover', 'proxy-back', 'save', 'ask-material',
  'material', 'urge', 'comment', 'viewed', 'cc', 'remind', 'escalate', 'expire', 'revoke', 'jump', 'reassign', 'confirm',
  'suspend', 'resume', 'resume', 'terminate', 'narrow', 'narrow', 'narrow', 'child-ended', 'child-ended', 'child-ended', 'child-ended',
] as const // prettier-ignore

const anyHappening = fc.record({
  verb: fc.constantFrom(...verbs),
  actor: fc.constantFrom(...people),
  /** Most decisions come from somebody who holds a task, so that forms get somewhere. */
  holder: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
  /** Which of all tasks that ever were; 0 means the actor's own open one. */
  pick: fc.nat({ max: 6 }),
  to: fc.oneof(fc.constant('applicant' as const), fc.integer({ min: 0, max: 4 })),
  stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  changed: fc.boolean(),
  unsigned: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  flag: fc.boolean(),
  where: fc.constantFrom('before', 'after', 'peer'),
  mode: fc.constantFrom('any', 'all', 'sequence'),
  target: fc.constantFrom(...people),
  other: fc.constantFrom(...people),
})
export type Happening = ReturnType<typeof anyHappening.generate>['value']
export const anyWalk = [anyShape, fc.array(anyHappening, { maxLength: 45 })] as const

const ownVerbs = new Set(['resubmit', 'withdraw', 'revoke', 'urge', 'material'])
const officeVerbs = new Set(['jump', 'reassign', 'suspend', 'resume', 'terminate'])

function actorOf(one: Happening, held: Task | undefined): string {
  if (held !== undefined && one.holder) return held.assignee
  if (ownVerbs.has(one.verb) && one.holder) return 'clerk'
  if (officeVerbs.has(one.verb)) return 'admin'
  return one.actor
}

const person = (id: string) => ({ person: id, active: true, cleared: true, administrator: id === 'admin' })

function eventFrom(state: FlowState, shape: Shape, one: Happening, at: Date): FlowEvent {
  const open = openTasks(state)
  const pool = one.verb === 'take-back' ? state.tasks.filter((task) => task.state === 'approved') : open
  const held = one.holder ? pool[one.pick % Math.max(pool.length, 1)] : undefined
  const own = open.find((task) => task.assignee === one.actor)
  const task = held ?? (one.pick === 0 ? own : state.tasks.at(-one.pick))
  const added = state.tasks.filter((each) => each.under !== undefined && isLive(each))[one.pick % 3]
  const removing = one.verb === 'remove' && added !== undefined
  const parent = state.tasks.find((each) => each.id === added?.under?.task)
  const resubmitted = one.changed ? hashB : state.hash
  return {
    verb: one.verb,
    actor: removing ? parent!.assignee : actorOf(one, held),
    at,
    taskId: (removing ? added : task)?.id ?? 'none',
    hash: one.verb === 'resubmit' ? resubmitted : one.stale ? 'c'.repeat(64) : state.hash,
    opinion: 'said',
    to: one.verb === 'jump' && one.to === 'applicant' ? 0 : one.to,
    after: one.flag ? 'back' : 'rerun',
    straight: one.flag,
    accept: one.flag,
    atOnce: one.flag,
    way: wayOf(shape),
    due,
    byAdministrator: false,
    people: [one.target],
    ...(one.unsigned ? {} : { signature: 'picture' }),
    narrowed: state.hash === hashB ? hashA : hashB,
    fields: one.flag ? ['period'] : ['period', 'purpose'],
    runId: openRuns(state).find((run) => run.child !== undefined)?.id ?? state.runs.at(-1)?.id,
    approved: one.unsigned ? false : true,
    where: one.where,
    mode: one.mode,
    targets: one.flag ? [person(one.target)] : [person(one.target), person(one.other)],
    // Whom an overdue task goes to is looked up, and never an administrator.
    target:
      one.verb === 'escalate' ? one.target.replace('admin', 'e') : person(state.request?.to ?? one.target),
  } as unknown as FlowEvent
}

/** A form of this shape, just handed in. */
export function begun(shape: Shape): FlowState {
  const first = { verb: 'submit', actor: 'clerk', at: hour(0), hash: hashA, way: wayOf(shape) } as const
  return advance(draftOf(shape), first, newId).state
}

export type Look = (before: FlowState, after: FlowState, event: FlowEvent, actions: number) => void

/** Walks a random sequence; mistakes leave the state as it was. Calls `look` after each step. */
export function walk(shape: Shape, happenings: readonly Happening[], look: Look): FlowState {
  let state = begun(shape)
  happenings.forEach((one, index) => {
    const event = eventFrom(state, shape, one, hour(index + 1))
    try {
      const turn = advance(state, event, newId)
      look(state, turn.state, event, turn.repeated ? -1 : turn.actions.length)
      state = turn.state
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
    }
  })
  return state
}

/** The person a task was first meant for: back through those it was handed on by, not through who asked for it. */
function meantFor(state: FlowState, task: Task): string {
  const from = state.tasks.find((one) => one.id === task.fromTask)
  return from === undefined ? task.assignee : meantFor(state, from)
}

/**
 * Did the configured approvers of a step agree to the present text, in person or through the one their task was handed
 * to, as many as the step asks for?
 */
export function isCovered(state: FlowState, shape: Shape, index: number): boolean {
  const counting = countingRuns(state)
  const ids = new Set(counting.map((run) => run.id))
  const agreed = state.tasks.filter(
    (task) =>
      ids.has(task.runId) &&
      task.state === 'approved' &&
      task.voided !== true &&
      task.decidedHash === state.hash,
  )
  const runs = new Set(counting.filter((run) => run.step === index).map((run) => run.id))
  const step = shape.steps[index]!
  // Another form decided it: that form was approved, and says so of this round.
  if (step.sub !== undefined)
    return counting.some((run) => run.step === index && run.child !== undefined && run.outcome === 'approved')
  const stands = (one: string): boolean =>
    agreed.some((task) => runs.has(task.runId) && task.under === undefined && meantFor(state, task) === one)
  const skipped = (one: string): boolean =>
    step.repeats !== 'ask' && state.level < 4 && agreed.some((task) => task.assignee === one)
  const yes = step.people.filter((one) => stands(one) || skipped(one))
  const weight = (list: readonly string[]): number => list.reduce((sum, one) => sum + step.weightOf![one]!, 0)
  switch (step.mode) {
    case 'sequence':
      return yes.length === step.people.length
    case 'all':
      return yes.length >= Math.ceil((step.people.length * (step.ratio ?? 100)) / 100)
    case 'groups':
      return step.groups!.every(
        ({ group, needed }) => yes.filter((one) => step.groupOf![one] === group).length >= needed,
      )
    case 'vote':
      if (step.vote!.rule === 'count') return yes.length >= 1
      if (step.vote!.rule === 'weight') return weight(yes) > 1
      return weight(yes) * 100 >= weight(step.people) * 60
    default:
      return yes.length > 0
  }
}
