import { describe, expect, test } from 'vitest'
import { Mistake } from '../../../floor/errors.ts'
import { numberWith, partsOf, prefixOf } from './rule.ts'

const of = { type: 'Z', category: 'HT', year: 2026 }
const made = (template: string, serial: number): string => {
  const { prefix, digits } = prefixOf({ template, fonds: 'QS' }, of)
  return numberWith(prefix, digits, serial)
}

describe('a rule for file numbers', () => {
  test.each([
    ['C-{year}-{serial:6}', 7, 'C-2026-000007'],
    ['{fonds}-{type}-{category}-{year}-{serial:4}', 12, 'QS-Z-HT-2026-0012'],
    ['客档〔{year}〕{serial:3}', 1, '客档〔2026〕001'],
    ['{year}/{serial:3}', 1234, '2026/1234'],
  ])('%s makes number %i %s', (template, serial, number) => expect(made(template, serial)).toBe(number))

  test.each([
    ['', 'filing.rule-length'],
    ['x'.repeat(61), 'filing.rule-length'],
    ['C-{year}', 'filing.rule-serial-last'],
    ['{serial:6}-{year}', 'filing.rule-serial-last'],
    ['C-{serial:6}', 'filing.rule-year-once'],
    ['{year}-{year}-{serial:6}', 'filing.rule-year-once'],
    ['{type}-{type}-{year}-{serial:6}', 'filing.rule-part-twice'],
    ['C{year}{serial:6}', 'filing.rule-year-apart'],
    ['C1{year}-{serial:6}', 'filing.rule-year-apart'],
    ['C-{year}-9{serial:6}', 'filing.rule-serial-apart'],
    ['{year}-{type}{serial:6}', 'filing.rule-serial-apart'],
    ['C-{year-{serial:6}', 'filing.rule-part'],
    ['C-{year}-{serial:6', 'filing.rule-brace'],
    ['C-{year}-{serial:99}', 'filing.rule-part'],
    ['C-{year}-{constructor}-{serial:6}', 'filing.rule-part'],
    ['C {year}-{serial:6}', 'filing.rule-text'],
    ["C'-{year}-{serial:6}", 'filing.rule-text'],
    ['C-{year}-\u202e-{serial:6}', 'filing.rule-text'],
  ])('%j is refused: %s', (template, code) => {
    let said = 'nothing'
    try {
      partsOf(template)
    } catch (error) {
      if (error instanceof Mistake) said = error.code
    }
    expect(said).toBe(code)
  })
})
