import { type Reader, type Sql, sql, type Writer } from '../../../floor/database/index.ts'

/** How a desk list is asked for; every filter may be absent. */
export interface DeskQuery {
  readonly page: number
  readonly size: number
  readonly sort: string
  readonly descending: boolean
  readonly form?: string | undefined
  readonly state?: readonly string[] | undefined
  readonly level?: number | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  readonly number?: string | undefined
  /** Tasks of a pool (todo only): to be claimed, or claimed by the person. */
  readonly pool?: 'open' | 'mine' | undefined
}

/** `office`: every form under way, for the flow administrators. */
export type DeskTab = 'todo' | 'done' | 'mine' | 'cc' | 'office'

export interface DeskRow {
  readonly id: string
  readonly number: string
  readonly form: string
  readonly zh: string
  readonly en: string
  readonly level: number
  readonly action: string
  readonly state: string
  readonly applicantId: string
  readonly definitionId: string
  readonly submittedAt: Date
  readonly finishedAt: Date | null
  readonly hash: string
  /** The person's open task (todo), the latest own decision (done), when the copy came (cc). */
  readonly taskId: string | null
  readonly dueAt: Date | null
  readonly at: Date
  readonly verb: string | null
  readonly unread: boolean
  readonly suspended: boolean
  readonly stepId: string | null
  /** A task that several people share (认领): still to be claimed, or claimed by the person. */
  readonly pool: 'open' | 'mine' | null
  /** Some step hides an entry from its people. */
  readonly hides: boolean
}

const hides = sql`coalesce(i.plan @@ '$[*].fields.* == "hide"', false) or coalesce(i.about ? 'earlier', false)`

/** The task `t` of the form `i` lies in a pool, as guards.ts has it: not a revocation, nobody's added or helping task. */
const pooled = sql`(t.under_task_id is null and t.origin <> 'rescue' and exists (
  select from approval.node_run nr where nr.id = t.run_id and nr.kind = 'approval'
     and i.plan @> jsonb_build_array(jsonb_build_object('id', nr.step_id, 'pool', true))))`

/** Where the rows of a tab come from, and what is special about them. */
function sourceOf(
  tab: DeskTab,
  person: string,
): { from: Sql; taskId: Sql; dueAt: Sql; at: Sql; verb: Sql; unread: Sql; run: Sql; pool: Sql } {
  const plain = {
    taskId: sql`null::uuid`,
    dueAt: sql`null::timestamptz`,
    verb: sql`null::text`,
    unread: sql`false`,
    pool: sql`null::text`,
    run: sql`run.instance_id = i.id and run.closed_at is null`,
  }
  switch (tab) {
    case 'todo':
      return {
        ...plain,
        from: sql`approval.instance i join approval.task t on t.instance_id = i.id and t.state = 'todo' and t.assignee_id = ${person}`,
        taskId: sql`t.id`,
        dueAt: sql`t.due_at`,
        at: sql`t.created_at`,
        unread: sql`t.viewed_at is null`,
        pool: sql`case when ${pooled} then case when t.claimed_at is null then 'open' else 'mine' end end`,
        run: sql`run.id = t.run_id`,
      }
    case 'done':
      return {
        ...plain,
        from: sql`approval.instance i join (
          select distinct on (instance_id) instance_id, verb, at from approval.action
           where actor_id = ${person} and verb in ('approve', 'reject', 'return', 'transfer', 'advise', 'delegate', 'add')
           order by instance_id, seq desc) d on d.instance_id = i.id`,
        at: sql`d.at`,
        verb: sql`d.verb`,
      }
    case 'mine':
      return {
        ...plain,
        from: sql`(select * from approval.instance where applicant_id = ${person} and parent_id is null) i`,
        at: sql`i.created_at`,
      }
    case 'office':
      return {
        ...plain,
        from: sql`(select * from approval.instance where state in ('running', 'returned', 'revoking') and applicant_id <> ${person}) i`,
        at: sql`i.submitted_at`,
      }
    case 'cc':
      return {
        ...plain,
        from: sql`approval.instance i join approval.cc c on c.instance_id = i.id and c.person_id = ${person}`,
        at: sql`c.added_at`,
        unread: sql`c.read_at is null`,
      }
  }
}

function whereOf(q: DeskQuery): Sql {
  const parts: Sql[] = [sql`true`]
  if (q.form !== undefined) parts.push(sql`i.form = ${q.form}`)
  if (q.state !== undefined && q.state.length > 0) parts.push(sql`i.state = any(${q.state}::text[])`)
  if (q.level !== undefined) parts.push(sql`i.level = ${q.level}`)
  if (q.from !== undefined) parts.push(sql`i.submitted_at >= ${q.from}`)
  if (q.until !== undefined) parts.push(sql`i.submitted_at < ${q.until}`)
  if (q.number !== undefined && q.number !== '')
    parts.push(sql`strpos(lower(i.number), lower(${q.number})) > 0`)
  if (q.pool !== undefined)
    parts.push(sql`${pooled} and t.claimed_at is ${q.pool === 'open' ? sql`null` : sql`not null`}`)
  return sql.join(parts, sql` and `)
}

const sortable: Readonly<Record<string, Sql>> = {
  number: sql`number`,
  level: sql`level`,
  state: sql`state`,
  form: sql`form`,
  submittedAt: sql`"submittedAt"`,
  finishedAt: sql`"finishedAt"`,
  dueAt: sql`"dueAt"`,
  at: sql`at`,
}
/** Names a list can be sorted by. */
export const sortNames = Object.keys(sortable)

