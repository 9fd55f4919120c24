import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { todayOf } from '../facts.ts'
import {
  lockDepartments,
  peopleAround,
  peopleBelow,
  readDepartments,
  refreshEntities,
  setSubsidiary,
} from '../store/departments.ts'
import { actsMeanwhile, endActing, insertActing } from '../store/heads.ts'
import { lockPerson, type Person, setGroupLevel } from '../store/persons.ts'
import type { ActingBody } from '../wire.ts'
import { laterDay, momentIn } from '../zone.ts'
import type { Confirmed } from './roles.ts'

type Actor = Pick<Caller, 'personId'>
type Done = { readonly done: true }
/** Longest time somebody acts as head; longer ones are appointed. */
const longestDays = 366

/**
 * Somebody acts as head of a department from the beginning of one day to the end of another, and no longer: it begins
 * and ends by itself. The acting head decides in the head's place and has the head's departments, with nothing but his
 * own clearance, scope and roles.
 * @throws Mistake `people.acting-…`, `people.no-manager`, `people.no-department`
 */
export async function appointActing(
  context: Context,
  caller: Actor,
  departmentId: string,
  body: ActingBody,
): Promise<{ id: string } | Refusal> {
  const { house } = context
  const { personId, fromDay, untilDay } = body
  const from = momentIn(house.timeZone, fromDay)
  const until = momentIn(house.timeZone, laterDay(untilDay))
  if (untilDay < fromDay) throw new Mistake('people.acting-backwards', { field: 'untilDay' })
  if (untilDay < todayOf(house)) throw new Mistake('people.acting-past', { field: 'untilDay' })
  if (untilDay > laterDay(fromDay, longestDays))
    throw new Mistake('people.acting-long', { field: 'untilDay', values: { days: longestDays } })
  const at = house.clock.now()
  const id = newId(at.getTime())
  return await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: personId })
    const detail = { change: 'acting-appoint', acting: id, department: departmentId, fromDay, untilDay }
    const answer = house.gate.askIn(w, act.question, act.facts, { subject: personId, detail })
    if (isRefusal(answer)) return answer
    await lockDepartments(w)
    const department = (await readDepartments(w)).find((one) => one.id === departmentId)
    if (department === undefined || department.closed) throw conflict('people.no-department', '')
    const person = await lockPerson(w, personId)
    if (person === undefined || person.leftAt !== null) throw conflict('people.no-manager', 'personId')
    if (department.managerId === personId) throw conflict('people.acting-head', 'personId')
    if (await actsMeanwhile(w, departmentId, from, until)) throw conflict('people.acting-twice', 'fromDay')
    await insertActing(w, { id, departmentId, personId, from, until, by: caller.personId, at })
    await announceAround(context, w, departmentId)
    context.announce(w, personId)
    return { id }
  })
}

/** Ends an acting head before the time. @throws Mistake `people.not-found` */
export async function dismissActing(
  context: Context,
  caller: Actor,
  departmentId: string,
  id: string,
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'manage-people' })
    const detail = { change: 'acting-end', acting: id, department: departmentId }
    const answer = house.gate.askIn(w, act.question, act.facts, { detail })
    if (isRefusal(answer)) return answer
    const ended = await endActing(w, { id, departmentId }, caller.personId, house.clock.now())
    if (ended.length === 0) throw notFound()
    for (const person of ended) context.announce(w, person)
    await announceAround(context, w, departmentId)
    return { done: true as const }
  })
}

async function announceAround(context: Context, w: Writer, departmentId: string): Promise<void> {
  for (const person of await peopleAround(w, departmentId)) context.announce(w, person)
}

/** The gate's word on a department's being a legal entity of its own; what people may reach changes with it. */
export async function askSubsidiary(
  context: Context,
  w: Writer,
  caller: Actor,
  departmentId: string,
  more: { readonly subsidiary: boolean; readonly proposed?: true } & Partial<Confirmed>,
): Promise<Refusal | undefined> {
  const act = await actOf(context, w, caller, { verb: 'set-clearance', subjectPerson: departmentId })
  const detail = { change: 'subsidiary', department: departmentId, ...more }
  const answer = context.house.gate.askIn(w, act.question, act.facts, { detail })
  return isRefusal(answer) ? answer : undefined
}

/**
 * Makes a department a subsidiary, whose files nobody else of the group sees, or an ordinary department again, which
 * takes a second administrator (`wishSubsidiary`). @throws Mistake `people.not-found`
 */
export async function changeSubsidiaryIn(
  context: Context,
  w: Writer,
  caller: Actor,
  departmentId: string,
  subsidiary: boolean,
  confirmed?: Confirmed,
): Promise<Done | Refusal> {
  const refused = await askSubsidiary(context, w, caller, departmentId, { subsidiary, ...confirmed })
  if (refused !== undefined) return refused
  await lockDepartments(w)
  const before = await peopleBelow(w, departmentId)
  if (!(await readDepartments(w)).some((one) => one.id === departmentId)) throw notFound()
  await setSubsidiary(w, departmentId, subsidiary)
  await refreshEntities(w)
  for (const person of before) context.announce(w, person)
  return { done: true as const }
}

/** The gate's word on whether somebody works for the whole group. @throws Mistake `people.has-left`, `people.not-found` */
export async function askGroupLevel(
  context: Context,
  w: Writer,
  caller: Actor,
  personId: string,
  more: { readonly groupLevel: boolean; readonly proposed?: true } & Partial<Confirmed>,
): Promise<Person | Refusal> {
  const act = await actOf(context, w, caller, { verb: 'set-clearance', subjectPerson: personId })
  const detail = { change: 'group-level', ...more }
  const answer = context.house.gate.askIn(w, act.question, act.facts, { subject: personId, detail })
  if (isRefusal(answer)) return answer
  const person = await lockPerson(w, personId)
  if (person === undefined) throw notFound()
  if (person.leftAt !== null) throw conflict('people.has-left', '')
  return person
}

/**
 * Lets somebody work for the whole group, which takes a second administrator (`wishGroupLevel`), or for their own legal
 * entity only. @throws Mistake `people.has-left`, `people.not-found`
 */
export async function changeGroupLevelIn(
  context: Context,
  w: Writer,
  caller: Actor,
  personId: string,
  groupLevel: boolean,
  confirmed?: Confirmed,
): Promise<Done | Refusal> {
  const person = await askGroupLevel(context, w, caller, personId, { groupLevel, ...confirmed })
  if (isRefusal(person)) return person
  await setGroupLevel(w, personId, groupLevel)
  context.announce(w, personId)
  return { done: true as const }
}
