import { describe, expect, test } from 'vitest'
import {
  type ActFacts,
  type Facts,
  type FieldFacts,
  forbid,
  forbidAll,
  forbidFull,
  type GrantFacts,
  MissingFact,
  permit,
  permitFull,
  permitMasked,
  type PersonFacts,
  type Question,
  silent,
  purposesOfAll,
} from '../../../gate/index.ts'
import { p4_1_1_purpose, p4_1_1_purpose_is_open } from './p4_1_1_purpose.ts'
import { p4_1_2_export_rows, p4_1_2_needed_for_purpose, p4_1_2_view_quota } from './p4_1_2_minimal.ts'
import {
  p3_2_1_apply_within_clearance,
  p4_1_2_period,
  p4_2_1_apply,
  p4_2_1_revoke,
} from './p4_2_1_application.ts'
import { p4_2_1_grant, p4_2_1_stated_reason } from './p4_2_1_grant.ts'
import { p4_2_1_granted_file_listed } from './p4_2_1_listed.ts'

const at = 1_000_000
const ask = (verb: Question['verb'], more: Partial<Question> = {}): Question => ({
  actor: 'li',
  verb,
  customer: 'c1',
  fields: [7],
  at,
  ...more,
})
const field = (more: Partial<FieldFacts> = {}): FieldFacts => ({
  id: 7,
  level: 3,
  sensitive: true,
  category: 'basic',
  fullNeeds: 'grant',
  type: 'id-card',
  mask: 'all',
  ...more,
})
const grant = (more: Partial<GrantFacts> = {}): GrantFacts => ({
  id: 'g1', application: 'a1', purpose: 'contract', modes: new Set(['read']), fields: new Set([7]), from: at, until: at + 1, revoked: false, ...more,
}) // prettier-ignore
const person = (more: Partial<PersonFacts> = {}): PersonFacts => ({
  id: 'li', active: true, mustChangePassword: false, roles: new Set(), clearance: 3, scope: 'own', departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(), ...more,
}) // prettier-ignore
const purposes = purposesOfAll('contract', 'service')
const quota = (fullViews: number) => ({
  fullViews,
  fullViewsMax: 10,
  searches: 0,
  searchesMax: 10,
  exportRowsMax: 25,
})

describe('4.1.1 a whole value is opened for a purpose on the list', () => {
  test.each([
    ['a purpose on the list', 'contract', {}, silent],
    ['a purpose that is not', 'curiosity', {}, forbidFull],
    ['no purpose', undefined, {}, forbidFull],
    ['no purpose, public field', undefined, { mask: 'none', level: 1 }, silent],
  ] as const)('%s', (_, purpose, of, ruling) =>
    expect(
      p4_1_1_purpose.judge(ask('read', purpose === undefined ? {} : { purpose }), { purposes }, field(of)),
    ).toBe(ruling),
  )
  test('an unknown list is a missing fact', () =>
    expect(() => p4_1_1_purpose.judge(ask('read', { purpose: 'contract' }), {}, field())).toThrow(
      MissingFact,
    ))
})

describe('4.1.1 a purpose of some people is stated by those', () => {
  const whose = (roles: string[], departments: string[], of: Partial<PersonFacts> = {}): Facts => ({
    purposes: new Map([
      ['contract', { fields: new Set<number>(), roles: new Set(roles), departments: new Set(departments) }],
    ]),
    person: person(of),
  })
  const legal = { roles: new Set(['legal']) }
  const sales = { departments: new Set(['sales']) }
  test.each<[string, Facts, number]>([
    ['everybody', whose([], []), silent],
    ['holders of a role, one of them', whose(['legal'], [], legal), silent],
    ['holders of a role, somebody else', whose(['legal'], []), forbidAll],
    ['a department, one of its people', whose([], ['sales'], sales), silent],
    ['a department, somebody else', whose([], ['service'], sales), forbidAll],
    ['either of both will do', whose(['legal'], ['sales'], sales), silent],
    ['neither of both', whose(['legal'], ['service'], sales), forbidAll],
  ])('%s', (_, facts, ruling) => {
    expect(p4_1_1_purpose_is_open.judge(ask('read', { purpose: 'contract' }), facts, field())).toBe(ruling)
    expect(p4_1_1_purpose_is_open.judge(ask('apply', { purpose: 'contract' }), facts, undefined)).toBe(
      ruling === silent ? silent : forbid,
    )
  })
  test('without a purpose, or with one that is not on the list, others decide', () => {
    expect(p4_1_1_purpose_is_open.judge(ask('read'), whose(['legal'], []), field())).toBe(silent)
    expect(
      p4_1_1_purpose_is_open.judge(ask('read', { purpose: 'fair' }), whose(['legal'], []), field()),
    ).toBe(silent)
  })
  test('an unknown list, or person, is a missing fact', () => {
    const asked = ask('read', { purpose: 'contract' })
    expect(() => p4_1_1_purpose_is_open.judge(asked, { person: person() }, field())).toThrow(MissingFact)
    const { purposes: some } = whose(['legal'], [])
    expect(() => p4_1_1_purpose_is_open.judge(asked, { purposes: some! }, field())).toThrow(MissingFact)
  })
})

describe('4.1.2 what the stated purpose does not need stays masked', () => {
  const needing = (...fields: number[]): Facts => ({
    purposes: new Map([['contract', { fields: new Set(fields), roles: new Set(), departments: new Set() }]]),
  })
  test.each<[string, Facts, Partial<FieldFacts>, number]>([
    ['a field it needs', needing(7, 8), {}, silent],
    ['a field it does not need', needing(8), {}, forbidFull],
    ['a purpose not described yet', needing(), {}, silent],
    ['a public field', needing(8), { mask: 'none', level: 1 }, silent],
    ['an attachment', needing(8), { id: 0 }, silent],
  ])('%s', (_, facts, of, ruling) =>
    expect(p4_1_2_needed_for_purpose.judge(ask('read', { purpose: 'contract' }), facts, field(of))).toBe(
      ruling,
    ),
  )
  test('an unknown list is a missing fact', () =>
    expect(() =>
      p4_1_2_needed_for_purpose.judge(ask('export', { purpose: 'contract' }), {}, field()),
    ).toThrow(MissingFact))
})

