import { describe, expect, test } from 'vitest'
import {
  type FieldFacts,
  forbid,
  forbidAll,
  MissingFact,
  type PersonFacts,
  type ProofFacts,
  type Question,
  silent,
} from '../../../gate/index.ts'
import { p3_2_2_act_proves_again, p3_2_2_factor, p3_2_2_proves_again } from './p3_2_2_factor.ts'
import { p6_1_second_confirms } from './p6_1_confirm.ts'

const at = Date.parse('2026-03-03T01:00:00Z')
const someone = (unmet: string[]): PersonFacts => ({
  id: 'lin', active: true, mustChangePassword: false, roles: new Set(), clearance: 4, scope: 'all', departments: new Set(),
  reach: 'everything', authority: 'everything', unmet: new Set(unmet),
}) // prettier-ignore
const field = (level: number): FieldFacts => ({
  id: 1, level, category: 'basic', sensitive: false, fullNeeds: 'grant', type: 'text', mask: 'default',
}) // prettier-ignore
const ask = (verb: Question['verb'], more: Partial<Question> = {}): Question => ({
  actor: 'lin',
  verb,
  fields: [1],
  at,
  ...more,
})

test.each([
  [[], silent],
  [['pledge'], silent],
  [['second-factor'], forbidAll],
  [['pledge', 'second-factor'], forbidAll],
])('3.2.2 with %j still to do', (unmet, ruling) => {
  const facts = { person: someone(unmet) }
  for (const verb of ['read', 'list', 'settings', 'apply'] as const)
    expect(p3_2_2_factor.judge(ask(verb), facts, undefined)).toBe(ruling)
})

describe('3.2.2 whoever opens the highest level proves anew who sits there', () => {
  const windowMs = 900_000
  test.each<[string, number, string | undefined, ProofFacts, number]>([
    ['below it', 3, 'service', { windowMs }, silent],
    ['a look without a purpose', 4, undefined, { windowMs }, silent],
    ['proved now', 4, 'service', { windowMs, at }, silent],
    ['proved at the edge', 4, 'service', { windowMs, at: at - windowMs }, silent],
    ['proved too long ago', 4, 'service', { windowMs, at: at - windowMs - 1 }, forbidAll],
    ['proved in the future', 4, 'service', { windowMs, at: at + 1 }, forbidAll],
    ['never proved', 4, 'service', { windowMs }, forbidAll],
    ['a level above the highest known', 5, 'service', { windowMs }, forbidAll],
  ])('%s', (_, level, purpose, proof, ruling) => {
    const question = ask('read', purpose === undefined ? {} : { purpose })
    expect(p3_2_2_proves_again.judge(question, { proof }, field(level))).toBe(ruling)
  })

  test('without the fact nothing is opened', () =>
    expect(() => p3_2_2_proves_again.judge(ask('copy', { purpose: 'service' }), {}, field(4))).toThrow(
      MissingFact,
    ))
})

describe('3.2.2 whoever is about to do what the rules name proves anew who sits there', () => {
  const windowMs = 900_000
  const asks = new Set(['export', 'give-role'])
  test.each<[string, Question['verb'], ProofFacts, number]>([
    ['proved now', 'export', { windowMs, at, asks }, silent],
    ['proved at the edge', 'give-role', { windowMs, at: at - windowMs, asks }, silent],
    ['proved too long ago', 'give-role', { windowMs, at: at - windowMs - 1, asks }, forbidAll],
    ['proved in the future', 'export', { windowMs, at: at + 1, asks }, forbidAll],
    ['never proved', 'export', { windowMs, asks }, forbidAll],
    ['an act the rules do not name', 'print', { windowMs, asks }, silent],
    ['no act named at all', 'export', { windowMs, asks: new Set() }, silent],
  ])('%s: %s', (_, verb, proof, ruling) =>
    expect(p3_2_2_act_proves_again.judge(ask(verb), { proof }, undefined)).toBe(ruling),
  )

  test.each<[string, { proof?: ProofFacts }]>([
    ['the proof', {}],
    ['which acts ask, where nothing was proved', { proof: { windowMs } }],
  ])('without %s nothing is done', (_, facts) =>
    expect(() => p3_2_2_act_proves_again.judge(ask('give-role'), facts, undefined)).toThrow(MissingFact),
  )
})

test('6.1 whoever laid a change of the rules down does not confirm it', () => {
  const judge = (applicant?: string) =>
    p6_1_second_confirms.judge(
      ask('confirm-sign-in-rules'),
      { act: { verb: 'confirm-sign-in-rules', ...(applicant === undefined ? {} : { applicant }) } },
      undefined,
    )
  expect(judge('lin')).toBe(forbid)
  expect(judge('he')).toBe(silent)
  expect(() => judge()).toThrow(MissingFact)
})
