import { type Reader, sql, type Sql, type Writer } from '../../../../floor/database/index.ts'
import type { SourceState } from '../../../../gate/index.ts'
import type { PartnerBody, SourceQuery } from '../wire.ts'

/** One source with what is on record of a partner; dates are calendar days as text. */
export interface SourceRecord {
  readonly id: string
  readonly name: string
  readonly kind: 'direct' | 'partner' | 'public' | 'legacy'
  readonly legalBasis: string
  readonly note: string
  readonly state: SourceState
  readonly version: number
  readonly provider: string
  readonly creditCode: string
  readonly contact: string
  readonly contractNo: string
  readonly contractFrom: string | null
  readonly contractUntil: string | null
  readonly authority: string
  readonly purposes: readonly string[]
  readonly fieldIds: readonly number[]
  readonly validFrom: string | null
  readonly validUntil: string | null
  readonly responsibleId: string | null
  readonly onExpiry: 'keep' | 'freeze'
  readonly contentHash: string
  readonly checkedBy: string | null
  readonly checkedAt: Date | null
  readonly openedBy: string | null
  readonly openedAt: Date | null
  readonly createdBy: string | null
  readonly createdAt: Date
  readonly closedAt: Date | null
  readonly frozen: boolean
}

const columns: Sql = sql`s.id, s.name, s.kind, s.legal_basis as "legalBasis", s.note, s.state, s.version, s.provider, s.credit_code as "creditCode",
  s.contact, s.contract_no as "contractNo", s.contract_from::text as "contractFrom", s.contract_until::text as "contractUntil", s.authority, s.purposes,
  s.field_ids as "fieldIds", s.valid_from::text as "validFrom", s.valid_until::text as "validUntil", s.responsible_id as "responsibleId",
  s.on_expiry as "onExpiry", s.content_hash as "contentHash", s.checked_by as "checkedBy", s.checked_at as "checkedAt", s.opened_by as "openedBy",
  s.opened_at as "openedAt", s.created_by as "createdBy", s.created_at as "createdAt", s.closed_at as "closedAt",
  exists (select from custody.frozen_source f where f.source_id = s.id) as frozen`

/** One source with what is on record; undefined when there is none. */
export const readRecord = (r: Reader, id: string): Promise<SourceRecord | undefined> =>
  r.row<SourceRecord>(sql`select ${columns} from collection.source s where s.id = ${id}`)

/** The same, held until the transaction ends: edits, checks, imports and releases of one source wait for each other. */
export const lockRecord = (w: Writer, id: string): Promise<SourceRecord | undefined> =>
  w.row<SourceRecord>(sql`select ${columns} from collection.source s where s.id = ${id} for update of s`)

export interface ListedSource extends SourceRecord {
  readonly customers: number
}

const orders = { name: sql`s.name`, createdAt: sql`s.created_at`, validUntil: sql`s.valid_until` }

