import { readFileSync } from 'node:fs'
import { create, type Font, type PathCommand } from 'fontkit'
import { locateShipped } from '../policy/locate.ts'

export type Weight = 'regular' | 'bold'

/** A character that cannot be printed as itself. */
export interface MissingGlyph {
  readonly character: string
  /** For example `U+20BB7`. */
  readonly codePoint: string
}

const files = { regular: 'NotoSansSC-Regular.ttf', bold: 'NotoSansSC-Bold.ttf' } as const

interface LoadedFont {
  readonly data: Buffer
  readonly font: Font
  readonly advances: Map<number, number>
}

const loaded = new Map<Weight, LoadedFont>()

function load(weight: Weight): LoadedFont {
  const known = loaded.get(weight)
  if (known) return known
  const name = files[weight]
  const path = locateShipped(import.meta.url, [`fonts/${name}`, `floor/print/fonts/${name}`])
  const data = readFileSync(path)
  const fresh = { data, font: create(data), advances: new Map<number, number>() }
  loaded.set(weight, fresh)
  return fresh
}

/**
 * The font file to embed.
 * @throws Fault when the installation lacks it
 */
export function fontData(weight: Weight): Buffer {
  return load(weight).data
}

/** Width of a text in points. The fonts have no kerning or ligatures, so it is the sum of the advances. */
export function textWidth(text: string, weight: Weight, sizePoints: number): number {
  const { font, advances } = load(weight)
  let units = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    let advance = advances.get(codePoint)
    if (advance === undefined) {
      advance = font.glyphForCodePoint(codePoint).advanceWidth
      advances.set(codePoint, advance)
    }
    units += advance
  }
  return (units * sizePoints) / font.unitsPerEm
}

/** The outlines of a text, in font units from its start, y upwards, and the font's units per em. */
export function textOutlines(
  text: string,
  weight: Weight,
): { unitsPerEm: number; glyphs: { x: number; commands: readonly PathCommand[] }[] } {
  const { font } = load(weight)
  let x = 0
  const glyphs = Array.from(text, (character) => {
    const glyph = font.glyphForCodePoint(character.codePointAt(0) ?? 0)
    const placed = { x, commands: glyph.path.commands }
    x += glyph.advanceWidth
    return placed
  })
  return { unitsPerEm: font.unitsPerEm, glyphs }
}

/** Controls, format characters (zero width, direction), surrogates and private use never print as themselves. */
const neverPrinted = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u

const isPrintable = (character: string): boolean =>
  !neverPrinted.test(character) && load('regular').font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)

const codePointName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Line ends become `\n`, tabs become a space; both are layout, not characters that can be missing. */
const settle = (text: string): string => text.replaceAll(/\r\n?|[\u2028\u2029]/g, '\n').replaceAll('\t', ' ')

/** The characters of a text that will be printed as code points, each once, in order of appearance. */
export function missingGlyphs(text: string): MissingGlyph[] {
  const missing = new Map<string, MissingGlyph>()
  for (const character of settle(text)) {
    if (character === '\n' || isPrintable(character)) continue
    missing.set(character, { character, codePoint: codePointName(character) })
  }
  return [...missing.values()]
}

/**
 * The text as it will be printed: what the fonts lack, or what would be invisible, is replaced by its code
 * point in brackets, as in 〔U+20BB7〕. A name must never come out shorter than it is.
 */
export function printable(text: string): string {
  let result = ''
  for (const character of settle(text)) {
    result += character === '\n' || isPrintable(character) ? character : `〔${codePointName(character)}〕`
  }
  return result
}
