import { type Reader, sql, type Sql, type Writer } from '../../../../floor/database/index.ts'
import type { BacklogFigures } from '../../wire/consent-backlog.ts'

/** A file in use that rests on consent; those of a batch in quarantine are nobody's work yet. */
const byConsent = sql`c.status = 'active' and c.legal_basis in ('consent', 'unknown')
  and (c.batch_id is null or exists (select from custody.batch b where b.id = c.batch_id and b.released_at is not null))`

/** Versions on which somebody's consent stands although a later one asks anew: every version before the latest that does. */
export const outdated: Sql = sql`
  select v.id, v.notice_id from collection.notice_version v join collection.notice n on n.id = v.notice_id
  where n.closed_at is null and v.state = 'replaced' and exists (select from collection.notice_version later
    where later.notice_id = v.notice_id and later.number > v.number and later.asks_anew and later.state in ('published', 'replaced'))`

export interface Counts {
  readonly missing: number
  readonly of: number
  readonly oldVersion: number
}

/** How many files rest on consent, how many lack evidence, and how many stand on a version that was asked anew about. */
export async function countNow(r: Reader): Promise<Counts> {
  const row = await r.row<{ missing: number; of: number }>(sql`
    select count(*) filter (where c.consent is null)::int as missing, count(*)::int as of from custody.customer c where ${byConsent}`)
  const old = await r.row<{ n: number }>(sql`
    select count(*)::int as n from custody.customer c where c.status = 'active' and c.consent_version in (select id from (${outdated}) o)`)
  return { missing: row?.missing ?? 0, of: row?.of ?? 0, oldVersion: old?.n ?? 0 }
}

/** Keeps the count of a day; the last one of the day stands. */
export async function keepDay(w: Writer, day: string, counts: Counts): Promise<void> {
  await w.run(sql`
    insert into collection.consent_backlog_day (day, missing, of_files, old_version)
    values (${day}, ${counts.missing}, ${counts.of}, ${counts.oldVersion})
    on conflict (day) do update set missing = excluded.missing, of_files = excluded.of_files, old_version = excluded.old_version`)
}

/** Everything the dashboard of the backlog shows. */
export async function readFigures(r: Reader, now: Date): Promise<BacklogFigures> {
  const counts = await countNow(r)
  const days = await r.rows<{ day: string; missing: number; of: number; oldVersion: number }>(sql`
    select day::text, missing, of_files as of, old_version as "oldVersion" from collection.consent_backlog_day
    where day > ${new Date(now.getTime() - 180 * 86_400_000)}::date order by day`)
  const departments = await r.rows<{ id: string | null; name: string; missing: number; of: number }>(sql`
    select d.id, coalesce(d.name, '') as name, count(*) filter (where c.consent is null)::int as missing, count(*)::int as of
    from custody.customer c left join people.department d on d.id = coalesce(c.department_id,
      (select o.department_id from people.person o where o.id = c.owner_id))
    where ${byConsent} group by d.id, d.name order by missing desc, d.name limit 100`)
  const more = await r.row<{ expired: number; withdrawals: number; untold: number }>(sql`
    select (select count(*)::int from custody.customer c where c.status = 'active' and c.consent = 'expired') as expired,
      (select count(*)::int from collection.consent_end where at > ${new Date(now.getTime() - 30 * 86_400_000)}) as withdrawals,
      (select count(*)::int from collection.consent_told where told_at is null) as untold`)
  return {
    ...counts,
    expired: more?.expired ?? 0,
    withdrawals30: more?.withdrawals ?? 0,
    untold: more?.untold ?? 0,
    days,
    departments,
  }
}

export interface StoredDeclaration {
  readonly id: string
  readonly legalBasis: string
  readonly reason: string
  readonly files: number
  readonly changed: number | null
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly outcome: 'confirmed' | 'declined' | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
}
const declaration = sql`id, legal_basis as "legalBasis", reason, files, changed, proposed_by as "proposedBy", proposed_at as "proposedAt",
  outcome, decided_by as "decidedBy", decided_at as "decidedAt"`

