import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { fileTypeFromFile } from 'file-type'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type Caller, type FileReply, openSignedPaper } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { scanMostBytes } from '../wire/exit.ts'
import { insertSigned, lockPaper, paperFor, type PaperKind, paperLevel, readSigned } from './store.ts'

type Actor = Pick<Caller, 'personId'>

/** What a scan may be, by its bytes, and how the copy is called when it is opened. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
])

/**
 * Files the signed copy of a handover list or an exit letter: once, sealed, with a salted commitment in the ledger.
 * @throws Mistake `people.not-found`, `people.paper-kind` (415), `people.paper-filed`, `file-too-large`
 */
export async function fileSigned(
  context: Context,
  caller: Actor,
  kind: PaperKind,
  of: string,
  path: string,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  const contentType = (await fileTypeFromFile(path))?.mime
  const id = newId(house.clock.now().getTime())
  let begun = false
  try {
    return await house.db.transact(async (w) => {
      await lockPaper(w, of)
      const paper = await paperFor(w, kind, of)
      if (paper === undefined) throw notFound()
      const act = await actOf(context, w, caller, { verb: 'file-paper', subjectPerson: paper.personId })
      const about = { subject: paper.personId, detail: { paper: of, what: kind, file: id } }
      const answer = house.gate.askIn(w, act.question, act.facts, about)
      if (isRefusal(answer)) return answer
      if (contentType === undefined || !kinds.has(contentType))
        throw new Mistake('people.paper-kind', { field: 'file', status: 415 })
      if ((await readSigned(w, of)) !== undefined) throw conflict('people.paper-filed', 'file')
      begun = true
      const keys = await house.keyring.customerKeys(w, of, [paperLevel])
      try {
        const { size, sha256 } = await house.files.store(createReadStream(path), {
          keys, level: paperLevel, attachmentId: id, mostBytes: scanMostBytes,
        }) // prettier-ignore
        const salt = randomBytes(16)
        const hash = createHash('sha256').update(salt).update(Buffer.from(sha256, 'hex')).digest()
        const commitment = Buffer.concat([salt, hash])
        await insertSigned(w, {
          id, kind, of, contentType, size, commitment, by: caller.personId, at: house.clock.now(),
        }) // prettier-ignore
        house.gate.note(w, 'paper-filed', {
          actor: caller.personId,
          subject: paper.personId,
          paper: of,
          what: kind,
          file: id,
          commitment: hash.toString('hex'),
        })
      } finally {
        keys.release()
      }
      return { done: true }
    })
  } catch (error) {
    if (begun) await house.files.remove(id)
    throw error
  }
}

/** Opens a filed copy, as a recorded act. @throws Mistake `people.not-found` */
export async function openSigned(
  context: Context,
  caller: Actor,
  kind: PaperKind,
  of: string,
): Promise<FileReply | Refusal> {
  const { house } = context
  const { paper, file, facts } = await house.db.transact(async (w) => {
    const found = await paperFor(w, kind, of)
    const subject = found === undefined ? {} : { subjectPerson: found.personId }
    const act = await actOf(context, w, caller, { verb: 'open-paper', ...subject })
    return { paper: found, file: await readSigned(w, of), facts: act.facts }
  })
  if (paper === undefined || file === undefined) throw notFound()
  const content = await openSignedPaper(house, {
    actor: caller.personId,
    at: house.clock.now().getTime(),
    subject: paper.personId,
    facts,
    file: { id: file.id, form: of, level: paperLevel, wrappedKey: file.wrappedKey },
  })
  if (isRefusal(content)) return content
  return {
    fileName: `${paper.number}.${kinds.get(file.contentType) ?? 'bin'}`,
    contentType: file.contentType,
    body: Readable.from(content),
    // A file that somebody brought is not shown inside the program's own pages.
    inline: false,
  }
}
