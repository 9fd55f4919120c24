import { open } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import type { Readable } from 'node:stream'
import { sheetMistake } from './mistakes.ts'
import type { SheetLimits } from './types.ts'

/** One part of a zip package, as its central directory declares it. Sizes in bytes. */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly flags: number
  readonly compressed: number
  readonly uncompressed: number
  readonly offset: number
}

/** What a package is read from. */
export interface ZipSource {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>
  stat(): Promise<{ size: number }>
  close(): Promise<void>
}

/** A package in memory, for a document that must not be written to the disk unsealed. */
const inMemory = (bytes: Buffer): ZipSource => ({
  read: (buffer, offset, length, position) =>
    Promise.resolve({ bytesRead: bytes.copy(buffer, offset, position, position + length) }),
  stat: () => Promise.resolve({ size: bytes.length }),
  close: () => Promise.resolve(),
})

export interface ZipFile {
  readonly entries: ReadonlyMap<string, ZipEntry>
  readonly handle: ZipSource
  readonly bytes: number
  close(): Promise<void>
}

const EOCD = 0x06054b50
const EOCD64 = 0x06064b50
const EOCD64_LOCATOR = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const RATIO_LOOKED_AT_FROM = 16 * 1024 * 1024
const DIRECTORY_CEILING = 16 * 1024 * 1024

/**
 * Reads the central directory of a zip file (PKWARE APPNOTE 6.3, ZIP64 included) and refuses what no workbook needs
 * before a single byte is unpacked: too many parts, too large, too high a ratio, encrypted parts, paths that leave the
 * package, the same part twice. A Buffer is read where it is. Throws the mistakes `sheet.damaged`, `sheet.bomb`, `sheet.unsafe-path`, `sheet.encrypted`.
 */
export async function openZip(file: string | Buffer, limits: SheetLimits): Promise<ZipFile> {
  const handle = typeof file === 'string' ? await open(file, 'r') : inMemory(file)
  try {
    const bytes = (await handle.stat()).size
    const { offset, size, count } = await findDirectory(handle, bytes)
    if (count > limits.entries || size > DIRECTORY_CEILING) throw sheetMistake('sheet.bomb')
    if (offset + size > bytes) throw sheetMistake('sheet.damaged')
    const entries = parseDirectory(await readAt(handle, offset, size), count)
    guardDirectory(entries, limits)
    const byName = new Map(entries.map((entry) => [entry.name, entry]))
    if (byName.size !== entries.length) throw sheetMistake('sheet.unsafe-path')
    return { entries: byName, handle, bytes, close: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function readAt(handle: ZipSource, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done)
    if (bytesRead === 0) throw sheetMistake('sheet.damaged')
    done += bytesRead
  }
  return buffer
}

async function findDirectory(
  handle: ZipSource,
  bytes: number,
): Promise<{ offset: number; size: number; count: number }> {
  const tailLength = Math.min(bytes, 65_557)
  const tail = await readAt(handle, bytes - tailLength, tailLength)
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== EOCD) at--
  if (at < 0) throw sheetMistake('sheet.damaged')
  const count = tail.readUInt16LE(at + 10)
  const size = tail.readUInt32LE(at + 12)
  const offset = tail.readUInt32LE(at + 16)
  if (count !== 0xffff && size !== 0xffffffff && offset !== 0xffffffff) return { offset, size, count }
  if (at < 20 || tail.readUInt32LE(at - 20) !== EOCD64_LOCATOR) return { offset, size, count }
  const record = await readAt(handle, safeNumber(tail.readBigUInt64LE(at - 12)), 56)
  if (record.readUInt32LE(0) !== EOCD64) throw sheetMistake('sheet.damaged')
  return {
    count: safeNumber(record.readBigUInt64LE(32)),
    size: safeNumber(record.readBigUInt64LE(40)),
    offset: safeNumber(record.readBigUInt64LE(48)),
  }
}

function safeNumber(value: bigint): number {
  if (value > 0xffffffffffffn) throw sheetMistake('sheet.damaged')
  return Number(value)
}

function parseDirectory(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      throw sheetMistake('sheet.damaged')
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const end = at + 46 + nameLength + extraLength + directory.readUInt16LE(at + 32)
    if (end > directory.length) throw sheetMistake('sheet.damaged')
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const sizes = withZip64(extra, {
      uncompressed: directory.readUInt32LE(at + 24),
      compressed: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    })
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      ...sizes,
    })
    at = end
  }
  return entries
}

type Sizes = { uncompressed: number; compressed: number; offset: number }

