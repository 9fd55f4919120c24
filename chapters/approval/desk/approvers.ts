import type { Reader } from '../../../floor/database/index.ts'
import { isAdministrator, isEmployed, type PersonFacts } from '../../../gate/index.ts'
import type { FlowStep, Source } from '../definition.ts'
import { highestLevel } from '../flow/limits.ts'
import type { Candidate, Opening, Task } from '../flow/state.ts'
import type { Organisation } from '../organisation.ts'

/** What is to be decided on, and from where the approvers are looked for. */
export interface Wanted {
  readonly applicant: string
  readonly level: number
  readonly at: Date
}

/** More managers than any company has; ends a ring of people who manage each other. */
const longestLine = 30

/** Why this person cannot decide on this form; undefined when they can. */
export function whyUnfit(
  facts: PersonFacts | undefined,
  person: string,
  wanted: Wanted,
): 'own' | 'absent' | 'clearance' | undefined {
  if (person === wanted.applicant) return 'own'
  if (facts === undefined || !isEmployed(facts, wanted.at.getTime()) || isAdministrator(facts.roles))
    return 'absent'
  return facts.clearance < wanted.level ? 'clearance' : undefined
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
  const seen = new Set([person])
  let at: string | undefined = person
  while (seen.size < longestLine) {
    at = await organisation.directManagerOf(r, at)
    if (at === undefined || seen.has(at)) return undefined
    seen.add(at)
    const facts = await organisation.personFacts([at], r)
    if (whyUnfit(facts.get(at), at, wanted) === undefined) return at
  }
  return undefined
}

const oneOf = (id: string | undefined): readonly string[] => (id === undefined ? [] : [id])

async function named(
  organisation: Organisation,
  r: Reader,
  source: Source,
  applicant: string,
): Promise<readonly string[]> {
  switch (source.by) {
    case 'direct-manager':
      return oneOf(await organisation.directManagerOf(r, applicant))
    case 'department-head':
      return oneOf(await organisation.departmentHeadOf(r, applicant))
    case 'role':
      return await organisation.holdersOf(r, source.role)
    case 'person':
      return [source.person]
  }
}

/** The people of one source: those who can decide, else the nearest superior of each who cannot. */
async function fromSource(
  organisation: Organisation,
  r: Reader,
  source: Source,
  wanted: Wanted,
): Promise<readonly Candidate[]> {
  const people = await named(organisation, r, source, wanted.applicant)
  const facts = await organisation.personFacts(people, r)
  const judged = people.map((person) => ({ person, why: whyUnfit(facts.get(person), person, wanted) }))
  const fit = judged.filter(({ why }) => why === undefined)
  if (fit.length > 0) return fit.map(({ person }) => ({ person, origin: 'step' }))
  const raised: Candidate[] = []
  for (const { person, why } of judged) {
    const superior = await fitSuperior(organisation, r, person, wanted)
    if (superior !== undefined) raised.push({ person: superior, origin: why ?? 'step', from: person })
  }
  return raised
}

/** Active flow administrators: they see no customer's data and decide nothing, but may name somebody who can. */
async function administrators(
  organisation: Organisation,
  r: Reader,
  wanted: Wanted,
): Promise<readonly Candidate[]> {
  const holders = await organisation.holdersOf(r, 'security-admin')
  return holders
    .filter((person) => person !== wanted.applicant)
    .map((person) => ({ person, origin: 'rescue' }))
}

/**
 * Who decides in a step now. A step, and in 会签 a source, that comes out empty goes to the applicant's nearest
 * fit superior (not at the highest level, where that would undercut the second pair of eyes), else to the flow
 * administrators. It is never passed by itself.
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
    const people = await fromSource(organisation, r, source, wanted)
    if (people.length === 0) gap = true
    found.push(...people)
  }
  if (found.length === 0 || (gap && step.mode === 'all')) {
    const superior =
      wanted.level >= highestLevel ? undefined : await fitSuperior(organisation, r, wanted.applicant, wanted)
    if (superior === undefined) found.push(...(await administrators(organisation, r, wanted)))
    else found.push({ person: superior, origin: 'empty' })
  }
  return found.filter((one, index) => found.findIndex(({ person }) => person === one.person) === index)
}

/** All steps of a flow as they would open now: the predicted way, and what the state machine opens next. */
export async function wayAhead(
  organisation: Organisation,
  r: Reader,
  steps: readonly FlowStep[],
  wanted: Wanted,
): Promise<readonly Opening[]> {
  const way: Opening[] = []
  const due = new Map<number, Date>()
  for (const step of steps) {
    if (!due.has(step.days)) due.set(step.days, await organisation.addWorkingDays(r, wanted.at, step.days))
    way.push({ candidates: await candidatesFor(organisation, r, step, wanted), due: due.get(step.days)! })
  }
  return way
}
