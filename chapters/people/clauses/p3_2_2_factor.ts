import { actVerbs, type Clause, dataVerbs, forbidAll, isFresh, need, silent } from '../../../gate/index.ts'
import { stepUpVerbs } from '../wire/factors.ts'
import { neverByRoleFrom } from './p3_2_1_scope.ts'

/** Among what a person has still to do: a second factor is required and there is none. */
export const factorUnmet = 'second-factor'

/** 3.2.2: where a second factor is required nothing can be done before there is one. */
export const p3_2_2_factor: Clause = {
  number: '3.2.2',
  name: 'second-factor-set',
  verbs: [...dataVerbs, ...actVerbs],
  judge: (_question, facts) => (need(facts.person, 'person').unmet.has(factorUnmet) ? forbidAll : silent),
}

/** 3.2.2: whoever opens the highest level for a purpose proves first, anew, who sits there. */
export const p3_2_2_proves_again: Clause = {
  number: '3.2.2',
  name: 'top-level-proves-again',
  verbs: ['read', 'copy', 'export', 'print'],
  judge: (question, facts, field) => {
    if (need(field, 'field').level < neverByRoleFrom || question.purpose === undefined) return silent
    return isFresh(need(facts.proof, 'proof'), question.at) ? silent : forbidAll
  },
}

/**
 * 3.2.2: before the acts that the rules of sign-in name whoever is about to do them proves anew who sits there, whatever
 * level they touch.
 */
export const p3_2_2_act_proves_again: Clause = {
  number: '3.2.2',
  name: 'act-proves-again',
  verbs: stepUpVerbs,
  judge: (question, facts) => {
    const proof = need(facts.proof, 'proof')
    if (isFresh(proof, question.at)) return silent
    return need(proof.asks, 'asks').has(question.verb) ? forbidAll : silent
  },
}
