import { type Clause, dataVerbs, forbidAll, need, silent } from '../../../gate/index.ts'

/** 2.3.3: nothing is used before it carries a level. */
export const p2_3_3_level_known: Clause = {
  number: '2.3.3',
  name: 'level-assigned',
  verbs: dataVerbs,
  judge: (_question, facts, field) =>
    need(field, 'field').level >= 1 && need(facts.customer, 'customer').level >= 1 ? silent : forbidAll,
}
