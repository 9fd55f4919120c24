import { type Clause, dataVerbs, forbidAll, need, silent } from '../../../gate/index.ts'

/** 5.1.2: newcomers touch no customer data before everything asked of a newcomer is done. */
export const p5_1_2_newcomer: Clause = {
  number: '5.1.2',
  name: 'newcomer-checks-passed',
  verbs: [...dataVerbs, 'apply', 'approve', 'import', 'take-in', 'attach', 'merge', 'tidy', 'ask-correction', 'renumber', 'change-level', 'release-batch'], // prettier-ignore
  judge: (_question, facts) => (need(facts.person, 'person').unmet.size > 0 ? forbidAll : silent),
}
