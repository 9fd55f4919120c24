import { createHash, randomBytes } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { Context } from '../context.ts'
import { insertSession } from '../store/sessions.ts'

/** Only the hash of a session token is stored: reading the database opens no session. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Opens a session with a fresh token of 256 bits, in the caller's transaction. */
export async function openSession(
  context: Context,
  w: Writer,
  o: { accountId: string; address: string; agent: string },
): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const at = context.house.clock.now()
  const id = newId(at.getTime())
  const expiresAt = new Date(at.getTime() + context.session.absoluteHours * 3_600_000)
  await insertSession(w, {
    id,
    tokenHash: tokenHash(token),
    accountId: o.accountId,
    at,
    expiresAt,
    address: o.address,
    agent: o.agent,
  })
  return { id, token }
}
