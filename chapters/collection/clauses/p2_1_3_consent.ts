import {
  type Clause,
  forbid,
  forbidAll,
  inScope,
  isBarred,
  isPurposeBarred,
  need,
  permit,
  silent,
} from '../../../gate/index.ts'

/** Showing data to somebody; correcting it (`write`) stays possible after a withdrawal. */
const showing = ['list', 'search', 'read', 'copy', 'export', 'print'] as const

/** 2.1.3: nothing is shown for a purpose to which the customer withdrew or refused consent, or for which it has expired. */
export const p2_1_3_purpose_not_barred: Clause = {
  number: '2.1.3',
  name: 'purpose-not-barred',
  verbs: showing,
  judge: ({ purpose, at }, facts) => {
    const { barred } = need(facts.customer, 'customer')
    if (purpose === undefined) return silent
    return isPurposeBarred(need(barred, 'barred'), purpose, facts.marketing, at) ? forbidAll : silent
  },
}

/** 2.1.3: sensitive data stays hidden once the customer's own consent to it was withdrawn, refused or has expired (PIPL 29). */
export const p2_1_3_sensitive_not_barred: Clause = {
  number: '2.1.3',
  name: 'sensitive-not-barred',
  verbs: showing,
  judge: ({ at }, facts, field) =>
    need(field, 'field').sensitive &&
    isBarred(need(need(facts.customer, 'customer').barred, 'barred'), 'sensitive', at)
      ? forbidAll
      : silent,
}

/** 2.1.3: what a customer agreed to or withdrew is put on record by those who collect and file, or who look after the file. */
export const p2_1_3_consent_recorder: Clause = {
  number: '2.1.3',
  name: 'consent-recorded',
  verbs: ['record-consent', 'withdraw-consent'],
  judge: (_question, facts) => {
    const person = need(facts.person, 'person')
    if (recorders.some((role) => person.roles.has(role))) return permit
    return inScope(person, need(facts.customer, 'customer')) ? permit : silent
  },
}
const recorders = ['archivist', 'collector', 'secrecy-office', 'legal']

/** 2.1.3: whoever wrote a notice does not publish it, and whoever declared another legal basis does not confirm it. */
export const p2_1_3_second_eyes: Clause = {
  number: '2.1.3',
  name: 'second-pair-of-eyes',
  verbs: ['publish-notice', 'confirm-basis'],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? forbid : silent),
}
