import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { RoomBody, RoomRow } from './wire.ts'

export interface Room {
  readonly id: string
  readonly name: string
  readonly kind: RoomRow['kind']
  readonly place: string
  readonly keeperId: string
  readonly level: number
  /** Empty when the door control has no name for it. */
  readonly door: string
  readonly version: number
  readonly closedAt: Date | null
}

const columns = sql`r.id, r.name, r.kind, r.place, r.keeper_id as "keeperId", r.level, coalesce(r.door, '') as door, r.version, r.closed_at as "closedAt"`

/** One room, held until the transaction ends: entries, requests and edits of one room come one after the other. */
export const lockRoom = (w: Writer, id: string): Promise<Room | undefined> =>
  w.row<Room>(sql`select ${columns} from custody.room r where r.id = ${id} for update`)

/** Every room with how many are inside and how many have standing entry today. */
export const listRooms = (
  r: Reader,
  today: string,
): Promise<(Room & { readonly inside: number; readonly standing: number })[]> =>
  r.rows(sql`select ${columns},
    (select count(*)::int from custody.entry e where e.room_id = r.id and e.left_at is null) as inside,
    (select count(*)::int from custody.room_standing s where s.room_id = r.id and s.ended_at is null and s.until >= ${today}::date) as standing
    from custody.room r order by r.closed_at is not null, r.name, r.id`)

/** Ids of the rooms in use that somebody answers for. */
export async function roomsKeptBy(r: Reader, personId: string): Promise<{ id: string; name: string }[]> {
  return await r.rows(
    sql`select id, name from custody.room where keeper_id = ${personId} and closed_at is null order by name, id`,
  )
}

/** Writes down a new room. */
export async function insertRoom(w: Writer, id: string, room: RoomBody, by: string, at: Date): Promise<void> {
  await w.run(sql`insert into custody.room (id, name, kind, place, keeper_id, level, door, created_at, created_by)
    values (${id}, ${room.name}, ${room.kind}, ${room.place}, ${room.keeperId}, ${room.level}, ${room.door || null}, ${at}, ${by})`)
}

/** Changes a room that is held. */
export async function updateRoom(
  w: Writer,
  id: string,
  room: RoomBody,
  closedAt: Date | null,
): Promise<void> {
  await w.run(sql`update custody.room set name = ${room.name}, kind = ${room.kind}, place = ${room.place},
    keeper_id = ${room.keeperId}, level = ${room.level}, door = ${room.door || null}, closed_at = ${closedAt}, version = version + 1 where id = ${id}`)
}

/** Gives all rooms of one keeper to another; resolves to how many. */
export const passRooms = (w: Writer, from: string, to: string): Promise<number> =>
  w.run(
    sql`update custody.room set keeper_id = ${to}, version = version + 1 where keeper_id = ${from} and closed_at is null`,
  )

/** Is another room in use called so? */
export async function nameTaken(r: Reader, name: string, but: string): Promise<boolean> {
  const row = await r.row(
    sql`select 1 from custody.room where name = ${name} and closed_at is null and id <> ${but}`,
  )
  return row !== undefined
}

/** Is there such a level? */
export const levelKnown = async (r: Reader, rank: number): Promise<boolean> =>
  (await r.row(sql`select 1 from custody.level where rank = ${rank}`)) !== undefined

// ── settings ──

/** How many months visitors' data is kept. */
export async function readVisitorMonths(r: Reader): Promise<number> {
  return (await r.row<{ months: number }>(sql`select visitor_months as months from custody.room_setting`))!
    .months
}

/** Changes how many months visitors' data is kept. */
export async function setVisitorMonths(w: Writer, months: number, by: string, at: Date): Promise<void> {
  await w.run(
    sql`update custody.room_setting set visitor_months = ${months}, changed_by = ${by}, changed_at = ${at}`,
  )
}

// ── standing entry ──

export interface Standing {
  readonly id: string
  readonly roomId: string
  readonly personId: string
  /** `YYYY-MM-DD`, the last day. */
  readonly until: string
  readonly givenBy: string
  readonly givenAt: Date
}
const standingColumns = sql`s.id, s.room_id as "roomId", s.person_id as "personId", s.until::text as until,
  s.given_by as "givenBy", s.given_at as "givenAt"`

/** Standing entries of one room that nobody has ended, by person. */
export const listStanding = (r: Reader, roomId: string): Promise<Standing[]> =>
  r.rows(sql`select ${standingColumns} from custody.room_standing s
    where s.room_id = ${roomId} and s.ended_at is null order by s.until, s.id`)

/** Has this person standing entry to the room on that day? */
export async function hasStanding(
  r: Reader,
  roomId: string,
  personId: string,
  day: string,
): Promise<boolean> {
  const row =
    await r.row(sql`select 1 from custody.room_standing where room_id = ${roomId} and person_id = ${personId}
    and ended_at is null and until >= ${day}::date`)
  return row !== undefined
}

/** Gives standing entry; one that runs already is ended first, so that each line says who gave it. */
export async function insertStanding(
  w: Writer,
  s: { readonly id: string; readonly roomId: string; readonly personId: string; readonly until: string },
  by: string,
  at: Date,
): Promise<void> {
  await w.run(sql`update custody.room_standing set ended_at = ${at}, ended_by = ${by}
    where room_id = ${s.roomId} and person_id = ${s.personId} and ended_at is null`)
  await w.run(sql`insert into custody.room_standing (id, room_id, person_id, until, given_by, given_at)
    values (${s.id}, ${s.roomId}, ${s.personId}, ${s.until}::date, ${by}, ${at})`)
}

/** One standing entry, ended or not. */
export const readStanding = (
  r: Reader,
  id: string,
): Promise<{ roomId: string; personId: string; endedAt: Date | null } | undefined> =>
  r.row(
    sql`select room_id as "roomId", person_id as "personId", ended_at as "endedAt" from custody.room_standing where id = ${id}`,
  )

/** Ends one standing entry; false when it had ended. */
export const endStanding = async (w: Writer, id: string, by: string, at: Date): Promise<boolean> =>
  (await w.run(
    sql`update custody.room_standing set ended_at = ${at}, ended_by = ${by} where id = ${id} and ended_at is null`,
  )) === 1

/** Standing entries of one person, with the room's name. */
export const standingOf = (
  r: Reader,
  personId: string,
): Promise<{ id: string; room: string; since: Date }[]> =>
  r.rows(sql`select s.id, m.name as room, s.given_at as since from custody.room_standing s join custody.room m on m.id = s.room_id
    where s.person_id = ${personId} and s.ended_at is null order by m.name, s.id`)

/** Ends all standing entries of one person; resolves to how many. */
export const endStandingOf = (w: Writer, personId: string, by: string, at: Date): Promise<number> =>
  w.run(
    sql`update custody.room_standing set ended_at = ${at}, ended_by = ${by} where person_id = ${personId} and ended_at is null`,
  )
