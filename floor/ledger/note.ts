import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto'
import { HASH_BYTES } from './tree.ts'

/** Signature type byte of plain Ed25519 in C2SP signed-note. */
const ED25519 = 1
/** ASN.1 headers around a bare 32-byte Ed25519 key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Signs notes under one name; the private key never leaves it. */
export interface NoteSigner {
  /** Name of the key as it appears in signature lines, such as `mifeng.example/9f3c`. */
  readonly name: string
  /** Public key in the form `name+keyid+base64`, to be given to auditors. */
  readonly vkey: string
  /** @returns the complete signature line of the text, newline included */
  sign(text: string): string
}

/** Knows one public key and recognises its signature lines. */
export interface NoteKey {
  readonly name: string
  readonly keyId: Buffer
  readonly publicKey: KeyObject
}

/** A note whose signature was found good. */
export interface OpenedNote {
  /** Everything that was signed, its final newline included. */
  readonly text: string
  readonly signedBy: string
}

const keyIdOf = (name: string, publicKey: Uint8Array): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey]), 'buffer').subarray(
    0,
    4,
  )

const rawPublic = (key: KeyObject): Buffer =>
  key.export({ format: 'der', type: 'spki' }).subarray(SPKI.length)

function checkName(name: string): void {
  if (name === '' || /[\s+]/u.test(name)) throw new TypeError(`"${name}" cannot be the name of a note key`)
}

/**
 * A signer from an Ed25519 private key.
 * @param key a key object or the bare 32-byte seed
 */
export function createSigner(name: string, key: KeyObject | Uint8Array): NoteSigner {
  checkName(name)
  const privateKey =
    key instanceof Uint8Array
      ? createPrivateKey({ key: Buffer.concat([PKCS8, key]), format: 'der', type: 'pkcs8' })
      : key
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('a note is signed with an Ed25519 key')
  const publicKey = rawPublic(createPublicKey(privateKey))
  const keyId = keyIdOf(name, publicKey)
  return {
    name,
    vkey: `${name}+${keyId.toString('hex')}+${Buffer.concat([Buffer.of(ED25519), publicKey]).toString('base64')}`,
    sign(text) {
      if (!text.endsWith('\n')) throw new TypeError('the text of a note ends with a newline')
      const signature = sign(null, Buffer.from(text), privateKey)
      return `— ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`
    },
  }
}

/** A new signer with a fresh key, and the 32-byte seed to keep it by. */
export function generateSigner(name: string): { signer: NoteSigner; seed: Buffer } {
  const { privateKey } = generateKeyPairSync('ed25519')
  const seed = Buffer.from(privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length))
  return { signer: createSigner(name, seed), seed }
}

/**
 * Reads a public key line `name+keyid+base64`.
 * @throws TypeError when it is malformed, of another algorithm, or its key id does not belong to it
 */
export function parseKey(vkey: string): NoteKey {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(vkey)
  const data = decodeBase64(parts?.[3] ?? '')
  if (!parts || data?.length !== 33 || data[0] !== ED25519) throw new TypeError('not an Ed25519 note key')
  const name = parts[1]!
  const keyId = keyIdOf(name, data.subarray(1))
  if (keyId.toString('hex') !== parts[2])
    throw new TypeError('the key id does not belong to this name and key')
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI, data.subarray(1)]),
    format: 'der',
    type: 'spki',
  })
  return { name, keyId, publicKey }
}

/** The format forbids every ASCII control character but the newline. */
const hasControl = (text: string): boolean => Array.from(text).some((char) => char < ' ' && char !== '\n')

/** Standard base64 (RFC 4648 §4), refused unless it is the one spelling of its bytes. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

/** Text and signature in the form of C2SP signed-note. */
export const signNote = (signer: NoteSigner, text: string): string => `${text}\n${signer.sign(text)}`

/**
 * Opens a signed note: the text, if one of the keys signed it and no known key's signature is bad.
 * @returns undefined when it is malformed, unsigned by these keys, or a signature is wrong
 */
export function openNote(note: string, keys: readonly NoteKey[]): OpenedNote | undefined {
  if (hasControl(note) || !note.endsWith('\n')) return undefined
  const cut = note.lastIndexOf('\n\n')
  if (cut < 0) return undefined
  const text = note.slice(0, cut + 1)
  const lines = note.slice(cut + 2, -1).split('\n')
  let signedBy: string | undefined
  for (const line of lines) {
    const parts = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line)
    const data = parts && decodeBase64(parts[2]!)
    if (!parts || !data || data.length < 5) return undefined
    const key = keys.find((known) => known.name === parts[1] && known.keyId.equals(data.subarray(0, 4)))
    if (!key) continue
    if (!verify(null, Buffer.from(text), key.publicKey, data.subarray(4))) return undefined
    signedBy = key.name
  }
  return signedBy === undefined ? undefined : { text, signedBy }
}

/** Head of another lane, as a checkpoint vouches for it in an extension line. */
export interface OtherHead {
  readonly laneName: string
  readonly size: number
  readonly root: Buffer
}

/** What a checkpoint says, in the form of C2SP tlog-checkpoint. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
  /** Further lines, as they stand. */
  readonly extensions: readonly string[]
}

/** The text of a checkpoint, ready to be signed. */
export function checkpointText(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint
  return [origin, String(size), root.toString('base64'), ...extensions].map((line) => `${line}\n`).join('')
}

/** Reads the text of a checkpoint; undefined when it is not one. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith('\n')) return undefined
  const [origin, size, hash, ...extensions] = text.slice(0, -1).split('\n')
  const root = decodeBase64(hash ?? '')
  if (!origin || !/^(0|[1-9][0-9]{0,15})$/.test(size ?? '') || root?.length !== HASH_BYTES) return undefined
  if (!Number.isSafeInteger(Number(size)) || extensions.includes('')) return undefined
  return { origin, size: Number(size), root, extensions }
}

/** The extension line by which one lane's checkpoint vouches for the head of another. */
export const otherHeadLine = (head: OtherHead): string =>
  `lane ${head.laneName} ${head.size} ${head.root.toString('base64')}`
