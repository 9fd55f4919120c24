import { type Reader, sql } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { type Caller, openRequestTexts } from '../../../gate/index.ts'
import { actOn, fileOf, noSuch, type RightsContext, sealedNames } from './context.ts'
import { holdsOf, type ListedRequest, listRequests, requestOf } from './store.ts'
import type { RequestRow, RequestView } from '../wire/rights.ts'

/** Requests, what is due first; no words of customers. */
export async function viewRequests(
  ctx: RightsContext,
  q: { readonly page: number; readonly size: number; readonly state?: string | undefined },
): Promise<{ total: number; rows: RequestRow[] }> {
  const now = ctx.house.clock.now()
  return await ctx.house.db.read(async (r) => {
    const { total, rows } = await listRequests(r, q)
    const names = await namesOf(
      ctx,
      r,
      rows.map((row) => row.handlerId),
    )
    return { total, rows: rows.map((row) => rowOf(row, names, now)) }
  })
}

const namesOf = async (ctx: RightsContext, r: Reader, ids: readonly (string | null)[]) =>
  await ctx.people.names([...new Set(ids.filter((id) => id !== null))], r)

const rowOf = (
  row: ListedRequest,
  names: ReadonlyMap<string, { readonly name: string }>,
  now: Date,
): RequestRow => ({
  id: row.id,
  number: row.number,
  kind: row.kind,
  channel: row.channel,
  identity: row.identity,
  fileNo: row.fileNo,
  customerId: row.customerId,
  madeAt: row.madeAt.toISOString(),
  dueAt: row.dueAt.toISOString(),
  overdue: row.closedAt === null && row.dueAt < now,
  state: row.state,
  handler: row.handlerId === null ? '' : (names.get(row.handlerId)?.name ?? ''),
  ground: row.ground,
})

/** One request with its words, opened for whoever handles it; what for is a code: `view` or `print`. */
export async function viewRequest(
  ctx: RightsContext,
  caller: Caller,
  id: string,
  reason: 'view' | 'print' = 'view',
): Promise<RequestView | Refusal> {
  const request = await ctx.house.db.read((r) => requestOf(r, id))
  if (request === undefined) throw noSuch()
  const material = await fileOf(ctx, undefined, request.customerId)
  const { facts } = await actOn(ctx, undefined, caller, { verb: 'handle-rights-request' }, material)
  const now = ctx.house.clock.now()
  const words = await openRequestTexts(ctx.house, {
    actor: caller.personId, at: now.getTime(), request: id, customer: request.customerId, facts, for: reason,
    texts: [
      { name: sealedNames.text, level: request.level, sealed: request.textSealed },
      ...(request.answerSealed === null ? [] : [{ name: sealedNames.answer, level: request.level, sealed: request.answerSealed }]),
    ],
  }) // prettier-ignore
  if (isRefusal(words)) return words
  return await ctx.house.db.read(async (r) => {
    const holds = await holdsOf(r, request.customerId, now)
    const wish = await r.row<{ by: string }>(
      sql`select proposed_by as by from supervision.erasure_wish where request_id = ${id}`,
    )
    const copy = await r.row<{ until: Date; handedAt: Date | null }>(
      sql`select expires_at as until, handed_at as "handedAt" from supervision.rights_export where request_id = ${id}`,
    )
    const steps = await r.rows<{ at: Date; step: string; actor: string | null }>(
      sql`select at, step, actor_id as actor from supervision.rights_step where request_id = ${id} order by at, id`,
    )
    const copies = await r.rows<{ person: string; toldAt: Date; confirmedAt: Date | null }>(sql`
      select person_id as person, told_at as "toldAt", confirmed_at as "confirmedAt" from supervision.copy_to_destroy
      where request_id = ${id} order by told_at, id limit 500`)
    const people = [
      request.handlerId,
      wish?.by ?? null,
      ...steps.map((s) => s.actor),
      ...copies.map((c) => c.person),
    ]
    const names = await namesOf(ctx, r, people)
    const nameOf = (person: string | null): string => (person === null ? '' : (names.get(person)?.name ?? ''))
    return {
      ...rowOf({ ...request, fileNo: material.head.fileNo }, names, now),
      text: words[0]!,
      answer: words[1] ?? null,
      fileStatus: material.head.status,
      fileVersion: material.head.version,
      holds: holds.map((h) => ({ kind: h.kind, ground: h.ground, reference: h.reference, until: h.until?.toISOString() ?? null })),
      proposedBy: request.state !== 'erasing' || wish === undefined ? null : { id: wish.by, name: nameOf(wish.by) },
      exportUntil: copy === undefined || copy.handedAt !== null || copy.until < now ? null : copy.until.toISOString(),
      handedAt: copy?.handedAt?.toISOString() ?? null,
      steps: steps.map((s) => ({ at: s.at.toISOString(), step: s.step, name: nameOf(s.actor) })),
      copies: copies.map((c) => ({ name: nameOf(c.person), toldAt: c.toldAt.toISOString(), confirmedAt: c.confirmedAt?.toISOString() ?? null })),
    } // prettier-ignore
  })
}
