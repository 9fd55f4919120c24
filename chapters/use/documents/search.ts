import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import {
  askedBy,
  attachmentFacts,
  attachmentField,
  type Caller,
  type Facts,
  factsOfCaller,
  type GrantFacts,
  type Reading,
  type ReadingRequest,
  refuse,
  type RowFilter,
  rowFilter,
  textFile,
  titleFile,
} from '../../../gate/index.ts'
import { type CustomerMaterial, type DocumentCandidate, holdsAll, passageOf } from '../../custody/index.ts'
import type { ReasonDesk } from '../desk/reasons.ts'
import type { Asker, Known } from '../facts.ts'
import type { ListingParts } from '../listing.ts'
import type { DocumentSearchBody, DocumentSearchReply } from './wire.ts'

/** Candidates that are opened at once, so that memory stays bounded, and in one search. */
const openedAtOnce = 12
const openedMost = 600
const nobody = '00000000-0000-0000-0000-000000000000'
const reasonLeast = 4

/** Somebody who searches, now. */
interface Act {
  readonly caller: Caller
  readonly asker: Asker
  readonly at: number
}

interface Found {
  readonly candidate: DocumentCandidate
  readonly known: Known
  readonly material: CustomerMaterial
}

/** A grant as good as any, for asking what would be possible with one. */
const someGrant = (at: number): GrantFacts => ({
  id: 'if', application: 'if', purpose: 'if', modes: new Set(), fields: new Set(), from: at, until: at + 1, revoked: false,
}) // prettier-ignore

/**
 * Search in the content of documents. The database answers with candidates by keyed hashes, within the person's reach and
 * clearance; each is decided about, and opened inside the gate, and only what really matches is shown. So nothing is
 * missed, and neither a collision nor a document above the clearance shows, not even in a count.
 */
export class DocumentSearch {
  readonly #parts: ListingParts
  readonly #reasons: ReasonDesk
  constructor(parts: ListingParts, reasons: ReasonDesk) {
    this.#parts = parts
    this.#reasons = reasons
  }

  /** Documents that hold every term of what was typed, a page at a time; titles masked. */
  async search(caller: Caller, body: DocumentSearchBody): Promise<DocumentSearchReply | Refusal> {
    const { house, custody, facts, tally } = this.#parts
    const at = house.clock.now().getTime()
    const asker = await facts.asker(caller.personId)
    const act: Act = { caller, asker, at }
    const plain = probeOf(act)
    // The counts of this very moment; nothing is awaited between here and `tally.add`.
    const probe = { ...plain, facts: tally.counted(caller.personId, plain.facts) }
    const filter: RowFilter =
      asker.person === undefined ? { rows: 'none' } : rowFilter(asker.person, at, 'search')
    if (filter.rows === 'none' || house.gate.foresee(probe.question, probe.facts).verdict === 'deny') {
      const answer = await house.gate.read(probe)
      return isRefusal(answer) ? answer : refuse('3.2.1')
    }
    tally.add(caller.personId, 'searches')
    const terms = custody.searchTerms(body.q)
    if (terms.length === 0) {
      // Also a search that finds nothing is one.
      await house.gate.readMany([], this.#searching(act), { detail: { in: 'documents', looked: 0 } })
      return { total: 0, more: false, tooShort: true, rows: [] }
    }
    const found = await this.#matching(act, filter, terms, body.page * body.size)
    if (isRefusal(found)) return found
    const from = (body.page - 1) * body.size
    const page = found.documents.slice(from, from + body.size)
    const titles = await this.#titles(act, page)
    const passages = await this.#passages(act, page, terms, body)
    if (isRefusal(passages)) return passages
    return {
      total: Math.min(found.documents.length, body.page * body.size),
      more: found.more,
      tooShort: false,
      rows: page.map((one) => rowOf(one, titles, passages)),
    }
  }

  /** The first `enough` documents that match, and whether another one does. */
  async #matching(
    act: Act,
    filter: Extract<RowFilter, { rows: 'some' }>,
    terms: readonly string[],
    enough: number,
  ): Promise<{ documents: Found[]; more: boolean } | Refusal> {
    const { custody } = this.#parts
    const levels = [...(await custody.catalogue()).levels.keys()].filter((rank) => rank <= clearanceOf(act))
    const documents: Found[] = []
    let refusal: Refusal | undefined
    for (let skip = 0; skip < openedMost; skip += openedAtOnce) {
      const candidates = await custody.documentCandidates({ filter, terms, levels, most: openedAtOnce, skip })
      if (candidates.length === 0 && skip > 0) break
      const some = await this.#opened(act, candidates, terms)
      if (isRefusal(some)) refusal = some
      else documents.push(...some)
      if (documents.length > enough) return { documents, more: true }
      if (candidates.length < openedAtOnce) break
      if (skip + openedAtOnce >= openedMost) return { documents, more: true }
    }
    return documents.length === 0 && refusal !== undefined ? refusal : { documents, more: false }
  }

