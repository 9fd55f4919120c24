import { bankOfCard } from './banking.ts'
import { creditCodeCheckHolds, luhnHolds } from './checksums.ts'
import { checkAs } from './detectors.ts'
import type { Finding } from './scan.ts'
import type { Context } from './scan-context.ts'
import type { IdentifierType, Strength } from './types.ts'

const emailDomain = /(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z]{2,24}/y

/** An address whose local part runs from `at` to the `@` at `sign`. */
export function emailFinding(text: string, at: number, sign: number): Finding | undefined {
  if (sign - at > 64 || sign === at) return undefined
  emailDomain.lastIndex = sign + 1
  const domain = emailDomain.exec(text)?.[0]
  if (domain === undefined) return undefined
  const match = checkAs('email', text.slice(at, sign + 1 + domain.length))
  return match && finding(match.normal, 'email', at, sign + 1 + domain.length, match.strength)
}

const macShape = /[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z:-])/y
const ipv4Shape = /\d{1,3}(?:\.\d{1,3}){3}(?!\.?[0-9A-Za-z]|-[A-Za-z])/y
const ipv6Shape = /[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:]{1,40}(?:\.\d{1,3}){0,3}/y

/** A MAC or IPv4 address that begins at `at`. */
export function hexFinding(text: string, at: number): Finding | undefined {
  // 第 3.2.1.4 节 is a heading.
  const numbered = text.slice(Math.max(0, at - 2), at).includes('第')
  for (const [type, shape] of [
    ['mac', macShape],
    ['ip', ipv4Shape],
  ] as const) {
    shape.lastIndex = at
    const value = shape.exec(text)?.[0]
    const match = value === undefined || (numbered && type === 'ip') ? undefined : checkAs(type, value)
    if (match !== undefined) return finding(match.normal, type, at, at + (value?.length ?? 0), match.strength)
  }
  return undefined
}

/** An IPv6 address that begins at `at`, or how far the hexadecimal groups reach that are none. */
export function ipv6Finding(text: string, at: number): Finding | number {
  ipv6Shape.lastIndex = at
  const value = ipv6Shape.exec(text)?.[0]
  if (value === undefined) return at
  const colon = value.indexOf(':')
  const match = value.indexOf(':', colon + 1) < 0 ? undefined : checkAs('ip', value)
  return match === undefined
    ? at + value.length
    : finding(match.normal, 'ip', at, at + value.length, match.strength)
}

function finding(
  normal: string,
  type: IdentifierType,
  start: number,
  end: number,
  strength: Strength,
): Finding {
  return { type, start, end, normal, strength }
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
const isZeroWidth = (code: number): boolean =>
  (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff
/** Space, hyphen, no-break space, dashes, parentheses (around an area code), zero-width characters. */
const isSeparator = (code: number): boolean =>
  code === 32 ||
  code === 45 ||
  code === 0xa0 ||
  (code >= 0x2010 && code <= 0x2015) ||
  code === 40 ||
  code === 41 ||
  isZeroWidth(code)

/** Digit groups joined by separators: `138-1607 0261`. Bounded, so that a page of digits costs one pass. */
interface Chain {
  /** End position of each group, in order. */
  readonly ends: readonly number[]
  /** The digits up to each of those ends. */
  readonly digits: readonly string[]
}

const maximumDigits = 32
const maximumGroups = 10

function readChain(text: string, at: number): Chain {
  const ends: number[] = []
  const digits: string[] = []
  let all = ''
  let from = text.charCodeAt(at) === 43 ? at + 1 : at
  while (ends.length < maximumGroups && all.length <= maximumDigits) {
    let end = from
    while (isDigit(text.charCodeAt(end)) && end - from <= maximumDigits) end++
    if (end === from) break
    all += text.slice(from, end)
    // The check character of an identity number.
    const last = text.charCodeAt(end) | 32
    if (last === 120 && all.length === 17 && !isLetter(text.charCodeAt(end + 1))) all += text.charAt(end++)
    ends.push(end)
    digits.push(all)
    from = end
    for (let gap = 0; gap < 3 && isSeparator(text.charCodeAt(from)); gap++) from++
    if (from === end) break
  }
  return { ends, digits }
}

/** What a string of digits is, given the words before it; the first rule that holds wins. */
function typeOfDigits(
  digits: string,
  context: Context,
): { type: IdentifierType; normal: string; strength: Strength } | undefined {
  const as = (type: IdentifierType, allowed = true): ReturnType<typeof typeOfDigits> => {
    const match = allowed ? checkAs(type, digits) : undefined
    return match && { type, normal: match.normal, strength: match.strength }
  }
  const length = digits.length
  // Cheap tests stand before the full checks: most digits in a text are nothing.
  if (length === 18) {
    const dated = /^[1-9]\d{5}(?:18|19|20)\d{2}[01]/.test(digits)
    const strong =
      as('id-card', dated) ??
      as('residence-permit', dated) ??
      as('foreign-permanent-card', dated) ??
      as('uscc', creditCodeCheckHolds(digits))
    if (strong !== undefined) return strong
    // A mistyped identity number is still personal data when the text says what it is.
    if (context.id && /^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])/.test(digits))
      return { type: 'id-card', normal: digits, strength: 'weak' }
  }
  if (length === 15) {
    const old =
      as('id-card', context.id) ?? as('imei', context.imei) ?? as('business-licence', context.licence)
    if (old !== undefined) return old
  }
  if (length >= 11 && length <= 15) {
    const mobile = as('mobile', /^(?:00)?(?:86)?1[3-9]|^14[0-4]/.test(digits))
    if (mobile !== undefined && context.serial) return undefined
    if (mobile !== undefined && (length !== 13 || context.phone || digits.startsWith('86'))) return mobile
  }
  if (length >= 13 && length <= 19) {
    if (context.account && bankOfCard(digits) === undefined) return as('bank-account')
    const card = as('bank-card', luhnHolds(digits) && (bankOfCard(digits) !== undefined || context.card))
    if (card !== undefined && (context.card || (length >= 16 && !context.serial))) return card
    if (context.card && length >= 16) return { type: 'bank-card', normal: digits, strength: 'weak' }
  }
  if (!context.any) return undefined
  if (context.account && length >= 8) return as('bank-account')
  if (context.qq && length <= 11) return as('qq')
  return length === 8 || length === 10 || length === 9 ? typeOfShortDigits(digits, context) : undefined
}

