import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { needProof } from '../desk/second-factor/prove.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { namesOf, personFactsOf } from '../facts.ts'
import type { TokenMade, TokenRow, TokenSelf } from '../wire/service.ts'
import { laterDay, momentIn } from '../zone.ts'
import { ownTokenLimits } from './authenticate.ts'
import { checkChoices } from './choices.ts'
import { lockService, readService } from './store.ts'
import { newTokenText, tokenBeginning, type TokenPrefix } from './token-text.ts'
import {
  countOpen,
  endTokens,
  insertToken,
  isSignedIn,
  lockToken,
  type NewToken,
  readToken,
  shortenToken,
  type TokenRowFound,
  tokensOf,
} from './token-store.ts'

const [dayMs, hourMs] = [86_400_000, 3_600_000]
/** Most tokens in force of one holder. */
const tokensMost = 20

type Limits = Pick<NewToken, 'name' | 'fields' | 'verbs' | 'maskedOnly' | 'addresses' | 'expiresAt'>

/** A token as pages show it: never the secret, which nobody has. */
export function tokenRowOf(prefix: TokenPrefix, one: TokenRowFound, now: Date): TokenRow {
  return {
    id: one.id, beginning: tokenBeginning(prefix, one.publicId), name: one.name,
    state: one.endedAt !== null ? 'ended' : one.expiresAt <= now ? 'expired' : 'open',
    fields: one.fields === null ? null : [...one.fields], verbs: one.verbs === null ? null : [...one.verbs],
    maskedOnly: one.maskedOnly, addresses: [...one.addresses],
    madeAt: one.madeAt.toISOString(), expiresAt: one.expiresAt.toISOString(),
    usedAt: one.usedAt?.toISOString() ?? null, usedFrom: one.usedFrom, endReason: one.endReason,
  } // prettier-ignore
}

/** The caller's own tokens. */
export async function ownTokens(context: Context, caller: Caller): Promise<TokenRow[]> {
  const { house } = context
  const rows = await house.db.read((r) => tokensOf(r, [caller.personId]))
  return rows.map((one) => tokenRowOf('mfp_', one, house.clock.now()))
}

/**
 * A person's own token, with fewer rights than theirs, for their own scripts. It never outlives its 90 days, a reset of
 * the password, the account or the employment.
 * @throws Mistake `people.prove-first`, `people.tokens-many`, and those of `checkChoices`
 */
export async function makeOwnToken(
  context: Context,
  caller: Caller,
  body: Omit<Limits, 'fields' | 'verbs' | 'expiresAt'> & {
    readonly fields: readonly number[]
    readonly verbs: readonly string[]
    readonly days: number
  },
): Promise<TokenMade | Refusal> {
  needProof(context, caller)
  const { house } = context
  const known = await context.programs.choices()
  return await house.db.transact(async (w) => {
    await stillHere(w, caller)
    const { days, fields, verbs, maskedOnly, addresses } = body
    const refused = await asked(context, w, caller, 'make-token', caller.personId, {
      subject: caller.personId,
      detail: { change: 'make', days, fields, verbs, maskedOnly, addresses: addresses.length },
    })
    if (refused !== undefined) return refused
    checkChoices(known, body)
    const expiresAt = new Date(house.clock.now().getTime() + days * dayMs)
    return await store(context, w, caller, 'mfp_', caller.personId, { ...body, expiresAt })
  })
}

/**
 * A token of a service account, made by its owner alone, who alone sees it. It ends with the account at the latest.
 * @throws Mistake `people.prove-first`, `people.tokens-many`, `people.service-over`, `people.service-no-rights`
 */
export async function makeServiceToken(
  context: Context,
  caller: Caller,
  id: string,
  body: { readonly name: string; readonly days: number; readonly addresses: readonly string[] },
): Promise<TokenMade | Refusal> {
  needProof(context, caller)
  const { house } = context
  return await house.db.transact(async (w) => {
    const account = await lockService(w, id, house.clock.now())
    if (account === undefined) throw notFound()
    await stillHere(w, caller)
    const refused = await asked(context, w, caller, 'make-token', account.ownerId, {
      subject: id,
      detail: { change: 'make', days: body.days, addresses: body.addresses.length },
    })
    if (refused !== undefined) return refused
    if (account.endedAt !== null) throw conflict('people.service-over', '')
    if (account.rightsAt === null) throw conflict('people.service-no-rights', '')
    checkChoices(
      { fields: new Set(), purposes: new Set(), sources: new Set() },
      { addresses: body.addresses },
    )
    const now = house.clock.now().getTime()
    const until = momentIn(house.timeZone, laterDay(account.expiresOn)).getTime()
    if (until <= now) throw conflict('people.service-over', '')
    const expiresAt = new Date(Math.min(now + body.days * dayMs, until))
    return await store(context, w, caller, 'mfs_', id, {
      ...body, fields: null, verbs: null, maskedOnly: account.maskedOnly, expiresAt,
    }) // prettier-ignore
  })
}

/**
 * A new token like the old one, which goes on for some hours so that a program can change over without a break; a token
 * that leaked is ended instead, or given 0 hours.
 * @throws Mistake as when making one; `people.token-over`
 */
