import { Mistake } from '../errors.ts'
import { missingGlyphs, type MissingGlyph } from './glyphs.ts'
import {
  words,
  type PaperCell,
  type PaperFields,
  type PaperForm,
  type OpinionColumn,
  type PaperOpinion,
  type PaperTable,
} from './paper.ts'
import { drawFurniture, shownTime } from './furniture.ts'
import { bodyWidth, lineHeight, page, Sheet, type TextStyle } from './sheet.ts'
import { drawTable, type TableCell, type TableRow } from './table.ts'

const fill = '#f0f2f5'
const body: TextStyle = { size: 9.5 }
const label: TextStyle = { size: 9.5, weight: 'bold', align: 'center' }
const heading: TextStyle = { size: 11, weight: 'bold' }
const small: TextStyle = { size: 8, color: '#404040' }
const labelWidth = 86
const placeHeight = 74

/**
 * Prints a form on A4 as PDF with embedded fonts and selectable text. The same form gives the same bytes.
 * Characters that the fonts lack come out as code points and are listed at the end.
 * @throws Fault when the fonts are not installed; Mistake `state-secret-mark` when the marking or the
 *   watermark has the star of a state secret mark, which a company must not print
 */
export async function printForm(form: PaperForm): Promise<Buffer> {
  for (const field of ['marking', 'watermark'] as const) {
    if (form[field]?.includes('★') === true) throw new Mistake('state-secret-mark', { field })
  }
  const sheet = new Sheet(
    {
      title: `${form.title} ${form.recordNumber}`,
      author: form.company,
      createdAt: form.printedAt,
      language: form.language === 'zh' ? 'zh-CN' : 'en',
    },
    (next) => drawRunningHead(next, form),
  )
  drawHead(sheet, form)
  for (const section of form.sections) {
    drawHeading(sheet, section.heading)
    if (section.kind === 'fields') drawTable(sheet, fieldRows(section))
    else if (section.kind === 'table') drawColumns(sheet, section, words[form.language].noRows)
    else for (const text of section.paragraphs) sheet.paragraph(text, body)
    sheet.y += 8
  }
  drawOpinions(sheet, form)
  drawSigned(sheet, form)
  drawPlaces(sheet, form)
  drawVerification(sheet, form)
  drawFurniture(sheet, form)
  return sheet.finish()
}

/** The characters of a form that will be printed as code points, each once; empty for nearly every form. */
export function missingGlyphsInForm(form: PaperForm): MissingGlyph[] {
  const { printedAt, ...rest } = form
  return missingGlyphs([...textsIn(rest), shownTime(printedAt, form.timeZone)].join('\n'))
}

function textsIn(value: unknown): string[] {
  if (Buffer.isBuffer(value)) return []
  if (typeof value === 'string') return [value]
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn)
  return []
}

function drawHead(sheet: Sheet, form: PaperForm): void {
  const text = words[form.language]
  const right: TextStyle = { size: 8.5, align: 'right' }
  const sideWidth = 190
  const side = [
    `${text.form} ${form.formNumber} ${form.formVersion}`,
    `${text.record} ${form.recordNumber}`,
  ].flatMap((line) => sheet.lines(line, sideWidth, right))
  sheet.place(side, page.left + bodyWidth - sideWidth, sheet.y, sideWidth, right)
  if (form.marking !== undefined) {
    const marking: TextStyle = { size: 9.5, weight: 'bold' }
    sheet.place(sheet.lines(form.marking, sideWidth, marking), page.left, sheet.y, sideWidth, marking)
  }
  sheet.y += Math.max(2, side.length) * lineHeight(right.size) + 4
  sheet.paragraph(form.company, { size: 12, align: 'center' })
  sheet.paragraph(form.title, { size: 18, weight: 'bold', align: 'center' })
  sheet.y += 8
}

function drawRunningHead(sheet: Sheet, form: PaperForm): void {
  const half = bodyWidth / 2
  const left = sheet.lines(`${form.company} ${form.title}`, half, small).slice(0, 1)
  const right = sheet.lines(form.recordNumber, half, small).slice(0, 1)
  sheet.place(left, page.left, sheet.y, half, small)
  sheet.place(right, page.left + half, sheet.y, half, { ...small, align: 'right' })
  sheet.y += lineHeight(small.size) + 6
}

function drawHeading(sheet: Sheet, text: string | undefined): void {
  if (text === undefined) return
  // A heading stays with at least a little of what it heads.
  sheet.ensure(lineHeight(heading.size) + 48)
  sheet.paragraph(text, heading)
  sheet.y += 3
}

/** Pairs of label and value, two to a row unless one of them is wide. */
function fieldRows(section: PaperFields): TableRow[] {
  const rows: TableRow[] = []
  let waiting: PaperCell | undefined
  for (const cell of section.cells) {
    if (cell.wide === true) {
      if (waiting) rows.push(pair(waiting, bodyWidth))
      waiting = undefined
      rows.push(pair(cell, bodyWidth))
    } else if (waiting) {
      rows.push([...pair(waiting, bodyWidth / 2), ...pair(cell, bodyWidth / 2)])
      waiting = undefined
    } else {
      waiting = cell
    }
  }
  if (waiting) rows.push(pair(waiting, bodyWidth))
  return rows
}

const pair = (cell: PaperCell, width: number): TableCell[] => [
  { text: cell.label, width: labelWidth, style: label, fill },
  { text: dashed(cell.value), width: width - labelWidth, style: body },
]

const dashed = (value: string): string => (value.trim() === '' ? '—' : value)