/** One page of a tab of the person's desk. */
export async function readDesk(
  r: Reader,
  tab: DeskTab,
  person: string,
  q: DeskQuery,
): Promise<{ total: number; rows: DeskRow[] }> {
  const source = sourceOf(tab, person)
  const where = whereOf(q)
  const counted = await r.row<{ n: number }>(
    sql`select count(*)::int as n from ${source.from} where ${where}`,
  )
  const rows = await r.rows<DeskRow>(sql`
    select i.id, coalesce(i.number, '') as number, i.form, i.title_zh as zh, i.title_en as en, i.level, i.action, i.state,
           i.applicant_id as "applicantId", i.definition_id as "definitionId",
           coalesce(i.submitted_at, i.created_at) as "submittedAt", i.finished_at as "finishedAt", i.snapshot_hash as hash,
           ${source.taskId} as "taskId", ${source.dueAt} as "dueAt", ${source.at} as at, ${source.verb} as verb,
           ${source.unread} as unread, ${source.pool} as pool, ${hides} as hides,
           i.suspended_at is not null as suspended,
           (select run.step_id from approval.node_run run where ${source.run} order by run.opened_at, run.branch limit 1) as "stepId"
      from ${source.from} where ${where}
     order by ${sortable[q.sort] ?? sortable['at']!} ${q.descending ? sql`desc` : sql`asc`} nulls last, i.id
     limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}

interface DeskFigures {
  readonly todo: number
  /** Of these, tasks of a pool that somebody still has to claim. */
  readonly claimable: number
  readonly cc: number
  readonly notices: number
  readonly opinions: number
}

/** Open tasks, unread copies, unread notices and saved opinions of a person. */
export async function readCounts(r: Reader, person: string): Promise<DeskFigures> {
  const row = await r.row<DeskFigures>(sql`
    select (select count(*)::int from approval.task where assignee_id = ${person} and state = 'todo') as todo,
           (select count(*)::int from approval.task t join approval.instance i on i.id = t.instance_id
             where t.assignee_id = ${person} and t.state = 'todo' and t.claimed_at is null and ${pooled}) as claimable,
           (select count(*)::int from approval.cc where person_id = ${person} and read_at is null) as cc,
           (select count(*)::int from approval.notice where person_id = ${person} and read_at is null) as notices,
           (select count(*)::int from approval.task where assignee_id = ${person} and draft_opinion <> ''
               and state in ('pending', 'waiting', 'todo', 'approving', 'delegated')) as opinions`)
  return row ?? { todo: 0, claimable: 0, cc: 0, notices: 0, opinions: 0 }
}

/** Forms on whose open tasks the person has saved an opinion. */
export async function readSavedOpinions(
  r: Reader,
  person: string,
): Promise<{ id: string; number: string; form: string; zh: string; en: string; hides: boolean }[]> {
  return await r.rows(sql`
    select i.id, coalesce(i.number, '') as number, i.form, i.title_zh as zh, i.title_en as en, ${hides} as hides
      from approval.task t join approval.instance i on i.id = t.instance_id
     where t.assignee_id = ${person} and t.draft_opinion <> '' and t.state in ('pending', 'waiting', 'todo', 'approving', 'delegated')
     order by t.created_at desc limit 500`)
}

/** Those of the tasks to which somebody was added (加签). */
export async function readAdded(r: Reader, taskIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await r.rows<{ id: string }>(sql`
    select distinct c.under_task_id as id from approval.task t join approval.task c on c.instance_id = t.instance_id and c.under_task_id = t.id
     where t.id = any(${taskIds}::uuid[])`)
  return new Set(rows.map(({ id }) => id))
}

export interface NoticeRow {
  readonly id: string
  readonly kind: string
  readonly instanceId: string | null
  readonly link: string
  readonly values: Readonly<Record<string, string | number>>
  readonly createdAt: Date
  readonly readAt: Date | null
}

/** A person's notices, the newest first. */
export async function readNotices(
  r: Reader,
  person: string,
  q: { page: number; size: number; unread: boolean },
): Promise<{ total: number; rows: NoticeRow[] }> {
  const where = sql`person_id = ${person} ${q.unread ? sql`and read_at is null` : nothingMore}`
  const counted = await r.row<{ n: number }>(
    sql`select count(*)::int as n from approval.notice where ${where}`,
  )
  const rows = await r.rows<NoticeRow>(sql`
    select id, kind, instance_id as "instanceId", link, values, created_at as "createdAt", read_at as "readAt"
      from approval.notice where ${where} order by created_at desc, id desc limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}
const nothingMore = sql.empty

/** Marks own notices as read: those named, or all when none are named. */
export async function markNotices(
  w: Writer,
  person: string,
  ids: readonly string[],
  at: Date,
): Promise<number> {
  const which = ids.length === 0 ? sql.empty : sql`and id = any(${ids}::uuid[])`
  return await w.run(sql`
    update approval.notice set read_at = ${at} where person_id = ${person} and read_at is null ${which}`)
}

/** Open tasks whose first reminder, deadline or grace time may have come, the most urgent first. */
export async function readDueTasks(
  r: Reader,
  before: Date,
  after: { due: Date; id: string } | undefined,
  limit: number,
): Promise<{ id: string; instanceId: string; dueAt: Date }[]> {
  return await r.rows(sql`
    select t.id, t.instance_id as "instanceId", t.due_at as "dueAt" from approval.task t
      join approval.instance i on i.id = t.instance_id and i.suspended_at is null
     where t.state = 'todo' and t.due_at <= ${before}
       ${after === undefined ? sql.empty : sql`and (t.due_at, t.id) > (${after.due}::timestamptz, ${after.id}::uuid)`}
     order by t.due_at, t.id limit ${limit}`)
}
