import { describe, expect, test } from 'vitest'
import {
  type Barred,
  type Facts,
  forbid,
  forbidAll,
  MissingFact,
  permit,
  type PersonFacts,
  type Question,
  silent,
} from '../../../gate/index.ts'
import {
  p2_1_3_consent_recorder,
  p2_1_3_purpose_not_barred,
  p2_1_3_second_eyes,
  p2_1_3_sensitive_not_barred,
} from './p2_1_3_consent.ts'

const at = 1000
const ask = (verb: Question['verb'], purpose?: string): Question => ({
  actor: 'li', verb, fields: [1], at, ...(purpose === undefined ? {} : { purpose }),
}) // prettier-ignore
const file = (barred: Barred, marketing?: ReadonlySet<string>): Facts => ({
  customer: {
    id: 'c1',
    level: 1,
    ownerId: 'li',
    status: 'active',
    quarantined: false,
    frozen: false,
    barred,
  },
  ...(marketing === undefined ? {} : { marketing }),
})
const field = (sensitive: boolean) =>
  ({ id: 1, level: 1, category: 'basic', sensitive, fullNeeds: 'reason', type: 'text', mask: 'all' }) as const
const person = (roles: string[], scope: PersonFacts['scope'] = 'own'): PersonFacts => ({
  id: 'li', active: true, mustChangePassword: false, roles: new Set(roles), clearance: 3, scope, departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(),
}) // prettier-ignore

describe('2.1.3 nothing is shown for a purpose that the customer barred', () => {
  test.each([
    ['nothing barred', {}, 'service', silent],
    ['another purpose', { visit: 1 }, 'service', silent],
    ['withdrawn at this moment', { service: at }, 'service', forbidAll],
    ['runs out in a moment', { service: at + 1 }, 'service', silent],
    ['no purpose stated', { service: 1 }, undefined, silent],
    ['marketing refused, a marketing purpose', { marketing: 0 }, 'offers', forbidAll],
    ['marketing refused, another purpose', { marketing: 0 }, 'service', silent],
    ['a value that is no number', { service: 'never' as unknown as number }, 'service', forbidAll],
  ] as const)('%s', (_, barred, purpose, ruling) =>
    expect(
      p2_1_3_purpose_not_barred.judge(ask('read', purpose), file(barred, new Set(['offers'])), field(false)),
    ).toBe(ruling),
  )
  test('which purposes are marketing is a missing fact only where marketing is refused', () => {
    expect(p2_1_3_purpose_not_barred.judge(ask('read', 'x'), file({}), field(false))).toBe(silent)
    expect(() =>
      p2_1_3_purpose_not_barred.judge(ask('read', 'x'), file({ marketing: 0 }), field(false)),
    ).toThrow(MissingFact)
  })
  test('an unknown file is a missing fact', () =>
    expect(() => p2_1_3_purpose_not_barred.judge(ask('read'), {}, field(false))).toThrow(MissingFact))
})

describe('2.1.3 sensitive data is hidden once consent to it is gone', () => {
  test.each([
    ['sensitive, withdrawn', { sensitive: at }, true, forbidAll],
    ['sensitive, runs out later', { sensitive: at + 1 }, true, silent],
    ['not sensitive', { sensitive: 0 }, false, silent],
  ] as const)('%s', (_, barred, sensitive, ruling) =>
    expect(p2_1_3_sensitive_not_barred.judge(ask('list'), file(barred), field(sensitive))).toBe(ruling),
  )
  test('an unknown file is a missing fact', () =>
    expect(() => p2_1_3_sensitive_not_barred.judge(ask('list'), {}, field(true))).toThrow(MissingFact))
})

describe('2.1.3 who puts consents on record', () => {
  test.each([
    ['the records officer', person(['archivist'], 'none'), permit],
    ['legal', person(['legal'], 'none'), permit],
    ['whoever looks after the file', person([], 'own'), permit],
    ['somebody else', person([], 'none'), silent],
  ] as const)('%s', (_, who, ruling) =>
    expect(
      p2_1_3_consent_recorder.judge(ask('record-consent'), { ...file({}), person: who }, undefined),
    ).toBe(ruling),
  )
  test('an unknown person is a missing fact', () =>
    expect(() => p2_1_3_consent_recorder.judge(ask('record-consent'), file({}), undefined)).toThrow(
      MissingFact,
    ))
})

describe('2.1.3 a second pair of eyes', () => {
  const act = (applicant?: string): Facts => ({
    act: { verb: 'publish-notice', ...(applicant === undefined ? {} : { applicant }) },
  })
  test('somebody else’s', () =>
    expect(p2_1_3_second_eyes.judge(ask('publish-notice'), act('wang'), undefined)).toBe(silent))
  test('one’s own', () =>
    expect(p2_1_3_second_eyes.judge(ask('publish-notice'), act('li'), undefined)).toBe(forbid))
  test('by nobody knows whom is a missing fact', () =>
    expect(() => p2_1_3_second_eyes.judge(ask('publish-notice'), act(), undefined)).toThrow(MissingFact))
})
