import { createHash, type Hash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createDeflateRaw, crc32 as nodeCrc32 } from 'node:zlib'

/** What was written: its length and its SHA-256 in lower-case hexadecimal. */
export interface Written {
  readonly bytes: number
  readonly sha256: string
}

/** A destination that counts and hashes what passes, and waits when it is full. */
export class Output {
  readonly #stream: Writable
  readonly #hash: Hash = createHash('sha256')
  #failed: Error | undefined
  bytes = 0

  /** `out` is a path (mode 0600, must not exist) or a stream, which is ended at `finish`. */
  constructor(out: Writable | string) {
    this.#stream = typeof out === 'string' ? createWriteStream(out, { flags: 'wx', mode: 0o600 }) : out
    this.#stream.on('error', (error) => (this.#failed = error))
  }

  async write(chunk: Buffer): Promise<void> {
    if (this.#failed) throw this.#failed
    this.#hash.update(chunk)
    this.bytes += chunk.length
    if (!this.#stream.write(chunk)) await once(this.#stream, 'drain')
  }

  async finish(): Promise<Written> {
    this.#stream.end()
    await finished(this.#stream)
    return { bytes: this.bytes, sha256: this.#hash.digest('hex') }
  }

  abandon(): void {
    this.#stream.destroy()
  }
}

interface WrittenPart {
  readonly name: Buffer
  readonly crc: number
  readonly compressed: number
  readonly uncompressed: number
  readonly offset: number
}

/** UTF-8 names, and sizes after the data because they are not known before. */
const FLAGS = 0x0808
/** 1 January 1980, the first moment of the format: the same content gives the same bytes at any time. */
const DOS_TIME = 0
const DOS_DATE = 0x21
const FOUR_GIB = 0xffffffff

/** Writes a zip package front to back (PKWARE APPNOTE 6.3, deflate, data descriptors, no ZIP64). */
export class ZipWriter {
  readonly #output: Output
  readonly #parts: WrittenPart[] = []
  constructor(output: Output) {
    this.#output = output
  }

  /** One part from chunks of text. Peak memory does not depend on its length. */
  async add(name: string, chunks: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const offset = this.#output.bytes
    const nameBytes = Buffer.from(name, 'utf8')
    await this.#output.write(Buffer.concat([localHeader(nameBytes.length), nameBytes]))
    const start = this.#output.bytes
    let crc = 0
    let uncompressed = 0
    const deflate = createDeflateRaw({ level: 6 })
    const pumping = this.#pump(deflate)
    try {
      for await (const chunk of chunks) {
        const bytes = Buffer.from(chunk, 'utf8')
        crc = crc32(bytes, crc)
        uncompressed += bytes.length
        if (!deflate.write(bytes)) await Promise.race([once(deflate, 'drain'), pumping])
      }
      deflate.end()
      await pumping
    } catch (error) {
      deflate.destroy()
      await pumping.catch(() => undefined)
      throw error
    }
    const compressed = this.#output.bytes - start
    if (uncompressed > FOUR_GIB || this.#output.bytes > FOUR_GIB)
      throw new RangeError('a part over 4 GiB needs ZIP64')
    await this.#output.write(descriptor(crc, compressed, uncompressed))
    this.#parts.push({ name: nameBytes, crc, compressed, uncompressed, offset })
  }

  async #pump(deflate: ReturnType<typeof createDeflateRaw>): Promise<void> {
    for await (const chunk of deflate) await this.#output.write(chunk as Buffer)
  }

  async finish(): Promise<Written> {
    const start = this.#output.bytes
    for (const part of this.#parts) await this.#output.write(Buffer.concat([centralHeader(part), part.name]))
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(this.#parts.length, 8)
    end.writeUInt16LE(this.#parts.length, 10)
    end.writeUInt32LE(this.#output.bytes - start, 12)
    end.writeUInt32LE(start, 16)
    await this.#output.write(end)
    return this.#output.finish()
  }
}

function localHeader(nameLength: number): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(FLAGS, 6)
  header.writeUInt16LE(8, 8)
  header.writeUInt16LE(DOS_TIME, 10)
  header.writeUInt16LE(DOS_DATE, 12)
  header.writeUInt16LE(nameLength, 26)
  return header
}

function descriptor(crc: number, compressed: number, uncompressed: number): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(compressed, 8)
  bytes.writeUInt32LE(uncompressed, 12)
  return bytes
}

function centralHeader(part: WrittenPart): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(FLAGS, 8)
  header.writeUInt16LE(8, 10)
  header.writeUInt16LE(DOS_TIME, 12)
  header.writeUInt16LE(DOS_DATE, 14)
  header.writeUInt32LE(part.crc, 16)
  header.writeUInt32LE(part.compressed, 20)
  header.writeUInt32LE(part.uncompressed, 24)
  header.writeUInt16LE(part.name.length, 28)
  header.writeUInt32LE(part.offset, 42)
  return header
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value >>> 0
})

/** CRC-32 (IEEE 802.3) of `bytes`, going on from `before`; Node's own where it has one (20.15 and later). */
export function crc32(bytes: Buffer, before = 0): number {
  if (typeof nodeCrc32 === 'function') return nodeCrc32(bytes, before)
  let crc = ~before >>> 0
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return ~crc >>> 0
}
