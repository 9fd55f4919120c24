import type { Source, SourcePerson as ListedPerson } from '../desk/source.ts'
import type { OrganisationProposal } from '../wire/sign-on.ts'
import type { SourceDepartment, SourcePerson } from './provider.ts'

const employeeNumber = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const longest = { name: 40, post: 60, department: 60, email: 120 } as const
const cut = (text: string, most: number): string => Array.from(text).slice(0, most).join('')

/** What a directory says, in the terms of the people import, and who in it cannot be compared. */
export interface Stated {
  readonly source: Source
  readonly skipped: OrganisationProposal['skipped']
  /** Ids over there by employee number, of everybody who works there. */
  readonly externalIds: ReadonlyMap<string, string>
  /** Employee numbers of those who are disabled or have left over there. */
  readonly inactive: ReadonlySet<string>
}

/**
 * Turns departments and people of a directory into a source to be compared. A lone department above all others is the
 * company itself and is left out. Whoever has no usable employee number is listed instead of guessed at.
 */
export function stated(departments: readonly SourceDepartment[], people: readonly SourcePerson[]): Stated {
  const pathOf = paths(departments)
  const skipped: OrganisationProposal['skipped'] = []
  const usable = new Map<string, SourcePerson>()
  for (const one of people) {
    const no = one.employeeNo
    const why =
      no === undefined
        ? 'no-number'
        : !employeeNumber.test(no)
          ? 'bad-number'
          : usable.has(key(no))
            ? 'twice'
            : undefined
    if (why === undefined) usable.set(key(no!), one)
    else skipped.push({ name: cut(one.name, longest.name), why })
  }
  const numbers = new Map([...usable.values()].map((one) => [one.externalId, one.employeeNo!]))
  const working = [...usable.values()].filter((one) => one.inactive !== true)
  return {
    skipped,
    source: { people: working.map((one) => listed(one, pathOf, numbers)) },
    externalIds: new Map(working.map((one) => [one.employeeNo!, one.externalId])),
    inactive: new Set(
      [...usable.values()].flatMap((one) => (one.inactive === true ? [one.employeeNo!] : [])),
    ),
  }
}

const key = (employeeNo: string): string => employeeNo.toLowerCase()

function listed(
  one: SourcePerson,
  pathOf: (id: string) => readonly string[],
  numbers: ReadonlyMap<string, string>,
): ListedPerson {
  const manager = one.managerExternalId === undefined ? undefined : numbers.get(one.managerExternalId)
  const path = one.departmentId === undefined ? [] : pathOf(one.departmentId)
  const mail = one.email !== undefined && email.test(one.email) && one.email.length <= longest.email
  return {
    employeeNo: one.employeeNo!,
    name: cut(one.name, longest.name),
    ...(path.length === 0 ? {} : { department: path }),
    ...(one.post === undefined ? {} : { post: cut(one.post, longest.post) }),
    ...(mail ? { email: one.email } : {}),
    ...(manager === undefined || manager === one.employeeNo ? {} : { manager }),
  }
}

/** Names from the top down; a ring over there ends where it comes back to itself. */
function paths(departments: readonly SourceDepartment[]): (id: string) => readonly string[] {
  const byId = new Map(departments.map((one) => [one.id, one]))
  const roots = departments.filter((one) => one.parentId === undefined || !byId.has(one.parentId))
  const company = roots.length === 1 && departments.length > 1 ? roots[0]!.id : undefined
  return (id) => {
    const path: string[] = []
    const seen = new Set<string>()
    for (let one = byId.get(id); one !== undefined && !seen.has(one.id); one = byId.get(one.parentId ?? '')) {
      seen.add(one.id)
      // Slashes and arrows part the levels here.
      if (one.id !== company)
        path.unshift(cut(one.name.replace(/[/／>＞\\]/g, '-').trim(), longest.department))
    }
    return path
  }
}
