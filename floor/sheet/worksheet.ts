import { sheetMistake } from './mistakes.ts'
import { damageOfText, numberText } from './number.ts'
import { serialToIso } from './serial.ts'
import { decode, tooLong, type SharedStrings } from './shared.ts'
import { XmlScanner, attribute, unescapeExcel, unescapeXml } from './xml.ts'
import { readEntry, type ZipEntry, type ZipFile } from './zip.ts'
import type { Cell, Row, SheetLimits } from './types.ts'

export const emptyCell: Cell = Object.freeze({ text: '', kind: 'empty' })
const LAST_COLUMN = 16_384
const LAST_ROW = 1_048_576

export interface WorksheetSource {
  readonly zip: ZipFile
  readonly entry: ZipEntry
  readonly name: string
  readonly strings: SharedStrings | undefined
  readonly dateStyles: readonly boolean[]
  readonly date1904: boolean
  /** `A1:C1`, from the survey. */
  readonly merges: readonly string[]
  readonly limits: SheetLimits
}

/** Column letters to a 1-based number: A 1, Z 26, AA 27. 0 when there are none. */
export function columnNumber(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at)
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
    if (column > LAST_COLUMN) throw sheetMistake('sheet.damaged')
  }
  return column
}

/** 1-based column number to letters. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters
  }
  return letters
}

/**
 * The rows of one worksheet (ECMA-376 part 1 §18.3.1), a list for each unpacked chunk, in the order of the file. Rows
 * without any content are not reported; their numbers are skipped. Throws the mistakes of `sheetMistakes`.
 */
export async function* worksheetRows(source: WorksheetSource): AsyncGenerator<Row[]> {
  const builder = new RowBuilder(source)
  const scanner = new XmlScanner(builder)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of readEntry(source.zip, source.entry)) {
    scanner.push(decode(decoder, chunk))
    if (builder.rows.length > 0) yield builder.take()
  }
  scanner.push(decode(decoder))
  scanner.end()
  if (builder.rows.length > 0) yield builder.take()
}

interface MergedRange {
  readonly row: number
  readonly column: number
  readonly lastRow: number
  readonly lastColumn: number
  text: string
}

/** Turns scanner events into rows. One instance per worksheet. */
class RowBuilder {
  rows: Row[] = []
  readonly #source: WorksheetSource
  readonly #merges: Merges
  #row = 0
  #column = 0
  #cells: Cell[] = []
  #type = ''
  #style = 0
  #formula = false
  #value = ''
  #collect = false
  #inData = false
  #phonetic = 0

  constructor(source: WorksheetSource) {
    this.#source = source
    this.#merges = new Merges(source.merges)
  }

  take(): Row[] {
    const taken = this.rows
    this.rows = []
    return taken
  }

  open(name: string, attributes: string): void {
    if (name === 'c') this.#openCell(attributes)
    else if (name === 'v') this.#collect = this.#inData
    else if (name === 'row') this.#openRow(attributes)
    else if (name === 't') this.#collect = this.#inData && this.#phonetic === 0
    else if (name === 'rPh') this.#phonetic++
    else if (name === 'f') this.#formula = true
    else if (name === 'sheetData') this.#inData = true
  }

