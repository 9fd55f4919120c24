import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

export interface ExportRow {
  readonly id: string
  readonly grant: string
  readonly number: string | null
  readonly mode: string
  readonly rows: number
  /** Files of the grant that stayed behind, since the customer refused or withdrew the purpose. */
  readonly leftOut: number
  readonly sha256: string
  readonly at: Date
}

/** Books a file that was taken out: how many files it holds and its hash, never its content. */
export const insertExport = (
  w: Writer,
  one: Omit<ExportRow, 'number'> & {
    readonly person: string
    /** Of its highest part, and of the collection as a whole. */
    readonly level: number
    readonly collectionLevel: number
    readonly alarm: number | undefined
  },
): Promise<number> =>
  w.run(sql`
    insert into usage.export (id, grant_id, person_id, mode, rows, left_out, sha256, at, level, collection_level, alarm)
    values (${one.id}, ${one.grant}, ${one.person}, ${one.mode}, ${one.rows}, ${one.leftOut}, ${one.sha256}, ${one.at},
      ${one.level}, ${one.collectionLevel}, ${one.alarm ?? null})`)

/** Makes exports of one person wait for each other until the transaction ends: together they count as one collection. */
export const lockExportsOf = (w: Writer, person: string): Promise<unknown> =>
  w.rows(sql`select pg_advisory_xact_lock(hashtextextended('usage.export ' || ${person}::text, 0))`)

/** How many customers this person took out since that moment, by the level of what was taken. */
export const takenSince = (
  r: Reader,
  person: string,
  since: Date,
): Promise<{ level: number; customers: number }[]> =>
  r.rows(sql`
    select level, sum(rows)::int as customers from usage.export
    where person_id = ${person} and at > ${since} group by level`)

/** Where the entry of an export stands in the ledger. */
export const placeExport = (
  w: Writer,
  id: string,
  leaf: { readonly lane: number; readonly index: number },
): Promise<number> =>
  w.run(sql`update usage.export set leaf_lane = ${leaf.lane}, leaf_index = ${leaf.index} where id = ${id}`)

/** One person's exports, newest first. */
export async function listExports(
  r: Reader,
  person: string,
  q: { page: number; size: number },
): Promise<{ total: number; rows: ExportRow[] }> {
  const total = await r.row<{ n: number }>(
    sql`select count(*)::int as n from usage.export where person_id = ${person}`,
  )
  const rows = await r.rows<ExportRow>(sql`
    select e.id, e.grant_id as "grant", i.number, e.mode, e.rows, e.left_out as "leftOut", e.sha256, e.at
    from usage.export e join usage.grant g on g.id = e.grant_id left join approval.instance i on i.id = g.application_id
    where e.person_id = ${person} order by e.at desc, e.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: total?.n ?? 0, rows }
}
