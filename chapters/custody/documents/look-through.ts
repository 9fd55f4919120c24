import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Writer } from '../../../floor/database/index.ts'
import { openForWork } from '../../../gate/index.ts'
import { type Context, clockwork, nowOf } from '../context.ts'
import { attachmentExists, customerKey } from '../store/attachments.ts'
import { counted, recordTurnedAway } from './attach.ts'
import { askToAttach, attachmentLevel, register } from './register.ts'
import {
  lockUpload,
  noteChecked,
  partsOf,
  setUploadState,
  takeParts,
  type Upload,
  uploadOf,
} from './store-uploads.ts'
import { takeIn } from './take-in.ts'
import { removeAfter } from './uploads.ts'

/**
 * Looks a complete upload through and makes it an attachment of one piece. May run again after a crash: until its rows
 * are there, nothing counts. What is not the scanner's or the disk's fault ends the upload with the code of the reason.
 */
export async function lookThrough(context: Context, uploadId: string, last: boolean): Promise<void> {
  const { house } = context
  const upload = await house.db.read((r) => uploadOf(r, uploadId))
  if (upload?.state !== 'checking') return
  if (await house.db.read((r) => attachmentExists(r, upload.customerId, upload.attachmentId))) return
  await house.files.remove(upload.attachmentId)
  try {
    const outcome = await tryUpload(context, upload)
    if (isRefusal(outcome)) await refuse(context, upload, `clause ${outcome.because[0] ?? ''}`.trim())
    else if (outcome !== undefined) await refuse(context, upload, outcome)
  } catch (error) {
    // An answer for the person: the file is gone, or its level was raised meanwhile. The rest is tried again for a while.
    const lasting = error instanceof Mistake && !waitsFor.has(error.code)
    if (!lasting && !last) throw error
    await refuse(context, upload, error instanceof Mistake ? error.code : 'failed')
  }
}

/** Mistakes that go away when somebody makes room or starts the scanner. */
const waitsFor: ReadonlySet<string> = new Set(['custody.scanner-down', 'custody.no-space'])

/** Resolves to nothing when all went well, else to the reason. */
async function tryUpload(context: Context, upload: Upload): Promise<string | Refusal | undefined> {
  const { house } = context
  const { customerId, personId, level, attachmentId: id } = upload
  const { parts, wrappedKey } = await house.db.read(async (r) => ({
    parts: await partsOf(r, upload.id),
    wrappedKey: await customerKey(r, customerId, level),
  }))
  const content = await openForWork(house, {
    actor: clockwork.id,
    at: nowOf(context),
    customer: customerId,
    facts: { person: clockwork },
    subject: `attachment/${id}`,
    step: 'look-through',
    pieces: parts.map((part) => ({ id: part.blob, level, wrappedKey })),
  })
  if (isRefusal(content)) return content
  const keys = await house.db.transact((w) => house.keyring.customerKeys(w, customerId, [level]))
  try {
    const taken = await takeIn(context, content, {
      keys,
      level,
      id,
      name: `document.${upload.ending}`,
      mostBytes: context.documents.mostBytes,
      onProgress: (bytes) => house.db.transact((w) => noteChecked(w, upload.id, bytes)),
    })
    if ('turnedAway' in taken) {
      await recordTurnedAway(context, { personId, customerId, attachmentId: id }, taken)
      return taken.turnedAway
    }
    const answer = await counted(context, id, async (w) => {
      if ((await lockUpload(w, upload.id))?.state !== 'checking') throw new Mistake('custody.upload-over')
      const { material } = await attachmentLevel(context, w, customerId, level)
      const refusal = await askToAttach(context, w, personId, material, { id, level, step: 'added' })
      if (refusal !== undefined) return refusal
      await register(context, w, {
        id,
        customerId,
        personId,
        level,
        keys,
        titleSealed: upload.titleSealed,
        taken,
      })
      await end(context, w, upload, 'done', null)
      return { id }
    })
    return isRefusal(answer) ? answer : undefined
  } finally {
    keys.release()
  }
}

async function refuse(context: Context, upload: Upload, problem: string): Promise<void> {
  await context.house.db.transact(async (w) => {
    if ((await lockUpload(w, upload.id))?.state === 'checking')
      await end(context, w, upload, 'refused', problem)
  })
}

async function end(
  context: Context,
  w: Writer,
  upload: Upload,
  state: 'done' | 'refused',
  problem: string | null,
): Promise<void> {
  const blobs = await takeParts(w, upload.id)
  await setUploadState(w, upload.id, state, context.house.clock.now(), problem)
  removeAfter(context, w, blobs)
}
