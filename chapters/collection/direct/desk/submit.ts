import { createHash } from 'node:crypto'
import type { Reader, Writer } from '../../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Catalogue } from '../../../custody/index.ts'
import { usedCatalogue } from '../../context.ts'
import type { TakenIn } from '../../intake/take-in/index.ts'
import { checkConsent, type Given, givenAnswers } from '../answers.ts'
import { purposesOf } from '../check.ts'
import type { DirectContext, NoticeInForce } from '../context.ts'
import {
  lockFormByCode,
  type StoredForm,
  type StoredVersion,
  versionInForce,
  versionsOf,
} from '../store/forms.ts'
import { insertSubmission, submissionByReceipt, type StoredSubmission } from '../store/submissions.ts'
import type { SubmitBody, Submitted } from '../wire.ts'
import { checkSignature, type FormFile, splitFiles } from './files.ts'
import { mustBeOpen, needsConsent, noticeOf } from './open.ts'

/** How something came in: by the customer alone, or at the counter with somebody of the company. */
export type Way =
  | { readonly channel: 'web' }
  | { readonly channel: 'counter'; readonly operator: string; readonly signature: Buffer }

/** A file may not be held: the whole arrival is taken back, and why is put on record after that. */
class FileRefused extends Mistake {
  readonly record: Readonly<Record<string, string>>
  constructor(record: Readonly<Record<string, string>>) {
    super('form.file-refused', { field: 'file', status: 409 })
    this.record = record
  }
}

/** The receipt is the customer's; here only its hash is kept. */
export const receiptHashOf = (receipt: string): Buffer =>
  createHash('sha256').update(`mifeng form receipt/${receipt}`).digest()

/** What is known once the form is held and everything but the customer has been looked at. */
interface Arrival {
  readonly form: StoredForm
  readonly version: StoredVersion
  readonly notice: NoticeInForce
  readonly catalogue: Catalogue
  readonly given: Given
  readonly files: readonly FormFile[]
  readonly now: Date
}

/**
 * Takes in what was filled in: against the version and the notice that were shown, once, through the chapter's one way
 * in, with files, consent and receipt in one transaction. A repeated sending of the same receipt changes nothing.
 * @throws Mistake naming the field and the remedy; `form.changed`, `form.notice-changed` when another text is in force now
 */
export async function submit(
  ctx: DirectContext,
  code: string,
  body: SubmitBody,
  upload: Buffer,
  way: Way,
): Promise<Submitted | Refusal> {
  if (way.channel === 'counter') await checkSignature(way.signature)
  const stored: string[] = []
  try {
    const outcome = await ctx.house.db.transact(async (w) => {
      const found = await lockFormByCode(w, code)
      const before = await submissionByReceipt(w, receiptHashOf(body.receipt))
      const inForce = found === undefined ? undefined : await versionInForce(w, found.id)
      if (before !== undefined) return await sentBefore(ctx, w, found, before, body)
      const arrival = await arrivalOf(ctx, w, { found, inForce, body, upload })
      return await take(ctx, w, arrival, body, way, stored)
    })
    // Recorded and committed; the person at the other end can do nothing about it.
    if (isRefusal(outcome) && way.channel === 'web') throw new Mistake('form.paused', { status: 409 })
    if (isRefusal(outcome)) await drop(ctx, stored)
    return outcome
  } catch (error) {
    await drop(ctx, stored)
    if (error instanceof FileRefused)
      await ctx.house.db.transact((w) =>
        Promise.resolve(ctx.house.gate.note(w, 'document-refused', error.record)),
      )
    throw error
  }
}

async function drop(ctx: DirectContext, stored: readonly string[]): Promise<void> {
  for (const id of stored) await ctx.house.files.remove(id)
}

