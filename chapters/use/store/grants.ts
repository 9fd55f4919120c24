import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { GrantMode } from '../../../gate/index.ts'
import type { Content } from '../content.ts'
import type { GrantState } from '../wire.ts'

export interface GrantSummary {
  readonly id: string
  readonly application: string
  readonly number: string | null
  readonly holderId: string
  readonly purpose: string
  readonly modes: GrantMode[]
  readonly fields: number[]
  readonly customers: number
  readonly from: Date
  readonly until: Date
  readonly countLimit: number | null
  readonly used: number
  readonly revokedAt: Date | null
  /** Of the content that was approved. */
  readonly snapshotHash: string
  /** Level rank that those who approved it knew of. */
  readonly level: number
}

const columns = sql`g.id, g.application_id as application, i.number, g.person_id as "holderId", g.purpose, g.modes, g.field_ids as fields,
  (select count(*)::int from usage.grant_customer c where c.grant_id = g.id) as customers,
  g.starts_at as "from", g.ends_at as until, g.count_limit as "countLimit", g.used_count as used, g.revoked_at as "revokedAt",
  g.snapshot_hash as "snapshotHash", coalesce(i.level, 0) as level`
const tables = sql`usage.grant g left join approval.instance i on i.id = g.application_id`

/** What a grant is good for at that moment. */
export function stateOf(
  grant: Pick<GrantSummary, 'from' | 'until' | 'countLimit' | 'used' | 'revokedAt'>,
  at: Date,
): GrantState {
  if (grant.revokedAt !== null) return 'revoked'
  if (at >= grant.until) return 'expired'
  if (grant.countLimit !== null && grant.used >= grant.countLimit) return 'used-up'
  return at < grant.from ? 'upcoming' : 'running'
}

function inState(state: GrantState | undefined, at: Date): Sql {
  const open = sql`g.revoked_at is null and g.ends_at > ${at}`
  const used = sql`coalesce(g.used_count >= g.count_limit, false)`
  const states: Readonly<Record<GrantState, Sql>> = {
    revoked: sql`g.revoked_at is not null`,
    expired: sql`g.revoked_at is null and g.ends_at <= ${at}`,
    'used-up': sql`${open} and ${used}`,
    upcoming: sql`${open} and not ${used} and g.starts_at > ${at}`,
    running: sql`${open} and not ${used} and g.starts_at <= ${at}`,
  }
  return state === undefined ? sql`true` : states[state]
}

/** Whose grants are listed: everybody's, one's own, or those one approved or whose holders one manages. */
export type Whose = { readonly by: 'all' } | { readonly by: 'mine' | 'managed'; readonly person: string }

function belongsTo(whose: Whose): Sql {
  if (whose.by === 'all') return sql`true`
  if (whose.by === 'mine') return sql`g.person_id = ${whose.person}`
  return sql`(exists (select from approval.task t where t.instance_id = g.application_id and t.assignee_id = ${whose.person} and t.state = 'approved')
    or exists (select from people.person p left join people.department d on d.id = p.department_id
      where p.id = g.person_id and p.id <> ${whose.person} and ${whose.person} in (p.manager_id, d.manager_id)))`
}

