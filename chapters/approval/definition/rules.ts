import { type Case, type Condition, holds } from './conditions.ts'

/** 条件取人: who decides is read from a table of rules, in the language the branches use; the first rule that fits wins. */

/** Somebody a rule may name: nothing that has to be picked or looked up in the form, and no further rules. */
export type Who =
  | { readonly by: 'direct-manager' | 'department-head' }
  | { readonly by: 'manager'; readonly n: number }
  | { readonly by: 'role'; readonly role: string }
  | { readonly by: 'post'; readonly post: string }
  | { readonly by: 'person'; readonly person: string }
  /** The head of a named department. */
  | { readonly by: 'head-of'; readonly department: string }

export const whoKinds = [
  'direct-manager',
  'department-head',
  'manager',
  'role',
  'post',
  'person',
  'head-of',
] as const

export interface ApproverRule {
  readonly when: Condition
  readonly who: readonly Who[]
}

export interface RuleTable {
  readonly rules: readonly ApproverRule[]
  /** When no rule fits; empty: a flow administrator names somebody, nobody is passed over. */
  readonly otherwise: readonly Who[]
}

/** Facts a case lacks (one of an earlier version of the program) match no condition that asks for them. */
const unknown: Case = {
  level: -1,
  action: '',
  departments: [],
  categories: [],
  customers: -1,
  purpose: '',
  post: '',
}

/** Whom the table names for this case. */
export function whoFor({ rules, otherwise }: RuleTable, about: Partial<Case>): readonly Who[] {
  const one = { ...unknown, ...about }
  const known = (when: Condition): boolean =>
    one.customers >= 0 || (when.customersFrom === undefined && when.customersTo === undefined)
  return rules.find(({ when }) => known(when) && holds(when, one))?.who ?? otherwise
}

/** Everything the table may come to, for the check that a minimum is met whatever the case. */
export const outcomesOf = ({ rules, otherwise }: RuleTable): readonly (readonly Who[])[] => [
  ...rules.map(({ who }) => who),
  otherwise,
]
