import { isRefusal, Mistake, type Refusal } from '../../floor/errors.ts'
import { sql, type Writer } from '../../floor/database/index.ts'
import type { Beside } from '../../floor/ledger/index.ts'
import {
  askedBy,
  type EntryDetail,
  type Caller,
  factsOfCaller,
  grantCovering,
  type Question,
  type Reading,
} from '../../gate/index.ts'
import type { Catalogue, CustomerMaterial } from '../custody/index.ts'
import type { Known } from './facts.ts'
import { ListingDesk, type ListingParts } from './listing.ts'
import { becauseOf, cellOf, fieldsOnFile, wayTo } from './present.ts'
import type { CustomerList, FileView, ListQuery, ReadingBody, ReadingReply } from './wire.ts'

/** How long a revealed value stays on the page before it hides itself, in milliseconds. */
const revealMs = 5 * 60_000

/** Lists, searches, views and openings of customer files: everything that shows a customer's data to a person. */
export class ReadingDesk {
  readonly #parts: ListingParts
  readonly #listing: ListingDesk
  constructor(parts: ListingParts) {
    this.#parts = parts
    this.#listing = new ListingDesk(parts)
  }

  #now(): number {
    return this.#parts.house.clock.now().getTime()
  }

  /** Files in the person's scope, or those found by what was typed; see listing.ts. */
  list(caller: Caller, query: ListQuery): Promise<CustomerList | Refusal> {
    return this.#listing.list(caller, query)
  }

  /** One file: every field with what the person sees, why, and the way to see more. Recorded as a reading. */
  async view(caller: Caller, customer: string): Promise<FileView | Refusal> {
    const { house, custody, facts } = this.#parts
    const [loaded, catalogue] = await Promise.all([facts.get(caller.personId, customer), custody.catalogue()])
    const known: Known = { ...loaded, facts: { ...loaded.facts, ...factsOfCaller(caller) } }
    const { material } = known
    if (material === undefined) throw new Mistake('use.no-such-file', { status: 404, field: 'id' })
    const at = this.#now()
    const question = {
      ...askedBy(caller),
      verb: 'read',
      customer,
      fields: [...material.head.fields],
      at,
    } as const
    const reading = await house.gate.read({ question, facts: known.facts, file: material.file })
    if (isRefusal(reading)) return reading
    return this.#fileView(question, known, material, reading, catalogue)
  }

  async #fileView(
    question: Question,
    known: Known,
    material: CustomerMaterial,
    reading: Reading,
    catalogue: Catalogue,
  ): Promise<FileView> {
    const { house, people } = this.#parts
    const { head } = material
    const collected = new Set(head.fields)
    const names = await people.names(head.ownerId === null ? [] : [head.ownerId])
    const owner = head.ownerId === null ? undefined : names.get(head.ownerId)
    const may = (verb: 'attach' | 'change-level'): boolean =>
      house.gate.foresee(
        { ...question, verb, fields: [] },
        { ...known.facts, act: { verb, level: head.level } },
      ).verdict === 'permit'
    const writable = house.gate.foresee({ ...question, verb: 'write' }, known.facts)
    return {
      id: head.id, fileNo: head.fileNo, kind: head.kind, level: head.level, whole: head.whole, status: head.status,
      owner: owner?.name ?? '', department: owner?.department ?? '', legalBasis: head.legalBasis,
      createdAt: head.createdAt.toISOString(), updatedAt: head.updatedAt.toISOString(), version: head.version,
      fields: fieldsOnFile(catalogue, material).map((field) => {
        const { sight, text } = cellOf(field, reading, collected)
        const level = material.fields.get(field.id)?.level ?? field.level
        const { id, code, zh, en, section, category, type, sensitive } = field
        const way = sight === 'full' || sight === 'absent' ? ('none' as const) : wayTo(house.gate, question, known.facts, id)
        return { id, code, zh, en, section, category, type, level, sensitive, sight, text, because: becauseOf(reading.decision, id), way }
      }),
      grants: (known.facts.grants ?? [])
        .filter((g) => !g.revoked && g.until > question.at && (g.left ?? 1) > 0)
        .map((g) => ({ id: g.id, application: g.application, purpose: g.purpose, modes: [...g.modes], fields: [...g.fields], from: new Date(g.from).toISOString(), until: new Date(g.until).toISOString(), left: g.left ?? null })),
      may: { write: writable.verdict === 'permit', attach: may('attach'), apply: !['system-admin', 'security-admin', 'audit-admin'].some((role) => known.facts.person?.roles.has(role)), changeLevel: may('change-level') },
      viewsLeft: Math.max(0, (known.facts.quota?.fullViewsMax ?? 0) - (known.facts.quota?.fullViews ?? 0)),
    } // prettier-ignore
  }

  /**
   * Opens chosen fields in full, for a purpose: under a grant, or on a stated reason where the level allows it.
   * `beside` holds the words of the reason, kept with the entry when they open something.
   */
  async open(
    caller: Caller,
    body: ReadingBody,
    more: EntryDetail = {},
    beside?: Beside,
  ): Promise<ReadingReply | Refusal> {
    const loaded = await this.#parts.facts.get(caller.personId, body.customer)
    const known: Known = { ...loaded, facts: { ...loaded.facts, ...factsOfCaller(caller) } }
    if (known.material === undefined)
      throw new Mistake('use.no-such-file', { status: 404, field: 'customer' })
    const question: Question & { verb: 'read' | 'copy' } = {
      ...askedBy(caller), verb: body.mode, customer: body.customer, fields: body.fields, purpose: body.purpose, at: this.#now(),
      reasonStated: (body.reason ?? '').length >= 4,
      ...(body.application === undefined ? {} : { application: body.application }),
    } // prettier-ignore
    const unproven = await this.#askProof(question, known, more)
    if (unproven !== undefined) return unproven
    const counted = body.fields
      .map((id) => grantCovering(question, known.facts, id))
      .find((grant) => grant?.left !== undefined)
    const reading =
      counted === undefined
        ? await this.#openFree(caller, question, known, more, beside)
        : await this.#openCounted(caller, question, counted.id, more)
    if (isRefusal(reading)) return reading
    return this.#readingReply(body, question, known, reading)
  }

  /**
   * The refusal when fields of the highest level would open if only the person proved anew who they are; the others
   * are not opened either, so that the page asks once and then repeats the whole reading.
   */
  async #askProof(
    question: Question & { verb: 'read' | 'copy' },
    known: Known,
    more: EntryDetail,
  ): Promise<Refusal | undefined> {
    const { gate } = this.#parts.house
    const proven = { ...known.facts, proof: { at: question.at, windowMs: 0 } }
    const now = gate.foresee(question, known.facts)
    const shut = question.fields.filter((id) => now.fields.get(id)?.sight !== 'full')
    if (shut.length === 0) return undefined
    const then = gate.foresee(question, proven)
    const held = shut.filter((id) => then.fields.get(id)?.sight === 'full')
    if (held.length === 0) return undefined
    const answer = await gate.read({
      question: { ...question, fields: held },
      facts: known.facts,
      file: known.material!.file,
      more,
    })
    return isRefusal(answer) ? answer : undefined
  }

  /**
   * Without a counted grant. What may be seen without any grant is counted before anything is awaited, so that requests
   * sent at once do not slip through the daily limit together; what was not seen after all is given back.
   */
  async #openFree(
    caller: Caller,
    question: Question & { verb: 'read' | 'copy' },
    known: Known,
    more: EntryDetail,
    beside: Beside | undefined,
  ): Promise<Reading | Refusal> {
    const { house, tally } = this.#parts
    const facts = tally.counted(caller.personId, known.facts)
    const free = question.fields.filter((id) => {
      const field = facts.fields?.get(id)
      const open = field?.mask === 'none' && field.level <= 1
      return !open && grantCovering(question, facts, id) === undefined
    })
    const counted = question.reasonStated === true ? free.length : 0
    // Decides at once, with the count of before.
    const reading = house.gate.read({
      question,
      facts,
      file: known.material!.file,
      more,
      beside: ({ full }) => (free.some((id) => full.has(id)) ? beside : undefined),
    })
    tally.add(caller.personId, 'fullViews', counted)
    let seen = 0
    try {
      const answer = await reading
      if (!isRefusal(answer)) seen = free.filter((id) => answer.opened.full.has(id)).length
      return answer
    } finally {
      tally.add(caller.personId, 'fullViews', seen - counted)
    }
  }

  /** A grant with a limited number of readings is booked in the transaction that records the reading; the row lock decides races. */
  async #openCounted(
    caller: Caller,
    question: Question & { verb: 'read' | 'copy' },
    grantId: string,
    more: EntryDetail,
  ): Promise<Reading | Refusal> {
    const { house, facts } = this.#parts
    return await house.gate.readIn(house.db, async (w: Writer) => {
      await w.rows(sql`select id from usage.grant where id = ${grantId} for update`)
      const [known] = await facts.load([{ actor: question.actor, customer: question.customer! }], w)
      return {
        request: {
          question,
          facts: { ...known!.facts, ...factsOfCaller(caller) },
          file: known!.material!.file,
          more,
        },
        book: async (grant) => {
          if (grant === undefined) return
          await w.run(
            sql`update usage.grant set used_count = used_count + 1 where id = ${grant.id} and count_limit is not null`,
          )
        },
      }
    })
  }

  #readingReply(body: ReadingBody, question: Question, known: Known, reading: Reading): ReadingReply {
    const { grant, opened, permit, decision } = reading
    const collected = new Set(known.material!.head.fields)
    const until = Math.min(question.at + revealMs, grant?.until ?? Number.MAX_SAFE_INTEGER)
    return {
      customer: body.customer, purpose: body.purpose, grant: grant?.id ?? null, until: new Date(until).toISOString(),
      left: grant?.left === undefined ? null : grant.left - 1,
      leaf: permit.leaf!,
      values: body.fields.map((field) => {
        const because = becauseOf(decision, field)
        const full = opened.full.get(field)
        const masked = opened.masked.get(field)
        if (!collected.has(field)) return { field, sight: 'absent', text: '', because }
        if (full !== undefined) return { field, sight: 'full', text: full, because }
        return masked === undefined ? { field, sight: 'hidden', text: '', because } : { field, sight: 'masked', text: masked, because }
      }),
    } // prettier-ignore
  }
}