/** Of these files those that lack evidence and about which nothing waits. */
export async function declarable(r: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    select c.id from custody.customer c where c.id = any(${[...ids]}::uuid[]) and c.consent is null and ${byConsent}
      and not exists (select from collection.basis_declaration_file f join collection.basis_declaration d on d.id = f.declaration_id
        where f.customer_id = c.id and d.outcome is null) order by c.id`)
  return rows.map((row) => row.id)
}

/** Lays a declaration down with the files it is about. */
export async function insertDeclaration(
  w: Writer,
  one: { id: string; legalBasis: string; reason: string; by: string; at: Date; customers: readonly string[] },
): Promise<void> {
  await w.run(sql`insert into collection.basis_declaration (id, legal_basis, reason, files, proposed_by, proposed_at)
    values (${one.id}, ${one.legalBasis}, ${one.reason}, ${one.customers.length}, ${one.by}, ${one.at})`)
  await w.run(sql`insert into collection.basis_declaration_file (declaration_id, customer_id)
    select ${one.id}::uuid, unnest(${[...one.customers]}::uuid[])`)
}

/** One declaration, held until the transaction ends. */
export const lockDeclaration = (w: Writer, id: string): Promise<StoredDeclaration | undefined> =>
  w.row<StoredDeclaration>(
    sql`select ${declaration} from collection.basis_declaration where id = ${id} for update`,
  )

/** The files a declaration is about. */
export const filesOfDeclaration = async (r: Reader, id: string): Promise<string[]> =>
  (
    await r.rows<{ id: string }>(
      sql`select customer_id as id from collection.basis_declaration_file where declaration_id = ${id}`,
    )
  ).map((row) => row.id)

/** Notes who decided a declaration, and how many files it changed. */
export async function decideDeclarationRow(
  w: Writer,
  one: { id: string; outcome: string; by: string; at: Date; changed: number },
): Promise<void> {
  await w.run(sql`update collection.basis_declaration set outcome = ${one.outcome}, decided_by = ${one.by}, decided_at = ${one.at},
    changed = ${one.changed} where id = ${one.id} and outcome is null`)
}

/** Declarations, the newest first. */
export async function listDeclarations(
  r: Reader,
  q: { page: number; size: number; open?: string | undefined },
): Promise<{ total: number; rows: StoredDeclaration[] }> {
  const open =
    q.open === undefined ? sql`true` : q.open === 'true' ? sql`outcome is null` : sql`outcome is not null`
  const rows = await r.rows<StoredDeclaration & { total: number }>(sql`
    select count(*) over ()::int as total, ${declaration} from collection.basis_declaration where ${open}
    order by proposed_at desc, id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: rows[0]?.total ?? 0, rows }
}

/** Files about which a declaration waits. */
export async function waitingFor(r: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await r.rows<{ id: string }>(sql`
    select f.customer_id as id from collection.basis_declaration_file f join collection.basis_declaration d on d.id = f.declaration_id
    where d.outcome is null and f.customer_id = any(${[...ids]}::uuid[])`)
  return new Set(rows.map((row) => row.id))
}

export interface Anew {
  readonly noticeId: string
  readonly code: string
  readonly name: string
  readonly number: number
  readonly since: Date
  readonly waiting: number
  readonly done: number
}

/** Notices about which customers are asked anew, with how far that is. */
export const listAnew = (r: Reader): Promise<Anew[]> =>
  r.rows<Anew>(sql`
    select n.id as "noticeId", n.code, n.name, p.number, a.since,
      (select count(*)::int from custody.customer c where c.status = 'active' and c.consent_version in
        (select o.id from (${outdated}) o where o.notice_id = n.id)) as waiting,
      (select count(distinct c.customer_id)::int from collection.consent c join collection.notice_version v on v.id = c.version_id
        where v.notice_id = n.id and v.number >= a.number) as done
    from collection.notice n join collection.notice_version p on p.notice_id = n.id and p.state = 'published'
      join lateral (select number, decided_at as since from collection.notice_version v where v.notice_id = n.id and v.asks_anew
        and v.state in ('published', 'replaced') order by number desc limit 1) a on true
    where n.closed_at is null order by n.name, n.code`)

/** The versions of a notice about which is asked anew. */
export const outdatedOf = async (r: Reader, noticeId: string): Promise<string[]> =>
  (await r.rows<{ id: string }>(sql`select id from (${outdated}) o where o.notice_id = ${noticeId}`)).map(
    (row) => row.id,
  )

/** Customers whose consent ran out and is not noted so yet. */
export const justExpired = async (r: Reader, now: Date, most: number): Promise<string[]> =>
  (
    await r.rows<{ id: string }>(sql`
      select distinct c.id from custody.customer c join collection.consent k on k.customer_id = c.id
      where k.expires_at <= ${now} and c.consent = 'given' limit ${most}`)
  ).map((row) => row.id)

/** Per owner, how many consents run out between two moments, and the first of them. */
export const expiring = (
  r: Reader,
  from: Date,
  until: Date,
): Promise<{ ownerId: string; count: number; first: Date }[]> =>
  r.rows(sql`
    select c.owner_id as "ownerId", count(distinct c.id)::int as count, min(k.expires_at) as first
    from collection.consent k join custody.customer c on c.id = k.customer_id and c.consent = 'given' and c.consent_version = k.version_id
    where k.expires_at > ${from} and k.expires_at <= ${until} and c.owner_id is not null and c.status = 'active' group by c.owner_id`)

/** Notes that whoever carried the data out was told. @returns rows touched */
export const markTold = (
  w: Writer,
  customerId: string,
  endId: string,
  by: string,
  at: Date,
): Promise<number> =>
  w.run(sql`update collection.consent_told set told_at = ${at}, told_by = ${by}
    where customer_id = ${customerId} and end_id = ${endId} and told_at is null`)
