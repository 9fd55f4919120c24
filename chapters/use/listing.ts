import { isDeepStrictEqual } from 'node:util'
import { isRefusal, type Refusal } from '../../floor/errors.ts'
import {
  askedBy,
  type Caller,
  type Facts,
  factsOfCaller,
  type GrantFacts,
  type House,
  nameCategory,
  nameLevel,
  ownerOfFiles,
  type ReadingRequest,
  refuse,
  type RowFilter,
  rowFilter,
} from '../../gate/index.ts'
import type { CustomerMaterial, Custody, QueryTokens } from '../custody/index.ts'
import type { People } from '../people/index.ts'
import type { Asker, UseFacts } from './facts.ts'
import { matcher } from './matching.ts'
import { listCodes, rowOf } from './present.ts'
import type { Tally } from './tally.ts'
import type { CustomerList, ListQuery } from './wire.ts'

/** Most candidates a search opens. */
const searchMost = 200
/** People whose filter is kept for their next search. */
const filtersMost = 1000

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

/** May be a 档号: no blank, a year standing alone, at last a serial behind something that is no digit (see custody/filing). */
const fileNumber = /^(?=\S{8,80}$).*(?<!\d)(?:19|20)\d{2}(?!\d).*\D\d{3,9}$/

/** Id of no customer. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Somebody who lists or searches, now. */
interface Act {
  readonly caller: Caller
  readonly asker: Asker
  readonly verb: 'list' | 'search'
  readonly at: number
  readonly purpose?: string
}

/** What somebody searches for. */
interface Wanted {
  readonly filter: RowFilter
  readonly text: string
  readonly tokens: QueryTokens
  /** Files that need no comparing. */
  readonly sure: readonly CustomerMaterial[]
  /** Files that were looked for while the person's facts were on their way; see `#foreseen`. */
  readonly early: Early | undefined
}

interface Early {
  readonly filter: RowFilter
  readonly most: number
  readonly files: Promise<CustomerMaterial[]>
}

const isEmpty = ({ identifiers, parts }: QueryTokens): boolean =>
  identifiers.length === 0 && parts.length === 0

/** The field to ask for: where a program is confined to fields and this one is none of them, one that is. */
const programField = ({ person, token }: Facts, wanted: number): number => {
  const limits = [person?.service, token].filter((one) => one !== undefined)
  const within = (id: number): boolean => limits.every(({ fields }) => fields.has(id))
  return within(wanted) ? wanted : ([...(limits[0]?.fields ?? [])].find(within) ?? wanted)
}

const inOrder = (
  ids: readonly string[],
  materials: ReadonlyMap<string, CustomerMaterial>,
): CustomerMaterial[] => ids.flatMap((id) => materials.get(id) ?? [])

/** So many candidates are loaded at first: those of the page and of the pages before, and one to see whether more follow. */
const firstMost = ({ page, size }: ListQuery): number => Math.min(page * size + 1, searchMost)

export interface ListingParts {
  readonly house: House
  readonly people: People
  readonly custody: Custody
  readonly facts: UseFacts
  readonly tally: Tally
}

/** Lists and searches: many files in one act, masked, decided one by one and recorded together. */
export class ListingDesk {
  readonly #parts: ListingParts
  /** The filter of each person's last search. */
  readonly #filters = new Map<string, RowFilter>()
  constructor(parts: ListingParts) {
    this.#parts = parts
  }

