import { insertMany, type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { FileCheck, ImportOptions, ImportState, Progress } from '../wire.ts'

export interface StoredImport {
  readonly id: string
  readonly batchId: string | null
  readonly fileName: string
  readonly sha256: string
  readonly storedPath: string
  readonly size: number
  readonly state: ImportState
  readonly check: FileCheck | null
  readonly options: ImportOptions | null
  readonly progress: Progress
  readonly result: {
    readonly dryRun?: Progress | null
    readonly template?: string
    /** Fields that the chosen purposes needed when the import was started; absent before. */
    readonly needed?: readonly number[]
  } | null
  readonly problem: { readonly code: string; readonly values: Record<string, string | number> } | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
}

export const noProgress: Progress = {
  rows: 0,
  customers: 0,
  duplicates: 0,
  errors: 0,
  warnings: 0,
  total: 0,
}

const columns = sql`id, batch_id as "batchId", file_name as "fileName", file_sha256 as sha256, stored_path as "storedPath",
  size::float8 as size, state, preview as check, options, progress, result, error as problem, created_by as "createdBy",
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`

type Raw = Omit<StoredImport, 'progress' | 'options'> & {
  progress: Partial<Progress>
  options: (Omit<ImportOptions, 'purposes'> & { purposes?: string[] }) | null
}
/** What an earlier version of the program wrote has less in it. */
const settled = ({ options, progress, ...row }: Raw): StoredImport => ({
  ...row,
  options: options === null ? null : { ...options, purposes: options.purposes ?? [] },
  progress: { ...noProgress, ...progress },
})

export async function readImport(r: Reader, id: string): Promise<StoredImport | undefined> {
  const row = await r.row<Raw>(sql`select ${columns} from collection.import where id = ${id}`)
  return row === undefined ? undefined : settled(row)
}

/** The same, locked until the transaction ends: pause, cancel and the next batch exclude each other. */
export async function lockImport(w: Writer, id: string): Promise<StoredImport | undefined> {
  const row = await w.row<Raw>(sql`select ${columns} from collection.import where id = ${id} for update`)
  return row === undefined ? undefined : settled(row)
}

export async function insertImport(
  w: Writer,
  row: Pick<
    StoredImport,
    'id' | 'fileName' | 'sha256' | 'storedPath' | 'size' | 'check' | 'options' | 'progress' | 'createdBy'
  > & { readonly result: StoredImport['result']; readonly at: Date },
): Promise<void> {
  await w.run(sql`
    insert into collection.import
      (id, file_name, file_sha256, stored_path, size, state, preview, options, progress, result, created_by, created_at)
    values (${row.id}, ${row.fileName}, ${row.sha256}, ${row.storedPath}, ${row.size}, 'checked', ${sql.json(row.check)},
      ${sql.json(row.options)}, ${sql.json(row.progress)}, ${row.result === null ? sql`null` : sql.json(row.result)}, ${row.createdBy}, ${row.at})`)
}

export async function listImports(
  r: Reader,
  q: { page: number; size: number; state?: string | undefined },
): Promise<{ total: number; rows: StoredImport[] }> {
  const where = q.state === undefined ? sql`true` : sql`state = ${q.state}`
  const counted = await r.row<{ n: number }>(
    sql`select count(*)::int as n from collection.import where ${where}`,
  )
  const rows = await r.rows<Raw>(sql`
    select ${columns} from collection.import where ${where} order by created_at desc, id desc
    limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows: rows.map(settled) }
}

export async function setOptions(w: Writer, id: string, options: ImportOptions): Promise<void> {
  await w.run(sql`update collection.import set options = ${sql.json(options)} where id = ${id}`)
}

export async function setProgress(w: Writer, id: string, progress: Progress): Promise<void> {
  await w.run(sql`update collection.import set progress = ${sql.json(progress)} where id = ${id}`)
}

/** Salt of the commitment to the file in the ledger; whoever holds the file and this can show that it is the one. */
export async function keepSalt(w: Writer, id: string, salt: string): Promise<void> {
  await w.run(sql`
    update collection.import set result = coalesce(nullif(result, 'null'::jsonb), '{}'::jsonb) || ${sql.json({ salt })}
    where id = ${id}`)
}

/** What the chosen purposes need, fixed at the first start. */
export async function keepNeeded(w: Writer, id: string, needed: readonly number[]): Promise<void> {
  await w.run(sql`
    update collection.import set result = coalesce(nullif(result, 'null'::jsonb), '{}'::jsonb) || ${sql.json({ needed })}
    where id = ${id}`)
}

/** Null while a rehearsal is under way. */
export async function setDryRun(w: Writer, id: string, dryRun: Progress | null): Promise<void> {
  await w.run(sql`
    update collection.import set result = coalesce(nullif(result, 'null'::jsonb), '{}'::jsonb) || ${sql.json({ dryRun })} where id = ${id}`)
}

export async function beginRun(w: Writer, id: string, batchId: string, at: Date): Promise<void> {
  await w.run(sql`
    update collection.import set state = 'running', batch_id = ${batchId}, error = null,
      started_at = coalesce(started_at, ${at}) where id = ${id}`)
}

export async function setState(w: Writer, id: string, state: ImportState, at?: Date): Promise<void> {
  await w.run(sql`
    update collection.import set state = ${state}, finished_at = coalesce(${at ?? null}::timestamptz, finished_at)
    where id = ${id}`)
}

export async function setFailed(
  w: Writer,
  id: string,
  problem: NonNullable<StoredImport['problem']>,
): Promise<void> {
  await w.run(sql`
    update collection.import set state = 'failed', error = ${sql.json(problem)} where id = ${id} and state in ('running', 'checked')`)
}

/** Records that a batch is filed; the primary key refuses filing it twice. */
export async function mark(
  w: Writer,
  id: string,
  batch: { number: number; sheet: string; toRow: number; customers: number },
  progress: Progress,
  at: Date,
): Promise<void> {
  await w.run(sql`
    insert into collection.import_mark (import_id, n, sheet, to_row, customers, at)
    values (${id}, ${batch.number}, ${batch.sheet}, ${batch.toRow}, ${batch.customers}, ${at})`)
  await w.run(sql`update collection.import set progress = ${sql.json(progress)} where id = ${id}`)
}

/** The batch that was filed last; it says where to go on. Number 0 when none was. */
export async function lastMark(r: Reader, id: string): Promise<Mark> {
  const row = await r.row<Mark>(sql`
    select n as number, sheet, to_row as "toRow" from collection.import_mark where import_id = ${id}
    order by n desc limit 1`)
  return row ?? { number: 0, sheet: '', toRow: 0 }
}

export interface Mark {
  readonly number: number
  readonly sheet: string
  readonly toRow: number
}

export interface StoredError {
  readonly sheet: string
  readonly row: number
  readonly column: string
  readonly code: string
  readonly level: 'error' | 'warning'
  readonly masked: string
}

export async function insertErrors(w: Writer, id: string, errors: readonly StoredError[]): Promise<void> {
  if (errors.length === 0) return
  await insertMany(
    w,
    'collection.import_error',
    {
      import_id: 'uuid',
      sheet: 'text',
      row: 'int',
      column_name: 'text',
      code: 'text',
      level: 'text',
      values: 'jsonb',
    },
    errors.map((e) => [id, e.sheet, e.row, e.column, e.code, e.level, { masked: e.masked }]),
  )
}

export async function clearErrors(w: Writer, id: string): Promise<void> {
  await w.run(sql`delete from collection.import_error where import_id = ${id}`)
}

export async function listErrors(
  r: Reader,
  id: string,
  q: { page: number; size: number },
): Promise<{ total: number; rows: StoredError[] }> {
  const counted = await r.row<{ n: number }>(
    sql`select count(*)::int as n from collection.import_error where import_id = ${id}`,
  )
  const rows = await r.rows<StoredError>(sql`
    select sheet, row, column_name as column, code, level, coalesce(values->>'masked', '') as masked
    from collection.import_error where import_id = ${id} order by seq limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}

/** Removes what a cancelled import left in this chapter; its files are custody's to remove. */
export async function forgetProgress(w: Writer, id: string): Promise<void> {
  for (const table of ['collection.import_mark', 'collection.import_error', 'collection.duplicate'])
    await w.run(sql`delete from ${sql.identifier(table)} where import_id = ${id}`)
}

/** Imports that were running when the program ended, and cancelled ones whose files are not all removed. */
export async function interrupted(r: Reader): Promise<{ id: string; state: ImportState }[]> {
  return await r.rows(sql`
    select i.id, i.state from collection.import i where i.state = 'running'
      or (i.state = 'cancelled' and exists (select from custody.customer c where c.batch_id = i.batch_id))`)
}

/** People by name and by employee number, for the owner column. */
export async function peopleForOwners(
  r: Reader,
): Promise<{ id: string; name: string; employeeNo: string; department: string | null }[]> {
  return await r.rows(sql`
    select id, name, employee_no as "employeeNo", department_id as department from people.person where left_at is null and employment <> 'service'`)
}
