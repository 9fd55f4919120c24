/** The shapes of one running form. Plain values: the state machine neither reads the clock nor the database. */

export type InstanceState =
  | 'draft'
  | 'running'
  | 'returned'
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'terminated'
  | 'expired'
  | 'revoked'

export type TaskState = 'todo' | 'approved' | 'rejected' | 'returned' | 'transferred' | 'closed' | 'cancelled'

/** 会签 `all`: everybody agrees, one veto ends it. 或签 `any`: the first decision wins. */
export type Mode = 'all' | 'any'

/**
 * Why a task lies with this person. `own`, `clearance`, `absent`: the one who was meant is the applicant, is not
 * cleared, has left; `empty`: the step named nobody; `rescue`: a flow administrator who may only name somebody;
 * `transfer`, `escalation`: handed on. Added signers and proxies of later verbs are further origins with the same chain.
 */
export type TaskOrigin =
  'step' | 'own' | 'clearance' | 'absent' | 'empty' | 'rescue' | 'transfer' | 'escalation'

export interface Task {
  readonly id: string
  readonly runId: string
  readonly assignee: string
  readonly origin: TaskOrigin
  readonly fromTask?: string
  readonly fromPerson?: string
  readonly state: TaskState
  readonly createdAt: Date
  /** End of the working day on which a decision is due; the timer lives and dies with the open task. */
  readonly dueAt?: Date
  readonly remindedAt?: Date
  readonly escalatedAt?: Date
  readonly viewedAt?: Date
  readonly decidedAt?: Date
  /** Snapshot hash that the decision named. */
  readonly decidedHash?: string
}

export type RunOutcome = 'approved' | 'rejected' | 'returned' | 'withdrawn' | 'skipped'

/** One activation of a step; a return makes a new one. */
export interface Run {
  readonly id: string
  readonly step: number
  readonly stepId: string
  readonly mode: Mode
  readonly openedAt: Date
  readonly closedAt?: Date
  readonly outcome?: RunOutcome
}

export interface StepPlan {
  readonly id: string
  readonly mode: Mode
  /** Somebody who approved this very snapshot in an earlier step is not asked again; never at the highest level. */
  readonly skipRepeated: boolean
}

export interface FlowState {
  readonly status: InstanceState
  readonly applicant: string
  readonly level: number
  readonly hash: string
  readonly steps: readonly StepPlan[]
  /** In the order in which they were opened. */
  readonly runs: readonly Run[]
  readonly tasks: readonly Task[]
  readonly submittedAt?: Date
  readonly finishedAt?: Date
  readonly urgedAt?: Date
  readonly urgeCount: number
  /** People who were put in the know. */
  readonly cc: readonly string[]
}

/** Somebody who is to decide, found by `desk/approvers.ts`: active, cleared, not the applicant. */
export interface Candidate {
  readonly person: string
  readonly origin: Exclude<TaskOrigin, 'transfer' | 'escalation'>
  /** Who had been meant, when it is somebody else. */
  readonly from?: string
}

/** Who decides in a step if it opens now, and until when. */
export interface Opening {
  readonly candidates: readonly Candidate[]
  readonly due: Date
}

interface Common {
  readonly actor: string
  readonly at: Date
}
interface Decision extends Common {
  readonly taskId: string
  /** Hash of the snapshot the person saw. */
  readonly hash: string
  readonly opinion: string
}
/** The way ahead by step index, as the organisation stands now. */
type Way = readonly Opening[]

export type FlowEvent =
  | (Common & { readonly verb: 'submit'; readonly hash: string; readonly way: Way })
  | (Common & {
      readonly verb: 'resubmit'
      readonly hash: string
      readonly opinion: string
      readonly way: Way
    })
  | (Decision & { readonly verb: 'approve'; readonly way: Way })
  | (Decision & { readonly verb: 'reject' })
  | (Decision & { readonly verb: 'return'; readonly to: 'applicant' | number; readonly way: Way })
  | (Decision & {
      readonly verb: 'transfer'
      readonly target: TransferTarget
      readonly due: Date
      readonly byAdministrator: boolean
    })
  | (Common & { readonly verb: 'withdraw'; readonly opinion: string })
  | (Common & { readonly verb: 'cc'; readonly people: readonly string[] })
  | (Common & { readonly verb: 'urge' })
  | (Common & { readonly verb: 'comment'; readonly opinion: string })
  | (Common & { readonly verb: 'viewed' })
  | (Common & { readonly verb: 'remind'; readonly taskId: string })
  | (Common & {
      readonly verb: 'escalate'
      readonly taskId: string
      readonly target?: string
      readonly due: Date
    })

export interface TransferTarget {
  readonly person: string
  readonly active: boolean
  readonly cleared: boolean
  /** One of the three administrators, who decide on no customer's data. */
  readonly administrator: boolean
}

/** A row of the action log to be. `before` and `after` are `state` or `state:step`. */
export interface ActionDraft {
  readonly verb: FlowEvent['verb'] | 'skip'
  readonly actor: string
  readonly taskId?: string
  readonly onBehalfOf?: string
  readonly opinion: string
  readonly hash: string
  readonly before: string
  readonly after: string
  /** Ids, codes and numbers. */
  readonly detail: Readonly<Record<string, string | number | readonly string[]>>
}

export type NoticeKind =
  'assigned' | 'approved' | 'rejected' | 'returned' | 'cc' | 'urged' | 'reminder' | 'escalated' | 'withdrawn'

export interface NoticeDraft {
  readonly kind: NoticeKind
  readonly people: readonly string[]
}

/** What came of an event: the new state and everything that is to be written down and told. */
export interface Turn {
  readonly state: FlowState
  readonly actions: readonly ActionDraft[]
  readonly notices: readonly NoticeDraft[]
  /** The same click again: nothing changed. */
  readonly repeated: boolean
}

/** The run that is open; none unless the state is `running`. */
export const openRun = (state: FlowState): Run | undefined =>
  state.runs.find((run) => run.closedAt === undefined)

/** Tasks that wait for somebody. */
export const openTasks = (state: FlowState): readonly Task[] =>
  state.tasks.filter((task) => task.state === 'todo')

/** Where the form stands: `running:manager`, `approved`. */
export function standing(state: FlowState): string {
  const run = openRun(state)
  return run === undefined ? state.status : `${state.status}:${run.stepId}`
}

/**
 * The runs that count on the present way, one per step from the first: opening a step again takes the runs of
 * that step and of later ones back, and so does a new submission, which opens the first.
 */
export function countingRuns(state: FlowState): readonly Run[] {
  const counting: Run[] = []
  for (const run of state.runs) {
    while (counting.length > 0 && counting.at(-1)!.step >= run.step) counting.pop()
    counting.push(run)
  }
  return counting
}

/** Everybody through whose hands a task came, the present holder last. */
export function chainOf(state: FlowState, task: Task): readonly string[] {
  const chain: string[] = []
  let at: Task | undefined = task
  while (at !== undefined) {
    chain.unshift(at.assignee)
    if (at.fromPerson !== undefined && at.fromTask === undefined) chain.unshift(at.fromPerson)
    const from: string | undefined = at.fromTask
    at = from === undefined ? undefined : state.tasks.find((one) => one.id === from)
  }
  return chain
}
