import { readRows, type Row, rowKind, type SheetOptions, type Table } from '../../../floor/sheet/index.ts'
import type { Catalogue } from '../../custody/index.ts'
import { type Draft, type FindOwner, RowConverter, type RowProblem } from '../reading/convert.ts'
import type { CheckedSheet, FileCheck, ImportOptions } from '../wire.ts'
import { type DuplicateKey, type DuplicateReason, KeyReader } from './keys.ts'
import { SeenKeys } from './seen.ts'

/** Rows that are filed in one transaction: few at first, so that something is seen soon, then many. */
const batchRows = (number: number): number => (number <= 4 ? 500 : 1000)

export interface Place {
  /** Number of the sheet among those of the file, from 0. */
  readonly sheet: number
  readonly row: number
}

export interface Candidate {
  readonly place: Place
  readonly draft: Draft
  readonly keys: readonly DuplicateKey[]
  /** An earlier row of the file with the same identifier. */
  readonly earlier: { readonly place: Place; readonly reason: DuplicateReason } | undefined
}

export interface Batch {
  /** From 1, over all sheets. */
  readonly number: number
  readonly sheet: string
  readonly toRow: number
  readonly rows: number
  readonly candidates: readonly Candidate[]
  readonly problems: readonly (RowProblem & { readonly sheet: string })[]
}

export interface PassInput {
  readonly file: string
  readonly fileName: string
  readonly catalogue: Catalogue
  readonly check: FileCheck
  readonly options: ImportOptions
  /** Fields that the chosen purposes need; nothing else is handed out. Absent = everything is. */
  readonly needed?: ReadonlySet<number> | undefined
  readonly findOwner: FindOwner
  /** Where an earlier run ended: rows up to there are read again, for what they say about later ones, and not handed out. */
  readonly after?: { readonly number: number; readonly sheet: string; readonly toRow: number } | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads the chosen sheets from the first to the last row and hands out drafts in batches. The same file, mapping and
 * people give the same drafts, which is what makes an interrupted import resumable.
 */
export async function* passOver(input: PassInput): AsyncGenerator<Batch> {
  const { check, options } = input
  const seen = new SeenKeys()
  const keys = new KeyReader(input.catalogue)
  const { after } = input
  const sheetBefore = after === undefined ? -1 : check.sheets.findIndex((one) => one.sheet === after.sheet)
  let number = after?.number ?? 0
  for (const [sheetNumber, sheet] of check.sheets.entries()) {
    const mapping = options.sheets.find((one) => one.sheet === sheet.sheet)
    if (mapping === undefined || !mapping.take) continue
    const converter = new RowConverter(
      { catalogue: input.catalogue, needed: input.needed },
      sheet,
      mapping,
      options,
      input.findOwner,
    )
    const gathered = new Gathered(sheet.sheet, sheetNumber, keys, seen)
    const filedTo = sheetNumber < sheetBefore ? Infinity : sheetNumber === sheetBefore ? after!.toRow : 0
    for await (const rows of readRows(input.file, sheetOptions(input, sheet))) {
      for (const row of rows) {
        if (row.row < sheet.firstDataRow || rowKind(row, tableOf(sheet)) !== 'data') continue
        if (row.row <= filedTo) gathered.pass(row, converter)
        else gathered.add(row, converter)
        if (gathered.rows === batchRows(number + 1)) yield gathered.take(++number)
      }
    }
    if (gathered.rows > 0) yield gathered.take(++number)
  }
}

const sheetOptions = (input: PassInput, sheet: CheckedSheet): SheetOptions & { sheet: string } => ({
  name: input.fileName,
  sheet: sheet.sheet,
  ...(input.signal === undefined ? {} : { signal: input.signal }),
})

const tables = new WeakMap<CheckedSheet, Table>()

/** The table as it was found at the check; looking again could find another one. */
function tableOf(sheet: CheckedSheet): Table {
  let table = tables.get(sheet)
  if (table === undefined) {
    table = {
      headerRows: sheet.headerRows,
      headers: sheet.columns.map((column) => column.header),
      firstDataRow: sheet.firstDataRow,
      ...(sheet.indexColumn === null ? {} : { indexColumn: sheet.indexColumn }),
      notes: [],
    }
    tables.set(sheet, table)
  }
  return table
}

class Gathered {
  rows = 0
  readonly #sheet: string
  readonly #sheetNumber: number
  readonly #keys: KeyReader
  readonly #seen: SeenKeys
  #toRow = 0
  #candidates: Candidate[] = []
  #problems: (RowProblem & { sheet: string })[] = []
  constructor(sheet: string, sheetNumber: number, keys: KeyReader, seen: SeenKeys) {
    this.#sheet = sheet
    this.#sheetNumber = sheetNumber
    this.#keys = keys
    this.#seen = seen
  }

  /** A row that was filed by an earlier run. */
  pass(row: Row, converter: RowConverter): void {
    const { draft } = converter.convert(row)
    if (draft !== undefined) this.#placed(row, draft)
  }

  add(row: Row, converter: RowConverter): void {
    this.rows++
    this.#toRow = row.row
    const { draft, problems } = converter.convert(row)
    for (const problem of problems) this.#problems.push({ ...problem, sheet: this.#sheet })
    if (draft !== undefined) this.#candidates.push(this.#placed(row, draft))
  }

  #placed(row: Row, draft: Draft): Candidate {
    const place = { sheet: this.#sheetNumber, row: row.row }
    const keys = this.#keys.keysOf(draft)
    let earlier: Candidate['earlier']
    for (const key of keys) {
      const found = this.#seen.firstPlace(key.text, place)
      if (found !== undefined && earlier === undefined) earlier = { place: found, reason: key.reason }
    }
    return { place, draft, keys, earlier }
  }

  take(number: number): Batch {
    const batch = {
      number,
      sheet: this.#sheet,
      toRow: this.#toRow,
      rows: this.rows,
      candidates: this.#candidates,
      problems: this.#problems,
    }
    this.rows = 0
    this.#candidates = []
    this.#problems = []
    return batch
  }
}
