import { sql, type Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller, FileReply } from '../../../gate/index.ts'
import { openRequestTexts } from '../../../gate/index.ts'
import { askToWrite, checkedValues, setRestricted } from '../../custody/index.ts'
import { actOn, addStep, fileOf, noSuch, type RightsContext, sealedNames, sealFor } from './context.ts'
import { gatherCopy } from './copy.ts'
import { workbookOf } from './copy-file.ts'
import { dutyKind } from './receiving.ts'
import { closeRequest, lockRequest, readSettings, requestOf, type StoredRequest } from './store.ts'
import type { GrantBody } from '../wire/rights.ts'

/** The request with a lock, still open. @throws Mistake `rights.not-found`, `rights.closed` */
export async function openRequest(w: Writer, id: string): Promise<StoredRequest> {
  // The file first, always: whoever restricts, holds or erases it waits in the same order.
  const found = await requestOf(w, id)
  if (found === undefined) throw noSuch()
  await w.run(sql`select from custody.customer where id = ${found.customerId} for update`)
  const request = await lockRequest(w, id)
  if (request?.state !== 'open') throw new Mistake('rights.closed', { status: 409 })
  return request
}

/** Closes a request with its answer, and with it what was due. */
export async function answer(
  ctx: RightsContext,
  w: Writer,
  request: StoredRequest,
  to: {
    readonly state: 'granted' | 'refused'
    readonly by: string
    readonly words?: string
    readonly ground?: string
    readonly step: string
  },
): Promise<void> {
  const sealed =
    to.words === undefined ? null : await sealFor(ctx, w, request.id, request.level, 'answer', to.words)
  await closeRequest(w, request.id, {
    state: to.state,
    handlerId: to.by,
    ground: to.ground ?? null,
    answerSealed: sealed,
    at: ctx.house.clock.now(),
  })
  await addStep(ctx, w, request.id, to.step, to.by)
  await ctx.duties.settle(w, dutyKind, request.id, { by: to.by, evidence: request.id })
}

/** Notes that it was checked who asks, for a request that came otherwise than by code. */
export async function proveIdentity(
  ctx: RightsContext,
  caller: Caller,
  id: string,
  identity: 'document' | 'call-back',
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const request = await openRequest(w, id)
    const material = await fileOf(ctx, w, request.customerId)
    const { question, facts } = await actOn(ctx, w, caller, { verb: 'handle-rights-request' }, material)
    const said = ctx.house.gate.askIn(w, question, facts, {
      subject: id,
      detail: { step: 'proven', identity },
    })
    if (isRefusal(said)) return said
    await w.run(sql`update supervision.rights_request set identity = ${identity} where id = ${id}`)
    await addStep(ctx, w, id, 'proven', caller.personId)
    return { done: true as const }
  })
}

/** Refuses with a ground of the law and the reason in words (PIPL 50). */
export async function refuseRequest(
  ctx: RightsContext,
  caller: Caller,
  id: string,
  body: { readonly ground: string; readonly answer: string },
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const request = await openRequest(w, id)
    const material = await fileOf(ctx, w, request.customerId)
    const { question, facts } = await actOn(ctx, w, caller, { verb: 'handle-rights-request' }, material)
    const detail = { step: 'refused', ground: body.ground }
    const said = ctx.house.gate.askIn(w, question, facts, { subject: id, detail })
    if (isRefusal(said)) return said
    await answer(ctx, w, request, {
      state: 'refused',
      by: caller.personId,
      words: body.answer,
      ground: body.ground,
      step: 'refused',
    })
    return { done: true as const }
  })
}

/**
 * Carries a request out and answers it. A copy is read through the gate before the answer commits; erasing is only
 * proposed here, for a second person to decide. @throws Mistake `rights.closed`, `rights.values`, `rights.keys`, `rights.file-closed`
 */
