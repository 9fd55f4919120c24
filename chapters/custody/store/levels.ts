import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

export interface LevelChangeRow {
  readonly instanceId: string
  readonly customerId: string | null
  readonly fieldId: number | null
  readonly fromLevel: number
  readonly toLevel: number
  readonly reason: string
  readonly appliedAt: Date | null
}

const columns = sql`instance_id as "instanceId", customer_id as "customerId", field_id as "fieldId",
  from_level as "fromLevel", to_level as "toLevel", reason, applied_at as "appliedAt"`

/** The content of one application for a change of level. */
export async function levelChangeOf(r: Reader, instanceId: string): Promise<LevelChangeRow | undefined> {
  return await r.row<LevelChangeRow>(
    sql`select ${columns} from custody.level_change where instance_id = ${instanceId}`,
  )
}

/** Writes down what was applied for. */
export async function insertLevelChange(w: Writer, row: Omit<LevelChangeRow, 'appliedAt'>): Promise<void> {
  await w.run(sql`
    insert into custody.level_change (instance_id, customer_id, field_id, from_level, to_level, reason)
    values (${row.instanceId}, ${row.customerId}, ${row.fieldId}, ${row.fromLevel}, ${row.toLevel}, ${row.reason})`)
}

/** Writes down what a returned application asks for now; one that was carried out stays as it is. */
export async function replaceLevelChange(w: Writer, row: LevelChangeRow): Promise<void> {
  await w.run(sql`
    update custody.level_change set from_level = ${row.fromLevel}, to_level = ${row.toLevel}, reason = ${row.reason}
    where instance_id = ${row.instanceId} and applied_at is null`)
}

/** Marks a change as carried out; false when it had been already. */
export async function markApplied(w: Writer, instanceId: string, at: Date): Promise<boolean> {
  return (
    (await w.run(
      sql`update custody.level_change set applied_at = ${at} where instance_id = ${instanceId} and applied_at is null`,
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
      l.to_level as "toLevel", l.reason, l.applied_at as "appliedAt", i.number, i.state, i.applicant_id as "applicantId",
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
