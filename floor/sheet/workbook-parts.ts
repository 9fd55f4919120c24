import { columnLetters } from './worksheet.ts'
import type { WorkbookOptions } from './writer.ts'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

interface SheetShape {
  readonly name: string
  readonly columns: number
  readonly headerRow: number
}

/**
 * Text for XML: mark-up escaped, characters that XML cannot hold written as `_x0007_` (and a literal `_x0007_` guarded
 * as `_x005F_x0007_`, ECMA-376 part 1 §22.9.2.19), lone surrogates replaced by U+FFFD.
 */
export function xmlText(text: string): string {
  return text
    .replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
    .replace(/[&<>"]/g, (mark) =>
      mark === '&' ? '&amp;' : mark === '<' ? '&lt;' : mark === '>' ? '&gt;' : '&quot;',
    )
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\p{Cc}\ufffe\uffff]/gu, (mark) =>
      mark === '\t' || mark === '\n' || (mark > '\x7e' && mark < '\ufffe')
        ? mark
        : `_x${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
}

/** Names Excel accepts: at most 31 characters, none of `[]:*?/\`, no quote at an end, all different without case. */
export function safeSheetNames(names: readonly string[]): string[] {
  const used = new Set<string>()
  return names.map((wanted, at) => {
    const base =
      wanted
        .replace(/[[\]:*?/\\\p{Cc}]/gu, ' ')
        .replace(/^'+|'+$/g, '')
        .trim()
        .slice(0, 31) || `Sheet${at + 1}`
    let name = base
    for (let copy = 2; used.has(name.toLowerCase()); copy++)
      name = `${base.slice(0, 31 - `(${copy})`.length)}(${copy})`
    used.add(name.toLowerCase())
    return name
  })
}

/** Header and footer of the printed page; a field holds at most 255 characters, and `&` is doubled. */
export function headerFooter(stamp: readonly [string, string] | undefined, language: 'zh' | 'en'): string {
  const pages = language === 'zh' ? '第 &P 页 共 &N 页' : 'Page &P of &N'
  const clip = (text: string, most: number): string =>
    Array.from(text).slice(0, most).join('').replaceAll('&', '&&')
  const header = stamp ? `<oddHeader>${xmlText(`&L${clip(stamp[0], 120)}`)}</oddHeader>` : ''
  const purpose = stamp ? `&L${clip(stamp[1], 90)}` : ''
  return `<headerFooter>${header}<oddFooter>${xmlText(`${purpose}&R${pages}`)}</oddFooter></headerFooter>`
}

/** Every part but the sheets themselves, by name, in the order in which they are written. */
export function fixedParts(sheets: readonly SheetShape[], options: WorkbookOptions): [string, string][] {
  return [
    ['[Content_Types].xml', contentTypes(sheets.length)],
    ['_rels/.rels', rootRelationships()],
    ['docProps/core.xml', coreProperties(options)],
    ['docProps/app.xml', appProperties(options)],
    ['xl/workbook.xml', workbook(sheets)],
    ['xl/_rels/workbook.xml.rels', workbookRelationships(sheets.length)],
    ['xl/styles.xml', styles()],
  ]
}

function contentTypes(count: number): string {
  const part = (name: string, type: string): string => `<Override PartName="${name}" ContentType="${type}"/>`
  const sheets = Array.from({ length: count }, (_, at) =>
    part(`/xl/worksheets/sheet${at + 1}.xml`, `${TYPES}.worksheet+xml`),
  )
  return (
    `${XML}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    part('/xl/workbook.xml', `${TYPES}.sheet.main+xml`) +
    part('/xl/styles.xml', `${TYPES}.styles+xml`) +
    part('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml') +
    part('/docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml') +
    `${sheets.join('')}</Types>`
  )
}

function relationship(id: number, type: string, target: string): string {
  return `<Relationship Id="rId${id}" Type="${type}" Target="${target}"/>`
}

function rootRelationships(): string {
  return (
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
    relationship(1, `${OFFICE}/officeDocument`, 'xl/workbook.xml') +
    relationship(2, `${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml') +
    relationship(3, `${OFFICE}/extended-properties`, 'docProps/app.xml') +
    '</Relationships>'
  )
}

function workbookRelationships(count: number): string {
  const sheets = Array.from({ length: count }, (_, at) =>
    relationship(at + 1, `${OFFICE}/worksheet`, `worksheets/sheet${at + 1}.xml`),
  )
  const last = relationship(count + 1, `${OFFICE}/styles`, 'styles.xml')
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${sheets.join('')}${last}</Relationships>`
}

function coreProperties(options: WorkbookOptions): string {
  const { stamp, properties } = options
  const element = (name: string, text: string | undefined): string =>
    text === undefined || text === '' ? '' : `<${name}>${xmlText(text)}</${name}>`
  return (
    `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" ` +
    'xmlns:dc="http://purl.org/dc/elements/1.1/">' +
    element('dc:title', properties?.title) +
    element('dc:subject', stamp?.purpose) +
    element('dc:creator', stamp && `${stamp.person} ${stamp.employeeNumber}`) +
    element('cp:keywords', stamp?.applicationNumber) +
    element('dc:description', stamp?.time) +
    '</cp:coreProperties>'
  )
}

function appProperties(options: WorkbookOptions): string {
  const company = options.properties?.company
  return (
    `${XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">` +
    `${company ? `<Company>${xmlText(company)}</Company>` : ''}</Properties>`
  )
}

function workbook(sheets: readonly SheetShape[]): string {
  const list = sheets.map(
    (sheet, at) => `<sheet name="${xmlText(sheet.name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  )
  const names = sheets.map((sheet, at) => {
    const quoted = `'${sheet.name.replaceAll("'", "''")}'`
    const last = columnLetters(Math.max(1, sheet.columns))
    return (
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1">` +
      `${xmlText(`${quoted}!$A$${sheet.headerRow}:$${last}$${sheet.headerRow}`)}</definedName>` +
      `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">` +
      `${xmlText(`${quoted}!$1:$${sheet.headerRow}`)}</definedName>`
    )
  })
  return (
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets>` +
    `<definedNames>${names.join('')}</definedNames></workbook>`
  )
}

/** Five cell styles: number, text, guarded text, header, stamp; see `STYLE` in writer.ts. */
function styles(): string {
  const font = (extra: string): string =>
    `<font>${extra}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`
  const fill = (colour: string): string =>
    `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`
  const text = 'numFmtId="49" borderId="0" xfId="0" applyNumberFormat="1"'
  return (
    `${XML}<styleSheet xmlns="${MAIN}">` +
    `<fonts count="3">${font('')}${font('<b/>')}<font><i/><sz val="10"/><color rgb="FF8C1D18"/><name val="Calibri"/><family val="2"/></font></fonts>` +
    `<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill('FFE8EEF4')}</fills>` +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
    `<xf ${text} fontId="0" fillId="0"/><xf ${text} fontId="0" fillId="0" quotePrefix="1"/>` +
    `<xf ${text} fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf ${text} fontId="2" fillId="0" applyFont="1"/></cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  )
}
