import { type Clause, inScope, need, permitFull, silent } from '../../../gate/index.ts'

/** 3.2.1: whoever is responsible for a file (owner, department, records officer) may file and correct its values. */
export const p3_2_1_write: Clause = {
  number: '3.2.1',
  name: 'responsible-may-file',
  verbs: ['write', 'attach'],
  judge: (_question, facts) => {
    const person = need(facts.person, 'person')
    if (person.roles.has('archivist')) return permitFull
    return inScope(person, need(facts.customer, 'customer')) ? permitFull : silent
  },
}
