import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import {
  type Caller,
  type Facts,
  factsOfCaller,
  type FileReply,
  type GrantFacts,
  type House,
  isBarred,
  isPurposeBarred,
  type Question,
  type Reading,
  type ReadingRequest,
} from '../../../gate/index.ts'
import type { Approval } from '../../approval/index.ts'
import {
  alarmAt,
  type Collected,
  collectionLevel,
  type CustomerMaterial,
  type Custody,
  readLevelSettings,
  risesAtOf,
} from '../../custody/index.ts'
import type { People } from '../../people/index.ts'
import type { Known, UseFacts } from '../facts.ts'
import { type Taken, writeOut } from '../paper.ts'
import * as exported from '../store/exports.ts'
import { bookUse, filesOfGrant, type GrantSummary, lockGrant, readGrant } from '../store/grants.ts'
import { attachments, type ExportBody, type ExportList } from '../wire.ts'

export interface ExportParts {
  readonly house: House
  readonly people: People
  readonly approval: Pick<Approval, 'notify'>
  readonly custody: Custody
  readonly facts: UseFacts
}

type Act = Question & { readonly verb: 'export' | 'print' }

/** Files in one ledger entry; an entry has room for about 1,500 ids. */
const filesPerEntry = 500

/** Takes data out of the house as a file: under a grant, counted, stamped, hashed and recorded. */
export class ExportDesk {
  readonly #parts: ExportParts
  constructor(parts: ExportParts) {
    this.#parts = parts
  }

  /**
   * Everything happens while the grant is locked: each file is decided alone and all must be granted whole, the
   * readings are recorded, the file is written and hashed, the use is booked, and an entry of kind `export` names the
   * hash. The file leaves only after all of it has been committed.
   */
  async export(caller: Caller, body: ExportBody): Promise<FileReply | Refusal> {
    const { house } = this.#parts
    const id = newId()
    let taken: Taken | undefined
    try {
      const answer = await house.db.transact(async (w) => {
        await taken?.discard()
        taken = undefined
        const readings = await this.#readings(w, caller, body)
        if (isRefusal(readings)) return readings
        taken = await writeOut(this.#parts, { id, caller, body, ...readings })
        await this.#book(w, caller, body, id, readings, taken.sha256)
        return undefined
      })
      if (answer !== undefined) return answer
      return await taken!.release()
    } catch (error) {
      await taken?.discard()
      throw error
    }
  }

  /** What the caller took out; the newest first. */
  async list(caller: Caller, q: { page: number; size: number }): Promise<ExportList> {
    const { total, rows } = await this.#parts.house.db.read((r) =>
      exported.listExports(r, caller.personId, q),
    )
    return {
      total,
      rows: rows.map((row) => ({ ...row, number: row.number ?? '', at: row.at.toISOString() })),
    }
  }

