import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { type Facts, isAdministrator, isEmployed, refuse } from '../../../gate/index.ts'
import { isRepeated } from '../flow/flow.ts'
import { chainOf, type FlowEvent, type FlowState, openTasks, type Task } from '../flow/state.ts'
import { usualDays } from '../flow/limits.ts'
import { readOwnCopy, type StoredFlow } from '../store/instances.ts'
import type { Deed, Doer, Outcome } from '../types.ts'
import { isStuck, wayAhead } from './approvers.ts'
import { type DeskContext, lockFlow, work } from './context.ts'
import { known } from './submit.ts'

/** Applicant, everybody who ever held a task, everybody put in the know. */
export const concernedIn = (state: FlowState): ReadonlySet<string> =>
  new Set([state.applicant, ...state.tasks.map((task) => task.assignee), ...state.cc])

/**
 * One deed on one form, in one transaction: the form is locked, a repeated click is answered like the first, the gate
 * decides and its leaf commits with the change (a refusal's leaf too), then the state machine moves.
 */
export async function act(
  context: DeskContext,
  doer: Doer,
  id: string,
  deed: Deed,
): Promise<Outcome | Refusal> {
  return await context.house.db.transact(async (w) => {
    const flow = await lockFlow(w, id)
    if (flow === undefined) throw new Mistake('approval.not-found', { status: 404 })
    const at = context.house.clock.now()
    const event = await eventOf(context, w, flow, doer.personId, at, deed)
    const outcome = (state: FlowState, repeated: boolean): Outcome => ({
      id,
      number: flow.instance.number,
      state: state.status,
      repeated,
    })
    if (isRepeated(flow.state, event)) return outcome(flow.state, true)
    const refusal = await ask(context, w, flow, event)
    if (refusal !== undefined) return refusal
    if (event.verb === 'viewed') await readOwnCopy(w, id, doer.personId, at)
    const turn = await work(context, w, flow, event, doer.address)
    return outcome(turn.state, turn.repeated)
  })
}

/** The deed as the state machine takes it, with what has to be looked up for it. */
async function eventOf(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  actor: string,
  at: Date,
  deed: Deed,
): Promise<FlowEvent> {
  const { people } = context
  const wanted = { applicant: flow.state.applicant, level: flow.state.level, at }
  switch (deed.verb) {
    case 'approve':
    case 'return':
      return {
        ...deed,
        opinion: deed.opinion ?? '',
        actor,
        at,
        way: await wayAhead(people, w, flow.steps, wanted),
      } as FlowEvent
    case 'reject':
      return { ...deed, verb: 'reject', opinion: deed.opinion ?? '', actor, at }
    case 'transfer': {
      const facts = (await people.personFacts([deed.to], w)).get(deed.to)
      const { to, ...rest } = deed
      return {
        ...rest,
        actor,
        at,
        due: await people.addWorkingDays(w, at, daysOf(flow, deed.taskId)),
        byAdministrator: await isRescue(context, w, flow, actor, deed.taskId, at),
        target: {
          person: to,
          active: facts !== undefined && isEmployed(facts, at.getTime()),
          cleared: facts !== undefined && facts.clearance >= flow.state.level,
          administrator: facts !== undefined && isAdministrator(facts.roles),
        },
      }
    }
    case 'cc':
      return { ...deed, people: await known(context, w, deed.people), actor, at }
    case 'withdraw':
    case 'comment':
    case 'urge':
    case 'viewed':
      return { ...deed, actor, at }
  }
}

function daysOf(flow: StoredFlow, taskId: string): number {
  const task = flow.state.tasks.find((one) => one.id === taskId)
  const run = flow.state.runs.find((one) => one.id === task?.runId)
  return flow.steps[run?.step ?? -1]?.days ?? usualDays
}

/**
 * Is this a flow administrator naming somebody for a task that cannot move by itself: nobody was found for it, its
 * holder has left or lost the clearance, or it is overdue and could not go up? Not for the administrator's own form.
 */
async function isRescue(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  actor: string,
  taskId: string,
  at: Date,
): Promise<boolean> {
  const task = flow.state.tasks.find((one) => one.id === taskId && one.state === 'todo')
  if (task === undefined || actor === flow.state.applicant) return false
  const facts = await context.people.personFacts([actor, task.assignee], w)
  if (facts.get(actor)?.roles.has('security-admin') !== true) return false
  const wanted = { applicant: flow.state.applicant, level: flow.state.level, at }
  return isStuck(task, facts.get(task.assignee), wanted)
}

const asked = {
  approve: 'approve',
  reject: 'approve',
  return: 'approve',
  transfer: 'approve',
  withdraw: 'withdraw',
  comment: 'comment',
} as const

/** Asks the gate, or for what only informs people looks whether the person is concerned at all. */
async function ask(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  event: FlowEvent,
): Promise<Refusal | undefined> {
  const { gate, clock } = context.house
  const { id } = flow.instance
  const at = clock.now().getTime()
  if (event.verb === 'cc' || event.verb === 'urge' || event.verb === 'viewed') {
    if (concernedIn(flow.state).has(event.actor)) {
      if (event.verb !== 'viewed')
        gate.note(w, `approval-${event.verb}`, { actor: event.actor, application: id })
      return undefined
    }
    gate.note(w, 'refused', { actor: event.actor, application: id, verb: event.verb, because: ['4.2.1'] })
    return refuse('4.2.1', 'nothing')
  }
  if (!(event.verb in asked)) return undefined
  const verb = asked[event.verb as keyof typeof asked]
  const facts = await factsFor(context, w, flow, event, verb)
  const more = { application: id, detail: detailOf(flow, event) }
  const office = event.verb === 'transfer' && event.byAdministrator
  const question = { actor: event.actor, verb: office ? ('edit-flow' as const) : verb, fields: [], at }
  const answer = gate.askIn(w, question, facts, more)
  return isRefusal(answer) ? answer : undefined
}

async function factsFor(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  event: FlowEvent,
  verb: 'approve' | 'withdraw' | 'comment',
): Promise<Facts> {
  const { state } = flow
  const person = (await context.people.personFacts([event.actor], w)).get(event.actor)
  const task = 'taskId' in event ? state.tasks.find((one) => one.id === event.taskId) : undefined
  // Whoever may only name somebody holds nothing to decide.
  const holds = (one: Task | undefined): boolean =>
    one !== undefined &&
    one.origin !== 'rescue' &&
    one.assignee === event.actor &&
    openTasks(state).includes(one)
  return {
    ...(person === undefined ? {} : { person }),
    act: {
      verb,
      applicant: state.applicant,
      level: state.level,
      holdsTask: holds(task),
      taskChain:
        verb === 'comment' ? [...concernedIn(state)] : task === undefined ? [] : chainOf(state, task),
    },
  }
}

/** What a decision's leaf says beside the question: ids, codes and the hash that was decided on. */
function detailOf(flow: StoredFlow, event: FlowEvent): Readonly<Record<string, unknown>> {
  const detail: Record<string, unknown> = { decision: event.verb, snapshot: flow.state.hash }
  if ('taskId' in event) detail['task'] = event.taskId
  if ('hash' in event) detail['seen'] = event.hash
  if (event.verb === 'transfer') detail['to'] = event.target.person
  if (event.verb === 'return') detail['to'] = String(event.to)
  return detail
}
