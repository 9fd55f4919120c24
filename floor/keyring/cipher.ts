import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  getCiphers,
  getHashes,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto'
import { Fault } from '../errors.ts'
import { expand } from './derive.ts'
import { AlgorithmMissing, SealBroken } from './faults.ts'
import { frame } from './frame.ts'
import type { SealContext } from './frame.ts'

/**
 * The only file that touches the cipher API (a test of the house checks it). Node accepts GCM tags of 4 bytes unless
 * told otherwise and hands out plaintext before the tag is checked; neither can happen behind this wrapper.
 *
 * A sealed value: algorithm id (1) · key version (2, big endian) · nonce (12) · key commitment (32) · ciphertext · tag.
 * The tag is 16 bytes for AES-256-GCM and 24 for SM4-CTR + HMAC-SM3, so the overhead is 63 or 71 bytes.
 */
export type Algorithm = 'aes' | 'sm'

export const secretBytes = 32
const nonceAt = 3
const nonceBytes = 12
const commitmentAt = nonceAt + nonceBytes
const commitmentBytes = 32
/** Bytes before the ciphertext. */
export const headBytes = commitmentAt + commitmentBytes
const gcm = { authTagLength: 16 } as const

/** SP 800-38D §8.3: at most 2^32 random nonces under one key. */
export const mostSealsPerKey = 2 ** 32

interface Suite {
  readonly id: number
  readonly tagBytes: number
  /** Encryption key (and MAC key), then the commitment, from the secret. */
  derive(secret: Buffer): Parts
  /** Appends ciphertext and tag to `out` at `at`. */
  encrypt(parts: Parts, nonce: Buffer, associated: Buffer, plaintext: Buffer, out: Buffer, at: number): void
  /** Plaintext of `body` (ciphertext and tag), or undefined when the tag does not fit. */
  decrypt(parts: Parts, nonce: Buffer, associated: Buffer, body: Buffer): Buffer | undefined
}

interface Parts {
  readonly all: Buffer
  readonly encryption: Buffer
  readonly mac: Buffer
  readonly commitment: Buffer
}

const aes: Suite = {
  id: 1,
  tagBytes: gcm.authTagLength,
  derive(secret) {
    const all = expand('sha512', secret, 'mifeng aes-256-gcm 1', 64)
    return { all, encryption: all.subarray(0, 32), mac: all.subarray(0, 0), commitment: all.subarray(32, 64) }
  },
  encrypt(parts, nonce, associated, plaintext, out, at) {
    const cipher = createCipheriv('aes-256-gcm', parts.encryption, nonce, gcm)
    cipher.setAAD(associated)
    cipher.update(plaintext).copy(out, at)
    cipher.final()
    cipher.getAuthTag().copy(out, at + plaintext.length)
  },
  decrypt(parts, nonce, associated, body) {
    const decipher = createDecipheriv('aes-256-gcm', parts.encryption, nonce, gcm)
    decipher.setAAD(associated)
    decipher.setAuthTag(body.subarray(body.length - gcm.authTagLength))
    const plaintext = decipher.update(body.subarray(0, body.length - gcm.authTagLength))
    try {
      decipher.final()
      return plaintext
    } catch {
      plaintext.fill(0)
      return undefined
    }
  },
}

/** HMAC-SM3 over nonce, length of the associated data, associated data, ciphertext; the first 24 of 32 bytes. */
const smTagBytes = 24
function smTag(parts: Parts, nonce: Buffer, associated: Buffer, ciphertext: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32BE(associated.length)
  const mac = createHmac('sm3', parts.mac).update(nonce).update(length).update(associated).update(ciphertext)
  return mac.digest().subarray(0, smTagBytes)
}
const smCounter = (nonce: Buffer): Buffer => Buffer.concat([nonce, Buffer.alloc(4)], 16)

