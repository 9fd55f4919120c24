import { Mistake } from '../../../floor/errors.ts'
import type { Catalogue } from '../../custody/index.ts'
import type { FileCheck, ImportOptions, SheetMapping } from '../wire.ts'
import { nameFieldOf } from './targets.ts'

/** The mapping as recognised, for a person to correct: visible sheets with data, each column where it was suggested. */
export function suggestedOptions(check: FileCheck, owner: string): ImportOptions {
  return {
    sheets: check.sheets.map((sheet): SheetMapping => ({
      sheet: sheet.sheet,
      take: !sheet.hidden && sheet.columns.length > 0 && sheet.subject !== 'unknown',
      kind: sheet.subject === 'company' ? 'company' : 'person',
      columns: sheet.columns.map(({ position, header, suggestion }) => ({
        position,
        header,
        target: suggestion,
        extract: false,
      })),
    })),
    owner: { column: true, person: owner },
    purposes: [],
    duplicates: 'file',
    level: 1,
    readRefusals: true,
    raiseHidden: true,
  }
}

/** The headers by which a template is found again. */
export const headersOf = (check: FileCheck): string[] =>
  check.sheets.flatMap((sheet) => [`[${sheet.sheet}]`, ...sheet.columns.map((column) => column.header)])

/**
 * Checks a mapping against the file and the catalogue.
 * @throws Mistake `collection.nothing-chosen`, `collection.no-field`, `collection.no-name-column`, `collection.no-level`
 */
export function mustFit(options: ImportOptions, check: FileCheck, catalogue: Catalogue): void {
  const chosen = options.sheets.filter((sheet) => sheet.take)
  if (chosen.length === 0) throw new Mistake('collection.nothing-chosen', { field: 'sheets' })
  if (!catalogue.levels.has(options.level))
    throw new Mistake('collection.no-level', { field: 'level', values: { level: options.level } })
  for (const sheet of chosen) {
    const columns = check.sheets.find((one) => one.sheet === sheet.sheet)?.columns
    if (columns === undefined) throw new Mistake('sheet.no-such-sheet', { field: 'sheets' })
    const wanted = nameFieldOf(catalogue, sheet.kind)?.code
    let named = false
    for (const { target, position, raiseTo } of sheet.columns) {
      if (!columns.some((column) => column.position === position))
        throw new Mistake('sheet.no-such-sheet', { field: 'sheets' })
      if (raiseTo !== undefined && !catalogue.levels.has(raiseTo))
        throw new Mistake('collection.no-level', { field: 'sheets', values: { level: raiseTo } })
      if (target.to !== 'field') continue
      if (!catalogue.byCode.has(target.field))
        throw new Mistake('collection.no-field', { field: 'sheets', values: { field: target.field } })
      named ||= target.field === wanted
    }
    if (!named)
      throw new Mistake('collection.no-name-column', { field: 'sheets', values: { sheet: sheet.sheet } })
  }
}

/**
 * Checks that the customer's name is among what the chosen purposes need: without it no row could be filed.
 * @throws Mistake `collection.name-unneeded`
 */
export function mustNeedNames(
  options: ImportOptions,
  catalogue: Catalogue,
  needed: ReadonlySet<number>,
): void {
  for (const { kind } of options.sheets.filter((sheet) => sheet.take)) {
    const field = nameFieldOf(catalogue, kind)
    if (field !== undefined && !needed.has(field.id))
      throw new Mistake('collection.name-unneeded', {
        field: 'purposes',
        values: { zh: field.zh, en: field.en },
      })
  }
}

/** A saved mapping laid over a new file with the same headers; what concerns the occasion (source, owner) stays open. */
export function fromTemplate(saved: ImportOptions, suggested: ImportOptions): ImportOptions {
  return {
    ...suggested,
    duplicates: saved.duplicates,
    purposes: saved.purposes ?? [],
    level: saved.level,
    readRefusals: saved.readRefusals,
    raiseHidden: saved.raiseHidden,
    sheets: suggested.sheets.map((sheet, at) => saved.sheets[at] ?? sheet),
  }
}
