import { isRefusal, Mistake, type Refusal } from '../../floor/errors.ts'
import { sql, type Writer } from '../../floor/database/index.ts'
import {
  type EntryDetail,
  type Caller,
  grantCovering,
  type Facts,
  type GrantFacts,
  type House,
  type Question,
  type Reading,
  type ReadingRequest,
  refuse,
  type RowFilter,
  rowFilter,
} from '../../gate/index.ts'
import type { Catalogue, CustomerMaterial, Custody, QueryTokens } from '../custody/index.ts'
import type { People } from '../people/index.ts'
import type { Known, UseFacts } from './facts.ts'
import { matcher } from './matching.ts'
import { becauseOf, cellOf, fieldsOnFile, listCodes, rowOf, wayTo } from './present.ts'
import type { Tally } from './tally.ts'
import type { CustomerList, FileView, ListQuery, ReadingBody, ReadingReply } from './wire.ts'

/** How long a revealed value stays on the page before it hides itself, in milliseconds. */
const revealMs = 5 * 60_000
/** Most candidates a search opens. */
const searchMost = 200

/** A grant as good as any, for asking what would be possible with one. */
const someGrant = (at: number): GrantFacts => ({
  id: 'if', application: 'if', purpose: 'if', modes: new Set(), fields: new Set(), from: at, until: at + 1, revoked: false,
}) // prettier-ignore

const sorts = {
  'fileNo.asc': ['fileNo', 'asc'],
  'fileNo.desc': ['fileNo', 'desc'],
  'createdAt.asc': ['createdAt', 'asc'],
  'createdAt.desc': ['createdAt', 'desc'],
  'updatedAt.asc': ['updatedAt', 'asc'],
  'updatedAt.desc': ['updatedAt', 'desc'],
  'level.asc': ['level', 'asc'],
  'level.desc': ['level', 'desc'],
} as const

/** 档号 as custody gives them out. */
const fileNumber = /^[a-z]-\d{4}-\d{6,}$/i

const isEmpty = ({ identifiers, parts }: QueryTokens): boolean =>
  identifiers.length === 0 && parts.length === 0

/** Id of no customer. */
const nobody = '00000000-0000-0000-0000-000000000000'

export interface ReadingParts {
  readonly house: House
  readonly people: People
  readonly custody: Custody
  readonly facts: UseFacts
  readonly tally: Tally
}

/** Lists, searches, views and openings of customer files: everything that shows a customer's data to a person. */
export class ReadingDesk {
  readonly #parts: ReadingParts
  constructor(parts: ReadingParts) {
    this.#parts = parts
  }

