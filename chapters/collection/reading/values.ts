import { canonical, checkAs, type IdentifierType, isDamaged } from '../../../floor/identifiers/index.ts'
import { type Cell, normaliseText, parseAmount, parseChineseDate } from '../../../floor/sheet/index.ts'

/** What one cell turned into for one field. */
export interface Read {
  readonly text: string
  /** Code of `rowTexts` when something is to be said about it. */
  readonly problem?: string
  /** The type it really is, when that is another one than the column's (a passport among identity numbers). */
  readonly as?: IdentifierType
  /** Further values of the same cell. */
  readonly rest?: readonly string[]
}

const nothing: Read = { text: '' }
const placeholder = /^(?:[-—–_/\\.。]+|无|空|暂无|没有|未知|不详|不明|null|none|n\/a|nil)$/i
const longNumbers: ReadonlySet<IdentifierType> = new Set<IdentifierType>([
  'id-card', 'residence-permit', 'foreign-permanent-card', 'bank-card', 'bank-account', 'uscc', 'business-licence', 'organisation-code',
  'contract-number', 'order-number', 'customer-number', 'mobile', 'landline', 'phone', 'passport', 'imei',
]) // prettier-ignore
const dates: ReadonlySet<IdentifierType> = new Set<IdentifierType>(['date', 'birth-date'])
const amounts: ReadonlySet<IdentifierType> = new Set<IdentifierType>([
  'amount', 'contract-amount', 'quote', 'floor-price', 'cost', 'receivable',
]) // prettier-ignore
/** Types whose values have a shape that a check can hold or break, and those it may turn out to be instead. */
const others: Partial<Record<IdentifierType, readonly IdentifierType[]>> = {
  'id-card': ['residence-permit', 'foreign-permanent-card', 'home-return-permit', 'passport', 'exit-permit', 'taiwan-permit'],
  passport: ['home-return-permit', 'taiwan-permit', 'exit-permit', 'id-card'],
  mobile: ['landline'],
  landline: ['mobile'],
  phone: ['mobile', 'landline'],
  uscc: ['business-licence', 'organisation-code'],
  'business-licence': ['uscc'],
  'bank-card': ['bank-account'],
  'bank-account': ['bank-card'],
  email: [],
  qq: [],
  wechat: [],
  plate: [],
} // prettier-ignore
const separators = /[/、,，;；|]|\s{1,4}(?=[\d+])/

/** Brings one cell into the form in which its type is filed. Digits that a spreadsheet destroyed are never guessed. */
export function readCell(type: IdentifierType, cell: Cell, text: string, header: string): Read {
  if (cell.kind === 'error') return { text: '', problem: 'cell-error' }
  const plain = normaliseText(text)
  if (plain === '' || placeholder.test(plain)) return nothing
  if (longNumbers.has(type) && isBroken(type, cell, plain)) return { text: '', problem: 'value-damaged' }
  if (dates.has(type)) return readDate(plain)
  if (amounts.has(type)) return readAmount(plain, header)
  const also = others[type]
  if (also === undefined) return { text: canonical(type, plain) }
  return readIdentifier(type, plain, also)
}

function isBroken(type: IdentifierType, cell: Cell, plain: string): boolean {
  // Bank accounts and the company's own numbers have no check digit that could clear a suspicion: only certain damage counts.
  if (cell.damaged === 'scientific') return true
  if (cell.damaged === undefined && !/^\d{16,}$|e/i.test(plain)) return false
  return isDamaged(type, plain) && (cell.damaged !== undefined || /0{3}$|e\+?\d/i.test(plain))
}

function readDate(plain: string): Read {
  const date = parseChineseDate(plain)
  if ('iso' in date) return { text: date.iso }
  return { text: plain, problem: date.problem === 'ambiguous' ? 'date-ambiguous' : 'date-invalid' }
}

function readAmount(plain: string, header: string): Read {
  const unit = /万元|\(万\)|（万）/.test(header) && /^[\d.,]+$/.test(plain) ? '万' : ''
  const amount = parseAmount(plain + unit)
  if (!('amount' in amount)) return { text: plain, problem: 'amount-invalid' }
  const { currency } = amount
  return {
    text: currency === undefined || currency === 'CNY' ? amount.amount : `${currency} ${amount.amount}`,
  }
}

function readIdentifier(type: IdentifierType, plain: string, also: readonly IdentifierType[]): Read {
  const whole = asOneOf(type, plain, also)
  if (whole !== undefined) return whole
  const parts = plain.split(separators).filter((part) => part.trim() !== '')
  const [first = '', ...rest] = parts
  const read = rest.length === 0 ? undefined : asOneOf(type, first, also)
  if (read !== undefined) return { ...read, rest, problem: 'second-value' }
  return { text: plain, problem: 'value-invalid' }
}

function asOneOf(type: IdentifierType, plain: string, also: readonly IdentifierType[]): Read | undefined {
  const match = checkAs(type, plain)
  if (match !== undefined && type !== 'phone') return { text: match.normal }
  for (const other of also) {
    const found = checkAs(other, plain)
    if (found !== undefined) return { text: found.normal, as: other }
  }
  return match === undefined ? undefined : { text: match.normal }
}
