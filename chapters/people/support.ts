import { expect } from 'vitest'
import { SetClock } from '../../floor/clock.ts'
import { isRefusal, Mistake, type Refusal } from '../../floor/errors.ts'
import { openTestHouse, type TestHouse } from '../../tests/support/house.ts'
import type { Entered, SignedIn } from './desk/enter.ts'
import { openPeople, type People, type PeopleOptions } from './index.ts'
import { openHasher } from './passwords/hashing.ts'
import type { ConfirmationsReply, PersonBody, SetUpReply } from './wire.ts'

/** A Tuesday morning in Shanghai. */
export const morning = '2026-03-03T01:00:00Z'
export const address = '10.0.0.7'
export const agent = 'test'
/** What stands in the address bar. */
export const site = 'https://mifeng.example'

export interface Company {
  readonly house: TestHouse
  readonly people: People
  readonly clock: SetClock
  readonly administrators: SetUpReply['administrators']
  /** Person ids of the three. */
  readonly system: string
  readonly security: string
  readonly audit: string
  close(): Promise<void>
}

export interface NewCompany {
  readonly house: TestHouse
  readonly people: People
  readonly clock: SetClock
}

/** A house with the chapter people and nobody in it. Passwords are hashed cheaply. */
export async function openEmpty(options: PeopleOptions = {}): Promise<NewCompany> {
  const clock = new SetClock(morning)
  const house = await openTestHouse({ clock })
  const hasher = openHasher({ atOnce: 4, cost: { memoryCost: 64, timeCost: 1, parallelism: 1 } })
  return { house, clock, people: openPeople(house, { ...options, hasher }) }
}

/** The first-run form of the company 青石 with 沈清, 陆安 and 顾言. */
export const firstRun = (secret: string) => ({
  secret,
  companyName: '青石贸易有限公司',
  preset: 'company',
  systemAdmin: { employeeNo: 'S001', name: '沈清' },
  securityAdmin: { employeeNo: 'S002', name: '陆安' },
  auditAdmin: { employeeNo: 'S003', name: '顾言' },
})

/** A company that has been set up, its three administrators with passwords of their own. */
export async function openCompany(options: PeopleOptions = {}): Promise<Company> {
  const empty = await openEmpty(options)
  const { house, people } = empty
  const { administrators } = await people.setUp(firstRun((await people.setupSecret())!), address)
  for (const [at, one] of administrators.entries())
    await ownPassword(people, one, `${['copper', 'walnut', 'harbour'][at]} lantern by night`)
  const idOf = (role: string): string => administrators.find((one) => one.role === role)!.personId
  return {
    ...empty,
    administrators,
    system: idOf('system-admin'),
    security: idOf('security-admin'),
    audit: idOf('audit-admin'),
    close: async () => {
      await people.stop?.()
      expect(await house.ledger.verify()).toMatchObject({ whole: true })
      await house.close()
    },
  }
}

/** First sign-in with the one-time password and the choice of a lasting one; returns the session's token. */
export async function ownPassword(
  people: People,
  account: { readonly signInName: string; readonly oneTimePassword: string; readonly accountId: string },
  next: string,
): Promise<string> {
  const entered = await people.signIn({
    name: account.signInName,
    password: account.oneTimePassword,
    address,
    agent,
  })
  if (isRefusal(entered)) throw new Error('refused')
  const { accountId } = account
  const changed = await people.changePassword(
    { accountId },
    { current: account.oneTimePassword, next, address, agent },
  )
  return changed.token
}

/** An entry for a person; what is not said is ordinary. */
export const person = (employeeNo: string, name: string, more: Partial<PersonBody> = {}): PersonBody => ({
  employeeNo,
  name,
  departmentId: null,
  managerId: null,
  post: '',
  employment: 'regular',
  startsOn: null,
  endsOn: null,
  email: null,
  ...more,
})

