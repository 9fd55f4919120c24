import { type Clause, dataVerbs, forbidAll, need, silent } from '../../../gate/index.ts'

/** 3.2.1: nobody sees a field, or any part of a file, above the own clearance; an approval does not change that. */
export const p3_2_1_clearance: Clause = {
  number: '3.2.1',
  name: 'clearance-covers-level',
  verbs: dataVerbs,
  judge: (_question, facts, field) => {
    const { clearance } = need(facts.person, 'person')
    if (need(facts.customer, 'customer').level > clearance) return forbidAll
    return need(field, 'field').level > clearance ? forbidAll : silent
  },
}
