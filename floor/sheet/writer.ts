import type { Writable } from 'node:stream'
import { sheetMistake } from './mistakes.ts'
import { columnLetters } from './worksheet.ts'
import { Output, ZipWriter, type Written } from './zip-writer.ts'
import { fixedParts, headerFooter, safeSheetNames, xmlText } from './workbook-parts.ts'

/** A string stays text whatever it looks like; a number over 15 digits is written as text. */
export type OutputCell = string | number | boolean | null | undefined

export interface OutputColumn {
  readonly header: string
  /** In characters; guessed from the header when left out. */
  readonly width?: number
}

export interface OutputSheet {
  readonly name: string
  readonly columns: readonly OutputColumn[]
  readonly rows: Iterable<readonly OutputCell[]> | AsyncIterable<readonly OutputCell[]>
}

/** Who took this file out, why and under which application: shown in the sheet and on every printed page. */
export interface Stamp {
  readonly person: string
  readonly employeeNumber: string
  /** Already written for the reader, e.g. `2026-11-24 14:05`. */
  readonly time: string
  readonly purpose: string
  readonly applicationNumber: string
  /** Level, owner and term; stands before everything else. */
  readonly mark?: string
}

export interface WorkbookOptions {
  readonly stamp?: Stamp
  readonly language?: 'zh' | 'en'
  readonly properties?: { readonly title?: string; readonly company?: string }
}

const LAST_ROW = 1_048_576
const LONGEST_CELL = 32_767
const CHUNK_CHARACTERS = 64 * 1024

/** The first characters that spreadsheet programs take for a formula; full-width forms and CR, TAB, LF included. */
export const formulaStart = /^[=+\-@\t\r\n=+-@]/

/**
 * Writes a workbook row by row; memory does not depend on the number of rows. Every string is a text cell with the format
 * `@`, so that 18 digits stay 18 digits and `=1+1` stays a text; what could start a formula is also marked with a
 * leading quote (`quotePrefix`), which survives editing. The header is bold, frozen, filtered and repeated in print.
 * The same input gives the same bytes (and hash). `out` is a path that does not exist yet, or a stream, which is ended.
 * Throws `sheet.too-many-rows` and `sheet.cell-too-long`; a half-written file is then the caller's to remove.
 */
export async function writeWorkbook(
  out: Writable | string,
  sheets: readonly OutputSheet[],
  options: WorkbookOptions = {},
): Promise<Written> {
  const output = new Output(out)
  try {
    const zip = new ZipWriter(output)
    const names = safeSheetNames(sheets.map((sheet) => sheet.name))
    const headerRow = options.stamp ? 3 : 1
    const shapes = sheets.map((sheet, at) => ({ name: names[at]!, columns: sheet.columns.length, headerRow }))
    for (const [name, xml] of fixedParts(shapes, options)) await zip.add(name, [xml])
    for (const [at, sheet] of sheets.entries()) {
      await zip.add(`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheet, options))
    }
    return await zip.finish()
  } catch (error) {
    output.abandon()
    throw error
  }
}

async function* sheetXml(sheet: OutputSheet, options: WorkbookOptions): AsyncGenerator<string> {
  const width = Math.max(1, sheet.columns.length)
  const lastColumn = columnLetters(width)
  const headerRow = options.stamp ? 3 : 1
  yield head(sheet, headerRow)
  if (options.stamp) {
    const [first, second] = stampLines(options.stamp, options.language ?? 'zh')
    yield row(1, [first], STYLE.stamp) + row(2, [second], STYLE.stamp)
  }
  let pending = row(
    headerRow,
    sheet.columns.map((column) => column.header),
    STYLE.header,
  )
  let number = headerRow
  for await (const cells of sheet.rows) {
    number++
    if (number > LAST_ROW) throw sheetMistake('sheet.too-many-rows', { rows: LAST_ROW - headerRow })
    pending += row(number, cells)
    if (pending.length > CHUNK_CHARACTERS) {
      yield pending
      pending = ''
    }
  }
  yield pending
  const merges =
    options.stamp && width > 1
      ? `<mergeCells count="2"><mergeCell ref="A1:${lastColumn}1"/><mergeCell ref="A2:${lastColumn}2"/></mergeCells>`
      : ''
  yield (
    `</sheetData><autoFilter ref="A${headerRow}:${lastColumn}${Math.max(number, headerRow)}"/>${merges}` +
    '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>' +
    `${headerFooter(options.stamp ? stampLines(options.stamp, options.language ?? 'zh') : undefined, options.language ?? 'zh')}</worksheet>`
  )
}

/** Positions in `cellXfs` of the styles part. */
const STYLE = { number: 0, text: 1, guarded: 2, header: 3, stamp: 4 } as const

function head(sheet: OutputSheet, headerRow: number): string {
  const columns = sheet.columns.map((column, at) => {
    const width = column.width ?? Math.min(40, Math.max(10, column.header.length * 2 + 4))
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`
  })
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">' +
    `<pane ySplit="${headerRow}" topLeftCell="A${headerRow + 1}" activePane="bottomLeft" state="frozen"/>` +
    '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>' +
    `${columns.length > 0 ? `<cols>${columns.join('')}</cols>` : ''}<sheetData>`
  )
}

function row(number: number, cells: readonly OutputCell[], style?: number): string {
  let xml = `<row r="${number}">`
  for (let at = 0; at < cells.length; at++)
    xml += cell(`${columnLetters(at + 1)}${number}`, cells[at], number, style)
  return `${xml}</row>`
}

function cell(reference: string, value: OutputCell, row: number, style?: number): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return `<c r="${reference}" t="b"><v>${value ? 1 : 0}</v></c>`
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15) {
    return `<c r="${reference}"><v>${value}</v></c>`
  }
  const text = String(value)
  if (text.length > LONGEST_CELL) throw sheetMistake('sheet.cell-too-long', { row, characters: LONGEST_CELL })
  const used = style ?? (formulaStart.test(text) ? STYLE.guarded : STYLE.text)
  return `<c r="${reference}" s="${used}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`
}

/** The two lines of the stamp. */
export function stampLines(stamp: Stamp, language: 'zh' | 'en'): [string, string] {
  const { person, employeeNumber, time, purpose, applicationNumber } = stamp
  const mark = stamp.mark === undefined ? '' : `${stamp.mark}  `
  return language === 'zh'
    ? [
        `${mark}导出人：${person}（工号 ${employeeNumber}） 导出时间：${time} 申请单号：${applicationNumber}`,
        `用途：${purpose}。仅限本用途使用，禁止转发。`,
      ]
    : [
        `${mark}Exported by: ${person} (${employeeNumber})  Time: ${time}  Application: ${applicationNumber}`,
        `Purpose: ${purpose}. For this purpose only; do not pass on.`,
      ]
}
