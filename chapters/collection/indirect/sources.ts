import type { Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { checkAs, normaliseIdentifier } from '../../../floor/identifiers/index.ts'
import { type Caller, isStaff, type SourceState } from '../../../gate/index.ts'
import { dayIn } from '../../people/index.ts'
import { usedCatalogue } from '../context.ts'
import { conflict, hashOfContent, type IndirectContext, notThere, personOf, refusedAct } from './context.ts'
import {
  addStep,
  lastWriter,
  lockRecord,
  openPurposes,
  readSourceFiles,
  setSourceState,
  type SourceRecord,
  writePartner,
} from './store/sources.ts'
import { raiseEnd, settleEnd } from './watch.ts'
import { type Answer, type PartnerEdit, sourcePoints } from './wire.ts'

/** What a version of a source says, as it is hashed; whatever of it changes voids the check. */
export const contentOf = (
  body: Omit<PartnerEdit, 'version' | 'fields'> & { readonly fieldIds: readonly number[] },
) => ({
  provider: body.provider,
  creditCode: body.creditCode,
  contact: body.contact,
  contractNo: body.contractNo,
  contract: [body.contractFrom, body.contractUntil],
  authority: body.authority,
  purposes: [...new Set(body.purposes)].sort((a, b) => (a < b ? -1 : 1)),
  fields: [...new Set(body.fieldIds)].sort((a, b) => a - b),
  validity: [body.validFrom, body.validUntil],
  responsible: body.responsible,
  onExpiry: body.onExpiry,
  note: body.note,
})

/**
 * Writes what is on record of a partner as a new version. What was checked or in use before is a draft again, so that
 * nothing that was not checked is ever relied on.
 * @throws Mistake `indirect.credit-code`, `indirect.dates`, `indirect.no-purpose`, `indirect.no-field`, `indirect.not-staff`, `indirect.changed`, `indirect.not-partner`, `indirect.over`
 */
export async function editSource(
  ctx: IndirectContext,
  caller: Caller,
  id: string,
  body: PartnerEdit,
): Promise<{ done: true } | Refusal> {
  const { house } = ctx
  const catalogue = await usedCatalogue(ctx)
  return await house.db.transact(async (w) => {
    const source = await lockRecord(w, id)
    if (source === undefined) throw notThere()
    const fieldIds = idsOf(body.fields, catalogue)
    const creditCode = await mustFit(ctx, w, body)
    const { fields: _codes, version: _seen, ...rest } = body
    const settled = { ...rest, creditCode, fieldIds }
    const hash = hashOfContent(contentOf(settled))
    const detail = { step: 'written', version: source.version + 1, content: hash }
    const refusal = await refusedAct(ctx, w, caller, 'register-source', {}, { subject: id, detail })
    if (refusal !== undefined) return refusal
    if (source.kind !== 'partner') throw conflict('indirect.not-partner')
    if (source.state === 'withdrawn' || source.closedAt !== null) throw conflict('indirect.over')
    if (source.version !== body.version) throw conflict('indirect.changed')
    const version = source.version + 1
    await writePartner(w, id, settled, { version, hash, note: body.note })
    await settleEnd(ctx, w, id, caller.personId)
    await addStep(w, id, {
      step: 'written', version, content: contentOf(settled), hash, note: '', actorId: caller.personId, at: house.clock.now(),
    }) // prettier-ignore
    return { done: true as const }
  })
}

/** @throws Mistake `indirect.no-field` for the first code that is no field in use */
function idsOf(
  codes: readonly string[],
  catalogue: { readonly byCode: ReadonlyMap<string, { readonly id: number }> },
): number[] {
  return codes.map((code) => {
    const field = catalogue.byCode.get(code)
    if (field === undefined)
      throw new Mistake('indirect.no-field', { field: 'fields', values: { name: code } })
    return field.id
  })
}

/** Checks what was written; the credit code in its canonical form. */
async function mustFit(ctx: IndirectContext, w: Writer, body: PartnerEdit): Promise<string> {
  const creditCode = normaliseIdentifier(body.creditCode).toUpperCase()
  if (checkAs('uscc', creditCode) === undefined)
    throw new Mistake('indirect.credit-code', { field: 'creditCode' })
  if (body.contractUntil < body.contractFrom) throw new Mistake('indirect.dates', { field: 'contractUntil' })
  if (body.validUntil < body.validFrom || body.validUntil > body.contractUntil)
    throw new Mistake('indirect.dates', { field: 'validUntil' })
  const open = new Set((await openPurposes(w)).flatMap(({ code, open }) => (open ? [code] : [])))
  const unknown = body.purposes.find((code) => !open.has(code))
  if (unknown !== undefined)
    throw new Mistake('indirect.no-purpose', { field: 'purposes', values: { name: unknown } })
  const { person } = await personOf(ctx, body.responsible, w)
  if (person === undefined || !isStaff(person, ctx.house.clock.now().getTime()))
    throw new Mistake('indirect.not-staff', { field: 'responsible' })
  return creditCode
}

/**
 * Records the check of a source: somebody else than whoever wrote it answers every point. It counts as checked when all
 * hold; one `no` leaves it a draft, with the check in its history.
 * @throws Mistake `indirect.points-open`, `indirect.files-missing`, `indirect.changed`, `indirect.wrong-state`
 */
export async function checkSource(
  ctx: IndirectContext,
  caller: Caller,
  id: string,
  body: {
    readonly version: number
    readonly checklist: Readonly<Record<string, Answer>>
    readonly note: string
  },
): Promise<{ done: true } | Refusal> {
  const { house } = ctx
  return await house.db.transact(async (w) => {
    const source = await lockRecord(w, id)
    if (source === undefined) throw notThere()
    const answered = Object.fromEntries(sourcePoints.flatMap((point) => (body.checklist[point] === undefined ? [] : [[point, body.checklist[point]]]))) // prettier-ignore
    const passed = sourcePoints.every((point) => answered[point] === 'yes')
    const importer = (await lastWriter(w, id)) ?? source.createdBy ?? ''
    const detail = {
      step: 'checked',
      version: source.version,
      content: source.contentHash,
      passed,
      answers: answered,
    }
    const refusal = await refusedAct(ctx, w, caller, 'check-source', { importer }, { subject: id, detail })
    if (refusal !== undefined) return refusal
    if (source.version !== body.version) throw conflict('indirect.changed')
    if (source.kind !== 'partner' || source.state !== 'draft' || source.contentHash === '')
      throw conflict('indirect.wrong-state')
    if (Object.keys(answered).length < sourcePoints.length)
      throw new Mistake('indirect.points-open', { field: 'checklist' })
    const kinds = new Set((await readSourceFiles(w, id)).map(({ kind }) => kind))
    if (kinds.size < 2) throw new Mistake('indirect.files-missing', { field: 'files', status: 409 })
    const at = house.clock.now()
    if (passed) await setSourceState(w, id, 'checked', { what: 'checked', person: caller.personId, at })
    await addStep(w, id, {
      step: passed ? 'checked' : 'failed', version: source.version, content: { checklist: answered }, hash: source.contentHash,
      note: body.note, actorId: caller.personId, at,
    }) // prettier-ignore
    return { done: true as const }
  })
}

/**
 * Puts a checked source into use: somebody else than the checker, so that two people stand for it.
 * @throws Mistake `indirect.wrong-state`, `indirect.changed`, `indirect.second-person`, `indirect.out-of-time`
 */
export async function openSource(
  ctx: IndirectContext,
  caller: Caller,
  id: string,
  version: number,
): Promise<{ done: true } | Refusal> {
  const { house } = ctx
  return await house.db.transact(async (w) => {
    const source = await lockRecord(w, id)
    if (source === undefined) throw notThere()
    const detail = { step: 'opened', version: source.version, content: source.contentHash }
    const refusal = await refusedAct(ctx, w, caller, 'register-source', {}, { subject: id, detail })
    if (refusal !== undefined) return refusal
    if (source.version !== version) throw conflict('indirect.changed')
    if (source.state !== 'checked') throw conflict('indirect.wrong-state')
    if (source.checkedBy === caller.personId) throw conflict('indirect.second-person')
    if (!isInTime(ctx, source)) throw conflict('indirect.out-of-time')
    const at = house.clock.now()
    await setSourceState(w, id, 'usable', { what: 'opened', person: caller.personId, at })
    await raiseEnd(ctx, w, source)
    await addStep(w, id, {
      step: 'opened', version: source.version, content: {}, hash: source.contentHash, note: '', actorId: caller.personId, at,
    }) // prettier-ignore
    return { done: true as const }
  })
}

/** Whether today, where the company is, lies within contract and validity. */
export function isInTime(
  ctx: Pick<IndirectContext, 'house'>,
  source: Pick<SourceRecord, 'validFrom' | 'validUntil' | 'contractUntil'>,
): boolean {
  const today = dayIn(ctx.house.timeZone, ctx.house.clock.now())
  const { validFrom, validUntil, contractUntil } = source
  return (
    validFrom !== null && validUntil !== null && contractUntil !== null &&
    validFrom <= today && today <= validUntil && today <= contractUntil
  ) // prettier-ignore
}

/**
 * How a source stands at this moment, as the rules know it: a partner's only while it is in use and in time, whatever a
 * nightly job has or has not written; sources that need no check are usable.
 */
export function stateNow(ctx: Pick<IndirectContext, 'house'>, source: SourceRecord): SourceState {
  if (source.frozen) return 'withdrawn'
  if (source.kind !== 'partner') return 'usable'
  return source.state === 'usable' && !isInTime(ctx, source) ? 'expired' : source.state
}

/** Facts about the source of an import, and what it permits; the row is held until the transaction ends. */
export async function sourceForImport(
  ctx: Pick<IndirectContext, 'house'>,
  w: Writer,
  id: string | undefined,
): Promise<{
  readonly sourceKnown: boolean
  readonly sourceState: SourceState
  /** Present for partners: what they may give, and for what. */
  readonly limits?: { readonly fields: ReadonlySet<number>; readonly purposes: ReadonlySet<string> }
}> {
  const source = id === undefined ? undefined : await lockRecord(w, id)
  if (source === undefined || source.closedAt !== null) return { sourceKnown: false, sourceState: 'usable' }
  const state = { sourceKnown: true, sourceState: stateNow(ctx, source) }
  if (source.kind !== 'partner') return state
  return { ...state, limits: { fields: new Set(source.fieldIds), purposes: new Set(source.purposes) } }
}
