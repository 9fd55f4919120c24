import { type Clause, forbid, need, silent } from '../../../gate/index.ts'

/** 5.5.2: nobody records of his own door card that it is stopped; somebody else does, who stopped it. */
export const p5_5_2_stopped_by_another: Clause = {
  number: '5.5.2',
  name: 'card-stopped-by-another',
  verbs: ['stop-card'],
  judge: (question, facts) =>
    need(facts.act?.subjectPerson, 'subjectPerson') === question.actor ? forbid : silent,
}
