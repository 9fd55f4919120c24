import { type Reader, sql } from '../../../floor/database/index.ts'

/** Files that are in use and can be seen. */
const inUse = sql`c.status in ('active', 'restricted')`

/** How many files are held for each purpose, by kind. A file counts once, however often it was taken in for it. */
export async function filesByPurpose(
  r: Reader,
): Promise<ReadonlyMap<string, { readonly persons: number; readonly companies: number }>> {
  const rows = await r.rows<{ code: string; persons: number; companies: number }>(sql`
    with batched as (
      select c.batch_id, c.kind, count(*) as n from custody.customer c where ${inUse} and c.batch_id is not null group by 1, 2),
    stated as (
      select code, kind, n from batched join custody.batch b on b.id = batched.batch_id cross join unnest(b.purposes) code
      where b.released_at is not null and b.withdrawn_at is null
      union all
      -- single acts, for a purpose that the batch of the file does not name
      select code, c.kind, count(distinct c.id) from collection.origin o cross join unnest(o.purposes) code
      join custody.customer c on c.id = o.customer_id left join custody.batch b on b.id = c.batch_id
      where ${inUse} and (b.id is null or (b.released_at is not null and b.withdrawn_at is null and not b.purposes @> array[code]))
      group by 1, 2)
    select code, coalesce(sum(n) filter (where kind = 'person'), 0)::int as persons,
      coalesce(sum(n) filter (where kind = 'company'), 0)::int as companies from stated group by code`)
  return new Map(rows.map(({ code, ...counts }) => [code, counts]))
}

/** Files in use, and how many of them say for no purpose why they are here. */
export async function filesWithout(r: Reader): Promise<{ files: number; without: number }> {
  const row = await r.row<{ files: number; without: number }>(sql`
    select count(*)::int as files, (count(*) filter (where coalesce(b.purposes, '{}') = '{}'
      and not exists (select from collection.origin o where o.customer_id = c.id and o.purposes <> '{}')))::int as without
    from custody.customer c left join custody.batch b on b.id = c.batch_id
    where ${inUse} and (b.id is null or (b.released_at is not null and b.withdrawn_at is null))`)
  return row!
}

/** Versions of notices under which anything was collected, by purpose. */
export async function noticesByPurpose(r: Reader): Promise<ReadonlyMap<string, number>> {
  const rows = await r.rows<{ code: string; n: number }>(sql`
    select code, count(distinct o.notice_version_id)::int as n from collection.origin o cross join unnest(o.purposes) code
    where o.notice_version_id is not null group by code`)
  return new Map(rows.map(({ code, n }) => [code, n]))
}

/** The company's name, or nothing before there is one. */
export async function companyName(r: Reader): Promise<string> {
  return (await r.row<{ name: string }>(sql`select name from people.company`))?.name ?? ''
}