/** Grants, the last to end first. */
export async function listGrants(
  r: Reader,
  whose: Whose,
  q: { page: number; size: number; state?: GrantState | undefined; at: Date },
): Promise<{ total: number; rows: GrantSummary[] }> {
  const where = sql`${belongsTo(whose)} and ${inState(q.state, q.at)}`
  const total = await r.row<{ n: number }>(sql`select count(*)::int as n from usage.grant g where ${where}`)
  const rows = await r.rows<GrantSummary>(sql`
    select ${columns} from ${tables} where ${where}
    order by g.ends_at desc, g.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: total?.n ?? 0, rows }
}

/** One grant; undefined when there is none with this id. */
export async function readGrant(r: Reader, id: string): Promise<GrantSummary | undefined> {
  return await r.row<GrantSummary>(sql`select ${columns} from ${tables} where g.id = ${id}`)
}

/** Waits for whoever uses the grant right now, and keeps others waiting until the transaction ends. */
export const lockGrant = (w: Writer, id: string): Promise<unknown> =>
  w.rows(sql`select id from usage.grant where id = ${id} for update`)

/** Books readings on a counted grant. The table's own check refuses more than the limit. */
export const bookUse = (w: Writer, id: string, files: number): Promise<number> =>
  w.run(
    sql`update usage.grant set used_count = used_count + ${files} where id = ${id} and count_limit is not null`,
  )

/** Takes one opening off a counted grant that runs. @returns false when it has none left, was revoked or does not run */
export async function bookOpening(w: Writer, id: string, now: Date): Promise<boolean> {
  const booked = await w.run(sql`
    update usage.grant set used_count = used_count + 1
    where id = ${id} and used_count < count_limit and revoked_at is null and starts_at <= ${now} and ends_at > ${now}`)
  return booked === 1
}

/** File numbers and levels of a grant's files. */
export const filesOfGrant = (
  r: Reader,
  id: string,
): Promise<{ id: string; fileNo: string; level: number }[]> =>
  r.rows(sql`
    select c.id, c.file_no as "fileNo", c.level from usage.grant_customer gc join custody.customer c on c.id = gc.customer_id
    where gc.grant_id = ${id} order by c.file_no`)

export interface NewGrant {
  readonly id: string
  readonly application: string
  readonly person: string
  readonly content: Content
  readonly from: Date
  readonly until: Date
  readonly snapshotHash: string
}

/** Issues a grant; one application has one grant at most. */
export async function insertGrant(w: Writer, grant: NewGrant, now: Date): Promise<void> {
  const { content } = grant
  await w.run(sql`
    insert into usage.grant (id, application_id, person_id, purpose, modes, field_ids, starts_at, ends_at, count_limit, snapshot_hash, issued_at)
    values (${grant.id}, ${grant.application}, ${grant.person}, ${content.purpose}, ${content.modes}, ${content.fields},
      ${grant.from}, ${grant.until}, ${content.countLimit}, ${grant.snapshotHash}, ${now})`)
  await w.run(sql`
    insert into usage.grant_customer (customer_id, person_id, grant_id)
    select customer, ${grant.person}, ${grant.id} from unnest(${content.customers}::uuid[]) as wanted(customer)`)
}

/** Ends a grant now. @returns false when it had been revoked already */
export async function revokeGrant(
  w: Writer,
  id: string,
  by: string,
  reason: string,
  now: Date,
): Promise<boolean> {
  const touched = await w.run(sql`
    update usage.grant set revoked_at = ${now}, revoked_by = ${by}, revoke_reason = ${reason}
    where id = ${id} and revoked_at is null`)
  return touched === 1
}

export interface EndedGrant {
  readonly id: string
  readonly application: string
  readonly holderId: string
  readonly until: Date
}

/** Grants that ended by themselves and of which that has not been noted; marks them, each once. */
export const takeEnded = (w: Writer, now: Date): Promise<EndedGrant[]> =>
  w.rows(sql`
    update usage.grant set end_noted_at = ${now}
    where id in (select id from usage.grant where ends_at <= ${now} and end_noted_at is null and revoked_at is null
      order by ends_at limit 500 for update skip locked)
    returning id, application_id as application, person_id as "holderId", ends_at as until`)

/** Running grants that end before `before` and whose holder has not been told; marks them. Short grants are left alone. */
export const takeEnding = (w: Writer, now: Date, before: Date): Promise<EndedGrant[]> =>
  w.rows(sql`
    update usage.grant set end_told_at = ${now}
    where id in (select id from usage.grant where ends_at > ${now} and ends_at <= ${before} and end_told_at is null
      and revoked_at is null and ends_at - starts_at > interval '2 days' order by ends_at limit 500 for update skip locked)
    returning id, application_id as application, person_id as "holderId", ends_at as until`)
