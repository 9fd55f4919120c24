import { sheetMistake } from './mistakes.ts'
import { XmlScanner, unescapeExcel, unescapeXml } from './xml.ts'
import { readEntry, type ZipEntry, type ZipFile } from './zip.ts'
import type { SheetLimits } from './types.ts'

/**
 * The shared strings of a workbook, packed as UTF-8 in one buffer with offsets: 1.4 million strings take 40 MB this
 * way and would take ten times that as JavaScript strings. Text is at most as long as its XML, so the buffer never grows.
 */
export class SharedStrings {
  readonly #bytes: Buffer
  #ends = new Uint32Array(4096)
  #count = 0
  #used = 0
  constructor(capacityBytes: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacityBytes)
  }

  add(text: string, most: number): void {
    if (this.#count >= most) throw sheetMistake('sheet.bomb')
    if (this.#count === this.#ends.length) {
      const wider = new Uint32Array(Math.min(most, Math.ceil(this.#ends.length * 1.5)))
      wider.set(this.#ends)
      this.#ends = wider
    }
    // A lone surrogate becomes three bytes where the XML had six (`_xD800_`), so the capacity still holds.
    this.#used += this.#bytes.write(text, this.#used, 'utf8')
    this.#ends[this.#count++] = this.#used
  }

  get count(): number {
    return this.#count
  }

  /** The text at an index; undefined when the workbook points past its own table. */
  at(index: number): string | undefined {
    if (!(index >= 0 && index < this.#count)) return undefined
    return this.#bytes.toString('utf8', index === 0 ? 0 : this.#ends[index - 1], this.#ends[index])
  }
}

/**
 * Reads `sharedStrings.xml`: rich text runs joined, phonetic guides (`rPh`) left out. Throws `sheet.cell-too-long` (row 0)
 * for a string longer than a cell can be, `sheet.bomb` and `sheet.damaged`.
 */
export async function readSharedStrings(
  zip: ZipFile,
  entry: ZipEntry,
  limits: SheetLimits,
): Promise<SharedStrings> {
  const strings = new SharedStrings(entry.uncompressed)
  let text = ''
  let inText = false
  let phonetic = 0
  const scanner = new XmlScanner({
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic++
      else if (name === 't') inText = phonetic === 0
    },
    text(raw) {
      if (!inText) return
      text += unescapeXml(raw)
      if (text.length > limits.cellCharacters * 7) throw tooLong(limits, 0)
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic--
      else if (name === 'si') {
        const plain = unescapeExcel(text)
        if (plain.length > limits.cellCharacters) throw tooLong(limits, 0)
        strings.add(plain, limits.sharedStrings)
      }
    },
  })
  await pushUtf8(readEntry(zip, entry), scanner)
  return strings
}

/** The mistake of a cell that no Excel could have written. */
export function tooLong(limits: SheetLimits, row: number): Error {
  return sheetMistake('sheet.cell-too-long', { row, characters: limits.cellCharacters })
}

async function pushUtf8(chunks: AsyncIterable<Buffer>, scanner: XmlScanner): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of chunks) scanner.push(decode(decoder, chunk))
  scanner.push(decode(decoder))
  scanner.end()
}

/** Decodes the next chunk, or the end; text that is not UTF-8 means a damaged part. */
export function decode(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch {
    throw sheetMistake('sheet.damaged')
  }
}
