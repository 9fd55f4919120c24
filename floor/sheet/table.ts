import { normaliseText } from './normal.ts'
import type { Cell, Row } from './types.ts'

export type TableNote =
  | 'no-header' /** no line looked like a header; columns are named by their letters */
  | 'group-header' /** a group line and a line below it were joined as 组/子 */
  | 'title-skipped'
  | 'unnamed-column' /** a column has data but no header */
  | 'duplicate-header' /** the same header twice; the later ones carry (2), (3) */

/** Where the table in a sheet begins. Positions count from 0, row numbers are those Excel shows. */
export interface Table {
  readonly headerRows: readonly number[]
  /** One for each column, the 序号 column included; trailing empty columns are left out. */
  readonly headers: readonly string[]
  readonly firstDataRow: number
  /** Position of the 序号 column in `headers`, which the caller leaves out. */
  readonly indexColumn?: number
  readonly notes: readonly TableNote[]
}

export type RowKind = 'data' | 'blank' | 'total' | 'repeat-header' | 'note'

const headerWords =
  /姓名|名称|电话|手机|联系|证件|身份证|号码|编号|编码|序号|地址|住址|日期|时间|生日|金额|价|备注|说明|邮箱|邮件|微信|来源|等级|级别|类型|类别|状态|账号|卡号|开户|银行|单位|公司|法人|代表|负责人|业务员|经办|税号|信用代码|注册|资本|行业|部门|职务|职位|性别|年龄|数量|合同|订单|客户|\b(no|id|name|phone|tel|mobile|e-?mail|address|date|amount|remark|note|type|status|company|contact)\b/i

