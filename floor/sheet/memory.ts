import { readSharedStrings } from './shared.ts'
import { sheetLimits, type SheetLimits } from './types.ts'
import { readWorkbook, surveySheet } from './workbook.ts'
import { worksheetRows } from './worksheet.ts'
import { openZip } from './zip.ts'

/** One sheet of a workbook in memory, as plain text cells. */
export interface MemorySheet {
  readonly name: string
  readonly rows: readonly (readonly string[])[]
  /** Rows or characters were left out. */
  readonly cut: boolean
}

const memoryLimits: SheetLimits = {
  ...sheetLimits,
  uncompressedBytes: 512 * 1024 * 1024,
  sharedStringBytes: 64 * 1024 * 1024,
  sharedStrings: 2_000_000,
}

/**
 * Sheet after sheet of an .xlsx that lies in memory. For a child process with limits on memory and time of its own, since
 * nothing here watches them. `mostRows` and `mostCharacters` count over the whole workbook.
 * @throws Mistake with a code of `sheetMistakes`
 */
export async function* sheetsInMemory(
  bytes: Buffer,
  most: { readonly rows: number; readonly characters: number },
): AsyncGenerator<MemorySheet> {
  const zip = await openZip(bytes, memoryLimits)
  const book = await readWorkbook(zip, memoryLimits)
  const strings =
    book.sharedStrings === undefined
      ? undefined
      : await readSharedStrings(zip, book.sharedStrings, memoryLimits)
  const left = { rows: most.rows, characters: most.characters }
  const { dateStyles, date1904 } = book
  for (const { name, entry } of book.sheets) {
    const { merges } = await surveySheet(zip, entry, memoryLimits)
    const source = { zip, entry, name, strings, dateStyles, date1904, merges, limits: memoryLimits }
    const rows: string[][] = []
    let cut = false
    for await (const batch of worksheetRows(source)) {
      for (const { cells } of batch) {
        const texts = cells.map((cell) => cell.text)
        left.rows -= 1
        left.characters -= texts.reduce((sum, text) => sum + text.length, 0)
        cut = left.rows < 0 || left.characters < 0
        if (cut) break
        rows.push(texts)
      }
      if (cut) break
    }
    yield { name, rows, cut }
    if (cut) return
  }
}
