import { insertMany, type Reader, sql, type Sql, type Writer } from '../../../../floor/database/index.ts'
import type { Answer, FileReport, QuarantineState } from '../wire.ts'

export interface Quarantine {
  readonly batchId: string
  readonly number: string
  readonly importId: string
  readonly sourceId: string
  readonly sourceVersion: number
  readonly sourceHash: string
  readonly importerId: string
  readonly customers: number
  readonly level: number
  readonly legalBasis: string
  readonly fileHash: string
  readonly state: QuarantineState
  readonly report: FileReport
  readonly conflicts: number | null
  readonly verifierId: string | null
  readonly seed: string | null
  readonly sampleSize: number | null
  readonly mostBad: number | null
  readonly checklist: Readonly<Record<string, Answer>>
  readonly contentHash: string | null
  readonly instanceId: string | null
  readonly proposal: 'release' | 'reject' | null
  readonly arrivedAt: Date
  readonly decidedAt: Date | null
}

const columns: Sql = sql`q.batch_id as "batchId", q.number, q.import_id as "importId", q.source_id as "sourceId", q.source_version as "sourceVersion",
  q.source_hash as "sourceHash", q.importer_id as "importerId", q.customers, q.level, q.legal_basis as "legalBasis", q.file_hash as "fileHash", q.state,
  q.report, q.conflicts, q.verifier_id as "verifierId", q.seed, q.sample_size as "sampleSize", q.most_bad as "mostBad", q.checklist,
  q.content_hash as "contentHash", q.instance_id as "instanceId", q.proposal, q.arrived_at as "arrivedAt", q.decided_at as "decidedAt"`

/** One batch; undefined when it is none of a third party. */
export const readQuarantine = (r: Reader, batchId: string): Promise<Quarantine | undefined> =>
  r.row<Quarantine>(sql`select ${columns} from collection.quarantine q where q.batch_id = ${batchId}`)

/** The same, held until the transaction ends. */
export const lockQuarantine = (w: Writer, batchId: string): Promise<Quarantine | undefined> =>
  w.row<Quarantine>(
    sql`select ${columns} from collection.quarantine q where q.batch_id = ${batchId} for update`,
  )

/** Where the batch of an import stands; undefined when it needed no check. */
export const quarantineOfImport = (
  r: Reader,
  importId: string,
): Promise<{ id: string; number: string; state: QuarantineState } | undefined> =>
  r.row(sql`select batch_id as id, number, state from collection.quarantine where import_id = ${importId}`)

/** The batch a form of release is about. */
export const quarantineOfForm = (r: Reader, instanceId: string): Promise<Quarantine | undefined> =>
  r.row<Quarantine>(sql`select ${columns} from collection.quarantine q where q.instance_id = ${instanceId}`)

/** Numbers of batches, gap-free per year: `GL-2026-0001`. */
export async function nextBatchNumber(w: Writer, year: string): Promise<string> {
  const row = await w.row<{ n: number }>(sql`
    insert into collection.quarantine_series (year, next) values (${Number(year)}, 2)
    on conflict (year) do update set next = collection.quarantine_series.next + 1 returning next - 1 as n`)
  return `GL-${year}-${String(row!.n).padStart(4, '0')}`
}

/** Puts a batch that arrived on record. */
export async function insertQuarantine(
  w: Writer,
  one: Pick<
    Quarantine,
    | 'batchId'
    | 'number'
    | 'importId'
    | 'sourceId'
    | 'sourceVersion'
    | 'sourceHash'
    | 'importerId'
    | 'customers'
    | 'level'
    | 'legalBasis'
    | 'fileHash'
    | 'report'
    | 'arrivedAt'
  >,
): Promise<void> {
  await w.run(sql`
    insert into collection.quarantine (batch_id, number, import_id, source_id, source_version, source_hash, importer_id, customers, level, legal_basis,
      file_hash, report, arrived_at)
    values (${one.batchId}, ${one.number}, ${one.importId}, ${one.sourceId}, ${one.sourceVersion}, ${one.sourceHash}, ${one.importerId}, ${one.customers},
      ${one.level}, ${one.legalBasis}, ${one.fileHash}, ${sql.json(one.report)}, ${one.arrivedAt})`)
}

/** The highest level of anything in a batch: of its files, and of the blocks they are sealed in. */
export async function levelOfBatch(r: Reader, batchId: string): Promise<number> {
  const row = await r.row<{ level: number | null }>(sql`
    select greatest(max(c.level), (select max(b.level) from custody.sealed_block b join custody.customer k on k.id = b.customer_id
      where k.batch_id = ${batchId})) as level
    from custody.customer c where c.batch_id = ${batchId}`)
  return row?.level ?? 1
}

export interface ListedQuarantine extends Quarantine {
  readonly sourceName: string
  readonly judged: number
}

