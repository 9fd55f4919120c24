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
  | 'revoking'
  | 'revoked'

/**
 * `pending` 未开始: its turn has not come. `waiting` 等待: for added signers, or the task was claimed by another.
 * `approving` 通过中: agreed, waits for those added behind. `delegated` 委派中: waits for advice. `advised`: the advice
 * was given. `closed` 他人已处理. `expired` 超时.
 */
export const taskStates = [
  'pending',
  'waiting',
  'todo',
  'approving',
  'delegated',
  'approved',
  'rejected',
  'returned',
  'transferred',
  'advised',
  'closed',
  'skipped',
  'cancelled',
  'expired',
] as const
export type TaskState = (typeof taskStates)[number]

/** States of a task that is not over. */
export const liveStates: readonly TaskState[] = ['pending', 'waiting', 'todo', 'approving', 'delegated']
/** Is the task not over yet? */
export const isLive = (task: Task): boolean => liveStates.includes(task.state)

/** 或签 `any`, 会签 `all`, 依次会签 `sequence`, 票签 `vote`, 分组会签 `groups`. */
export const modes = ['any', 'all', 'sequence', 'vote', 'groups'] as const
export type Mode = (typeof modes)[number]

/** Somebody who approved this very snapshot: asked again, skipped right after their own step, or skipped always. */
export const repeatKinds = ['ask', 'consecutive', 'all'] as const
export type Repeats = (typeof repeatKinds)[number]

/** 票签: passed when the weight of those who agree is above the threshold, their share or number reaches it. */
export interface Vote {
  readonly rule: 'weight' | 'ratio' | 'count'
  readonly threshold: number
  /** Nothing is decided before everybody has voted. */
  readonly waitForAll: boolean
}

/**
 * Why a task lies with this person. `own`, `clearance`, `absent`: the one who was meant is the applicant, is not
 * cleared, has left; `rescue`: a flow administrator who may only name somebody; `transfer`, `escalation`, `reassign`,
 * `handover`: handed on; `proxy`: stands in; `before`, `after`, `peer`, `delegate`: asked by an approver.
 * `empty` stands in old forms only.
 */
export type TaskOrigin =
  | 'step'
  | 'own'
  | 'clearance'
  | 'absent'
  | 'empty'
  | 'rescue'
  | 'transfer'
  | 'escalation'
  | 'reassign'
  | 'handover'
  | 'proxy'
  | 'before'
  | 'after'
  | 'peer'
  | 'delegate'

export type UnderKind = 'before' | 'after' | 'peer' | 'delegate'
export type AddMode = 'any' | 'all' | 'sequence'

export interface Task {
  readonly id: string
  readonly runId: string
  readonly assignee: string
  readonly origin: TaskOrigin
  /** The task it was handed on from. */
  readonly fromTask?: string
  readonly fromPerson?: string
  /** 代理: the principal in whose place the assignee acts. */
  readonly onBehalfOf?: string
  /** The task whose holder asked for this one (加签, 委派). */
  readonly under?: { readonly task: string; readonly as: UnderKind; readonly mode: AddMode }
  readonly state: TaskState
  readonly weight: number
  readonly group?: string
  /** Turn in 依次会签 and among added signers. */
  readonly place: number
  readonly createdAt: Date
  /** When a decision is due; the timer lives and dies with the open task. */
  readonly dueAt?: Date
  readonly remindedAt?: Date
  readonly reminders: number
  readonly escalatedAt?: Date
  readonly viewedAt?: Date
  readonly claimedAt?: Date
  /** 补充材料: asked of the applicant, and answered. */
  readonly askedAt?: Date
  readonly answeredAt?: Date
  /** 暂存: an opinion that is not given yet; the holder's alone. */
  readonly draft?: string
  readonly decidedAt?: Date
  /** Snapshot hash that the decision named. */
  readonly decidedHash?: string
  /** 手写签名: the file with the signature that was given with the decision. */
  readonly signature?: string
  /** 拿回: the decision counts no more. */
  readonly voided?: boolean
}

export type RunOutcome =
  | 'approved'
  | 'rejected'
  | 'returned'
  | 'withdrawn'
  | 'skipped'
  | 'taken-back'
  | 'jumped'
  | 'terminated'
  | 'expired'
  | 'narrowed'

/** One activation of a step; a return makes a new one. */
export interface Run {
  readonly id: string
  readonly step: number
  readonly stepId: string
  readonly branch: number
  readonly mode: Mode
  /** `revocation`: whether an approval that was given up is confirmed as revoked. */
  readonly kind: 'approval' | 'revocation'
  readonly openedAt: Date
  readonly closedAt?: Date
  readonly outcome?: RunOutcome
  /** 子流程: the form that decides this step; such a run has no tasks of its own. */
  readonly child?: string
  /** Its step was opened again, or the text changed: what was said in it counts no more. */
  readonly voided: boolean
}

