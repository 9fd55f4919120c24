import { type Reader, sql } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller, Decision, Facts, Gate, House, Question } from '../../../gate/index.ts'
import type { CatalogueField, Custody } from '../../custody/index.ts'
import type { People } from '../../people/index.ts'
import type { Known, UseFacts } from '../facts.ts'
import { fieldsOnFile } from '../present.ts'
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

  /** A page of all active people. Asking is recorded; whoever cannot see the file even masked is refused. */
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
    const { total, ids } = await house.db.read((r) => activePeople(r, q))
    const [known, names, catalogue] = await Promise.all([
      facts.load(ids.map((actor) => ({ actor, customer }))),
      people.names(ids),
      custody.catalogue(),
    ])
    const held = new Set(collected)
    const fields = fieldsOnFile(catalogue, own.material).filter((field) => held.has(field.id))
    return {
      total,
      rows: ids.map((personId, i) => {
        const name = names.get(personId)
        return {
          personId, name: name?.name ?? '', employeeNo: name?.employeeNo ?? '', department: name?.department ?? '', post: name?.post ?? '',
          ...sightsOn(house.gate, { ...question, actor: personId }, known[i]!, fields),
        }
      }),
    } // prettier-ignore
  }
}

/** People who work here and can sign in, by employee number. */
async function activePeople(
  r: Reader,
  q: { page: number; size: number },
): Promise<{ total: number; ids: string[] }> {
  const rows = await r.rows<{ id: string; total: number }>(sql`
    select p.id, count(*) over ()::int as total from people.person p join people.account a on a.person_id = p.id
    where p.left_at is null and a.disabled_at is null
    order by p.employee_no limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: rows[0]?.total ?? 0, ids: rows.map((row) => row.id) }
}

/** Tries the best question the person could ask: with a reason, and under each running grant. */
function sightsOn(
  gate: Gate,
  question: Question,
  { facts }: Known,
  fields: readonly Field[],
): { sections: Section[]; grants: string[] } {
  const running = (facts.grants ?? []).filter(
    (grant) =>
      !grant.revoked && question.at >= grant.from && question.at < grant.until && (grant.left ?? 1) > 0,
  )
  const purpose = [...(facts.purposes ?? [])][0]
  const ungranted: Facts = { ...facts, grants: [] }
  const reason = gate.foresee(
    { ...question, reasonStated: true, ...(purpose === undefined ? {} : { purpose }) },
    ungranted,
  )
  const granted = running.map((grant) =>
    gate.foresee({ ...question, purpose: grant.purpose, application: grant.application }, facts),
  )
  const plain = gate.foresee(question, facts)
  const tried: readonly (readonly [Section['by'], Decision])[] = [
    ['reason', reason],
    ...granted.map((decision) => ['grant', decision] as const),
    ['scope', plain],
  ]
  const sections = [...new Set(fields.map((field) => field.section))].map((section) =>
    sectionOf(
      section,
      fields.filter((field) => field.section === section),
      tried,
    ),
  )
  return { sections, grants: running.map((grant) => grant.id) }
}

function sectionOf(
  section: string,
  fields: readonly Field[],
  tried: readonly (readonly [Section['by'], Decision])[],
): Section {
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
  return { section, sight: sightOfRank[best.rank]!, by: best.by, because: [...best.because], ...counts }
}

const ranks = { hidden: 0, masked: 1, full: 2 } as const
const sightOfRank = ['hidden', 'masked', 'full'] as const
