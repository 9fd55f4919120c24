import { PDFiumLibrary, type PDFiumDocument } from '@hyzyla/pdfium'
import sharp, { type Sharp } from 'sharp'
import { textOfBlocks } from './blocks.ts'
import { blocksOf } from './formats.ts'
import { layOut } from './layout.ts'
import { openPictureReader, type PictureReader, picturesCanBeRead } from './pictures.ts'
import { DocumentTrouble, type TextResult, type WorkReply, type WorkRequest } from './protocol.ts'
import { burnIn } from './watermark.ts'

const paperWidth = 1240
/** Resolution at which text is read out of a page: about 200 dots per inch of A4. */
const readingWidth = 1700
/** A page with fewer letters than this, and a picture on it, counts as scanned. */
const lettersLeast = 16

/**
 * The child process that works on a document that may be a trap, so that only it can be hurt. Takes one request and the
 * content on standard input, answers on standard output and ends; writes nothing of it to the disk and fetches nothing.
 */
export async function serveDocumentWorker(
  input: AsyncIterable<Buffer> = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Promise<void> {
  // Libraries that would load something when it is missing find that they cannot.
  Reflect.deleteProperty(globalThis, 'fetch')
  const send = async (reply: WorkReply, bytes?: Buffer): Promise<void> => {
    const roomForLine = output.write(`${JSON.stringify(reply)}\n`)
    const room = bytes === undefined ? roomForLine : output.write(bytes)
    if (!room) await new Promise<void>((resolve) => output.once('drain', resolve))
  }
  try {
    const all: Buffer[] = []
    for await (const chunk of input) all.push(chunk)
    const bytes = Buffer.concat(all)
    const end = bytes.indexOf(10)
    // Started ahead and not needed after all.
    if (end < 0) return
    const request = JSON.parse(bytes.toString('utf8', 0, end)) as WorkRequest
    await answer(request, bytes.subarray(end + 1), send)
  } catch (error) {
    await send(
      error instanceof DocumentTrouble
        ? { trouble: error.code }
        : { fault: error instanceof Error ? error.name : 'error' },
    )
  }
}

async function answer(
  request: WorkRequest,
  bytes: Buffer,
  send: (reply: WorkReply, bytes?: Buffer) => Promise<void>,
): Promise<void> {
  const paper = await openPaper(request, bytes)
  try {
    if (request.ask === 'pages') await send({ pages: paper.pages })
    else if (request.ask === 'page') {
      if (request.page < 1 || request.page > paper.pages) throw new DocumentTrouble('no-page')
      const shown = await burnIn(await paper.picture(request.page, paperWidth), request.watermark)
      const { png, width, height } = shown
      await send({ picture: { width, height, pages: paper.pages, bytes: png.length } }, png)
    } else
      await send({
        text: await textOfPaper(request, paper, (done, of) => send({ progress: { done, of } })),
      })
  } finally {
    paper.close()
  }
}

/** A document as pages. */
interface Paper {
  readonly pages: number
  readonly cut: boolean
  /** The text of one page, where it has any of its own. */
  text(page: number): string
  /** The text of the whole, where it is better than that of the pages. */
  readonly whole?: string
  picture(page: number, width: number): Promise<Sharp>
  close(): void
}

async function openPaper(request: WorkRequest, bytes: Buffer): Promise<Paper> {
  const { kind, limits } = request
  if (kind === 'other') throw new DocumentTrouble('kind')
  if (kind === 'picture') return await picturePaper(request, bytes)
  if (kind === 'pdf') return await pdfPaper(request, bytes, false)
  const { blocks, cut } = await blocksOf(kind, bytes, limits)
  const laid = await layOut(blocks, limits.pages)
  const paper = await pdfPaper(request, laid.pdf, cut || laid.cut)
  return { ...paper, whole: textOfBlocks(blocks) }
}

async function picturePaper({ limits }: WorkRequest, bytes: Buffer): Promise<Paper> {
  const options = { limitInputPixels: limits.inputPixels, failOn: 'error' as const, pages: 1 }
  try {
    const { pages = 1, format } = await sharp(bytes, { ...options, pages: 1 }).metadata()
    // Frames of an animation are no pages; those of a scan are.
    const count = format === 'tiff' ? Math.min(pages, limits.pages) : 1
    return {
      pages: count,
      cut: pages > count && format === 'tiff',
      text: () => '',
      picture: async (page, width) => {
        try {
          const size = Math.min(width * 2, Math.floor(Math.sqrt(limits.outputPixels)))
          const source = sharp(bytes, { ...options, page: page - 1 }).rotate()
          const shown = await source
            .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
            .toColourspace('srgb')
            .png({ compressionLevel: 1 })
            .toBuffer()
          return sharp(shown)
        } catch {
          throw new DocumentTrouble('damaged')
        }
      },
      close: () => undefined,
    }
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    throw new DocumentTrouble(/pixel limit/i.test(said) ? 'flood' : 'damaged')
  }
}

async function pdfPaper({ limits }: WorkRequest, bytes: Buffer, cut: boolean): Promise<Paper> {
  const library = await PDFiumLibrary.init()
  let document: PDFiumDocument
  try {
    document = await library.loadDocument(bytes)
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    throw new DocumentTrouble(/password|security/i.test(said) ? 'locked' : 'damaged')
  }
  const all = document.getPageCount()
  return {
    pages: Math.min(all, limits.pages),
    cut: cut || all > limits.pages,
    text: (page) => document.getPage(page - 1).getText(),
    picture: async (number, wanted) => {
      const page = document.getPage(number - 1)
      const { originalWidth: w, originalHeight: h } = page.getOriginalSize()
      if (!(w > 0 && h > 0)) throw new DocumentTrouble('damaged')
      // A page may call itself kilometres wide; what it is drawn on has an end.
      const scale = Math.min(wanted / w, Math.sqrt(limits.outputPixels / (w * h)))
      if (w * scale < 1 || h * scale < 1) throw new DocumentTrouble('flood')
      const shown = await page.render({
        scale,
        render: (o) => Promise.resolve(o.data),
        renderFormFields: true,
      })
      return sharp(shown.data, { raw: { width: shown.width, height: shown.height, channels: 4 } })
    },
    close: () => {
      document.destroy()
      library.destroy()
    },
  }
}

async function textOfPaper(
  request: Extract<WorkRequest, { ask: 'text' }>,
  paper: Paper,
  onProgress: (done: number, of: number) => Promise<void>,
): Promise<TextResult> {
  const { limits } = request
  if (paper.whole !== undefined) {
    const text = paper.whole.slice(0, limits.characters)
    return {
      text,
      pages: paper.pages,
      truncated: paper.cut || text.length < paper.whole.length,
      byPicture: 0,
      unread: 0,
    }
  }
  const reader = new PageReader(request)
  const texts: string[] = []
  let left = limits.characters
  try {
    for (let page = 1; page <= paper.pages && left > 0; page++) {
      const text = (await reader.read(paper, page)).slice(0, left)
      left -= text.length
      texts.push(text)
      if (page % 20 === 0 || reader.reads) await onProgress(page, paper.pages)
    }
  } finally {
    await reader.close()
  }
  const truncated = paper.cut || texts.length < paper.pages || left <= 0
  return {
    text: texts.join('\n'),
    pages: paper.pages,
    truncated,
    byPicture: reader.byPicture,
    unread: reader.unread,
  }
}

/** Gives the text of a page: its own, or read out of its picture when it has none. */
class PageReader {
  readonly #request: Extract<WorkRequest, { ask: 'text' }>
  readonly #may: boolean
  #reader: PictureReader | undefined
  byPicture = 0
  unread = 0
  constructor(request: Extract<WorkRequest, { ask: 'text' }>) {
    this.#request = request
    this.#may = request.readPictures && picturesCanBeRead()
  }

  /** Pictures are being read, which is slow enough to be told of page by page. */
  get reads(): boolean {
    return this.#reader !== undefined
  }

  async read(paper: Paper, page: number): Promise<string> {
    const own = paper.text(page)
    if (own.replace(/\s/g, '').length >= lettersLeast) return own
    if (!this.#may || this.byPicture >= this.#request.limits.picturePages) {
      this.unread++
      return own
    }
    this.#reader ??= await openPictureReader()
    const picture = await paper.picture(page, readingWidth)
    const png = await picture
      .flatten({ background: '#fff' })
      .greyscale()
      .png({ compressionLevel: 1 })
      .toBuffer()
    const text = await this.#reader.read(png)
    png.fill(0)
    this.byPicture++
    return `${own}\n${text}`
  }

  async close(): Promise<void> {
    await this.#reader?.close()
  }
}
