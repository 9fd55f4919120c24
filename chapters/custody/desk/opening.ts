import { Readable } from 'node:stream'
import type { Refusal } from '../../../floor/errors.ts'
import { isRefusal } from '../../../floor/errors.ts'
import {
  attachmentFacts,
  attachmentField,
  type Caller,
  type Facts,
  type FileReply,
  type GrantFacts,
  grantCovering,
  openAttachment,
  type EntryDetail,
  type Question,
  type Reading,
} from '../../../gate/index.ts'
import { type Context, fileOf, notFound, nowOf } from '../context.ts'
import { attachmentOf, type AttachmentRow } from '../store/attachments.ts'
import { fullNeedsOf, readingFactsOf, sealedOf } from './attachments.ts'

/** Letters a stated reason has at least. */
const reasonLeast = 4

export interface AskedOpening {
  readonly purpose?: string | undefined
  readonly reason?: string | undefined
  readonly application?: string | undefined
}

/** An attachment that was opened: recorded, and its content waiting to be read. */
export interface Opened {
  readonly title: string
  readonly content: AsyncGenerator<Buffer>
  readonly row: AttachmentRow
  readonly reading: Reading
  /** The counted grant of which one opening was taken for this. */
  readonly booked: string | undefined
}

/** Opens an attachment as a recorded reading in full, for a purpose and a reason or under a grant. */
export async function openAsked(
  context: Context,
  caller: Caller,
  customerId: string,
  attachmentId: string,
  asked: AskedOpening,
  detail?: EntryDetail['detail'],
): Promise<Opened | Refusal> {
  const { catalogue, material } = await fileOf(context, customerId)
  const row = await context.house.db.read((r) => attachmentOf(r, customerId, attachmentId))
  if (row === undefined) throw notFound()
  const at = nowOf(context)
  const question = {
    actor: caller.personId,
    at,
    reasonStated: (asked.reason ?? '').trim().length >= reasonLeast,
    ...(asked.purpose === undefined ? {} : { purpose: asked.purpose }),
    ...(asked.application === undefined ? {} : { application: asked.application }),
  }
  const fullNeeds = fullNeedsOf(catalogue, row.level)
  const known = await readingFactsOf(context, caller, material, at)
  const facts: Facts = {
    ...known,
    ...(caller.proof && { proof: caller.proof }),
    fields: attachmentFacts(row.level, fullNeeds),
  }
  const whole: Question = { ...question, verb: 'read', customer: customerId, fields: [attachmentField] }
  const { grants, booked } = await usableGrants(context, whole, facts, row.level)
  const attachment = sealedOf(customerId, row)
  const words = (asked.reason ?? '').trim()
  const stated = words === '' ? undefined : context.stateReason(words)
  const opened = await openAttachment(context.house, {
    question,
    facts: { ...facts, grants },
    fullNeeds,
    attachment,
    ...(detail === undefined ? {} : { detail }),
  })
  if (isRefusal(opened)) return opened
  const { grant, permit } = opened.reading
  if (grant === undefined)
    await stated?.keep({ person: caller.personId, customer: customerId, leaf: permit.leaf! })
  return { ...opened, row, booked }
}

/** The original, streamed; each piece is checked before it leaves. */
export async function downloadAttachment(
  context: Context,
  caller: Caller,
  customerId: string,
  attachmentId: string,
  asked: AskedOpening,
): Promise<FileReply | Refusal> {
  const opened = await openAsked(context, caller, customerId, attachmentId, asked)
  if (isRefusal(opened)) return opened
  const { title, row, content } = opened
  return { fileName: title, contentType: row.contentType, body: Readable.from(content) }
}

/**
 * The grants under which the gate is asked. One whose approvers did not know of a level as high counts for nothing:
 * an attachment may be added after the approval. A counted one is used only when nothing else opens the attachment,
 * and one opening is taken off it first; should the gate refuse after all, the opening stays taken.
 */
async function usableGrants(
  context: Context,
  question: Question,
  facts: Facts,
  level: number,
): Promise<{ readonly grants: readonly GrantFacts[]; readonly booked: string | undefined }> {
  const known = await informedGrants(context, facts, level)
  const opens = (grants: readonly GrantFacts[]): boolean =>
    context.house.gate.foresee(question, { ...facts, grants }).fields.get(attachmentField)?.sight === 'full'
  const free = known.filter((grant) => grant.left === undefined)
  const counted = grantCovering(
    question,
    { grants: known.filter((grant) => grant.left !== undefined) },
    attachmentField,
  )
  if (counted === undefined || opens(free) || !opens([counted])) return { grants: free, booked: undefined }
  if (!(await context.bookOpening(counted.id))) return { grants: free, booked: undefined }
  const { left: _taken, ...booked } = counted
  return { grants: [booked], booked: counted.id }
}

/** Grants for attachments whose approvers knew of a level as high as this. */
export async function informedGrants(context: Context, facts: Facts, level: number): Promise<GrantFacts[]> {
  const known: GrantFacts[] = []
  for (const grant of facts.grants ?? []) {
    if (!grant.fields.has(attachmentField)) continue
    const form = await context.house.db.read((r) => context.approval.instance(r, grant.application))
    if (form !== undefined && form.level >= level) known.push(grant)
  }
  return known
}
