import { type Clause, forbid, need, silent } from '../../../gate/index.ts'

/** 2.3.3: what lets levels be lower than before is confirmed by somebody other than who wrote it. */
export const p2_3_3_lowering_confirmed: Clause = {
  number: '2.3.3',
  name: 'lowering-confirmed-by-another',
  verbs: ['confirm-level-rules'],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? forbid : silent),
}
