import { Mistake } from '../../../floor/errors.ts'
import { type IdentifierType, scanText } from '../../../floor/identifiers/index.ts'
import { inspectSheets, readRows, type SheetInspection, spreadText } from '../../../floor/sheet/index.ts'
import type { Catalogue } from '../../custody/index.ts'
import type { FileCheck, ImportOptions } from '../wire.ts'
import type { FileReport } from './wire.ts'

interface PartnerFile {
  readonly file: string
  readonly fileName: string
  readonly check: FileCheck
  readonly options: ImportOptions
  readonly catalogue: Catalogue
  readonly signal: AbortSignal
}

/** Fields of the catalogue that hold words, in which identifiers may hide. */
const wordy: ReadonlySet<string> = new Set([
  'remark',
  'free-text',
  'text',
  'technical',
  'trade-secret',
  'customer-source',
])

/** What may not be in a partner's file: nobody who looked at it would know that it came with it. */
const forbidden = [
  'hiddenSheets',
  'hiddenColumns',
  'hiddenRows',
  'formulas',
  'comments',
  'links',
  'objects',
] as const

/**
 * Looks through a partner's whole file before a row of it is taken: what is out of sight, and which identifiers stand in
 * free text and in columns that are not taken. Kinds and counts only.
 * @throws Mistake `indirect.hidden-content` when there is anything hidden or active in it; nothing is taken in then
 */
export async function inspectPartnerFile(of: PartnerFile): Promise<FileReport> {
  const seen = await inspectSheets(of.file, { name: of.fileName, signal: of.signal })
  const columns = await scanColumns(of)
  refuseHidden(seen)
  return { ...seen, columns }
}

function refuseHidden(seen: SheetInspection): void {
  if (forbidden.every((kind) => seen[kind] === 0)) return
  const values = Object.fromEntries(forbidden.map((kind) => [kind, seen[kind]]))
  throw new Mistake('indirect.hidden-content', { field: 'file', values })
}

interface Watched {
  readonly position: number
  readonly use: FileReport['columns'][number]['use']
  readonly found: Map<IdentifierType, number>
}

async function scanColumns({
  file,
  fileName,
  check,
  options,
  catalogue,
  signal,
}: PartnerFile): Promise<FileReport['columns']> {
  const report: FileReport['columns'][number][] = []
  for (const [place, sheet] of check.sheets.entries()) {
    const mapping = options.sheets.find((one) => one.sheet === sheet.sheet)
    const watched = sheet.columns.flatMap((column): Watched[] => {
      const target =
        mapping?.take === true
          ? mapping.columns.find((one) => one.position === column.position)?.target
          : undefined
      const type = target?.to === 'field' ? catalogue.byCode.get(target.field)?.type : undefined
      if (type !== undefined && !wordy.has(type)) return []
      const use = type !== undefined ? 'text' : target?.to === 'remark' ? 'remark' : 'skipped'
      return [{ position: column.position, use, found: new Map() }]
    })
    if (watched.length === 0) continue
    for await (const rows of readRows(file, {
      name: fileName,
      sheet: sheet.sheet,
      from: sheet.firstDataRow,
      signal,
    }))
      for (const { cells } of rows)
        for (const { position, found } of watched)
          for (const { type } of scanText(spreadText(cells[position])))
            found.set(type, (found.get(type) ?? 0) + 1)
    for (const { position, use, found } of watched)
      if (found.size > 0)
        report.push({
          sheet: place + 1,
          column: letters(position),
          use,
          found: [...found].map(([type, count]) => ({ type, count })),
        })
  }
  return report
}

/** A column as people call it: A, B, … AA. */
function letters(position: number): string {
  let text = ''
  for (let left = position + 1; left > 0; left = Math.floor((left - 1) / 26))
    text = String.fromCharCode(65 + ((left - 1) % 26)) + text
  return text
}
