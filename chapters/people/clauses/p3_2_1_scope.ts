import { type Clause, inScope, need, permitMasked, silent } from '../../../gate/index.ts'

/** Levels from this rank upwards are never shown by office alone, not even masked (default matrix, domain reference §3.1). */
export const neverByRoleFrom = 4

/** 3.2.1: by their duties people see the files in their scope of work, masked. */
export const p3_2_1_scope: Clause = {
  number: '3.2.1',
  name: 'scope-of-work-masked',
  verbs: ['list', 'search', 'read', 'copy', 'print', 'export'],
  judge: (_question, facts, field) => {
    if (need(field, 'field').level >= neverByRoleFrom) return silent
    return inScope(need(facts.person, 'person'), need(facts.customer, 'customer')) ? permitMasked : silent
  },
}
