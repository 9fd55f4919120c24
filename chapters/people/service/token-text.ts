import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** `mfs_`: a service account's token; `mfp_`: a person's own. */
export type TokenPrefix = 'mfs_' | 'mfp_'

/**
 * Prefix, 12 hexadecimal digits that find the row, 64 that are the secret, and 8 of the CRC-32 of everything before
 * them. Fixed length, no punctuation and a checksum: scanners for leaked secrets find it and tell it from a made-up one.
 */
const shape = /^(mf[sp]_)([0-9a-f]{12})[0-9a-f]{64}([0-9a-f]{8})$/

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0')
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A fresh token: the text is shown once, its hash and public part are kept. */
export function newTokenText(prefix: TokenPrefix): { text: string; publicId: string; hash: Buffer } {
  const publicId = randomBytes(6).toString('hex')
  const body = `${prefix}${publicId}${randomBytes(32).toString('hex')}`
  const text = body + checksum(body)
  return { text, publicId, hash: hashOf(text) }
}

/** The parts of what was presented; undefined when it was never a token of ours, which needs no look into the database. */
export function readTokenText(text: string): { publicId: string; hash: Buffer } | undefined {
  const match = shape.exec(text)
  if (match === null || checksum(text.slice(0, -8)) !== match[3]) return undefined
  return { publicId: match[2]!, hash: hashOf(text) }
}

const nothing = Buffer.alloc(32)

/** Whether the hashes are the same; takes as long for an unknown token as for a wrong one. */
export const isSameHash = (given: Buffer, kept: Buffer | undefined): boolean =>
  timingSafeEqual(given, kept?.length === given.length ? kept : nothing) && kept !== undefined

/** How a token is recognised in lists: its beginning. */
export const tokenBeginning = (prefix: TokenPrefix, publicId: string): string => `${prefix}${publicId}…`
