import {
  checkAs,
  type IdentifierType,
  isIdentifierType,
  scanText,
  typeCatalogue,
} from '../../../floor/identifiers/index.ts'
import { type Cell, normaliseText, type Row, spreadText } from '../../../floor/sheet/index.ts'
import type { Catalogue, CatalogueField } from '../../custody/index.ts'
import type { CheckedSheet, ColumnMapping, ImportOptions, SheetMapping } from '../wire.ts'
import { maskedCell } from './check.ts'
import { fieldForType, nameFieldOf } from './targets.ts'
import { readCell } from './values.ts'

export interface RowProblem {
  readonly row: number
  readonly column: string
  readonly code: string
  readonly level: 'error' | 'warning'
  readonly masked: string
}

/** One row as it will be filed. */
export interface Draft {
  readonly row: number
  readonly kind: 'person' | 'company'
  readonly values: ReadonlyMap<number, string>
  readonly raised: ReadonlyMap<number, number> | undefined
  readonly owner: { readonly person?: string | undefined; readonly department?: string | undefined }
  readonly refusesMarketing: boolean
  readonly problems: readonly RowProblem[]
}

/** Who a salesperson's name or employee number stands for. */
export type FindOwner = (
  text: string,
) => { readonly person: string; readonly department: string | undefined } | 'unknown' | 'ambiguous'

interface Column {
  readonly position: number
  readonly header: string
  readonly type: IdentifierType
  readonly to: 'field' | 'remark'
  readonly field: CatalogueField
  readonly raiseTo: number
  readonly extract: boolean
}

const refusal =
  /(?:不接受|拒绝|不要|谢绝|不同意|不愿|勿|不再)[^，。；,;]{0,6}(?:营销|推销|推广|促销|广告|短信|群发|打扰|电话销售|回访)/
/** Unknown salespeople that are named to the importer; a ledger full of leavers would drown everything else. */
const ownersTold = 50
/** A remark longer than this is cut: a sheet cell holds no more either. */
const longestText = 32_000

/** Turns the rows of one sheet into drafts, by a mapping that has been settled. Pure but for the owner it asks for. */
export class RowConverter {
  readonly #catalogue: Catalogue
  readonly #needed: ReadonlySet<number> | undefined
  readonly #columns: readonly Column[]
  readonly #kind: 'person' | 'company'
  readonly #options: ImportOptions
  readonly #findOwner: FindOwner
  readonly #remark: CatalogueField
  readonly #toldOwners = new Set<string>()
  readonly #ownerPosition: number
  readonly #fieldFor = new Map<string, CatalogueField | undefined>()

  constructor(
    known: { readonly catalogue: Catalogue; readonly needed?: ReadonlySet<number> | undefined },
    sheet: CheckedSheet,
    mapping: SheetMapping,
    options: ImportOptions,
    findOwner: FindOwner,
  ) {
    const { catalogue, needed } = known
    this.#catalogue = catalogue
    this.#needed = needed
    this.#kind = mapping.kind
    this.#options = options
    this.#findOwner = findOwner
    this.#remark = catalogue.byCode.get('remark')!
    this.#columns = mapping.columns.flatMap((column) => this.#compile(sheet, column))
    this.#ownerPosition = options.owner.column
      ? (sheet.columns.find((column) => column.type === 'salesperson')?.position ?? -1)
      : -1
  }

  #compile(sheet: CheckedSheet, column: ColumnMapping): Column[] {
    const { target, position, header, raiseTo = 0, extract } = column
    if (target.to === 'skip') return []
    const found = sheet.columns.find((one) => one.position === position)?.type ?? ''
    const recognised = isIdentifierType(found) ? found : undefined
    const field = target.to === 'field' ? this.#catalogue.byCode.get(target.field) : this.#remark
    if (field === undefined || !this.#isNeeded(field)) return []
    const type = target.to === 'field' ? field.type : (recognised ?? 'text')
    // A level that the content had on its own follows it into the remark.
    const own = target.to === 'remark' && recognised !== undefined ? levelFor(recognised, field.level) : 0
    return [{ position, header, type, to: target.to, field, raiseTo: Math.max(raiseTo, own), extract }]
  }

