import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { askedBy, type Caller, factsOfCaller } from '../../../gate/index.ts'
import { type CustomerMaterial, mustBePlain } from '../../custody/index.ts'
import { namer, personOf, type Tidy } from './context.ts'
import {
  correctionById,
  endCorrection,
  insertCorrection,
  listCorrections,
  lockCorrection,
  type StoredCorrection,
} from './corrections-store.ts'
import { notFound } from './desk.ts'
import { correctionDuty } from './duty-kinds.ts'
import type { CorrectionRow, CorrectionWish, OpenedCorrection } from './wire.ts'

/** Working days within which a request is to be decided. */
const decideDays = 5

/** Asks for a correction of a field that the caller sees; the value and the reason are sealed, and go to the file's owner. */
export async function askCorrection(
  ctx: Tidy,
  caller: Caller,
  customerId: string,
  wish: CorrectionWish,
): Promise<{ id: string } | Refusal> {
  const { house, custody } = ctx
  return await house.db.transact(async (w) => {
    const material = await custody.hold(w, customerId)
    if (material === undefined || material.head.status === 'erased') throw notFound()
    const now = house.clock.now()
    const facts = {
      ...factsOfCaller(caller),
      ...(await personOf(ctx, caller.personId, w)),
      customer: material.facts,
    }
    const sees =
      house.gate
        .foresee(
          { ...askedBy(caller), verb: 'list', customer: customerId, fields: [wish.field], at: now.getTime() },
          { ...facts, fields: material.fields, grants: [] },
        )
        .fields.get(wish.field)?.sight ?? 'hidden'
    const id = newId(now.getTime())
    const answer = house.gate.askIn(
      w,
      { ...askedBy(caller), verb: 'ask-correction', customer: customerId, fields: [], at: now.getTime() },
      { ...facts, act: { verb: 'ask-correction', sees: sees !== 'hidden' } },
      { subject: `correction/${id}`, detail: { field: wish.field } },
    )
    if (isRefusal(answer)) return answer
    const proposal = await custody.sealProposal(w, material, { id, ...wish })
    const ownerId = await decider(ctx, w, material, caller.personId)
    const line = { ...proposal, fileVersion: material.head.version, by: caller.personId, at: now, ownerId }
    if (!(await insertCorrection(w, line)))
      throw new Mistake('tidying.asked-already', { field: 'field', status: 409 })
    const dueAt = await ctx.people.addWorkingDays(w, now, decideDays)
    await ctx.duties.raise(w, { kind: correctionDuty, subject: id, ownerId, dueAt, link: '/corrections' })
    return { id }
  })
}

/** Who decides: the file's owner, else the head of its department, else a records officer; never whoever asks. */
async function decider(ctx: Tidy, w: Writer, { head }: CustomerMaterial, asker: string): Promise<string> {
  const facts =
    head.ownerId === null ? undefined : (await ctx.people.personFacts([head.ownerId], w)).get(head.ownerId)
  if (facts?.active === true && head.ownerId !== asker) return facts.id
  const of =
    head.departmentId === null ? undefined : await ctx.people.headOfDepartment(w, head.departmentId, asker)
  const found = of ?? (await ctx.people.holdersOf(w, 'archivist')).find((id) => id !== asker)
  if (found === undefined) throw new Mistake('tidying.nobody-decides', { status: 409 })
  return found
}

/** Requests that wait for the caller, or that the caller made; values as far as the caller may see them. */
export async function showCorrections(
  ctx: Tidy,
  caller: Caller,
  q: {
    readonly page: number
    readonly size: number
    readonly tab: 'mine' | 'asked'
    readonly state: CorrectionRow['state']
  },
): Promise<{ total: number; rows: CorrectionRow[] }> {
  const { total, rows } = await ctx.house.db.read((r) =>
    listCorrections(r, { person: caller.personId, tab: q.tab }, q),
  )
  const person = await ctx.house.db.read((r) =>
    namer(
      ctx,
      rows.flatMap((row) => [row.askedBy, row.ownerId, row.decidedBy]),
      r,
    ),
  )
  const { fields } = await ctx.custody.catalogue()
  const shown: CorrectionRow[] = []
  for (const row of rows) {
    const field = fields.get(row.field)
    const seen = await ctx.custody.showProposal(caller, row)
    shown.push({
      id: row.id,
      customer: { id: row.customerId, fileNo: row.fileNo },
      field: { zh: field?.zh ?? '', en: field?.en ?? '' },
      state: row.state,
      askedBy: person(row.askedBy),
      askedAt: row.askedAt.toISOString(),
      owner: person(row.ownerId),
      ...seen,
      decidedBy: person(row.decidedBy),
      decidedAt: row.decidedAt?.toISOString() ?? null,
      decision: row.decision,
      changed: row.versionNow !== row.fileVersion,
    })
  }
  return { total, rows: shown }
}

