import { isRefusal, Mistake, type Refusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import { sql } from '../../floor/database/index.ts'
import { leafHash, LedgerBroken, makeBundle } from '../../floor/ledger/index.ts'
import {
  type Caller,
  type Facts,
  type FileReply,
  type House,
  type Question,
  refusalOf,
} from '../../gate/index.ts'
import type { Approval } from '../approval/index.ts'
import type { Custody } from '../custody/index.ts'
import type { People } from '../people/index.ts'
import { lifeOf, readableRows } from './life.ts'
import type { Projection } from './projection.ts'
import {
  entryAt,
  fieldNames,
  findEntries,
  instanceId,
  lastVerification,
  purposeWords,
  type Wanted,
  wantedOf,
  fileNumbers,
} from './store.ts'
import type {
  EntryDetail,
  EntryFilter,
  EntryList,
  EntryQuery,
  LedgerState,
  LifeOfApplication,
  Verification,
} from './wire.ts'

/** Most entries one bundle holds. */
const bundleMost = 5000

export interface AuditParts {
  readonly house: House
  readonly people: People
  readonly approval: Approval
  readonly projection: Projection
  readonly custody: Pick<Custody, 'checkBlocks'>
  /** Notices and consents against the ledger. */
  readonly consents: {
    checkConsents(): Promise<{
      checked: number
      faults: { readonly what: string; readonly subject: string; readonly fault: string }[]
    }>
  }
}

/** The auditor's desk: looking up, one application's whole life, checking the ledger, handing out evidence. */
export class AuditDesk {
  readonly #parts: AuditParts
  constructor(parts: AuditParts) {
    this.#parts = parts
  }

  async #asking(caller: Caller): Promise<{ question: Question & { verb: 'audit' }; facts: Facts }> {
    const { house, people } = this.#parts
    const person = (await people.personFacts([caller.personId])).get(caller.personId)
    return {
      question: { actor: caller.personId, verb: 'audit', fields: [], at: house.clock.now().getTime() },
      facts: { ...(person === undefined ? {} : { person }), act: { verb: 'audit' } },
    }
  }

  /** Every use of the console is an act of its own: the auditor is recorded too. */
  async #ask(
    caller: Caller,
    what: string,
    detail: Record<string, unknown> = {},
  ): Promise<Refusal | undefined> {
    const { house } = this.#parts
    const { question, facts } = await this.#asking(caller)
    const answer = await house.db.transact(async (w) =>
      house.gate.askIn(w, question, facts, { detail: { what, ...detail } }),
    )
    return isRefusal(answer) ? answer : undefined
  }

  /** For the one act that must be possible when nothing can be recorded any more: finding out why. */
  async #foresee(caller: Caller): Promise<Refusal | undefined> {
    const { question, facts } = await this.#asking(caller)
    const decision = this.#parts.house.gate.foresee(question, facts)
    return decision.verdict === 'permit' ? undefined : refusalOf(decision)
  }

  async entries(caller: Caller, query: EntryQuery): Promise<EntryList | Refusal> {
    const { page, size, ...filter } = query
    const { house } = this.#parts
    const wanted = await house.db.read((r) => wantedOf(r, filter, house.timeZone))
    const refusal = await this.#ask(caller, 'entries', { filter: codesOf(wanted), page })
    if (refusal !== undefined) return refusal
    await this.#parts.projection.catchUp()
    return await house.db.read(async (r) => {
      const { total, rows } = await findEntries(r, wanted, page, size)
      return { total, rows: await readableRows(this.#parts, r, rows) }
    })
  }

  /** One entry as recorded, with the proof that it is part of the signed tree. */
  async entry(caller: Caller, lane: number, index: number): Promise<EntryDetail | Refusal> {
    const refusal = await this.#ask(caller, 'entry', { lane, index })
    if (refusal !== undefined) return refusal
    const { house, projection } = this.#parts
    await projection.catchUp()
    const record = await house.db.read((r) => entryAt(r, lane, index))
    const known = (await house.ledger.lanes()).some((one) => one.lane === lane && index < one.size)
    const [entry] = known ? await house.ledger.entries(lane, index, index + 1) : []
    if (record === undefined || entry === undefined)
      throw new Mistake('supervision.no-such-entry', { status: 404, field: 'index' })
    const proof = await house.ledger.proveInclusion({ lane, index })
    const leaf = JSON.parse(entry.text) as Record<string, unknown>
    const readable = await house.db.read(async (r) => ({
      row: (await readableRows(this.#parts, r, [record]))[0]!,
      full: await fieldNames(r, numbersOf(leaf['full'])),
      masked: await fieldNames(r, numbersOf(leaf['masked'])),
      purpose: typeof leaf['purpose'] === 'string' ? await purposeWords(r, leaf['purpose']) : null,
    }))
    return {
      ...readable,
      text: entry.text,
      leafHash: leafHash(entry.text).toString('base64'),
      size: proof.size,
      root: proof.root.toString('base64'),
      proof: proof.hashes.map((hash) => hash.toString('base64')),
    }
  }

  /** Form, approvals, grant and readings of one application, reconciled with each other. */
  async life(caller: Caller, numberOrId: string): Promise<LifeOfApplication | Refusal> {
    const { house, projection } = this.#parts
    const id = await house.db.read((r) => instanceId(r, numberOrId))
    const refusal = await this.#ask(caller, 'application', { application: id ?? 'unknown' })
    if (refusal !== undefined) return refusal
    if (id === undefined)
      throw new Mistake('supervision.no-such-application', { status: 404, field: 'application' })
    await projection.catchUp()
    return await lifeOf(this.#parts, id)
  }

  async ledgerState(caller: Caller): Promise<LedgerState | Refusal> {
    const refusal = await this.#ask(caller, 'ledger')
    if (refusal !== undefined) return refusal
    const { house } = this.#parts
    const last = await house.db.read(lastVerification)
    const lanes = await Promise.all(
      (await house.ledger.lanes()).map(async ({ lane, name, size }) => {
        const checkpoint = await house.ledger.latestCheckpoint(lane)
        return {
          lane,
          name,
          size,
          checkpoint: checkpoint?.note ?? null,
          checkpointSize: checkpoint?.size ?? 0,
        }
      }),
    )
    return {
      ledger: house.ledger.id,
      key: house.ledger.signer.vkey,
      lanes,
      lastVerified:
        last === undefined
          ? null
          : { at: last.at.toISOString(), whole: last.whole, entries: last.detail.entries ?? 0 },
    }
  }

  /**
   * Derives the whole ledger again from its entries and keeps the result. A ledger that is not whole may be unable to
   * record the result; it is told all the same.
   */
  async verify(caller: Caller): Promise<Verification | Refusal> {
    const refusal = await this.#ask(caller, 'verify').catch((error: unknown) => {
      if (error instanceof LedgerBroken) return this.#foresee(caller)
      throw error
    })
    if (refusal !== undefined) return refusal
    const { house, projection } = this.#parts
    const began = performance.now()
    const verdict = await house.ledger.verify()
    const milliseconds = Math.round(performance.now() - began)
    const entries = verdict.whole ? verdict.lanes.reduce((sum, lane) => sum + lane.size, 0) : 0
    const firstBad = verdict.whole
      ? null
      : { lane: verdict.lane, index: verdict.index, what: verdict.what, detail: verdict.detail }
    await house.db.transact((w) =>
      w.run(sql`insert into supervision.verification (id, by_id, at, whole, detail)
        values (${newId()}, ${caller.personId}, ${house.clock.now()}, ${verdict.whole}, ${JSON.stringify({ entries, firstBad })}::jsonb)`),
    )
    const recorded = house.db.transact(async (w) => {
      house.gate.note(w, 'verification', { actor: caller.personId, whole: verdict.whole, entries })
    })
    if (!verdict.whole)
      await recorded.catch((error: unknown) => house.log.error('verification-not-recorded', {}, error))
    else {
      await recorded
      await projection.repair()
    }
    return {
      whole: verdict.whole,
      entries,
      milliseconds,
      firstBad,
      blocks: await this.#blocks(verdict.whole),
      consents: await this.#consents(verdict.whole),
    }
  }

  /** Notices, consents and what is barred against the ledger; only one that is whole can speak about them. */
  async #consents(whole: boolean): Promise<Verification['consents']> {
    if (!whole) return { checked: 0, differ: 0, first: [] }
    const { checked, faults } = await this.#parts.consents.checkConsents()
    return { checked, differ: faults.length, first: faults.slice(0, 20) }
  }

  /** Sealed blocks against the ledger's commitments; only a ledger that is whole can speak about them. */
  async #blocks(whole: boolean): Promise<Verification['blocks']> {
    if (!whole) return { checked: 0, differ: 0, first: [] }
    const { house, custody } = this.#parts
    const { checked, faults } = await custody.checkBlocks()
    const shown = faults.slice(0, 20)
    const numbers = await house.db.read((r) =>
      fileNumbers(
        r,
        shown.map((fault) => fault.customerId),
      ),
    )
    return {
      checked,
      differ: faults.length,
      first: shown.map(({ customerId, level }) => ({ fileNo: numbers.get(customerId) ?? customerId, level })),
    }
  }

  /** Chosen entries with their proofs, signed: checks offline with the verifier and the public key. */
  async bundle(caller: Caller, filter: EntryFilter): Promise<FileReply | Refusal> {
    const { house, projection } = this.#parts
    const wanted = await house.db.read((r) => wantedOf(r, filter, house.timeZone))
    const refusal = await this.#ask(caller, 'bundle', { filter: codesOf(wanted) })
    if (refusal !== undefined) return refusal
    await projection.catchUp()
    const { rows, readable } = await house.db.read(async (r) => {
      const found = await findEntries(r, wanted, 1, bundleMost)
      if (found.total > bundleMost)
        throw new Mistake('supervision.bundle-too-large', {
          field: 'days',
          values: { most: bundleMost, found: found.total },
        })
      return { rows: found.rows, readable: await readableRows(this.#parts, r, found.rows) }
    })
    if (rows.length === 0) throw new Mistake('supervision.nothing-to-bundle', { field: 'days' })
    const text = await makeBundle(house.ledger, rows, {
      readable: { madeFor: codesOf(wanted), rows: readable },
    })
    const stamp = house.clock.now().toISOString().slice(0, 19).replaceAll(':', '')
    return {
      fileName: `mifeng-evidence-${stamp}.json`,
      contentType: 'application/json',
      body: Buffer.from(text, 'utf8'),
    }
  }

  /** The ledger's public key, for the auditor to keep elsewhere. */
  async key(): Promise<FileReply> {
    return {
      fileName: 'mifeng-ledger.vkey',
      contentType: 'text/plain; charset=utf-8',
      body: Buffer.from(`${this.#parts.house.ledger.signer.vkey}\n`),
    }
  }
}

/** The filter as it may stand in the ledger: ids, times and codes only. */
function codesOf(wanted: Wanted): Record<string, string> {
  const codes: Record<string, string> = {}
  for (const [name, value] of Object.entries(wanted) as [string, string | Date | undefined][])
    if (value !== undefined) codes[name] = value instanceof Date ? value.toISOString() : value
  return codes
}

const numbersOf = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((one): one is number => Number.isInteger(one)) : []
