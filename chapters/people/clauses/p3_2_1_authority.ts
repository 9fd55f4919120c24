import {
  type Clause,
  dataVerbs,
  forbid,
  forbidAll,
  type GrantFacts,
  inScope,
  isVerification,
  need,
  type Scope,
  scopeGiven,
  silent,
} from '../../../gate/index.ts'

const mayFile = (given: Scope | undefined): boolean => given !== undefined && given !== 'none'

const runs = (grant: GrantFacts, at: number): boolean =>
  !grant.revoked && grant.from <= at && at < grant.until

/**
 * 3.2.1: nobody does with a kind of data what the authority matrix gives to none of the own roles; and what it gives for
 * the own customers or the own department only is closed on other files, unless an application was approved for them.
 */
export const p3_2_1_authority: Clause = {
  number: '3.2.1',
  name: 'authority-matrix-gives',
  verbs: dataVerbs,
  judge: (question, facts, field) => {
    const { verb, at } = question
    const person = need(facts.person, 'person')
    // A file that is being checked is nobody's work yet: its verifier was given the sample, within clearance.
    if (isVerification(question, facts)) return silent
    const given = scopeGiven(person, verb, need(field, 'field'))
    if (given === undefined) return forbidAll
    if (given === 'all' || inScope(person, need(facts.customer, 'customer'), given)) return silent
    return facts.grants?.some((grant) => runs(grant, at)) === true ? silent : forbidAll
  },
}

/**
 * 3.2.1: nobody files in bulk what the matrix does not let the own roles write, or by application only: none was approved
 * for files that do not exist yet.
 */
export const p3_2_1_authority_intake: Clause = {
  number: '3.2.1',
  name: 'authority-matrix-gives-intake',
  verbs: ['import', 'release-batch'],
  judge: (_question, facts) => {
    const person = need(facts.person, 'person')
    const brings = need(facts.act?.brings, 'brings')
    return brings.every((kind) => mayFile(scopeGiven(person, 'write', kind))) ? silent : forbid
  },
}
