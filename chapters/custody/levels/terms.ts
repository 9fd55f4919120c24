import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { JobHandler } from '../../../floor/jobs/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { loadCatalogue } from '../catalogue.ts'
import type { Context } from '../context.ts'
import { applyForLevel } from '../desk/levels.ts'
import { insertEnding } from '../store/levels.ts'
import { applyToCustomer } from './carry-out.ts'
import { readSettings } from './store-settings.ts'
import {
  endTerms,
  listTerms,
  lockTerm,
  markRaised,
  overByThemselves,
  runningTerms,
  type TermOrder,
  type TermRow,
  unreviewed,
} from './store-terms.ts'
import type { ReviewBody, ReviewReply, TermsReply, termStates } from './wire.ts'

export const termsKind = 'custody.level-terms'
export const termsSchedule = { name: termsKind, cron: '20 7 * * *', kind: termsKind } as const

const dayMs = 86_400_000
const atOnce = 200

/** Raises the review of what ends soon, and ends what two people let end by itself. Nothing else ever opens by time. */
export const watchTerms = (context: Context): JobHandler => ({
  long: async (_job, signal) => {
    await raiseReviews(context, signal)
    if (!signal.aborted) await endByThemselves(context, signal)
  },
})

async function raiseReviews(context: Context, signal: AbortSignal): Promise<void> {
  const { house } = context
  while (!signal.aborted) {
    const raised = await house.db.transact(async (w) => {
      const now = house.clock.now()
      const { reviewDays } = await readSettings(w)
      const due = await unreviewed(w, new Date(now.getTime() + reviewDays * dayMs), atOnce)
      for (const term of due) if (await markRaised(w, term.id, now)) await raiseOne(context, w, term)
      if (due.length > 0) await tell(context, w, 'level-review-due', due.length)
      return due.length
    })
    if (raised < atOnce) return
  }
}

async function raiseOne(context: Context, w: Writer, term: TermRow): Promise<void> {
  context.house.gate.note(w, 'level-review-raised', {
    term: term.id,
    customer: term.customerId,
    field: term.fieldId,
    level: term.level,
    ends: term.endsAt!.toISOString(),
  })
  await context.levelDuties.raise(w, { term: term.id, ownerId: term.fixedBy, dueAt: term.endsAt! })
}

/** Those who keep levels: records officers and the secrecy office. */
async function keepers(context: Context, r: Reader): Promise<string[]> {
  const lists = [
    await context.people.holdersOf(r, 'archivist'),
    await context.people.holdersOf(r, 'secrecy-office'),
  ]
  return [...new Set(lists.flat())]
}

async function tell(context: Context, w: Writer, kind: string, count: number): Promise<void> {
  const to = await keepers(context, w)
  if (to.length > 0)
    await context.approval.notify(w, to, kind, { link: '/level-terms?state=due', values: { count } })
}

async function endByThemselves(context: Context, signal: AbortSignal): Promise<void> {
  const { house } = context
  while (!signal.aborted) {
    const found = await house.db.read((r) => overByThemselves(r, house.clock.now(), atOnce))
    let ended = 0
    for (const { id } of found) {
      if (signal.aborted) return
      if (await house.db.transact((w) => endOne(context, w, id))) ended += 1
    }
    if (ended > 0) await house.db.transact((w) => tell(context, w, 'level-ended', ended))
    // What could not be ended stays for the review; looking for it again now would not help.
    if (found.length < atOnce || ended === 0) return
  }
}

