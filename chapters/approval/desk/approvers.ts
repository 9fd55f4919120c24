import type { Reader } from '../../../floor/database/index.ts'
import { isAdministrator, isStaff, type PersonFacts } from '../../../gate/index.ts'
import type { FlowStep, Source } from '../definition.ts'
import type { Case } from '../definition/conditions.ts'
import { whoFor } from '../definition/rules.ts'
import type { Candidate, Opening, Target, Way } from '../flow/events.ts'
import type { Task } from '../flow/state.ts'
import type { Organisation } from '../organisation.ts'
import { standIn } from '../proxies.ts'
import type { StoredFlow } from '../store/instances.ts'
import { headOfDepartment, peopleInPost } from '../store/people.ts'
import { readProxiesFor } from '../store/proxies.ts'
import type { Json } from '../types.ts'

/** What is to be decided on, and from where the approvers are looked for. */
export interface Wanted {
  readonly applicant: string
  readonly level: number
  readonly at: Date
  readonly snapshot?: Json
  readonly picks?: Readonly<Record<string, readonly string[]>>
  /** The case, for tables of rules. */
  readonly about?: Partial<Case>
}

/** What approvers of the form are looked for with. */
export const wantedFor = ({ instance, state, about }: StoredFlow, at: Date): Wanted => ({
  applicant: state.applicant,
  level: state.level,
  at,
  snapshot: instance.snapshot,
  picks: state.picks,
  about,
})

/** More managers than any company has; ends a ring of people who manage each other. */
const longestLine = 30

/** Why this person cannot decide on this form; undefined when they can. */
export function whyUnfit(
  facts: PersonFacts | undefined,
  person: string,
  wanted: Wanted,
): 'own' | 'absent' | 'clearance' | undefined {
  if (person === wanted.applicant) return 'own'
  if (facts === undefined || !isStaff(facts, wanted.at.getTime()) || isAdministrator(facts.roles))
    return 'absent'
  return facts.clearance < wanted.level ? 'clearance' : undefined
}

/** Somebody a task is to go to, as the state machine judges them. */
export async function targetOf(
  organisation: Organisation,
  r: Reader,
  person: string,
  wanted: Wanted,
): Promise<Target> {
  const facts = (await organisation.personFacts([person], r)).get(person)
  return {
    person,
    active: facts !== undefined && isStaff(facts, wanted.at.getTime()),
    cleared: facts !== undefined && facts.clearance >= wanted.level,
    administrator: facts !== undefined && isAdministrator(facts.roles),
  }
}

/**
 * Can this open task not move by itself: nobody was found for it, its holder can no longer decide, or it is overdue
 * and nobody above could be given it? Then a flow administrator may name somebody.
 */
export const isStuck = (task: Task, holder: PersonFacts | undefined, wanted: Wanted): boolean =>
  task.origin === 'rescue' ||
  task.escalatedAt !== undefined ||
  whyUnfit(holder, task.assignee, wanted) !== undefined

/** The nearest superior who can decide; undefined when the line ends or runs in a ring. */
export async function fitSuperior(
  organisation: Organisation,
  r: Reader,
  person: string,
  wanted: Wanted,
): Promise<string | undefined> {
  for (const at of await superiors(organisation, r, person)) {
    const facts = await organisation.personFacts([at], r)
    if (whyUnfit(facts.get(at), at, wanted) === undefined) return at
  }
  return undefined
}

/** Manager above manager, without end only as far as the company goes. */
async function superiors(
  organisation: Organisation,
  r: Reader,
  person: string,
  most = longestLine,
): Promise<readonly string[]> {
  const line: string[] = []
  let at: string | undefined = person
  while (line.length < most) {
    at = await organisation.directManagerOf(r, at)
    if (at === undefined || at === person || line.includes(at)) break
    line.push(at)
  }
  return line
}

const oneOf = (id: string | undefined): readonly string[] => (id === undefined ? [] : [id])

/** An entry of the form that is an id. */
const entryOf = (snapshot: Json | undefined, entry: string): string | undefined => {
  const value = (snapshot as Readonly<Record<string, Json>> | undefined)?.[entry]
  return typeof value === 'string' && value !== '' ? value : undefined
}

