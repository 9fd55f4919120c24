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
  /** Salted hash of stated words, in hex. */
  readonly commitment: string | null
}

/** A filter with numbers looked up and days turned into moments: ids, codes and times only. */
export interface Wanted {
  readonly person?: string | undefined
  readonly customer?: string | undefined
  readonly application?: string | undefined
  readonly clause?: string | undefined
  readonly kind?: string | undefined
  readonly verb?: string | undefined
  readonly verdict?: string | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Stands for a file or form that does not exist, so that what was typed never reaches the ledger. */
const nothing = '00000000-0000-0000-0000-000000000000'

/** Looks up the file and form that a filter names, and the moments at which its days begin and end. */
export async function wantedOf(r: Reader, f: EntryFilter, timeZone: string): Promise<Wanted> {
  const [first = '', last = ''] = (f.days ?? '').split('~')
  const begin = (day: string, after: number): Promise<{ at: Date } | undefined> =>
    r.row<{ at: Date }>(
      sql`select ((${day}::date + ${after}::int)::timestamp at time zone ${timeZone}) as at`,
    )
  const { person, clause, kind, verb, verdict } = f
  return {
    person,
    clause,
    kind,
    verb,
    verdict,
    customer: f.customer === undefined ? undefined : ((await customerId(r, f.customer)) ?? nothing),
    application: f.application === undefined ? undefined : ((await instanceId(r, f.application)) ?? nothing),
    from: first === '' ? dateOf(f.from) : (await begin(first, 0))?.at,
    to: last === '' ? dateOf(f.to) : (await begin(last, 1))?.at,
  }
}

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text)

function conditions(f: Wanted): Sql {
  const parts: Sql[] = [sql`true`]
  if (f.person !== undefined) parts.push(sql`e.actor_id = ${f.person}::uuid`)
  if (f.customer !== undefined)
    parts.push(
      sql`exists (select from supervision.audit_customer c where c.customer_id = ${f.customer}::uuid and c.lane = e.lane and c.index = e.index)`,
    )
  if (f.clause !== undefined) parts.push(sql`e.clauses @> array[${f.clause}]::text[]`)
  if (f.kind !== undefined) parts.push(sql`e.kind = ${f.kind}`)
  if (f.verb !== undefined) parts.push(sql`e.verb = ${f.verb}`)
  if (f.verdict !== undefined) parts.push(sql`e.verdict = ${f.verdict}`)
  if (f.application !== undefined) parts.push(sql`e.application_id = ${f.application}::uuid`)
  if (f.from !== undefined) parts.push(sql`e.at >= ${f.from}`)
  if (f.to !== undefined) parts.push(sql`e.at < ${f.to}`)
  return sql.join(parts, sql` and `)
}

const columns = sql`e.lane, e.index, e.at, e.kind, e.verb, e.actor_id as actor, e.application_id as application, e.grant_id as "grant",
  e.verdict, e.clauses, e.commitment, coalesce((select array_agg(c.customer_id order by c.customer_id) from supervision.audit_customer c
    where c.lane = e.lane and c.index = e.index), '{}')::uuid[] as customers`

/** Entries that fit, newest first by time and then by index; `total` counts to 100,000 at most. */
export async function findEntries(
  r: Reader,
  f: Wanted,
  page: number,
  size: number,
): Promise<{ total: number; rows: EntryRecord[] }> {
  const where = conditions(f)
  const [count, rows] = await Promise.all([
    r.row<{ n: number }>(
      sql`select count(*)::int as n from (select from supervision.audit_entry e where ${where} limit 100000) as found`,
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

const customerId = async (r: Reader, idOrFileNo: string): Promise<string | undefined> =>
  uuid.test(idOrFileNo)
    ? idOrFileNo.toLowerCase()
    : (
        await r.row<{ id: string }>(
          sql`select id from custody.customer where file_no = ${idOrFileNo.toUpperCase()}`,
        )
      )?.id

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

interface Both {
  readonly zh: string
  readonly en: string
}

/** Names of catalogue fields in the order asked for; empty where the catalogue does not know the field. */
export async function fieldNames(
  r: Reader,
  ids: readonly number[],
): Promise<{ id: number; zh: string; en: string }[]> {
  if (ids.length === 0) return []
  const rows = await r.rows<{ id: number } & Both>(
    sql`select id, zh, en from custody.field where id = any(${[...ids]}::smallint[])`,
  )
  const found = new Map(rows.map((row) => [row.id, row]))
  // Attachments stand as field 0 in applications and grants.
  if (ids.includes(0)) found.set(0, { id: 0, zh: '附件', en: 'Attachments' })
  return ids.map((id) => found.get(id) ?? { id, zh: '', en: '' })
}

/** The words of a purpose; its code where the list no longer has it. */
export async function purposeWords(r: Reader, code: string): Promise<Both> {
  const found = await r.row<Both>(sql`select zh, en from collection.purpose where code = ${code}`)
  return found ?? { zh: code, en: code }
}

export interface GrantRecord {
  readonly id: string
  readonly person: string
  readonly from: Date
  readonly until: Date
  readonly modes: string[]
  readonly fields: number[]
  readonly customers: string[]
  readonly countLimit: number | null
  readonly used: number
  readonly revokedAt: Date | null
  readonly revokedBy: string | null
  readonly snapshotHash: string
}

export const grantOf = (r: Reader, application: string): Promise<GrantRecord | undefined> =>
  r.row<GrantRecord>(sql`
    select id, person_id as person, starts_at as "from", ends_at as until, modes, field_ids as fields, count_limit as "countLimit", used_count as used,
      revoked_at as "revokedAt", revoked_by as "revokedBy", snapshot_hash as "snapshotHash",
      coalesce((select array_agg(c.customer_id) from usage.grant_customer c where c.grant_id = g.id), '{}')::uuid[] as customers
    from usage.grant g where application_id = ${application}`)

export interface AppliedRecord {
  readonly purpose: string
  readonly fields: number[]
  readonly customers: string[]
  /** Salted hash of stated words, in hex. */
  readonly commitment: string | null
}

export const applicationOf = (r: Reader, id: string): Promise<AppliedRecord | undefined> =>
  r.row<AppliedRecord>(sql`
    select a.purpose, a.field_ids as fields,
      coalesce((select array_agg(customer_id) from usage.application_customer c where c.application_id = a.id), '{}')::uuid[] as customers
    from usage.application a where a.id = ${id}`)

/** The form with this id or number; undefined when there is none. */
export const instanceId = async (r: Reader, numberOrId: string): Promise<string | undefined> =>
  (
    await r.row<{ id: string }>(
      uuid.test(numberOrId)
        ? sql`select id from approval.instance where id = ${numberOrId}::uuid`
        : sql`select id from approval.instance where number = ${numberOrId.toUpperCase()}`,
    )
  )?.id

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
  r.row(sql`select at, whole, detail from supervision.verification order by at desc, id desc limit 1`)
