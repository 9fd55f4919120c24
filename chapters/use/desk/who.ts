import { setImmediate } from 'node:timers/promises'
import { type Reader, sql } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import {
  type Caller,
  type Decision,
  type Facts,
  type Gate,
  type House,
  purposeFor,
  type Question,
} from '../../../gate/index.ts'
import type { CatalogueField, Custody } from '../../custody/index.ts'
import type { People } from '../../people/index.ts'
import type { Known, UseFacts } from '../facts.ts'
import { fieldsOnFile, orderedReasons } from '../present.ts'
import type { WhoList } from '../wire.ts'

type Section = WhoList['rows'][number]['sections'][number]
type Field = Pick<CatalogueField, 'id' | 'section'>

/** These may ask about every file: they answer for who has which right, and see no customer value here. */
const askers = ['archivist', 'security-admin', 'audit-admin']

/** Who can see a file, section by section, and what that rests on; no values, people only. */
export class WhoDesk {
  readonly #parts: {
    readonly house: House
    readonly people: People
    readonly custody: Custody
    readonly facts: UseFacts
  }
  constructor(parts: {
    readonly house: House
    readonly people: People
    readonly custody: Custody
    readonly facts: UseFacts
  }) {
    this.#parts = parts
  }

  /**
   * A page of the people who can see something of the file, and how many there are who cannot. Asking is recorded;
   * whoever cannot see the file even masked is refused.
   */
  async who(caller: Caller, customer: string, q: { page: number; size: number }): Promise<WhoList | Refusal> {
    const { house, people, custody, facts } = this.#parts
    const at = house.clock.now().getTime()
    const own = await facts.get(caller.personId, customer)
    if (own.material === undefined) throw new Mistake('use.no-such-file', { status: 404, field: 'id' })
    const collected = own.material.head.fields
    const question = { actor: caller.personId, verb: 'read', customer, fields: [...collected], at } as const
    if (!askers.some((role) => caller.roles.includes(role))) {
      const seen = house.gate.foresee(question, own.facts)
      if (seen.verdict === 'deny') {
        const answer = await house.gate.read({ question, facts: own.facts, file: own.material.file })
        if (isRefusal(answer)) return answer
      }
    }
    await house.db.transact(async (w) =>
      house.gate.note(w, 'who-can-see', { actor: caller.personId, customer, page: q.page, size: q.size }),
    )
    const everybody = await house.db.read(activePeople)
    const [known, catalogue] = await Promise.all([
      facts.load(everybody.map((actor) => ({ actor, customer }))),
      custody.catalogue(),
    ])
    const seeing: Seeing[] = []
    for (const [i, person] of everybody.entries()) {
      if (i % breathEvery === breathEvery - 1) await setImmediate()
      const best = bestOf(house.gate, { ...question, actor: person }, known[i]!)
      if (best.tried.some(([, decision]) => decision.verdict === 'permit')) seeing.push({ person, ...best })
    }
    const page = seeing.slice((q.page - 1) * q.size, q.page * q.size)
    const names = await people.names(page.map((one) => one.person))
    const held = new Set(collected)
    const fields = fieldsOnFile(catalogue, own.material).filter((field) => held.has(field.id))
    return {
      total: seeing.length,
      without: everybody.length - seeing.length,
      rows: page.map(({ person, tried, grants }) => {
        const name = names.get(person)
        return {
          personId: person, name: name?.name ?? '', employeeNo: name?.employeeNo ?? '', department: name?.department ?? '', post: name?.post ?? '',
          sections: sectionsOf(fields, tried), grants: [...grants],
        }
      }),
    } // prettier-ignore
  }
}

/** So many people are judged before other requests have their turn. */
const breathEvery = 200

/** People who work here and can sign in, by employee number, and the service accounts. */
async function activePeople(r: Reader): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    select p.id from people.person p left join people.account a on a.person_id = p.id
    where p.left_at is null and ((a.id is not null and a.disabled_at is null) or p.employment = 'service')
    order by p.employee_no`)
  return rows.map((row) => row.id)
}

type Tried = readonly (readonly [Section['by'], Decision])[]
interface Best {
  readonly tried: Tried
  readonly grants: readonly string[]
}
interface Seeing extends Best {
  readonly person: string
}

/** Tries the best question the person could ask: with a reason, and under each running grant. */
function bestOf(gate: Gate, question: Question, known: Known): Best {
  // Once they have proved anew who they are.
  const facts: Facts = { ...known.facts, proof: { at: question.at, windowMs: 0 } }
  const running = (facts.grants ?? []).filter(
    (grant) =>
      !grant.revoked && question.at >= grant.from && question.at < grant.until && (grant.left ?? 1) > 0,
  )
  // Fields are needed by different purposes: the best of those that this person may state.
  const purposes = new Set(question.fields.map((id) => purposeFor(facts.purposes, facts.person, id)))
  const ungranted: Facts = { ...facts, grants: [] }
  const reasons = [...purposes].map((purpose) =>
    gate.foresee(
      { ...question, reasonStated: true, ...(purpose === undefined ? {} : { purpose }) },
      ungranted,
    ),
  )
  const granted = running.map((grant) =>
    gate.foresee({ ...question, purpose: grant.purpose, application: grant.application }, facts),
  )
  const plain = gate.foresee(question, facts)
  const tried: Tried = [
    ...reasons.map((decision) => ['reason', decision] as const),
    ...granted.map((decision) => ['grant', decision] as const),
    ['scope', plain],
  ]
  return { tried, grants: running.map((grant) => grant.id) }
}

const sectionsOf = (fields: readonly Field[], tried: Tried): Section[] =>
  [...new Set(fields.map((field) => field.section))].map((section) =>
    sectionOf(
      section,
      fields.filter((field) => field.section === section),
      tried,
    ),
  )

function sectionOf(section: string, fields: readonly Field[], tried: Tried): Section {
  const counts = { full: 0, masked: 0, hidden: 0 }
  let best: { rank: number; by: Section['by']; because: readonly string[] } = {
    rank: 0,
    by: 'none',
    because: [],
  }
  for (const field of fields) {
    let of: typeof best = { rank: 0, by: 'none', because: [] }
    for (const [by, decision] of tried) {
      const one = decision.fields.get(field.id)
      const rank = one === undefined ? 0 : ranks[one.sight]
      if (rank > of.rank) of = { rank, by: rank === 2 ? by : 'scope', because: one!.because }
      else if (of.because.length === 0) of = { ...of, because: one?.because ?? decision.because }
    }
    counts[sightOfRank[of.rank]!] += 1
    if (of.rank > best.rank || best.because.length === 0) best = of
  }
  return {
    section,
    sight: sightOfRank[best.rank]!,
    by: best.by,
    because: orderedReasons(best.because, best.by !== 'scope'),
    ...counts,
  }
}

const ranks = { hidden: 0, masked: 1, full: 2 } as const
const sightOfRank = ['hidden', 'masked', 'full'] as const
