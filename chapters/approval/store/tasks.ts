import { type Sql, sql, type Writer } from '../../../floor/database/index.ts'
import type { FlowState, Run, Task } from '../flow/state.ts'
import { headChange, optional } from './instances.ts'
import { type Log, newActions } from './log.ts'

const instant = ['openedAt', 'closedAt', 'createdAt', 'dueAt', 'remindedAt', 'escalatedAt', 'viewedAt', 'claimedAt', 'askedAt', 'answeredAt', 'decidedAt'] // prettier-ignore

/** A row that came as JSON: times are read, what the database has no value for is left out. */
function revive(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const alive: Record<string, unknown> = optional(row)
  for (const key of instant) if (typeof alive[key] === 'string') alive[key] = new Date(alive[key])
  return alive
}

/** Runs in the order in which they were opened. */
const runsOf = (instanceId: string): Sql => sql`
  select id, step, step_id as "stepId", branch, mode, kind, opened_at as "openedAt", closed_at as "closedAt", outcome, voided, child_id as child
    from approval.node_run where instance_id = ${instanceId} order by opened_at, closed_at nulls last, step, id`

/** Tasks, oldest first, each with the hash its decision named. */
const tasksOf = (instanceId: string): Sql => sql`
  select id, run_id as "runId", assignee_id as assignee, origin, from_task_id as "fromTask",
         from_person_id as "fromPerson", on_behalf_of as "onBehalfOf",
         case when under_task_id is not null then jsonb_build_object('task', under_task_id, 'as', under_as, 'mode', under_mode) end as under,
         state, weight, group_label as "group", place, created_at as "createdAt", due_at as "dueAt",
         reminded_at as "remindedAt", reminders, escalated_at as "escalatedAt", viewed_at as "viewedAt",
         claimed_at as "claimedAt", asked_at as "askedAt", answered_at as "answeredAt", nullif(draft_opinion, '') as draft,
         decided_at as "decidedAt", decided_hash as "decidedHash", nullif(voided, false) as voided, signature_id as signature
    from approval.task where instance_id = ${instanceId} order by created_at, id`

/** Columns with everything that belongs to an instance, for one statement that reads it whole. */
export const partsOf = (instanceId: string): Sql => sql`
  (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (${runsOf(instanceId)}) x) as runs,
  (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (${tasksOf(instanceId)}) x) as tasks,
  (select coalesce(jsonb_agg(person_id order by added_at, person_id), '[]') from approval.cc where instance_id = ${instanceId}) as cc`

/** What `partsOf` reads. */
export interface PartsRow {
  readonly runs: readonly Record<string, unknown>[]
  readonly tasks: readonly Record<string, unknown>[]
  readonly cc: string[]
}

/** Runs, tasks and copies as the state machine knows them. */
export const partsFrom = (row: PartsRow): Pick<FlowState, 'runs' | 'tasks' | 'cc'> => ({
  runs: row.runs.map(revive) as unknown as Run[],
  tasks: row.tasks.map(revive) as unknown as Task[],
  cc: row.cc,
})

/** The rows of a list that an event changed, and those it added. */
function changes<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
): { moved: readonly T[]; fresh: readonly T[] } {
  const old = new Map(before.map((one) => [one.id, one]))
  return {
    moved: after.filter((one) => old.has(one.id) && old.get(one.id) !== one),
    fresh: after.filter((one) => !old.has(one.id)),
  }
}

/**
 * Writes what an event changed: rows are moved on in one statement, then added in another, and none is ever taken away.
 * What closes goes first, since one run per branch may be open at every moment.
 */
