import { randomBytes } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { dayIn } from '../../people/index.ts'
import { type Context, notFound } from '../context.ts'
import { peopleReply } from '../routes/reply.ts'
import { mustBeOpen, mustWork, refusedAct, visitorCommitment } from './act.ts'
import { lockRoom } from './store.ts'
import {
  insertVisit,
  insertVisitor,
  listVisits,
  lockVisit,
  nextVisitNumber,
  settleVisit,
  type Visit,
  type VisitListed,
} from './store-visits.ts'
import type { VisitBody, VisitDecision, VisitRow } from './wire.ts'

const link = '/visits'
const mostAheadMs = 90 * 86_400_000

/**
 * Asks for entry, for oneself or for a visitor; the keeper of the room is told.
 * @throws Mistake `rooms.closed`, `rooms.hours`, `rooms.visitor-incomplete`, `rooms.person-gone`
 */
export async function applyForEntry(
  context: Context,
  caller: Caller,
  body: VisitBody,
): Promise<{ id: string; number: string } | Refusal> {
  const { house, approval } = context
  const at = house.clock.now()
  const id = newId(at.getTime())
  return await house.db.transact(async (w) => {
    const salt = randomBytes(16)
    const { visitor } = body
    const commitment = visitor === undefined ? null : visitorCommitment(visitor, salt)
    const detail = {
      step: 'asked', room: body.roomId, visit: id, kind: visitor === undefined ? 'employee' : 'visitor',
      commitment: commitment?.toString('hex') ?? null,
    } // prettier-ignore
    const act = { applicant: caller.personId }
    const refusal = await refusedAct(context, w, caller, 'apply-entry', act, detail)
    if (refusal !== undefined) return refusal
    const room = await lockRoom(w, body.roomId)
    if (room === undefined) throw notFound('roomId')
    mustBeOpen(room)
    const { startsAt, endsAt } = hoursOf(context, body, at)
    const { hostId, escortId } = await partsOf(context, w, caller, body)
    const number = await nextVisitNumber(w, dayIn(house.timeZone, at).slice(0, 4))
    await insertVisit(w, {
      id, number, roomId: room.id, kind: visitor === undefined ? 'employee' : 'visitor', applicantId: caller.personId,
      hostId, escortId, purpose: body.purpose, startsAt, endsAt, commitment, at,
    }) // prettier-ignore
    if (visitor !== undefined) await insertVisitor(w, id, { ...visitor, salt })
    await approval.notify(w, [room.keeperId], 'visit-waiting', { link, values: { number } })
    return { id, number }
  })
}

/** Host and escort of a visitor; an employee who asks for himself has no escort. */
async function partsOf(
  context: Context,
  w: Writer,
  caller: Caller,
  { visitor, hostId = caller.personId, escortId }: VisitBody,
): Promise<{ hostId: string; escortId: string | null }> {
  if (visitor === undefined) {
    if (escortId !== undefined || hostId !== caller.personId)
      throw new Mistake('rooms.visitor-incomplete', { field: 'visitor' })
    return { hostId, escortId: null }
  }
  if (escortId === undefined) throw new Mistake('rooms.visitor-incomplete', { field: 'escortId' })
  await mustWork(context, w, { hostId, escortId })
  return { hostId, escortId }
}

/** @throws Mistake `rooms.hours` unless both lie on one day, in order, not over yet, within 90 days */
function hoursOf(context: Context, body: VisitBody, now: Date): { startsAt: Date; endsAt: Date } {
  const { timeZone } = context.house
  const [startsAt, endsAt] = [new Date(body.startsAt), new Date(body.endsAt)]
  const fits =
    startsAt < endsAt &&
    endsAt > now &&
    startsAt.getTime() - now.getTime() <= mostAheadMs &&
    dayIn(timeZone, startsAt) === dayIn(timeZone, endsAt)
  if (!fits) throw new Mistake('rooms.hours', { field: 'startsAt' })
  return { startsAt, endsAt }
}

