import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createHmac, randomBytes } from 'node:crypto'
import { fileTypeFromFile } from 'file-type'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import {
  attachmentFacts,
  attachmentField,
  attachmentTitleName,
  type Caller,
  type Facts,
  titleFile,
} from '../../../gate/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { type Context, fileOf, notFound, nowOf, personFactsOf } from '../context.ts'
import type { CustomerMaterial } from '../material.ts'
import {
  attachmentOf,
  type AttachmentRow,
  attachmentsOf,
  insertAttachment,
  markRemoved,
} from '../store/attachments.ts'
import { insertChange, lockCustomer } from '../store/file.ts'
import { askToWrite } from './file.ts'

/** Largest attachment; 100 MiB. */
export const attachmentMostBytes = 100 * 1024 * 1024

/** What may be kept, by the bytes themselves; programs, scripts and archives stay out. */
const kinds: ReadonlySet<string> = new Set([
  'application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/tiff', 'image/heic',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/x-cfb', 'application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet',
  'audio/mpeg', 'audio/wav', 'audio/x-m4a', 'audio/amr', 'video/mp4',
]) // prettier-ignore

/** Kind of a file by its content; plain text when it has no signature and reads as UTF-8 text. */
export async function sniffed(path: string): Promise<string | undefined> {
  const found = await fileTypeFromFile(path)
  if (found !== undefined) return kinds.has(found.mime) ? found.mime : undefined
  const handle = await open(path)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
    const head = buffer.subarray(0, bytesRead)
    if (head.includes(0) || /^\s*(<|#!|MZ)/.test(head.subarray(0, 200).toString('latin1'))) return undefined
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'text/plain'
  } catch {
    return undefined
  } finally {
    await handle.close()
  }
}

export interface AttachInput {
  readonly path: string
  /** The sender's file name; used as the title when none is given. */
  readonly name: string
  readonly title?: string | undefined
  readonly level?: number | undefined
}

/** Seals an uploaded file into a customer's file. Its level is at least that of the file as a whole. */
export async function attach(
  context: Context,
  caller: Caller,
  customerId: string,
  input: AttachInput,
): Promise<{ id: string } | Refusal> {
  const contentType = await sniffed(input.path)
  if (contentType === undefined) throw new Mistake('custody.attachment-kind', { field: 'file', status: 415 })
  const stored: string[] = []
  try {
    return await context.house.db.transact(async (w) => {
      if ((await lockCustomer(w, customerId)) === undefined) throw notFound()
      const { catalogue, material } = await fileOf(context, customerId, w)
      const level = input.level ?? material.head.level
      if (!catalogue.levels.has(level)) throw new Mistake('custody.no-level', { field: 'level' })
      if (level < material.head.level) throw new Mistake('custody.attachment-level', { field: 'level' })
      const id = newId()
      const refusal = await askToAttach(context, w, caller, material, { id, level, step: 'added' })
      if (refusal !== undefined) return refusal
      stored.push(id)
      await seal(context, w, caller, customerId, { ...input, id, level, contentType })
      return { id }
    })
  } catch (error) {
    for (const id of stored) await context.house.files.remove(id)
    throw error
  }
}

/** Holding the file's data at that level (write), then the act itself. */
async function askToAttach(
  context: Context,
  w: Writer,
  caller: Caller,
  material: CustomerMaterial,
  step: { readonly id: string; readonly level: number; readonly step: 'added' | 'removed' },
): Promise<Refusal | undefined> {
  const question = { actor: caller.personId, customer: material.head.id, at: nowOf(context) }
  const facts: Facts = {
    ...(await personFactsOf(context, caller.personId, w)),
    customer: material.facts,
    fields: attachmentFacts(step.level, 'grant'),
    grants: [],
  }
  const held = askToWrite(context.house, w, { ...question, fields: [attachmentField] }, facts)
  if (isRefusal(held)) return held
  const done = context.house.gate.askIn(
    w,
    { ...question, verb: 'attach', fields: [] },
    { ...facts, act: { verb: 'attach', level: step.level } },
    { subject: `attachment/${step.id}`, detail: { step: step.step, level: step.level } },
  )
  return isRefusal(done) ? done : undefined
}

/** Whether adding an attachment at the level of the file would be allowed; not recorded. */
export async function mayAttach(context: Context, caller: Caller, customerId: string): Promise<boolean> {
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
    fields: attachmentFacts(material.head.level, 'grant'),
    grants: [],
  }
  return context.house.gate.foresee(question, facts).verdict === 'permit'
}

async function seal(
  context: Context,
  w: Writer,
  caller: Caller,
  customerId: string,
  file: AttachInput & { readonly id: string; readonly level: number; readonly contentType: string },
): Promise<void> {
  const { id, level, contentType } = file
  const keys = await context.house.keyring.customerKeys(w, customerId, [level])
  try {
    const { size, sha256 } = await context.house.files.store(createReadStream(file.path), {
      keys,
      level,
      attachmentId: id,
      mostBytes: attachmentMostBytes,
    })
    const salt = randomBytes(16)
    const auditKey = keys.auditKey()
    const committed = createHmac('sha256', auditKey).update(salt).update(Buffer.from(sha256, 'hex')).digest()
    auditKey.fill(0)
    const title = (file.title ?? '').trim() === '' ? file.name : file.title!.trim()
    const addedAt = context.house.clock.now()
    const plain = Buffer.from(JSON.stringify({ [attachmentField]: title }), 'utf8')
    await insertAttachment(w, {
      customerId,
      id,
      level,
      titleSealed: keys.seal(level, attachmentTitleName(id), 1, plain),
      contentType,
      size,
      commitment: Buffer.concat([salt, committed]),
      addedBy: caller.personId,
      addedAt,
    })
    await insertChange(w, {
      customerId,
      id: newId(),
      at: addedAt,
      actorId: caller.personId,
      kind: 'attached',
      fields: [],
      detail: { attachment: id },
    })
    context.house.gate.note(w, 'custody-attachment', {
      actor: caller.personId,
      customer: customerId,
      attachment: id,
      level,
      size,
      commitment: committed.toString('hex'),
    })
  } finally {
    keys.release()
  }
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
    const refusal = await askToAttach(context, w, caller, material, {
      id: attachmentId,
      level: row.level,
      step: 'removed',
    })
    if (refusal !== undefined) return refusal
    const now = context.house.clock.now()
    if (!(await markRemoved(w, customerId, attachmentId, caller.personId, now))) throw notFound()
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