  /** Files in the person's scope, a page at a time, or those found by `q`; masked. */
  async list(caller: Caller, query: ListQuery): Promise<CustomerList | Refusal> {
    const { house, custody, facts, tally } = this.#parts
    const at = house.clock.now().getTime()
    const verb = query.q === undefined || query.q === '' ? 'list' : 'search'
    const tokens = custody.queryTokens(query.q ?? '')
    const asking = facts.asker(caller.personId)
    const early = verb === 'search' ? this.#foreseen(caller.personId, query, tokens, at) : undefined
    const asker = await asking
    const plain = await this.#probe(caller, asker, verb, at)
    // The counts of this very moment; nothing is awaited between here and `tally.add`.
    const probe = { ...plain, facts: tally.counted(caller.personId, plain.facts) }
    const { purpose: code } = query
    const purpose = code === undefined ? undefined : { code, marketing: asker.marketing?.has(code) !== false }
    const filter: RowFilter =
      asker.person === undefined ? { rows: 'none' } : rowFilter(asker.person, at, verb, purpose)
    if (filter.rows === 'none' || house.gate.foresee(probe.question, probe.facts).verdict === 'deny') {
      this.#filters.delete(caller.personId)
      return await this.#refuseList(probe)
    }
    const act: Act = { caller, asker, verb, at, ...(code === undefined ? {} : { purpose: code }) }
    if (verb === 'search') {
      // Before anything more is awaited: searches sent at once do not slip through together.
      tally.add(caller.personId, 'searches')
      this.#remember(caller.personId, filter)
      return await this.#search(act, query, { filter, tokens, early })
    }
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
    const rows = await this.#rows(act, inOrder(found.ids, await custody.material(found.ids)))
    return isRefusal(rows) ? rows : { total: found.total, more: found.total >= 10_000, tooShort: false, rows }
  }

