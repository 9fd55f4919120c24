import { expect, test } from 'vitest'
import { clauseKey } from '../../gate/index.ts'
import { clauses } from '../statute.ts'
import { orderedReasons, showing } from './present.ts'

test('every rule named as showing a value is in force', () => {
  const inForce = new Set(clauses.map(clauseKey))
  expect([...showing].filter((key) => !inForce.has(key))).toEqual([])
})

test.each([
  ['masked by a used-up quota', ['3.2.1/scope-of-work-masked', '4.1.2/view-quota'], true, ['4.1.2/view-quota', '3.2.1/scope-of-work-masked']],
  ['a purpose that is not on the list', ['3.2.1/scope-of-work-masked', '4.1.1/purpose-on-list'], true, ['4.1.1/purpose-on-list', '3.2.1/scope-of-work-masked']],
  ['merely looked at', ['3.2.1/scope-of-work-masked', '4.1.1/purpose-on-list'], false, ['3.2.1/scope-of-work-masked']],
  ['whole under a grant', ['4.2.1/approved-application'], true, ['4.2.1/approved-application']],
  ['hidden', ['3.2.1/clearance-covers-level'], false, ['3.2.1/clearance-covers-level']],
] as const)('reasons of a value that is %s: what withholds before what shows', (_what, because, purpose, told) => {
  expect(orderedReasons(because, purpose)).toEqual(told)
}) // prettier-ignore
