import { openFile } from '../floor/files/open.ts'
import { isRefusal, type Refusal } from '../floor/errors.ts'
import type { Facts } from './facts.ts'
import type { House } from './house.ts'

/** A file that was handed in with a form, as its chapter fetched it. It is sealed under keys of the form. */
export interface SealedFormFile {
  readonly id: string
  /** Id of the form, where an attachment has its customer's. */
  readonly form: string
  readonly level: number
  /** The form's wrapped key of that level; null when destroyed. */
  readonly wrappedKey: Buffer | null
}

/**
 * Opens the signed copy of a paper (a handover list, an exit letter), sealed under keys of the paper it belongs to:
 * decided, recorded durably, and only then streamed.
 */
export async function openSignedPaper(
  house: Pick<House, 'db' | 'gate' | 'files' | 'keyring'>,
  request: {
    readonly actor: string
    /** Through which program's token, where a program asks. */
    readonly token?: string
    /** The act that opening it is; `open-paper` unless said otherwise. */
    readonly verb?: 'open-paper' | 'open-source-file'
    readonly at: number
    /** Whose paper it is. */
    readonly subject: string
    readonly facts: Facts
    readonly file: SealedFormFile
  },
): Promise<AsyncGenerator<Buffer> | Refusal> {
  const { actor, at, subject, facts, file, verb = 'open-paper' } = request
  const through = request.token === undefined ? {} : { token: request.token }
  const answer = await house.db.transact((w) =>
    Promise.resolve(
      house.gate.askIn(w, { actor, ...through, verb, fields: [], at }, facts, {
        subject,
        detail: { paper: file.form, file: file.id },
      }),
    ),
  )
  if (isRefusal(answer)) return answer
  const place = { customerId: file.form, level: file.level, attachmentId: file.id }
  return openFile(house.files, house.keyring, place, file.wrappedKey)
}

/**
 * Opens files of one form (materials, signatures): decided as one act over the facts of the form, recorded durably, and
 * only then streamed. Damage found while a file streams ends its stream with SealBroken.
 */
export async function openFormFiles(
  house: Pick<House, 'db' | 'gate' | 'files' | 'keyring'>,
  request: {
    readonly actor: string
    readonly at: number
    readonly application: string
    readonly facts: Facts
    readonly files: readonly SealedFormFile[]
    /** Why they are opened, a code: `view`, `print`. */
    readonly for: string
  },
): Promise<readonly AsyncGenerator<Buffer>[] | Refusal> {
  const { actor, at, application, facts, files } = request
  const answer = await house.db.transact((w) =>
    Promise.resolve(
      house.gate.askIn(w, { actor, verb: 'open-material', fields: [], at }, facts, {
        application,
        detail: { files: files.map(({ id }) => id), for: request.for },
      }),
    ),
  )
  if (isRefusal(answer)) return answer
  return files.map(({ id, form, level, wrappedKey }) =>
    openFile(house.files, house.keyring, { customerId: form, level, attachmentId: id }, wrappedKey),
  )
}