  /**
   * Looks for candidates by the filter of the person's last search while their facts are being read, which saves a
   * round trip. The files are sealed, and they are dropped unless the filter of this moment turns out to be the same.
   */
  #foreseen(person: string, query: ListQuery, tokens: QueryTokens, at: number): Early | undefined {
    const last = this.#filters.get(person)
    if (last === undefined || last.rows === 'none' || fileNumber.test(query.q!)) return undefined
    const filter = { ...last, at }
    const most = firstMost(query)
    const files = this.#parts.custody.findFiles(filter, tokens, { most })
    files.catch(() => undefined)
    return { filter, most, files }
  }

  #remember(person: string, filter: RowFilter): void {
    if (this.#filters.size >= filtersMost) this.#filters.clear()
    this.#filters.set(person, filter)
  }

  async #search(
    act: Act,
    query: ListQuery,
    how: Pick<Wanted, 'filter' | 'tokens' | 'early'>,
  ): Promise<CustomerList | Refusal> {
    const text = query.q!
    const wanted = { ...how, text, sure: await this.#numbered(how.filter, text) }
    const from = (query.page - 1) * query.size
    const found = await this.#matching(act, wanted, from + query.size, firstMost(query))
    if (isRefusal(found)) return found
    const { rows, candidates } = found
    return {
      total: rows.length,
      more: rows.length > from + query.size || candidates === searchMost,
      tooShort: isEmpty(wanted.tokens) && wanted.sure.length === 0,
      rows: rows.slice(from, from + query.size),
    }
  }

  /** The file with this number, when what was typed is one. */
  async #numbered(filter: RowFilter, text: string): Promise<CustomerMaterial[]> {
    const { house, custody } = this.#parts
    if (!fileNumber.test(text)) return []
    const one = { page: 1, size: 1, fileNo: text.toUpperCase() }
    const { ids } = await house.db.read((r) => custody.listRows(r, filter, one))
    return inOrder(ids, await custody.material(ids))
  }

  /**
   * The first `enough` candidates that match, and one more when there is one: no file is opened that is not needed to
   * fill the page and to say whether another follows. That is said by files that match for this person, never by mere
   * candidates, which would tell of values above the clearance.
   */
  async #matching(
    act: Act,
    wanted: Wanted,
    enough: number,
    most: number,
  ): Promise<{ rows: CustomerList['rows']; candidates: number } | Refusal> {
    const first = [
      ...wanted.sure,
      ...(await this.#candidates(wanted, wanted.sure, most - wanted.sure.length)),
    ]
    const rows = await this.#rows(act, first, wanted)
    const found = isRefusal(rows) ? [] : rows
    const isAll = found.length > enough || first.length < most
    const rest = isAll ? [] : await this.#candidates(wanted, first, searchMost - most)
    const second = rest.length === 0 ? undefined : await this.#rows(act, rest, wanted)
    if (isRefusal(rows) && (second === undefined || isRefusal(second))) return rows
    const further = second === undefined || isRefusal(second) ? [] : second
    return { rows: [...found, ...further], candidates: first.length + rest.length }
  }

  async #candidates(
    { filter, tokens, early }: Wanted,
    known: readonly CustomerMaterial[],
    most: number,
  ): Promise<CustomerMaterial[]> {
    if (most <= 0) return []
    if (known.length === 0 && early?.most === most && isDeepStrictEqual(early.filter, filter))
      return await early.files
    const without = known.map(({ head }) => head.id)
    return await this.#parts.custody.findFiles(filter, tokens, { most, without })
  }

  /**
   * The plainest question of this kind the person could ask: the name on an ordinary file of their own, under a running
   * grant. What is refused even here is refused for every file, also when a search would find none.
   */
  async #probe(caller: Caller, asker: Asker, verb: Act['verb'], at: number): Promise<ReadingRequest> {
    const { holdsGrants: _any, ...known } = asker
    const name = (await this.#parts.custody.catalogue()).byCode.get('person-name')
    const facts = { ...known, ...factsOfCaller(caller) }
    const field = {
      id: programField(facts, name?.id ?? 0),
      level: nameLevel,
      category: nameCategory,
      sensitive: false,
      fullNeeds: 'reason' as const,
      type: name?.type ?? 'text',
      mask: name?.mask ?? 'all',
    }
    return {
      question: { ...askedBy(caller), verb, fields: [field.id], at },
      facts: {
        ...facts,
        customer: {
          id: nobody, level: 1, ownerId: known.person === undefined ? nobody : ownerOfFiles(known.person), status: 'active', quarantined: false, frozen: false, barred: {},
        }, // prettier-ignore
        fields: new Map([[field.id, field]]),
        grants: [someGrant(at)],
      },
      file: { customer: nobody, blocks: [] },
    }
  }

  /** The refusal of a whole list or search, recorded. */
  async #refuseList(probe: ReadingRequest): Promise<Refusal> {
    const answer = await this.#parts.house.gate.read(probe)
    return isRefusal(answer) ? answer : refuse('3.2.1')
  }

  async #rows(
    { caller, asker, verb, at, purpose }: Act,
    materials: readonly CustomerMaterial[],
    wanted?: Wanted,
  ): Promise<CustomerList['rows'] | Refusal> {
    const { house, custody, people, facts } = this.#parts
    const [catalogue, known] = await Promise.all([
      custody.catalogue(),
      facts.about(asker, caller.personId, materials),
    ])
    const show = new Set(listCodes.flatMap((code) => catalogue.byCode.get(code)?.id ?? []))
    const match = wanted === undefined ? undefined : matcher(catalogue, wanted.text)
    const given = factsOfCaller(caller)
    const about = { ...askedBy(caller), verb, at, ...(purpose === undefined ? {} : { purpose }) }
    const requests = materials.map((material, i): ReadingRequest => {
      const fields = material.head.fields.filter(
        (id) => show.has(id) || (match !== undefined && catalogue.fields.get(id)?.searchable !== 'none'),
      )
      const question = { ...about, customer: material.head.id, fields }
      const certain = match === undefined || wanted?.sure.includes(material) === true
      return {
        question, facts: { ...known[i]!.facts, ...given }, file: material.file, show, ...(certain ? {} : { keep: match }),
      } // prettier-ignore
    })
    const [answer, names] = await Promise.all([
      house.gate.readMany(requests, { ...about, fields: [] }),
      people.names([...new Set(materials.flatMap(({ head }) => head.ownerId ?? []))]),
    ])
    if (isRefusal(answer)) return answer
    const byId = new Map(materials.map((material) => [material.head.id, material]))
    return answer.map((reading) => rowOf(byId.get(reading.permit.customer!)!, reading, catalogue, names))
  }
}
