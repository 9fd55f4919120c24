import { type Clause, forbidFull, need, silent } from '../../../gate/index.ts'

/** 5.3.7: lists and search results show masked values; the whole value is only ever shown on the file, one file at a time. */
export const p5_3_7_masking: Clause = {
  number: '5.3.7',
  name: 'lists-are-masked',
  verbs: ['list', 'search'],
  judge: (_question, _facts, field) => (need(field, 'field').mask === 'none' ? silent : forbidFull),
}
