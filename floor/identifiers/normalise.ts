/** Bringing values as people type them into one form, and noticing what a spreadsheet destroyed. */

const wideCharacters = /[\uff01-\uff5e\u3000]/
// Printable ASCII without spaces, and Chinese characters: what normalising leaves alone.
const plain = /^[\x21-\x7e\u4e00-\u9fff]*$/
const wideForms = /[\uff01-\uff5e]/g
const zeroWidth = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g
// Hyphens, dashes, minus signs and the various spaces people put into numbers.
const separators = /[\s\-\u2010-\u2015\u2212\ufe58\ufe63\u30fc_]/g

/**
 * Turns full-width ASCII and the ideographic space into their half-width twins.
 * The result has the same length, so positions in it are positions in the original.
 */
export function foldWidth(text: string): string {
  if (!wideCharacters.test(text)) return text
  return text
    .replace(wideForms, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
}

/** NFKC, zero-width characters removed, runs of white space collapsed, ends trimmed. Length may change. */
export function normaliseText(text: string): string {
  // Most values are plain already; the test is far cheaper than the four steps.
  if (plain.test(text)) return text
  return text.normalize('NFKC').replace(zeroWidth, '').replace(/\s+/g, ' ').trim()
}

/** `normaliseText`, then all spaces, hyphens and underscores removed: the form in which numbers are checked. */
export function normaliseIdentifier(text: string): string {
  return normaliseText(text).replace(separators, '')
}

/**
 * `damaged`: digits are certainly lost. `suspect`: it looks so, and only a check digit can clear it.
 * Nothing is ever guessed back: the person is asked for the original.
 */
export type Damage = 'sound' | 'suspect' | 'damaged'

const exponentForm = /^[+-]?\d(?:\.\d{1,20})?E\+?\d{1,3}$/i

/**
 * Tells whether a spreadsheet has destroyed digits. Spreadsheets keep 15 significant digits, so
 * `5.10322E+17`, any number cell (JavaScript number) beyond 15 digits, and a long run of digits whose
 * 16th and later digits are all zero are damaged; any other long number ending in zero is suspect.
 */
export function excelDamage(value: string | number): Damage {
  const text = typeof value === 'number' ? String(value) : normaliseIdentifier(value).replace(/^'/, '')
  if (exponentForm.test(text)) return 'damaged'
  if (!/^\d{16,}(?:\.0+)?$/.test(text)) return 'sound'
  if (typeof value === 'number') return 'damaged'
  const tail = text.replace(/\.0+$/, '').slice(15)
  // A sound 16-digit card ends in 0 one time in ten, so fewer than three zeros are only a suspicion.
  if (/^0{3,}$/.test(tail)) return 'damaged'
  return tail.endsWith('0') ? 'suspect' : 'sound'
}
