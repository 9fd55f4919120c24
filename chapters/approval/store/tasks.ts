import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { FlowState, Run, Task } from '../flow/state.ts'
import { optional, saveHead } from './instances.ts'

/** Runs of an instance in the order in which they were opened. */
export async function readRuns(r: Reader, instanceId: string): Promise<Run[]> {
  const rows = await r.rows<Run & { closedAt: Date | null; outcome: Run['outcome'] | null }>(sql`
    select id, step, step_id as "stepId", branch, mode, kind, opened_at as "openedAt", closed_at as "closedAt", outcome, voided
      from approval.node_run where instance_id = ${instanceId} order by opened_at, closed_at nulls last, step, id`)
  return rows.map(({ closedAt, outcome, ...rest }) => ({ ...rest, ...optional({ closedAt, outcome }) }))
}

type TaskRow = { [K in keyof Required<Omit<Task, 'under'>>]: Task[K] | null } & {
  underTask: string | null
  underAs: string | null
  underMode: string | null
}

/** Tasks of an instance, oldest first, each with the hash its decision named. */
export async function readTasks(r: Reader, instanceId: string): Promise<Task[]> {
  const rows = await r.rows<TaskRow>(sql`
    select id, run_id as "runId", assignee_id as assignee, origin, from_task_id as "fromTask",
           from_person_id as "fromPerson", on_behalf_of as "onBehalfOf", under_task_id as "underTask", under_as as "underAs",
           under_mode as "underMode", state, weight, group_label as "group", place, created_at as "createdAt", due_at as "dueAt",
           reminded_at as "remindedAt", reminders, escalated_at as "escalatedAt", viewed_at as "viewedAt",
           claimed_at as "claimedAt", asked_at as "askedAt", answered_at as "answeredAt", nullif(draft_opinion, '') as draft,
           decided_at as "decidedAt", decided_hash as "decidedHash", nullif(voided, false) as voided
      from approval.task where instance_id = ${instanceId} order by created_at, id`)
  return rows.map(({ underTask, underAs, underMode, ...row }) => {
    const under = underTask === null ? null : { task: underTask, as: underAs, mode: underMode }
    return optional({ ...row, under }) as unknown as Task
  })
}

/** Everybody put in the know, in the order in which it was done. */
export async function readCc(r: Reader, instanceId: string): Promise<string[]> {
  const rows = await r.rows<{ person: string }>(sql`
    select person_id as person from approval.cc where instance_id = ${instanceId} order by added_at, person_id`)
  return rows.map(({ person }) => person)
}

/** Writes what an event changed: rows are added or moved on, none is ever taken away. */
export async function saveState(
  w: Writer,
  instanceId: string,
  before: FlowState,
  after: FlowState,
): Promise<void> {
  await saveHead(w, instanceId, after)
  await saveRuns(w, instanceId, before, after)
  await saveTasks(w, instanceId, before, after)
}

async function saveRuns(w: Writer, instanceId: string, before: FlowState, after: FlowState): Promise<void> {
  const old = new Map(before.runs.map((run) => [run.id, run]))
  const moved = after.runs.filter((run) => old.has(run.id) && old.get(run.id) !== run)
  const fresh = after.runs.filter((run) => !old.has(run.id))
  // What closes goes first: the unique index allows one open run per branch at every moment.
  if (moved.length > 0)
    await w.run(sql`
      update approval.node_run n set closed_at = x.closed, outcome = x.outcome, voided = x.voided
        from jsonb_to_recordset(${sql.json(moved.map(({ id, closedAt = null, outcome = null, voided }) => ({ id, closed: closedAt, outcome, voided })))})
          as x(id uuid, closed timestamptz, outcome text, voided boolean) where n.id = x.id`)
  if (fresh.length > 0)
    await w.run(sql`
      insert into approval.node_run (id, instance_id, step, step_id, branch, mode, kind, opened_at, closed_at, outcome, voided)
      select id, ${instanceId}, step, "stepId", branch, mode, kind, "openedAt", "closedAt", outcome, voided
        from jsonb_to_recordset(${sql.json(fresh)}) as x(id uuid, step int, "stepId" text, branch smallint, mode text, kind text,
          "openedAt" timestamptz, "closedAt" timestamptz, outcome text, voided boolean)`)
}

const flat = ({ under, ...task }: Task) => ({
  ...task,
  underTask: under?.task ?? null,
  underAs: under?.as ?? null,
  underMode: under?.mode ?? null,
})

async function saveTasks(w: Writer, instanceId: string, before: FlowState, after: FlowState): Promise<void> {
  const old = new Map(before.tasks.map((task) => [task.id, task]))
  const moved = after.tasks.filter((task) => old.has(task.id) && old.get(task.id) !== task)
  const fresh = after.tasks.filter((task) => !old.has(task.id))
  if (moved.length > 0)
    await w.run(sql`
      update approval.task t set state = x.state, due_at = x."dueAt", reminded_at = x."remindedAt", reminders = x.reminders,
             escalated_at = x."escalatedAt", viewed_at = x."viewedAt", claimed_at = x."claimedAt", asked_at = x."askedAt",
             answered_at = x."answeredAt", draft_opinion = coalesce(x.draft, ''), decided_at = x."decidedAt",
             decided_hash = x."decidedHash", voided = coalesce(x.voided, false), under_task_id = x."underTask"
        from jsonb_to_recordset(${sql.json(moved.map(flat))}) as x(id uuid, state text, "dueAt" timestamptz, "remindedAt" timestamptz,
          reminders smallint, "escalatedAt" timestamptz, "viewedAt" timestamptz, "claimedAt" timestamptz, "askedAt" timestamptz,
          "answeredAt" timestamptz, draft text, "decidedAt" timestamptz, "decidedHash" text, voided boolean, "underTask" uuid)
       where t.id = x.id`)
  if (fresh.length > 0)
    await w.run(sql`
      insert into approval.task (id, instance_id, run_id, assignee_id, origin, from_task_id, from_person_id, on_behalf_of,
        under_task_id, under_as, under_mode, state, weight, group_label, place, created_at, due_at, reminders, claimed_at, decided_at)
      select id, ${instanceId}, "runId", assignee, origin, "fromTask", "fromPerson", "onBehalfOf", "underTask", "underAs",
             "underMode", state, weight, "group", place, "createdAt", "dueAt", reminders, "claimedAt", "decidedAt"
        from jsonb_to_recordset(${sql.json(fresh.map(flat))}) as x(id uuid, "runId" uuid, assignee uuid, origin text,
          "fromTask" uuid, "fromPerson" uuid, "onBehalfOf" uuid, "underTask" uuid, "underAs" text, "underMode" text, state text,
          weight int, "group" text, place int, "createdAt" timestamptz, "dueAt" timestamptz, reminders smallint,
          "claimedAt" timestamptz, "decidedAt" timestamptz)`)
}
