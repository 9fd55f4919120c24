import type { Reader, Writer } from '../../floor/database/index.ts'
import type { Refusal } from '../../floor/errors.ts'
import type { Caller, Chapter } from '../../gate/index.ts'
import type { NoticeKind } from './flow/events.ts'
import type { AddMode, InstanceState, Run, Task } from './flow/state.ts'

export interface Both {
  readonly zh: string
  readonly en: string
}

/** Plain JSON, as it is hashed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** One filled-in form on its way. */
export interface Instance {
  readonly id: string
  readonly number: string
  readonly form: string
  readonly definitionId: string
  readonly applicantId: string
  readonly title: Both
  readonly snapshot: Json
  /** SHA-256 of the snapshot's canonical JSON, lower-case hex: what a decision names. */
  readonly snapshotHash: string
  readonly level: number
  readonly action: string
  readonly state: InstanceState
  readonly version: number
  readonly createdAt: Date
  readonly submittedAt: Date
  readonly finishedAt?: Date
  readonly urgedAt?: Date
  readonly urgeCount: number
  readonly suspendedAt?: Date
  /** 复制重提: the earlier form this one was made from. */
  readonly copyOf?: string
  /** 子流程: the form, and its run, for which this one decides. */
  readonly parentId?: string
  readonly parentRun?: string
  readonly summary: Both
}

/** A row of the action log; never altered. */
export interface Action {
  readonly seq: number
  readonly taskId?: string
  readonly actorId: string
  readonly onBehalfOf?: string
  readonly verb: string
  readonly opinion: string
  readonly at: Date
  readonly address: string
  readonly snapshotHash: string
  readonly before: string
  readonly after: string
  readonly detail: Readonly<Record<string, string | number | readonly string[]>>
}

export interface FormView {
  readonly sections: readonly {
    readonly title: Both
    readonly rows: readonly {
      /** Entry of the form, one of `ApprovalForm.fields`; a row without one is always shown. */
      readonly key?: string
      readonly label: Both
      readonly value: Both
      readonly kind?: 'text' | 'customers' | 'level'
    }[]
  }[]
}

/** What another chapter says about its form. */
export interface ApprovalForm {
  readonly code: string
  /** Series of the record numbers: SY, DM. */
  readonly series: string
  readonly name: Both
  /** Number and edition of the printed form: `BM-R-01 A/0`. */
  readonly formNumber: string
  /** Inside the deciding transaction: issues the grant, applies the change. Called once per instance. */
  onApproved(w: Writer, instance: Instance): Promise<void>
  /** Rejected or withdrawn, inside the same transaction. */
  onEnded?(w: Writer, instance: Instance): Promise<void>
  /**
   * 通过后撤销, offered only where a form has it. `atOnce`: what the approval gave ends at the moment of the request,
   * and the confirmation follows; otherwise it ends with the confirmation. Called once, inside that transaction.
   */
  readonly revocation?: {
    readonly atOnce: boolean
    revoke(w: Writer, instance: Instance, by: string): Promise<void>
  }
  /** 复制重提: hands the content of an ended form in again as a new one that names it (`Submission.copyOf`). */
  again?(caller: Caller, instance: Instance): Promise<{ id: string; number: string } | Refusal>
  /** 草稿: forms of this kind the person has begun and not handed in. */
  drafts?(r: Reader, personId: string): Promise<readonly { link: string; title: Both; savedAt: Date }[]>
  /** Entries whose rights a step may set. `narrows`: a step may be allowed to narrow it. */
  readonly fields?: readonly FormField[]
  /** What may be left out or shortened now, for this viewer; only entries of `keys`. */
  narrowable?(instance: Instance, viewer: Caller, keys: ReadonlySet<string>): Promise<readonly Narrowable[]>
  /**
   * The form as it would be after `change` (by entry). Pure but for reading; nothing is stored.
   * @throws Mistake when a part of it is not narrower than what stands there
   */
  narrowed?(r: Reader, instance: Instance, change: Narrowing): Promise<{ snapshot: Json; title: Both }>
  /** Keeps the narrower content beside the form, where the chapter has rows of its own; in the deciding transaction. */
  onNarrowed?(w: Writer, instance: Instance): Promise<void>
  /**
   * The form for page and print; customer values only through the gate, masked for this viewer. What stands in `hidden`
   * need not be read at all; it is taken out of the view in any case.
   */
  view(instance: Instance, viewer: Caller, hidden?: ReadonlySet<string>): Promise<FormView>
}

