import type { Writer } from '../../../floor/database/index.ts'
import { freezeSource } from '../../custody/index.ts'
import type { DutyKind } from '../../duties/index.ts'
import { dayIn, momentIn } from '../../people/index.ts'
import type { IndirectContext } from './context.ts'
import { addStep, dueSources, lockRecord, setSourceState, type SourceRecord } from './store/sources.ts'

export const sourcesKind = 'collection.sources'
export const sourcesSchedule = { name: sourcesKind, cron: '20 4 * * *', kind: sourcesKind }
/** What is due from the responsible person: to renew a source, or to let it end. */
export const sourceEnds: DutyKind = {
  code: 'indirect.source-ends',
  clause: '2.2.2',
  name: { zh: '间接收集来源到期', en: 'A source of others ends' },
  remindDaysBefore: [40, 20, 5],
  escalateAfterDays: 1,
  escalateTo: 'archivist',
}

/** Puts the end of a source that goes into use on the desk of whoever is responsible. */
export async function raiseEnd(ctx: IndirectContext, w: Writer, source: SourceRecord): Promise<void> {
  if (source.responsibleId === null || source.validUntil === null) return
  await ctx.duties.raise(w, {
    kind: sourceEnds.code,
    subject: source.id,
    ownerId: source.responsibleId,
    dueAt: momentIn(ctx.house.timeZone, source.validUntil, 23),
    link: `/sources/${source.id}`,
  })
}

/** It was renewed, withdrawn or has ended: nobody owes anything for it. */
export async function settleEnd(
  ctx: IndirectContext,
  w: Writer,
  sourceId: string,
  by?: string,
): Promise<void> {
  await ctx.duties.settle(w, sourceEnds.code, sourceId, by === undefined ? {} : { by })
}

/**
 * Every night: writes down what has run out; where the source says so, what came from it is frozen. Decisions do not wait
 * for this: whether a source is in time is worked out when asked. Reminders are the business of the duty.
 */
export async function watchSources(ctx: IndirectContext): Promise<void> {
  const { house } = ctx
  const today = dayIn(house.timeZone, house.clock.now())
  for (const id of await house.db.read((r) => dueSources(r, today)))
    await house.db.transact(async (w) => {
      const source = await lockRecord(w, id)
      if (source === undefined || !['checked', 'usable'].includes(source.state) || source.validUntil === null)
        return
      if (source.validUntil < today) await expire(ctx, w, source)
    })
}

async function expire(ctx: IndirectContext, w: Writer, source: SourceRecord): Promise<void> {
  const at = ctx.house.clock.now()
  const frozen = source.onExpiry === 'freeze'
  if (frozen) await freezeSource(w, source.id, at)
  await setSourceState(w, source.id, frozen ? 'withdrawn' : 'expired')
  await addStep(w, source.id, {
    step: frozen ? 'expired-frozen' : 'expired', version: source.version, content: {}, hash: source.contentHash, note: '', actorId: null, at,
  }) // prettier-ignore
  ctx.house.gate.note(w, 'source-expired', { source: source.id, version: source.version, frozen })
  await settleEnd(ctx, w, source.id)
  await tell(ctx, w, source, 'source-expired')
}

async function tell(ctx: IndirectContext, w: Writer, source: SourceRecord, kind: string): Promise<void> {
  const ids =
    source.responsibleId === null ? await ctx.people.holdersOf(w, 'archivist') : [source.responsibleId]
  await ctx.approval.notify(w, [...ids], kind, {
    link: `/sources/${source.id}`,
    values: { day: source.validUntil ?? '' },
  })
}
