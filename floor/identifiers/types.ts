/** Shapes shared by the detectors, the column recogniser, the scanner, the masks and the search tokens. */

/** Every kind of value a customer file may hold. The strings are stored: add, never rename. */
export const identifierTypes = [
  'person-name',
  'company-name',
  'mobile',
  'landline',
  'phone',
  'id-card',
  'residence-permit',
  'foreign-permanent-card',
  'passport',
  'home-return-permit',
  'taiwan-permit',
  'exit-permit',
  'uscc',
  'organisation-code',
  'business-licence',
  'bank-card',
  'bank-account',
  'bank-name',
  'address',
  'region',
  'email',
  'wechat',
  'qq',
  'online-account',
  'ip',
  'mac',
  'imei',
  'plate',
  'gender',
  'birth-date',
  'amount',
  'date',
  'customer-number',
  'salesperson',
  'customer-level',
  'customer-source',
  'quote',
  'floor-price',
  'cost',
  'margin',
  'discount',
  'payment-terms',
  'receivable',
  'contract-number',
  'contract-amount',
  'order-number',
  'trade-secret',
  'technical',
  'remark',
  'row-number',
  'free-text',
  'text',
] as const

/**
 * Kinds of sensitive personal information (PIPL article 28; GB/T 45574-2025) that a text may hold beside identifiers.
 * They are suggestions: a person decides.
 */
export const sensitiveKinds = ['minor', 'health', 'religion', 'biometric', 'whereabouts'] as const
export type SensitiveKind = (typeof sensitiveKinds)[number]

/** Longest pattern that a company writes, in UTF-16 units. */
export const patternLongest = 120

export type IdentifierType = (typeof identifierTypes)[number]

const knownTypes: ReadonlySet<string> = new Set(identifierTypes)

/** True when a stored string is a type this version knows. */
export function isIdentifierType(text: string): text is IdentifierType {
  return knownTypes.has(text)
}

/** How much a match is worth: a check digit held, the shape alone held, or it merely looks like one. */
export type Strength = 'checksum' | 'pattern' | 'weak'

/** Level ranks: 4 公司绝密, 3 公司机密, 2 公司秘密, 1 内部. Names are the tenant's; only ranks live in code. */
export type LevelRank = 1 | 2 | 3 | 4

/** What a field is about, as the rule book classifies customer data. */
export type DataCategory = 'basic' | 'transaction' | 'finance' | 'trade-secret' | 'technical'

export interface BothLanguages {
  readonly zh: string
  readonly en: string
}

/** What a match tells beside its canonical form. Only the parts that the type has are present. */
export interface MatchDetail {
  /** Which document or plate family it is, e.g. `old-15`, `new-energy-small`, `private`. */
  readonly variant?: string
  /** Birth date as `YYYY-MM-DD`. */
  readonly birthDate?: string
  readonly sex?: 'male' | 'female'
  /** True when the holder has not yet turned 14 today (sensitive personal information by law). */
  readonly under14?: boolean
  /** Province name in Chinese, from the first two digits of the region code. */
  readonly province?: string
  /** Issuing bank in Chinese and English, from the card's first digits. */
  readonly bank?: BothLanguages
  /** Address: how many of province, city, district, road, number, building, unit, room are present. */
  readonly parts?: number
  /** Person name: the surname as found in the list. */
  readonly surname?: string
  /** Amount in yuan. */
  readonly yuan?: number
}

export interface Match {
  readonly type: IdentifierType
  /** Canonical form, for storage, duplicate search and search tokens. */
  readonly normal: string
  readonly strength: Strength
  readonly detail?: MatchDetail
}

/** What a check may need to know from outside; tests pass a fixed day. */
export interface CheckOptions {
  /** Today as `YYYYMMDD` in the company's calendar; the machine's day when absent. */
  readonly today?: string
}

export interface Detector {
  readonly type: IdentifierType
  readonly label: BothLanguages
  /** The exact rule in a few words, for docs/detectors.md. */
  readonly rule: BothLanguages
  /** Standard or practice the rule comes from. */
  readonly source: string
  /** True when the shape alone proves little: a header or a word beside it must say what it is. */
  readonly needsContext: boolean
  /** Tests one whole value (not a text containing one); undefined when it is not of this type. */
  readonly check: (text: string, options?: CheckOptions) => Match | undefined
}
