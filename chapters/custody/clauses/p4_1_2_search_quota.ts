import { type Clause, forbidAll, need, silent } from '../../../gate/index.ts'

/** 4.1.2: searching through the whole collection is not working with what one needs. */
export const p4_1_2_search_quota: Clause = {
  number: '4.1.2',
  name: 'search-quota',
  verbs: ['search'],
  judge: (_question, facts) => {
    const quota = need(facts.quota, 'quota')
    return quota.searches >= quota.searchesMax ? forbidAll : silent
  },
}
