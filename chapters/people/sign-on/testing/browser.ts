import { isRefusal } from '../../../../floor/errors.ts'
import type { People } from '../../index.ts'
import { must } from '../../support.ts'
import type { ProviderBody, SignOnReply } from '../../wire/sign-on.ts'

/** A person's browser, without the HTTP server: it keeps the two cookies that sign-on is about. */
export class Browser {
  readonly #people: People
  readonly #address: string
  /** What binds a sign-on under way to this browser. */
  binding: string | undefined
  session: string | undefined

  constructor(people: People, address = '10.0.0.7') {
    this.#people = people
    this.#address = address
  }

  /** Runs a route with request and reply held against their shapes, as the server does. */
  async call(method: string, path: string, params: object, body: object = {}): Promise<unknown> {
    const route = this.#people.routes.find((one) => one.method === method && one.path === path)
    if (route === undefined) throw new Error(`no route ${method} ${path}`)
    const caller = await this.#people.authenticate(this.session, this.#address)
    const reply = await route.run({
      caller,
      params: route.params?.parse(params) ?? {},
      query: {},
      body: route.body?.parse(body) ?? {},
      address: this.#address,
      agent: 'test',
      session: {
        token: this.session,
        begin: (token: string) => (this.session = token),
        end: () => (this.session = undefined),
      },
      browser: { token: this.binding, bind: (token: string) => (this.binding = token) },
      device: { token: undefined, remember: () => undefined, forget: () => undefined },
    } as unknown as Parameters<typeof route.run>[0])
    return isRefusal(reply) || route.reply === 'file' ? reply : route.reply.parse(reply)
  }

  /** Signs in here with a local password. */
  async signIn(name: string, password: string): Promise<void> {
    const entered = must(
      await this.#people.signIn({ name, password, address: this.#address, agent: 'test' }),
    ) as { token?: string }
    this.session = entered.token
  }

  /** Proves anew with the password, where there is no factor. */
  async prove(password: string): Promise<void> {
    must(await this.call('POST', '/session/proof', {}, { proof: { method: 'password', password } }))
  }

  /** Another browser in the same company. */
  beside(): Browser {
    return new Browser(this.#people, this.#address)
  }

  /** Presses the button of a provider: the address to go to. */
  async begin(provider: string): Promise<string> {
    return (must(await this.call('POST', '/sign-on/begin', {}, { provider })) as { address: string }).address
  }

  /** Comes back from the other system with this answer. */
  async finish(provider: string, query: string): Promise<SignOnReply> {
    return must(await this.call('POST', '/sign-on/finish', {}, { provider, query })) as SignOnReply
  }

  /** Signed in and pressing "link": the address to go to, or nothing when it is done. */
  async link(provider: string, more: object = {}): Promise<{ linked: boolean; address?: string }> {
    return must(await this.call('POST', '/sign-on/links', {}, { provider, ...more })) as never
  }

  /** Who is signed in here. */
  async who(): Promise<string | undefined> {
    return (await this.#people.authenticate(this.session, this.#address))?.employeeNo
  }
}

/** Adds a provider as the system administrator does: entered, tried, put forward; 陆安 switches it on. Resolves to its id. */
export async function addProvider(administrator: Browser, body: object): Promise<string> {
  const wanted = {
    origin: 'http://localhost:8080',
    secret: 'top-secret-of-the-client',
    ...body,
  } as ProviderBody
  const { id } = must(await administrator.call('POST', '/sign-on/providers', {}, wanted)) as { id: string }
  must(await administrator.call('POST', '/sign-on/providers/:id/test', { id }))
  await switchedOn(administrator, id)
  return id
}

/** Puts a provider forward and has the security administrator (陆安 of support.ts) confirm it. */
export async function switchedOn(administrator: Browser, id: string): Promise<void> {
  const wish = must(
    await administrator.call('POST', '/sign-on/providers/:id/state', { id }, { enabled: true }),
  ) as { confirmation: string }
  const security = administrator.beside()
  await security.signIn('S002', 'walnut lantern by night')
  await security.prove('walnut lantern by night')
  const decision = { outcome: 'confirmed' }
  must(await security.call('POST', '/confirmations/:id/decision', { id: wish.confirmation }, decision))
}
