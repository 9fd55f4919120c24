import { Mistake } from '../../../../floor/errors.ts'
import { changeRuns, changeTasks, closeAll, conflict, type Draft, without, write } from '../draft.ts'
import type { Of, Target, Way } from '../events.ts'
import { fitTarget, needReason, openTask } from '../guards.ts'
import { fourEyesFromLevel } from '../limits.ts'
import { openStage } from '../open.ts'
import { type AdminRequest, type FlowState, isLive, openRuns } from '../state.ts'
import { about, taskDetail } from './decide.ts'
import { closeRescue, passOn, wasHandedTo } from './hand-on.ts'

/** What a flow administrator does with a form; never the own one, and never with a step passed over. */

const notOwn = (draft: Draft, actor: string): void => {
  if (actor === draft.state.applicant) throw conflict('approval.own')
}

/** From the third rank on a second administrator confirms. */
function wantsSecond(draft: Draft, request: AdminRequest): boolean {
  if (draft.state.level < fourEyesFromLevel) return false
  if (draft.state.request !== undefined) throw conflict('approval.request-open')
  draft.state = { ...draft.state, request }
  return true
}

/** Why a form cannot be taken to this step; undefined when it can. A step that was not passed is never jumped over. */
export function whyNoJump(state: FlowState, to: number): string | undefined {
  const target = state.steps[to]
  if (target === undefined) return 'approval.jump-nowhere'
  const furthest = Math.max(-1, ...openRuns(state).map((run) => state.steps[run.step]!.stage))
  return target.stage > furthest ? 'approval.jump-over' : undefined
}

/** 跳转: back to a step that was passed, or the present one anew. */
export function jump(draft: Draft, event: Of<'jump'>): void {
  const before = draft.state
  notOwn(draft, event.actor)
  needReason(event)
  if (before.status !== 'running') throw conflict('approval.not-open')
  const wrong = whyNoJump(before, event.to)
  if (wrong !== undefined) throw new Mistake(wrong, { field: 'to', status: 409 })
  const { actor: by, at, opinion, to: step } = event
  const waits = wantsSecond(draft, { verb: 'jump', by, at, opinion, step })
  if (!waits) jumpTo(draft, event.to, event.way)
  write(draft, event, before, { detail: { to: before.steps[event.to]!.id, ...(waits ? { waits: 1 } : {}) } })
}

function jumpTo(draft: Draft, to: number, way: Way): void {
  const { steps } = draft.state
  const { stage } = steps[to]!
  closeAll(draft, 'jumped', 'cancelled')
  changeRuns(draft, (run) => run.kind === 'approval' && (steps[run.step]?.stage ?? 0) >= stage, {
    voided: true,
  })
  draft.state = without(draft.state, 'back')
  openStage(draft, stage, way, false)
}

/** 改派: an open task goes to somebody else. */
export function reassign(draft: Draft, event: Of<'reassign'>): 'repeated' | void {
  const before = draft.state
  if (wasHandedTo(before, event, 'reassign')) return 'repeated'
  notOwn(draft, event.actor)
  needReason(event)
  const { task, run } = openTask(draft, event)
  fitTarget(before, run, event.target, event.actor, 'transfer')
  const { actor: by, at, opinion, taskId, target } = event
  const waits = wantsSecond(draft, { verb: 'reassign', by, at, opinion, taskId, to: target.person })
  if (!waits) handTo(draft, taskId, target, event.due)
  write(draft, event, before, {
    ...about(task),
    detail: { ...taskDetail(task, run), to: target.person, ...(waits ? { waits: 1 } : {}) },
  })
}

function handTo(draft: Draft, taskId: string, target: Target, due: Date): void {
  const { task, run } = openTask(draft, { taskId } as Of<'claim'>)
  fitTarget(draft.state, run, target, task.assignee, 'transfer')
  passOn(draft, task, target.person, 'reassign', due)
  if (task.origin === 'rescue') closeRescue(draft, task)
}

