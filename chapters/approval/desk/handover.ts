import type { Reader, Writer } from '../../../floor/database/index.ts'
import { usualDays } from '../flow/limits.ts'
import { isAsked } from '../flow/guards.ts'
import { readActiveDefinitions } from '../store/flows.ts'
import { readHeldTasks, readOwnForms } from '../store/held.ts'
import { insertNotices } from '../store/log.ts'
import { endProxy, readProxiesOf } from '../store/proxies.ts'
import type { Approval, HandedOver, Held } from '../types.ts'
import { fitSuperior, targetOf } from './approvers.ts'
import { type DeskContext, lockFlow, work } from './context.ts'
import { wantedFor } from './events.ts'
import { namesPerson, proposeFollower } from './followers.ts'

/** What lies with a person, for whoever takes over or sees them off. */
export async function heldBy(context: DeskContext, r: Reader, person: string): Promise<Held> {
  const now = context.house.clock.now()
  const flows = (await readActiveDefinitions(r)).filter((one) =>
    one.steps.some((node) => namesPerson(node, person)),
  )
  const proxies = (await readProxiesOf(r, person)).filter(
    (rule) => rule.endedAt === undefined && rule.until > now,
  )
  return {
    tasks: await readHeldTasks(r, person),
    flows: flows.map(({ key, version, zh, en }) => ({ key, version, name: { zh, en } })),
    proxies: proxies.map(({ id, principal, proxy, from, until }) => ({
      id,
      principalId: principal,
      proxyId: proxy,
      from,
      until,
    })),
    forms: await readOwnForms(r, person),
  }
}

/**
 * 离职交接 in the transaction of the leaver's act: tasks and proxies, each with its own record. In flows the follower is only
 * proposed: they are the security administrator's.
 */
export async function handOver(
  context: DeskContext,
  w: Writer,
  from: string,
  to: string,
  o: Parameters<Approval['handOver']>[3],
): Promise<HandedOver> {
  let [tasks, left] = [0, 0]
  for (const { taskId, instanceId } of await readHeldTasks(w, from)) {
    if (await handTask(context, w, { taskId, instanceId, from, to }, o)) tasks++
    else left++
  }
  const flows = await proposeFollower(context, w, from, to, o.by)
  const at = context.house.clock.now()
  let proxies = 0
  for (const rule of await readProxiesOf(w, from))
    if (rule.endedAt === undefined && (await endProxy(w, rule.id, o.by, at))) proxies++
  context.house.gate.note(w, 'approvals-handed-over', {
    actor: o.by,
    subject: from,
    to,
    tasks,
    left,
    flows,
    proxies,
  })
  return { tasks, left, flows, proxies }
}

async function handTask(
  context: DeskContext,
  w: Writer,
  one: { taskId: string; instanceId: string; from: string; to: string },
  o: Parameters<Approval['handOver']>[3],
): Promise<boolean> {
  const { house, people } = context
  const flow = await lockFlow(w, one.instanceId)
  const task = flow?.state.tasks.find(({ id }) => id === one.taskId)
  const run = flow?.state.runs.find(({ id }) => id === task?.runId)
  if (flow === undefined || task === undefined || run === undefined) return false
  const at = house.clock.now()
  const wanted = wantedFor(flow, at)
  const candidates = [one.to, await fitSuperior(people, w, one.from, wanted)]
  const due = await people.addWorkingDays(w, at, usualDays)
  for (const person of candidates) {
    if (person === undefined || person === wanted.applicant || isAsked(flow.state, run, person)) continue
    const target = await targetOf(people, w, person, wanted)
    if (!target.active || !target.cleared || target.administrator) continue
    const opinion = o.reason ?? ''
    const event = { verb: 'handover', actor: o.by, at, taskId: one.taskId, target, due, opinion } as const
    const turn = await work(context, w, flow, event, o.address ?? '')
    if (!turn.repeated) return true
  }
  await tellStuck(context, w, flow.instance, at)
  return false
}

/** Nobody fit was found: the flow administrators may name somebody. */
async function tellStuck(
  context: DeskContext,
  w: Writer,
  { id, number, form }: { id: string; number: string; form: string },
  at: Date,
): Promise<void> {
  const administrators = await context.people.holdersOf(w, 'security-admin')
  const values = { number, form }
  await insertNotices(w, administrators, {
    kind: 'stuck',
    instanceId: id,
    link: `/approvals/${id}`,
    values,
    at,
  })
}

/**
 * Ends the forms that a leaver applied for and that are still under way: nobody else applied for them, and whoever needs
 * the same applies in their own name. Resolves to how many ended.
 */
export async function endForms(
  context: DeskContext,
  w: Writer,
  person: string,
  o: Parameters<Approval['endForms']>[2],
): Promise<number> {
  let ended = 0
  for (const { instanceId } of await readOwnForms(w, person)) {
    const flow = await lockFlow(w, instanceId)
    if (flow === undefined || (flow.state.status !== 'running' && flow.state.status !== 'returned')) continue
    const at = context.house.clock.now()
    const event = { verb: 'terminate', actor: o.by, at, opinion: o.reason } as const
    const turn = await work(context, w, flow, event, o.address ?? '')
    if (!turn.repeated) ended++
  }
  return ended
}
