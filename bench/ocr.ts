import PdfDocument from 'pdfkit'
import sharp from 'sharp'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { layOut } from '../floor/documents/layout.ts'
import { picturesCanBeRead, Workshop } from '../floor/documents/index.ts'

/**
 * Work on documents, in the child process that does it in the program, its start included.
 * - pictures: pages of A4 with about 600 Chinese characters, drawn at 200 dots per inch and kept as pictures only, are
 *   read (`ocr_pages_per_min`); `ocr_found` is the share of the characters' pairs that were read right.
 * - text: the same pages with their text (`text_pages_per_s`).
 * - pages: one page drawn and marked, with a child that was started ahead (`page_ms`, median).
 * Without the optional packages the figures about pictures are left out.
 */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const pages = quick ? 4 : 20
  const sample = Array.from({ length: 20 }, (_, i) => `${i + 1}. 甲乙双方对在合作中知悉的客户资料负有保密义务，该义务不因协议终止而终止。`).join('\n') // prettier-ignore
  const { pdf } = await layOut(
    Array.from({ length: pages }, () => ({ kind: 'text' as const, text: `${sample}\n${'\n'.repeat(40)}` })),
    pages,
  )
  const workshop = new Workshop()
  const figures: Record<string, number> = {}
  try {
    const text = await timed(() => workshop.text(once(pdf), { kind: 'pdf', readPictures: false }))
    figures['text_pages_per_s'] = Math.round(text.value.pages / text.seconds)
    const watermark = ['李晓彤 M012', '2026-11-24 16:00:00 #1-1']
    const views: number[] = []
    for (let n = 0; n < 5; n++)
      views.push((await timed(() => workshop.page(once(pdf), { kind: 'pdf', page: 1, watermark }))).seconds)
    figures['page_ms'] = Math.round(views.toSorted((a, b) => a - b)[2]! * 1000)
    if (picturesCanBeRead()) Object.assign(figures, await readPictures(workshop, await scanned(pdf), sample))
  } finally {
    workshop.close()
  }
  return figures
}

async function readPictures(
  workshop: Workshop,
  scan: Buffer,
  sample: string,
): Promise<Record<string, number>> {
  const { value, seconds } = await timed(() => workshop.text(once(scan), { kind: 'pdf', readPictures: true }))
  const wanted = pairs(sample)
  const read = pairs(value.text)
  const right = [...wanted].filter((pair) => read.has(pair)).length
  return {
    ocr_pages: value.byPicture,
    ocr_pages_per_min: Math.round((value.byPicture / seconds) * 600) / 10,
    ocr_found: Math.round((right / wanted.size) * 1000) / 1000,
  }
}

function pairs(text: string): Set<string> {
  const letters = Array.from(text.replace(/\s/g, ''))
  return new Set(letters.slice(1).map((letter, i) => letters[i]! + letter))
}

/** The pages as a scanner would give them: pictures, and no text. */
async function scanned(pdf: Buffer): Promise<Buffer> {
  const library = await PDFiumLibrary.init()
  const source = await library.loadDocument(pdf)
  const document = new PdfDocument({ size: 'A4', autoFirstPage: false })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise((resolve) => document.once('end', resolve))
  for (const page of source.pages()) {
    const shown = await page.render({ scale: 2.78, render: (o) => Promise.resolve(o.data) })
    const picture = await sharp(shown.data, {
      raw: { width: shown.width, height: shown.height, channels: 4 },
    })
      .flatten({ background: '#fff' })
      .greyscale()
      .jpeg({ quality: 80 })
      .toBuffer()
    document.addPage({ margin: 0 }).image(picture, 0, 0, { width: 595.28 })
  }
  document.end()
  await ended
  source.destroy()
  library.destroy()
  return Buffer.concat(parts)
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const from = performance.now()
  const value = await work()
  return { value, seconds: (performance.now() - from) / 1000 }
}
