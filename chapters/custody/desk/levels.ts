import type { Writer } from '../../../floor/database/index.ts'
import { Fault, isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { enqueue } from '../../../floor/jobs/index.ts'
import type { Caller, Permit } from '../../../gate/index.ts'
import { type Catalogue, loadCatalogue } from '../catalogue.ts'
import {
  clockwork,
  type Context,
  fileOf,
  type FormInstance,
  type LevelChangeView,
  notFound,
  nowOf,
  personFactsOf,
} from '../context.ts'
import type { CustomerMaterial } from '../material.ts'
import { insertChange, lockCustomer, setFieldLevel, setFileLevel, touchCustomer } from '../store/file.ts'
import {
  insertLevelChange,
  type LevelChangeRow,
  levelChangeOf,
  markApplied,
  misplaced,
  setCatalogueLevel,
  unappliedFor,
} from '../store/levels.ts'
import { rewriteFile } from './rewriting.ts'

/** Code of the form, as flows are chosen by it. Actions: `raise`, `lower`, `declassify` (down to the lowest level). */
export const levelChangeForm = 'level-change'

export interface LevelChangeInput {
  /** The file; with `fieldId` one field of it. */
  readonly customerId?: string | undefined
  /** A catalogue field; without `customerId` for all customers. */
  readonly fieldId?: number | undefined
  readonly toLevel: number
  readonly reason: string
  readonly cc?: readonly string[] | undefined
  /** Who decides the steps that the flow leaves to the applicant, by step. */
  readonly picks?: Readonly<Record<string, readonly string[]>> | undefined
}

/** What a change is about, and the level that holds for it now. */
export interface Subject {
  readonly catalogue: Catalogue
  readonly material: CustomerMaterial | undefined
  readonly from: number
}

/** Applies for a change of level (form 20). Nothing changes before the approval. */
export async function applyForLevel(
  context: Context,
  caller: Caller,
  input: LevelChangeInput,
): Promise<{ id: string; number: string } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const subject = await subjectOf(context, w, input)
    const refusal = await askForLevel(context, w, caller, input, subject)
    if (refusal !== undefined) return refusal
    await refuseSecond(context, w, input)
    return await submit(context, w, caller, input, subject)
  })
}

/**
 * Checks the proposed level and asks the gate whether this person may apply for it; undefined when they may.
 * @param application the form that is handed in again
 * @throws Mistake `custody.no-level` or `custody.level-same`
 */
export async function askForLevel(
  context: Context,
  w: Writer,
  caller: Caller,
  input: LevelChangeInput,
  subject: Subject,
  application?: string,
): Promise<Refusal | undefined> {
  const { toLevel } = input
  if (!subject.catalogue.levels.has(toLevel)) throw new Mistake('custody.no-level', { field: 'toLevel' })
  if (toLevel === subject.from) throw new Mistake('custody.level-same', { field: 'toLevel' })
  const act = { verb: 'change-level' as const, level: Math.max(subject.from, toLevel) }
  const named = application === undefined ? {} : { application }
  const answer = context.house.gate.askIn(
    w,
    {
      actor: caller.personId,
      verb: 'change-level',
      ...(input.customerId === undefined ? {} : { customer: input.customerId }),
      ...named,
      fields: [],
      at: nowOf(context),
    },
    {
      ...(await personFactsOf(context, caller.personId, w)),
      ...(subject.material === undefined ? {} : { customer: subject.material.facts }),
      act,
    },
    { ...named, detail: { step: 'applied', field: input.fieldId ?? null, from: subject.from, to: toLevel } },
  )
  return isRefusal(answer) ? answer : undefined
}

/**
 * The file or field that a change is about.
 * @throws Mistake when neither is named, or there is no such field
 */
export async function subjectOf(context: Context, w: Writer, input: LevelChangeInput): Promise<Subject> {
  const { customerId, fieldId } = input
  if (customerId === undefined && fieldId === undefined)
    throw new Mistake('custody.level-of-what', { field: 'customerId' })
  if (customerId === undefined) {
    const catalogue = await loadCatalogue(w)
    const field = catalogue.fields.get(fieldId!)
    if (field === undefined) throw new Mistake('custody.no-field', { field: 'fieldId' })
    return { catalogue, material: undefined, from: field.level }
  }
  const { catalogue, material } = await fileOf(context, customerId, w)
  if (fieldId === undefined) return { catalogue, material, from: material.head.level }
  const field = material.fields.get(fieldId)
  if (field === undefined) throw new Mistake('custody.no-field', { field: 'fieldId' })
  return { catalogue, material, from: field.level }
}

async function refuseSecond(context: Context, w: Writer, input: LevelChangeInput): Promise<void> {
  for (const id of await unappliedFor(w, input.customerId ?? null, input.fieldId ?? null)) {
    const other = await context.approval.instance(w, id)
    if (other !== undefined && ['running', 'returned'].includes(other.state))
      throw new Mistake('custody.level-change-open', { status: 409, values: { number: other.number } })
  }
}

