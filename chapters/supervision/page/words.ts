import { useText, type Tone, type Translate } from '../../../doors/web/ui/index.ts'
import type { ClauseRow, ClauseStanding, EntryRow } from '../wire.ts'

/** Kinds of entries that the program writes, in the order of the filter; words.test.ts compares them with the code. */
export const kinds = [
  'reading', 'reason-stated', 'reasons-looked-up', 'export', 'act', 'refused', 'submitted', 'approval-ended', 'approval-file', 'approval-cc', 'approval-urge', 'escalated', 'reminder',
  'outside-decision', 'outside-wish', 'outside-wish-dropped', 'outside-start', 'outside-refused', 'notice-choice',
  'print', 'grant-issued', 'grant-not-issued', 'grant-ended', 'who-can-see', 'source-registered', 'import', 'import-paused', 'import-cancelled', 'custody-change', 'custody-attachment', 'document-refused', 'document-read',
  'catalogue-level', 'signed-in', 'signed-out', 'sign-in-failed', 'sign-in-refused', 'password-changed', 'handover', 'handover-archived', 'approvals-handed-over', 'proxy-added', 'proxy-ended', 'proxy-over', 'sessions-ended',
  'factor-asked', 'factor-failed', 'factor-added', 'factor-removed', 'factors-ended', 'passkey-renewed', 'passkey-cloned', 'recovery-codes-made',
  'recovery-code-used', 'device-remembered', 'devices-forgotten', 'proved-again', 'in-two-places', 'session-known',
  'session-bound', 'session-moved', 'signature-wanted', 'address-refused', 'sign-in-places-opened',
  'confirmation-withdrawn', 'scim-kept-disabled', 'rights-review-opened', 'rights-review-reminded', 'rights-review-settled', 'rights-review-closed', 'right-already-ended',
  'sign-on-linked', 'sign-on-unlinked', 'sign-on-failed', 'organisation-proposed', 'account-reset-at-server', 'token-made', 'tokens-ended', 'token-refused', 'service-passed', 'service-ended', 'entries-overdue', 'visitors-removed', 'level-review-raised', 'level-ended', 'set-up', 'verification', 'fault',
  'sign-on-linked', 'sign-on-unlinked', 'sign-on-failed', 'organisation-proposed', 'account-reset-at-server', 'token-made', 'tokens-ended', 'token-refused', 'service-passed', 'service-ended', 'appointments-ended', 'things-settled', 'paper-filed', 'exit-letter', 'set-up', 'verification', 'fault',
  'rights-requested', 'rights-looked-up', 'rights-copy-taken', 'file-erased',
  'consent-given', 'consent-withdrawn', 'consent-expired', 'basis-changed',
  'source-file', 'source-expired', 'batch-quarantined', 'batch-rejected',
  'sign-on-linked', 'sign-on-unlinked', 'sign-on-failed', 'organisation-proposed', 'account-reset-at-server', 'token-made', 'tokens-ended', 'token-refused', 'service-passed', 'service-ended', 'entries-overdue', 'visitors-removed', 'set-up', 'verification', 'fault',
  'sign-on-linked', 'sign-on-unlinked', 'sign-on-failed', 'organisation-proposed', 'account-reset-at-server', 'token-made', 'tokens-ended', 'token-refused', 'service-passed', 'service-ended', 'appointments-ended', 'things-settled', 'paper-filed', 'form-submitted', 'exit-letter', 'set-up', 'verification', 'fault',
  'duty-raised', 'duty-moved', 'duty-settled', 'duty-reminded', 'duties-handed-over',
  'tidying-swept', 'correction-withdrawn', 'duty-raised', 'duty-moved', 'duty-settled', 'duty-reminded', 'duties-handed-over',
] as const // prettier-ignore

/** Verbs that stand in entries. */
export const verbs = [
  'handle-rights-request', 'grant-rights-request', 'hold-file', 'restrict-file', 'erase-file', 'confirm-destruction',
  'edit-notice', 'publish-notice', 'record-consent', 'withdraw-consent', 'declare-basis', 'confirm-basis', 'take-in',
  'register-source', 'check-source', 'open-source-file', 'verify-batch', 'freeze-source', 'confirm-freeze', 'list',
  'search', 'read', 'copy', 'export', 'print', 'write', 'apply', 'approve', 'open-material', 'withdraw', 'comment',
  'revoke-grant', 'import', 'release-batch', 'merge', 'attach', 'change-level', 'edit-catalogue', 'edit-purposes',
  'confirm-purposes', 'edit-flow', 'manage-people', 'manage-accounts', 'give-role', 'handle-document',
  'set-clearance', 'audit', 'settings', 'combine-offices', 'sign-in-rules', 'confirm-sign-in-rules',
  'confirm-leaving', 'confirm-access', 'edit-authority', 'confirm-authority', 'reset-factor', 'manage-reviews',
  'review-rights', 'manage-services', 'service-rights', 'edit-rooms', 'give-entry', 'apply-entry', 'decide-entry',
  'sign-entry', 'import-door-log', 'make-token', 'end-token', 'view', 'viewed', 'cc', 'urge', 'list-grants',
  'edit-level-rules', 'confirm-level-rules', 'edit-form', 'publish-form', 'decide-submission', 'propose-appointment',
  'sign-appointment', 'accept-appointment', 'keep-things', 'file-paper', 'open-paper', 'confirm-right', 'stop-card',
  'tidy', 'ask-correction', 'renumber',
] as const // prettier-ignore

/** Mistakes in the chain of evidence, in the order of the way: form, approval, grant, reading, view. */
export const findingCodes = [
  'content-altered', 'submission-not-recorded', 'submitted-other-content', 'files-altered', 'grant-without-approval',
  'approved-by-applicant', 'approved-other-content', 'approval-not-recorded', 'approval-missing', 'grant-missing',
  'grant-for-other-content', 'grant-not-recorded', 'grant-altered', 'grant-files-altered', 'reading-without-grant',
  'reading-by-somebody-else', 'reading-outside-period', 'reading-after-revocation', 'reading-of-other-customer',
  'more-readings-than-allowed', 'readings-miscounted', 'entry-altered',
] as const // prettier-ignore

export const tones: Readonly<Record<ClauseRow['status'], Tone>> = {
  live: 'good',
  partly: 'warning',
  planned: 'neutral',
}

/** A standing as people say it: a number, or a number out of another. */
export const standingText = (t: Translate, { value, of }: ClauseStanding): string =>
  of === null ? value.toLocaleString() : t('supervision.clauses.outOf', { value, of })

/** Words for codes; a code that has no word is shown as it is. */
export function useWords(): (group: string, code: string) => string {
  const t = useText()
  return (group, code) => {
    const key = `supervision.${group}.${code}`
    const word = t(key)
    return word === key ? code : word
  }
}

/** What an entry is about in a few words: its kind, and the verb where there is one. */
export function useEntryTitle(): (row: Pick<EntryRow, 'kind' | 'verb'>) => string {
  const word = useWords()
  return ({ kind, verb }) => {
    if (verb === '') return word('kind', kind)
    if (kind === 'act' || kind === 'reading') return word('verb', verb)
    return `${word('kind', kind)} · ${word('verb', verb)}`
  }
}

/** Address part that names one entry. */
export const placeOf = (row: Pick<EntryRow, 'lane' | 'index'>): string => `${row.lane}-${row.index}`
