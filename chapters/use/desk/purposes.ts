import { isUniqueViolation, type Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller, House } from '../../../gate/index.ts'
import type { People } from '../../people/index.ts'
import type { UseFacts } from '../facts.ts'
import * as store from '../store/purposes.ts'

/** The company's list of purposes of use (clause 4.1.1). */
export class PurposeDesk {
  readonly #parts: { readonly house: House; readonly people: People; readonly facts: UseFacts }
  constructor(parts: { readonly house: House; readonly people: People; readonly facts: UseFacts }) {
    this.#parts = parts
  }

  async list(closedToo: boolean): Promise<{ rows: store.Purpose[] }> {
    return { rows: await this.#parts.house.db.read((r) => store.listPurposes(r, closedToo)) }
  }

  async add(caller: Caller, one: Omit<store.Purpose, 'closed'>): Promise<store.Purpose | Refusal> {
    try {
      return await this.#edit(caller, one.code, async (w) => {
        await store.insertPurpose(w, one)
        return { ...one, closed: false }
      })
    } catch (error) {
      if (isUniqueViolation(error))
        throw new Mistake('use.purpose-taken', { field: 'code', status: 409, values: { code: one.code } })
      throw error
    }
  }

  async change(caller: Caller, one: store.Purpose): Promise<store.Purpose | Refusal> {
    return await this.#edit(caller, one.code, async (w) => {
      if ((await store.updatePurpose(w, one, this.#parts.house.clock.now())) === 0)
        throw new Mistake('use.no-such-purpose', { field: 'code', status: 404 })
      return one
    })
  }

  async #edit(
    caller: Caller,
    code: string,
    work: (w: Writer) => Promise<store.Purpose>,
  ): Promise<store.Purpose | Refusal> {
    const { house, people, facts } = this.#parts
    return await house.db.transact(async (w) => {
      const person = (await people.personFacts([caller.personId], w)).get(caller.personId)
      const answer = house.gate.askIn(
        w,
        { actor: caller.personId, verb: 'edit-catalogue', fields: [], at: house.clock.now().getTime() },
        { ...(person === undefined ? {} : { person }), act: { verb: 'edit-catalogue' } },
        { detail: { purpose: code } },
      )
      if (isRefusal(answer)) return answer
      const saved = await work(w)
      w.afterCommit(() => facts.forgetPurposes())
      return saved
    })
  }
}
