import { Mistake } from '../../../floor/errors.ts'
import { compilePattern, type Effort, PatternProblem } from '../../../floor/identifiers/index.ts'
import type { Condition, effects } from './condition.ts'

/** A rule in force, as `suggestLevel` takes it. */
export interface LevelRule {
  readonly id: string
  readonly version: number
  readonly name: string
  /** Later ones have the last word. */
  readonly priority: number
  /** `exactly` may also lower what the detectors say; it takes a second person to put in force. */
  readonly effect: (typeof effects)[number]
  readonly conditions: readonly Condition[]
  readonly level: number | null
  readonly category: string | null
  readonly sensitive: boolean
}

/** The order in which rules speak: by priority; at the same one those that may lower first. */
export const inOrder = (rules: readonly LevelRule[]): LevelRule[] =>
  [...rules].sort(
    (a, b) =>
      a.priority - b.priority ||
      Number(a.effect === 'at-least') - Number(b.effect === 'at-least') ||
      (a.id < b.id ? -1 : 1),
  )

const patternMistakes: Readonly<Record<PatternProblem['code'], string>> = {
  empty: 'custody.rule-pattern-empty',
  'too-long': 'custody.rule-pattern-too-long',
  unclosed: 'custody.rule-pattern-unclosed',
  repeat: 'custody.rule-pattern-repeat',
  class: 'custody.rule-pattern-class',
  escape: 'custody.rule-pattern-escape',
  'matches-nothing': 'custody.rule-pattern-matches-nothing',
}

/**
 * Checks what a schema cannot: that patterns are of the language.
 * @throws Mistake `custody.rule-pattern` naming the condition and the place
 */
export function mustCompile(conditions: readonly Condition[]): void {
  for (const [i, one] of conditions.entries()) {
    if (one.on !== 'pattern') continue
    try {
      compilePattern(one.pattern)
    } catch (error) {
      if (!(error instanceof PatternProblem)) throw error
      throw new Mistake(patternMistakes[error.code], {
        field: `conditions.${i}.pattern`,
        values: { at: error.at + 1 },
      })
    }
  }
}

/** What a text (or a column, or a document) was found to hold; no value in it. */
export interface Content {
  readonly text: string
  readonly header?: string | undefined
  readonly field?: string | undefined
  readonly identifiers: ReadonlyMap<string, number>
  readonly sensitive: ReadonlyMap<string, number>
  readonly persons: number
  /** Yuan. */
  readonly amount: number
}

/** Whether a rule's conditions all hold; undefined when the effort ran out before that was known. */
export function holds(rule: LevelRule, content: Content, effort: Effort): boolean | undefined {
  let unknown = false
  for (const one of rule.conditions) {
    const answer = holdsOne(one, content, effort)
    if (answer === false) return false
    if (answer === undefined) unknown = true
  }
  return unknown ? undefined : true
}

function holdsOne(one: Condition, content: Content, effort: Effort): boolean | undefined {
  switch (one.on) {
    case 'header':
      return content.header !== undefined && containsAny(content.header, one.words)
    case 'field':
      return content.field !== undefined && one.codes.includes(content.field)
    case 'keyword':
      return countOf(content.text, one.words, one.atLeast, effort)
    case 'pattern':
      return compilePattern(one.pattern).isIn(content.text, effort)
    case 'identifier':
      return (content.identifiers.get(one.type) ?? 0) >= one.atLeast
    case 'persons':
      return content.persons >= one.atLeast
    case 'amount':
      return content.amount >= one.atLeast
    case 'sensitive':
      return one.kinds.some((kind) => (content.sensitive.get(kind) ?? 0) > 0)
  }
}

const containsAny = (text: string, list: readonly string[]): boolean => {
  const low = text.toLowerCase()
  return list.some((word) => low.includes(word.toLowerCase()))
}

function countOf(
  text: string,
  list: readonly string[],
  atLeast: number,
  effort: Effort,
): boolean | undefined {
  const low = text.toLowerCase()
  let found = 0
  for (const word of list) {
    // The engine's own search reads on average a fraction of the text.
    effort.left -= Math.ceil(low.length / 8)
    if (effort.left < 0) return undefined
    const wanted = word.toLowerCase()
    for (let at = low.indexOf(wanted); at !== -1; at = low.indexOf(wanted, at + wanted.length))
      if (++found >= atLeast) return true
  }
  return false
}
