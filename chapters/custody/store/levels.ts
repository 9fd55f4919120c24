import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

/** What form 20 asks beside the level itself. */
export interface LevelWish {
  /** Fixing a level (with its term), changing it, or ending it. */
  readonly kind: 'classify' | 'change' | 'declassify'
  readonly years: number | null
  readonly openTerm: 'long-term' | 'until-published' | null
  /** Who may know, in words and by department. */
  readonly scope: string
  readonly scopeDepartments: readonly string[]
}

export interface LevelChangeRow extends LevelWish {
  readonly instanceId: string
  readonly customerId: string | null
  readonly fieldId: number | null
  readonly fromLevel: number
  readonly toLevel: number
  readonly reason: string
  readonly appliedAt: Date | null
}

const columns = sql`instance_id as "instanceId", customer_id as "customerId", field_id as "fieldId",
  from_level as "fromLevel", to_level as "toLevel", reason, applied_at as "appliedAt", kind, years, open_term as "openTerm",
  scope, scope_departments as "scopeDepartments"`

/** The content of one application for a change of level. */
export async function levelChangeOf(r: Reader, instanceId: string): Promise<LevelChangeRow | undefined> {
  return await r.row<LevelChangeRow>(
    sql`select ${columns} from custody.level_change where instance_id = ${instanceId}`,
  )
}

/** Writes down what was applied for. */
export async function insertLevelChange(w: Writer, row: Omit<LevelChangeRow, 'appliedAt'>): Promise<void> {
  await w.run(sql`
    insert into custody.level_change (instance_id, customer_id, field_id, from_level, to_level, reason, kind, years, open_term,
      scope, scope_departments)
    values (${row.instanceId}, ${row.customerId}, ${row.fieldId}, ${row.fromLevel}, ${row.toLevel}, ${row.reason}, ${row.kind},
      ${row.years}, ${row.openTerm}, ${row.scope}, ${[...row.scopeDepartments]}::uuid[])`)
}

/** Writes down what a returned application asks for now; one that was carried out stays as it is. */
export async function replaceLevelChange(w: Writer, row: LevelChangeRow): Promise<void> {
  await w.run(sql`
    update custody.level_change set from_level = ${row.fromLevel}, to_level = ${row.toLevel}, reason = ${row.reason},
      kind = ${row.kind}, years = ${row.years}, open_term = ${row.openTerm}, scope = ${row.scope},
      scope_departments = ${[...row.scopeDepartments]}::uuid[]
    where instance_id = ${row.instanceId} and applied_at is null`)
}

/** Writes down that the end of a term lowers a level by itself, as two people arranged; see the triggers of the schema. */
export async function insertEnding(
  w: Writer,
  row: Pick<LevelChangeRow, 'instanceId' | 'customerId' | 'fieldId' | 'fromLevel' | 'toLevel'> & {
    readonly at: Date
  },
): Promise<void> {
  await w.run(sql`
    insert into custody.level_change (instance_id, customer_id, field_id, from_level, to_level, reason, kind, applied_at, applied_in)
    values (${row.instanceId}, ${row.customerId}, ${row.fieldId}, ${row.fromLevel}, ${row.toLevel}, '', 'ended', ${row.at},
      pg_current_xact_id())`)
}

/** Marks a change as carried out; false when it had been already. */
export async function markApplied(w: Writer, instanceId: string, at: Date): Promise<boolean> {
  return (
    (await w.run(
      sql`update custody.level_change set applied_at = ${at}, applied_in = pg_current_xact_id()
        where instance_id = ${instanceId} and applied_at is null`,
    )) === 1
  )
}

/** Applications about the same thing that were not carried out; their state is known to the chapter approval. */
export async function unappliedFor(
  r: Reader,
  customerId: string | null,
  fieldId: number | null,
): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    select instance_id as id from custody.level_change where applied_at is null
      and customer_id is not distinct from ${customerId}::uuid and field_id is not distinct from ${fieldId}::smallint`)
  return rows.map((row) => row.id)
}

/** The catalogue's level of a field. */
export async function setCatalogueLevel(w: Writer, fieldId: number, level: number): Promise<void> {
  await w.run(sql`update custody.field set level = ${level}, version = version + 1 where id = ${fieldId}`)
}

export interface LevelChangeListed extends LevelChangeRow {
  readonly number: string
  readonly state: string
  readonly applicantId: string
  readonly submittedAt: Date
  readonly fileNo: string | null
}

/** Applications for a change of level, newest first. */
export async function listLevelChanges(
  r: Reader,
  query: {
    readonly page: number
    readonly size: number
    readonly customerId?: string | undefined
    readonly applicantId?: string | undefined
  },
): Promise<{ total: number; rows: LevelChangeListed[] }> {
  const where = sql`(${query.customerId ?? null}::uuid is null or l.customer_id = ${query.customerId ?? null}::uuid)
    and (${query.applicantId ?? null}::uuid is null or i.applicant_id = ${query.applicantId ?? null}::uuid)`
  const from = sql`custody.level_change l join approval.instance i on i.id = l.instance_id
    left join custody.customer c on c.id = l.customer_id`
  const rows = await r.rows<LevelChangeListed>(sql`
    select l.instance_id as "instanceId", l.customer_id as "customerId", l.field_id as "fieldId", l.from_level as "fromLevel",
      l.to_level as "toLevel", l.reason, l.applied_at as "appliedAt", l.kind, l.years, l.open_term as "openTerm", l.scope,
      l.scope_departments as "scopeDepartments", i.number, i.state, i.applicant_id as "applicantId",
      coalesce(i.submitted_at, i.created_at) as "submittedAt", c.file_no as "fileNo"
    from ${from} where ${where} order by i.created_at desc, i.id limit ${query.size} offset ${(query.page - 1) * query.size}`)
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from ${from} where ${where}`,
  )
  return { total: counted!.total, rows }
}

/** Up to `limit` customers who have a value of this field sealed at another level than the one that holds for them. */
export async function misplaced(r: Reader, fieldId: number, limit: number): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    select c.id from custody.sealed_block b
    join custody.customer c on c.id = b.customer_id and c.status <> 'erased'
    join custody.field f on f.id = ${fieldId}
    left join custody.field_level l on l.customer_id = b.customer_id and l.field_id = ${fieldId}
    where b.fields @> array[${fieldId}]::smallint[] and b.level <> coalesce(l.level, f.level)
    limit ${limit}`)
  return rows.map((row) => row.id)
}

/** The next `limit` customers after this id who hold a value of the field. */
export async function holdersAfter(
  r: Reader,
  fieldId: number,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    select id from custody.customer where id > ${after} and status <> 'erased' and fields @> array[${fieldId}]::smallint[]
    order by id limit ${limit}`)
  return rows.map((row) => row.id)
}
