import { typeCatalogue } from './catalogue.ts'
import { type Column, type ColumnReason, recogniseColumn, type RecognisedColumn } from './columns.ts'
import { typesOfHeader } from './headers.ts'
import type { IdentifierType } from './types.ts'

export interface RecognisedTable {
  /** In the order of the columns given. */
  readonly columns: readonly RecognisedColumn[]
  /** Whom a row is about. */
  readonly subject: 'person' | 'company' | 'unknown'
  /** Position of the column that names the customer, if any. */
  readonly nameColumn?: number
}

function retype(
  column: RecognisedColumn,
  type: IdentifierType,
  reason: ColumnReason,
  confidence = column.confidence,
): RecognisedColumn {
  return {
    ...column,
    type,
    confidence,
    level: typeCatalogue[type].level,
    category: typeCatalogue[type].category,
    reasons: [...column.reasons, reason],
    alternatives: [
      { type: column.type, confidence: 0.3 },
      ...column.alternatives.filter((guess) => guess.type !== type),
    ].slice(0, 3),
  }
}

const companyMarks: ReadonlySet<IdentifierType> = new Set([
  'company-name',
  'uscc',
  'business-licence',
  'organisation-code',
])

/** A weak name column without a header of its own gives way to one that has it. */
function settleNames(columns: RecognisedColumn[]): void {
  const named = columns.some(
    (column) => column.type === 'person-name' && column.reasons.includes('header-exact'),
  )
  columns.forEach((column, index) => {
    if (column.type !== 'person-name' || !column.reasons.includes('content-only')) return
    if (named) columns[index] = retype(column, 'salesperson', 'table-context', 0.4)
  })
}

/** Beside a bank's name in a company table an account that happens to pass the card check stays an account. */
function settleAccounts(columns: RecognisedColumn[], company: boolean): void {
  if (!company || !columns.some((column) => column.type === 'bank-name')) return
  columns.forEach((column, index) => {
    if (column.type === 'bank-card' && !column.reasons.includes('content-70'))
      columns[index] = retype(column, 'bank-account', 'table-context')
  })
}

/** Only one column can be the running number; a second one called 编号 is the customer's number. */
function settleNumbers(columns: RecognisedColumn[]): void {
  let seen = false
  columns.forEach((column, index) => {
    if (column.type !== 'row-number') return
    if (seen) columns[index] = retype(column, 'customer-number', 'duplicate-of-another', 0.5)
    seen = true
  })
}

/** 客户名称 that holds both people and companies: the rest of the table says which is meant. */
function settleCustomers(columns: RecognisedColumn[], given: readonly Column[]): void {
  const contact = columns.some(
    (column, index) =>
      column.type === 'person-name' && /联系人|法人|负责人|法定代表人/.test(given[index]?.header ?? ''),
  )
  const codes = columns.some((column) => column.type === 'uscc' || column.type === 'business-licence')
  const identity = columns.some((column) => column.type === 'id-card')
  columns.forEach((column, index) => {
    const types = typesOfHeader(given[index]?.header ?? '')?.types ?? []
    if (!types.includes('company-name') || !types.includes('person-name')) return
    const sure = column.reasons.includes('content-70')
    // Brands such as 金达 look like names: beside a credit code they are companies all the same.
    if (sure && (column.type === 'company-name' || !codes || identity)) return
    const wanted =
      (contact || codes) && !identity ? 'company-name' : identity && !codes ? 'person-name' : column.type
    if (wanted !== column.type) columns[index] = retype(column, wanted, 'table-context', 0.65)
    else columns[index] = { ...column, reasons: [...column.reasons, 'mixed-names'] }
  })
}

/**
 * Recognises all columns of a table and settles what single columns cannot: a company's name against its
 * contact's, an account against a card, two running numbers.
 */
export function recogniseTable(given: readonly Column[]): RecognisedTable {
  const columns = given.map(recogniseColumn)
  settleNumbers(columns)
  settleCustomers(columns, given)
  settleNames(columns)
  const company = columns.some((column) => companyMarks.has(column.type))
  settleAccounts(columns, company)
  const companyName = columns.findIndex((column) => column.type === 'company-name')
  const personName = columns.findIndex((column) => column.type === 'person-name')
  const identity = columns.some((column) => column.type === 'id-card')
  // A person's ledger may name the employer; an identity number and no credit code makes the row a person's.
  const codes = columns.some((column) => column.type === 'uscc' || column.type === 'business-licence')
  const subject =
    company && !(identity && !codes && personName >= 0)
      ? 'company'
      : personName >= 0 || identity
        ? 'person'
        : 'unknown'
  const nameColumn = subject === 'company' ? companyName : personName
  return { columns, subject, ...(nameColumn >= 0 && { nameColumn }) }
}

/**
 * Finds the header row among the first rows of a sheet, below titles and "filled in by" lines.
 * Returns its index, or -1 when no row has at least two cells that are known headers.
 */
export function findHeaderRow(rows: ReadonlyArray<readonly unknown[]>, within = 15): number {
  let best = -1
  let most = 1
  rows.slice(0, within).forEach((row, index) => {
    const texts = row.filter((cell): cell is string => typeof cell === 'string' && cell.trim() !== '')
    const known = texts.filter(
      (text) => text.length <= 20 && typesOfHeader(text)?.how === 'header-exact',
    ).length
    if (known > most) {
      best = index
      most = known
    }
  })
  return best
}
