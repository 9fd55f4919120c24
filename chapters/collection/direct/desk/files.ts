import { readFile } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { Mistake } from '../../../../floor/errors.ts'
import type { FormDraft, SubmitBody } from '../wire.ts'

/** A file that came with a form, by its bytes. */
export interface FormFile {
  readonly question: string
  readonly name: string
  readonly contentType: string
  readonly bytes: Buffer
}

/** Largest single file; all of them together are held by the door's own limit. */
const mostBytes = 10 * 1024 * 1024
const images: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/heic']
const kinds: Readonly<Record<'image' | 'pdf' | 'both', readonly string[]>> = {
  image: images,
  pdf: ['application/pdf'],
  both: [...images, 'application/pdf'],
}

const fault = (question: string, code: string, status: 413 | 415 | 422 = 422): Mistake =>
  new Mistake(code, { field: `answers.${question}`, status })

/** The last part of a name that may carry folders, without control characters; a sender's name is only a title. */
const plainName = (name: string): string =>
  Array.from((name.split(/[/\\]/).pop() ?? '').normalize('NFC'))
    .filter((letter) => letter >= ' ' && letter !== '\u007f')
    .slice(0, 120)
    .join('')

/**
 * Takes apart the files that follow one another in one upload. Nothing is unpacked: what a file is, its own first bytes
 * say, whatever it is called. @throws Mistake naming `answers.<question>`
 */
export async function splitFiles(
  draft: Pick<FormDraft, 'questions'>,
  files: SubmitBody['files'],
  whole: Buffer,
): Promise<FormFile[]> {
  const sum = files.reduce((total, file) => total + file.size, 0)
  if (sum !== whole.length) throw new Mistake('form.files-cut', { field: 'file' })
  const found: FormFile[] = []
  let from = 0
  for (const file of files) {
    const question = draft.questions.find((one) => one.id === file.question)
    if (question?.kind !== 'file') throw new Mistake('form.unknown-answer')
    if (file.size > mostBytes) throw fault(file.question, 'form.file-large', 413)
    const bytes = whole.subarray(from, from + file.size)
    from += file.size
    const type = await fileTypeFromBuffer(bytes.subarray(0, 4100))
    if (type === undefined || !kinds[question.accept].includes(type.mime))
      throw fault(file.question, 'form.file-kind', 415)
    found.push({
      question: file.question,
      name: plainName(file.name) || `${file.question}.${type.ext}`,
      contentType: type.mime,
      bytes,
    })
  }
  return found
}

/** The bytes of an upload that is small enough to be held; empty when there was none. */
export const uploaded = (path: string | undefined): Promise<Buffer> =>
  path === undefined ? Promise.resolve(Buffer.alloc(0)) : readFile(path)

/** Most bytes of a signature, and its kind: a drawing on a small canvas. */
const signatureMostBytes = 200 * 1024

/** A signature by its bytes. @throws Mistake `form.signature` */
export async function checkSignature(bytes: Buffer): Promise<void> {
  const type = bytes.length > signatureMostBytes ? undefined : await fileTypeFromBuffer(bytes)
  if (type?.mime !== 'image/png' || bytes.length < 300)
    throw new Mistake('form.signature', { field: 'signature' })
}