  /** Decides about the candidates, opens them inside the gate and keeps those that match; hands no text out. */
  async #opened(
    act: Act,
    candidates: readonly DocumentCandidate[],
    terms: readonly string[],
  ): Promise<Found[] | Refusal> {
    const all = await this.#known(act, candidates)
    const requests = all.map((one): ReadingRequest => ({
      ...this.#request(act, one, 'search'),
      file: textFile(one.candidate.attachment, one.candidate.textSealed),
      keep: (values) => holdsAll(values.get(attachmentField) ?? '', terms),
      show: new Set(),
    }))
    // Which of them matched is known by identity: each request has facts of its own.
    const kept = new Set<number>()
    const watched = requests.map((request, i) => ({
      ...request,
      keep: (values: ReadonlyMap<number, string>): boolean => {
        const matches = request.keep!(values)
        if (matches) kept.add(i)
        return matches
      },
    }))
    const answer = await this.#parts.house.gate.readMany(watched, this.#searching(act), {
      detail: { in: 'documents', looked: candidates.length },
    })
    return isRefusal(answer) ? answer : all.filter((_, i) => kept.has(i))
  }

  #searching({ caller, at }: Act) {
    return { ...askedBy(caller), verb: 'search' as const, fields: [attachmentField], at }
  }

  async #known(act: Act, candidates: readonly DocumentCandidate[]): Promise<Found[]> {
    const { custody, facts } = this.#parts
    const ids = [...new Set(candidates.map((one) => one.attachment.customer))]
    const materials = await custody.material(ids)
    const list = candidates.flatMap((candidate) => {
      const material = materials.get(candidate.attachment.customer)
      return material === undefined ? [] : [{ candidate, material }]
    })
    const known = await facts.about(
      act.asker,
      act.caller.personId,
      list.map((one) => one.material),
    )
    const catalogue = await custody.catalogue()
    return list.map((one, i) => {
      const { level } = one.candidate.attachment
      const fullNeeds = catalogue.levels.get(level)?.fullNeeds ?? 'grant'
      const own = {
        ...known[i]!.facts,
        ...factsOfCaller(act.caller),
        fields: attachmentFacts(level, fullNeeds),
      }
      return { ...one, known: { ...known[i]!, facts: own } }
    })
  }

  #request(
    act: Act,
    { candidate, known }: Found,
    verb: 'search' | 'list' | 'read',
  ): Pick<ReadingRequest, 'question' | 'facts'> {
    const { customer } = candidate.attachment
    return {
      question: { ...askedBy(act.caller), verb, customer, fields: [attachmentField], at: act.at },
      facts: known.facts,
    }
  }

  /** Titles of what was found, masked, as one recorded act of listing. */
  async #titles(act: Act, page: readonly Found[]): Promise<ReadonlyMap<string, string>> {
    return await this.#each(
      page,
      page.map((one) => ({
        ...this.#request(act, one, 'list'),
        file: titleFile(one.candidate.attachment),
      })),
      { ...askedBy(act.caller), verb: 'list', fields: [attachmentField], at: act.at },
      ({ opened }) => opened.full.get(attachmentField) ?? opened.masked.get(attachmentField),
    )
  }

  /**
   * Passages, where a purpose and a reason are stated: each is a reading in full of its document, recorded as such and
   * counted. No grant is used for them; what needs one shows no passage.
   */
  async #passages(
    act: Act,
    page: readonly Found[],
    terms: readonly string[],
    body: DocumentSearchBody,
  ): Promise<ReadonlyMap<string, string> | Refusal> {
    const reason = (body.reason ?? '').trim()
    if (body.purpose === undefined || reason.length < reasonLeast) return new Map()
    const { house, tally } = this.#parts
    // Said once, kept for each file: words that hold an identifier are sent back before anything is opened.
    this.#reasons.state(reason)
    const requests = page.map((one, i): ReadingRequest => {
      const { question, facts } = this.#request(act, one, 'read')
      const asked = { ...question, purpose: body.purpose!, reasonStated: true }
      const own = ahead({ ...tally.counted(act.caller.personId, facts), grants: [] }, i)
      return {
        question: asked,
        facts: own,
        file: textFile(one.candidate.attachment, one.candidate.textSealed),
      }
    })
    const whole = requests.map(
      ({ question, facts }) =>
        house.gate.foresee(question, facts).fields.get(attachmentField)?.sight === 'full',
    )
    const counted = whole.filter(Boolean).length
    if (counted === 0) return new Map()
    tally.add(act.caller.personId, 'fullViews', counted)
    const readings: Reading[] = []
    const passages = await this.#each(
      page.filter((_, i) => whole[i]),
      requests.filter((_, i) => whole[i]),
      {
        ...askedBy(act.caller),
        verb: 'read',
        fields: [attachmentField],
        purpose: body.purpose,
        reasonStated: true,
        at: act.at,
      },
      (reading) => {
        readings.push(reading)
        const text = reading.opened.full.get(attachmentField)
        return text === undefined ? undefined : passageOf(text, terms)
      },
    )
    for (const { permit } of readings)
      await this.#reasons
        .state(reason)
        .keep({ person: act.caller.personId, customer: permit.customer!, leaf: permit.leaf! })
    return passages
  }

  /** Reads many, one by one in a single entry, and gives what was made of each by its attachment. */
  async #each(
    page: readonly Found[],
    requests: readonly ReadingRequest[],
    question: Parameters<ListingParts['house']['gate']['readMany']>[1],
    of: (reading: Reading) => string | undefined,
  ): Promise<ReadonlyMap<string, string>> {
    const { gate } = this.#parts.house
    const result = new Map<string, string>()
    if (requests.length === 0) return result
    const permitted = page.filter(
      (_, i) => gate.foresee(requests[i]!.question, requests[i]!.facts).verdict === 'permit',
    )
    const readings = await gate.readMany(requests, question, {
      detail: { attachments: permitted.map((one) => one.candidate.attachment.id) },
    })
    if (isRefusal(readings)) return result
    readings.forEach((reading, i) => {
      const text = of(reading)
      if (text !== undefined) result.set(permitted[i]!.candidate.attachment.id, text)
    })
    return result
  }
}

