import { type Clause, inScope, need, permitFull, silent } from '../../../gate/index.ts'

/** 5.3.7: what the catalogue marks as public (company name, credit code) needs no mask within the scope of work. */
export const p5_3_7_public: Clause = {
  number: '5.3.7',
  name: 'public-field-unmasked',
  verbs: ['list', 'search', 'read'],
  judge: (_question, facts, field) => {
    const { mask, level } = need(field, 'field')
    if (mask !== 'none' || level > 1) return silent
    return inScope(need(facts.person, 'person'), need(facts.customer, 'customer')) ? permitFull : silent
  },
}
