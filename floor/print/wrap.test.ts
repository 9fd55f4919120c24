import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wrapLines } from './wrap.ts'

/** Ideographs are two wide, everything else one. */
const measure = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (/[\u2e80-\uffef]/u.test(character) ? 2 : 1), 0)

describe('breaks lines as a reader expects', () => {
  test.each([
    ['between ideographs', '客户资料', 4, ['客户', '资料']],
    ['but not before a closing mark', '客户，资料', 4, ['客', '户，', '资料']],
    ['nor after an opening one', '甲（乙丙）', 4, ['甲', '（乙', '丙）']],
    ['at spaces between words', 'one two three', 7, ['one two', 'three']],
    ['and not inside a number', '账号 6222021234', 11, ['账号', '6222021234']],
    ['unless it is wider than the line', '6222021234', 4, ['6222', '0212', '34']],
    ['at given line ends, empty lines included', '甲\n\n乙', 10, ['甲', '', '乙']],
    ['an empty text is one empty line', '', 10, ['']],
    ['a character wider than the line stands alone', '客户', 1, ['客', '户']],
  ])('%s', (_name, text, width, lines) => {
    expect(wrapLines(text, width, measure)).toEqual(lines)
  })
})

const anyText = fc.string({ unit: fc.constantFrom('客', '户', '，', '（', '）', 'a', '1', ' ', '\n', '𠮷') })

test('no character is lost except spaces at line ends, and no line is too wide', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 12 }), (text, width) => {
      const lines = wrapLines(text, width, measure)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(/[ \n]/g, ''))
      for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width)
    }),
    { numRuns: 500 },
  )
})
