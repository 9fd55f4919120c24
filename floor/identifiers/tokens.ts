import { canonical, checkAs } from './detectors.ts'
import { normaliseText } from './normalise.ts'
import { unifyDots } from './names.ts'
import type { IdentifierType } from './types.ts'

/** Plain tokens; custody turns each into a keyed hash before it touches a disk. */
export interface SearchTokens {
  /** Whole normalised value, and for numbers that people quote by their end, the last four digits. */
  readonly exact: readonly string[]
  /** Character pairs of names, companies and addresses, each once. */
  readonly fragments: readonly string[]
}

/** One reading of what the person typed: a file matches when it has any exact token, or else all fragments. */
export interface QueryGuess extends SearchTokens {
  readonly type: IdentifierType
}

export interface Query {
  readonly guesses: readonly QueryGuess[]
  /** Why nothing is searched: a single character would list a large part of all customers. */
  readonly refused?: 'empty' | 'too-short'
}

/** Types that share one index, so that a telephone is found whichever column it came from. */
const families: Partial<Record<IdentifierType, string>> = {
  mobile: 'phone',
  landline: 'phone',
  phone: 'phone',
  'id-card': 'document',
  'residence-permit': 'document',
  'foreign-permanent-card': 'document',
  passport: 'document',
  'home-return-permit': 'document',
  'taiwan-permit': 'document',
  'exit-permit': 'document',
  uscc: 'organisation',
  'organisation-code': 'organisation',
  'business-licence': 'organisation',
  'bank-card': 'account',
  'bank-account': 'account',
  'person-name': 'name',
  'company-name': 'company',
  address: 'address',
  email: 'email',
  wechat: 'online',
  qq: 'online',
  'online-account': 'online',
  plate: 'plate',
  'customer-number': 'number',
  'contract-number': 'number',
  'order-number': 'number',
}

/** Every family that a token may begin with. */
export const tokenFamilies: readonly string[] = [...new Set(Object.values(families))]

const withFragments: ReadonlySet<string> = new Set(['name', 'company', 'address'])
const withTail: ReadonlySet<string> = new Set(['phone'])

/** Lower case, no spaces and no punctuation: fragments must not depend on how a name was spaced. */
function fold(text: string): string {
  return unifyDots(normaliseText(text))
    .toLowerCase()
    .replace(/[\s·()（）,，.。、\-_/]/g, '')
}

const surrogates = /[\ud800-\udfff]/

/** Pairs of neighbouring characters, each once, in order of first appearance. */
function pairsOf(folded: string): string[] {
  const pairs = new Set<string>()
  if (surrogates.test(folded)) {
    const characters = Array.from(folded)
    for (let i = 0; i + 1 < characters.length; i++) pairs.add(`${characters[i]}${characters[i + 1]}`)
  } else for (let i = 0; i + 1 < folded.length; i++) pairs.add(folded.slice(i, i + 2))
  return [...pairs]
}

/**
 * Tokens under which a value is filed. Types that are not searchable (amounts, remarks, dates …) give none.
 * Tokens begin with the family of the type: `phone=…` whole, `phone~…` last four digits, `name:…` pair.
 */
export function searchTokensOf(type: IdentifierType, normal: string): SearchTokens {
  const family = families[type]
  const value = normal.trim()
  if (family === undefined || value === '') return { exact: [], fragments: [] }
  const whole = withFragments.has(family) ? fold(value) : canonical(type, value).toLowerCase()
  if (whole === '') return { exact: [], fragments: [] }
  const exact = [`${family}=${whole}`]
  const digits = whole.replace(/-\d+$/, '')
  if (withTail.has(family) && /^\d{7,}$/.test(digits)) exact.push(`${family}~${digits.slice(-4)}`)
  const fragments = withFragments.has(family) ? pairsOf(whole).map((pair) => `${family}:${pair}`) : []
  return { exact, fragments }
}

const wholeTypes: readonly IdentifierType[] = [
  'id-card',
  'residence-permit',
  'foreign-permanent-card',
  'uscc',
  'mobile',
  'landline',
  'bank-card',
  'email',
  'plate',
  'passport',
  'home-return-permit',
  'taiwan-permit',
  'exit-permit',
  'organisation-code',
  'business-licence',
]

/**
 * Reads what a person typed into the search box as every identifier it could be, the most certain first.
 * Four digits are the end of a telephone; Chinese text is part of a name, company or address.
 */
export function queryTokens(text: string): Query {
  const tidy = normaliseText(text)
  if (tidy === '') return { guesses: [], refused: 'empty' }
  const folded = fold(tidy)
  if (Array.from(folded).length < 2) return { guesses: [], refused: 'too-short' }
  const guesses: QueryGuess[] = []
  const add = (type: IdentifierType, exact: string[]): void => {
    const fresh = exact.filter((token) => !guesses.some((guess) => guess.exact.includes(token)))
    if (fresh.length > 0) guesses.push({ type, exact: fresh, fragments: [] })
  }
  if (/^\d{4}$/.test(folded)) add('phone', [`phone~${folded}`])
  // Every identifier has a digit, or is an address of mail: words alone need not be tried as any of them.
  for (const type of /[\d@]/.test(tidy) ? wholeTypes : []) {
    const match = checkAs(type, tidy)
    if (match !== undefined) add(type, [`${families[type]}=${match.normal.toLowerCase()}`])
  }
  if (/^\d{8,32}$/.test(folded)) add('bank-account', [`account=${folded}`])
  if (/^[a-z0-9][a-z0-9_-]{3,31}$/i.test(tidy)) {
    add('online-account', [`online=${tidy.toLowerCase()}`])
    add('customer-number', [`number=${tidy.toLowerCase()}`])
  }
  // Digits alone are never part of a name; pairs of digits would match half of all addresses.
  if (!/^\d+$/.test(folded) && !/@/.test(folded)) {
    for (const type of ['person-name', 'company-name', 'address'] as const) {
      guesses.push({ type, exact: [], fragments: pairsOf(folded).map((pair) => `${families[type]}:${pair}`) })
    }
  }
  return guesses.length === 0 ? { guesses, refused: 'too-short' } : { guesses }
}
