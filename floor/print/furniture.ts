import { words, type PaperForm } from './paper.ts'
import { bodyWidth, lineHeight, page, type Sheet, type TextStyle } from './sheet.ts'
import { watermark } from './watermark.ts'

const footer: TextStyle = { size: 7.5, color: '#404040' }

/** The time in the company's zone, for example `2026-11-23 14:05`. */
export function shownTime(time: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`
}

/** What stands on every page once their number is known: verification line, page number, watermark. */
export function drawFurniture(sheet: Sheet, form: PaperForm): void {
  const { start, count } = sheet.document.bufferedPageRange()
  const drawWatermark = watermark(sheet.document, form.watermark)
  for (let at = 0; at < count; at += 1) {
    sheet.document.switchToPage(start + at)
    drawFooter(sheet, form, at + 1, count)
    drawWatermark()
  }
}

function drawFooter(sheet: Sheet, form: PaperForm, number: number, count: number): void {
  const text = words[form.language]
  const { snapshotHash, ledgerPosition } = form.verification
  const top = page.height - page.bottom + 14
  sheet.document
    .lineWidth(0.4)
    .strokeColor('#a0a0a0')
    .moveTo(page.left, top - 4)
    .lineTo(page.left + bodyWidth, top - 4)
    .stroke()
  const line = (value: string, width: number) => sheet.lines(value, width, footer).slice(0, 1)
  sheet.place(
    line(`SHA-256 ${snapshotHash}  ${ledgerPosition}`, bodyWidth),
    page.left,
    top,
    bodyWidth,
    footer,
  )
  const printed = `${text.printed} ${form.printedBy} ${shownTime(form.printedAt, form.timeZone)}`
  const below = top + lineHeight(footer.size)
  sheet.place(line(printed, bodyWidth - 100), page.left, below, bodyWidth - 100, footer)
  sheet.place([text.page(number, count)], page.left, below, bodyWidth, { ...footer, align: 'right' })
}