export async function grantRequest(
  ctx: RightsContext,
  caller: Caller,
  id: string,
  body: GrantBody,
): Promise<{ done: true } | Refusal> {
  const before = await ctx.house.db.read((r) => requestOf(r, id))
  if (before === undefined) throw noSuch()
  if (before.state !== 'open') throw new Mistake('rights.closed', { status: 409 })
  const refused = await foreseeRefusal(ctx, caller, before)
  if (refused !== undefined) return refused
  const copies = ['see', 'copy', 'move'].includes(before.kind)
  const copy = copies ? await gatherCopy(ctx, caller, before) : undefined
  if (isRefusal(copy)) return copy
  return await ctx.house.db.transact(async (w) => {
    const request = await openRequest(w, id)
    const material = await fileOf(ctx, w, request.customerId)
    const act = { verb: 'grant-rights-request' as const, proven: request.identity !== 'unproven' }
    const { question, facts } = await actOn(ctx, w, caller, act, material)
    const detail = { step: 'granted', right: request.kind }
    const said = ctx.house.gate.askIn(w, question, facts, { subject: id, detail })
    if (isRefusal(said)) return said
    if (request.kind === 'delete') return await proposeErasure(ctx, w, caller, request, body.answer)
    const done = await carryOut(ctx, w, caller, request, body)
    if (isRefusal(done)) return done
    if (copy !== undefined) await keepCopy(ctx, w, caller, request, JSON.stringify(copy))
    await answer(ctx, w, request, {
      state: 'granted',
      by: caller.personId,
      words: body.answer,
      step: 'granted',
    })
    return { done: true as const }
  })
}

/** Nothing is opened for a request that would not be granted: then the refusal alone is recorded. */
async function foreseeRefusal(
  ctx: RightsContext,
  caller: Caller,
  request: StoredRequest,
): Promise<Refusal | undefined> {
  const { house } = ctx
  const act = { verb: 'grant-rights-request' as const, proven: request.identity !== 'unproven' }
  const material = await fileOf(ctx, undefined, request.customerId)
  const { question, facts } = await actOn(ctx, undefined, caller, act, material)
  if (house.gate.foresee(question, facts).verdict === 'permit') return undefined
  const said = await house.db.transact((w) =>
    Promise.resolve(house.gate.askIn(w, question, facts, { subject: request.id })),
  )
  return isRefusal(said) ? said : undefined
}

async function carryOut(
  ctx: RightsContext,
  w: Writer,
  caller: Caller,
  request: StoredRequest,
  body: GrantBody,
): Promise<Refusal | undefined> {
  if (request.kind === 'correct') return await correct(ctx, w, caller, request, body)
  if (request.kind === 'restrict') return await restrict(ctx, w, caller, request, 'customer-asked')
  if (request.kind === 'withdraw') {
    if (body.keys === undefined) throw new Mistake('rights.keys', { field: 'keys' })
    const channel = request.channel === 'web' ? 'web' : request.channel === 'letter' ? 'paper' : request.channel === 'phone' ? 'spoken' : 'counter' // prettier-ignore
    await ctx.consents.withdraw(w, request.customerId, {
      keys: body.keys,
      channel,
      operator: caller.personId,
    })
  }
  return undefined
}

async function correct(
  ctx: RightsContext,
  w: Writer,
  caller: Caller,
  request: StoredRequest,
  body: GrantBody,
): Promise<Refusal | undefined> {
  if (body.values === undefined || body.version === undefined || Object.keys(body.values).length === 0)
    throw new Mistake('rights.values', { field: 'values' })
  const material = await fileOf(ctx, w, request.customerId)
  const values = checkedValues(await ctx.custody.catalogue(), material.head.kind, body.values)
  const person = (await ctx.people.personFacts([caller.personId], w)).get(caller.personId)
  const permit = askToWrite(
    ctx.house,
    w,
    { actor: caller.personId, customer: request.customerId, fields: [...values.keys()], at: ctx.house.clock.now().getTime() },
    { ...(person === undefined ? {} : { person }), customer: material.facts, fields: material.fields, grants: [] },
  ) // prettier-ignore
  if (isRefusal(permit)) return permit
  await ctx.custody.write(w, permit, request.customerId, values, body.version)
  return undefined
}

/** 封存: the file is only kept from now on, with the ground on record. @throws Mistake `rights.file-closed` */
export async function restrict(
  ctx: RightsContext,
  w: Writer,
  caller: Caller,
  of: { readonly customerId: string; readonly id?: string },
  ground: string,
): Promise<Refusal | undefined> {
  const material = await fileOf(ctx, w, of.customerId)
  const { question, facts } = await actOn(ctx, w, caller, { verb: 'restrict-file' }, material)
  const permit = ctx.house.gate.askIn(w, question, facts, {
    subject: of.id,
    detail: { step: 'restricted', ground },
  })
  if (isRefusal(permit)) return permit
  if (material.head.status === 'restricted') return undefined
  if (!(await setRestricted(w, permit, true))) throw new Mistake('rights.file-closed', { status: 409 })
  const now = ctx.house.clock.now()
  await w.run(sql`insert into supervision.restriction (id, customer_id, request_id, ground, set_by, set_at)
    values (${newId(now.getTime())}, ${of.customerId}, ${of.id ?? null}, ${ground}, ${caller.personId}, ${now})`)
  return undefined
}

