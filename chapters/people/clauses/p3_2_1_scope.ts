import { type Clause, inScope, need, permitMasked, scopeFor, silent } from '../../../gate/index.ts'

/** Levels from this rank upwards are never shown by office alone, not even masked (default matrix, domain reference §3.1). */
export const neverByRoleFrom = 4

/** 3.2.1: by their duties people see the files in their scope of work, masked. */
export const p3_2_1_scope: Clause = {
  number: '3.2.1',
  name: 'scope-of-work-masked',
  verbs: ['list', 'search', 'read', 'copy', 'print', 'export'],
  judge: ({ verb }, facts, field) => {
    const wanted = need(field, 'field')
    if (wanted.level >= neverByRoleFrom) return silent
    const person = need(facts.person, 'person')
    return inScope(person, need(facts.customer, 'customer'), scopeFor(person, verb, wanted))
      ? permitMasked
      : silent
  },
}