async function named(
  organisation: Organisation,
  r: Reader,
  source: Source,
  stepId: string,
  wanted: Wanted,
): Promise<readonly string[]> {
  const { applicant, snapshot, picks = {} } = wanted
  switch (source.by) {
    case 'direct-manager':
      return oneOf(await organisation.directManagerOf(r, applicant))
    case 'department-head':
      return oneOf(await organisation.departmentHeadOf(r, applicant))
    case 'manager':
      return oneOf((await superiors(organisation, r, applicant, source.n))[source.n - 1])
    case 'managers':
      return await lineUp(organisation, r, source, applicant)
    case 'role':
      return await organisation.holdersOf(r, source.role)
    case 'post':
      return await peopleInPost(r, source.post)
    case 'person':
      return [source.person]
    case 'group':
      return source.people
    case 'applicant-picks':
    case 'previous-picks':
      return picks[stepId] ?? []
    case 'form-person':
      return oneOf(entryOf(snapshot, source.entry))
    case 'form-department-head': {
      const department = entryOf(snapshot, source.entry)
      return department === undefined ? [] : oneOf(await headOfDepartment(r, department))
    }
    case 'rules': {
      const about = { ...wanted.about, level: wanted.level }
      const found: string[] = []
      for (const who of whoFor(source, about))
        found.push(
          ...(who.by === 'head-of'
            ? oneOf(await headOfDepartment(r, who.department))
            : await named(organisation, r, who, stepId, wanted)),
        )
      return [...new Set(found)]
    }
  }
}

/** Consecutive managers up to the N-th, or up to the first who holds the role. */
async function lineUp(
  organisation: Organisation,
  r: Reader,
  { n, role }: Extract<Source, { by: 'managers' }>,
  applicant: string,
): Promise<readonly string[]> {
  const line = await superiors(organisation, r, applicant, n)
  if (role === undefined) return line
  const holders = await organisation.holdersOf(r, role)
  const ceiling = line.findIndex((person) => holders.includes(person))
  return ceiling < 0 ? line : line.slice(0, ceiling + 1)
}

/**
 * The people of one source: those who can decide, else the nearest superior of each who cannot. The own form goes to
 * a superior or, where there is none, to the secrecy office; never to the applicant.
 */
async function fromSource(
  organisation: Organisation,
  r: Reader,
  source: Source,
  stepId: string,
  wanted: Wanted,
): Promise<readonly Candidate[]> {
  const people = await named(organisation, r, source, stepId, wanted)
  const facts = await organisation.personFacts(people, r)
  const judged = people.map((person) => ({ person, why: whyUnfit(facts.get(person), person, wanted) }))
  const fit = judged.filter(({ why }) => why === undefined)
  const { weight, group } = source
  const more = { ...(weight === undefined ? {} : { weight }), ...(group === undefined ? {} : { group }) }
  if (fit.length > 0) return fit.map(({ person }) => ({ person, origin: 'step', ...more }))
  const raised: Candidate[] = []
  for (const { person, why } of judged) {
    const superior = await fitSuperior(organisation, r, person, wanted)
    const instead =
      superior === undefined && why === 'own' ? await secrecyOffice(organisation, r, wanted) : oneOf(superior)
    raised.push(
      ...instead.map((one): Candidate => ({ person: one, origin: why ?? 'step', from: person, ...more })),
    )
  }
  return raised
}

async function secrecyOffice(
  organisation: Organisation,
  r: Reader,
  wanted: Wanted,
): Promise<readonly string[]> {
  const holders = await organisation.holdersOf(r, 'secrecy-office')
  const facts = await organisation.personFacts(holders, r)
  return holders.filter((person) => whyUnfit(facts.get(person), person, wanted) === undefined)
}

/** Active flow administrators: they see no customer's data and decide nothing, but may name somebody who can. */
async function administrators(
  organisation: Organisation,
  r: Reader,
  wanted: Wanted,
  group?: string,
): Promise<readonly Candidate[]> {
  const holders = await organisation.holdersOf(r, 'security-admin')
  return holders
    .filter((person) => person !== wanted.applicant)
    .map((person) => ({ person, origin: 'rescue', ...(group === undefined ? {} : { group }) }))
}

const once = (found: readonly Candidate[]): readonly Candidate[] =>
  found.filter((one, index) => found.findIndex(({ person }) => person === one.person) === index)

/**
 * Who decides in a step now, absent people's proxies in their place. A step that comes out empty, and where everybody
 * must sign a source, goes to the flow administrators, who name somebody. It is never passed by itself.
 */
