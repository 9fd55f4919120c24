import { Mistake } from '../../../floor/errors.ts'
import { opinionFromLevel, urgeCooldownMs } from './limits.ts'
import { changeTasks, closeRun, type Draft, openStep } from './open.ts'
import {
  type ActionDraft,
  type FlowEvent,
  type FlowState,
  openRun,
  openTasks,
  type Run,
  standing,
  type Task,
  type Turn,
} from './state.ts'

type Of<V extends FlowEvent['verb']> = Extract<FlowEvent, { verb: V }>
type Decision = Of<'approve' | 'reject' | 'return' | 'transfer'>

/**
 * One event on one form. Pure: who may do it has been decided by the gate, who is next was looked up before.
 * Nothing here approves by itself: time only reminds and hands on, and a step without people stays open.
 * @throws Mistake naming what is in the way; the state is then unchanged
 */
export function advance(state: FlowState, event: FlowEvent, newId: () => string): Turn {
  const draft: Draft = { state, actor: event.actor, at: event.at, newId, actions: [], notices: [] }
  const repeated = apply(draft, event) === 'repeated'
  return repeated
    ? { state, actions: [], notices: [], repeated }
    : { state: draft.state, actions: draft.actions, notices: draft.notices, repeated }
}

function apply(draft: Draft, event: FlowEvent): 'repeated' | void {
  switch (event.verb) {
    case 'submit':
    case 'resubmit':
      return submit(draft, event)
    case 'approve':
      return approve(draft, event)
    case 'reject':
      return reject(draft, event)
    case 'return':
      return giveBack(draft, event)
    case 'transfer':
      return transfer(draft, event)
    case 'withdraw':
      return withdraw(draft, event)
    case 'cc':
      return copyTo(draft, event)
    case 'urge':
      return urge(draft, event)
    case 'comment':
      return comment(draft, event)
    case 'viewed':
      return viewed(draft, event)
    case 'remind':
      return remind(draft, event)
    case 'escalate':
      return escalate(draft, event)
  }
}

const conflict = (code: string): Mistake => new Mistake(code, { status: 409 })

/** Writes the action of this event, after the state has changed; skips that followed from it come later. */
function write(draft: Draft, event: FlowEvent, before: FlowState, more: Partial<ActionDraft> = {}): void {
  draft.actions.unshift({
    verb: event.verb,
    actor: event.actor,
    opinion: 'opinion' in event ? event.opinion : '',
    hash: draft.state.hash,
    before: standing(before),
    after: standing(draft.state),
    detail: {},
    ...more,
  })
}

function submit(draft: Draft, event: Of<'submit' | 'resubmit'>): 'repeated' | void {
  const before = draft.state
  if (event.actor !== before.applicant) throw conflict('approval.not-applicant')
  const wanted = event.verb === 'submit' ? 'draft' : 'returned'
  if (before.status === 'running' && before.hash === event.hash) return 'repeated'
  if (before.status !== wanted) throw conflict('approval.not-open')
  draft.state = { ...before, status: 'running', hash: event.hash, submittedAt: event.at }
  // Every step is asked again: what was said before the return was said about another moment or another text.
  openStep(draft, 0, event.way)
  write(draft, event, before, { detail: { changed: event.hash === before.hash ? 0 : 1 } })
}

/** The open task a decision is about, with the guards that all decisions share. */
function openFor(draft: Draft, event: Decision): { task: Task; run: Run } {
  const { state } = draft
  const task = state.tasks.find((one) => one.id === event.taskId)
  if (task === undefined) throw new Mistake('approval.no-task', { field: 'taskId', status: 404 })
  const byAdministrator = event.verb === 'transfer' && event.byAdministrator
  if (task.assignee !== event.actor && !byAdministrator) throw conflict('approval.not-your-task')
  const run = openRun(state)
  if (state.status !== 'running' || run === undefined) throw conflict('approval.not-open')
  if (task.state !== 'todo' || task.runId !== run.id) throw conflict('approval.already-decided')
  if (event.hash !== state.hash) throw new Mistake('approval.changed', { field: 'hash', status: 409 })
  if (event.verb !== 'transfer' && event.actor === state.applicant) throw conflict('approval.own')
  if (task.origin === 'rescue' && event.verb !== 'transfer') throw conflict('approval.only-assign')
  const needed = event.verb !== 'approve' || state.level >= opinionFromLevel
  if (needed && event.opinion.trim() === '')
    throw new Mistake(event.verb === 'approve' ? 'approval.opinion-needed' : 'approval.reason-needed', {
      field: 'opinion',
    })
  return { task, run }
}

/** The person's own decision of this kind on this very snapshot stands already: a second click. */
const isRepeat = (state: FlowState, event: Decision, done: Task['state']): boolean =>
  state.tasks.some(
    (task) =>
      task.id === event.taskId &&
      task.assignee === event.actor &&
      task.state === done &&
      task.decidedHash === event.hash,
  )

