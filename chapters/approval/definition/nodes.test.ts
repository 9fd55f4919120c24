import { describe, expect, test } from 'vitest'
import type { FlowBody } from '../wire.ts'
import { belowMinimum } from './minimum.ts'
import { objectionsTo, type KnownPeople } from './objections.ts'
import { filledIn, unknownPlaceholders } from './paper.ts'
import { stepsOf } from './reading.ts'
import { whoFor } from './rules.ts'

/** Rules, sub-flows, rights and papers as they are checked when a flow is saved. */

const li = '11111111-1111-7111-8111-111111111111'
const sales = '22222222-2222-7222-8222-222222222222'
const known: KnownPeople = {
  roles: new Map([
    ['legal', { separated: false, holders: 1 }],
    ['executive', { separated: false, holders: 1 }],
    ['secrecy-office', { separated: false, holders: 0 }],
    ['audit-admin', { separated: true, holders: 1 }],
  ]),
  activePersons: new Set([li]),
  administrators: new Set(),
  posts: new Set(['职员']),
  forms: new Set(['use', 'level-change']),
  departments: new Set([sales]),
  fields: new Map([['use', [{ key: 'purpose' }, { key: 'period', narrows: true }, { key: 'files' }]]]),
  flows: new Map([
    ['legal-review', { form: 'use', levels: [], subs: [] }],
    ['only-low', { form: 'use', levels: [1], subs: [] }],
    ['of-another-form', { form: 'level-change', levels: [], subs: [] }],
    ['runs-mine', { form: 'use', levels: [2], subs: ['mine'] }],
    ['deep-1', { form: 'use', levels: [], subs: ['deep-2'] }],
    ['deep-2', { form: 'use', levels: [], subs: ['deep-3'] }],
    ['deep-3', { form: 'use', levels: [], subs: [] }],
  ]),
  series: new Map([
    ['SY', 'use'],
    ['DM', 'level-change'],
  ]),
}
type Step = Partial<Extract<FlowBody['steps'][number], { sources: unknown }>>
const step = (id: string, more: Step = {}) => ({
  id, zh: id, en: id, mode: 'any', sources: [{ by: 'direct-manager' }], ...more,
}) // prettier-ignore
const body = (steps: FlowBody['steps'], more: Partial<FlowBody> = {}): FlowBody => ({
  key: 'mine', form: 'use', zh: '我的', en: 'Mine', levels: [2], actions: [], priority: 0, follows: 0, steps, ...more,
}) // prettier-ignore
const codes = (flow: FlowBody): readonly string[] =>
  objectionsTo(flow, known).map(({ code }) => code.replace('approval.flow-', ''))
const child = (flow: string): FlowBody['steps'][number] => step('inside', { sources: [], sub: { flow } })

describe('a table of rules', () => {
  const rules = (more: object): FlowBody => body([step('a', { sources: [{ by: 'rules', ...more }] })])
  const one = { when: { levels: [3] }, who: [{ by: 'role', role: 'legal' }] }
  test.each([
    ['names people who can decide', { rules: [one], otherwise: [{ by: 'head-of', department: sales }] }, []],
    ['may leave the rest to the administrators', { rules: [one] }, []],
    ['has no rule', { rules: [] }, ['rules-missing']],
    ['has a rule that always holds', { rules: [{ when: {}, who: one.who }] }, ['rule-without-condition']],
    ['lets the applicant decide', { rules: [{ ...one, who: [{ by: 'applicant' }] }] }, ['applicant-decides']],
    ['lets the applicant decide otherwise', { rules: [one], otherwise: [{ by: 'initiator' }] }, ['applicant-decides']],
    ['lets the applicant pick', { rules: [{ ...one, who: [{ by: 'applicant-picks' }] }] }, ['unknown-source']],
    ['holds a table inside', { rules: [{ ...one, who: [{ by: 'rules' }] }] }, ['unknown-source']],
    ['names an administrator', { rules: [{ ...one, who: [{ by: 'role', role: 'audit-admin' }] }] }, ['administrator-decides']],
    ['names a role that nobody has', { rules: [one], otherwise: [{ by: 'role', role: 'secrecy-office' }] }, ['nobody-holds-role']],
    ['names a department that is gone', { rules: [{ ...one, who: [{ by: 'head-of', department: li }] }] }, ['unknown-department']],
    ['names nobody who is here', { rules: [{ ...one, who: [{ by: 'person', person: sales }] }] }, ['unknown-person']],
    ['can never hold', { rules: [{ ...one, when: { customersFrom: 5, customersTo: 2 } }] }, ['condition-never']],
  ])('%s', (_what, more, expected) => {
    expect(codes(rules(more))).toEqual(expected)
  }) // prettier-ignore
  const table = {
    rules: [
      { when: { levels: [3], posts: ['经理'] }, who: [{ by: 'role' as const, role: 'executive' }] },
      { when: { purposes: ['audit'] }, who: [{ by: 'role' as const, role: 'legal' }] },
      { when: { customersTo: 10 }, who: [{ by: 'direct-manager' as const }] },
    ],
    otherwise: [],
  }
  test.each([
    ['the first rule that fits wins', { level: 3, post: '经理', purpose: 'audit' }, 'role executive'],
    ['the next one when it does not', { level: 2, post: '经理', purpose: 'audit' }, 'role legal'],
    ['an unknown number of customers is not few', { level: 2 }, ''],
    ['a known small one is', { level: 2, customers: 3 }, 'direct-manager'],
    ['nothing fits: nobody, and never everybody', { level: 2, customers: 11 }, ''],
  ])('%s', (_what, about, expected) => {
    expect(
      whoFor(table, about)
        .map((who) => `${who.by} ${'role' in who ? who.role : ''}`.trim())
        .join(),
    ).toBe(expected)
  })
  test('meets the minimum of a level only if whatever it comes to does', () => {
    const executive = [{ by: 'role', role: 'executive' }]
    const flow = (otherwise: object[]) =>
      stepsOf(
        body([
          step('manager'),
          step('rules', { sources: [{ by: 'rules', rules: [{ when: { levels: [4] }, who: executive }], otherwise: otherwise as never }] }),
        ]),
      ) // prettier-ignore
    expect(belowMinimum(flow(executive), 4)).toBeUndefined()
    expect(belowMinimum(flow([]), 4)).toBe('executive')
    expect(belowMinimum(flow([{ by: 'role', role: 'legal' }]), 4)).toBe('executive')
  })
})

