import type { Writer } from '../../../floor/database/index.ts'
import { Fault, isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { enqueue } from '../../../floor/jobs/index.ts'
import type { Caller, PersonFacts } from '../../../gate/index.ts'
import type { FormView, Instance } from '../../approval/index.ts'
import { hashBatch, releaseVerified, withdrawBatch } from '../../custody/index.ts'
import { forgetProgress, setState } from '../store/imports.ts'
import { mustCheck, pointsOf, withBatch } from './checking.ts'
import { conflict, type IndirectContext } from './context.ts'
import { stateNow } from './sources.ts'
import {
  lockQuarantine,
  type Quarantine,
  quarantineOfForm,
  readItems,
  readSettings,
  settleQuarantine,
  setSubmitted,
  type StoredItem,
} from './store/quarantine.ts'
import { lockRecord, type SourceRecord } from './store/sources.ts'
import { figuresOf } from './release-view.ts'
import { mustTellNothing } from './words.ts'

/** Code of the form, as flows are chosen by it. Actions: `release`, `reject`. */
export const releaseForm = 'batch-release'
/** Removes what a rejected batch had filed; the job of cancelled imports. */
export const removalJob = 'collection.remove-batch'

/** What still stands against proposing a release, as codes; empty when nothing does. */
export function openPoints(
  batch: Quarantine,
  source: Pick<SourceRecord, 'version' | 'contentHash'> & { readonly now: string },
  items: readonly Pick<StoredItem, 'verdict'>[],
  points: readonly string[],
): string[] {
  const open: string[] = []
  if (batch.seed === null) open.push('sample')
  else if (items.some((item) => item.verdict === null)) open.push('items')
  else if (items.filter((item) => item.verdict === 'bad').length > (batch.mostBad ?? 0)) open.push('bad')
  if (points.some((code) => batch.checklist[code] === undefined)) open.push('points')
  else if (points.some((code) => batch.checklist[code] === 'no')) open.push('points-no')
  if (source.now !== 'usable') open.push('source')
  if (source.version !== batch.sourceVersion || source.contentHash !== batch.sourceHash)
    open.push('source-changed')
  return open
}

/**
 * Proposes to release or to reject a batch: the form goes its way by the level of what is in it. Its content is fixed by
 * hash; the approval counts for exactly that.
 * @throws Mistake `indirect.open-points`, `indirect.not-checking`, `approval.no-flow`, `approval.nobody`
 */
export async function propose(
  ctx: IndirectContext,
  caller: Caller,
  batchId: string,
  body: { readonly proposal: 'release' | 'reject'; readonly opinion: string },
): Promise<{ id: string; number: string } | Refusal> {
  mustTellNothing(body.opinion, 'opinion')
  const detail = { proposal: body.proposal }
  return await withBatch(
    ctx,
    caller,
    batchId,
    'proposed',
    (w, batch) => submit(ctx, w, caller, batch, body),
    detail,
  )
}

async function submit(
  ctx: IndirectContext,
  w: Writer,
  caller: Caller,
  batch: Quarantine,
  { proposal, opinion }: { readonly proposal: 'release' | 'reject'; readonly opinion: string },
): Promise<{ id: string; number: string }> {
  mustCheck(batch, caller)
  const source = await sourceOf(ctx, w, batch)
  const items = await readItems(w, batch.batchId)
  if (proposal === 'release') {
    const open = openPoints(batch, source, items, pointsOf(await readSettings(w)))
    if (open.length > 0) throw conflict('indirect.open-points', open[0])
  }
  const contentHash = await hashBatch(w, batch.batchId)
  const form = await ctx.approval.submit(w, {
    form: releaseForm,
    applicantId: caller.personId,
    snapshot: { ...figuresOf(batch, items), batch: batch.batchId, contentHash, proposal, opinion },
    level: batch.level,
    action: proposal,
    title: {
      zh: `${proposal === 'release' ? '放行' : '退回'}间接收集批次 ${batch.number}`,
      en: `${proposal === 'release' ? 'Release' : 'Reject'} batch ${batch.number}`,
    },
    about: { customers: batch.customers },
    address: caller.address,
  })
  await setSubmitted(w, batch.batchId, {
    instanceId: form.id,
    proposal,
    contentHash,
    at: ctx.house.clock.now(),
  })
  return form
}

async function sourceOf(
  ctx: IndirectContext,
  w: Writer,
  batch: Quarantine,
): Promise<SourceRecord & { readonly now: string }> {
  const source = await lockRecord(w, batch.sourceId)
  if (source === undefined) throw new Fault('the source of a batch is gone')
  return { ...source, now: stateNow(ctx, source) }
}

/** The program itself, carrying out what was approved; its entries name the application beside it. */
const clockwork: PersonFacts = {
  id: 'clockwork',
  active: true,
  mustChangePassword: false,
  roles: new Set(['archivist']),
  clearance: 9,
  scope: 'all',
  departments: new Set(),
  reach: 'everything',
  authority: 'everything',
  unmet: new Set<string>(),
}

/**
 * Carries out what was approved, inside the deciding transaction. A release counts only for exactly what was checked:
 * the same files, from a source that still says what it said and is still in use.
 * @throws Mistake `indirect.batch-changed`, `indirect.source-changed`
 */
async function onApproved(ctx: IndirectContext, w: Writer, instance: Instance): Promise<void> {
  const batch = await batchOf(w, instance)
  if (batch.proposal === 'reject') return await remove(ctx, w, batch, instance)
  const source = await sourceOf(ctx, w, batch)
  if (
    source.now !== 'usable' ||
    source.version !== batch.sourceVersion ||
    source.contentHash !== batch.sourceHash
  )
    throw conflict('indirect.source-changed')
  if ((await hashBatch(w, batch.batchId)) !== batch.contentHash) throw conflict('indirect.batch-changed')
  const at = ctx.house.clock.now()
  const act = {
    verb: 'release-batch' as const,
    batchCheck: 'approved' as const,
    legalBasis: batch.legalBasis,
    brings: [],
  }
  const answer = ctx.house.gate.askIn(
    w,
    { actor: clockwork.id, verb: 'release-batch', fields: [], application: instance.id, at: at.getTime() },
    { person: clockwork, act },
    {
      application: instance.id, subject: batch.importId,
      detail: { batch: batch.batchId, customers: batch.customers, content: batch.contentHash, source: batch.sourceId, version: batch.sourceVersion },
    }, // prettier-ignore
  )
  if (isRefusal(answer)) throw new Fault('the rules do not let an approved batch be released')
  if (!(await releaseVerified(w, batch.batchId, at))) throw conflict('indirect.batch-changed')
  await settleQuarantine(w, batch.batchId, 'released', at)
  await ctx.approval.notify(w, [batch.importerId], 'batch-released', {
    link: `/quarantine/${batch.batchId}`,
    values: { number: batch.number },
  })
}

/** Rejected: what was to be released is removed, what was to be rejected goes back to its verifier; withdrawn likewise. */
async function onEnded(ctx: IndirectContext, w: Writer, instance: Instance): Promise<void> {
  const batch = await batchOf(w, instance)
  if (instance.state === 'rejected' && batch.proposal === 'release')
    return await remove(ctx, w, batch, instance)
  await settleQuarantine(w, batch.batchId, 'checking', ctx.house.clock.now())
}

async function batchOf(w: Writer, instance: Instance): Promise<Quarantine> {
  const found = await quarantineOfForm(w, instance.id)
  const batch = found === undefined ? undefined : await lockQuarantine(w, found.batchId)
  if (batch === undefined || batch.instanceId !== instance.id)
    throw new Fault('a form of release without its batch')
  if (batch.state !== 'submitted') throw new Mistake('indirect.not-checking', { status: 409 })
  return batch
}

/** The batch can never be released from here on; its files and their keys are removed, the record of the check stays. */
async function remove(ctx: IndirectContext, w: Writer, batch: Quarantine, instance: Instance): Promise<void> {
  const at = ctx.house.clock.now()
  if (!(await withdrawBatch(w, batch.batchId, at))) throw conflict('indirect.batch-changed')
  await settleQuarantine(w, batch.batchId, 'rejected', at)
  await forgetProgress(w, batch.importId)
  await setState(w, batch.importId, 'cancelled', at)
  await enqueue(w, { kind: removalJob, payload: { import: batch.importId }, uniqueKey: batch.importId })
  ctx.house.gate.note(w, 'batch-rejected', {
    batch: batch.batchId, application: instance.id, source: batch.sourceId, customers: batch.customers,
  }) // prettier-ignore
  await ctx.approval.notify(w, [batch.importerId], 'batch-rejected', {
    link: `/quarantine/${batch.batchId}`,
    values: { number: batch.number },
  })
}

/** Registers the form of release with the engine. */
export function registerReleaseForm(
  ctx: IndirectContext,
  view: (instance: Instance, viewer: Caller) => Promise<FormView>,
): void {
  ctx.approval.register({
    code: releaseForm,
    series: 'YS',
    name: { zh: '间接收集资料放行审批表', en: 'Release of data collected through others' },
    formNumber: 'BM-R-24 A/0',
    onApproved: (w, instance) => onApproved(ctx, w, instance),
    onEnded: (w, instance) => onEnded(ctx, w, instance),
    view,
  })
}