/** A step of the way as the state machine knows it. */
export interface StepPlan {
  readonly id: string
  readonly stage: number
  readonly branch: number
  readonly mode: Mode
  readonly repeats: Repeats
  readonly ratio?: number
  readonly veto?: boolean
  readonly vote?: Vote
  readonly groups?: readonly { readonly group: string; readonly needed: number }[]
  readonly pool?: boolean
  readonly opinion?: 'optional' | 'required'
  readonly withheld?: readonly string[]
  /** 手写签名: no decision of this step without one. */
  readonly signature?: 'required'
  /** What the people of this step see of the form and may narrow, by entry; absent entries are read. */
  readonly fields?: Readonly<Record<string, FieldRight>>
  /** 子流程: another flow decides this step. */
  readonly sub?: { readonly flow: string }
}

export const fieldRights = ['read', 'write', 'hide'] as const
export type FieldRight = (typeof fieldRights)[number]

/** A deed of a flow administrator that waits for a second one. */
export interface AdminRequest {
  readonly verb: 'jump' | 'reassign'
  readonly by: string
  readonly at: Date
  readonly opinion: string
  readonly step?: number
  readonly taskId?: string
  readonly to?: string
}

export interface FlowState {
  readonly status: InstanceState
  readonly applicant: string
  readonly level: number
  readonly hash: string
  readonly steps: readonly StepPlan[]
  readonly rules: {
    readonly withdraw: 'any-time' | 'before-first-decision' | 'never'
    readonly revokeDays: number
  }
  /** In the order in which they were opened. */
  readonly runs: readonly Run[]
  readonly tasks: readonly Task[]
  /** Whom the applicant or an approver picked, by step id. */
  readonly picks: Readonly<Record<string, readonly string[]>>
  /** 退回后直接回到退回人: behind step `to` (or the applicant) the form goes straight to step `from`. */
  readonly back?: { readonly from: number; readonly to: 'applicant' | number }
  readonly request?: AdminRequest
  /** 撤销审批中: what the approval gave was taken back before anybody confirmed it. */
  readonly revocation?: { readonly atOnce: boolean }
  /** 子流程: the form and the run for which this one decides. */
  readonly parent?: { readonly instance: string; readonly run: string }
  readonly suspendedAt?: Date
  readonly submittedAt?: Date
  readonly finishedAt?: Date
  readonly urgedAt?: Date
  readonly urgeCount: number
  /** People who were put in the know. */
  readonly cc: readonly string[]
}

/** The runs that are open, one in each open branch; none unless the state is `running` or `revoking`. */
export const openRuns = (state: FlowState): readonly Run[] =>
  state.runs.filter((run) => run.closedAt === undefined)

/** The first open run. */
export const openRun = (state: FlowState): Run | undefined => openRuns(state)[0]

/** Tasks that wait for somebody to act. */
export const openTasks = (state: FlowState): readonly Task[] =>
  state.tasks.filter((task) => task.state === 'todo')

/** Tasks that were asked for by the holder of this one. */
export const childrenOf = (state: FlowState, task: Task): readonly Task[] =>
  state.tasks.filter((one) => one.under?.task === task.id)

/** Where the form stands: `running:manager`, `running:legal+secrecy-office`, `approved`. */
export function standing(state: FlowState): string {
  const runs = openRuns(state)
  return runs.length === 0 ? state.status : `${state.status}:${runs.map((run) => run.stepId).join('+')}`
}

/** The runs that count on the present way. */
export const countingRuns = (state: FlowState): readonly Run[] =>
  state.runs.filter((run) => !run.voided && run.kind === 'approval')

/** Everybody through whose hands a task came, the present holder last. */
export function chainOf(state: FlowState, task: Task): readonly string[] {
  const chain: string[] = []
  let at: Task | undefined = task
  while (at !== undefined) {
    chain.unshift(at.assignee)
    const from: string | undefined = at.fromTask ?? at.under?.task
    if (at.fromPerson !== undefined && at.fromTask === undefined) chain.unshift(at.fromPerson)
    at = from === undefined ? undefined : state.tasks.find((one) => one.id === from)
  }
  return chain
}

/** People who approved the present snapshot on the way that counts. */
export function approversIn(state: FlowState, runs: readonly Run[] = countingRuns(state)): readonly string[] {
  const counting = new Set(runs.map((run) => run.id))
  const agreed = state.tasks.filter(
    (task) =>
      task.state === 'approved' &&
      task.voided !== true &&
      task.decidedHash === state.hash &&
      counting.has(task.runId),
  )
  return [...new Set(agreed.map((task) => task.assignee))]
}
