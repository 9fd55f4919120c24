import { Mistake } from '../../floor/errors.ts'
import {
  canonical,
  checkAs,
  type IdentifierType,
  isDamaged,
  normaliseText,
} from '../../floor/identifiers/index.ts'
import type { Catalogue, CatalogueField } from './catalogue.ts'

/** Types whose values must fit: an identifier that fails its own shape or check digit is a slip of the keyboard. */
const mustFit: ReadonlySet<IdentifierType> = new Set([
  'mobile', 'landline', 'phone', 'id-card', 'residence-permit', 'foreign-permanent-card', 'home-return-permit',
  'taiwan-permit', 'exit-permit', 'uscc', 'organisation-code', 'business-licence', 'bank-card', 'email', 'ip', 'mac', 'imei',
  'plate', 'birth-date', 'date',
]) // prettier-ignore

/** Travel documents share one field. */
const travelTypes = ['passport', 'home-return-permit', 'taiwan-permit', 'exit-permit'] as const

/** Types that are text with lines, kept as it was written. */
const longText: ReadonlySet<IdentifierType> = new Set([
  'remark',
  'free-text',
  'text',
  'trade-secret',
  'technical',
])
const money: ReadonlySet<IdentifierType> = new Set([
  'amount', 'quote', 'floor-price', 'cost', 'margin', 'discount', 'receivable', 'contract-amount', 'payment-terms',
]) // prettier-ignore

const longTextMost = 20_000
const shortTextMost = 500

/**
 * Whether a value that is on file does not have the shape of its type: an import keeps what it finds, and a slip of the
 * keyboard is put right later. Empty values are none.
 */
export function isUnfit(type: IdentifierType, value: string): boolean {
  if (value === '') return false
  if (type === 'passport') return !travelTypes.some((one) => checkAs(one, value) !== undefined)
  return mustFit.has(type) && checkAs(type, value) === undefined
}

/** One value as it is kept. @throws Mistake naming `values.<field id>`; the value itself is never repeated in it */
export function checkedValue(field: CatalogueField, text: string): string {
  const fault = (code: string, values: Record<string, string | number> = {}): Mistake =>
    new Mistake(code, { field: `values.${field.id}`, values: { zh: field.zh, en: field.en, ...values } })
  if (longText.has(field.type)) {
    if (text.length > longTextMost) throw fault('custody.value-long', { most: longTextMost })
    return text.normalize('NFC').replace(/\r\n?/g, '\n').trim()
  }
  if (text.length > shortTextMost) throw fault('custody.value-long', { most: shortTextMost })
  const tidy = normaliseText(text)
  if (tidy === '') return ''
  if (!money.has(field.type) && isDamaged(field.type, tidy)) throw fault('custody.value-damaged')
  if (field.type === 'passport') {
    const match = travelTypes.map((type) => checkAs(type, tidy)).find((one) => one !== undefined)
    if (match === undefined) throw fault('custody.value-unfit')
    return match.normal
  }
  if (mustFit.has(field.type) && checkAs(field.type, tidy) === undefined) throw fault('custody.value-unfit')
  return canonical(field.type, tidy)
}

/**
 * Values of a form, by field id, as they are kept; empty text stays empty (the value is removed).
 * @throws Mistake for a field that is unknown, retired (unless it is being emptied), or not for this kind of customer
 */
export function checkedValues(
  catalogue: Catalogue,
  kind: 'person' | 'company',
  values: Readonly<Record<string, string>>,
): Map<number, string> {
  const checked = new Map<number, string>()
  for (const [key, text] of Object.entries(values)) {
    const field = /^[1-9]\d{0,4}$/.test(key) ? catalogue.fields.get(Number(key)) : undefined
    if (field === undefined) throw new Mistake('custody.no-field', { field: `values.${key.slice(0, 40)}` })
    const value = checkedValue(field, text)
    const unsuited = field.retired || (field.appliesTo !== 'both' && field.appliesTo !== kind)
    if (unsuited && value !== '')
      throw new Mistake(field.retired ? 'custody.field-retired' : 'custody.field-other-kind', {
        field: `values.${field.id}`,
        values: { zh: field.zh, en: field.en },
      })
    checked.set(field.id, value)
  }
  return checked
}

/** Code of the field that names a customer of this kind; without it nobody could tell files apart. */
export const nameField = (kind: 'person' | 'company'): string =>
  kind === 'person' ? 'person-name' : 'company-name'

/** @throws Mistake `custody.name-needed` when the name would be missing */
export function mustHaveName(
  catalogue: Catalogue,
  kind: 'person' | 'company',
  values: ReadonlyMap<number, string>,
  isNew: boolean,
): void {
  const field = catalogue.byCode.get(nameField(kind))
  if (field === undefined) return
  const value = values.get(field.id)
  if (value === '' || (isNew && value === undefined))
    throw new Mistake('custody.name-needed', {
      field: `values.${field.id}`,
      values: { zh: field.zh, en: field.en },
    })
}

/** Identifiers that belong to one person or company only: the same one twice is the same customer twice. */
export const uniqueTypes: ReadonlySet<IdentifierType> = new Set([
  'id-card',
  'uscc',
  'passport',
  'business-licence',
])
