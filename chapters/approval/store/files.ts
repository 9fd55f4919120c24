import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

/** A file handed in with a form: material, or the signature of a decision. Its name is not kept: names name customers. */
export interface FileRow {
  readonly id: string
  readonly kind: 'material' | 'signature'
  readonly level: number
  readonly contentType: string
  readonly size: number
  /** 16 bytes of salt, then SHA-256 over salt and the SHA-256 of the content. */
  readonly commitment: Buffer
  readonly how: 'drawn' | 'typed' | null
  readonly addedBy: string
  readonly addedAt: Date
  /** The form's wrapped key of that level; null when destroyed. */
  readonly wrappedKey: Buffer | null
}

/** Every file of a form, oldest first. */
export async function readFiles(r: Reader, instanceId: string): Promise<readonly FileRow[]> {
  return await r.rows<FileRow>(sql`
    select f.id, f.kind, f.level, f.content_type as "contentType", f.size::float8 as size, f.commitment, f.how,
           f.added_by as "addedBy", f.added_at as "addedAt", k.wrapped as "wrappedKey"
      from approval.file f left join keyring.customer_key k on k.customer_id = f.instance_id and k.level = f.level
     where f.instance_id = ${instanceId} order by f.added_at, f.id`)
}

/** Which of the person's files of this form stand in no action yet. */
export async function readUnused(r: Reader, instanceId: string, person: string): Promise<readonly string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    select f.id from approval.file f where f.instance_id = ${instanceId} and f.added_by = ${person} and f.kind = 'material'
       and not exists (select 1 from approval.action a where a.instance_id = f.instance_id and a.detail->'files' ? f.id::text)`)
  return rows.map(({ id }) => id)
}

/** The row that makes stored bytes a file of the form. */
export async function insertFile(
  w: Writer,
  instanceId: string,
  file: Omit<FileRow, 'wrappedKey'>,
): Promise<void> {
  await w.run(sql`
    insert into approval.file (id, instance_id, kind, level, content_type, size, commitment, how, added_by, added_at)
    values (${file.id}, ${instanceId}, ${file.kind}, ${file.level}, ${file.contentType}, ${file.size}, ${file.commitment},
            ${file.how}, ${file.addedBy}, ${file.addedAt})`)
}

/** Of these ids those that belong to a file of some form. */
export async function knownFiles(r: Reader, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await r.rows<{ id: string }>(
    sql`select id::text as id from approval.file where id::text = any(${[...ids]}::text[])`,
  )
  return rows.map(({ id }) => id)
}

/** Of these tasks those whose step wants a signature. */
export async function readSigned(r: Reader, taskIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await r.rows<{ id: string }>(sql`
    select t.id from approval.task t join approval.node_run n on n.id = t.run_id join approval.instance i on i.id = t.instance_id
     where t.id = any(${taskIds}::uuid[]) and i.plan->n.step->>'signature' = 'required'`)
  return new Set(rows.map(({ id }) => id))
}
