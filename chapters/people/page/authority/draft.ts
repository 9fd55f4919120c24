import {
  authorityCategories,
  type AuthorityCategory,
  type AuthorityCell,
  type AuthorityScope,
  authorityVerbs,
  type AuthorityVerb,
  type RoleAuthority,
} from '../../wire.ts'

/** A place in the matrix of one role. */
export interface Place {
  readonly category: AuthorityCategory
  readonly level: number
}

const isAt = (place: Place) => (cell: AuthorityCell) =>
  cell.category === place.category && cell.level === place.level

/** What one role may do there. */
export const verbsAt = (role: RoleAuthority | undefined, place: Place): readonly AuthorityVerb[] =>
  role?.cells.find(isAt(place))?.verbs ?? []

/** The matrix with other verbs at some places of one role. */
export function withVerbs(
  roles: readonly RoleAuthority[],
  role: string,
  places: readonly Place[],
  verbsOf: (place: Place, before: readonly AuthorityVerb[]) => readonly AuthorityVerb[],
): RoleAuthority[] {
  return changed(roles, role, (one) => ({
    ...one,
    cells: [
      ...one.cells.filter((cell) => !places.some((place) => isAt(place)(cell))),
      ...places.map((place) => ({ ...place, verbs: inOrder(verbsOf(place, verbsAt(one, place))) })),
    ].filter((cell) => cell.verbs.length > 0),
  }))
}

/** The matrix with another scope of one role. */
export const withScope = (
  roles: readonly RoleAuthority[],
  role: string,
  scope: AuthorityScope,
): RoleAuthority[] => changed(roles, role, (one) => ({ ...one, scope }))

function changed(
  roles: readonly RoleAuthority[],
  role: string,
  change: (one: RoleAuthority) => RoleAuthority,
): RoleAuthority[] {
  const known = roles.some((one) => one.role === role)
  const all: readonly RoleAuthority[] = known ? roles : [...roles, { role, scope: 'none', cells: [] }]
  return all.map((one) => (one.role === role ? change(one) : one))
}

const inOrder = (verbs: readonly AuthorityVerb[]): AuthorityVerb[] =>
  authorityVerbs.filter((verb) => verbs.includes(verb))

/** Gives everything at these places, or takes everything where all of it is given already. */
export function toggled(
  roles: readonly RoleAuthority[],
  role: string,
  places: readonly Place[],
): RoleAuthority[] {
  const one = roles.find((other) => other.role === role)
  const isFull = places.every((place) => verbsAt(one, place).length === authorityVerbs.length)
  return withVerbs(roles, role, places, () => (isFull ? [] : authorityVerbs))
}

/** The places of a row. */
export const rowOf = (category: AuthorityCategory, ranks: readonly number[]): Place[] =>
  ranks.map((level) => ({ category, level }))
/** The places of a column. */
export const columnOf = (level: number): Place[] =>
  authorityCategories.map(({ code }) => ({ category: code, level }))