  async #readings(w: Writer, caller: Caller, body: ExportBody): Promise<Opened | Refusal> {
    const { house, facts } = this.#parts
    await lockGrant(w, body.grant)
    const grant = await readGrant(w, body.grant)
    if (grant === undefined) throw new Mistake('use.no-such-grant', { status: 404, field: 'grant' })
    const files = new Set((await filesOfGrant(w, grant.id)).map((file) => file.id))
    const wanted = [...new Set(body.customers ?? files)]
    if (grant.holderId === caller.personId && wanted.some((one) => !files.has(one)))
      throw new Mistake('use.file-not-of-grant', { field: 'customers' })
    // Attachments are opened one by one, never taken out in a list.
    const fields = [...new Set(body.fields ?? grant.fields)].filter((id) => id !== attachments)
    const loaded = await facts.load(
      wanted.map((customer) => ({ actor: caller.personId, customer })),
      w,
    )
    const at = house.clock.now().getTime()
    const holding = loaded.filter(({ material }) => held(material, fields).length > 0)
    if (holding.length === 0) throw new Mistake('use.nothing-to-export', { field: 'fields' })
    const willing = holding.filter(
      (one) =>
        wantedOf(one, fields, at).length > 0 &&
        !isPurposeBarred(one.facts.customer!.barred, grant.purpose, one.facts.marketing, at),
    )
    // When nobody is willing the question is asked all the same, so that the refusal is on record and names its clause.
    const known = willing.length > 0 ? willing : holding
    const leftOut = holding.length - known.length
    const act: Act = {
      actor: caller.personId, verb: body.mode, fields, purpose: grant.purpose, application: grant.application,
      rows: known.length, at,
    } // prettier-ignore
    const volume = await this.#volume(w, caller.personId, known, fields)
    const collection = { level: volume.collected.level, approved: grant.level }
    const requests = await this.#requests(known, act, fields, { ...factsOfCaller(caller), collection })
    const refused = requests.find(({ question, facts: given }) => !allFull(house, question, given))
    if (refused !== undefined) {
      const answer = await house.gate.read({ ...refused, whole: true })
      if (isRefusal(answer)) return answer
    }
    const readings: Reading[] = []
    for (let from = 0; from < requests.length; from += filesPerEntry) {
      const answer = await house.gate.readMany(requests.slice(from, from + filesPerEntry), act)
      if (isRefusal(answer)) return answer
      readings.push(...answer)
    }
    return { grant, known, readings, fields, leftOut, volume }
  }

  /**
   * The level of all that is taken out now, together with what the same person took out in the last 24 hours: many
   * small exports are one large one.
   */
  async #volume(
    w: Writer,
    person: string,
    known: readonly Known[],
    fields: readonly number[],
  ): Promise<Volume> {
    const { house, custody } = this.#parts
    await exported.lockExportsOf(w, person)
    const since = new Date(house.clock.now().getTime() - dayMs)
    const taken = await exported.takenSince(w, person, since)
    const own = known.map(({ material }) => contentLevel(material!, fields))
    const counts = (rank: number): number =>
      own.filter((level) => level >= rank).length +
      taken.reduce((sum, one) => sum + (one.level >= rank ? one.customers : 0), 0)
    const content = Math.max(...own)
    const collected = collectionLevel(content, counts, risesAtOf(await custody.catalogue()))
    const before = taken.reduce((sum, one) => sum + one.customers, 0)
    const { alarmSteps } = await readLevelSettings(w)
    return {
      content,
      collected,
      alarm: alarmAt(before, before + known.length, alarmSteps),
      total: before + known.length,
    }
  }

  /** One question a file. The row cap is that of the highest level in the whole export; a count that does not suffice for all counts as used up. */
  async #requests(
    known: readonly Known[],
    act: Act,
    fields: readonly number[],
    more: Pick<Facts, 'proof' | 'collection'>,
  ): Promise<ReadingRequest[]> {
    const levels = (await this.#parts.custody.catalogue()).levels
    const caps = known.flatMap(({ material }) =>
      [material!.head.level, ...fields.flatMap((id) => (material!.head.fields.includes(id) ? (material!.fields.get(id)?.level ?? []) : []))].map(
        (level) => levels.get(level)?.exportRowsMax ?? 0,
      ),
    ) // prettier-ignore
    const cap = Math.min(...caps)
    return known.map(({ facts, material }) => ({
      question: { ...act, customer: material!.head.id, fields: asked({ facts, material }, fields, act.at) },
      file: material!.file,
      facts: {
        ...facts,
        ...more,
        grants: (facts.grants ?? []).map((grant) => enoughLeft(grant, known.length)),
        ...(facts.quota === undefined ? {} : { quota: { ...facts.quota, exportRowsMax: cap } }),
      },
    })) // prettier-ignore
  }

  /** The secrecy office is told when the customers taken out in a day reach a step. */
  async #tellOfVolume(w: Writer, volume: Volume): Promise<void> {
    const { people, approval } = this.#parts
    if (volume.alarm === undefined) return
    const office = await people.holdersOf(w, 'secrecy-office')
    if (office.length > 0)
      await approval.notify(w, office, 'volume-alarm', {
        link: '/levels',
        values: { step: volume.alarm, count: volume.total },
      })
  }

  async #book(
    w: Writer,
    caller: Caller,
    body: ExportBody,
    id: string,
    { grant, readings, fields, leftOut, volume }: Opened,
    sha256: string,
  ): Promise<void> {
    const { house } = this.#parts
    const at = house.clock.now()
    await bookUse(w, grant.id, readings.length)
    const one = {
      id,
      grant: grant.id,
      person: caller.personId,
      mode: body.mode,
      rows: readings.length,
      leftOut,
      sha256,
      at,
      level: volume.content,
      collectionLevel: volume.collected.level,
      alarm: volume.alarm,
    }
    await exported.insertExport(w, one)
    await this.#tellOfVolume(w, volume)
    const leaf = house.ledger.record(w, {
      kind: 'export', actor: caller.personId, verb: body.mode, verdict: 'permit', grant: grant.id, application: grant.application,
      ...(leftOut > 0 ? { detail: { leftOut } } : {}),
      purpose: grant.purpose, subject: id, rows: readings.length, full: fields, sha256, level: volume.collected.level,
      ...(volume.collected.raised === undefined ? {} : { raised: volume.collected.raised }),
      ...(volume.alarm === undefined ? {} : { alarm: volume.alarm }),
    }) // prettier-ignore
    // Runs after the ledger's own step, which gives the entry its place.
    w.beforeCommit(async () => {
      await exported.placeExport(w, id, leaf.position!)
    })
  }
}

const held = (material: Known['material'], fields: readonly number[]): number[] =>
  fields.filter((id) => material?.head.fields.includes(id) === true)

/** The fields of a file that leave: those it holds, without sensitive ones to which consent was withdrawn. */
function wantedOf({ facts, material }: Known, fields: readonly number[], at: number): number[] {
  const all = held(material, fields)
  return isBarred(facts.customer?.barred ?? {}, 'sensitive', at)
    ? all.filter((id) => facts.fields?.get(id)?.sensitive !== true)
    : all
}

const asked = (one: Known, fields: readonly number[], at: number): number[] => {
  const wanted = wantedOf(one, fields, at)
  return wanted.length > 0 ? wanted : held(one.material, fields)
}

/** What was opened for one export. */
interface Opened {
  readonly grant: GrantSummary
  readonly known: readonly Known[]
  readonly readings: readonly Reading[]
  readonly fields: readonly number[]
  /** Files of customers who refused or withdrew this purpose. */
  readonly leftOut: number
  readonly volume: Volume
}

export interface Volume {
  /** The highest level among the files and fields taken. */
  readonly content: number
  readonly collected: Collected
  /** The step of the alarms that was reached just now. */
  readonly alarm: number | undefined
  /** Customers within 24 hours. */
  readonly total: number
}

const dayMs = 86_400_000

/** The level of what an export takes from one file. */
const contentLevel = (material: CustomerMaterial, fields: readonly number[]): number =>
  Math.max(
    material.head.level,
    ...fields.map((id) => (material.head.fields.includes(id) ? (material.fields.get(id)?.level ?? 0) : 0)),
  )

const enoughLeft = (grant: GrantFacts, files: number): GrantFacts =>
  grant.left !== undefined && grant.left < files ? { ...grant, left: 0 } : grant

function allFull(house: House, question: Question, facts: Facts): boolean {
  const decision = house.gate.foresee(question, facts)
  return (
    decision.verdict === 'permit' && [...decision.fields.values()].every((field) => field.sight === 'full')
  )
}
