import type { Both } from '../types.ts'

/** How the forms of a flow are numbered, named and printed; a flow without it does as its form does. */
export interface FlowPaper {
  /** Series of the record numbers in place of the form's own: 2 to 6 capital letters. */
  readonly series?: string
  /** 标题规则, 摘要规则: text with placeholders in braces. */
  readonly title?: Both
  readonly summary?: Both
  readonly print?: PrintTemplate
}

/** 打印模板. */
export interface PrintTemplate {
  /** Heading in place of the form's name. */
  readonly heading?: Both
  /** Entries of the form that do not print. */
  readonly leaveOut?: readonly string[]
  /** Columns of the opinions, in this order; absent: all. */
  readonly columns?: readonly OpinionColumn[]
  /** Labels of the places for signatures on paper; absent: the usual ones. */
  readonly places?: readonly Both[]
}

export const opinionColumns = ['step', 'person', 'post', 'decision', 'opinion', 'time'] as const
export type OpinionColumn = (typeof opinionColumns)[number]

/** What may stand in braces: facts of the form's course. None of them is, or comes from, a customer's data. */
export const placeholders = [
  'form',
  'flow',
  'number',
  'date',
  'level',
  'customers',
  'applicant',
  'department',
  'post',
] as const
export type Placeholder = (typeof placeholders)[number]

const braces = /\{([^{}]*)\}/g

/** Placeholders of a rule that are not known: `{customer-name}` is one. */
export const unknownPlaceholders = (rule: string): readonly string[] =>
  [...rule.matchAll(braces)].map(([, name]) => name!).filter((name) => !isPlaceholder(name))

const isPlaceholder = (name: string): name is Placeholder =>
  (placeholders as readonly string[]).includes(name)

/** Letters a title or summary has at most; what is longer is cut. */
export const ruleMost = 120

/** A title or summary with its placeholders filled in; what is longer than 120 letters is cut. */
export const filledIn = (rule: Both, values: Readonly<Record<Placeholder, Both>>): Both => ({
  zh: filled(rule.zh, values, 'zh'),
  en: filled(rule.en, values, 'en'),
})

const filled = (rule: string, values: Readonly<Record<Placeholder, Both>>, language: 'zh' | 'en'): string =>
  rule
    .replace(braces, (_whole, name: string) => (isPlaceholder(name) ? values[name][language] : ''))
    .slice(0, ruleMost)
