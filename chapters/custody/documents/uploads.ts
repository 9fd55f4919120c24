import { createHash } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { endingOf } from '../../../floor/documents/index.ts'
import { NoSpace } from '../../../floor/files/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { enqueue } from '../../../floor/jobs/index.ts'
import { attachmentTitleName, type Caller } from '../../../gate/index.ts'
import { type Context, fileOf, notFound } from '../context.ts'
import { sealedTitle } from './attach.ts'
import { askToAttach, attachmentLevel } from './register.ts'
import {
  countOpen,
  insertPart,
  insertUpload,
  lockUpload,
  openUploadOf,
  partsOf,
  setUploadState,
  staleUploads,
  takeParts,
  type Upload,
  uploadOf,
  uploadsOf,
} from './store-uploads.ts'
import type { UploadReply } from './wire.ts'

/** One part; 8 MiB, held in memory while it is sealed. */
export const partBytes = 8 * 1024 * 1024
/** Uploads that one person may have under way. */
const openMost = 5
/** An upload that nobody goes on with is given up after a day. */
const patienceMs = 24 * 60 * 60 * 1000
/** Room that is left free on the disk, in bytes. */
const reserveBytes = 512 * 1024 * 1024

export const lookThroughJob = 'custody.look-through'
export const expireUploadsJob = 'custody.expire-uploads'

export interface BeginInput {
  readonly name: string
  readonly title?: string | undefined
  readonly level?: number | undefined
  readonly size: number
  /** SHA-256 in hex over size, beginning and end of the content, made by the sender: tells an interrupted upload. */
  readonly fingerprint: string
}

/**
 * Begins an upload in parts, or gives back the interrupted one of the same content, which then goes on where it stopped.
 * The level and the title are fixed now; what is known about the content follows.
 */
export async function beginUpload(
  context: Context,
  caller: Caller,
  customerId: string,
  input: BeginInput,
): Promise<UploadReply | Refusal> {
  if (input.size > context.documents.mostBytes)
    throw new Mistake('file-too-large', {
      field: 'size',
      status: 413,
      values: { bytes: context.documents.mostBytes },
    })
  await fileOf(context, customerId)
  const { house } = context
  const print = { customerId, personId: caller.personId, fingerprint: fingerprintOf(context, input) }
  await requireRoom(context, input.size)
  return await house.db.transact(async (w) => {
    const { level, material } = await attachmentLevel(context, w, customerId, input.level)
    const begun = await openUploadOf(w, print)
    if (begun !== undefined && begun.level === level)
      return replyOf(
        begun,
        (await partsOf(w, begun.id)).map((part) => part.index),
      )
    const attachmentId = newId()
    const refusal = await askToAttach(context, w, caller.personId, material, {
      id: attachmentId,
      level,
      step: 'begun',
    })
    if (refusal !== undefined) return refusal
    if (begun !== undefined) await endUpload(context, w, begun.id, 'cancelled')
    if ((await countOpen(w, caller.personId)) >= openMost)
      throw new Mistake('custody.uploads-open', { status: 409, values: { most: openMost } })
    const keys = await house.keyring.customerKeys(w, customerId, [level])
    const title = sealedTitle(input.title, input.name)
    const titleSealed = keys.seal(level, attachmentTitleName(attachmentId), 1, title)
    keys.release()
    const upload = {
      id: newId(), customerId, personId: caller.personId, level, size: input.size, partBytes, ending: endingOf(input.name).slice(0, 20),
      titleSealed, attachmentId, begunAt: house.clock.now(),
    } // prettier-ignore
    await insertUpload(w, { ...upload, fingerprint: print.fingerprint })
    return replyOf({ ...upload, state: 'receiving', checkedBytes: 0, problem: null }, [])
  })
}

/** Keyed, since a bare hash would tell whoever has a copy of the document that it is here. */
const fingerprintOf = (context: Context, input: BeginInput): Buffer =>
  Buffer.from(
    context.house.keyring.indexHash('upload').hex(`${input.size}/${input.fingerprint.toLowerCase()}`),
    'hex',
  )

/** Parts and the document made of them lie beside each other for a while. @throws Mistake `custody.no-space` */
async function requireRoom(context: Context, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(context.house.workFolder)
  if (bavail * bsize < 2 * bytes + reserveBytes) throw noSpace()
}

const noSpace = (): Mistake => new Mistake('custody.no-space', { field: 'file', status: 409 })

const partsIn = (upload: Pick<Upload, 'size' | 'partBytes'>): number =>
  Math.ceil(upload.size / upload.partBytes)

/** Takes one part, sealed at once. The same part sent again is one part. */
export async function receivePart(
  context: Context,
  caller: Caller,
  uploadId: string,
  index: number,
  bytes: Buffer,
): Promise<{ received: number }> {
  const { house } = context
  const upload = await ownUpload(context, caller, uploadId)
  if (upload.state !== 'receiving') throw overMistake(upload)
  const parts = partsIn(upload)
  const due =
    index === parts - 1
      ? upload.size - (parts - 1) * upload.partBytes
      : Math.min(upload.partBytes, upload.size)
  if (index >= parts || bytes.length !== due)
    throw new Mistake('custody.upload-part-size', { field: 'file', values: { due: Math.max(0, due) } })
  const digest = digestOf(context, uploadId, bytes)
  const known = (await house.db.read((r) => partsOf(r, uploadId))).find((part) => part.index === index)
  if (known !== undefined) {
    if (!known.digest.equals(digest))
      throw new Mistake('custody.upload-differs', { field: 'file', status: 409 })
    return { received: index }
  }
  const keys = await house.db.transact((w) =>
    house.keyring.customerKeys(w, upload.customerId, [upload.level]),
  )
  const blob = newId()
  try {
    await house.files.store(Readable.from([bytes]) as AsyncIterable<Uint8Array>, {
      keys,
      level: upload.level,
      attachmentId: blob,
      mostBytes: upload.partBytes,
    })
    const counts = await house.db.transact(async (w) => {
      const now = await lockUpload(w, uploadId)
      if (now?.state !== 'receiving') return false
      return await insertPart(w, uploadId, { index, blob, size: bytes.length, digest }, house.clock.now())
    })
    // Cancelled meanwhile, or the same part came twice at once: the one that is known stays.
    if (!counts) await house.files.remove(blob)
    return { received: index }
  } catch (error) {
    await house.files.remove(blob)
    throw error instanceof NoSpace ? noSpace() : error
  } finally {
    keys.release()
  }
}

