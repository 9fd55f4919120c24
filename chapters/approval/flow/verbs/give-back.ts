import { Mistake } from '../../../../floor/errors.ts'
import { changeRuns, changeTasks, closeRun, conflict, type Draft, without, write } from '../draft.ts'
import type { Of } from '../events.ts'
import { allowed, decidable } from '../guards.ts'
import { openStage, openStep } from '../open.ts'
import {
  countingRuns,
  type FlowState,
  isLive,
  openRuns,
  type Run,
  type StepPlan,
  type Task,
  type TaskState,
} from '../state.ts'
import { about, decided, endBy, isRepeat, taskDetail } from './decide.ts'

/** 提交, and 重新提交 after a return. */
export function submit(draft: Draft, event: Of<'submit' | 'resubmit'>): 'repeated' | void {
  const before = draft.state
  if (event.actor !== before.applicant) throw conflict('approval.not-applicant')
  const wanted = event.verb === 'submit' ? 'draft' : 'returned'
  if (before.status === 'running' && before.hash === event.hash) return 'repeated'
  if (before.status !== wanted) throw conflict('approval.not-open')
  const straight = event.verb === 'resubmit' && event.straight === true
  const { back } = before
  if (straight) {
    if (event.hash !== before.hash) throw new Mistake('approval.straight-changed', { field: 'straight' })
    if (back?.to !== 'applicant') throw new Mistake('approval.straight-not-possible', { field: 'straight' })
  }
  draft.state = {
    ...without(before, 'back'),
    status: 'running',
    hash: event.hash,
    submittedAt: event.at,
  }
  if (straight && back !== undefined) openStep(draft, back.from, event.way, false)
  else {
    // Every step is asked again: what was said before the return was said about another moment or another text.
    changeRuns(draft, () => true, { voided: true })
    openStage(draft, 0, event.way)
  }
  const changed = event.hash === before.hash ? 0 : 1
  write(draft, event, before, { detail: { changed, ...(straight ? { straight: 1 } : {}) } })
}

/** Steps a task's holder may return to: passed ones, not those of other branches. */
export function returnable(steps: readonly StepPlan[], from: number): readonly number[] {
  const { stage, branch } = steps[from]!
  const isAlone = (at: number): boolean => !steps.some((one) => one.stage === at && one.branch !== 0)
  return steps.flatMap((step, index) =>
    (step.stage < stage && isAlone(step.stage)) ||
    (step.stage === stage && step.branch === branch && index < from)
      ? [index]
      : [],
  )
}

/** 退回: one person's word is enough, whatever the others of the step say. */
export function giveBack(draft: Draft, event: Of<'return'>): 'repeated' | void {
  const before = draft.state
  if (isRepeat(before, event, ['returned'])) return 'repeated'
  const held = decidable(draft, event)
  const { task, run } = held
  allowed(held, 'return')
  if (run.kind === 'revocation') throw conflict('approval.not-allowed')
  // The text of a child is that of its parent; it is corrected there.
  if (event.to === 'applicant' && before.parent !== undefined) throw conflict('approval.child-return')
  if (event.to !== 'applicant') checkTarget(before, run, event.to)
  const inBranch = before.steps.some(
    (step) => step.stage === before.steps[run.step]!.stage && step.branch !== before.steps[run.step]!.branch,
  )
  if (event.after === 'back' && inBranch && event.to !== 'applicant')
    throw new Mistake('approval.straight-not-possible', { field: 'after' })
  if (event.to === 'applicant') {
    endBy(draft, event, run, 'returned')
    draft.state = {
      ...draft.state,
      status: 'returned',
      ...(inBranch ? {} : { back: { from: run.step, to: 'applicant' as const } }),
    }
  } else reopen(draft, event, run, event.to)
  draft.notices.push({ kind: 'returned', people: [before.applicant] })
  const to = event.to === 'applicant' ? 'applicant' : before.steps[event.to]!.id
  write(draft, event, before, {
    ...about(task),
    detail: { ...taskDetail(task, run), to, ...(event.after === 'back' ? { after: 'back' } : {}) },
  })
}

function checkTarget(state: FlowState, run: Run, to: number): void {
  const step = state.steps[to]
  if (to === run.step) throw new Mistake('approval.return-to-current', { field: 'to' })
  if (step !== undefined && openRuns(state).some((one) => one.step === to))
    throw new Mistake('approval.return-to-running', { field: 'to' })
  const own = state.steps[run.step]!
  if (step !== undefined && step.stage === own.stage && step.branch !== own.branch)
    throw new Mistake('approval.return-other-branch', { field: 'to' })
  if (!returnable(state.steps, run.step).includes(to))
    throw new Mistake(
      step !== undefined && step.stage < own.stage
        ? 'approval.return-other-branch'
        : 'approval.return-not-passed',
      { field: 'to' },
    )
}

