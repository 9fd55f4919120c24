import { type Reader, sql, type Sql } from '../../floor/database/index.ts'
import type { RowFilter } from '../../gate/index.ts'
import type { Catalogue } from './catalogue.ts'
import { frozen } from './frozen.ts'
import { type CustomerMaterial, materialColumns, materialOf, type MaterialRow } from './material.ts'
import type { QueryTokens } from './tokens.ts'

export interface ListQuery {
  readonly page: number
  readonly size: number
  readonly sort?: 'fileNo' | 'createdAt' | 'updatedAt' | 'level' | undefined
  readonly descending?: boolean | undefined
  readonly kind?: 'person' | 'company' | undefined
  readonly level?: number | undefined
  readonly ownerId?: string | undefined
  readonly departmentId?: string | undefined
  readonly sourceId?: string | undefined
  readonly fileNo?: string | undefined
  /** Files that rest on consent and have no evidence of any. */
  readonly consentMissing?: boolean | undefined
  /** Files whose consent stands on one of these versions of a notice. */
  readonly consentVersions?: readonly string[] | undefined
  readonly createdBefore?: Date | undefined
  /** None but these. */
  readonly among?: readonly string[] | undefined
}

/** The gate's row filter as SQL: released, in use, within clearance, and in scope or under a running grant. */
export function visible(filter: RowFilter): Sql {
  if (filter.rows === 'none') return sql`false`
  const at = new Date(filter.at)
  const granted = sql`exists (
      select from usage.grant_customer gc join usage.grant g on g.id = gc.grant_id
      where gc.customer_id = c.id and gc.person_id = ${filter.grantsOf}::uuid
        and g.revoked_at is null and g.starts_at <= ${at} and g.ends_at > ${at})`
  const mine = filter.everywhere
    ? sql`true`
    : sql`(c.owner_id = ${filter.owner === '' ? null : filter.owner}::uuid or c.department_id = any(${[...filter.departments]}::uuid[]) or ${granted})`
  return sql`c.status = 'active' and c.level between 1 and ${filter.levelMax}
    and (c.batch_id is null or exists (select from custody.batch b where b.id = c.batch_id and b.released_at is not null))
    and not ${frozen} and ${mine} and ${within(filter)} and ${notBarred(filter)}`
}

/** Files are not listed for a purpose which the customer has barred: by withdrawal, refusal or expiry. */
function notBarred({ purpose, at }: Extract<RowFilter, { rows: 'some' }>): Sql {
  if (purpose === undefined) return sql`true`
  const free = (key: string): Sql => sql`coalesce((c.barred->>${key})::numeric > ${at}, true)`
  return purpose.marketing
    ? sql`(${free(purpose.code)} and ${free('marketing')} and (not c.marketing_refused or c.barred ? 'marketing'))`
    : free(purpose.code)
}

/** Subsidiaries apart: the file's department, else its owner's, says whose file it is. */
function within(filter: Extract<RowFilter, { rows: 'some' }>): Sql {
  if (filter.within === undefined) return sql`true`
  const { departments, homeless } = filter.within
  const home = sql`coalesce(c.department_id, (select o.department_id from people.person o where o.id = c.owner_id))`
  const known = sql`${home} = any(${[...departments]}::uuid[])`
  return homeless ? sql`(${home} is null or ${known})` : sql`coalesce(${known}, false)`
}

function wanted(q: ListQuery): Sql {
  const parts: Sql[] = [sql`true`]
  if (q.kind !== undefined) parts.push(sql`c.kind = ${q.kind}`)
  if (q.level !== undefined) parts.push(sql`c.level = ${q.level}`)
  if (q.ownerId !== undefined) parts.push(sql`c.owner_id = ${q.ownerId}::uuid`)
  if (q.departmentId !== undefined) parts.push(sql`c.department_id = ${q.departmentId}::uuid`)
  if (q.sourceId !== undefined) parts.push(sql`c.source_id = ${q.sourceId}::uuid`)
  if (q.fileNo !== undefined) parts.push(sql`c.file_no = ${q.fileNo}`)
  if (q.consentMissing === true)
    parts.push(sql`c.consent is null and c.legal_basis in ('consent', 'unknown')`)
  if (q.consentVersions !== undefined)
    parts.push(sql`c.consent_version = any(${[...q.consentVersions]}::uuid[])`)
  if (q.among !== undefined) parts.push(sql`c.id = any(${[...q.among]}::uuid[])`)
  if (q.createdBefore !== undefined) parts.push(sql`c.created_at < ${q.createdBefore}`)
  return sql.join(parts, sql` and `)
}

