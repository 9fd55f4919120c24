import { type Facts, need, verification } from './facts.ts'
import type { Question } from './question.ts'

/**
 * Whether somebody opens, for the check of a batch in quarantine, a file of the sample drawn for it: the one way in which
 * such a file is seen at all. Without the facts of the check it is no verification.
 */
export function isVerification(question: Question, facts: Facts): boolean {
  if (question.verb !== 'read' || question.purpose !== verification) return false
  if (!need(facts.customer, 'customer').quarantined) return false
  const { check } = facts
  return check !== undefined && check.sampled && check.verifier === question.actor
}
