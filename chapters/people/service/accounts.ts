import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type Caller, isAdministrator, isStaff, type PersonFacts } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { personFactsOf, todayOf } from '../facts.ts'
import {
  type ChangedService,
  type NewServiceBody,
  serviceDaysMost,
  type ServiceReply,
  type ServiceRightsBody,
  type ServiceRow,
} from '../wire/service.ts'
import { laterDay } from '../zone.ts'
import { checkChoices, checkIntake } from './choices.ts'
import {
  endServices,
  insertService,
  listServices,
  lockService,
  readService,
  type ServiceAccount,
  setServiceRights,
  updateService,
} from './store.ts'
import { endTokens, tokensOf } from './token-store.ts'
import { tokenRowOf } from './tokens.ts'

type Actor = Pick<Caller, 'personId'>
type Done = { readonly done: true }

/** So many days before its end an account is shown as ending, and its owner told. */
export const endingDays = 14

/** Service accounts as pages show them, with what counts at this moment; of one owner where one is given. */
export async function services(context: Context, ownerId?: string): Promise<ServiceRow[]> {
  const { house } = context
  return await house.db.read(async (r) => {
    const rows = await listServices(r, house.clock.now(), ownerId)
    const facts = await personFactsOf(
      house,
      rows.map((row) => row.id),
      r,
    )
    return rows.map((row) => rowOf(context, row, facts.get(row.id)))
  })
}

/** One account with its tokens, for administrators and its owner; for everybody else there is none. */
export async function service(context: Context, caller: Caller, id: string): Promise<ServiceReply> {
  const { house } = context
  return await house.db.read(async (r) => {
    const found = await readService(r, id, house.clock.now())
    const mine = found?.ownerId === caller.personId
    if (found === undefined || !(mine || isAdministrator(new Set(caller.roles)))) throw notFound()
    const facts = await personFactsOf(house, [id], r)
    const tokens = await tokensOf(r, [id])
    const now = house.clock.now()
    return {
      ...rowOf(context, found, facts.get(id)),
      list: tokens.map((one) => tokenRowOf('mfs_', one, now)),
      mine,
    }
  })
}

function rowOf(context: Context, row: ServiceAccount, facts: PersonFacts | undefined): ServiceRow {
  const {
    id,
    number,
    name,
    kind,
    task,
    purpose,
    clearance,
    scope,
    maskedOnly,
    perMinute,
    perDay,
    expiresOn,
  } = row
  return {
    id, number, name, kind, task, purpose, clearance, scope, maskedOnly, perMinute, perDay, expiresOn,
    owner: { id: row.ownerId, name: row.ownerName, employeeNo: row.ownerNo },
    state: stateOf(row, facts, todayOf(context.house)),
    effectiveClearance: Math.min(clearance, facts?.clearance ?? 0),
    fields: [...row.fields], verbs: [...row.verbs], addresses: [...row.addresses],
    createdAt: row.createdAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null, endReason: row.endReason,
    intake: row.intake, usedAt: row.usedAt?.toISOString() ?? null, tokens: row.tokens, version: row.version,
  } // prettier-ignore
}

function stateOf(row: ServiceAccount, facts: PersonFacts | undefined, today: string): ServiceRow['state'] {
  if (row.endedAt !== null) return 'ended'
  if (row.expiresOn < today) return 'expired'
  if (facts === undefined || !facts.active || facts.mustChangePassword || facts.unmet.size > 0)
    return 'stopped'
  if (row.rightsAt === null) return 'new'
  return row.expiresOn < laterDay(today, endingDays) ? 'ending' : 'open'
}

/**
 * Sets a service account up (system administrator): an owner who answers for it, what it is for, and its last day. It may
 * do nothing before the security administrator gives it rights.
 * @throws Mistake `people.service-owner`, `people.service-expiry`, `people.program-purpose`
 */
export async function createService(
  context: Context,
  caller: Actor,
  body: NewServiceBody,
): Promise<{ id: string; number: string } | Refusal> {
  const { house } = context
  const known = await context.programs.choices()
  return await house.db.transact(async (w) => {
    const at = house.clock.now()
    const id = newId(at.getTime())
    const { ownerId, kind, purpose, expiresOn } = body
    const refused = await asked(context, w, caller, 'manage-services', id, ownerId, {
      change: 'create', owner: ownerId, kind, purpose, expires: expiresOn,
    }) // prettier-ignore
    if (refused !== undefined) return refused
    checkChoices(known, { purpose })
    checkExpiry(context, expiresOn)
    await checkOwner(context, w, ownerId)
    const number = await insertService(w, { ...body, id, by: caller.personId, at })
    return { id, number }
  })
}

/**
 * Changes name, task, last day or owner (system administrator). With another owner all tokens end: the one before knows them.
 * @throws Mistake as `createService`; `people.changed-meanwhile`, `people.service-over`, `people.not-found`
 */
