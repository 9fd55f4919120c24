import { type Clause, forbid, need, silent } from '../../../gate/index.ts'

/** 2.1.2: nothing is taken in that no chosen purpose needs. */
export const p2_1_2_necessary: Clause = {
  number: '2.1.2',
  name: 'only-what-is-needed',
  verbs: ['import'],
  judge: (_question, facts) => (need(facts.act?.beyondNeed, 'beyondNeed') > 0 ? forbid : silent),
}
