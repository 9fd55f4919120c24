import type { FlowStep, Withheld } from '../definition.ts'
import type { Caller, PersonFacts } from '../../../gate/index.ts'
import { isNested } from '../flow/guards.ts'
import { isLive, openTasks, type FlowState, type Task } from '../flow/state.ts'
import { returnable } from '../flow/verbs/give-back.ts'
import { whyNoJump } from '../flow/verbs/office.ts'
import type { StoredFlow } from '../store/instances.ts'
import type { ApprovalForm } from '../types.ts'
import type { ApprovalReply } from '../wire.ts'
import { isStuck } from './approvers.ts'
import type { DeskContext } from './context.ts'
import { wantedFor } from './events.ts'
import { hiddenFor, writableIn } from './rights.ts'
import { isEnded } from './submit.ts'

/** What somebody has to do with a form: an own open task, or for a flow administrator one that cannot move. */
export interface Part {
  readonly task?: Task
  readonly decides: boolean
  readonly isAdministrator: boolean
}

/** The task this person can act on. */
export async function partOf(
  context: DeskContext,
  flow: StoredFlow,
  person: string,
  at: Date,
): Promise<Part> {
  const { state } = flow
  const open = openTasks(state)
  const facts = await context.people.personFacts([person, ...open.map((task) => task.assignee)])
  const isAdministrator =
    facts.get(person)?.roles.has('security-admin') === true && person !== state.applicant
  const own = open.find((task) => task.assignee === person)
  if (own !== undefined)
    return { task: own, decides: own.origin !== 'rescue' && person !== state.applicant, isAdministrator }
  const stuck = isAdministrator ? stuckTask(flow, facts, at) : undefined
  return { ...(stuck === undefined ? {} : { task: stuck }), decides: false, isAdministrator }
}

const stuckTask = (flow: StoredFlow, facts: ReadonlyMap<string, PersonFacts>, at: Date): Task | undefined =>
  openTasks(flow.state).find((task) => isStuck(task, facts.get(task.assignee), wantedFor(flow, at)))

/** What this person may do now, for the buttons; the server decides again. */
export function mayOf(
  flow: StoredFlow,
  caller: Pick<Caller, 'personId'>,
  part: Part,
  form: ApprovalForm | undefined,
  at: Date,
): ApprovalReply['may'] {
  return {
    ...holderMay(flow, caller.personId, part, form?.narrowed !== undefined),
    ...ownerMay(flow, caller.personId, form, at),
    ...officeMay(flow, caller, part),
  }
}

type May = ApprovalReply['may']
type HolderMay = Pick<
  May,
  | 'approve' | 'return' | 'transfer' | 'delegate' | 'add' | 'addPeer' | 'advise' | 'claim' | 'release'
  | 'takeBack' | 'askMaterial' | 'narrow' | 'save' | 'comment' | 'cc'
> // prettier-ignore

function holderMay(flow: StoredFlow, person: string, { task, decides }: Part, narrows: boolean): HolderMay {
  const { state, steps } = flow
  const step = steps[state.runs.find((run) => run.id === task?.runId)?.step ?? -1]
  const revocation = state.status === 'revoking'
  const moving = state.suspendedAt === undefined
  const adviser = task?.under?.as === 'delegate'
  const pooled = step?.pool === true && task?.under === undefined && !revocation
  const ready = decides && moving && !adviser && (!pooled || task?.claimedAt !== undefined)
  const lets = (verb: Withheld): boolean => ready && step?.withheld?.includes(verb) !== true
  const free = task !== undefined && !isNested(state, task) && !revocation
  return {
    approve: ready,
    return: lets('return') && !revocation && returnTargets(flow, task).length > 0,
    transfer: lets('transfer'),
    delegate: lets('delegate') && !revocation,
    add: lets('add') && free,
    addPeer: lets('add') && free && (step?.mode === 'all' || step?.mode === 'sequence'),
    advise: decides && moving && adviser,
    claim: decides && moving && pooled && task?.claimedAt === undefined,
    release: decides && moving && pooled && task?.claimedAt !== undefined,
    takeBack: false,
    askMaterial: ready,
    narrow:
      ready &&
      !revocation &&
      state.parent === undefined &&
      task !== undefined &&
      narrows &&
      writableIn(flow, task).size > 0,
    save: decides,
    comment: true,
    cc: hiddenFor(flow, person).size === 0,
  }
}

