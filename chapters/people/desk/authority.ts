import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { administratorRoles, type Caller } from '../../../gate/index.ts'
import { isIntact, matrixHash } from '../authority.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { namesOf } from '../facts.ts'
import {
  endProposal,
  insertMatrix,
  insertProposal,
  listProposals,
  lockAuthority,
  lockProposal,
  matrixInForce,
  openProposal,
  readMatrix,
  readProposal,
  type StoredProposal,
} from '../store/authority.ts'
import { lockPerson } from '../store/persons.ts'
import {
  type AuthorityDecision,
  authorityDifferences,
  type AuthorityHistory,
  type AuthorityProposal,
  type AuthorityProposalBody,
  type AuthorityReply,
  type AuthoritySimulation,
  type RoleAuthority,
} from '../wire.ts'
import { checkedMatrix } from './authority-check.ts'
import { describeSimulation, simulate, type Simulated } from './authority-simulation.ts'
import { isInOffice } from './confirm/propose.ts'
import { needProof } from './second-factor/prove.ts'

/** How long a proposal waits for a second administrator. */
const waitsMs = 7 * 86_400_000
const historyMost = 100

const overAt = (proposal: Pick<StoredProposal, 'proposedAt'>): Date =>
  new Date(proposal.proposedAt.getTime() + waitsMs)

/** The matrix in force, and the one that waits for a second administrator. */
export async function describeAuthority(context: Context, caller: Caller): Promise<AuthorityReply> {
  return await context.house.db.read(async (r) => {
    const [matrix, open] = [await matrixInForce(r), await openProposal(r)]
    const ids = [matrix.proposedBy, matrix.confirmedBy, open?.proposedBy].flatMap((id) => id ?? [])
    const names = await namesOf(r, ids)
    const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id)?.name ?? null))
    return {
      version: matrix.version,
      hash: matrix.hash,
      since: matrix.since.toISOString(),
      roles: [...matrix.roles],
      intact: isIntact(matrix),
      proposedBy: nameOf(matrix.proposedBy),
      confirmedBy: nameOf(matrix.confirmedBy),
      reason: matrix.reason,
      pending:
        open === undefined
          ? null
          : await waiting(context, r, caller, open, matrix.version, nameOf(open.proposedBy) ?? ''),
    }
  })
}

async function waiting(
  context: Context,
  r: Reader,
  caller: Caller,
  open: StoredProposal,
  version: number,
  proposedBy: string,
): Promise<NonNullable<AuthorityReply['pending']>> {
  const expiresAt = overAt(open)
  const own = open.proposedBy === caller.personId
  const dead =
    open.base !== version
      ? 'stale'
      : expiresAt <= context.house.clock.now()
        ? 'over'
        : (await isInOffice(context, r, open.proposedBy, 'edit-authority'))
          ? null
          : 'proposer'
  return {
    id: open.id,
    base: open.base,
    hash: open.hash,
    roles: [...open.roles],
    reason: open.reason,
    proposedBy,
    proposedAt: open.proposedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    own,
    // For the buttons only; the gate decides.
    mayDecide: !own && dead === null && caller.roles.some((role) => administratorRoles.has(role)),
    dead,
  }
}

/** Who would gain and who would lose what by another matrix; nothing is changed. @throws Mistake see `checkedMatrix` */
export async function simulateAuthority(
  context: Context,
  roles: readonly RoleAuthority[],
): Promise<AuthoritySimulation> {
  const { house } = context
  const wanted = checkedMatrix(roles)
  return await house.db.read(async (r) => describeSimulation(house, r, await simulate(context, r, wanted)))
}

/** Every matrix that was ever proposed, and what became of it; the newest first. */
export async function authorityHistory(context: Context): Promise<AuthorityHistory> {
  const { house } = context
  return await house.db.read(async (r) => {
    const rows = await listProposals(r, historyMost)
    const names = await namesOf(
      r,
      rows.flatMap((row) => [row.proposedBy, ...(row.decidedBy === null ? [] : [row.decidedBy])]),
    )
    return {
      rows: rows.map((row) => ({
        id: row.id,
        base: row.base,
        hash: row.hash,
        reason: row.reason,
        proposedBy: names.get(row.proposedBy)?.name ?? '',
        proposedAt: row.proposedAt.toISOString(),
        outcome: row.outcome ?? (overAt(row) <= house.clock.now() ? ('over' as const) : ('open' as const)),
        decidedBy: row.decidedBy === null ? null : (names.get(row.decidedBy)?.name ?? ''),
        decidedAt: row.decidedAt?.toISOString() ?? null,
        version: row.version,
      })),
    }
  })
}

/** What one proposal wanted, beside the version it was laid over. @throws Mistake `people.not-found` */
export async function authorityProposal(context: Context, id: string): Promise<AuthorityProposal> {
  return await context.house.db.read(async (r) => {
    const proposal = await readProposal(r, id)
    const base = proposal === undefined ? undefined : await readMatrix(r, proposal.base)
    if (proposal === undefined || base === undefined) throw notFound()
    return { before: [...base.roles], after: [...proposal.roles] }
  })
}

/**
 * Lays down another matrix (security administrator); it holds once another of the three administrators confirms it. A
 * proposal that waited is replaced when its id is named, so that two who propose at once do not undo each other.
 * @throws Mistake `people.authority-stale`, `people.authority-waiting`, `people.authority-same`,
 * `people.authority-nobody-files`, `people.authority-nobody-left`, `people.prove-first`, see `checkedMatrix`
 */
