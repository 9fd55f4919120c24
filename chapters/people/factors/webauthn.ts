import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import type { PasskeyAnswer, PasskeyMade } from '../wire.ts'

/** Where the browser is: the address bar's origin, and the name to which passkeys are bound. */
export interface Site {
  readonly origin: string
  readonly rpId: string
}

/** The site of an origin such as `https://mifeng.example:8443`. */
export const siteOf = (origin: string): Site => ({ origin, rpId: new URL(origin).hostname })

/** Signature algorithms offered (COSE): Ed25519, ES256, RS256. */
export const algorithms = [-8, -7, -257] as const

export interface NewPasskey {
  readonly credentialId: string
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
}

/** Checks a new passkey: challenge, origin, RP id and that the person was verified; undefined when anything is off. */
export async function checkNewPasskey(
  made: PasskeyMade,
  challenge: string,
  site: Site,
): Promise<NewPasskey | undefined> {
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: made.id,
        rawId: made.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: made.clientDataJSON, attestationObject: made.attestationObject },
      },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms],
    })
    if (registrationInfo === undefined) return undefined
    const { id, publicKey, counter } = registrationInfo.credential
    return {
      credentialId: id,
      publicKey: Buffer.from(publicKey),
      counter,
      transports: made.transports,
    }
  } catch {
    // The library throws for each thing that does not fit; which one is nobody's business but ours.
    return undefined
  }
}

/**
 * Checks an answer of a passkey to a challenge; resolves to the authenticator's new counter, or undefined. Whether the
 * counter went on is judged by the caller, under the row's lock.
 */
export async function checkPasskey(
  answer: PasskeyAnswer,
  credential: { readonly credentialId: string; readonly publicKey: Buffer },
  challenge: string,
  site: Site,
): Promise<number | undefined> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: answer.id,
        rawId: answer.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: answer.clientDataJSON,
          authenticatorData: answer.authenticatorData,
          signature: answer.signature,
        },
      },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      credential: {
        id: credential.credentialId,
        publicKey: new Uint8Array(credential.publicKey),
        counter: 0,
      },
      requireUserVerification: true,
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch {
    return undefined
  }
}

/** Whether a counter shows that the key exists twice (WebAuthn Level 3 §6.1.1): one that counts must go up. */
export const isCloned = (before: number, after: number): boolean =>
  (before > 0 || after > 0) && after <= before