/** One page of batches, newest first, with how many of the sample are judged. */
export async function listQuarantine(
  r: Reader,
  q: { page: number; size: number; state?: QuarantineState | undefined; source?: string | undefined },
): Promise<{ total: number; rows: ListedQuarantine[] }> {
  const wanted: Sql[] = [sql`true`]
  if (q.state !== undefined) wanted.push(sql`q.state = ${q.state}`)
  if (q.source !== undefined) wanted.push(sql`q.source_id = ${q.source}::uuid`)
  const where = sql.join(wanted, sql` and `)
  const counted = await r.row<{ n: number }>(
    sql`select count(*)::int as n from collection.quarantine q where ${where}`,
  )
  const rows = await r.rows<ListedQuarantine>(sql`
    select ${columns}, s.name as "sourceName", (select count(*)::int from collection.quarantine_item i
      where i.batch_id = q.batch_id and i.verdict is not null) as judged
    from collection.quarantine q join collection.source s on s.id = q.source_id where ${where}
    order by q.arrived_at desc, q.batch_id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}

/** Gives the check of a locked batch to a person, or back to nobody. */
export async function takeQuarantine(
  w: Writer,
  batchId: string,
  person: string | null,
  at: Date | null,
): Promise<void> {
  const state = person === null ? 'waiting' : 'checking'
  await w.run(sql`
    update collection.quarantine set verifier_id = ${person}, taken_at = ${at}, state = ${state} where batch_id = ${batchId}`)
}

/** Writes the answers to the checklist. */
export async function setChecklist(
  w: Writer,
  batchId: string,
  checklist: Readonly<Record<string, Answer>>,
): Promise<void> {
  await w.run(
    sql`update collection.quarantine set checklist = ${sql.json(checklist)} where batch_id = ${batchId}`,
  )
}

/** Draws the sample of a locked batch by its seed, in the database: batches may be large. */
export async function drawSample(
  w: Writer,
  batchId: string,
  by: { readonly seed: string; readonly size: number; readonly mostBad: number },
): Promise<void> {
  await w.run(sql`
    insert into collection.quarantine_item (batch_id, n, customer_id)
    select ${batchId}, row_number() over (order by key), id from (
      select c.id, sha256(convert_to(${by.seed} || c.id::text, 'UTF8')) as key from custody.customer c where c.batch_id = ${batchId}
      order by key limit ${by.size}) drawn`)
  await w.run(sql`
    update collection.quarantine set seed = ${by.seed}, sample_size = ${by.size}, most_bad = ${by.mostBad} where batch_id = ${batchId}`)
}

export interface StoredItem {
  readonly n: number
  readonly customerId: string
  /** Absent once the batch was removed. */
  readonly fileNo: string | null
  readonly opened: number
  readonly verdict: 'ok' | 'bad' | null
  readonly note: string
}

const itemColumns = sql`i.n, i.customer_id as "customerId", c.file_no as "fileNo", i.opened, i.verdict, i.note`

/** The sample of a batch in the order in which it was drawn. */
export const readItems = (r: Reader, batchId: string): Promise<StoredItem[]> =>
  r.rows<StoredItem>(sql`
    select ${itemColumns} from collection.quarantine_item i left join custody.customer c on c.id = i.customer_id
    where i.batch_id = ${batchId} order by i.n`)

/** One file of the sample, held until the transaction ends. */
export const lockItem = (w: Writer, batchId: string, n: number): Promise<StoredItem | undefined> =>
  w.row<StoredItem>(sql`
    select ${itemColumns} from collection.quarantine_item i left join custody.customer c on c.id = i.customer_id
    where i.batch_id = ${batchId} and i.n = ${n} for update of i`)

/** Counts one opening of a sampled file. */
export async function countOpened(w: Writer, batchId: string, n: number): Promise<void> {
  await w.run(
    sql`update collection.quarantine_item set opened = opened + 1 where batch_id = ${batchId} and n = ${n}`,
  )
}

/** Writes the judgement on a sampled file. */
export async function judgeItem(
  w: Writer,
  batchId: string,
  n: number,
  one: { readonly verdict: 'ok' | 'bad'; readonly note: string; readonly at: Date },
): Promise<void> {
  await w.run(sql`
    update collection.quarantine_item set verdict = ${one.verdict}, note = ${one.note}, judged_at = ${one.at}
    where batch_id = ${batchId} and n = ${n}`)
}

/** The check was handed in: by which form, proposing what, over which content. */
export async function setSubmitted(
  w: Writer,
  batchId: string,
  one: {
    readonly instanceId: string
    readonly proposal: 'release' | 'reject'
    readonly contentHash: string
    readonly at: Date
  },
): Promise<void> {
  await w.run(sql`
    update collection.quarantine set state = 'submitted', instance_id = ${one.instanceId}, proposal = ${one.proposal},
      content_hash = ${one.contentHash}, submitted_at = ${one.at} where batch_id = ${batchId}`)
}

/** Ends the check, or gives it back to the verifier with everything as it was (`checking`). */
export async function settleQuarantine(
  w: Writer,
  batchId: string,
  state: 'released' | 'rejected' | 'checking',
  at: Date,
): Promise<void> {
  const decided = state === 'checking' ? null : at
  await w.run(
    sql`update collection.quarantine set state = ${state}, decided_at = ${decided} where batch_id = ${batchId}`,
  )
}

export interface StoredConflict {
  readonly n: number
  readonly what: 'known' | 'name-differs' | 'identifier-differs'
  readonly customerId: string
  readonly otherId: string
}

/** Pairs kept for one batch; beyond them the page says that there are more. */
export const conflictsKept = 2000

/**
 * Compares a batch with the customers on file by keyed hashes alone; no value is opened. A pair shares an identifier:
 * `known` where the name agrees and nothing else differs, `name-differs` where the same identifier stands under another
 * name, `identifier-differs` where name and one identifier agree and each has an identifier the other lacks.
 */
export async function compareWithKnown(r: Reader, batchId: string): Promise<StoredConflict[]> {
  return await r.rows<StoredConflict>(sql`
    with pairs as (
      select m.customer_id as mine, o.customer_id as other, bool_or(m.named = o.named) as same, bool_or(m.named <> o.named) as differs
      from custody.customer c join custody.identifier m on m.customer_id = c.id
      join custody.identifier o on o.token = m.token and o.customer_id <> m.customer_id
      join custody.customer k on k.id = o.customer_id and k.status = 'active'
      left join custody.batch b on b.id = k.batch_id
      where c.batch_id = ${batchId} and k.batch_id is distinct from c.batch_id and (k.batch_id is null or b.released_at is not null)
        and not exists (select from custody.frozen_source f where f.source_id = k.source_id)
      group by 1, 2 order by 1, 2 limit ${conflictsKept})
    select (row_number() over (order by p.mine, p.other))::int as n, p.mine as "customerId", p.other as "otherId",
      case when p.same is true and exists (select from custody.identifier x where x.customer_id = p.mine
          and not exists (select from custody.identifier y where y.customer_id = p.other and y.token = x.token))
        and exists (select from custody.identifier x where x.customer_id = p.other
          and not exists (select from custody.identifier y where y.customer_id = p.mine and y.token = x.token)) then 'identifier-differs'
        when p.same is true then 'known' when p.differs is true then 'name-differs' else 'known' end as what
    from pairs p`)
}

/** Keeps the pairs found for a batch. */
export async function insertConflicts(
  w: Writer,
  batchId: string,
  found: readonly StoredConflict[],
): Promise<void> {
  if (found.length > 0)
    await insertMany(
      w,
      'collection.quarantine_conflict',
      { batch_id: 'uuid', n: 'int', customer_id: 'uuid', other_id: 'uuid', what: 'text' },
      found.map((one) => [batchId, one.n, one.customerId, one.otherId, one.what]),
    )
  await w.run(sql`update collection.quarantine set conflicts = ${found.length} where batch_id = ${batchId}`)
}

/** The pairs found for a batch. */
export const readConflicts = (r: Reader, batchId: string): Promise<StoredConflict[]> =>
  r.rows<StoredConflict>(sql`
    select n, what, customer_id as "customerId", other_id as "otherId" from collection.quarantine_conflict
    where batch_id = ${batchId} order by n`)

export interface StoredSettings {
  readonly badPermille: number
  readonly sampleLeast: number
  readonly morePoints: readonly {
    readonly code: string
    readonly name: { readonly zh: string; readonly en: string }
  }[]
}

/** The company’s rule for checks. */
export const readSettings = async (r: Reader): Promise<StoredSettings> =>
  (await r.row<StoredSettings>(sql`
    select bad_permille as "badPermille", sample_least as "sampleLeast", more_points as "morePoints" from collection.quarantine_setting`))!

/** Changes the company’s rule for checks. */
export async function writeSettings(w: Writer, one: StoredSettings, by: string, at: Date): Promise<void> {
  await w.run(sql`
    update collection.quarantine_setting set bad_permille = ${one.badPermille}, sample_least = ${one.sampleLeast},
      more_points = ${sql.json(one.morePoints)}, changed_by = ${by}, changed_at = ${at}`)
}

/** Fields of the catalogue that any file of a batch holds. */
export const fieldsOfBatch = async (r: Reader, batchId: string): Promise<number[]> =>
  (
    await r.rows<{ field: number }>(sql`
      select distinct unnest(c.fields)::int as field from custody.customer c where c.batch_id = ${batchId} order by 1`)
  ).map(({ field }) => field)

/** How many released customers and how many batches came from a source. */
export async function countOfSource(
  r: Reader,
  sourceId: string,
): Promise<{ customers: number; batches: number }> {
  return (await r.row<{ customers: number; batches: number }>(sql`
    select (select count(*)::int from custody.customer c left join custody.batch b on b.id = c.batch_id
        where c.source_id = ${sourceId} and (c.batch_id is null or b.released_at is not null)) as customers,
      (select count(*)::int from collection.quarantine q where q.source_id = ${sourceId}) as batches`))!
}
