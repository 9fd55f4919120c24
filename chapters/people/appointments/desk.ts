import { createHash } from 'node:crypto'
import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { canonical } from '../../../floor/ledger/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import type { Holding } from '../desk/holdings.ts'
import { namesOf, todayOf } from '../facts.ts'
import { readDepartments } from '../store/departments.ts'
import { personsById } from '../store/persons.ts'
import { roleCatalogue } from '../wire.ts'
import type {
  AppointmentBody,
  OrganisationBody,
  SecrecyReply,
  SecrecyStatement,
} from '../wire/appointments.ts'
import {
  acceptAppointmentRow,
  decideAppointment,
  decideStatement,
  endAppointmentRows,
  insertAppointment,
  insertStatement,
  liveStatements,
  lockAppointment,
  lockOrganisation,
  lockStatement,
  nextPaperNumber,
  openAppointments,
  type StoredStatement,
} from './store.ts'

type Actor = Pick<Caller, 'personId'>
type Done = { readonly done: true }
type Verb = 'propose-appointment' | 'sign-appointment' | 'accept-appointment'

const hashOf = (content: object): string => createHash('sha256').update(canonical(content)).digest('hex')

async function asked(
  context: Context,
  w: Writer,
  caller: Actor,
  act: { readonly verb: Verb; readonly subjectPerson: string; readonly applicant?: string },
  about: { readonly subject: string; readonly detail: Readonly<Record<string, unknown>> },
): Promise<Refusal | undefined> {
  const { question, facts } = await actOf(context, w, caller, act)
  const answer = context.house.gate.askIn(w, question, facts, about)
  return isRefusal(answer) ? answer : undefined
}

/** The organisation of secrecy work: what is in force, and what waits for a signature. */
export async function secrecyOrganisation(context: Context): Promise<SecrecyReply> {
  return await context.house.db.read(async (r) => {
    const rows = await liveStatements(r)
    const of = async (state: StoredStatement['state']): Promise<SecrecyStatement | null> => {
      const found = rows.find((row) => row.state === state)
      return found === undefined ? null : await shown(r, found)
    }
    return { inForce: await of('in-force'), open: await of('open') }
  })
}

async function shown(r: Reader, s: StoredStatement): Promise<SecrecyStatement> {
  const { leadDepartmentId, headId, memberIds, duties } = s.content
  const people = await namesOf(r, [
    headId,
    ...memberIds,
    s.proposedBy,
    ...(s.decidedBy === null ? [] : [s.decidedBy]),
  ])
  const departments = new Map((await readDepartments(r)).map((one) => [one.id, one.name]))
  const person = (id: string) => {
    const { name = '', employeeNo = '' } = people.get(id) ?? {}
    return { id, name, employeeNo }
  }
  const unit = (id: string) => ({ id, name: departments.get(id) ?? '' })
  return {
    id: s.id,
    leadDepartment: unit(leadDepartmentId),
    head: person(headId),
    members: memberIds.map(person),
    duties: duties.map((one) => ({ department: unit(one.departmentId), duty: one.duty })),
    contentHash: s.contentHash,
    proposedBy: person(s.proposedBy),
    proposedAt: s.proposedAt.toISOString(),
    decidedBy: s.decidedBy === null ? null : person(s.decidedBy),
    decidedAt: s.decidedAt?.toISOString() ?? null,
  }
}

/**
 * The secrecy office lays down the organisation of secrecy work; it is in force once it is signed.
 * @throws Mistake `people.appointment-person`, `people.appointment-department`
 */
export async function proposeOrganisation(
  context: Context,
  caller: Actor,
  body: OrganisationBody,
): Promise<{ id: string } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const id = newId(house.clock.now().getTime())
    const contentHash = hashOf(body)
    const act = { verb: 'propose-appointment' as const, subjectPerson: body.headId }
    const detail = {
      change: 'organisation',
      content: contentHash,
      department: body.leadDepartmentId,
      members: body.memberIds,
    }
    const refused = await asked(context, w, caller, act, { subject: id, detail })
    if (refused !== undefined) return refused
    const known = new Set((await readDepartments(w)).map((one) => one.id))
    if (!known.has(body.leadDepartmentId))
      throw new Mistake('people.appointment-department', { field: 'leadDepartmentId' })
    for (const [row, one] of body.duties.entries())
      if (!known.has(one.departmentId))
        throw new Mistake('people.appointment-department', { field: `duties.${row}.departmentId` })
    await checkPeople(w, [body.headId], 'headId')
    await checkPeople(w, body.memberIds, 'memberIds')
    await insertStatement(w, {
      id,
      content: body,
      contentHash,
      proposedBy: caller.personId,
      at: house.clock.now(),
    })
    return { id }
  })
}

/** Those named work here. @throws Mistake `people.appointment-person` */
async function checkPeople(r: Reader, ids: readonly string[], field: string): Promise<void> {
  const here = new Set((await personsById(r, ids)).filter((one) => one.leftAt === null).map((one) => one.id))
  if (ids.some((id) => !here.has(id))) throw new Mistake('people.appointment-person', { field })
}

/** Signs or declines the organisation of secrecy work. @throws Mistake `people.not-found`, `people.appointment-decided` */
export async function signOrganisation(
  context: Context,
  caller: Actor,
  id: string,
  outcome: 'signed' | 'declined',
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    await lockOrganisation(w)
    const found = await lockStatement(w, id)
    if (found === undefined) throw notFound()
    const act = {
      verb: 'sign-appointment' as const,
      subjectPerson: found.content.headId,
      applicant: found.proposedBy,
    }
    const detail = { change: 'organisation', outcome, content: found.contentHash }
    const refused = await asked(context, w, caller, act, { subject: id, detail })
    if (refused !== undefined) return refused
    if (found.state !== 'open') throw conflict('people.appointment-decided', '')
    if (outcome === 'signed') await checkPeople(w, [found.content.headId, ...found.content.memberIds], '')
    const state = outcome === 'signed' ? 'in-force' : 'declined'
    await decideStatement(w, id, state, caller.personId, house.clock.now())
    return { done: true }
  })
}

