import { describe, expect, test } from 'vitest'
import {
  type Facts,
  forbid,
  forbidAll,
  MissingFact,
  type PersonFacts,
  type Question,
  silent,
} from '../../../gate/index.ts'
import { p2_3_3_collection, p2_3_3_whole_file } from './p2_3_3_collection.ts'
import { p2_3_3_lowering_confirmed } from './p2_3_3_rules.ts'

const ask = (verb: Question['verb']): Question => ({ actor: 'li', verb, fields: [], at: 1000 })
const person = (clearance: number): PersonFacts => ({
  id: 'li', active: true, mustChangePassword: false, roles: new Set(), clearance, scope: 'all', departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(),
}) // prettier-ignore

describe('2.3.3 what is taken out together stands as high as its volume makes it', () => {
  test.each([
    ['within clearance and approval', 3, 3, 3, silent],
    ['above what was approved', 3, 2, 4, forbidAll],
    ['above the clearance', 3, 4, 2, forbidAll],
    ['below both', 1, 2, 3, silent],
  ] as const)('%s', (_, level, approved, clearance, ruling) =>
    expect(
      p2_3_3_collection.judge(ask('export'), { person: person(clearance), collection: { level, approved } }, undefined),
    ).toBe(ruling),
  ) // prettier-ignore
  test.each<Facts>([{ person: person(4) }, { collection: { level: 1, approved: 1 } }])(
    'a missing fact denies',
    (facts) => expect(() => p2_3_3_collection.judge(ask('print'), facts, undefined)).toThrow(MissingFact),
  )
})

describe('2.3.3 a file is at least as high as its highest part', () => {
  const file = (whole?: number): Facts => ({
    person: person(3),
    customer: { id: 'c1', level: 1, status: 'active', quarantined: false,
    barred: {},
    frozen: false, ...(whole === undefined ? {} : { whole }) },
  }) // prettier-ignore
  test.each([
    [1, silent],
    [3, silent],
    [4, forbid],
  ] as const)('whole %i, clearance 3', (whole, ruling) =>
    expect(p2_3_3_whole_file.judge(ask('merge'), file(whole), undefined)).toBe(ruling),
  )
  test('an unknown level of the whole denies', () => {
    expect(() => p2_3_3_whole_file.judge(ask('merge'), file(), undefined)).toThrow(MissingFact)
    expect(() => p2_3_3_whole_file.judge(ask('merge'), { person: person(4) }, undefined)).toThrow(MissingFact)
  })
})

describe('2.3.3 what lets levels be lower is confirmed by another', () => {
  const act = (applicant?: string): Facts => ({
    person: person(4),
    act: { verb: 'confirm-level-rules', ...(applicant === undefined ? {} : { applicant }) },
  })
  test.each([
    ['wang', silent],
    ['li', forbid],
  ] as const)('written by %s, confirmed by li', (applicant, ruling) =>
    expect(p2_3_3_lowering_confirmed.judge(ask('confirm-level-rules'), act(applicant), undefined)).toBe(
      ruling,
    ),
  )
  test('an unknown writer denies', () =>
    expect(() => p2_3_3_lowering_confirmed.judge(ask('confirm-level-rules'), act(), undefined)).toThrow(
      MissingFact,
    ))
})
