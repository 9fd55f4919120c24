import { newId } from '../../../floor/ids.ts'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import type { Caller, Scope } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { changeWanted } from '../store/company.ts'
import { lockPerson, type Person, setRights } from '../store/persons.ts'
import { insertClearance } from '../store/review-rights.ts'
import { endHolding, insertHolding, openRoles } from '../store/roles.ts'
import { endSessionsOfPerson } from '../store/sessions.ts'
import type { RoleCode } from '../wire.ts'
import { isCombined } from './combine.ts'
import { keepLastHolder } from './last-holder.ts'

type Actor = Pick<Caller, 'personId'>
type Done = { readonly done: true }
/** What is carried out was proposed before, and confirmed by a second administrator. */
export interface Confirmed {
  readonly confirmation: string
  readonly confirmedBy: string
}
/** Clearance and scope of work. */
export interface Rights {
  readonly clearance: number
  readonly scope: Scope
}

/**
 * The gate's word on a change of somebody's roles, in the transaction that carries it out or lays it down. The rule on
 * separation is told the roles held beside the one in question, so that taking one away is never barred by itself.
 * @throws Mistake `people.not-found`
 */
export async function askForRole(
  context: Context,
  w: Writer,
  caller: Actor,
  personId: string,
  detail: { readonly role: RoleCode; readonly change: 'propose' | 'give' | 'take' } & Partial<Confirmed>,
): Promise<{ person: Person; held: ReadonlySet<string> } | Refusal> {
  const { house } = context
  const { role } = detail
  const person = await lockPerson(w, personId)
  if (person === undefined) throw notFound()
  const held = await openRoles(w, personId)
  const act = await actOf(context, w, caller, {
    verb: 'give-role',
    subjectPerson: personId,
    subjectRoles: new Set([...held].filter((one) => one !== role)),
    role,
    combined: await isCombined(w),
  })
  const answer = house.gate.askIn(w, act.question, act.facts, { subject: personId, detail: { ...detail } })
  return isRefusal(answer) ? answer : { person, held }
}

/**
 * Gives or takes a role. The person's sessions end, so that the new rights begin with a new sign-in. Over HTTP a role is
 * only proposed (`wishRole`), and this runs when a second administrator has confirmed it.
 * @throws Mistake `people.role-held`, `people.role-not-held`, `people.last-holder`, `people.has-left`, `people.not-found`
 */
export const changeRole = (
  context: Context,
  caller: Actor,
  personId: string,
  role: RoleCode,
  change: 'give' | 'take',
): Promise<Done | Refusal> =>
  context.house.db.transact((w) => changeRoleIn(context, w, caller, personId, { role, change }))

/** The same in the transaction of whoever confirms it. */
export async function changeRoleIn(
  context: Context,
  w: Writer,
  caller: Actor,
  personId: string,
  detail: { readonly role: RoleCode; readonly change: 'give' | 'take' } & Partial<Confirmed>,
): Promise<Done | Refusal> {
  const { role, change } = detail
  const asked = await askForRole(context, w, caller, personId, detail)
  if (isRefusal(asked)) return asked
  const at = context.house.clock.now()
  if (change === 'give') {
    if (asked.person.leftAt !== null) throw conflict('people.has-left', '')
    if (asked.held.has(role)) throw conflict('people.role-held', 'role')
    await insertHolding(w, { id: newId(at.getTime()), personId, role, givenBy: caller.personId, at })
  } else {
    await keepLastHolder(context, w, personId, new Set([role]))
    if ((await endHolding(w, personId, role, caller.personId, at)) === 0)
      throw conflict('people.role-not-held', 'role')
  }
  await endSessionsOfPerson(w, personId, at, 'role-changed')
  context.announce(w, personId)
  return { done: true as const }
}

/** The gate's word on somebody's clearance and scope. @throws Mistake `people.not-found` */
export async function askForClearance(
  context: Context,
  w: Writer,
  caller: Actor,
  personId: string,
  rights: Rights,
  more: Partial<Confirmed> & { readonly change?: 'propose' } = {},
): Promise<Person | Refusal> {
  const person = await lockPerson(w, personId)
  if (person === undefined) throw notFound()
  const { clearance, scope } = rights
  const act = await actOf(context, w, caller, { verb: 'set-clearance', subjectPerson: personId, clearance })
  const before = { clearance: person.clearance, scope: person.scope }
  const answer = context.house.gate.askIn(w, act.question, act.facts, {
    subject: personId,
    detail: { clearance, scope, before, ...more },
  })
  return isRefusal(answer) ? answer : person
}

/**
 * Sets clearance and scope of work; counts from the person's next request. Over HTTP whatever widens them is only
 * proposed (`wishClearance`), and this runs when a second administrator has confirmed it.
 * @throws Mistake `people.has-left`, `people.not-found`
 */
export const setClearance = (
  context: Context,
  caller: Actor,
  personId: string,
  rights: Rights,
): Promise<Done | Refusal> =>
  context.house.db.transact((w) => setClearanceIn(context, w, caller, personId, rights))

/** The same in the transaction of whoever confirms it. */
export async function setClearanceIn(
  context: Context,
  w: Writer,
  caller: Actor,
  personId: string,
  rights: Rights,
  confirmed?: Confirmed,
): Promise<Done | Refusal> {
  const person = await askForClearance(context, w, caller, personId, rights, confirmed)
  if (isRefusal(person)) return person
  if (person.leftAt !== null) throw conflict('people.has-left', '')
  const { clearance, scope } = rights
  await setRights(w, personId, clearance, scope)
  await insertClearance(w, { personId, clearance, scope, by: caller.personId, at: context.house.clock.now() })
  await changeWanted(w, { [personId]: null })
  context.announce(w, personId)
  return { done: true as const }
}
