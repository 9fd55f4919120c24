import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { administratorRoles, type Caller } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { namesOf } from '../facts.ts'
import { deviationsOf } from '../passwords/profiles.ts'
import {
  clearNetworks,
  decideChange,
  enrolment,
  insertChange,
  lockChange,
  openChange,
  readRules,
  type RulesInForce,
  writeRules,
} from '../store/sign-in-rules.ts'
import type { ProfileReply, RulesReply, SignInRules } from '../wire.ts'
import { keepOfficesReachable, orderedRules } from './lock-out.ts'
import { isInOffice } from './confirm/propose.ts'
import { needProof } from './second-factor/prove.ts'

/** The rules of sign-in in force, from which standard they differ, and the change that waits for a second administrator. */
export async function describeRules(context: Context, caller: Caller): Promise<RulesReply> {
  return await context.house.db.read(async (r) => {
    const [rules, pending] = [await readRules(r), await openChange(r)]
    const ids = [rules.proposedBy, rules.confirmedBy, pending?.proposedBy].flatMap((id) => id ?? [])
    const names = await namesOf(r, ids)
    const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id)?.name ?? null))
    return {
      rules: plainRules(rules),
      since: rules.since?.toISOString() ?? null,
      proposedBy: nameOf(rules.proposedBy),
      confirmedBy: nameOf(rules.confirmedBy),
      reason: rules.reason,
      deviations: deviationsOf(rules),
      pending:
        pending === undefined
          ? null
          : {
              id: pending.id,
              rules: pending.proposal,
              reason: pending.reason,
              proposedBy: nameOf(pending.proposedBy) ?? '',
              proposedAt: pending.proposedAt.toISOString(),
              deviations: deviationsOf(pending.proposal),
              mayDecide:
                pending.proposedBy !== caller.personId &&
                caller.roles.some((role) => administratorRoles.has(role)),
            },
      people: await enrolment(r, rules.factorRoles),
      limits: { ...context.session },
      address: caller.address,
    }
  })
}

/** The profile in force and its deviations, for whoever reads the clause. */
export async function describeProfile(context: Context): Promise<ProfileReply> {
  return await context.house.db.read(async (r) => {
    const [rules, pending] = [await readRules(r), await openChange(r)]
    return {
      profile: rules.profile,
      ageDays: rules.ageDays,
      passkeyDays: rules.passkeyDays,
      since: rules.since?.toISOString() ?? null,
      pending: pending !== undefined,
      deviations: deviationsOf(rules),
    }
  })
}

const plainRules = (rules: RulesInForce): SignInRules => ({
  profile: rules.profile,
  classRule: rules.classRule,
  ageDays: rules.ageDays,
  factorRoles: [...rules.factorRoles],
  graceDays: rules.graceDays,
  stepUpMinutes: rules.stepUpMinutes,
  rememberDays: rules.rememberDays,
  passkeyDays: rules.passkeyDays,
  stepUpActs: [...rules.stepUpActs],
  byRole: [...rules.byRole],
})

/**
 * Lays down other rules (security administrator); they hold once another of the three administrators confirms them. A
 * change that waited is replaced. @throws Mistake `people.rules-administrators`, `people.prove-first`, and those of
 * lock-out.ts
 */
export async function proposeRules(
  context: Context,
  caller: Caller,
  wanted: SignInRules,
  reason: string,
): Promise<{ id: string } | Refusal> {
  const { house } = context
  const rules = orderedRules(context, wanted)
  return await house.db.transact(async (w) => {
    const at = house.clock.now()
    const id = newId(at.getTime())
    const act = await actOf(context, w, caller, { verb: 'sign-in-rules' })
    const answer = house.gate.askIn(w, act.question, act.facts, {
      subject: id,
      detail: { change: 'propose', rules: logged(rules) },
    })
    if (isRefusal(answer)) return answer
    needProof(context, caller)
    if ([...administratorRoles].some((role) => !rules.factorRoles.includes(role)))
      throw conflict('people.rules-administrators', 'rules.factorRoles')
    await keepOfficesReachable(context, w, rules, { caller })
    await insertChange(w, { id, proposal: rules, reason, proposedBy: caller.personId, proposedAt: at })
    return { id }
  })
}

/** Codes and figures, as they stand in the ledger. */
const logged = (rules: SignInRules): Record<string, string | number | boolean | readonly string[]> => ({
  ...rules,
  factorRoles: [...rules.factorRoles].toSorted(),
  stepUpActs: [...rules.stepUpActs],
  byRole: rules.byRole.map(({ role, networks, idleMinutes, absoluteHours }) =>
    [role, ...networks, `idle:${idleMinutes ?? '-'}`, `hours:${absoluteHours ?? '-'}`].join(' '),
  ),
})

/**
 * For the server's own command line, when lists of networks have shut everybody out: all lists are cleared, a change
 * that waits is dropped, and the ledger says so. Resolves to how many lists there were.
 */
export async function openPlacesAtServer(context: Context): Promise<number> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const lists = await clearNetworks(w, house.clock.now())
    house.gate.note(w, 'sign-in-places-opened', { lists })
    return lists
  })
}

/**
 * Confirms or declines the waiting change: one of the three administrators, never the one who laid it down. What was
 * confirmed holds from then on; who did what, and the rules themselves, stand in the ledger.
 * @throws Mistake `people.not-found` when it was decided meanwhile, `people.prove-first`
 */
export async function decideRules(
  context: Context,
  caller: Caller,
  changeId: string,
  outcome: 'confirmed' | 'declined',
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const change = await lockChange(w, changeId)
    if (change === undefined) throw notFound()
    const act = await actOf(context, w, caller, {
      verb: 'confirm-sign-in-rules',
      applicant: change.proposedBy,
      // What is declined needs nobody behind it any more.
      proposerInOffice:
        outcome === 'declined' || (await isInOffice(context, w, change.proposedBy, 'sign-in-rules')),
    })
    const answer = house.gate.askIn(w, act.question, act.facts, {
      subject: change.id,
      detail: { change: outcome, proposedBy: change.proposedBy, rules: logged(change.proposal) },
    })
    if (isRefusal(answer)) return answer
    needProof(context, caller)
    const at = house.clock.now()
    await decideChange(w, change.id, caller.personId, outcome, at)
    if (outcome === 'confirmed') {
      const { proposedBy, reason } = change
      await keepOfficesReachable(context, w, change.proposal, { caller, proposer: proposedBy })
      await writeRules(w, change.proposal, { proposedBy, confirmedBy: caller.personId, reason, at })
    }
    return { done: true as const }
  })
}
