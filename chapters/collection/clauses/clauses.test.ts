import { describe, expect, test } from 'vitest'
import {
  type ActFacts,
  forbid,
  forbidAll,
  MissingFact,
  permit,
  permitFull,
  type PersonFacts,
  type Question,
  silent,
} from '../../../gate/index.ts'
import { legalBases, p2_1_1_legal_basis } from './p2_1_1_legal_basis.ts'
import { p2_1_2_necessary } from './p2_1_2_necessary.ts'
import { p2_2_1_source, p2_3_2_filing } from './p2_2_1_collector.ts'
import { p2_2_1_system } from './p2_2_1_system.ts'
import { p2_2_2_quarantine, p2_2_2_released, p2_2_2_sample, p2_2_2_verifier } from './p2_2_2_quarantine.ts'
import {
  p2_2_2_checked_by_another,
  p2_2_2_source_checked,
  p2_2_2_source_withdrawn,
  p2_2_2_two_to_freeze,
} from './p2_2_2_source.ts'

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
  test('somebody at a page writes under no system’s reference, and without one as everybody', () => {
    const takes = { fields: [1], purposes: ['service'], channel: 'web' }
    const ruling = (system?: string) =>
      p2_2_1_system.judge(
        ask('take-in'),
        {
          person: person('collector'),
          ...act({ takes: { ...takes, ...(system === undefined ? {} : { system }) } }),
        },
        undefined,
      )
    expect([ruling('crm'), ruling()]).toEqual([forbid, silent])
  })
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
    customer: { id: 'c1', level: 1, status: 'active', quarantined, frozen: false, barred: {} } as const,
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

describe('2.2.2 the verifier reads the sample, and nobody reads anything else', () => {
  const customer = {
    id: 'c1',
    level: 1,
    status: 'active',
    quarantined: true,
    frozen: false,
    barred: {},
  } as const
  const check = { verifier: 'deng', sampled: true }
  const asked = { ...ask('read'), purpose: 'verification' }
  test.each([
    ['the verifier, for the check', asked, check, silent, permitFull],
    ['for another purpose', { ...asked, purpose: 'service' }, check, forbidAll, silent],
    ['a file outside the sample', asked, { ...check, sampled: false }, forbidAll, silent],
    ['somebody else', asked, { ...check, verifier: 'gu' }, forbidAll, silent],
    ['to export it', { ...asked, verb: 'export' as const }, check, forbidAll, silent],
    ['no check known', asked, undefined, forbidAll, silent],
  ] as const)('%s', (_what, question, known, shut, open) => {
    const facts = { customer, ...(known === undefined ? {} : { check: known }) }
    expect(p2_2_2_quarantine.judge(question, facts, undefined)).toBe(shut)
    expect(p2_2_2_sample.judge(question, facts, undefined)).toBe(open)
  })
  test('a released file is no verification', () =>
    expect(
      p2_2_2_sample.judge(asked, { customer: { ...customer, quarantined: false }, check }, undefined),
    ).toBe(silent))
  test('a file in quarantine is not merged either', () =>
    expect(p2_2_2_quarantine.judge(ask('merge'), { customer }, undefined)).toBe(forbidAll))
})

describe('2.2.2 sources and batches of others', () => {
  test.each([
    ['usable', silent],
    ['draft', forbid],
    ['checked', forbid],
    ['expired', forbid],
    ['withdrawn', forbid],
  ] as const)('nothing is imported from a source that is %s: %i', (sourceState, ruling) =>
    expect(p2_2_2_source_checked.judge(ask('import'), act({ sourceState }), undefined)).toBe(ruling),
  )
  test.each([
    ['none-needed', silent],
    ['approved', silent],
    ['open', forbid],
  ] as const)('a batch whose check is %s is released: %i', (batchCheck, ruling) =>
    expect(p2_2_2_released.judge(ask('release-batch'), act({ batchCheck }), undefined)).toBe(ruling),
  )
  test.each([
    ['another importer, nobody checks yet', { importer: 'li', verifier: '' }, silent],
    ['one who checks it already', { importer: 'li', verifier: 'deng' }, silent],
    ['the own batch', { importer: 'deng', verifier: '' }, forbid],
    ['somebody else checks it', { importer: 'li', verifier: 'gu' }, forbid],
  ] as const)('%s', (_what, facts, ruling) =>
    expect(p2_2_2_verifier.judge(ask('verify-batch'), act(facts), undefined)).toBe(ruling),
  )
  test('nobody checks the source that he wrote down, or confirms his own freeze', () => {
    expect(p2_2_2_checked_by_another.judge(ask('check-source'), act({ importer: 'deng' }), undefined)).toBe(
      forbid,
    )
    expect(p2_2_2_checked_by_another.judge(ask('check-source'), act({ importer: 'li' }), undefined)).toBe(
      silent,
    )
    expect(p2_2_2_two_to_freeze.judge(ask('confirm-freeze'), act({ applicant: 'deng' }), undefined)).toBe(
      forbid,
    )
    expect(p2_2_2_two_to_freeze.judge(ask('confirm-freeze'), act({ applicant: 'li' }), undefined)).toBe(
      silent,
    )
  })
  test.each([
    ['the state of the source', () => p2_2_2_source_checked.judge(ask('import'), act({}), undefined)],
    ['the check of the batch', () => p2_2_2_released.judge(ask('release-batch'), act({}), undefined)],
    ['the importer', () => p2_2_2_verifier.judge(ask('verify-batch'), act({ verifier: '' }), undefined)],
    ['the verifier', () => p2_2_2_verifier.judge(ask('verify-batch'), act({ importer: 'li' }), undefined)],
    ['who wrote it', () => p2_2_2_checked_by_another.judge(ask('check-source'), act({}), undefined)],
    ['who proposed it', () => p2_2_2_two_to_freeze.judge(ask('confirm-freeze'), act({}), undefined)],
    ['the file', () => p2_2_2_source_withdrawn.judge(ask('read'), {}, undefined)],
  ] as const)('not to know %s is a missing fact', (_what, judged) => expect(judged).toThrow(MissingFact))
})

describe('2.2.2 a withdrawn source', () => {
  const field = { id: 1, level: 1, category: 'basic', sensitive: false, fullNeeds: 'reason', type: 'text', mask: 'all' } as const // prettier-ignore
  const file = (frozen: boolean, fields?: number[]) => ({
    customer: { id: 'c1', level: 1, status: 'active', quarantined: false, frozen, barred: {}, ...(fields === undefined ? {} : { frozenFields: new Set(fields) }) } as const,
  }) // prettier-ignore
  test.each([
    ['another source', 'read', file(false), field, silent],
    ['its files', 'read', file(true), field, forbidAll],
    ['its files, even under a grant, to export', 'export', file(true), field, forbidAll],
    ['a field that was merged in', 'read', file(false, [1]), field, forbidAll],
    ['the other fields beside it', 'read', file(false, [2]), field, silent],
    ['merging it into a free file', 'merge', file(true), undefined, forbidAll],
    ['merging on a file that holds such a field', 'merge', file(false, [1]), undefined, forbidAll],
    ['merging others', 'merge', file(false), undefined, silent],
  ] as const)('%s: %s', (_what, verb, facts, about, ruling) =>
    expect(p2_2_2_source_withdrawn.judge(ask(verb), facts, about)).toBe(ruling),
  )
})
