import { Mistake } from '../../../floor/errors.ts'
import {
  type Cell,
  cleanHeader,
  normaliseText,
  openSheets,
  parseChineseDate,
  readRows,
  type Row,
  spreadText,
} from '../../../floor/sheet/index.ts'
import { momentIn } from '../../people/index.ts'
import type { DoorLineProblem } from './door-wire.ts'
import { roomMistakes } from './texts.ts'

/** Most lines in one file: a month of a busy door. */
export const doorRowsMax = 50_000

const columns = {
  person: ['工号', '员工编号', '人员编号', '卡号', 'employee no', 'employee number', 'person number', 'card no', 'card number'],
  door: ['门', '地点', '门名称', '门禁点', '通道', '设备名称', 'door', 'place', 'location'],
  time: ['时间', '刷卡时间', '通行时间', '事件时间', '日期时间', 'time', 'date and time'],
  direction: ['进/出', '进出', '方向', '进出方向', '出入', '出入方向', 'direction', 'in/out'],
} as const // prettier-ignore
type DoorColumn = keyof typeof columns
const columnNames = Object.keys(columns) as DoorColumn[]

const directions: Readonly<Record<string, 'in' | 'out'>> = {
  进: 'in', 入: 'in', 进门: 'in', 入门: 'in', 进入: 'in', in: 'in', entry: 'in',
  出: 'out', 出门: 'out', 离开: 'out', out: 'out', exit: 'out',
} // prettier-ignore

/** One line that says when somebody with this number went through this door. */
export interface DoorLine {
  readonly row: number
  readonly number: string
  readonly door: string
  readonly at: Date
  readonly direction: 'in' | 'out'
}

/** A problem of one line, with its sentence in both languages; what the line says is not repeated. */
export function lineProblem(row: number, column: DoorColumn, code: string): DoorLineProblem {
  return { row, column: columns[column][0], code, ...roomMistakes[code]! }
}

/**
 * Reads the first visible sheet. Formulas are never evaluated, and their cached results are not believed either: whoever
 * writes a log with formulas can make it say anything.
 * @param now lines later than this are problems
 * @throws Mistake `rooms.door-…` or one of the sheet reader
 */
export async function readDoorFile(
  file: { readonly path: string; readonly name: string; readonly signal?: AbortSignal },
  timeZone: string,
  now: Date,
): Promise<{ lines: DoorLine[]; problems: DoorLineProblem[] }> {
  const options = { name: file.name, ...(file.signal === undefined ? {} : { signal: file.signal }) }
  const opened = await openSheets(file.path, options)
  const sheet = opened.sheets.find((one) => !one.hidden) ?? opened.sheets[0]
  const which = sheet === undefined ? {} : { sheet: sheet.name }
  const all: Row[] = []
  for await (const rows of readRows(file.path, { ...options, ...which })) {
    all.push(...rows)
    if (all.length > doorRowsMax + 50)
      throw new Mistake('rooms.door-too-many', { field: 'file', values: { rows: doorRowsMax } })
  }
  const { header, places } = headerOf(all.slice(0, 50))
  const data = all.filter(
    (row) => row.row > header && row.cells.some((cell) => spreadText(cell).trim() !== ''),
  )
  if (data.length === 0) throw new Mistake('rooms.door-empty', { field: 'file' })
  const problems: DoorLineProblem[] = []
  const lines = data.flatMap((row) => {
    const line = readLine(row, places, timeZone, now)
    if ('code' in line) problems.push(line)
    return 'code' in line ? [] : [line]
  })
  return { lines, problems }
}

type Places = Readonly<Record<DoorColumn, number>>

/** The first line that names all columns; of two headers for one column the more usual word counts. */
function headerOf(rows: readonly Row[]): { header: number; places: Places } {
  for (const row of rows) {
    const headers = row.cells.map((cell) => cleanHeader(spreadText(cell)).toLowerCase())
    const places = columnNames.map((column) =>
      Math.max(-1, headers.indexOf(columns[column].find((word) => headers.includes(word)) ?? '\0')),
    )
    const [person = -1, door = -1, time = -1, direction = -1] = places
    if (places.every((at) => at !== -1)) return { header: row.row, places: { person, door, time, direction } }
  }
  throw new Mistake('rooms.door-columns', {
    field: 'file',
    values: { columns: columnNames.map((one) => columns[one][0]).join('、') },
  })
}

const isFormula = (cell: Cell | undefined): boolean =>
  cell?.kind === 'formula' || /^[=＝]/.test(spreadText(cell).trim())

function readLine(row: Row, places: Places, timeZone: string, now: Date): DoorLine | DoorLineProblem {
  const cellOf = (column: DoorColumn): Cell | undefined => row.cells[places[column]]
  const text = (column: DoorColumn): string => normaliseText(spreadText(cellOf(column)))
  const problem = (column: DoorColumn, code: string): DoorLineProblem => lineProblem(row.row, column, code)
  for (const column of columnNames)
    if (isFormula(cellOf(column))) return problem(column, 'rooms.door-formula')
  for (const column of ['person', 'door'] as const)
    if (text(column) === '' || text(column).length > 80) return problem(column, 'rooms.door-missing')
  const at = momentOf(text('time'), timeZone)
  if (at === undefined) return problem('time', 'rooms.door-time')
  if (at > now) return problem('time', 'rooms.door-future')
  const word = text('direction').toLowerCase()
  const direction = Object.hasOwn(directions, word) ? directions[word] : undefined
  if (direction === undefined) return problem('direction', 'rooms.door-direction')
  return {
    row: row.row,
    number: text('person').toLowerCase(),
    door: text('door').toLowerCase(),
    at,
    direction,
  }
}

/** `2026-11-24 09:05:30` in its usual spellings, as the clock on the wall shows it; undefined for everything else. */
export function momentOf(text: string, timeZone: string): Date | undefined {
  const parts = /^(.+?)[T ] ?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?$/.exec(text)
  const day = parsed(parts?.[1] ?? '')
  const [hour, minute, second] = [Number(parts?.[2]), Number(parts?.[3]), Number(parts?.[4] ?? 0)]
  // Written so that what is not a number fails as well.
  if (day === undefined || !(hour < 24 && minute < 60 && second < 60)) return undefined
  return new Date(momentIn(timeZone, day, hour).getTime() + (minute * 60 + second) * 1000)
}

function parsed(day: string): string | undefined {
  const found = parseChineseDate(day)
  return 'iso' in found ? found.iso : undefined
}
