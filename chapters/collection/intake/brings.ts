import type { FieldFacts } from '../../../gate/index.ts'
import type { Catalogue, CatalogueField } from '../../custody/index.ts'
import type { ImportOptions } from '../wire.ts'

type Kind = Pick<FieldFacts, 'category' | 'level'>

/**
 * The fields that an import fills by its mapping, at the level they are raised to: those its columns go to, the remark
 * for columns that go there, and every identifier where identifiers inside a text fill fields. What is not `needed` is
 * left out of an import; absent = nothing is.
 */
export function fieldsBrought(
  options: ImportOptions,
  catalogue: Catalogue,
  needed?: ReadonlySet<number>,
): ReadonlyMap<CatalogueField, number> {
  const brought = new Map<CatalogueField, number>()
  const bring = (code: string, raiseTo = 0): void => {
    const field = catalogue.byCode.get(code)
    if (field === undefined || needed?.has(field.id) === false) return
    brought.set(field, Math.max(field.level, raiseTo, brought.get(field) ?? 0))
  }
  for (const sheet of options.sheets.filter(({ take }) => take))
    for (const { target, raiseTo, extract } of sheet.columns) {
      if (target.to === 'field') bring(target.field, raiseTo)
      if (target.to === 'remark') bring('remark', raiseTo)
      if (!extract || target.to === 'skip') continue
      for (const field of catalogue.fields.values()) if (field.searchable === 'exact') bring(field.code)
    }
  return brought
}

/** The kinds of data that an import files by its mapping. */
export function bringsOf(options: ImportOptions, catalogue: Catalogue, needed?: ReadonlySet<number>): Kind[] {
  const kinds = new Map<string, Kind>()
  for (const [{ category }, level] of fieldsBrought(options, catalogue, needed))
    kinds.set(`${category} ${level}`, { category, level })
  return [...kinds.values()]
}