/** One page of the register; customers in quarantine are not counted. */
export async function listRecords(
  r: Reader,
  q: SourceQuery,
): Promise<{ total: number; rows: ListedSource[] }> {
  const wanted: Sql[] = [sql`true`]
  if (q.kind !== undefined) wanted.push(sql`s.kind = ${q.kind}`)
  if (q.state !== undefined) wanted.push(sql`s.state = ${q.state}`)
  if (q.q !== undefined && q.q !== '')
    wanted.push(
      sql`(strpos(lower(s.name), lower(${q.q})) > 0 or strpos(lower(s.provider), lower(${q.q})) > 0)`,
    )
  const where = sql.join(wanted, sql` and `)
  const direction = q.sort.endsWith('.desc') ? sql`desc nulls last` : sql`asc nulls last`
  const key = q.sort.replace('.desc', '') as keyof typeof orders
  const counted = await r.row<{ n: number }>(
    sql`select count(*)::int as n from collection.source s where ${where}`,
  )
  const rows = await r.rows<ListedSource>(sql`
    select ${columns}, (select count(*)::int from custody.customer c left join custody.batch b on b.id = c.batch_id
        where c.source_id = s.id and (c.batch_id is null or b.released_at is not null)) as customers
    from collection.source s where ${where} order by ${orders[key]} ${direction}, s.id
    limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}

/** Writes what is on record of a partner as a new version: whatever was checked before is open again. */
export async function writePartner(
  w: Writer,
  id: string,
  body: Omit<PartnerBody, 'fields'> & { readonly fieldIds: readonly number[] },
  to: { readonly version: number; readonly hash: string; readonly note: string },
): Promise<void> {
  await w.run(sql`
    update collection.source set state = 'draft', version = ${to.version}, content_hash = ${to.hash}, note = ${to.note}, provider = ${body.provider},
      credit_code = ${body.creditCode}, contact = ${body.contact}, contract_no = ${body.contractNo}, contract_from = ${body.contractFrom}::date,
      contract_until = ${body.contractUntil}::date, authority = ${body.authority}, purposes = ${[...body.purposes]}::text[],
      field_ids = ${[...body.fieldIds]}::smallint[], valid_from = ${body.validFrom}::date, valid_until = ${body.validUntil}::date,
      responsible_id = ${body.responsible}, on_expiry = ${body.onExpiry}, checked_by = null, checked_at = null, opened_by = null, opened_at = null
    where id = ${id}`)
}

/** Moves a source to another stage; `by` says who checked it or put it into use. */
export async function setSourceState(
  w: Writer,
  id: string,
  state: SourceState,
  by?: { readonly what: 'checked' | 'opened'; readonly person: string; readonly at: Date },
): Promise<void> {
  const who =
    by === undefined
      ? sql``
      : by.what === 'checked'
        ? sql`, checked_by = ${by.person}, checked_at = ${by.at}`
        : sql`, opened_by = ${by.person}, opened_at = ${by.at}`
  await w.run(sql`update collection.source set state = ${state}${who} where id = ${id}`)
}

export interface StoredStep {
  readonly n: number
  readonly step: string
  readonly version: number
  readonly content: unknown
  readonly hash: string
  readonly note: string
  readonly actorId: string | null
  readonly at: Date
}

/** Adds a line to the history of a source, which the caller has locked. */
export async function addStep(w: Writer, sourceId: string, step: Omit<StoredStep, 'n'>): Promise<void> {
  await w.run(sql`
    insert into collection.source_step (source_id, n, step, version, content, content_hash, note, actor_id, at)
    select ${sourceId}, coalesce(max(n), 0) + 1, ${step.step}, ${step.version}, ${sql.json(step.content)}, ${step.hash}, ${step.note}, ${step.actorId}, ${step.at}
    from collection.source_step where source_id = ${sourceId}`)
}

/** The history of a source, newest first, 500 lines at most. */
export const readSteps = (r: Reader, sourceId: string): Promise<StoredStep[]> =>
  r.rows<StoredStep>(sql`
    select n, step, version, content, content_hash as hash, note, actor_id as "actorId", at
    from collection.source_step where source_id = ${sourceId} order by n desc limit 500`)

/** Who last wrote what is on record; checks are another's work. */
export const lastWriter = async (r: Reader, sourceId: string): Promise<string | null> =>
  (
    await r.row<{ by: string | null }>(sql`
      select actor_id as by from collection.source_step where source_id = ${sourceId} and step = 'written' order by n desc limit 1`)
  )?.by ?? null

export interface StoredSourceFile {
  readonly id: string
  readonly kind: 'contract' | 'authority'
  readonly level: number
  readonly contentType: string
  readonly size: number
  readonly sha256: string
  readonly addedBy: string
  readonly addedAt: Date
  readonly wrappedKey: Buffer | null
}

/** Papers of a source with their wrapped keys, oldest first. */
export const readSourceFiles = (r: Reader, sourceId: string): Promise<StoredSourceFile[]> =>
  r.rows<StoredSourceFile>(sql`
    select f.id, f.kind, f.level, f.content_type as "contentType", f.size, f.sha256, f.added_by as "addedBy", f.added_at as "addedAt", k.wrapped as "wrappedKey"
    from collection.source_file f left join keyring.customer_key k on k.customer_id = f.source_id and k.level = f.level
    where f.source_id = ${sourceId} order by f.added_at, f.id`)

/** The row that makes stored bytes a paper of a source. */
export async function insertSourceFile(
  w: Writer,
  sourceId: string,
  file: Omit<StoredSourceFile, 'wrappedKey'> & { readonly commitment: Buffer },
): Promise<void> {
  await w.run(sql`
    insert into collection.source_file (id, source_id, kind, level, content_type, size, sha256, commitment, added_by, added_at)
    values (${file.id}, ${sourceId}, ${file.kind}, ${file.level}, ${file.contentType}, ${file.size}, ${file.sha256}, ${file.commitment},
      ${file.addedBy}, ${file.addedAt})`)
}

/** Of these ids of stored files those that belong to a source; the sweep leaves them alone. */
export const knownSourceFiles = async (r: Reader, ids: readonly string[]): Promise<string[]> =>
  (
    await r.rows<{ id: string }>(
      sql`select id::text as id from collection.source_file where id::text = any(${[...ids]}::text[])`,
    )
  ).map(({ id }) => id)

/** Purposes that may be written into a source, with their words. */
export const openPurposes = (r: Reader): Promise<{ code: string; zh: string; en: string; open: boolean }[]> =>
  r.rows(sql`select code, zh, en, closed_at is null as open from collection.purpose order by sort, code`)

/** Sources in use, or about to be, whose validity ended before that day. */
export const dueSources = async (r: Reader, today: string): Promise<string[]> =>
  (
    await r.rows<{ id: string }>(sql`
      select id from collection.source where state in ('checked', 'usable') and valid_until < ${today}::date order by valid_until, id limit 1000`)
  ).map(({ id }) => id)
