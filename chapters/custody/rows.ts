import { type Reader, sql, type Sql } from '../../floor/database/index.ts'
import type { RowFilter } from '../../gate/index.ts'

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
    and ${mine}`
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
 * Ids of files that hold all tokens of at least one set, in no order (sorting a common fragment would cost more than
 * finding it); candidates, since 32-bit tokens may collide.
 */
export async function searchRows(
  r: Reader,
  filter: RowFilter,
  sets: readonly (readonly number[])[],
  limit: number,
): Promise<string[]> {
  if (sets.length === 0) return []
  const found = sql.join(
    sets.map((tokens) => sql`t.tokens @> ${[...tokens]}::int[]`),
    sql` or `,
  )
  const rows = await r.rows<{ id: string }>(sql`
    select c.id from custody.search_tokens t join custody.customer c on c.id = t.customer_id
    where (${found}) and ${visible(filter)} limit ${limit}`)
  return rows.map((row) => row.id)
}

/** Files that share a token, by token; for finding duplicates whoever may see them. */
export async function findByTokens(
  r: Reader,
  tokens: readonly number[],
): Promise<ReadonlyMap<number, string[]>> {
  const found = new Map<number, string[]>()
  if (tokens.length === 0) return found
  const rows = await r.rows<{ token: number; id: string }>(sql`
    select wanted.token, t.customer_id as id
    from unnest(${[...new Set(tokens)]}::int[]) as wanted(token)
    join custody.search_tokens t on t.tokens @> array[wanted.token]
    join custody.customer c on c.id = t.customer_id and c.status = 'active'`)
  for (const { token, id } of rows) {
    const list = found.get(token)
    if (list === undefined) found.set(token, [id])
    else list.push(id)
  }
  return found
}