export async function changeService(
  context: Context,
  caller: Actor,
  id: string,
  body: ChangedService,
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const before = await running(context, w, id)
    const { ownerId, expiresOn } = body
    const refused = await asked(context, w, caller, 'manage-services', id, ownerId, {
      change: 'edit', owner: ownerId, before: before.ownerId, expires: expiresOn,
    }) // prettier-ignore
    if (refused !== undefined) return refused
    stillRunning(before, body.version)
    checkExpiry(context, expiresOn)
    if (ownerId !== before.ownerId) {
      await checkOwner(context, w, ownerId)
      await endTokensOf(context, w, id, caller.personId, 'owner-changed')
    }
    await updateService(w, id, body)
    context.announce(w, id)
    return { done: true as const }
  })
}

/**
 * Gives an account its rights and limits (security administrator), never more than its owner is cleared for.
 * @throws Mistake `people.service-above-owner`, `people.program-field`, `people.program-purpose`, `people.program-network`
 */
export async function giveServiceRights(
  context: Context,
  caller: Actor,
  id: string,
  body: ServiceRightsBody,
): Promise<Done | Refusal> {
  const { house } = context
  const known = await context.programs.choices()
  return await house.db.transact(async (w) => {
    const before = await running(context, w, id)
    const { version, ...rights } = body
    const refused = await asked(context, w, caller, 'service-rights', id, before.ownerId, {
      ...rights, addresses: rights.addresses.length,
      before: { clearance: before.clearance, scope: before.scope, fields: before.fields, verbs: before.verbs, maskedOnly: before.maskedOnly, intake: before.intake },
    }) // prettier-ignore
    if (refused !== undefined) return refused
    stillRunning(before, version)
    checkChoices(known, rights)
    if (rights.intake !== null) checkIntake(known, rights.intake)
    const owner = (await personFactsOf(house, [before.ownerId], w)).get(before.ownerId)
    if (rights.clearance > (owner?.clearance ?? 0))
      throw new Mistake('people.service-above-owner', {
        field: 'clearance',
        values: { clearance: owner?.clearance ?? 0 },
      })
    await setServiceRights(w, id, rights, { by: caller.personId, at: house.clock.now() })
    context.announce(w, id)
    return { done: true as const }
  })
}

/** Ends an account and its tokens at once and for ever (system administrator); it stays in the records. */
export async function endService(
  context: Context,
  caller: Actor,
  id: string,
  reason: string,
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const before = await running(context, w, id)
    const refused = await asked(context, w, caller, 'manage-services', id, before.ownerId, {
      change: 'end',
    })
    if (refused !== undefined) return refused
    stillRunning(before)
    await endTokensOf(context, w, id, caller.personId, 'account-ended')
    await endServices(w, { id }, { at: house.clock.now(), by: caller.personId, reason })
    context.announce(w, id)
    return { done: true as const }
  })
}

async function running(context: Context, w: Writer, id: string): Promise<ServiceAccount> {
  const found = await lockService(w, id, context.house.clock.now())
  if (found === undefined) throw notFound()
  return found
}

function stillRunning(found: ServiceAccount, version = found.version): void {
  if (found.endedAt !== null) throw conflict('people.service-over', '')
  if (found.version !== version) throw conflict('people.changed-meanwhile', '')
}

/** The refusal when the gate says no; the answer stands in the ledger either way. */
async function asked(
  context: Context,
  w: Writer,
  caller: Actor,
  verb: 'manage-services' | 'service-rights',
  id: string,
  ownerId: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<Refusal | undefined> {
  const act = await actOf(context, w, caller, { verb, subjectPerson: ownerId })
  const answer = context.house.gate.askIn(w, act.question, act.facts, { subject: id, detail })
  return isRefusal(answer) ? answer : undefined
}

/** Ends the tokens of an account, with a line that names them. */
export async function endTokensOf(
  context: Context,
  w: Writer,
  holder: string,
  by: string | null,
  reason: string,
): Promise<number> {
  const { house } = context
  const tokens = await endTokens(w, { personId: holder }, { at: house.clock.now(), by, reason })
  if (tokens.length > 0)
    house.gate.note(w, 'tokens-ended', {
      ...(by === null ? {} : { actor: by }),
      subject: holder,
      reason,
      tokens,
    })
  return tokens.length
}

/** Who answers for a program works here and is no administrator, who would see customer data through it. */
export async function checkOwner(context: Context, r: Reader, ownerId: string): Promise<void> {
  const { house } = context
  const owner = (await personFactsOf(house, [ownerId], r)).get(ownerId)
  const fit =
    owner !== undefined && isStaff(owner, house.clock.now().getTime()) && !isAdministrator(owner.roles)
  if (!fit) throw new Mistake('people.service-owner', { field: 'ownerId' })
}

function checkExpiry(context: Context, expiresOn: string): void {
  const today = todayOf(context.house)
  if (expiresOn < today || expiresOn > laterDay(today, serviceDaysMost))
    throw new Mistake('people.service-expiry', { field: 'expiresOn', values: { days: serviceDaysMost } })
}
