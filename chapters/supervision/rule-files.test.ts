import { expect, test } from 'vitest'
import { ruleFiles } from '../../tools/rule-files.ts'
import { clauses } from '../statute.ts'
import { clauseKey } from '../../gate/index.ts'
import kept from './rule-files.json' with { type: 'json' }

test('the list of rule files is what the rule files say (npx tsx tools/rule-files.ts writes it)', () => {
  expect(kept).toEqual(ruleFiles())
})

test('every rule of the statute is in a file, and every rule file is in the statute', () => {
  expect(Object.keys(kept).sort()).toEqual(clauses.map(clauseKey).sort())
})