/** Somebody hired by 沈清, with an account and a password of their own. */
export async function hire(
  company: Pick<Company, 'people' | 'system'>,
  entry: PersonBody,
): Promise<{ id: string; accountId: string; token: string; password: string; oneTime: string }> {
  const { people, system } = company
  const made = must(await people.createPerson({ personId: system }, entry))
  const account = must(await people.createAccounts({ personId: system }, [{ personId: made.id }]))
    .accounts[0]!
  const password = `umbrella ${entry.employeeNo} under grey rain`
  const token = await ownPassword(people, account, password)
  return { id: made.id, accountId: account.accountId, token, password, oneTime: account.oneTimePassword }
}

/** The session that a sign-in without a second factor opened. */
export function signedIn(entered: Entered | Refusal): SignedIn {
  const answer = must(entered)
  if (answer.step !== 'done') throw new Error('a second factor is asked for')
  return answer
}

/** The value, when it is no refusal. */
export function must<T>(value: T): Exclude<T, { refused: true }> {
  expect(isRefusal(value), JSON.stringify(value)).toBe(false)
  return value as Exclude<T, { refused: true }>
}

/** Confirms what one administrator proposed, as another one who has just proved who they are; the audit administrator unless said otherwise. */
export async function confirmed(
  company: Pick<Company, 'people' | 'clock' | 'audit'>,
  asked: unknown,
  by: { readonly personId: string; readonly role: string } = {
    personId: company.audit,
    role: 'audit-admin',
  },
  outcome: 'confirmed' | 'declined' = 'confirmed',
): Promise<unknown> {
  const { confirmation } = must(asked) as { confirmation: string }
  expect(asked).toMatchObject({ done: false })
  const caller = {
    personId: by.personId,
    roles: [by.role],
    proof: { at: company.clock.now().getTime(), windowMs: 900_000 },
  }
  const input = { params: { id: confirmation }, body: { outcome } }
  return await callRoute(company.people, 'POST', '/confirmations/:id/decision', caller, input)
}

/** The code of the mistake with which this ends. */
export async function mistakeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof Mistake) return error.code
    throw error
  }
  return 'no mistake'
}

/** The newest entries of the acts' lane, parsed. */
export async function lastEntries(house: TestHouse, count: number): Promise<Record<string, unknown>[]> {
  const { size } = await house.ledger.head(0)
  const entries = await house.ledger.entries(0, Math.max(0, size - count), size)
  return entries.map((entry) => JSON.parse(entry.text) as Record<string, unknown>)
}

/**
 * Runs a route as somebody, without the HTTP server around it: request and reply are held against their shapes just
 * as the server does.
 */
export async function callRoute(
  people: People,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  caller: object,
  input: {
    params?: object
    query?: object
    body?: object
    session?: object
    device?: object
    address?: string
    shown?: { bound: string | undefined; agent: string }
  } = {},
): Promise<unknown> {
  const route = people.routes.find((one) => one.method === method && one.path === path)
  if (route === undefined) throw new Error(`no route ${method} ${path}`)
  const parsed = {
    params: route.params?.parse(input.params ?? {}),
    query: route.query?.parse(input.query ?? {}),
    body: route.body?.parse(input.body ?? {}),
  }
  const device = { remember: () => undefined, forget: () => undefined, token: undefined, ...input.device }
  const nothing = () => undefined
  const session = { begin: nothing, bind: nothing, end: nothing, token: undefined, ...input.session }
  const shown = input.shown ?? { bound: undefined, agent }
  const from = input.address ?? address
  const given = { caller, address: from, agent: shown.agent, shown, origin: site, session, device, ...parsed }
  const reply = await route.run(given as unknown as Parameters<typeof route.run>[0])
  return isRefusal(reply) || route.reply === 'file' ? reply : route.reply.parse(reply)
}

/** The security administrator confirms the newest change that waits for a second administrator. */
export async function confirmNewest(company: Pick<Company, 'people' | 'clock' | 'security'>): Promise<void> {
  const proof = { at: company.clock.now().getTime(), windowMs: 900_000 }
  const caller = { personId: company.security, roles: ['security-admin'], proof }
  const { rows } = (await callRoute(company.people, 'GET', '/confirmations', caller)) as ConfirmationsReply
  const input = { params: { id: rows[0]!.id }, body: { outcome: 'confirmed' } }
  must(await callRoute(company.people, 'POST', '/confirmations/:id/decision', caller, input))
}
