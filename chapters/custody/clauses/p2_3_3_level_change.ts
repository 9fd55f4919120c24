import { type Clause, forbid, inScope, need, permit, silent } from '../../../gate/index.ts'

/** 2.3.3: a change of level is applied for by the records officer or whoever answers for the file; it takes effect by approval only. */
export const p2_3_3_level_change: Clause = {
  number: '2.3.3',
  name: 'level-change-applied-for',
  verbs: ['change-level'],
  judge: (_question, facts) => {
    const person = need(facts.person, 'person')
    if (need(facts.act?.level, 'level') > person.clearance) return forbid
    if (person.roles.has('archivist')) return permit
    return facts.customer !== undefined && inScope(person, facts.customer) ? permit : silent
  },
}
