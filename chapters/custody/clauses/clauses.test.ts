import { describe, expect, test } from 'vitest'
import {
  type CustomerFacts,
  type Facts,
  type FieldFacts,
  forbid,
  forbidAll,
  forbidFull,
  MissingFact,
  permit,
  permitFull,
  type PersonFacts,
  type Question,
  silent,
} from '../../../gate/index.ts'
import { p2_3_3_level_change } from './p2_3_3_level_change.ts'
import { p2_3_3_level_known } from './p2_3_3_level_known.ts'
import { p4_1_2_search_quota } from './p4_1_2_search_quota.ts'
import { p4_1_3_restricted } from './p4_1_3_restricted.ts'
import { p5_3_7_masking } from './p5_3_7_masking.ts'
import { p5_3_7_public } from './p5_3_7_public.ts'

const li = (more: Partial<PersonFacts> = {}): PersonFacts => ({
  id: 'li', active: true, mustChangePassword: false, roles: new Set(), clearance: 3, scope: 'own', departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(), ...more,
}) // prettier-ignore
const file = (more: Partial<CustomerFacts> = {}): CustomerFacts => ({
  id: 'c1',
  level: 1,
  ownerId: 'li',
  status: 'active',
  quarantined: false,
  frozen: false,
  barred: {},
  ...more,
})
const field = (more: Partial<FieldFacts> = {}): FieldFacts => ({
  id: 7,
  level: 2,
  sensitive: false,
  category: 'basic',
  fullNeeds: 'reason',
  type: 'mobile',
  mask: 'mobile',
  ...more,
})
const ask = (verb: Question['verb'], more: Partial<Question> = {}): Question => ({
  actor: 'li',
  verb,
  fields: [7],
  at: 1000,
  ...more,
})

describe('2.3.3 nothing is used before it carries a level', () => {
  test.each([
    [1, 1, silent],
    [0, 1, forbidAll],
    [1, 0, forbidAll],
  ] as const)('file %i, field %i', (fileLevel, fieldLevel, ruling) =>
    expect(
      p2_3_3_level_known.judge(
        ask('read'),
        { customer: file({ level: fileLevel }) },
        field({ level: fieldLevel }),
      ),
    ).toBe(ruling),
  )
  test('an unknown file is a missing fact', () => {
    expect(() => p2_3_3_level_known.judge(ask('read'), {}, field())).toThrow(MissingFact)
  })
})

describe('2.3.3 a change of level is applied for by whoever answers for the file', () => {
  const change = (person: PersonFacts, level: number, customer?: CustomerFacts) =>
    p2_3_3_level_change.judge(
      ask('change-level'),
      { person, ...(customer === undefined ? {} : { customer }), act: { verb: 'change-level', level } },
      undefined,
    )
  test('the records officer may, for any file', () =>
    expect(change(li({ roles: new Set(['archivist']) }), 3)).toBe(permit))
  test('the owner may, for the own file', () => expect(change(li(), 3, file())).toBe(permit))
  test('somebody else may not', () => expect(change(li(), 3, file({ ownerId: 'wang' }))).toBe(silent))
  test('nobody above the own clearance', () =>
    expect(change(li({ clearance: 2, roles: new Set(['archivist']) }), 3)).toBe(forbid))
  test('an unknown level is a missing fact', () =>
    expect(() => p2_3_3_level_change.judge(ask('change-level'), { person: li() }, undefined)).toThrow(
      MissingFact,
    ))
})

describe('4.1.2 searching through everything', () => {
  const quota = (searches: number): Facts => ({
    quota: { fullViews: 0, fullViewsMax: 1, searches, searchesMax: 10, exportRowsMax: 1 },
  })
  test.each([
    [9, silent],
    [10, forbidAll],
    [11, forbidAll],
  ] as const)('after %i searches of 10', (searches, ruling) =>
    expect(p4_1_2_search_quota.judge(ask('search'), quota(searches), field())).toBe(ruling),
  )
  test('an unknown count is a missing fact', () =>
    expect(() => p4_1_2_search_quota.judge(ask('search'), {}, field())).toThrow(MissingFact))
})

describe('4.1.3 a file out of use is only kept', () => {
  test.each([
    ['active', silent],
    ['restricted', forbidAll],
    ['merged', forbidAll],
    ['erased', forbidAll],
  ] as const)('%s', (status, ruling) =>
    expect(p4_1_3_restricted.judge(ask('read'), { customer: file({ status }) }, field())).toBe(ruling),
  )
  test('an unknown file is a missing fact', () =>
    expect(() => p4_1_3_restricted.judge(ask('read'), {}, field())).toThrow(MissingFact))
})

describe('5.3.7 masks', () => {
  test('a list never shows a whole value', () =>
    expect(p5_3_7_masking.judge(ask('list'), {}, field())).toBe(forbidFull))
  test('a public field needs no mask', () =>
    expect(p5_3_7_masking.judge(ask('list'), {}, field({ mask: 'none' }))).toBe(silent))
  test.each([
    ['public, internal, own file', { mask: 'none', level: 1 }, {}, permitFull],
    ['masked field', { mask: 'mobile', level: 1 }, {}, silent],
    ['public mask but a higher level', { mask: 'none', level: 2 }, {}, silent],
    ['file of somebody else', { mask: 'none', level: 1 }, { ownerId: 'wang' }, silent],
  ] as const)('%s', (_, of, customer, ruling) =>
    expect(p5_3_7_public.judge(ask('read'), { person: li(), customer: file(customer) }, field(of))).toBe(
      ruling,
    ),
  )
  test('an unknown person is a missing fact', () =>
    expect(() =>
      p5_3_7_public.judge(ask('read'), { customer: file() }, field({ mask: 'none', level: 1 })),
    ).toThrow(MissingFact))
})
