import { type Clause, forbid, need, silent } from '../../../gate/index.ts'

/** The legal bases of PIPL article 13, items one to seven, and trade-secret data without natural persons. */
export const legalBases = [
  'consent',
  'contract',
  'statutory-duty',
  'emergency',
  'public-interest-reporting',
  'already-public',
  'other-law',
  'no-personal-data',
] as const
const known: ReadonlySet<string> = new Set(legalBases)

/** 2.1.1: nothing is taken in without a legal basis. */
export const p2_1_1_legal_basis: Clause = {
  number: '2.1.1',
  name: 'legal-basis-stated',
  verbs: ['import', 'take-in', 'release-batch'],
  judge: (_question, facts) => (known.has(need(facts.act?.legalBasis, 'legalBasis')) ? silent : forbid),
}
