import type { Writer } from '../../../floor/database/index.ts'
import { conflict, type Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import { holdersBeside } from '../store/roles.ts'
import { roleCatalogue, separatedRoles } from '../wire.ts'

/**
 * Stops an act that would leave one of the three administrators' offices without anybody. Call it before ending a
 * holding, an account or an employment, in that transaction.
 * @throws Mistake `people.last-holder`
 */
export async function keepLastHolder(
  context: Context,
  w: Writer,
  personId: string,
  rolesEnding: ReadonlySet<string>,
): Promise<void> {
  const roles = [...rolesEnding].filter((role) => separatedRoles.includes(role))
  if (roles.length === 0) return
  const others = await holdersBeside(w, roles, personId, todayOf(context.house))
  const last = roles.find((role) => (others.get(role) ?? 0) === 0)
  if (last === undefined) return
  const role = roleCatalogue.find((one) => one.code === last)
  throw conflict('people.last-holder', '', { role: `${role?.zh ?? last} / ${role?.en ?? last}` })
}
