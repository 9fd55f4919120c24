import { sql, type Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { openOwnRequestTexts } from '../../../gate/index.ts'
import { type Actor, actOn, addStep, fileOf, hashOfSecret, newSecret, noSuch, type RightsContext, sealedNames, sealFor } from './context.ts' // prettier-ignore
import { workbookOf } from './copy-file.ts'
import { insertRequest, nextNumber, openRequestsOf, readSettings, requestBySecret } from './store.ts'
import type { OwnView, RightKind } from '../wire/rights.ts'

/** A code for a request opens nothing else, and no other code opens one. */
const codePurpose = 'rights-request'
export const dutyKind = 'rights.answer'
/** Requests of one customer that may be open at once. */
const openMost = 5

interface Asked {
  readonly customerId: string
  readonly kind: RightKind
  readonly text: string
  readonly channel: 'web' | 'letter' | 'phone' | 'counter'
  readonly identity: 'code' | 'document' | 'call-back' | 'unproven'
  readonly enteredBy: string | null
}

interface Receipt {
  readonly id: string
  readonly number: string
  readonly secret: string
  readonly dueAt: string
}

/** Puts a request on record with its receipt, its day, and a duty for whoever answers for it. */
async function receive(ctx: RightsContext, w: Writer, asked: Asked): Promise<Receipt> {
  const now = ctx.house.clock.now()
  const { head } = await fileOf(ctx, w, asked.customerId)
  await w.run(sql`select from custody.customer where id = ${head.id} for update`)
  if ((await openRequestsOf(w, head.id)) >= openMost) throw new Mistake('rights.too-many', { status: 409 })
  const { days } = await readSettings(w)
  const id = newId(now.getTime())
  const year = Number(
    new Intl.DateTimeFormat('en', { timeZone: ctx.house.timeZone, year: 'numeric' }).format(now),
  )
  const number = await nextNumber(w, year)
  const secret = newSecret()
  const dueAt = new Date(now.getTime() + days * 86_400_000)
  await insertRequest(w, {
    id, number, customerId: head.id, kind: asked.kind, channel: asked.channel, identity: asked.identity, level: head.level,
    textSealed: await sealFor(ctx, w, id, head.level, 'text', asked.text), secretHash: hashOfSecret(secret), madeAt: now, dueAt, enteredBy: asked.enteredBy,
  }) // prettier-ignore
  await addStep(ctx, w, id, 'received', asked.enteredBy)
  ctx.house.gate.note(w, 'rights-requested', {
    actor: asked.enteredBy ?? 'customer',
    customer: head.id,
    subject: id,
    right: asked.kind,
    channel: asked.channel,
    identity: asked.identity,
  })
  const offices = await Promise.all(['secrecy-office', 'legal'].map((role) => ctx.people.holdersOf(w, role)))
  const people = [...new Set(offices.flat())]
  if (people[0] !== undefined)
    await ctx.duties.raise(w, {
      kind: dutyKind,
      subject: id,
      ownerId: people[0],
      dueAt,
      link: `/rights-requests?open=${id}`,
      values: { number },
    })
  return { id, number, secret, dueAt: dueAt.toISOString() }
}

/** Sends a code to a phone or mail address on file; the answer says nothing of whether it is. */
export const askRightsCode = (
  ctx: RightsContext,
  body: { readonly address: string; readonly language: 'zh' | 'en' },
): Promise<{ challenge: string; minutes: number }> =>
  ctx.consents.sendCode({ ...body, purpose: codePurpose, onFile: true })

/**
 * Takes a customer's request with the code that proves who asks. @throws Mistake `rights.code` for a wrong code and for an
 * address that is not on file, without saying which; `rights.too-many`
 */
export async function askOwn(
  ctx: RightsContext,
  body: {
    readonly challenge: string
    readonly code: string
    readonly kind: RightKind
    readonly text: string
  },
): Promise<{ number: string; secret: string; dueAt: string }> {
  // A wrong try counts, so it commits: nothing is thrown inside.
  const made = await ctx.house.db.transact(async (w) => {
    const right = await ctx.consents.checkCode(w, { ...body, purpose: codePurpose })
    if (right === undefined || right.customerId === null) return undefined
    return await receive(ctx, w, {
      customerId: right.customerId, kind: body.kind, text: body.text, channel: 'web', identity: 'code', enteredBy: null,
    }) // prettier-ignore
  })
  if (made === undefined) throw new Mistake('rights.code', { field: 'code', status: 404 })
  const { id: _, ...receipt } = made
  return receipt
}

/** Enters a request that came by letter, by telephone or at the counter; the receipt is for the customer. */
export async function enterRequest(
  ctx: RightsContext,
  caller: Actor,
  body: {
    readonly customer: string
    readonly kind: RightKind
    readonly channel: 'letter' | 'phone' | 'counter'
    readonly identity: 'document' | 'call-back' | 'unproven'
    readonly text: string
  },
): Promise<Receipt | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const material = await fileOf(ctx, w, body.customer)
    if (!['active', 'restricted'].includes(material.head.status)) throw noSuch('customer')
    const { question, facts } = await actOn(ctx, w, caller, { verb: 'handle-rights-request' }, material)
    const answer = ctx.house.gate.askIn(w, question, facts, {
      detail: { step: 'entered', right: body.kind, channel: body.channel, identity: body.identity },
    })
    if (isRefusal(answer)) return answer
    return await receive(ctx, w, { ...body, customerId: body.customer, enteredBy: caller.personId })
  })
}

