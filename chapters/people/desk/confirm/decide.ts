import { isRefusal, type Refusal } from '../../../../floor/errors.ts'
import type { Writer } from '../../../../floor/database/index.ts'
import type { Caller } from '../../../../gate/index.ts'
import { roleForAct } from '../../clauses/p6_1_duties.ts'
import { actOf, conflict, type Context, notFound } from '../../context.ts'
import { namesOf } from '../../facts.ts'
import { readSettings } from '../../store/company.ts'
import {
  type Confirmation,
  endConfirmation,
  listConfirmations,
  lockConfirmation,
  readConfirmation,
} from '../../store/confirmations.ts'
import type {
  ConfirmationDecision,
  ConfirmationRow,
  ConfirmationsDecided,
  ConfirmationsReply,
} from '../../wire/confirmations.ts'
import { lockPerson } from '../../store/persons.ts'
import { needProof } from '../second-factor/prove.ts'
import type { ConfirmationKind } from './kinds.ts'
import { isInOffice } from './propose.ts'
import { told } from './told.ts'

const shownMost = 200

/** What waits for a second administrator, and what became of the latest wishes. */
export async function confirmations(context: Context, caller: Caller): Promise<ConfirmationsReply> {
  const { house } = context
  const now = house.clock.now()
  return await house.db.read(async (r) => {
    const list = await listConfirmations(r, shownMost)
    const names = await namesOf(r, [
      ...new Set(list.flatMap((one) => [one.proposedBy, one.decidedBy ?? []].flat())),
    ])
    const combined = (await readSettings(r))['combinedAdministrators'] === true
    const rows: ConfirmationRow[] = []
    for (const one of list) {
      const kind = context.confirmations.get(one.kind)
      if (kind === undefined) continue
      const over = one.state === 'open' && one.expiresAt <= now
      const own = one.proposedBy === caller.personId
      rows.push({
        id: one.id,
        kind: one.kind,
        title: { ...kind.title },
        text: { ...(await kind.describe(r, one)) },
        proposedBy: names.get(one.proposedBy)?.name ?? '',
        proposedAt: one.proposedAt.toISOString(),
        expiresAt: one.expiresAt.toISOString(),
        state: over ? 'over' : (one.state as ConfirmationRow['state']),
        decidedBy: one.decidedBy === null ? null : (names.get(one.decidedBy)?.name ?? ''),
        decidedAt: one.decidedAt?.toISOString() ?? null,
        own,
        reason: typeof one.content['reason'] === 'string' ? one.content['reason'] : '',
        mayDecide:
          one.state === 'open' &&
          !over &&
          !own &&
          // Whoever gets a right does not confirm it.
          !(kind.verb === 'confirm-right' && one.subject === caller.personId) &&
          mayAct(kind, caller, combined),
      })
    }
    return { rows }
  })
}

/** For the buttons only; the gate decides. */
function mayAct(kind: ConfirmationKind, caller: Caller, combined: boolean): boolean {
  const wanted = [...(roleForAct[kind.verb] ?? [])]
  if (kind.verb === 'confirm-access' && combined) wanted.push('audit-admin')
  return caller.roles.some((role) => wanted.includes(role))
}

/**
 * Confirms, declines or withdraws what waits. Confirmed, it is done at once, in the name of whoever proposed it and in
 * the same transaction: the gate is asked about both people, and both stand in the ledger. Only the proposer withdraws,
 * and the proposer neither confirms nor declines.
 * @throws Mistake `people.not-found` when it was decided meanwhile, `people.confirmation-over`, `people.proposer-gone`,
 * `people.prove-first`, and whatever the act itself says
 */
export async function decideConfirmation(
  context: Context,
  caller: Caller,
  id: string,
  outcome: ConfirmationDecision['outcome'],
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const seen = await readConfirmation(w, id)
    if (seen === undefined) throw notFound()
    // Roles and employment of all three stay what they are until this is done; the person before the wish, as when one is
    // laid down.
    for (const person of [...new Set([seen.proposedBy, seen.subject, caller.personId])].toSorted())
      await lockPerson(w, person)
    const wish = await lockConfirmation(w, id)
    const kind = wish === undefined ? undefined : context.confirmations.get(wish.kind)
    if (wish === undefined || kind === undefined) throw notFound()
    if (outcome === 'withdrawn') return await withdrawn(context, w, caller, wish)
    const standing = await isInOffice(context, w, wish.proposedBy, kind.act)
    const act = await actOf(context, w, caller, {
      verb: kind.verb,
      subjectPerson: wish.subject,
      applicant: wish.proposedBy,
      combined: (await readSettings(w))['combinedAdministrators'] === true,
      // What is declined needs nobody behind it any more.
      proposerInOffice: standing || outcome === 'declined',
    })
    const { kind: what, subject, proposedBy } = wish
    const detail = { confirmation: id, what, outcome, proposedBy }
    const answer = house.gate.askIn(w, act.question, act.facts, { subject, detail })
    if (isRefusal(answer)) return answer
    needProof(context, caller)
    // A kind that is decided under a verb of its own (that of flows) is asked for without the two rules of 6.1.
    if (proposedBy === caller.personId) throw conflict('people.not-yourself', '')
    if (!standing && outcome === 'confirmed') throw conflict('people.proposer-gone', '')
    const at = house.clock.now()
    if (outcome === 'confirmed') {
      if (wish.expiresAt <= at) throw conflict('people.confirmation-over', '')
      const refused = await kind.carryOut(w, wish, caller.personId)
      // Asked before anything was touched: the refusal is recorded and told, and the wish stays open.
      if (refused !== undefined && kind.asksFirst === true) return refused
      // The proposer lost the right to it in some other way: nothing of this stands.
      if (refused !== undefined) throw conflict('people.proposer-gone', '')
      await endConfirmation(w, id, 'confirmed', caller.personId, at)
    } else await endConfirmation(w, id, 'declined', caller.personId, at)
    return { done: true as const }
  })
}

/**
 * Decides on several, each in a transaction of its own: one that no longer applies does not keep the others, and is named
 * in the answer with the reason.
 */
export async function decideConfirmations(
  context: Context,
  caller: Caller,
  ids: readonly string[],
  outcome: ConfirmationDecision['outcome'],
): Promise<ConfirmationsDecided> {
  // Otherwise every one of them would fail for the same reason, and nobody would be asked to prove anything.
  if (outcome !== 'withdrawn') needProof(context, caller)
  const left: ConfirmationsDecided['left'] = []
  let done = 0
  for (const id of new Set(ids)) {
    const answer = await told(decideConfirmation(context, caller, id, outcome))
    if ('left' in answer) left.push({ id, ...answer.left })
    else done += 1
  }
  return { done, left }
}

async function withdrawn(
  context: Context,
  w: Writer,
  caller: Caller,
  wish: Confirmation,
): Promise<{ done: true }> {
  if (wish.proposedBy !== caller.personId) throw notFound()
  await endConfirmation(w, wish.id, 'withdrawn', caller.personId, context.house.clock.now())
  context.house.gate.note(w, 'confirmation-withdrawn', {
    actor: caller.personId,
    subject: wish.subject,
    confirmation: wish.id,
    what: wish.kind,
  })
  return { done: true }
}
