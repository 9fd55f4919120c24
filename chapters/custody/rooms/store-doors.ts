import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'

/** Ids of the people with these numbers (small letters), leavers included: a card that still opens a door is a finding. */
export async function peopleNumbered(r: Reader, numbers: readonly string[]): Promise<Map<string, string>> {
  const rows = await r.rows<{ id: string; no: string }>(
    sql`select id, lower(employee_no) as no from people.person where lower(employee_no) = any(${[...numbers]}::text[])`,
  )
  return new Map(rows.map(({ id, no }) => [no, id]))
}

export interface DoorRoom {
  readonly id: string
  readonly name: string
  readonly door: string
  /** Latest line of the door control. */
  readonly last: Date | null
}

/** Rooms in use whose door has a name in the door control. */
export const roomsWithDoor = (r: Reader): Promise<DoorRoom[]> =>
  r.rows(sql`select m.id, m.name, m.door, (select max(d.at) from custody.door_event d where d.room_id = m.id) as last
    from custody.room m where m.door is not null and m.closed_at is null order by m.name, m.id`)

/** Is another room in use behind this door? */
export const doorTaken = async (r: Reader, door: string, but: string): Promise<boolean> =>
  (await r.row(
    sql`select 1 from custody.room where lower(door) = lower(${door}) and closed_at is null and id <> ${but}`,
  )) !== undefined

/** Door logs are read in one after the other. */
export const lockDoorLog = async (w: Writer): Promise<void> => {
  await w.run(sql`select pg_advisory_xact_lock(hashtext('custody.door_log'))`)
}

/** Which of these lines (hexadecimal hashes) are known already. */
export async function knownLines(r: Reader, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await r.rows<{
    hash: string
  }>(sql`select encode(line_hash, 'hex') as hash from custody.door_event
    where line_hash in (select decode(h, 'hex') from unnest(${[...hashes]}::text[]) h)`)
  return new Set(rows.map(({ hash }) => hash))
}

/** When a file with this hash was first read in. */
export async function fileKnownSince(r: Reader, hash: string): Promise<Date | undefined> {
  const row = await r.row<{ at: Date | null }>(
    sql`select min(imported_at) as at from custody.door_batch where file_hash = decode(${hash}, 'hex')`,
  )
  return row?.at ?? undefined
}

export interface DoorBatch {
  readonly id: string
  /** SHA-256 of the file, hexadecimal. */
  readonly file: string
  readonly by: string
  readonly at: Date
  readonly rows: number
  readonly imported: number
  readonly unknownPeople: number
  readonly unknownDoors: number
  readonly badLines: number
  readonly repeated: number
}
export interface DoorEvent {
  readonly id: string
  readonly personId: string | null
  readonly roomId: string
  readonly at: Date
  readonly direction: 'in' | 'out'
  /** Hexadecimal. */
  readonly hash: string
}

/** Writes down one file and its lines. */
export async function insertDoorLog(w: Writer, b: DoorBatch, events: readonly DoorEvent[]): Promise<void> {
  await w.run(sql`insert into custody.door_batch (id, file_hash, imported_by, imported_at, rows, imported, unknown_people,
      unknown_doors, bad_lines, repeated)
    values (${b.id}, decode(${b.file}, 'hex'), ${b.by}, ${b.at}, ${b.rows}, ${b.imported}, ${b.unknownPeople}, ${b.unknownDoors},
      ${b.badLines}, ${b.repeated})`)
  await w.run(sql`insert into custody.door_event (id, batch_id, person_id, room_id, at, direction, line_hash)
    select e.id, ${b.id}, e.person, e.room, e.at, e.direction, decode(e.hash, 'hex')
    from unnest(${events.map((e) => e.id)}::uuid[], ${events.map((e) => e.personId)}::uuid[], ${events.map((e) => e.roomId)}::uuid[],
      ${events.map((e) => e.at)}::timestamptz[], ${events.map((e) => e.direction)}::text[], ${events.map((e) => e.hash)}::text[])
      as e (id, person, room, at, direction, hash)`)
}

/** The latest files, newest first. */
export const listDoorBatches = (r: Reader): Promise<DoorBatch[]> =>
  r.rows(sql`select id, encode(file_hash, 'hex') as file, imported_by as by, imported_at as at, rows, imported,
      unknown_people as "unknownPeople", unknown_doors as "unknownDoors", bad_lines as "badLines", repeated
    from custody.door_batch order by imported_at desc, id desc limit 100`)

export interface Difference {
  readonly id: string
  readonly roomId: string
  readonly roomName: string
  readonly personId: string | null
  readonly at: Date
  readonly entitled: boolean
}
interface Period {
  readonly room: string | undefined
  readonly from: Date
  readonly until: Date
  readonly timeZone: string
}

/** Was this person let in at that moment? An approval or standing entry given afterwards does not count. */
const entitled = (
  zone: string,
): Sql => sql`(x.person_id is not null and (x.person_id = m.keeper_id or exists (
    select from custody.room_standing s where s.room_id = m.id and s.person_id = x.person_id and s.given_at <= x.at
      and (s.ended_at is null or s.ended_at > x.at) and s.until >= (x.at at time zone ${zone})::date) or exists (
    select from custody.visit v where v.room_id = m.id and v.state = 'approved' and v.decided_at <= x.at + interval '15 minutes'
      and x.person_id = case v.kind when 'employee' then v.applicant_id else v.escort_id end
      and x.at >= v.starts_at - interval '15 minutes' and x.at <= v.ends_at + interval '15 minutes')))`

const shown = 500
const listed = (
  zone: string,
): Sql => sql`select x.id, x.room_id as "roomId", m.name as "roomName", x.person_id as "personId", x.at,
    ${entitled(zone)} as entitled, count(*) over ()::int as total
  from x join custody.room m on m.id = x.room_id order by x.at desc, x.id limit ${shown}`
const within = (p: Period): Sql => sql`(${p.room ?? null}::uuid is null or room_id = ${p.room ?? null}::uuid)`

/**
 * Went in through the door, and no stay in the register covers the moment, a quarter of an hour more on both sides. A stay
 * covers twelve hours at most, so that a forgotten sign-out covers nobody for days. A number of nobody is never covered.
 */
export const unrecorded = (r: Reader, p: Period): Promise<(Difference & { readonly total: number })[]> =>
  r.rows(sql`with x as (select d.id, d.room_id, d.person_id, d.at from custody.door_event d
      where ${within(p)} and d.direction = 'in' and d.at >= ${p.from} and d.at < ${p.until} and not exists (
        select from custody.entry e where e.room_id = d.room_id and e.person_id = d.person_id
          and e.entered_at <= d.at + interval '15 minutes'
          and least(coalesce(e.left_at, 'infinity'), e.entered_at + interval '12 hours') >= d.at - interval '15 minutes'))
    ${listed(p.timeZone)}`)

/** In the register, and the door did not open for this person; only up to the latest line read in for the room. */
export const unopened = (r: Reader, p: Period): Promise<(Difference & { readonly total: number })[]> =>
  r.rows(sql`with x as (select e.id, e.room_id, e.person_id, e.entered_at as at from custody.entry e
      where ${within(p)} and e.person_id is not null and e.entered_at >= ${p.from} and e.entered_at < ${p.until}
        and e.entered_at <= (select max(l.at) from custody.door_event l where l.room_id = e.room_id)
        and not exists (select from custody.door_event d where d.room_id = e.room_id and d.person_id = e.person_id
          and d.direction = 'in' and d.at between e.entered_at - interval '15 minutes' and e.entered_at + interval '15 minutes'))
    ${listed(p.timeZone)}`)
