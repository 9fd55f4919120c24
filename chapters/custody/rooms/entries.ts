import type { Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { dayIn, laterDay, momentIn } from '../../people/index.ts'
import { type Context, notFound } from '../context.ts'
import { peopleReply } from '../routes/reply.ts'
import { mustBeOpen, refusedAct, works } from './act.ts'
import { hasStanding, lockRoom, type Room } from './store.ts'
import {
  closeEntry,
  type EntryListed,
  escorting,
  insertEntry,
  insideNow,
  listEntries,
  readEntry,
  visitorInside,
} from './store-entries.ts'
import { approvedNow, lockVisit } from './store-visits.ts'
import { isNow } from './visits.ts'
import type { EntriesQuery, RegisterRow, SignIn, SignOut } from './wire.ts'

/**
 * Signs somebody in, now: an employee, or the visitor of an approved visit together with the escort. The moment is
 * always the server's; nobody states one.
 * @throws Mistake `rooms.sign-in-whom`, `rooms.closed`, `rooms.inside-already`, `rooms.not-now`
 */
export async function enterRoom(
  context: Context,
  caller: Caller,
  body: SignIn,
): Promise<{ id: string } | Refusal> {
  const { roomId, personId, purpose, visitId, escortPresent } = body
  const employee = roomId !== undefined && personId !== undefined && purpose !== undefined
  if (employee === (visitId !== undefined) || (visitId === undefined) !== (escortPresent === undefined))
    throw new Mistake('rooms.sign-in-whom', { field: employee ? 'visitId' : 'personId' })
  return await context.house.db.transact((w) =>
    visitId === undefined
      ? signEmployeeIn(context, w, caller, { roomId: roomId!, personId: personId!, purpose: purpose! })
      : signVisitorIn(context, w, caller, visitId, escortPresent === true),
  )
}

/** By what this employee comes in, and the request that says so. */
async function admissionOf(
  context: Context,
  w: Writer,
  room: Room,
  personId: string,
): Promise<{ by: 'keeper' | 'standing' | 'approved' | 'none'; visitId: string | null }> {
  const now = context.house.clock.now()
  if (!(await works(context, w, personId))) return { by: 'none', visitId: null }
  if (room.keeperId === personId) return { by: 'keeper', visitId: null }
  if (await hasStanding(w, room.id, personId, dayIn(context.house.timeZone, now)))
    return { by: 'standing', visitId: null }
  const request = await approvedNow(w, room.id, personId, now)
  return request === undefined ? { by: 'none', visitId: null } : { by: 'approved', visitId: request.id }
}

async function signEmployeeIn(
  context: Context,
  w: Writer,
  caller: Caller,
  o: { readonly roomId: string; readonly personId: string; readonly purpose: string },
): Promise<{ id: string } | Refusal> {
  const { roomId, personId, purpose } = o
  const room = await lockRoom(w, roomId)
  if (room === undefined) throw notFound('roomId')
  const at = context.house.clock.now()
  const id = newId(at.getTime())
  const { by, visitId } = await admissionOf(context, w, room, personId)
  const act = { keeper: room.keeperId, subjectPerson: personId, admission: by }
  const detail = { step: 'in', room: roomId, entry: id, visit: visitId, basis: by }
  const refusal = await refusedAct(context, w, caller, 'sign-entry', act, detail)
  if (refusal !== undefined) return refusal
  mustBeOpen(room)
  if ((await insideNow(w, roomId, personId)) !== undefined)
    throw new Mistake('rooms.inside-already', { field: 'personId', status: 409 })
  // `none` was refused above: the rule 3.2.3 says so.
  const basis = by === 'none' ? 'approved' : by
  await insertEntry(w, {
    id,
    roomId,
    personId,
    visitId,
    escortId: null,
    purpose,
    basis,
    enteredAt: at,
    by: caller.personId,
  })
  return { id }
}

async function signVisitorIn(
  context: Context,
  w: Writer,
  caller: Caller,
  visitId: string,
  escortPresent: boolean,
): Promise<{ id: string } | Refusal> {
  const visit = await lockVisit(w, visitId)
  const room = visit === undefined ? undefined : await lockRoom(w, visit.roomId)
  if (visit === undefined || room === undefined) throw notFound('visitId')
  const at = context.house.clock.now()
  const id = newId(at.getTime())
  const { escortId, purpose, kind } = visit
  const escorted =
    kind === 'visitor' && escortId !== null && escortPresent && (await works(context, w, escortId))
  const admission = escorted && visit.state === 'approved' ? 'visitor' : 'none'
  const detail = { step: 'in', room: room.id, entry: id, visit: visitId, basis: 'visitor', escorted }
  const act = {
    keeper: room.keeperId,
    ...(escortId === null ? {} : { subjectPerson: escortId }),
    admission,
  } as const
  const refusal = await refusedAct(context, w, caller, 'sign-entry', act, detail)
  if (refusal !== undefined) return refusal
  mustBeOpen(room)
  if (!isNow(visit, at)) throw new Mistake('rooms.not-now', { field: 'visitId', status: 409 })
  if (await visitorInside(w, visitId))
    throw new Mistake('rooms.inside-already', { field: 'visitId', status: 409 })
  // The escort is in the register as well, from the same moment on at the latest.
  if (escortId !== null && (await insideNow(w, room.id, escortId)) === undefined)
    await insertEntry(w, {
      id: newId(at.getTime()), roomId: room.id, personId: escortId, visitId, escortId: null, purpose, basis: 'escort',
      enteredAt: at, by: caller.personId,
    }) // prettier-ignore
  await insertEntry(w, {
    id, roomId: room.id, personId: null, visitId, escortId, purpose, basis: 'visitor', enteredAt: at, by: caller.personId,
  }) // prettier-ignore
  return { id }
}

/**
 * Signs somebody out: now, or, when that had been forgotten, at a stated moment with a remark. An escort stays until the
 * visitor has left.
 * @throws Mistake `rooms.left-already`, `rooms.left-before-entry`, `rooms.late-remark`, `rooms.escort-stays`
 */
export async function leaveRoom(
  context: Context,
  caller: Caller,
  id: string,
  body: SignOut,
): Promise<{ done: true } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const found = await readEntry(w, id)
    const room = found === undefined ? undefined : await lockRoom(w, found.roomId)
    // Once more, now that nobody else writes in this room's register.
    const entry = room === undefined ? undefined : await readEntry(w, id)
    if (entry === undefined || room === undefined) throw notFound()
    const now = context.house.clock.now()
    const leftAt = body.leftAt === undefined ? now : new Date(body.leftAt)
    const subject = entry.personId ?? entry.escortId
    const act = {
      keeper: room.keeperId,
      ...(subject === null ? {} : { subjectPerson: subject }),
      admission: 'leaving' as const,
    }
    const detail = {
      step: 'out',
      room: room.id,
      entry: id,
      visit: entry.visitId,
      late: body.leftAt !== undefined,
    }
    const refusal = await refusedAct(context, w, caller, 'sign-entry', act, detail)
    if (refusal !== undefined) return refusal
    if (entry.leftAt !== null) throw new Mistake('rooms.left-already', { status: 409 })
    if (leftAt < entry.enteredAt || leftAt > now)
      throw new Mistake('rooms.left-before-entry', { field: 'leftAt' })
    if (body.leftAt !== undefined && body.remark.length < 2)
      throw new Mistake('rooms.late-remark', { field: 'remark' })
    if (entry.personId !== null && (await escorting(w, entry, leftAt)))
      throw new Mistake('rooms.escort-stays', { field: 'leftAt', status: 409 })
    await closeEntry(w, id, { leftAt, by: caller.personId, notedAt: now, remark: body.remark })
    return { done: true as const }
  })
}

