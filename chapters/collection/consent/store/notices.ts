import { type Reader, sql, type Sql, type Writer } from '../../../../floor/database/index.ts'
import type { Register } from '../notice/content.ts'
import type { NoticeBody, NoticeDraft, NoticeRow, VersionRow } from '../../wire/consent.ts'

export interface StoredVersion {
  readonly id: string
  readonly noticeId: string
  readonly code: string
  readonly name: string
  readonly number: number
  readonly body: NoticeBody
  readonly hash: string
  readonly state: VersionRow['state']
  readonly asksAnew: boolean
  readonly validMonths: number | null
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly replacedAt: Date | null
}

const columns = sql`v.id, v.notice_id as "noticeId", n.code, n.name, v.number, v.body, v.hash, v.state, v.asks_anew as "asksAnew",
  v.valid_months as "validMonths", v.proposed_by as "proposedBy", v.proposed_at as "proposedAt", v.decided_by as "decidedBy",
  v.decided_at as "decidedAt", v.replaced_at as "replacedAt"`
const from = sql`collection.notice_version v join collection.notice n on n.id = v.notice_id`

/** One version, whatever its state. */
export const versionById = (r: Reader, id: string): Promise<StoredVersion | undefined> =>
  r.row<StoredVersion>(sql`select ${columns} from ${from} where v.id = ${id}`)

/** The version in force of a notice. */
export const publishedByCode = (r: Reader, code: string): Promise<StoredVersion | undefined> =>
  r.row<StoredVersion>(
    sql`select ${columns} from ${from} where n.code = ${code} and n.closed_at is null and v.state = 'published'`,
  )

/** A version that is or was in force, by its hash. */
export const versionByHash = (r: Reader, code: string, hash: string): Promise<StoredVersion | undefined> =>
  r.row<StoredVersion>(sql`select ${columns} from ${from} where n.code = ${code} and v.hash = ${hash}
    and v.state in ('published', 'replaced', 'closed')`)

/** All versions of a notice, the newest first. */
export const versionsOf = (r: Reader, noticeId: string): Promise<(StoredVersion & { standing: number })[]> =>
  r.rows<StoredVersion & { standing: number }>(sql`select ${columns},
      (select count(*)::int from custody.customer c where c.consent_version = v.id) as standing
    from ${from} where v.notice_id = ${noticeId} order by v.number desc`)

/** Versions in force, of notices that are still used. */
export const publishedVersions = (r: Reader): Promise<StoredVersion[]> =>
  r.rows<StoredVersion>(
    sql`select ${columns} from ${from} where v.state = 'published' and n.closed_at is null order by n.name`,
  )

export interface StoredNotice {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly draft: NoticeDraft
  readonly revision: number
  readonly closedAt: Date | null
}
const noticeColumns = sql`id, code, name, draft, draft_revision as revision, closed_at as "closedAt"`
/** One notice with its draft. */
export const noticeById = (r: Reader, id: string): Promise<StoredNotice | undefined> =>
  r.row<StoredNotice>(sql`select ${noticeColumns} from collection.notice where id = ${id}`)

/** The notice, held until the transaction ends. */
export const lockNotice = (w: Writer, id: string): Promise<StoredNotice | undefined> =>
  w.row<StoredNotice>(sql`select ${noticeColumns} from collection.notice where id = ${id} for update`)

/** A new notice. @throws the unique violation of a code that is taken */
export async function insertNotice(
  w: Writer,
  one: { id: string; code: string; name: string; draft: NoticeDraft; by: string; at: Date },
): Promise<void> {
  await w.run(sql`insert into collection.notice (id, code, name, draft, created_by, created_at)
    values (${one.id}, ${one.code}, ${one.name}, ${sql.json(one.draft)}, ${one.by}, ${one.at})`)
}

/** Saves the draft, unless somebody else did so meanwhile. @returns rows touched */
export const saveDraftRow = (
  w: Writer,
  one: { id: string; name: string; draft: NoticeDraft; revision: number },
): Promise<number> =>
  w.run(sql`update collection.notice set name = ${one.name}, draft = ${sql.json(one.draft)}, draft_revision = draft_revision + 1
    where id = ${one.id} and draft_revision = ${one.revision} and closed_at is null`)

/** Takes a notice and its version out of use. */
export const closeNotice = async (w: Writer, id: string, at: Date): Promise<void> => {
  await w.run(sql`update collection.notice set closed_at = ${at} where id = ${id} and closed_at is null`)
  await w.run(sql`update collection.notice_version set state = 'closed', replaced_at = ${at}
    where notice_id = ${id} and state = 'published'`)
}

