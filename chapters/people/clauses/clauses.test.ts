import { describe, expect, test } from 'vitest'
import {
  type Clause,
  type CustomerFacts,
  type Facts,
  type FieldFacts,
  forbid,
  forbidAll,
  MissingFact,
  permit,
  permitFull,
  permitMasked,
  type PersonFacts,
  type Question,
  type Ruling,
  silent,
} from '../../../gate/index.ts'
import { p1_2_employed } from './p1_2_employed.ts'
import { p3_2_1_clearance } from './p3_2_1_clearance.ts'
import { neverByRoleFrom, p3_2_1_scope } from './p3_2_1_scope.ts'
import { p3_2_1_subsidiary } from './p3_2_1_subsidiary.ts'
import { p3_2_1_write } from './p3_2_1_write.ts'
import { p3_2_2_password } from './p3_2_2_password.ts'
import { p5_1_2_newcomer } from './p5_1_2_newcomer.ts'
import { p6_1_administrators } from './p6_1_administrators.ts'
import {
  p6_1_not_to_oneself,
  p6_1_office_does_act,
  p6_1_separation,
  p6_1_two_to_combine,
} from './p6_1_duties.ts'

const at = Date.parse('2026-03-03T01:00:00Z')
const someone = (more: Partial<PersonFacts> = {}): PersonFacts => ({
  id: 'lin',
  active: true,
  mustChangePassword: false,
  roles: new Set(),
  clearance: 2,
  scope: 'own',
  departments: new Set(['sales']),
  reach: 'everything' as const,
  authority: 'everything' as const,
  unmet: new Set<string>(),
  ...more,
})
const file = (more: Partial<CustomerFacts> = {}): CustomerFacts => ({
  id: 'c1',
  level: 1,
  ownerId: 'lin',
  departmentId: 'sales',
  status: 'active',
  quarantined: false,
  frozen: false,
  barred: {},
  ...more,
})
const field = (level: number): FieldFacts => ({
  id: 1,
  level,
  sensitive: false,
  category: 'basic',
  fullNeeds: 'reason',
  type: 'text',
  mask: 'default',
})
const ask = (verb: Question['verb']): Question => ({ actor: 'lin', verb, fields: [], at })
const judge = (clause: Clause, facts: Facts, verb: Question['verb'] = 'read', one?: FieldFacts): Ruling =>
  clause.judge(ask(verb), facts, one)
const roles = (...held: string[]) => someone({ roles: new Set(held) })

describe('1.2 access ends with the employment', () => {
  test.each<[string, Partial<PersonFacts>, Ruling]>([
    ['works here without an end', {}, silent],
    ['the last moment of the last day', { employedUntil: at + 1 }, silent],
    ['the first moment after it', { employedUntil: at }, forbidAll],
    ['account disabled or left', { active: false }, forbidAll],
  ])('%s', (_, more, ruling) => expect(judge(p1_2_employed, { person: someone(more) })).toBe(ruling))
})

describe('3.2.1 nobody sees above the own clearance', () => {
  test.each([
    [2, 2, 2, silent],
    [2, 1, 3, forbidAll],
    [2, 3, 1, forbidAll],
    [0, 1, 1, forbidAll],
  ] as const)('clearance %i, file %i, field %i', (clearance, level, fieldLevel, ruling) =>
    expect(
      judge(
        p3_2_1_clearance,
        { person: someone({ clearance }), customer: file({ level }) },
        'read',
        field(fieldLevel),
      ),
    ).toBe(ruling),
  )
})

describe('3.2.1 files in the scope of work are shown masked, the highest level never by office alone', () => {
  test.each<[string, Partial<PersonFacts>, Partial<CustomerFacts>, number, Ruling]>([
    ['own file', {}, {}, 1, permitMasked],
    ['own file, highest level', {}, {}, neverByRoleFrom, silent],
    ['a colleague’s file, scope own', {}, { ownerId: 'he' }, 1, silent],
    ['a colleague’s file, scope department', { scope: 'department' }, { ownerId: 'he' }, 1, permitMasked],
    ['another department', { scope: 'department' }, { ownerId: 'he', departmentId: 'law' }, 1, silent],
    ['anywhere, scope all', { scope: 'all' }, { ownerId: 'he', departmentId: 'law' }, 1, permitMasked],
    ['own file, scope none', { scope: 'none' }, {}, 1, silent],
  ])('%s', (_, more, of, level, ruling) =>
    expect(judge(p3_2_1_scope, { person: someone(more), customer: file(of) }, 'read', field(level))).toBe(
      ruling,
    ),
  )
})

test.each<[string, PersonFacts, Partial<CustomerFacts>, Ruling]>([
  ['the records officer, any file', roles('archivist'), { ownerId: 'he' }, permitFull],
  ['the owner', someone(), {}, permitFull],
  ['somebody else', someone(), { ownerId: 'he' }, silent],
])('3.2.1 filing and correcting: %s', (_, person, of, ruling) =>
  expect(judge(p3_2_1_write, { person, customer: file(of) }, 'write', field(1))).toBe(ruling),
)

test.each([
  [true, forbidAll],
  [false, silent],
] as const)('3.2.2 with somebody else’s password (%s) nothing can be done', (mustChangePassword, ruling) =>
  expect(judge(p3_2_2_password, { person: someone({ mustChangePassword }) })).toBe(ruling),
)

