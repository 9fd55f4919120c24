import { Mistake } from '../../../../floor/errors.ts'
import { changeTasks, conflict, type Draft, write } from '../draft.ts'
import type { FlowEvent, Of } from '../events.ts'
import { allowed, decidable, fitTarget, type Held, isAsked, isNested, openTask, ownTask } from '../guards.ts'
import { seatsOf } from '../tally.ts'
import { childrenOf, type FlowState, isLive, liveStates, type Task, type TaskOrigin } from '../state.ts'
import { about, taskDetail } from './decide.ts'

type Handed = Extract<TaskOrigin, 'transfer' | 'escalation' | 'reassign' | 'handover'>

/** Was the task handed to this person by the same deed before? */
export const wasHandedTo = (state: FlowState, event: Of<'transfer' | 'reassign'>, origin: Handed): boolean =>
  state.tasks.some(
    (task) =>
      task.fromTask === event.taskId && task.origin === origin && task.assignee === event.target.person,
  )

/** Hands an open task to somebody else. An administrator may, for a task that cannot move by itself. */
export function transfer(draft: Draft, event: Of<'transfer'>): 'repeated' | void {
  const before = draft.state
  if (wasHandedTo(before, event, 'transfer')) return 'repeated'
  const held = event.byAdministrator ? assignable(draft, event) : decidable(draft, event)
  const { task, run } = held
  if (!event.byAdministrator) allowed(held, 'transfer')
  if (event.target.person === task.assignee) throw new Mistake('approval.transfer-self', { field: 'to' })
  fitTarget(before, run, event.target, event.actor, 'transfer')
  passOn(draft, task, event.target.person, 'transfer', event.due)
  if (task.origin === 'rescue') closeRescue(draft, task)
  write(draft, event, before, {
    ...about(task),
    detail: { ...taskDetail(task, run), to: event.target.person },
  })
}

function assignable(draft: Draft, event: Of<'transfer'>): Held {
  const held = openTask(draft, event, liveStates)
  if (event.hash !== draft.state.hash) throw new Mistake('approval.changed', { field: 'hash', status: 409 })
  if (event.opinion.trim() === '') throw new Mistake('approval.reason-needed', { field: 'opinion' })
  return held
}

/** One administrator has named somebody: the others need not. */
export function closeRescue(draft: Draft, task: Task): void {
  changeTasks(
    draft,
    (one) =>
      one.runId === task.runId && one.origin === 'rescue' && one.state === 'todo' && one.group === task.group,
    { state: 'closed' },
  )
}

/** A task goes to somebody else with its place, weight and those who were asked for it. */
export function passOn(draft: Draft, task: Task, to: string, origin: Handed, due: Date): void {
  const next: Task = {
    id: draft.newId(),
    runId: task.runId,
    assignee: to,
    origin,
    fromTask: task.id,
    fromPerson: task.assignee,
    ...(task.under === undefined ? {} : { under: task.under }),
    state: task.state,
    weight: task.weight,
    ...(task.group === undefined ? {} : { group: task.group }),
    place: task.place,
    createdAt: draft.at,
    dueAt: due,
    reminders: 0,
    ...(task.claimedAt === undefined ? {} : { claimedAt: draft.at }),
  }
  for (const child of childrenOf(draft.state, task))
    changeTasks(draft, (one) => one.id === child.id, { under: { ...child.under!, task: next.id } })
  changeTasks(draft, (one) => one.id === task.id, {
    state: 'transferred',
    decidedAt: draft.at,
    draft: '',
    ...(origin === 'escalation' ? { escalatedAt: draft.at } : {}),
  })
  draft.state = { ...draft.state, tasks: [...draft.state.tasks, next] }
  draft.notices.push({ kind: 'assigned', people: [to] })
}

/** 委派: somebody gives advice, then the task comes back to its holder, who decides. */
export function delegate(draft: Draft, event: Of<'delegate'>): 'repeated' | void {
  const before = draft.state
  const asked = before.tasks.some(
    (one) => one.under?.task === event.taskId && one.under.as === 'delegate' && one.state === 'todo',
  )
  if (asked) return 'repeated'
  const held = decidable(draft, event)
  const { task, run } = held
  allowed(held, 'delegate')
  if (run.kind === 'revocation') throw conflict('approval.not-allowed')
  fitTarget(before, run, event.target, event.actor, 'delegate')
  addUnder(draft, held, [event.target.person], { as: 'delegate', mode: 'all', due: event.due })
  changeTasks(draft, (one) => one.id === task.id, { state: 'delegated' })
  draft.notices.push({ kind: 'delegated', people: [event.target.person] })
  write(draft, event, before, {
    ...about(task),
    detail: { ...taskDetail(task, run), to: event.target.person },
  })
}

type Under = NonNullable<Task['under']>

