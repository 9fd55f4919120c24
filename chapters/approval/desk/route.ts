import type { Reader } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { belowMinimum, chooseDefinition, type FlowRules } from '../definition.ts'
import { type Case, type PlannedStep, planFor } from '../definition/conditions.ts'
import { readActiveDefinitions, type StoredDefinition } from '../store/flows.ts'
import { departmentsAbove, postOf } from '../store/people.ts'
import type { CaseFacts } from '../types.ts'

/** What is known of a case before its way is chosen. */
export interface Wish {
  readonly form: string
  readonly level: number
  readonly action: string
  readonly applicantId: string
  readonly about?: CaseFacts | undefined
}

export interface Route {
  readonly definition: StoredDefinition
  readonly rules: FlowRules
  readonly plan: readonly PlannedStep[]
  readonly about: Case
}

/** The case as the conditions of a flow look at it. */
export async function caseOf(r: Reader, wish: Wish): Promise<Case> {
  return {
    level: wish.level,
    action: wish.action,
    departments: await departmentsAbove(r, wish.applicantId),
    categories: wish.about?.categories ?? [],
    customers: wish.about?.customers ?? 0,
    purpose: wish.about?.purpose ?? '',
    post: await postOf(r, wish.applicantId),
  }
}

/**
 * The flow in force for this case (or the one a form already has) and its way through it; never one that falls below
 * the minimum of its level.
 * @throws Mistake `approval.no-flow`, `approval.flow-too-weak`
 */
export async function routeFor(r: Reader, wish: Wish, own?: StoredDefinition): Promise<Route> {
  const definition = own ?? chooseDefinition(await readActiveDefinitions(r, wish.form), wish)
  if (definition === undefined) throw new Mistake('approval.no-flow', { values: { level: wish.level } })
  const about = await caseOf(r, wish)
  const plan = planFor(definition.steps, about)
  if (plan.length === 0 || belowMinimum(answered(plan), wish.level) !== undefined)
    throw new Mistake('approval.flow-too-weak', { values: { level: wish.level } })
  return { definition, rules: definition.rules, plan, about }
}

/** The steps of a chosen way: their conditions have been answered and hold. */
export const answered = (plan: readonly PlannedStep[]): readonly PlannedStep[] =>
  plan.map(({ when: _when, ...step }) => step)