describe('a step that another flow decides', () => {
  test.each([
    ['is one of the same form in force', [step('a'), child('legal-review')], {}, []],
    ['is not there', [step('a'), child('gone')], {}, ['sub-unknown']],
    ['is for another form', [step('a'), child('of-another-form')], {}, ['sub-form']],
    ['is not for all levels', [step('a'), child('only-low')], {}, ['sub-levels']],
    ['is not for every level when this one is', [step('a'), child('only-low')], { levels: [] }, ['sub-levels', 'below-minimum-executive']],
    ['runs itself', [step('a'), child('mine')], {}, ['sub-cycle']],
    ['runs itself through another', [step('a'), child('runs-mine')], {}, ['sub-cycle']],
    ['stands too deep', [step('a'), child('deep-1')], {}, ['sub-too-deep']],
    ['alone decides on nothing here', [child('legal-review')], {}, ['may-decide-nothing']],
    ['has people beside it', [step('a'), step('b', { sub: { flow: 'legal-review' } })], {}, ['sub-with-people']],
    ['wants a signature', [step('a'), { ...child('legal-review'), signature: 'required' as const }], {}, ['sub-with-people']],
  ])('%s', (_what, steps, more, expected) => {
    expect([...codes(body(steps, more))].sort((a, b) => a.localeCompare(b))).toEqual(
      [...expected].sort((a, b) => a.localeCompare(b)),
    )
  }) // prettier-ignore
  test('never counts towards the minimum of a level: it may change after this flow was saved', () => {
    expect(codes(body([step('a', { sources: [{ by: 'role', role: 'legal' }] }), child('legal-review')], { key: 'nobody-runs', levels: [3] }))).toEqual(
      ['below-minimum-manager'],
    ) // prettier-ignore
  })
})

test('a flow only for steps of others needs no manager of its own, but somebody decides in it on every way', () => {
  const lawyer = step('lawyer', { sources: [{ by: 'role', role: 'legal' }] })
  expect(codes(body([lawyer], { key: 'nobody-runs', levels: [4], inner: true }))).toEqual([])
  expect(
    codes(
      body([{ ...lawyer, when: { customersFrom: 5 } }], { key: 'nobody-runs', levels: [4], inner: true }),
    ),
  ).toEqual(['may-decide-nothing'])
})

describe('rights by entry', () => {
  test.each([
    ['hide one, narrow another', { purpose: 'hide', period: 'write' }, []],
    ['narrow what cannot be narrowed', { purpose: 'write' }, ['field-not-narrowed']],
    ['name an entry the form has not', { secret: 'hide' }, ['unknown-field']],
    ['hide everything', { purpose: 'hide', period: 'hide', files: 'hide' }, ['hides-all']],
  ] as const)('%s', (_what, fields, expected) => {
    expect(codes(body([step('a', { fields: { ...fields } })]))).toEqual(expected)
  })
})

describe('numbers, titles and prints', () => {
  test.each([
    ['a series of its own', { series: 'SYJ' }, []],
    ['the series of another form', { series: 'DM' }, ['series-taken']],
    ['a title from known parts', { title: { zh: '{department}：{customers} 户', en: '{department}: {customers}' } }, []],
    ['a title with a customer’s name', { title: { zh: '{customer-name}', en: '{name}' } }, ['unknown-placeholder', 'unknown-placeholder']],
    ['a print without the decision', { print: { columns: ['person', 'time'] as const } }, ['print-columns']],
    ['a print without an entry that is not there', { print: { leaveOut: ['x'] } }, ['unknown-field']],
  ])('%s', (_what, paper, expected) => {
    expect(codes(body([step('a')], { paper: paper as NonNullable<FlowBody['paper']> }))).toEqual(expected)
  }) // prettier-ignore
  test('placeholders are filled in once, and what stands in them is text', () => {
    const both = (text: string) => ({ zh: text, en: text })
    const values = {
      form: both('使用申请'), flow: both('f'), number: both('SY-1'), date: both('d'), level: both('3'), customers: both('2'),
      applicant: both('{number}'), department: both('销售部'), post: both('p'),
    } // prettier-ignore
    expect(filledIn({ zh: '{applicant} {number}', en: '{department}' }, values)).toEqual({
      zh: '{number} SY-1',
      en: '销售部',
    })
    expect(filledIn(both('长'.repeat(300)), values).zh).toHaveLength(120)
    expect(unknownPlaceholders('{form} {id-card} {}')).toEqual(['id-card', ''])
  })
})
