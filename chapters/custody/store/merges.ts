import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'

/** What a file was like before another one was merged into it. */
export interface BeforeMerge {
  readonly level: number
  readonly marketingRefused: boolean
  /** What the customer had barred, and from when. */
  readonly barred: Readonly<Record<string, number>>
  readonly confirmedAt: string | null
  /** Block of each level, by its version; they stand among the past blocks unless they did not change. */
  readonly blocks: readonly { readonly level: number; readonly version: number }[]
  readonly overrides: readonly { readonly field: number; readonly level: number }[]
}

export interface StoredMerge {
  readonly id: string
  readonly stays: string
  readonly goes: string
  readonly at: Date
  readonly by: string
  readonly staysVersion: number
  readonly goesVersion: number
  readonly before: BeforeMerge
  readonly undoneAt: Date | null
}

const columns = sql`m.id, m.stays, m.goes, m.at, m.by_id as by, m.stays_version as "staysVersion", m.goes_version as "goesVersion",
  m.before, m.undone_at as "undoneAt"`

/** @throws Mistake `custody.merge-attachments` while documents hang on the file that would go: they are sealed for it alone */
export async function mustLoseNothing(w: Writer, goes: string): Promise<void> {
  const found = await w.row(
    sql`select 1 from custody.attachment where customer_id = ${goes} and removed_at is null limit 1`,
  )
  if (found !== undefined) throw new Mistake('custody.merge-attachments', { status: 409 })
}

/** What is needed to give the file that stays its state back; its row is held. */
export async function stateBefore(w: Writer, stays: string): Promise<BeforeMerge> {
  const row = await w.row<BeforeMerge>(sql`
    select c.level, c.marketing_refused as "marketingRefused", c.barred, c.confirmed_at as "confirmedAt",
      coalesce((select jsonb_agg(jsonb_build_object('level', b.level, 'version', b.version) order by b.level)
        from custody.sealed_block b where b.customer_id = c.id), '[]') as blocks,
      coalesce((select jsonb_agg(jsonb_build_object('field', l.field_id, 'level', l.level) order by l.field_id)
        from custody.field_level l where l.customer_id = c.id), '[]') as overrides
    from custody.customer c where c.id = ${stays}`)
  return row!
}

/** The file that stays is at least as secret as the one that goes, and refuses whatever that one refused; its paper comes over. */
export async function takeStricter(w: Writer, stays: string, goes: string): Promise<void> {
  await w.run(sql`
    update custody.customer s set level = greatest(s.level, g.level), marketing_refused = s.marketing_refused or g.marketing_refused,
      confirmed_at = null,
      -- what either of them barred stays barred, from the earlier moment
      barred = (select coalesce(jsonb_object_agg(key, at), '{}') from (
        select key, min(value::numeric) as at from (select * from jsonb_each_text(s.barred) union all select * from jsonb_each_text(g.barred)) b
        group by key) e)
    from custody.customer g where s.id = ${stays} and g.id = ${goes}`)
  // A field that both may hold gets the higher of its two levels, be it the catalogue's or one given to a single file.
  const higher = sql`
    select f.id, f.level as usual, greatest(coalesce(s.level, f.level), coalesce(g.level, f.level)) as level
    from custody.field f
    left join custody.field_level s on s.customer_id = ${stays} and s.field_id = f.id
    left join custody.field_level g on g.customer_id = ${goes} and g.field_id = f.id
    where s.level is not null or g.level is not null`
  await w.run(sql`
    insert into custody.field_level (customer_id, field_id, level)
    select ${stays}, id, level from (${higher}) h where level <> usual
    on conflict (customer_id, field_id) do update set level = excluded.level`)
  await w.run(sql`
    delete from custody.field_level l using custody.field f
    where l.customer_id = ${stays} and f.id = l.field_id and l.level < f.level and not exists (
      select from custody.field_level g where g.customer_id = ${goes} and g.field_id = f.id and g.level < f.level)`)
}

