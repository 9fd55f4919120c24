import type { Facts, FieldFacts } from './facts.ts'
import type { Question, Verb } from './question.ts'

/**
 * A ruling of one clause on one field (or on the act as a whole), as bits so that they combine without allocation.
 * An act uses only `permit` and `forbid`.
 */
export const silent = 0
export const permitMasked = 1
export const permitFull = 3
export const forbidFull = 4
export const forbidAll = 12
/** For acts. */
export const permit = permitFull
export const forbid = forbidAll
export type Ruling = 0 | 1 | 3 | 4 | 12

/** One sentence of POLICY.md as a pure rule. One file each, in its chapter's `clauses/` folder. */
export interface Clause {
  /** Number in POLICY.md, e.g. `3.2.1`. Several rules may enforce one sentence; `name` tells them apart. */
  readonly number: string
  /** Stable kebab-case name, e.g. `clearance-covers-level`; number + name are written into the ledger. */
  readonly name: string
  readonly verbs: readonly Verb[]
  /** `field` is given for data verbs and absent for acts. Throwing (also `need`) denies the whole question. */
  judge(question: Question, facts: Facts, field: FieldFacts | undefined): Ruling
}

/** `3.2.1/clearance-covers-level`, as it stands in decisions, ledger entries and tests. */
export const clauseKey = (clause: Clause): string => `${clause.number}/${clause.name}`
