import { type Reader, sql, type Sql } from '../../floor/database/index.ts'
import type { EntryFilter } from './wire.ts'

export interface EntryRecord {
  readonly lane: number
  readonly index: number
  readonly at: Date
  readonly kind: string
  readonly verb: string
  readonly actor: string | null
  readonly application: string | null
  readonly grant: string | null
  readonly verdict: string
  readonly clauses: string[]
  readonly customers: string[]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function conditions(f: EntryFilter): Sql {
  const parts: Sql[] = [sql`true`]
  if (f.person !== undefined) parts.push(sql`e.actor_id = ${f.person}::uuid`)
  if (f.customer !== undefined) {
    const wanted = uuid.test(f.customer)
      ? sql`${f.customer}::uuid`
      : sql`(select id from custody.customer where file_no = ${f.customer})`
    parts.push(
      sql`exists (select from supervision.audit_customer c where c.customer_id = ${wanted} and c.lane = e.lane and c.index = e.index)`,
    )
  }
  if (f.clause !== undefined) parts.push(sql`e.clauses @> array[${f.clause}]::text[]`)
  if (f.kind !== undefined) parts.push(sql`e.kind = ${f.kind}`)
  if (f.verb !== undefined) parts.push(sql`e.verb = ${f.verb}`)
  if (f.verdict !== undefined) parts.push(sql`e.verdict = ${f.verdict}`)
  if (f.application !== undefined) {
    const wanted = uuid.test(f.application)
      ? sql`${f.application}::uuid`
      : sql`(select id from approval.instance where number = ${f.application})`
    parts.push(sql`e.application_id = ${wanted}`)
  }
  if (f.from !== undefined) parts.push(sql`e.at >= ${new Date(f.from)}`)
  if (f.to !== undefined) parts.push(sql`e.at < ${new Date(f.to)}`)
  return sql.join(parts, sql` and `)
}

const columns = sql`e.lane, e.index, e.at, e.kind, e.verb, e.actor_id as actor, e.application_id as application, e.grant_id as "grant",
  e.verdict, e.clauses, coalesce((select array_agg(c.customer_id) from supervision.audit_customer c
    where c.lane = e.lane and c.index = e.index), '{}')::uuid[] as customers`

/** Entries that fit, newest first by time and then by index; `total` counts to 100,000 at most. */
export async function findEntries(
  r: Reader,
  f: EntryFilter,
  page: number,
  size: number,
): Promise<{ total: number; rows: EntryRecord[] }> {
  const where = conditions(f)
  const [count, rows] = await Promise.all([
    r.row<{ n: number }>(
      sql`select count(*)::int as n from (select from supervision.audit_entry e where ${where} limit 100000) some`,
    ),
    r.rows<EntryRecord>(sql`select ${columns} from supervision.audit_entry e where ${where}
      order by e.at desc, e.lane, e.index desc limit ${size} offset ${(page - 1) * size}`),
  ])
  return { total: count?.n ?? 0, rows }
}

export const entryAt = (r: Reader, lane: number, index: number): Promise<EntryRecord | undefined> =>
  r.row<EntryRecord>(
    sql`select ${columns} from supervision.audit_entry e where e.lane = ${lane} and e.index = ${index}`,
  )

/** File numbers of customers; an auditor knows a file by its number, never by its content. */
export async function fileNumbers(r: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await r.rows<{ id: string; fileNo: string }>(
    sql`select id, file_no as "fileNo" from custody.customer where id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.fileNo]))
}

export async function applicationNumbers(
  r: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await r.rows<{ id: string; number: string | null }>(
    sql`select id, number from approval.instance where id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.number ?? '']))
}

export interface GrantRecord {
  readonly id: string
  readonly person: string
  readonly from: Date
  readonly until: Date
  readonly modes: string[]
  readonly fields: number[]
  readonly countLimit: number | null
  readonly used: number
  readonly revokedAt: Date | null
  readonly revokedBy: string | null
  readonly snapshotHash: string
}

export const grantOf = (r: Reader, application: string): Promise<GrantRecord | undefined> =>
  r.row<GrantRecord>(sql`
    select id, person_id as person, starts_at as "from", ends_at as until, modes, field_ids as fields, count_limit as "countLimit", used_count as used,
      revoked_at as "revokedAt", revoked_by as "revokedBy", snapshot_hash as "snapshotHash"
    from usage.grant where application_id = ${application}`)

export const applicationOf = (
  r: Reader,
  id: string,
): Promise<{ purpose: string; fields: number[]; customers: string[] } | undefined> =>
  r.row(sql`
    select a.purpose, a.field_ids as fields,
      coalesce((select array_agg(customer_id) from usage.application_customer c where c.application_id = a.id), '{}')::uuid[] as customers
    from usage.application a where a.id = ${id}`)

export const instanceId = async (r: Reader, numberOrId: string): Promise<string | undefined> =>
  uuid.test(numberOrId)
    ? numberOrId
    : (await r.row<{ id: string }>(sql`select id from approval.instance where number = ${numberOrId}`))?.id

/** Decisions since a moment in which each clause took part. */
export const clauseFigures = (
  r: Reader,
  since: Date,
): Promise<{ clause: string; permits: number; refusals: number; last: Date }[]> =>
  r.rows(sql`
    select clause, count(*) filter (where verdict = 'permit')::int as permits, count(*) filter (where verdict = 'deny')::int as refusals, max(at) as last
    from supervision.audit_entry, unnest(clauses) as clause where at >= ${since} group by clause`)

export const lastVerification = (
  r: Reader,
): Promise<{ at: Date; whole: boolean; detail: { entries?: number } } | undefined> =>
  r.row(sql`select at, whole, detail from supervision.verification order by at desc limit 1`)
