import { type Reader, type Sql, sql, type Writer } from '../../../floor/database/index.ts'
import { type FlowNode, type FlowRules, isBlock, usualRules } from '../definition.ts'
import type { Case, PlannedStep } from '../definition/conditions.ts'
import { storedSteps } from '../definition/reading.ts'
import type { FlowState } from '../flow/state.ts'
import type { Both, Instance, Json } from '../types.ts'
import { partsFrom, partsOf, type PartsRow } from './tasks.ts'

/** A running form as it is stored: the paper, the way, and where it stands. */
export interface StoredFlow {
  readonly instance: Instance
  /** The way of this form: conditions answered when it was handed in. */
  readonly steps: readonly PlannedStep[]
  readonly about: Partial<Case>
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
  suspendedAt: Date | null
  copyOf: string | null
  parentId: string | null
  parentRun: string | null
  summaryZh: string
  summaryEn: string
}

const instanceColumns = sql`i.id, coalesce(i.number, '') as number, i.form, i.definition_id as "definitionId",
  i.applicant_id as "applicantId", i.title_zh as zh, i.title_en as en, i.snapshot, i.snapshot_hash as "snapshotHash",
  i.level, i.action, i.state, i.version, i.created_at as "createdAt", coalesce(i.submitted_at, i.created_at) as "submittedAt",
  i.finished_at as "finishedAt", i.urged_at as "urgedAt", i.urge_count as "urgeCount", i.suspended_at as "suspendedAt",
  i.copy_of as "copyOf", i.parent_id as "parentId", i.parent_run as "parentRun", i.summary_zh as "summaryZh", i.summary_en as "summaryEn"`

function instanceOf(row: InstanceRow): Instance {
  const {
    zh,
    en,
    summaryZh,
    summaryEn,
    finishedAt,
    urgedAt,
    suspendedAt,
    copyOf,
    parentId,
    parentRun,
    ...rest
  } = row
  return {
    ...rest,
    title: { zh, en },
    summary: { zh: summaryZh, en: summaryEn },
    ...optional({ finishedAt, urgedAt, suspendedAt, copyOf, parentId, parentRun }),
  }
}

/** Leaves out what the database has no value for. */
export function optional<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
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

/** One instance by its number or id. */
export async function findInstance(r: Reader, numberOrId: string): Promise<Instance | undefined> {
  const row = await r.row<InstanceRow>(
    sql`select ${instanceColumns} from approval.instance i where i.number = ${numberOrId.toUpperCase()} or i.id::text = ${numberOrId.toLowerCase()}`,
  )
  return row === undefined ? undefined : instanceOf(row)
}

/** Forms that were made from this one. */
export async function readCopies(r: Reader, id: string): Promise<{ id: string; number: string }[]> {
  return await r.rows(
    sql`select id, coalesce(number, '') as number from approval.instance where copy_of = ${id} order by created_at`,
  )
}

/**
 * Holds the instance until the transaction ends, so that what happens to one form happens one after the other; and
 * before it those whose steps it decides, from the outermost inwards. The instance itself comes last.
 */
export async function lockLine(w: Writer, id: string): Promise<readonly Instance[]> {
  const rows = await w.rows<InstanceRow>(sql`
    with recursive up(id, parent_id, n) as (
      select o.id, o.parent_id, 0 from approval.instance o where o.id = ${id}
      union all
      select o.id, o.parent_id, u.n + 1 from up u join approval.instance o on o.id = u.parent_id where u.n < 50)
    select ${instanceColumns} from approval.instance i join up on up.id = i.id order by up.n desc for update of i`)
  return rows.map(instanceOf)
}

interface CourseRow extends PartsRow {
  plan: PlannedStep[] | null
  rules: FlowRules | null
  about: Partial<Case>
  course: Course
  /** Only of a form from before its way was kept with it. */
  body: { steps: FlowNode[] } | null
}

/** Parts of the state that have no column of their own. Times are ISO strings. */
interface Course {
  readonly picks?: FlowState['picks']
  readonly back?: NonNullable<FlowState['back']>
  readonly revocation?: NonNullable<FlowState['revocation']>
  readonly request?: Omit<NonNullable<FlowState['request']>, 'at'> & { readonly at: string }
}

/** The whole state of an instance that was read or locked before. */
export async function readFlow(r: Reader, instance: Instance): Promise<StoredFlow> {
  const row = await r.row<CourseRow>(sql`
    select i.plan, i.rules, i.about, i.course, ${partsOf(instance.id)},
           case when i.plan is null then (select d.body from approval.definition d where d.id = i.definition_id) end as body
      from approval.instance i where i.id = ${instance.id}`)
  const { plan, rules, about, course, body } = row!
  const steps = plan ?? plainPlan(body!)
  const { request, picks, ...rest } = course
  const state: FlowState = {
    ...rest,
    status: instance.state,
    applicant: instance.applicantId,
    level: instance.level,
    hash: instance.snapshotHash,
    steps,
    rules: rules ?? usualRules,
    picks: picks ?? {},
    ...(request === undefined ? {} : { request: { ...request, at: new Date(request.at) } }),
    submittedAt: instance.submittedAt,
    ...(instance.finishedAt === undefined ? {} : { finishedAt: instance.finishedAt }),
    ...(instance.parentId === undefined || instance.parentRun === undefined
      ? {}
      : { parent: { instance: instance.parentId, run: instance.parentRun } }),
    ...(instance.urgedAt === undefined ? {} : { urgedAt: instance.urgedAt }),
    ...(instance.suspendedAt === undefined ? {} : { suspendedAt: instance.suspendedAt }),
    urgeCount: instance.urgeCount,
    ...partsFrom(row!),
  }
  return { instance, steps, about, state }
}

