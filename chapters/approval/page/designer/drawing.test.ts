import { expect, test } from 'vitest'
import type { Flow } from '../../wire.ts'
import {
  blank,
  bodyOf,
  conditionWith,
  freshId,
  movedUp,
  newBlock,
  newStep,
  objectionsAt,
  unnamed,
} from './drawing.ts'

const flow = (steps: Flow['steps']): Flow => ({ ...blank, key: 'own', steps })

const objection = (field: string) => ({ code: field, field, text: { zh: '', en: '' } })

test('a fresh code is taken by no step, block or branch', () => {
  const block = { ...newBlock([], 'choice'), id: 'block-1' }
  expect(freshId([newStep('step-1'), block], 'step')).toBe('step-2')
  expect(freshId([block], 'block')).toBe('block-2')
  expect(new Set(newBlock([block], 'parallel').branches.map(({ id }) => id)).size).toBe(2)
})

test('branches of a parallel block have no conditions, the last of a choice neither', () => {
  expect(newBlock([], 'parallel').branches.every(({ when }) => when === undefined)).toBe(true)
  expect(newBlock([], 'choice').branches.map(({ when }) => when === undefined)).toEqual([false, true])
})

test('names are only shown, never sent', () => {
  const step = { ...newStep('a'), sources: [{ by: 'person', person: 'p', personName: '王' }] }
  expect(bodyOf(flow([step]), undefined).steps).toEqual([
    { ...newStep('a'), sources: [{ by: 'person', person: 'p' }] },
  ])
})

test('names of people who may be picked, are put in the know or take over are not sent either', () => {
  const timeout = { reminders: 1, everyHours: 4, deed: 'reassign', afterDays: 1, to: 'q' }
  const step = {
    ...newStep('a'),
    sources: [{ by: 'applicant-picks', choice: { roles: [], people: ['p'], most: 1 }, choiceNames: ['王'] }],
    cc: { moment: 'passed' as const, sources: [{ by: 'person', person: 'p', personName: '王' }] },
    timeout: { ...timeout, toName: '李' },
  }
  expect(bodyOf(flow([step]), undefined).steps).toEqual([
    {
      ...newStep('a'),
      sources: [{ by: 'applicant-picks', choice: { roles: [], people: ['p'], most: 1 } }],
      cc: { moment: 'passed', sources: [{ by: 'person', person: 'p' }] },
      timeout,
    },
  ])
  // Whoever was chosen before another deed was chosen is not kept.
  const escalates = { ...step, timeout: { ...step.timeout, deed: 'escalate' } }
  expect(JSON.stringify(bodyOf(flow([escalates]), undefined))).not.toContain('"q"')
})

test('settings of a mode are sent with that mode only', () => {
  const step = {
    ...newStep('a'),
    sources: [{ by: 'role', role: 'legal', weight: 2, group: 'g' }],
    ratio: 60,
    pool: true,
    vote: { rule: 'count' as const, threshold: 1, waitForAll: false },
  }
  expect(bodyOf(flow([{ ...step, mode: 'vote' }]), undefined).steps[0]).toEqual({
    ...newStep('a'),
    mode: 'vote',
    sources: [{ by: 'role', role: 'legal', weight: 2 }],
    vote: step.vote,
  })
  expect(bodyOf(flow([{ ...step, mode: 'all' }]), undefined).steps[0]).toMatchObject({ ratio: 60 })
})

test('a condition with nothing left in it is no condition', () => {
  expect(conditionWith({ levels: [3] }, { levels: [] })).toBeUndefined()
  expect(conditionWith({ levels: [3] }, { customersFrom: 5 })).toEqual({ levels: [3], customersFrom: 5 })
})

test('the first step cannot move up', () => {
  expect(movedUp(['a', 'b'], 0)).toEqual(['a', 'b'])
  expect(movedUp(['a', 'b'], 1)).toEqual(['b', 'a'])
})

test('an objection stands beside its step and not beside the one with a longer number', () => {
  const all = [objection('steps.1.sources'), objection('steps.10.mode'), objection('levels')]
  expect(objectionsAt(all, 'steps.1').map(({ field }) => field)).toEqual(['steps.1.sources'])
})

test('what has no name yet is found wherever it stands', () => {
  const named = { zh: '步骤', en: 'Step' }
  const block = { ...newBlock([], 'choice'), ...named }
  const [first, second] = block.branches
  const branches = [{ ...first!, ...named, steps: [newStep('x')] }, second!]
  expect(
    unnamed({
      ...flow([
        { ...newStep('a'), ...named },
        { ...block, branches },
      ]),
      name: named,
    }),
  ).toEqual(['steps.1.branches.0.steps.0.zh', 'steps.1.branches.1.zh'])
  expect(unnamed({ ...flow([newStep('a')]), key: 'Not A Code' })).toEqual(['key', 'name', 'steps.0.zh'])
})
