import type { IdentifierType, RecognisedColumn } from '../../../floor/identifiers/index.ts'
import type { Catalogue, CatalogueField } from '../../custody/index.ts'
import type { Target } from '../wire.ts'

/** Types that are filed under the field of a sibling when the catalogue has none of their own. */
const siblings: Partial<Record<IdentifierType, readonly string[]>> = {
  phone: ['mobile', 'landline'],
  'residence-permit': ['id-card'],
  'foreign-permanent-card': ['passport'],
  'home-return-permit': ['passport'],
  'taiwan-permit': ['passport'],
  'exit-permit': ['passport'],
  'organisation-code': ['business-licence'],
  amount: ['contract-amount'],
}

const applies = (field: CatalogueField, kind: 'person' | 'company'): boolean =>
  !field.retired && (field.appliesTo === 'both' || field.appliesTo === kind)

/** The field for the customer's own name. */
export const nameFieldOf = (catalogue: Catalogue, kind: 'person' | 'company'): CatalogueField | undefined =>
  catalogue.byCode.get(kind === 'company' ? 'company-name' : 'person-name')

/** Where the values of a type belong in a file of this kind; undefined when the catalogue has no place for them. */
export function fieldForType(
  catalogue: Catalogue,
  type: IdentifierType,
  kind: 'person' | 'company',
  header = '',
): CatalogueField | undefined {
  if (type === 'person-name' && kind === 'company')
    return usable(
      catalogue.byCode.get(/法人|法定代表/.test(header) ? 'legal-representative' : 'contact-name'),
      kind,
    )
  if (type === 'date')
    return usable(
      catalogue.byCode.get(/签|合同|成交|下单/.test(header) ? 'contract-date' : 'ledger-date'),
      kind,
    )
  for (const code of [type, ...(siblings[type] ?? [])]) {
    const field = usable(catalogue.byCode.get(code), kind)
    if (field !== undefined) return field
  }
  return [...catalogue.fields.values()].find((field) => field.type === type && applies(field, kind))
}

const usable = (field: CatalogueField | undefined, kind: 'person' | 'company'): CatalogueField | undefined =>
  field !== undefined && applies(field, kind) ? field : undefined

/** Proposes where the columns of one sheet go; no field is proposed twice, the rest becomes lines of the remark. */
export function suggestTargets(
  catalogue: Catalogue,
  columns: readonly (RecognisedColumn & { readonly header: string })[],
  kind: 'person' | 'company',
  indexColumn: number | undefined,
): Target[] {
  const taken = new Set<string>()
  const order = columns
    .map((column, position) => ({ column, position }))
    .sort((a, b) => b.column.confidence - a.column.confidence || a.position - b.position)
  const targets: Target[] = columns.map(() => ({ to: 'remark' }))
  for (const { column, position } of order) {
    if (position === indexColumn || column.type === 'row-number') {
      targets[position] = { to: 'skip' }
      continue
    }
    const plain = column.type === 'remark' || column.type === 'free-text'
    const field = plain ? undefined : freeField(catalogue, column, kind, taken)
    if (field === undefined) continue
    taken.add(field.code)
    targets[position] = { to: 'field', field: field.code }
  }
  return targets
}

function freeField(
  catalogue: Catalogue,
  column: RecognisedColumn & { readonly header: string },
  kind: 'person' | 'company',
  taken: ReadonlySet<string>,
): CatalogueField | undefined {
  const field = fieldForType(catalogue, column.type, kind, column.header)
  if (field === undefined || !taken.has(field.code)) return field
  // A second telephone may stand where the first does not.
  const other = (siblings[column.type] ?? []).map((code) => catalogue.byCode.get(code))
  return other.find((one) => one !== undefined && applies(one, kind) && !taken.has(one.code))
}
