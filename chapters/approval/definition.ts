import type { Condition } from './definition/conditions.ts'
import type { FlowPaper } from './definition/paper.ts'
import type { RuleTable } from './definition/rules.ts'
import type { FieldRight, Mode, Repeats, Vote } from './flow/state.ts'

export type { Condition } from './definition/conditions.ts'
export { belowMinimum } from './definition/minimum.ts'
export { type KnownPeople, type Objection, objectionsTo, type Proposal } from './definition/objections.ts'
export { stepsOf } from './definition/reading.ts'

/** Whom an applicant or an approver may pick for a later step. */
export interface Choice {
  /** Holders of these roles, and these people. */
  readonly roles: readonly string[]
  readonly people: readonly string[]
  readonly most: number
}

/** Where the people of a step come from. `weight` counts in 票签, `group` in 分组会签. */
export type Source = (
  | { readonly by: 'direct-manager' }
  | { readonly by: 'department-head' }
  /** The N-th manager above the applicant; 1 is the direct one. */
  | { readonly by: 'manager'; readonly n: number }
  /** One manager after the other, up to the N-th, or up to the first who holds the role. */
  | { readonly by: 'managers'; readonly n: number; readonly role?: string }
  | { readonly by: 'role'; readonly role: string }
  /** Everybody in this post. */
  | { readonly by: 'post'; readonly post: string }
  | { readonly by: 'person'; readonly person: string }
  | { readonly by: 'group'; readonly people: readonly string[] }
  | { readonly by: 'applicant-picks'; readonly choice: Choice }
  | { readonly by: 'previous-picks'; readonly choice: Choice }
  /** The person, or the head of the department, whose id stands in this entry of the form. */
  | { readonly by: 'form-person'; readonly entry: string }
  | { readonly by: 'form-department-head'; readonly entry: string }
  /** 条件取人: the first rule that fits says who. */
  | ({ readonly by: 'rules' } & RuleTable)
) & { readonly weight?: number; readonly group?: string }

export const sourceKinds = [
  'direct-manager',
  'department-head',
  'manager',
  'managers',
  'role',
  'post',
  'person',
  'group',
  'applicant-picks',
  'previous-picks',
  'form-person',
  'form-department-head',
  'rules',
] as const

export type DueUnit = 'working-days' | 'days' | 'hours' | 'minutes'

/** What happens when nobody decides in time; passing is not among it. */
export interface Timeout {
  /** 1 to 10; the first comes some hours before the deadline. */
  readonly reminders: number
  readonly everyHours: number
  readonly deed: 'escalate' | 'reassign' | 'close' | 'wait'
  /** Who gets the task, for `reassign`. */
  readonly to?: string
  /** Working days after the deadline until that happens. */
  readonly afterDays: number
}

/** What the holder of a task may not do in a step. */
export const withholdable = ['return', 'transfer', 'delegate', 'add', 'take-back'] as const
export type Withheld = (typeof withholdable)[number]

export interface FlowStep {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly mode: Mode
  readonly sources: readonly Source[]
  readonly due: { readonly amount: number; readonly unit: DueUnit }
  /** Whether somebody who approved before is asked again. */
  readonly repeats: Repeats
  /** The step is left out when this does not hold. */
  readonly when?: Condition
  /** 会签: per cent of the signatures needed; absent = all of them. */
  readonly ratio?: number
  /** 会签, 分组会签: one rejection ends it; absent = yes. */
  readonly veto?: boolean
  readonly vote?: Vote
  /** 分组会签: how many approvals are needed from each group. */
  readonly groups?: readonly { readonly group: string; readonly needed: number }[]
  /** 认领: the people share one task, and whoever claims it decides. */
  readonly pool?: boolean
  readonly opinion?: 'optional' | 'required'
  readonly withheld?: readonly Withheld[]
  readonly timeout?: Timeout
  /** 手写签名. */
  readonly signature?: 'required'
  /** By entry of the form; an entry that is not named is read. */
  readonly fields?: Readonly<Record<string, FieldRight>>
  /** 子流程: the flow with this key decides the step; such a step has no people of its own. */
  readonly sub?: { readonly flow: string }
  /** Who is put in the know when the step opens or when it has passed. */
  readonly cc?: { readonly sources: readonly Source[]; readonly moment: 'opened' | 'passed' }
}

/** `choice`: the first branch that fits; `parallel`: all of them at once; `inclusive`: all that fit, at once. */
export const blockKinds = ['choice', 'parallel', 'inclusive'] as const

export interface FlowBranch {
  readonly id: string
  readonly zh: string
  readonly en: string
  /** Absent: always; the last branch of a `choice` has none. */
  readonly when?: Condition
  readonly steps: readonly FlowStep[]
}

export interface FlowBlock {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly kind: (typeof blockKinds)[number]
  readonly branches: readonly FlowBranch[]
}

/** A flow is a list of steps and blocks; a block's branches are lists of steps. */
export type FlowNode = FlowStep | FlowBlock

/** Is this a block of branches, not a single step? */
export const isBlock = (node: FlowNode): node is FlowBlock => 'branches' in node

/** Every step of a flow, those in branches too, in the order in which they are written down. */
export const allSteps = (nodes: readonly FlowNode[]): readonly FlowStep[] =>
  nodes.flatMap((node) => (isBlock(node) ? node.branches.flatMap((branch) => branch.steps) : [node]))

/** What the applicant may do with a form of the flow. */
export interface FlowRules {
  readonly withdraw: 'any-time' | 'before-first-decision' | 'never'
  /** Days after the approval in which it may be revoked by its applicant; 0 = not at all. */
  readonly revokeDays: number
}

export const usualRules: FlowRules = { withdraw: 'any-time', revokeDays: 30 }

/** A flow as it is chosen and run; a saved version never changes. */
export interface Definition {
  readonly id: string
  readonly key: string
  readonly version: number
  readonly form: string
  readonly zh: string
  readonly en: string
  /** Empty: every level. */
  readonly levels: readonly number[]
  /** Empty: every action. */
  readonly actions: readonly string[]
  readonly priority: number
  readonly steps: readonly FlowNode[]
  readonly rules: FlowRules
  readonly paper?: FlowPaper
  /**
   * Only for steps of other flows: no form is handed in to it. The minimum of a level is met by the flow around it,
   * where what stands inside never counts.
   */
  readonly inner?: boolean
}

const breadth = (list: readonly unknown[]): number => (list.length === 0 ? 1000 : list.length)

/**
 * The flow for a form: the highest priority wins, then the more specific one (levels and actions named, fewer of
 * them), then the key in alphabetical order, so that the choice never depends on chance.
 */
export function chooseDefinition<D extends Definition>(
  definitions: readonly D[],
  wanted: { form: string; level: number; action: string },
): D | undefined {
  const fitting = definitions.filter(
    (one) =>
      one.form === wanted.form &&
      one.inner !== true &&
      (one.levels.length === 0 || one.levels.includes(wanted.level)) &&
      (one.actions.length === 0 || one.actions.includes(wanted.action)),
  )
  return fitting.toSorted(
    (a, b) =>
      b.priority - a.priority ||
      breadth(a.levels) - breadth(b.levels) ||
      breadth(a.actions) - breadth(b.actions) ||
      (a.key < b.key ? -1 : 1),
  )[0]
}
