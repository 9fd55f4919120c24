import { type Clause, dataVerbs, forbidAll, isAdministrator, need, silent } from '../../../gate/index.ts'

/** 6.1: the system, security and audit administrators look after the system; none of them sees customer data or applies for it. */
export const p6_1_administrators: Clause = {
  number: '6.1',
  name: 'administrators-see-no-customer-data',
  verbs: [
    ...dataVerbs,
    'apply',
    'import',
    'take-in',
    'attach',
    'merge',
    'tidy',
    'ask-correction',
    'renumber',
    'change-level',
    'release-batch',
    'open-material',
    'record-consent',
    'withdraw-consent',
  ],
  judge: (_question, facts) => (isAdministrator(need(facts.person, 'person').roles) ? forbidAll : silent),
}
