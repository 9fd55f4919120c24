import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { fileTypeFromFile } from 'file-type'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type Caller, type Facts, type FileReply, openFormFiles } from '../../../gate/index.ts'
import { type FileRow, insertFile, readFiles, readUnused } from '../store/files.ts'
import { readFlow, readInstance, type StoredFlow } from '../store/instances.ts'
import { readActions } from '../store/log.ts'
import type { Action, SignatureInput } from '../types.ts'
import { concernedIn } from './concerned.ts'
import { type DeskContext, lockFlow } from './context.ts'
import { objectionToSignature } from './png.ts'
import { hiddenFor } from './rights.ts'

/** Largest file handed in with a form; 20 MiB. */
export const materialMostBytes = 20 * 1024 * 1024
/** Files that one form takes. */
const filesMost = 50

/** What may be handed in, by the bytes themselves; programs, scripts, archives and pages stay out. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/webp', 'webp'],
  ['image/tiff', 'tif'],
  ['image/heic', 'heic'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx'],
  ['application/vnd.oasis.opendocument.text', 'odt'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['text/plain', 'txt'],
])

/** Kind of a file by its content; plain text when it has no signature and reads as UTF-8 text. */
async function kindOf(path: string): Promise<string | undefined> {
  const found = await fileTypeFromFile(path)
  if (found !== undefined) return kinds.has(found.mime) ? found.mime : undefined
  const handle = await open(path)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
    const head = buffer.subarray(0, bytesRead)
    if (bytesRead === 0 || head.includes(0) || /^\s*(<|#!|MZ)/.test(head.subarray(0, 200).toString('latin1')))
      return undefined
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'text/plain'
  } catch {
    return undefined
  } finally {
    await handle.close()
  }
}

/** What is known of a signature before the decision it belongs to was let happen. */
export interface Signature {
  readonly id: string
  readonly png: Buffer
  readonly how: SignatureInput['how']
  readonly commitment: Buffer
}

/** Reads a signature as it was sent. @throws Mistake `approval.signature-kind`, `-size`, `-blank` */
export function signatureOf(input: SignatureInput, at: Date): Signature {
  const png = Buffer.from(input.png, 'base64')
  const wrong = objectionToSignature(png)
  if (wrong !== undefined) throw new Mistake(`approval.signature-${wrong}`, { field: 'signature' })
  return { id: newId(at.getTime()), png, how: input.how, commitment: committed(sha256(png)) }
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

/** A salted commitment: whoever has the file can show that it is this one, and nobody can guess it. */
function committed(hash: Buffer): Buffer {
  const salt = randomBytes(16)
  return Buffer.concat([salt, createHash('sha256').update(salt).update(hash).digest()])
}

/** The part of a commitment that stands in the ledger. */
export const commitmentText = (commitment: Buffer): string => commitment.subarray(16).toString('hex')

interface Sealing {
  readonly id: string
  readonly kind: FileRow['kind']
  readonly how: FileRow['how']
  readonly level: number
  readonly contentType: string
  readonly by: string
  readonly commitment?: Buffer
}

/** Seals bytes under the form's keys and writes the row; the caller removes the bytes when the transaction fails. */
async function seal(
  { house }: DeskContext,
  w: Writer,
  instanceId: string,
  source: AsyncIterable<Uint8Array>,
  file: Sealing,
): Promise<FileRow['commitment']> {
  const { id, kind, how, level, contentType, by } = file
  const keys = await house.keyring.customerKeys(w, instanceId, [level])
  try {
    const stored = await house.files.store(source, {
      keys,
      level,
      attachmentId: id,
      mostBytes: materialMostBytes,
    })
    const commitment = file.commitment ?? committed(Buffer.from(stored.sha256, 'hex'))
    const row = { id, kind, how, level, contentType, size: stored.size, commitment, addedBy: by }
    await insertFile(w, instanceId, { ...row, addedAt: house.clock.now() })
    return commitment
  } finally {
    keys.release()
  }
}

/** Keys are there for the levels of customer data only; a form below them is sealed as the lowest. */
const sealedLevel = (level: number): number => Math.max(level, 1)

/** Keeps the signature of a decision that was let happen, in its transaction. */
export async function keepSignature(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  signature: Signature,
  by: string,
): Promise<void> {
  const { id, png, how, commitment } = signature
  await seal(context, w, flow.instance.id, Readable.from([png]), {
    id, kind: 'signature', how, level: sealedLevel(flow.state.level), contentType: 'image/png', by, commitment,
  }) // prettier-ignore
}

/**
 * 补充材料: takes a file from somebody the form concerns while it is under way. Nobody else sees it before it is handed
 * in with a comment or an answer.
 * @throws Mistake `approval.not-found`, `approval.file-kind`, `approval.files-many`, `approval.not-open`
 */
export async function addFile(
  context: DeskContext,
  caller: Caller,
  instanceId: string,
  path: string,
): Promise<{ id: string } | Refusal> {
  const { house } = context
  const contentType = await kindOf(path)
  const id = newId()
  let begun = false
  try {
    return await house.db.transact(async (w) => {
      const flow = await lockFlow(w, instanceId)
      if (flow === undefined) throw new Mistake('approval.not-found', { status: 404 })
      const level = sealedLevel(flow.state.level)
      const facts = await factsOf(context, w, flow, caller.personId)
      const at = house.clock.now().getTime()
      const question = { actor: caller.personId, verb: 'comment', fields: [], at } as const
      const answer = house.gate.askIn(
        w,
        question,
        { ...facts, act: { ...facts.act!, verb: 'comment' } },
        { application: instanceId, detail: { decision: 'add-file', file: id, level } },
      )
      if (isRefusal(answer)) return answer
      if (contentType === undefined) throw new Mistake('approval.file-kind', { field: 'file', status: 415 })
      if (!['running', 'returned', 'revoking'].includes(flow.state.status))
        throw new Mistake('approval.not-open', { status: 409 })
      if ((await readFiles(w, instanceId)).filter(({ kind }) => kind === 'material').length >= filesMost)
        throw new Mistake('approval.files-many', { field: 'file', values: { most: filesMost } })
      begun = true
      const commitment = await seal(context, w, instanceId, createReadStream(path), {
        id, kind: 'material', how: null, level, contentType, by: caller.personId,
      }) // prettier-ignore
      house.gate.note(w, 'approval-file', {
        actor: caller.personId,
        application: instanceId,
        file: id,
        level,
        commitment: commitmentText(commitment),
      })
      return { id }
    })
  } catch (error) {
    if (begun) await house.files.remove(id)
    throw error
  }
}

/** Files that come with a comment or an answer. @throws Mistake `approval.file-unknown` */
export async function checkFiles(
  w: Writer,
  instanceId: string,
  person: string,
  files: readonly string[],
): Promise<readonly string[]> {
  if (files.length === 0) return []
  const unused = await readUnused(w, instanceId, person)
  const unknown = files.findIndex((id, place) => !unused.includes(id) || files.indexOf(id) !== place)
  if (unknown >= 0) throw new Mistake('approval.file-unknown', { field: `files.${unknown}` })
  return files
}

/** The facts by which it is decided whether somebody may add or open what belongs to a form. */
async function factsOf(
  context: DeskContext,
  w: Writer | undefined,
  flow: StoredFlow,
  person: string,
): Promise<Facts> {
  const facts = (await context.people.personFacts([person], w)).get(person)
  return {
    ...(facts === undefined ? {} : { person: facts }),
    act: {
      verb: 'open-material',
      applicant: flow.state.applicant,
      level: flow.state.level,
      taskChain: [...concernedIn(flow.state)],
    },
  }
}

/** Ids of the files that were handed in: those that stand in an action. */
export const handedIn = (actions: readonly Pick<Action, 'detail'>[]): ReadonlySet<string> =>
  new Set(
    actions.flatMap(({ detail }) => {
      const { files } = detail
      return Array.isArray(files) ? (files as readonly string[]) : []
    }),
  )

/**
 * Opens one file of a form, as a recorded act. Materials are hidden from people whose step hides them, and from
 * everybody but their owner until they are handed in.
 */
export async function openFile(
  context: DeskContext,
  caller: Caller,
  instanceId: string,
  fileId: string,
): Promise<FileReply | Refusal> {
  const { db } = context.house
  const missing = (): Mistake => new Mistake('approval.not-found', { status: 404, field: 'fileId' })
  const instance = await db.read((r) => readInstance(r, instanceId))
  if (instance === undefined) throw missing()
  const { flow, file, seen } = await db.read(async (r) => ({
    flow: await readFlow(r, instance),
    file: (await readFiles(r, instanceId)).find(({ id }) => id === fileId),
    seen: handedIn(await readActions(r, instanceId)),
  }))
  const { personId } = caller
  const concerned = concernedIn(flow.state).has(personId)
  const hidden = file?.kind === 'material' && hiddenFor(flow, personId).has('files')
  const open = file?.kind === 'signature' || seen.has(fileId) || file?.addedBy === personId
  if (concerned && (file === undefined || hidden || !open)) throw missing()
  const streams = await openFiles(context, flow, caller, file === undefined ? [] : [file], 'view')
  if (isRefusal(streams)) return streams
  const [content] = streams
  if (file === undefined || content === undefined) throw missing()
  const image = file.contentType === 'image/png' || file.contentType === 'image/jpeg'
  return {
    fileName: `${instance.number}-${fileId.slice(-6)}.${kinds.get(file.contentType) ?? 'bin'}`,
    contentType: file.contentType,
    body: Readable.from(content),
    inline: image,
  }
}

/** Opens files of one form in one recorded act. */
export async function openFiles(
  context: DeskContext,
  flow: StoredFlow,
  caller: Pick<Caller, 'personId'>,
  files: readonly FileRow[],
  reason: 'view' | 'print',
): Promise<readonly AsyncGenerator<Buffer>[] | Refusal> {
  const facts = await factsOf(context, undefined, flow, caller.personId)
  // A form that was corrected to a lower level does not lower what was handed in with it before.
  const level = Math.max(
    flow.state.level,
    ...files.map((file) => (file.level > sealedLevel(0) ? file.level : 0)),
  )
  return await openFormFiles(context.house, {
    actor: caller.personId,
    at: context.house.clock.now().getTime(),
    application: flow.instance.id,
    facts: { ...facts, act: { ...facts.act!, level } },
    files: files.map(({ id, level, wrappedKey }) => ({ id, form: flow.instance.id, level, wrappedKey })),
    for: reason,
  })
}
