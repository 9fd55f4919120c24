import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller, ProtocolReply } from '../../../gate/index.ts'
import { act } from '../desk/act.ts'
import { isLive } from '../flow/state.ts'
import { readFlow, readInstance } from '../store/instances.ts'
import { insertNotices } from '../store/log.ts'
import type { Deed, Instance } from '../types.ts'
import type { DecideCall, StartCall } from '../wire/outside.ts'
import type { OutsideParts } from './inbound.ts'
import * as store from './store.ts'

/** Where a deed came from, as the action log keeps it. */
export const addressOf = (link: Pick<store.Link, 'id'>): string => `outside:${link.id}`

async function personOf(parts: OutsideParts, link: store.Link, user: string): Promise<string> {
  const employeeNo = Object.hasOwn(link.users, user) ? link.users[user]! : user
  const id = await parts.context.house.db.read((r) => store.personByNumber(r, employeeNo))
  if (id === undefined) throw new Mistake('outside.no-user', { field: 'user' })
  return id
}

/** A form that this connection started or was asked about; any other one is not there for it. */
async function formOf(parts: OutsideParts, link: store.Link, id: string) {
  return await parts.context.house.db.read(async (r) => {
    const instance = (await store.isConcerned(r, link.id, id)) ? await readInstance(r, id) : undefined
    if (instance === undefined) throw new Mistake('approval.not-found', { status: 404 })
    return await readFlow(r, instance)
  })
}

/** How a form stands: ids, states and the hash to decide on. */
export async function stateFor(parts: OutsideParts, link: store.Link, id: string): Promise<ProtocolReply> {
  const { instance, state } = await formOf(parts, link, id)
  const open = state.tasks.filter((task) => task.state === 'todo')
  const names = await parts.context.people.names(open.map((task) => task.assignee))
  const users = new Map(Object.entries(link.users).map(([user, employeeNo]) => [employeeNo, user]))
  const userOf = (person: string): string => {
    const employeeNo = names.get(person)?.employeeNo ?? ''
    return users.get(employeeNo) ?? employeeNo
  }
  const body = {
    id,
    number: instance.number,
    form: instance.form,
    level: instance.level,
    state: instance.state,
    hash: instance.snapshotHash,
    tasks: open.map((task) => ({ id: task.id, user: userOf(task.assignee), state: task.state })),
  }
  return { status: 200, body }
}

/**
 * A decision that somebody made in the other system. It goes through the same act and the same gate as that person's
 * own click here; above the connection's level it waits until the person confirms it in Mifeng.
 */
export async function decide(
  parts: OutsideParts,
  link: store.Link,
  id: string,
  call: DecideCall,
): Promise<ProtocolReply | Refusal> {
  if (!link.mayDecide) throw new Mistake('outside.not-allowed', { status: 409 })
  const { house } = parts.context
  const personId = await personOf(parts, link, call.user)
  const { instance, state } = await formOf(parts, link, id)
  const task = state.tasks.find(
    (one) =>
      one.assignee === personId && (call.task === undefined ? one.state === 'todo' : one.id === call.task),
  )
  if (task === undefined) throw new Mistake('outside.no-task', { field: 'user' })
  // Also where it is not the person's turn yet: it could become so before the deed is done.
  const waits = instance.level > link.decideUpTo && isLive(task) && task.state !== 'approving'
  await house.db.transact(async (w) => {
    house.gate.note(w, waits ? 'outside-wish' : 'outside-decision', {
      channel: 'outside',
      link: link.id,
      application: id,
      actor: personId,
      task: task.id,
      decision: call.decision,
      seen: call.hash,
    })
    if (!waits) return
    const { decision, opinion, hash: snapshotHash } = call
    const at = house.clock.now()
    const wish = { id: newId(), instanceId: id, taskId: task.id, personId, decision, opinion, snapshotHash }
    await store.keepWish(w, { ...wish, linkId: link.id, at })
    await insertNotices(w, [personId], {
      kind: 'outside-confirm',
      instanceId: id,
      link: '/outside-wishes',
      values: { number: instance.number, form: instance.form },
      at,
    })
  })
  if (waits) return { status: 202, body: { id, number: instance.number, state: 'waits-for-confirmation' } }
  return await carriedOut(parts, link, instance, deedOf(task.id, call), personId)
}

async function carriedOut(
  parts: OutsideParts,
  link: store.Link,
  instance: Instance,
  deed: Deed,
  personId: string,
): Promise<ProtocolReply | Refusal> {
  const outcome = await act(parts.context, { personId, address: addressOf(link) }, instance.id, deed)
  return isRefusal(outcome) ? outcome : { status: 200, body: { ...outcome } }
}

/** The deed that a decision of the other system stands for. */
export function deedOf(
  taskId: string,
  call: { readonly decision: DecideCall['decision']; readonly hash: string; readonly opinion: string },
): Deed {
  const { decision, hash, opinion } = call
  return decision === 'return'
    ? { verb: 'return', taskId, hash, opinion, to: 'applicant' }
    : { verb: decision, taskId, hash, opinion }
}

/** A form that somebody filled in in the other system; the same reference never starts a second one. */
export async function start(
  parts: OutsideParts,
  link: store.Link,
  call: StartCall,
): Promise<ProtocolReply | Refusal> {
  if (!link.mayStart) throw new Mistake('outside.not-allowed', { status: 409 })
  const starter = parts.starters.get(call.form)
  if (starter === undefined) throw new Mistake('outside.no-starter', { field: 'form' })
  const { house } = parts.context
  const personId = await personOf(parts, link, call.user)
  const taken = await house.db.transact(async (w) => {
    const found = await store.reserveReference(w, link.id, call.reference, house.clock.now())
    if (found === undefined)
      house.gate.note(w, 'outside-start', {
        channel: 'outside',
        link: link.id,
        actor: personId,
        form: call.form,
      })
    return found
  })
  if (taken !== undefined) {
    if (taken.id === null) throw new Mistake('outside.reference-used', { field: 'reference', status: 409 })
    return { status: 200, body: { id: taken.id, number: taken.number ?? '', repeated: true } }
  }
  let started: { id: string; number: string } | undefined
  try {
    const outcome = await starter(await callerFor(parts, link, personId), call.content)
    if (isRefusal(outcome)) return outcome
    started = { id: outcome.id, number: outcome.number }
    return { status: 201, body: { ...started, repeated: false } }
  } finally {
    await house.db.transact((w) => store.settleReference(w, link.id, call.reference, started))
  }
}

/** The person as the desks take them; a session of theirs it is not. */
async function callerFor(parts: OutsideParts, link: store.Link, personId: string): Promise<Caller> {
  const { people } = parts.context
  const facts = (await people.personFacts([personId])).get(personId)
  const name = (await people.names([personId])).get(personId)
  if (facts === undefined || name === undefined) throw new Mistake('outside.no-user', { field: 'user' })
  return {
    personId,
    accountId: link.id,
    sessionId: link.id,
    roles: [...facts.roles],
    name: name.name,
    employeeNo: name.employeeNo,
    address: addressOf(link),
    channel: 'api',
  }
}
