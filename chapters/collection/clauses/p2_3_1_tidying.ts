import { type Clause, forbid, inScope, need, permit, silent } from '../../../gate/index.ts'

/** 2.3.1: a file is tidied by the records officer, by collectors, or by whoever is responsible for it. */
export const p2_3_1_responsible: Clause = {
  number: '2.3.1',
  name: 'responsible-tidies',
  verbs: ['tidy'],
  judge: (_question, facts) => {
    const person = need(facts.person, 'person')
    const customer = need(facts.customer, 'customer')
    if (person.roles.has('archivist') || person.roles.has('collector')) return permit
    return inScope(person, customer) ? permit : silent
  },
}

/** 2.3.1: a file that still has defects is not called tidy without saying why. */
export const p2_3_1_explained: Clause = {
  number: '2.3.1',
  name: 'defects-explained',
  verbs: ['tidy'],
  judge: (question, facts) =>
    need(facts.act?.defects, 'defects') > 0 && question.reasonStated !== true ? forbid : silent,
}

/** 2.3.1: whoever sees a field may ask for its correction; what is kept from somebody cannot be corrected by guessing. */
export const p2_3_1_asks_correction: Clause = {
  number: '2.3.1',
  name: 'who-sees-may-ask',
  verbs: ['ask-correction'],
  judge: (_question, facts) => (need(facts.act?.sees, 'sees') ? permit : silent),
}
