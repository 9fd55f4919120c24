import {
  canonical,
  checkAs,
  type IdentifierType,
  isIdentifierType,
  mask,
  recogniseTable,
  scanText,
  typeCatalogue,
} from '../../../floor/identifiers/index.ts'
import {
  detectTable,
  type OpenedFile,
  openSheets,
  readRows,
  type Row,
  rowKind,
  type SheetInfo,
  type SheetOptions,
  spreadText,
  type Table,
} from '../../../floor/sheet/index.ts'
import type { Catalogue } from '../../custody/index.ts'
import type { CheckedColumn, CheckedSheet, FileCheck, Sample } from '../wire.ts'
import { suggestTargets } from './targets.ts'

/** Rows that recognition looks at; more would not change what it says. */
const sampleRows = 600
/** Rows that the page shows. */
const shownRows = 20
/** Text columns in which identifiers may hide. */
const scanned: ReadonlySet<string> = new Set([
  'remark',
  'free-text',
  'text',
  'technical',
  'trade-secret',
  'customer-source',
])

interface Opened {
  readonly sheet: SheetInfo
  readonly table: Table
  readonly rows: readonly Row[]
}

/**
 * Looks at a file without taking anything in: sheets, headers, what each column is, and where it should go.
 * @throws Mistake of `sheetMistakes` when it cannot be read, `collection.empty-file` is left to the caller
 */
export async function checkFile(
  file: string,
  catalogue: Catalogue,
  options: SheetOptions = {},
): Promise<{ check: FileCheck; samples: Sample[] }> {
  const opened = await openSheets(file, options)
  const sheets: CheckedSheet[] = []
  const samples: Sample[] = []
  for (const info of opened.sheets) {
    const seen = await firstRows(file, info, options)
    const sheet = checkSheet(seen, catalogue)
    sheets.push(sheet)
    samples.push(sampleOf(seen, sheet))
  }
  return { check: { ...formatOf(opened), sheets }, samples }
}

const formatOf = (opened: OpenedFile): Omit<FileCheck, 'sheets'> => ({
  format: opened.format,
  encoding: opened.encoding ?? null,
  delimiter: opened.delimiter ?? null,
})

async function firstRows(file: string, sheet: SheetInfo, options: SheetOptions): Promise<Opened> {
  const rows: Row[] = []
  for await (const batch of readRows(file, { ...options, sheet: sheet.name })) {
    rows.push(...batch)
    if (rows.length >= sampleRows) break
  }
  return { sheet, table: detectTable(rows.slice(0, 50)), rows }
}

function checkSheet({ sheet, table, rows }: Opened, catalogue: Catalogue): CheckedSheet {
  const data = rows.filter((row) => row.row >= table.firstDataRow && rowKind(row, table) === 'data')
  const texts = table.headers.map((_, position) => data.map((row) => spreadText(row.cells[position])))
  const recognised = recogniseTable(
    table.headers.map((header, position) => ({ header, samples: texts[position]! })),
  )
  const named = recognised.columns.map((column, position) => ({
    ...column,
    header: table.headers[position]!,
  }))
  const kind = recognised.subject === 'company' ? 'company' : 'person'
  const targets = suggestTargets(catalogue, named, kind, table.indexColumn)
  const columns = named.map((column, position): CheckedColumn => {
    const findings = scanned.has(column.type) ? findingsIn(texts[position]!) : new Map()
    return {
      position,
      header: column.header,
      type: column.type,
      confidence: column.confidence,
      level: column.level,
      category: column.category,
      reasons: [...column.reasons],
      alternatives: column.alternatives.map(({ type, confidence }) => ({ type, confidence })),
      valid: column.valid ?? null,
      suggestion: targets[position]!,
      findings: [...findings].map(([type, count]) => ({ type, count })),
      suggestedRaise: raiseFor(findings, column.level),
    }
  })
  return {
    sheet: sheet.name,
    hidden: sheet.hidden,
    rows: sheet.rowCountEstimate,
    headerRows: [...table.headerRows],
    firstDataRow: table.firstDataRow,
    indexColumn: table.indexColumn ?? null,
    notes: [...table.notes],
    subject: data.length === 0 ? 'unknown' : recognised.subject,
    columns,
  }
}

function findingsIn(texts: readonly string[]): Map<IdentifierType, number> {
  const counts = new Map<IdentifierType, number>()
  for (const text of texts)
    for (const { type } of scanText(text)) counts.set(type, (counts.get(type) ?? 0) + 1)
  return counts
}

/** Every row is raised by itself where something is found; the whole column is proposed when a tenth of it holds such. */
function raiseFor(findings: ReadonlyMap<IdentifierType, number>, level: number): number | null {
  const highest = Math.max(0, ...[...findings.keys()].map((type) => typeCatalogue[type].level))
  return highest >= 3 && highest > level ? highest : null
}

function sampleOf({ table, rows }: Opened, sheet: CheckedSheet): Sample {
  const shown = rows.slice(0, shownRows + table.firstDataRow - 1).map((row) => ({
    row: row.row,
    kind: row.row < table.firstDataRow ? 'head' : rowKind(row, table),
    cells: sheet.columns.map((column) => maskedCell(column.type, spreadText(row.cells[column.position]))),
  }))
  return { sheet: sheet.sheet, rows: shown.filter((row) => row.kind !== 'head').slice(0, shownRows) }
}

/** A cell as the preview and the error list may show it: typed values by their mask, texts with what hides in them masked. */
export function maskedCell(type: string, text: string): string {
  const value = text.trim()
  if (value === '' || !isIdentifierType(type)) return value === '' ? '' : '****'
  if (type === 'row-number' || type === 'gender' || type === 'customer-level') return value.slice(0, 40)
  if (scanned.has(type)) return mask(type, value, { kind: 'inside' }).slice(0, 60)
  return mask(type, checkAs(type, value) === undefined ? value : canonical(type, value)).slice(0, 60)
}