/** The next number of a notice's versions; the notice is locked. */
export async function nextNumber(w: Writer, noticeId: string): Promise<number> {
  const row = await w.row<{ n: number }>(
    sql`select coalesce(max(number), 0)::int + 1 as n from collection.notice_version where notice_id = ${noticeId}`,
  )
  return row!.n
}

/** Lays a version down. @throws the unique violation when one waits already */
export async function insertVersion(
  w: Writer,
  one: {
    id: string
    noticeId: string
    body: NoticeBody
    hash: string
    asksAnew: boolean
    by: string
    at: Date
  },
): Promise<void> {
  await w.run(sql`insert into collection.notice_version
      (id, notice_id, number, body, hash, asks_anew, valid_months, proposed_by, proposed_at)
    values (${one.id}, ${one.noticeId}, ${one.body.number}, ${sql.json(one.body)}, ${one.hash}, ${one.asksAnew},
      ${one.body.validMonths}, ${one.by}, ${one.at})`)
}

/** One version, held until the transaction ends. */
export const lockVersion = (w: Writer, id: string): Promise<StoredVersion | undefined> =>
  w.row<StoredVersion>(sql`select ${columns} from ${from} where v.id = ${id} for update of v`)

/** Publishes in place of the version before, or declines. */
export async function decideVersionRow(
  w: Writer,
  one: { id: string; noticeId: string; outcome: 'published' | 'declined'; by: string; at: Date },
): Promise<void> {
  if (one.outcome === 'published')
    await w.run(sql`update collection.notice_version set state = 'replaced', replaced_at = ${one.at}
      where notice_id = ${one.noticeId} and state = 'published'`)
  await w.run(sql`update collection.notice_version set state = ${one.outcome}, decided_by = ${one.by}, decided_at = ${one.at}
    where id = ${one.id} and state = 'proposed'`)
}

const sorts: Readonly<Record<string, Sql>> = {
  code: sql`n.code`,
  '-code': sql`n.code desc`,
  name: sql`n.name, n.code`,
  '-name': sql`n.name desc, n.code`,
}

/** The notices with the version in force and the one that waits. */
export async function listNotices(
  r: Reader,
  q: { page: number; size: number; sort: string },
): Promise<{ total: number; rows: NoticeRow[] }> {
  const rows = await r.rows<
    Omit<NoticeRow, 'createdAt' | 'closedAt'> & { createdAt: Date; closedAt: Date | null; total: number }
  >(sql`
    select count(*) over ()::int as total, n.id, n.code, n.name, n.created_at as "createdAt", n.closed_at as "closedAt",
      case when p.id is null then null else jsonb_build_object('id', p.id, 'number', p.number, 'hash', p.hash,
        'decidedAt', to_char(p.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as published,
      case when o.id is null then null else jsonb_build_object('id', o.id, 'number', o.number) end as proposed,
      (select count(*)::int from custody.customer c join collection.notice_version v on v.id = c.consent_version
        where v.notice_id = n.id) as standing
    from collection.notice n left join collection.notice_version p on p.notice_id = n.id and p.state = 'published'
      left join collection.notice_version o on o.notice_id = n.id and o.state = 'proposed'
    order by ${sorts[q.sort] ?? sql`n.closed_at nulls first, n.created_at desc`}, n.id
    limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _total, ...row }) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
    })),
  }
}

/** Open purposes and used fields, by code: what a notice may refer to. */
export async function readRegister(r: Reader): Promise<Register> {
  const purposes = await r.rows<{
    code: string
    zh: string
    en: string
    legalBasis: string
    marketing: boolean
  }>(
    sql`select code, zh, en, legal_basis as "legalBasis", marketing from collection.purpose where closed_at is null order by sort, code`,
  )
  const fields = await r.rows<{ id: number; code: string; zh: string; en: string; sensitive: boolean }>(
    sql`select id, code, zh, en, sensitive from custody.field where retired_at is null order by sort, id`,
  )
  return {
    purposes: new Map(purposes.map((one) => [one.code, one])),
    fields: new Map(fields.map((one) => [one.code, one])),
  }
}

/** The company's name. */
export async function companyName(r: Reader): Promise<string> {
  return (await r.row<{ name: string }>(sql`select name from people.company`))?.name ?? ''
}