const digestOf = (context: Context, uploadId: string, bytes: Buffer): Buffer =>
  Buffer.from(
    context.house.keyring
      .indexHash('upload-part')
      .hex(`${uploadId}/${createHash('sha256').update(bytes).digest('hex')}`),
    'hex',
  )

const overMistake = (upload: Upload): Mistake =>
  new Mistake('custody.upload-over', { status: 409, values: { state: upload.state } })

/** The upload of this person. @throws Mistake 404 for anybody else's */
async function ownUpload(context: Context, caller: Caller, id: string): Promise<Upload> {
  const upload = await context.house.db.read((r) => uploadOf(r, id))
  if (upload === undefined || upload.personId !== caller.personId) throw notFound()
  return upload
}

/** Says that all parts were sent; the document is looked through and counts when nothing is wrong with it. */
export async function finishUpload(context: Context, caller: Caller, uploadId: string): Promise<UploadReply> {
  await ownUpload(context, caller, uploadId)
  const { house } = context
  return await house.db.transact(async (w) => {
    const upload = (await lockUpload(w, uploadId))!
    const parts = await partsOf(w, uploadId)
    const received = parts.map((part) => part.index)
    if (upload.state !== 'receiving') return replyOf(upload, received)
    const bytes = parts.reduce((sum, part) => sum + part.size, 0)
    if (parts.length !== partsIn(upload) || bytes !== upload.size)
      throw new Mistake('custody.upload-incomplete', {
        status: 409,
        values: { missing: partsIn(upload) - parts.length },
      })
    await setUploadState(w, uploadId, 'checking', house.clock.now())
    await enqueue(w, { kind: lookThroughJob, payload: { upload: uploadId }, uniqueKey: uploadId })
    return replyOf({ ...upload, state: 'checking' }, received)
  })
}

/** Gives an upload up; what had arrived is removed. */
export async function cancelUpload(context: Context, caller: Caller, uploadId: string): Promise<UploadReply> {
  await ownUpload(context, caller, uploadId)
  return await context.house.db.transact(async (w) => {
    const upload = (await lockUpload(w, uploadId))!
    if (upload.state !== 'receiving') throw overMistake(upload)
    await endUpload(context, w, uploadId, 'cancelled')
    return replyOf({ ...upload, state: 'cancelled' }, [])
  })
}

async function endUpload(
  context: Context,
  w: Parameters<typeof takeParts>[0],
  uploadId: string,
  state: 'cancelled' | 'expired',
): Promise<void> {
  const blobs = await takeParts(w, uploadId)
  await setUploadState(w, uploadId, state, context.house.clock.now())
  removeAfter(context, w, blobs)
}

/** Removes sealed files once the transaction has committed; what a crash leaves behind the nightly sweep finds. */
export function removeAfter(
  context: Context,
  w: Parameters<typeof takeParts>[0],
  blobs: readonly string[],
): void {
  w.afterCommit(() => {
    for (const blob of blobs) context.house.files.remove(blob).catch(() => undefined)
  })
}

/** Where an upload stands. */
export async function uploadState(context: Context, caller: Caller, uploadId: string): Promise<UploadReply> {
  const upload = await ownUpload(context, caller, uploadId)
  const parts = await context.house.db.read((r) => partsOf(r, uploadId))
  return replyOf(
    upload,
    parts.map((part) => part.index),
  )
}

/** This person's uploads into a file that are under way or were turned away today. */
export async function uploadsInto(
  context: Context,
  caller: Caller,
  customerId: string,
): Promise<UploadReply[]> {
  const since = new Date(context.house.clock.now().getTime() - patienceMs)
  const list = await context.house.db.read((r) => uploadsOf(r, customerId, caller.personId, since))
  return list.map((upload) => replyOf(upload, []))
}

/** Gives up what nobody went on with for a day. */
export async function expireUploads(context: Context): Promise<void> {
  const before = new Date(context.house.clock.now().getTime() - patienceMs)
  for (const id of await context.house.db.read((r) => staleUploads(r, before)))
    await context.house.db.transact(async (w) => {
      const upload = await lockUpload(w, id)
      if (upload?.state === 'receiving' || upload?.state === 'checking')
        await endUpload(context, w, id, 'expired')
    })
}

const replyOf = (upload: Omit<Upload, 'titleSealed'>, received: number[]): UploadReply => ({
  id: upload.id,
  customerId: upload.customerId,
  state: upload.state,
  size: upload.size,
  level: upload.level,
  partBytes: upload.partBytes,
  parts: partsIn(upload),
  received,
  checkedBytes: upload.checkedBytes,
  problem: upload.problem,
  attachmentId: upload.state === 'done' ? upload.attachmentId : null,
  begunAt: upload.begunAt.toISOString(),
})