export async function saveState(
  w: Writer,
  instanceId: string,
  before: FlowState,
  after: FlowState,
  log: Log,
): Promise<void> {
  const runs = changes(before.runs, after.runs)
  const tasks = changes(before.tasks, after.tasks)
  const moved = [
    sql`head as (${headChange(instanceId, after)} returning 1)`,
    ...(runs.moved.length === 0 ? [] : [sql`run as (${runChange(runs.moved)} returning 1)`]),
    ...(tasks.moved.length === 0 ? [] : [sql`task as (${taskChange(tasks.moved)} returning 1)`]),
  ]
  await w.rows(sql`with ${sql.join(moved, sql`, `)} select 1`)
  const added = [
    ...(runs.fresh.length === 0 ? [] : [sql`run as (${newRuns(instanceId, runs.fresh)} returning 1)`]),
    ...(tasks.fresh.length === 0 ? [] : [sql`task as (${newTasks(instanceId, tasks.fresh)} returning 1)`]),
    ...(log.actions.length === 0 ? [] : [sql`log as (${newActions(instanceId, log)} returning 1)`]),
  ]
  if (added.length > 0) await w.rows(sql`with ${sql.join(added, sql`, `)} select 1`)
}

const runChange = (moved: readonly Run[]): Sql => sql`
  update approval.node_run n set closed_at = x."closedAt", outcome = x.outcome, voided = x.voided
    from jsonb_to_recordset(${sql.json(moved)}) as x(id uuid, "closedAt" timestamptz, outcome text, voided boolean)
   where n.id = x.id`

const newRuns = (instanceId: string, fresh: readonly Run[]): Sql => sql`
  insert into approval.node_run (id, instance_id, step, step_id, branch, mode, kind, opened_at, closed_at, outcome, voided, child_id)
  select id, ${instanceId}::uuid, step, "stepId", branch, mode, kind, "openedAt", "closedAt", outcome, voided, child
    from jsonb_to_recordset(${sql.json(fresh)}) as x(id uuid, step int, "stepId" text, branch smallint, mode text, kind text,
      "openedAt" timestamptz, "closedAt" timestamptz, outcome text, voided boolean, child uuid)`

const flat = ({ under, ...task }: Task) => ({
  ...task,
  underTask: under?.task ?? null,
  underAs: under?.as ?? null,
  underMode: under?.mode ?? null,
})

const taskChange = (moved: readonly Task[]): Sql => sql`
  update approval.task t set state = x.state, due_at = x."dueAt", reminded_at = x."remindedAt", reminders = x.reminders,
         escalated_at = x."escalatedAt", viewed_at = x."viewedAt", claimed_at = x."claimedAt", asked_at = x."askedAt",
         answered_at = x."answeredAt", draft_opinion = coalesce(x.draft, ''), decided_at = x."decidedAt",
         decided_hash = x."decidedHash", voided = coalesce(x.voided, false), under_task_id = x."underTask",
         signature_id = coalesce(x.signature, t.signature_id)
    from jsonb_to_recordset(${sql.json(moved.map(flat))}) as x(id uuid, state text, "dueAt" timestamptz, "remindedAt" timestamptz,
      reminders smallint, "escalatedAt" timestamptz, "viewedAt" timestamptz, "claimedAt" timestamptz, "askedAt" timestamptz,
      "answeredAt" timestamptz, draft text, "decidedAt" timestamptz, "decidedHash" text, voided boolean, "underTask" uuid, signature uuid)
   where t.id = x.id`

const newTasks = (instanceId: string, fresh: readonly Task[]): Sql => sql`
  insert into approval.task (id, instance_id, run_id, assignee_id, origin, from_task_id, from_person_id, on_behalf_of,
    under_task_id, under_as, under_mode, state, weight, group_label, place, created_at, due_at, reminders, claimed_at, decided_at)
  select id, ${instanceId}::uuid, "runId", assignee, origin, "fromTask", "fromPerson", "onBehalfOf", "underTask", "underAs",
         "underMode", state, weight, "group", place, "createdAt", "dueAt", reminders, "claimedAt", "decidedAt"
    from jsonb_to_recordset(${sql.json(fresh.map(flat))}) as x(id uuid, "runId" uuid, assignee uuid, origin text,
      "fromTask" uuid, "fromPerson" uuid, "onBehalfOf" uuid, "underTask" uuid, "underAs" text, "underMode" text, state text,
      weight int, "group" text, place int, "createdAt" timestamptz, "dueAt" timestamptz, reminders smallint,
      "claimedAt" timestamptz, "decidedAt" timestamptz)`
