import { Mistake } from '../../../../floor/errors.ts'
import { scanText, typeCatalogue } from '../../../../floor/identifiers/index.ts'
import { type Catalogue, checkedValues, mustHaveName } from '../../../custody/index.ts'
import type { PartsAsked, PurposeAsked, TakeInInput } from './types.ts'

/** A delivery whose values are as they are kept. */
export interface Checked {
  readonly values: ReadonlyMap<number, string>
  readonly purposes: readonly PurposeAsked[]
  /** Levels above the catalogue's: a text holds an identifier of a higher level. */
  readonly raised: ReadonlyMap<number, number>
}

const most = { values: 200, purposes: 20, key: 128 }
const referenceShape = /^[A-Za-z0-9][A-Za-z0-9._~:-]*$/
const texts: ReadonlySet<string> = new Set(['remark', 'free-text', 'text', 'customer-source'])

/**
 * Everything that can be said about a delivery without looking at the customer: values that fit their fields, purposes on
 * the register that need these fields (2.1.2), a consent where the basis is consent (2.1.3).
 * @throws Mistake naming the field and the remedy, never a value
 */
export function checkInput(
  input: TakeInInput,
  catalogue: Catalogue,
  register: readonly PurposeAsked[],
  unneeded: PartsAsked['unneeded'],
): Checked {
  if (input.values.size > most.values)
    throw new Mistake('collection.too-many-values', { field: 'values', values: { most: most.values } })
  if (input.reference !== undefined) checkReference(input.reference.key)
  const values = checkedValues(
    catalogue,
    input.kind,
    Object.fromEntries([...input.values].map(([id, text]) => [String(id), text])),
  )
  const purposes = chosen(input.purposes, register)
  const filled = [...values].filter(([, value]) => value !== '').map(([id]) => id)
  const [extra] = unneeded(filled, purposes)
  if (extra !== undefined) throw notNeeded(catalogue, extra, register)
  if (input.legalBasis === '') throw new Mistake('collection.legal-basis-required', { field: 'legalBasis' })
  if (input.level !== undefined && !catalogue.levels.has(input.level))
    throw new Mistake('collection.no-level', { field: 'level', values: { level: input.level } })
  return { values, purposes, raised: raisedLevels(catalogue, values) }
}

/** What only a new customer needs: a name, and a consent where the basis is consent. @throws Mistake */
export function checkNew(input: TakeInInput, catalogue: Catalogue, { values, purposes }: Checked): void {
  mustHaveName(catalogue, input.kind, values, true)
  const byConsent =
    input.legalBasis === 'consent' || purposes.some((purpose) => purpose.legalBasis === 'consent')
  if (byConsent && input.consent === undefined)
    throw new Mistake('collection.consent-needed', { field: 'consent' })
}

/** What only a change of a known customer needs. @throws Mistake */
export function checkChange(
  catalogue: Catalogue,
  kind: 'person' | 'company',
  changes: ReadonlyMap<number, string>,
  levelOf: (field: number) => number | undefined,
  { raised }: Checked,
): void {
  mustHaveName(catalogue, kind, changes, false)
  for (const id of changes.keys()) {
    const level = raised.get(id)
    if (level !== undefined && level > (levelOf(id) ?? 0))
      throw told(catalogue, id, 'collection.hidden-number')
  }
}

/** @throws Mistake when the reference has no usable shape, or looks like a telephone or document number */
function checkReference(key: string): void {
  if (key.length > most.key || !referenceShape.test(key))
    throw new Mistake('collection.reference-shape', { field: 'reference', values: { most: most.key } })
  const personal = scanText(key).some((finding) => finding.strength !== 'weak')
  if (personal) throw new Mistake('collection.reference-personal', { field: 'reference' })
}

function chosen(codes: readonly string[], register: readonly PurposeAsked[]): PurposeAsked[] {
  if (codes.length === 0) throw new Mistake('collection.purpose-required', { field: 'purposes' })
  if (codes.length > most.purposes)
    throw new Mistake('collection.too-many-purposes', { field: 'purposes', values: { most: most.purposes } })
  return codes.map((code, at) => {
    const found = register.find((purpose) => purpose.code === code && purpose.open)
    if (found === undefined) throw new Mistake('collection.no-purpose', { field: `purposes.${at}` })
    return found
  })
}

/** 2.1.2: names the field, and the purposes that would need it. */
function notNeeded(catalogue: Catalogue, id: number, register: readonly PurposeAsked[]): Mistake {
  const needing = register.filter((purpose) => purpose.open && purpose.fields.has(id))
  const names = (language: 'zh' | 'en', none: string): string =>
    needing.length === 0
      ? none
      : needing
          .slice(0, 5)
          .map((one) => `${one[language]} (${one.code})`)
          .join(language === 'zh' ? '、' : ', ')
  return told(catalogue, id, 'collection.not-needed', {
    neededZh: names('zh', '没有任何用途'),
    neededEn: names('en', 'no purpose'),
  })
}

function told(
  catalogue: Catalogue,
  id: number,
  code: string,
  more: Readonly<Record<string, string>> = {},
): Mistake {
  const field = catalogue.fields.get(id)
  return new Mistake(code, {
    field: `values.${id}`,
    values: { zh: field?.zh ?? '', en: field?.en ?? '', ...more },
  })
}

function raisedLevels(catalogue: Catalogue, values: ReadonlyMap<number, string>): Map<number, number> {
  const raised = new Map<number, number>()
  const top = Math.max(...catalogue.levels.keys())
  for (const [id, value] of values) {
    const field = catalogue.fields.get(id)!
    if (value === '' || !texts.has(field.type)) continue
    const highest = Math.max(0, ...scanText(value).map((finding) => typeCatalogue[finding.type].level))
    if (highest > field.level) raised.set(id, Math.min(highest, top))
  }
  return raised
}
