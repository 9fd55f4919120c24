import { createSign, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A provider that gives whatever ID token a test wants. */
export interface ForgingOidc {
  readonly issuer: string
  /** What the next token says, over what would be right; and how it is signed. */
  forge(wanted: { claims?: object; algorithm?: 'none'; otherKey?: boolean }): void
  stop(): Promise<void>
}

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Speaks just enough OpenID Connect to hand out forged ID tokens; `nonceOf` tells what would be right. */
export async function startForgingOidc(clientId: string, nonceOf: () => string): Promise<ForgingOidc> {
  const right = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const wrong = generateKeyPairSync('rsa', { modulusLength: 2048 })
  let wanted: Parameters<ForgingOidc['forge']>[0] = {}
  const server = createServer((request, response) => {
    const answers: Record<string, () => object> = {
      '/.well-known/openid-configuration': () => ({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }),
      '/keys': () => ({
        keys: [{ ...right.publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }],
      }),
      '/token': () => ({ access_token: 'a', token_type: 'Bearer', id_token: token() }),
    }
    const answer = answers[request.url ?? '']?.()
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? {}))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const token = (): string => {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer,
      sub: 'm-1',
      aud: clientId,
      iat: now,
      exp: now + 300,
      nonce: nonceOf(),
      ...wanted.claims,
    }
    const body = `${base64({ alg: wanted.algorithm ?? 'RS256', kid: '1' })}.${base64(claims)}`
    if (wanted.algorithm === 'none') return `${body}.`
    const key = wanted.otherKey === true ? wrong.privateKey : right.privateKey
    return `${body}.${createSign('RSA-SHA256').update(body).sign(key, 'base64url')}`
  }
  return {
    issuer,
    forge: (one) => void (wanted = one),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
