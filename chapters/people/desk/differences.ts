import { createHash } from 'node:crypto'
import type { Reader } from '../../../floor/database/index.ts'
import { readDepartments } from '../store/departments.ts'
import { everybodyHere, type Person, personsById, personsByNumber, takenNames } from '../store/persons.ts'
import type { Department, Difference, DifferenceField } from '../wire.ts'
import { datesProblem } from './persons.ts'
import type { Source, SourcePerson } from './source.ts'

/** What a comparison needs of the company as it is. */
interface Known {
  readonly tree: readonly Department[]
  readonly pathOf: ReadonlyMap<string, string>
  readonly byPath: ReadonlyMap<string, Department>
  readonly byNumber: ReadonlyMap<string, Person>
  /** Employee numbers by person id, for managers and heads. */
  readonly numberOf: ReadonlyMap<string, string>
  /** Lower-case sign-in names and numbers that somebody else has. */
  readonly taken: ReadonlySet<string>
}

/** Departments by id as `a/b`. */
export function departmentPaths(tree: readonly Department[]): Map<string, string> {
  const byId = new Map(tree.map((one) => [one.id, one]))
  const pathOf = (one: Department): string => {
    const parent = one.parentId === null ? undefined : byId.get(one.parentId)
    return parent === undefined ? one.name : `${pathOf(parent)}/${one.name}`
  }
  return new Map(tree.map((one) => [one.id, pathOf(one)]))
}

/**
 * What would change if a source were put in force, person by person and field by field: departments first (upper ones
 * before lower ones), then joiners, movers (another department or post), other changes, and at the end, when the source
 * claims to be complete, the leavers. People without a difference are not named. Nothing is changed.
 */
export async function differences(r: Reader, source: Source): Promise<Difference[]> {
  const known = await knowledge(r, source)
  const inSource = new Set(source.people.map((one) => one.employeeNo))
  const people = source.people.flatMap((one) => personDifference(one, known, inSource) ?? [])
  const rank = { department: 0, joiner: 1, mover: 2, change: 3, leaver: 4 }
  const all = [
    ...departmentDifferences(source, known),
    ...people,
    ...(source.complete === true ? await leavers(r, known, inSource) : []),
  ]
  return all.sort((a, b) => rank[a.kind] - rank[b.kind])
}

/** Names one preview: what is applied has to be what was seen. Hex of SHA-256. */
export const digestOf = (list: readonly Difference[]): string =>
  createHash('sha256').update(JSON.stringify(list)).digest('hex')

async function knowledge(r: Reader, source: Source): Promise<Known> {
  const tree = await readDepartments(r)
  const pathOf = departmentPaths(tree)
  const named = source.people.flatMap((one) => [one.employeeNo, one.manager ?? ''])
  const heads = (source.departments ?? []).map((one) => one.head ?? '')
  const byNumber = await personsByNumber(
    r,
    [...new Set([...named, ...heads])].filter((one) => one !== ''),
  )
  const others = [...byNumber.values()].flatMap((one) => one.managerId ?? [])
  const above = await personsById(r, [...new Set([...others, ...tree.flatMap((one) => one.managerId ?? [])])])
  return {
    tree,
    pathOf,
    byPath: new Map(tree.filter((one) => !one.closed).map((one) => [pathOf.get(one.id)!, one])),
    byNumber,
    numberOf: new Map([...byNumber.values(), ...above].map((one) => [one.id, one.employeeNo])),
    taken: await takenNames(
      r,
      source.people.filter((one) => !byNumber.has(one.employeeNo)).map((one) => one.employeeNo),
    ),
  }
}

function departmentDifferences(source: Source, known: Known): Difference[] {
  const wanted = new Map<string, { path: readonly string[]; head?: string | null | undefined }>()
  const add = (path: readonly string[], head?: string | null): void => {
    for (let depth = 1; depth <= path.length; depth += 1) {
      const upper = path.slice(0, depth)
      if (!wanted.has(upper.join('/'))) wanted.set(upper.join('/'), { path: upper })
    }
    if (head !== undefined && path.length > 0) wanted.set(path.join('/'), { path, head })
  }
  for (const one of source.departments ?? []) add(one.path, one.head)
  for (const { department } of source.people) if (department !== undefined) add(department)
  const numbers = new Set(source.people.map((one) => one.employeeNo))
  return [...wanted.entries()]
    .flatMap(([path, one]) => departmentDifference(path, one, known, numbers) ?? [])
    .sort((a, b) => a.employeeNo.split('/').length - b.employeeNo.split('/').length)
}

