import { textWidth } from '../print/glyphs.ts'
import { bodyWidth, lineHeight, page, Sheet } from '../print/sheet.ts'
import type { Block } from './blocks.ts'

const columnsAtOnce = 8
const cellSize = 7.5
const cellPad = 3

/**
 * Lays blocks out on A4 as a PDF in memory, `mostPages` at most.
 * @returns the PDF, and whether something was left out
 */
export async function layOut(
  blocks: readonly Block[],
  mostPages: number,
): Promise<{ pdf: Buffer; cut: boolean }> {
  const info = { title: 'document', author: '', createdAt: new Date(0), language: 'zh' }
  const sheet = new Sheet(info, () => undefined)
  let cut = false
  const isFull = (): boolean => {
    cut ||= sheet.document.bufferedPageRange().count > mostPages
    return cut
  }
  for (const block of blocks) {
    if (isFull()) break
    if (block.kind === 'table') placeTable(sheet, block.rows, isFull)
    else placeText(sheet, block, isFull)
  }
  return { pdf: await sheet.finish(), cut }
}

function placeText(sheet: Sheet, block: Exclude<Block, { kind: 'table' }>, isFull: () => boolean): void {
  const style = block.kind === 'heading' ? ({ size: 13, weight: 'bold' } as const) : ({ size: 10.5 } as const)
  for (const line of sheet.lines(block.text, bodyWidth, style)) {
    if (isFull()) return
    sheet.ensure(lineHeight(style.size))
    sheet.place([line], page.left, sheet.y, bodyWidth, style)
    sheet.y += lineHeight(style.size)
  }
  sheet.y += 4
}

/** A table of many columns is shown eight at a time, one group below the other. */
function placeTable(sheet: Sheet, rows: readonly (readonly string[])[], isFull: () => boolean): void {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0)
  for (let from = 0; from < columns; from += columnsAtOnce) {
    const part = rows.map((row) => row.slice(from, from + columnsAtOnce))
    const widths = widthsOf(part, Math.min(columnsAtOnce, columns - from))
    for (const row of part) {
      if (isFull()) return
      placeRow(sheet, row, widths)
    }
    sheet.y += 8
  }
}

/** Widths by what the columns hold, none below a thirtieth of the page. */
function widthsOf(rows: readonly (readonly string[])[], count: number): number[] {
  const wanted = Array.from({ length: count }, (_, column) => {
    const longest = rows
      .slice(0, 200)
      .reduce(
        (most, row) => Math.max(most, textWidth((row[column] ?? '').slice(0, 60), 'regular', cellSize)),
        0,
      )
    return Math.min(Math.max(longest + 2 * cellPad, bodyWidth / 30), bodyWidth / 2)
  })
  const sum = wanted.reduce((total, one) => total + one, 0)
  return wanted.map((one) => (one * bodyWidth) / sum)
}

function placeRow(sheet: Sheet, row: readonly string[], widths: readonly number[]): void {
  const mostLines = 40
  const cells = widths.map((width, column) => {
    const text = (row[column] ?? '').slice(0, 4000)
    const lines = sheet.lines(text, width - 2 * cellPad, { size: cellSize })
    return lines.length > mostLines ? [...lines.slice(0, mostLines - 1), '…'] : lines
  })
  const height = Math.max(1, ...cells.map((lines) => lines.length)) * lineHeight(cellSize) + 2 * cellPad
  sheet.ensure(height)
  let x: number = page.left
  cells.forEach((lines, column) => {
    const width = widths[column]!
    sheet.box(x, sheet.y, width, height)
    sheet.place(lines, x + cellPad, sheet.y + cellPad, width - 2 * cellPad, { size: cellSize })
    x += width
  })
  sheet.y += height
}
