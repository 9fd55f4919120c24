import type { Reader } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { type Context, fileOf, type FormInstance } from '../context.ts'
import { type LevelChangeRow, levelChangeOf, replaceLevelChange } from '../store/levels.ts'
import type { LevelChangeContent } from '../wire.ts'
import { askForLevel, type LevelChangeInput, levelFormOf, subjectOf, wishOf } from './levels.ts'

/**
 * One of the caller's own applications for a change of level, for correcting it.
 * @throws Mistake `custody.no-level-change` for those of others too, so that nobody learns which exist
 */
export async function ownLevelChange(
  context: Context,
  caller: Caller,
  id: string,
): Promise<LevelChangeContent> {
  return await context.house.db.read(async (r) => {
    const { instance, change } = await own(context, r, caller, id)
    const { customerId, fieldId, fromLevel, toLevel, reason, kind, years, openTerm, scope } = change
    const fileNo = customerId === null ? null : (await fileOf(context, customerId, r)).material.head.fileNo
    const { number, state } = instance
    const straightTo = (await context.approval.straightTo(r, id)) ?? null
    const scopeDepartments = [...change.scopeDepartments]
    return {
      id, number, state, customerId, fileNo, fieldId, fromLevel, toLevel, reason, kind, years, openTerm, scope,
      scopeDepartments, straightTo,
    } // prettier-ignore
  })
}

/**
 * Hands a returned form 20 in again, about the same file or field, with another level or better reasons; the present
 * level is looked up anew, since it may have moved meanwhile, and every step decides again.
 * @throws Mistake `custody.level-change-not-returned` in any other state
 */
export async function resubmitLevelChange(
  context: Context,
  caller: Caller,
  id: string,
  corrected: Omit<LevelChangeInput, 'customerId' | 'fieldId' | 'cc'>,
): Promise<{ id: string; number: string } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const { instance, change } = await own(context, w, caller, id)
    if (instance.state !== 'returned') throw new Mistake('custody.level-change-not-returned', { status: 409 })
    const { customerId, fieldId } = change
    const input: LevelChangeInput = {
      ...(customerId === null ? {} : { customerId }),
      ...(fieldId === null ? {} : { fieldId }),
      ...corrected,
    }
    const subject = await subjectOf(context, w, input)
    const refusal = await askForLevel(context, w, caller, input, subject, id)
    if (refusal !== undefined) return refusal
    const { toLevel, reason } = corrected
    const wish = wishOf(input, subject)
    await replaceLevelChange(w, { ...change, ...wish, toLevel, reason, fromLevel: subject.from })
    return await context.approval.resubmit(w, id, levelFormOf(caller, input, subject))
  })
}

/**
 * Sends a returned form 20, as it is, straight back to the step that returned it.
 * @throws Mistake `custody.level-change-not-returned`, `custody.level-moved` when the present level is another one by now,
 * `approval.straight-not-possible`
 */
export async function sendLevelChangeBack(
  context: Context,
  caller: Caller,
  id: string,
): Promise<{ id: string; number: string } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const { instance, change } = await own(context, w, caller, id)
    if (instance.state !== 'returned') throw new Mistake('custody.level-change-not-returned', { status: 409 })
    const { customerId, fieldId, toLevel, reason, kind, years, openTerm, scope, scopeDepartments } = change
    const input: LevelChangeInput = {
      ...(customerId === null ? {} : { customerId }),
      ...(fieldId === null ? {} : { fieldId }),
      ...(years === null ? {} : { years }),
      ...(openTerm === null ? {} : { openTerm }),
      toLevel,
      reason,
      kind,
      scope,
      scopeDepartments,
    }
    const subject = await subjectOf(context, w, input)
    if (subject.from !== change.fromLevel) throw new Mistake('custody.level-moved', { status: 409 })
    const refusal = await askForLevel(context, w, caller, input, subject, id)
    if (refusal !== undefined) return refusal
    return await context.approval.resubmit(w, id, { ...levelFormOf(caller, input, subject), straight: true })
  })
}

async function own(
  context: Context,
  r: Reader,
  caller: Caller,
  id: string,
): Promise<{ instance: FormInstance; change: LevelChangeRow }> {
  const instance = await context.approval.instance(r, id)
  const change = await levelChangeOf(r, id)
  if (instance === undefined || change === undefined || instance.applicantId !== caller.personId)
    throw new Mistake('custody.no-level-change', { status: 404, field: 'id' })
  return { instance, change }
}