/** Opens a request in full, as a reading with purpose and reason; for who decides and who asked. */
export async function openCorrection(
  ctx: Tidy,
  caller: Caller,
  id: string,
  asked: { readonly purpose: string; readonly reason: string },
): Promise<OpenedCorrection | Refusal> {
  const stored = await ctx.house.db.read((r) => correctionById(r, id))
  if (stored === undefined || (stored.ownerId !== caller.personId && stored.askedBy !== caller.personId))
    throw notFound()
  return await ctx.custody.openProposal(caller, stored, asked)
}

/** An open request of this decider, held. */
async function heldFor(w: Writer, caller: Caller, id: string): Promise<StoredCorrection> {
  const stored = await lockCorrection(w, id)
  if (stored === undefined || (stored.ownerId !== caller.personId && stored.askedBy !== caller.personId))
    throw notFound()
  if (stored.state !== 'open') throw new Mistake('tidying.decided', { status: 409 })
  return stored
}

/**
 * Accepts or refuses. Accepting is writing: the gate is asked for the field, and the file must be as it was when the
 * correction was asked for. Refusing needs the right to tidy the file and a reason. The asker is told by the outcome
 * in their list and by the duty that ends.
 */
export async function decideCorrection(
  ctx: Tidy,
  caller: Caller,
  id: string,
  body: { readonly decision: 'accept' | 'refuse'; readonly reason?: string | undefined },
  tell: (w: Writer, personId: string, kind: string) => Promise<void>,
): Promise<{ done: true } | Refusal> {
  if (body.decision === 'refuse' && body.reason === undefined)
    throw new Mistake('tidying.reason-needed', { field: 'reason' })
  if (body.reason !== undefined) mustBePlain(body.reason, 'reason')
  return await ctx.house.db.transact(async (w) => {
    // The file first, then the request, as everywhere else.
    const found = await correctionById(w, id)
    if (found === undefined) throw notFound()
    const material = await ctx.custody.hold(w, found.customerId)
    if (material === undefined) throw notFound()
    const stored = await heldFor(w, caller, id)
    if (stored.ownerId !== caller.personId || stored.askedBy === caller.personId) throw notFound()
    const refusal =
      body.decision === 'accept'
        ? await ctx.custody.adoptProposal(w, caller, stored, stored.fileVersion)
        : await refuseIn(ctx, w, caller, material, id)
    if (isRefusal(refusal)) return refusal
    const state = body.decision === 'accept' ? ('accepted' as const) : ('refused' as const)
    const at = ctx.house.clock.now()
    await endCorrection(w, id, { state, by: caller.personId, at, decision: body.reason ?? null })
    await ctx.duties.settle(w, correctionDuty, id, { by: caller.personId, evidence: state })
    await tell(w, stored.askedBy, `correction-${state}`)
    return { done: true as const }
  })
}

async function refuseIn(
  ctx: Tidy,
  w: Writer,
  caller: Caller,
  material: CustomerMaterial,
  id: string,
): Promise<{ done: true } | Refusal> {
  const answer = ctx.house.gate.askIn(
    w,
    {
      ...askedBy(caller),
      verb: 'tidy',
      customer: material.head.id,
      fields: [],
      at: ctx.house.clock.now().getTime(),
    },
    {
      ...factsOfCaller(caller),
      ...(await personOf(ctx, caller.personId, w)),
      customer: material.facts,
      act: { verb: 'tidy', defects: 0 },
    },
    { subject: `correction/${id}`, detail: { what: 'correction-refused' } },
  )
  return isRefusal(answer) ? answer : { done: true }
}

/** Whoever asked takes the request back. */
export async function withdrawCorrection(ctx: Tidy, caller: Caller, id: string): Promise<{ done: true }> {
  return await ctx.house.db.transact(async (w) => {
    const stored = await heldFor(w, caller, id)
    if (stored.askedBy !== caller.personId) throw notFound()
    const at = ctx.house.clock.now()
    await endCorrection(w, id, { state: 'withdrawn', by: caller.personId, at, decision: null })
    await ctx.duties.settle(w, correctionDuty, id, { by: caller.personId, evidence: 'withdrawn' })
    ctx.house.gate.note(w, 'correction-withdrawn', {
      correction: id,
      customer: stored.customerId,
      actor: caller.personId,
    })
    return { done: true as const }
  })
}
