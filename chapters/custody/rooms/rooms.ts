import { isUniqueViolation, type Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { dayIn, laterDay } from '../../people/index.ts'
import { type Context, notFound } from '../context.ts'
import { mustBeOpen, mustWork, refusedAct } from './act.ts'
import {
  endStanding,
  insertRoom,
  insertStanding,
  levelKnown,
  listRooms,
  listStanding,
  lockRoom,
  nameTaken,
  readStanding,
  setVisitorMonths,
  updateRoom,
} from './store.ts'
import { doorTaken } from './store-doors.ts'
import { countInside } from './store-entries.ts'
import type { RoomBody, RoomEdit, RoomRow, StandingReply } from './wire.ts'
import { peopleReply } from '../routes/reply.ts'

const link = '/rooms'

/** Two rooms of one name at the same moment: the database takes one of them. */
async function nameOnce<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (isUniqueViolation(error, 'room_door'))
      throw new Mistake('rooms.door-taken', { field: 'door', status: 409 })
    if (isUniqueViolation(error)) throw new Mistake('rooms.name-taken', { field: 'name', status: 409 })
    throw error
  }
}

async function mustBeFree(w: Writer, body: RoomBody, id: string): Promise<void> {
  if (await nameTaken(w, body.name, id)) throw new Mistake('rooms.name-taken', { field: 'name', status: 409 })
  if (body.door !== '' && (await doorTaken(w, body.door, id)))
    throw new Mistake('rooms.door-taken', { field: 'door', status: 409 })
}

/** Adds a room; its keeper is told. Nobody makes himself keeper. @throws Mistake `rooms.name-taken`, `rooms.no-level`, `rooms.person-gone` */
export async function makeRoom(
  context: Context,
  caller: Caller,
  body: RoomBody,
): Promise<{ id: string } | Refusal> {
  const { house, approval } = context
  const at = house.clock.now()
  const id = newId(at.getTime())
  const work = house.db.transact(async (w) => {
    const detail = { step: 'made', room: id, kind: body.kind, level: body.level, door: body.door !== '' }
    const refusal = await refusedAct(
      context,
      w,
      caller,
      'edit-rooms',
      { subjectPerson: body.keeperId },
      detail,
    )
    if (refusal !== undefined) return refusal
    if (!(await levelKnown(w, body.level))) throw new Mistake('rooms.no-level', { field: 'level' })
    await mustWork(context, w, { keeperId: body.keeperId })
    await mustBeFree(w, body, id)
    await insertRoom(w, id, body, caller.personId, at)
    await approval.notify(w, [body.keeperId], 'room-changed', { link })
    return { id }
  })
  return await nameOnce(work)
}

/**
 * Changes or closes a room; the keeper before and after are told.
 * @throws Mistake `custody.changed-meanwhile`, `rooms.people-inside` and those of `makeRoom`
 */
export async function editRoom(
  context: Context,
  caller: Caller,
  id: string,
  body: RoomEdit,
): Promise<{ done: true } | Refusal> {
  const { house, approval } = context
  const work = house.db.transact(async (w) => {
    const room = await lockRoom(w, id)
    if (room === undefined) throw notFound()
    const { version, closed, keeperId } = body
    const detail = {
      step: closed ? 'closed' : 'changed',
      room: id,
      level: body.level,
      levelBefore: room.level,
      doorChanged: body.door !== room.door,
      keeperBefore: room.keeperId,
    }
    const refusal = await refusedAct(context, w, caller, 'edit-rooms', { subjectPerson: keeperId }, detail)
    if (refusal !== undefined) return refusal
    if (room.version !== version)
      throw new Mistake('custody.changed-meanwhile', { field: 'version', status: 409 })
    if (!(await levelKnown(w, body.level))) throw new Mistake('rooms.no-level', { field: 'level' })
    if (!closed) await mustWork(context, w, { keeperId })
    const inside = closed ? await countInside(w, id) : 0
    if (inside > 0)
      throw new Mistake('rooms.people-inside', { field: 'closed', status: 409, values: { count: inside } })
    if (!closed) await mustBeFree(w, body, id)
    await updateRoom(w, id, body, closed ? (room.closedAt ?? house.clock.now()) : null)
    await approval.notify(w, [...new Set([room.keeperId, keeperId])], 'room-changed', { link })
    return { done: true as const }
  })
  return await nameOnce(work)
}

const sees = (caller: Caller, roles: readonly string[]): boolean =>
  roles.some((role) => caller.roles.includes(role))

