import { type Reader, sql, type Sql, type Writer } from '../../floor/database/index.ts'
import type { SourceState } from '../../gate/index.ts'

/** The sources that were withdrawn; worked out once a statement, and nearly always empty. */
const withdrawn = sql`array(select f.source_id from custody.frozen_source f)`

/** Whether a customer `c` came from a withdrawn source. */
export const frozen: Sql = sql`(c.source_id is not null and c.source_id = any(${withdrawn}))`

/** Fields of a customer `c` that came into the file from a withdrawn source: a list of lists, null where there are none. */
export const frozenFields: Sql = sql`case when c.borrowed is null then null else (select jsonb_agg(b.value)
  from jsonb_each(c.borrowed) b where b.key::uuid = any(${withdrawn})) end`

/** From the commit on nothing that came from this source is used. Doing it twice is harmless. */
export async function freezeSource(w: Writer, sourceId: string, since: Date): Promise<void> {
  await w.run(sql`insert into custody.frozen_source (source_id, since) values (${sourceId}, ${since})
    on conflict do nothing`)
}

/** What came from this source may be used again. */
export async function thawSource(w: Writer, sourceId: string): Promise<void> {
  await w.run(sql`delete from custody.frozen_source where source_id = ${sourceId}`)
}

/**
 * Writes down that fields of a file came from another source than the file itself, so that they follow that source's
 * fate. Fields of the file's own source are left out.
 */
export async function markBorrowed(
  w: Writer,
  customerId: string,
  sourceId: string,
  fields: readonly number[],
): Promise<void> {
  if (fields.length === 0) return
  await w.run(sql`
    update custody.customer c set borrowed = jsonb_set(coalesce(c.borrowed, '{}'), array[${sourceId}],
      (select jsonb_agg(distinct f) from (
        select (jsonb_array_elements_text(coalesce(c.borrowed->${sourceId}, '[]')))::int as f union select unnest(${[...fields]}::int[])) u))
    where c.id = ${customerId} and c.source_id is distinct from ${sourceId}::uuid`)
}

/** After a merge: the filled fields keep the source they had in the file that went. */
export async function carrySources(
  w: Writer,
  stays: string,
  goes: string,
  filled: readonly number[],
): Promise<void> {
  const gone = await w.row<{ source: string | null; borrowed: Record<string, number[]> | null }>(
    sql`select source_id as source, borrowed from custody.customer where id = ${goes}`,
  )
  const borrowed = Object.entries(gone?.borrowed ?? {})
  const lent = new Set(borrowed.flatMap(([, fields]) => fields))
  for (const [source, fields] of borrowed)
    await markBorrowed(
      w,
      stays,
      source,
      fields.filter((field) => filled.includes(field)),
    )
  if (gone !== undefined && gone.source !== null)
    await markBorrowed(
      w,
      stays,
      gone.source,
      filled.filter((field) => !lent.has(field)),
    )
}

/**
 * How these sources stand for taking in a single customer; closed and unknown ones are absent. A third party's data comes
 * in batches that are checked, never one by one past the check, so its source is none for this.
 */
export async function singleSourceStates(
  r: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SourceState>> {
  const rows = await r.rows<{ id: string; state: SourceState }>(sql`
    select s.id, case when exists (select from custody.frozen_source f where f.source_id = s.id) then 'withdrawn'
      when s.kind = 'partner' then 'draft' else 'usable' end as state
    from collection.source s where s.id = any(${[...ids]}::uuid[]) and s.closed_at is null`)
  return new Map(rows.map(({ id, state }) => [id, state]))
}
