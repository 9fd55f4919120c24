import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import {
  askedBy,
  type Caller,
  factsOfCaller,
  type Permit,
  rowFilter,
  type RowFilter,
} from '../../../gate/index.ts'
import { mustBePlain } from '../../custody/index.ts'
import { namer, personOf, type Tidy } from './context.ts'
import {
  defectsNow,
  type HeldLine,
  lockLine,
  progress,
  queueRows,
  readSettings,
  refreshLine,
  setAssignee,
  setDue,
  setTidy,
  writeSettings,
} from './store.ts'
import type { ManyReply, ProgressReply, QueueQuery, QueueRow, TidySettings } from './wire.ts'

/** @throws Mistake 404 */
export const notFound = (): Mistake => new Mistake('collection.not-found', { status: 404 })

/** The files this person may list at this moment. */
export async function filterOf(ctx: Tidy, caller: Caller): Promise<RowFilter> {
  const { person } = await ctx.house.db.read((r) => personOf(ctx, caller.personId, r))
  return person === undefined ? { rows: 'none' } : rowFilter(person, ctx.house.clock.now().getTime())
}

/** One page of the queue: numbers and names of fields, never values. */
export async function showQueue(
  ctx: Tidy,
  caller: Caller,
  q: QueueQuery,
): Promise<{ total: number; rows: QueueRow[] }> {
  const filter = await filterOf(ctx, caller)
  const now = ctx.house.clock.now()
  const { fields } = await ctx.custody.catalogue()
  const names = (ids: readonly number[]) =>
    ids.flatMap((id) => {
      const field = fields.get(id)
      return field === undefined ? [] : [{ zh: field.zh, en: field.en }]
    })
  return await ctx.house.db.read(async (r) => {
    const { total, rows } = await queueRows(r, { filter, me: caller.personId, now }, q)
    const person = await namer(
      ctx,
      rows.flatMap((row) => [row.ownerId, row.assigneeId]),
      r,
    )
    return {
      total,
      rows: rows.map(({ ownerId, assigneeId, missing, unfit, enteredAt, dueAt, ...row }) => ({
        ...row,
        owner: person(ownerId),
        assignee: person(assigneeId),
        missing: names(missing),
        unfit: names(unfit),
        enteredAt: enteredAt.toISOString(),
        dueAt: dueAt.toISOString(),
        overdue: row.state === 'open' && dueAt < now,
      })),
    }
  })
}

/** Figures of the queue, and the settings. */
export async function showProgress(ctx: Tidy, caller: Caller): Promise<ProgressReply> {
  const filter = await filterOf(ctx, caller)
  return await ctx.house.db.read(async (r) => ({
    ...(await progress(r, filter, ctx.house.clock.now())),
    settings: await readSettings(r),
  }))
}

/** Changes the periods of tidying. @throws Mistake `collection.changed-meanwhile` */
export async function changeSettings(
  ctx: Tidy,
  caller: Caller,
  body: TidySettings,
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const { version, ...detail } = body
    const answer = ctx.house.gate.askIn(
      w,
      { ...askedBy(caller), verb: 'edit-catalogue', fields: [], at: ctx.house.clock.now().getTime() },
      {
        ...factsOfCaller(caller),
        ...(await personOf(ctx, caller.personId, w)),
        act: { verb: 'edit-catalogue' },
      },
      { subject: 'tidying', detail },
    )
    if (isRefusal(answer)) return answer
    if ((await readSettings(w, 'update')).version !== version)
      throw new Mistake('tidying.changed-meanwhile', { status: 409 })
    await writeSettings(w, body)
    return { done: true as const }
  })
}

/** A file of the queue, held, with a permit to tidy it. */
interface Held {
  readonly permit: Permit<'tidy'>
  readonly line: HeldLine | undefined
  readonly now: Date
}

type Step = (w: Writer, held: Held) => Promise<void>

/** What an act says of itself in the ledger, and whether words explain it. */
interface Act {
  readonly what: 'assigned' | 'postponed' | 'tidy' | 'classified' | 'confirmed'
  readonly detail?: Readonly<Record<string, string | number | null>>
  readonly explained?: boolean
}

/** One file: its row held, the gate asked, then the step; all in one transaction. */
async function onFile(
  ctx: Tidy,
  caller: Caller,
  id: string,
  act: Act,
  step: Step,
): Promise<{ done: true } | Refusal> {
  const now = ctx.house.clock.now()
  return await ctx.house.db.transact(async (w) => {
    const material = await ctx.custody.hold(w, id)
    if (material === undefined || material.head.status !== 'active' || material.facts.quarantined)
      throw notFound()
    const line = await lockLine(w, id)
    const defects =
      act.what === 'tidy' ? (await defectsNow(w, id, now)).filter((one) => one !== 'stale').length : 0
    const permit = ctx.house.gate.askIn(
      w,
      {
        ...askedBy(caller), verb: 'tidy', customer: id, fields: [], at: now.getTime(),
        ...(act.explained === undefined ? {} : { reasonStated: act.explained }),
      },
      {
        ...factsOfCaller(caller),
        ...(await personOf(ctx, caller.personId, w)),
        customer: material.facts,
        act: { verb: 'tidy', defects },
      },
      { detail: { what: act.what, ...act.detail, ...(act.what === 'tidy' ? { defects } : {}) } },
    ) // prettier-ignore
    if (isRefusal(permit)) return permit
    await step(w, { permit, line, now })
    return { done: true as const }
  })
}

