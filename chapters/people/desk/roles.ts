import { newId } from '../../../floor/ids.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import type { Caller, Scope } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { namesOf, personFactsOf, todayOf } from '../facts.ts'
import { changeWanted, readWanted } from '../store/company.ts'
import { lockPerson, setRights } from '../store/persons.ts'
import { insertClearance } from '../store/review-rights.ts'
import { endHolding, holdingsOf, insertHolding, listHoldings, openRoles } from '../store/roles.ts'
import { endSessionsOfPerson } from '../store/sessions.ts'
import type { Holding, RoleCode, RolesReply } from '../wire.ts'
import { isCombined } from './combine.ts'
import { keepLastHolder } from './last-holder.ts'

type Done = { readonly done: true }

/**
 * Gives or takes a role (security administrator). The person's sessions end, so that the new rights begin with a new
 * sign-in. The rule on separation is told the roles held beside the one in question, so that taking one away is never
 * barred by itself.
 * @throws Mistake `people.role-held`, `people.role-not-held`, `people.last-holder`, `people.has-left`, `people.not-found`
 */
export async function changeRole(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  personId: string,
  role: RoleCode,
  change: 'give' | 'take',
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const person = await lockPerson(w, personId)
    if (person === undefined) throw notFound()
    const held = await openRoles(w, personId)
    const beside = new Set([...held].filter((one) => one !== role))
    const act = await actOf(context, w, caller, {
      verb: 'give-role',
      subjectPerson: personId,
      subjectRoles: beside,
      role,
      combined: await isCombined(w),
    })
    const answer = house.gate.askIn(w, act.question, act.facts, {
      subject: personId,
      detail: { role, change },
    })
    if (isRefusal(answer)) return answer
    const at = house.clock.now()
    if (change === 'give') {
      if (person.leftAt !== null) throw conflict('people.has-left', '')
      if (held.has(role)) throw conflict('people.role-held', 'role')
      await insertHolding(w, { id: newId(at.getTime()), personId, role, givenBy: caller.personId, at })
    } else {
      await keepLastHolder(context, w, personId, new Set([role]))
      if ((await endHolding(w, personId, role, caller.personId, at)) === 0)
        throw conflict('people.role-not-held', 'role')
    }
    await endSessionsOfPerson(w, personId, at, 'role-changed')
    context.announce(w, personId)
    return { done: true as const }
  })
}

/** Sets clearance and scope of work (security administrator); counts from the person's next request. */
export async function setClearance(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  personId: string,
  rights: { readonly clearance: number; readonly scope: Scope },
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const person = await lockPerson(w, personId)
    if (person === undefined) throw notFound()
    const act = await actOf(context, w, caller, {
      verb: 'set-clearance',
      subjectPerson: personId,
      clearance: rights.clearance,
    })
    const detail = {
      clearance: rights.clearance,
      scope: rights.scope,
      before: { clearance: person.clearance, scope: person.scope },
    }
    const answer = house.gate.askIn(w, act.question, act.facts, { subject: personId, detail })
    if (isRefusal(answer)) return answer
    if (person.leftAt !== null) throw conflict('people.has-left', '')
    await setRights(w, personId, rights.clearance, rights.scope)
    await insertClearance(w, { personId, ...rights, by: caller.personId, at: house.clock.now() })
    await changeWanted(w, { [personId]: null })
    context.announce(w, personId)
    return { done: true as const }
  })
}

/** Who holds what, and whose clearance an import asked for. */
export async function rolesOverview(context: Context): Promise<RolesReply> {
  const { house } = context
  return await house.db.read(async (r) => {
    const holdings = await listHoldings(r, todayOf(house))
    const wanted = await readWanted(r)
    const ids = Object.keys(wanted)
    const [names, facts] = [await namesOf(r, ids), await personFactsOf(house, ids, r)]
    return {
      holdings,
      wanted: ids.flatMap((personId) => {
        const [name, fact] = [names.get(personId), facts.get(personId)]
        if (name === undefined || fact === undefined) return []
        const { employeeNo } = name
        return [
          {
            personId,
            name: name.name,
            employeeNo,
            clearance: fact.clearance,
            scope: fact.scope,
            wanted: wanted[personId]!,
          },
        ]
      }),
    }
  })
}

/** The holdings of one person from the beginning. */
export async function personRoles(context: Context, personId: string): Promise<{ rows: Holding[] }> {
  return { rows: await context.house.db.read((r) => holdingsOf(r, personId, todayOf(context.house))) }
}
