import type { Reader } from '../../../floor/database/index.ts'
import {
  type Authority,
  type House,
  isAdministrator,
  nameCategory,
  nameLevel,
  type PersonFacts,
  type RowFilter,
  rowFilter,
  type Scope,
  scopeFor,
  scopeGiven,
  scopeRanks,
} from '../../../gate/index.ts'
import { Matrix, matrixOf } from '../authority.ts'
import type { Context } from '../context.ts'
import { namesOf, personFactsOf, todayOf } from '../facts.ts'
import { activePersons, matrixInForce } from '../store/authority.ts'
import {
  authorityCategories,
  type AuthorityChange,
  type AuthoritySimulation,
  authorityVerbs,
  type AuthorityVerb,
  type RoleAuthority,
} from '../wire.ts'

/** Most people whose changes are shown, and most whose customers are counted. */
const shownMost = 200
const countedMost = 20

/** How many customers a person would be shown in a list, up to some thousands. */
export type ListedCount = (r: Reader, filter: RowFilter) => Promise<number>
const listedCounts = new WeakMap<object, ListedCount>()

/** From now on a simulation in this house counts the customers in people's lists. */
export const tellListed = (house: object, count: ListedCount): void => void listedCounts.set(house, count)

interface Somebody {
  readonly before: PersonFacts
  readonly after: PersonFacts
  readonly gains: readonly AuthorityChange[]
  readonly loses: readonly AuthorityChange[]
}
export interface Simulated {
  readonly people: number
  readonly concerned: readonly Somebody[]
  readonly problems: AuthoritySimulation['problems']
}

/**
 * What another matrix would change, for everybody who works here and can sign in: what each would gain and lose, by
 * their roles, clearance and scope of today, and what nobody could do any more. The separated administrators are left
 * out, for whom no matrix opens anything.
 */
export async function simulate(
  context: Pick<Context, 'house'>,
  r: Reader,
  roles: readonly RoleAuthority[],
): Promise<Simulated> {
  const { house } = context
  const ids = await activePersons(r, todayOf(house))
  const facts = await personFactsOf(house, ids, r)
  const [now, then] = [await matrixOf(house.db, r, (await matrixInForce(r)).version), new Matrix(roles)]
  const people = ids.flatMap((id) => {
    const person = facts.get(id)
    return person === undefined || isAdministrator(person.roles) ? [] : [person]
  })
  const both = people.map((person) => {
    const held = [...person.roles]
    return {
      before: { ...person, authority: now.given(held) },
      after: { ...person, authority: then.given(held) },
    }
  })
  const known = new Map<string, Pick<Somebody, 'gains' | 'loses'>>()
  const concerned = both.flatMap((one) => {
    const { roles: held, clearance, scope } = one.before
    const key = JSON.stringify([[...held], clearance, scope])
    const changes = known.get(key) ?? changesOf(one.before, one.after)
    known.set(key, changes)
    return changes.gains.length + changes.loses.length === 0 ? [] : [{ ...one, ...changes }]
  })
  return { people: people.length, concerned, problems: problemsOf(both) }
}

/** A simulation as the page shows it: names, and how many customers there would be in the lists of the first ones. */
export async function describeSimulation(
  house: House,
  r: Reader,
  { people, concerned, problems }: Simulated,
): Promise<AuthoritySimulation> {
  const shown = concerned.slice(0, shownMost)
  const names = await namesOf(
    r,
    shown.map((one) => one.before.id),
  )
  const rows: AuthoritySimulation['rows'] = []
  let counted = 0
  for (const { before, after, gains, loses } of shown) {
    const at = house.clock.now().getTime()
    const count = counted < countedMost && listDiffers(before, after) ? listedCounts.get(house) : undefined
    if (count !== undefined) counted += 1
    const name = names.get(before.id)
    rows.push({
      personId: before.id,
      name: name?.name ?? '',
      employeeNo: name?.employeeNo ?? '',
      department: name?.department ?? '',
      roles: [...before.roles],
      clearance: before.clearance,
      gains: [...gains],
      loses: [...loses],
      listed:
        count === undefined ? null : await listed(r, count, [rowFilter(before, at), rowFilter(after, at)]),
    })
  }
  const moved = (key: 'gains' | 'loses'): number => concerned.filter((one) => one[key].length > 0).length
  return {
    people,
    gaining: moved('gains'),
    losing: moved('loses'),
    rows,
    more: concerned.length - shown.length,
    problems: [...problems],
  }
}

