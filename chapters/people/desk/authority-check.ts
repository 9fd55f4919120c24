import { Mistake } from '../../../floor/errors.ts'
import {
  authorityCategories,
  type AuthorityCell,
  authorityVerbs,
  type RoleAuthority,
  roleCatalogue,
  separatedRoles,
  staffRole,
} from '../wire.ts'

const mayStand = [staffRole, ...roleCatalogue.filter((role) => !role.separated).map((role) => role.code)]

/**
 * The same matrix in its one form: roles, kinds of data and verbs in the order of the catalogue, no empty cells, every
 * role named. @throws Mistake `people.authority-administrator`, `people.authority-role`, `people.authority-twice`
 */
export function checkedMatrix(roles: readonly RoleAuthority[]): RoleAuthority[] {
  for (const [at, { role, cells }] of roles.entries()) {
    const field = `roles.${at}.role`
    if (separatedRoles.includes(role)) throw new Mistake('people.authority-administrator', { field })
    if (!mayStand.includes(role)) throw new Mistake('people.authority-role', { field, values: { role } })
    if (roles.findIndex((one) => one.role === role) !== at)
      throw new Mistake('people.authority-twice', { field, values: { role } })
    const places = new Set(cells.map(({ category, level }) => `${category} ${level}`))
    if (places.size !== cells.length)
      throw new Mistake('people.authority-twice', { field: `roles.${at}.cells`, values: { role } })
  }
  return mayStand.map((role) => {
    const given = roles.find((one) => one.role === role)
    return { role, scope: given?.scope ?? 'none', cells: inOrder(given?.cells ?? []) }
  })
}

const categories = authorityCategories.map((one) => one.code)

const inOrder = (cells: readonly AuthorityCell[]): AuthorityCell[] =>
  cells
    .filter((cell) => cell.verbs.length > 0)
    .map(({ category, level, verbs }) => ({
      category,
      level,
      verbs: authorityVerbs.filter((verb) => verbs.includes(verb)),
    }))
    .toSorted((a, b) => categories.indexOf(a.category) - categories.indexOf(b.category) || a.level - b.level)