export async function rotateToken(
  context: Context,
  caller: Caller,
  id: string,
  hours: number,
): Promise<TokenMade | Refusal> {
  needProof(context, caller)
  const { house } = context
  return await house.db.transact(async (w) => {
    const { old, prefix, ownerId, until } = await held(context, w, id)
    await stillHere(w, caller)
    const refused = await asked(context, w, caller, 'make-token', ownerId, {
      subject: old.personId,
      detail: { change: 'rotate', token: id, hours },
    })
    if (refused !== undefined) return refused
    const now = house.clock.now()
    if (old.endedAt !== null || old.expiresAt <= now) throw conflict('people.token-over', '')
    const life = old.expiresAt.getTime() - old.madeAt.getTime()
    const expiresAt = new Date(Math.min(now.getTime() + life, until))
    if (expiresAt <= now) throw conflict('people.service-over', '')
    if (hours === 0) await endTokens(w, { id }, { at: now, by: caller.personId, reason: 'rotated' })
    else await shortenToken(w, id, new Date(now.getTime() + hours * hourMs))
    const { name, fields, verbs, maskedOnly, addresses } = old
    return await store(context, w, caller, prefix, old.personId, {
      name, fields, verbs, maskedOnly, addresses, expiresAt,
    }) // prettier-ignore
  })
}

/** Ends a token at once: its owner, and the system or security administrator. @throws Mistake `people.token-over` */
export async function endToken(
  context: Context,
  caller: Caller,
  id: string,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const { old, ownerId } = await held(context, w, id)
    const refused = await asked(context, w, caller, 'end-token', ownerId, {
      subject: old.personId,
      detail: { token: id },
    })
    if (refused !== undefined) return refused
    const ended = await endTokens(w, { id }, { at: house.clock.now(), by: caller.personId, reason: 'ended' })
    if (ended.length === 0) throw conflict('people.token-over', '')
    return { done: true as const }
  })
}

/** What a program is told about itself. @throws Mistake `people.not-found` for somebody at a page */
export async function tokenSelf(context: Context, caller: Caller): Promise<TokenSelf> {
  const { house } = context
  const tokenId = caller.token?.id
  if (tokenId === undefined) throw notFound()
  return await house.db.read(async (r) => {
    const account = await readService(r, caller.personId, house.clock.now())
    const facts = (await personFactsOf(house, [caller.personId], r)).get(caller.personId)
    const token = (await tokensOf(r, [caller.personId])).find((one) => one.id === tokenId)
    const ownerId = account?.ownerId ?? caller.personId
    const owner = (await namesOf(r, [ownerId])).get(ownerId)
    if (facts === undefined || token === undefined || owner === undefined) throw notFound()
    const limits = facts.service ?? caller.token?.limits
    return {
      token: tokenId,
      name: token.name,
      holder: { id: caller.personId, name: caller.name, number: caller.employeeNo, kind: account?.kind ?? 'person' },
      owner: { name: owner.name, employeeNo: owner.employeeNo },
      fields: [...(limits?.fields ?? [])], verbs: [...(limits?.verbs ?? [])],
      purpose: limits?.purpose ?? null, maskedOnly: limits?.maskedOnly ?? true,
      clearance: facts.clearance, scope: facts.scope, intake: account?.intake ?? null,
      perMinute: account?.perMinute ?? ownTokenLimits.perMinute, perDay: account?.perDay ?? ownTokenLimits.perDay,
      expiresAt: token.expiresAt.toISOString(),
    } // prettier-ignore
  })
}

/**
 * A token with who answers for it and until when its successor may last at most. Its account is held first: whoever hands
 * it over meanwhile waits, and then ends the successor too.
 */
async function held(context: Context, w: Writer, id: string) {
  const { house } = context
  const holder = (await readToken(w, id))?.personId
  if (holder === undefined) throw notFound()
  const account = await lockService(w, holder, house.clock.now())
  const old = await lockToken(w, id)
  if (old === undefined) throw notFound()
  if (account === undefined)
    return { old, prefix: 'mfp_' as const, ownerId: old.personId, until: Number.POSITIVE_INFINITY }
  const until = momentIn(house.timeZone, laterDay(account.expiresOn)).getTime()
  return {
    old,
    prefix: 'mfs_' as const,
    ownerId: account.ownerId,
    until: account.endedAt === null ? until : 0,
  }
}

/**
 * A reset, a disabled account or a leaving that happens at this very moment: it waits for the new token and ends it too, or
 * has been first, and then nothing is made. @throws Mistake `sign-in`
 */
async function stillHere(w: Writer, caller: Caller): Promise<void> {
  // The program itself, acting for somebody, has no session.
  if (caller.sessionId === '') return
  if (!(await isSignedIn(w, caller.accountId, caller.sessionId)))
    throw new Mistake('sign-in', { status: 401 })
}

async function asked(
  context: Context,
  w: Writer,
  caller: Caller,
  verb: 'make-token' | 'end-token',
  ownerId: string,
  more: { readonly subject: string; readonly detail: Readonly<Record<string, unknown>> },
): Promise<Refusal | undefined> {
  const act = await actOf(context, w, caller, { verb, subjectPerson: ownerId })
  const answer = context.house.gate.askIn(w, act.question, act.facts, more)
  return isRefusal(answer) ? answer : undefined
}

async function store(
  context: Context,
  w: Writer,
  caller: Caller,
  prefix: TokenPrefix,
  holder: string,
  limits: Limits,
): Promise<TokenMade> {
  const madeAt = context.house.clock.now()
  if ((await countOpen(w, holder, madeAt)) >= tokensMost)
    throw new Mistake('people.tokens-many', { field: 'name', values: { count: tokensMost } })
  const { text, publicId, hash } = newTokenText(prefix)
  const id = newId(madeAt.getTime())
  const { name, fields, verbs, maskedOnly, addresses, expiresAt } = limits
  await insertToken(w, {
    id, publicId, hash, personId: holder, name, fields, verbs, maskedOnly, addresses, madeBy: caller.personId, madeAt, expiresAt,
  }) // prettier-ignore
  context.house.gate.note(w, 'token-made', {
    actor: caller.personId,
    subject: holder,
    token: id,
    until: expiresAt.toISOString(),
  })
  return { id, token: text, expiresAt: expiresAt.toISOString() }
}
