import { typeCatalogue } from './catalogue.ts'
import { checkAs, isDamaged } from './detectors.ts'
import { typesOfHeader } from './headers.ts'
import { normaliseText } from './normalise.ts'
import { scanText } from './scan.ts'
import type { DataCategory, IdentifierType, LevelRank, Strength } from './types.ts'

export interface Column {
  readonly header: string
  /** Cell texts; empty ones are ignored. A few hundred are enough. */
  readonly samples: readonly string[]
}

/** Why a column was recognised as it was; the page turns each into a sentence. */
export type ColumnReason =
  | 'header-exact'
  | 'header-contains'
  | 'header-only'
  | 'content-70'
  | 'content-below-70'
  | 'content-only'
  | 'header-content-conflict'
  | 'no-samples'
  | 'damaged-values'
  | 'hidden-identifiers'
  | 'hidden-high-level'
  | 'mixed-phones'
  | 'mixed-names'
  | 'table-context'
  | 'duplicate-of-another'
  | 'unknown'

export interface ColumnGuess {
  readonly type: IdentifierType
  /** 0–1; below 0.7 a person should confirm. */
  readonly confidence: number
}

export interface RecognisedColumn extends ColumnGuess {
  /** Suggested level rank. */
  readonly level: LevelRank
  readonly category: DataCategory
  readonly reasons: readonly ColumnReason[]
  /** Other readings, the likeliest first; never more than three. */
  readonly alternatives: readonly ColumnGuess[]
  /** Share of non-empty samples that are valid for the type, 0–1; absent when the type has no shape. */
  readonly valid?: number
}

/** Share of valid values from which content alone makes a typed column. */
const enough = 0.7

interface Content {
  readonly type: IdentifierType
  readonly ratio: number
  readonly strength: Strength
}

// Types that content alone may give, in the order in which they win a tie.
const byContent: readonly IdentifierType[] = [
  'id-card',
  'residence-permit',
  'foreign-permanent-card',
  'uscc',
  'mobile',
  'email',
  'plate',
  'bank-card',
  'business-licence',
  'landline',
  'ip',
  'mac',
  'date',
  'address',
  'company-name',
  'bank-name',
  'region',
  'person-name',
]

const weight: Record<Strength, number> = { checksum: 3, pattern: 2, weak: 1 }

/** How many of the values fit a type, and how strongly the typical one does. */
function contentAs(type: IdentifierType, values: readonly string[]): Content {
  const count = { checksum: 0, pattern: 0, weak: 0 }
  for (const value of values) {
    const match = checkAs(type, value)
    if (match !== undefined) count[match.strength]++
  }
  const valid = count.checksum + count.pattern + count.weak
  const strength =
    count.checksum * 2 > valid
      ? 'checksum'
      : (count.checksum + count.pattern) * 2 > valid
        ? 'pattern'
        : 'weak'
  return { type, ratio: values.length === 0 ? 0 : valid / values.length, strength }
}

/** Types whose values the content must show at 70 %, best first. */
function readContent(values: readonly string[]): Content[] {
  if (values.length === 0) return []
  return byContent
    .map((type) => contentAs(type, values))
    .filter((content) => content.ratio >= enough)
    .sort((a, b) => weight[b.strength] - weight[a.strength] || b.ratio - a.ratio)
}

interface Draft {
  type: IdentifierType
  confidence: number
  reasons: ColumnReason[]
  alternatives: ColumnGuess[]
  valid?: number
}

const hasShape = (type: IdentifierType): boolean => type !== 'text' && type !== 'remark' && shaped.has(type)
const shaped: ReadonlySet<IdentifierType> = new Set<IdentifierType>([
  ...byContent,
  'phone',
  'passport',
  'home-return-permit',
  'taiwan-permit',
  'exit-permit',
  'organisation-code',
  'bank-account',
  'wechat',
  'qq',
  'imei',
  'amount',
  'salesperson',
  'birth-date',
  'quote',
  'floor-price',
  'cost',
  'receivable',
  'contract-amount',
])

/** A telephone column is of the kind that most of it is; only a true mixture stays `phone`. */
function settlePhones(draft: Draft, values: readonly string[]): void {
  const mobiles = contentAs('mobile', values).ratio
  const landlines = contentAs('landline', values).ratio
  draft.valid = mobiles + landlines
  draft.type =
    mobiles >= enough ? 'mobile' : landlines >= enough ? 'landline' : values.length === 0 ? 'mobile' : 'phone'
  if (draft.type === 'phone') draft.reasons.push('mixed-phones')
}

/** The header named the column: the content chooses among its meanings and sets the confidence. */
function fromHeader(types: readonly IdentifierType[], how: ColumnReason, values: readonly string[]): Draft {
  const first = types[0] ?? 'text'
  const base = how === 'header-exact' ? 0 : 0.06
  if (values.length === 0)
    return { type: first, confidence: 0.6 - base, reasons: [how, 'no-samples'], alternatives: [] }
  if (!hasShape(first))
    return { type: first, confidence: 0.85 - base, reasons: [how, 'header-only'], alternatives: [] }
  const readings = types.map((type) => contentAs(type, values)).sort((a, b) => b.ratio - a.ratio)
  // Among equal ratios the usual meaning of the header wins: sort is stable.
  const best = readings[0] ?? { type: first, ratio: 0, strength: 'weak' as const }
  const good = best.ratio >= enough
  const draft: Draft = {
    type: good || best.ratio >= 0.4 ? best.type : first,
    confidence: good ? 0.85 + 0.14 * best.ratio - base : 0.5 + 0.3 * best.ratio - base,
    reasons: [how, good ? 'content-70' : 'content-below-70'],
    alternatives: [],
    valid: best.ratio,
  }
  if (types.includes('phone')) settlePhones(draft, values)
  return draft
}