function typeOfShortDigits(
  digits: string,
  context: Context,
): { type: IdentifierType; normal: string; strength: Strength } | undefined {
  const type = context.passport
    ? 'passport'
    : context.taiwan
      ? 'taiwan-permit'
      : context.organisation
        ? 'organisation-code'
        : undefined
  const match = type && checkAs(type, digits)
  return match && { type: match.type, normal: match.normal, strength: match.strength }
}

const landlineText =
  /\(?(?:0(?:10|2\d|[3-9]\d{2}))(?:\) ?|[ -])?[2-9]\d{2,3}[ -]?\d{4}(?:(?:-|转)\d{1,6})?(?!\d)|[48]00-?\d{3,4}-?\d{3,4}(?!\d)/y

/** A landline: with its hyphen or parenthesis it is structure enough, run together only beside a word. */
function landlineFinding(text: string, at: number, context: Context): Finding | undefined {
  const start = text.charCodeAt(at - 1) === 40 ? at - 1 : at
  landlineText.lastIndex = start
  const value = landlineText.exec(text)?.[0]
  if (value === undefined || (!context.phone && !/[-()]/.test(value))) return undefined
  const match = checkAs('landline', value)
  return match && match.strength !== 'weak'
    ? finding(match.normal, 'landline', start, start + value.length, match.strength)
    : undefined
}

/** A number, perhaps written in groups, that begins at `at`. */
export function chainFinding(text: string, at: number, context: Context): Finding | undefined {
  const first = text.charCodeAt(at)
  if (first === 48 || first === 52 || first === 56) {
    const landline = landlineFinding(text, at, context)
    if (landline !== undefined) return landline
  }
  const { ends, digits } = readChain(text, at)
  // A whole group that is something by itself is not joined to its neighbour: two mobiles in a row are two.
  const order = (digits[0]?.length ?? 0) >= 11 ? ends.keys() : [...ends.keys()].toReversed()
  for (const index of order) {
    const end = ends[index] ?? at
    const value = digits[index] ?? ''
    if (value.length < 5 || value.length > maximumDigits) continue
    // A letter right behind means the digits are part of a longer code.
    if (isLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) continue
    if (context.isFigure(end)) continue
    const type = typeOfDigits(value, context)
    if (type !== undefined) return finding(type.normal, type.type, at, end, type.strength)
  }
  return undefined
}

const tokenShape = /[A-Za-z0-9][-_A-Za-z0-9]{0,39}/y
const prefixes = /^(?:qq|tel|mobile|phone|vx|wx)[-_]?(?=\d{5,15}$)/i

/** A code of letters and digits that begins at `at`: credit code, passport, WeChat id, … */
export function tokenFinding(text: string, at: number, context: Context): Finding | undefined {
  tokenShape.lastIndex = at
  const value = tokenShape.exec(text)?.[0]
  if (value === undefined || value.length < 5 || value.length > 32) return undefined
  if (!/\d/.test(value) && !context.wechatRightBefore) return undefined
  const end = at + value.length
  const give = (type: IdentifierType, text = value): Finding | undefined => {
    const match = checkAs(type, text)
    return match && finding(match.normal, type, at, end, match.strength)
  }
  if (value.length === 18 && creditCodeCheckHolds(value.toUpperCase())) {
    const code = give('uscc')
    if (code !== undefined) return code
  }
  const prefix = prefixes.exec(value)?.[0].toLowerCase()
  if (prefix !== undefined) {
    const rest = value.slice(prefix.length)
    const found = give('mobile', rest) ?? (prefix.startsWith('qq') ? give('qq', rest) : undefined)
    if (found !== undefined) return found
  }
  if (value.toLowerCase().startsWith('wxid_')) return give('wechat')
  if (value.startsWith('WJ')) return give('plate')
  if (!context.any) return undefined
  if (context.passport) return give('passport')
  if (context.permit) return give('home-return-permit') ?? give('exit-permit')
  if (context.organisation) return give('organisation-code')
  if (context.id) return give('passport') ?? give('home-return-permit') ?? give('foreign-permanent-card')
  if (context.plate) return give('plate')
  return context.wechat ? give('wechat') : undefined
}
