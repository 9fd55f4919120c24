import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { type Facts, refuse } from '../../../gate/index.ts'
import type { FlowEvent } from '../flow/events.ts'
import { isRepeated } from '../flow/flow.ts'
import { chainOf, type FlowState, isLive, type Task } from '../flow/state.ts'
import { readInstance, type StoredFlow } from '../store/instances.ts'
import { insertNotices, readOwnCopy } from '../store/log.ts'
import type { Deed, Doer, Outcome } from '../types.ts'
import { type DeskContext, lockFlow, work } from './context.ts'
import { concernedIn } from './concerned.ts'
import { eventOf } from './events.ts'
import { commitmentText, keepSignature, type Signature, signatureOf } from './files.ts'
import { narrowing } from './narrow.ts'
import { Turns } from './turns.ts'

/** Deeds at once per database; the rest of its connections stay free for everything else. */
const atOnce = 8
const turns = new WeakMap<DeskContext['house']['db'], Turns>()

function turnsOf({ house }: DeskContext): Turns {
  const known = turns.get(house.db) ?? new Turns(atOnce)
  turns.set(house.db, known)
  return known
}

export { concernedIn } from './concerned.ts'

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
  const signature = 'signature' in deed && deed.signature !== undefined ? deed.signature : undefined
  const signed = signature === undefined ? undefined : signatureOf(signature, context.house.clock.now())
  const kept = { begun: false }
  try {
    return await turnsOf(context).run(() => actInTurn(context, doer, id, deed, signed, kept))
  } catch (error) {
    if (kept.begun && signed !== undefined) await context.house.files.remove(signed.id)
    throw error
  }
}

async function actInTurn(
  context: DeskContext,
  doer: Doer,
  id: string,
  deed: Deed,
  signature: Signature | undefined,
  kept: { begun: boolean },
): Promise<Outcome | Refusal> {
  return await context.house.db.transact(async (w) => {
    const flow = await lockFlow(w, id)
    if (flow === undefined) throw new Mistake('approval.not-found', { status: 404 })
    const at = context.house.clock.now()
    const doing = { context, w, flow, actor: doer.personId, at, signature }
    const narrowed = deed.verb === 'narrow' ? await narrowing(doing, deed) : undefined
    const event = narrowed?.event ?? (await eventOf(doing, deed))
    const outcome = (state: FlowState, repeated: boolean): Outcome => ({
      id,
      number: flow.instance.number,
      state: state.status,
      repeated,
    })
    if (isRepeated(flow.state, event)) return outcome(flow.state, true)
    const refusal = await ask(context, w, flow, event, signature)
    if (refusal !== undefined) return refusal
    if (event.verb === 'viewed') await readOwnCopy(w, id, doer.personId, at)
    const turn = await work(context, w, flow, event, doer.address, narrowed?.paper)
    if (!turn.repeated && signature !== undefined) {
      kept.begun = true
      await keepSignature(context, w, flow, signature, doer.personId)
    }
    if (!turn.repeated && narrowed !== undefined) await tellForm(context, w, id, doer.personId)
    if (!turn.repeated) await tellSecond(context, w, flow, turn.state)
    return outcome(turn.state, turn.repeated)
  })
}

/** The narrower text is on record as what is decided on from now on; the form's own chapter keeps it beside its own rows. */
async function tellForm({ forms, house }: DeskContext, w: Writer, id: string, actor: string): Promise<void> {
  const instance = await readInstance(w, id)
  if (instance === undefined) return
  const { number, form, level, snapshotHash: snapshot, definitionId: flow } = instance
  house.gate.note(w, 'submitted', {
    actor,
    application: id,
    number,
    form,
    level,
    snapshot,
    flow,
    narrowed: true,
  })
  await forms.get(form)?.onNarrowed?.(w, instance)
}

/** A deed of one administrator that waits for another: the others are told. */
async function tellSecond(
  context: DeskContext,
  w: Writer,
  { instance, state }: StoredFlow,
  after: FlowState,
): Promise<void> {
  if (after.request === undefined || after.request === state.request) return
  const { by, at } = after.request
  const others = (await context.people.holdersOf(w, 'security-admin')).filter((person) => person !== by)
  const { id, number, form } = instance
  await insertNotices(w, others, {
    kind: 'confirm-wanted',
    instanceId: id,
    link: `/approvals/${id}`,
    values: { number, form },
    at,
  })
}

type Asked = 'approve' | 'withdraw' | 'comment' | 'edit-flow'