export interface FormField {
  readonly key: string
  readonly name: Both
  readonly narrows?: boolean
}

/** One entry that may be narrowed, as the page offers it. */
export interface Narrowable {
  readonly key: string
  readonly name: Both
  /** `until`: an earlier end, ISO string; `most`: a smaller number; `some`: fewer of these. */
  readonly kind: 'until' | 'most' | 'some'
  readonly value: string | number | null
  readonly options: readonly { readonly id: string; readonly name: Both }[]
}

/** By entry: an ISO time, a number, or the ids that stay. */
export type Narrowing = Readonly<Record<string, string | number | readonly string[]>>

export interface Submission {
  readonly form: string
  readonly applicantId: string
  readonly snapshot: Json
  readonly level: number
  readonly action: string
  /** Holds no customer data. */
  readonly title: Both
  readonly cc?: readonly string[]
  readonly address: string
  /** What the conditions of the flow are held against, beside level, action and the applicant's department. */
  readonly about?: CaseFacts
  /** Whom the applicant picks, by step id. */
  readonly picks?: Readonly<Record<string, readonly string[]>>
  /** An ended form of the same applicant that this one is made from; none of its approvals counts. */
  readonly copyOf?: string
}

export interface CaseFacts {
  readonly customers?: number
  readonly categories?: readonly string[]
  readonly purpose?: string
}

/** A returned form handed in again; level and action are stated anew, since a corrected form may need another flow. */
export interface Resubmission {
  readonly applicantId: string
  readonly snapshot: Json
  readonly level: number
  readonly action: string
  readonly title?: Both
  readonly opinion?: string
  readonly address: string
  readonly about?: CaseFacts
  readonly picks?: Readonly<Record<string, readonly string[]>>
  /** Straight back to whoever returned it; only when nothing at all was changed. */
  readonly straight?: boolean
}

/** Who does something, and from where; a `Caller` is one. */
export type Doer = Pick<Caller, 'personId' | 'address'>

interface OnTask {
  readonly taskId: string
}
interface Decision extends OnTask {
  /** Hash of the snapshot the person saw. */
  readonly hash: string
  readonly opinion: string
}

/** A signature as it comes from the page: a PNG in base64. */
export interface SignatureInput {
  readonly png: string
  /** Drawn with mouse or finger, or the name typed and set as a picture. */
  readonly how: 'drawn' | 'typed'
}

/** What a person or a program may do with a running form. */
export type Deed =
  | (OnTask & {
      readonly verb: 'approve' | 'reject'
      readonly hash: string
      readonly opinion?: string
      /** Whom the approver picks for later steps, by step id. */
      readonly picks?: Readonly<Record<string, readonly string[]>>
      readonly signature?: SignatureInput
    })
  | (Decision & { readonly verb: 'narrow'; readonly change: Narrowing })
  | (Decision & {
      readonly verb: 'return'
      /** `applicant` or the number of a passed step, from 0. */
      readonly to: 'applicant' | number
      /** `back`: behind that step straight back to this one; otherwise every step between is asked again. */
      readonly after?: 'rerun' | 'back'
    })
  | (Decision & { readonly verb: 'transfer' | 'delegate'; readonly to: string })
  | (Decision & { readonly verb: 'advise' })
  | (Decision & {
      readonly verb: 'add'
      readonly where: 'before' | 'after' | 'peer'
      readonly mode: AddMode
      readonly people: readonly string[]
      readonly signature?: SignatureInput
    })
  | (OnTask & { readonly verb: 'remove' | 'take-back' | 'ask-material' | 'save'; readonly opinion: string })
  | (OnTask & { readonly verb: 'claim' | 'release' })
  | {
      readonly verb: 'withdraw' | 'revoke' | 'terminate' | 'suspend' | 'resume'
      readonly opinion: string
    }
  /** `files`: ids of files that were handed in for this form by the same person and stand in no action yet. */
  | { readonly verb: 'comment' | 'material'; readonly opinion: string; readonly files?: readonly string[] }
  | { readonly verb: 'jump'; readonly opinion: string; readonly to: number }
  | (OnTask & { readonly verb: 'reassign'; readonly opinion: string; readonly to: string })
  | { readonly verb: 'confirm'; readonly opinion: string; readonly accept: boolean }
  | { readonly verb: 'cc'; readonly people: readonly string[] }
  | { readonly verb: 'urge' }
  | { readonly verb: 'viewed' }

