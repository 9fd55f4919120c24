import PdfDocument from 'pdfkit'
import { fontData, printable, textWidth, type Weight } from './glyphs.ts'
import { wrapLines } from './wrap.ts'

/** A4 in points, with room at the left for filing holes. */
export const page = { width: 595.28, height: 841.89, left: 54, right: 42, top: 40, bottom: 58 } as const
export const bodyWidth = page.width - page.left - page.right
const bodyBottom = page.height - page.bottom

/** Height of a line as a multiple of the font size. */
const leading = 1.45
/** From the top of a line to the top of its glyph box, so that text looks centred in its cell. */
const riseRatio = (1.448 - leading) / 2

export interface TextStyle {
  readonly size: number
  readonly weight?: Weight
  readonly align?: 'left' | 'center' | 'right'
  readonly color?: string
}

export const lineHeight = (size: number): number => size * leading

/** A PDF in the making: the current place on the current page, and text that is placed line by line. */
export class Sheet {
  readonly document: PDFKit.PDFDocument
  /** Distance from the top of the page at which the next thing is placed. */
  y: number = page.top
  private readonly runningHead: (sheet: Sheet) => void

  /**
   * @param info title and author for the file's properties, and the time it bears
   * @param runningHead draws the head of the second and later pages and moves `y` below it
   */
  constructor(
    info: { title: string; author: string; createdAt: Date; language: string },
    runningHead: (sheet: Sheet) => void,
  ) {
    this.runningHead = runningHead
    this.document = new PdfDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      pdfVersion: '1.7',
      lang: info.language,
      displayTitle: true,
      // No font to begin with: the default would be a standard one, which is not embedded.
      font: '',
      info: { Title: info.title, Author: info.author, CreationDate: info.createdAt },
    })
    this.document.registerFont('regular', fontData('regular'))
    this.document.registerFont('bold', fontData('bold'))
  }

  /** Room left on this page. */
  get room(): number {
    return bodyBottom - this.y
  }

  /** Goes to a new page when less than `height` is left. Returns whether it did. */
  ensure(height: number): boolean {
    if (height <= this.room) return false
    this.document.addPage()
    this.y = page.top
    this.runningHead(this)
    return true
  }

  /** Lines of a text in a column of this width. */
  lines(text: string, width: number, style: TextStyle): string[] {
    const weight = style.weight ?? 'regular'
    return wrapLines(printable(text), width, (part) => textWidth(part, weight, style.size))
  }

  /** Places ready lines at a point; does not move `y`. */
  place(lines: readonly string[], x: number, y: number, width: number, style: TextStyle): void {
    const weight = style.weight ?? 'regular'
    this.document
      .font(weight)
      .fontSize(style.size)
      .fillColor(style.color ?? '#000000')
    lines.forEach((line, index) => {
      const slack = width - textWidth(line, weight, style.size)
      const shift = style.align === 'center' ? slack / 2 : style.align === 'right' ? slack : 0
      const top = y + index * lineHeight(style.size) - riseRatio * style.size
      this.document.text(line, x + shift, top, { lineBreak: false })
    })
  }

  /** Places a text over the full width, page by page, and moves below it. */
  paragraph(text: string, style: TextStyle): void {
    for (const line of this.lines(text, bodyWidth, style)) {
      this.ensure(lineHeight(style.size))
      this.place([line], page.left, this.y, bodyWidth, style)
      this.y += lineHeight(style.size)
    }
  }

  /** A bordered box, filled when a colour is given. */
  box(x: number, y: number, width: number, height: number, fill?: string): void {
    this.document.lineWidth(0.6).strokeColor('#404040')
    if (fill === undefined) this.document.rect(x, y, width, height).stroke()
    else this.document.rect(x, y, width, height).fillAndStroke(fill, '#404040')
  }

  /** Closes the file. */
  async finish(): Promise<Buffer> {
    const chunks: Buffer[] = []
    this.document.on('data', (chunk: Buffer) => chunks.push(chunk))
    const ended = new Promise<void>((resolve, reject) => {
      this.document.on('end', resolve)
      this.document.on('error', reject)
    })
    this.document.end()
    await ended
    return Buffer.concat(chunks)
  }
}
