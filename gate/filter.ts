import { nameCategory, nameLevel, scopeFor, scopeGiven } from './authority.ts'
import { ownerOfFiles, type PersonFacts, type Scope } from './facts.ts'

/**
 * The same clauses as a filter on rows: which customer files a person may find in lists and searches.
 * custody renders it to SQL. Law (tests/laws/filter): every row that passes is readable alone, masked at least.
 */
export type RowFilter =
  | { readonly rows: 'none' }
  | {
      readonly rows: 'some'
      /** Files whose level is above this are not listed. */
      readonly levelMax: number
      /** Everything, or files owned by this person or in these departments. */
      readonly everywhere: boolean
      readonly owner: string
      readonly departments: readonly string[]
      /** Nothing but files whose home is one of these departments, or which have none where `homeless`; absent = no limit. */
      readonly within?: { readonly departments: readonly string[]; readonly homeless: boolean }
      /** Files for which this person holds a running grant are listed whatever their department. */
      readonly grantsOf: string
      readonly at: number
      /** The purpose for which the files are listed, and whether it is marketing: whoever barred it is left out. */
      readonly purpose?: { readonly code: string; readonly marketing: boolean }
    }

export const administratorRoles: ReadonlySet<string> = new Set([
  'system-admin',
  'security-admin',
  'audit-admin',
])

/** True for the three separated administrators, none of whom sees customer data. */
export function isAdministrator(roles: ReadonlySet<string>): boolean {
  for (const role of roles) if (administratorRoles.has(role)) return true
  return false
}

/** True when the employment still runs at that moment and the account is usable. */
export const isEmployed = (person: PersonFacts, at: number): boolean =>
  person.active && (person.employedUntil === undefined || at < person.employedUntil)

/** True for somebody who works here and can be given work: a service account decides nothing and holds no task. */
export const isStaff = (person: PersonFacts, at: number): boolean =>
  person.service === undefined && isEmployed(person, at)

/**
 * True when the file lies in the person's scope of work (need to know); for one kind of data in the scope that counts
 * for it, see `scopeFor`.
 */
export function inScope(
  person: PersonFacts,
  file: { ownerId?: string; departmentId?: string },
  scope: Scope = person.scope,
): boolean {
  if (scope === 'all') return true
  if (scope === 'none') return false
  if (file.ownerId === ownerOfFiles(person)) return true
  return (
    scope === 'department' && file.departmentId !== undefined && person.departments.has(file.departmentId)
  )
}

/** True when the file belongs to a legal entity the person may reach. */
export function isWithinReach(person: PersonFacts, file: { homeId?: string }): boolean {
  if (person.reach === 'everything') return true
  return file.homeId === undefined ? person.reach.homeless : person.reach.departments.has(file.homeId)
}

const names = { category: nameCategory, level: nameLevel }

/**
 * Rows a person may list or find at that moment (milliseconds). Files are listed by their names: where the matrix does
 * not give these, nothing is listed, and where it gives them in a narrower scope than the person's, that one counts.
 */
export function rowFilter(
  person: PersonFacts,
  at: number,
  verb: 'list' | 'search' = 'list',
  purpose?: { readonly code: string; readonly marketing: boolean },
): RowFilter {
  if (!isEmployed(person, at) || person.mustChangePassword || isAdministrator(person.roles))
    return { rows: 'none' }
  if (person.unmet.size > 0 || scopeGiven(person, verb, names) === undefined) return { rows: 'none' }
  const { reach } = person
  const scope = scopeFor(person, verb, names)
  return {
    rows: 'some',
    levelMax: person.clearance,
    everywhere: scope === 'all',
    owner: scope === 'none' ? '' : ownerOfFiles(person),
    departments: scope === 'department' ? [...person.departments] : [],
    ...(reach === 'everything'
      ? {}
      : { within: { departments: [...reach.departments], homeless: reach.homeless } }),
    grantsOf: person.id,
    at,
    ...(purpose === undefined ? {} : { purpose }),
  }
}
