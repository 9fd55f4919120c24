import { readFileSync } from 'node:fs'
import { locateShipped } from './locate.ts'
import { parsePolicy, type Clause } from './parse.ts'

export {
  clauseKinds,
  clauseStatuses,
  compareClauseNumbers,
  parsePolicy,
  parties,
  PolicyError,
  type Bilingual,
  type Clause,
  type ClauseKind,
  type ClauseStatus,
  type Party,
} from './parse.ts'
export {
  articles,
  articlesOfClause,
  citationText,
  laws,
  type Article,
  type Law,
  type TrustTag,
} from './law.ts'
export { locateShipped } from './locate.ts'

let loaded: readonly Clause[] | undefined

/**
 * The rule book that is shipped with the program, read once.
 * @throws Fault when POLICY.md is not there, PolicyError when it does not follow its format
 */
export function loadPolicy(): readonly Clause[] {
  loaded ??= parsePolicy(readFileSync(locateShipped(import.meta.url, ['POLICY.md']), 'utf8'))
  return loaded
}

/** One clause of the shipped rule book by number, or undefined when there is none. */
export function findClause(number: string): Clause | undefined {
  return loadPolicy().find((clause) => clause.number === number)
}
