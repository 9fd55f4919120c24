import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { fileTypeFromFile } from 'file-type'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { askedBy, type Caller, factsOfCaller, type FileReply, openSignedPaper } from '../../../gate/index.ts'
import { conflict, type IndirectContext, notThere, personOf, refusedAct } from './context.ts'
import { addStep, insertSourceFile, lockRecord, readRecord, readSourceFiles } from './store/sources.ts'

/** Largest scan; 20 MiB. */
export const sourceFileMostBytes = 20 * 1024 * 1024
/** Files one source keeps. */
const filesMost = 40
/** Contracts and proofs are sealed at the lowest level: their keys are the source's own. */
const fileLevel = 1

/** What a scan may be, by its bytes. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
])

/**
 * Keeps the scan of a contract, or the proof of what the persons agreed to: sealed, with its hash. What was checked is
 * a draft again, since the check did not see this file.
 * @throws Mistake `indirect.not-found`, `indirect.file-kind` (415), `indirect.files-many`, `indirect.over`, `file-too-large`
 */
export async function addSourceFile(
  ctx: IndirectContext,
  caller: Caller,
  sourceId: string,
  file: { readonly kind: 'contract' | 'authority'; readonly path: string },
): Promise<{ id: string } | Refusal> {
  const { house } = ctx
  const contentType = (await fileTypeFromFile(file.path))?.mime
  const at = house.clock.now()
  const id = newId(at.getTime())
  let begun = false
  try {
    return await house.db.transact(async (w) => {
      const source = await lockRecord(w, sourceId)
      if (source === undefined) throw notThere()
      const detail = { step: 'file', what: file.kind, file: id }
      const refusal = await refusedAct(ctx, w, caller, 'register-source', {}, { subject: sourceId, detail })
      if (refusal !== undefined) return refusal
      if (contentType === undefined || !kinds.has(contentType))
        throw new Mistake('indirect.file-kind', { field: 'file', status: 415 })
      if (source.kind !== 'partner') throw conflict('indirect.not-partner', 'file')
      if (source.state !== 'draft') throw conflict('indirect.file-late', 'file')
      if ((await readSourceFiles(w, sourceId)).length >= filesMost)
        throw conflict('indirect.files-many', 'file')
      begun = true
      const keys = await house.keyring.customerKeys(w, sourceId, [fileLevel])
      try {
        const { size, sha256 } = await house.files.store(createReadStream(file.path), {
          keys, level: fileLevel, attachmentId: id, mostBytes: sourceFileMostBytes,
        }) // prettier-ignore
        const salt = randomBytes(16)
        const commitment = createHash('sha256').update(salt).update(Buffer.from(sha256, 'hex')).digest()
        await insertSourceFile(w, sourceId, {
          id, kind: file.kind, level: fileLevel, contentType, size, sha256, commitment: Buffer.concat([salt, commitment]),
          addedBy: caller.personId, addedAt: at,
        }) // prettier-ignore
        const step = { step: `file-${file.kind}`, version: source.version, content: { file: id, sha256 } }
        await addStep(w, sourceId, {
          ...step,
          hash: source.contentHash,
          note: '',
          actorId: caller.personId,
          at,
        })
        house.gate.note(w, 'source-file', {
          actor: caller.personId, source: sourceId, what: file.kind, file: id, commitment: commitment.toString('hex'),
        }) // prettier-ignore
      } finally {
        keys.release()
      }
      return { id }
    })
  } catch (error) {
    if (begun) await house.files.remove(id)
    throw error
  }
}

/** Opens a contract or a proof, as a recorded act. @throws Mistake `indirect.not-found` */
export async function openSourceFile(
  ctx: IndirectContext,
  caller: Caller,
  sourceId: string,
  fileId: string,
): Promise<FileReply | Refusal> {
  const { house } = ctx
  const { source, file, person } = await house.db.read(async (r) => ({
    source: await readRecord(r, sourceId),
    file: (await readSourceFiles(r, sourceId)).find((one) => one.id === fileId),
    person: await personOf(ctx, caller.personId, r),
  }))
  if (source === undefined || file === undefined) throw notThere()
  const content = await openSignedPaper(house, {
    ...askedBy(caller),
    verb: 'open-source-file',
    at: house.clock.now().getTime(),
    subject: sourceId,
    facts: { ...factsOfCaller(caller), ...person, act: { verb: 'open-source-file' } },
    file: { id: file.id, form: sourceId, level: file.level, wrappedKey: file.wrappedKey },
  })
  if (isRefusal(content)) return content
  return {
    fileName: `${file.kind}-${fileId.slice(-6)}.${kinds.get(file.contentType) ?? 'bin'}`,
    contentType: file.contentType,
    body: Readable.from(content),
    // A file that somebody brought is not shown inside the program's own pages.
    inline: false,
  }
}
