import { type Clause, forbid, need, silent } from '../../../gate/index.ts'

/** 6.1: rules of sign-in are changed by two: whoever laid the change down does not confirm it. */
export const p6_1_second_confirms: Clause = {
  number: '6.1',
  name: 'second-administrator-confirms',
  verbs: ['confirm-sign-in-rules'],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? forbid : silent),
}