async function arrivalOf(
  ctx: DirectContext,
  w: Writer,
  o: {
    readonly found: StoredForm | undefined
    readonly inForce: StoredVersion | undefined
    readonly body: SubmitBody
    readonly upload: Buffer
  },
): Promise<Arrival> {
  const { body } = o
  const now = ctx.house.clock.now()
  const { form, version } = await mustBeOpen(w, o.found, o.inForce, now)
  if (body.version !== version.id || body.hash !== version.hash)
    throw new Mistake('form.changed', { status: 409 })
  const notice = await noticeOf(ctx, w, version)
  if (body.notice.version !== notice.versionId || body.notice.hash !== notice.hash)
    throw new Mistake('form.notice-changed', { status: 409 })
  const catalogue = await usedCatalogue(ctx)
  const given = givenAnswers(version.body, body, catalogue)
  const purposes = purposesOf(version.body, await ctx.asked.purposes(w))
  checkConsent(body, given, { notice, catalogue, needed: needsConsent(version.body, purposes) })
  const files = await splitFiles(version.body, body.files, o.upload)
  return { form, version, notice, catalogue, given, files, now }
}

async function take(
  ctx: DirectContext,
  w: Writer,
  a: Arrival,
  body: SubmitBody,
  way: Way,
  stored: string[],
): Promise<Submitted | Refusal> {
  const draft = a.version.body
  const responsible = draft.responsible!
  const signatureHash =
    way.channel === 'counter' ? createHash('sha256').update(way.signature).digest('hex') : null
  const consent = consentOf(a, body, way, signatureHash)
  const taken = await answering(a, () =>
    ctx.asked.takeIn(w, {
      actor: way.channel === 'counter' ? way.operator : responsible,
      kind: draft.kind,
      values: a.given.values,
      purposes: draft.purposes,
      legalBasis: draft.legalBasis,
      sourceId: draft.source ?? undefined,
      channel: way.channel,
      consent,
      pending: draft.pending,
      // Face to face the clerk is the collector; at the address it is whoever answers for the form.
      ownerId: way.channel === 'counter' ? way.operator : responsible,
      departmentId: draft.department ?? undefined,
      marketingRefused: consent?.items.some((one) => one.item === 'marketing' && !one.given),
    }),
  )
  if (isRefusal(taken)) return taken
  const refused = await attachAll(ctx, w, a, taken, way, stored)
  if (refused !== undefined)
    throw new FileRefused({
      form: a.form.id,
      actor: way.channel === 'counter' ? way.operator : responsible,
      reason: refused,
    })
  const id = newId()
  await insertSubmission(w, {
    id,
    formId: a.form.id,
    versionId: a.version.id,
    customerId: taken.customerId,
    batchId: taken.batchId ?? null,
    channel: way.channel,
    responsibleId: responsible,
    operatorId: way.channel === 'counter' ? way.operator : null,
    receiptHash: receiptHashOf(body.receipt),
    noticeVersionId: a.notice.versionId,
    noticeHash: a.notice.hash,
    fields: [...a.given.values.keys()],
    files: a.files.length,
    signatureHash,
    at: a.now,
  })
  ctx.house.gate.note(w, 'form-submitted', {
    submission: id,
    form: a.form.id,
    version: a.version.hash,
    notice: a.notice.hash,
    customer: taken.customerId,
    channel: way.channel,
    fields: [...a.given.values.keys()],
    files: a.files.length,
    ...(signatureHash === null ? {} : { signed: true }),
  })
  await ctx.asked.tell(w, [responsible], 'form-submitted', { link: '/forms/submissions' })
  return receiptOf(a, body, {
    at: a.now,
    consent: consent === undefined ? null : (ctx.asked.receiptOf(consent) ?? null),
    state: 'new',
  })
}

function consentOf(a: Arrival, body: SubmitBody, way: Way, signatureHash: string | null) {
  if (a.notice.items.length === 0) return undefined
  return {
    noticeVersionId: a.notice.versionId,
    noticeHash: a.notice.hash,
    items: body.items,
    purposes: [],
    channel: way.channel,
    at: a.now,
    language: body.language,
    minor: body.minor,
    ...(way.channel === 'counter' ? { operator: way.operator } : {}),
    ...(signatureHash === null ? {} : { evidence: signatureHash }),
    ...(body.guardian === null ? {} : { guardian: body.guardian }),
  }
}

/** A mistake in a value is told at its question. */
async function answering<T>(a: Arrival, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const id = error instanceof Mistake ? /^values\.(\d+)$/.exec(error.field)?.[1] : undefined
    if (id === undefined || !(error instanceof Mistake)) throw error
    const code = a.catalogue.fields.get(Number(id))?.code
    const question = a.given.questions.find((one) => one.kind === 'field' && one.field === code)
    throw new Mistake(error.code, {
      field: `answers.${question?.id ?? ''}`,
      status: error.status,
      values: { ...error.values },
    })
  }
}

