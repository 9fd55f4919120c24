export * from './types.ts'
export { sheetMistakes, sheetMistake, type SheetMistakeCode } from './mistakes.ts'
export {
  inspectSheets,
  openSheets,
  readRows,
  defaultSheetWorker,
  type SheetOptions,
  type RowOptions,
  type SheetWorker,
} from './reader.ts'
export { serveSheetWorker, CSV_SHEET } from './worker.ts'
export {
  detectTable,
  rowKind,
  cleanHeader,
  spreadText,
  type Table,
  type TableNote,
  type RowKind,
} from './table.ts'
export {
  normaliseText,
  parseChineseDate,
  parseAmount,
  type ParsedDate,
  type DateProblem,
  type ParsedAmount,
} from './normal.ts'
export { numberText, damageOfText } from './number.ts'
export {
  writeWorkbook,
  stampLines,
  type OutputCell,
  type OutputColumn,
  type OutputSheet,
  type Stamp,
  type WorkbookOptions,
} from './writer.ts'
export { writeCsv, neutraliseCsvText, type CsvEncoding, type CsvToWrite } from './csv-writer.ts'
export type { Written } from './zip-writer.ts'
export { sheetsInMemory, type MemorySheet } from './memory.ts'
