import { createHash, randomBytes } from 'node:crypto'
import { isRefusal, type Refusal } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Writer } from '../../../../floor/database/index.ts'
import type { Caller } from '../../../../gate/index.ts'
import { actOf, type Context, notFound } from '../../context.ts'
import type { ScimTokenMade, ScimTokenRow } from '../../wire/sign-on.ts'
import { insertToken, readTokens, revokeToken, type StoredToken, tokenByHash, touchToken } from './store.ts'

type Actor = Pick<Caller, 'personId'>

const dayMs = 86_400_000
/** Recognisable in a leaked text, so that scanners find it. */
const prefix = 'mfscim_'
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
/** The time of the last use is written at most this often. */
const touchMs = 60_000

/** All tokens; a token itself is kept nowhere. */
export async function scimTokens(context: Context): Promise<{ rows: ScimTokenRow[] }> {
  const rows = await context.house.db.read((r) => readTokens(r))
  const now = context.house.clock.now()
  const stateOf = (one: StoredToken): ScimTokenRow['state'] =>
    one.revokedAt !== null ? 'revoked' : one.expiresAt <= now ? 'expired' : 'open'
  return {
    rows: rows.map((one) => ({
      id: one.id,
      name: one.name,
      createdAt: one.createdAt.toISOString(),
      expiresAt: one.expiresAt.toISOString(),
      usedAt: one.usedAt?.toISOString() ?? null,
      state: stateOf(one),
    })),
  }
}

async function make(
  context: Context,
  w: Writer,
  caller: Actor,
  o: { name: string; milliseconds: number },
): Promise<ScimTokenMade> {
  const token = `${prefix}${randomBytes(32).toString('base64url')}`
  const at = context.house.clock.now()
  const id = newId(at.getTime())
  const expiresAt = new Date(at.getTime() + o.milliseconds)
  await insertToken(w, { id, name: o.name, hash: hashOf(token), createdBy: caller.personId, at, expiresAt })
  return { id, token, expiresAt: expiresAt.toISOString() }
}

async function asked(context: Context, w: Writer, caller: Actor, detail: Record<string, string | number>) {
  const act = await actOf(context, w, caller, { verb: 'settings' })
  const answer = context.house.gate.askIn(w, act.question, act.facts, { detail })
  return isRefusal(answer) ? answer : undefined
}

/** Makes a token; it is shown this once. It acts with the rights of whoever made it, and ends with them. */
export async function addScimToken(
  context: Context,
  caller: Actor,
  body: { readonly name: string; readonly days: number },
): Promise<ScimTokenMade | Refusal> {
  return await context.house.db.transact(async (w) => {
    const refused = await asked(context, w, caller, { change: 'scim-token-made', days: body.days })
    if (refused !== undefined) return refused
    return await make(context, w, caller, { name: body.name, milliseconds: body.days * dayMs })
  })
}

/** A new token in the place of an old one, which ends at once; as long as that one was to last. */
export async function rotateScimToken(
  context: Context,
  caller: Actor,
  id: string,
): Promise<ScimTokenMade | Refusal> {
  return await context.house.db.transact(async (w) => {
    const refused = await asked(context, w, caller, { change: 'scim-token-rotated', token: id })
    if (refused !== undefined) return refused
    const old = await revokeToken(w, id, context.house.clock.now())
    if (old === undefined) throw notFound()
    const milliseconds = old.expiresAt.getTime() - old.createdAt.getTime()
    return await make(context, w, caller, { name: old.name, milliseconds })
  })
}

/** Ends a token at once. */
export async function endScimToken(
  context: Context,
  caller: Actor,
  id: string,
): Promise<{ done: true } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const refused = await asked(context, w, caller, { change: 'scim-token-ended', token: id })
    if (refused !== undefined) return refused
    if ((await revokeToken(w, id, context.house.clock.now())) === undefined) throw notFound()
    return { done: true as const }
  })
}

/** The token of an `Authorization` header, if it is in force. */
export async function bearerOf(
  context: Context,
  header: string | undefined,
): Promise<StoredToken | undefined> {
  const [, token] = /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(header ?? '') ?? []
  if (token === undefined) return undefined
  const now = context.house.clock.now()
  const found = await context.house.db.read((r) => tokenByHash(r, hashOf(token), now))
  if (found !== undefined && now.getTime() - (found.usedAt?.getTime() ?? 0) >= touchMs)
    await context.house.db.transact((w) => touchToken(w, found.id, now))
  return found
}