const order = {
  fileNo: sql`c.file_no`,
  createdAt: sql`c.created_at`,
  updatedAt: sql`c.updated_at`,
  level: sql`c.level`,
}

/** One page of the files a person may list. `total` counts exactly up to 10,000 and then says 10,000 at least. */
export async function listRows(
  r: Reader,
  filter: RowFilter,
  q: ListQuery,
): Promise<{ total: number; ids: string[] }> {
  const where = sql`${visible(filter)} and ${wanted(q)}`
  const direction = q.descending === true ? sql`desc` : sql`asc`
  const [counted, rows] = await Promise.all([
    r.row<{ total: number }>(
      sql`select count(*)::int as total from (select from custody.customer c where ${where} limit 10000) counted`,
    ),
    r.rows<{ id: string }>(sql`
      select c.id from custody.customer c where ${where}
      order by ${order[q.sort ?? 'fileNo']} ${direction}, c.id limit ${q.size} offset ${(q.page - 1) * q.size}`),
  ])
  return { total: counted?.total ?? 0, ids: rows.map((row) => row.id) }
}

/**
 * Files that hold one of the identifiers, or all parts of at least one set, with everything needed to open them; in no
 * order, since sorting a common fragment would cost more than finding it. They are candidates: the hashes of parts have
 * 32 bits and may collide. None comes twice.
 *
 * Each source is fenced off by `offset 0`, and what is asked stands in subqueries: so the server always goes from the
 * index to the files and stops when it has enough, and one plan serves every search. Left to itself it would plan each
 * search anew, or read the whole table for a rare fragment because of the limit.
 */
export async function findFiles(
  r: Reader,
  catalogue: Catalogue,
  filter: RowFilter,
  { identifiers, parts }: QueryTokens,
  take: { readonly most: number; readonly without?: readonly string[] },
): Promise<CustomerMaterial[]> {
  const sources = parts.map((set, at) => heldParts(set, parts.slice(0, at), identifiers))
  if (identifiers.length > 0)
    sources.unshift(
      sql`(select distinct i.customer_id from custody.identifier i where ${isAmong(identifiers)} offset 0)`,
    )
  if (sources.length === 0) return []
  const without = take.without ?? []
  const statement = sql`
    select m.* from (${sql.join(sources, sql` union all `)}) f
    cross join lateral (
      select ${materialColumns} from custody.customer c left join custody.batch on batch.id = c.batch_id
      where c.id = f.customer_id and c.id <> all(${without}::uuid[]) and ${visible(filter)} offset 0) m
    limit (select ${take.most}::int)`
  const rows = await r.rows<MaterialRow>(sql.named(nameOf(statement), statement))
  return rows.map((row) => materialOf(row, catalogue))
}

const isAmong = (identifiers: readonly bigint[]): Sql =>
  sql`i.token = any((select ${identifiers}::bigint[])::bigint[])`

/** Files that hold all parts of a set, and neither those of an earlier one nor an identifier, so that none comes twice. */
function heldParts(
  set: readonly number[],
  earlier: readonly (readonly number[])[],
  identifiers: readonly bigint[],
): Sql {
  const others = earlier.map((other) => sql` and not t.tokens @> (select ${other}::int[])`)
  if (identifiers.length > 0)
    others.push(sql` and not exists (
      select from custody.identifier i where i.customer_id = t.customer_id and ${isAmong(identifiers)})`)
  return sql`(select t.customer_id from custody.search_tokens t
    where t.tokens @> (select ${set}::int[])${sql.join(others, sql.empty)} offset 0)`
}

const names = new Map<string, string>()

/** A name for the statement's text, of which there are a few (number of sets, kind of filter): prepared once each. */
function nameOf({ text }: Sql): string {
  let name = names.get(text)
  if (name === undefined) names.set(text, (name = `custody_find_${names.size}`))
  return name
}