/** The second administrator lets the deed happen or not; never the one who asked for it. */
export function confirm(draft: Draft, event: Of<'confirm'>): void {
  const before = draft.state
  const { request } = before
  const going = ['running', 'returned', 'revoking'].includes(before.status)
  if (request === undefined || !going) throw conflict('approval.no-request')
  notOwn(draft, event.actor)
  if (event.accept && request.by === event.actor) throw conflict('approval.second-person')
  draft.state = without(before, 'request')
  if (event.accept && request.verb === 'jump') {
    if (before.status !== 'running') throw conflict('approval.not-open')
    const wrong = whyNoJump(before, request.step ?? -1)
    if (wrong !== undefined) throw conflict(wrong)
    jumpTo(draft, request.step!, event.way)
  }
  if (event.accept && request.verb === 'reassign') {
    if (event.target?.person !== request.to || event.target === undefined)
      throw conflict('approval.no-request')
    handTo(draft, request.taskId!, event.target, event.due)
  }
  write(draft, event, before, {
    detail: { accept: event.accept ? 1 : 0, deed: request.verb, by: request.by },
  })
}

/** 终止: for good. */
export function terminate(draft: Draft, event: Of<'terminate' | 'suspend' | 'resume'>): 'repeated' | void {
  const before = draft.state
  notOwn(draft, event.actor)
  if (before.status === 'terminated') return 'repeated'
  if (before.status !== 'running' && before.status !== 'returned') throw conflict('approval.processed')
  needReason(event)
  const waiting = before.tasks.filter(isLive).map((task) => task.assignee)
  closeAll(draft, 'terminated', 'cancelled')
  const { request: _request, suspendedAt: _suspended, ...rest } = draft.state
  draft.state = { ...rest, status: 'terminated', finishedAt: draft.at }
  draft.notices.push({ kind: 'terminated', people: [...waiting, before.applicant, ...before.cc] })
  write(draft, event, before)
}

/** 挂起: nobody decides, and no timer runs. */
export function suspend(draft: Draft, event: Of<'terminate' | 'suspend' | 'resume'>): 'repeated' | void {
  const before = draft.state
  notOwn(draft, event.actor)
  if (before.status !== 'running' && before.status !== 'revoking') throw conflict('approval.not-open')
  if (before.suspendedAt !== undefined) return 'repeated'
  needReason(event)
  draft.state = { ...before, suspendedAt: draft.at }
  draft.notices.push({ kind: 'suspended', people: concerned(before) })
  write(draft, event, before)
}

/** 激活: every timer goes on where it stopped. */
export function resume(draft: Draft, event: Of<'terminate' | 'suspend' | 'resume'>): 'repeated' | void {
  const before = draft.state
  notOwn(draft, event.actor)
  if (before.status !== 'running' && before.status !== 'revoking') throw conflict('approval.not-open')
  if (before.suspendedAt === undefined) return 'repeated'
  needReason(event)
  const rested = draft.at.getTime() - before.suspendedAt.getTime()
  draft.state = without(before, 'suspendedAt')
  for (const task of before.tasks.filter(isLive))
    if (task.dueAt !== undefined)
      changeTasks(draft, (one) => one.id === task.id, { dueAt: new Date(task.dueAt.getTime() + rested) })
  draft.notices.push({ kind: 'resumed', people: concerned(before) })
  write(draft, event, before)
}

const concerned = (state: FlowState): readonly string[] => [
  state.applicant,
  ...state.tasks.filter(isLive).map((task) => task.assignee),
]

/** 超时关闭: the form ends undecided. */
export function expire(draft: Draft, event: Of<'expire'>): 'repeated' | void {
  const before = draft.state
  const task = before.tasks.find((one) => one.id === event.taskId && one.state === 'todo')
  if (task === undefined || before.status !== 'running' || before.suspendedAt !== undefined) return 'repeated'
  changeTasks(draft, (one) => one.id === task.id, { state: 'expired' })
  closeAll(draft, 'expired', 'cancelled')
  draft.state = { ...draft.state, status: 'expired', finishedAt: draft.at }
  draft.notices.push({ kind: 'expired', people: [before.applicant, task.assignee, ...before.cc] })
  write(draft, event, before, about(task))
}
