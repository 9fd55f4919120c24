import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

export type UploadState = 'receiving' | 'checking' | 'done' | 'refused' | 'cancelled' | 'expired'

/** One large document on its way in. */
export interface Upload {
  readonly id: string
  readonly customerId: string
  readonly personId: string
  readonly level: number
  readonly size: number
  readonly partBytes: number
  readonly state: UploadState
  readonly ending: string
  readonly titleSealed: Buffer
  readonly checkedBytes: number
  /** Code of what was wrong with it. */
  readonly problem: string | null
  readonly attachmentId: string
  readonly begunAt: Date
}

const columns = sql`id, customer_id as "customerId", person_id as "personId", level, size::float8 as size, part_bytes as "partBytes",
  state, ending, title_sealed as "titleSealed", checked_bytes::float8 as "checkedBytes", problem, attachment_id as "attachmentId", begun_at as "begunAt"`

/** One upload, whoever's it is. */
export async function uploadOf(r: Reader, id: string): Promise<Upload | undefined> {
  return await r.row<Upload>(sql`select ${columns} from custody.upload where id = ${id}`)
}

/** The same, held until the transaction ends. */
export async function lockUpload(w: Writer, id: string): Promise<Upload | undefined> {
  return await w.row<Upload>(sql`select ${columns} from custody.upload where id = ${id} for update`)
}

/** The open upload of the same content by the same person into the same file, to be gone on with. */
export async function openUploadOf(
  r: Reader,
  of: { readonly customerId: string; readonly personId: string; readonly fingerprint: Buffer },
): Promise<Upload | undefined> {
  return await r.row<Upload>(sql`select ${columns} from custody.upload
    where customer_id = ${of.customerId} and person_id = ${of.personId} and fingerprint = ${of.fingerprint} and state = 'receiving'`)
}

/** How many uploads of this person are not at their end. */
export async function countOpen(r: Reader, personId: string): Promise<number> {
  const row = await r.row<{ count: number }>(sql`select count(*)::int as count from custody.upload
    where person_id = ${personId} and state in ('receiving', 'checking')`)
  return row?.count ?? 0
}

/** Uploads of this person into this file since then, newest first, but those that ended well. */
export async function uploadsOf(
  r: Reader,
  customerId: string,
  personId: string,
  since: Date,
): Promise<Upload[]> {
  return await r.rows<Upload>(sql`select ${columns} from custody.upload
    where customer_id = ${customerId} and person_id = ${personId} and begun_at >= ${since} and state in ('receiving','checking','refused')
    order by begun_at desc limit 20`)
}

/** An upload that begins now. */
export async function insertUpload(
  w: Writer,
  upload: Omit<Upload, 'state' | 'checkedBytes' | 'problem'> & { readonly fingerprint: Buffer },
): Promise<void> {
  await w.run(sql`
    insert into custody.upload (id, customer_id, person_id, level, size, part_bytes, fingerprint, title_sealed, ending, attachment_id, begun_at, touched_at)
    values (${upload.id}, ${upload.customerId}, ${upload.personId}, ${upload.level}, ${upload.size}, ${upload.partBytes}, ${upload.fingerprint},
      ${upload.titleSealed}, ${upload.ending}, ${upload.attachmentId}, ${upload.begunAt}, ${upload.begunAt})`)
}

export interface Part {
  readonly index: number
  /** Name of the sealed file that holds it. */
  readonly blob: string
  readonly size: number
  readonly digest: Buffer
}

/** Parts received so far, in their order. */
export async function partsOf(r: Reader, uploadId: string): Promise<Part[]> {
  return await r.rows<Part>(
    sql`select index, blob, size, digest from custody.upload_part where upload_id = ${uploadId} order by index`,
  )
}

/** False when this part is there already. */
export async function insertPart(w: Writer, uploadId: string, part: Part, now: Date): Promise<boolean> {
  const added = await w.run(sql`
    insert into custody.upload_part (upload_id, index, blob, size, digest)
    values (${uploadId}, ${part.index}, ${part.blob}, ${part.size}, ${part.digest}) on conflict do nothing`)
  await w.run(sql`update custody.upload set touched_at = ${now} where id = ${uploadId}`)
  return added === 1
}

/** Forgets the parts; resolves to the sealed files that are to be removed once this has committed. */
export async function takeParts(w: Writer, uploadId: string): Promise<string[]> {
  const rows = await w.rows<{ blob: string }>(
    sql`delete from custody.upload_part where upload_id = ${uploadId} returning blob`,
  )
  return rows.map((row) => row.blob)
}

/** Moves an upload on; `problem` is a code. */
export async function setUploadState(
  w: Writer,
  id: string,
  state: UploadState,
  now: Date,
  problem: string | null = null,
): Promise<void> {
  const ended = state === 'receiving' || state === 'checking' ? null : now
  await w.run(sql`update custody.upload set state = ${state}, problem = ${problem}, touched_at = ${now}, ended_at = ${ended}
    where id = ${id}`)
}

/** How many bytes of an upload have been looked through, for who waits for it. */
export async function noteChecked(w: Writer, id: string, bytes: number): Promise<void> {
  await w.run(sql`update custody.upload set checked_bytes = ${bytes} where id = ${id}`)
}

/** Uploads that nobody went on with since then, or whose looking through was lost. */
export async function staleUploads(r: Reader, before: Date): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(
    sql`select id from custody.upload where state in ('receiving', 'checking') and touched_at < ${before} limit 500`,
  )
  return rows.map((row) => row.id)
}

/** Which of these sealed files are parts of an upload. */
export async function knownParts(r: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await r.rows<{ blob: string }>(
    sql`select blob from custody.upload_part where blob = any(${[...ids]}::uuid[])`,
  )
  return rows.map((row) => row.blob)
}
