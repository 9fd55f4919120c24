import { type Clause, actVerbs, dataVerbs, forbidAll, need, silent } from '../../../gate/index.ts'

/** 3.2.2: with a password set by somebody else nothing can be done but change it. */
export const p3_2_2_password: Clause = {
  number: '3.2.2',
  name: 'own-password-set',
  verbs: [...dataVerbs, ...actVerbs],
  judge: (_question, facts) => (need(facts.person, 'person').mustChangePassword ? forbidAll : silent),
}
