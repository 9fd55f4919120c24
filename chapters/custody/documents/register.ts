import { createHmac, randomBytes } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { enqueue } from '../../../floor/jobs/index.ts'
import type { CustomerKeys } from '../../../floor/keyring/index.ts'
import { attachmentFacts, attachmentField, type Facts } from '../../../gate/index.ts'
import { type Context, fileOf, notFound, nowOf, personFactsOf } from '../context.ts'
import { askToWrite } from '../desk/file.ts'
import type { CustomerMaterial } from '../material.ts'
import { insertAttachment } from '../store/attachments.ts'
import { insertChange, lockCustomer } from '../store/file.ts'
import { insertDocument } from './store.ts'
import type { TakenIn } from './take-in.ts'

/** The job that takes the text out of a document. */
export const readDocumentJob = 'custody.read-document'

/** Holding the file's data at that level (write), then the act itself; both recorded. */
export async function askToAttach(
  context: Context,
  w: Writer,
  personId: string,
  material: CustomerMaterial,
  step: {
    readonly id: string
    readonly level: number
    readonly step: 'begun' | 'added' | 'removed'
  },
): Promise<Refusal | undefined> {
  const question = { actor: personId, customer: material.head.id, at: nowOf(context) }
  const facts: Facts = {
    ...(await personFactsOf(context, personId, w)),
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

/** The level that was chosen, or that of the file. @throws Mistake when there is no such level, or it is below the file's */
export async function attachmentLevel(
  context: Context,
  w: Writer,
  customerId: string,
  chosen: number | undefined,
): Promise<{ level: number; material: CustomerMaterial }> {
  if ((await lockCustomer(w, customerId)) === undefined) throw notFound()
  const { catalogue, material } = await fileOf(context, customerId, w)
  const level = chosen ?? material.head.level
  if (!catalogue.levels.has(level)) throw new Mistake('custody.no-level', { field: 'level' })
  if (level < material.head.level) throw new Mistake('custody.attachment-level', { field: 'level' })
  return { level, material }
}

export interface Registered {
  readonly id: string
  readonly customerId: string
  readonly personId: string
  readonly level: number
  readonly keys: CustomerKeys
  readonly titleSealed: Buffer
  readonly taken: TakenIn
}

/** The rows, the entry and the further work that make a sealed and checked document an attachment. */
export async function register(context: Context, w: Writer, a: Registered): Promise<void> {
  const { id, customerId, level, taken } = a
  const { stored, verdict, scanned } = taken
  const salt = randomBytes(16)
  const auditKey = a.keys.auditKey()
  const committed = createHmac('sha256', auditKey)
    .update(salt)
    .update(Buffer.from(stored.sha256, 'hex'))
    .digest()
  auditKey.fill(0)
  const at = context.house.clock.now()
  await insertAttachment(w, {
    customerId,
    id,
    level,
    titleSealed: a.titleSealed,
    contentType: verdict.contentType,
    size: stored.size,
    commitment: Buffer.concat([salt, committed]),
    addedBy: a.personId,
    addedAt: at,
  })
  await describe(context, w, a, at)
  await insertChange(w, {
    customerId,
    id: newId(),
    at,
    actorId: a.personId,
    kind: 'attached',
    fields: [],
    detail: { attachment: id },
  })
  context.house.gate.note(w, 'custody-attachment', {
    actor: a.personId,
    customer: customerId,
    attachment: id,
    level,
    size: stored.size,
    commitment: committed.toString('hex'),
    scanned,
    ...(verdict.hasMacros ? { macros: true } : {}),
  })
}

/** What is known about the content, and the job that reads it where there is something to read. */
async function describe(context: Context, w: Writer, a: Registered, at: Date): Promise<void> {
  const { verdict, scanned, stored } = a.taken
  const { workshop } = context.documents
  const tooLarge = stored.size > workshop.mostBytes
  const readable = verdict.kind !== 'other' && !tooLarge
  await insertDocument(w, {
    customerId: a.customerId,
    attachmentId: a.id,
    level: a.level,
    state: readable ? 'waiting' : 'none',
    problem: readable ? null : tooLarge ? 'too-large' : 'kind',
    kind: verdict.kind,
    scanned,
    hasMacros: verdict.hasMacros,
    mismatch: verdict.mismatch ?? null,
    at,
  })
  if (readable)
    await enqueue(w, {
      kind: readDocumentJob,
      payload: { customer: a.customerId, attachment: a.id },
      uniqueKey: a.id,
      maxAttempts: 4,
    })
}
