import type { Writer } from '../../../floor/database/index.ts'
import { isStaff } from '../../../gate/index.ts'
import type { Timeout } from '../definition.ts'
import { usualTimeout } from '../definition/reading.ts'
import type { FlowEvent } from '../flow/events.ts'
import { reminderBeforeMs, usualDays } from '../flow/limits.ts'
import type { Task } from '../flow/state.ts'
import type { StoredFlow } from '../store/instances.ts'
import { readDueTasks } from '../store/lists.ts'
import { insertNotices } from '../store/log.ts'
import { fitSuperior, whyUnfit } from './approvers.ts'
import { clockwork, type DeskContext, lockFlow, work } from './context.ts'
import { wantedFor } from './events.ts'
import { sweepProxies } from './proxies.ts'

const together = 200

/**
 * Looks through all open tasks whose time may have come: reminders from some hours before the deadline on, then what
 * the step says: the task goes up to the assignee's manager or to somebody named, or the form is closed undecided.
 * Time never approves. Proxies whose time is over give their tasks back. Doing it twice is harmless.
 * @returns how many reminders were made and tasks moved
 */
export async function watchDeadlines(context: DeskContext, signal: AbortSignal): Promise<number> {
  const { db, clock } = context.house
  let done = await sweepProxies(context, signal)
  let last: { due: Date; id: string } | undefined
  for (;;) {
    const before = new Date(clock.now().getTime() + reminderBeforeMs)
    const tasks = await db.read((r) => readDueTasks(r, before, last, together))
    for (const { id, instanceId } of tasks) {
      if (signal.aborted) return done
      done += await db.transact((w) => watchTask(context, w, instanceId, id))
    }
    const end = tasks.at(-1)
    if (end === undefined || tasks.length < together) return done
    last = { due: end.dueAt, id: end.id }
  }
}

async function watchTask(
  context: DeskContext,
  w: Writer,
  instanceId: string,
  taskId: string,
): Promise<number> {
  const flow = await lockFlow(w, instanceId)
  const task = flow?.state.tasks.find((one) => one.id === taskId && one.state === 'todo')
  if (flow === undefined || task?.dueAt === undefined || flow.state.suspendedAt !== undefined) return 0
  const event = await dueEvent(context, w, flow, task)
  if (event === undefined) return 0
  const turn = await work(context, w, flow, event, '')
  if (turn.repeated) return 0
  if (event.verb === 'escalate' && turn.state.tasks.length === flow.state.tasks.length)
    await tellAdministrators(context, w, flow, event.at)
  context.house.gate.note(w, event.verb === 'remind' ? 'reminder' : 'escalated', {
    application: instanceId,
    task: taskId,
  })
  return 1
}

/** What the clock has to say about a task now; undefined when nothing. */
async function dueEvent(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  task: Task,
): Promise<FlowEvent | undefined> {
  const at = context.house.clock.now()
  const due = task.dueAt!
  const step = flow.steps[flow.state.runs.find((run) => run.id === task.runId)?.step ?? -1]
  const timeout = step?.timeout ?? usualTimeout
  const common = { actor: clockwork, at, taskId: task.id }
  const first = due.getTime() - reminderBeforeMs
  const next = first + task.reminders * timeout.everyHours * 3_600_000
  const remind = { verb: 'remind', ...common } as const
  const canRemind = task.reminders < timeout.reminders && at.getTime() >= next
  // A task that waits for an administrator to name somebody has nobody to go to, and is not closed over their heads.
  if (timeout.deed === 'wait' || task.origin === 'rescue' || task.escalatedAt !== undefined)
    return canRemind ? remind : undefined
  const grace = timeout.afterDays === 0 ? due : await context.people.addWorkingDays(w, due, timeout.afterDays)
  if (at < grace) return canRemind ? remind : undefined
  if (timeout.deed === 'close') return { verb: 'expire', ...common }
  return {
    verb: 'escalate',
    ...common,
    due: await context.people.addWorkingDays(w, at, usualDays),
    ...(await successor(context, w, flow, task, timeout)),
  }
}

/** Who gets an overdue task: the one the step names, as far as they can decide, else the nearest fit superior. */
async function successor(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  task: Task,
  timeout: Timeout,
): Promise<{ target?: string }> {
  const wanted = wantedFor(flow, context.house.clock.now())
  if (timeout.deed === 'reassign' && timeout.to !== undefined) {
    const facts = (await context.people.personFacts([timeout.to], w)).get(timeout.to)
    const fit = facts !== undefined && isStaff(facts, wanted.at.getTime())
    if (fit && timeout.to !== task.assignee && whyUnfit(facts, timeout.to, wanted) === undefined)
      return { target: timeout.to }
  }
  const target = await fitSuperior(context.people, w, task.assignee, wanted)
  return target === undefined ? {} : { target }
}

/** Nobody could be given the task: the flow administrators may name somebody. */
async function tellAdministrators(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  at: Date,
): Promise<void> {
  const { id, number, form } = flow.instance
  const administrators = await context.people.holdersOf(w, 'security-admin')
  await insertNotices(
    w,
    administrators.filter((person) => person !== flow.state.applicant),
    { kind: 'stuck', instanceId: id, link: `/approvals/${id}`, values: { number, form }, at },
  )
}
