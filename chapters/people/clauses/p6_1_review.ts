import { type Clause, need, permit, silent } from '../../../gate/index.ts'

/**
 * 6.1: a right is confirmed or removed in the quarterly review by whoever is its reviewer at that moment: the holder's
 * manager, or the office that stands in (desk/review/reviewers.ts). No other role gives this.
 */
export const p6_1_reviewer_decides: Clause = {
  number: '6.1',
  name: 'reviewer-decides',
  verbs: ['review-rights'],
  judge: (question, facts) =>
    need(facts.act?.reviewers, 'reviewers').includes(question.actor) ? permit : silent,
}
