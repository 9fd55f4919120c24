import type { Caller } from '../../../gate/index.ts'
import { totpAt } from '../factors/totp.ts'
import { address, callRoute, type Company, hire, must, person, signedIn } from '../support.ts'
import type { FactorAdded, PasskeyAsked, PasskeyWanted, SignInReply, TotpMade } from '../wire.ts'
import { type Authenticator, openAuthenticator } from './authenticator.ts'
import { site } from '../support.ts'

/** Somebody of a test company with an account, as they act through the routes. */
export interface Person {
  readonly id: string
  readonly accountId: string
  readonly number: string
  readonly password: string
  /** Signs in with the password; the reply says what comes next. */
  enter(more?: { device?: string; password?: string }): Promise<Entry>
  /** The caller of an open session. */
  caller(token: string): Promise<Caller>
}

export interface Entry {
  readonly reply: SignInReply
  /** The session token that the browser was given; absent while a second factor is to come. */
  readonly token: string | undefined
  readonly device: string | undefined
}

/** A post to a route that may begin a session or remember the browser. */
export async function post(
  company: Company,
  path: string,
  body: object,
  o: { caller?: Caller; device?: string; params?: object; method?: 'POST' | 'PUT' | 'DELETE' } = {},
): Promise<Entry & { readonly answer: unknown }> {
  let token: string | undefined
  let device: string | undefined
  const answer = await callRoute(company.people, o.method ?? 'POST', path, o.caller as object, {
    body,
    ...(o.params === undefined ? {} : { params: o.params }),
    session: { begin: (fresh: string) => void (token = fresh) },
    device: { remember: (secret: string) => void (device = secret), token: o.device },
  })
  return { answer, reply: answer as SignInReply, token, device }
}

/** Hires somebody who can act through the routes. */
export async function employ(company: Company, number: string, name: string): Promise<Person> {
  const made = await hire(company, person(number, name))
  const enter: Person['enter'] = (more = {}) =>
    post(
      company,
      '/session',
      { name: number, password: more.password ?? made.password },
      more.device === undefined ? {} : { device: more.device },
    )
  const caller = async (token: string): Promise<Caller> =>
    (await company.people.authenticate(token, address))!
  return { id: made.id, accountId: made.accountId, number, password: made.password, enter, caller }
}

const keys = new WeakMap<Company, Map<number, Authenticator>>()

/** One of the three administrators as caller, freshly signed in with a passkey, which the first call enrols. */
export async function administrator(company: Company, at: 0 | 1 | 2): Promise<Caller> {
  const held = keys.get(company) ?? new Map<number, Authenticator>()
  keys.set(company, held)
  const device = held.get(at)
  if (device !== undefined) {
    const entry = await post(company, '/session/passkey', device.answer(await askedPasskey(company), site))
    return (await company.people.authenticate(entry.token, address))!
  }
  const { signInName } = company.administrators[at]!
  const password = `${['copper', 'walnut', 'harbour'][at]} lantern by night`
  const entered = signedIn(
    await company.people.signIn({ name: signInName, password, address, agent: 'test' }),
  )
  const caller = (await company.people.authenticate(entered.token, address))!
  held.set(at, (await enrolPasskey(company, caller)).device)
  return caller
}

/** Enrols an authenticator app; resolves to its secret and the recovery codes that came with it. */
export async function enrolTotp(
  company: Company,
  who: Caller,
): Promise<{ secret: string; id: string; codes: readonly string[] }> {
  const made = (await post(company, '/account/totp', { name: '手机' }, { caller: who })).answer as TotpMade
  const code = totpAt(made.secret, company.clock.now().getTime())
  const added = await post(company, '/account/totp/:id', { code }, { caller: who, params: { id: made.id } })
  return { secret: made.secret, id: made.id, codes: (added.answer as FactorAdded).recoveryCodes }
}

/** Enrols a passkey in a device. */
export async function enrolPasskey(
  company: Company,
  who: Caller,
  device: Authenticator = openAuthenticator(),
  replacing?: string,
): Promise<{ device: Authenticator; id: string; codes: readonly string[] }> {
  const wish = replacing === undefined ? {} : { replacing }
  const asked = await post(company, '/account/passkeys/options', wish, { caller: who })
  const made = device.make(asked.answer as PasskeyWanted, site)
  const added = await post(company, '/account/passkeys', { made, ...wish }, { caller: who })
  const { id, recoveryCodes } = must(added.answer as FactorAdded)
  return { device, id, codes: recoveryCodes }
}

/** What the browser is asked when somebody signs in with a passkey alone. */
export const askedPasskey = async (company: Company): Promise<PasskeyAsked> =>
  (await post(company, '/session/passkey/options', {})).answer as PasskeyAsked