  text(raw: string): void {
    if (!this.#collect) return
    this.#value += raw
    // Every character may be written as `&#x10FFFF;`, ten characters.
    if (this.#value.length > this.#source.limits.cellCharacters * 10)
      throw tooLong(this.#source.limits, this.#row)
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#collect = false
    else if (name === 'c' && this.#inData) this.#closeCell()
    else if (name === 'row' && this.#inData) this.#closeRow()
    else if (name === 'rPh') this.#phonetic--
    else if (name === 'sheetData') this.#inData = false
  }

  #openRow(attributes: string): void {
    const numbered = attribute(attributes, 'r')
    const next = numbered === undefined ? this.#row + 1 : Number(numbered)
    if (!Number.isInteger(next) || next <= this.#row || next > LAST_ROW) throw sheetMistake('sheet.damaged')
    this.#row = next
    this.#column = 0
    this.#cells = []
  }

  #openCell(attributes: string): void {
    const reference = attribute(attributes, 'r')
    const column = reference === undefined ? this.#column + 1 : columnNumber(reference)
    if (column <= this.#column || column > LAST_COLUMN) throw sheetMistake('sheet.damaged')
    this.#column = column
    this.#type = attribute(attributes, 't') ?? 'n'
    this.#style = Number(attribute(attributes, 's') ?? 0)
    this.#formula = false
    this.#value = ''
  }

  #closeCell(): void {
    const cell = this.#cell()
    const merged = this.#merges.at(this.#row, this.#column, cell.text)
    if (cell.kind === 'empty' && !merged) return
    const { limits } = this.#source
    // Whole-row formatting reaches column XFD; only cells with content count as width.
    if (this.#column > limits.columns) {
      if (cell.kind === 'empty') return
      throw sheetMistake('sheet.too-wide', { row: this.#row, columns: limits.columns })
    }
    while (this.#cells.length < this.#column - 1) this.#fill()
    this.#cells.push(merged ? { ...cell, ...merged } : cell)
  }

  /** A cell the file leaves out; it may still lie in a merged range. */
  #fill(): void {
    const merged = this.#merges.at(this.#row, this.#cells.length + 1, '')
    this.#cells.push(merged ? { ...emptyCell, ...merged } : emptyCell)
  }

  #closeRow(): void {
    const wide = Math.min(this.#merges.lastColumnOf(this.#row), this.#source.limits.columns)
    const content = this.#cells.some((cell) => cell.kind !== 'empty')
    if (!content && wide === 0) return
    while (this.#cells.length < wide) this.#fill()
    while (this.#cells.length > 0 && isBare(this.#cells.at(-1)!)) this.#cells.pop()
    if (this.#cells.length > 0)
      this.rows.push({ sheet: this.#source.name, row: this.#row, cells: this.#cells })
    this.#cells = []
  }

  #cell(): Cell {
    const plain = this.#plainCell()
    // A formula shows its cached result and is marked; its damage and raw form stay visible.
    return this.#formula && plain.kind !== 'error' && plain.kind !== 'empty'
      ? { ...plain, kind: 'formula' }
      : plain
  }

  #plainCell(): Cell {
    if (this.#value === '') return emptyCell
    const value = unescapeXml(this.#value)
    switch (this.#type) {
      case 's': {
        const shared = this.#source.strings?.at(Number(value))
        if (shared === undefined) throw sheetMistake('sheet.damaged')
        return textCell(shared)
      }
      case 'str':
      case 'inlineStr': {
        const text = unescapeExcel(value)
        if (text.length > this.#source.limits.cellCharacters) throw tooLong(this.#source.limits, this.#row)
        return textCell(text)
      }
      case 'b':
        return { text: value === '1' || value === 'true' ? 'TRUE' : 'FALSE', kind: 'boolean' }
      case 'e':
        return { text: value, kind: 'error' }
      case 'd':
        return { text: value, kind: 'date' }
      default:
        return this.#numberCell(value)
    }
  }

  #numberCell(value: string): Cell {
    if (this.#source.dateStyles[this.#style] === true) {
      const iso = serialToIso(Number(value), this.#source.date1904)
      if (iso !== undefined) return { text: iso, kind: 'date', raw: value }
    }
    return { kind: 'number', ...numberText(value) }
  }
}

function isBare(cell: Cell): boolean {
  return cell.kind === 'empty' && !cell.mergedInto && !cell.merge
}

function textCell(text: string): Cell {
  if (text === '') return emptyCell
  const damaged = damageOfText(text)
  return damaged ? { text, kind: 'text', damaged } : { text, kind: 'text' }
}

/** Looks merged ranges up by row; ranges are dropped once the file has passed them. */
class Merges {
  readonly #waiting: MergedRange[]
  #next = 0
  #active: MergedRange[] = []
  #row = 0

  constructor(references: readonly string[]) {
    this.#waiting = references
      .map(parseRange)
      .filter((range) => range.lastRow > range.row || range.lastColumn > range.column)
      .sort((a, b) => a.row - b.row || a.column - b.column)
  }

  #moveTo(row: number): void {
    if (row === this.#row) return
    this.#row = row
    if (this.#active.length > 0) this.#active = this.#active.filter((range) => range.lastRow >= row)
    for (
      let range = this.#waiting[this.#next];
      range && range.row <= row;
      range = this.#waiting[this.#next]
    ) {
      this.#next++
      if (range.lastRow >= row) this.#active.push(range)
    }
    // Real sheets have a few ranges in a row; thousands that overlap are an attempt to make every cell slow.
    if (this.#active.length > 500) throw sheetMistake('sheet.bomb')
  }

  at(row: number, column: number, text: string): Pick<Cell, 'merge' | 'mergedInto'> | undefined {
    this.#moveTo(row)
    if (this.#active.length === 0) return undefined
    const range = this.#active.find((one) => column >= one.column && column <= one.lastColumn)
    if (!range) return undefined
    if (range.row !== row || range.column !== column) {
      return { mergedInto: { row: range.row, column: range.column, text: range.text } }
    }
    range.text = text
    return { merge: { rows: range.lastRow - range.row + 1, columns: range.lastColumn - range.column + 1 } }
  }

  /** How far to the right merged ranges with something in them reach in this row. */
  lastColumnOf(row: number): number {
    this.#moveTo(row)
    return this.#active.reduce(
      (most, range) => (range.text === '' ? most : Math.max(most, range.lastColumn)),
      0,
    )
  }
}

function parseRange(reference: string): MergedRange {
  const [from = '', to = ''] = reference.split(':')
  return {
    row: Number(/\d+/.exec(from)?.[0] ?? 0),
    column: columnNumber(from),
    lastRow: Number(/\d+/.exec(to)?.[0] ?? 0),
    lastColumn: columnNumber(to),
    text: '',
  }
}
