import { openFile } from '../floor/files/open.ts'
import { isRefusal, type Refusal } from '../floor/errors.ts'
import type { Facts } from './facts.ts'
import type { House } from './house.ts'

/** One sealed file as its chapter fetched it. */
export interface SealedPiece {
  readonly id: string
  readonly level: number
  /** The customer's wrapped key of that level; null when destroyed. */
  readonly wrappedKey: Buffer | null
}

/**
 * Opens files of one customer for the program itself, which shows them to nobody: to look an upload through before it
 * counts, to take out the text for the search. Decided as an act, recorded durably, and only then streamed, one after
 * the other as one content. Damage found while it streams ends the stream with SealBroken.
 */
export async function openForWork(
  house: Pick<House, 'db' | 'gate' | 'files' | 'keyring'>,
  request: {
    readonly actor: string
    readonly at: number
    readonly customer: string
    readonly facts: Facts
    /** What is opened, e.g. `attachment/ID`. */
    readonly subject: string
    /** What for, a code: `look-through`, `text`. */
    readonly step: string
    readonly pieces: readonly SealedPiece[]
  },
): Promise<AsyncGenerator<Buffer> | Refusal> {
  const { actor, at, customer, facts, subject, step } = request
  const answer = await house.db.transact((w) =>
    Promise.resolve(
      house.gate.askIn(w, { actor, verb: 'handle-document', customer, fields: [], at }, facts, {
        subject,
        detail: { step },
      }),
    ),
  )
  if (isRefusal(answer)) return answer
  return inTurn(house, customer, request.pieces)
}

async function* inTurn(
  house: Pick<House, 'files' | 'keyring'>,
  customerId: string,
  pieces: readonly SealedPiece[],
): AsyncGenerator<Buffer> {
  for (const { id, level, wrappedKey } of pieces)
    yield* openFile(house.files, house.keyring, { customerId, level, attachmentId: id }, wrappedKey)
}