function withZip64(extra: Buffer, sizes: Sizes): Sizes {
  let at = 0
  while (at + 4 <= extra.length) {
    const id = extra.readUInt16LE(at)
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (id === 1 && end <= extra.length) {
      const field = { at: at + 4 }
      const next = (current: number): number => {
        if (current !== 0xffffffff || field.at + 8 > end) return current
        field.at += 8
        return safeNumber(extra.readBigUInt64LE(field.at - 8))
      }
      return {
        uncompressed: next(sizes.uncompressed),
        compressed: next(sizes.compressed),
        offset: next(sizes.offset),
      }
    }
    at = end
  }
  return sizes
}

function guardDirectory(entries: readonly ZipEntry[], limits: SheetLimits): void {
  let total = 0
  for (const entry of entries) {
    if (unsafePath(entry.name)) throw sheetMistake('sheet.unsafe-path')
    if ((entry.flags & 1) !== 0) throw sheetMistake('sheet.encrypted')
    total += entry.uncompressed
    if (total > limits.uncompressedBytes) throw sheetMistake('sheet.bomb')
    if (entry.uncompressed > RATIO_LOOKED_AT_FROM && entry.uncompressed > entry.compressed * limits.ratio) {
      throw sheetMistake('sheet.bomb')
    }
    if (/(^|\/)sharedStrings\.xml$/i.test(entry.name) && entry.uncompressed > limits.sharedStringBytes) {
      throw sheetMistake('sheet.bomb')
    }
  }
}

function unsafePath(name: string): boolean {
  return (
    name.includes('\0') ||
    name.includes('\\') ||
    name.startsWith('/') ||
    /^[a-z]:/i.test(name) ||
    name.split('/').includes('..')
  )
}

/**
 * Streams one part, unpacked, in chunks of at most 256 KiB. A part that unpacks to more than the directory declared is a
 * bomb and stops at once, so the checks made on declared sizes hold. Throws `sheet.bomb` and `sheet.damaged`.
 */
export async function* readEntry(zip: ZipFile, entry: ZipEntry): AsyncGenerator<Buffer> {
  const head = await readAt(zip.handle, entry.offset, 30)
  if (head.readUInt32LE(0) !== LOCAL) throw sheetMistake('sheet.damaged')
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  if (start + entry.compressed > zip.bytes) throw sheetMistake('sheet.damaged')
  if (entry.uncompressed === 0 && entry.compressed === 0) return
  if (entry.method !== 0 && entry.method !== 8) throw sheetMistake('sheet.damaged')
  let seen = 0
  for await (const chunk of unpack(compressedChunks(zip.handle, start, entry.compressed), entry.method)) {
    seen += chunk.length
    if (seen > entry.uncompressed) throw sheetMistake('sheet.bomb')
    yield chunk
  }
  if (seen !== entry.uncompressed) throw sheetMistake('sheet.damaged')
}

async function* compressedChunks(handle: ZipSource, start: number, length: number): AsyncGenerator<Buffer> {
  const step = 64 * 1024
  for (let done = 0; done < length; done += step) {
    yield await readAt(handle, start + done, Math.min(step, length - done))
  }
}

async function* unpack(chunks: AsyncGenerator<Buffer>, method: number): AsyncGenerator<Buffer> {
  if (method === 0) {
    yield* chunks
    return
  }
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
  const feeding = feed(chunks, inflate)
  try {
    for await (const chunk of inflate as Readable) yield chunk as Buffer
    await feeding
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw sheetMistake('sheet.damaged')
    }
    throw error
  } finally {
    inflate.destroy()
  }
}

/** Writes into the inflater and waits for room; ends quietly when the reader has gone away. */
async function feed(
  chunks: AsyncGenerator<Buffer>,
  inflate: ReturnType<typeof createInflateRaw>,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (inflate.destroyed) return
      if (!inflate.write(chunk)) {
        await new Promise<void>((resolve) => {
          inflate.once('drain', resolve)
          inflate.once('close', resolve)
        })
      }
    }
    inflate.end()
  } catch (error) {
    inflate.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}

/** A small part whole, as text. Throws `sheet.bomb` above `ceiling` bytes and `sheet.damaged` when it is not UTF-8. */
export async function readSmallEntry(zip: ZipFile, entry: ZipEntry, ceiling: number): Promise<string> {
  if (entry.uncompressed > ceiling) throw sheetMistake('sheet.bomb')
  const parts: Buffer[] = []
  for await (const chunk of readEntry(zip, entry)) parts.push(chunk)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch {
    throw sheetMistake('sheet.damaged')
  }
}
