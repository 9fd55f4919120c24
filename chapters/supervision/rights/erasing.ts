import { sql, type Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { eraseFile } from '../../custody/index.ts'
import { actOn, addStep, fileOf, noSuch, type RightsContext } from './context.ts'
import { answer, openRequest, restrict } from './handling.ts'
import { carriedOut, holdsOf, lockRequest, requestOf, type StoredRequest } from './store.ts'

/** The proposal with file and request locked. @throws Mistake `rights.not-found`, `rights.no-proposal` */
async function proposed(w: Writer, id: string): Promise<{ request: StoredRequest; by: string }> {
  const found = await requestOf(w, id)
  if (found === undefined) throw noSuch()
  await w.run(sql`select from custody.customer where id = ${found.customerId} for update`)
  const request = await lockRequest(w, id)
  const wish = await w.row<{ by: string }>(sql`
    select proposed_by as by from supervision.erasure_wish where request_id = ${id} and outcome is null for update`)
  if (request?.state !== 'erasing' || wish === undefined)
    throw new Mistake('rights.no-proposal', { status: 409 })
  return { request, by: wish.by }
}

/**
 * A second person decides about erasing. Erased: keys, values, past values, search hashes and attachments go in this
 * transaction; grants on this file alone end, and holders of exports are told to destroy their copies. Declined: the
 * request is open again. @throws Mistake `rights.no-proposal`
 */
export async function decideErasure(
  ctx: RightsContext,
  caller: Caller,
  id: string,
  outcome: 'erased' | 'declined',
): Promise<{ done: true } | Refusal> {
  const { house } = ctx
  return await house.db.transact(async (w) => {
    const { request, by } = await proposed(w, id)
    const now = house.clock.now()
    const material = await fileOf(ctx, w, request.customerId)
    const held = (await holdsOf(w, request.customerId, now)).length > 0
    const act =
      outcome === 'erased'
        ? { verb: 'erase-file' as const, applicant: by, held }
        : { verb: 'handle-rights-request' as const }
    const { question, facts } = await actOn(ctx, w, caller, act, material)
    const permit = house.gate.askIn(w, question, facts, {
      subject: id,
      detail: { step: outcome, proposer: by },
    })
    if (isRefusal(permit)) return permit
    if (outcome === 'declined') {
      // Whoever proposed it takes it back, or somebody else says no; the next proposal names its own proposer.
      await w.run(
        sql`update supervision.rights_request set state = 'open', answer_sealed = null where id = ${id}`,
      )
      await addStep(ctx, w, id, 'erasure-declined', caller.personId)
      return { done: true as const }
    }
    await endGrants(ctx, w, caller, request.customerId, now)
    await tellHolders(ctx, w, request, now)
    await eraseFile(house, w, permit as Parameters<typeof eraseFile>[2])
    await ctx.events.erased(w, request.customerId)
    await w.run(
      sql`update supervision.rights_export set sealed = null where customer_id = ${request.customerId}`,
    )
    await w.run(sql`update supervision.restriction set lifted_by = ${caller.personId}, lifted_at = ${now}
      where customer_id = ${request.customerId} and lifted_at is null`)
    await w.run(sql`update supervision.erasure_wish set decided_by = ${caller.personId}, decided_at = ${now}, outcome = 'erased'
      where request_id = ${id}`)
    house.gate.note(w, 'file-erased', {
      actor: caller.personId,
      customer: request.customerId,
      subject: id,
      proposer: by,
    })
    await answer(ctx, w, request, { state: 'granted', by: caller.personId, step: 'erased' })
    return { done: true as const }
  })
}

/** Grants on nothing but this file end; on those that cover more, the erased file is closed to everybody anyway. */
async function endGrants(
  ctx: RightsContext,
  w: Writer,
  caller: Caller,
  customer: string,
  now: Date,
): Promise<void> {
  const ended = await w.rows<{ id: string; holder: string }>(sql`
    update usage."grant" g set revoked_at = ${now}, revoked_by = ${caller.personId}, revoke_reason = 'file erased'
    where g.revoked_at is null and g.ends_at > ${now}
      and exists (select from usage.grant_customer gc where gc.grant_id = g.id and gc.customer_id = ${customer})
      and not exists (select from usage.grant_customer gc where gc.grant_id = g.id and gc.customer_id <> ${customer})
    returning g.id, g.person_id as holder`)
  for (const { id, holder } of ended)
    ctx.house.gate.note(w, 'grant-ended', { grant: id, person: holder, reason: 'file-erased' })
}

async function tellHolders(ctx: RightsContext, w: Writer, request: StoredRequest, now: Date): Promise<void> {
  const copies = await carriedOut(w, request.customerId)
  for (const { id, personId } of copies) {
    const copy = newId(now.getTime())
    await w.run(sql`insert into supervision.copy_to_destroy (id, request_id, customer_id, person_id, export_id, told_at)
      values (${copy}, ${request.id}, ${request.customerId}, ${personId}, ${id}, ${now})`)
    await ctx.duties.raise(w, {
      kind: copyDuty,
      subject: copy,
      ownerId: personId,
      dueAt: new Date(now.getTime() + copyDays * 86_400_000),
      link: '/copies-to-destroy',
    })
  }
}
export const copyDuty = 'rights.destroy-copy'
const copyDays = 7

/** Refuses to erase because the law or a hold stands in the way: the file is only kept from now on, and the customer is told. */
export async function keepInstead(
  ctx: RightsContext,
  caller: Caller,
  id: string,
  body: { readonly ground: string; readonly answer: string },
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const request = await openRequest(w, id)
    if (request.kind !== 'delete') throw new Mistake('rights.not-delete', { status: 409 })
    const refused = await restrict(ctx, w, caller, request, body.ground)
    if (refused !== undefined) return refused
    await answer(ctx, w, request, {
      state: 'refused',
      by: caller.personId,
      words: body.answer,
      ground: body.ground,
      step: 'kept',
    })
    return { done: true as const }
  })
}

/** The holder says in person that the copy was destroyed. @throws Mistake `rights.not-found` */
export async function confirmDestruction(
  ctx: RightsContext,
  caller: Caller,
  id: string,
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const copy = await w.row<{ person: string; export: string; confirmedAt: Date | null }>(sql`
      select person_id as person, export_id as export, confirmed_at as "confirmedAt" from supervision.copy_to_destroy where id = ${id} for update`)
    if (copy === undefined) throw noSuch()
    const person = (await ctx.people.personFacts([caller.personId], w)).get(caller.personId)
    const said = ctx.house.gate.askIn(
      w,
      {
        actor: caller.personId,
        verb: 'confirm-destruction',
        fields: [],
        at: ctx.house.clock.now().getTime(),
      },
      {
        ...(person === undefined ? {} : { person }),
        act: { verb: 'confirm-destruction', subjectPerson: copy.person },
      },
      { subject: id, detail: { export: copy.export } },
    )
    if (isRefusal(said)) return said
    if (copy.confirmedAt === null) {
      await w.run(
        sql`update supervision.copy_to_destroy set confirmed_at = ${ctx.house.clock.now()} where id = ${id}`,
      )
      await ctx.duties.settle(w, copyDuty, id, { by: caller.personId })
    }
    return { done: true as const }
  })
}
