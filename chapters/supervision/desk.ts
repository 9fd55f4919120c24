import { isRefusal, Mistake, type Refusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import { sql, type Reader } from '../../floor/database/index.ts'
import { leafHash, makeBundle } from '../../floor/ledger/index.ts'
import type { ActFacts, Caller, FileReply, House } from '../../gate/index.ts'
import type { Approval } from '../approval/index.ts'
import type { People, PersonName } from '../people/index.ts'
import { findingsOf } from './findings.ts'
import type { Projection } from './projection.ts'
import {
  applicationNumbers,
  applicationOf,
  entryAt,
  type EntryRecord,
  fileNumbers,
  findEntries,
  grantOf,
  instanceId,
  lastVerification,
} from './store.ts'
import type {
  EntryDetail,
  EntryFilter,
  EntryList,
  EntryQuery,
  EntryRow,
  LedgerState,
  LifeOfApplication,
  Verification,
} from './wire.ts'

/** Most entries one bundle holds, and most readings shown on one application's page. */
const bundleMost = 5000
const lifeMost = 1000
/** Customers named on one row of the console. */
const namedMost = 5

export interface AuditParts {
  readonly house: House
  readonly people: People
  readonly approval: Approval
  readonly projection: Projection
}

/** The auditor's desk: looking up, one application's whole life, checking the ledger, handing out evidence. */
export class AuditDesk {
  readonly #parts: AuditParts
  constructor(parts: AuditParts) {
    this.#parts = parts
  }

  /** Every use of the console is an act of its own: the auditor is recorded too. */
  async #ask(
    caller: Caller,
    what: string,
    detail: Record<string, unknown> = {},
  ): Promise<Refusal | undefined> {
    const { house, people } = this.#parts
    const person = (await people.personFacts([caller.personId])).get(caller.personId)
    const act: ActFacts = { verb: 'audit' }
    const answer = await house.db.transact(async (w) =>
      house.gate.askIn(
        w,
        { actor: caller.personId, verb: 'audit', fields: [], at: house.clock.now().getTime() },
        { ...(person === undefined ? {} : { person }), act },
        { detail: { what, ...detail } },
      ),
    )
    return isRefusal(answer) ? answer : undefined
  }

  async entries(caller: Caller, query: EntryQuery): Promise<EntryList | Refusal> {
    const { page, size, ...filter } = query
    const refusal = await this.#ask(caller, 'entries', { filter: filterCodes(filter), page })
    if (refusal !== undefined) return refusal
    await this.#parts.projection.catchUp()
    return await this.#parts.house.db.read(async (r) => {
      const { total, rows } = await findEntries(r, filter, page, size)
      return { total, rows: await this.#rows(r, rows) }
    })
  }

  async #rows(r: Reader, records: readonly EntryRecord[]): Promise<EntryRow[]> {
    const { people } = this.#parts
    const [names, files, numbers] = await Promise.all([
      people.names(
        records.flatMap((e) => e.actor ?? []),
        r,
      ),
      fileNumbers(
        r,
        records.flatMap((e) => e.customers.slice(0, namedMost)),
      ),
      applicationNumbers(
        r,
        records.flatMap((e) => e.application ?? []),
      ),
    ])
    return records.map((e) => ({
      lane: e.lane,
      index: e.index,
      at: e.at.toISOString(),
      kind: e.kind,
      verb: e.verb,
      actor: e.actor === null ? null : named(names, e.actor),
      customers: e.customers.slice(0, namedMost).map((id) => ({ id, name: files.get(id) ?? '', note: '' })),
      customersMore: Math.max(0, e.customers.length - namedMost),
      application:
        e.application === null ? null : { id: e.application, number: numbers.get(e.application) ?? '' },
      grant: e.grant,
      verdict: e.verdict,
      clauses: e.clauses,
    }))
  }

  /** One entry as recorded, with the proof that it is part of the signed tree. */
  async entry(caller: Caller, lane: number, index: number): Promise<EntryDetail | Refusal> {
    const refusal = await this.#ask(caller, 'entry', { lane, index })
    if (refusal !== undefined) return refusal
    const { house, projection } = this.#parts
    await projection.catchUp()
    const record = await house.db.read((r) => entryAt(r, lane, index))
    const [entry] = await house.ledger.entries(lane, index, index + 1)
    if (record === undefined || entry === undefined)
      throw new Mistake('supervision.no-such-entry', { status: 404, field: 'index' })
    const proof = await house.ledger.proveInclusion({ lane, index })
    const [row] = await house.db.read((r) => this.#rows(r, [record]))
    return {
      row: row!,
      text: entry.text,
      leafHash: leafHash(entry.text).toString('base64'),
      size: proof.size,
      root: proof.root.toString('base64'),
      proof: proof.hashes.map((hash) => hash.toString('base64')),
    }
  }

  /** Form, approvals, grant and readings of one application, reconciled with each other. */
  async life(caller: Caller, numberOrId: string): Promise<LifeOfApplication | Refusal> {
    const { house, approval, people, projection } = this.#parts
    const id = await house.db.read((r) => instanceId(r, numberOrId))
    if (id === undefined)
      throw new Mistake('supervision.no-such-application', { status: 404, field: 'application' })
    const refusal = await this.#ask(caller, 'application', { application: id })
    if (refusal !== undefined) return refusal
    await projection.catchUp()
    return await house.db.read(async (r) => {
      const { instance, actions } = await approval.life(r, id)
      const [applied, grant, found] = await Promise.all([
        applicationOf(r, id),
        grantOf(r, id),
        findEntries(r, { application: id }, 1, lifeMost),
      ])
      const ids = [
        instance.applicantId,
        ...actions.map((a) => a.actorId),
        ...(grant?.revokedBy === null || grant === undefined ? [] : [grant.revokedBy]),
      ]
      const [names, files] = await Promise.all([
        people.names(ids, r),
        fileNumbers(r, applied?.customers ?? []),
      ])
      return {
        id,
        number: instance.number ?? '',
        form: instance.form,
        state: instance.state,
        applicant: named(names, instance.applicantId),
        purpose: applied?.purpose ?? null,
        level: instance.level,
        action: instance.action,
        submittedAt: instance.submittedAt?.toISOString() ?? null,
        finishedAt: instance.finishedAt?.toISOString() ?? null,
        snapshotHash: instance.snapshotHash,
        customers: (applied?.customers ?? []).map((customer) => ({
          id: customer,
          name: files.get(customer) ?? '',
          note: '',
        })),
        fields: applied?.fields ?? [],
        actions: actions.map((a) => ({
          seq: a.seq,
          verb: a.verb,
          actor: named(names, a.actorId),
          at: a.at.toISOString(),
          opinion: a.opinion,
          before: a.before,
          after: a.after,
          snapshotHash: a.snapshotHash,
        })),
        grant:
          grant === undefined
            ? null
            : {
                id: grant.id,
                from: grant.from.toISOString(),
                until: grant.until.toISOString(),
                modes: grant.modes,
                countLimit: grant.countLimit,
                used: grant.used,
                revokedAt: grant.revokedAt?.toISOString() ?? null,
                revokedBy: grant.revokedBy === null ? null : named(names, grant.revokedBy),
              },
        entries: await this.#rows(r, found.rows),
        findings: findingsOf({ instance, actions, applied, grant, entries: found.rows }),
      }
    })
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

  /** Derives the whole ledger again from its entries and keeps the result. */
  async verify(caller: Caller): Promise<Verification | Refusal> {
    const refusal = await this.#ask(caller, 'verify')
    if (refusal !== undefined) return refusal
    const { house } = this.#parts
    const began = performance.now()
    const verdict = await house.ledger.verify()
    const milliseconds = Math.round(performance.now() - began)
    const entries = verdict.whole ? verdict.lanes.reduce((sum, lane) => sum + lane.size, 0) : 0
    const firstBad = verdict.whole
      ? null
      : { lane: verdict.lane, index: verdict.index, what: verdict.what, detail: verdict.detail }
    await house.db.transact(async (w) => {
      await w.run(sql`insert into supervision.verification (id, by_id, at, whole, detail)
        values (${newId()}, ${caller.personId}, ${house.clock.now()}, ${verdict.whole}, ${JSON.stringify({ entries, firstBad })}::jsonb)`)
      house.gate.note(w, 'verification', { actor: caller.personId, whole: verdict.whole, entries })
    })
    return { whole: verdict.whole, entries, milliseconds, firstBad }
  }

  /** Chosen entries with their proofs, signed: checks offline with the verifier and the public key. */
  async bundle(caller: Caller, filter: EntryFilter): Promise<FileReply | Refusal> {
    const refusal = await this.#ask(caller, 'bundle', { filter: filterCodes(filter) })
    if (refusal !== undefined) return refusal
    const { house, projection } = this.#parts
    await projection.catchUp()
    const { rows, readable } = await house.db.read(async (r) => {
      const found = await findEntries(r, filter, 1, bundleMost)
      if (found.total > bundleMost)
        throw new Mistake('supervision.bundle-too-large', {
          field: 'from',
          values: { most: bundleMost, found: found.total },
        })
      return { rows: found.rows, readable: await this.#rows(r, found.rows) }
    })
    if (rows.length === 0) throw new Mistake('supervision.nothing-to-bundle', { field: 'from' })
    const text = await makeBundle(house.ledger, rows, {
      readable: { madeFor: filterCodes(filter), rows: readable },
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

function named(
  names: ReadonlyMap<string, PersonName>,
  id: string,
): { id: string; name: string; note: string } {
  const person = names.get(id)
  return { id, name: person?.name ?? '', note: person?.employeeNo ?? '' }
}

/** The filter as it may stand in the ledger: ids, numbers and codes only. */
function filterCodes(filter: EntryFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >
}
