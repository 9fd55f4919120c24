import type { Writer } from '../../../floor/database/index.ts'
import { Fault, isRefusal, Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { enqueue } from '../../../floor/jobs/index.ts'
import type { Permit } from '../../../gate/index.ts'
import { loadCatalogue } from '../catalogue.ts'
import { clockwork, type Context, fileOf, type FormInstance, notFound, nowOf } from '../context.ts'
import { rewriteFile } from '../desk/rewriting.ts'
import type { CustomerMaterial } from '../material.ts'
import { insertChange, lockCustomer, setFieldLevel, setFileLevel, touchCustomer } from '../store/file.ts'
import {
  type LevelChangeRow,
  levelChangeOf,
  markApplied,
  misplaced,
  setCatalogueLevel,
} from '../store/levels.ts'
import { endTerms, insertTerm, termOf } from './store-terms.ts'

/** By what a change is carried out: an approved form, or the end of a term that two people let end by itself. */
export type Warrant = Pick<FormInstance, 'id' | 'applicantId'> & { readonly byItself?: true }

/**
 * Carries out what was approved, inside the deciding transaction.
 * @throws Mistake `custody.level-moved` when the level is no longer the one that the form started from
 */
export async function applyLevelChange(context: Context, w: Writer, instance: FormInstance): Promise<void> {
  const change = await levelChangeOf(w, instance.id)
  if (change === undefined) throw new Fault('an approved change of level without its content')
  if (!(await markApplied(w, instance.id, context.house.clock.now()))) return
  if (change.customerId === null) await applyToCatalogue(context, w, instance, change)
  else await applyToCustomer(context, w, instance, change.customerId, change)
  await keepTerm(context, w, instance, change)
}

/** The level that holds from now on, with its term, in place of the one before; the lowest level needs no term. */
async function keepTerm(
  context: Context,
  w: Writer,
  instance: FormInstance,
  change: LevelChangeRow,
): Promise<void> {
  const now = context.house.clock.now()
  const before = await termOf(w, change.customerId, change.fieldId)
  if (before !== undefined) await context.levelDuties.settle(w, before.id)
  await endTerms(w, change, instance.applicantId, now)
  if (change.kind === 'declassify' || (change.years === null && change.openTerm === null)) return
  const { customerId, fieldId, toLevel, years, openTerm, scope, scopeDepartments } = change
  await insertTerm(w, {
    id: newId(), customerId, fieldId, level: toLevel, years, openTerm, scope, scopeDepartments,
    startsAt: now, instanceId: instance.id, fixedBy: instance.applicantId,
  }) // prettier-ignore
}

const moved = (): Mistake => new Mistake('custody.level-moved', { status: 409 })

/**
 * Puts a file, or one field of it, at its new level.
 * @throws Mistake `custody.level-moved`
 */
export async function applyToCustomer(
  context: Context,
  w: Writer,
  instance: Warrant,
  customerId: string,
  change: Pick<LevelChangeRow, 'fieldId' | 'fromLevel' | 'toLevel'>,
): Promise<void> {
  if ((await lockCustomer(w, customerId)) === undefined) throw notFound()
  const before = await fileOf(context, customerId, w)
  const { fieldId, fromLevel, toLevel } = change
  const present = fieldId === null ? before.material.head.level : before.material.fields.get(fieldId)?.level
  if (present !== fromLevel) throw moved()
  // A level that is fixed as it stands moves nothing.
  if (fromLevel === toLevel) return
  const permit = carryOut(context, w, instance, before.material, {
    field: fieldId,
    from: fromLevel,
    to: toLevel,
  })
  if (fieldId === null) {
    await setFileLevel(w, customerId, toLevel)
    await touchCustomer(w, customerId, context.house.clock.now())
    await insertChange(w, {
      customerId,
      id: newId(),
      at: context.house.clock.now(),
      actorId: instance.applicantId,
      kind: 'level',
      fields: [],
      ...(instance.byItself === true ? {} : { instanceId: instance.id }),
      detail: { from: fromLevel, to: toLevel },
    })
    return
  }
  const followsCatalogue = before.catalogue.fields.get(fieldId)?.level === toLevel
  await setFieldLevel(w, customerId, fieldId, followsCatalogue ? null : toLevel)
  await resealAt(context, w, permit, customerId, {
    fieldId,
    to: toLevel,
    warrant: instance,
  })
}

/** The program's own permit to carry out an approved change on one customer; its entry names the application. */
function carryOut(
  context: Context,
  w: Writer,
  warrant: Warrant,
  material: CustomerMaterial,
  step: { readonly field: number | null; readonly from: number; readonly to: number },
): Permit<'change-level'> {
  const named = warrant.byItself === true ? {} : { application: warrant.id }
  const how = warrant.byItself === true ? 'ended-by-itself' : 'applied-after-approval'
  const permit = context.house.gate.askIn(
    w,
    {
      actor: clockwork.id,
      verb: 'change-level',
      customer: material.head.id,
      fields: [],
      ...named,
      at: nowOf(context),
    },
    {
      person: clockwork,
      customer: material.facts,
      act: { verb: 'change-level', level: Math.max(step.from, step.to) },
    },
    { ...named, detail: { step: how, ...step } },
  )
  if (isRefusal(permit)) throw new Fault('the rules do not let an approved change of level be carried out')
  return permit
}

async function resealAt(
  context: Context,
  w: Writer,
  permit: Permit<'change-level'>,
  customerId: string,
  step: {
    readonly fieldId: number
    readonly to: number
    readonly warrant: Warrant
  },
): Promise<void> {
  const { catalogue, material } = await fileOf(context, customerId, w)
  await rewriteFile(context, w, {
    catalogue,
    material,
    permit,
    changes: new Map(),
    moving: { field: step.fieldId, to: step.to },
    kind: 'level',
    fields: [step.fieldId],
    actorId: step.warrant.applicantId,
    ...(step.warrant.byItself === true ? {} : { instanceId: step.warrant.id }),
  })
}

/** Decisions follow the new level from the commit on; the values are moved to their new keys by a job. */
async function applyToCatalogue(
  context: Context,
  w: Writer,
  instance: FormInstance,
  change: LevelChangeRow,
): Promise<void> {
  const fieldId = change.fieldId!
  const catalogue = await loadCatalogue(w)
  if (catalogue.fields.get(fieldId)?.level !== change.fromLevel) throw moved()
  if (change.fromLevel === change.toLevel) return
  await setCatalogueLevel(w, fieldId, change.toLevel)
  context.forget(w)
  context.house.gate.note(w, 'catalogue-level', {
    field: fieldId,
    from: change.fromLevel,
    to: change.toLevel,
    application: instance.id,
  })
  await enqueue(w, { kind: moveFieldJob, payload: { field: fieldId, instance: instance.id } })
}

export const moveFieldJob = 'custody.move-field'
const customersPerBatch = 50

/**
 * Moves the values of one field to the keys of its level, a batch a transaction; may be stopped and run again at any
 * time, since it only looks for what is not yet where it belongs. Resolves to the number of files rewritten.
 */
export async function moveField(
  context: Context,
  fieldId: number,
  instanceId: string,
  signal: AbortSignal,
): Promise<number> {
  let count = 0
  const { db } = context.house
  const applicantId = (await db.read((r) => context.approval.instance(r, instanceId)))?.applicantId
  if (applicantId === undefined) throw new Fault('the application of a level change is gone')
  for (;;) {
    if (signal.aborted) throw new Fault('stopped before all values were moved; the job goes on later')
    const ids = await db.read((r) => misplaced(r, fieldId, customersPerBatch))
    if (ids.length === 0) return count
    await db.transact(async (w) => {
      // Always in the same order, so that two runs wait for each other instead of deadlocking.
      for (const customerId of [...ids].sort()) {
        if ((await lockCustomer(w, customerId)) === undefined) continue
        const { material } = await fileOf(context, customerId, w)
        const to = material.assignedLevel(fieldId)!
        const from = material.file.blocks.find((block) => block.fields.includes(fieldId))?.level ?? to
        if (from === to) continue
        const warrant = { id: instanceId, applicantId }
        const permit = carryOut(context, w, warrant, material, { field: fieldId, from, to })
        await resealAt(context, w, permit, customerId, { fieldId, to, warrant })
      }
    })
    count += ids.length
  }
}