export async function proposeAuthority(
  context: Context,
  caller: Caller,
  body: AuthorityProposalBody,
): Promise<{ id: string } | Refusal> {
  const { house } = context
  const roles = checkedMatrix(body.roles)
  return await house.db.transact(async (w) => {
    await lockAuthority(w)
    const [matrix, open] = [await matrixInForce(w), await openProposal(w)]
    const simulated = await simulate(context, w, roles)
    const at = house.clock.now()
    const id = newId(at.getTime())
    const hash = matrixHash(roles)
    const act = await actOf(context, w, caller, { verb: 'edit-authority' })
    const answer = house.gate.askIn(w, act.question, act.facts, {
      subject: id,
      detail: { change: 'propose', base: body.base, hash, ...figures(simulated) },
    })
    if (isRefusal(answer)) return answer
    needProof(context, caller)
    if (body.base !== matrix.version) throw conflict('people.authority-stale', 'base')
    if ((open?.id ?? null) !== body.replaces) throw conflict('people.authority-waiting', 'replaces')
    // One that is not intact is laid down anew by what it said.
    if (isIntact(matrix) && authorityDifferences(matrix.roles, roles).length === 0)
      throw new Mistake('people.authority-same', { field: 'roles' })
    stopProblems(simulated)
    if (open !== undefined) await endProposal(w, open.id, 'replaced', caller.personId, at)
    await insertProposal(w, {
      id,
      base: body.base,
      roles,
      hash,
      reason: body.reason,
      proposedBy: caller.personId,
      proposedAt: at,
    })
    return { id }
  })
}

const figures = ({ concerned }: Simulated): { gaining: number; losing: number } => ({
  gaining: concerned.filter((one) => one.gains.length > 0).length,
  losing: concerned.filter((one) => one.loses.length > 0).length,
})

function stopProblems({ problems }: Simulated): void {
  const [first] = problems
  if (first === undefined) return
  throw new Mistake(first.code, { field: 'roles', values: { zh: first.zh, en: first.en }, status: 409 })
}

/**
 * Confirms or declines the waiting matrix (one of the three administrators, never the one who laid it down), or
 * withdraws it (only that one). Confirmed, it decides over the next reading of everybody. Whoever laid it down still
 * has to hold the office.
 * @throws Mistake `people.not-found`, `people.authority-decided`, `people.authority-over`, `people.authority-stale`,
 * `people.prove-first`, and what stops a proposal
 */
export async function decideAuthority(
  context: Context,
  caller: Caller,
  id: string,
  outcome: AuthorityDecision,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    await lockAuthority(w)
    const proposal = await lockProposal(w, id)
    if (proposal === undefined) throw notFound()
    if (outcome === 'withdrawn') return await withdraw(context, w, caller, proposal)
    // Roles and employment of both stay what they are until this is done.
    for (const person of [proposal.proposedBy, caller.personId].toSorted()) await lockPerson(w, person)
    const { version } = await matrixInForce(w)
    const simulated = await simulate(context, w, proposal.roles)
    const act = await actOf(context, w, caller, {
      verb: 'confirm-authority',
      applicant: proposal.proposedBy,
      // What is declined needs nobody behind it any more.
      proposerInOffice:
        outcome === 'declined' || (await isInOffice(context, w, proposal.proposedBy, 'edit-authority')),
    })
    const { hash, proposedBy } = proposal
    const next = version + 1
    const answer = house.gate.askIn(w, act.question, act.facts, {
      subject: id,
      detail: {
        change: outcome,
        hash,
        proposedBy,
        ...(outcome === 'confirmed' ? { version: next } : {}),
        ...figures(simulated),
      },
    })
    if (isRefusal(answer)) return answer
    needProof(context, caller)
    const at = house.clock.now()
    if (proposal.decidedAt !== null) throw conflict('people.authority-decided', '')
    if (outcome === 'confirmed') {
      if (overAt(proposal) <= at) throw conflict('people.authority-over', '')
      if (proposal.base !== version) throw conflict('people.authority-stale', '')
      stopProblems(simulated)
      const { roles, reason } = proposal
      const by = { proposedBy, confirmedBy: caller.personId, reason, since: at, proposalId: id }
      await insertMatrix(w, { version: next, roles, hash: matrixHash(roles), ...by })
      for (const { before } of simulated.concerned) context.announce(w, before.id)
    }
    await endProposal(w, id, outcome, caller.personId, at)
    return { done: true as const }
  })
}

async function withdraw(
  context: Context,
  w: Writer,
  caller: Caller,
  proposal: StoredProposal,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  const act = await actOf(context, w, caller, { verb: 'edit-authority' })
  const answer = house.gate.askIn(w, act.question, act.facts, {
    subject: proposal.id,
    detail: { change: 'withdraw', hash: proposal.hash },
  })
  if (isRefusal(answer)) return answer
  if (proposal.proposedBy !== caller.personId) throw notFound()
  if (proposal.decidedAt !== null) throw conflict('people.authority-decided', '')
  await endProposal(w, proposal.id, 'withdrawn', caller.personId, house.clock.now())
  return { done: true as const }
}
