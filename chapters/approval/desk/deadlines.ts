import type { Writer } from '../../../floor/database/index.ts'
import { escalateAfterDays, reminderBeforeMs, usualDays } from '../flow/limits.ts'
import type { FlowEvent, Task } from '../flow/state.ts'
import { insertNotices, type StoredFlow } from '../store/instances.ts'
import { readDueTasks } from '../store/lists.ts'
import { fitSuperior } from './approvers.ts'
import { clockwork, type DeskContext, lockFlow, work } from './context.ts'

const together = 200

/**
 * Looks through all open tasks whose time may have come: a reminder some hours before the deadline, another at it,
 * and a working day later the task goes up to the assignee's manager. Time never decides. Doing it twice is harmless.
 * @returns how many reminders and escalations were made
 */
export async function watchDeadlines(context: DeskContext, signal: AbortSignal): Promise<number> {
  const { db, clock } = context.house
  let done = 0
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
  if (flow === undefined || task?.dueAt === undefined) return 0
  const event = await dueEvent(context, w, flow, task)
  if (event === undefined) return 0
  const turn = await work(context, w, flow, event, '')
  if (turn.repeated) return 0
  if (event.verb === 'escalate' && turn.state.tasks.length === flow.state.tasks.length)
    await tellAdministrators(context, w, flow, event.at)
  context.house.gate.note(w, event.verb === 'escalate' ? 'escalated' : 'reminder', {
    application: instanceId,
    task: taskId,
  })
  return 1
}

async function dueEvent(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  task: Task,
): Promise<FlowEvent | undefined> {
  const at = context.house.clock.now()
  const due = task.dueAt!
  const common = { actor: clockwork, at, taskId: task.id }
  const grace = await context.people.addWorkingDays(w, due, escalateAfterDays)
  // A task that waits for an administrator to name somebody has no superior to go to; the reminders go on.
  if (at >= grace && task.escalatedAt === undefined && task.origin !== 'rescue') {
    const wanted = { applicant: flow.state.applicant, level: flow.state.level, at }
    const target = await fitSuperior(context.people, w, task.assignee, wanted)
    const next = await context.people.addWorkingDays(w, at, usualDays)
    return { verb: 'escalate', ...common, due: next, ...(target === undefined ? {} : { target }) }
  }
  const reminded = task.remindedAt
  if (at >= due) return reminded === undefined || reminded < due ? { verb: 'remind', ...common } : undefined
  return reminded === undefined ? { verb: 'remind', ...common } : undefined
}

/** Nobody above could be given the task: the flow administrators may name somebody. */
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
