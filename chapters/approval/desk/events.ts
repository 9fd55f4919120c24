import type { Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { FlowEvent, Way } from '../flow/events.ts'
import { usualDays } from '../flow/limits.ts'
import { firstOwnStep, firstSteps, mayOpen, nextSteps } from '../flow/open.ts'
import type { Task } from '../flow/state.ts'
import type { StoredFlow } from '../store/instances.ts'
import { readProxiesFor } from '../store/proxies.ts'
import type { Deed } from '../types.ts'
import { copiesOf, dueOf, isStuck, targetOf, wantedFor, wayAhead, type Wanted } from './approvers.ts'
import type { DeskContext } from './context.ts'
import { checkPicks, choiceOf } from './picks.ts'
import { checkFiles, type Signature } from './files.ts'
import { narrowing } from './narrow.ts'
import { hiddenFor } from './rights.ts'
import { known } from './submit.ts'

/** A deed on a locked form, and what is looked up for it. */
export interface Doing {
  readonly context: DeskContext
  readonly w: Writer
  readonly flow: StoredFlow
  readonly actor: string
  readonly at: Date
  /** The signature that came with the deed, checked. */
  readonly signature?: Signature | undefined
}

type DeedOf<V extends Deed['verb']> = Deed extends infer D
  ? D extends { readonly verb: infer W }
    ? [Extract<W, V>] extends [never]
      ? never
      : D
    : never
  : never

export { wantedFor } from './approvers.ts'

/** The deed as the state machine takes it, with what has to be looked up for it. */
export async function eventOf(doing: Doing, deed: Deed): Promise<FlowEvent> {
  const { context, w, actor, at, flow } = doing
  const common = { actor, at }
  switch (deed.verb) {
    case 'approve':
    case 'reject':
      return await decision(doing, deed)
    case 'return':
      return { ...deed, ...common, ...(await dueIn(doing, deed.taskId)), way: await wayBack(doing, deed.to) }
    case 'advise':
      return { ...deed, ...common, ...(await dueIn(doing, deed.taskId)) }
    case 'take-back':
      return {
        ...deed,
        ...common,
        verb: 'take-back',
        way: await wayFrom(doing, stepOf(flow, deed.taskId), 'again'),
      }
    case 'transfer':
    case 'delegate':
    case 'reassign':
      return await handing(doing, deed)
    case 'add':
      return await adding(doing, deed)
    case 'remove':
      return {
        ...deed,
        ...common,
        verb: 'remove',
        ...(await dueIn(doing, deed.taskId)),
        way: await wayFrom(doing, stepOf(flow, deed.taskId), 'next'),
      }
    case 'revoke':
      return { ...deed, ...common, verb: 'revoke', ...(await revoking(doing)) }
    case 'jump':
      return { ...deed, ...common, way: await stageWay(doing, deed.to) }
    case 'confirm':
      return await confirming(doing, deed)
    case 'comment':
    case 'material':
      return { ...deed, ...common, files: await checkFiles(w, flow.instance.id, actor, deed.files ?? []) }
    case 'narrow':
      return (await narrowing(doing, deed)).event
    case 'cc':
      // A copy is the whole form: somebody from whom a part is kept would see it over a friend's shoulder.
      if (hiddenFor(flow, actor).size > 0) throw new Mistake('approval.cc-hidden', { status: 409 })
      return { ...deed, ...common, people: await known(context, w, deed.people) }
    default:
      return { ...deed, ...common } as FlowEvent
  }
}

const taskOf = (flow: StoredFlow, id: string): Task | undefined =>
  flow.state.tasks.find((one) => one.id === id)

/** The step a task belongs to; -1 when there is no such task. */
function stepOf(flow: StoredFlow, taskId: string): number {
  const task = taskOf(flow, taskId)
  return flow.state.runs.find((run) => run.id === task?.runId)?.step ?? -1
}

/** Steps that may open behind a step, or the step itself anew. */
async function wayFrom(
  doing: Doing,
  step: number,
  which: 'next' | 'again',
  picks?: Wanted['picks'],
): Promise<Way> {
  const { context, w, flow, at } = doing
  const { steps, state } = flow
  if (steps[step] === undefined) return []
  const after = state.back?.to === step ? [state.back.from] : nextSteps(steps, step)
  // Whoever is last in a branch opens the next stage; the others open nothing, and too much is looked up.
  const opens = which === 'again' ? [step] : after
  const wanted = { ...wantedFor(flow, at), ...(picks === undefined ? {} : { picks }) }
  return await wayAhead(context.people, w, steps, wanted, mayOpen(steps, opens))
}

async function stageWay(doing: Doing, step: number): Promise<Way> {
  const { context, w, flow, at } = doing
  const stage = flow.steps[step]?.stage
  if (stage === undefined) return []
  const opens = mayOpen(flow.steps, firstSteps(flow.steps, stage))
  return await wayAhead(context.people, w, flow.steps, wantedFor(flow, at), opens)
}

const wayBack = async (doing: Doing, to: 'applicant' | number): Promise<Way> =>
  to === 'applicant' ? [] : await wayFrom(doing, to, 'again')

/** When a task that opens inside the same step is due: only looked up where one may open. */
async function dueIn(doing: Doing, taskId: string): Promise<{ due?: Date }> {
  const { context, w, flow, at } = doing
  const run = flow.state.runs.find((one) => one.id === taskOf(flow, taskId)?.runId)
  const step = flow.steps[run?.step ?? -1]
  if (run === undefined || step === undefined) return {}
  const inside = flow.state.tasks.some(
    (one) => one.runId === run.id && ['pending', 'waiting', 'delegated'].includes(one.state),
  )
  return inside ? { due: await dueOf(context.people, w, step.due, at) } : {}
}

async function dueNow({ context, w, flow, at }: Doing, taskId: string): Promise<Date> {
  const due = flow.steps[stepOf(flow, taskId)]?.due ?? { amount: usualDays, unit: 'working-days' as const }
  return await dueOf(context.people, w, due, at)
}

async function decision(doing: Doing, deed: DeedOf<'approve'>): Promise<FlowEvent> {
  const { context, w, flow, actor, at } = doing
  const { picks, signature: _sent, ...rest } = deed
  const index = stepOf(flow, deed.taskId)
  const step = flow.steps[index]
  const ahead = step === undefined ? [] : nextSteps(flow.steps, index).map((next) => flow.steps[next]!)
  const picked = ahead.filter((next) => choiceOf(next, 'previous-picks') !== undefined)
  const chosen = Object.fromEntries(
    picked.flatMap(({ id }) => (picks?.[id] === undefined ? [] : [[id, picks[id]]])),
  )
  if (picks !== undefined) await checkPicks(context, w, picked, picks, 'previous-picks')
  const wanted = wantedFor(flow, at)
  const common = {
    ...rest,
    opinion: deed.opinion ?? '',
    actor,
    at,
    ...(await dueIn(doing, deed.taskId)),
    ...(await proxyOver(doing, deed.taskId)),
    ...signedBy(doing),
    way: await wayFrom(doing, index, 'next', { ...flow.state.picks, ...chosen }),
    cc: step === undefined ? [] : await copiesOf(context.people, w, step, 'passed', wanted),
  }
  if (deed.verb === 'reject') return { ...common, verb: 'reject' }
  return { ...common, verb: 'approve', picks: chosen, picked: picked.map(({ id }) => id) }
}

/** The file in which the signature will lie, when one came with the deed. */
const signedBy = ({ signature }: Doing): { signature?: string } =>
  signature === undefined ? {} : { signature: signature.id }

/** Has the proxy rule ended under which this task came? */
export async function proxyOver({ w, flow, at }: Doing, taskId: string): Promise<{ proxyOver?: boolean }> {
  const task = taskOf(flow, taskId)
  if (task?.onBehalfOf === undefined) return {}
  const reached = new Set([task.onBehalfOf])
  for (let fresh = [task.onBehalfOf]; fresh.length > 0;) {
    const rules = await readProxiesFor(w, fresh, at)
    fresh = rules.map(({ proxy }) => proxy).filter((person) => !reached.has(person))
    fresh.forEach((person) => reached.add(person))
  }
  return { proxyOver: !reached.has(task.assignee) }
}

async function handing(doing: Doing, deed: DeedOf<'transfer' | 'delegate' | 'reassign'>): Promise<FlowEvent> {
  const { context, w, flow, actor, at } = doing
  const { to, ...rest } = deed
  const common = {
    ...rest,
    actor,
    at,
    due: await dueNow(doing, deed.taskId),
    target: await targetOf(context.people, w, to, wantedFor(flow, at)),
  }
  if (deed.verb === 'transfer') {
    const over = await proxyOver(doing, deed.taskId)
    const byAdministrator = await isRescue(doing, deed.taskId)
    return { ...common, ...over, verb: 'transfer', byAdministrator } as FlowEvent
  }
  return { ...common, ...(await proxyOver(doing, deed.taskId)) } as FlowEvent
}

async function adding(doing: Doing, deed: DeedOf<'add'>): Promise<FlowEvent> {
  const { context, w, flow, actor, at } = doing
  const { people, signature: _sent, ...rest } = deed
  const targets = []
  for (const person of people) targets.push(await targetOf(context.people, w, person, wantedFor(flow, at)))
  const due = await dueNow(doing, deed.taskId)
  return {
    ...rest,
    actor,
    at,
    due,
    targets,
    way: [],
    ...signedBy(doing),
    ...(await proxyOver(doing, deed.taskId)),
  }
}

/** A revocation is offered only where the form knows what to take back. */
async function revoking(doing: Doing): Promise<{ atOnce: boolean; way: Way }> {
  const { context, flow } = doing
  const revocation = context.forms.get(flow.instance.form)?.revocation
  if (revocation === undefined) throw new Mistake('approval.revoke-not-allowed', { status: 409 })
  return { atOnce: revocation.atOnce, way: await wayFrom(doing, firstOwnStep(flow.steps), 'again') }
}

async function confirming(doing: Doing, deed: DeedOf<'confirm'>): Promise<FlowEvent> {
  const { context, w, flow, actor, at } = doing
  const { request } = flow.state
  const common = { ...deed, actor, at, due: await dueNow(doing, request?.taskId ?? '') }
  if (request?.verb === 'jump') return { ...common, way: await stageWay(doing, request.step ?? -1) }
  if (request?.to === undefined) return { ...common, way: [] }
  return { ...common, way: [], target: await targetOf(context.people, w, request.to, wantedFor(flow, at)) }
}

/**
 * Is this a flow administrator naming somebody for a task that cannot move by itself: nobody was found for it, its
 * holder has left or lost the clearance, or it is overdue and could not go up? Not for the administrator's own form.
 */
async function isRescue({ context, w, flow, actor, at }: Doing, taskId: string): Promise<boolean> {
  const task = taskOf(flow, taskId)
  const { applicant } = flow.state
  if (task === undefined || actor === applicant) return false
  const facts = await context.people.personFacts([actor, task.assignee], w)
  if (facts.get(actor)?.roles.has('security-admin') !== true) return false
  return isStuck(task, facts.get(task.assignee), wantedFor(flow, at))
}
