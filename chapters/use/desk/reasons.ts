import { createHash, randomBytes } from 'node:crypto'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Beside } from '../../../floor/ledger/index.ts'
import { type Finding, scanText } from '../../../floor/identifiers/index.ts'
import type { Caller, EntryDetail, House } from '../../../gate/index.ts'
import type { StatedReason } from '../../custody/index.ts'
import { reasonBeside, reasonInserted, reasonsOf } from '../store/reasons.ts'
import type { ReadingBody, ReadingReply, ReasonList } from '../wire.ts'

/** SHA-256 of the salt followed by the words in UTF-8, in hex: what the ledger holds of them. */
export const commitmentOf = (salt: Buffer, reason: string): string =>
  createHash('sha256').update(salt).update(reason, 'utf8').digest('hex')

/** The words as they are kept, a new salt, and what the ledger holds of them. */
function accepted(words: string): { reason: string; salt: Buffer; commitment: string } {
  const reason = words.trim()
  if (scanText(reason).some(isTelling)) throw new Mistake('use.reason-holds-identifier', { field: 'reason' })
  const salt = newSalt()
  return { reason, salt, commitment: commitmentOf(salt, reason) }
}

const saltBytes = 16
let salts = Buffer.alloc(0)
/** Sixteen random bytes; drawn for many at a time, since each call of the generator costs as much as the hash. */
function newSalt(): Buffer {
  if (salts.length === 0) salts = randomBytes(saltBytes * 256)
  const salt = salts.subarray(0, saltBytes)
  salts = salts.subarray(saltBytes)
  return salt
}

/** Most reasons shown of one file. */
const shownMost = 1000

/** A finding that does not belong into kept words. A company's name does: it is public, and often the reason itself. */
const isTelling = (finding: Finding): boolean =>
  finding.strength !== 'weak' && finding.type !== 'company-name'

/**
 * The words stated for openings without an application: kept beside the ledger, and provable by it, since the entry of
 * the opening holds their salted hash.
 */
export class ReasonDesk {
  readonly #house: House
  constructor(house: House) {
    this.#house = house
  }

  /**
   * Takes the words stated for an attachment. `keep` stores them, together with an entry that commits to them and names
   * the opening; it is awaited before anything is shown.
   * @throws Mistake `use.reason-holds-identifier`: the words are stored as they are, so no customer's data is in them
   */
  state(words: string): StatedReason {
    const stated = accepted(words)
    return {
      keep: ({ person, customer, leaf }) =>
        this.#house.db.transact(async (w) => {
          await w.run(reasonInserted({ ...stated, person, customer, at: this.#house.clock.now() }))
          this.#house.gate.note(w, 'reason-stated', {
            actor: person,
            customer,
            opening: leaf,
            commitment: stated.commitment,
          })
        }),
    }
  }

  /**
   * An opening of fields. Its own entry commits to the stated words, and they are kept in the commit of that entry when
   * they open something.
   * @throws Mistake `use.reason-holds-identifier`
   */
  async keeping(
    caller: Caller,
    body: ReadingBody,
    open: (more: EntryDetail, beside?: Beside) => Promise<ReadingReply | Refusal>,
  ): Promise<ReadingReply | Refusal> {
    if ((body.reason ?? '') === '') return await open({})
    const stated = accepted(body.reason!)
    const row = { ...stated, person: caller.personId, customer: body.customer, at: this.#house.clock.now() }
    return await open({ detail: { reason: stated.commitment } }, reasonBeside(row))
  }

  /** For the auditor: what was stated for openings of one file, with the salt that proves it. Asking is recorded. */
  async of(caller: Caller, customer: string): Promise<ReasonList> {
    const { db, gate } = this.#house
    return await db.transact(async (w) => {
      gate.note(w, 'reasons-looked-up', { actor: caller.personId, customer })
      const rows = await reasonsOf(w, customer, shownMost)
      return { rows: rows.map(({ commitment, reason, salt }) => ({ commitment, reason, salt })) }
    })
  }
}
