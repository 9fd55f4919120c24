import { crc32, inflateSync } from 'node:zlib'

/** Signatures are small pictures. */
export const signatureMostBytes = 200_000
const widest = 1600
const highest = 800

/** Chunks a browser's canvas writes; others could carry things that nobody sees. */
const chunks: ReadonlySet<string> = new Set(['IHDR', 'IDAT', 'IEND', 'sRGB', 'gAMA', 'pHYs', 'sBIT'])
const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/**
 * What is wrong with a picture that is to be a signature; undefined when nothing is. It must be a PNG as a browser's
 * canvas writes it: 8 bits, RGB with or without alpha, not interlaced, whole, and with something drawn on it
 * (ISO/IEC 15948).
 */
export function objectionToSignature(file: Buffer): 'kind' | 'size' | 'blank' | undefined {
  if (file.length > signatureMostBytes) return 'size'
  if (!file.subarray(0, 8).equals(magic)) return 'kind'
  const parts = partsOf(file)
  const head = parts?.[0]
  if (parts === undefined || head?.name !== 'IHDR' || head.data.length !== 13) return 'kind'
  const [width, height] = [head.data.readUInt32BE(0), head.data.readUInt32BE(4)]
  const [bits, colour, , , interlaced] = head.data.subarray(8)
  if (bits !== 8 || (colour !== 6 && colour !== 2) || interlaced !== 0) return 'kind'
  if (width < 40 || height < 20 || width > widest || height > highest) return 'size'
  const bytes = colour === 6 ? 4 : 3
  const most = height * (1 + width * bytes)
  let rows: Buffer
  try {
    const packed = parts.filter(({ name }) => name === 'IDAT').map(({ data }) => data)
    rows = inflateSync(Buffer.concat(packed), { maxOutputLength: most })
  } catch {
    return 'kind'
  }
  if (rows.length !== most) return 'kind'
  return isBlank(rows, width * bytes, bytes) ? 'blank' : undefined
}

interface Part {
  readonly name: string
  readonly data: Buffer
}

/** The chunks of the file; undefined when it is broken, goes on after its end or holds a chunk that is not allowed. */
function partsOf(file: Buffer): readonly Part[] | undefined {
  const parts: Part[] = []
  let at = 8
  while (at + 12 <= file.length) {
    const length = file.readUInt32BE(at)
    const end = at + 12 + length
    if (end > file.length) return undefined
    const name = file.toString('latin1', at + 4, at + 8)
    if (!chunks.has(name)) return undefined
    if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) return undefined
    parts.push({ name, data: file.subarray(at + 8, end - 4) })
    at = end
    if (name === 'IEND') break
  }
  return at === file.length && parts.at(-1)?.name === 'IEND' ? parts : undefined
}

/** Do all pixels look the same? Rows are taken out of their filters one by one. */
function isBlank(rows: Buffer, width: number, bytes: number): boolean {
  let above = Buffer.alloc(width)
  let first: Buffer | undefined
  for (let at = 0; at < rows.length; at += width + 1) {
    const row = unfiltered(rows[at]!, Buffer.from(rows.subarray(at + 1, at + 1 + width)), above, bytes)
    first ??= row.subarray(0, bytes)
    for (let x = 0; x < width; x += bytes) if (!isLike(row.subarray(x, x + bytes), first)) return false
    above = row
  }
  return true
}

/** Two pixels that nobody could tell apart: both transparent, or nearly the same colour. */
const isLike = (one: Buffer, other: Buffer): boolean =>
  (one.length === 4 && one[3]! < 16 && other[3]! < 16) ||
  one.every((value, place) => Math.abs(value - other[place]!) < 32)

function unfiltered(filter: number, row: Buffer, above: Buffer, bytes: number): Buffer<ArrayBuffer> {
  for (let x = 0; x < row.length; x++) {
    const left = x >= bytes ? row[x - bytes]! : 0
    const up = above[x]!
    const corner = x >= bytes ? above[x - bytes]! : 0
    row[x] = (row[x]! + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!) & 0xff
  }
  return row as Buffer<ArrayBuffer>
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
