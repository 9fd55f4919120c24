import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client'
import { checkUrl } from '../../../floor/delivery/index.ts'
import { Fault, Mistake } from '../../../floor/errors.ts'
import type { OidcConfig } from '../wire/sign-on.ts'
import { asText, failureOf, optional, reach } from './json-api.ts'
import {
  type Journey,
  type ProviderSurroundings,
  type RedirectProvider,
  signOnFailure,
  type Subject,
} from './provider.ts'

/** How long a discovery document is believed. */
const discoveredMs = 600_000

/**
 * Sign-on by OpenID Connect: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC 9207,
 * RFC 9700). The library checks signature, issuer, audience, nonce and times of the ID token.
 */
export function openOidc(config: OidcConfig, around: ProviderSurroundings): RedirectProvider {
  let known: { configuration: Promise<Configuration>; at: number } | undefined
  const configuration = async (): Promise<Configuration> => {
    if (known === undefined || around.now() - known.at > discoveredMs)
      known = { configuration: discover(config, around), at: around.now() }
    try {
      return await known.configuration
    } catch (error) {
      known = undefined
      throw mistakeOf(error)
    }
  }
  return {
    kind: 'oidc',
    way: 'redirect',
    test: async () => {
      known = undefined
      await configuration()
    },
    begin: async (journey) => {
      const challenge = await calculatePKCECodeChallenge(journey.kept.verifier)
      const address = buildAuthorizationUrl(await configuration(), {
        redirect_uri: journey.returnAddress,
        scope: config.scopes,
        state: journey.state,
        nonce: journey.kept.nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      })
      return { address: address.href }
    },
    finish: async (journey, answer) => {
      if (answer.has('error')) throw signOnFailure('declined')
      try {
        return await proven(await configuration(), config, journey, answer)
      } catch (error) {
        throw mistakeOf(error)
      }
    },
  }
}

async function discover(config: OidcConfig, around: ProviderSurroundings): Promise<Configuration> {
  const issuer = addressOf(config.issuer, around)
  return await discovery(issuer, config.clientId, around.secret, undefined, {
    timeout: 10,
    [customFetch]: (url, options) => fetchWithin(around, url, options),
    execute: [
      enableNonRepudiationChecks,
      // The outbound rules have refused plain HTTP to anything but this machine already.
      ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : []),
    ],
  })
}

function addressOf(text: string, around: ProviderSurroundings): URL {
  try {
    return checkUrl(text, around.rules)
  } catch (error) {
    throw failureOf(error)
  }
}

/** The library's requests go where every other outgoing request may go, and nowhere else. */
async function fetchWithin(
  around: ProviderSurroundings,
  url: string,
  options: { method: string; headers: Record<string, string>; body?: unknown },
): Promise<Response> {
  const { method, headers, body } = options
  if (method !== 'GET' && method !== 'POST') throw new Fault(`sign-on does not ${method}`)
  const text = body instanceof URLSearchParams ? body.toString() : body
  if (text !== undefined && text !== null && typeof text !== 'string')
    throw new Fault('a body that is no text')
  const reply = await reach(around, {
    method,
    url,
    headers: {
      ...headers,
      ...(body instanceof URLSearchParams
        ? { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
        : {}),
    },
    ...(typeof text === 'string' ? { body: text } : {}),
  })
  const empty = reply.status === 204 || reply.status === 304
  return new Response(empty ? null : reply.text, {
    status: reply.status,
    headers: { 'content-type': reply.contentType },
  })
}

async function proven(
  configuration: Configuration,
  config: OidcConfig,
  journey: Journey,
  answer: URLSearchParams,
): Promise<Subject> {
  const address = new URL(journey.returnAddress)
  address.search = answer.toString()
  const tokens = await authorizationCodeGrant(configuration, address, {
    pkceCodeVerifier: journey.kept.verifier,
    expectedState: journey.state,
    expectedNonce: journey.kept.nonce,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (claims === undefined) throw signOnFailure('unproven')
  // Many providers keep the number and e-mail out of the ID token.
  const more =
    configuration.serverMetadata().userinfo_endpoint === undefined
      ? {}
      : await fetchUserInfo(configuration, tokens.access_token, claims.sub)
  const said: Readonly<Record<string, unknown>> = { ...more, ...claims }
  return {
    externalId: claims.sub,
    ...optional('employeeNo', asText(said[config.employeeNoClaim])),
    ...optional('name', asText(said['name'])),
    ...(said['email_verified'] === true ? optional('email', asText(said['email'])) : {}),
  }
}

/** A mistake of ours stays; a network error that the library wrapped is taken out; everything else proves nothing. */
function mistakeOf(error: unknown): Mistake {
  for (let one: unknown = error, depth = 0; one instanceof Error && depth < 4; one = one.cause, depth += 1)
    if (one instanceof Mistake) return one
  return signOnFailure('unproven')
}
