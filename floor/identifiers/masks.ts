import { addressParts } from './addresses.ts'
import { bankOfCard } from './banking.ts'
import { checkAs } from './detectors.ts'
import { isRealDate } from './id-cards.ts'
import { surnameOf, unifyDots } from './names.ts'
import { normaliseText } from './normalise.ts'
import { scanText } from './scan.ts'
import { type IdentifierType, isIdentifierType } from './types.ts'

/** The ways of masking. `first-6-last-4` and `first-3-last-4` hide little of an identity number and carry a warning. */
export const maskKinds = [
  'none',
  'all',
  'surname',
  'mobile',
  'last-4',
  'bank-last-4',
  'first-1-last-1',
  'first-1-last-2',
  'first-3-last-0',
  'first-3-last-4',
  'first-6-last-4',
  'district',
  'email',
  'plate',
  'range',
  'year',
  'inside',
] as const
export type MaskKind = (typeof maskKinds)[number]

/** What a tenant may choose for a type. `warned` kinds need an explicit acceptance, else the default applies. */
export interface MaskChoice {
  readonly default: MaskKind
  readonly allowed: readonly MaskKind[]
  readonly warned: readonly MaskKind[]
}

const choice = (kind: MaskKind, allowed: MaskKind[] = [], warned: MaskKind[] = []): MaskChoice => ({
  default: kind,
  allowed: [kind, 'all', ...allowed],
  warned,
})
const open = choice('none')
const hidden = choice('all')
const identity = choice(
  'first-1-last-1',
  ['first-1-last-2', 'first-3-last-0'],
  ['first-3-last-4', 'first-6-last-4'],
)
const travel = choice('first-1-last-2', ['first-1-last-1'])
const money = choice('range', [], ['none'])

/** Default and permitted masks of every type. Types without a rule of their own are hidden entirely. */
export const maskChoices: Readonly<Record<IdentifierType, MaskChoice>> = {
  'person-name': choice('surname'),
  'company-name': open,
  mobile: choice('mobile', ['last-4']),
  landline: choice('last-4'),
  phone: choice('mobile', ['last-4']),
  'id-card': identity,
  'residence-permit': identity,
  'foreign-permanent-card': identity,
  passport: travel,
  'home-return-permit': travel,
  'taiwan-permit': travel,
  'exit-permit': travel,
  uscc: open,
  'organisation-code': open,
  'business-licence': open,
  'bank-card': choice('bank-last-4', ['last-4'], ['first-6-last-4']),
  'bank-account': choice('last-4'),
  'bank-name': open,
  address: choice('district'),
  region: open,
  email: choice('email'),
  wechat: hidden,
  qq: hidden,
  'online-account': hidden,
  ip: hidden,
  mac: hidden,
  imei: choice('last-4'),
  plate: choice('plate'),
  gender: open,
  'birth-date': choice('year'),
  amount: money,
  date: open,
  'customer-number': open,
  salesperson: choice('none', ['surname']),
  'customer-level': open,
  'customer-source': open,
  quote: money,
  'floor-price': money,
  cost: money,
  margin: hidden,
  discount: hidden,
  'payment-terms': hidden,
  receivable: money,
  'contract-number': open,
  'contract-amount': money,
  'order-number': open,
  'trade-secret': hidden,
  technical: hidden,
  remark: choice('all', ['inside']),
  'row-number': open,
  'free-text': choice('all', ['inside']),
  text: choice('all', ['none']),
}

export interface MaskOptions {
  /** Wanted kind; ignored in favour of the default when the type does not allow it. */
  readonly kind?: string
  /** Set when a responsible person accepted the warning of a `warned` kind. */
  readonly warningAccepted?: boolean
  /** Language of the bank name and of ranges. */
  readonly language?: 'zh' | 'en'
}

const everything = '****'

/** The kind that will really be used: the wanted one if the type allows it, else the type's default. */
export function maskKindFor(type: string, options: MaskOptions = {}): MaskKind {
  // A type that arrives from stored data may be unknown to this version: hide it.
  if (!isIdentifierType(type)) return 'all'
  const rule = maskChoices[type]
  const wanted = maskKinds.find((kind) => kind === options.kind)
  if (wanted === undefined) return rule.default
  if (rule.allowed.includes(wanted)) return wanted
  return rule.warned.includes(wanted) && options.warningAccepted === true ? wanted : rule.default
}

/** True when this kind of mask leaves so much of the value that it can be guessed; the page shows a warning. */
export function maskNeedsWarning(type: IdentifierType, kind: MaskKind): boolean {
  return maskChoices[type].warned.includes(kind)
}

function maskName(normal: string): string {
  const name = unifyDots(normaliseText(normal))
  if (/^[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,12}){1,4}$/.test(name)) return `${name.charAt(0)}**`
  if (/^[\u4e00-\u9fff\u3400-\u4dbf]{2,4}$/.test(name)) {
    const surname = surnameOf(name) ?? name.charAt(0)
    return surname + '*'.repeat(name.length - surname.length)
  }
  // Latin script: the first letter only, and not the length.
  return /^[A-Za-z][A-Za-z'-]{1,30}(?: [A-Za-z][A-Za-z'.-]{0,30}){0,4}$/.test(name)
    ? `${name.charAt(0)}***`
    : everything
}