/** Many files alike; each is its own act, so that one that cannot be done stops no other. */
async function onMany(
  ctx: Tidy,
  caller: Caller,
  ids: readonly string[],
  act: Act,
  step: (id: string) => Step,
): Promise<ManyReply | Refusal> {
  let done = 0
  let why: string | null = null
  let failed = 0
  const refusals: Refusal[] = []
  const all = [...new Set(ids)]
  for (const id of all) {
    try {
      const answer = await onFile(ctx, caller, id, act, step(id))
      if (isRefusal(answer)) refusals.push(answer)
      else done++
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
      why ??= error.code
      failed++
    }
  }
  // Where the policy said no to all of them, it is said as such.
  if (refusals.length === all.length) return refusals[0]!
  return { done, refused: refusals.length, failed, why }
}

const mustBeOpen = (line: HeldLine | undefined): HeldLine => {
  if (line === undefined || line.state !== 'open') throw new Mistake('tidying.not-open', { status: 409 })
  return line
}

/** Gives files to somebody who may tidy them, or back to whom they belong. */
export async function assign(
  ctx: Tidy,
  caller: Caller,
  ids: readonly string[],
  personId: string | null,
): Promise<ManyReply | Refusal> {
  const act: Act = { what: 'assigned', detail: { to: personId } }
  return await onMany(ctx, caller, ids, act, (id) => async (w, { line, now }) => {
    mustBeOpen(line)
    if (personId !== null) {
      const material = (await ctx.custody.material([id], w)).get(id)
      const person = (await ctx.people.personFacts([personId], w)).get(personId)
      const may = ctx.house.gate.foresee(
        { actor: personId, verb: 'tidy', customer: id, fields: [], at: now.getTime() },
        {
          ...(person === undefined ? {} : { person }),
          ...(material === undefined ? {} : { customer: material.facts }),
          act: { verb: 'tidy', defects: 0 },
        },
      )
      if (person === undefined || person.service !== undefined || may.verdict !== 'permit')
        throw new Mistake('tidying.not-theirs', { field: 'personId' })
    }
    await setAssignee(w, id, personId)
  })
}

/** Puts files off by working days, with a reason; in all no longer than the company allows. */
export async function postpone(
  ctx: Tidy,
  caller: Caller,
  ids: readonly string[],
  body: { readonly days: number; readonly reason: string },
): Promise<ManyReply | Refusal> {
  mustBePlain(body.reason, 'reason')
  const act: Act = { what: 'postponed', detail: { days: body.days }, explained: true }
  return await onMany(ctx, caller, ids, act, (id) => async (w, held) => {
    const line = mustBeOpen(held.line)
    const { postponeMost } = await readSettings(w, 'share')
    if (line.postponed + body.days > postponeMost)
      throw new Mistake('tidying.postponed-enough', { field: 'days', values: { most: postponeMost } })
    const from = line.dueAt > held.now ? line.dueAt : held.now
    await setDue(w, id, await ctx.people.addWorkingDays(w, from, body.days), body.days, body.reason)
  })
}

/** Says that files are tidy: everything was looked at. What is still wrong needs a reason. */
export async function markTidy(
  ctx: Tidy,
  caller: Caller,
  ids: readonly string[],
  reason: string | undefined,
): Promise<ManyReply | Refusal> {
  if (reason !== undefined) mustBePlain(reason, 'reason')
  const act: Act = { what: 'tidy', explained: reason !== undefined }
  return await onMany(ctx, caller, ids, act, (id) => async (w, { line, permit, now }) => {
    mustBeOpen(line)
    await ctx.custody.confirm(w, permit, id)
    await setTidy(w, id, caller.personId, now, reason ?? null)
  })
}

/** Gives files a type and a category; their numbers stay. */
export async function classify(
  ctx: Tidy,
  caller: Caller,
  ids: readonly string[],
  wanted: { readonly typeCode?: string | undefined; readonly categoryCode?: string | undefined },
): Promise<ManyReply | Refusal> {
  const detail = { type: wanted.typeCode ?? null, category: wanted.categoryCode ?? null }
  return await onMany(
    ctx,
    caller,
    ids,
    { what: 'classified', detail },
    (id) =>
      async (w, { line, permit, now }) => {
        await ctx.custody.classify(w, permit, id, wanted)
        if (line?.state === 'open') await refreshLine(w, id, caller.personId, now)
      },
  )
}

/** Says that everything in files is still right; the clock of freshness begins anew. */
export async function confirm(
  ctx: Tidy,
  caller: Caller,
  ids: readonly string[],
): Promise<ManyReply | Refusal> {
  return await onMany(ctx, caller, ids, { what: 'confirmed' }, (id) => async (w, { line, permit, now }) => {
    await ctx.custody.confirm(w, permit, id)
    if (line?.state === 'open') await refreshLine(w, id, caller.personId, now)
  })
}
