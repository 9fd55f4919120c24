import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import {
  askedBy,
  attachmentFacts,
  attachmentField,
  blockSchemaVersion,
  type Caller,
  type Facts,
  factsOfCaller,
  packFields,
  type Permit,
  type Question,
  type SealedFile,
} from '../../../gate/index.ts'
import { type Context, fileOf, notFound, nowOf, personFactsOf } from '../context.ts'
import type { CustomerMaterial } from '../material.ts'
import { lockCustomer } from '../store/file.ts'
import { checkedValues, mustHaveName } from '../values.ts'
import { fullNeedsOf, readingFactsOf } from './attachments.ts'
import { askToWrite } from './file.ts'
import { rewriteFile } from './rewriting.ts'

/** A value that somebody proposes for a field, with the reason, sealed at the field's level under the customer's key. */
export interface Proposal {
  readonly id: string
  readonly customerId: string
  readonly field: number
  readonly level: number
  readonly sealed: Buffer
}

/** Name under which a proposal is sealed: moved to another row it does not open. */
const nameOf = (id: string): string => `correction/${id}`
/** The words about it stand beside the value, under the number of the pseudo-field for what is attached. */
const words = attachmentField

/**
 * Seals a proposed value with its reason. The row of the file is held by the caller, and the gate was asked.
 * @throws Mistake as for a correction: unknown field, value that does not fit, name emptied
 */
export async function sealProposal(
  context: Context,
  w: Writer,
  material: CustomerMaterial,
  wish: { readonly id: string; readonly field: number; readonly value: string; readonly reason: string },
): Promise<Proposal> {
  const { catalogue } = await fileOf(context, material.head.id, w)
  const checked = checkedValues(catalogue, material.head.kind, { [wish.field]: wish.value })
  mustHaveName(catalogue, material.head.kind, checked, false)
  const level = material.fields.get(wish.field)!.level
  const keys = await context.house.keyring.customerKeys(w, material.head.id, [level])
  try {
    const plain = packFields(
      new Map([
        [wish.field, checked.get(wish.field)!],
        [words, wish.reason],
      ]),
    )
    const sealed = keys.seal(level, nameOf(wish.id), blockSchemaVersion, plain)
    plain.fill(0)
    return { id: wish.id, customerId: material.head.id, field: wish.field, level, sealed }
  } finally {
    keys.release()
  }
}

async function fileOfProposal(r: Reader, one: Proposal): Promise<SealedFile> {
  const key = await r.row<{ wrapped: Buffer | null }>(
    sql`select wrapped from keyring.customer_key where customer_id = ${one.customerId} and level = ${one.level}`,
  )
  return {
    customer: one.customerId,
    blocks: [
      {
        level: one.level,
        schemaVersion: blockSchemaVersion,
        version: 1,
        name: nameOf(one.id),
        wrappedKey: key?.wrapped ?? null,
        fields: [one.field, words],
        sealed: one.sealed,
      },
    ],
  }
}

/** Facts of the proposed field and of the words beside it, at the level at which they are sealed. */
async function factsOf(
  context: Context,
  caller: Caller,
  one: Proposal,
  at: number,
): Promise<{ facts: Facts; material: CustomerMaterial }> {
  const { catalogue, material } = await fileOf(context, one.customerId)
  const known = await readingFactsOf(context, caller, material, at)
  const own = known.fields?.get(one.field)
  const fields = new Map(attachmentFacts(one.level, fullNeedsOf(catalogue, one.level)))
  if (own !== undefined) fields.set(one.field, { ...own, level: Math.max(own.level, one.level) })
  const grants = (known.grants ?? []).filter((grant) => grant.left === undefined)
  return { facts: { ...factsOfCaller(caller), ...known, fields, grants }, material }
}

/** What a proposal says, as far as this person may see it: value and words. */
export interface ShownProposal {
  readonly sight: 'full' | 'masked' | 'hidden'
  readonly value: string
  readonly reason: string
}

/** A proposal as this person may see it in a list: masked, decided and recorded like any list. */
export async function showProposal(context: Context, caller: Caller, one: Proposal): Promise<ShownProposal> {
  const at = nowOf(context)
  const { facts } = await factsOf(context, caller, one, at)
  const question: Question & { verb: 'list' } = {
    ...askedBy(caller), verb: 'list', customer: one.customerId, fields: [one.field, words], at,
  } // prettier-ignore
  const file = await context.house.db.read((r) => fileOfProposal(r, one))
  const detail = { subject: `correction/${one.id}` }
  const answer = await context.house.gate.read({ question, facts, file, more: detail })
  return isRefusal(answer) ? { sight: 'hidden', value: '', reason: '' } : shownOf(answer.opened, one.field)
}

function shownOf(
  opened: { readonly full: ReadonlyMap<number, string>; readonly masked: ReadonlyMap<number, string> },
  field: number,
): ShownProposal {
  const [full, masked] = [opened.full.get(field), opened.masked.get(field)]
  const reason = opened.full.get(words) ?? opened.masked.get(words) ?? ''
  const sight = full !== undefined ? 'full' : masked !== undefined ? 'masked' : 'hidden'
  return { sight, value: full ?? masked ?? '', reason }
}

/** Opens a proposal in full, as a reading with purpose and reason. */
export async function openProposal(
  context: Context,
  caller: Caller,
  one: Proposal,
  asked: { readonly purpose: string; readonly reason: string },
): Promise<ShownProposal | Refusal> {
  const at = nowOf(context)
  const { facts } = await factsOf(context, caller, one, at)
  const question = {
    ...askedBy(caller), verb: 'read' as const, customer: one.customerId, fields: [one.field, words], at,
    purpose: asked.purpose, reasonStated: asked.reason.trim().length >= 4,
  } // prettier-ignore
  const stated = context.stateReason(asked.reason.trim())
  const file = await context.house.db.read((r) => fileOfProposal(r, one))
  const answer = await context.house.gate.read({
    question, facts, file, more: { subject: `correction/${one.id}` },
  }) // prettier-ignore
  if (isRefusal(answer)) return answer
  await stated.keep({ person: caller.personId, customer: one.customerId, leaf: answer.permit.leaf! })
  return shownOf(answer.opened, one.field)
}

/**
 * Puts a proposed value into the file: whoever accepts needs the right to write the field, and the file must be as it was
 * when the correction was asked for.
 * @throws Mistake `custody.changed-meanwhile`
 */
export async function adoptProposal(
  context: Context,
  w: Writer,
  caller: Caller,
  one: Proposal,
  fileVersion: number,
): Promise<{ done: true } | Refusal> {
  const version = await lockCustomer(w, one.customerId)
  if (version === undefined) throw notFound()
  const { catalogue, material } = await fileOf(context, one.customerId, w)
  const permit: Permit<'write'> | Refusal = askToWrite(
    context.house,
    w,
    { ...askedBy(caller), customer: one.customerId, fields: [one.field], at: nowOf(context) },
    {
      ...factsOfCaller(caller),
      ...(await personFactsOf(context, caller.personId, w)),
      customer: material.facts,
      fields: material.fields,
      grants: [],
    },
  )
  if (isRefusal(permit)) return permit
  if (version !== fileVersion) throw new Mistake('custody.changed-meanwhile', { status: 409 })
  await rewriteFile(context, w, {
    catalogue,
    material,
    permit,
    changes: new Map(),
    kind: 'corrected',
    fields: [one.field],
    actorId: caller.personId,
    proposal: { permit, file: await fileOfProposal(w, one) },
  })
  return { done: true }
}
