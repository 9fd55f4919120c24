import { describe, expect, test } from 'vitest'
import {
  type Facts,
  type FieldFacts,
  forbid,
  forbidAll,
  forbidFull,
  type IntakeLimits,
  type LimitFacts,
  MissingFact,
  permit,
  type PersonFacts,
  type Question,
  type Ruling,
  silent,
  type TakesFacts,
} from '../../../gate/index.ts'
import { p3_2_1_service } from './p3_2_1_service.ts'
import { p6_1_token_ender, p6_1_token_maker } from './p6_1_tokens.ts'

const at = Date.parse('2026-03-03T01:00:00Z')
const someone = (more: Partial<PersonFacts> = {}): PersonFacts => ({
  id: 'assistant', active: true, mustChangePassword: false, roles: new Set(), clearance: 4, scope: 'own', departments: new Set(),
  reach: 'everything', authority: 'everything', unmet: new Set(), ...more,
}) // prettier-ignore
const field = (id: number): FieldFacts => ({
  id, level: 1, category: 'basic', sensitive: false, fullNeeds: 'reason', type: 'text', mask: 'default',
}) // prettier-ignore
const limits = (more: Partial<LimitFacts> = {}): LimitFacts => ({
  fields: new Set([1, 2]),
  verbs: new Set(['list', 'read']),
  maskedOnly: false,
  ...more,
})
const judge = (facts: Facts, question: Partial<Question> = {}, id: number | undefined = 1): Ruling =>
  p3_2_1_service.judge(
    { actor: 'assistant', verb: 'read', fields: [1], at, ...question },
    facts,
    id === undefined ? undefined : field(id),
  )
const account = (more: Partial<LimitFacts> = {}) => ({
  person: someone({ service: { ...limits(more), owner: 'li' } }),
})

const charged = (more: Partial<IntakeLimits> = {}): Facts => ({
  person: someone({
    service: {
      ...limits(),
      owner: 'li',
      intake: {
        system: 'crm', fields: new Set([1, 5]), purposes: new Set(['service']), source: 's1', channel: 'api', ownerRoles: new Set(), ...more,
      },
    },
  }),
}) // prettier-ignore
const takes = (more: Partial<TakesFacts> = {}): Pick<Facts, 'act'> => ({
  act: {
    verb: 'take-in',
    takes: { fields: [5], purposes: ['service'], channel: 'api', source: 's1', system: 'crm', ...more },
  },
})

describe('3.2.1 a program delivers what it was charged with delivering', () => {
  test.each<[string, Facts, Partial<Question>, number | undefined, Ruling]>([
    ['within everything', { ...charged(), ...takes() }, { verb: 'take-in' }, undefined, silent],
    ['nothing was charged', { ...account(), ...takes() }, { verb: 'take-in' }, undefined, forbidAll],
    [
      'another system',
      { ...charged(), ...takes({ system: 'shop' }) },
      { verb: 'take-in' },
      undefined,
      forbidAll,
    ],
    [
      'another source',
      { ...charged(), ...takes({ source: 's2' }) },
      { verb: 'take-in' },
      undefined,
      forbidAll,
    ],
    [
      'another channel',
      { ...charged(), ...takes({ channel: 'web' }) },
      { verb: 'take-in' },
      undefined,
      forbidAll,
    ],
    [
      'another field',
      { ...charged(), ...takes({ fields: [5, 2] }) },
      { verb: 'take-in' },
      undefined,
      forbidAll,
    ],
    [
      'another purpose',
      { ...charged(), ...takes({ purposes: ['contract'] }) },
      { verb: 'take-in' },
      undefined,
      forbidAll,
    ],
    ['a value of its fields', charged(), { verb: 'write' }, 5, silent],
    ['a value it may only read', charged(), { verb: 'write' }, 2, forbidAll],
    [
      'a person’s token',
      { ...takes(), person: someone(), token: limits() },
      { verb: 'take-in', token: 't' },
      undefined,
      forbidAll,
    ],
  ])('%s', (_, facts, question, id, ruling) => expect(judge(facts, question, id)).toBe(ruling))
  test('what it brings is not known', () =>
    expect(() => judge(charged(), { verb: 'take-in' }, undefined)).toThrow(MissingFact))
})

