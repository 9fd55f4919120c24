import type { Caller } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { endByToken, endOne, endSessionsOf, knowSession, openSessionsOf } from '../store/sessions.ts'
import type { OwnSessions } from '../wire.ts'
import { isElsewhere } from './enter.ts'
import { tokenHash } from './tokens.ts'

/** Ends the session of a token; unknown and ended ones change nothing. */
export async function signOut(context: Context, caller: Caller, token: string | undefined): Promise<void> {
  if (token === undefined) return
  const { house } = context
  await house.db.transact(async (w) => {
    const ended = await endByToken(w, tokenHash(token), house.clock.now(), 'signed-out')
    if (ended === undefined) return
    house.gate.note(w, 'signed-out', { person: caller.personId, account: ended.accountId, session: ended.id })
    context.announce(w, caller.personId)
  })
}

/** Ends the session of a token for a program that opened it and has no use for it. */
export async function dropSession(context: Context, token: string): Promise<void> {
  const { house } = context
  await house.db.transact(async (w) => {
    const ended = await endByToken(w, tokenHash(token), house.clock.now(), 'unused')
    if (ended !== undefined) house.gate.note(w, 'sessions-ended', { account: ended.accountId, count: 1 })
  })
}

/** The caller's open sessions, the latest used first. */
export async function ownSessions(context: Context, caller: Caller): Promise<OwnSessions> {
  const { house, session } = context
  const now = house.clock.now()
  const rows = await house.db.read((r) =>
    openSessionsOf(r, caller.accountId, now, new Date(now.getTime() - session.idleMinutes * 60_000)),
  )
  const here = rows.find((row) => row.id === caller.sessionId)
  return {
    rows: rows.map((row) => ({
      id: row.id,
      current: row.id === caller.sessionId,
      address: row.address,
      agent: row.agent,
      createdAt: row.createdAt.toISOString(),
      seenAt: row.seenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      via: row.via,
      keyed: row.keyed,
      elsewhere:
        row.id !== caller.sessionId && row.knownAt === null && here !== undefined && isElsewhere(row, here),
    })),
  }
}

/** Ends one of the caller's sessions, or all but the present one; resolves to how many. */
export async function endOwnSessions(context: Context, caller: Caller, id?: string): Promise<number> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const at = house.clock.now()
    const ended =
      id === undefined
        ? await endSessionsOf(w, caller.accountId, at, 'ended-by-owner', caller.sessionId)
        : await endOne(w, id, caller.accountId, at, 'ended-by-owner')
    if (ended > 0) {
      house.gate.note(w, 'sessions-ended', {
        person: caller.personId,
        account: caller.accountId,
        count: ended,
      })
      context.announce(w, caller.personId)
    }
    return ended
  })
}

/** The owner says that another open session is theirs: the notice about it ends, and the ledger has it. */
export async function acknowledgeSession(
  context: Context,
  caller: Caller,
  id: string,
): Promise<{ done: true }> {
  const { house } = context
  await house.db.transact(async (w) => {
    if ((await knowSession(w, caller.accountId, id, house.clock.now())) === 0) return
    house.gate.note(w, 'session-known', { person: caller.personId, account: caller.accountId, session: id })
  })
  return { done: true }
}