/** Tasks for people whom the holder of a task asks for. */
export function addUnder(
  draft: Draft,
  { task, run }: Held,
  people: readonly string[],
  how: { readonly as: Under['as']; readonly mode: Under['mode']; readonly due: Date },
): void {
  const tasks = people.map((person, at): Task => {
    const inTurn = how.mode === 'sequence' && how.as !== 'peer'
    return {
      id: draft.newId(),
      runId: run.id,
      assignee: person,
      origin: how.as,
      fromPerson: task.assignee,
      under: { task: task.id, as: how.as, mode: how.mode },
      state: inTurn && at > 0 ? 'pending' : 'todo',
      weight: 1,
      ...(task.group === undefined ? {} : { group: task.group }),
      place: how.as === 'peer' ? task.place : at,
      createdAt: draft.at,
      dueAt: how.due,
      reminders: 0,
    }
  })
  draft.state = { ...draft.state, tasks: [...draft.state.tasks, ...tasks] }
}

/** 认领: one of the people of a pool takes the task; the others wait. */
export function claim(draft: Draft, event: Of<'claim'>): 'repeated' | void {
  const before = draft.state
  const mine = before.tasks.find((one) => one.id === event.taskId)
  if (mine?.assignee === event.actor && mine.state === 'todo' && mine.claimedAt !== undefined)
    return 'repeated'
  if (mine?.assignee === event.actor && mine.state === 'waiting' && !isNested(before, mine))
    throw conflict('approval.claimed')
  const { task, run, plan } = ownTask(draft, event)
  if (plan.pool !== true || run.kind === 'revocation' || task.under !== undefined || task.origin === 'rescue')
    throw conflict('approval.no-pool')
  changeTasks(draft, (one) => one.id === task.id, { claimedAt: draft.at })
  const others = seatsOf(draft.state, run).filter((one) => one.id !== task.id && one.state === 'todo')
  changeTasks(draft, (one) => others.some(({ id }) => id === one.id), { state: 'waiting' })
  write(draft, event, before, { ...about(task), detail: taskDetail(task, run) })
}

/** The claimed task goes back to the pool. */
export function release(draft: Draft, event: Of<'release'>): 'repeated' | void {
  const before = draft.state
  const { task, run } = ownTask(draft, event)
  if (task.claimedAt === undefined) return 'repeated'
  draft.state = {
    ...before,
    tasks: before.tasks.map((one) => {
      if (one.id !== task.id) return one
      const { claimedAt: _, ...rest } = one
      return rest
    }),
  }
  const others = seatsOf(before, run).filter(
    (one) => one.state === 'waiting' && childrenOf(before, one).length === 0,
  )
  changeTasks(draft, (one) => others.some(({ id }) => id === one.id), { state: 'todo' })
  draft.notices.push({ kind: 'assigned', people: others.map((one) => one.assignee) })
  write(draft, event, before, { ...about(task), detail: taskDetail(task, run) })
}

/** 离职交接, and a proxy whose time is over: the task goes to whoever follows or to the principal. */
export function handover(draft: Draft, event: Of<'handover' | 'proxy-back'>): 'repeated' | void {
  const before = draft.state
  const task = before.tasks.find((one) => one.id === event.taskId)
  const run = before.runs.find((one) => one.id === task?.runId)
  if (task === undefined || run === undefined || !isLive(task) || task.state === 'approving')
    return 'repeated'
  const to = event.verb === 'handover' ? event.target.person : task.onBehalfOf
  if (to === undefined || to === before.applicant || isAsked(before, run, to)) return 'repeated'
  if (event.verb === 'handover') fitTarget(before, run, event.target, task.assignee, 'transfer')
  passOn(draft, task, to, 'handover', event.due)
  write(draft, event, before, { ...about(task), detail: { ...taskDetail(task, run), to } })
}

/** A reminder before or after the deadline. */
export function remind(draft: Draft, event: Of<'remind'>): 'repeated' | void {
  const before = draft.state
  const task = timed(before, event)
  if (task === undefined) return 'repeated'
  changeTasks(draft, (one) => one.id === task.id, { remindedAt: event.at, reminders: task.reminders + 1 })
  draft.notices.push({ kind: 'reminder', people: [task.assignee] })
  write(draft, event, before, { ...about(task), detail: { count: task.reminders + 1 } })
}

/** An open task of a form whose timers run. */
const timed = (state: FlowState, event: FlowEvent & { readonly taskId: string }): Task | undefined =>
  state.suspendedAt === undefined
    ? state.tasks.find((one) => one.id === event.taskId && one.state === 'todo')
    : undefined

/** After the deadline the task goes on, with its chain; without anybody fit it stays, and an administrator may act. */
export function escalate(draft: Draft, event: Of<'escalate'>): 'repeated' | void {
  const before = draft.state
  const task = timed(before, event)
  const run = before.runs.find((one) => one.id === task?.runId)
  if (task === undefined || run === undefined || task.escalatedAt !== undefined) return 'repeated'
  const { target } = event
  const fit = target !== undefined && target !== before.applicant && !isAsked(before, run, target)
  if (fit) passOn(draft, task, target, 'escalation', event.due)
  else changeTasks(draft, (one) => one.id === task.id, { escalatedAt: event.at })
  draft.notices.push({ kind: 'escalated', people: [task.assignee, before.applicant] })
  write(draft, event, before, {
    ...about(task),
    detail: { step: run.stepId, ...(fit ? { to: target } : {}) },
  })
}