/** Opens a passed step again: it is asked, also when the same person has approved before it. */
function reopen(draft: Draft, event: Of<'return'>, run: Run, to: number): void {
  const { steps } = draft.state
  const [own, target] = [steps[run.step]!, steps[to]!]
  const back = event.after === 'back'
  if (target.stage < own.stage) endBy(draft, event, run, 'returned')
  else {
    decided(draft, event, 'returned')
    closeRun(draft, run, 'returned', 'cancelled')
  }
  const isBehind = (one: Run): boolean => {
    // Runs from before a correction may belong to a longer way.
    if (one.voided) return true
    const step = steps[one.step]!
    if (back) return one.step === to || one.id === run.id
    if (step.stage > target.stage) return true
    return step.stage === target.stage && step.branch === target.branch && one.step >= to
  }
  changeRuns(draft, isBehind, { voided: true })
  draft.state = {
    ...without(draft.state, 'back'),
    ...(back ? { back: { from: run.step, to } } : {}),
  }
  openStep(draft, to, event.way, false)
}

const finished: readonly TaskState[] = ['approved', 'approving', 'rejected', 'returned', 'advised']

/** 拿回: an approver takes the own agreement back while nobody behind has acted on it. */
export function takeBack(draft: Draft, event: Of<'take-back'>): void {
  const before = draft.state
  const task = before.tasks.find((one) => one.id === event.taskId)
  if (task === undefined) throw new Mistake('approval.no-task', { field: 'taskId', status: 404 })
  if (task.assignee !== event.actor) throw conflict('approval.not-your-task')
  // What an approval has given out is ended by revoking it, never by pretending it was not given.
  if (['approved', 'revoking', 'revoked'].includes(before.status))
    throw conflict('approval.take-back-granted')
  if (before.status !== 'running') throw conflict('approval.not-open')
  if (before.suspendedAt !== undefined) throw conflict('approval.suspended')
  const run = before.runs.find((one) => one.id === task.runId)!
  if (task.state !== 'approved' || task.voided === true || run.voided || task.decidedHash !== before.hash)
    throw conflict('approval.take-back-nothing')
  // What a step was closed with otherwise than by passing is over: a straight way back has asked it anew.
  if (run.closedAt !== undefined && run.outcome !== 'approved') throw conflict('approval.take-back-nothing')
  if (task.under !== undefined) throw conflict('approval.take-back-added')
  allowed({ task, run, plan: before.steps[run.step]! }, 'take-back')
  const told = run.closedAt === undefined ? reopenSeat(draft, task, run) : reopenRun(draft, event, run)
  if (told.length > 0) draft.notices.push({ kind: 'taken-back', people: told })
  write(draft, event, before, { ...about(task), detail: taskDetail(task, run) })
}

/** The step is still being asked: only the own signature is open again. */
function reopenSeat(draft: Draft, task: Task, run: Run): readonly string[] {
  const later = draft.state.tasks.filter((one) => one.runId === run.id && one.place > task.place)
  if (run.mode === 'sequence' && later.some((one) => finished.includes(one.state)))
    throw conflict('approval.take-back-late')
  const asked = run.mode === 'sequence' ? later.filter((one) => isLive(one) && one.under === undefined) : []
  changeTasks(draft, (one) => asked.some(({ id }) => id === one.id), { state: 'pending' })
  changeTasks(draft, (one) => one.id === task.id, { voided: true })
  const { decidedAt: _at, decidedHash: _hash, signature: _signature, ...seat } = task
  const span = (task.dueAt ?? task.createdAt).getTime() - task.createdAt.getTime()
  const again: Task = {
    ...seat,
    id: draft.newId(),
    fromTask: task.id,
    state: 'todo',
    createdAt: draft.at,
    dueAt: new Date(draft.at.getTime() + span),
    reminders: 0,
  }
  draft.state = { ...draft.state, tasks: [...draft.state.tasks, again] }
  return asked.map((one) => one.assignee)
}

/** The step had passed: what was opened behind it is closed, and all of its people are asked again. */
function reopenRun(draft: Draft, event: Of<'take-back'>, run: Run): readonly string[] {
  const { state } = draft
  const own = state.steps[run.step]!
  const isBehind = (one: Run): boolean => {
    const step = state.steps[one.step]!
    return (
      step.stage > own.stage ||
      (step.stage === own.stage && step.branch === own.branch && one.step > run.step)
    )
  }
  const behind = countingRuns(state).filter(isBehind)
  const ids = new Set(behind.map(({ id }) => id))
  const tasks = state.tasks.filter((task) => ids.has(task.runId))
  // What a child has been through is not looked into here: a step that it decides counts as begun.
  if (behind.some((one) => one.child !== undefined)) throw conflict('approval.take-back-late')
  if (behind.some((one) => one.closedAt !== undefined && one.outcome !== 'skipped'))
    throw conflict('approval.take-back-late')
  if (tasks.some((task) => finished.includes(task.state))) throw conflict('approval.take-back-late')
  for (const one of behind.filter(({ closedAt }) => closedAt === undefined))
    closeRun(draft, one, 'taken-back', 'cancelled')
  changeRuns(draft, (one) => ids.has(one.id) || one.id === run.id, { voided: true })
  draft.state = without(draft.state, 'back')
  openStep(draft, run.step, event.way, false)
  return tasks.filter(isLive).map((task) => task.assignee)
}