/** Files and signature go in; resolves to why one of them may not. They go in at the highest level of what was given, and never below the file's own. */
async function attachAll(
  ctx: DirectContext,
  w: Writer,
  a: Arrival,
  taken: TakenIn,
  way: Way,
  stored: string[],
): Promise<string | undefined> {
  const list = a.files.map(({ name, bytes }) => ({ title: name, bytes }))
  if (way.channel === 'counter') list.push({ title: 'signature.png', bytes: way.signature })
  if (list.length === 0) return undefined
  const personId = way.channel === 'counter' ? way.operator : a.version.body.responsible!
  const material = (await ctx.custody.material([taken.customerId], w)).get(taken.customerId)!
  const person = (await ctx.people.personFacts([personId], w)).get(personId)
  const level = Math.max(
    material.head.level,
    ...[...a.given.values.keys()].map((id) => material.fields.get(id)?.level ?? 0),
  )
  for (const one of list) {
    const done = await ctx.custody.attachArriving(w, { personId, person, material, level, ...one }, stored)
    if ('turnedAway' in done) return done.turnedAway
    if (isRefusal(done)) return done.because.join()
  }
  return undefined
}

const labelOf = (question: Given['questions'][number], catalogue: Catalogue) => {
  const field = question.kind === 'field' ? catalogue.byCode.get(question.field) : undefined
  const zh = question.label.zh || (field?.zh ?? question.id)
  return { zh, en: question.label.en || (question.label.zh === '' ? (field?.en ?? zh) : zh) }
}

const receiptOf = (
  a: Pick<Arrival, 'version' | 'given' | 'catalogue' | 'files'> & {
    readonly notice: { readonly hash: string }
  },
  body: Pick<SubmitBody, 'receipt'>,
  o: { readonly at: Date; readonly consent: string | null; readonly state: Submitted['state'] },
): Submitted => ({
  receipt: body.receipt,
  at: o.at.toISOString(),
  form: a.version.body.title,
  version: { number: a.version.number, hash: a.version.hash },
  notice: { hash: a.notice.hash },
  consent: o.consent,
  given: a.given.questions.map((question) => ({
    question: question.id,
    label: labelOf(question, a.catalogue),
  })),
  files: a.files.length,
  state: o.state,
})

/** The network failed after we had taken it: the same receipt is told the same again, without the consent's secret. */
async function sentBefore(
  ctx: DirectContext,
  w: Writer,
  form: StoredForm | undefined,
  before: StoredSubmission,
  body: Pick<SubmitBody, 'receipt'>,
): Promise<Submitted> {
  if (form?.id !== before.formId) throw new Mistake('form.receipt-taken', { field: 'receipt', status: 409 })
  return await receiptView(ctx, w, before, body.receipt)
}

/** What a receipt tells whoever holds it: which fields, under which texts; never a value. */
export async function receiptView(
  ctx: DirectContext,
  r: Reader,
  s: StoredSubmission,
  receipt: string,
): Promise<Submitted> {
  const catalogue = await usedCatalogue(ctx)
  const version = (await versionsOf(r, s.formId)).find((one) => one.id === s.versionId)!
  const questions = version.body.questions.filter((question) => {
    const field = question.kind === 'field' ? catalogue.byCode.get(question.field) : undefined
    return field !== undefined && s.fields.includes(field.id)
  })
  const given = { values: new Map<number, string>(), questions }
  const shown = receiptOf(
    { version, given, catalogue, files: [], notice: { hash: s.noticeHash } },
    { receipt },
    { at: s.at, consent: null, state: s.state },
  )
  return { ...shown, files: s.files }
}

/** Looks up a receipt. @throws Mistake `form.no-receipt` (404) for one that nobody was given: which of them is not said */
export async function lookUp(ctx: DirectContext, receipt: string): Promise<Submitted> {
  return await ctx.house.db.read(async (r) => {
    const found = await submissionByReceipt(r, receiptHashOf(receipt))
    if (found === undefined) throw new Mistake('form.no-receipt', { field: 'receipt', status: 404 })
    return await receiptView(ctx, r, found, receipt)
  })
}
