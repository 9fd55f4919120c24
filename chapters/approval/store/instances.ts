import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { FlowStep } from '../definition.ts'
import type { ActionDraft, FlowState, Run, Task } from '../flow/state.ts'
import { fillOutbox } from '../notices/outbox.ts'
import type { Action, Both, Instance, Json } from '../types.ts'

/** A running form as it is stored: the paper, the way, and where it stands. */
export interface StoredFlow {
  readonly instance: Instance
  readonly steps: readonly FlowStep[]
  readonly state: FlowState
}

interface InstanceRow {
  id: string
  number: string
  form: string
  definitionId: string
  applicantId: string
  zh: string
  en: string
  snapshot: Json
  snapshotHash: string
  level: number
  action: string
  state: Instance['state']
  version: number
  createdAt: Date
  submittedAt: Date
  finishedAt: Date | null
  urgedAt: Date | null
  urgeCount: number
}

const instanceColumns = sql`i.id, coalesce(i.number, '') as number, i.form, i.definition_id as "definitionId",
  i.applicant_id as "applicantId", i.title_zh as zh, i.title_en as en, i.snapshot, i.snapshot_hash as "snapshotHash",
  i.level, i.action, i.state, i.version, i.created_at as "createdAt", coalesce(i.submitted_at, i.created_at) as "submittedAt",
  i.finished_at as "finishedAt", i.urged_at as "urgedAt", i.urge_count as "urgeCount"`

function instanceOf(row: InstanceRow): Instance {
  const { zh, en, finishedAt, urgedAt, ...rest } = row
  return { ...rest, title: { zh, en }, ...optional({ finishedAt, urgedAt }) }
}

/** Leaves out what the database has no value for. */
function optional<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

/** One instance; undefined when there is none with this id. */
export async function readInstance(r: Reader, id: string): Promise<Instance | undefined> {
  const row = await r.row<InstanceRow>(
    sql`select ${instanceColumns} from approval.instance i where i.id = ${id}`,
  )
  return row === undefined ? undefined : instanceOf(row)
}

/** Holds the instance until the transaction ends, so that what happens to one form happens one after the other. */
export async function lockInstance(w: Writer, id: string): Promise<Instance | undefined> {
  const row = await w.row<InstanceRow>(
    sql`select ${instanceColumns} from approval.instance i where i.id = ${id} for update`,
  )
  return row === undefined ? undefined : instanceOf(row)
}

/** Runs of an instance in the order in which they were opened. */
export async function readRuns(r: Reader, instanceId: string): Promise<Run[]> {
  const rows = await r.rows<Run & { closedAt: Date | null; outcome: Run['outcome'] | null }>(sql`
    select id, step, step_id as "stepId", mode, opened_at as "openedAt", closed_at as "closedAt", outcome
      from approval.node_run where instance_id = ${instanceId} order by opened_at, closed_at nulls last, step, id`)
  return rows.map(({ closedAt, outcome, ...rest }) => ({ ...rest, ...optional({ closedAt, outcome }) }))
}

type TaskRow = { [K in keyof Required<Task>]: Task[K] | null }

/** Tasks of an instance, oldest first, each with the hash its decision named. */
export async function readTasks(r: Reader, instanceId: string): Promise<Task[]> {
  const rows = await r.rows<TaskRow>(sql`
    select t.id, t.run_id as "runId", t.assignee_id as assignee, t.origin, t.from_task_id as "fromTask",
           t.from_person_id as "fromPerson", t.state, t.created_at as "createdAt", t.due_at as "dueAt",
           t.reminded_at as "remindedAt", t.escalated_at as "escalatedAt", t.viewed_at as "viewedAt",
           t.decided_at as "decidedAt",
           (select a.snapshot_hash from approval.action a
             where a.instance_id = t.instance_id and a.task_id = t.id and a.verb in ('approve', 'reject', 'return')
             order by a.seq desc limit 1) as "decidedHash"
      from approval.task t where t.instance_id = ${instanceId} order by t.created_at, t.id`)
  return rows.map((row) => optional(row) as Task)
}

/** Everybody put in the know, in the order in which it was done. */
export async function readCc(r: Reader, instanceId: string): Promise<string[]> {
  const rows = await r.rows<{ person: string }>(sql`
    select person_id as person from approval.cc where instance_id = ${instanceId} order by added_at, person_id`)
  return rows.map(({ person }) => person)
}

