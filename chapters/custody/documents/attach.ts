import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { CustomerKeys } from '../../../floor/keyring/index.ts'
import { attachmentField, attachmentTitleName, type Caller } from '../../../gate/index.ts'
import { type Context, fileOf } from '../context.ts'
import { mayAttach } from '../desk/attachments.ts'
import { askToAttach, attachmentLevel, register } from './register.ts'
import { takeIn, type TurnedAway } from './take-in.ts'

/** Largest document sent in one request; 16 MiB. Larger ones come in parts. */
export const wholeUploadMostBytes = 16 * 1024 * 1024

export interface AttachInput {
  /** Where the bytes lie, unless they are in memory. */
  readonly path: string
  readonly bytes?: Buffer | undefined
  /** The sender's file name; used as the title when none is given. */
  readonly name: string
  readonly title?: string | undefined
  readonly level?: number | undefined
}

/** The title as it is sealed: what was typed, else the file's name. */
export const sealedTitle = (title: string | undefined, name: string): Buffer =>
  Buffer.from(
    JSON.stringify({ [attachmentField]: (title ?? '').trim() === '' ? name : title!.trim() }),
    'utf8',
  )

/** What is told to somebody whose document was turned away. */
export const turnedAwayMistake = (reason: TurnedAway['turnedAway']): Mistake =>
  new Mistake(`custody.attachment-${reason}`, { field: 'file', status: 415 })

/** Writes down that a document was turned away: who, into which file, why; never its name. */
export async function recordTurnedAway(
  context: Context,
  of: { readonly personId: string; readonly customerId: string; readonly attachmentId: string },
  why: TurnedAway,
): Promise<void> {
  await context.house.db.transact((w) => {
    context.house.gate.note(w, 'document-refused', {
      actor: of.personId,
      customer: of.customerId,
      attachment: of.attachmentId,
      reason: why.turnedAway,
      ...(why.signature === undefined ? {} : { signature: why.signature }),
    })
    return Promise.resolve()
  })
}

/**
 * Seals an uploaded document into a customer's file. Its level is at least that of the file as a whole. Nothing is looked
 * at before the person may add it, and it is asked again in the transaction that makes it count.
 */
export async function attach(
  context: Context,
  caller: Caller,
  customerId: string,
  input: AttachInput,
): Promise<{ id: string } | Refusal> {
  const id = newId()
  const { personId } = caller
  const begun = await begin(context, caller, customerId, id, input.level)
  if (isRefusal(begun)) return begun
  const { keys, level } = begun
  try {
    const source = input.bytes === undefined ? createReadStream(input.path) : Readable.from([input.bytes])
    const taken = await takeIn(context, source as AsyncIterable<Uint8Array>, {
      keys,
      level,
      id,
      name: input.name,
      mostBytes: context.documents.mostBytes,
    })
    if ('turnedAway' in taken) {
      await recordTurnedAway(context, { personId, customerId, attachmentId: id }, taken)
      throw turnedAwayMistake(taken.turnedAway)
    }
    const titleSealed = keys.seal(level, attachmentTitleName(id), 1, sealedTitle(input.title, input.name))
    return await counted(context, id, async (w) => {
      const { material } = await attachmentLevel(context, w, customerId, level)
      const refusal = await askToAttach(context, w, personId, material, { id, level, step: 'added' })
      if (refusal !== undefined) return refusal
      await register(context, w, { id, customerId, personId, level, keys, titleSealed, taken })
      return { id }
    })
  } finally {
    keys.release()
  }
}

/** Runs the transaction that makes a stored document count; when it does not come to that, the sealed bytes go. */
export async function counted<T>(
  context: Context,
  id: string,
  work: (w: Writer) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  try {
    const answer = await context.house.db.transact(work)
    if (isRefusal(answer)) await context.house.files.remove(id)
    return answer
  } catch (error) {
    await context.house.files.remove(id)
    throw error
  }
}

/** Keys and level for a person who may add; whoever may not is refused here, on record. */
async function begin(
  context: Context,
  caller: Caller,
  customerId: string,
  id: string,
  chosen: number | undefined,
): Promise<{ level: number; keys: CustomerKeys } | Refusal> {
  const { material } = await fileOf(context, customerId)
  const may = await mayAttach(context, caller, customerId, chosen ?? material.head.level)
  return await context.house.db.transact(async (w) => {
    const { level, material: now } = await attachmentLevel(context, w, customerId, chosen)
    if (!may) {
      const refusal = await askToAttach(context, w, caller.personId, now, { id, level, step: 'added' })
      if (refusal !== undefined) return refusal
    }
    return { level, keys: await context.house.keyring.customerKeys(w, customerId, [level]) }
  })
}