const listed = async (
  r: Reader,
  count: ListedCount,
  [before, after]: readonly [RowFilter, RowFilter],
): Promise<{ before: number; after: number }> => ({
  before: before.rows === 'none' ? 0 : await count(r, before),
  after: after.rows === 'none' ? 0 : await count(r, after),
})

const names = { category: nameCategory, level: nameLevel }
const listDiffers = (before: PersonFacts, after: PersonFacts): boolean =>
  scopeGiven(before, 'list', names) !== scopeGiven(after, 'list', names)

const levelsOf = (...all: readonly Authority[]): number[] =>
  [
    ...new Set(
      all.flatMap((one) => (one === 'everything' ? [] : [...one.values()].flatMap((l) => [...l.keys()]))),
    ),
  ].toSorted((a, b) => a - b)

/** The scope that counts for a person, who is cleared for the level; null = not given. */
function counting(person: PersonFacts, verb: AuthorityVerb, category: string, level: number): Scope | null {
  if (level > person.clearance || scopeGiven(person, verb, { category, level }) === undefined) return null
  return scopeFor(person, verb, { category, level })
}

const rankOf = (scope: Scope | null): number => (scope === null ? -1 : scopeRanks[scope])

/** What a person would gain and lose; verbs that change alike on one kind of data stand together. */
function changesOf(before: PersonFacts, after: PersonFacts): Pick<Somebody, 'gains' | 'loses'> {
  const gains: AuthorityChange[] = []
  const loses: AuthorityChange[] = []
  for (const { code: category } of authorityCategories)
    for (const level of levelsOf(before.authority, after.authority)) {
      const here: AuthorityChange[] = []
      for (const verb of authorityVerbs) {
        const [from, to] = [counting(before, verb, category, level), counting(after, verb, category, level)]
        if (from === to) continue
        const same = here.find((one) => one.from === from && one.to === to)
        if (same === undefined) here.push({ category, level, verbs: [verb], from, to })
        else same.verbs.push(verb)
      }
      for (const one of here) (rankOf(one.to) > rankOf(one.from) ? gains : loses).push(one)
    }
  return { gains, loses }
}

type Both = Pick<Somebody, 'before' | 'after'>

/** What somebody can do today and nobody could any more. */
function problemsOf(everybody: readonly Both[]): AuthoritySimulation['problems'] {
  const lost = (can: (person: PersonFacts) => boolean): boolean =>
    everybody.some((one) => can(one.before)) && !everybody.some((one) => can(one.after))
  const problems: AuthoritySimulation['problems'] = []
  if (lost(mayFile))
    problems.push({
      code: 'people.authority-nobody-files',
      zh: '没有人能再登记客户',
      en: 'nobody could file customers any more',
    })
  if (lost((person) => counting(person, 'list', nameCategory, nameLevel) !== null))
    problems.push({
      code: 'people.authority-nobody-left',
      zh: '没有人能再列出客户',
      en: 'nobody could list customers any more',
    })
  const levels = levelsOf(...everybody.flatMap((one) => [one.before.authority]))
  for (const { code, zh, en } of authorityCategories)
    for (const level of levels) {
      for (const [verb, does] of needed)
        if (lost((person) => counting(person, verb, code, level) !== null))
          problems.push({
            code: 'people.authority-nobody-left',
            zh: `没有人能再${does.zh}“${zh}” ${level} 级的内容`,
            en: `nobody could ${does.en} ${en.toLowerCase()} of level ${level} any more`,
          })
    }
  return problems
}

const needed = [
  ['read', { zh: '查看', en: 'read' }],
  ['write', { zh: '登记或更正', en: 'file or correct' }],
] as const

/** Filing takes an office (2.3.2) and the right to write names (3.2.1) in some file. */
function mayFile(person: PersonFacts): boolean {
  const given = scopeGiven(person, 'write', names)
  if (person.clearance < nameLevel || given === undefined || given === 'none') return false
  return person.roles.has('archivist') || (person.roles.has('collector') && person.scope !== 'none')
}
