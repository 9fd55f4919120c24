import { isUniqueViolation, type Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { administratorRoles, type Caller, isAdministrator } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { todayOf } from '../facts.ts'
import { pinyinOf } from '../pinyin.ts'
import { isNameTaken } from '../store/accounts.ts'
import { dropConfirmation } from '../store/confirmations.ts'
import { readDepartments } from '../store/departments.ts'
import {
  bottomOf,
  insertPersons,
  listPersons,
  lockPerson,
  setLeft,
  setManagers,
  setRights,
  updatePerson,
} from '../store/persons.ts'
import { knowPosts } from '../store/posts.ts'
import { openRoles } from '../store/roles.ts'
import { endDateNeeded, type PeopleQuery, type PersonBody, type PersonRow } from '../wire.ts'
import { laterDay } from '../zone.ts'
import { personalRights } from './confirm/rights.ts'
import { keepLastHolder } from './last-holder.ts'

type Done = { readonly done: true }
/** Employments that end within this many days are shown as ending. */
const soonDays = 30

/**
 * One page of people. The three administrators get everything; everybody else gets what stands on an office door
 * (name, number, department, post), and only of people who are here.
 */
export async function people(
  context: Context,
  caller: Caller,
  query: PeopleQuery,
): Promise<{ total: number; rows: PersonRow[] }> {
  const { house } = context
  const today = todayOf(house)
  const all = caller.roles.some((role) => administratorRoles.has(role))
  const { q, page, size, department, below, sort } = query
  const sorted = sort === 'clearance' || sort === '-clearance' || sort.endsWith('endsOn') ? '' : sort
  const plain: PeopleQuery = {
    q,
    page,
    size,
    below,
    sort: sorted,
    state: 'here',
    ...(department === undefined ? {} : { department }),
  }
  const found = await house.db.read((r) =>
    listPersons(r, all ? query : plain, today, laterDay(today, soonDays)),
  )
  if (all) return found
  return {
    total: found.total,
    rows: found.rows.map(({ id, name, employeeNo, department, post }) => ({
      id,
      name,
      employeeNo,
      department,
      post,
    })),
  }
}

/** What is wrong with a person's dates, as a code of texts.ts; undefined when nothing is. */
export function datesProblem(p: Pick<PersonBody, 'employment' | 'startsOn' | 'endsOn'>): string | undefined {
  if (p.endsOn === null) return endDateNeeded.includes(p.employment) ? 'people.end-date-required' : undefined
  return p.startsOn !== null && p.endsOn < p.startsOn ? 'people.end-before-start' : undefined
}

/** @throws Mistake `people.end-…` when the dates of an entry cannot be */
export function checkDates(body: Pick<PersonBody, 'employment' | 'startsOn' | 'endsOn'>): void {
  const problem = datesProblem(body)
  if (problem !== undefined) throw new Mistake(problem, { field: 'endsOn' })
}

/** Holds an entry against everything else that is known. @throws Mistake `people.…` */
export async function checkPerson(w: Writer, id: string, body: PersonBody): Promise<void> {
  checkDates(body)
  if (await isNameTaken(w, body.employeeNo, id))
    throw conflict('people.employee-no-taken', 'employeeNo', { employeeNo: body.employeeNo })
  if (body.managerId === id) throw conflict('people.own-manager', 'managerId')
  if (body.managerId !== null) {
    const manager = await lockPerson(w, body.managerId)
    if (manager === undefined || manager.leftAt !== null) throw conflict('people.no-manager', 'managerId')
  }
  if (body.departmentId === null) return
  const department = (await readDepartments(w)).find((one) => one.id === body.departmentId)
  if (department === undefined || department.closed) throw conflict('people.no-department', 'departmentId')
}

/** Adds a person (system administrator) with the lowest clearance; resolves to the id. */
export async function createPerson(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  body: PersonBody,
): Promise<{ id: string } | Refusal> {
  const { house } = context
  const id = newId(house.clock.now().getTime())
  return await unlessTaken(body, () =>
    house.db.transact(async (w) => {
      const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: id })
      const answer = house.gate.askIn(w, act.question, act.facts, {
        subject: id,
        detail: { change: 'create' },
      })
      if (isRefusal(answer)) return answer
      await checkPerson(w, id, body)
      await knowPosts(w, [body.post])
      await insertPersons(w, [{ ...body, id, pinyin: pinyinOf(body.name), clearance: 1 }])
      if (body.managerId !== null) await setManagers(w, [{ id, managerId: body.managerId }])
      context.announce(w, id)
      return { id }
    }),
  )
}