/** The action log of an instance, oldest first. */
export async function readActions(r: Reader, instanceId: string): Promise<Action[]> {
  const rows = await r.rows<Record<string, unknown>>(sql`
    select seq, task_id as "taskId", actor_id as "actorId", on_behalf_of as "onBehalfOf", verb, opinion, at, address,
           snapshot_hash as "snapshotHash", coalesce(before, '') as before, coalesce(after, '') as after, detail
      from approval.action where instance_id = ${instanceId} order by seq`)
  return rows.map((row) => optional(row) as unknown as Action)
}

/** The whole state of an instance that was read or locked before. */
export async function readFlow(r: Reader, instance: Instance): Promise<StoredFlow> {
  const definition = await r.row<{ body: { steps: FlowStep[] } }>(
    sql`select body from approval.definition where id = ${instance.definitionId}`,
  )
  const steps = definition!.body.steps
  const state: FlowState = {
    status: instance.state,
    applicant: instance.applicantId,
    level: instance.level,
    hash: instance.snapshotHash,
    steps: steps.map(({ id, mode, skipRepeated }) => ({ id, mode, skipRepeated })),
    runs: await readRuns(r, instance.id),
    tasks: await readTasks(r, instance.id),
    submittedAt: instance.submittedAt,
    ...(instance.finishedAt === undefined ? {} : { finishedAt: instance.finishedAt }),
    ...(instance.urgedAt === undefined ? {} : { urgedAt: instance.urgedAt }),
    urgeCount: instance.urgeCount,
    cc: await readCc(r, instance.id),
  }
  return { instance, steps, state }
}

/** What a new instance starts with. */
export interface NewInstance {
  readonly id: string
  readonly number: string
  readonly form: string
  readonly definitionId: string
  readonly applicantId: string
  readonly title: Both
  readonly snapshot: Json
  readonly snapshotHash: string
  readonly level: number
  readonly action: string
  readonly at: Date
}

/** Adds the instance as a draft; the submission that follows in the same transaction opens it. */
export async function insertInstance(w: Writer, one: NewInstance): Promise<void> {
  await w.run(sql`
    insert into approval.instance (id, number, form, definition_id, applicant_id, title_zh, title_en, snapshot,
      snapshot_hash, level, action, state, created_at, submitted_at)
    values (${one.id}, ${one.number}, ${one.form}, ${one.definitionId}, ${one.applicantId}, ${one.title.zh},
      ${one.title.en}, ${sql.json(one.snapshot)}, ${one.snapshotHash}, ${one.level}, ${one.action}, 'draft', ${one.at}, ${one.at})`)
}

/** A corrected paper after a return. */
export async function replaceSnapshot(
  w: Writer,
  id: string,
  paper: { snapshot: Json; snapshotHash: string; title: Both },
): Promise<void> {
  await w.run(sql`
    update approval.instance set snapshot = ${sql.json(paper.snapshot)}, snapshot_hash = ${paper.snapshotHash},
           title_zh = ${paper.title.zh}, title_en = ${paper.title.en} where id = ${id}`)
}

/** A corrected form of another level or action goes another way. */
export async function changeRoute(
  w: Writer,
  id: string,
  route: { definitionId: string; level: number; action: string },
): Promise<void> {
  await w.run(sql`
    update approval.instance set definition_id = ${route.definitionId}, level = ${route.level}, action = ${route.action}
     where id = ${id}`)
}

/**
 * The next number of a series in a year, without gaps: the series' row stays locked until the transaction ends, and a
 * transaction that fails gives its number back. 4 digits or more.
 */
export async function nextNumber(w: Writer, series: string, year: number): Promise<string> {
  const row = await w.row<{ n: number }>(sql`
    insert into approval.number_series as s (kind, year, next) values (${series}, ${year}, 2)
    on conflict (kind, year) do update set next = s.next + 1 returning next - 1 as n`)
  return `${series}-${year}-${String(row!.n).padStart(4, '0')}`
}

const same = (a: Date | undefined, b: Date | undefined): boolean => a?.getTime() === b?.getTime()