/** Ends one term if it is still over, its level still ends by itself, and the level is still the one that was fixed. */
async function endOne(context: Context, w: Writer, id: string): Promise<boolean> {
  const now = context.house.clock.now()
  const term = await lockTerm(w, id)
  if (term === undefined || term.customerId === null || term.endsAt === null || term.endsAt > now)
    return false
  const { levels } = await loadCatalogue(w)
  if (levels.get(term.level)?.endsByItself !== true) return false
  const lowest = Math.min(...levels.keys())
  const change = { fieldId: term.fieldId, fromLevel: term.level, toLevel: lowest }
  const ending = newId()
  await insertEnding(w, { ...change, instanceId: ending, customerId: term.customerId, at: now })
  let lowered = true
  try {
    const warrant = { id: ending, applicantId: term.fixedBy, byItself: true as const }
    await applyToCustomer(context, w, warrant, term.customerId, change)
  } catch (error) {
    // The level moved since, or the file is gone: the term no longer says anything; nothing is lowered.
    if (!(error instanceof Mistake)) throw error
    lowered = false
  }
  await endTerms(w, term, term.fixedBy, now)
  await context.levelDuties.settle(w, term.id)
  context.house.gate.note(w, 'level-ended', {
    term: term.id,
    customer: term.customerId,
    field: term.fieldId,
    from: term.level,
    to: lowest,
    lowered,
  })
  return true
}

/** One page of the levels with a term, those that end first before the others. */
export async function showTerms(
  context: Context,
  query: {
    page: number
    size: number
    state?: (typeof termStates)[number] | undefined
    level?: number | undefined
    sort?: TermOrder | undefined
  },
): Promise<TermsReply> {
  const now = context.house.clock.now()
  const { total, rows } = await context.house.db.read(async (r) => {
    const { reviewDays } = await readSettings(r)
    return await listTerms(r, { ...query, now, due: new Date(now.getTime() + reviewDays * dayMs) })
  })
  const { fields } = await context.catalogue()
  return {
    total,
    rows: rows.map((row) => {
      const field = row.fieldId === null ? undefined : fields.get(row.fieldId)
      return {
        id: row.id,
        customerId: row.customerId,
        fileNo: row.fileNo,
        field: field === undefined ? null : { id: field.id, zh: field.zh, en: field.en },
        level: row.level,
        years: row.years,
        openTerm: row.openTerm,
        scope: row.scope,
        startsAt: row.startsAt.toISOString(),
        endsAt: row.endsAt?.toISOString() ?? null,
        state: row.state,
        form: row.form,
        application: row.application,
      }
    }),
  }
}

/**
 * Files one form 20 for each of these terms, all with the same wish: keep the level for another term, lower it, or end
 * it. Nothing changes here; each is decided by its own approvers, never by whoever filed it. One that cannot be filed
 * stops no other.
 */
export async function reviewTerms(
  context: Context,
  caller: Caller,
  body: ReviewBody,
): Promise<ReviewReply | Refusal> {
  const terms = await context.house.db.read((r) => runningTerms(r, body.terms))
  const filed: { term: string; id: string; number: string }[] = []
  const failed: { term: string; code: string }[] = body.terms
    .filter((id) => !terms.some((term) => term.id === id))
    .map((term) => ({ term, code: 'custody.not-found' }))
  let refusal: Refusal | undefined
  for (const term of terms) {
    const answer = await fileReview(context, caller, body, term)
    if (isRefusal(answer)) {
      refusal ??= answer
      failed.push({ term: term.id, code: 'custody.review-refused' })
    } else if ('code' in answer) failed.push({ term: term.id, code: answer.code })
    else filed.push({ term: term.id, ...answer })
  }
  return filed.length === 0 && refusal !== undefined ? refusal : { filed, failed }
}

async function fileReview(
  context: Context,
  caller: Caller,
  body: ReviewBody,
  term: TermRow,
): Promise<{ id: string; number: string } | { code: string } | Refusal> {
  const lowest = Math.min(...(await context.catalogue()).levels.keys())
  const kind = { keep: 'classify', lower: 'change', declassify: 'declassify' } as const
  const toLevel =
    body.decision === 'keep' ? term.level : body.decision === 'declassify' ? lowest : (body.toLevel ?? lowest)
  try {
    return await applyForLevel(context, caller, {
      ...(term.customerId === null ? {} : { customerId: term.customerId }),
      ...(term.fieldId === null ? {} : { fieldId: term.fieldId }),
      toLevel,
      kind: kind[body.decision],
      reason: body.reason,
      years: body.years,
      openTerm: body.openTerm,
      scope: term.scope,
      scopeDepartments: term.scopeDepartments,
    })
  } catch (error) {
    if (error instanceof Mistake) return { code: error.code }
    throw error
  }
}