/** Adds what else the content could be, and lets a checked or well-shaped content overrule a header that lies. */
function compareContent(draft: Draft, values: readonly string[]): void {
  const contents = readContent(values)
  const [first] = contents
  const accepted = draft.reasons.includes('content-70') || !shaped.has(draft.type)
  const identifying =
    first !== undefined && first.strength !== 'weak' && first.type !== 'date' && first.type !== 'region'
  const contradicts =
    identifying &&
    first.type !== draft.type &&
    (!accepted ||
      draft.type === 'text' ||
      first.strength === 'checksum' ||
      // Many firms number their customers by telephone: what it is counts, not what it is used as.
      (draft.type === 'customer-number' && first.ratio >= 0.9))
  const related =
    draft.type === 'phone' ||
    (draft.type === 'bank-account' && first?.type === 'bank-card') ||
    draft.reasons.includes('content-70')
  if (contradicts && !related) {
    draft.alternatives.push({ type: draft.type, confidence: 0.3 })
    draft.reasons.push('header-content-conflict')
    draft.type = first.type
    draft.confidence = first.strength === 'checksum' ? 0.75 : 0.65
    draft.valid = first.ratio
  }
  for (const content of contents) {
    if (content.type !== draft.type)
      draft.alternatives.push({
        type: content.type,
        confidence: round(0.2 * weight[content.strength] * content.ratio),
      })
  }
}

/** No header helps: only the content speaks. */
function fromContent(values: readonly string[]): Draft {
  const contents = readContent(values)
  const [best] = contents
  if (best !== undefined) {
    const most = best.strength === 'checksum' ? 0.92 : best.strength === 'pattern' ? 0.82 : 0.55
    return {
      type: best.type,
      confidence: most * best.ratio,
      reasons: ['content-only', 'content-70'],
      alternatives: [],
      valid: best.ratio,
    }
  }
  const long = values.filter((value) => value.length >= 12 && /[\u4e00-\u9fff]/.test(value)).length
  if (values.length > 0 && long / values.length >= 0.3)
    return { type: 'free-text', confidence: 0.5, reasons: ['content-only'], alternatives: [] }
  return {
    type: 'text',
    confidence: 0.3,
    reasons: values.length === 0 ? ['unknown', 'no-samples'] : ['unknown'],
    alternatives: [],
  }
}

const scanned: ReadonlySet<IdentifierType> = new Set([
  'remark',
  'free-text',
  'text',
  'technical',
  'trade-secret',
  'customer-source',
])
const longNumbers: ReadonlySet<IdentifierType> = new Set([
  'id-card',
  'bank-card',
  'bank-account',
  'uscc',
  'residence-permit',
])

/** Level of a text column that hides identifiers: 2, with a mark when one of them would be 3 by itself. */
function levelOf(draft: Draft, values: readonly string[]): LevelRank {
  const level = typeCatalogue[draft.type].level
  if (!scanned.has(draft.type)) return level
  // A word such as 图纸 in a technical column is what the column is about, not something hidden in it.
  const findings = values.flatMap((value) => scanText(value)).filter((finding) => finding.type !== draft.type)
  if (findings.length === 0) return level
  draft.reasons.push('hidden-identifiers')
  if (findings.some((finding) => typeCatalogue[finding.type].level >= 3))
    draft.reasons.push('hidden-high-level')
  return level > 2 ? level : 2
}

const round = (confidence: number): number => Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100

/**
 * Says what a column is, from its header and from a sample of its values. Never decides alone:
 * the person who imports confirms, and the tenant's catalogue may raise the level.
 */
export function recogniseColumn(column: Column): RecognisedColumn {
  const values = column.samples
    .map(normaliseText)
    .filter((value) => value !== '' && !/^(?:-+|\/|无|空|null|n\/a)$/i.test(value))
  const header = typesOfHeader(column.header)
  const draft = header === undefined ? fromContent(values) : fromHeader(header.types, header.how, values)
  compareContent(draft, values)
  if (longNumbers.has(draft.type) && values.some((value) => isDamaged(draft.type, value)))
    draft.reasons.push('damaged-values')
  const level = levelOf(draft, values)
  const seen = new Set<IdentifierType>([draft.type])
  const alternatives = draft.alternatives
    .sort((a, b) => b.confidence - a.confidence)
    .filter((guess) => !seen.has(guess.type) && seen.add(guess.type))
    .slice(0, 3)
  return {
    type: draft.type,
    confidence: round(draft.confidence),
    level,
    category: typeCatalogue[draft.type].category,
    reasons: draft.reasons,
    alternatives,
    ...(draft.valid !== undefined && { valid: round(draft.valid) }),
  }
}
