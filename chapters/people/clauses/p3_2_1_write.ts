import { type Clause, inScope, need, permitFull, scopeFor, scopeGiven, silent } from '../../../gate/index.ts'

/** 3.2.1: whoever is responsible for a file (owner, department, records officer) may file and correct its values. */
export const p3_2_1_write: Clause = {
  number: '3.2.1',
  name: 'responsible-may-file',
  verbs: ['write', 'attach'],
  judge: ({ verb }, facts, field) => {
    const person = need(facts.person, 'person')
    const everywhere = person.roles.has('archivist')
    // Attaching is an act on the file as a whole, of no level: the opening of what was attached is judged by it.
    if (verb === 'attach')
      return everywhere || inScope(person, need(facts.customer, 'customer')) ? permitFull : silent
    const wanted = need(field, 'field')
    const scope = everywhere ? (scopeGiven(person, verb, wanted) ?? 'none') : scopeFor(person, verb, wanted)
    return inScope(person, need(facts.customer, 'customer'), scope) ? permitFull : silent
  },
}
