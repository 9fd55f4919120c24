import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { VisitRow } from './wire.ts'

export interface Visit {
  readonly id: string
  readonly number: string
  readonly roomId: string
  readonly roomName: string
  readonly keeperId: string
  readonly kind: VisitRow['kind']
  readonly applicantId: string
  readonly hostId: string
  readonly escortId: string | null
  readonly purpose: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly state: VisitRow['state']
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly opinion: string
}
const columns = sql`v.id, v.number, v.room_id as "roomId", m.name as "roomName", m.keeper_id as "keeperId", v.kind,
  v.applicant_id as "applicantId", v.host_id as "hostId", v.escort_id as "escortId", v.purpose, v.starts_at as "startsAt",
  v.ends_at as "endsAt", v.state, v.decided_by as "decidedBy", v.decided_at as "decidedAt", v.opinion`
const from = sql`custody.visit v join custody.room m on m.id = v.room_id`

/** The next number of the year; the series stays locked until the transaction ends. */
export async function nextVisitNumber(w: Writer, year: string): Promise<string> {
  const row = await w.row<{
    n: number
  }>(sql`insert into custody.visit_series as s (year, next) values (${Number(year)}, 2)
    on conflict (year) do update set next = s.next + 1 returning s.next - 1 as n`)
  return `CR-${year}-${String(row!.n).padStart(4, '0')}`
}

/** Writes down a request to enter. */
export async function insertVisit(
  w: Writer,
  v: Pick<Visit, 'id' | 'number' | 'roomId' | 'kind' | 'applicantId' | 'hostId' | 'escortId' | 'purpose'> & {
    readonly startsAt: Date
    readonly endsAt: Date
    readonly commitment: Buffer | null
    readonly at: Date
  },
): Promise<void> {
  await w.run(sql`insert into custody.visit (id, number, room_id, kind, applicant_id, host_id, escort_id, purpose, starts_at,
      ends_at, commitment, created_at)
    values (${v.id}, ${v.number}, ${v.roomId}, ${v.kind}, ${v.applicantId}, ${v.hostId}, ${v.escortId}, ${v.purpose},
      ${v.startsAt}, ${v.endsAt}, ${v.commitment}, ${v.at})`)
}

/** Keeps what a visitor gave, apart from the request. */
export async function insertVisitor(
  w: Writer,
  visitId: string,
  v: { readonly name: string; readonly organisation: string; readonly idLast: string; readonly salt: Buffer },
): Promise<void> {
  await w.run(sql`insert into custody.visitor (visit_id, name, organisation, id_last, salt)
    values (${visitId}, ${v.name}, ${v.organisation}, ${v.idLast}, ${v.salt})`)
}

/** One request, held until the transaction ends, so that it is decided once. */
export const lockVisit = (w: Writer, id: string): Promise<Visit | undefined> =>
  w.row<Visit>(sql`select ${columns} from ${from} where v.id = ${id} for update of v`)

/** Decides or withdraws a request that is held. */
export async function settleVisit(
  w: Writer,
  id: string,
  o: {
    readonly state: Visit['state']
    readonly by: string | null
    readonly at: Date
    readonly opinion: string
  },
): Promise<void> {
  await w.run(sql`update custody.visit set state = ${o.state}, decided_by = ${o.by},
    decided_at = ${o.by === null ? null : o.at}, opinion = ${o.opinion} where id = ${id}`)
}

/** An approved request of this employee for this room at this moment. */
export const approvedNow = (
  r: Reader,
  roomId: string,
  personId: string,
  at: Date,
): Promise<{ id: string } | undefined> =>
  r.row(sql`select id from custody.visit where kind = 'employee' and state = 'approved' and room_id = ${roomId}
    and applicant_id = ${personId} and starts_at <= ${at} and ends_at > ${at} order by ends_at desc limit 1`)

export interface VisitListed extends Visit {
  readonly name: string | null
  readonly organisation: string | null
  readonly idLast: string | null
  readonly inside: boolean
}

/**
 * Requests, newest first.
 * @param reader everybody's when undefined; else those in which this person has a part, or of a room he keeps
 */
export async function listVisits(
  r: Reader,
  q: {
    readonly reader: string | undefined
    readonly state: string | undefined
    readonly room: string | undefined
    readonly page: number
    readonly size: number
  },
): Promise<{ total: number; rows: VisitListed[] }> {
  const seen: Sql =
    q.reader === undefined
      ? sql`true`
      : sql`${q.reader} in (v.applicant_id, v.host_id, v.escort_id, m.keeper_id)`
  const where = sql`${seen} and (${q.state ?? null}::text is null or v.state = ${q.state ?? null}::text)
    and (${q.room ?? null}::uuid is null or v.room_id = ${q.room ?? null}::uuid)`
  const rows = await r.rows<VisitListed>(sql`select ${columns}, p.name, p.organisation, p.id_last as "idLast",
      exists (select from custody.entry e where e.visit_id = v.id and e.left_at is null) as inside
    from ${from} left join custody.visitor p on p.visit_id = v.id where ${where}
    order by v.state <> 'waiting', v.starts_at desc, v.id desc limit ${q.size} offset ${(q.page - 1) * q.size}`)
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from ${from} where ${where}`,
  )
  return { total: counted!.total, rows }
}

/** Removes the data of visitors whose visit ended before that moment; resolves to the visits. */
export async function removeVisitors(w: Writer, before: Date): Promise<string[]> {
  const rows = await w.rows<{ id: string }>(sql`delete from custody.visitor p using custody.visit v
    where v.id = p.visit_id and v.ends_at < ${before}
      and not exists (select from custody.entry e where e.visit_id = v.id and (e.left_at is null or e.left_at >= ${before}))
    returning v.id`)
  return rows.map((row) => row.id)
}
