import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import type { Caller, Scope } from '../../../gate/index.ts'
import { conflict, type Context, notFound } from '../context.ts'
import { dropConfirmation } from '../store/confirmations.ts'
import { lockDepartments, readDepartments } from '../store/departments.ts'
import { lockPerson, type Person } from '../store/persons.ts'
import { type ClearancesAsked, type RoleCode, scopes, type Waits } from '../wire.ts'
import { propose } from './confirm/propose.ts'
import { told } from './confirm/told.ts'
import { askGroupLevel, askSubsidiary, changeGroupLevelIn, changeSubsidiaryIn } from './heads.ts'
import { askForClearance, askForRole, type Rights, setClearanceIn } from './roles.ts'

type Actor = Pick<Caller, 'personId'>
type Answer = { readonly done: true } | Waits | Refusal

/** Where somebody stood when a right was proposed for them: another post is another question. */
export const standingOf = ({ departmentId, post }: Pick<Person, 'departmentId' | 'post'>) => ({
  departmentId,
  post,
})

/**
 * Proposes a role for somebody; a second administrator gives it. An open wish for the same role is replaced.
 * @throws Mistake `people.role-held`, `people.has-left`, `people.not-found`
 */
export async function wishRole(
  context: Context,
  caller: Actor,
  personId: string,
  wish: { readonly role: RoleCode; readonly reason: string },
): Promise<Answer> {
  const { role, reason } = wish
  return await context.house.db.transact(async (w) => {
    const asked = await askForRole(context, w, caller, personId, { role, change: 'propose' })
    if (isRefusal(asked)) return asked
    if (asked.person.leftAt !== null) throw conflict('people.has-left', '')
    if (asked.held.has(role)) throw conflict('people.role-held', 'role')
    const content = { role, reason, before: standingOf(asked.person) }
    return await propose(context, w, caller, { kind: `role-${role}`, subject: personId, content })
  })
}

const narrower = (a: Scope, b: Scope): Scope => (scopes.indexOf(a) < scopes.indexOf(b) ? a : b)

/**
 * Sets clearance and scope of work as far as that narrows them, at once; what widens either waits for a second
 * administrator. Whatever waited about them before is dropped: the last word of the security administrator counts.
 * @throws Mistake `people.has-left`, `people.not-found`
 */
export const wishClearance = (
  context: Context,
  caller: Actor,
  personId: string,
  wish: Rights & { readonly reason: string },
): Promise<Answer> => context.house.db.transact((w) => wishClearanceIn(context, w, caller, personId, wish))

async function wishClearanceIn(
  context: Context,
  w: Writer,
  caller: Actor,
  personId: string,
  { clearance, scope, reason }: Rights & { readonly reason: string },
): Promise<Answer> {
  const person = await lockPerson(w, personId)
  if (person === undefined) throw notFound()
  const at = {
    clearance: Math.min(clearance, person.clearance),
    scope: narrower(scope, person.scope),
  }
  const widens = at.clearance !== clearance || at.scope !== scope
  const narrows = at.clearance !== person.clearance || at.scope !== person.scope
  if (narrows || !widens) {
    const done = await setClearanceIn(context, w, caller, personId, at)
    if (isRefusal(done)) return done
    await dropConfirmation(w, 'clearance', personId, caller.personId, context.house.clock.now())
    if (!widens) return done
  }
  const asked = await askForClearance(
    context,
    w,
    caller,
    personId,
    { clearance, scope },
    { change: 'propose' },
  )
  if (isRefusal(asked)) return asked
  if (asked.leftAt !== null) throw conflict('people.has-left', '')
  const content = { clearance, scope, reason, before: { ...at, ...standingOf(person) } }
  return await propose(context, w, caller, { kind: 'clearance', subject: personId, content })
}

/** The same for several people, each in a transaction of its own; whoever is left is named with the reason. */
export async function wishClearances(
  context: Context,
  caller: Actor,
  wish: { readonly people: readonly (Rights & { readonly personId: string })[]; readonly reason: string },
): Promise<ClearancesAsked> {
  let [done, waits] = [0, 0]
  const left: ClearancesAsked['left'] = []
  for (const { personId, ...rights } of wish.people) {
    const answer = await told(wishClearance(context, caller, personId, { ...rights, reason: wish.reason }))
    if ('left' in answer) left.push({ id: personId, ...answer.left })
    else if (answer.value.done) done += 1
    else waits += 1
  }
  return { done, waits, left }
}

/**
 * Keeps somebody to their own legal entity at once, or proposes that they work for the whole group.
 * @throws Mistake `people.has-left`, `people.not-found`
 */
export async function wishGroupLevel(
  context: Context,
  caller: Actor,
  personId: string,
  groupLevel: boolean,
): Promise<Answer> {
  return await context.house.db.transact(async (w) => {
    if (!groupLevel) {
      const done = await changeGroupLevelIn(context, w, caller, personId, false)
      if (!isRefusal(done))
        await dropConfirmation(w, 'group-level', personId, caller.personId, context.house.clock.now())
      return done
    }
    const person = await askGroupLevel(context, w, caller, personId, { groupLevel, proposed: true })
    if (isRefusal(person)) return person
    const content = { before: standingOf(person) }
    return await propose(context, w, caller, { kind: 'group-level', subject: personId, content })
  })
}

/**
 * Keeps a department's files apart at once, or proposes that they are not any more, which lets others reach them.
 * @throws Mistake `people.not-found`
 */
export async function wishSubsidiary(
  context: Context,
  caller: Actor,
  departmentId: string,
  subsidiary: boolean,
): Promise<Answer> {
  return await context.house.db.transact(async (w) => {
    // Held before it is looked at: whoever makes it a subsidiary at this moment would be undone by one alone.
    await lockDepartments(w)
    const current = (await readDepartments(w)).find((one) => one.id === departmentId)
    if (subsidiary || current?.subsidiary !== true) {
      const done = await changeSubsidiaryIn(context, w, caller, departmentId, subsidiary)
      if (!isRefusal(done))
        await dropConfirmation(w, 'subsidiary', departmentId, caller.personId, context.house.clock.now())
      return done
    }
    const refused = await askSubsidiary(context, w, caller, departmentId, { subsidiary, proposed: true })
    if (refused !== undefined) return refused
    return await propose(context, w, caller, { kind: 'subsidiary', subject: departmentId, content: {} })
  })
}
