import { type Caller, isWithinReach } from '../../../gate/index.ts'
import { usedCatalogue } from '../context.ts'
import { pointsOf } from './checking.ts'
import { checkers, holds, type IndirectContext, namesOf, notThere, personOf } from './context.ts'
import { openPoints } from './release-form.ts'
import { samplePlan } from './sample.ts'
import { stateNow } from './sources.ts'
import {
  conflictsKept,
  fieldsOfBatch,
  listQuarantine,
  type Quarantine,
  readConflicts,
  readItems,
  readQuarantine,
  readSettings,
} from './store/quarantine.ts'
import { readRecord } from './store/sources.ts'
import { pointTexts } from './texts.ts'
import {
  batchPoints,
  type ConflictList,
  type FileReport,
  type QuarantineRow,
  type QuarantineState,
  type QuarantineView,
} from './wire.ts'

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** Batches from third parties; figures only. */
export async function viewBatches(
  ctx: IndirectContext,
  q: { page: number; size: number; state?: QuarantineState | undefined; source?: string | undefined },
): Promise<{ total: number; rows: QuarantineRow[] }> {
  return await ctx.house.db.read(async (r) => {
    const { total, rows } = await listQuarantine(r, q)
    const names = await namesOf(
      ctx,
      r,
      rows.flatMap((row) => [row.importerId, row.verifierId]),
    )
    return { total, rows: rows.map((row) => rowOf(row, row.sourceName, row.judged, names)) }
  })
}

function rowOf(
  batch: Quarantine,
  source: string,
  judged: number,
  names: Awaited<ReturnType<typeof namesOf>>,
): QuarantineRow {
  return {
    id: batch.batchId, number: batch.number, source: { id: batch.sourceId, name: source }, customers: batch.customers, level: batch.level,
    state: batch.state, importer: names.one(batch.importerId), verifier: names.maybe(batch.verifierId), sample: batch.sampleSize, judged,
    arrivedAt: batch.arrivedAt.toISOString(), decidedAt: iso(batch.decidedAt),
  } // prettier-ignore
}

const emptyReport: FileReport = {
  hiddenSheets: 0, hiddenColumns: 0, hiddenRows: 0, formulas: 0, comments: 0, links: 0, objects: 0, columns: [],
} // prettier-ignore

/** One batch with its check. Which files were drawn, and what was noted of them, only its verifier sees. @throws Mistake `indirect.not-found` */
export async function viewBatch(ctx: IndirectContext, caller: Caller, id: string): Promise<QuarantineView> {
  const catalogue = await usedCatalogue(ctx)
  return await ctx.house.db.read(async (r) => {
    const batch = await readQuarantine(r, id)
    const source = batch === undefined ? undefined : await readRecord(r, batch.sourceId)
    if (batch === undefined || source === undefined) throw notThere()
    const items = await readItems(r, id)
    const settings = await readSettings(r)
    const names = await namesOf(ctx, r, [batch.importerId, batch.verifierId])
    const instance = batch.instanceId === null ? undefined : await ctx.approval.instance(r, batch.instanceId)
    const points = pointsOf(settings)
    const now = stateNow(ctx, source)
    const open = openPoints(batch, { ...source, now }, items, points)
    const mine = batch.verifierId === caller.personId
    const working = mine && batch.state === 'checking'
    const plan = samplePlan(batch.customers, settings)
    const level = catalogue.levels.get(batch.level)
    const own = new Map(settings.morePoints.map((one) => [one.code, one.name]))
    return {
      ...rowOf(batch, source.name, items.filter((one) => one.verdict !== null).length, names),
      levelName: { zh: level?.zh ?? String(batch.level), en: level?.en ?? String(batch.level) },
      sourceVersion: batch.sourceVersion,
      sourceNow: { state: now, version: source.version, validUntil: source.validUntil },
      legalBasis: batch.legalBasis,
      fileHash: batch.fileHash,
      contentHash: batch.contentHash,
      report: { ...emptyReport, ...batch.report },
      conflicts: batch.conflicts,
      seed: batch.seed,
      planned: plan,
      mostBad: batch.mostBad,
      points: points.map((code) => ({ code, name: own.get(code) ?? pointTexts[code] ?? { zh: code, en: code }, required: (batchPoints as readonly string[]).includes(code) })),
      checklist: { ...batch.checklist },
      items: mine ? items.map(({ customerId, fileNo, ...one }) => ({ ...one, customer: customerId, fileNo: fileNo ?? '' })) : [],
      proposal: batch.proposal,
      instance: instance === undefined ? null : { id: instance.id, number: instance.number, state: instance.state },
      fields: (await fieldsOfBatch(r, id)).flatMap((field) => {
        const known = catalogue.fields.get(field)
        return known === undefined ? [] : [{ id: known.id, code: known.code, zh: known.zh, en: known.en }]
      }),
      may: {
        take: batch.state === 'waiting' && holds(caller, ...checkers) && batch.importerId !== caller.personId,
        work: working,
        release: working && open.length === 0,
        reject: working,
      },
      open,
    } // prettier-ignore
  })
}

/**
 * Pairs of a batch and customers on file that share an identifier, by file number: for the verifier, and only where the
 * customer on file belongs to a part of the group that the verifier may reach. No value is opened.
 */
export async function viewConflicts(
  ctx: IndirectContext,
  caller: Caller,
  id: string,
  q: { readonly page: number; readonly size: number },
): Promise<ConflictList> {
  const none = { known: 0, 'name-differs': 0, 'identifier-differs': 0 }
  return await ctx.house.db.read(async (r) => {
    const batch = await readQuarantine(r, id)
    if (batch === undefined) throw notThere()
    const { person } = await personOf(ctx, caller.personId, r)
    if (batch.verifierId !== caller.personId || person === undefined)
      return { total: 0, counts: none, rows: [] }
    const pairs = (await readConflicts(r, id)).slice(0, conflictsKept)
    const materials = await ctx.custody.material(
      [...new Set(pairs.flatMap((one) => [one.customerId, one.otherId]))],
      r,
    )
    const near = pairs.filter(({ otherId }) => {
      const other = materials.get(otherId)
      return other !== undefined && !other.facts.frozen && isWithinReach(person, other.facts)
    })
    const counts = { ...none }
    for (const { what } of near) counts[what] += 1
    const number = (customer: string): string => materials.get(customer)?.head.fileNo ?? ''
    const shown = near.slice((q.page - 1) * q.size, q.page * q.size)
    return {
      total: near.length,
      counts,
      rows: shown.map(({ n, what, customerId, otherId }) => ({
        n,
        what,
        fileNo: number(customerId),
        other: number(otherId),
      })),
    }
  })
}
