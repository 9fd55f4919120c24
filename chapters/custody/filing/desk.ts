import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { askedBy, type Caller, factsOfCaller } from '../../../gate/index.ts'
import { type Context, fileOf, notFound, nowOf, personFactsOf } from '../context.ts'
import { mustBePlain } from '../plain-words.ts'
import { insertChange, lockCustomer } from '../store/file.ts'
import { listCategories, listTypes, saveCategory, saveType } from './classes.ts'
import { classOfFile, setFileNo } from './archive.ts'
import { insertRule, nextFileNos, previewNumber, ruleInForce, voidNumbers } from './numbers.ts'
import { type NumberRule, partsOf } from './rule.ts'
import type { CategoryBody, ClassesReply, RulePreview, TypeBody } from './wire.ts'

/** Types and categories; everybody signed in may know them. */
export const showClasses = (context: Context): Promise<ClassesReply> =>
  context.house.db.read(async (r) => ({ types: await listTypes(r), categories: await listCategories(r) }))

async function refusedEdit(
  context: Context,
  w: Writer,
  caller: Caller,
  subject: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<Refusal | undefined> {
  const answer = context.house.gate.askIn(
    w,
    { ...askedBy(caller), verb: 'edit-catalogue', fields: [], at: nowOf(context) },
    {
      ...factsOfCaller(caller),
      ...(await personFactsOf(context, caller.personId, w)),
      act: { verb: 'edit-catalogue' },
    },
    { subject, detail },
  )
  return isRefusal(answer) ? answer : undefined
}

/** Adds or changes a customer type. @throws Mistake `filing.code-taken`, `custody.changed-meanwhile`, `custody.no-field` */
export const editType = (
  context: Context,
  caller: Caller,
  body: TypeBody,
): Promise<{ done: true } | Refusal> =>
  context.house.db.transact(async (w) => {
    const detail = {
      required: body.required,
      staleMonths: body.staleMonths,
      retired: body.retired,
      number: body.numberCode,
    }
    const refusal = await refusedEdit(context, w, caller, `customer-type/${body.code}`, detail)
    if (refusal !== undefined) return refusal
    const { byCode } = await context.catalogue()
    for (const code of body.required)
      if (!byCode.has(code)) throw new Mistake('custody.no-field', { field: 'required' })
    mustKeepUnclassified(body)
    const saved = await saveType(w, body, context.house.clock.now())
    if (!saved) throw notSaved(body.version)
    return { done: true as const }
  })

/** Adds or changes a category. @throws Mistake `filing.code-taken`, `custody.changed-meanwhile` */
export const editCategory = (
  context: Context,
  caller: Caller,
  body: CategoryBody,
): Promise<{ done: true } | Refusal> =>
  context.house.db.transact(async (w) => {
    const detail = { retired: body.retired, number: body.numberCode }
    const refusal = await refusedEdit(context, w, caller, `file-category/${body.code}`, detail)
    if (refusal !== undefined) return refusal
    mustKeepUnclassified(body)
    if (!(await saveCategory(w, body, context.house.clock.now()))) throw notSaved(body.version)
    return { done: true as const }
  })

/** What is not classified always has a place, and nothing new is called like it. */
function mustKeepUnclassified(body: { code: string; retired: boolean; version: number }): void {
  if (body.code === '' && (body.retired || body.version === 0))
    throw new Mistake('filing.unclassified-stays', { field: 'code' })
}

const notSaved = (version: number): Mistake =>
  version === 0
    ? new Mistake('filing.code-taken', { field: 'code', status: 409 })
    : new Mistake('custody.changed-meanwhile', { status: 409 })

/** Puts another numbering rule in force; numbers that were given stay. @throws Mistake `filing.rule-…` */
export const editRule = (
  context: Context,
  caller: Caller,
  body: NumberRule & { readonly version: number },
): Promise<{ done: true } | Refusal> =>
  context.house.db.transact(async (w) => {
    const { template, fonds } = body
    const refusal = await refusedEdit(context, w, caller, 'numbering', {
      template,
      fonds,
      version: body.version + 1,
    })
    if (refusal !== undefined) return refusal
    partsOf(template)
    if ((await ruleInForce(w)).version !== body.version)
      throw new Mistake('custody.changed-meanwhile', { status: 409 })
    const at = context.house.clock.now()
    const rule = { template, fonds, version: body.version + 1, by: caller.personId, at }
    if (!(await insertRule(w, rule))) throw new Mistake('custody.changed-meanwhile', { status: 409 })
    return { done: true as const }
  })

const examples = 4

/** What the next numbers would look like. @throws Mistake `filing.rule-…` */
export async function previewRule(context: Context, rule: NumberRule, year: number): Promise<RulePreview> {
  partsOf(rule.template)
  return await context.house.db.read(async (r) => {
    const types = (await listTypes(r)).filter((type) => !type.retired)
    const categories = (await listCategories(r)).filter((category) => !category.retired)
    const shown: RulePreview['examples'] = []
    for (const [at, type] of types.slice(0, examples).entries()) {
      const category = categories[at % categories.length]!
      const codes = { type: type.numberCode, category: category.numberCode }
      shown.push({
        type: { zh: type.zh, en: type.en },
        category: { zh: category.zh, en: category.en },
        number: await previewNumber(r, rule, codes, year),
      })
    }
    return { examples: shown }
  })
}

async function refusedRenumber(
  context: Context,
  w: Writer,
  caller: Caller,
  customerId: string,
): Promise<Refusal | undefined> {
  const { material } = await fileOf(context, customerId, w)
  const answer = context.house.gate.askIn(
    w,
    { ...askedBy(caller), verb: 'renumber', customer: customerId, fields: [], at: nowOf(context) },
    {
      ...factsOfCaller(caller),
      ...(await personFactsOf(context, caller.personId, w)),
      customer: material.facts,
      act: { verb: 'renumber' },
    },
    { detail: { version: material.head.version } },
  )
  if (isRefusal(answer)) return answer
  if (material.head.status !== 'active' || material.facts.quarantined) throw notFound()
  return undefined
}

/** Gives a file a number by the rule and its class as they are now; the old number is kept with the reason. */
export const renumber = (
  context: Context,
  caller: Caller,
  customerId: string,
  reason: string,
  year: number,
): Promise<{ fileNo: string } | Refusal> =>
  context.house.db.transact(async (w) => {
    if ((await lockCustomer(w, customerId)) === undefined) throw notFound()
    const refusal = await refusedRenumber(context, w, caller, customerId)
    if (refusal !== undefined) return refusal
    mustBePlain(reason, 'reason')
    const at = context.house.clock.now()
    await voidNumbers(w, [customerId], 'renumbered', { note: reason, by: caller.personId, at })
    const [fileNo] = await nextFileNos(w, 1, year, await classOfFile(w, customerId))
    await setFileNo(w, customerId, fileNo!)
    const line = {
      customerId,
      id: newId(),
      at,
      actorId: caller.personId,
      kind: 'renumbered' as const,
      fields: [],
    }
    await insertChange(w, line)
    return { fileNo: fileNo! }
  })

/** The rule in force, for the settings page. */
export const showRule = (r: Reader): ReturnType<typeof ruleInForce> => ruleInForce(r)
