import { describe, expect, test } from 'vitest'
import { belowMinimum, chooseDefinition, type Definition, objectionsTo, type Proposal } from './definition.ts'
import { seeds } from './seeds.ts'
import { mistakes, mistakeText } from './texts.ts'

const flows: readonly Definition[] = seeds.map((seed) => ({ ...seed, id: seed.key, version: 1 }))
const special: Definition = {
  ...flows[0]!,
  id: 'special',
  key: 'special',
  levels: [],
  actions: [],
  priority: 5,
}

describe('which flow', () => {
  test.each([
    ['use', 1, 'read', 'use-ordinary'],
    ['use', 2, 'export', 'use-ordinary'],
    ['use', 3, 'read', 'use-level-3'],
    ['use', 3, 'export', 'use-level-3-out'],
    ['use', 3, 'print', 'use-level-3-out'],
    ['use', 4, 'read', 'use-level-4'],
    ['level-change', 2, 'raise', 'level-change'],
    ['level-change', 4, 'declassify', 'level-change-4'],
    ['use', 7, 'read', undefined],
    ['share', 1, 'read', undefined],
  ])('%s at level %i to %s: %s', (form, level, action, key) => {
    expect(chooseDefinition(flows, { form, level, action })?.key).toBe(key)
  })
  test('a higher priority wins over a more specific flow, whatever the order', () => {
    for (const list of [
      [...flows, special],
      [special, ...flows.toReversed()],
    ])
      expect(chooseDefinition(list, { form: 'use', level: 3, action: 'print' })?.key).toBe('special')
  })
  test('every flow a company starts with meets the minimum of its levels', () => {
    for (const { steps, levels } of seeds)
      for (const level of levels) expect(belowMinimum(steps, level)).toBeUndefined()
  })
})

const [qin, bai] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
const known = {
  roles: new Map([
    ['executive', { separated: false, holders: 1 }],
    ['secrecy-office', { separated: false, holders: 2 }],
    ['legal', { separated: false, holders: 0 }],
    ['security-admin', { separated: true, holders: 1 }],
  ]),
  activePersons: new Set([qin]),
  administrators: new Set<string>(),
  posts: new Set(['法务']),
  departments: new Set<string>(),
  fields: new Map(),
  flows: new Map(),
  series: new Map<string, string>(),
  forms: new Set(['use']),
}
type RawStep = Extract<Proposal['steps'][number], { sources: unknown }>
const manager = { by: 'direct-manager' }
const role = (code: string) => ({ by: 'role', role: code })
const proposal = (steps: readonly Partial<RawStep>[], more: Partial<Proposal> = {}): Proposal => ({
  key: 'own',
  form: 'use',
  zh: '自定',
  en: 'Own',
  levels: [1],
  actions: [],
  priority: 0,
  steps: steps.map((step, index) => ({
    id: `s${index}`,
    zh: '步',
    en: 'step',
    mode: 'any',
    sources: [manager],
    ...step,
  })),
  ...more,
})

describe('what may be saved', () => {
  test.each<[string, Proposal, readonly string[]]>([
    ['one manager', proposal([{}]), []],
    ['never finishes: no step', proposal([]), ['never-decides']],
    ['names nobody', proposal([{ sources: [] }]), ['names-nobody']],
    ['a role nobody holds', proposal([{ sources: [role('legal')] }]), ['nobody-holds-role']],
    ['an unknown role', proposal([{ sources: [role('wizard')] }]), ['unknown-role']],
    [
      'an administrator decides',
      proposal([{ sources: [role('security-admin')] }]),
      ['administrator-decides'],
    ],
    ['the applicant decides', proposal([{ sources: [{ by: 'applicant' }] }]), ['applicant-decides']],
    ['a named person who is there', proposal([{ sources: [{ by: 'person', person: qin }] }]), []],
    [
      'a named person who has left',
      proposal([{ sources: [{ by: 'person', person: bai }] }]),
      ['unknown-person'],
    ],
    ['an unknown source', proposal([{ sources: [{ by: 'dice' }] }]), ['unknown-source']],
    ['an unknown mode', proposal([{ mode: 'dice' }]), ['unknown-mode']],
    ['an unknown form', proposal([{}], { form: 'lunch' }), ['unknown-form']],
    ['two steps of one name', proposal([{ id: 'a' }, { id: 'a' }]), ['step-twice']],
    [
      'level 3 without a manager',
      proposal([{ sources: [role('secrecy-office')] }], { levels: [3] }),
      ['below-minimum-manager'],
    ],
    [
      'level 3 with a manager who can be passed by in 或签',
      proposal([{ sources: [manager, role('secrecy-office')] }], { levels: [3] }),
      ['below-minimum-manager'],
    ],
    [
      'level 3 with both in 会签',
      proposal([{ mode: 'all', sources: [manager, role('secrecy-office')] }], { levels: [3] }),
      [],
    ],
    ['level 4 with a manager alone', proposal([{}], { levels: [4] }), ['below-minimum-executive']],
    [
      'level 4 with manager and executive',
      proposal([{}, { sources: [role('executive')] }], { levels: [4] }),
      [],
    ],
    ['every level with a manager alone', proposal([{}], { levels: [] }), ['below-minimum-executive']],
    ['level 9 with a manager alone', proposal([{}], { levels: [9] }), ['below-minimum-executive']],
  ])('%s', (_name, wanted, codes) => {
    expect(objectionsTo(wanted, known).map(({ code }) => code)).toEqual(
      codes.map((code) => `approval.flow-${code}`),
    )
  })
  test('every objection has its sentence in both languages', () => {
    const bad = proposal([{ sources: [role('wizard')] }])
    const [objection] = objectionsTo(bad, known)
    expect(mistakeText(objection!.code, objection!.values)).toEqual({
      zh: '第 1 步的角色不存在：wizard。',
      en: 'Step 1 names a role that does not exist: wizard.',
    })
    for (const { zh, en } of Object.values(mistakes))
      expect(zh.match(/\{\w+\}/g)?.toSorted() ?? []).toEqual(en.match(/\{\w+\}/g)?.toSorted() ?? [])
  })
})
