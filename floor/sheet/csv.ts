import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { sheetMistake } from './mistakes.ts'
import { damageOfText } from './number.ts'
import { tooLong } from './shared.ts'
import { emptyCell } from './worksheet.ts'
import type { Cell, Row, SheetEncoding, SheetLimits } from './types.ts'

export interface CsvShape {
  readonly encoding: SheetEncoding
  readonly delimiter: ',' | ';' | '\t'
}

/** A record longer than this is no row of a ledger but a missing quotation mark or an attack. */
const LONGEST_RECORD = 2 * 1024 * 1024
const SAMPLE_BYTES = 128 * 1024

const decoderName: Readonly<Record<SheetEncoding, string>> = {
  utf8: 'utf-8',
  'utf8-bom': 'utf-8',
  gb18030: 'gb18030',
  utf16le: 'utf-16le',
}

/**
 * Finds encoding and delimiter. A byte order mark decides; otherwise the whole file is read strictly as UTF-8 and, when
 * that fails, strictly as GB18030 (of which GBK and GB2312 are subsets). Throws `sheet.encoding` when neither fits,
 * `sheet.not-a-sheet` for binary or mark-up, `sheet.empty`.
 */
export async function detectCsv(file: string): Promise<CsvShape> {
  const sample = await firstBytes(file, SAMPLE_BYTES)
  if (sample.length === 0) throw sheetMistake('sheet.empty')
  const encoding = await detectEncoding(file, sample)
  // The sample may end inside a character, so its end is decoded leniently.
  const text = new TextDecoder(decoderName[encoding]).decode(sample)
  if (isBinary(text)) throw sheetMistake('sheet.not-a-sheet')
  if (/^\s*(<!doctype|<html|<\?xml|<table|\{\\rtf|%PDF-)/i.test(text)) throw sheetMistake('sheet.not-a-sheet')
  return { encoding, delimiter: detectDelimiter(text) }
}

/** Control characters other than TAB, line breaks, form feed and those of old DOS files (26, 27) do not occur in text. */
function isBinary(text: string): boolean {
  for (const mark of text.match(/\p{Cc}/gu) ?? []) {
    const code = mark.charCodeAt(0)
    if (code < 9 || (code > 13 && code < 26) || (code > 27 && code < 32)) return true
  }
  return false
}

async function firstBytes(file: string, length: number): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const buffer = Buffer.alloc(length)
    const { bytesRead } = await handle.read(buffer, 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function detectEncoding(file: string, sample: Buffer): Promise<SheetEncoding> {
  const mark = sample.toString('latin1', 0, 3)
  const tried: readonly SheetEncoding[] =
    mark === '\xef\xbb\xbf' ? ['utf8-bom'] : mark.startsWith('\xff\xfe') ? ['utf16le'] : ['utf8', 'gb18030']
  for (const encoding of tried) {
    if (await decodes(file, encoding)) return encoding
  }
  throw sheetMistake('sheet.encoding')
}

async function decodes(file: string, encoding: SheetEncoding): Promise<boolean> {
  const decoder = new TextDecoder(decoderName[encoding], { fatal: true })
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
      decoder.decode(chunk as Buffer, { stream: true })
    }
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/**
 * The delimiter that splits most of the first 50 lines into the same number of fields; a comma when none does.
 * Delimiters inside quotation marks do not count. Pure.
 */
export function detectDelimiter(sample: string): CsvShape['delimiter'] {
  const lines = sample
    .replace(/"[^"]*"/g, 'x')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 50)
  let best: { delimiter: CsvShape['delimiter']; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of [',', '\t', ';'] as const) {
    const counts = new Map<number, number>()
    for (const line of lines) {
      const count = line.split(delimiter).length - 1
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1)
    }
    const score = Math.max(0, ...[...counts].map(([count, times]) => times * (1 + count / 1000)))
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/**
 * The rows of a CSV file in lists of up to 500, from row `from` on (1-based; every record is a row, as in Excel).
 * Quoted newlines stay in the cell. Throws `sheet.csv-broken`, `sheet.too-wide`, `sheet.cell-too-long`.
 */
export async function* csvRows(
  file: string,
  shape: CsvShape,
  name: string,
  from: number,
  limits: SheetLimits,
): AsyncGenerator<Row[]> {
  const parser = parse({
    delimiter: shape.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: LONGEST_RECORD,
  })
  const source = Readable.from(decodedText(file, shape.encoding, limits), { objectMode: true })
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  let row = 0
  let batch: Row[] = []
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row++
      if (row < from) continue
      const cells = csvCells(record, row, limits)
      if (cells.length > 0) batch.push({ sheet: name, row, cells })
      if (batch.length === 500) {
        yield batch
        batch = []
      }
    }
  } catch (error) {
    throw error instanceof CsvError ? sheetMistake('sheet.csv-broken', { row: row + 1 }) : error
  } finally {
    source.destroy()
    parser.destroy()
  }
  if (batch.length > 0) yield batch
}

/** Decoded text, with a guard against the endless line: the parser would keep all its fields until a newline comes. */
async function* decodedText(
  file: string,
  encoding: SheetEncoding,
  limits: SheetLimits,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(decoderName[encoding], { fatal: true })
  let row = 1
  let sinceNewline = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 128 * 1024 })) {
    const text = decoder.decode(chunk as Buffer, { stream: true })
    const newline = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
    sinceNewline = newline === -1 ? sinceNewline + text.length : text.length - newline
    if (sinceNewline > LONGEST_RECORD) throw sheetMistake('sheet.too-wide', { row, columns: limits.columns })
    if (newline !== -1) row++
    if (text !== '') yield text
  }
  const last = decoder.decode()
  if (last !== '') yield last
}

function csvCells(record: readonly string[], row: number, limits: SheetLimits): Cell[] {
  let length = record.length
  while (length > 0 && record[length - 1] === '') length--
  if (length > limits.columns) throw sheetMistake('sheet.too-wide', { row, columns: limits.columns })
  const cells: Cell[] = []
  for (let column = 0; column < length; column++) cells.push(csvCell(record[column]!, row, limits))
  return cells
}

function csvCell(value: string, row: number, limits: SheetLimits): Cell {
  if (value === '') return emptyCell
  if (value.length > limits.cellCharacters) throw tooLong(limits, row)
  if (value[0] === '=') {
    // `="0123"` is how people keep Excel from treating digits in a CSV as a number; it is text, not a formula.
    const kept = /^="([^"]*)"$/.exec(value)
    return kept
      ? { text: kept[1]!, kind: kept[1] === '' ? 'empty' : 'text' }
      : { text: value, kind: 'formula' }
  }
  const damaged = damageOfText(value)
  return damaged ? { text: value, kind: 'text', damaged } : { text: value, kind: 'text' }
}

/** How many lines the file has, from its size and the line length of its beginning. */
export async function estimateCsvRows(file: string, bytes: number): Promise<number> {
  const sample = await firstBytes(file, SAMPLE_BYTES)
  let lines = 0
  for (const byte of sample) if (byte === 10) lines++
  if (sample.length >= bytes) return lines + (sample.at(-1) === 10 ? 0 : 1)
  return Math.max(1, Math.round((lines * bytes) / sample.length))
}
