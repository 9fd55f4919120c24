import type { Reader, Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { Context } from '../context.ts'
import { openRoleRules } from '../places/by-role.ts'
import type { Account } from '../store/accounts.ts'
import { openRoles } from '../store/roles.ts'
import { readRules } from '../store/sign-in-rules.ts'

/** The role whose list of networks does not name this address; undefined when the person may sign in from there. */
async function keptOutBy(
  r: Reader,
  account: Pick<Account, 'personId'>,
  address: string,
): Promise<string | undefined> {
  const { byRole } = await readRules(r)
  return openRoleRules(byRole).keptOutBy(await openRoles(r, account.personId), address)
}

const notAllowed = (): Mistake => new Mistake('people.address-not-allowed', { status: 403 })

/**
 * Stops somebody who has proved who they are, in whichever way, but is connected from where their offices may not sign
 * in; the ledger has it. @throws Mistake `people.address-not-allowed` (403)
 */
export async function keepToPlaces(
  context: Context,
  account: Pick<Account, 'id' | 'personId'>,
  address: string,
  via: string,
): Promise<void> {
  const { house } = context
  const role = await house.db.read((r) => keptOutBy(r, account, address))
  if (role === undefined) return
  await house.db.transact(async (w) =>
    house.gate.note(w, 'sign-in-refused', {
      person: account.personId,
      account: account.id,
      reason: 'address',
      role,
      via,
    }),
  )
  throw notAllowed()
}

/** The same in the transaction that opens the session, for rules that changed a moment ago. */
export async function keepToPlacesIn(
  w: Writer,
  account: Pick<Account, 'personId'>,
  address: string,
): Promise<void> {
  if ((await keptOutBy(w, account, address)) !== undefined) throw notAllowed()
}
