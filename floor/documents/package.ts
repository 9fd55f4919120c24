import { inflateRawSync, constants } from 'node:zlib'
import type { Inspected, RefusedFor } from './kinds.ts'

/** One part of a zip package as its directory declares it. */
interface Part {
  readonly name: string
  readonly method: number
  readonly flags: number
  readonly compressed: number
  readonly uncompressed: number
  readonly offset: number
}

const endMark = 0x06054b50
const centralMark = 0x02014b50
const localMark = 0x04034b50
const partsMost = 10_000
const unpackedMost = 1024 * 1024 * 1024
const ratioMost = 250
const ratioLookedAtFrom = 4 * 1024 * 1024
/** So much of a packed XML part is looked at for a document type: it stands before the first element. */
const xmlHeadBytes = 4096

/** What the directory of a package says about it. */
export interface PackageVerdict {
  readonly contentType: string
  readonly hasMacros: boolean
}

/** Where the record at the end of a zip file begins in these last bytes; it reaches exactly to the end. -1 = no zip. */
export function zipEnd(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0 && at >= tail.length - 65_557; at--)
    if (tail.readUInt32LE(at) === endMark && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return at
  return -1
}

/**
 * Judges an office package by its directory (PKWARE APPNOTE 6.3.10 §4.3, ECMA-376 part 2) before anything of it is
 * unpacked: parts that overlap, repeat, leave the folder, are locked or unpack abnormally; macros; document types.
 */
export function judgePackage({ tail, size, whole }: Inspected): PackageVerdict | RefusedFor {
  const parts = directoryOf(tail, size)
  if (typeof parts === 'string') return parts
  const fault = faultOf(parts, size)
  if (fault !== undefined) return fault
  const names = new Set(parts.map(({ name }) => name))
  const contentType = typeOf(names)
  if (contentType === undefined) return 'kind'
  let hasMacros = parts.some(({ name }) =>
    /(^|\/)(vbaProject[^/]*\.bin|vbaData\.xml|macrosheets\/|activeX\/|Basic\/|Scripts\/)/i.test(name),
  )
  if (whole !== undefined)
    for (const part of parts) {
      if (!/\.(xml|rels|vml)$/i.test(part.name)) continue
      const head = headOf(whole, part)
      if (head === undefined) return 'damaged'
      if (/<!(DOCTYPE|ENTITY)/i.test(head.replaceAll('\0', ''))) return 'entities'
      if (/macroEnabled/i.test(head) && part.name === '[Content_Types].xml') hasMacros = true
      // A template on another server brings its own macros when the document is opened.
      if (/attachedTemplate/.test(head) && /TargetMode\s*=\s*["']External/.test(head)) hasMacros = true
    }
  return { contentType, hasMacros }
}

function directoryOf(tail: Buffer, size: number): Part[] | RefusedFor {
  const end = zipEnd(tail)
  if (end < 0) return 'damaged'
  const count = tail.readUInt16LE(end + 10)
  const bytes = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  // Office packages of more than 4 GiB or 65,535 parts do not occur; such a directory is not read.
  if (count === 0xffff || offset === 0xffffffff || bytes > tail.length) return 'bomb'
  if (count > partsMost) return 'bomb'
  let at = offset - (size - tail.length)
  if (at < 0 || at + bytes > end) return 'damaged'
  const parts: Part[] = []
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || tail.readUInt32LE(at) !== centralMark) return 'damaged'
    const nameBytes = tail.readUInt16LE(at + 28)
    parts.push({
      flags: tail.readUInt16LE(at + 8),
      method: tail.readUInt16LE(at + 10),
      compressed: tail.readUInt32LE(at + 20),
      uncompressed: tail.readUInt32LE(at + 24),
      offset: tail.readUInt32LE(at + 42),
      name: tail.toString('utf8', at + 46, at + 46 + nameBytes),
    })
    at += 46 + nameBytes + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32)
  }
  return parts
}

function faultOf(parts: readonly Part[], size: number): RefusedFor | undefined {
  let unpacked = 0
  const seen = new Set<string>()
  for (const part of parts) {
    if (leaves(part.name) || seen.has(part.name)) return 'unsafe-path'
    seen.add(part.name)
    if ((part.flags & 1) !== 0) return 'encrypted'
    unpacked += part.uncompressed
    if (unpacked > unpackedMost) return 'bomb'
    if (part.uncompressed > ratioLookedAtFrom && part.uncompressed > part.compressed * ratioMost)
      return 'bomb'
  }
  // Parts that share their packed bytes multiply what a small file unpacks to.
  let free = 0
  for (const part of parts.toSorted((a, b) => a.offset - b.offset)) {
    if (part.offset < free) return 'bomb'
    free = part.offset + 30 + part.compressed
    if (free > size) return 'damaged'
  }
  return undefined
}

const leaves = (name: string): boolean =>
  name.includes('\0') ||
  name.includes('\\') ||
  name.startsWith('/') ||
  /^[a-z]:/i.test(name) ||
  name.split('/').includes('..')

function typeOf(names: ReadonlySet<string>): string | undefined {
  const ooxml = 'application/vnd.openxmlformats-officedocument.'
  if (names.has('[Content_Types].xml')) {
    if (names.has('word/document.xml')) return `${ooxml}wordprocessingml.document`
    if (names.has('xl/workbook.xml')) return `${ooxml}spreadsheetml.sheet`
    if (names.has('ppt/presentation.xml')) return `${ooxml}presentationml.presentation`
  }
  if (!names.has('mimetype') || !names.has('content.xml')) return undefined
  // Which of the two is said by the part `mimetype`, which comes first and unpacked; see inspect.ts.
  return 'application/vnd.oasis.opendocument'
}

/** The beginning of one part as text; undefined when it is not where the directory says. */
function headOf(whole: Buffer, part: Part): string | undefined {
  if (part.offset + 30 > whole.length || whole.readUInt32LE(part.offset) !== localMark) return undefined
  const start = part.offset + 30 + whole.readUInt16LE(part.offset + 26) + whole.readUInt16LE(part.offset + 28)
  const packed = whole.subarray(start, start + Math.min(part.compressed, xmlHeadBytes))
  if (part.method === 0) return packed.toString('latin1')
  if (part.method !== 8) return undefined
  try {
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1')
  } catch {
    return undefined
  }
}
