import { Mistake } from '../../../floor/errors.ts'
import type { Draft } from './draft.ts'
import { conflict } from './draft.ts'
import type { FlowEvent, Of, Target } from './events.ts'
import { opinionFromLevel } from './limits.ts'
import {
  childrenOf,
  type FlowState,
  isLive,
  type Run,
  type StepPlan,
  type Task,
  type TaskState,
} from './state.ts'

type OnTask = Extract<FlowEvent, { taskId: string }>
type Decision = Of<'approve' | 'reject' | 'return' | 'advise' | 'transfer' | 'delegate' | 'add' | 'narrow'>

export interface Held {
  readonly task: Task
  readonly run: Run
  readonly plan: StepPlan
}

/** The task an event is about with its open run, whoever holds it. */
export function openTask(draft: Draft, event: OnTask, states: readonly TaskState[] = ['todo']): Held {
  const { state } = draft
  const task = state.tasks.find((one) => one.id === event.taskId)
  if (task === undefined) throw new Mistake('approval.no-task', { field: 'taskId', status: 404 })
  const run = state.runs.find((one) => one.id === task.runId && one.closedAt === undefined)
  if (state.status !== 'running' && state.status !== 'revoking') throw conflict('approval.not-open')
  if (run === undefined || !states.includes(task.state)) throw conflict(whyNot(task))
  return { task, run, plan: state.steps[run.step]! }
}

const whyNot = (task: Task): string =>
  task.state === 'waiting' || task.state === 'approving' || task.state === 'delegated'
    ? 'approval.waits'
    : task.state === 'pending'
      ? 'approval.not-your-turn'
      : 'approval.already-decided'

/** The actor's own open task. */
export function ownTask(draft: Draft, event: OnTask, states?: readonly TaskState[]): Held {
  const task = draft.state.tasks.find((one) => one.id === event.taskId)
  if (task !== undefined && task.assignee !== event.actor) throw conflict('approval.not-your-task')
  const held = openTask(draft, event, states)
  if (draft.state.suspendedAt !== undefined) throw conflict('approval.suspended')
  return held
}

/** The own open task with the guards that all decisions share. */
export function decidable(draft: Draft, event: Decision): Held {
  const held = ownTask(draft, event)
  const { state } = draft
  if (event.hash !== state.hash) throw new Mistake('approval.changed', { field: 'hash', status: 409 })
  if (event.actor === state.applicant) throw conflict('approval.own')
  if (event.proxyOver === true) throw conflict('approval.proxy-over')
  if (held.task.origin === 'rescue' && event.verb !== 'transfer') throw conflict('approval.only-assign')
  if (held.task.under?.as === 'delegate' && event.verb !== 'advise') throw conflict('approval.only-advise')
  if (held.plan.pool === true && isUnclaimed(held) && event.verb !== 'transfer')
    throw conflict('approval.claim-first')
  needSignature(event, held)
  needOpinion(event, state.level >= opinionFromLevel || held.plan.opinion === 'required')
  return held
}

/**
 * 手写签名: agreeing and rejecting both are signed, also by people who were added, and by somebody who agrees and lets
 * others sign behind (后加签). Advice, handing on and returning decide nothing.
 */
function needSignature(event: Decision, { plan, run }: Held): void {
  const decides =
    event.verb === 'approve' || event.verb === 'reject' || (event.verb === 'add' && event.where === 'after')
  if (!decides || plan.signature !== 'required' || run.kind === 'revocation') return
  if (event.signature === undefined) throw new Mistake('approval.signature-needed', { field: 'signature' })
}

const isUnclaimed = ({ task, run }: Held): boolean =>
  run.kind === 'approval' &&
  task.under === undefined &&
  task.claimedAt === undefined &&
  task.origin !== 'rescue'

function needOpinion(event: Decision, always: boolean): void {
  if (event.opinion.trim() !== '') return
  if (event.verb === 'approve' && !always) return
  const code = event.verb === 'approve' ? 'approval.opinion-needed' : 'approval.reason-needed'
  throw new Mistake(code, { field: 'opinion' })
}

/** A reason is compulsory. */
export function needReason(event: { readonly opinion: string }): void {
  if (event.opinion.trim() === '') throw new Mistake('approval.reason-needed', { field: 'opinion' })
}

/** The flow lets the holder of a task do this. */
export function allowed({ plan }: Held, verb: string): void {
  if (plan.withheld?.includes(verb) === true) throw conflict('approval.not-allowed')
}

/** Somebody who can be given a task of this run: not the actor or applicant, here, cleared, not asked already. */
export function fitTarget(
  state: FlowState,
  run: Run,
  target: Target,
  actor: string,
  kind: 'transfer' | 'add' | 'delegate',
): void {
  const wrong = (code: string): Mistake => new Mistake(`approval.${code}`, { field: 'to' })
  if (target.person === actor) throw wrong(`${kind}-self`)
  if (target.person === state.applicant) throw wrong('transfer-applicant')
  if (!target.active) throw wrong('transfer-inactive')
  if (target.administrator) throw wrong('transfer-administrator')
  if (!target.cleared) throw wrong('transfer-uncleared')
  if (isAsked(state, run, target.person)) throw wrong(kind === 'add' ? 'add-approver' : 'transfer-approver')
}

/** Somebody decides in this run already, or has decided. */
export const isAsked = (state: FlowState, run: Run, person: string): boolean =>
  state.tasks.some(
    (task) =>
      task.runId === run.id &&
      task.assignee === person &&
      (isLive(task) || (task.state === 'approved' && task.voided !== true)),
  )

/** Added signers, and whoever waits for some, cannot be nested. */
export const isNested = (state: FlowState, task: Task): boolean =>
  task.under !== undefined || childrenOf(state, task).some(isLive)