/** What the gate is asked for; verbs that only inform people are open to everybody concerned. */
const asked: Readonly<Partial<Record<FlowEvent['verb'], Asked>>> = {
  approve: 'approve',
  reject: 'approve',
  return: 'approve',
  advise: 'approve',
  'take-back': 'approve',
  narrow: 'approve',
  transfer: 'approve',
  delegate: 'approve',
  add: 'approve',
  remove: 'approve',
  claim: 'approve',
  release: 'approve',
  'ask-material': 'approve',
  withdraw: 'withdraw',
  revoke: 'withdraw',
  material: 'comment',
  comment: 'comment',
  jump: 'edit-flow',
  reassign: 'edit-flow',
  confirm: 'edit-flow',
  terminate: 'edit-flow',
  suspend: 'edit-flow',
  resume: 'edit-flow',
}

/** Asks the gate, or for what only informs people looks whether the person is concerned at all. */
async function ask(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  event: FlowEvent,
  signature: Signature | undefined,
): Promise<Refusal | undefined> {
  const { gate, clock } = context.house
  const { id } = flow.instance
  const wanted = asked[event.verb]
  if (wanted === undefined) {
    if (concernedIn(flow.state).has(event.actor)) {
      if (event.verb === 'cc' || event.verb === 'urge')
        gate.note(w, `approval-${event.verb}`, { actor: event.actor, application: id })
      return undefined
    }
    gate.note(w, 'refused', { actor: event.actor, application: id, verb: event.verb, because: ['4.2.1'] })
    return refuse('4.2.1', 'nothing')
  }
  const office = wanted === 'edit-flow' || (event.verb === 'transfer' && event.byAdministrator)
  const verb: Asked = office ? 'edit-flow' : wanted
  const facts = await factsFor(context, w, flow, event, verb)
  const question = { actor: event.actor, verb, fields: [], at: clock.now().getTime() }
  const answer = gate.askIn(w, question, facts, {
    application: id,
    detail: { ...detailOf(flow, event), ...signedDetail(event, signature) },
  })
  return isRefusal(answer) ? answer : undefined
}

/** States in which the holder of a task may do this. */
const holdable: Readonly<Partial<Record<FlowEvent['verb'], (task: Task) => boolean>>> = {
  'take-back': (task) => task.state === 'approved',
  add: (task) => isLive(task),
  claim: (task) => isLive(task),
}

/** Does the actor hold the task the event is about? Whoever may only name somebody holds nothing to decide. */
function holds(state: FlowState, event: FlowEvent): boolean {
  if (!('taskId' in event)) return false
  const task = state.tasks.find((one) => one.id === event.taskId)
  if (task === undefined || task.origin === 'rescue') return false
  // Who was added is taken away by whoever added them.
  const own = event.verb === 'remove' ? state.tasks.find((one) => one.id === task.under?.task) : task
  if (own === undefined || own.assignee !== event.actor) return false
  if (event.verb === 'remove') return isLive(own)
  return (holdable[event.verb] ?? ((one) => one.state === 'todo'))(own)
}

async function factsFor(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  event: FlowEvent,
  verb: Asked,
): Promise<Facts> {
  const { state } = flow
  const person = (await context.people.personFacts([event.actor], w)).get(event.actor)
  const task = 'taskId' in event ? state.tasks.find((one) => one.id === event.taskId) : undefined
  return {
    ...(person === undefined ? {} : { person }),
    act: {
      verb,
      applicant: state.applicant,
      level: state.level,
      holdsTask: holds(state, event),
      taskChain:
        verb === 'comment' ? [...concernedIn(state)] : task === undefined ? [] : chainOf(state, task),
    },
  }
}

/** The signature in a decision's leaf: its file, how it came about, and a commitment to the picture. */
const signedDetail = (
  event: FlowEvent,
  signature: Signature | undefined,
): Readonly<Record<string, string>> =>
  signature === undefined || !('signature' in event)
    ? {}
    : { signature: signature.id, signed: signature.how, signatureHash: commitmentText(signature.commitment) }

/** What a decision's leaf says beside the question: ids, codes and the hash that was decided on. */
function detailOf(flow: StoredFlow, event: FlowEvent): Readonly<Record<string, unknown>> {
  const detail: Record<string, unknown> = { decision: event.verb, snapshot: flow.state.hash }
  if ('taskId' in event) {
    detail['task'] = event.taskId
    const principal = flow.state.tasks.find((one) => one.id === event.taskId)?.onBehalfOf
    if (principal !== undefined) detail['onBehalfOf'] = principal
  }
  if ('hash' in event) detail['seen'] = event.hash
  if ('target' in event && typeof event.target === 'object') detail['to'] = event.target.person
  if ('targets' in event) detail['to'] = event.targets.map(({ person }) => person)
  if (event.verb === 'return' || event.verb === 'jump') detail['to'] = String(event.to)
  if (event.verb === 'confirm') detail['accept'] = event.accept
  if (event.verb === 'narrow') {
    detail['narrowed'] = event.narrowed
    detail['fields'] = event.fields
  }
  if ('files' in event && event.files !== undefined && event.files.length > 0) detail['files'] = event.files
  return detail
}