/** The way of a form from before there were conditions: one step after the other. */
const plainPlan = (body: { steps: FlowNode[] }): PlannedStep[] =>
  storedSteps(body).flatMap((node, stage) => (isBlock(node) ? [] : [{ ...node, stage, branch: 0 }]))

/** The forms from the outermost to this one, by whose steps it is decided; a form's parent never changes. */
export async function lineOf(r: Reader, id: string): Promise<readonly string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    with recursive up(id, parent_id, n) as (
      select i.id, i.parent_id, 0 from approval.instance i where i.id = ${id}
      union all
      select i.id, i.parent_id, u.n + 1 from up u join approval.instance i on i.id = u.parent_id where u.n < 50)
    select id from up order by n desc`)
  return rows.map((row) => row.id)
}

/** Numbers and states of the forms that decide steps of this one, by id. */
export async function readChildren(
  r: Reader,
  id: string,
): Promise<ReadonlyMap<string, { readonly id: string; readonly number: string; readonly state: string }>> {
  const rows = await r.rows<{ id: string; number: string; state: string }>(sql`
    select id, coalesce(number, '') as number, state from approval.instance where parent_id = ${id} order by created_at`)
  return new Map(rows.map((row) => [row.id, row]))
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
  readonly plan: readonly PlannedStep[]
  readonly rules: FlowRules
  readonly about: Partial<Case>
  readonly picks: FlowState['picks']
  readonly copyOf: string | null
  readonly summary: Both
  readonly parent?: { readonly instance: string; readonly run: string }
}

/** Adds the instance as a draft; the submission that follows in the same transaction opens it. */
export async function insertInstance(w: Writer, one: NewInstance): Promise<void> {
  await w.run(sql`
    insert into approval.instance (id, number, form, definition_id, applicant_id, title_zh, title_en, snapshot,
      snapshot_hash, level, action, state, created_at, submitted_at, plan, rules, about, course, copy_of,
      summary_zh, summary_en, parent_id, parent_run)
    values (${one.id}, ${one.number}, ${one.form}, ${one.definitionId}, ${one.applicantId}, ${one.title.zh},
      ${one.title.en}, ${sql.json(one.snapshot)}, ${one.snapshotHash}, ${one.level}, ${one.action}, 'draft', ${one.at}, ${one.at},
      ${sql.json(one.plan)}, ${sql.json(one.rules)}, ${sql.json(one.about)}, ${sql.json({ picks: one.picks })}, ${one.copyOf},
      ${one.summary.zh}, ${one.summary.en}, ${one.parent?.instance ?? null}, ${one.parent?.run ?? null})`)
}

/** A corrected paper after a return. */
export async function replaceSnapshot(
  w: Writer,
  id: string,
  paper: { snapshot: Json; snapshotHash: string; title: Both; summary: Both },
): Promise<void> {
  await w.run(sql`
    update approval.instance set snapshot = ${sql.json(paper.snapshot)}, snapshot_hash = ${paper.snapshotHash},
           title_zh = ${paper.title.zh}, title_en = ${paper.title.en}, summary_zh = ${paper.summary.zh},
           summary_en = ${paper.summary.en} where id = ${id}`)
}

/** A corrected form goes its way anew: another flow when its level or action changed, other branches at any rate. */
export async function changeRoute(
  w: Writer,
  id: string,
  route: Pick<NewInstance, 'definitionId' | 'level' | 'action' | 'plan' | 'rules' | 'about' | 'picks'>,
): Promise<void> {
  await w.run(sql`
    update approval.instance set definition_id = ${route.definitionId}, level = ${route.level}, action = ${route.action},
           plan = ${sql.json(route.plan)}, rules = ${sql.json(route.rules)}, about = ${sql.json(route.about)},
           course = course || ${sql.json({ picks: route.picks })}
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

/** What an event changed on the instance itself; its row version counts every event. */
export function headChange(instanceId: string, after: FlowState): Sql {
  const { picks, back, revocation, request } = after
  const course = {
    picks,
    ...(back === undefined ? {} : { back }),
    ...(revocation === undefined ? {} : { revocation }),
    ...(request === undefined ? {} : { request: { ...request, at: request.at.toISOString() } }),
  }
  return sql`
    update approval.instance set state = ${after.status}, version = version + 1, snapshot_hash = ${after.hash},
           submitted_at = ${after.submittedAt ?? null}, finished_at = ${after.finishedAt ?? null},
           urged_at = ${after.urgedAt ?? null}, urge_count = ${after.urgeCount},
           suspended_at = ${after.suspendedAt ?? null}, course = ${sql.json(course)} where id = ${instanceId}`
}
