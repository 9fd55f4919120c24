import type { FlowNode, FlowStep } from '../definition.ts'
import { isBlock } from '../definition.ts'
import type { FieldRight } from '../flow/state.ts'

/** All parts that are given must hold. */
export interface Condition {
  readonly levels?: readonly number[]
  /** The applicant's department or one above it. */
  readonly departments?: readonly string[]
  /** Categories of the wanted fields: one of them at least. */
  readonly categories?: readonly string[]
  readonly actions?: readonly string[]
  /** Purposes of use. */
  readonly purposes?: readonly string[]
  /** Posts of the applicant. */
  readonly posts?: readonly string[]
  /** Number of customers, both ends included. */
  readonly customersFrom?: number
  readonly customersTo?: number
}

/** What the conditions of a flow are held against; frozen with the form. */
export interface Case {
  readonly level: number
  readonly action: string
  /** The applicant's department and all above it. */
  readonly departments: readonly string[]
  readonly categories: readonly string[]
  readonly customers: number
  readonly purpose: string
  /** The applicant's. */
  readonly post: string
  /** What steps showed and hid through which the form went before it was corrected, by step; no condition asks for it. */
  readonly earlier?: Readonly<Record<string, Readonly<Record<string, FieldRight>>>>
}

/** Does the condition hold for this case? */
export function holds(when: Condition | undefined, one: Case): boolean {
  if (when === undefined) return true
  const { levels, departments, categories, actions, purposes, posts, customersFrom, customersTo } = when
  return (
    (levels === undefined || levels.includes(one.level)) &&
    (actions === undefined || actions.includes(one.action)) &&
    (purposes === undefined || purposes.includes(one.purpose)) &&
    (posts === undefined || posts.includes(one.post)) &&
    (departments === undefined || departments.some((id) => one.departments.includes(id))) &&
    (categories === undefined || categories.some((id) => one.categories.includes(id))) &&
    (customersFrom === undefined || one.customers >= customersFrom) &&
    (customersTo === undefined || one.customers <= customersTo)
  )
}

/** Is it certain at this level that the condition holds, or that it does not, whatever the rest of the case? */
export function atLevel(when: Condition | undefined, level: number): 'always' | 'never' | 'perhaps' {
  if (when === undefined) return 'always'
  if (when.levels !== undefined && !when.levels.includes(level)) return 'never'
  const { levels: _, ...rest } = when
  return Object.values(rest).every((part) => part === undefined) ? 'always' : 'perhaps'
}

/** A step on the way of one form: steps of one stage and different branches are open at the same time. */
export interface PlannedStep extends FlowStep {
  readonly stage: number
  readonly branch: number
}

/** The way of one case through a flow: conditions answered, branches chosen, in the order of the stages. */
export function planFor(nodes: readonly FlowNode[], one: Case): readonly PlannedStep[] {
  const plan: PlannedStep[] = []
  let stage = 0
  const line = (steps: readonly FlowStep[]): void => {
    for (const step of steps) if (holds(step.when, one)) plan.push({ ...step, stage: stage++, branch: 0 })
  }
  for (const node of nodes) {
    if (!isBlock(node)) line([node])
    else if (node.kind === 'choice') line(node.branches.find(({ when }) => holds(when, one))?.steps ?? [])
    else {
      const open = node.branches
        .filter(({ when }) => node.kind === 'parallel' || holds(when, one))
        .map(({ steps }) => steps.filter(({ when }) => holds(when, one)))
        .filter((steps) => steps.length > 0)
      if (open.length === 1) line(open[0]!)
      else if (open.length > 1) {
        open.forEach((steps, branch) => plan.push(...steps.map((step) => ({ ...step, stage, branch }))))
        stage++
      }
    }
  }
  return plan
}
