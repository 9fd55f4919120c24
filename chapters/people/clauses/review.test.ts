import { describe, expect, test } from 'vitest'
import {
  type Clause,
  type Facts,
  forbidAll,
  MissingFact,
  type PersonFacts,
  permit,
  type Question,
  silent,
} from '../../../gate/index.ts'
import { p6_1_not_to_oneself, p6_1_office_does_act } from './p6_1_duties.ts'
import { p6_1_reviewer_decides } from './p6_1_review.ts'

const judge = (clause: Clause, asked: Question, facts: Facts) => clause.judge(asked, facts, undefined)

const question = (verb: Question['verb']): Question => ({ actor: 'fang', verb, fields: [], at: 1_000 })
const holding = (...roles: string[]): PersonFacts => ({
  id: 'fang',
  active: true,
  mustChangePassword: false,
  roles: new Set(roles),
  clearance: 4,
  scope: 'all',
  departments: new Set(),
  reach: 'everything',
  authority: 'everything',
  unmet: new Set(),
})
const review = (act: Omit<NonNullable<Facts['act']>, 'verb'>): Facts => ({
  act: { verb: 'review-rights', ...act },
})

describe('6.1 a right is reviewed by its reviewer of the moment', () => {
  test.each([
    ['the reviewer', ['fang'], permit],
    ['one of several', ['lu', 'fang'], permit],
    ['somebody else', ['lu'], silent],
    ['nobody may', [], silent],
  ] as const)('%s', (_, reviewers, ruling) => {
    expect(judge(p6_1_reviewer_decides, question('review-rights'), review({ reviewers }))).toBe(ruling)
  })

  test('no role gives it, not that of an administrator either', () => {
    for (const role of ['security-admin', 'audit-admin', 'system-admin', 'general-manager'])
      expect(
        judge(p6_1_reviewer_decides, question('review-rights'), {
          person: holding(role),
          ...review({ reviewers: ['lu'] }),
        }),
      ).toBe(silent)
  })

  test('nobody reviews the own right, even when named as reviewer', () => {
    const own = review({ reviewers: ['fang'], subjectPerson: 'fang' })
    expect(judge(p6_1_not_to_oneself, question('review-rights'), own)).toBe(forbidAll)
    expect(judge(p6_1_not_to_oneself, question('review-rights'), review({ subjectPerson: 'jiang' }))).toBe(
      silent,
    )
  })

  test('without knowing the reviewers, or whose right it is, it denies', () => {
    expect(() => judge(p6_1_reviewer_decides, question('review-rights'), {})).toThrow(MissingFact)
    expect(() =>
      judge(p6_1_not_to_oneself, question('review-rights'), review({ reviewers: ['fang'] })),
    ).toThrow(MissingFact)
  })
})

test.each([
  ['security-admin', permit],
  ['audit-admin', silent],
  ['system-admin', silent],
  ['general-manager', silent],
] as const)('6.1 campaigns are the security administrator’s: %s', (role, ruling) => {
  expect(judge(p6_1_office_does_act, question('manage-reviews'), { person: holding(role) })).toBe(ruling)
})
