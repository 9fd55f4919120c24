import { openFile } from '../floor/files/open.ts'
import { isRefusal, type Refusal } from '../floor/errors.ts'
import type { Reading } from './ask.ts'
import type { EntryDetail } from './entry.ts'
import { attachmentCategory } from './authority.ts'
import type { Facts, FieldFacts } from './facts.ts'
import type { House } from './house.ts'
import type { Question } from './question.ts'
import type { SealedFile } from './sealed.ts'

/** Attachments are decided about like a field; no catalogue field has this number. A grant may name it. */
export const attachmentField = 0

/** One stored attachment as its chapter fetched it. */
export interface SealedAttachment {
  readonly id: string
  readonly customer: string
  readonly level: number
  /** The customer's wrapped key of that level; null when destroyed. */
  readonly wrappedKey: Buffer | null
  readonly titleSealed: Buffer
}

/** Name under which the title of an attachment is sealed: a title moved to another row does not open. */
export const attachmentTitleName = (attachmentId: string): string => `attachment-title/${attachmentId}`

/** Facts of the pseudo-field for an attachment of this level. Free text as a type: identifiers in titles are masked. */
export const attachmentFacts = (
  level: number,
  fullNeeds: FieldFacts['fullNeeds'],
): ReadonlyMap<number, FieldFacts> =>
  new Map([
    [
      attachmentField,
      {
        id: attachmentField, level, category: attachmentCategory, sensitive: false, fullNeeds, type: 'free-text', mask: 'inside',
      }, // prettier-ignore
    ],
  ])

/** The title as a sealed file of its own, for `Gate.read` and `Gate.readMany`. */
export const titleFile = (attachment: SealedAttachment): SealedFile => ({
  customer: attachment.customer,
  blocks: [
    {
      level: attachment.level,
      schemaVersion: 1,
      version: 1,
      name: attachmentTitleName(attachment.id),
      wrappedKey: attachment.wrappedKey,
      fields: [attachmentField],
      sealed: attachment.titleSealed,
    },
  ],
})

/** Name under which the text taken out of an attachment is sealed. */
export const attachmentTextName = (attachmentId: string): string => `attachment-text/${attachmentId}`

/** The text of an attachment as a sealed file of its own, for `Gate.readMany`; decided about as the attachment itself. */
export const textFile = (
  attachment: Pick<SealedAttachment, 'id' | 'customer' | 'level' | 'wrappedKey'>,
  textSealed: Buffer,
): SealedFile => ({
  customer: attachment.customer,
  blocks: [
    {
      level: attachment.level,
      schemaVersion: 1,
      version: 1,
      name: attachmentTextName(attachment.id),
      wrappedKey: attachment.wrappedKey,
      fields: [attachmentField],
      sealed: textSealed,
    },
  ],
})

/**
 * Opens one attachment: decided as a reading in full of the pseudo-field, recorded durably, and only then streamed.
 * Damage found while it streams ends the stream with SealBroken. Counted grants do not open attachments, since
 * nothing here counts them down.
 */
export async function openAttachment(
  house: Pick<House, 'gate' | 'files' | 'keyring'>,
  request: {
    readonly question: Omit<Question, 'verb' | 'fields' | 'customer'>
    readonly facts: Facts
    readonly fullNeeds: FieldFacts['fullNeeds']
    readonly attachment: SealedAttachment
    /** What the entry says beside it: ids, codes and counts. */
    readonly detail?: EntryDetail['detail']
  },
): Promise<{ title: string; content: AsyncGenerator<Buffer>; reading: Reading } | Refusal> {
  const { attachment, facts } = request
  const reading = await house.gate.read({
    question: { ...request.question, verb: 'read', customer: attachment.customer, fields: [attachmentField] },
    facts: {
      ...facts,
      fields: attachmentFacts(attachment.level, request.fullNeeds),
      ...(facts.grants === undefined ? {} : { grants: facts.grants.filter((one) => one.left === undefined) }),
    },
    file: titleFile(attachment),
    more: {
      subject: `attachment/${attachment.id}`,
      ...(request.detail === undefined ? {} : { detail: request.detail }),
    },
    whole: true,
  })
  if (isRefusal(reading)) return reading
  const place = { customerId: attachment.customer, level: attachment.level, attachmentId: attachment.id }
  const content = openFile(house.files, house.keyring, place, attachment.wrappedKey)
  return { title: reading.opened.full.get(attachmentField) ?? '', content, reading }
}
