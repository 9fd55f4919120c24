import { describe, expect, test } from 'vitest'
import { forbid, MissingFact, permit, type PersonFacts, type Question, silent } from '../../../gate/index.ts'
import { p2_3_1_asks_correction, p2_3_1_explained, p2_3_1_responsible } from './p2_3_1_tidying.ts'

const ask = (verb: Question['verb'], reasonStated?: boolean): Question => ({
  actor: 'li', verb, fields: [], at: 1000, ...(reasonStated === undefined ? {} : { reasonStated }),
}) // prettier-ignore
const person = (scope: PersonFacts['scope'], ...roles: string[]): PersonFacts => ({
  id: 'li', active: true, mustChangePassword: false, roles: new Set(roles), clearance: 3, scope, departments: new Set(['sales']),
  reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(),
}) // prettier-ignore
const file = (ownerId: string) =>
  ({ id: 'c1', level: 1, status: 'active', quarantined: false, ownerId, barred: {}, frozen: false }) as const

describe('2.3.1 who tidies a file', () => {
  test.each([
    ['the records officer, any file', person('none', 'archivist'), 'wang', permit],
    ['a collector, any file', person('none', 'collector'), 'wang', permit],
    ['the owner', person('own'), 'li', permit],
    ['somebody else', person('own'), 'wang', silent],
    ['whoever sees all files', person('all'), 'wang', permit],
  ])('%s', (_who, one, owner, ruling) =>
    expect(p2_3_1_responsible.judge(ask('tidy'), { person: one, customer: file(owner) }, undefined)).toBe(
      ruling,
    ),
  )
  test('an unknown person or file is a missing fact', () => {
    expect(() => p2_3_1_responsible.judge(ask('tidy'), { customer: file('li') }, undefined)).toThrow(
      MissingFact,
    )
    expect(() => p2_3_1_responsible.judge(ask('tidy'), { person: person('own') }, undefined)).toThrow(
      MissingFact,
    )
  })
})

describe('2.3.1 defects are explained', () => {
  test.each([
    [0, undefined, silent],
    [2, true, silent],
    [2, false, forbid],
    [1, undefined, forbid],
  ] as const)('%i defects, reason %j', (defects, reason, ruling) =>
    expect(p2_3_1_explained.judge(ask('tidy', reason), { act: { verb: 'tidy', defects } }, undefined)).toBe(
      ruling,
    ),
  )
  test('not knowing how many is a missing fact', () =>
    expect(() => p2_3_1_explained.judge(ask('tidy', true), { act: { verb: 'tidy' } }, undefined)).toThrow(
      MissingFact,
    ))
})

describe('2.3.1 who may ask for a correction', () => {
  const judged = (sees: boolean) =>
    p2_3_1_asks_correction.judge(ask('ask-correction'), { act: { verb: 'ask-correction', sees } }, undefined)
  test('whoever sees the field', () => expect(judged(true)).toBe(permit))
  test('not somebody from whom it is hidden', () => expect(judged(false)).toBe(silent))
  test('not knowing it is a missing fact', () =>
    expect(() =>
      p2_3_1_asks_correction.judge(ask('ask-correction'), { act: { verb: 'ask-correction' } }, undefined),
    ).toThrow(MissingFact))
})