export async function candidatesFor(
  organisation: Organisation,
  r: Reader,
  step: FlowStep,
  wanted: Wanted,
): Promise<readonly Candidate[]> {
  const found: Candidate[] = []
  let gap = false
  for (const source of step.sources) {
    const people = await fromSource(organisation, r, source, step.id, wanted)
    if (people.length === 0) gap = true
    found.push(...people)
  }
  const everybody = step.mode === 'all' || step.mode === 'sequence'
  const people = once(found)
  const rescue =
    people.length === 0 || (gap && everybody) ? await administrators(organisation, r, wanted) : []
  const short = step.mode === 'groups' && rescue.length === 0 ? shortGroup(step, people) : undefined
  const more = short === undefined ? rescue : await administrators(organisation, r, wanted, short)
  return await withProxies(organisation, r, once([...people, ...more]), wanted)
}

/** 分组会签: the first group with too few people; the administrators name somebody for it. */
const shortGroup = (step: FlowStep, people: readonly Candidate[]): string | undefined =>
  step.groups?.find(({ group, needed }) => people.filter((one) => one.group === group).length < needed)?.group

/** Puts proxies in the place of those who named one: cleared, not the applicant, not asked in this step already. */
async function withProxies(
  organisation: Organisation,
  r: Reader,
  candidates: readonly Candidate[],
  wanted: Wanted,
): Promise<readonly Candidate[]> {
  const asked = candidates.flatMap(({ person, origin }) => (origin === 'rescue' ? [] : [person]))
  const rules = await readProxiesFor(r, asked, wanted.at)
  if (rules.length === 0) return candidates
  let fresh = rules.map(({ proxy }) => proxy)
  while (fresh.length > 0) {
    const more = await readProxiesFor(r, fresh, wanted.at)
    const unknown = more.filter((rule) => !rules.some(({ id }) => id === rule.id))
    rules.push(...unknown)
    fresh = unknown.map(({ proxy }) => proxy)
  }
  const facts = await organisation.personFacts(
    rules.map(({ proxy }) => proxy),
    r,
  )
  const taken = new Set(candidates.map(({ person }) => person))
  return candidates.map((candidate) => {
    if (candidate.origin === 'rescue') return candidate
    const chain = standIn(candidate.person, rules, wanted.at)
    const proxy = chain.findLast(
      (one) => !taken.has(one) && whyUnfit(facts.get(one), one, wanted) === undefined,
    )
    if (proxy === undefined) return candidate
    taken.add(proxy)
    return {
      ...candidate,
      person: proxy,
      origin: 'proxy',
      from: candidate.person,
      onBehalfOf: candidate.person,
    }
  })
}

/** When a step that opens now is due: by the company's working days, or by the clock. */
export async function dueOf(
  organisation: Organisation,
  r: Reader,
  { amount, unit }: FlowStep['due'],
  at: Date,
): Promise<Date> {
  if (unit === 'working-days') return await organisation.addWorkingDays(r, at, amount)
  const minutes = { days: 1440, hours: 60, minutes: 1 }[unit]
  return new Date(at.getTime() + amount * minutes * 60_000)
}

/** Who is put in the know by a step: whoever its sources name and is here. */
export async function copiesOf(
  organisation: Organisation,
  r: Reader,
  step: FlowStep,
  moment: 'opened' | 'passed',
  wanted: Wanted,
): Promise<readonly string[]> {
  if (step.cc?.moment !== moment) return []
  const people: string[] = []
  for (const source of step.cc.sources)
    people.push(...(await named(organisation, r, source, step.id, wanted)))
  const facts = await organisation.personFacts(people, r)
  return people.filter((person) => {
    const one = facts.get(person)
    return one?.active === true && one.service === undefined
  })
}

/** The steps of a way as they would open now: all of them to foresee it, or those that an event may open. */
export async function wayAhead(
  organisation: Organisation,
  r: Reader,
  steps: readonly FlowStep[],
  wanted: Wanted,
  only: ReadonlySet<number> = new Set(steps.keys()),
): Promise<Way> {
  const way: (Opening | undefined)[] = Array.from({ length: steps.length })
  for (const index of only) {
    const step = steps[index]!
    way[index] = {
      candidates: step.sub === undefined ? await candidatesFor(organisation, r, step, wanted) : [],
      due: await dueOf(organisation, r, step.due, wanted.at),
      cc: await copiesOf(organisation, r, step, 'opened', wanted),
    }
  }
  return way
}
