import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser'
import { post } from '../../../../doors/web/ui/index.ts'
import type { FactorAdded, PasskeyAnswer, PasskeyAsked, PasskeyWanted } from '../../wire.ts'

const waitMs = 120_000

/** Passkeys need a name in the address bar: browsers bind them to no bare IP address. */
export const hasPasskeys = (): boolean =>
  browserSupportsWebAuthn() && !/^[\d.]+$|^\[/.test(window.location.hostname)

/** The person closed the browser's window, or let it time out: nothing to report. */
export const isGivenUp = (error: unknown): boolean =>
  error instanceof WebAuthnError
    ? error.name === 'NotAllowedError' || error.name === 'AbortError'
    : error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')

/** Whether the browser can offer passkeys in the list under a name field. */
export const mayOfferPasskeys = async (): Promise<boolean> =>
  hasPasskeys() && (await browserSupportsWebAuthnAutofill())

/** Ends the question that waits in the background. */
export const endOffer = (): void => WebAuthnAbortService.cancelCeremony()

/** Lets the person answer with a passkey; `offered`: by picking one from the list under the name field. */
export async function answerWith(asked: PasskeyAsked, offered = false): Promise<PasskeyAnswer> {
  const { challengeId, challenge, rpId, allow } = asked
  const { id, response } = await startAuthentication({
    useBrowserAutofill: offered,
    optionsJSON: {
      challenge,
      rpId,
      timeout: waitMs,
      userVerification: 'required',
      allowCredentials: allow.map((key) => ({
        id: key.id,
        type: 'public-key' as const,
        transports: key.transports as AuthenticatorTransport[],
      })),
    },
  })
  const { clientDataJSON, authenticatorData, signature } = response
  return { challengeId, id, clientDataJSON, authenticatorData, signature }
}

/** Makes a passkey and stores it; with `replacing` it takes the place of that one. */
export async function makePasskey(name: string, replacing?: string): Promise<FactorAdded> {
  const wish = replacing === undefined ? {} : { replacing }
  const wanted = await post<PasskeyWanted>('/account/passkeys/options', wish)
  const { id, response } = await startRegistration({
    optionsJSON: {
      challenge: wanted.challenge,
      rp: wanted.rp,
      user: wanted.user,
      timeout: waitMs,
      attestation: 'none',
      pubKeyCredParams: wanted.algorithms.map((alg) => ({ alg, type: 'public-key' as const })),
      excludeCredentials: wanted.exclude.map((key) => ({
        id: key.id,
        type: 'public-key' as const,
        transports: key.transports as AuthenticatorTransport[],
      })),
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
    },
  })
  const { clientDataJSON, attestationObject, transports } = response
  const made = {
    challengeId: wanted.challengeId,
    id,
    clientDataJSON,
    attestationObject,
    transports: transports ?? [],
  }
  return await post<FactorAdded>('/account/passkeys', { made, name, ...wish })
}
