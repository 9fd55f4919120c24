import type { PersonFacts } from './facts.ts'

/** What the rules know of one purpose on the company's list that is in use. */
export interface PurposeFacts {
  /** Ids of the catalogue fields necessary for it; empty = not described yet, which narrows nothing here. */
  readonly fields: ReadonlySet<number>
  /** Who may use it: holders of these roles and people of these departments; nobody named = everybody. */
  readonly roles: ReadonlySet<string>
  readonly departments: ReadonlySet<string>
}

const everybody: PurposeFacts = { fields: new Set(), roles: new Set(), departments: new Set() }

/** Purposes that everybody may use and that narrow nothing, by code; for benchmarks and tests. */
export const purposesOfAll = (...codes: readonly string[]): ReadonlyMap<string, PurposeFacts> =>
  new Map(codes.map((code) => [code, everybody]))

/** Whether the person is among those who may use the purpose. */
export function mayUsePurpose(
  { roles, departments }: Pick<PurposeFacts, 'roles' | 'departments'>,
  person: Pick<PersonFacts, 'roles' | 'departments'>,
): boolean {
  if (roles.size === 0 && departments.size === 0) return true
  for (const role of roles) if (person.roles.has(role)) return true
  for (const department of departments) if (person.departments.has(department)) return true
  return false
}

/** Whether the purpose needs the field; one that is not described yet leaves it open. */
export const needsField = ({ fields }: Pick<PurposeFacts, 'fields'>, id: number): boolean =>
  fields.size === 0 || fields.has(id)

/** A purpose the person may use and that needs the field, to foresee what stating one would open; undefined = none. */
export function purposeFor(
  purposes: ReadonlyMap<string, PurposeFacts> | undefined,
  person: Pick<PersonFacts, 'roles' | 'departments'> | undefined,
  field: number | undefined,
): string | undefined {
  if (purposes === undefined || person === undefined) return undefined
  for (const [code, one] of purposes)
    if (mayUsePurpose(one, person) && (field === undefined || needsField(one, field))) return code
  return undefined
}
