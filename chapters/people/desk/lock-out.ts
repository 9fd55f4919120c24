import type { Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { administratorRoles, type Caller } from '../../../gate/index.ts'
import { conflict, type Context } from '../context.ts'
import { everybody, openRoleRules } from '../places/by-role.ts'
import { readNetwork } from '../places/networks.ts'
import { type SeenFrom, seenFrom } from '../store/sign-in-rules.ts'
import { roleCatalogue, type RoleRule, type SignInRules, stepUpAlways, stepUpVerbs } from '../wire.ts'

const seenDays = 30
const dayMs = 86_400_000

/**
 * The rules as they are kept: empty lines left out, roles in the order of the catalogue, and always asking anew before
 * what decides who gets in. @throws Mistake `people.network`, `people.role-rule`, `people.limit-longer`
 */
export function orderedRules(context: Context, rules: SignInRules): SignInRules {
  const asks = new Set<string>([...rules.stepUpActs, ...stepUpAlways])
  const byRole = rules.byRole.filter(saysSomething)
  for (const [at, rule] of byRole.entries()) checkRule(context, byRole, rule, at)
  const order = [everybody, ...roleCatalogue.map((role) => role.code)]
  return {
    ...rules,
    stepUpActs: stepUpVerbs.filter((verb) => asks.has(verb)),
    byRole: byRole.toSorted((one, other) => order.indexOf(one.role) - order.indexOf(other.role)),
  }
}

const saysSomething = (rule: RoleRule): boolean =>
  rule.networks.length > 0 || rule.idleMinutes !== null || rule.absoluteHours !== null

function checkRule(context: Context, all: readonly RoleRule[], rule: RoleRule, at: number): void {
  const field = `rules.byRole.${at}`
  const known = rule.role === everybody || roleCatalogue.some((role) => role.code === rule.role)
  if (!known || all.findIndex((other) => other.role === rule.role) !== at)
    throw new Mistake('people.role-rule', { field: `${field}.role` })
  for (const network of rule.networks)
    if (readNetwork(network) === undefined)
      throw new Mistake('people.network', { field: `${field}.networks`, values: { network } })
  const { idleMinutes, absoluteHours } = context.session
  const [idle, hours] = [rule.idleMinutes ?? idleMinutes, rule.absoluteHours ?? absoluteHours]
  if (idle > idleMinutes || hours > absoluteHours || idle > hours * 60)
    throw new Mistake('people.limit-longer', {
      field: `${field}.idleMinutes`,
      values: { idle: idleMinutes, hours: absoluteHours },
    })
}

/**
 * Stops lists of networks that would shut out whoever lays them down or confirms them, or everybody of an office. Where
 * people sign in from is known from the last thirty days; of an administrator's office somebody must be known to come
 * from a network on the list. @throws Mistake `people.places-lock-out-you`, `people.places-lock-out-proposer`, `people.places-lock-out-office`
 */
export async function keepOfficesReachable(
  context: Context,
  w: Writer,
  rules: SignInRules,
  who: { readonly caller: Pick<Caller, 'roles' | 'address'>; readonly proposer?: string },
): Promise<void> {
  if (rules.byRole.every((rule) => rule.networks.length === 0)) return
  const opened = openRoleRules(rules.byRole)
  const { caller, proposer } = who
  if (!opened.allows(caller.roles, caller.address))
    throw conflict('people.places-lock-out-you', 'rules.byRole', { address: caller.address })
  const people = await seenFrom(w, new Date(context.house.clock.now().getTime() - seenDays * dayMs))
  const isIn = (person: SeenFrom): boolean =>
    person.addresses.some((address) => opened.allows(person.roles, address))
  if (proposer !== undefined && !people.some((person) => person.personId === proposer && isIn(person)))
    throw conflict('people.places-lock-out-proposer', 'rules.byRole')
  for (const { code, zh, en } of roleCatalogue) {
    const holders = people.filter((person) => person.roles.includes(code))
    const known = holders.filter((person) => person.addresses.length > 0)
    // Of an office whose holders never signed in yet nothing is known; an administrator's must be known to be in.
    if (known.length === 0 && !(administratorRoles.has(code) && holders.length > 0)) continue
    if (!known.some(isIn))
      throw conflict('people.places-lock-out-office', 'rules.byRole', { role: `${zh} / ${en}` })
  }
}