const wrongSecret = (): Mistake => new Mistake('rights.secret', { field: 'secret', status: 404 })

/** State and answer of a request by the secret of its receipt. @throws Mistake `rights.secret` */
export async function lookOwn(ctx: RightsContext, secret: string): Promise<OwnView> {
  const found = await ctx.house.db.read(async (r) => {
    const request = await requestBySecret(r, hashOfSecret(secret))
    if (request === undefined) return undefined
    const copy = await r.row<{ until: Date }>(sql`
      select expires_at as until from supervision.rights_export
      where request_id = ${request.id} and sealed is not null and handed_at is null and expires_at > ${ctx.house.clock.now()}`)
    return { request, copy }
  })
  if (found === undefined) throw wrongSecret()
  const { request, copy } = found
  const [answer] =
    request.answerSealed === null || request.closedAt === null
      ? []
      : await openOwnRequestTexts(ctx.house, request.id, [
          { name: sealedNames.answer, level: request.level, sealed: request.answerSealed },
        ])
  return {
    number: request.number,
    kind: request.kind,
    // That two people are still to decide about erasing is the house's own affair.
    state: request.state === 'erasing' ? 'open' : request.state,
    madeAt: request.madeAt.toISOString(),
    dueAt: request.dueAt.toISOString(),
    ground: request.ground,
    answer: answer ?? null,
    takeUntil: copy?.until.toISOString() ?? null,
  }
}

/**
 * Hands the copy out once: whoever comes second with the same receipt finds nothing. Recorded before it is opened, and
 * the sealed copy is gone with the same commit. @throws Mistake `rights.secret`, `rights.nothing-to-take`
 */
export async function takeOwn(
  ctx: RightsContext,
  secret: string,
  format: 'json' | 'xlsx',
): Promise<{ fileName: string; contentType: string; base64: string }> {
  const { house } = ctx
  const found = await house.db.transact(async (w) => {
    const request = await requestBySecret(w, hashOfSecret(secret))
    if (request === undefined) return undefined
    const now = house.clock.now()
    const copy = await w.row<{ id: string; sealed: Buffer }>(sql`
      select id, sealed from supervision.rights_export where request_id = ${request.id} and sealed is not null
        and handed_at is null and expires_at > ${now} for update`)
    if (copy === undefined) throw new Mistake('rights.nothing-to-take', { status: 409 })
    await w.run(
      sql`update supervision.rights_export set handed_at = ${now}, sealed = null where id = ${copy.id}`,
    )
    await addStep(ctx, w, request.id, 'taken', null)
    house.gate.note(w, 'rights-copy-taken', {
      actor: 'customer',
      customer: request.customerId,
      subject: copy.id,
      format,
    })
    return { request, copy }
  })
  if (found === undefined) throw wrongSecret()
  const { request, copy } = found
  const [text] = await openOwnRequestTexts(house, request.id, [
    { name: sealedNames.copy, level: request.level, sealed: copy.sealed },
  ])
  const file = await workbookOf(house, request.number, text!, format)
  return { fileName: file.fileName, contentType: file.contentType, base64: file.body.toString('base64') }
}
