import { contentOf } from './content.ts'
import { csvRows, detectCsv } from './csv.ts'
import type { SheetInspection, SheetLimits } from './types.ts'
import { readWorkbook } from './workbook.ts'
import { columnNumber } from './worksheet.ts'
import { attribute, XmlScanner } from './xml.ts'
import { readEntry, readSmallEntry, type ZipEntry, type ZipFile, openZip } from './zip.ts'

const relationshipMost = 4 * 1024 * 1024

/**
 * What a file holds that a person looking at it would not see, or that does something when it is opened: counts only.
 * Columns and rows count as hidden when there is something in them. Runs in the child process, like all reading.
 * Throws the mistakes of `sheetMistakes`.
 */
export async function inspectFile(file: string, name: string, limits: SheetLimits): Promise<SheetInspection> {
  const { format } = await contentOf(file, name, limits)
  if (format === 'csv') return { ...nothing, formulas: await csvFormulas(file, limits) }
  const zip = await openZip(file, limits)
  try {
    const book = await readWorkbook(zip, limits)
    const found = { ...nothing, ...(await besideSheets(zip)) }
    found.hiddenSheets = book.sheets.filter((sheet) => sheet.hidden).length
    for (const sheet of book.sheets) {
      const seen = await inspectSheet(zip, sheet.entry)
      found.hiddenColumns += seen.hiddenColumns
      found.hiddenRows += seen.hiddenRows
      found.formulas += seen.formulas
    }
    return found
  } finally {
    await zip.close()
  }
}

const nothing = {
  hiddenSheets: 0,
  hiddenColumns: 0,
  hiddenRows: 0,
  formulas: 0,
  comments: 0,
  links: 0,
  objects: 0,
}

/** Cells that a spreadsheet program would take for a formula when it opens the file; signs before numbers are none. */
const startsFormula = /^(?:[=＝@＠]|[+\-＋－]\s{0,3}[A-Za-z@(])/

async function csvFormulas(file: string, limits: SheetLimits): Promise<number> {
  let formulas = 0
  for await (const rows of csvRows(file, await detectCsv(file), 'CSV', 1, limits))
    for (const { cells } of rows)
      for (const { kind, text } of cells) if (kind === 'formula' || startsFormula.test(text)) formulas++
  return formulas
}

/** Parts of the package beside its sheets: comments, what points outside, embedded objects. */
async function besideSheets(zip: ZipFile): Promise<Pick<SheetInspection, 'comments' | 'links' | 'objects'>> {
  const found = { comments: 0, links: 0, objects: 0 }
  for (const [path, entry] of zip.entries) {
    const lower = path.toLowerCase()
    if (/(?:^|\/)(?:threaded)?comments?\d*\.xml$/.test(lower) || lower.includes('/threadedcomments/'))
      found.comments++
    else if (
      lower.includes('/externallinks/') ||
      lower.endsWith('/connections.xml') ||
      lower.includes('/querytables/')
    )
      found.links += lower.endsWith('.rels') ? 0 : 1
    else if (lower.includes('/embeddings/') || lower.includes('/activex/') || lower.includes('/ctrlprops/'))
      found.objects += lower.endsWith('.rels') ? 0 : 1
    else if (lower.endsWith('.rels')) found.links += await outsideTargets(zip, entry)
  }
  return found
}

/** Relationships whose target lies outside the package; what a cell links to for reading is none. */
async function outsideTargets(zip: ZipFile, entry: ZipEntry): Promise<number> {
  let outside = 0
  const scanner = new XmlScanner({
    open(name, attributes) {
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') !== 'External') return
      if (!(attribute(attributes, 'Type') ?? '').endsWith('/hyperlink')) outside++
    },
  })
  const xml = await readSmallEntry(zip, entry, relationshipMost)
  for (let at = 0; at < xml.length; at += 65_536) scanner.push(xml.slice(at, at + 65_536))
  scanner.end()
  return outside
}

type Range = readonly [from: number, to: number]
const isHidden = (attributes: string, size: string): boolean =>
  /^(1|true)$/.test(attribute(attributes, 'hidden') ?? '') || Number(attribute(attributes, size) ?? 1) === 0

async function inspectSheet(
  zip: ZipFile,
  entry: ZipEntry,
): Promise<Pick<SheetInspection, 'hiddenColumns' | 'hiddenRows' | 'formulas'>> {
  const ranges: Range[] = []
  const used = new Set<number>()
  const found = { hiddenColumns: 0, hiddenRows: 0, formulas: 0 }
  let column = 0
  let row: 'shown' | 'hidden' | 'counted' = 'shown'
  const scanner = new XmlScanner({
    open(name, attributes) {
      if (name === 'col') {
        if (isHidden(attributes, 'width'))
          ranges.push([Number(attribute(attributes, 'min') ?? 0), Number(attribute(attributes, 'max') ?? 0)])
      } else if (name === 'row') {
        row = isHidden(attributes, 'ht') ? 'hidden' : 'shown'
        column = 0
      } else if (name === 'c') {
        const reference = attribute(attributes, 'r')
        column = reference === undefined ? column + 1 : columnNumber(reference)
      } else if (name === 'v' || name === 't' || name === 'f') {
        if (column > 0) used.add(column)
        if (name === 'f') found.formulas++
        if (row === 'hidden') {
          found.hiddenRows++
          row = 'counted'
        }
      }
    },
  })
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of readEntry(zip, entry)) scanner.push(decoder.decode(chunk, { stream: true }))
  scanner.push(decoder.decode())
  scanner.end()
  found.hiddenColumns = [...used].filter((one) =>
    ranges.some(([from, to]) => from <= one && one <= to),
  ).length
  return found
}