describe('4.1.2 as little as is needed', () => {
  test.each([
    [9, [], silent],
    [10, [], forbidFull],
    [10, [grant()], silent],
    [10, [grant({ revoked: true })], forbidFull],
  ] as const)('%i whole values of 10, grants %j', (views, grants, ruling) =>
    expect(
      p4_1_2_view_quota.judge(ask('read', { purpose: 'contract' }), { quota: quota(views), grants }, field()),
    ).toBe(ruling),
  )
  test.each([
    [25, silent],
    [26, forbidAll],
  ] as const)('an export of %i files where 25 are allowed', (rows, ruling) =>
    expect(p4_1_2_export_rows.judge(ask('export', { rows }), { quota: quota(0) }, field())).toBe(ruling),
  )
  test('an unknown number of files is a missing fact', () =>
    expect(() => p4_1_2_export_rows.judge(ask('export'), { quota: quota(0) }, field())).toThrow(MissingFact))
})

describe('4.2.1 an approved application opens exactly its own', () => {
  test.each<[string, Partial<Question>, Partial<GrantFacts>, number]>([
    ['its field, mode, days, purpose', {}, {}, permitFull],
    ['the first moment', {}, { from: at }, permitFull],
    ['before the first moment', {}, { from: at + 1, until: at + 2 }, silent],
    ['the first moment after the end', {}, { until: at }, silent],
    ['another field', {}, { fields: new Set([8]) }, silent],
    ['another mode', {}, { modes: new Set(['export']) }, silent],
    ['another purpose', { purpose: 'service' }, {}, silent],
    ['another application', { application: 'a2' }, {}, silent],
    ['revoked', {}, { revoked: true }, silent],
    ['used up', {}, { left: 0 }, silent],
    ['one reading left', {}, { left: 1 }, permitFull],
  ])('%s', (_, question, of, ruling) =>
    expect(
      p4_2_1_grant.judge(ask('read', { purpose: 'contract', ...question }), { grants: [grant(of)] }, field()),
    ).toBe(ruling),
  )
  test('a file under a running grant can be found, masked', () => {
    expect(p4_2_1_granted_file_listed.judge(ask('list'), { grants: [grant()] }, field())).toBe(permitMasked)
    expect(p4_2_1_granted_file_listed.judge(ask('list'), { grants: [grant({ until: at })] }, field())).toBe(
      silent,
    )
    expect(() => p4_2_1_granted_file_listed.judge(ask('list'), {}, field())).toThrow(MissingFact)
  })
})

describe('4.2.1 lower levels open on a stated reason within the scope of work', () => {
  const facts = (ownerId: string): Facts => ({
    person: person(),
    customer: {
      id: 'c1',
      level: 1,
      ownerId,
      status: 'active',
      quarantined: false,
      frozen: false,
      barred: {},
    },
  })
  const low = field({ level: 2, fullNeeds: 'reason' })
  const stated = { purpose: 'service', reasonStated: true }
  test.each([
    ['reason stated, own file', stated, 'li', low, permitFull],
    ['no reason', { purpose: 'service' }, 'li', low, silent],
    ['no purpose', { reasonStated: true }, 'li', low, silent],
    ['file of somebody else', stated, 'wang', low, silent],
    ['a level that needs an application', stated, 'li', field(), silent],
  ] as const)('%s', (_, question, owner, one, ruling) =>
    expect(p4_2_1_stated_reason.judge(ask('read', question), facts(owner), one)).toBe(ruling),
  )
})

describe('the application itself', () => {
  const act = (more: Partial<ActFacts>): Facts => ({ person: person(), act: { verb: 'apply', ...more } })
  test('with the undertaking', () =>
    expect(p4_2_1_apply.judge(ask('apply'), act({ undertaking: true }), undefined)).toBe(permit))
  test('without it', () =>
    expect(p4_2_1_apply.judge(ask('apply'), act({ undertaking: false }), undefined)).toBe(forbid))
  test.each([
    [1, silent],
    [365, silent],
    [366, forbid],
    [0, forbid],
    [-1, forbid],
  ] as const)('for %i days', (periodDays, ruling) =>
    expect(p4_1_2_period.judge(ask('apply'), act({ periodDays }), undefined)).toBe(ruling),
  )
  test.each([
    [3, silent],
    [4, forbid],
  ] as const)('for level %i with clearance 3', (level, ruling) =>
    expect(p3_2_1_apply_within_clearance.judge(ask('apply'), act({ level }), undefined)).toBe(ruling),
  )
  test.each<[string, Partial<ActFacts>, string[], number]>([
    ['its holder', { subjectPerson: 'li' }, [], permit],
    ['one of its approvers', { subjectPerson: 'wang', approvers: ['li'] }, [], permit],
    ['the security administrator', { subjectPerson: 'wang', approvers: [] }, ['security-admin'], permit],
    ['anybody else', { subjectPerson: 'wang', approvers: [] }, [], silent],
  ])('a grant is ended by %s', (_, more, roles, ruling) =>
    expect(
      p4_2_1_revoke.judge(
        ask('revoke-grant'),
        { ...act(more), person: person({ roles: new Set(roles) }) },
        undefined,
      ),
    ).toBe(ruling),
  )
})
