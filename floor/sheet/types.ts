/** What a cell held in the file. `formula` means the cached result is shown; nothing is ever evaluated. */
export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'formula' | 'error' | 'empty'

/**
 * Digits that were lost before the file reached us, and that nobody may guess back:
 * `rounded-digits`: Excel kept 15 significant digits of a longer number and wrote zeros for the rest;
 * `scientific`: only a text such as 5.10322E+17 is left.
 */
export type Damage = 'rounded-digits' | 'scientific'

export interface Cell {
  /** What a person would read: full digits, ISO dates, TRUE/FALSE, the error text, '' when empty. */
  readonly text: string
  readonly kind: CellKind
  readonly damaged?: Damage
  /** The number exactly as the file stores it, when `text` shows it differently (dates, exponents, long fractions). */
  readonly raw?: string
  /** On the first cell of a merged range: how many rows and columns it covers. */
  readonly merge?: { readonly rows: number; readonly columns: number }
  /** On the other cells of a merged range: where its first cell is (1-based) and what that cell says. */
  readonly mergedInto?: { readonly row: number; readonly column: number; readonly text: string }
}

export interface Row {
  readonly sheet: string
  /** 1-based, as Excel shows it. In CSV every record counts as one row, blank ones included. */
  readonly row: number
  /** Column A first, without gaps; trailing empty cells are left out. */
  readonly cells: readonly Cell[]
}

export type SheetEncoding = 'utf8' | 'utf8-bom' | 'gb18030' | 'utf16le'

export interface SheetInfo {
  readonly name: string
  /** Number of the last row, header and title rows included. */
  readonly rowCountEstimate: number
  readonly hidden: boolean
}

export interface OpenedFile {
  readonly format: 'xlsx' | 'csv'
  readonly encoding?: SheetEncoding
  readonly delimiter?: string
  readonly sheets: readonly SheetInfo[]
}

/** What a file holds out of sight, or that acts when opened: counts. */
export interface SheetInspection {
  readonly hiddenSheets: number
  readonly hiddenColumns: number
  readonly hiddenRows: number
  readonly formulas: number
  readonly comments: number
  /** Links to other workbooks, data connections, targets outside the file. */
  readonly links: number
  /** Embedded files and controls. */
  readonly objects: number
}

/** Ceilings against hostile files. Every one ends in a `Mistake` that names the remedy. */
export interface SheetLimits {
  readonly fileBytes: number
  /** Parts in the zip directory; a real workbook has some dozens. */
  readonly entries: number
  /** Sum of all uncompressed parts; parts are streamed, never held whole. */
  readonly uncompressedBytes: number
  /** The shared-string table is the one part that must be held, so its ceiling is the memory ceiling. */
  readonly sharedStringBytes: number
  readonly sharedStrings: number
  /** Uncompressed to compressed, looked at for parts over 16 MiB. Real sheets reach about 60. */
  readonly ratio: number
  readonly columns: number
  readonly cellCharacters: number
  /** Text of one sheet as handed out; one shared string used a million times multiplies. */
  readonly characters: number
  readonly mergedRanges: number
  /** JavaScript heap of the child process, in MiB. */
  readonly heapMegabytes: number
  /** Whole resident memory of the child process, in MiB, looked at after every batch. */
  readonly residentMegabytes: number
  /** How long the reader may take to answer, or to bring the next batch, before it is killed. */
  readonly stallMilliseconds: number
  /** The same summed over the whole file; the time the consumer takes between two batches does not count. */
  readonly totalMilliseconds: number
}

export const sheetLimits: SheetLimits = {
  fileBytes: 1024 * 1024 * 1024,
  entries: 5_000,
  uncompressedBytes: 1536 * 1024 * 1024,
  sharedStringBytes: 256 * 1024 * 1024,
  sharedStrings: 16_000_000,
  ratio: 250,
  columns: 500,
  cellCharacters: 32_767,
  characters: 4_000_000_000,
  mergedRanges: 200_000,
  heapMegabytes: 192,
  residentMegabytes: 480,
  stallMilliseconds: 60_000,
  totalMilliseconds: 900_000,
}
