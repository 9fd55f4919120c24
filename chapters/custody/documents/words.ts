import { foldWidth } from '../../../floor/identifiers/index.ts'
import type { Keyring } from '../../../floor/keyring/index.ts'

type Hasher = Pick<Keyring, 'indexHash'>

/** Terms that one search has at most, and letters of one term. */
const termsMost = 8
const termMost = 60

/**
 * A text as it is compared: widths and cases folded, and without any space, since a line may break anywhere in Chinese and
 * pictures are read with stray spaces.
 */
export const comparable = (text: string): string =>
  foldWidth(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[\s\u200b-\u200f\ufeff]+/gu, '')

/** What somebody looks for: every term has to be there. Terms of one letter find nothing and are left out. */
export const termsOf = (query: string): string[] =>
  [
    ...new Set(
      query
        .split(/[\s\u3000]+/u)
        .map((term) => Array.from(comparable(term)).slice(0, termMost).join(''))
        .filter((term) => Array.from(term).length >= 2),
    ),
  ].slice(0, termsMost)

/** Pairs of neighbouring letters, each once. */
export function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>()
  let before = ''
  for (const letter of text) {
    if (before !== '') pairs.add(before + letter)
    before = letter
  }
  return pairs
}

const tokenOf = (hasher: Hasher, level: number, pair: string): number =>
  Number.parseInt(hasher.indexHash(`document/${level}`).hex(pair).slice(0, 8), 16) | 0

/**
 * Keyed hashes of the pairs of letters in a text, 32 bits each, under a key of their level: equal pairs at different levels
 * look different. Whoever searches opens the candidates and compares, so a collision shows nothing.
 */
export const documentTokens = (hasher: Hasher, level: number, text: string): number[] => [
  ...new Set(Array.from(pairsOf(comparable(text)), (pair) => tokenOf(hasher, level, pair))),
]

/** The hashes that a document of this level must have, all of them, to be worth opening. */
export const queryTokensOf = (hasher: Hasher, level: number, terms: readonly string[]): number[] => [
  ...new Set(terms.flatMap((term) => Array.from(pairsOf(term), (pair) => tokenOf(hasher, level, pair)))),
]

/** Whether every term stands in the text. */
export function holdsAll(text: string, terms: readonly string[]): boolean {
  const folded = comparable(text)
  return terms.every((term) => folded.includes(term))
}

const around = 40

/** One letter folded; most letters need no table. */
function comparableLetter(text: string, at: number): string {
  const code = text.charCodeAt(at)
  const isPlain = (code > 0x20 && code < 0x7f) || (code >= 0x4e00 && code <= 0x9fff)
  return isPlain ? text[at]!.toLowerCase() : comparable(text[at]!)
}

/** A short passage around the first place where one of the terms stands; empty when none does. */
export function passageOf(text: string, terms: readonly string[]): string {
  // The passage is cut out of the text as people read it; places are counted without spaces.
  const places: number[] = []
  let folded = ''
  for (let at = 0; at < text.length; at++) {
    const part = comparableLetter(text, at)
    for (let n = 0; n < part.length; n++) places.push(at)
    folded += part
  }
  const found = terms.map((term) => folded.indexOf(term)).filter((at) => at >= 0)
  if (found.length === 0) return ''
  const first = Math.min(...found)
  const start = Math.max(0, (places[first] ?? 0) - around)
  const end = Math.min(text.length, (places[first] ?? 0) + around * 2)
  return `${start > 0 ? '…' : ''}${text.slice(start, end).replace(/\s+/g, ' ')}${end < text.length ? '…' : ''}`
}
