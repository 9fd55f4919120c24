import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** Seconds for which one code holds, and how many codes before and after the present one are taken (RFC 6238 §5.2). */
export const stepSeconds = 30
const neighbours = 1

/** A fresh secret of 160 bits, as authenticator apps read it (base 32). */
export const newTotpSecret = (): string =>
  new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer }).base32

const generator = (secret: string, issuer = '', label = ''): TOTP =>
  new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: stepSeconds,
    secret: Secret.fromBase32(secret),
  })

/** The address in the QR code that an authenticator app scans. */
export const totpUri = (secret: string, issuer: string, label: string): string =>
  generator(secret, issuer, label).toString()

/** The code at a moment (milliseconds); for tests and for nothing else a person sees. */
export const totpAt = (secret: string, at: number): string => generator(secret).generate({ timestamp: at })

/**
 * The time step to which a code belongs, by the server's clock, at most one step off; undefined when the code is wrong.
 * A step that was used must not be taken again: the caller compares it with the last one.
 */
export function totpStep(secret: string, code: string, at: number): number | undefined {
  const digits = code.normalize('NFKC').replace(/\s/gu, '')
  if (!/^\d{6}$/.test(digits)) return undefined
  const off = generator(secret).validate({ token: digits, timestamp: at, window: neighbours })
  return off === null ? undefined : Math.floor(at / 1000 / stepSeconds) + off
}