const holds = (caller: Caller, ...roles: readonly string[]): boolean =>
  roles.some((role) => caller.roles.includes(role))

/** The register: all of it for the offices that keep or watch it, else one's own lines and those of one's rooms. */
export async function showRegister(
  context: Context,
  caller: Caller,
  query: EntriesQuery,
): Promise<{ total: number; rows: RegisterRow[] }> {
  const { house } = context
  const { timeZone } = house
  const [first = '', last = ''] = (query.days ?? '~').split('~')
  const dayStart = momentIn(timeZone, dayIn(timeZone, house.clock.now()))
  const { total, rows } = await house.db.read((r) =>
    listEntries(r, {
      reader: holds(caller, 'archivist', 'secrecy-office', 'audit-admin') ? undefined : caller.personId,
      room: query.room,
      state: query.state,
      from: validDay(first) ? momentIn(timeZone, first) : undefined,
      until: validDay(last) ? momentIn(timeZone, laterDay(last)) : undefined,
      dayStart,
      page: query.page,
      size: query.size,
    }),
  )
  const person = await peopleReply(
    context,
    rows.flatMap((row) =>
      [row.personId, row.escortId, row.enteredBy, row.leftBy].filter((id) => id !== null),
    ),
  )
  return { total, rows: rows.map((row) => entryReply(caller, row, person, dayStart)) }
}

const validDay = (day: string): boolean => day !== '' && !Number.isNaN(Date.parse(`${day}T00:00:00Z`))

function entryReply(
  caller: Caller,
  row: EntryListed,
  person: (id: string) => RegisterRow['enteredBy'],
  dayStart: Date,
): RegisterRow {
  const keeper = row.keeperId === caller.personId
  const named = keeper || holds(caller, 'secrecy-office', 'audit-admin')
  const { name, organisation } = row
  const inside = row.leftAt === null
  return {
    id: row.id,
    room: { id: row.roomId, name: row.roomName },
    person: row.personId === null ? null : person(row.personId),
    visit: row.visitId === null ? null : { id: row.visitId, number: row.visitNumber ?? '' },
    visitor: named && name !== null && organisation !== null ? { name, organisation } : null,
    escort: row.escortId === null ? null : person(row.escortId),
    purpose: row.purpose,
    basis: row.basis,
    enteredAt: row.enteredAt.toISOString(),
    enteredBy: person(row.enteredBy),
    leftAt: row.leftAt?.toISOString() ?? null,
    leftBy: row.leftBy === null ? null : person(row.leftBy),
    late: row.leftAt !== null && row.leftNotedAt !== null && row.leftNotedAt > row.leftAt,
    remark: row.remark,
    overdue: inside && row.enteredAt < dayStart,
    maySignOut: inside && (keeper || holds(caller, 'archivist', 'secrecy-office')),
  }
}
