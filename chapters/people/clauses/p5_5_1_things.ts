import { type Clause, forbid, need, silent } from '../../../gate/index.ts'

/** 5.5.1: nobody records what he himself was handed, gave back or lost; somebody else counts it. */
export const p5_5_1_counted_by_another: Clause = {
  number: '5.5.1',
  name: 'things-counted-by-another',
  verbs: ['keep-things'],
  judge: (question, facts) =>
    need(facts.act?.subjectPerson, 'subjectPerson') === question.actor ? forbid : silent,
}