function departmentDifference(
  path: string,
  wanted: { readonly path: readonly string[]; readonly head?: string | null | undefined },
  known: Known,
  inSource: ReadonlySet<string>,
): Difference | undefined {
  const before = known.byPath.get(path)
  const headId = before?.managerId ?? null
  const headBefore = headId === null ? null : (known.numberOf.get(headId) ?? null)
  const fields: DifferenceField[] = []
  if (before === undefined) fields.push({ field: 'name', before: null, after: wanted.path.at(-1)! })
  if (wanted.head !== undefined && wanted.head !== headBefore)
    fields.push({ field: 'head', before: headBefore, after: wanted.head })
  if (fields.length === 0) return undefined
  const head = wanted.head ?? null
  const headKnown = head === null || inSource.has(head) || known.byNumber.get(head)?.leftAt === null
  const badName = wanted.path.some((part) => part.trim() === '' || Array.from(part).length > 60)
  return {
    key: `department ${path}`,
    kind: 'department',
    employeeNo: path,
    name: wanted.path.at(-1)!,
    personId: null,
    version: null,
    fields,
    problem: badName ? 'people.row-department' : headKnown ? null : 'people.row-manager',
  }
}

/** What the source says of a person, by field; only what it says at all. */
function stated(one: SourcePerson): [DifferenceField['field'], string][] {
  const { name, post, employment, startsOn, endsOn, manager, email } = one
  const department = one.department?.join('/')
  return Object.entries({ name, department, post, employment, startsOn, endsOn, manager, email }).flatMap(
    ([field, value]) => (value === undefined ? [] : [[field as DifferenceField['field'], value] as const]),
  ) as [DifferenceField['field'], string][]
}

/** What is known of a person, in the same words. */
export function knownFields(
  person: Person,
  pathOf: ReadonlyMap<string, string>,
  numberOf: ReadonlyMap<string, string>,
): Readonly<Record<string, string | null>> {
  const { name, post, employment, startsOn, endsOn, email, departmentId, managerId } = person
  return {
    name, employment, startsOn, endsOn, email,
    post: post === '' ? null : post,
    department: departmentId === null ? null : (pathOf.get(departmentId) ?? null),
    manager: managerId === null ? null : (numberOf.get(managerId) ?? null),
  } // prettier-ignore
}

function personDifference(
  one: SourcePerson,
  known: Known,
  inSource: ReadonlySet<string>,
): Difference | undefined {
  const before = known.byNumber.get(one.employeeNo)
  const old = before === undefined ? {} : knownFields(before, known.pathOf, known.numberOf)
  const fields = stated(one)
    .map(([field, after]) => ({ field, before: old[field] ?? null, after: after === '' ? null : after }))
    .filter((field) => before === undefined || field.before !== field.after)
  const problem = personProblem(one, before, known, inSource)
  if (fields.length === 0 && problem === null) return undefined
  const moves = fields.some(({ field }) => field === 'department' || field === 'post')
  const kind = before === undefined ? 'joiner' : moves ? 'mover' : 'change'
  return {
    key: `${kind} ${one.employeeNo}`,
    kind,
    employeeNo: one.employeeNo,
    name: one.name,
    personId: before?.id ?? null,
    version: before?.version ?? null,
    fields,
    problem,
  }
}

function personProblem(
  one: SourcePerson,
  before: Person | undefined,
  known: Known,
  inSource: ReadonlySet<string>,
): string | null {
  if (before !== undefined && before.leftAt !== null) return 'people.row-left'
  if (before === undefined && known.taken.has(one.employeeNo.toLowerCase())) return 'people.row-number-taken'
  const dates = datesProblem({
    employment: one.employment ?? before?.employment ?? 'regular',
    startsOn: one.startsOn ?? before?.startsOn ?? null,
    endsOn: one.endsOn ?? before?.endsOn ?? null,
  })
  if (dates !== undefined) return dates
  if (one.manager === undefined || one.manager === '') return null
  if (one.manager === one.employeeNo) return 'people.own-manager'
  const manager = known.byNumber.get(one.manager)
  const isThere = manager === undefined ? inSource.has(one.manager) : manager.leftAt === null
  return isThere ? null : 'people.row-manager'
}

/** Everybody here whom a complete source does not name, except the three administrators. */
async function leavers(r: Reader, known: Known, inSource: ReadonlySet<string>): Promise<Difference[]> {
  const here = await everybodyHere(r)
  return here
    .filter((person) => !inSource.has(person.employeeNo))
    .map((person) => ({
      key: `leaver ${person.employeeNo}`,
      kind: 'leaver',
      employeeNo: person.employeeNo,
      name: person.name,
      personId: person.id,
      version: person.version,
      fields: [
        {
          field: 'department',
          before: person.departmentId === null ? null : (known.pathOf.get(person.departmentId) ?? null),
          after: null,
        },
      ],
      problem: null,
    }))
}
