import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import type { PasskeyAnswer, PasskeyAsked, PasskeyMade, PasskeyWanted } from '../wire.ts'

/** For tests: a device that holds one passkey and answers as a browser would pass it on (WebAuthn Level 3 §6). */
export interface Authenticator {
  make(wanted: PasskeyWanted, origin: string): PasskeyMade
  answer(asked: PasskeyAsked, origin: string): PasskeyAnswer
  /** The same key in a second device, with the counter it has now. */
  clone(): Authenticator
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
const text = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** CBOR of the few shapes needed here (RFC 8949). */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, size: number): Buffer =>
    size < 24
      ? Buffer.from([(major << 5) | size])
      : size < 256
        ? Buffer.from([(major << 5) | 24, size])
        : Buffer.from([(major << 5) | 25, size >> 8, size & 255])
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  const parts = [...value].flatMap(([key, one]) => [cbor(key), cbor(one as never)])
  return Buffer.concat([head(5, value.size), ...parts])
}

interface Inside {
  readonly id: Buffer
  readonly key: KeyObject
  readonly cose: Buffer
  counter: number
  readonly verifies: boolean
}

/** A device with a fresh ES256 key. `verifies: false`: it does not ask for finger, face or PIN. */
export function openAuthenticator(verifies = true): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const cose = cbor(
    new Map<number | string, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x!, 'base64url')],
      [-3, Buffer.from(y!, 'base64url')],
    ]),
  )
  return deviceWith({ id: randomBytes(32), key: privateKey, cose, counter: 0, verifies })
}

function deviceWith(inside: Inside): Authenticator {
  const data = (rpId: string, attested: boolean): Buffer => {
    inside.counter += 1
    const head = Buffer.alloc(37)
    sha256(rpId).copy(head)
    head[32] = 1 | (inside.verifies ? 4 : 0) | (attested ? 64 : 0)
    head.writeUInt32BE(inside.counter, 33)
    if (!attested) return head
    const length = Buffer.alloc(2)
    length.writeUInt16BE(inside.id.length)
    return Buffer.concat([head, Buffer.alloc(16), length, inside.id, inside.cose])
  }
  const client = (type: string, challenge: string, origin: string): string =>
    text({ type: `webauthn.${type}`, challenge, origin, crossOrigin: false })
  return {
    make: (wanted, origin) => ({
      challengeId: wanted.challengeId,
      id: inside.id.toString('base64url'),
      clientDataJSON: client('create', wanted.challenge, origin),
      attestationObject: cbor(
        new Map<number | string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', data(wanted.rp.id, true)],
        ]),
      ).toString('base64url'),
      transports: ['internal'],
    }),
    answer: (asked, origin) => {
      const clientDataJSON = client('get', asked.challenge, origin)
      const authenticatorData = data(asked.rpId, false)
      const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, 'base64url'))])
      return {
        challengeId: asked.challengeId,
        id: inside.id.toString('base64url'),
        clientDataJSON,
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign('sha256', signed, inside.key).toString('base64url'),
      }
    },
    clone: () => deviceWith({ ...inside }),
  }
}