/** Keeps a merge, with the versions both files have after it. */
export async function insertMerge(
  w: Writer,
  m: Pick<StoredMerge, 'id' | 'stays' | 'goes' | 'before' | 'by' | 'at'>,
): Promise<void> {
  await w.run(sql`
    insert into custody.merge (id, stays, goes, at, by_id, stays_version, goes_version, before, after_barred)
    select ${m.id}, ${m.stays}, ${m.goes}, ${m.at}, ${m.by}, s.version, g.version, ${sql.json(m.before)}, s.barred
    from custody.customer s, custody.customer g where s.id = ${m.stays} and g.id = ${m.goes}`)
}

/** One merge, held until the transaction ends. */
export const lockMerge = (w: Writer, id: string): Promise<StoredMerge | undefined> =>
  w.row<StoredMerge>(sql`select ${columns} from custody.merge m where m.id = ${id} for update`)

/** One merge. */
export const mergeById = (r: Reader, id: string): Promise<StoredMerge | undefined> =>
  r.row<StoredMerge>(sql`select ${columns} from custody.merge m where m.id = ${id}`)

/** Whether both files are still as the merge left them, documents included. */
export async function isUntouched(r: Reader, m: StoredMerge): Promise<boolean> {
  const row = await r.row(sql`
    select 1 from custody.customer s, custody.customer g, custody.merge m
    where m.id = ${m.id} and s.id = ${m.stays} and g.id = ${m.goes} and s.version = ${m.staysVersion} and g.version = ${m.goesVersion}
      and s.status = 'active' and g.status = 'merged' and g.merged_into = s.id
      -- a withdrawal of consent since then must not be undone with the merge
      and s.barred = coalesce(m.after_barred, '{}')
      and not exists (select from custody.attachment a where a.customer_id = s.id
        and (a.added_at > ${m.at} or a.removed_at > ${m.at}))
      and not exists (select from custody.change h where h.customer_id in (s.id, g.id) and h.at > ${m.at})`)
  return row !== undefined
}

/** The blocks a file had before a merge, as they lie among the past ones or still stand; with the keys that open them. */
export async function blocksBefore(
  r: Reader,
  m: StoredMerge,
): Promise<
  {
    level: number
    version: number
    schemaVersion: number
    fields: number[]
    sealed: Buffer
    wrappedKey: Buffer | null
  }[]
> {
  const wanted = sql.json(m.before.blocks)
  return await r.rows(sql`
    select b.level::int as level, b.version, b.schema_version as "schemaVersion", b.fields, b.sealed, k.wrapped as "wrappedKey"
    from jsonb_to_recordset(${wanted}::jsonb) as w(level int, version int)
    join (select customer_id, level, version, schema_version, fields, sealed from custody.sealed_block
      union all select customer_id, level, version, schema_version, fields, sealed from custody.sealed_block_past) b
      on b.customer_id = ${m.stays} and b.level = w.level and b.version = w.version
    left join keyring.customer_key k on k.customer_id = b.customer_id and k.level = b.level`)
}

/** Gives both files the state they had before, apart from values: levels, refusals, status. */
export async function restoreState(w: Writer, m: StoredMerge): Promise<void> {
  await w.run(sql`
    update custody.customer set level = ${m.before.level}, marketing_refused = ${m.before.marketingRefused},
      barred = ${sql.json(m.before.barred)},
      confirmed_at = ${m.before.confirmedAt}::timestamptz where id = ${m.stays}`)
  await w.run(sql`delete from custody.field_level where customer_id = ${m.stays}`)
  await w.run(sql`
    insert into custody.field_level (customer_id, field_id, level)
    select ${m.stays}, field, level from jsonb_to_recordset(${sql.json(m.before.overrides)}::jsonb) as w(field smallint, level smallint)`)
}

/** Puts the file that went back in use. */
export async function reopenMerged(w: Writer, customerId: string, now: Date): Promise<void> {
  await w.run(sql`
    update custody.customer set status = 'active', merged_into = null, updated_at = ${now}, version = version + 1
    where id = ${customerId} and status = 'merged'`)
}

/** Notes that a merge is undone in this very transaction, which may therefore take levels back to what they were. */
export async function markUndone(w: Writer, id: string, by: string, at: Date): Promise<void> {
  await w.run(
    sql`update custody.merge set undone_at = ${at}, undone_by = ${by}, undone_in = pg_current_xact_id() where id = ${id}`,
  )
}