const sm: Suite = {
  id: 2,
  tagBytes: smTagBytes,
  derive(secret) {
    if (!smIsHere())
      throw new AlgorithmMissing(
        'SM4-CTR and SM3 are not in this Node’s OpenSSL: choose algorithm "aes" or another build / ' +
          '当前 Node 的 OpenSSL 不含 SM4-CTR 或 SM3：请改用 aes 或更换运行环境',
      )
    const all = expand('sm3', secret, 'mifeng sm4-ctr hmac-sm3 1', 80)
    return {
      all,
      encryption: all.subarray(0, 16),
      mac: all.subarray(16, 48),
      commitment: all.subarray(48, 80),
    }
  },
  encrypt(parts, nonce, associated, plaintext, out, at) {
    const cipher = createCipheriv('sm4-ctr', parts.encryption, smCounter(nonce))
    cipher.update(plaintext).copy(out, at)
    cipher.final()
    const ciphertext = out.subarray(at, at + plaintext.length)
    smTag(parts, nonce, associated, ciphertext).copy(out, at + plaintext.length)
  },
  decrypt(parts, nonce, associated, body) {
    const ciphertext = body.subarray(0, body.length - smTagBytes)
    const tag = body.subarray(body.length - smTagBytes)
    if (!timingSafeEqual(smTag(parts, nonce, associated, ciphertext), tag)) return undefined
    const decipher = createDecipheriv('sm4-ctr', parts.encryption, smCounter(nonce))
    const plaintext = decipher.update(ciphertext)
    decipher.final()
    return plaintext
  },
}

/** The bare algorithms; exported for the published vectors, whose keys and nonces no caller could choose. */
export const suites: Readonly<Record<Algorithm, Suite>> = { aes, sm }

let smKnown: boolean | undefined
/** Whether SM4-CTR and SM3 are in this runtime. */
export const smIsHere = (): boolean =>
  (smKnown ??= getCiphers().includes('sm4-ctr') && getHashes().includes('sm3'))

/** Throws AlgorithmMissing when the runtime cannot seal with it. */
export function requireAlgorithm(algorithm: Algorithm): void {
  if (algorithm === 'sm') sm.derive(Buffer.alloc(secretBytes))
}

const algorithmOf = (id: number | undefined): Algorithm | undefined =>
  id === aes.id ? 'aes' : id === sm.id ? 'sm' : undefined

// Random bytes are fetched from the operating system for 512 nonces at once: one call per nonce costs more than AES.
const noncePool = Buffer.alloc(nonceBytes * 512)
let nonceUsed = noncePool.length
function nextNonce(out: Buffer, at: number): void {
  if (nonceUsed === noncePool.length) {
    randomFillSync(noncePool)
    nonceUsed = 0
  }
  noncePool.copy(out, at, nonceUsed, nonceUsed + nonceBytes)
  nonceUsed += nonceBytes
}

/** The key version that a sealed value names; 0 for what cannot be one. */
export const keyVersionOf = (sealed: Buffer): number =>
  sealed.length < headBytes ? 0 : sealed.readUInt16BE(1)

/** The bytes that sealing adds to a value. */
export const overheadBytes = (algorithm: Algorithm): number => headBytes + suites[algorithm].tagBytes

/**
 * A secret of 32 bytes, ready to seal and open. It owns the buffer given to it and overwrites it in `zero`; after that
 * every use throws. What seals new values is `algorithm`; what opens is decided by the value's own header.
 */
export class SealingKey {
  readonly algorithm: Algorithm
  readonly version: number
  readonly #secret: Buffer
  readonly #parts: { aes?: Parts; sm?: Parts } = {}
  #uses = 0
  #gone = false
  constructor(secret: Buffer, version: number, algorithm: Algorithm) {
    if (secret.length !== secretBytes) throw new Fault('a sealing key has 32 bytes')
    if (!Number.isInteger(version) || version < 1 || version > 0xffff)
      throw new Fault('a key version is 1 to 65535')
    this.#secret = secret
    this.version = version
    this.algorithm = algorithm
  }

