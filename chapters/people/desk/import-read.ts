import { Mistake } from '../../../floor/errors.ts'
import {
  cleanHeader,
  detectTable,
  normaliseText,
  openSheets,
  parseChineseDate,
  readRows,
  type Row,
  rowKind,
  spreadText,
  type Table,
} from '../../../floor/sheet/index.ts'
import { mistakes } from '../texts.ts'
import { clearanceMax, type Employment, type RowProblem } from '../wire.ts'
import { datesProblem } from './persons.ts'

/** Most people in one file; a company of 5,000 and room. */
export const importRowsMax = 20_000

const columns = {
  employeeNo: [
    '工号',
    '员工编号',
    '员工号',
    '人员编号',
    '职工号',
    'employee no',
    'employee number',
    'employeeno',
  ],
  name: ['姓名', '员工姓名', '名字', 'name', 'full name'],
  department: ['部门', '所属部门', '部门路径', '所在部门', '组织', 'department'],
  post: ['岗位', '职务', '职位', '岗位名称', 'post', 'position', 'title'],
  employment: ['用工性质', '用工形式', '员工类型', '人员类别', '用工类型', 'employment'],
  startsOn: ['入职日期', '入职日', '入职时间', '到岗日期', 'start date'],
  endsOn: ['到期日', '到期日期', '合同到期日', '合同到期', '截止日期', 'end date'],
  manager: [
    '直属主管工号',
    '直属上级工号',
    '主管工号',
    '上级工号',
    '直接上级工号',
    'manager no',
    'manager number',
  ],
  clearance: ['密级许可', '涉密等级', '许可密级', '密级', 'clearance'],
  email: ['邮箱', '电子邮箱', '邮件', 'email', 'e-mail'],
} as const
export type ImportColumn = keyof typeof columns
const required: readonly ImportColumn[] = ['employeeNo', 'name']

const employmentWords: Readonly<Record<string, Employment>> = {
  正式: 'regular',
  正式员工: 'regular',
  全职: 'regular',
  合同工: 'regular',
  在编: 'regular',
  regular: 'regular',
  兼职: 'part-time',
  非全日制: 'part-time',
  'part-time': 'part-time',
  实习: 'intern',
  实习生: 'intern',
  intern: 'intern',
  外协: 'contractor',
  外包: 'contractor',
  外协人员: 'contractor',
  劳务派遣: 'contractor',
  派遣: 'contractor',
  contractor: 'contractor',
}
const clearanceWords: Readonly<Record<string, number>> = { 无: 0, 内部: 1, 秘密: 2, 机密: 3, 绝密: 4 }

/** One person as the file states it; undefined where the file says nothing. */
export interface ImportRow {
  readonly row: number
  readonly employeeNo: string
  readonly name: string
  readonly department?: readonly string[]
  readonly post?: string
  readonly employment?: Employment
  readonly startsOn?: string
  readonly endsOn?: string
  readonly manager?: string
  readonly clearance?: number
  readonly email?: string
}

export interface ReadFile {
  readonly rows: readonly ImportRow[]
  readonly problems: readonly RowProblem[]
  readonly unknownColumns: readonly string[]
}

/** A problem of one row with its sentence in both languages. */
export function problem(
  row: number,
  column: string,
  code: string,
  values: Record<string, string | number> = {},
): RowProblem {
  const say = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  const texts = mistakes[code] ?? { zh: code, en: code }
  return { row, column, code, values, zh: say(texts.zh), en: say(texts.en) }
}

/**
 * Reads the first visible sheet: finds the table, the columns by their headers, and checks each row for itself.
 * @throws Mistake `people.import-…` or one of the sheet reader
 */
export async function readPeopleFile(path: string, name: string, signal?: AbortSignal): Promise<ReadFile> {
  const options = { name, ...(signal === undefined ? {} : { signal }) }
  const file = await openSheets(path, options)
  const sheet = file.sheets.find((one) => !one.hidden) ?? file.sheets[0]
  const all: Row[] = []
  for await (const rows of readRows(path, {
    ...options,
    ...(sheet === undefined ? {} : { sheet: sheet.name }),
  })) {
    all.push(...rows)
    if (all.length > importRowsMax + 50)
      throw new Mistake('people.import-too-many', { field: 'file', values: { rows: importRowsMax } })
  }
  const table = tableOf(all.slice(0, 50))
  const found = matchColumns(table)
  const missing = required.filter((one) => !found.places.has(one))
  if (missing.length > 0)
    throw new Mistake('people.import-columns', {
      field: 'file',
      values: { columns: missing.map((one) => columns[one][0]).join('、') },
    })
  const data = all.filter((row) => row.row >= table.firstDataRow && rowKind(row, table) === 'data')
  if (data.length === 0) throw new Mistake('people.import-empty', { field: 'file' })
  const problems: RowProblem[] = []
  const rows = data.flatMap((row) => readRow(row, found.places, problems))
  return { rows: withoutTwins(rows, problems), problems, unknownColumns: found.unknown }
}

const columnNames = Object.keys(columns) as ImportColumn[]

