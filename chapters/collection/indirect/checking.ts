import { randomBytes } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { conflict, type IndirectContext, notThere, refusedAct } from './context.ts'
import { samplePlan } from './sample.ts'
import {
  drawSample,
  judgeItem,
  lockItem,
  lockQuarantine,
  type Quarantine,
  readSettings,
  setChecklist,
  takeQuarantine,
  writeSettings,
} from './store/quarantine.ts'
import { type Answer, batchPoints, type QuarantineSettings } from './wire.ts'
import { mustTellNothing } from './words.ts'

type Done = { done: true }
const done: Done = { done: true }

/**
 * One step of a check: the batch is locked, the gate asked, and only then anything is looked at. Whoever brought the
 * batch is refused, and so is everybody but the verifier once there is one.
 */
export async function withBatch<T>(
  ctx: IndirectContext,
  caller: Caller,
  batchId: string,
  step: string,
  work: (w: Writer, batch: Quarantine) => Promise<T>,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<T | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const batch = await lockQuarantine(w, batchId)
    if (batch === undefined) throw notThere()
    const act = { importer: batch.importerId, verifier: batch.verifierId ?? '' }
    const about = { subject: batchId, detail: { ...detail, step } }
    const refusal = await refusedAct(ctx, w, caller, 'verify-batch', act, about)
    return refusal ?? (await work(w, batch))
  })
}

/** @throws Mistake `indirect.not-checking` unless the caller is checking the batch at this moment */
export function mustCheck(batch: Quarantine, caller: Pick<Caller, 'personId'>): void {
  if (batch.state !== 'checking' || batch.verifierId !== caller.personId)
    throw conflict('indirect.not-checking')
}

/** Takes the check of a batch on. @throws Mistake `indirect.taken` */
export const takeBatch = (ctx: IndirectContext, caller: Caller, batchId: string): Promise<Done | Refusal> =>
  withBatch(ctx, caller, batchId, 'taken', async (w, batch) => {
    if (batch.state !== 'waiting') throw conflict('indirect.taken')
    await takeQuarantine(w, batchId, caller.personId, ctx.house.clock.now())
    return done
  })

/** Gives a check back, before a sample was drawn: what was looked at by one person is judged by that person. */
export const giveBatchBack = (
  ctx: IndirectContext,
  caller: Caller,
  batchId: string,
): Promise<Done | Refusal> =>
  withBatch(ctx, caller, batchId, 'given-back', async (w, batch) => {
    mustCheck(batch, caller)
    if (batch.seed !== null) throw conflict('indirect.sample-drawn')
    await takeQuarantine(w, batchId, null, null)
    return done
  })

/**
 * Draws the sample, once: its size follows from the batch and the company's rule, its members from a random seed that is
 * in the ledger, so that nobody picks them and anybody can draw them again.
 * @throws Mistake `indirect.sample-drawn`, `indirect.not-checking`
 */
export async function drawBatch(
  ctx: IndirectContext,
  caller: Caller,
  batchId: string,
): Promise<Done | Refusal> {
  const seed = randomBytes(16).toString('hex')
  return await withBatch(
    ctx,
    caller,
    batchId,
    'sample',
    async (w, batch) => {
      mustCheck(batch, caller)
      if (batch.seed !== null) throw conflict('indirect.sample-drawn')
      const plan = samplePlan(batch.customers, await readSettings(w))
      await drawSample(w, batchId, { seed, ...plan })
      return done
    },
    { seed },
  )
}

/** Judges one file of the sample, which the verifier has opened. @throws Mistake `indirect.not-opened`, `indirect.note-needed`, `indirect.words` */
export async function judge(
  ctx: IndirectContext,
  caller: Caller,
  batchId: string,
  n: number,
  body: { readonly verdict: 'ok' | 'bad'; readonly note: string },
): Promise<Done | Refusal> {
  mustTellNothing(body.note, 'note')
  const detail = { n, verdict: body.verdict }
  return await withBatch(
    ctx,
    caller,
    batchId,
    'judged',
    async (w, batch) => {
      mustCheck(batch, caller)
      const item = await lockItem(w, batchId, n)
      if (item === undefined) throw notThere('n')
      if (item.opened === 0) throw conflict('indirect.not-opened')
      if (body.verdict === 'bad' && body.note.length < 2)
        throw new Mistake('indirect.note-needed', { field: 'note' })
      await judgeItem(w, batchId, n, { ...body, at: ctx.house.clock.now() })
      return done
    },
    detail,
  )
}

/** Every point of the check of a batch: the fixed ones and the company's own. */
export const pointsOf = (settings: {
  readonly morePoints: readonly { readonly code: string }[]
}): string[] => [...batchPoints, ...settings.morePoints.map(({ code }) => code)]

/** Answers points of the checklist. @throws Mistake `indirect.no-point` */
export const answerPoints = (
  ctx: IndirectContext,
  caller: Caller,
  batchId: string,
  checklist: Readonly<Record<string, Answer>>,
): Promise<Done | Refusal> =>
  withBatch(
    ctx,
    caller,
    batchId,
    'answered',
    async (w, batch) => {
      mustCheck(batch, caller)
      const known = pointsOf(await readSettings(w))
      const unknown = Object.keys(checklist).find((code) => !known.includes(code))
      if (unknown !== undefined) throw new Mistake('indirect.no-point', { field: 'checklist' })
      await setChecklist(w, batchId, { ...batch.checklist, ...checklist })
      return done
    },
    { points: Object.keys(checklist).length },
  )

/**
 * The company's rule for checks: how many of a sample may be bad, how many are looked at at least, and points beyond the
 * fixed ones. It counts for samples drawn from now on; what is asked of others already stays asked.
 */
export async function changeSettings(
  ctx: IndirectContext,
  caller: Caller,
  body: QuarantineSettings,
): Promise<Done | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const { badPermille, sampleLeast } = body
    const detail = {
      step: 'settings',
      badPermille,
      sampleLeast,
      points: body.morePoints.map(({ code }) => code),
    }
    const act = { importer: '', verifier: '' }
    const refusal = await refusedAct(ctx, w, caller, 'verify-batch', act, {
      subject: 'quarantine-settings',
      detail,
    })
    if (refusal !== undefined) return refusal
    await writeSettings(w, body, caller.personId, ctx.house.clock.now())
    return done
  })
}