  /** Seals; the result is bound to the context and to this key. At most 2^32 values per key and process. */
  seal(context: SealContext, plaintext: Buffer): Buffer {
    const suite = suites[this.algorithm]
    const parts = this.#partsOf(this.algorithm)
    this.#count()
    const out = Buffer.allocUnsafe(headBytes + plaintext.length + suite.tagBytes)
    out[0] = suite.id
    out.writeUInt16BE(this.version, 1)
    nextNonce(out, nonceAt)
    parts.commitment.copy(out, commitmentAt)
    const associated = frame(suite.id, this.version, context)
    suite.encrypt(parts, out.subarray(nonceAt, commitmentAt), associated, plaintext, out, headBytes)
    return out
  }

  /** Opens; throws SealBroken, and nothing is handed out, unless every bit and the context are as they were sealed. */
  open(context: SealContext, sealed: Buffer): Buffer {
    const algorithm = algorithmOf(sealed[0])
    if (algorithm === undefined) throw new SealBroken('algorithm')
    const suite = suites[algorithm]
    if (sealed.length < headBytes + suite.tagBytes) throw new SealBroken('format')
    if (sealed.readUInt16BE(1) !== this.version) throw new SealBroken('version')
    const parts = this.#partsOf(algorithm)
    if (!timingSafeEqual(parts.commitment, sealed.subarray(commitmentAt, headBytes)))
      throw new SealBroken('key')
    const associated = frame(suite.id, this.version, context)
    const nonce = sealed.subarray(nonceAt, commitmentAt)
    const plaintext = suite.decrypt(parts, nonce, associated, sealed.subarray(headBytes))
    if (plaintext === undefined) throw new SealBroken('tag')
    return plaintext
  }

  /** For stream.ts, whose chunks carry no header of their own: ciphertext and tag under a nonce that never repeats. */
  sealChunk(context: SealContext, nonce: Buffer, chunk: Buffer): Buffer {
    const suite = suites[this.algorithm]
    const parts = this.#partsOf(this.algorithm)
    this.#count()
    const out = Buffer.allocUnsafe(chunk.length + suite.tagBytes)
    suite.encrypt(parts, nonce, frame(suite.id, this.version, context), chunk, out, 0)
    return out
  }

  /** The reverse of `sealChunk`; throws SealBroken. */
  openChunk(context: SealContext, nonce: Buffer, body: Buffer): Buffer {
    const suite = suites[this.algorithm]
    if (body.length < suite.tagBytes) throw new SealBroken('format')
    const parts = this.#partsOf(this.algorithm)
    const plaintext = suite.decrypt(parts, nonce, frame(suite.id, this.version, context), body)
    if (plaintext === undefined) throw new SealBroken('tag')
    return plaintext
  }

  /** What a value sealed by this key carries to name it; see "key commitment" in the format. */
  commitment(): Buffer {
    return Buffer.from(this.#partsOf(this.algorithm).commitment)
  }

  /** A secret for another use, which tells nothing about this key. */
  derive(info: Buffer | string, length: number = secretBytes): Buffer {
    this.#mustBeHere()
    return expand('sha256', this.#secret, info, length)
  }

  /** A copy of the secret, in memory of its own, for another thread of this process; see lending.ts. */
  copySecret(): Uint8Array<ArrayBuffer> {
    this.#mustBeHere()
    return new Uint8Array(this.#secret)
  }

  /** Overwrites the secret and everything derived from it. */
  zero(): void {
    this.#gone = true
    this.#secret.fill(0)
    this.#parts.aes?.all.fill(0)
    this.#parts.sm?.all.fill(0)
  }

  #partsOf(algorithm: Algorithm): Parts {
    this.#mustBeHere()
    return (this.#parts[algorithm] ??= suites[algorithm].derive(this.#secret))
  }
  #mustBeHere(): void {
    // A key of zeros would still seal, and anybody could open the result.
    if (this.#gone) throw new Fault('a key was used after it was wiped')
  }
  #count(): void {
    if (++this.#uses > mostSealsPerKey) throw new Fault('a key has sealed 2^32 values: rotate it')
  }
}