  #now(): number {
    return this.#parts.house.clock.now().getTime()
  }

  /** Files in the person's scope, a page at a time, or those found by `q`; masked. */
  async list(caller: Caller, query: ListQuery): Promise<CustomerList | Refusal> {
    const { house, custody } = this.#parts
    const at = this.#now()
    const verb = query.q === undefined || query.q === '' ? 'list' : 'search'
    const asked = await this.#probe(caller, verb, at)
    const probe = { ...asked, facts: this.#counted(caller, asked.facts) }
    const { person } = probe.facts
    const filter: RowFilter = person === undefined ? { rows: 'none' } : rowFilter(person, at)
    if (filter.rows === 'none' || house.gate.foresee(probe.question, probe.facts).verdict === 'deny')
      return await this.#refuseList(probe)
    if (verb === 'search') return await this.#search(caller, query, filter, at)
    const [sort, direction] = sorts[query.sort]
    const found = await house.db.read((r) =>
      custody.listRows(r, filter, {
        page: query.page,
        size: query.size,
        sort,
        descending: direction === 'desc',
        kind: query.kind,
        level: query.level,
        ownerId: query.owner,
        departmentId: query.department,
        sourceId: query.source,
      }),
    )
    const rows = await this.#rows(caller, verb, found.ids, at)
    return isRefusal(rows) ? rows : { total: found.total, more: found.total >= 10_000, tooShort: false, rows }
  }

  async #search(
    caller: Caller,
    query: ListQuery,
    filter: RowFilter,
    at: number,
  ): Promise<CustomerList | Refusal> {
    const { house, custody, tally } = this.#parts
    // Counted before anything is awaited: searches sent at once do not slip through together.
    tally.add(caller.personId, 'searches')
    const text = query.q!
    const tokens = custody.queryTokens(text)
    const [ids, byNumber] = await house.db.read((r) =>
      Promise.all([
        custody.searchRows(r, filter, tokens, searchMost),
        fileNumber.test(text)
          ? custody.listRows(r, filter, { page: 1, size: 1, fileNo: text.toUpperCase() })
          : { ids: [] },
      ]),
    )
    const sure = new Set(byNumber.ids)
    const from = (query.page - 1) * query.size
    const rows = await this.#matching(
      caller,
      [...new Set([...sure, ...ids])],
      at,
      text,
      sure,
      from + query.size,
    )
    if (isRefusal(rows)) return rows
    return {
      total: rows.length,
      more: rows.length > from + query.size || ids.length === searchMost,
      tooShort: isEmpty(tokens) && sure.size === 0,
      rows: rows.slice(from, from + query.size),
    }
  }

  /**
   * The first `enough` candidates that match, and one more when there is one: no file is opened that is not needed to
   * fill the page and to say whether another follows. That is said by files that match for this person, never by mere
   * candidates, which would tell of values above the clearance.
   */
  async #matching(
    caller: Caller,
    candidates: readonly string[],
    at: number,
    text: string,
    sure: ReadonlySet<string>,
    enough: number,
  ): Promise<CustomerList['rows'] | Refusal> {
    const first = await this.#rows(caller, 'search', candidates.slice(0, enough + 1), at, text, sure)
    const rest = candidates.slice(enough + 1)
    const found = isRefusal(first) ? [] : first
    if (found.length > enough || rest.length === 0) return first
    const second = await this.#rows(caller, 'search', rest, at, text, sure)
    if (isRefusal(second)) return first
    return [...found, ...second]
  }

  /**
   * The plainest question of this kind the person could ask: the name on an ordinary file of their own, under a running
   * grant. What is refused even here is refused for every file, also when a search would find none.
   */
  async #probe(caller: Caller, verb: 'list' | 'search', at: number): Promise<ReadingRequest> {
    const { facts, custody } = this.#parts
    const known = await facts.asker(caller.personId)
    const name = (await custody.catalogue()).byCode.get('person-name')
    const field = {
      id: name?.id ?? 0,
      level: 1,
      sensitive: false,
      fullNeeds: 'reason' as const,
      type: name?.type ?? 'text',
      mask: name?.mask ?? 'all',
    }
    return {
      question: { actor: caller.personId, verb, fields: [field.id], at },
      facts: {
        ...known,
        customer: { id: nobody, level: 1, ownerId: caller.personId, status: 'active', quarantined: false },
        fields: new Map([[field.id, field]]),
        grants: [someGrant(at)],
      },
      file: { customer: nobody, blocks: [] },
    } // prettier-ignore
  }

  /** The refusal of a whole list or search, recorded. */
  async #refuseList(probe: ReadingRequest): Promise<Refusal> {
    const answer = await this.#parts.house.gate.read(probe)
    return isRefusal(answer) ? answer : refuse('3.2.1')
  }

  async #rows(
    caller: Caller,
    verb: 'list' | 'search',
    ids: readonly string[],
    at: number,
    text?: string,
    sure?: ReadonlySet<string>,
  ): Promise<CustomerList['rows'] | Refusal> {
    const { house, custody, people, facts } = this.#parts
    const catalogue = await custody.catalogue()
    const show = new Set(listCodes.flatMap((code) => catalogue.byCode.get(code)?.id ?? []))
    const known = await facts.load(ids.map((customer) => ({ actor: caller.personId, customer })))
    const match = text === undefined ? undefined : matcher(catalogue, text)
    const asked = known.flatMap((one) =>
      one.material === undefined ? [] : [{ known: one, material: one.material }],
    )
    const requests = asked.map(({ known: one, material }): ReadingRequest => {
      const fields = material.head.fields.filter(
        (id) => show.has(id) || (match !== undefined && catalogue.fields.get(id)?.searchable !== 'none'),
      )
      const question = { actor: caller.personId, verb, customer: material.head.id, fields, at } as const
      const certain = match === undefined || sure?.has(material.head.id) === true
      return { question, facts: one.facts, file: material.file, show, ...(certain ? {} : { keep: match }) }
    })
    const act: Question & { verb: 'list' | 'search' } = { actor: caller.personId, verb, fields: [], at }
    const answer = await house.gate.readMany(requests, act)
    if (isRefusal(answer)) return answer
    const materials = new Map(asked.map(({ material }) => [material.head.id, material]))
    const names = await people.names(asked.flatMap(({ material }) => material.head.ownerId ?? []))
    return answer.map((reading) => rowOf(materials.get(reading.permit.customer!)!, reading, catalogue, names))
  }

  /** One file: every field with what the person sees, why, and the way to see more. Recorded as a reading. */
  async view(caller: Caller, customer: string): Promise<FileView | Refusal> {
    const { house, custody, facts } = this.#parts
    const [known, catalogue] = await Promise.all([facts.get(caller.personId, customer), custody.catalogue()])
    const { material } = known
    if (material === undefined) throw new Mistake('use.no-such-file', { status: 404, field: 'id' })
    const at = this.#now()
    const question = {
      actor: caller.personId,
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
      id: head.id, fileNo: head.fileNo, kind: head.kind, level: head.level, status: head.status,
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
   * Opens chosen fields in full, for a purpose: under a grant, or on a stated reason where the level allows it. `keep`
   * stores the words of the reason; it is called when they open something, and awaited before that is shown.
   */
  async open(
    caller: Caller,
    body: ReadingBody,
    more: EntryDetail = {},
    keep: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<ReadingReply | Refusal> {
    const known = await this.#parts.facts.get(caller.personId, body.customer)
    if (known.material === undefined)
      throw new Mistake('use.no-such-file', { status: 404, field: 'customer' })
    const question: Question & { verb: 'read' | 'copy' } = {
      actor: caller.personId, verb: body.mode, customer: body.customer, fields: body.fields, purpose: body.purpose, at: this.#now(),
      reasonStated: (body.reason ?? '').length >= 4,
      ...(body.application === undefined ? {} : { application: body.application }),
    } // prettier-ignore
    const counted = body.fields
      .map((id) => grantCovering(question, known.facts, id))
      .find((grant) => grant?.left !== undefined)
    const reading =
      counted === undefined
        ? await this.#openFree(caller, question, known, more, keep)
        : await this.#openCounted(question, counted.id, more)
    if (isRefusal(reading)) return reading
    return this.#readingReply(body, question, known, reading)
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
    keep: () => Promise<unknown>,
  ): Promise<Reading | Refusal> {
    const { house, tally } = this.#parts
    const facts = this.#counted(caller, known.facts)
    const free = question.fields.filter((id) => {
      const field = facts.fields?.get(id)
      const open = field?.mask === 'none' && field.level <= 1
      return !open && grantCovering(question, facts, id) === undefined
    })
    // Decides at once, with the count of before.
    const reading = house.gate.read({ question, facts, file: known.material!.file, more })
    const counted = question.reasonStated === true ? free.length : 0
    const foreseen = house.gate.foresee(question, facts)
    tally.add(caller.personId, 'fullViews', counted)
    let seen = 0
    try {
      // Kept beside the entry and not after it: two commits at once cost little more than one.
      const onWords = free.some((id) => foreseen.fields.get(id)?.sight === 'full')
      const [answer] = await Promise.all([reading, onWords ? keep() : undefined])
      if (!isRefusal(answer)) seen = free.filter((id) => answer.opened.full.has(id)).length
      return answer
    } finally {
      tally.add(caller.personId, 'fullViews', seen - counted)
    }
  }

  /** The facts with the counts of this moment instead of those of when they were loaded. */
  #counted<F extends Pick<Facts, 'quota'>>(caller: Caller, facts: F): F {
    const count = this.#parts.tally.now(caller.personId)
    return facts.quota === undefined || count === undefined
      ? facts
      : { ...facts, quota: { ...facts.quota, ...count } }
  }

  /** A grant with a limited number of readings is booked in the transaction that records the reading; the row lock decides races. */
  async #openCounted(
    question: Question & { verb: 'read' | 'copy' },
    grantId: string,
    more: EntryDetail,
  ): Promise<Reading | Refusal> {
    const { house, facts } = this.#parts
    return await house.gate.readIn(house.db, async (w: Writer) => {
      await w.rows(sql`select id from usage.grant where id = ${grantId} for update`)
      const [known] = await facts.load([{ actor: question.actor, customer: question.customer! }], w)
      return {
        request: { question, facts: known!.facts, file: known!.material!.file, more },
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
