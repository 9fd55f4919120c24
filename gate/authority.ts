import type { FieldFacts, PersonFacts, Scope } from './facts.ts'
import type { DataVerb, Verb } from './question.ts'

/**
 * What the authority matrix gives to the holder of some roles: by category of data, then by level, the widest scope in
 * which each verb is open; `none` = by approved application only. What is not named is not given. `everything` adds no
 * limits: it is for the program itself, which carries out what was approved, and for a matrix that gives all of it.
 */
export type Authority = 'everything' | ReadonlyMap<string, ReadonlyMap<number, CellScopes>>
export type CellScopes = Readonly<Partial<Record<DataVerb, Scope>>>

/** The category of names, by which files are listed: whoever may not list these at the lowest level lists no file. */
export const nameCategory = 'basic'
export const nameLevel = 1
/** The category of attachments, which are no catalogue field. */
export const attachmentCategory = 'attachment'

/** Scopes from the narrowest to the widest. */
export const scopeRanks: Readonly<Record<Scope, number>> = { none: 0, own: 1, department: 2, all: 3 }

/** The widest scope that the matrix in force gives for this verb on this kind of data; undefined = not given at all. */
export function scopeGiven(
  { authority }: Pick<PersonFacts, 'authority'>,
  verb: Verb,
  field: Pick<FieldFacts, 'category' | 'level'>,
): Scope | undefined {
  if (authority === 'everything') return 'all'
  return authority.get(field.category)?.get(field.level)?.[verb as DataVerb]
}

/** The scope that counts for this verb on this kind of data: the narrower of the person's own and the matrix's. */
export function scopeFor(
  person: Pick<PersonFacts, 'authority' | 'scope'>,
  verb: Verb,
  field: Pick<FieldFacts, 'category' | 'level'>,
): Scope {
  const given = scopeGiven(person, verb, field)
  if (given === undefined) return 'none'
  return scopeRanks[given] < scopeRanks[person.scope] ? given : person.scope
}
