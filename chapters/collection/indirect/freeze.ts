import type { Writer } from '../../../floor/database/index.ts'
import type { Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { freezeSource, thawSource } from '../../custody/index.ts'
import { conflict, type IndirectContext, notThere, refusedAct } from './context.ts'
import { insertFreeze, lockFreeze, settleFreeze, waitingFreeze } from './store/freezes.ts'
import { addStep, lockRecord, setSourceState, type SourceRecord } from './store/sources.ts'
import { settleEnd } from './watch.ts'
import { mustTellNothing } from './words.ts'

/**
 * Proposes to freeze everything that came from a source, or to lift that. It takes effect when somebody else confirms.
 * @throws Mistake `indirect.frozen-already`, `indirect.not-frozen`, `indirect.freeze-waits`, `indirect.words`
 */
export async function proposeFreeze(
  ctx: IndirectContext,
  caller: Caller,
  sourceId: string,
  body: { readonly kind: 'freeze' | 'lift'; readonly reason: string },
): Promise<{ id: string } | Refusal> {
  const { house } = ctx
  mustTellNothing(body.reason, 'reason')
  return await house.db.transact(async (w) => {
    const source = await lockRecord(w, sourceId)
    if (source === undefined) throw notThere()
    const at = house.clock.now()
    const id = newId(at.getTime())
    const detail = { step: 'proposed', what: body.kind, freeze: id }
    const refusal = await refusedAct(ctx, w, caller, 'freeze-source', {}, { subject: sourceId, detail })
    if (refusal !== undefined) return refusal
    mustChange(source, body.kind)
    if ((await waitingFreeze(w, sourceId)) !== undefined) throw conflict('indirect.freeze-waits')
    await insertFreeze(w, { id, sourceId, kind: body.kind, reason: body.reason, by: caller.personId, at })
    await addStep(w, sourceId, {
      step: `${body.kind}-proposed`, version: source.version, content: { freeze: id }, hash: source.contentHash, note: '',
      actorId: caller.personId, at,
    }) // prettier-ignore
    return { id }
  })
}

function mustChange(source: SourceRecord, kind: 'freeze' | 'lift'): void {
  if (kind === 'freeze' && source.frozen) throw conflict('indirect.frozen-already')
  if (kind === 'lift' && !source.frozen) throw conflict('indirect.not-frozen')
}

/**
 * Confirms or refuses what another proposed. Confirmed, a freeze holds for every decision from the commit on; a lifted
 * source is a draft again, so that nothing new comes from it before it was checked anew.
 * @throws Mistake `indirect.not-found`, `indirect.decided`
 */
export async function decideFreeze(
  ctx: IndirectContext,
  caller: Caller,
  id: string,
  decision: 'confirm' | 'refuse',
): Promise<{ done: true } | Refusal> {
  const { house } = ctx
  return await house.db.transact(async (w) => {
    const freeze = await lockFreeze(w, id)
    const source = freeze === undefined ? undefined : await lockRecord(w, freeze.sourceId)
    if (freeze === undefined || source === undefined) throw notThere()
    const detail = { step: decision, what: freeze.kind, freeze: id }
    const act = { applicant: freeze.proposedBy }
    const refusal = await refusedAct(ctx, w, caller, 'confirm-freeze', act, { subject: source.id, detail })
    if (refusal !== undefined) return refusal
    if (freeze.state !== 'waiting') throw conflict('indirect.decided')
    const at = house.clock.now()
    await settleFreeze(w, id, decision === 'confirm' ? 'confirmed' : 'refused', caller.personId, at)
    if (decision === 'confirm') {
      mustChange(source, freeze.kind)
      await carryOut(w, source, freeze.kind, at)
      await settleEnd(ctx, w, source.id, caller.personId)
    }
    await addStep(w, source.id, {
      step: decision === 'confirm' ? (freeze.kind === 'freeze' ? 'frozen' : 'lifted') : `${freeze.kind}-refused`,
      version: source.version, content: { freeze: id }, hash: source.contentHash, note: '', actorId: caller.personId, at,
    }) // prettier-ignore
    return { done: true as const }
  })
}

async function carryOut(w: Writer, source: SourceRecord, kind: 'freeze' | 'lift', at: Date): Promise<void> {
  if (kind === 'freeze') {
    await freezeSource(w, source.id, at)
    await setSourceState(w, source.id, 'withdrawn')
  } else {
    await thawSource(w, source.id)
    await setSourceState(w, source.id, source.kind === 'partner' ? 'draft' : 'usable')
  }
}
