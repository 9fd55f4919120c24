import { type Clause, dataVerbs, forbidAll, need, silent } from '../../../gate/index.ts'

/** 4.1.3: a file whose processing is restricted or that was erased or merged away is only kept, not used (PIPL 47). */
export const p4_1_3_restricted: Clause = {
  number: '4.1.3',
  name: 'file-in-use',
  verbs: dataVerbs,
  judge: (_question, facts) => (need(facts.customer, 'customer').status === 'active' ? silent : forbidAll),
}