function drawColumns(sheet: Sheet, table: PaperTable, noRows: string): void {
  const shares = table.columns.reduce((sum, column) => sum + column.share, 0)
  const widths = table.columns.map((column) => (bodyWidth * column.share) / shares)
  const head = table.columns.map((column, at): TableCell => ({
    text: column.label,
    width: widths[at] ?? 0,
    style: label,
    fill,
  }))
  const rows = table.rows.map((row) =>
    table.columns.map((column, at): TableCell => ({
      text: dashed(row[at] ?? ''),
      width: widths[at] ?? 0,
      style: { ...body, align: column.align ?? 'left' },
    })),
  )
  const none: TableRow = [{ text: noRows, width: bodyWidth, style: { ...body, align: 'center' } }]
  drawTable(sheet, rows.length > 0 ? rows : [none], [head])
}

function drawOpinions(sheet: Sheet, form: PaperForm): void {
  const text = words[form.language]
  drawHeading(sheet, text.opinions)
  const personOf = (opinion: PaperOpinion): string =>
    opinion.onBehalfOf === undefined
      ? opinion.person
      : `${opinion.person}\n${text.onBehalfOf(opinion.onBehalfOf)}`
  const shown: Readonly<Record<OpinionColumn, PaperTable['columns'][number]>> = {
    step: { label: text.step, share: 15 },
    person: { label: text.person, share: 15 },
    post: { label: text.post, share: 15 },
    decision: { label: text.decision, share: 13, align: 'center' },
    opinion: { label: text.opinion, share: 22 },
    time: { label: text.time, share: 20 },
  }
  const columns = form.opinionColumns ?? (Object.keys(shown) as OpinionColumn[])
  const table: PaperTable = {
    kind: 'table',
    columns: columns.map((column) => shown[column]),
    rows: form.opinions.map((opinion) =>
      columns.map((column) => (column === 'person' ? personOf(opinion) : opinion[column])),
    ),
  }
  drawColumns(sheet, table, text.noOpinions)
  sheet.y += 8
}

const signedHeight = 96

/** Signatures given on a screen, three to a row: the picture, and below it whose it is and its hash. */
function drawSigned(sheet: Sheet, form: PaperForm): void {
  const signed = form.signed ?? []
  if (signed.length === 0) return
  sheet.ensure(lineHeight(heading.size) + signedHeight + 6)
  drawHeading(sheet, words[form.language].signed)
  const width = bodyWidth / 3
  for (let start = 0; start < signed.length; start += 3) {
    sheet.ensure(signedHeight)
    signed.slice(start, start + 3).forEach(({ picture, lines }, at) => {
      const x = page.left + at * width
      sheet.box(x, sheet.y, width, signedHeight)
      if (picture !== undefined)
        sheet.document.image(picture, x + 5, sheet.y + 4, { fit: [width - 10, 46], align: 'center' })
      const style: TextStyle = { size: 7, color: '#404040' }
      const text = lines.flatMap((line) => sheet.lines(line, width - 10, style)).slice(0, 4)
      sheet.place(text, x + 5, sheet.y + 54, width - 10, style)
    })
    sheet.y += signedHeight
  }
  sheet.y += 8
}

/** Places for signatures and seals, three to a row. */
function drawPlaces(sheet: Sheet, form: PaperForm): void {
  const text = words[form.language]
  const places = [
    ...form.signatures.map(({ label: of, name }) => ({ of, name, seal: false })),
    ...form.seals.map((of) => ({ of, name: '', seal: true })),
  ]
  if (places.length === 0) return
  sheet.ensure(lineHeight(heading.size) + placeHeight + 6)
  drawHeading(sheet, text.signatures)
  const width = bodyWidth / Math.min(3, places.length)
  for (let start = 0; start < places.length; start += 3) {
    sheet.ensure(placeHeight)
    places.slice(start, start + 3).forEach((place, at) => {
      const x = page.left + at * width
      sheet.box(x, sheet.y, width, placeHeight)
      const title = place.name === '' ? place.of : `${place.of} ${place.name}`
      sheet.place(sheet.lines(title, width - 10, body).slice(0, 2), x + 5, sheet.y + 4, width - 10, body)
      if (place.seal) drawSealPlace(sheet, x + width / 2, text.seal)
      else {
        const lines = [`${text.signature} ____________________`, `${text.date} ____________________`]
        sheet.place(lines, x + 5, sheet.y + placeHeight - 2 * 16, width - 10, { size: 9 })
      }
    })
    sheet.y += placeHeight
  }
  sheet.y += 8
}

function drawSealPlace(sheet: Sheet, centre: number, text: string): void {
  const middle = sheet.y + placeHeight / 2 + 8
  sheet.document.lineWidth(0.5).strokeColor('#808080').dash(3, { space: 2 })
  sheet.document.circle(centre, middle, 25).stroke().undash()
  sheet.place([text], centre - 25, middle - lineHeight(8) / 2, 50, { ...small, align: 'center' })
}

function drawVerification(sheet: Sheet, form: PaperForm): void {
  const text = words[form.language]
  const { snapshotHash, ledgerPosition } = form.verification
  const lines = [`${text.hash} SHA-256 ${snapshotHash}`, `${text.ledger} ${ledgerPosition}`]
  const missing = missingGlyphsInForm(form)
  if (missing.length > 0) lines.push(text.missing(missing.map((glyph) => glyph.codePoint).join(' ')))
  const height = lines.length * lineHeight(small.size)
  // The foot of every page says hash and place too: they are not worth a page of their own.
  if (missing.length === 0 && height > sheet.room) return
  sheet.ensure(height)
  for (const line of lines) sheet.paragraph(line, small)
}
