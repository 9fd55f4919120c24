import { create } from 'fontkit'
import { describe, expect, test } from 'vitest'
import { fontData, missingGlyphs, printable } from './glyphs.ts'

describe('both fonts have', () => {
  test.each([
    ['ASCII', 0x20, 0x7e],
    ['the 20,902 original unified ideographs', 0x4e00, 0x9fa5],
    ['Extension A, for rare names', 0x3400, 0x4db5],
    ['full-width marks', 0xff01, 0xff5e],
  ])('%s', (_name, first, last) => {
    for (const weight of ['regular', 'bold'] as const) {
      const font = create(fontData(weight))
      const lacking: number[] = []
      for (let codePoint = first; codePoint <= last; codePoint += 1) {
        if (!font.hasGlyphForCodePoint(codePoint)) lacking.push(codePoint)
      }
      expect(lacking).toEqual([])
    }
  })
})

describe('a name never comes out shorter than it is', () => {
  test.each([
    ['a character that the font lacks', '吴𠮷祥', '吴〔U+20BB7〕祥', ['U+20BB7']],
    ['a picture', '客户😀', '客户〔U+1F600〕', ['U+1F600']],
    ['an invisible character', '林\u200b小满', '林〔U+200B〕小满', ['U+200B']],
    ['a mark that turns the direction of writing', '\u202e321账号', '〔U+202E〕321账号', ['U+202E']],
    ['a control character', 'a\u0000b', 'a〔U+0000〕b', ['U+0000']],
    ['half of a surrogate pair', 'a\ud842b', 'a〔U+D842〕b', ['U+D842']],
    ['a private character of some old system', '\ue000', '〔U+E000〕', ['U+E000']],
    ['a rare character that the font has', '㛃䶮𬭛', '㛃䶮𬭛', []],
    ['line ends and tabs, which are layout', 'a\r\nb\tc', 'a\nb c', []],
  ])('%s', (_name, text, shown, codePoints) => {
    expect(printable(text)).toBe(shown)
    expect(missingGlyphs(text).map((glyph) => glyph.codePoint)).toEqual(codePoints)
  })
})

test('each missing character is listed once, in order of appearance', () => {
  expect(missingGlyphs('𠮷😀𠮷')).toEqual([
    { character: '𠮷', codePoint: 'U+20BB7' },
    { character: '😀', codePoint: 'U+1F600' },
  ])
})
