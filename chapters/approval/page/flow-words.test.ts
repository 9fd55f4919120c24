import { expect, test } from 'vitest'
import type { Flow } from '../wire.ts'
import { changesIn, type FlowWords, type Step } from './flow-words.ts'

const words: FlowWords = {
  t: (key, values = {}) => `${key} ${Object.values(values).join(' ')}`.trim(),
  level: String,
  action: (action) => action,
  source: (source) => source.role ?? source.by,
  step: (step) => step.en,
  offers: {
    levels: [],
    actions: [],
    departments: [],
    categories: [],
    roles: [],
    posts: [],
    purposes: [],
    fields: {},
    flows: [],
  },
}
const step = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  zh: id,
  en: id,
  mode: 'any',
  due: { amount: 2, unit: 'working-days' },
  repeats: 'ask',
  sources: [{ by: 'direct-manager' }],
  ...more,
})
const flow = (steps: Flow['steps'], more: Partial<Flow> = {}): Flow => ({
  id: 'x',
  key: 'own',
  version: 1,
  form: 'use',
  formName: null,
  name: { zh: '自定', en: 'Own' },
  levels: [3],
  actions: [],
  priority: 0,
  steps: [...steps],
  rules: { withdraw: 'any-time', revokeDays: 30 },
  active: true,
  retiredAt: null,
  createdAt: '2026-11-24T00:00:00Z',
  ...more,
})
const steps = [step('a'), step('b')]
const before = flow(steps)

test.each([
  ['nothing', before, []],
  [
    'a new level',
    flow(steps, { levels: [3, 4] }),
    ['approval.diff.scope 3 · approval.flows.anyAction 3 / 4 · approval.flows.anyAction'],
  ],
  ['a step less', flow([step('a')]), ['approval.diff.removed b']],
  ['a step more', flow([...steps, step('c')]), ['approval.diff.added c direct-manager']],
  ['another order', flow([step('b'), step('a')]), ['approval.diff.order']],
  [
    'other people',
    flow([step('a'), step('b', { sources: [{ by: 'role', role: 'legal' }] })]),
    ['approval.diff.people b direct-manager legal'],
  ],
  [
    'more days',
    flow([step('a', { due: { amount: 5, unit: 'working-days' } }), step('b')]),
    ['approval.diff.days a approval.due.working-days 2 approval.due.working-days 5'],
  ],
  [
    'another mode',
    flow([step('a', { mode: 'all' }), step('b')]),
    ['approval.diff.mode a approval.mode.any approval.mode.all'],
  ],
  [
    'a condition',
    flow([step('a', { when: { customersFrom: 5 } }), step('b')]),
    ['approval.diff.when a approval.when.always approval.when.from 5'],
  ],
  [
    'a smaller share',
    flow([step('a', { mode: 'all', ratio: 60 }), step('b')]),
    ['approval.diff.mode a approval.mode.any approval.mode.all · ≥ 60%'],
  ],
  [
    'branches',
    flow([
      ...steps,
      {
        id: 'many',
        zh: '多',
        en: 'Many',
        kind: 'choice',
        branches: [
          { id: 'x', zh: '是', en: 'Yes', when: { customersFrom: 9 }, steps: [step('c')] },
          { id: 'y', zh: '否', en: 'No', steps: [] },
        ],
      },
    ]),
    [
      'approval.diff.added c direct-manager',
      'approval.diff.blocks approval.diff.block Many approval.block.choice Yes approval.when.from 9 | No',
    ],
  ],
  [
    'no withdrawing',
    flow(steps, { rules: { withdraw: 'never', revokeDays: 30 } }),
    [
      'approval.diff.rules approval.withdraw.any-time · approval.flows.revokeIn 30 approval.withdraw.never · approval.flows.revokeIn 30',
    ],
  ],
])('the difference in words: %s', (_name, after, sentences) => {
  expect(changesIn(before, after, words)).toEqual(sentences)
})

test('a flow without an earlier version is new', () => {
  expect(changesIn(undefined, before, words)).toEqual(['approval.diff.new Own'])
})