describe('3.2.1 a program stays within its limits', () => {
  test.each<[string, Facts, Partial<Question>, number | undefined, Ruling]>([
    ['somebody at a page', { person: someone() }, {}, 9, silent],
    ['a field that was set', account(), {}, 1, silent],
    ['a field that was not', account(), {}, 3, forbidAll],
    ['an act that was not set', account(), { verb: 'search' }, 1, forbidAll],
    ['its purpose', account({ purpose: 'service' }), { purpose: 'service' }, 1, silent],
    ['another purpose', account({ purpose: 'service' }), { purpose: 'contract' }, 1, forbidAll],
    ['confined to masks', account({ maskedOnly: true }), {}, 1, forbidFull],
    [
      'approving, though it was set',
      account({ verbs: new Set(['approve']) }),
      { verb: 'approve' },
      undefined,
      forbidAll,
    ],
    [
      'exporting, though it was set',
      account({ verbs: new Set(['export']) }),
      { verb: 'export' },
      1,
      forbidAll,
    ],
    ['making a token', account(), { verb: 'make-token' }, undefined, forbidAll],
    ['a person’s token, its field', { person: someone(), token: limits() }, { token: 't' }, 2, silent],
    ['a person’s token, another field', { person: someone(), token: limits() }, { token: 't' }, 3, forbidAll],
    [
      'a person’s token, confined to masks',
      { person: someone(), token: limits({ maskedOnly: true }) },
      { token: 't' },
      1,
      forbidFull,
    ],
    [
      'limits of both: the narrower counts',
      { ...account(), token: limits({ fields: new Set([2]) }) },
      { token: 't' },
      1,
      forbidAll,
    ],
    [
      'limits of both: masks of one',
      { ...account({ maskedOnly: true }), token: limits() },
      { token: 't' },
      1,
      forbidFull,
    ],
    ['an account through its token', account(), { token: 't' }, 1, silent],
  ])('%s', (_, facts, question, id, ruling) => expect(judge(facts, question, id)).toBe(ruling))

  test('without the facts nothing is decided: no person, and no limits of a token that is named', () => {
    expect(() => judge({})).toThrow(MissingFact)
    expect(() => judge({ person: someone() }, { token: 't' })).toThrow(MissingFact)
  })
})

describe('6.1 tokens are the business of whoever answers for them', () => {
  const ask = (verb: Question['verb']): Question => ({ actor: 'li', verb, fields: [], at })
  const facts = (subjectPerson: string, roles: string[] = []): Facts => ({
    person: someone({ id: 'li', roles: new Set(roles) }),
    act: { verb: 'make-token', subjectPerson },
  })
  test.each<[string, string, string[], Ruling, Ruling]>([
    ['the owner', 'li', [], permit, permit],
    ['somebody else', 'wang', [], forbid, silent],
    ['the system administrator', 'wang', ['system-admin'], forbid, permit],
    ['the security administrator', 'wang', ['security-admin'], forbid, permit],
    ['the audit administrator', 'wang', ['audit-admin'], forbid, silent],
    ['an administrator’s own', 'li', ['system-admin'], forbid, permit],
  ])('%s makes and ends', (_, subject, roles, makes, ends) => {
    expect(p6_1_token_maker.judge(ask('make-token'), facts(subject, roles), undefined)).toBe(makes)
    expect(p6_1_token_ender.judge(ask('end-token'), facts(subject, roles), undefined)).toBe(ends)
  })

  test.each([p6_1_token_maker, p6_1_token_ender])('$name denies when a fact is missing', (clause) => {
    expect(() => clause.judge(ask(clause.verbs[0]!), {}, undefined)).toThrow(MissingFact)
    expect(() => clause.judge(ask(clause.verbs[0]!), { person: someone() }, undefined)).toThrow(MissingFact)
  })
})