/** Lifts a restriction, in the same office. @throws Mistake `rights.not-restricted` */
export async function liftRestriction(
  ctx: RightsContext,
  caller: Caller,
  customerId: string,
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    await w.run(sql`select from custody.customer where id = ${customerId} for update`)
    const material = await fileOf(ctx, w, customerId)
    const { question, facts } = await actOn(ctx, w, caller, { verb: 'restrict-file' }, material)
    const permit = ctx.house.gate.askIn(w, question, facts, { detail: { step: 'lifted' } })
    if (isRefusal(permit)) return permit
    if (!(await setRestricted(w, permit, false))) throw new Mistake('rights.not-restricted', { status: 409 })
    await w.run(sql`update supervision.restriction set lifted_by = ${caller.personId}, lifted_at = ${ctx.house.clock.now()}
      where customer_id = ${customerId} and lifted_at is null`)
    return { done: true as const }
  })
}

async function proposeErasure(
  ctx: RightsContext,
  w: Writer,
  caller: Caller,
  request: StoredRequest,
  words: string,
): Promise<{ done: true }> {
  const now = ctx.house.clock.now()
  await w.run(sql`insert into supervision.erasure_wish (request_id, customer_id, proposed_by, proposed_at)
    values (${request.id}, ${request.customerId}, ${caller.personId}, ${now})
    on conflict (request_id) do update set proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at`)
  const sealed = await sealFor(ctx, w, request.id, request.level, 'answer', words)
  await w.run(sql`update supervision.rights_request set state = 'erasing', handler_id = ${caller.personId}, answer_sealed = ${sealed}
    where id = ${request.id}`)
  await addStep(ctx, w, request.id, 'erasure-proposed', caller.personId)
  return { done: true }
}

async function keepCopy(
  ctx: RightsContext,
  w: Writer,
  caller: Caller,
  request: StoredRequest,
  text: string,
): Promise<void> {
  const now = ctx.house.clock.now()
  const { takeDays } = await readSettings(w)
  const sealed = await sealFor(ctx, w, request.id, request.level, 'copy', text)
  await w.run(sql`insert into supervision.rights_export (id, request_id, customer_id, sealed, made_by, made_at, expires_at)
    values (${newId(now.getTime())}, ${request.id}, ${request.customerId}, ${sealed}, ${caller.personId}, ${now},
      ${new Date(now.getTime() + takeDays * 86_400_000)})`)
}

/** The copy, handed over at the desk; it cannot be taken by the receipt afterwards. @throws Mistake `rights.nothing-to-take` */
export async function handOut(
  ctx: RightsContext,
  caller: Caller,
  id: string,
  format: 'json' | 'xlsx',
): Promise<FileReply | Refusal> {
  const request = await ctx.house.db.read((r) => requestOf(r, id))
  if (request === undefined) throw noSuch()
  const material = await fileOf(ctx, undefined, request.customerId)
  const { facts, question } = await actOn(ctx, undefined, caller, { verb: 'handle-rights-request' }, material)
  const may = ctx.house.gate.foresee(question, facts).verdict === 'permit'
  const now = ctx.house.clock.now()
  const copy = await ctx.house.db.transact(async (w) => {
    const found = await w.row<{ id: string; sealed: Buffer }>(sql`
      select id, sealed from supervision.rights_export
      where request_id = ${id} and sealed is not null and expires_at > ${now} for update`)
    if (found === undefined) throw new Mistake('rights.nothing-to-take', { status: 409 })
    if (!may) return found
    await w.run(sql`update supervision.rights_export set handed_at = ${now}, handed_by = ${caller.personId}, sealed = null
      where id = ${found.id}`)
    await addStep(ctx, w, id, 'handed-out', caller.personId)
    return found
  })
  const texts = await openRequestTexts(ctx.house, {
    actor: caller.personId, at: now.getTime(), request: id, customer: request.customerId, facts, for: 'hand-out',
    texts: [{ name: sealedNames.copy, level: request.level, sealed: copy.sealed }],
  }) // prettier-ignore
  if (isRefusal(texts)) return texts
  return await workbookOf(ctx.house, request.number, texts[0]!, format)
}