/** What the approval needs of form 20: its content, the level and kind that choose its flow, and its title. */
export function levelFormOf(caller: Caller, input: LevelChangeInput, { catalogue, from }: Subject) {
  const lowest = Math.min(...catalogue.levels.keys())
  const { toLevel, reason } = input
  return {
    applicantId: caller.personId,
    snapshot: {
      customer: input.customerId ?? null,
      field: input.fieldId ?? null,
      from,
      to: toLevel,
      reason,
    },
    level: Math.max(from, toLevel),
    action: toLevel > from ? 'raise' : toLevel === lowest ? 'declassify' : 'lower',
    title: {
      zh: `密级变更：${catalogue.levels.get(from)?.zh ?? from} → ${catalogue.levels.get(toLevel)!.zh}`,
      en: `Change of level: ${catalogue.levels.get(from)?.en ?? from} → ${catalogue.levels.get(toLevel)!.en}`,
    },
    address: caller.address,
    ...(input.picks === undefined ? {} : { picks: input.picks }),
  }
}

async function submit(
  context: Context,
  w: Writer,
  caller: Caller,
  input: LevelChangeInput,
  subject: Subject,
): Promise<{ id: string; number: string }> {
  const { from } = subject
  const { toLevel, reason } = input
  const form = await context.approval.submit(w, {
    form: levelChangeForm,
    ...levelFormOf(caller, input, subject),
    ...(input.cc === undefined ? {} : { cc: input.cc }),
  })
  await insertLevelChange(w, {
    instanceId: form.id,
    customerId: input.customerId ?? null,
    fieldId: input.fieldId ?? null,
    fromLevel: from,
    toLevel,
    reason,
  })
  return form
}

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
}

const moved = (): Mistake => new Mistake('custody.level-moved', { status: 409 })

async function applyToCustomer(
  context: Context,
  w: Writer,
  instance: FormInstance,
  customerId: string,
  change: LevelChangeRow,
): Promise<void> {
  if ((await lockCustomer(w, customerId)) === undefined) throw notFound()
  const before = await fileOf(context, customerId, w)
  const { fieldId, fromLevel, toLevel } = change
  const present = fieldId === null ? before.material.head.level : before.material.fields.get(fieldId)?.level
  if (present !== fromLevel) throw moved()
  const permit = carryOut(context, w, instance.id, before.material, {
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
      instanceId: instance.id,
      detail: { from: fromLevel, to: toLevel },
    })
    return
  }
  const followsCatalogue = before.catalogue.fields.get(fieldId)?.level === toLevel
  await setFieldLevel(w, customerId, fieldId, followsCatalogue ? null : toLevel)
  await resealAt(context, w, permit, customerId, {
    fieldId,
    to: toLevel,
    instanceId: instance.id,
    actorId: instance.applicantId,
  })
}

/** The program's own permit to carry out an approved change on one customer; its entry names the application. */
function carryOut(
  context: Context,
  w: Writer,
  instanceId: string,
  material: CustomerMaterial,
  step: { readonly field: number | null; readonly from: number; readonly to: number },
): Permit<'change-level'> {
  const permit = context.house.gate.askIn(
    w,
    {
      actor: clockwork.id,
      verb: 'change-level',
      customer: material.head.id,
      fields: [],
      application: instanceId,
      at: nowOf(context),
    },
    {
      person: clockwork,
      customer: material.facts,
      act: { verb: 'change-level', level: Math.max(step.from, step.to) },
    },
    { application: instanceId, detail: { step: 'applied-after-approval', ...step } },
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
    readonly instanceId: string
    readonly actorId: string
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
    actorId: step.actorId,
    instanceId: step.instanceId,
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
        const permit = carryOut(context, w, instanceId, material, { field: fieldId, from, to })
        await resealAt(context, w, permit, customerId, { fieldId, to, instanceId, actorId: applicantId })
      }
    })
    count += ids.length
  }
}

/** Form 20 for page and print: levels, subject and reason; no value of the customer. */
export async function levelChangeView(context: Context, instance: FormInstance): Promise<LevelChangeView> {
  const change = await context.house.db.read((r) => levelChangeOf(r, instance.id))
  if (change === undefined) return { sections: [] }
  const catalogue = await context.catalogue()
  const level = (rank: number) => {
    const found = catalogue.levels.get(rank)
    return { zh: found?.zh ?? String(rank), en: found?.en ?? String(rank) }
  }
  const field = change.fieldId === null ? undefined : catalogue.fields.get(change.fieldId)
  const fileNo =
    change.customerId === null
      ? undefined
      : (await fileOf(context, change.customerId).catch(() => undefined))?.material.head.fileNo
  const same = (text: string) => ({ zh: text, en: text })
  return {
    sections: [
      {
        title: { zh: '变更对象', en: 'Subject' },
        rows: [
          {
            label: { zh: '客户档号', en: 'Customer file' },
            value:
              change.customerId === null
                ? { zh: '全部客户（数据目录）', en: 'All customers (catalogue)' }
                : same(fileNo ?? '—'),
            kind: 'customers',
          },
          {
            label: { zh: '字段', en: 'Field' },
            value:
              field === undefined ? { zh: '整份档案', en: 'The whole file' } : { zh: field.zh, en: field.en },
          },
        ],
      },
      {
        title: { zh: '密级变更', en: 'Change of level' },
        rows: [
          { label: { zh: '原密级', en: 'Present level' }, value: level(change.fromLevel), kind: 'level' },
          { label: { zh: '拟定密级', en: 'Proposed level' }, value: level(change.toLevel), kind: 'level' },
          { label: { zh: '理由', en: 'Reason' }, value: same(change.reason) },
        ],
      },
    ],
  }
}
