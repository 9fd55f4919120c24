import { type Clause, dataVerbs, forbidAll, need, silent } from '../../../gate/index.ts'

/** 2.2.2: what arrived in a batch stays out of sight until the batch is released. */
export const p2_2_2_quarantine: Clause = {
  number: '2.2.2',
  name: 'batch-released',
  verbs: dataVerbs,
  judge: (_question, facts) => (need(facts.customer, 'customer').quarantined ? forbidAll : silent),
}