type OwnerMay = Pick<May, 'withdraw' | 'revoke' | 'again' | 'urge' | 'resubmit' | 'straight' | 'giveMaterial'>

function ownerMay(
  { state, instance }: StoredFlow,
  person: string,
  form: ApprovalForm | undefined,
  at: Date,
): OwnerMay {
  const own = person === state.applicant && state.parent === undefined
  const going = state.status === 'running' || state.status === 'returned'
  const begun = state.tasks.some((task) => task.decidedHash !== undefined)
  const { withdraw, revokeDays } = state.rules
  const since = at.getTime() - (state.finishedAt ?? at).getTime()
  return {
    withdraw: own && going && withdraw !== 'never' && (withdraw === 'any-time' || !begun),
    revoke:
      own &&
      state.status === 'approved' &&
      form?.revocation !== undefined &&
      since <= revokeDays * 86_400_000,
    again: own && form?.again !== undefined && isEnded(instance),
    urge: own && ['running', 'revoking'].includes(state.status) && state.suspendedAt === undefined,
    resubmit: own && state.status === 'returned',
    straight: own && state.status === 'returned' && state.back?.to === 'applicant',
    giveMaterial:
      own &&
      state.tasks.some((task) => isLive(task) && task.askedAt !== undefined && task.answeredAt === undefined),
  }
}

function officeMay(
  { state }: StoredFlow,
  caller: Pick<Caller, 'personId'>,
  { task, decides, isAdministrator }: Part,
): Pick<May, 'assign' | 'steer' | 'confirm'> {
  const going = ['running', 'returned', 'revoking'].includes(state.status)
  return {
    assign: task !== undefined && !decides,
    steer: isAdministrator && going,
    confirm: isAdministrator && going && state.request !== undefined && state.request.by !== caller.personId,
  }
}

/** The own agreement that may still be taken back; a try is judged by the state machine itself. */
export function takeBackTask({ state, steps }: StoredFlow, person: string): Task | undefined {
  if (state.status !== 'running' || state.suspendedAt !== undefined) return undefined
  const mine = state.tasks.filter(
    (task) =>
      task.assignee === person &&
      task.state === 'approved' &&
      task.voided !== true &&
      task.under === undefined &&
      task.decidedHash === state.hash,
  )
  return mine.findLast((task) => {
    const run = state.runs.find((one) => one.id === task.runId)
    if (run === undefined || run.voided || run.kind === 'revocation') return false
    const step = steps[run.step]
    return step?.withheld?.includes('take-back') !== true && !isActedBehind(state, run.step, run.id)
  })
}

const finished = ['approved', 'approving', 'rejected', 'returned', 'advised']

function isActedBehind(state: FlowState, index: number, runId: string): boolean {
  const own = state.steps[index]!
  const behind = state.runs.filter((run) => {
    const step = state.steps[run.step]!
    return (
      !run.voided &&
      run.id !== runId &&
      (step.stage > own.stage || (step.stage === own.stage && step.branch === own.branch && run.step > index))
    )
  })
  return behind.some(
    (run) =>
      run.child !== undefined ||
      (run.closedAt !== undefined && run.outcome !== 'skipped') ||
      state.tasks.some((task) => task.runId === run.id && finished.includes(task.state)),
  )
}

/** Where the holder of this task may return the form to. */
export function returnTargets(
  { state, steps }: StoredFlow,
  task: Task | undefined,
): ApprovalReply['returnTo'] {
  const run = state.runs.find((one) => one.id === task?.runId && one.closedAt === undefined)
  if (run === undefined || run.kind === 'revocation') return []
  const passed = returnable(steps, run.step).map((to) => ({ to, step: nameOf(steps[to]!) }))
  // The text of a form inside another is corrected where it comes from.
  if (state.parent !== undefined) return passed
  return [{ to: 'applicant' as const, step: { zh: '申请人', en: 'Applicant' } }, ...passed]
}

const nameOf = ({ zh, en }: FlowStep) => ({ zh, en })

/** Steps a flow administrator may jump to. */
export const jumpTargets = ({ state, steps }: StoredFlow): ApprovalReply['jumpTo'] =>
  state.status === 'running'
    ? steps.flatMap((step, to) => (whyNoJump(state, to) === undefined ? [{ to, step: nameOf(step) }] : []))
    : []
