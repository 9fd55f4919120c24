import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { newId } from '../../../../floor/ids.ts'

/**
 * A challenge costs whoever wants to send something a moment of work, and the one who wants to send a million things a
 * lot of it. It is not kept when it is given out: `1.about.id.issued.bits.mac`, an HMAC-SHA-256 over the rest, so that
 * asking for challenges fills nothing. Solved = SHA-256 of `challenge:solution` begins with `bits` zero bits.
 */
export interface Challenge {
  /** What it is good for, e.g. `forms/AB12CD34EF`. */
  readonly about: string
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
  readonly bits: number
}

const macOf = (secret: Buffer, text: string): string =>
  createHmac('sha256', secret).update(`open challenge 1:${text}`).digest('base64url')

/** What an address may be about: two plain words; anything else never gets a challenge. */
export const isAbout = (text: string): boolean => /^[a-z][a-z-]{0,30}\/[A-Za-z0-9-]{1,64}$/.test(text)

/** Writes a challenge that only we can have made. */
export function writeChallenge(secret: Buffer, about: string, now: number, bits: number): string {
  const text = ['1', Buffer.from(about).toString('base64url'), newId(), now.toString(36), String(bits)].join(
    '.',
  )
  return `${text}.${macOf(secret, text)}`
}

/** Reads a challenge back; undefined when it is not one of ours, in whole or in any part. */
export function readChallenge(secret: Buffer, text: string): Challenge | undefined {
  if (text.length > 400) return undefined
  const at = text.lastIndexOf('.')
  const [body, mac] = [text.slice(0, at), Buffer.from(text.slice(at + 1))]
  const right = Buffer.from(macOf(secret, body))
  if (mac.length !== right.length || !timingSafeEqual(mac, right)) return undefined
  const [, about = '', id = '', issued = '', bits = ''] = body.split('.')
  return {
    about: Buffer.from(about, 'base64url').toString(),
    id,
    issuedAt: Number.parseInt(issued, 36),
    bits: Number(bits),
  }
}

/** Zero bits at the beginning of the digest. */
const leadingZeros = (digest: Buffer): number => {
  let zeros = 0
  for (const byte of digest) {
    if (byte !== 0) return zeros + Math.clz32(byte) - 24
    zeros += 8
  }
  return zeros
}

/** Whether the work was done. @param solution decimal digits, as the browser counted */
export const isSolved = (text: string, solution: string, bits: number): boolean =>
  /^\d{1,15}$/.test(solution) &&
  leadingZeros(createHash('sha256').update(`${text}:${solution}`).digest()) >= bits
