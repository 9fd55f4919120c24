import type { Facts, GrantFacts, GrantMode } from './facts.ts'
import type { Question, Verb } from './question.ts'

/** The grant mode that a verb needs; undefined for verbs that no grant can give. */
export function modeOf(verb: Verb): GrantMode | undefined {
  return verb === 'read' || verb === 'copy' || verb === 'export' || verb === 'print' ? verb : undefined
}

/** True when the grant runs at that moment, has readings left, and fits verb, application and purpose. */
export function isUsable(grant: GrantFacts, question: Question): boolean {
  const mode = modeOf(question.verb)
  return (
    mode !== undefined &&
    grant.modes.has(mode) &&
    !grant.revoked &&
    question.at >= grant.from &&
    question.at < grant.until &&
    (grant.left === undefined || grant.left > 0) &&
    (question.application === undefined || question.application === grant.application) &&
    (question.purpose === undefined || question.purpose === grant.purpose)
  )
}

/** The first usable grant that covers this field. */
export function grantCovering(question: Question, facts: Facts, fieldId: number): GrantFacts | undefined {
  for (const grant of facts.grants ?? [])
    if (grant.fields.has(fieldId) && isUsable(grant, question)) return grant
  return undefined
}

/** The grant that a reading is booked on: the one covering the first field that is shown in full because of a grant. */
export function grantUsed(question: Question, facts: Facts, full: Iterable<number>): GrantFacts | undefined {
  for (const id of full) {
    const grant = grantCovering(question, facts, id)
    if (grant !== undefined) return grant
  }
  return undefined
}
