import { type Definition, type FlowStep, type Source, usualRules } from './definition.ts'
import { usualDays } from './flow/limits.ts'
import type { Mode } from './flow/state.ts'

const step = (
  id: string,
  zh: string,
  en: string,
  sources: readonly Source[],
  mode: Mode = 'any',
): FlowStep => ({
  id,
  zh,
  en,
  mode,
  sources,
  due: { amount: usualDays, unit: 'working-days' },
  repeats: 'ask',
})

const manager = step('manager', '直接上级意见', 'Direct manager', [{ by: 'direct-manager' }])
const secrecy = step('secrecy-office', '保密办意见', 'Secrecy office', [
  { by: 'role', role: 'secrecy-office' },
])
const both = step(
  'secrecy-and-executive',
  '保密办、分管领导会签',
  'Secrecy office and executive together',
  [
    { by: 'role', role: 'secrecy-office' },
    { by: 'role', role: 'executive' },
  ],
  'all',
)
const head = step('department', '部门意见', 'Department', [
  { by: 'department-head' },
  { by: 'direct-manager' },
])
const general = step('general-manager', '总经理意见', 'General manager', [
  { by: 'role', role: 'general-manager' },
])

/** Where a company has no lawyer of its own, the secrecy office reads the papers. */
const legal = step('legal', '法务意见（未设法务的由保密办）', 'Legal, else the secrecy office', [
  { by: 'role', role: 'legal' },
  { by: 'role', role: 'secrecy-office' },
])

type Seed = Omit<Definition, 'id' | 'version'> & { readonly steps: readonly FlowStep[] }

/** The flows a company starts with; each may be replaced by a later version, never below the minimum of its levels. */
export const seeds: readonly Seed[] = [
  {
    key: 'use-ordinary',
    form: 'use',
    zh: '使用申请（一般）',
    en: 'Use, ordinary',
    levels: [1, 2],
    actions: [],
    priority: 0,
    steps: [manager],
    rules: usualRules,
  },
  {
    key: 'use-level-3',
    form: 'use',
    zh: '使用申请（三级，查阅）',
    en: 'Use, third level, reading',
    levels: [3],
    actions: [],
    priority: 0,
    steps: [manager],
    rules: usualRules,
  },
  {
    key: 'use-level-3-out',
    form: 'use',
    zh: '使用申请（三级，导出打印）',
    en: 'Use, third level, export and print',
    levels: [3],
    actions: ['export', 'print'],
    priority: 0,
    steps: [manager, secrecy],
    rules: usualRules,
  },
  {
    key: 'use-level-4',
    form: 'use',
    zh: '使用申请（四级）',
    en: 'Use, fourth level',
    levels: [4],
    actions: [],
    priority: 0,
    steps: [manager, both],
    rules: usualRules,
  },
  {
    key: 'level-change',
    form: 'level-change',
    zh: '密级变更',
    en: 'Change of level',
    levels: [1, 2, 3],
    actions: [],
    priority: 0,
    steps: [head, secrecy],
    rules: usualRules,
  },
  {
    key: 'level-change-4',
    form: 'level-change',
    zh: '密级变更（四级）',
    en: 'Change of level, fourth level',
    levels: [4],
    actions: [],
    priority: 0,
    steps: [head, secrecy, general],
    rules: usualRules,
  },
  {
    key: 'batch-release',
    form: 'batch-release',
    zh: '间接收集放行（一般）',
    en: 'Release of a batch, ordinary',
    levels: [1, 2],
    actions: [],
    priority: 0,
    steps: [legal],
    rules: usualRules,
  },
  {
    key: 'batch-release-3',
    form: 'batch-release',
    zh: '间接收集放行（三级）',
    en: 'Release of a batch, third level',
    levels: [3],
    actions: [],
    priority: 0,
    steps: [head, legal, secrecy],
    rules: usualRules,
  },
  {
    key: 'batch-release-4',
    form: 'batch-release',
    zh: '间接收集放行（四级）',
    en: 'Release of a batch, fourth level',
    levels: [4],
    actions: [],
    priority: 0,
    steps: [head, legal, both],
    rules: usualRules,
  },
]
