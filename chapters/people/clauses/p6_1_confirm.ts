import { type Clause, forbid, need, permit, silent } from '../../../gate/index.ts'

/** 6.1: what takes two is decided by two: whoever laid the change down does not confirm it. */
export const p6_1_second_confirms: Clause = {
  number: '6.1',
  name: 'second-administrator-confirms',
  verbs: [
    'confirm-sign-in-rules',
    'confirm-leaving',
    'confirm-access',
    'confirm-right',
    'confirm-authority',
    'confirm-purposes',
  ],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? forbid : silent),
}

/** 6.1: a wish does not outlive the office of whoever laid it down. */
export const p6_1_proposer_in_office: Clause = {
  number: '6.1',
  name: 'proposer-still-in-office',
  verbs: [
    'combine-offices',
    'confirm-sign-in-rules',
    'confirm-leaving',
    'confirm-access',
    'confirm-right',
    'confirm-authority',
    'confirm-purposes',
  ],
  judge: (_question, facts) => (need(facts.act?.proposerInOffice, 'proposerInOffice') ? silent : forbid),
}

/**
 * 6.1: where one person is system and security administrator, nobody would be left to confirm what widens access; there
 * the audit administrator may.
 */
export const p6_1_audit_confirms_combined: Clause = {
  number: '6.1',
  name: 'audit-confirms-where-combined',
  verbs: ['confirm-access'],
  judge: (_question, facts) =>
    need(facts.act?.combined, 'combined') && need(facts.person, 'person').roles.has('audit-admin')
      ? permit
      : silent,
}