/** Who sees the standing entries of every room. */
const watching = ['archivist', 'system-admin', 'secrecy-office', 'audit-admin']

/** Every room, as anybody may know them who wants to ask for entry. */
export async function showRooms(context: Context, caller: Caller): Promise<{ rows: RoomRow[] }> {
  const { house } = context
  const rooms = await house.db.read((r) => listRooms(r, dayIn(house.timeZone, house.clock.now())))
  const person = await peopleReply(
    context,
    rooms.map((room) => room.keeperId),
  )
  return {
    rows: rooms.map(({ keeperId, closedAt, ...room }) => ({
      ...room,
      keeper: person(keeperId),
      closed: closedAt !== null,
      signs:
        closedAt === null && (keeperId === caller.personId || sees(caller, ['archivist', 'secrecy-office'])),
      sees: keeperId === caller.personId || sees(caller, watching),
      gives: closedAt === null && (keeperId === caller.personId || sees(caller, ['archivist'])),
    })),
  }
}

/** Changes how many months visitors' data is kept. */
export async function keepVisitorsFor(
  context: Context,
  caller: Caller,
  months: number,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const refusal = await refusedAct(
      context,
      w,
      caller,
      'settings',
      {},
      { setting: 'visitor-months', value: months },
    )
    if (refusal !== undefined) return refusal
    await setVisitorMonths(w, months, caller.personId, house.clock.now())
    return { done: true as const }
  })
}

// ── standing entry ──

const mostDays = 366

/** Gives standing entry until that day, in place of the one there is. @throws Mistake `rooms.until-past`, `rooms.closed`, `rooms.person-gone` */
export async function giveStanding(
  context: Context,
  caller: Caller,
  roomId: string,
  body: { readonly personId: string; readonly until: string },
): Promise<{ id: string } | Refusal> {
  const { house, approval } = context
  const at = house.clock.now()
  return await house.db.transact(async (w) => {
    const room = await lockRoom(w, roomId)
    if (room === undefined) throw notFound()
    const act = { keeper: room.keeperId, subjectPerson: body.personId }
    const detail = { step: 'given', room: roomId, until: body.until }
    const refusal = await refusedAct(context, w, caller, 'give-entry', act, detail)
    if (refusal !== undefined) return refusal
    mustBeOpen(room)
    const today = dayIn(house.timeZone, at)
    if (body.until < today || body.until > laterDay(today, mostDays))
      throw new Mistake('rooms.until-past', { field: 'until' })
    await mustWork(context, w, { personId: body.personId })
    const id = newId(at.getTime())
    await insertStanding(w, { id, roomId, ...body }, caller.personId, at)
    if (caller.personId !== room.keeperId) await approval.notify(w, [room.keeperId], 'room-changed', { link })
    return { id }
  })
}

/** Takes a standing entry away. @throws Mistake `rooms.standing-ended` */
export async function takeStanding(
  context: Context,
  caller: Caller,
  id: string,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const found = await readStanding(w, id)
    const room = found === undefined ? undefined : await lockRoom(w, found.roomId)
    if (found === undefined || room === undefined) throw notFound()
    const act = { keeper: room.keeperId, subjectPerson: found.personId }
    const detail = { step: 'ended', room: room.id }
    const refusal = await refusedAct(context, w, caller, 'give-entry', act, detail)
    if (refusal !== undefined) return refusal
    if (!(await endStanding(w, id, caller.personId, house.clock.now())))
      throw new Mistake('rooms.standing-ended', { status: 409 })
    return { done: true as const }
  })
}

/** Who has standing entry to a room, for those who answer for it. @throws Mistake 404 to everybody else */
export async function showStanding(context: Context, caller: Caller, roomId: string): Promise<StandingReply> {
  const { house } = context
  const today = dayIn(house.timeZone, house.clock.now())
  const rows = await house.db.read(async (r) => {
    const room = (await listRooms(r, today)).find((one) => one.id === roomId)
    const may = room?.keeperId === caller.personId || sees(caller, watching)
    if (room === undefined || !may) throw notFound()
    return await listStanding(r, roomId)
  })
  const person = await peopleReply(
    context,
    rows.flatMap((row) => [row.personId, row.givenBy]),
  )
  return {
    rows: rows.map((row) => ({
      id: row.id,
      person: person(row.personId),
      until: row.until,
      givenBy: person(row.givenBy),
      givenAt: row.givenAt.toISOString(),
      over: row.until < today,
    })),
  }
}
