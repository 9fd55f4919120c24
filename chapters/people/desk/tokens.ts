import { createHash, randomBytes } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { Context } from '../context.ts'
import { openRoleRules } from '../places/by-role.ts'
import { openRoles } from '../store/roles.ts'
import { insertSession } from '../store/sessions.ts'
import { readRules } from '../store/sign-in-rules.ts'

/** Only the hash of a session token is stored: reading the database opens no session. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A fresh token of 256 bits, for a session, a ticket or a device. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/**
 * Opens a session with a fresh token, in the caller's transaction, and a second secret that binds it to the browser it
 * is given to. `provenBy` says with what the holder proved just now who they are; null when a remembered device stood
 * for the second factor. Its hours are those that the rules leave to the person's offices.
 */
export async function openSession(
  context: Context,
  w: Writer,
  o: {
    accountId: string
    personId: string
    address: string
    agent: string
    via: string
    provenBy: string | null
  },
): Promise<{ id: string; token: string; bound: string }> {
  const [token, bound] = [newToken(), newToken()]
  const at = context.house.clock.now()
  const id = newId(at.getTime())
  const { byRole } = await readRules(w)
  const { absoluteHours } = openRoleRules(byRole).limits(await openRoles(w, o.personId))
  const hours = Math.min(context.session.absoluteHours, absoluteHours ?? Infinity)
  const expiresAt = new Date(at.getTime() + hours * 3_600_000)
  await insertSession(w, {
    id,
    tokenHash: tokenHash(token),
    boundHash: tokenHash(bound),
    accountId: o.accountId,
    at,
    expiresAt,
    address: o.address,
    agent: o.agent,
    via: o.via,
    provenBy: o.provenBy,
  })
  return { id, token, bound }
}
