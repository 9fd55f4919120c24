import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from './canonical.ts'

interface Vectors {
  cases: { input: string; output: string }[]
}
const vectors: Vectors = JSON.parse(readFileSync(new URL('vectors/canonical.json', import.meta.url), 'utf8'))

describe('canonical JSON', () => {
  test.each(vectors.cases)('RFC 8785: $input', ({ input, output }) => {
    expect(canonical(JSON.parse(input))).toBe(output)
  })

  test('the order in which members were set leaves no trace', () => {
    expect(canonical({ b: 1, a: { d: 2, c: 3 } })).toBe(canonical({ a: { c: 3, d: 2 }, b: 1 }))
  })

  test('reading it back gives the same value and the same text', () => {
    const json = fc
      .jsonValue({ stringUnit: 'binary' })
      .filter((value) => !JSON.stringify(value).includes('\\ud'))
    fc.assert(
      fc.property(json, (value) => {
        const text = canonical(value)
        expect(canonical(JSON.parse(text))).toBe(text)
      }),
    )
  })

  test('a raw control character never appears, so that entries can be joined by newlines', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary-ascii' }),
        (text) => !Array.from(canonical({ [text]: text })).some((char) => char < ' '),
      ),
    )
  })

  test.each([
    ['not a number', { a: Number.NaN }],
    ['an infinity', [Infinity]],
    ['an undefined member', { a: undefined }],
    ['a hole in a list', Array(1)],
    ['half a character', 'a\ud800b'],
    ['half a character in a name', { '\udc00': 1 }],
    ['a date', { at: new Date(0) }],
    ['a big integer', { n: 1n }],
    ['a function', { f: () => 1 }],
    ['bytes', { b: Buffer.from('x') }],
  ])('refuses %s', (_, value) => {
    expect(() => canonical(value)).toThrow(TypeError)
  })
})
