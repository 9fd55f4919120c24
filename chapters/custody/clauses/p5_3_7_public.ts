import { type Clause, inScope, need, permitFull, scopeFor, silent } from '../../../gate/index.ts'

/** 5.3.7: what the catalogue marks as public (company name, credit code) needs no mask within the scope of work. */
export const p5_3_7_public: Clause = {
  number: '5.3.7',
  name: 'public-field-unmasked',
  verbs: ['list', 'search', 'read'],
  judge: ({ verb }, facts, field) => {
    const wanted = need(field, 'field')
    if (wanted.mask !== 'none' || wanted.level > 1) return silent
    const person = need(facts.person, 'person')
    return inScope(person, need(facts.customer, 'customer'), scopeFor(person, verb, wanted))
      ? permitFull
      : silent
  },
}
