import type { Caller } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { namesOf, personFactsOf, todayOf } from '../facts.ts'
import { readWanted } from '../store/company.ts'
import { holdingsOf, listHoldings } from '../store/roles.ts'
import type { Holding, RolesReply } from '../wire.ts'
import { waitingRights } from './confirm/rights.ts'

type Actor = Pick<Caller, 'personId'>

/** Who holds what, what waits for a second administrator, and whose clearance an import asked for. */
export async function rolesOverview(context: Context, caller: Actor): Promise<RolesReply> {
  const { house } = context
  return await house.db.read(async (r) => {
    const holdings = await listHoldings(r, todayOf(house))
    const wanted = await readWanted(r)
    const ids = Object.keys(wanted)
    const [names, facts] = [await namesOf(r, ids), await personFactsOf(house, ids, r)]
    return {
      holdings,
      waiting: await waitingRights(context, r, caller),
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
