import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** Claims of the people who may sit before the provider, by account id. */
export type Accounts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface CompanyOidc {
  readonly issuer: string
  /** Says who sits before the browser that is sent there. */
  seat(account: string): void
  /** Registers a client; the provider reads clients at every request. */
  client(id: string, returnAddress: string): void
  /** Follows an authorization address through sign-in and consent; resolves to the query that comes back. */
  visit(address: string): Promise<string>
  stop(): Promise<void>
}

const secret = 'top-secret-of-the-client'

/** A real OpenID provider on loopback whose only page signs in whoever has been seated. */
export async function startCompanyOidc(accounts: Accounts): Promise<CompanyOidc> {
  const clients = new Map<string, object>()
  let seated = Object.keys(accounts)[0]!
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
  const server = createServer((request, response) => handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, configuration(accounts, clients))
  const callback = provider.callback()
  handle = (request, response) => {
    const work = request.url?.startsWith('/interaction/')
      ? interact(provider, request, response, seated)
      : callback(request, response)
    work.catch(() => response.destroy())
  }
  return {
    issuer,
    seat: (account) => void (seated = account),
    client: (id, returnAddress) => {
      clients.set(id, {
        client_id: id,
        client_secret: secret,
        redirect_uris: [returnAddress],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      })
    },
    visit,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const configuration = (accounts: Accounts, clients: ReadonlyMap<string, object>): object => ({
  adapter: class {
    readonly #kind: string
    constructor(kind: string) {
      this.#kind = kind
    }
    async upsert(id: string, payload: Record<string, unknown>): Promise<void> {
      stored.set(`${this.#kind}/${id}`, payload)
    }
    async find(id: string): Promise<unknown> {
      return this.#kind === 'Client' ? clients.get(id) : stored.get(`${this.#kind}/${id}`)
    }
    async findByUid(uid: string): Promise<unknown> {
      return [...stored.entries()].find(
        ([key, one]) => key.startsWith(`${this.#kind}/`) && one['uid'] === uid,
      )?.[1]
    }
    async consume(id: string): Promise<void> {
      const found = stored.get(`${this.#kind}/${id}`)
      if (found !== undefined) found['consumed'] = Math.floor(Date.now() / 1000)
    }
    async destroy(id: string): Promise<void> {
      stored.delete(`${this.#kind}/${id}`)
    }
    async revokeByGrantId(): Promise<void> {}
  },
  findAccount: async (_: unknown, id: string) => ({
    accountId: id,
    claims: async () => ({ sub: id, ...accounts[id] }),
  }),
  claims: { openid: ['sub'], profile: ['name', 'employee_no'], email: ['email', 'email_verified'] },
  features: { devInteractions: { enabled: false } },
  interactions: {
    url: async (_: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}`,
  },
  cookies: { keys: ['one-key-for-tests-only'] },
  pkce: { required: () => true },
})
const stored = new Map<string, Record<string, unknown>>()

/** The provider's own pages: signs in, agrees, without asking anybody. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  seated: string,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  if (prompt.name === 'login')
    return await provider.interactionFinished(request, response, { login: { accountId: seated } })
  const grant = new provider.Grant({ accountId: session!.accountId, clientId: params.client_id })
  grant.addOIDCScope(params.scope)
  return await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
}

/** Goes from redirect to redirect with the provider's cookies until it is sent away from there. */
async function visit(address: string): Promise<string> {
  const home = new URL(address).origin
  const cookies = new Map<string, string>()
  let at = new URL(address)
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const one of reply.headers.getSetCookie()) {
      const [name, value] = one.split(';', 1)[0]!.split('=', 2)
      cookies.set(name!, value ?? '')
    }
    const next = reply.headers.get('location')
    if (next === null) throw new Error(`the provider answered ${reply.status}: ${await reply.text()}`)
    at = new URL(next, at)
    if (at.origin !== home) return at.search
  }
  throw new Error('the provider goes round in circles')
}
