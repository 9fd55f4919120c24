import { describe, expect, test } from 'vitest'
import {
  type ActFacts,
  forbid,
  forbidAll,
  MissingFact,
  permit,
  type PersonFacts,
  type Question,
  silent,
} from '../../../gate/index.ts'
import { legalBases, p2_1_1_legal_basis } from './p2_1_1_legal_basis.ts'
import { p2_1_2_necessary } from './p2_1_2_necessary.ts'
import { p2_2_1_source, p2_3_2_filing } from './p2_2_1_collector.ts'
import { p2_2_1_system } from './p2_2_1_system.ts'
import { p2_2_2_quarantine } from './p2_2_2_quarantine.ts'

const ask = (verb: Question['verb']): Question => ({ actor: 'deng', verb, fields: [], at: 1000 })
const act = (more: Partial<ActFacts>): { act: ActFacts } => ({ act: { verb: 'import', ...more } })
const person = (...roles: string[]): PersonFacts => ({
  id: 'deng', active: true, mustChangePassword: false, roles: new Set(roles), clearance: 3, scope: 'all', departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(),
}) // prettier-ignore

describe('2.1.1 nothing is taken in without a legal basis', () => {
  test.each(legalBases)('%s is one', (legalBasis) =>
    expect(p2_1_1_legal_basis.judge(ask('import'), act({ legalBasis }), undefined)).toBe(silent),
  )
  test.each(['', 'because', 'Consent'])('%j is none', (legalBasis) =>
    expect(p2_1_1_legal_basis.judge(ask('import'), act({ legalBasis }), undefined)).toBe(forbid),
  )
  test('none stated is a missing fact', () =>
    expect(() => p2_1_1_legal_basis.judge(ask('import'), act({}), undefined)).toThrow(MissingFact))
})

describe('2.1.2 only what a chosen purpose needs is taken in', () => {
  test.each([
    [0, silent],
    [1, forbid],
    [41, forbid],
  ] as const)('%i fields that none needs', (beyondNeed, ruling) =>
    expect(p2_1_2_necessary.judge(ask('import'), act({ beyondNeed }), undefined)).toBe(ruling),
  )
  test('not compared is a missing fact', () =>
    expect(() => p2_1_2_necessary.judge(ask('import'), act({}), undefined)).toThrow(MissingFact))
})

describe('2.2.1 the source is on record', () => {
  test('a known source', () =>
    expect(p2_2_1_source.judge(ask('import'), act({ sourceKnown: true }), undefined)).toBe(silent))
  test('an unknown one', () =>
    expect(p2_2_1_source.judge(ask('import'), act({ sourceKnown: false }), undefined)).toBe(forbid))
  test('none stated is a missing fact', () =>
    expect(() => p2_2_1_source.judge(ask('import'), act({}), undefined)).toThrow(MissingFact))
})

describe('2.2.1 a system delivers for somebody who collects', () => {
  const limits = { owner: 'li', fields: new Set<number>(), verbs: new Set<string>(), maskedOnly: true }
  const intake = {
    system: 'crm',
    fields: new Set([1]),
    purposes: new Set(['service']),
    source: 's',
    channel: 'api',
  }
  test.each([
    [['collector'], permit],
    [['archivist', 'executive'], permit],
    [['executive'], silent],
    [[], silent],
  ] as const)('its owner holds %j', (roles, ruling) =>
    expect(
      p2_2_1_system.judge(
        ask('take-in'),
        {
          person: { ...person(), service: { ...limits, intake: { ...intake, ownerRoles: new Set(roles) } } },
        },
        undefined,
      ),
    ).toBe(ruling),
  )
  test('an account that was not charged with it', () =>
    expect(p2_2_1_system.judge(ask('take-in'), { person: { ...person(), service: limits } }, undefined)).toBe(
      silent,
    ))
  test('an unknown account is a missing fact', () =>
    expect(() => p2_2_1_system.judge(ask('take-in'), {}, undefined)).toThrow(MissingFact))
})

describe('2.3.2 filing is the work of records officers and collectors', () => {
  test.each([
    [['archivist'], permit],
    [['collector'], permit],
    [[], silent],
    [['executive'], silent],
  ] as const)('%j', (roles, ruling) =>
    expect(p2_3_2_filing.judge(ask('import'), { person: person(...roles) }, undefined)).toBe(ruling),
  )
  test('an unknown person is a missing fact', () =>
    expect(() => p2_3_2_filing.judge(ask('import'), {}, undefined)).toThrow(MissingFact))
})

describe('2.2.2 a batch stays out of sight until it is released', () => {
  const file = (quarantined: boolean) => ({
    customer: { id: 'c1', level: 1, status: 'active', quarantined, barred: {} } as const,
  })
  const field = {
    id: 1,
    level: 1,
    category: 'basic',
    sensitive: false,
    fullNeeds: 'reason',
    type: 'text',
    mask: 'all',
  } as const
  test('released', () => expect(p2_2_2_quarantine.judge(ask('read'), file(false), field)).toBe(silent))
  test('not released', () => expect(p2_2_2_quarantine.judge(ask('read'), file(true), field)).toBe(forbidAll))
  test('an unknown file is a missing fact', () =>
    expect(() => p2_2_2_quarantine.judge(ask('read'), {}, field)).toThrow(MissingFact))
})
