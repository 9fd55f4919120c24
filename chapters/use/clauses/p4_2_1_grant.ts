import {
  type Clause,
  grantCovering,
  inScope,
  need,
  permitFull,
  scopeFor,
  silent,
} from '../../../gate/index.ts'

/** 4.2.1: an approved application opens exactly its fields of its customers, in its modes, for its days. */
export const p4_2_1_grant: Clause = {
  number: '4.2.1',
  name: 'approved-application',
  verbs: ['read', 'copy', 'export', 'print'],
  judge: (question, facts, field) =>
    grantCovering(question, facts, need(field, 'field').id) === undefined ? silent : permitFull,
}

/** 4.2.1: lower levels may be opened within one's own scope against a stated reason instead of an application (default matrix). */
export const p4_2_1_stated_reason: Clause = {
  number: '4.2.1',
  name: 'stated-reason-within-scope',
  verbs: ['read'],
  judge: (question, facts, field) => {
    const wanted = need(field, 'field')
    if (wanted.fullNeeds !== 'reason') return silent
    if (question.purpose === undefined || question.reasonStated !== true) return silent
    const person = need(facts.person, 'person')
    return inScope(person, need(facts.customer, 'customer'), scopeFor(person, question.verb, wanted))
      ? permitFull
      : silent
  },
}
