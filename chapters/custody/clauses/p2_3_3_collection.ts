import { type Clause, forbid, forbidAll, need, silent } from '../../../gate/index.ts'

/** 2.3.3: what is taken out together stands as high as its volume makes it, for whoever takes it out and for those who approved. */
export const p2_3_3_collection: Clause = {
  number: '2.3.3',
  name: 'collection-rises-with-volume',
  verbs: ['export', 'print'],
  judge: (_question, facts) => {
    const { level, approved } = need(facts.collection, 'collection')
    return level > need(facts.person, 'person').clearance || level > approved ? forbidAll : silent
  },
}

/** 2.3.3: a file is at least as high as its highest part; two files are made one by those cleared for all of both. */
export const p2_3_3_whole_file: Clause = {
  number: '2.3.3',
  name: 'file-as-high-as-its-parts',
  verbs: ['merge'],
  judge: (_question, facts) =>
    need(need(facts.customer, 'customer').whole, 'whole') > need(facts.person, 'person').clearance
      ? forbid
      : silent,
}
