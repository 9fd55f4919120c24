import { type Reader, sql, type Sql } from '../../floor/database/index.ts'
import type { RowFilter } from '../../gate/index.ts'
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
    and ${mine} and ${within(filter)}`
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
 * Ids of files that hold one of the identifiers or all parts of at least one set, in no order (sorting a common
 * fragment would cost more than finding it); candidates, since the hashes of parts have 32 bits and may collide.
 */
export async function searchRows(
  r: Reader,
  filter: RowFilter,
  query: QueryTokens,
  limit: number,
): Promise<string[]> {
  const { identifiers, parts } = query
  if (identifiers.length === 0 && parts.length === 0) return []
  const sources: Sql[] = []
  if (identifiers.length > 0)
    sources.push(
      sql`select i.customer_id from custody.identifier i where i.token = any(${identifiers}::bigint[])`,
    )
  if (parts.length > 0) {
    const held = parts.map((set) => sql`t.tokens @> ${set}::int[]`)
    sources.push(sql`select t.customer_id from custody.search_tokens t where ${sql.join(held, sql` or `)}`)
  }
  const found = sql.join(sources, sql` union `)
  const rows = await r.rows<{ id: string }>(sql`
    select c.id from (${found}) f join custody.customer c on c.id = f.customer_id
    where ${visible(filter)} limit ${limit}`)
  return rows.map((row) => row.id)
}
