import { posix } from 'node:path'
import { sheetMistake } from './mistakes.ts'
import { isDateFormat } from './serial.ts'
import { XmlScanner, attribute } from './xml.ts'
import { readEntry, readSmallEntry, type ZipEntry, type ZipFile } from './zip.ts'
import type { SheetLimits } from './types.ts'

export interface WorkbookSheet {
  readonly name: string
  readonly hidden: boolean
  readonly entry: ZipEntry
}

export interface Workbook {
  readonly sheets: readonly WorkbookSheet[]
  readonly date1904: boolean
  /** By style index (`s` of a cell): does its number format show a date? */
  readonly dateStyles: readonly boolean[]
  readonly sharedStrings?: ZipEntry
}

const SMALL_PART = 16 * 1024 * 1024

/**
 * Reads names, states and date formats of a workbook (ECMA-376 part 1 §18.2, §18.8). Refuses macros (VBA project,
 * Excel 4 macro sheets) and packages that are something else. Throws `sheet.macros`, `sheet.old-format`,
 * `sheet.not-a-sheet`, `sheet.damaged`, `sheet.bomb`.
 */
export async function readWorkbook(zip: ZipFile, limits: SheetLimits): Promise<Workbook> {
  refuseOtherPackages(zip)
  const root = await relationships(zip, '_rels/.rels', '')
  const main = root.find((one) => one.type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const mainEntry = zip.entries.get(main)
  if (!mainEntry) throw sheetMistake('sheet.not-a-sheet')
  const folder = posix.dirname(main)
  const links = await relationships(zip, `${folder}/_rels/${posix.basename(main)}.rels`, folder)
  const { listed, date1904 } = listSheets(await readSmallEntry(zip, mainEntry, SMALL_PART))
  const sheets: WorkbookSheet[] = []
  for (const one of listed) {
    const link = links.find((candidate) => candidate.id === one.link)
    if (link?.type.toLowerCase().includes('macrosheet')) throw sheetMistake('sheet.macros')
    const entry = link ? zip.entries.get(link.target) : undefined
    // Chart sheets and dialog sheets have no rows; a worksheet whose part is gone is damage.
    if (link && !link.type.endsWith('/worksheet')) continue
    if (!entry) throw sheetMistake('sheet.damaged')
    sheets.push({ name: one.name, hidden: one.hidden, entry })
  }
  if (sheets.length === 0) throw sheetMistake('sheet.not-a-sheet')
  const part = (kind: string): ZipEntry | undefined =>
    zip.entries.get(links.find((link) => link.type.endsWith(`/${kind}`))?.target ?? '')
  const styles = part('styles')
  const strings = part('sharedStrings')
  // The part may be called anything, so the ceiling is applied to what the workbook names, not only to the usual path.
  if (strings && strings.uncompressed > limits.sharedStringBytes) throw sheetMistake('sheet.bomb')
  return {
    sheets,
    date1904,
    dateStyles: styles ? dateStyles(await readSmallEntry(zip, styles, SMALL_PART)) : [],
    ...(strings ? { sharedStrings: strings } : {}),
  }
}

function refuseOtherPackages(zip: ZipFile): void {
  for (const name of zip.entries.keys()) {
    const lower = name.toLowerCase()
    if (lower.endsWith('vbaproject.bin') || lower.includes('/macrosheets/'))
      throw sheetMistake('sheet.macros')
    if (lower === 'xl/workbook.bin') throw sheetMistake('sheet.old-format')
    if (lower === 'mimetype' || lower.startsWith('word/') || lower.startsWith('ppt/')) {
      throw sheetMistake('sheet.not-a-sheet')
    }
  }
}

interface Relationship {
  readonly id: string
  readonly type: string
  readonly target: string
}

async function relationships(zip: ZipFile, part: string, folder: string): Promise<Relationship[]> {
  const entry = zip.entries.get(part.replace(/^\.\//, ''))
  if (!entry) return []
  const found: Relationship[] = []
  scan(await readSmallEntry(zip, entry, SMALL_PART), (name, attributes) => {
    if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return
    const target = attribute(attributes, 'Target') ?? ''
    found.push({
      id: attribute(attributes, 'Id') ?? '',
      type: attribute(attributes, 'Type') ?? '',
      target: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
    })
  })
  return found
}

function scan(xml: string, open: (name: string, attributes: string) => void): void {
  const scanner = new XmlScanner({ open })
  // In slices, so that the scanner's own ceiling on one token holds here too.
  for (let at = 0; at < xml.length; at += 65_536) scanner.push(xml.slice(at, at + 65_536))
  scanner.end()
}

function listSheets(xml: string): {
  listed: { name: string; hidden: boolean; link: string }[]
  date1904: boolean
} {
  const listed: { name: string; hidden: boolean; link: string }[] = []
  let date1904 = false
  scan(xml, (name, attributes) => {
    if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '')
    if (name !== 'sheet') return
    listed.push({
      name: attribute(attributes, 'name') ?? '',
      hidden: (attribute(attributes, 'state') ?? 'visible') !== 'visible',
      link: /(?:^|\s)\w+:id=["']([^"']*)/.exec(attributes)?.[1] ?? '',
    })
  })
  return { listed, date1904 }
}

function dateStyles(xml: string): boolean[] {
  const custom = new Map<number, string>()
  const styles: boolean[] = []
  let inside = ''
  const scanner = new XmlScanner({
    open(name, attributes) {
      if (name === 'numFmt') {
        custom.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
      } else if (name === 'cellXfs' || name === 'cellStyleXfs') inside = name
      else if (name === 'xf' && inside === 'cellXfs') {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0)
        styles.push(isDateFormat(id, custom.get(id)))
      }
    },
    close(name) {
      if (name === inside) inside = ''
    },
  })
  scanner.push(xml)
  scanner.end()
  return styles
}

export interface SheetSurvey {
  /** Last row number that has a `<row>`, or the number of rows when they carry none. */
  readonly lastRow: number
  /** Merged ranges as `A1:C1`. */
  readonly merges: readonly string[]
}

/**
 * Runs once over a sheet part without building rows: how long it is, and its merged ranges, which the format puts
 * after the rows although header detection needs them before. Throws `sheet.bomb` over `limits.mergedRanges`.
 */
export async function surveySheet(zip: ZipFile, entry: ZipEntry, limits: SheetLimits): Promise<SheetSurvey> {
  const merges: string[] = []
  let rows = 0
  let lastNumbered = 0
  let rest = ''
  let inMerges = false
  for await (const chunk of readEntry(zip, entry)) {
    const source = rest + chunk.toString('latin1')
    for (let at = source.indexOf('row'); at !== -1; at = source.indexOf('row', at + 3)) {
      const before = source.charCodeAt(at - 1)
      const after = source.charCodeAt(at + 3)
      if ((before !== 60 && before !== 58) || !(after === 32 || after === 62 || after === 47)) continue
      rows++
    }
    const numbered = source.lastIndexOf('row r="')
    if (numbered !== -1)
      lastNumbered = Math.max(lastNumbered, Number.parseInt(source.slice(numbered + 7), 10) || 0)
    if (!inMerges) inMerges = source.includes('mergeCells')
    if (inMerges) {
      for (const found of source.matchAll(
        /mergeCell [^>]{0,200}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"/g,
      ))
        merges.push(found[1]!)
      if (merges.length > limits.mergedRanges) throw sheetMistake('sheet.bomb')
    }
    // Only the unfinished tag at the end is carried over, so nothing is seen twice.
    const lastOpen = source.lastIndexOf('<')
    rest = lastOpen > source.lastIndexOf('>') && source.length - lastOpen < 4096 ? source.slice(lastOpen) : ''
  }
  return { lastRow: Math.max(lastNumbered, lastNumbered === 0 ? rows : 0), merges }
}
