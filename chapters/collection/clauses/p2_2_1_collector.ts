import { type Clause, forbid, need, permit, silent } from '../../../gate/index.ts'

/** 2.2.1: the source of what is taken in is on record. */
export const p2_2_1_source: Clause = {
  number: '2.2.1',
  name: 'source-on-record',
  verbs: ['import', 'take-in'],
  judge: (_question, facts) => (need(facts.act?.sourceKnown, 'sourceKnown') ? silent : forbid),
}

/** 2.3.2: filing is the records officer's work, or that of people charged with collecting. */
export const p2_3_2_filing: Clause = {
  number: '2.3.2',
  name: 'filed-by-records-officer',
  verbs: ['import', 'take-in', 'release-batch', 'merge', 'renumber'],
  judge: (_question, facts) => {
    const { roles } = need(facts.person, 'person')
    return roles.has('archivist') || roles.has('collector') ? permit : silent
  },
}