const wasHandedTo = (state: FlowState, event: Of<'transfer'>): boolean =>
  state.tasks.some(
    (task) =>
      task.fromTask === event.taskId && task.origin === 'transfer' && task.assignee === event.target.person,
  )

/** The very same decision stands already, so that a second click is answered like the first and asks nobody. */
export function isRepeated(state: FlowState, event: FlowEvent): boolean {
  switch (event.verb) {
    case 'approve':
      return isRepeat(state, event, 'approved')
    case 'reject':
      return isRepeat(state, event, 'rejected')
    case 'return':
      return isRepeat(state, event, 'returned')
    case 'transfer':
      return (
        wasHandedTo(state, event) &&
        (event.byAdministrator ||
          state.tasks.some((t) => t.id === event.taskId && t.assignee === event.actor))
      )
    case 'withdraw':
      return state.status === 'withdrawn' && state.applicant === event.actor
    default:
      return false
  }
}

const decided = (draft: Draft, event: Decision, state: Task['state']): void =>
  changeTasks(draft, (task) => task.id === event.taskId, {
    state,
    decidedAt: draft.at,
    decidedHash: event.hash,
  })

const taskDetail = (task: Task, run: Run): ActionDraft['detail'] => ({
  step: run.stepId,
  origin: task.origin,
  ...(task.fromPerson === undefined ? {} : { from: task.fromPerson }),
})

function approve(draft: Draft, event: Of<'approve'>): 'repeated' | void {
  const before = draft.state
  if (isRepeat(before, event, 'approved')) return 'repeated'
  const { task, run } = openFor(draft, event)
  decided(draft, event, 'approved')
  const waiting = draft.state.tasks.some((one) => one.runId === run.id && one.state === 'todo')
  if (run.mode === 'any' || !waiting) {
    closeRun(draft, run, 'approved', 'closed')
    openStep(draft, run.step + 1, event.way)
  }
  write(draft, event, before, { taskId: task.id, detail: taskDetail(task, run) })
}

function reject(draft: Draft, event: Of<'reject'>): 'repeated' | void {
  const before = draft.state
  if (isRepeat(before, event, 'rejected')) return 'repeated'
  const { task, run } = openFor(draft, event)
  decided(draft, event, 'rejected')
  closeRun(draft, run, 'rejected', run.mode === 'any' ? 'closed' : 'cancelled')
  draft.state = { ...draft.state, status: 'rejected', finishedAt: draft.at }
  draft.notices.push({ kind: 'rejected', people: [before.applicant, ...before.cc] })
  write(draft, event, before, { taskId: task.id, detail: taskDetail(task, run) })
}

function giveBack(draft: Draft, event: Of<'return'>): 'repeated' | void {
  const before = draft.state
  if (isRepeat(before, event, 'returned')) return 'repeated'
  const { task, run } = openFor(draft, event)
  if (event.to === run.step) throw new Mistake('approval.return-to-current', { field: 'to' })
  if (event.to !== 'applicant' && !(Number.isInteger(event.to) && event.to >= 0 && event.to < run.step))
    throw new Mistake('approval.return-not-passed', { field: 'to' })
  decided(draft, event, 'returned')
  closeRun(draft, run, 'returned', 'cancelled')
  if (event.to === 'applicant') draft.state = { ...draft.state, status: 'returned' }
  // The step that was asked to look again is asked, also when the same person has approved before it.
  else openStep(draft, event.to, event.way, false)
  draft.notices.push({ kind: 'returned', people: [before.applicant] })
  const to = event.to === 'applicant' ? 'applicant' : before.steps[event.to]!.id
  write(draft, event, before, { taskId: task.id, detail: { ...taskDetail(task, run), to } })
}

const wrong = (code: string): Mistake => new Mistake(code, { field: 'to' })

/** Hands an open task to somebody else. An administrator may, for a task whose holder cannot decide. */
function transfer(draft: Draft, event: Of<'transfer'>): 'repeated' | void {
  const before = draft.state
  const { target } = event
  if (wasHandedTo(before, event)) return 'repeated'
  const { task, run } = openFor(draft, event)
  if (target.person === event.actor || target.person === task.assignee) throw wrong('approval.transfer-self')
  if (target.person === before.applicant) throw wrong('approval.transfer-applicant')
  if (!target.active) throw wrong('approval.transfer-inactive')
  if (target.administrator) throw wrong('approval.transfer-administrator')
  if (!target.cleared) throw wrong('approval.transfer-uncleared')
  const isApprover = before.tasks.some(
    (one) =>
      one.runId === run.id && one.assignee === target.person && ['todo', 'approved'].includes(one.state),
  )
  if (isApprover) throw wrong('approval.transfer-approver')
  handOver(draft, task, target.person, 'transfer', event.due)
  if (task.origin === 'rescue')
    changeTasks(draft, (one) => one.runId === run.id && one.origin === 'rescue' && one.state === 'todo', {
      state: 'closed',
    })
  write(draft, event, before, { taskId: task.id, detail: { ...taskDetail(task, run), to: target.person } })
}

