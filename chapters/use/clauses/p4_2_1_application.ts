import { type Clause, forbid, need, permit, silent } from '../../../gate/index.ts'

/** Longest period one application may ask for, in days. */
export const applicationDaysMax = 365

/** 4.2.1: anyone who works here may apply for use, having given the undertaking. */
export const p4_2_1_apply: Clause = {
  number: '4.2.1',
  name: 'apply-with-undertaking',
  verbs: ['apply'],
  judge: (_question, facts) => (need(facts.act?.undertaking, 'undertaking') ? permit : forbid),
}

/** 4.1.2: an application has an end. */
export const p4_1_2_period: Clause = {
  number: '4.1.2',
  name: 'period-bounded',
  verbs: ['apply'],
  judge: (_question, facts) => {
    const days = need(facts.act?.periodDays, 'periodDays')
    return days > 0 && days <= applicationDaysMax ? silent : forbid
  },
}

/** 3.2.1: nobody applies for what lies above the own clearance. */
export const p3_2_1_apply_within_clearance: Clause = {
  number: '3.2.1',
  name: 'apply-within-clearance',
  verbs: ['apply'],
  judge: (_question, facts) =>
    need(facts.act?.level, 'level') > need(facts.person, 'person').clearance ? forbid : silent,
}

/** 4.2.1: a grant is ended at once by its holder, by those who approved it, or by the security administrator. */
export const p4_2_1_revoke: Clause = {
  number: '4.2.1',
  name: 'revocable-at-once',
  verbs: ['revoke-grant'],
  judge: (question, facts) => {
    const act = need(facts.act, 'act')
    if (act.subjectPerson === question.actor) return permit
    if (need(act.approvers, 'approvers').includes(question.actor)) return permit
    const { roles } = need(facts.person, 'person')
    return roles.has('security-admin') || roles.has('secrecy-office') ? permit : silent
  },
}
