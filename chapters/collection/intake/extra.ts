import type { Catalogue, CatalogueField } from '../../custody/index.ts'
import { neededBy, whoNeeds } from '../purposes/necessity.ts'
import type { Purpose } from '../purposes/register.ts'
import type { ExtraColumn, ImportOptions } from '../wire.ts'

/**
 * The columns of the chosen sheets that no chosen purpose needs, in their order, each with the purposes in use that
 * would. They are not taken in (clause 2.1.2). Nothing is extra before a purpose is chosen.
 */
export function extraColumns(
  options: Pick<ImportOptions, 'sheets' | 'purposes'>,
  catalogue: Catalogue,
  all: Iterable<Purpose>,
): ExtraColumn[] {
  const known = [...all]
  const chosen = known.filter((one) => one.open && options.purposes.includes(one.code))
  if (chosen.length === 0) return []
  const needed = neededBy(chosen)
  return options.sheets
    .filter((sheet) => sheet.take)
    .flatMap(({ sheet, columns }) =>
      columns.flatMap(({ position, header, target }) => {
        const field =
          target.to === 'skip'
            ? undefined
            : catalogue.byCode.get(target.to === 'remark' ? 'remark' : target.field)
        return field === undefined || needed.has(field.id)
          ? []
          : [{ sheet, position, header, ...wordsOf(field), neededBy: whoNeeds(field.id, known).map(named) }]
      }),
    )
}

const wordsOf = ({ code, zh, en, sensitive }: CatalogueField) => ({ field: { code, zh, en }, sensitive })
const named = ({ code, zh, en }: Purpose) => ({ code, zh, en })