function handOver(draft: Draft, task: Task, to: string, origin: 'transfer' | 'escalation', due: Date): void {
  const next: Task = {
    id: draft.newId(),
    runId: task.runId,
    assignee: to,
    origin,
    fromTask: task.id,
    fromPerson: task.assignee,
    state: 'todo',
    createdAt: draft.at,
    dueAt: due,
  }
  changeTasks(draft, (one) => one.id === task.id, {
    state: 'transferred',
    decidedAt: draft.at,
    ...(origin === 'escalation' ? { escalatedAt: draft.at } : {}),
  })
  draft.state = { ...draft.state, tasks: [...draft.state.tasks, next] }
  draft.notices.push({ kind: 'assigned', people: [to] })
}

function withdraw(draft: Draft, event: Of<'withdraw'>): 'repeated' | void {
  const before = draft.state
  if (event.actor !== before.applicant) throw conflict('approval.not-applicant')
  if (before.status === 'withdrawn') return 'repeated'
  if (before.status !== 'running' && before.status !== 'returned') throw conflict('approval.processed')
  // The number stays in its series; the reason says why nothing came of it.
  if (event.opinion.trim() === '') throw new Mistake('approval.reason-needed', { field: 'opinion' })
  const waiting = openTasks(before).map((task) => task.assignee)
  const run = openRun(before)
  if (run !== undefined) closeRun(draft, run, 'withdrawn', 'cancelled')
  draft.state = { ...draft.state, status: 'withdrawn', finishedAt: draft.at }
  draft.notices.push({ kind: 'withdrawn', people: waiting })
  write(draft, event, before)
}

function copyTo(draft: Draft, event: Of<'cc'>): 'repeated' | void {
  const before = draft.state
  const fresh = [...new Set(event.people)].filter((id) => !before.cc.includes(id) && id !== before.applicant)
  if (fresh.length === 0) return 'repeated'
  draft.state = { ...before, cc: [...before.cc, ...fresh] }
  draft.notices.push({ kind: 'cc', people: fresh })
  write(draft, event, before, { detail: { people: fresh } })
}

function urge(draft: Draft, event: Of<'urge'>): void {
  const before = draft.state
  if (event.actor !== before.applicant) throw conflict('approval.not-applicant')
  if (before.status !== 'running') throw conflict('approval.not-open')
  const rested = before.urgedAt === undefined ? Infinity : event.at.getTime() - before.urgedAt.getTime()
  if (rested < urgeCooldownMs)
    throw new Mistake('approval.urged', {
      status: 429,
      values: { minutes: Math.ceil((urgeCooldownMs - rested) / 60_000) },
    })
  draft.state = { ...before, urgedAt: event.at, urgeCount: before.urgeCount + 1 }
  draft.notices.push({ kind: 'urged', people: openTasks(before).map((task) => task.assignee) })
  write(draft, event, before, { detail: { count: draft.state.urgeCount } })
}

function comment(draft: Draft, event: Of<'comment'>): void {
  if (event.opinion.trim() === '') throw new Mistake('approval.comment-empty', { field: 'opinion' })
  write(draft, event, draft.state)
}

function viewed(draft: Draft, event: Of<'viewed'>): 'repeated' | void {
  const before = draft.state
  const mine = (task: Task): boolean =>
    task.assignee === event.actor && task.state === 'todo' && task.viewedAt === undefined
  const task = before.tasks.find(mine)
  if (task === undefined) return 'repeated'
  changeTasks(draft, mine, { viewedAt: event.at })
  write(draft, event, before, { taskId: task.id })
}

function remind(draft: Draft, event: Of<'remind'>): 'repeated' | void {
  const before = draft.state
  const task = before.tasks.find((one) => one.id === event.taskId && one.state === 'todo')
  if (task === undefined) return 'repeated'
  changeTasks(draft, (one) => one.id === task.id, { remindedAt: event.at })
  draft.notices.push({ kind: 'reminder', people: [task.assignee] })
  write(draft, event, before, { taskId: task.id })
}

/** After the deadline the task goes up, with its chain; without a fit superior it stays, and an administrator may act. */
function escalate(draft: Draft, event: Of<'escalate'>): 'repeated' | void {
  const before = draft.state
  const run = openRun(before)
  const task = before.tasks.find((one) => one.id === event.taskId && one.state === 'todo')
  if (task === undefined || run === undefined || task.escalatedAt !== undefined) return 'repeated'
  const { target } = event
  const fit =
    target !== undefined &&
    target !== before.applicant &&
    !before.tasks.some(
      (one) => one.runId === run.id && one.assignee === target && ['todo', 'approved'].includes(one.state),
    )
  if (fit) handOver(draft, task, target, 'escalation', event.due)
  else changeTasks(draft, (one) => one.id === task.id, { escalatedAt: event.at })
  draft.notices.push({ kind: 'escalated', people: [task.assignee, before.applicant] })
  write(draft, event, before, {
    taskId: task.id,
    detail: { step: run.stepId, ...(fit ? { to: target } : {}) },
  })
}
