import { createHash } from 'node:crypto'
import { isUniqueViolation, type Writer } from '../../../floor/database/index.ts'
import { Fault, isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import {
  type IdentifierType,
  mask,
  maskChoices,
  type MaskKind,
  searchTokensOf,
} from '../../../floor/identifiers/index.ts'
import { enqueue } from '../../../floor/jobs/index.ts'
import type { Caller, FileTokens } from '../../../gate/index.ts'
import { type Catalogue, type CatalogueField, loadCatalogue } from '../catalogue.ts'
import { type Context, fileOf, notFound, nowOf, personFactsOf } from '../context.ts'
import type { CustomerMaterial } from '../material.ts'
import {
  type FieldContent,
  insertField,
  type LevelContent,
  updateField,
  updateLevel,
} from '../store/catalogue.ts'
import { lockCustomer, setTokens } from '../store/file.ts'
import { holdersAfter } from '../store/levels.ts'

/** SHA-256 of what a row of the catalogue says, for its ledger entry. */
const contentHash = (content: object): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')

/** How well values of this type can be searched for: not at all, whole, or by parts. */
export function searchableUpTo(type: IdentifierType): 'none' | 'exact' | 'fragment' {
  const { exact, fragments } = searchTokensOf(type, '13800138000')
  return fragments.length > 0 ? 'fragment' : exact.length > 0 ? 'exact' : 'none'
}

/** Made-up values that show what a mask leaves; nobody's. */
const samples: Partial<Record<IdentifierType, string>> = {
  'person-name': '欧阳晓明', 'company-name': '示例科技有限公司', mobile: '13800138000', landline: '010-62345678',
  phone: '13800138000', 'id-card': '11010519491231002X', passport: 'E12345678', uscc: '91350100M000100Y43',
  'business-licence': '110000012345673', 'bank-card': '6222020200112233446', 'bank-account': '1000200030004000',
  'bank-name': '示例银行杭州支行', address: '浙江省杭州市西湖区文三路 90 号 3 幢 501 室', region: '浙江省杭州市',
  email: 'lixiaoming@example.com', plate: '京A12345', 'birth-date': '1990-05-17', date: '2026-03-31', gender: '女',
  amount: '128000', quote: '128000', 'floor-price': '99000', cost: '88000', receivable: '36000', 'contract-amount': '128000',
  'contract-number': 'HT-2026-0018', 'order-number': 'DD-20260018', 'customer-number': 'K0018', 'customer-level': 'A',
  'customer-source': '展会', salesperson: '王敏', remark: '请联系 13800138000', 'free-text': '请联系 13800138000',
} // prettier-ignore

/** What a list shows of an invented value of this type under this mask. */
export const maskExample = (type: IdentifierType, kind: string): string =>
  mask(type, samples[type] ?? '示例内容', { kind, warningAccepted: true })

function checkField(
  field: Pick<FieldContent, 'type' | 'mask' | 'searchable'>,
  warningAccepted: boolean,
): void {
  const choice = maskChoices[field.type]
  const kind = field.mask as MaskKind
  const warned = choice.warned.includes(kind)
  if (!warned && !choice.allowed.includes(kind))
    throw new Mistake('custody.mask-not-for-type', { field: 'mask' })
  if (warned && !warningAccepted) throw new Mistake('custody.mask-weak', { field: 'mask' })
  const rank = { none: 0, exact: 1, fragment: 2 }
  if (rank[field.searchable] > rank[searchableUpTo(field.type)])
    throw new Mistake('custody.not-searchable', { field: 'searchable' })
}

async function askToEdit(
  context: Context,
  w: Writer,
  caller: Caller,
  more: { readonly subject: string; readonly detail: Readonly<Record<string, unknown>> },
): Promise<Refusal | undefined> {
  const answer = context.house.gate.askIn(
    w,
    { actor: caller.personId, verb: 'edit-catalogue', fields: [], at: nowOf(context) },
    { ...(await personFactsOf(context, caller.personId, w)), act: { verb: 'edit-catalogue' } },
    more,
  )
  return isRefusal(answer) ? answer : undefined
}

export type NewField = FieldContent & { readonly maskWarningAccepted?: boolean | undefined }

/** Adds a field to the catalogue, with the level it is given from the start. */
export async function addField(
  context: Context,
  caller: Caller,
  input: NewField,
): Promise<{ id: number } | Refusal> {
  const { maskWarningAccepted = false, ...field } = input
  return await context.house.db.transact(async (w) => {
    const refusal = await askToEdit(context, w, caller, {
      subject: `field/${field.code}`,
      detail: { added: true, level: field.level, hash: contentHash(field), maskWarningAccepted },
    })
    if (refusal !== undefined) return refusal
    const { levels } = await loadCatalogue(w)
    if (!levels.has(field.level)) throw new Mistake('custody.no-level', { field: 'level' })
    checkField(field, maskWarningAccepted)
    try {
      const id = await insertField(w, field)
      context.forget(w)
      return { id }
    } catch (error) {
      if (isUniqueViolation(error)) throw new Mistake('custody.code-taken', { field: 'code', status: 409 })
      throw error
    }
  })
}

export type FieldEdit = Omit<FieldContent, 'level' | 'code' | 'type'> & {
  readonly retired: boolean
  readonly version: number
  readonly level?: number | undefined
  readonly maskWarningAccepted?: boolean | undefined
}

/**
 * Edits a field. Its level is not edited: that takes an approved application.
 * @throws Mistake `custody.level-needs-approval` when another level is sent
 */
export async function editField(
  context: Context,
  caller: Caller,
  id: number,
  input: FieldEdit,
): Promise<{ version: number } | Refusal> {
  const { version, level, maskWarningAccepted = false, ...content } = input
  return await context.house.db.transact(async (w) => {
    const before = (await loadCatalogue(w)).fields.get(id)
    if (before === undefined) throw notFound()
    const changed = changedKeys(before, content)
    const refusal = await askToEdit(context, w, caller, {
      subject: `field/${id}`,
      detail: { changed, hash: contentHash(content), version: version + 1, maskWarningAccepted },
    })
    if (refusal !== undefined) return refusal
    if (level !== undefined && level !== before.level)
      throw new Mistake('custody.level-needs-approval', { field: 'level' })
    // A weak mask that was accepted once need not be accepted again with every other edit.
    checkField({ ...content, type: before.type }, maskWarningAccepted || content.mask === before.mask)
    if (!(await updateField(w, id, content, version, context.house.clock.now())))
      throw new Mistake('custody.changed-meanwhile', { status: 409 })
    context.forget(w)
    if (content.searchable !== before.searchable)
      await enqueue(w, { kind: retokenJob, payload: { field: id, person: caller.personId } })
    return { version: version + 1 }
  })
}

const changedKeys = (before: CatalogueField, after: object): string[] =>
  Object.entries(after).flatMap(([key, value]) =>
    before[key as keyof CatalogueField] === value ? [] : [key],
  )

/** Words that belong to state secrets (law on guarding state secrets, articles 14 and 22), and their mark. */
const statutory = /^(绝密|机密|秘密)(级)?$|★/

/** Names and figures of the levels; all of them at once, so that a list never shows a mixture. */
export async function editLevels(
  context: Context,
  caller: Caller,
  levels: readonly LevelContent[],
): Promise<{ done: true } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const refusal = await askToEdit(context, w, caller, {
      subject: 'levels',
      detail: { hash: contentHash(Object.fromEntries(levels.map((one) => [one.rank, one]))) },
    })
    if (refusal !== undefined) return refusal
    const known = (await loadCatalogue(w)).levels
    const names = new Set<string>()
    for (const [i, level] of levels.entries()) {
      if (!known.has(level.rank)) throw new Mistake('custody.no-level', { field: `levels.${i}.rank` })
      if (statutory.test(level.zh.trim()))
        throw new Mistake('custody.level-name-statutory', { field: `levels.${i}.zh` })
      if (names.has(level.zh)) throw new Mistake('custody.level-name-twice', { field: `levels.${i}.zh` })
      names.add(level.zh)
      await updateLevel(w, level)
    }
    if (new Set(levels.map((level) => level.rank)).size !== known.size)
      throw new Mistake('custody.levels-all', { field: 'levels' })
    context.forget(w)
    return { done: true }
  })
}