/** Facts as they are once so many whole views more are counted: the limit of the day holds within one page too. */
const ahead = (facts: Facts, views: number): Facts =>
  facts.quota === undefined
    ? facts
    : { ...facts, quota: { ...facts.quota, fullViews: facts.quota.fullViews + views } }

const clearanceOf = ({ asker }: Act): number => asker.person?.clearance ?? 0

/** The plainest question of this kind: an attachment of the lowest level in a file of one's own, under a running grant. */
function probeOf({ caller, asker, at }: Act): ReadingRequest {
  const { holdsGrants: _any, ...known } = asker
  return {
    question: { ...askedBy(caller), verb: 'search', fields: [attachmentField], at },
    facts: {
      ...known,
      ...factsOfCaller(caller),
      customer: {
        id: nobody,
        level: 1,
        ownerId: caller.personId,
        status: 'active',
        quarantined: false,
        barred: {},
        frozen: false,
      },
      fields: attachmentFacts(1, 'reason'),
      grants: [someGrant(at)],
    },
    file: { customer: nobody, blocks: [] },
  }
}

function rowOf(
  { candidate, material }: Found,
  titles: ReadonlyMap<string, string>,
  passages: ReadonlyMap<string, string>,
): DocumentSearchReply['rows'][number] {
  const { id, customer, level } = candidate.attachment
  return {
    customer,
    fileNo: material.head.fileNo,
    attachment: id,
    title: titles.get(id) ?? null,
    level,
    contentType: candidate.contentType,
    pages: candidate.pages,
    addedAt: candidate.addedAt.toISOString(),
    passage: passages.get(id) ?? null,
  }
}