test.each([
  ['system-admin', forbidAll],
  ['security-admin', forbidAll],
  ['audit-admin', forbidAll],
  ['archivist', silent],
  ['general-manager', silent],
] as const)('6.1 %s and customer data', (role, ruling) =>
  expect(judge(p6_1_administrators, { person: roles(role) })).toBe(ruling),
)

describe('6.1 each act belongs to one office', () => {
  test.each<[Question['verb'], string, Ruling]>([
    ['manage-people', 'system-admin', permit],
    ['manage-accounts', 'system-admin', permit],
    ['give-role', 'security-admin', permit],
    ['set-clearance', 'security-admin', permit],
    ['audit', 'audit-admin', permit],
    ['give-role', 'system-admin', silent],
    ['manage-accounts', 'security-admin', silent],
    ['set-clearance', 'general-manager', silent],
    ['audit', 'system-admin', silent],
  ])('%s by %s', (verb, role, ruling) =>
    expect(judge(p6_1_office_does_act, { person: roles(role) }, verb)).toBe(ruling),
  )

  test.each([
    ['lin', forbid],
    ['he', silent],
  ] as const)('a right for %s', (subjectPerson, ruling) =>
    expect(judge(p6_1_not_to_oneself, { act: { verb: 'give-role', subjectPerson } }, 'give-role')).toBe(
      ruling,
    ),
  )

  test.each<[string, string[], Ruling]>([
    ['system-admin', [], silent],
    ['system-admin', ['security-admin'], forbid],
    ['audit-admin', ['collector'], forbid],
    ['collector', ['audit-admin'], forbid],
    ['collector', ['archivist'], silent],
  ])('%s beside %j', (role, held, ruling) =>
    expect(
      judge(
        p6_1_separation,
        { act: { verb: 'give-role', role, subjectRoles: new Set(held), combined: false } },
        'give-role',
      ),
    ).toBe(ruling),
  )
})

describe('3.2.1 subsidiaries keep their files apart', () => {
  const bound = (departments: string[], homeless = false) =>
    someone({ scope: 'all', reach: { departments: new Set(departments), homeless } })
  test.each<[string, PersonFacts, Partial<CustomerFacts>, Ruling]>([
    ['somebody at group level', someone({ scope: 'all' }), { homeId: 'north' }, silent],
    ['a file of the own subsidiary', bound(['sales']), { homeId: 'sales' }, silent],
    ['a file of another subsidiary, though scope is all', bound(['sales']), { homeId: 'north' }, forbidAll],
    ['a file of no department, in a subsidiary', bound(['sales']), {}, forbidAll],
    ['a file of no department, in the parent company', bound(['sales'], true), {}, silent],
    ['a file of a department nobody knows', bound(['sales'], true), { homeId: 'gone' }, forbidAll],
  ])('%s', (_, person, customer, ruling) =>
    expect(judge(p3_2_1_subsidiary, { person, customer: file(customer) })).toBe(ruling),
  )
  test('raising a level in the catalogue concerns no customer', () => {
    expect(judge(p3_2_1_subsidiary, { person: bound([]) }, 'change-level')).toBe(silent)
  })
})

test('5.1.2 newcomers wait until everything asked of them is done', () => {
  expect(judge(p5_1_2_newcomer, { person: someone() })).toBe(silent)
  expect(judge(p5_1_2_newcomer, { person: someone({ unmet: new Set(['pledge']) }) })).toBe(forbidAll)
})

describe('6.1 a small company may combine two offices, never audit', () => {
  test.each<[string, string[], boolean, Ruling]>([
    ['security-admin', ['system-admin'], true, silent],
    ['system-admin', ['security-admin'], true, silent],
    ['security-admin', ['system-admin'], false, forbidAll],
    ['audit-admin', ['system-admin'], true, forbidAll],
    ['system-admin', ['audit-admin'], true, forbidAll],
    ['archivist', ['system-admin', 'security-admin'], true, forbidAll],
    ['security-admin', ['system-admin', 'archivist'], true, forbidAll],
  ])('%s beside %s, allowed: %s', (role, held, combined, ruling) =>
    expect(
      judge(
        p6_1_separation,
        { act: { verb: 'give-role', role, subjectRoles: new Set(held), combined } },
        'give-role',
      ),
    ).toBe(ruling),
  )
  test('whoever asked for it does not confirm it', () => {
    const by = (applicant: string) =>
      judge(p6_1_two_to_combine, { act: { verb: 'combine-offices', applicant } }, 'combine-offices')
    expect(by('lin')).toBe(forbidAll)
    expect(by('wang')).toBe(silent)
  })
})

test.each([
  p1_2_employed,
  p3_2_1_subsidiary,
  p5_1_2_newcomer,
  p6_1_two_to_combine,
  p3_2_1_clearance,
  p3_2_1_scope,
  p3_2_1_write,
  p3_2_2_password,
  p6_1_administrators,
  p6_1_office_does_act,
  p6_1_not_to_oneself,
  p6_1_separation,
])('$number/$name denies when a fact is missing', (clause) => {
  expect(() => judge(clause, {}, clause.verbs[0], field(1))).toThrow(MissingFact)
})
