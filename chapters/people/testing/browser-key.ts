import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { signedText } from '../desk/device-key.ts'
import type { DeviceAsked } from '../wire.ts'

export interface BrowserKey {
  /** What the page sends for a question of the server; with the public key as long as the session has none. */
  answer(asked: DeviceAsked): { challengeId: string; signature: string; publicKey?: string }
}

/** A key as a browser keeps it. */
export function openBrowserKey(namedCurve = 'P-256'): BrowserKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
  return { answer: (asked) => answerWith(privateKey, publicKey, asked) }
}

function answerWith(key: KeyObject, publicKey: KeyObject, asked: DeviceAsked) {
  const signature = sign('sha256', signedText(asked.challenge), { key, dsaEncoding: 'ieee-p1363' })
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')
  return {
    challengeId: asked.challengeId,
    signature: signature.toString('base64url'),
    ...(asked.bound ? {} : { publicKey: spki }),
  }
}