/** Writes what an event changed: rows are added or moved on, none is ever taken away. */
export async function saveState(
  w: Writer,
  instanceId: string,
  before: FlowState,
  after: FlowState,
): Promise<void> {
  await w.run(sql`
    update approval.instance set state = ${after.status}, version = version + 1, snapshot_hash = ${after.hash},
           submitted_at = ${after.submittedAt ?? null}, finished_at = ${after.finishedAt ?? null},
           urged_at = ${after.urgedAt ?? null}, urge_count = ${after.urgeCount} where id = ${instanceId}`)
  const oldRuns = new Map(before.runs.map((run) => [run.id, run]))
  // What closes goes first: the unique index allows one open run at every moment.
  const runs = after.runs.filter((run) => oldRuns.get(run.id) !== run)
  for (const run of runs.filter(({ id }) => oldRuns.has(id)))
    await w.run(sql`
      update approval.node_run set closed_at = ${run.closedAt ?? null}, outcome = ${run.outcome ?? null} where id = ${run.id}`)
  for (const run of runs.filter(({ id }) => !oldRuns.has(id)))
    await w.run(sql`
      insert into approval.node_run (id, instance_id, step, step_id, mode, opened_at, closed_at, outcome)
      values (${run.id}, ${instanceId}, ${run.step}, ${run.stepId}, ${run.mode}, ${run.openedAt}, ${run.closedAt ?? null}, ${run.outcome ?? null})`)
  await saveTasks(w, instanceId, before, after)
}

async function saveTasks(w: Writer, instanceId: string, before: FlowState, after: FlowState): Promise<void> {
  const old = new Map(before.tasks.map((task) => [task.id, task]))
  const moved = (task: Task): boolean => {
    const was = old.get(task.id)
    return (
      was !== undefined &&
      (was.state !== task.state ||
        !same(was.remindedAt, task.remindedAt) ||
        !same(was.escalatedAt, task.escalatedAt) ||
        !same(was.viewedAt, task.viewedAt))
    )
  }
  for (const task of after.tasks.filter(moved))
    await w.run(sql`
      update approval.task set state = ${task.state}, reminded_at = ${task.remindedAt ?? null},
             escalated_at = ${task.escalatedAt ?? null}, viewed_at = ${task.viewedAt ?? null},
             decided_at = ${task.decidedAt ?? null} where id = ${task.id}`)
  for (const task of after.tasks.filter(({ id }) => !old.has(id)))
    await w.run(sql`
      insert into approval.task (id, instance_id, run_id, assignee_id, origin, from_task_id, from_person_id, state, created_at, due_at)
      values (${task.id}, ${instanceId}, ${task.runId}, ${task.assignee}, ${task.origin}, ${task.fromTask ?? null},
              ${task.fromPerson ?? null}, ${task.state}, ${task.createdAt}, ${task.dueAt ?? null})`)
}

/** Adds rows to the action log; the program's role can neither change nor delete them afterwards. */
export async function insertActions(
  w: Writer,
  instanceId: string,
  actions: readonly ActionDraft[],
  more: { at: Date; address: string },
): Promise<void> {
  for (const one of actions)
    await w.run(sql`
      insert into approval.action (instance_id, seq, task_id, actor_id, on_behalf_of, verb, opinion, at, address,
        snapshot_hash, before, after, detail)
      select ${instanceId}, coalesce(max(seq), 0) + 1, ${one.taskId ?? null}::uuid, ${one.actor}::uuid, ${one.onBehalfOf ?? null}::uuid,
             ${one.verb}, ${one.opinion}, ${more.at}::timestamptz, ${more.address}, ${one.hash}, ${one.before}, ${one.after},
             ${sql.json(one.detail)}
        from approval.action where instance_id = ${instanceId}`)
}

/** Puts people in the know; somebody who is already stays as they are. */
export async function insertCc(
  w: Writer,
  instanceId: string,
  people: readonly string[],
  more: { by: string; at: Date },
): Promise<void> {
  for (const person of people)
    await w.run(sql`
      insert into approval.cc (instance_id, person_id, added_by, added_at) values (${instanceId}, ${person}, ${more.by}, ${more.at})
      on conflict do nothing`)
}

/** Marks the person's own copy as read. */
export async function readOwnCopy(w: Writer, instanceId: string, person: string, at: Date): Promise<number> {
  return await w.run(sql`
    update approval.cc set read_at = ${at} where instance_id = ${instanceId} and person_id = ${person} and read_at is null`)
}

/** Adds one notice for each of the people, and what is told about it outside the app. */
export async function insertNotices(
  w: Writer,
  people: readonly string[],
  notice: {
    kind: string
    instanceId?: string
    link: string
    values: Readonly<Record<string, string | number>>
    at: Date
  },
): Promise<void> {
  for (const person of new Set(people))
    await w.run(sql`
      insert into approval.notice (id, person_id, kind, instance_id, link, values, created_at)
      values (${newId(notice.at.getTime())}, ${person}, ${notice.kind}, ${notice.instanceId ?? null}, ${notice.link},
              ${sql.json(notice.values)}, ${notice.at})`)
  await fillOutbox(w, people, notice)
}
