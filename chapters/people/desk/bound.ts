import { timingSafeEqual } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import type { Shown } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { familyOf } from '../places/agents.ts'
import { endById } from '../store/sessions.ts'
import { tokenHash } from './tokens.ts'

/** What of a session tells whether a request comes from the browser that opened it. */
export interface Bound {
  readonly id: string
  readonly personId: string
  readonly accountId: string
  readonly agent: string
  /** Hashes in hex; null: opened before there were such secrets. */
  readonly boundHash: string | null
  readonly boundNext: string | null
}

/** Why a request is not from the browser that opened the session; undefined when it is. */
export function strangeness(session: Bound, shown: Shown): 'secret' | 'browser' | undefined {
  const { boundHash, boundNext } = session
  if (boundHash !== null) {
    if (shown.bound === undefined) return 'secret'
    const given = tokenHash(shown.bound)
    const fits = (hex: string | null): boolean =>
      hex !== null && timingSafeEqual(Buffer.from(hex, 'hex'), given)
    if (!fits(boundHash) && !fits(boundNext)) return 'secret'
  }
  return familyOf(session.agent) === familyOf(shown.agent) ? undefined : 'browser'
}

/** A session was used from elsewhere: it ends, the ledger has it, and its owner is told. */
export async function endMoved(
  context: Context,
  w: Writer,
  session: Pick<Bound, 'id' | 'personId' | 'accountId'>,
  why: 'secret' | 'browser' | 'signature',
): Promise<void> {
  const { house } = context
  if ((await endById(w, session.id, house.clock.now(), `moved-${why}`)) === 0) return
  const { personId: person, accountId: account } = session
  house.gate.note(w, 'session-moved', { person, account, session: session.id, why })
  await context.warn(w, person, 'session-moved')
  context.announce(w, person)
}
