import type { Reader, Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import { allSteps, type FlowNode, type FlowStep, isBlock, type Source } from '../definition.ts'
import { usualDays } from '../flow/limits.ts'
import { isAsked } from '../flow/guards.ts'
import { insertDefinition, readActiveDefinitions, readVersions } from '../store/flows.ts'
import { readHeldTasks, readOwnForms } from '../store/held.ts'
import { insertNotices } from '../store/log.ts'
import { endProxy, readProxiesOf } from '../store/proxies.ts'
import type { Approval, HandedOver, Held } from '../types.ts'
import { fitSuperior, targetOf } from './approvers.ts'
import { type DeskContext, lockFlow, work } from './context.ts'
import { wantedFor } from './events.ts'

/** What lies with a person, for whoever takes over or sees them off. */
export async function heldBy(context: DeskContext, r: Reader, person: string): Promise<Held> {
  const now = context.house.clock.now()
  const flows = (await readActiveDefinitions(r)).filter((one) =>
    one.steps.some((node) => names(node, person)),
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

const namedIn = (source: Source, person: string): boolean =>
  (source.by === 'person' && source.person === person) ||
  (source.by === 'group' && source.people.includes(person)) ||
  ((source.by === 'applicant-picks' || source.by === 'previous-picks') &&
    source.choice.people.includes(person))

const names = (node: FlowNode, person: string): boolean =>
  allSteps([node]).some(
    (step) =>
      step.timeout?.to === person ||
      [...step.sources, ...(step.cc?.sources ?? [])].some((source) => namedIn(source, person)),
  )

/** 离职交接 in the transaction of the leaver's act: tasks, flows and proxies, each with its own record. */
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
  const flows = await replaceInFlows(context, w, from, to, o.by)
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

/** New versions of the flows that name the leaver, with the follower in their place; forms under way keep theirs. */
async function replaceInFlows(
  context: DeskContext,
  w: Writer,
  from: string,
  to: string,
  by: string,
): Promise<number> {
  const createdAt = context.house.clock.now()
  const naming = (await readActiveDefinitions(w)).filter((one) => one.steps.some((node) => names(node, from)))
  for (const { active: _a, createdBy: _b, createdAt: _c, retiredAt: _d, ...one } of naming) {
    const version = (await readVersions(w, one.key))[0]!.version + 1
    const steps = one.steps.map((node) => replaced(node, from, to))
    const id = newId(createdAt.getTime())
    await insertDefinition(w, { ...one, id, version, steps, createdBy: by, createdAt })
  }
  return naming.length
}

const other = (people: readonly string[], from: string, to: string): readonly string[] => [
  ...new Set(people.map((person) => (person === from ? to : person))),
]

function replacedSource(source: Source, from: string, to: string): Source {
  if (source.by === 'person') return source.person === from ? { ...source, person: to } : source
  if (source.by === 'group') return { ...source, people: other(source.people, from, to) }
  if (source.by === 'applicant-picks' || source.by === 'previous-picks')
    return { ...source, choice: { ...source.choice, people: other(source.choice.people, from, to) } }
  return source
}

function replaced(node: FlowNode, from: string, to: string): FlowNode {
  const step = (one: FlowStep): FlowStep => ({
    ...one,
    sources: one.sources.map((source) => replacedSource(source, from, to)),
    ...(one.cc === undefined
      ? {}
      : { cc: { ...one.cc, sources: one.cc.sources.map((source) => replacedSource(source, from, to)) } }),
    ...(one.timeout?.to === from ? { timeout: { ...one.timeout, to } } : {}),
  })
  return isBlock(node)
    ? { ...node, branches: node.branches.map((branch) => ({ ...branch, steps: branch.steps.map(step) })) }
    : step(node)
}