const indexHeader = /^(序号|序|行号|编次|no\.?|#|№|s\/n|index)$/i
const totalLine =
  /^(?:本页|本月|本年|本期|全部)?(?:合计|小计|总计|共计|累计|total|subtotal|grand ?total)(?:[::]|$| ?[\d¥(])/i
const countLine = /^共计? ?[\d,]+ ?(?:户|条|人|家|笔|行|个)/
const noteLine =
  /^(?:制表|填表|审核|复核|审批|编制|打印|导出|备注|说明|注)(?:人|部门|单位|日期|时间|说明)? ?[::]/

/** A header without blanks, line breaks, the star of a required field, and brackets around nothing. */
export function cleanHeader(text: string): string {
  return normaliseText(text)
    .replace(/ /g, (_, at: number, whole: string) =>
      /[\x21-\x7e]/.test(whole[at - 1] ?? '') && /[\x21-\x7e]/.test(whole[at + 1] ?? '') ? ' ' : '',
    )
    .replace(/^\*+|\*+$/g, '')
    .replace(/\((?:必填|选填|required)\)/gi, '')
    .replace(/[::]$/, '')
}

/** The text of a cell, taken from the first cell of its merged range when it is covered by one. */
export function spreadText(cell: Cell | undefined): string {
  if (!cell) return ''
  return cell.mergedInto ? cell.mergedInto.text : cell.text
}

/**
 * Finds the table in the first rows of a sheet (50 are plenty): skips titles and notes above it, joins a group header
 * with the line below it, names the columns, and finds the 序号 column. A sheet without a header is possible; then
 * `headerRows` is empty and the first row is data. Pure.
 */
export function detectTable(firstRows: readonly Row[]): Table {
  const rows = firstRows.filter((row) => row.cells.some((cell) => cell.text.trim() !== ''))
  const width = usualWidth(rows)
  const named = rows.findIndex((row) => isHeaderLine(row, width))
  const top = named > 0 && isGapGroup(rows[named - 1]!, rows[named]!) ? named - 1 : named
  const notes = new Set<TableNote>()
  if (top === -1) {
    const first = rows.find((row) => ownTexts(row).length >= Math.min(2, width)) ?? rows[0]
    notes.add('no-header')
    const headers = Array.from({ length: width }, (_, at) => columnName(at))
    return finish({ headerRows: [], headers, firstDataRow: first?.row ?? 1 }, rows, notes)
  }
  if (top > 0) notes.add('title-skipped')
  const lines = headerLines(rows, top, width)
  if (lines.length > 1) notes.add('group-header')
  const last = lines.at(-1)!
  const lastRow = Math.max(
    last.row,
    ...lines.flatMap((line) => line.cells.map((cell) => line.row + (cell.merge?.rows ?? 1) - 1)),
  )
  const body = rows.filter((row) => row.row > lastRow)
  const headers = nameColumns(lines, Math.max(width, ...lines.map((line) => line.cells.length)), body, notes)
  const firstDataRow = body.find((row) => rowKind(row) === 'data')?.row ?? lastRow + 1
  return finish({ headerRows: lines.map((line) => line.row), headers, firstDataRow }, body, notes)
}

function finish(
  table: Omit<Table, 'notes' | 'indexColumn'>,
  body: readonly Row[],
  notes: Set<TableNote>,
): Table {
  const index = indexColumn(table, body)
  return { ...table, ...(index === -1 ? {} : { indexColumn: index }), notes: [...notes] }
}

/** Texts that stand in the row itself, covered cells left out. */
function ownTexts(row: Row): string[] {
  return row.cells.filter((cell) => cell.text.trim() !== '').map((cell) => normaliseText(cell.text))
}

/** How wide most rows are, by their last cell with content. */
function usualWidth(rows: readonly Row[]): number {
  const widths = rows
    .map((row) => row.cells.findLastIndex((cell) => cell.text.trim() !== '') + 1)
    .filter((width) => width > 0)
    .sort((a, b) => a - b)
  const wide = widths.filter((width) => width > 1)
  return wide.length > 0 ? wide[Math.floor(wide.length / 2)]! : (widths.at(-1) ?? 0)
}

function isValueLike(text: string): boolean {
  return (
    /^[+\-¥$]?[\d,.\-/年月日: %]+$/.test(text) ||
    /\d{5,}/.test(text) ||
    text.length > 30 ||
    text.includes('@')
  )
}

/** A line of names: enough cells filled, none of them a value, all different, and words that headers have. */
function isHeaderLine(row: Row, width: number): boolean {
  const texts = ownTexts(row)
  const spread = row.cells.filter((cell) => spreadText(cell).trim() !== '').length
  if (width > 1 && (texts.length < 2 || spread < Math.min(width, Math.max(2, Math.ceil(width * 0.5)))))
    return false
  if (texts.length === 0 || texts.some((text) => noteLine.test(text))) return false
  if (row.cells.some((cell) => cell.kind === 'number' || cell.kind === 'date')) return false
  if (texts.some(isValueLike)) return false
  const words = texts.filter((text) => headerWords.test(text) || indexHeader.test(text)).length
  return words >= Math.max(1, texts.length * 0.3)
}

/** A group line without merged cells, as CSV has it: two or more names with gaps, right above the header. */
function isGapGroup(above: Row, header: Row): boolean {
  const texts = ownTexts(above)
  if (
    above.row !== header.row - 1 ||
    texts.length < 2 ||
    above.cells.some((cell) => cell.merge ?? cell.mergedInto)
  ) {
    return false
  }
  return !texts.some((text) => isValueLike(text) || /[:年月日]/.test(text))
}

/** The header line and what belongs to it: lines under a merged group, or under a group written with gaps. */
function headerLines(rows: readonly Row[], top: number, width: number): Row[] {
  const lines = [rows[top]!]
  for (let at = top + 1; at < rows.length && lines.length < 4; at++) {
    const line = rows[at]!
    const above = lines.at(-1)!
    if (
      line.row !== above.row + 1 ||
      line.cells.some((cell) => cell.kind === 'number' || cell.kind === 'date')
    )
      break
    const under = line.cells.some(
      (cell) => cell.mergedInto && lines.some((one) => one.row === cell.mergedInto!.row),
    )
    const group = above.cells.some((cell) => (cell.merge?.columns ?? 1) > 1)
    const gaps = ownTexts(above).length < width * 0.7 && above.cells.every((cell) => !cell.merge)
    const texts = ownTexts(line)
    const names = texts.length > 0 && !texts.some(isValueLike) && texts.some((text) => headerWords.test(text))
    if (!((under && names) || (group && names) || (gaps && isHeaderLine(line, width)))) break
    lines.push(line)
  }
  return lines
}

function nameColumns(
  lines: readonly Row[],
  width: number,
  body: readonly Row[],
  notes: Set<TableNote>,
): string[] {
  const sample = body.filter((row) => rowKind(row) === 'data')
  const spread = lines.map((line, at) => spreadLine(line, width, at < lines.length - 1))
  const headers: string[] = []
  for (let column = 0; column < width; column++) {
    const path: string[] = []
    for (const line of spread) {
      const name = cleanHeader(line[column] ?? '')
      if (name !== '' && path.at(-1) !== name) path.push(name)
    }
    headers.push(path.join('/'))
  }
  const used = (column: number): boolean => sample.some((row) => spreadText(row.cells[column]).trim() !== '')
  while (headers.length > 0 && headers.at(-1) === '' && !used(headers.length - 1)) headers.pop()
  const seen = new Map<string, number>()
  return headers.map((header, column) => {
    if (header === '' && used(column)) notes.add('unnamed-column')
    const name = header === '' ? columnName(column) : header
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    if (times > 1) notes.add('duplicate-header')
    return times > 1 ? `${name}(${times})` : name
  })
}

/** Texts of a header line; in a group line without merged cells (CSV), a name holds until the next one. */
function spreadLine(line: Row, width: number, isGroup: boolean): string[] {
  const merged = line.cells.some((cell) => cell.merge ?? cell.mergedInto)
  let held = ''
  return Array.from({ length: width }, (_, column) => {
    const text = spreadText(line.cells[column]).trim()
    if (text !== '') held = text
    return text === '' && isGroup && !merged ? held : text
  })
}

function columnName(at: number): string {
  let letters = ''
  for (let left = at + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters
  }
  return `列${letters}`
}

/** A column named 序号, or a first column without a name that counts 1, 2, 3. */
function indexColumn(table: { headers: readonly string[] }, body: readonly Row[]): number {
  const named = table.headers.findIndex((header) => indexHeader.test(header))
  if (named !== -1) return named
  if (table.headers[0] !== '列A' || table.headers.length < 3) return -1
  const values = body
    .filter((row) => rowKind(row) === 'data')
    .map((row) => normaliseText(row.cells[0]?.text ?? ''))
  const counts = values.length >= 3 && values.every((value, at) => value === String(at + Number(values[0])))
  return counts && (values[0] === '1' || values[0] === '0') ? 0 : -1
}

/**
 * What a row below the header is: `blank`, `total` (合计, 小计, 总计, 共 12 户), `note` (制表人:…), a `repeat-header` (the
 * header again, as on printed pages), or `data`. Without a table, a repeated header is not recognised. Pure.
 */
export function rowKind(row: Row, table?: Table): RowKind {
  const filled: Filled[] = []
  for (let column = 0; column < row.cells.length; column++) {
    const text = normaliseText(row.cells[column]!.text)
    if (text !== '') filled.push({ text, column })
  }
  if (filled.length === 0) return 'blank'
  if (
    table &&
    filled.length === 1 &&
    filled[0]!.column === table.indexColumn &&
    /^\d+$/.test(filled[0]!.text)
  )
    return 'blank'
  const first = filled[0]!.text.replace(/(?<=^.) (?=.)/, '')
  if (totalLine.test(first) || countLine.test(first)) return 'total'
  // With the number of the line before it, or a label in front: `12 | 合计 | | 9,000`.
  const second = filled[1]?.text.replace(/(?<=^.) (?=.)/, '') ?? ''
  if (/^\d{0,6}$/.test(first) && /^(合计|小计|总计|共计|累计)$/.test(second)) return 'total'
  if (noteLine.test(filled[0]!.text) && filled.length <= 4) return 'note'
  if (table && repeatsHeader(filled, table)) return 'repeat-header'
  return 'data'
}

interface Filled {
  readonly text: string
  readonly column: number
}

function repeatsHeader(filled: readonly Filled[], table: Table): boolean {
  if (table.headerRows.length === 0 || filled.length < Math.min(2, table.headers.length)) return false
  const names = headerNames(table)
  let missing = filled.length - Math.ceil(filled.length * 0.8)
  for (const { text, column } of filled)
    if (names[column]?.has(cleanHeader(text)) !== true && --missing < 0) return false
  return true
}

const knownNames = new WeakMap<Table, readonly ReadonlySet<string>[]>()

/** What stands for a column when the header comes again: its name, or one line of it. Worked out once for a table. */
function headerNames(table: Table): readonly ReadonlySet<string>[] {
  let names = knownNames.get(table)
  if (names === undefined) {
    names = table.headers.map((header) => new Set([header.replace(/\(\d+\)$/, ''), ...header.split('/')]))
    knownNames.set(table, names)
  }
  return names
}
