import type { Reader } from '../../../floor/database/index.ts'
import type { House, PersonFacts } from '../../../gate/index.ts'
import type { Custody } from '../../custody/index.ts'
import type { Duties } from '../../duties/index.ts'

/** What tidying needs of the chapter people. */
export interface PeopleOfTidying {
  personFacts(ids: readonly string[], r?: Reader): Promise<ReadonlyMap<string, PersonFacts>>
  names(
    ids: readonly string[],
    r?: Reader,
  ): Promise<ReadonlyMap<string, { readonly name: string; readonly employeeNo: string }>>
  holdersOf(r: Reader, role: string): Promise<readonly string[]>
  headOfDepartment(r: Reader, departmentId: string, except?: string): Promise<string | undefined>
  addWorkingDays(r: Reader, from: Date, days: number): Promise<Date>
}

export interface Tidy {
  readonly house: House
  readonly people: PeopleOfTidying
  readonly custody: Custody
  readonly duties: Pick<Duties, 'kind' | 'raise' | 'settle' | 'openSubjects'>
}

/** The facts about one person, or none: a rule that needs them then denies. */
export async function personOf(ctx: Tidy, id: string, r: Reader): Promise<{ readonly person?: PersonFacts }> {
  const person = (await ctx.people.personFacts([id], r)).get(id)
  return person === undefined ? {} : { person }
}

/** Name and number for a list. */
export interface Named {
  readonly id: string
  readonly name: string
  readonly employeeNo: string
}

/** Names of people for a list; nobody stays nobody. */
export async function namer(
  ctx: Tidy,
  ids: readonly (string | null)[],
  r: Reader,
): Promise<(id: string | null) => Named | null> {
  const known = await ctx.people.names([...new Set(ids.filter((id) => id !== null))], r)
  return (id) =>
    id === null ? null : { id, name: known.get(id)?.name ?? '—', employeeNo: known.get(id)?.employeeNo ?? '' }
}
