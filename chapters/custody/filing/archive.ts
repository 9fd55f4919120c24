import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { RowFilter } from '../../../gate/index.ts'
import { visible } from '../rows.ts'
import type { Classed } from './numbers.ts'
import type { ArchiveNode, ArchiveQuery, ArchiveRow } from './wire.ts'

/** Year in which a file was made, where the company is. */
const yearOf = (zone: string): Sql => sql`extract(year from c.created_at at time zone ${zone})::int`
const withPaper = sql`exists (select from custody.paper_part p where p.customer_id = c.id and p.removed_at is null)`

/** The catalogue as a tree: how many of the files a person may list there are of each type, category and year. */
export const archiveNodes = (r: Reader, filter: RowFilter, zone: string): Promise<ArchiveNode[]> =>
  r.rows<ArchiveNode>(sql`
    select coalesce(c.type_code, '') as type, coalesce(c.category_code, '') as category, ${yearOf(zone)} as year,
      count(*)::int as files, (count(*) filter (where ${withPaper}))::int as "withPaper"
    from custody.customer c where ${visible(filter)} group by 1, 2, 3 order by 1, 2, 3`)

function wanted(q: ArchiveQuery, zone: string): Sql {
  const parts: Sql[] = [sql`true`]
  if (q.type !== undefined)
    parts.push(q.type === '' ? sql`c.type_code is null` : sql`c.type_code = ${q.type}`)
  if (q.category !== undefined)
    parts.push(q.category === '' ? sql`c.category_code is null` : sql`c.category_code = ${q.category}`)
  if (q.year !== undefined) {
    const [from, until] = [`${q.year}-01-01`, `${q.year + 1}-01-01`]
    parts.push(
      sql`c.created_at >= ${from}::timestamp at time zone ${zone} and c.created_at < ${until}::timestamp at time zone ${zone}`,
    )
  }
  if (q.paper === 'with') parts.push(withPaper)
  if (q.paper === 'without') parts.push(sql`not ${withPaper}`)
  if (q.paper === 'unchecked')
    parts.push(
      sql`exists (select from custody.paper_part p where p.customer_id = c.id and p.removed_at is null and p.checked_at is null)`,
    )
  if (q.room !== undefined)
    parts.push(
      sql`exists (select from custody.paper_part p where p.customer_id = c.id and p.removed_at is null and p.room_id = ${q.room})`,
    )
  if (q.fileNo !== undefined && q.fileNo !== '') parts.push(sql`c.file_no = ${q.fileNo}`)
  return sql.join(parts, sql` and `)
}

const orders: Readonly<Record<ArchiveQuery['sort'], Sql>> = {
  'fileNo.asc': sql`c.file_no`,
  'fileNo.desc': sql`c.file_no desc`,
  'createdAt.asc': sql`c.created_at`,
  'createdAt.desc': sql`c.created_at desc`,
}

/** One page of the catalogue as a list; `total` counts up to 100,000. Numbers and places only, never values. */
export async function archiveRows(
  r: Reader,
  filter: RowFilter,
  q: ArchiveQuery,
  zone: string,
): Promise<{ total: number; rows: ArchiveRow[] }> {
  const where = sql`${visible(filter)} and ${wanted(q, zone)}`
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from (select from custody.customer c where ${where} limit 100000) counted`,
  )
  const rows = await r.rows<Omit<ArchiveRow, 'createdAt'> & { createdAt: Date }>(sql`
    select c.id, c.file_no as "fileNo", c.kind, coalesce(c.type_code, '') as type, coalesce(c.category_code, '') as category,
      ${yearOf(zone)} as year, c.level, cardinality(c.fields) as fields, c.created_at as "createdAt",
      (select count(*)::int from custody.attachment a where a.customer_id = c.id and a.removed_at is null) as attachments,
      (select coalesce(sum(p.pages), 0)::int from custody.paper_part p where p.customer_id = c.id and p.removed_at is null) as pages,
      array(select concat_ws(' ', m.name, p.place) from custody.paper_part p left join custody.room m on m.id = p.room_id
        where p.customer_id = c.id and p.removed_at is null order by p.filed_at, p.id limit 5) as places
    from custody.customer c where ${where} order by ${orders[q.sort]}, c.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return {
    total: counted!.total,
    rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
  }
}

/** Type and category of one file. */
export async function classOfFile(r: Reader, customerId: string): Promise<Classed> {
  const row = await r.row<{ type: string | null; category: string | null }>(
    sql`select type_code as type, category_code as category from custody.customer where id = ${customerId}`,
  )
  return { typeCode: row?.type ?? undefined, categoryCode: row?.category ?? undefined }
}

/** Another number for a file whose row is held. */
export async function setFileNo(w: Writer, customerId: string, fileNo: string): Promise<void> {
  await w.run(sql`update custody.customer set file_no = ${fileNo} where id = ${customerId}`)
}

/** Numbers that a file bore before. */
export const oldNumbers = async (r: Reader, customerId: string): Promise<string[]> =>
  (
    await r.rows<{ number: string }>(sql`
      select number from custody.voided_number where customer_id = ${customerId} and reason = 'renumbered' order by voided_at`)
  ).map((row) => row.number)
