import { serialToIso } from './serial.ts'

/** Format characters (zero-width marks, soft hyphen, byte order mark, direction marks): invisible, and fatal to every comparison. */
const invisible = /\p{Cf}/gu

/** ASCII without blanks and without a text mark in front, and Chinese characters: what no step below would change. */
const plain = /^(?!')[\x21-\x7e\u4e00-\u9fff]*$/

/**
 * One spelling for what looks the same: NFKC (full-width to half-width), invisible characters away, every kind of space
 * (no-break, ideographic, TAB, newline) to a single blank, blanks at both ends and a leading text mark `'` away. Pure.
 */
export function normaliseText(text: string): string {
  // Most cells are plain already, and looking is far cheaper than the steps below.
  if (plain.test(text)) return text
  return text
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^'(?=.)/, '')
}

export type DateProblem = 'empty' | 'not-a-date' | 'no-such-day' | 'ambiguous'
export type ParsedDate = { readonly iso: string } | { readonly problem: DateProblem }

/**
 * A date as people in China write it, to `YYYY-MM-DD`: 2026-01-05, 2026/1/5, 2026.1.5, 2026年1月5日, 20260105, ISO with a
 * time of day (dropped), an Excel serial, full-width digits. 5/1/2026 may be May or January and is returned as
 * `ambiguous` unless one part is over 12. Years 1800–2199. Pure.
 */
export function parseChineseDate(text: string): ParsedDate {
  const plain = normaliseText(text).replace(/ ?([-/.年月日]) ?/g, '$1')
  if (plain === '') return { problem: 'empty' }
  const parts =
    /^(\d{4})([-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[T ]?\d{1,2}[:时]\d{1,2}.*)?$/.exec(plain) ??
    /^(\d{4})()(\d{2})(\d{2})$/.exec(plain)
  if (parts) return realDay(Number(parts[1]), Number(parts[3]), Number(parts[4]))
  const western = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(plain)
  if (western) return westernDay(Number(western[1]), Number(western[2]), Number(western[3]))
  // Serials from 1927 to 2119; fewer digits would take any small number for a date.
  if (/^\d{5}(\.\d+)?$/.test(plain) && Number(plain) >= 10_000 && Number(plain) < 80_000) {
    const iso = serialToIso(Math.floor(Number(plain)))
    if (iso) return { iso }
  }
  return { problem: 'not-a-date' }
}

function westernDay(first: number, second: number, year: number): ParsedDate {
  if (first === second) return realDay(year, first, second)
  if (first <= 12 && second <= 12) return { problem: 'ambiguous' }
  return first > 12 ? realDay(year, second, first) : realDay(year, first, second)
}

function realDay(year: number, month: number, day: number): ParsedDate {
  if (year < 1800 || year > 2199) return { problem: 'not-a-date' }
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? { iso: date.toISOString().slice(0, 10) } : { problem: 'no-such-day' }
}

export type ParsedAmount =
  { readonly amount: string; readonly currency?: string } | { readonly problem: 'empty' | 'not-an-amount' }

const currencies: Readonly<Record<string, string>> = {
  '¥': 'CNY',
  rmb: 'CNY',
  cny: 'CNY',
  人民币: 'CNY',
  元: 'CNY',
  圆: 'CNY',
  $: 'USD',
  us$: 'USD',
  usd: 'USD',
  美元: 'USD',
  hk$: 'HKD',
  hkd: 'HKD',
  港元: 'HKD',
  港币: 'HKD',
  '€': 'EUR',
  eur: 'EUR',
  欧元: 'EUR',
}

const powers: Readonly<Record<string, number>> = { 千: 3, 万: 4, 百万: 6, 千万: 7, 亿: 8 }

/**
 * An amount of money to plain decimal digits, without going through floating point: `1,234.50`, `¥1234.5`, `12.5万元`,
 * `(300)` and `-300` for minus, full-width digits. Thousands commas must stand where they belong. Pure.
 */
export function parseAmount(text: string): ParsedAmount {
  const plain = normaliseText(text).toLowerCase().replace(/ /g, '')
  if (plain === '') return { problem: 'empty' }
  const unit = '人民币|rmb|cny|us\\$|usd|hk\\$|hkd|eur|[¥$€]'
  const pattern = new RegExp(
    `^(\\(?)([+-]?)(?:(${unit})([+-]?))?(\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.(\\d+))?` +
      `(百万|千万|[千万亿])?(元|圆|美元|港元|港币|欧元|${unit})?(?:整|正)?(\\)?)$`,
  )
  const found = pattern.exec(plain)
  if (!found || (found[1] === '(') !== (found[9] === ')')) return { problem: 'not-an-amount' }
  const [, bracket, sign, before, innerSign, whole = '', fraction = '', power, after] = found
  const shift = power ? (powers[power] ?? 0) : 0
  const digits = whole.replaceAll(',', '') + fraction.padEnd(shift, '0')
  const point = whole.replaceAll(',', '').length + shift
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '')
  const right = digits.slice(point)
  const negative = bracket === '(' || sign === '-' || innerSign === '-'
  const amount = `${negative ? '-' : ''}${left}${right === '' ? '' : `.${right}`}`
  const currency = currencies[before ?? ''] ?? currencies[after ?? '']
  return currency ? { amount, currency } : { amount }
}
