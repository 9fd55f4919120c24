import { Mistake } from '../errors.ts'
import type { Cell, CellKind, Damage, OpenedFile, Row, SheetInspection, SheetLimits } from './types.ts'

/** What the parent asks of the child: one JSON document on its standard input. */
export type WorkerRequest =
  | { readonly ask: 'open'; readonly file: string; readonly name: string; readonly limits: SheetLimits }
  | { readonly ask: 'inspect'; readonly file: string; readonly name: string; readonly limits: SheetLimits }
  | {
      readonly ask: 'rows'
      readonly file: string
      readonly name: string
      readonly limits: SheetLimits
      readonly sheet: string
      readonly from: number
    }

/** What the child answers: one JSON document a line on its standard output, the last one `end`, `mistake` or `fault`. */
export type WorkerReply =
  | { readonly opened: OpenedFile }
  | { readonly inspected: SheetInspection }
  | { readonly sheet: string; readonly rows: readonly PackedRow[] }
  | { readonly end: true }
  | {
      readonly mistake: {
        code: string
        field: string
        status: number
        values: Record<string, string | number>
        message: string
      }
    }
  | { readonly fault: string }

export type PackedRow = readonly [row: number, ...cells: PackedCell[]]

/** Plain text as a string, an empty cell as 0, everything else spelled out. */
type PackedCell = string | 0 | readonly [kind: number, text: string, extra?: Extra]

type Extra = {
  d?: Damage
  r?: string
  m?: readonly [rows: number, columns: number]
  i?: readonly [row: number, column: number, text: string]
}

const kinds: readonly CellKind[] = ['text', 'number', 'date', 'boolean', 'formula', 'error', 'empty']
const emptyCell: Cell = Object.freeze({ text: '', kind: 'empty' })

/** Makes a row small for the pipe: nine cells in ten are plain text. */
export function packRow(row: Row): PackedRow {
  return [row.row, ...row.cells.map(packCell)]
}

function packCell(cell: Cell): PackedCell {
  const { damaged, raw, merge, mergedInto } = cell
  if (!damaged && raw === undefined && !merge && !mergedInto) {
    if (cell.kind === 'text') return cell.text
    return cell.kind === 'empty' ? 0 : [kinds.indexOf(cell.kind), cell.text]
  }
  const extra: Extra = {}
  if (damaged) extra.d = damaged
  if (raw !== undefined) extra.r = raw
  if (merge) extra.m = [merge.rows, merge.columns]
  if (mergedInto) extra.i = [mergedInto.row, mergedInto.column, mergedInto.text]
  return [kinds.indexOf(cell.kind), cell.text, extra]
}

/** The reverse of `packRow`. */
export function unpackRow(sheet: string, packed: PackedRow): Row {
  const [row, ...cells] = packed
  return { sheet, row, cells: cells.map(unpackCell) }
}

function unpackCell(packed: PackedCell): Cell {
  if (packed === 0) return emptyCell
  if (typeof packed === 'string') return { text: packed, kind: 'text' }
  const [kind, text, extra] = packed
  return {
    text,
    kind: kinds[kind] ?? 'text',
    ...(extra?.d ? { damaged: extra.d } : {}),
    ...(extra?.r === undefined ? {} : { raw: extra.r }),
    ...(extra?.m ? { merge: { rows: extra.m[0], columns: extra.m[1] } } : {}),
    ...(extra?.i ? { mergedInto: { row: extra.i[0], column: extra.i[1], text: extra.i[2] } } : {}),
  }
}

/** An error of the child as a reply; anything but a `Mistake` is a fault of ours, told without its values. */
export function errorReply(error: unknown): WorkerReply {
  if (error instanceof Mistake) {
    const { code, field, status, values, message } = error
    return { mistake: { code, field, status, values: { ...values }, message } }
  }
  const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : ''
  return { fault: `${error instanceof Error ? error.name : 'error'}${code}` }
}