/** Changes a person's entry. `version` is that of the entry on the page: somebody else's change is not overwritten. */
export async function changePerson(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  id: string,
  body: PersonBody & { readonly version: number },
): Promise<Done | Refusal> {
  const { house } = context
  return await unlessTaken(body, () =>
    house.db.transact(async (w) => {
      const before = await lockPerson(w, id)
      if (before === undefined) throw notFound()
      const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: id })
      const moved = before.departmentId !== body.departmentId
      const detail = {
        change: 'change',
        ...(moved ? { department: body.departmentId, from: before.departmentId } : {}),
      }
      const answer = house.gate.askIn(w, act.question, act.facts, { subject: id, detail })
      if (isRefusal(answer)) return answer
      if (before.leftAt !== null) throw conflict('people.has-left', '')
      if (before.version !== body.version) throw conflict('people.changed-meanwhile', '')
      await checkPerson(w, id, body)
      await keepHolderPast(context, w, id, before.endsOn, body.endsOn)
      if ((moved || before.post !== body.post) && (await hangsOnPost(context, w, id)))
        throw conflict('people.move-choose', '')
      await knowPosts(w, [body.post])
      await updatePerson(w, { ...body, id, pinyin: pinyinOf(body.name) })
      context.announce(w, id)
      return { done: true as const }
    }),
  )
}

/** Whether anything would end or change hands with another post: then somebody has to choose (desk/leaving.ts). */
async function hangsOnPost(context: Context, w: Writer, id: string): Promise<boolean> {
  for (const holding of context.holdings.values())
    if (holding.onMove === 'end' || holding.onMove === 'hand-over')
      if ((await holding.list(w, id)).length > 0) return true
  return false
}

/**
 * An end date ends a holding as surely as leaving does: at once when it is past, and later without anybody looking. So
 * nobody brings the end of one of the three administrators nearer; they leave, which two confirm.
 * @throws Mistake `people.administrator-by-two`, `people.last-holder`
 */
export async function keepHolderPast(
  context: Context,
  w: Writer,
  id: string,
  before: string | null,
  endsOn: string | null,
): Promise<void> {
  if (endsOn === null || (before !== null && endsOn >= before)) return
  const roles = await openRoles(w, id)
  if (endsOn < todayOf(context.house)) await keepLastHolder(context, w, id, roles)
  if (isAdministrator(roles)) throw conflict('people.administrator-by-two', 'endsOn')
}

async function unlessTaken<T>(body: PersonBody, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error))
      throw conflict('people.employee-no-taken', 'employeeNo', { employeeNo: body.employeeNo })
    throw error
  }
}

/**
 * Takes a leaver back under the old number. Clearance and scope begin at the bottom again, and the account stays
 * disabled until it is enabled: nothing of the old rights comes back by itself.
 */
export async function takeBack(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  id: string,
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const person = await lockPerson(w, id)
    if (person === undefined) throw notFound()
    const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: id })
    const answer = house.gate.askIn(w, act.question, act.facts, { subject: id, detail: { change: 'return' } })
    if (isRefusal(answer)) return answer
    if (person.leftAt === null) throw conflict('people.has-not-left', '')
    await setLeft(w, id, null)
    // A wish from before they left is nobody's word about the one who comes back.
    await dropConfirmation(w, personalRights, id, caller.personId, house.clock.now())
    await setRights(w, id, Math.min(person.clearance, 1), bottomOf(person.scope))
    context.announce(w, id)
    return { done: true as const }
  })
}