export interface Life {
  readonly instance: Instance
  readonly actions: readonly Action[]
  readonly runs: readonly Run[]
  readonly tasks: readonly Task[]
  readonly cc: readonly string[]
}

export interface Outcome {
  readonly id: string
  readonly number: string
  readonly state: InstanceState
  /** The same click again: nothing changed. */
  readonly repeated: boolean
}

export interface Held {
  readonly tasks: readonly {
    readonly taskId: string
    readonly instanceId: string
    readonly number: string
    readonly form: string
    readonly title: Both
    readonly dueAt?: Date
  }[]
  readonly flows: readonly { readonly key: string; readonly version: number; readonly name: Both }[]
  readonly proxies: readonly {
    readonly id: string
    readonly principalId: string
    readonly proxyId: string
    readonly from: Date
    readonly until: Date
  }[]
  /** Own forms under way. */
  readonly forms: readonly { readonly instanceId: string; readonly number: string; readonly title: Both }[]
}

export interface HandedOver {
  /** Tasks that moved, and those that stay because nobody fit was found. */
  readonly tasks: number
  readonly left: number
  /** Flows in which the follower is proposed. */
  readonly flows: number
  readonly proxies: number
}

export interface Approval extends Chapter {
  /** Once per form, before the routes are served. */
  register(form: ApprovalForm): void
  /**
   * Starts a form that the caller has asked the gate about. The instance's id may be given (`id`) where the form's
   * own rows use it.
   * @throws Mistake `approval.no-flow` when no flow fits, `approval.nobody` when nobody at all can decide
   */
  submit(w: Writer, input: Submission & { readonly id?: string }): Promise<{ id: string; number: string }>
  /** After a return to the applicant; every step is asked again. The applicant's right is asked of the gate by the caller. */
  resubmit(w: Writer, instanceId: string, input: Resubmission): Promise<{ id: string; number: string }>
  /** Decides, hands on, withdraws, tells: one transaction, the ledger leaf with it. */
  act(doer: Doer, instanceId: string, deed: Deed): Promise<Outcome | Refusal>
  instance(r: Reader, id: string): Promise<Instance | undefined>
  /** Who approved the present snapshot on the way that counts, in forms that decided a step of it too. */
  approversOf(r: Reader, id: string): Promise<readonly string[]>
  /** Everything about one form. @throws Mistake `approval.not-found` */
  life(r: Reader, id: string): Promise<Life>
  /** Applicant, everybody who ever held a task, everybody put in the know. */
  concerned(r: Reader, id: string): Promise<readonly string[]>
  /** Of these ids of stored files those that belong to a form: what nobody names is swept away. */
  knownFiles(r: Reader, ids: readonly string[]): Promise<readonly string[]>
  /** Says how a level is marked on printed forms: the company's word, term and owner. */
  useMarks(of: (rank: number, company: string, language: 'zh' | 'en') => Promise<string | undefined>): void
  /** A notice in the app; ids, numbers and codes only. */
  notify(
    w: Writer,
    personIds: readonly string[],
    kind: NoticeKind | (string & {}),
    o: { instanceId?: string; link?: string; values?: Record<string, string | number> },
  ): Promise<void>
  /** The step that returned a form, to which an unchanged one may go straight back; undefined when it cannot. */
  straightTo(r: Reader, instanceId: string): Promise<Both | undefined>
  /** Figures for the menu. */
  counts(
    r: Reader,
    personId: string,
  ): Promise<{ todo: number; claimable: number; cc: number; notices: number; drafts: number }>
  /** What lies with a person: open tasks, flows that name them, proxies, own forms under way. */
  heldBy(r: Reader, personId: string): Promise<Held>
  /**
   * 离职交接: open tasks go to somebody else and proxies end; in flows naming the person somebody else is proposed to the
   * security administrator. The right to do it is asked
   * of the gate by the caller. A task the follower cannot have (the own form, not cleared, asked already) goes to the
   * nearest superior who can, else stays for a flow administrator to assign.
   */
  handOver(
    w: Writer,
    fromPerson: string,
    toPerson: string,
    o: { readonly by: string; readonly address?: string; readonly reason?: string },
  ): Promise<HandedOver>
  /** Ends the forms that a leaver applied for and that are under way; resolves to how many. */
  endForms(
    w: Writer,
    personId: string,
    o: { readonly by: string; readonly reason: string; readonly address?: string },
  ): Promise<number>
}
