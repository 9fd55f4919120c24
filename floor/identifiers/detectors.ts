import { addressDetectors } from './addresses.ts'
import { bankingDetectors } from './banking.ts'
import { businessDetectors } from './business.ts'
import { companyDetectors } from './companies.ts'
import { idCardDetectors } from './id-cards.ts'
import { nameDetectors } from './names.ts'
import { excelDamage, normaliseText } from './normalise.ts'
import { onlineDetectors } from './online.ts'
import { phoneDetectors } from './phones.ts'
import { plateDetectors } from './plates.ts'
import { travelDetectors } from './travel.ts'
import type { CheckOptions, Detector, IdentifierType, Match } from './types.ts'

/** Every detector, the most certain first. */
export const detectors: readonly Detector[] = [
  ...idCardDetectors,
  ...companyDetectors,
  ...bankingDetectors,
  ...phoneDetectors,
  ...travelDetectors,
  ...plateDetectors,
  ...onlineDetectors,
  ...addressDetectors,
  ...nameDetectors,
  ...businessDetectors,
]

const byType = new Map(detectors.map((detector) => [detector.type, detector]))

// Columns whose meaning comes from the header but whose values have a known shape.
const shapeOf: Partial<Record<IdentifierType, IdentifierType>> = {
  salesperson: 'person-name',
  'birth-date': 'date',
  quote: 'amount',
  'floor-price': 'amount',
  cost: 'amount',
  receivable: 'amount',
  'contract-amount': 'amount',
}

/** The detector of a type, or undefined for types that only a header can tell. */
export function detectorOf(type: IdentifierType): Detector | undefined {
  return byType.get(type)
}

/**
 * Checks one value against one type. Types known by header only borrow the shape of another
 * (a floor price is an amount); undefined when the value does not fit or the type has no shape.
 */
export function checkAs(type: IdentifierType, text: string, options?: CheckOptions): Match | undefined {
  const match = byType.get(shapeOf[type] ?? type)?.check(text, options)
  return match === undefined || match.type === type ? match : { ...match, type }
}

/** Canonical form for storage and search: the type's own when the value fits, else the tidied text. */
export function canonical(type: IdentifierType, text: string): string {
  return checkAs(type, text)?.normal ?? normaliseText(text)
}

/**
 * True when a spreadsheet destroyed digits of this value, judged with its type: a number cell or an exponent
 * always, a text that merely ends in zeros only when it fails the type's check digit.
 */
export function isDamaged(type: IdentifierType, value: string | number): boolean {
  const damage = excelDamage(value)
  if (damage === 'sound') return false
  if (typeof value === 'number' || /e/i.test(value)) return damage === 'damaged'
  const match = checkAs(type, value)
  if (match?.strength === 'checksum') return false
  return damage === 'damaged' || match === undefined
}
