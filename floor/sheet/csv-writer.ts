import type { Writable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import iconv from 'iconv-lite'
import { formulaStart, type OutputCell } from './writer.ts'
import { Output, type Written } from './zip-writer.ts'

export type CsvEncoding = 'utf8-bom' | 'gb18030'

export interface CsvToWrite {
  readonly headers: readonly string[]
  readonly rows: Iterable<readonly OutputCell[]> | AsyncIterable<readonly OutputCell[]>
  /** Lines before the header, for example those of `stampLines`. */
  readonly before?: readonly string[]
}

/** A text that a spreadsheet program could take for a formula gets a leading apostrophe, which `normaliseText` removes again. */
export function neutraliseCsvText(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text
}

/**
 * Writes CSV (RFC 4180, CRLF) as UTF-8 with byte order mark, which Excel needs to recognise it, or as GB18030 for
 * programs that expect GBK. Text that starts like a formula gets a leading apostrophe; numbers stay numbers. Memory does
 * not depend on the number of rows. `out` as for `writeWorkbook`.
 */
export async function writeCsv(
  out: Writable | string,
  csv: CsvToWrite,
  encoding: CsvEncoding,
): Promise<Written> {
  const output = new Output(out)
  // GB18030 covers all of Unicode; gbk would turn rare characters of names into question marks.
  const encode = (text: string): Buffer =>
    encoding === 'gb18030'
      ? iconv.encode(text.replace(/\p{Surrogate}/gu, '\ufffd'), 'gb18030')
      : Buffer.from(text, 'utf8')
  try {
    if (encoding === 'utf8-bom') await output.write(Buffer.from([0xef, 0xbb, 0xbf]))
    let batch: string[][] = (csv.before ?? []).map((line) => [neutraliseCsvText(line)])
    batch.push(csv.headers.map(neutraliseCsvText))
    for await (const row of csv.rows) {
      batch.push(row.map(csvText))
      if (batch.length < 500) continue
      await output.write(encode(stringify(batch, { record_delimiter: '\r\n' })))
      batch = []
    }
    if (batch.length > 0) await output.write(encode(stringify(batch, { record_delimiter: '\r\n' })))
    return await output.finish()
  } catch (error) {
    output.abandon()
    throw error
  }
}

function csvText(value: OutputCell): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? neutraliseCsvText(value) : String(value)
}
