import { Mistake, type Refusal } from '../../../../floor/errors.ts'
import type { Caller } from '../../../../gate/index.ts'
import { releaseBatch, removeBatch, withdrawBatch } from '../../../custody/index.ts'
import { usedCatalogue } from '../../context.ts'
import type { DirectContext } from '../context.ts'
import { channelLines, decide, listSubmissions, lockSubmission } from '../store/submissions.ts'
import type { ChannelRow, SubmissionRow } from '../wire.ts'
import { refusedAct } from './acts.ts'
import { shownPeople } from './forms.ts'

interface Query {
  readonly page: number
  readonly size: number
  readonly sort: string
  readonly state?: string | undefined
  readonly form?: string | undefined
  readonly channel?: string | undefined
  readonly mine: 'yes' | 'no'
}

/** A page of what came in: who answers for it and what was given, by the names of fields; never a value. */
export async function viewSubmissions(
  ctx: DirectContext,
  caller: Caller,
  q: Query,
): Promise<{ total: number; rows: SubmissionRow[] }> {
  const catalogue = await usedCatalogue(ctx)
  // A records officer sees what came in for everybody; a collector what he answers for.
  const all = caller.roles.includes('archivist') && q.mine === 'no'
  return await ctx.house.db.read(async (r) => {
    const { total, rows } = await listSubmissions(r, {
      ...q,
      state: q.state,
      form: q.form,
      channel: q.channel,
      responsible: all ? undefined : caller.personId,
    })
    const shown = await shownPeople(
      ctx,
      r,
      rows.flatMap((row) => [row.responsibleId, row.operatorId, row.decidedBy]),
    )
    return {
      total,
      rows: rows.map((row) => ({
        id: row.id,
        form: { id: row.formId, name: row.formName, version: row.version },
        channel: row.channel,
        at: row.at.toISOString(),
        responsible: shown(row.responsibleId),
        operator: row.operatorId === null ? null : shown(row.operatorId),
        state: row.state,
        decidedBy: row.decidedBy === null ? null : shown(row.decidedBy),
        decidedAt: row.decidedAt?.toISOString() ?? null,
        fields: row.fields.flatMap((id) => {
          const field = catalogue.fields.get(id)
          return field === undefined ? [] : [{ code: field.code, zh: field.zh, en: field.en }]
        }),
        files: row.files,
        pending: row.batchId !== null && row.state === 'new',
        customerId: row.visible ? row.customerId : null,
        fileNo: row.fileNo,
        same: row.same.map((one) => ({ ...one })),
        mayDecide:
          row.state === 'new' &&
          (row.responsibleId === caller.personId || caller.roles.includes('archivist')),
      })),
    }
  })
}

/**
 * Accepts what came in, which makes a file that waited visible, or turns it away, which removes it as if it had never
 * been filed. What is visible already cannot be turned away here: erasing a customer has its own way.
 * @throws Mistake `form.decided` when somebody was quicker, `form.not-pending`
 */
export async function decideSubmission(
  ctx: DirectContext,
  person: string,
  id: string,
  outcome: 'accepted' | 'rejected',
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const stored = await lockSubmission(w, id)
    if (stored === undefined) throw new Mistake('form.no-submission', { status: 404 })
    if (stored.state !== 'new') throw new Mistake('form.decided', { status: 409 })
    const refusal = await refusedAct(ctx, w, person, 'decide-submission', {
      subject: id,
      act: { responsible: stored.responsibleId },
      detail: { outcome, form: stored.formId, customer: stored.customerId },
    })
    if (refusal !== undefined) return refusal
    const now = ctx.house.clock.now()
    if (stored.batchId === null && outcome === 'rejected')
      throw new Mistake('form.not-pending', { status: 409 })
    if (stored.batchId !== null) {
      const settled =
        outcome === 'accepted'
          ? await releaseBatch(w, stored.batchId, now)
          : await withdrawBatch(w, stored.batchId, now)
      if (!settled) throw new Mistake('form.decided', { status: 409 })
      if (outcome === 'rejected') await removeBatch(w, stored.batchId, 10)
    }
    if (!(await decide(w, id, outcome, person, now))) throw new Mistake('form.decided', { status: 409 })
    return { done: true as const }
  })
}

/** The register of sources: channel, collector, day, how many. */
export async function viewChannels(
  ctx: DirectContext,
  q: {
    readonly page: number
    readonly size: number
    readonly days?: string | undefined
    readonly channel?: string | undefined
    readonly collector?: string | undefined
  },
): Promise<{ total: number; rows: ChannelRow[]; byChannel: { channel: string; files: number }[] }> {
  return await ctx.house.db.read(async (r) => {
    const found = await channelLines(r, {
      page: q.page,
      size: q.size,
      from: dayOf(q.days, 0),
      to: dayOf(q.days, 1),
      channel: q.channel,
      collector: q.collector,
      timeZone: ctx.house.timeZone,
    })
    const shown = await shownPeople(
      ctx,
      r,
      found.rows.map((row) => row.collector),
    )
    return { ...found, rows: found.rows.map((row) => ({ ...row, collector: shown(row.collector) })) }
  })
}

/** One end of a range of days; a day that is none (30 February) bounds nothing. */
const dayOf = (days: string | undefined, at: 0 | 1): string | undefined => {
  const day = days?.split('~')[at]
  return day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ? day : undefined
}
