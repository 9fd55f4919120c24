/** What is asked of the gate: who wants to do what, with which file and fields, for which purpose, when. */

/** Verbs on a customer's data. `list` and `search` show masked fields of many files; `write` files or corrects values. */
export const dataVerbs = ['list', 'search', 'read', 'copy', 'export', 'print', 'write'] as const
/** Verbs that are acts: they have a subject instead of fields. */
export const actVerbs = [
  'apply',
  'approve',
  'withdraw',
  'comment',
  'open-material',
  'revoke-grant',
  'import',
  'take-in',
  'edit-form',
  'publish-form',
  'decide-submission',
  'release-batch',
  'register-source',
  'check-source',
  'open-source-file',
  'verify-batch',
  'freeze-source',
  'confirm-freeze',
  'merge',
  'tidy',
  'ask-correction',
  'renumber',
  'attach',
  'handle-document',
  'change-level',
  'edit-catalogue',
  'edit-purposes',
  'confirm-purposes',
  'edit-level-rules',
  'confirm-level-rules',
  'edit-flow',
  'manage-people',
  'manage-accounts',
  'give-role',
  'set-clearance',
  'combine-offices',
  'sign-in-rules',
  'confirm-sign-in-rules',
  'confirm-leaving',
  'confirm-access',
  'confirm-right',
  'edit-authority',
  'confirm-authority',
  'reset-factor',
  'manage-reviews',
  'review-rights',
  'manage-services',
  'service-rights',
  'edit-rooms',
  'give-entry',
  'apply-entry',
  'decide-entry',
  'sign-entry',
  'import-door-log',
  'make-token',
  'end-token',
  'propose-appointment',
  'sign-appointment',
  'accept-appointment',
  'keep-things',
  'stop-card',
  'file-paper',
  'open-paper',
  'edit-notice',
  'publish-notice',
  'record-consent',
  'withdraw-consent',
  'declare-basis',
  'confirm-basis',
  'handle-rights-request',
  'grant-rights-request',
  'hold-file',
  'restrict-file',
  'erase-file',
  'confirm-destruction',
  'audit',
  'settings',
] as const
export type DataVerb = (typeof dataVerbs)[number]
export type ActVerb = (typeof actVerbs)[number]
export type Verb = DataVerb | ActVerb

/** How the actor may see one field. */
export type Sight = 'full' | 'masked' | 'hidden'

export interface Question {
  /** Person id of the one who asks; programs ask too, as `clockwork`. */
  readonly actor: string
  readonly verb: Verb
  /** Id of the token through which a program asks; absent = a person at a page. */
  readonly token?: string
  /** Customer file the question is about; absent for acts on something else. */
  readonly customer?: string
  /** Ids of the catalogue fields wanted; empty for acts. */
  readonly fields: readonly number[]
  /** Purpose code from the tenant's purpose list. */
  readonly purpose?: string
  /** True when the person stated a reason in words (the words themselves stay out of the ledger). */
  readonly reasonStated?: boolean
  /** The application whose grant is to be used; absent = any that fits. */
  readonly application?: string
  /** How many files the same act takes at once (export, print). */
  readonly rows?: number
  /** Milliseconds since the epoch, by the server's clock. */
  readonly at: number
}

const dataVerbSet: ReadonlySet<string> = new Set(dataVerbs)
export const isDataVerb = (verb: Verb): verb is DataVerb => dataVerbSet.has(verb)
