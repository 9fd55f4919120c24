import type { FieldFacts } from '../../../gate/index.ts'
import type { Catalogue } from '../../custody/index.ts'
import type { ImportOptions } from '../wire.ts'

type Kind = Pick<FieldFacts, 'category' | 'level'>

/**
 * The kinds of data that an import files by its mapping: those of the fields its columns go to, at the level they are
 * raised to, the remark for columns that go there, and every identifier where identifiers inside a text fill fields.
 */
export function bringsOf(options: ImportOptions, catalogue: Catalogue): Kind[] {
  const kinds = new Map<string, Kind>()
  const bring = (code: string, raiseTo = 0): void => {
    const field = catalogue.byCode.get(code)
    if (field === undefined) return
    const level = Math.max(field.level, raiseTo)
    kinds.set(`${field.category} ${level}`, { category: field.category, level })
  }
  for (const sheet of options.sheets.filter(({ take }) => take))
    for (const { target, raiseTo, extract } of sheet.columns) {
      if (target.to === 'field') bring(target.field, raiseTo)
      if (target.to === 'remark') bring('remark', raiseTo)
      if (!extract || target.to === 'skip') continue
      for (const field of catalogue.fields.values()) if (field.searchable === 'exact') bring(field.code)
    }
  return [...kinds.values()]
}