/** The column that a header names, its remarks in brackets left out. */
function columnOf(header: string): ImportColumn | undefined {
  const plain = cleanHeader(header)
    .split('/')
    .at(-1)!
    .toLowerCase()
    .replace(/[(（].*$/u, '')
    .trim()
  return columnNames.find((one) => (columns[one] as readonly string[]).includes(plain))
}

/** The line that names the required columns is the header, whatever stands above it; else the reader's own guess. */
function tableOf(rows: readonly Row[]): Table {
  const line = rows.find((row) =>
    required.every((column) => row.cells.some((cell) => columnOf(spreadText(cell)) === column)),
  )
  if (line === undefined) return detectTable(rows)
  const headers = line.cells.map((cell) => cleanHeader(spreadText(cell)))
  const index = headers.findIndex((header) => /^(序号|no\.?|#)$/i.test(header))
  const table = { headerRows: [line.row], headers, firstDataRow: line.row + 1, notes: [] }
  return index === -1 ? table : { ...table, indexColumn: index }
}

function matchColumns(table: Table): { places: Map<ImportColumn, number>; unknown: string[] } {
  const places = new Map<ImportColumn, number>()
  const unknown: string[] = []
  for (const [at, header] of table.headers.entries()) {
    if (at === table.indexColumn || header === '') continue
    const column = columnOf(header)
    if (column === undefined || places.has(column)) unknown.push(header)
    else places.set(column, at)
  }
  return { places, unknown }
}

type Say = (column: ImportColumn, code: string, values?: Record<string, string | number>) => undefined

function readRow(row: Row, places: ReadonlyMap<ImportColumn, number>, problems: RowProblem[]): ImportRow[] {
  const before = problems.length
  const text = (column: ImportColumn): string => {
    const at = places.get(column)
    return at === undefined ? '' : normaliseText(spreadText(row.cells[at]))
  }
  const say: Say = (column, code, values) =>
    void problems.push(problem(row.row, columns[column][0], code, values))
  const employeeNo = text('employeeNo')
  const name = text('name').replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
  for (const column of required)
    if (text(column) === '') say(column, 'people.row-missing', { column: columns[column][0] })
  if (employeeNo !== '' && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/.test(employeeNo))
    say('employeeNo', 'people.row-employee-no')
  if (Array.from(name).length > 40) say('name', 'people.row-name')
  const values = {
    department: departmentOf(text('department'), say),
    post: text('post').slice(0, 60) || undefined,
    employment: wordOf(text('employment'), employmentWords, () => say('employment', 'people.row-employment')),
    startsOn: dateOf(text('startsOn'), () => say('startsOn', 'people.row-date')),
    endsOn: dateOf(text('endsOn'), () => say('endsOn', 'people.row-date')),
    manager: text('manager') || undefined,
    clearance: clearanceOf(text('clearance'), say),
    email: emailOf(text('email'), say),
  }
  if (values.startsOn !== undefined && values.endsOn !== undefined) {
    const wrong = datesProblem({ employment: 'regular', startsOn: values.startsOn, endsOn: values.endsOn })
    if (wrong !== undefined) say('endsOn', wrong)
  }
  if (problems.length > before) return []
  const stated = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
  return [{ row: row.row, employeeNo, name, ...stated }]
}

function departmentOf(text: string, say: Say): readonly string[] | undefined {
  if (text === '') return undefined
  const names = text.split(/[/／>＞\\]/u).map((part) => part.trim())
  if (names.length <= 12 && names.every((part) => part !== '' && Array.from(part).length <= 60)) return names
  return say('department', 'people.row-department')
}

function wordOf<T>(
  text: string,
  words: Readonly<Record<string, T>>,
  complain: () => undefined,
): T | undefined {
  if (text === '') return undefined
  const key = text.toLowerCase()
  return Object.hasOwn(words, key) ? words[key] : complain()
}

function dateOf(text: string, complain: () => undefined): string | undefined {
  if (text === '' || /^(长期|无固定期限|无|-+|—+)$/.test(text)) return undefined
  const parsed = parseChineseDate(text)
  return 'iso' in parsed ? parsed.iso : complain()
}

function clearanceOf(text: string, say: Say): number | undefined {
  if (text === '') return undefined
  const plain = text.replace(/^公司/, '').replace(/级$/, '')
  if (/^\d$/.test(plain) && Number(plain) <= clearanceMax) return Number(plain)
  return wordOf(plain, clearanceWords, () => say('clearance', 'people.row-clearance', { max: clearanceMax }))
}

function emailOf(text: string, say: Say): string | undefined {
  if (text === '') return undefined
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 120
    ? text
    : say('email', 'people.row-email')
}

function withoutTwins(rows: readonly ImportRow[], problems: RowProblem[]): ImportRow[] {
  const first = new Map<string, number>()
  return rows.filter((row) => {
    const key = row.employeeNo.toLowerCase()
    const earlier = first.get(key)
    if (earlier === undefined) {
      first.set(key, row.row)
      return true
    }
    problems.push(problem(row.row, columns.employeeNo[0], 'people.row-twice', { first: earlier }))
    return false
  })
}

/** Headers of the template, in its order, with an example row. */
export const templateColumns: readonly { readonly header: string; readonly example: string }[] = [
  { header: '工号', example: 'A0001' },
  { header: '姓名', example: '张三' },
  { header: '部门', example: '销售中心/华东区' },
  { header: '岗位', example: '客户经理' },
  { header: '用工性质', example: '正式' },
  { header: '入职日期', example: '2026-03-01' },
  { header: '到期日', example: '' },
  { header: '直属主管工号', example: '' },
  { header: '密级许可', example: '1' },
  { header: '邮箱', example: '' },
]
