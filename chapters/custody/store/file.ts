import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { blockSchemaVersion, type FileTokens, type RewrittenBlock } from '../../../gate/index.ts'

export type ChangeKind =
  | 'created' | 'corrected' | 'level' | 'attached' | 'detached' | 'merged' | 'owner' | 'unmerged' | 'renumbered' | 'classified' | 'confirmed'
  | 'paper-filed' | 'paper-moved' | 'paper-checked' | 'paper-taken-out' // prettier-ignore

export interface ChangeRow {
  readonly customerId: string
  readonly id: string
  readonly at: Date
  readonly actorId: string
  readonly kind: ChangeKind
  readonly fields: readonly number[]
  readonly instanceId?: string | undefined
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Locks the customer's row until the transaction ends; resolves to its version, undefined when there is none. */
export async function lockCustomer(w: Writer, customerId: string): Promise<number | undefined> {
  const row = await w.row<{ version: number }>(
    sql`select version from custody.customer where id = ${customerId}::uuid for update`,
  )
  return row?.version
}

/** One line of the history; the table only grows. */
export async function insertChange(w: Writer, change: ChangeRow): Promise<void> {
  await w.run(sql`
    insert into custody.change (customer_id, id, at, actor_id, kind, fields, instance_id, detail)
    values (${change.customerId}, ${change.id}, ${change.at}, ${change.actorId}, ${change.kind},
      ${[...change.fields]}::smallint[], ${change.instanceId ?? null}, ${sql.json(change.detail ?? {})})`)
}

/** The highest version a block of each level ever had, those that are gone included. */
export async function highestVersions(r: Reader, customerId: string): Promise<ReadonlyMap<number, number>> {
  const rows = await r.rows<{ level: number; version: number }>(sql`
    select level, max(version) as version from (
      select level, version from custody.sealed_block where customer_id = ${customerId}
      union all select level, version from custody.sealed_block_past where customer_id = ${customerId}) all_of_them
    group by level`)
  return new Map(rows.map(({ level, version }) => [level, version]))
}

/** Puts new blocks in place of the old ones, which are kept, and notes which fields hold a value now. */
export async function replaceBlocks(
  w: Writer,
  customerId: string,
  blocks: readonly RewrittenBlock[],
  now: Date,
): Promise<void> {
  const levels = blocks.map((block) => block.level)
  await w.run(sql`
    insert into custody.sealed_block_past (customer_id, level, version, schema_version, fields, sealed, replaced_at)
    select customer_id, level, version, schema_version, fields, sealed, ${now} from custody.sealed_block
    where customer_id = ${customerId} and level = any(${levels}::smallint[])`)
  await w.run(
    sql`delete from custody.sealed_block where customer_id = ${customerId} and level = any(${levels}::smallint[])`,
  )
  for (const { level, version, fields, sealed } of blocks)
    if (sealed !== undefined)
      await w.run(sql`
        insert into custody.sealed_block (customer_id, level, version, schema_version, fields, sealed, updated_at)
        values (${customerId}, ${level}, ${version}, ${blockSchemaVersion}, ${[...fields]}::smallint[], ${sealed}, ${now})`)
}

/** Counts the change in the customer's version and brings the list of collected fields up to date. */
export async function touchCustomer(w: Writer, customerId: string, now: Date): Promise<void> {
  await w.run(sql`
    update custody.customer c set version = version + 1, updated_at = ${now},
      fields = coalesce((select array_agg(id order by id) from custody.sealed_block b, unnest(b.fields) id
        where b.customer_id = c.id), '{}')
    where c.id = ${customerId}`)
}

/** Closes a file that was merged into another; its values stay sealed where they are, so that it can be undone. */
export async function closeMerged(w: Writer, customerId: string, into: string, now: Date): Promise<void> {
  await w.run(sql`
    update custody.customer set status = 'merged', merged_into = ${into}, updated_at = ${now}, version = version + 1
    where id = ${customerId}`)
}

/** The highest level at which these files are listed; 0 for none. */
export async function highestLevelOf(r: Reader, customers: readonly string[]): Promise<number> {
  if (customers.length === 0) return 0
  const row = await r.row<{ level: number }>(sql`
    select coalesce(max(level), 0)::int as level from custody.customer
    where id = any(${[...customers]}::uuid[]) and status <> 'erased'`)
  return row!.level
}

/** The level of the file as a whole. */
export async function setFileLevel(w: Writer, customerId: string, level: number): Promise<void> {
  await w.run(sql`update custody.customer set level = ${level} where id = ${customerId}`)
}

/** A level of one field for one customer; null lets it follow the catalogue again. */
export async function setFieldLevel(
  w: Writer,
  customerId: string,
  fieldId: number,
  level: number | null,
): Promise<void> {
  await (level === null
    ? w.run(sql`delete from custody.field_level where customer_id = ${customerId} and field_id = ${fieldId}`)
    : w.run(sql`
        insert into custody.field_level (customer_id, field_id, level) values (${customerId}, ${fieldId}, ${level})
        on conflict (customer_id, field_id) do update set level = excluded.level`))
}

/** Replaces the search hashes of a file, and notes which values do not have the shape of their type. */
export async function setTokens(w: Writer, customerId: string, tokens: FileTokens): Promise<void> {
  await w.run(sql`
    insert into custody.search_tokens (customer_id, tokens) values (${customerId}, ${[...tokens.parts]}::int[])
    on conflict (customer_id) do update set tokens = excluded.tokens`)
  await w.run(sql`delete from custody.identifier where customer_id = ${customerId}`)
  await w.run(
    sql`update custody.customer set unfit = ${[...tokens.unfit]}::smallint[] where id = ${customerId}`,
  )
  const { identifiers } = tokens
  await w.run(sql`
    insert into custody.identifier (customer_id, token, named)
    select ${customerId}::uuid, * from unnest(${identifiers.map((one) => one.token)}::bigint[],
      ${identifiers.map((one) => one.named)}::bigint[])`)
}

export interface HistoryRow {
  readonly id: string
  readonly at: Date
  readonly actorId: string
  readonly kind: ChangeKind
  readonly fields: readonly number[]
  readonly instanceId: string | null
}

/** What happened to a file, newest first; never values. */
export async function history(
  r: Reader,
  customerId: string,
  page: { readonly page: number; readonly size: number },
): Promise<{ total: number; rows: HistoryRow[] }> {
  const rows = await r.rows<HistoryRow>(sql`
    select id, at, actor_id as "actorId", kind, fields, instance_id as "instanceId" from custody.change
    where customer_id = ${customerId} order by at desc, id desc limit ${page.size} offset ${(page.page - 1) * page.size}`)
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from custody.change where customer_id = ${customerId}`,
  )
  return { total: counted!.total, rows }
}
