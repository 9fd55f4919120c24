import type { AddMode, FlowState, TaskOrigin } from './state.ts'

/** Somebody who is to decide, found by `desk/approvers.ts`: active, cleared, not the applicant. */
export interface Candidate {
  readonly person: string
  readonly origin: Extract<TaskOrigin, 'step' | 'own' | 'clearance' | 'absent' | 'rescue' | 'proxy'>
  /** Who had been meant, when it is somebody else. */
  readonly from?: string
  /** The principal, when the person is a proxy. */
  readonly onBehalfOf?: string
  readonly weight?: number
  readonly group?: string
}

/** Who decides in a step if it opens now, until when, and who is told. */
export interface Opening {
  readonly candidates: readonly Candidate[]
  readonly due: Date
  readonly cc?: readonly string[]
}

/** The way ahead by step index, as the organisation stands now; only steps that the event may open are there. */
export type Way = readonly (Opening | undefined)[]

/** Somebody a task can be handed to. */
export interface Target {
  readonly person: string
  readonly active: boolean
  readonly cleared: boolean
  /** One of the three administrators, who decide on no customer's data. */
  readonly administrator: boolean
}

interface Common {
  readonly actor: string
  readonly at: Date
}
interface Said extends Common {
  readonly opinion: string
}
/** Something done with an open task, by whoever holds it. */
interface OnTask extends Common {
  readonly taskId: string
}
/** A decision: it names the snapshot the person saw. */
interface Decision extends OnTask {
  readonly hash: string
  readonly opinion: string
  /** The proxy rule under which the task came has ended. */
  readonly proxyOver?: boolean
  /** When a task that opens inside the same step is due. */
  readonly due?: Date
  /** The file with the signature that comes with it. */
  readonly signature?: string
}

export type FlowEvent =
  | (Common & { readonly verb: 'submit'; readonly hash: string; readonly way: Way })
  | (Said & {
      readonly verb: 'resubmit'
      readonly hash: string
      readonly way: Way
      /** Option B: straight back to whoever returned it; only an unchanged form. */
      readonly straight?: boolean
    })
  // ─── deciding ───
  | (Decision & {
      readonly verb: 'approve'
      readonly way: Way
      readonly picks?: FlowState['picks']
      /** Steps whose people have to be picked by an approver. */
      readonly picked?: readonly string[]
      /** Who is told when the step has passed. */
      readonly cc?: readonly string[]
    })
  /** A vote against may be the last one of a 票签 that passes: the way ahead is needed here too. */
  | (Decision & { readonly verb: 'reject'; readonly way: Way; readonly cc?: readonly string[] })
  | (Decision & {
      readonly verb: 'return'
      readonly to: 'applicant' | number
      readonly after?: 'rerun' | 'back'
      readonly way: Way
    })
  | (Decision & { readonly verb: 'advise' })
  | (Common & {
      readonly verb: 'take-back'
      readonly taskId: string
      readonly opinion: string
      readonly way: Way
    })
  /** An approver leaves something out of the form or shortens it; `hash` is of what was seen, `narrowed` of what it becomes. */
  | (Decision & {
      readonly verb: 'narrow'
      readonly narrowed: string
      readonly fields: readonly string[]
      readonly way: Way
    })
  // ─── handing on ───
  | (Decision & {
      readonly verb: 'transfer'
      readonly target: Target
      readonly due: Date
      /** A flow administrator, for a task that cannot move by itself. */
      readonly byAdministrator: boolean
    })
  | (Decision & { readonly verb: 'delegate'; readonly target: Target; readonly due: Date })
  | (Decision & {
      readonly verb: 'add'
      readonly where: 'before' | 'after' | 'peer'
      readonly mode: AddMode
      readonly targets: readonly Target[]
      readonly due: Date
      readonly way: Way
    })
  | (OnTask & {
      readonly verb: 'remove'
      readonly opinion: string
      readonly way: Way
      readonly due?: Date
    })
  | (OnTask & { readonly verb: 'claim' | 'release' })
  | (Said & {
      readonly verb: 'handover'
      readonly taskId: string
      readonly target: Target
      readonly due: Date
    })
  | (OnTask & { readonly verb: 'proxy-back'; readonly due: Date })
  // ─── talking ───
  | (OnTask & { readonly verb: 'save' | 'ask-material'; readonly opinion: string })
  | (Said & { readonly verb: 'material' | 'comment'; readonly files?: readonly string[] })
  | (Common & { readonly verb: 'cc'; readonly people: readonly string[] })
  | (Common & { readonly verb: 'urge' | 'viewed' })
  // ─── the applicant ───
  | (Said & { readonly verb: 'withdraw' })
  | (Said & { readonly verb: 'revoke'; readonly atOnce: boolean; readonly way: Way })
  // ─── 子流程 ───
  /** The form that decides a step has ended; anything but an approval is a rejection. */
  | (Common & {
      readonly verb: 'child-ended'
      readonly runId: string
      readonly approved: boolean
      readonly way: Way
      readonly cc?: readonly string[]
    })
  /** The step for which this form decides is open no more. */
  | (Common & { readonly verb: 'parent-ended' })
  // ─── flow administrators ───
  | (Said & { readonly verb: 'jump'; readonly to: number; readonly way: Way })
  | (Said & {
      readonly verb: 'reassign'
      readonly taskId: string
      readonly target: Target
      readonly due: Date
    })
  | (Said & {
      readonly verb: 'confirm'
      readonly accept: boolean
      readonly way: Way
      readonly target?: Target
      readonly due: Date
    })
  | (Said & { readonly verb: 'terminate' | 'suspend' | 'resume' })
  // ─── the clock ───
  | (OnTask & { readonly verb: 'remind' })
  | (OnTask & { readonly verb: 'escalate'; readonly target?: string; readonly due: Date })
  | (OnTask & { readonly verb: 'expire' })

type Named<E, V> = E extends { readonly verb: infer W }
  ? [Extract<W, V>] extends [never]
    ? never
    : E
  : never
/** The events of a verb, or of several. */
export type Of<V extends FlowEvent['verb']> = Named<FlowEvent, V>

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
  | 'assigned'
  | 'approved'
  | 'rejected'
  | 'returned'
  | 'cc'
  | 'urged'
  | 'reminder'
  | 'escalated'
  | 'withdrawn'
  | 'added'
  | 'delegated'
  | 'advised'
  | 'taken-back'
  | 'material-asked'
  | 'material-given'
  | 'confirm-wanted'
  | 'terminated'
  | 'suspended'
  | 'resumed'
  | 'expired'
  | 'revoking'
  | 'revoked'
  | 'stuck'
  | 'narrowed'

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