function keep(value: string, first: number, last: number): string {
  const stars = value.length - first - last
  return stars < 4
    ? everything
    : value.slice(0, first) + '*'.repeat(stars) + (last === 0 ? '' : value.slice(-last))
}

const bounds = [0, 1e4, 5e4, 1e5, 5e5, 1e6, 5e6, 1e7, 5e7, 1e8, 1e9] as const

/** The bucket an amount falls in. Amounts below zero only show that they are. */
function maskAmount(yuan: number, language: 'zh' | 'en'): string {
  if (yuan < 0) return language === 'zh' ? '负数' : 'below 0'
  const write = (bound: number): string =>
    language === 'en'
      ? bound.toLocaleString('en-US')
      : bound >= 1e8
        ? `${bound / 1e8}亿`
        : bound >= 1e4
          ? `${bound / 1e4}万`
          : String(bound)
  const above = bounds.findIndex((bound) => bound > yuan)
  const low = bounds[above - 1] ?? 0
  const high = bounds[above]
  if (high === undefined) return language === 'zh' ? '10亿元以上' : `over ${write(1e9)}`
  return language === 'zh' ? `${write(low)}–${write(high)}元` : `${write(low)}–${write(high)}`
}

function maskAddress(normal: string): string {
  const { province, city, district } = addressParts(normal)
  // Without a province or city in front, the "district" may be anything that ends in 区.
  const place = province + city + (province + city === '' ? '' : district)
  return place + everything
}

function maskFindings(text: string, hides: (type: IdentifierType) => boolean): string {
  let masked = ''
  let from = 0
  for (const finding of scanText(text)) {
    if (!hides(finding.type)) continue
    masked += text.slice(from, finding.start) + everything
    from = finding.end
  }
  return masked + text.slice(from)
}

const codes: ReadonlySet<IdentifierType> = new Set(['uscc', 'organisation-code', 'business-licence'])

/** Public values are shown, but not what was typed into the wrong field: a telephone in a company name is masked. */
function maskOpen(type: IdentifierType, value: string): string {
  if (codes.has(type)) return checkAs(type, value) === undefined ? everything : value
  return maskFindings(value, (found) => found !== type && maskChoices[found].default !== 'none')
}

function maskPhone(normal: string, kind: MaskKind): string {
  const mobile = checkAs('mobile', normal)?.normal
  if (mobile !== undefined)
    return kind === 'last-4' ? everything + mobile.slice(-4) : `${mobile.slice(0, 3)}****${mobile.slice(-4)}`
  const landline = checkAs('landline', normal)?.normal.replace(/-\d+$/, '')
  return landline === undefined ? everything : everything + landline.slice(-4)
}

function maskByKind(type: IdentifierType, kind: MaskKind, value: string, language: 'zh' | 'en'): string {
  const found = checkAs(type, value)
  const normal = found?.normal ?? value
  switch (kind) {
    case 'mobile':
      return maskPhone(normal, kind)
    case 'last-4':
      return type === 'mobile' || type === 'landline' || type === 'phone'
        ? maskPhone(normal, kind)
        : everything + normal.slice(-4)
    case 'bank-last-4':
      return `${bankOfCard(normal)?.[language] ?? ''}${language === 'en' && bankOfCard(normal) ? ' ' : ''}****${normal.slice(-4)}`
    case 'first-1-last-1':
      return keep(normal, 1, 1)
    case 'first-1-last-2':
      return keep(normal, 1, 2)
    case 'first-3-last-0':
      return keep(normal, 3, 0)
    case 'first-3-last-4':
      return keep(normal, 3, 4)
    case 'first-6-last-4':
      return keep(normal, 6, 4)
    case 'email':
      return normal.indexOf('@') > 1
        ? `${normal.charAt(0)}***${normal.slice(normal.indexOf('@'))}`
        : `***${normal.slice(normal.indexOf('@'))}`
    case 'plate':
      return `${normal.slice(0, 2)}***${normal.slice(-2)}`
    case 'range':
      return maskAmount(found?.detail?.yuan ?? 0, language)
    case 'year':
      return isRealDate(normal.replaceAll('-', '')) ? `${normal.slice(0, 4)}-**-**` : everything
    default:
      return everything
  }
}

/**
 * Masks one stored value for display. Never throws. A value that is not well formed for its type, and a type
 * that is unknown, mask to `****`: a mask shows only what is defined for it, whatever was typed into the field.
 * An empty value stays empty (there is nothing to hide, and the page shows "not filled in").
 */
export function mask(type: string, normal: string, options: MaskOptions = {}): string {
  const value = normal.trim()
  if (value === '') return ''
  if (!isIdentifierType(type)) return everything
  const kind = maskKindFor(type, options)
  if (kind === 'none') return maskOpen(type, value)
  if (kind === 'all') return everything
  if (kind === 'surname') return maskName(value)
  if (kind === 'district') return maskAddress(value)
  if (kind === 'inside') return maskFindings(value, () => true)
  // From here on the value must be of its type, or nothing of it is shown.
  if (checkAs(type, value) === undefined) return everything
  return maskByKind(type, kind, value, options.language ?? 'zh')
}
