import {
  type Effort,
  type Finding,
  isIdentifierType,
  scanText,
  sensitiveIn,
  typeCatalogue,
} from '../../../floor/identifiers/index.ts'
import { type Content, holds, inOrder, type LevelRule } from './rule.ts'
import { collectionLevel, type RisesAt } from './volume.ts'

/** Why a level is suggested; codes and counts, never a value. */
export type Because =
  | { readonly by: 'identifier'; readonly type: string; readonly count: number; readonly level: number }
  | { readonly by: 'sensitive'; readonly kind: string; readonly count: number; readonly level: number }
  | { readonly by: 'volume'; readonly persons: number; readonly from: number; readonly level: number }
  | {
      readonly by: 'rule'
      readonly rule: string
      readonly name: string
      readonly level: number | null
      readonly effect: 'at-least' | 'exactly'
      /** The rule could not be tried to its end and counts as fulfilled, to be safe. */
      readonly unfinished?: true
    }

export interface Suggestion {
  readonly level: number
  readonly category: string | null
  readonly sensitive: boolean
  /** In the order in which they spoke; the last word on the level comes last. */
  readonly because: readonly Because[]
}

/** Found identifiers instead of a text: where the text itself is not at hand (a column, an index). */
export interface Found {
  readonly text?: string | undefined
  readonly header?: string | undefined
  /** Code of the catalogue field. */
  readonly field?: string | undefined
  readonly findings: readonly Finding[]
}

export interface SuggestOptions {
  /** Lowest level of the company; 1 unless said. */
  readonly lowest?: number
  readonly highest?: number
  readonly risesAt?: RisesAt
  /** Steps that all rules together may take; the rest counts as fulfilled. 40 million, about a second. */
  readonly effort?: number
}

/** What kinds of sensitive personal information call for, as the identity documents do. */
const sensitiveLevel = 3

/** Types whose number of different values tells how many persons a text is about. */
const perPerson: ReadonlySet<string> = new Set([
  'id-card',
  'residence-permit',
  'foreign-permanent-card',
  'passport',
  'home-return-permit',
  'taiwan-permit',
  'mobile',
  'email',
  'wechat',
  'bank-card',
])

const amounts = /(?:([¥￥])\s?)?(\d[\d,]{0,14}(?:\.\d{1,4})?)\s?(亿|万)?(元)?/g
const unitOf: Readonly<Record<string, number>> = { 亿: 1e8, 万: 1e4 }

/** The largest amount in yuan that a text states with its currency; 0 when none. */
export function largestAmount(text: string): number {
  let most = 0
  for (const [, sign, digits, unit, yuan] of text.matchAll(amounts)) {
    if (sign === undefined && yuan === undefined && unit === undefined) continue
    const value = Number(digits!.replaceAll(',', '')) * (unit === undefined ? 1 : unitOf[unit]!)
    if (value > most) most = value
  }
  return most
}

/** Reads once what rules and detectors look at. */
export function contentOf(input: string | Found): Content {
  const {
    text = '',
    header,
    field,
    findings,
  } = typeof input === 'string' ? { text: input, findings: scanText(input) } : input
  const identifiers = new Map<string, number>()
  const persons = new Map<string, Set<string>>()
  for (const { type, normal } of findings) {
    identifiers.set(type, (identifiers.get(type) ?? 0) + 1)
    if (!perPerson.has(type)) continue
    const seen = persons.get(type) ?? new Set<string>()
    persons.set(type, seen.add(normal))
  }
  return {
    text,
    header,
    field,
    identifiers,
    sensitive: sensitiveIn(text, findings),
    persons: Math.max(0, ...[...persons.values()].map((one) => one.size)),
    amount: largestAmount(text),
  }
}

/**
 * Suggests a level for a text or for what was found in it: detectors first, then kinds of sensitive information, the
 * number of persons, and the company's own rules in their order. Pure; a person decides. Time is bounded: when the rules
 * take too long, those that were not tried to their end count as fulfilled where they raise, and not where they lower.
 */
export function suggestLevel(
  input: string | Found,
  rules: readonly LevelRule[],
  options: SuggestOptions = {},
): Suggestion {
  const content = contentOf(input)
  const highest = options.highest ?? 4
  const lowest = options.lowest ?? 1
  const because: Because[] = []
  let level = lowest
  const atLeast = (wanted: number): number => Math.min(highest, Math.max(level, wanted))
  for (const [type, count] of content.identifiers) {
    const own = isIdentifierType(type) ? Math.min(typeCatalogue[type].level, highest) : lowest
    if (own > lowest) because.push({ by: 'identifier', type, count, level: own })
    level = atLeast(own)
  }
  for (const [kind, count] of content.sensitive) {
    because.push({ by: 'sensitive', kind, count, level: Math.min(sensitiveLevel, highest) })
    level = atLeast(sensitiveLevel)
  }
  if (options.risesAt !== undefined && content.persons > 0) {
    const { level: risen, raised } = collectionLevel(level, () => content.persons, options.risesAt)
    if (raised !== undefined)
      because.push({ by: 'volume', persons: content.persons, from: raised.from, level: risen })
    level = atLeast(risen)
  }
  const spoken = applyRules(content, rules, {
    level,
    highest,
    effort: { left: options.effort ?? 40_000_000 },
  })
  return {
    level: spoken.level,
    category: spoken.category,
    sensitive: spoken.sensitive || content.sensitive.size > 0,
    because: [...because, ...spoken.because],
  }
}

function applyRules(
  content: Content,
  rules: readonly LevelRule[],
  start: { readonly level: number; readonly highest: number; readonly effort: Effort },
): Suggestion {
  let { level } = start
  let category: string | null = null
  let sensitive = false
  const because: Because[] = []
  for (const rule of inOrder(rules)) {
    const answer = holds(rule, content, start.effort)
    const counts = answer ?? rule.effect === 'at-least'
    if (!counts) continue
    const { id, name, effect } = rule
    because.push({
      by: 'rule', rule: id, name, level: rule.level, effect,
      ...(answer === undefined ? { unfinished: true as const } : {}),
    }) // prettier-ignore
    if (rule.level !== null)
      level =
        effect === 'exactly'
          ? Math.min(rule.level, start.highest)
          : Math.min(start.highest, Math.max(level, rule.level))
    category = rule.category ?? category
    sensitive ||= rule.sensitive
  }
  return { level, category, sensitive, because }
}
