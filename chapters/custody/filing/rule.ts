import { Mistake } from '../../../floor/errors.ts'

/**
 * The rule by which files are numbered: a line of fixed text and parts in braces, e.g. `{fonds}-{type}-{year}-{serial:6}`.
 * Parts: `fonds` (全宗号), `type` (code of the customer type), `category` (code of the category), `year` (four digits),
 * `serial` (with how many digits at least). The serial comes last, behind something that is no digit, and the year
 * stands between things that are no digits: so two rules never make the same number, since the serial is counted for
 * each text before it.
 */
export interface NumberRule {
  readonly template: string
  /** 全宗号; fills `{fonds}`. */
  readonly fonds: string
}

type Part =
  | { readonly part: 'text'; readonly text: string }
  | { readonly part: 'fonds' | 'type' | 'category' | 'year' }
  | { readonly part: 'serial'; readonly digits: number }

/** What a number says about its file. */
export interface NumberOf {
  readonly type: string
  readonly category: string
  readonly year: number
}

/** Every mistake is one of the template. */
const at = { field: 'template' }
const longest = 60
/** Capital letters, digits, Chinese characters and the usual separators; no blanks, so that a number can be typed and found. */
const allowedText = /^[A-Z0-9\p{Script=Han}·.\-_/〔〕()（）]+$/u
/** @throws Mistake `filing.rule-…` that says what is wrong with the template */
export function partsOf(template: string): readonly Part[] {
  if (template.length === 0 || template.length > longest) throw new Mistake('filing.rule-length', at)
  const parts: Part[] = []
  let rest = template
  while (rest !== '') {
    const open = rest.indexOf('{')
    const text = open < 0 ? rest : rest.slice(0, open)
    if (text !== '') parts.push(textOf(text))
    if (open < 0) break
    const close = rest.indexOf('}', open)
    if (close < 0) throw new Mistake('filing.rule-brace', at)
    parts.push(partOf(rest.slice(open + 1, close)))
    rest = rest.slice(close + 1)
  }
  mustHold(parts)
  return parts
}

function textOf(text: string): Part {
  if (!allowedText.test(text)) throw new Mistake('filing.rule-text', at)
  return { part: 'text', text }
}

function partOf(word: string): Part {
  if (word === 'fonds' || word === 'type' || word === 'category' || word === 'year') return { part: word }
  const [name, digits = ''] = word.split(':')
  if (name === 'serial' && /^[3-9]$/.test(digits) && word === `serial:${digits}`)
    return { part: 'serial', digits: Number(digits) }
  throw new Mistake('filing.rule-part', at)
}

function mustHold(parts: readonly Part[]): void {
  const count = (wanted: Part['part']): number => parts.filter(({ part }) => part === wanted).length
  if (count('serial') !== 1 || parts.at(-1)?.part !== 'serial')
    throw new Mistake('filing.rule-serial-last', at)
  if (count('year') !== 1) throw new Mistake('filing.rule-year-once', at)
  for (const part of ['fonds', 'type', 'category'] as const)
    if (count(part) > 1) throw new Mistake('filing.rule-part-twice', at)
  const year = parts.findIndex(({ part }) => part === 'year')
  if (!separates(parts[year - 1], 'end') || !separates(parts[year + 1], 'start'))
    throw new Mistake('filing.rule-year-apart', at)
  if (!separates(parts.at(-2), 'end') || parts.length < 2) throw new Mistake('filing.rule-serial-apart', at)
}

/** Whether something that is no digit stands between a counted part and this neighbour; nothing beside it will do. */
function separates(neighbour: Part | undefined, side: 'start' | 'end'): boolean {
  if (neighbour === undefined) return true
  if (neighbour.part !== 'text') return false
  return !/[0-9]/.test(side === 'end' ? neighbour.text.at(-1)! : neighbour.text[0]!)
}

/** Everything before the serial; what is counted for itself. */
export function prefixOf(rule: NumberRule, of: NumberOf): { prefix: string; digits: number } {
  let prefix = ''
  let digits = 6
  for (const one of partsOf(rule.template)) {
    if (one.part === 'serial') digits = one.digits
    else if (one.part === 'text') prefix += one.text
    else if (one.part === 'year') prefix += String(of.year).padStart(4, '0')
    else if (one.part === 'fonds') prefix += rule.fonds
    else prefix += of[one.part]
  }
  return { prefix, digits }
}

/** A number: the text before, and the serial with leading zeros. */
export const numberWith = (prefix: string, digits: number, serial: number): string =>
  prefix + String(serial).padStart(digits, '0')