  #isNeeded(field: CatalogueField): boolean {
    return this.#needed?.has(field.id) !== false
  }

  /** The draft of one data row; undefined with its problems when it cannot be filed. */
  convert(row: Row): { draft?: Draft; problems: readonly RowProblem[] } {
    const work = new RowWork(row.row, this.#remark)
    for (const column of this.#columns) {
      const cell = row.cells[column.position]
      if (cell === undefined) continue
      const text = spreadText(cell)
      if (text === '') continue
      if (column.to === 'remark') this.#toRemark(work, column, cell, text)
      else this.#toField(work, column, cell, text)
    }
    const kind = this.#settleKind(work)
    const name = nameFieldOf(this.#catalogue, kind)
    if (name === undefined || (work.values.get(name.id) ?? '') === '') {
      if (work.values.size === 0) return { problems: work.problems }
      work.say(name?.zh ?? '', 'name-missing', 'error')
      return { problems: work.problems }
    }
    const owner = this.#ownerOf(work, row)
    // What had no other place goes to the remark, unless no purpose needs one.
    if (!this.#isNeeded(this.#remark)) work.forgetRemark()
    const remark = work.values.get(this.#remark.id) ?? ''
    const draft = {
      row: row.row,
      kind,
      values: work.values,
      raised: work.raised.size === 0 ? undefined : work.raised,
      owner,
      refusesMarketing: this.#options.readRefusals && remark !== '' && refusal.test(remark),
      problems: work.problems,
    }
    return { draft, problems: work.problems }
  }

  #toField(work: RowWork, column: Column, cell: Cell, text: string): void {
    const read = readCell(column.type, cell, text, column.header)
    if (read.problem !== undefined)
      work.say(
        column.header,
        read.problem,
        read.problem === 'value-damaged' ? 'error' : 'warning',
        maskedCell(column.type, text),
      )
    for (const rest of read.rest ?? []) work.addRemark(`${column.header}：${rest}`)
    if (read.text === '') return
    const field = read.as === undefined ? column.field : (this.#place(read.as) ?? column.field)
    if ((work.values.get(field.id) ?? '') !== '') {
      if (work.values.get(field.id) !== read.text) {
        work.addRemark(`${column.header}：${read.text}`)
        work.raise(this.#remark, Math.max(field.level, column.raiseTo))
      }
      return
    }
    work.values.set(field.id, read.text.slice(0, longestText))
    work.raise(field, column.raiseTo)
    if (isText(field.type)) this.#scan(work, column, field, read.text)
  }

  #toRemark(work: RowWork, column: Column, cell: Cell, text: string): void {
    const read = readCell(isText(column.type) ? 'text' : column.type, cell, text, column.header)
    if (read.problem !== undefined && read.problem !== 'second-value')
      work.say(
        column.header,
        read.problem,
        read.problem === 'value-damaged' ? 'error' : 'warning',
        maskedCell(column.type, text),
      )
    const plain = read.rest === undefined ? read.text : normaliseText(text)
    if (plain === '') return
    work.addRemark(column.type === 'remark' ? plain : `${column.header}：${plain}`)
    work.raise(this.#remark, column.raiseTo)
    if (isText(column.type)) this.#scan(work, column, this.#remark, plain)
  }

  /** Identifiers hidden in a text: raise the level of this value, and fill empty fields when that was wished. */
  #scan(work: RowWork, column: Column, field: CatalogueField, text: string): void {
    if (!this.#options.raiseHidden && !column.extract) return
    const findings = scanText(text)
    if (findings.length === 0) return
    const highest = Math.max(...findings.map((finding) => typeCatalogue[finding.type].level))
    if (this.#options.raiseHidden && highest > field.level && highest > column.raiseTo) {
      work.raise(field, highest)
      work.say(
        column.header,
        'hidden-identifier',
        'warning',
        findings.map((finding) => finding.type).join(' '),
      )
    }
    if (!column.extract) return
    for (const finding of findings) {
      const place = finding.strength === 'weak' ? undefined : this.#place(finding.type)
      if (place !== undefined && !work.values.has(place.id)) work.values.set(place.id, finding.normal)
    }
  }

  #place(type: IdentifierType): CatalogueField | undefined {
    if (!this.#fieldFor.has(type)) {
      const field = fieldForType(this.#catalogue, type, this.#kind)
      this.#fieldFor.set(type, field !== undefined && this.#isNeeded(field) ? field : undefined)
    }
    return this.#fieldFor.get(type)
  }

  /** A person's name in a sheet of companies, or a company among people, is filed as what it is. */
  #settleKind(work: RowWork): 'person' | 'company' {
    const own = nameFieldOf(this.#catalogue, this.#kind)
    const value = own === undefined ? undefined : work.values.get(own.id)
    if (own === undefined || value === undefined || this.#kind === 'company') return this.#kind
    const company = checkAs('company-name', value)
    if (company === undefined || company.strength === 'weak' || checkAs('person-name', value) !== undefined)
      return this.#kind
    const other = nameFieldOf(this.#catalogue, 'company')
    if (other === undefined || !this.#isNeeded(other) || work.values.has(other.id)) return this.#kind
    work.values.delete(own.id)
    work.values.set(other.id, value)
    return 'company'
  }

  #ownerOf(work: RowWork, row: Row): Draft['owner'] {
    const { person, department } = this.#options.owner
    const fallback = { person, department }
    if (this.#ownerPosition < 0) return fallback
    const text = normaliseText(spreadText(row.cells[this.#ownerPosition]))
    if (text === '') return fallback
    const found = this.#findOwner(text)
    if (typeof found !== 'string') return found
    if (this.#toldOwners.size < ownersTold && !this.#toldOwners.has(text)) {
      this.#toldOwners.add(text)
      work.say(
        this.#columns.find((one) => one.position === this.#ownerPosition)?.header ?? '',
        `owner-${found}`,
        'warning',
      )
    }
    return fallback
  }
}

const isText = (type: IdentifierType): boolean =>
  type === 'remark' || type === 'free-text' || type === 'text' || type === 'customer-source'

/** Content whose own level is above the remark's raises the remark. */
const levelFor = (type: IdentifierType, remark: number): number => {
  const { level } = typeCatalogue[type]
  return level > remark ? level : 0
}

/** What is gathered while one row is read. */
class RowWork {
  readonly row: number
  readonly values = new Map<number, string>()
  readonly raised = new Map<number, number>()
  readonly problems: RowProblem[] = []
  readonly #remark: CatalogueField
  constructor(row: number, remark: CatalogueField) {
    this.row = row
    this.#remark = remark
  }
  say(column: string, code: string, level: 'error' | 'warning', masked = ''): void {
    this.problems.push({ row: this.row, column, code, level, masked })
  }
  raise(field: CatalogueField, level: number): void {
    if (level > field.level && level > (this.raised.get(field.id) ?? 0)) this.raised.set(field.id, level)
  }
  forgetRemark(): void {
    this.values.delete(this.#remark.id)
    this.raised.delete(this.#remark.id)
  }
  addRemark(line: string): void {
    const before = this.values.get(this.#remark.id)
    this.values.set(
      this.#remark.id,
      (before === undefined ? line : `${before}\n${line}`).slice(0, longestText),
    )
  }
}