export const retokenJob = 'custody.retoken'
const customersPerBatch = 100
const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * Builds the search hashes anew of everybody who holds a value of a field, after its searchability changed. Running
 * it twice is harmless. The person is the one who edited the catalogue; only hashes leave the gate.
 */
export async function retoken(
  context: Context,
  fieldId: number,
  personId: string,
  signal: AbortSignal,
): Promise<number> {
  const { db, gate } = context.house
  let after = beforeAll
  let count = 0
  for (;;) {
    if (signal.aborted) throw new Fault('stopped before the index was built; the job begins again later')
    const ids = await db.read((r) => holdersAfter(r, fieldId, after, customersPerBatch))
    if (ids.length === 0) return count
    await db.transact(async (w) => {
      const facts = {
        ...(await personFactsOf(context, personId, w)),
        act: { verb: 'edit-catalogue' as const },
      }
      for (const customer of ids) {
        if ((await lockCustomer(w, customer)) === undefined) continue
        const { catalogue, material } = await fileOf(context, customer, w)
        const question = {
          actor: personId,
          verb: 'edit-catalogue' as const,
          customer,
          fields: [],
          at: nowOf(context),
        }
        const permit = gate.askIn(w, question, facts, { detail: { index: fieldId } })
        if (isRefusal(permit)) throw new Fault('whoever changed the catalogue may no longer do so')
        await setTokens(w, customer, newTokens(context, catalogue, permit, material))
      }
    })
    after = ids.at(-1)!
    count += ids.length
  }
}

const newTokens = (
  context: Context,
  catalogue: Catalogue,
  permit: Parameters<Context['house']['gate']['retoken']>[0],
  material: CustomerMaterial,
): FileTokens =>
  context.house.gate.retoken(permit, material.file, (values) =>
    context.tokens.ofFile(catalogue, material.head.kind, values),
  )
