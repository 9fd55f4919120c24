import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { attachmentFacts, attachmentField, type Caller, type Facts, titleFile } from '../../../gate/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { type Context, fileOf, notFound, nowOf, personFactsOf } from '../context.ts'
import type { CustomerMaterial } from '../material.ts'
import { attachmentOf, type AttachmentRow, attachmentsOf, markRemoved } from '../store/attachments.ts'
import { insertChange, lockCustomer } from '../store/file.ts'
import { askToAttach } from '../documents/register.ts'
import { dropTokens } from '../documents/store.ts'

/** Whether adding an attachment at this level, else that of the file, would be allowed; not recorded. */
export async function mayAttach(
  context: Context,
  caller: Caller,
  customerId: string,
  level?: number,
): Promise<boolean> {
  const { material } = await fileOf(context, customerId)
  const question = {
    actor: caller.personId,
    verb: 'write' as const,
    customer: customerId,
    fields: [attachmentField],
    at: nowOf(context),
  }
  const facts: Facts = {
    ...(await personFactsOf(context, caller.personId)),
    customer: material.facts,
    fields: attachmentFacts(level ?? material.head.level, 'grant'),
    grants: [],
  }
  return context.house.gate.foresee(question, facts).verdict === 'permit'
}

/** Takes an attachment out of use; the row and the sealed bytes stay as evidence. */
export async function detach(
  context: Context,
  caller: Caller,
  customerId: string,
  attachmentId: string,
  reason: string,
): Promise<{ done: true } | Refusal> {
  return await context.house.db.transact(async (w) => {
    if ((await lockCustomer(w, customerId)) === undefined) throw notFound()
    const { material } = await fileOf(context, customerId, w)
    const row = await attachmentOf(w, customerId, attachmentId)
    if (row === undefined) throw notFound()
    const refusal = await askToAttach(context, w, caller.personId, material, {
      id: attachmentId,
      level: row.level,
      step: 'removed',
    })
    if (refusal !== undefined) return refusal
    const now = context.house.clock.now()
    if (!(await markRemoved(w, customerId, attachmentId, caller.personId, now))) throw notFound()
    await dropTokens(w, customerId, attachmentId)
    await insertChange(w, {
      customerId,
      id: newId(),
      at: now,
      actorId: caller.personId,
      kind: 'detached',
      fields: [],
      detail: { attachment: attachmentId, reason },
    })
    return { done: true }
  })
}

export interface AttachmentShown {
  readonly id: string
  /** Identifiers in it are masked; null when the person may not see it at all. */
  readonly title: string | null
  readonly level: number
  readonly contentType: string
  readonly size: number
  readonly addedAt: Date
  readonly addedBy: string
}

/** What a full view at this level needs; a level that is unknown needs a grant. */
export const fullNeedsOf = (catalogue: Catalogue, level: number): 'reason' | 'grant' =>
  catalogue.levels.get(level)?.fullNeeds ?? 'grant'

/** A stored attachment as the gate takes it. */
export const sealedOf = (customer: string, row: AttachmentRow) => ({
  id: row.id,
  customer,
  level: row.level,
  wrappedKey: row.wrappedKey,
  titleSealed: row.titleSealed,
})

/** The attachments of a file with their titles, as one recorded act of listing. */
export async function listAttachments(
  context: Context,
  caller: Caller,
  customerId: string,
): Promise<AttachmentShown[] | Refusal> {
  const { catalogue, material } = await fileOf(context, customerId)
  const rows = await context.house.db.read((r) => attachmentsOf(r, customerId))
  const at = nowOf(context)
  const facts = await readingFactsOf(context, caller, material, at)
  const act = {
    actor: caller.personId,
    verb: 'list' as const,
    customer: customerId,
    fields: [attachmentField],
    at,
  }
  if (rows.length === 0) {
    // Nothing to open, but whoever may not see the file is told so and recorded.
    const fields = attachmentFacts(Math.max(material.head.level, 1), 'grant')
    const empty = { question: act, facts: { ...facts, fields }, file: { customer: customerId, blocks: [] } }
    const answer = await context.house.gate.read(empty)
    return isRefusal(answer) ? answer : []
  }
  const requests = rows.map((row) => ({
    question: act,
    facts: { ...facts, fields: attachmentFacts(row.level, fullNeedsOf(catalogue, row.level)) },
    file: titleFile(sealedOf(customerId, row)),
  }))
  const shown = requests.map(
    ({ question, facts: own }) => context.house.gate.foresee(question, own).verdict === 'permit',
  )
  const readings = await context.house.gate.readMany(requests, act, {
    detail: { attachments: rows.filter((_, i) => shown[i]).map((row) => row.id) },
  })
  if (isRefusal(readings)) return readings
  let next = 0
  return rows.map((row, i) => {
    const opened = shown[i] === true ? readings[next++]?.opened : undefined
    const title = opened?.full.get(attachmentField) ?? opened?.masked.get(attachmentField) ?? null
    const { id, level, contentType, size, addedAt, addedBy } = row
    return { id, title, level, contentType, size, addedAt, addedBy }
  })
}

/** Everything the rules need to know about this person reading this file. */
export async function readingFactsOf(
  context: Context,
  caller: Caller,
  material: CustomerMaterial,
  at: number,
): Promise<Facts> {
  return {
    ...(await personFactsOf(context, caller.personId)),
    ...(await context.readingFacts(caller.personId, material.head.id, at)),
    customer: material.facts,
    fields: material.fields,
  }
}

/** Whether this person may see the file masked at all; a refusal is recorded. */
export async function mayLookAt(
  context: Context,
  caller: Caller,
  material: CustomerMaterial,
): Promise<Refusal | undefined> {
  const at = nowOf(context)
  const facts = await readingFactsOf(context, caller, material, at)
  const question = {
    actor: caller.personId,
    verb: 'list' as const,
    customer: material.head.id,
    fields: [...material.head.fields],
    at,
  }
  if (context.house.gate.foresee(question, facts).verdict === 'permit') return undefined
  const answer = await context.house.gate.read({
    question,
    facts,
    file: { customer: material.head.id, blocks: [] },
  })
  return isRefusal(answer) ? answer : undefined
}
