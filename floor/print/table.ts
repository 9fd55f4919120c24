import { lineHeight, page, type Sheet, type TextStyle } from './sheet.ts'

/** One cell of a row, its width in points. */
export interface TableCell {
  readonly text: string
  readonly width: number
  readonly style: TextStyle
  readonly fill?: string
}

export type TableRow = readonly TableCell[]

const paddingX = 5
const paddingY = 4

/**
 * Draws rows as a bordered grid from the left margin. A row moves to the next page when it does not fit, under
 * the repeated heads; a row taller than a page is continued line by line, and no line is lost.
 * @param heads rows repeated at the top of each page; they must be much lower than a page
 */
export function drawTable(sheet: Sheet, rows: readonly TableRow[], heads: readonly TableRow[] = []): void {
  const layOut = (row: TableRow) =>
    row.map((cell) => sheet.lines(cell.text, cell.width - 2 * paddingX, cell.style))
  const headLines = heads.map(layOut)
  const drawHeads = () => heads.forEach((head, at) => drawRow(sheet, head, headLines[at] ?? []))
  const firstLines = rows[0] ? layOut(rows[0]) : []
  const headsHeight = heads.reduce((sum, head, at) => sum + rowHeight(head, headLines[at] ?? []), 0)
  // Heads never stand alone at the foot of a page.
  sheet.ensure(headsHeight + Math.min(rowHeight(rows[0] ?? [], firstLines), 120))
  drawHeads()
  for (const row of rows) {
    let rest = layOut(row)
    if (rowHeight(row, rest) > sheet.room && sheet.room < page.height / 3) newPage(sheet, drawHeads)
    while (rowHeight(row, rest) > sheet.room) {
      const [fitting, left] = splitAtRoom(row, rest, sheet.room)
      drawRow(sheet, row, fitting)
      rest = left
      if (rest.every((lines) => lines.length === 0)) break
      newPage(sheet, drawHeads)
    }
    if (rest.some((lines) => lines.length > 0)) drawRow(sheet, row, rest)
  }
}

function newPage(sheet: Sheet, drawHeads: () => void): void {
  sheet.ensure(Number.POSITIVE_INFINITY)
  drawHeads()
}

function rowHeight(row: TableRow, lines: readonly (readonly string[])[]): number {
  const heights = row.map((cell, at) => Math.max(lines[at]?.length ?? 0, 1) * lineHeight(cell.style.size))
  return Math.max(0, ...heights) + 2 * paddingY
}

/** The lines of each cell that fit into the room, and those that do not. */
function splitAtRoom(
  row: TableRow,
  lines: readonly (readonly string[])[],
  room: number,
): [string[][], string[][]] {
  // At least one line, so that even under absurdly high heads the row comes to an end.
  const counts = row.map((cell) =>
    Math.max(1, Math.floor((room - 2 * paddingY) / lineHeight(cell.style.size))),
  )
  return [lines.map((cell, at) => cell.slice(0, counts[at])), lines.map((cell, at) => cell.slice(counts[at]))]
}

function drawRow(sheet: Sheet, row: TableRow, lines: readonly (readonly string[])[]): void {
  const height = rowHeight(row, lines)
  let x: number = page.left
  row.forEach((cell, at) => {
    const cellLines = lines[at] ?? []
    sheet.box(x, sheet.y, cell.width, height, cell.fill)
    const textHeight = cellLines.length * lineHeight(cell.style.size)
    // Heads and labels (the filled cells) are centred beside a taller neighbour, values start at the top.
    const offset = cell.fill === undefined ? paddingY : Math.max(paddingY, (height - textHeight) / 2)
    sheet.place(cellLines, x + paddingX, sheet.y + offset, cell.width - 2 * paddingX, cell.style)
    x += cell.width
  })
  sheet.y += height
}
