import { type Clause, dataVerbs, forbidAll, isWithinReach, need, silent } from '../../../gate/index.ts'

/** 3.2.1: each subsidiary keeps its files to itself, also from those who see all; only people at group level see beyond. */
export const p3_2_1_subsidiary: Clause = {
  number: '3.2.1',
  name: 'subsidiaries-apart',
  verbs: [
    ...dataVerbs,
    'attach',
    'change-level',
    'merge',
    'tidy',
    'ask-correction',
    'renumber',
    'record-consent',
    'withdraw-consent',
    'grant-rights-request',
    'hold-file',
    'restrict-file',
    'erase-file',
  ],
  judge: (question, facts) => {
    // A change of the catalogue's own level is about no customer's file.
    if (facts.customer === undefined && question.customer === undefined && question.verb === 'change-level')
      return silent
    return isWithinReach(need(facts.person, 'person'), need(facts.customer, 'customer')) ? silent : forbidAll
  },
}
