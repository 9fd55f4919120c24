import { type Clause, need, permitMasked, silent } from '../../../gate/index.ts'

/** 4.2.1: a file for which one holds a running grant can be found, masked, also outside the own scope of work. */
export const p4_2_1_granted_file_listed: Clause = {
  number: '4.2.1',
  name: 'granted-file-can-be-found',
  verbs: ['list', 'search', 'read'],
  judge: (question, facts, field) => {
    need(field, 'field')
    for (const grant of need(facts.grants, 'grants')) {
      if (!grant.revoked && question.at >= grant.from && question.at < grant.until) return permitMasked
    }
    return silent
  },
}
