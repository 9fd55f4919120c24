import mammoth from 'mammoth'
import { parse } from 'csv-parse/sync'
import { inflateRawSync } from 'node:zlib'
import { Mistake } from '../errors.ts'
import { sheetsInMemory } from '../sheet/memory.ts'
import { type Block, blocksOfHtml } from './blocks.ts'
import { textOf } from './inspect.ts'
import type { DocumentKind } from './kinds.ts'
import { blocksOfMail } from './mail.ts'
import { type DocumentLimits, DocumentTrouble } from './protocol.ts'

const rowsMost = 20_000
/** All parts of a Word file unpacked; mammoth holds them in memory. */
const wordMostBytes = 192 * 1024 * 1024

/** The content of a document that has no pages of its own. @throws DocumentTrouble */
export async function blocksOf(
  kind: DocumentKind,
  bytes: Buffer,
  limits: DocumentLimits,
): Promise<{ blocks: Block[]; cut: boolean }> {
  if (kind === 'word') return { blocks: await wordBlocks(bytes), cut: false }
  if (kind === 'sheet') return await sheetBlocks(bytes, limits)
  if (kind === 'mail') return { blocks: blocksOfMail(bytes), cut: false }
  const text = textOf(bytes)
  if (text === undefined) throw new DocumentTrouble('damaged')
  const cut = text.length > limits.characters
  const kept = text.slice(0, limits.characters)
  return kind === 'csv' ? csvBlocks(kept, cut) : { blocks: [{ kind: 'text', text: kept }], cut }
}

function csvBlocks(text: string, cut: boolean): { blocks: Block[]; cut: boolean } {
  const delimiter = [',', '\t', ';'].toSorted(
    (a, b) => text.slice(0, 4000).split(b).length - text.slice(0, 4000).split(a).length,
  )[0]!
  const rows = parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: rowsMost,
  })
  return { blocks: [{ kind: 'table', rows }], cut: cut || rows.length === rowsMost }
}

async function sheetBlocks(
  bytes: Buffer,
  limits: DocumentLimits,
): Promise<{ blocks: Block[]; cut: boolean }> {
  const blocks: Block[] = []
  let cut = false
  try {
    for await (const sheet of sheetsInMemory(bytes, { rows: rowsMost, characters: limits.characters })) {
      blocks.push({ kind: 'heading', text: sheet.name })
      if (sheet.rows.length > 0) blocks.push({ kind: 'table', rows: sheet.rows })
      cut ||= sheet.cut
    }
  } catch (error) {
    throw error instanceof Mistake
      ? new DocumentTrouble(error.code === 'sheet.bomb' ? 'bomb' : 'damaged')
      : error
  }
  return { blocks, cut }
}

async function wordBlocks(bytes: Buffer): Promise<Block[]> {
  unpackOnce(bytes)
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: bytes },
      // Pictures inside are left out here, and nothing outside the file is read.
      {
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
        externalFileAccess: false,
      },
    )
    return blocksOfHtml(value)
  } catch {
    throw new DocumentTrouble('damaged')
  }
}

/**
 * Unpacks every part once with a ceiling, since the reader of Word files believes what a part unpacks to, and refuses
 * document types: entities that multiply are declared there.
 */
function unpackOnce(bytes: Buffer): void {
  let left = wordMostBytes
  for (
    let at = bytes.indexOf('PK\u0003\u0004', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('PK\u0003\u0004', at + 4, 'latin1')
  ) {
    if (at + 30 > bytes.length) return
    const nameEnd = at + 30 + bytes.readUInt16LE(at + 26)
    const start = nameEnd + bytes.readUInt16LE(at + 28)
    if (bytes.readUInt16LE(at + 8) !== 8) continue
    let part: Buffer
    try {
      part = inflateRawSync(bytes.subarray(start), { maxOutputLength: Math.max(1, left) })
    } catch (error) {
      const isTooMuch = error instanceof RangeError || codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
      // Bytes that only look like the head of a part do not unpack; the reader itself says so of real ones.
      if (isTooMuch) throw new DocumentTrouble('bomb')
      continue
    }
    left -= part.length
    if (left <= 0) throw new DocumentTrouble('bomb')
    const isXml = /\.(xml|rels)$/i.test(bytes.toString('utf8', at + 30, nameEnd))
    if (isXml && /<!(DOCTYPE|ENTITY)/i.test(part.toString('latin1').replaceAll('\0', '')))
      throw new DocumentTrouble('bomb')
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined
