import { contentOf } from './content.ts'
import { csvRows, detectCsv, estimateCsvRows } from './csv.ts'
import { inspectFile } from './inspect.ts'
import { sheetMistake } from './mistakes.ts'
import { errorReply, packRow, type WorkerReply, type WorkerRequest } from './protocol.ts'
import { readSharedStrings } from './shared.ts'
import { readWorkbook, surveySheet } from './workbook.ts'
import { worksheetRows } from './worksheet.ts'
import { openZip } from './zip.ts'
import type { OpenedFile, Row, SheetInfo } from './types.ts'

/** CSV has no sheets; this is the name its rows carry. */
export const CSV_SHEET = 'CSV'
const ROWS_IN_BATCH = 500
/** So that the parent never holds more than a few megabytes of a file, however long its cells are. */
const CHARACTERS_IN_BATCH = 1_000_000

/**
 * The child process that reads a hostile file, so that only it can be killed by one. Takes one request on standard
 * input, writes replies to standard output and ends. Entry points: `worker-main.ts` from source, and the hidden
 * sub-command `sheet-worker` of the bundled program.
 */
export async function serveSheetWorker(
  input: AsyncIterable<Buffer | string> = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Promise<void> {
  const send = async (reply: WorkerReply): Promise<void> => {
    if (output.write(`${JSON.stringify(reply)}\n`)) return
    await new Promise<void>((resolve) => output.once('drain', resolve))
  }
  try {
    let text = ''
    for await (const chunk of input) text += chunk.toString()
    const request = JSON.parse(text) as WorkerRequest
    if (request.ask === 'open') await send({ opened: await openFile(request) })
    else if (request.ask === 'inspect')
      await send({ inspected: await inspectFile(request.file, request.name, request.limits) })
    else await sendRows(request, send)
    await send({ end: true })
  } catch (error) {
    await send(errorReply(error))
  }
}

/** What is in a file, without its rows. */
async function openFile(request: Extract<WorkerRequest, { ask: 'open' }>): Promise<OpenedFile> {
  const { file, limits } = request
  const content = await contentOf(file, request.name, limits)
  if (content.format === 'csv') {
    const shape = await detectCsv(file)
    const rowCountEstimate = await estimateCsvRows(file, content.bytes)
    return { format: 'csv', ...shape, sheets: [{ name: CSV_SHEET, rowCountEstimate, hidden: false }] }
  }
  const zip = await openZip(file, limits)
  try {
    const sheets: SheetInfo[] = []
    for (const sheet of (await readWorkbook(zip, limits)).sheets) {
      const { lastRow } = await surveySheet(zip, sheet.entry, limits)
      sheets.push({ name: sheet.name, rowCountEstimate: lastRow, hidden: sheet.hidden })
    }
    return { format: 'xlsx', sheets }
  } finally {
    await zip.close()
  }
}

type RowsRequest = Extract<WorkerRequest, { ask: 'rows' }>

async function sendRows(request: RowsRequest, send: (reply: WorkerReply) => Promise<void>): Promise<void> {
  const ceiling = request.limits.residentMegabytes * 1024 * 1024
  let all = 0
  for await (const rows of rowsOf(request)) {
    let batch: Row[] = []
    let characters = 0
    for (const row of rows) {
      batch.push(row)
      for (const cell of row.cells) characters += cell.text.length + (cell.mergedInto?.text.length ?? 0)
      if (batch.length < ROWS_IN_BATCH && characters < CHARACTERS_IN_BATCH) continue
      all += characters
      if (all > request.limits.characters) throw sheetMistake('sheet.bomb')
      await send({ sheet: row.sheet, rows: batch.map(packRow) })
      batch = []
      characters = 0
    }
    all += characters
    if (all > request.limits.characters) throw sheetMistake('sheet.bomb')
    if (batch.length > 0) await send({ sheet: batch[0]!.sheet, rows: batch.map(packRow) })
    if (process.memoryUsage.rss() > ceiling) throw sheetMistake('sheet.too-big')
  }
}

async function* rowsOf(request: RowsRequest): AsyncGenerator<Row[]> {
  const { file, limits, from } = request
  const content = await contentOf(file, request.name, limits)
  if (content.format === 'csv') {
    if (request.sheet !== '' && request.sheet !== CSV_SHEET) throw sheetMistake('sheet.no-such-sheet')
    yield* csvRows(file, await detectCsv(file), CSV_SHEET, from, limits)
    return
  }
  const zip = await openZip(file, limits)
  try {
    const book = await readWorkbook(zip, limits)
    const sheet =
      request.sheet === ''
        ? (book.sheets.find((one) => !one.hidden) ?? book.sheets[0])
        : book.sheets.find((one) => one.name === request.sheet)
    if (!sheet) throw sheetMistake('sheet.no-such-sheet')
    const { merges } = await surveySheet(zip, sheet.entry, limits)
    const strings = book.sharedStrings ? await readSharedStrings(zip, book.sharedStrings, limits) : undefined
    const { dateStyles, date1904 } = book
    const source = {
      zip,
      entry: sheet.entry,
      name: sheet.name,
      strings,
      dateStyles,
      date1904,
      merges,
      limits,
    }
    for await (const rows of worksheetRows(source)) {
      const wanted = from <= 1 ? rows : rows.filter((row) => row.row >= from)
      if (wanted.length > 0) yield wanted
    }
  } finally {
    await zip.close()
  }
}
