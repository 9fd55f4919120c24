import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { termStates } from './wire.ts'

/** The level of one file or field with its term. */
export interface TermRow {
  readonly id: string
  readonly customerId: string | null
  readonly fieldId: number | null
  readonly level: number
  readonly years: number | null
  readonly openTerm: 'long-term' | 'until-published' | null
  readonly scope: string
  readonly scopeDepartments: readonly string[]
  readonly startsAt: Date
  /** Null: open-ended. */
  readonly endsAt: Date | null
  readonly instanceId: string
  readonly fixedBy: string
  readonly reviewRaisedAt: Date | null
  readonly endedAt: Date | null
}

const columns = sql`t.id, t.customer_id as "customerId", t.field_id as "fieldId", t.level, t.years, t.open_term as "openTerm",
  t.scope, t.scope_departments as "scopeDepartments", t.starts_at as "startsAt", t.ends_at as "endsAt",
  t.instance_id as "instanceId", t.fixed_by as "fixedBy", t.review_raised_at as "reviewRaisedAt", t.ended_at as "endedAt"`

/** Ends what runs for a file or field, because another level or term takes its place. */
export async function endTerms(
  w: Writer,
  subject: { readonly customerId: string | null; readonly fieldId: number | null },
  by: string,
  at: Date,
): Promise<void> {
  await w.run(sql`
    update custody.level_term set ended_at = ${at}, ended_by = ${by}
    where ended_at is null and customer_id is not distinct from ${subject.customerId}::uuid
      and field_id is not distinct from ${subject.fieldId}::smallint`)
}

/** A term begins; its end is counted in calendar years. */
export async function insertTerm(
  w: Writer,
  term: Omit<TermRow, 'endsAt' | 'reviewRaisedAt' | 'endedAt'>,
): Promise<void> {
  await w.run(sql`
    insert into custody.level_term (id, customer_id, field_id, level, years, open_term, scope, scope_departments, starts_at,
      ends_at, instance_id, fixed_by)
    values (${term.id}, ${term.customerId}, ${term.fieldId}, ${term.level}, ${term.years}, ${term.openTerm}, ${term.scope},
      ${[...term.scopeDepartments]}::uuid[], ${term.startsAt},
      ${term.startsAt}::timestamptz + make_interval(years => ${term.years}::int), ${term.instanceId}, ${term.fixedBy})`)
}

/** Terms that end before that moment and whose review nobody was told of. */
export async function unreviewed(r: Reader, before: Date, limit: number): Promise<TermRow[]> {
  return await r.rows<TermRow>(sql`
    select ${columns} from custody.level_term t
    where t.ended_at is null and t.ends_at <= ${before} and t.review_raised_at is null
    order by t.ends_at, t.id limit ${limit}`)
}

/** Notes that a review was raised; false when another node did. */
export async function markRaised(w: Writer, id: string, at: Date): Promise<boolean> {
  return (
    (await w.run(
      sql`update custody.level_term set review_raised_at = ${at} where id = ${id} and review_raised_at is null and ended_at is null`,
    )) === 1
  )
}

/** Terms that are over at that moment, of levels that end by themselves. Only of files: what holds for everybody is reviewed. */
export async function overByThemselves(r: Reader, now: Date, limit: number): Promise<TermRow[]> {
  return await r.rows<TermRow>(sql`
    select ${columns} from custody.level_term t join custody.level l on l.rank = t.level
    where t.ended_at is null and t.ends_at <= ${now} and l.ends_by_itself and t.customer_id is not null
    order by t.ends_at, t.id limit ${limit}`)
}

/** One term, locked until the transaction ends; undefined when there is none that runs. */
export async function lockTerm(w: Writer, id: string): Promise<TermRow | undefined> {
  return await w.row<TermRow>(
    sql`select ${columns} from custody.level_term t where t.id = ${id} and t.ended_at is null for update`,
  )
}

/** These terms as they are now, ended ones left out. */
export async function runningTerms(r: Reader, ids: readonly string[]): Promise<TermRow[]> {
  return await r.rows<TermRow>(
    sql`select ${columns} from custody.level_term t where t.id = any(${[...ids]}::uuid[]) and t.ended_at is null`,
  )
}

/** The term that runs for a file as a whole, or for one field of it. */
export async function termOf(
  r: Reader,
  customerId: string | null,
  fieldId: number | null,
): Promise<TermRow | undefined> {
  return await r.row<TermRow>(sql`
    select ${columns} from custody.level_term t where t.ended_at is null
      and t.customer_id is not distinct from ${customerId}::uuid and t.field_id is not distinct from ${fieldId}::smallint`)
}

export interface TermListed extends TermRow {
  readonly fileNo: string | null
  /** The form by which it was fixed, where this house has it. */
  readonly form: string | null
  readonly state: (typeof termStates)[number]
  /** Number of an application about it that is being decided. */
  readonly application: string | null
}

const orders = {
  'endsAt.asc': sql`t.ends_at asc nulls last`,
  'endsAt.desc': sql`t.ends_at desc nulls last`,
  'level.asc': sql`t.level, t.ends_at nulls last`,
  'level.desc': sql`t.level desc, t.ends_at nulls last`,
} as const
export type TermOrder = keyof typeof orders

/** One page of the terms, those that end first before the others. */
export async function listTerms(
  r: Reader,
  q: {
    readonly page: number
    readonly size: number
    readonly now: Date
    /** What ends before this moment is due for review. */
    readonly due: Date
    readonly state?: (typeof termStates)[number] | undefined
    readonly level?: number | undefined
    readonly sort?: TermOrder | undefined
  },
): Promise<{ total: number; rows: TermListed[] }> {
  const state = sql`case when t.ended_at is not null then 'ended' when t.ends_at <= ${q.now} then 'over'
    when t.ends_at <= ${q.due} then 'due' else 'running' end`
  const parts: Sql[] = [q.state === undefined ? sql`t.ended_at is null` : sql`${state} = ${q.state}`]
  if (q.level !== undefined) parts.push(sql`t.level = ${q.level}`)
  const where = sql.join(parts, sql` and `)
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from custody.level_term t where ${where}`,
  )
  const rows = await r.rows<TermListed>(sql`
    select ${columns}, c.file_no as "fileNo", ${state} as state,
      (select i.id from approval.instance i where i.id = t.instance_id) as form,
      (select i.number from custody.level_change l join approval.instance i on i.id = l.instance_id
        where l.applied_at is null and l.customer_id is not distinct from t.customer_id
          and l.field_id is not distinct from t.field_id and i.state in ('running', 'returned') limit 1) as application
    from custody.level_term t left join custody.customer c on c.id = t.customer_id
    where ${where} order by ${orders[q.sort ?? 'endsAt.asc']}, t.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted!.total, rows }
}