/**
 * The secrecy office proposes a written appointment; the letter has its number from the beginning.
 * @throws Mistake `people.appointment-person`, `people.appointment-office`, `people.appointment-days`
 */
export async function proposeAppointment(
  context: Context,
  caller: Actor,
  body: AppointmentBody,
): Promise<{ id: string } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const at = house.clock.now()
    const id = newId(at.getTime())
    const role = roleCatalogue.find((one) => one.code === body.role)
    const act = { verb: 'propose-appointment' as const, subjectPerson: body.personId }
    const detail = {
      change: 'appointment',
      person: body.personId,
      role: role?.code ?? null,
      from: body.from,
      until: body.until,
    }
    const refused = await asked(context, w, caller, act, { subject: id, detail })
    if (refused !== undefined) return refused
    if (body.role !== null && role === undefined)
      throw new Mistake('people.appointment-office', { field: 'role' })
    const office = role?.zh ?? body.office
    if (office === '') throw new Mistake('people.appointment-office', { field: 'office' })
    if (body.until !== null && body.until < body.from)
      throw new Mistake('people.appointment-days', { field: 'until' })
    await checkPeople(w, [body.personId], 'personId')
    const number = await nextPaperNumber(w, 'RM', Number(todayOf(house).slice(0, 4)))
    const { personId, duties, from, until } = body
    const content = { number, personId, role: role?.code ?? null, office, duties, from, until }
    await insertAppointment(w, {
      id,
      ...content,
      contentHash: hashOf(content),
      proposedBy: caller.personId,
      at,
    })
    return { id }
  })
}

/** Signs or declines an appointment. @throws Mistake `people.not-found`, `people.appointment-decided` */
export async function signAppointment(
  context: Context,
  caller: Actor,
  id: string,
  outcome: 'signed' | 'declined',
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const found = await lockAppointment(w, id)
    if (found === undefined) throw notFound()
    const act = {
      verb: 'sign-appointment' as const,
      subjectPerson: found.personId,
      applicant: found.proposedBy,
    }
    const detail = { change: 'appointment', outcome, content: found.contentHash }
    const refused = await asked(context, w, caller, act, { subject: id, detail })
    if (refused !== undefined) return refused
    if (found.signedAt !== null || found.declinedAt !== null) throw conflict('people.appointment-decided', '')
    if (outcome === 'signed') await checkPeople(w, [found.personId], '')
    await decideAppointment(w, id, outcome, caller.personId, house.clock.now())
    if (outcome === 'signed') await context.warn(w, found.personId, 'appointment')
    return { done: true }
  })
}

/**
 * The person appointed accepts what was shown: the hash of the letter stands in the ledger.
 * @throws Mistake `people.not-found`, `people.appointment-not-open`, `people.changed-meanwhile`
 */
export async function acceptAppointment(
  context: Context,
  caller: Actor,
  id: string,
  contentHash: string,
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const found = await lockAppointment(w, id)
    if (found === undefined) throw notFound()
    const act = { verb: 'accept-appointment' as const, subjectPerson: found.personId }
    const refused = await asked(context, w, caller, act, {
      subject: id,
      detail: { content: found.contentHash },
    })
    if (refused !== undefined) return refused
    if (found.signedAt === null || found.endedAt !== null || found.acceptedAt !== null)
      throw conflict('people.appointment-not-open', '')
    if (found.contentHash !== contentHash) throw conflict('people.changed-meanwhile', '')
    await acceptAppointmentRow(w, id, house.clock.now())
    return { done: true }
  })
}

/** Ends an appointment, by those who may sign one; nobody ends the own. @throws Mistake as `signAppointment` */
export async function endAppointment(
  context: Context,
  caller: Actor,
  id: string,
  reason: string,
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const found = await lockAppointment(w, id)
    if (found === undefined) throw notFound()
    const act = {
      verb: 'sign-appointment' as const,
      subjectPerson: found.personId,
      applicant: found.proposedBy,
    }
    const refused = await asked(context, w, caller, act, {
      subject: id,
      detail: { change: 'end', content: found.contentHash },
    })
    if (refused !== undefined) return refused
    if (found.signedAt === null || found.endedAt !== null) throw conflict('people.appointment-not-open', '')
    await endAppointmentRows(w, { id }, { by: caller.personId, at: house.clock.now(), reason })
    return { done: true }
  })
}

/** Letters of appointment end with the employment; on a change of post they end unless they are kept by choice. */
export const appointmentHolding = (context: Context): Holding => ({
  code: 'appointments',
  title: { zh: '书面任命', en: 'Written appointments' },
  onMove: 'end',
  list: async (r, personId) =>
    (await openAppointments(r, personId)).map(({ id, number, office, signedAt }) => ({
      id,
      title: { zh: `${office} ${number}`, en: `${office} ${number}` },
      since: signedAt.toISOString(),
    })),
  end: async (w, personId, by) => {
    const end = { by, at: context.house.clock.now(), reason: '离职或调岗 / left or moved' }
    const ended = await endAppointmentRows(w, { personId }, end)
    if (ended.length > 0)
      context.house.gate.note(w, 'appointments-ended', { actor: by, subject: personId, appointments: ended })
    return ended.length
  },
})
