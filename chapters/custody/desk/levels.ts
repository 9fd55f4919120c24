import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { type Catalogue, loadCatalogue } from '../catalogue.ts'
import { type Context, fileOf, nowOf, personFactsOf } from '../context.ts'
import type { CustomerMaterial } from '../material.ts'
import { insertLevelChange, type LevelWish, unappliedFor } from '../store/levels.ts'

/** Code of the form, as flows are chosen by it. Actions: `raise`, `lower`, `declassify` (down to the lowest level). */
export const levelChangeForm = 'level-change'

export interface LevelChangeInput {
  /** The file; with `fieldId` one field of it. */
  readonly customerId?: string | undefined
  /** A catalogue field; without `customerId` for all customers. */
  readonly fieldId?: number | undefined
  readonly toLevel: number
  readonly reason: string
  /** Fixing a level with its term, changing it, or ending it; a change unless said. */
  readonly kind?: LevelWish['kind'] | undefined
  /** The term; that of the level where none is named. */
  readonly years?: number | undefined
  readonly openTerm?: 'long-term' | 'until-published' | undefined
  /** Who may know. */
  readonly scope?: string | undefined
  readonly scopeDepartments?: readonly string[] | undefined
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
  mustSuit(input, subject)
  const act = { verb: 'change-level' as const, level: highestOf(input, subject) }
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
 * The level whose approvers decide: the present one, the wanted one, and for a file as a whole that of its highest part.
 */
const highestOf = ({ toLevel, fieldId }: LevelChangeInput, { from, material }: Subject): number =>
  Math.max(from, toLevel, fieldId === undefined ? (material?.head.whole ?? 0) : 0)

/** What the three kinds mean. @throws Mistake naming what does not suit the kind */
function mustSuit({ kind = 'change', toLevel, years, openTerm }: LevelChangeInput, subject: Subject): void {
  const lowest = Math.min(...subject.catalogue.levels.keys())
  const wrong = (code: string, field = 'toLevel'): Mistake => new Mistake(code, { field })
  if (kind === 'change' && toLevel === subject.from) throw wrong('custody.level-same')
  if (kind === 'classify' && toLevel < subject.from) throw wrong('custody.level-classify-lower')
  if (kind === 'declassify' && toLevel !== lowest) throw wrong('custody.level-declassify-lowest')
  if (kind === 'declassify' && subject.from === lowest) throw wrong('custody.level-same')
  if (years !== undefined && openTerm !== undefined) throw wrong('custody.level-one-term', 'years')
}

/** The term that was asked for; that of the level where none was. The lowest level has one only when it was asked for. */
function termOfWish(input: LevelChangeInput, { catalogue }: Subject): Pick<LevelWish, 'years' | 'openTerm'> {
  if (input.years !== undefined) return { years: input.years, openTerm: null }
  if (input.openTerm !== undefined) return { years: null, openTerm: input.openTerm }
  const level = catalogue.levels.get(input.toLevel)
  return { years: level?.secrecyYears ?? null, openTerm: level?.openTerm ?? null }
}

/** Form 20 as it is stored and hashed. */
export const wishOf = (input: LevelChangeInput, subject: Subject): LevelWish => ({
  kind: input.kind ?? 'change',
  ...termOfWish(input, subject),
  scope: (input.scope ?? '').trim(),
  scopeDepartments: [...new Set(input.scopeDepartments ?? [])].sort((a, b) => (a < b ? -1 : 1)),
})

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
export function levelFormOf(caller: Caller, input: LevelChangeInput, subject: Subject) {
  const { catalogue, from } = subject
  const lowest = Math.min(...catalogue.levels.keys())
  const { toLevel, reason } = input
  const wish = wishOf(input, subject)
  const words = kindWords[wish.kind]
  return {
    applicantId: caller.personId,
    snapshot: {
      customer: input.customerId ?? null,
      field: input.fieldId ?? null,
      from,
      to: toLevel,
      reason,
      ...wish,
      scopeDepartments: [...wish.scopeDepartments],
    },
    level: highestOf(input, subject),
    action:
      toLevel > from ? 'raise' : toLevel === from ? 'classify' : toLevel === lowest ? 'declassify' : 'lower',
    title: {
      zh: `${words.zh}：${catalogue.levels.get(from)?.zh ?? from} → ${catalogue.levels.get(toLevel)!.zh}`,
      en: `${words.en}: ${catalogue.levels.get(from)?.en ?? from} → ${catalogue.levels.get(toLevel)!.en}`,
    },
    address: caller.address,
    ...(input.picks === undefined ? {} : { picks: input.picks }),
  }
}

/** What the form is called for each kind. */
export const kindWords = {
  classify: { zh: '定密', en: 'Fixing a level' },
  change: { zh: '密级变更', en: 'Change of level' },
  declassify: { zh: '解密', en: 'Ending a level' },
} as const

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
    ...wishOf(input, subject),
  })
  return form
}