/** The keeper or the secrecy office decides, once, and never the applicant or host. @throws Mistake `rooms.not-waiting`, `rooms.refusal-reason`, `rooms.hours` */
export async function decideEntry(
  context: Context,
  caller: Caller,
  id: string,
  body: VisitDecision,
): Promise<{ done: true } | Refusal> {
  const { house, approval } = context
  const at = house.clock.now()
  return await house.db.transact(async (w) => {
    const visit = await lockVisit(w, id)
    // Held, so that nobody decides as keeper of a room that is being given to another.
    const room = visit === undefined ? undefined : await lockRoom(w, visit.roomId)
    if (visit === undefined || room === undefined) throw notFound()
    const approve = body.decision === 'approve'
    const act = { keeper: room.keeperId, subjectPerson: visit.hostId, applicant: visit.applicantId }
    const detail = { visit: id, room: room.id, decision: body.decision }
    const refusal = await refusedAct(context, w, caller, 'decide-entry', act, detail)
    if (refusal !== undefined) return refusal
    if (visit.state !== 'waiting') throw new Mistake('rooms.not-waiting', { status: 409 })
    if (!approve && body.opinion.length < 2) throw new Mistake('rooms.refusal-reason', { field: 'opinion' })
    if (approve) {
      mustBeOpen(room)
      if (visit.endsAt <= at) throw new Mistake('rooms.hours', { field: 'decision', status: 409 })
    }
    const state = approve ? 'approved' : 'refused'
    await settleVisit(w, id, { state, by: caller.personId, at, opinion: body.opinion })
    const told = [
      ...new Set([visit.applicantId, visit.hostId, ...(visit.escortId === null ? [] : [visit.escortId])]),
    ]
    await approval.notify(w, told, `visit-${state}`, { link, values: { number: visit.number } })
    return { done: true as const }
  })
}

/** Takes an own request back while it waits. @throws Mistake `rooms.not-waiting` */
export async function withdrawVisit(
  context: Context,
  caller: Caller,
  id: string,
): Promise<{ done: true } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const visit = await lockVisit(w, id)
    if (visit === undefined) throw notFound()
    const detail = { step: 'withdrawn', room: visit.roomId, visit: id }
    const act = { applicant: visit.applicantId }
    const refusal = await refusedAct(context, w, caller, 'apply-entry', act, detail)
    if (refusal !== undefined) return refusal
    if (visit.state !== 'waiting') throw new Mistake('rooms.not-waiting', { status: 409 })
    await settleVisit(w, id, { state: 'withdrawn', by: null, at: context.house.clock.now(), opinion: '' })
    return { done: true as const }
  })
}

const holds = (caller: Caller, ...roles: readonly string[]): boolean =>
  roles.some((role) => caller.roles.includes(role))

/** Requests: all for the offices that keep the register, else one's own and those of one's rooms. */
export async function showVisits(
  context: Context,
  caller: Caller,
  query: {
    readonly state?: string | undefined
    readonly room?: string | undefined
    readonly page: number
    readonly size: number
  },
): Promise<{ total: number; rows: VisitRow[] }> {
  const all = holds(caller, 'archivist', 'secrecy-office', 'audit-admin')
  const { total, rows } = await context.house.db.read(
    (r) =>
    listVisits(r, {
      page: query.page, size: query.size, state: query.state, room: query.room, reader: all ? undefined : caller.personId,
    }), // prettier-ignore
  )
  const person = await peopleReply(
    context,
    rows.flatMap((row) =>
      [row.applicantId, row.hostId, row.escortId, row.decidedBy].filter((id) => id !== null),
    ),
  )
  const now = context.house.clock.now()
  return { total, rows: rows.map((row) => visitReply(caller, row, person, now)) }
}

function visitReply(
  caller: Caller,
  row: VisitListed,
  person: (id: string) => VisitRow['host'],
  now: Date,
): VisitRow {
  const keeper = row.keeperId === caller.personId
  const { name, organisation, idLast } = row
  const concerned = [row.applicantId, row.hostId, row.escortId].includes(caller.personId)
  const shown = concerned || keeper || holds(caller, 'secrecy-office', 'audit-admin')
  const own = row.applicantId === caller.personId || row.hostId === caller.personId
  const waiting = row.state === 'waiting'
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    room: { id: row.roomId, name: row.roomName },
    applicant: person(row.applicantId),
    host: person(row.hostId),
    escort: row.escortId === null ? null : person(row.escortId),
    purpose: row.purpose,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    state: row.state,
    decidedBy: row.decidedBy === null ? null : person(row.decidedBy),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    opinion: row.opinion,
    visitor:
      shown && name !== null && organisation !== null && idLast !== null
        ? { name, organisation, idLast }
        : null,
    removed: row.kind === 'visitor' && name === null,
    inside: row.inside,
    mayDecide: waiting && !own && (keeper || holds(caller, 'secrecy-office')),
    mayWithdraw: waiting && row.applicantId === caller.personId,
    maySignIn: isNow(row, now) && !row.inside && (keeper || holds(caller, 'archivist', 'secrecy-office')),
  }
}

/** Approved, and for this moment. */
export const isNow = (visit: Pick<Visit, 'state' | 'startsAt' | 'endsAt'>, now: Date): boolean =>
  visit.state === 'approved' && visit.startsAt <= now && now < visit.endsAt
