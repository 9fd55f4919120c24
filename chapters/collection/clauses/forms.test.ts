import { describe, expect, test } from 'vitest'
import {
  type ActFacts,
  forbid,
  MissingFact,
  permit,
  type PersonFacts,
  type Question,
  silent,
} from '../../../gate/index.ts'
import { p2_2_1_decided_by_responsible, p2_2_1_form_in_order, p2_2_1_forms } from './p2_2_1_forms.ts'

const ask = (verb: Question['verb']): Question => ({ actor: 'li', verb, fields: [], at: 1000 })
const act = (verb: ActFacts['verb'], more: Partial<ActFacts>): { act: ActFacts } => ({
  act: { verb, ...more },
})
const person = (...roles: string[]): PersonFacts => ({
  id: 'li', active: true, mustChangePassword: false, roles: new Set(roles), clearance: 3, scope: 'all', departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(),
}) // prettier-ignore

describe('2.2.1 forms are kept by those who collect', () => {
  test.each([
    [['archivist'], permit],
    [['collector'], permit],
    [['executive'], silent],
    [[], silent],
  ] as const)('%j', (roles, ruling) => {
    for (const verb of ['edit-form', 'publish-form', 'decide-submission'] as const)
      expect(p2_2_1_forms.judge(ask(verb), { person: person(...roles) }, undefined)).toBe(ruling)
  })
  test('an unknown person is a missing fact', () =>
    expect(() => p2_2_1_forms.judge(ask('edit-form'), {}, undefined)).toThrow(MissingFact))
})

describe('2.2.1 a form goes out in order', () => {
  const right = { sourceKnown: true, form: { collector: true, notice: true, needless: 0 } }
  const judge = (more: Partial<ActFacts>) =>
    p2_2_1_form_in_order.judge(ask('publish-form'), act('publish-form', more), undefined)
  test.each([
    ['everything is there', right, silent],
    ['nobody who collects answers for it', { ...right, form: { ...right.form, collector: false } }, forbid],
    ['it carries no notice', { ...right, form: { ...right.form, notice: false } }, forbid],
    ['a field that no purpose needs', { ...right, form: { ...right.form, needless: 1 } }, forbid],
    ['no source on record', { ...right, sourceKnown: false }, forbid],
  ] as const)('%s', (_, facts, ruling) => expect(judge(facts)).toBe(ruling))
  test.each([
    ['the form', { sourceKnown: true }],
    ['the source', { form: right.form }],
  ] as const)('not to know %s is a missing fact', (_, facts) =>
    expect(() => judge(facts)).toThrow(MissingFact),
  )
})

describe('2.2.1 what came in is decided about by the one who answers for it', () => {
  const judge = (facts: object) =>
    p2_2_1_decided_by_responsible.judge(ask('decide-submission'), facts, undefined)
  test.each([
    [
      'the responsible person',
      { person: person('collector'), ...act('decide-submission', { responsible: 'li' }) },
      silent,
    ],
    [
      'another collector',
      { person: person('collector'), ...act('decide-submission', { responsible: 'wang' }) },
      forbid,
    ],
    [
      'a records officer',
      { person: person('archivist'), ...act('decide-submission', { responsible: 'wang' }) },
      silent,
    ],
  ] as const)('%s', (_, facts, ruling) => expect(judge(facts)).toBe(ruling))
  test('not to know whose it is, is a missing fact', () =>
    expect(() => judge({ person: person('archivist') })).toThrow(MissingFact))
})
