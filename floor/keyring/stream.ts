import { randomBytes, timingSafeEqual } from 'node:crypto'
import { overheadBytes, headBytes, SealingKey } from './cipher.ts'
import type { Algorithm } from './cipher.ts'
import { SealBroken } from './faults.ts'
import type { SealContext } from './frame.ts'

/**
 * Sealed files, after the STREAM construction as age uses it: a header, then chunks of 64 KiB, each sealed under a key
 * of its own file with the chunk's index and an end mark as nonce. A chunk that is moved, left out, repeated, or that
 * only became the last one by cutting the file, does not open.
 *
 * Header: "MFS1" · algorithm id (1) · key version (2) · salt (32) · key commitment (32). An empty file has one empty
 * chunk; otherwise only the last chunk may be short, and it is never empty.
 */
export const chunkBytes = 64 * 1024
export const streamHeadBytes = 4 + 1 + 2 + 32 + 32
const magic = Buffer.from('MFS1', 'latin1')
const algorithms: readonly (Algorithm | undefined)[] = [undefined, 'aes', 'sm']
const tagBytes = (algorithm: Algorithm): number => overheadBytes(algorithm) - headBytes

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

function fileKey(key: SealingKey, salt: Buffer, algorithm: Algorithm): SealingKey {
  return new SealingKey(
    key.derive(Buffer.concat([Buffer.from('mifeng file 1'), salt])),
    key.version,
    algorithm,
  )
}

/** Cuts any stream of bytes into pieces of `size`; only the last may be shorter. `last` is known when it is given out. */
async function* pieces(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ piece: Buffer; last: boolean }> {
  let held: Buffer[] = []
  let length = 0
  for await (const part of source) {
    if (part.length === 0) continue
    held.push(Buffer.from(part.buffer, part.byteOffset, part.length))
    length += part.length
    // More than one piece is held before one is given out: the last one must be known as such.
    while (length > size) {
      const all = held.length === 1 ? held[0]! : Buffer.concat(held)
      yield { piece: all.subarray(0, size), last: false }
      held = [all.subarray(size)]
      length -= size
    }
  }
  yield { piece: Buffer.concat(held), last: true }
}

/** Seals a stream of any length in constant memory; yields the header first, then one sealed chunk at a time. */
export async function* sealStream(
  key: SealingKey,
  context: SealContext,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(32)
  const own = fileKey(key, salt, key.algorithm)
  try {
    const id = Buffer.alloc(3)
    id[0] = algorithms.indexOf(key.algorithm)
    id.writeUInt16BE(key.version, 1)
    yield Buffer.concat([magic, id, salt, own.commitment()])
    let index = 0
    for await (const { piece, last } of pieces(source, chunkBytes))
      yield own.sealChunk(context, nonceOf(index++, last), piece)
  } finally {
    own.zero()
  }
}

/** The key of one sealed file, from its header. Throws SealBroken. The caller zeroes it. */
function keyFromHead(key: SealingKey, head: Buffer): SealingKey {
  if (head.length !== streamHeadBytes || !head.subarray(0, 4).equals(magic)) throw new SealBroken('format')
  const algorithm = algorithms[head[4]!]
  if (algorithm === undefined) throw new SealBroken('algorithm')
  if (head.readUInt16BE(5) !== key.version) throw new SealBroken('version')
  const own = fileKey(key, head.subarray(7, 39), algorithm)
  if (timingSafeEqual(own.commitment(), head.subarray(39))) return own
  own.zero()
  throw new SealBroken('key')
}

/** A sealed file that can be read at any place. */
export interface SealedSource {
  readonly size: number
  read(start: number, length: number): Promise<Buffer>
}

/**
 * Opens a sealed file, chunk by chunk, in constant memory. The last chunk is opened first: a file that was cut or made
 * longer is refused before any byte is handed out. Later damage ends the stream with SealBroken before its chunk.
 */
export async function* openStream(
  key: () => SealingKey,
  context: SealContext,
  source: SealedSource,
): AsyncGenerator<Buffer> {
  const head = await source.read(0, Math.min(streamHeadBytes, source.size))
  // Asked for only now and used up at once: a cached key may be wiped at any await.
  const own = keyFromHead(key(), head)
  try {
    const sealedBytes = chunkBytes + tagBytes(own.algorithm)
    const body = source.size - streamHeadBytes
    const chunks = Math.max(1, Math.ceil(body / sealedBytes))
    const open = async (index: number): Promise<Buffer> => {
      const start = index * sealedBytes
      const sealed = await source.read(streamHeadBytes + start, Math.min(sealedBytes, body - start))
      const chunk = own.openChunk(context, nonceOf(index, index === chunks - 1), sealed)
      if (chunk.length === 0 && index > 0) throw new SealBroken('format')
      return chunk
    }
    const last = await open(chunks - 1)
    for (let index = 0; index < chunks - 1; index++) yield await open(index)
    if (last.length > 0) yield last
  } finally {
    own.zero()
  }
}
