import { expect } from 'vitest'
import { API_PREFIX } from '../../doors/http/index.ts'
import { sql } from '../../floor/database/index.ts'
import { type Answer, answerOf } from './actor.ts'
import type { Actor, TestOffice } from './cast.ts'

/** A service account of somebody's, with a token. */
export interface Program {
  readonly id: string
  readonly tokenId: string
  readonly token: string
}

/** Somebody has just proved who they are; proving itself is told by the chapter's own tests. */
export async function proves(office: TestOffice, actor: Actor): Promise<void> {
  const at = office.clock.now()
  await office.house.fresh.owner.transact((w) =>
    w.run(sql`update people.session set proven_at = ${at}, proven_by = 'totp'
      where account_id = ${actor.accountId} and ended_at is null`),
  )
}

export interface ProgramWish {
  readonly fields: readonly string[]
  readonly verbs?: readonly string[]
  readonly clearance?: number
  readonly scope?: string
  readonly purpose?: string
  readonly maskedOnly?: boolean
  readonly addresses?: readonly string[]
  readonly perMinute?: number
  readonly perDay?: number
  readonly days?: number
  readonly kind?: 'system' | 'assistant'
  /** What it may deliver: codes of fields, and the rest as on the wire. */
  readonly intake?: {
    readonly system: string
    readonly fields: readonly string[]
    readonly purposes: readonly string[]
    readonly source: string
    readonly rowsPerDay?: number
  }
}

/** Qian sets an account up, Zhou gives it rights, its owner makes the token. */
export async function program(office: TestOffice, owner: Actor, wish: ProgramWish): Promise<Program> {
  await proves(office, office.qian)
  const day = new Date(office.clock.now().getTime() + (wish.days ?? 90) * 86_400_000)
    .toISOString()
    .slice(0, 10)
  const made = await office.qian.asks('POST', '/service-accounts', {
    name: '客服助手', ownerId: owner.personId, kind: wish.kind ?? 'assistant', task: '回答客户来电前的准备', purpose: wish.purpose ?? 'service', expiresOn: day,
  }) // prettier-ignore
  expect(made.status, made.text).toBe(200)
  const id = String(made.body.id)
  const fields = await Promise.all(wish.fields.map((code) => office.field(code)))
  await proves(office, office.zhou)
  const given = await office.zhou.asks('PUT', `/service-accounts/${id}/rights`, {
    clearance: wish.clearance ?? 3, scope: wish.scope ?? 'own', purpose: wish.purpose ?? 'service', fields,
    verbs: wish.verbs ?? ['list', 'search', 'read'], maskedOnly: wish.maskedOnly ?? true, addresses: wish.addresses ?? [],
    perMinute: wish.perMinute ?? 6000, perDay: wish.perDay ?? 100_000, intake: await intakeOf(office, wish), version: 1,
  }) // prettier-ignore
  expect(given.status, given.text).toBe(200)
  return { id, ...(await serviceToken(office, owner, id)) }
}

async function intakeOf(office: TestOffice, { intake }: ProgramWish): Promise<object | null> {
  if (intake === undefined) return null
  const fields = await Promise.all(intake.fields.map((code) => office.field(code)))
  return { channel: 'api', rowsPerDay: 1000, ...intake, fields }
}

/** One more token of an account. */
export async function serviceToken(
  office: TestOffice,
  owner: Actor,
  id: string,
  body: { readonly days?: number; readonly addresses?: readonly string[] } = {},
): Promise<{ tokenId: string; token: string }> {
  await proves(office, owner)
  const token = await owner.asks('POST', `/service-accounts/${id}/tokens`, {
    name: '正式环境',
    days: 60,
    ...body,
  })
  expect(token.status, token.text).toBe(200)
  return { tokenId: String(token.body.id), token: String(token.body.token) }
}

/** A token of somebody's own. */
export async function ownToken(
  office: TestOffice,
  owner: Actor,
  wish: {
    readonly fields: readonly string[]
    readonly verbs?: readonly string[]
    readonly maskedOnly?: boolean
    readonly days?: number
  },
): Promise<{ tokenId: string; token: string }> {
  await proves(office, owner)
  const fields = await Promise.all(wish.fields.map((code) => office.field(code)))
  const made = await owner.asks('POST', '/tokens', {
    name: '夜间脚本', days: wish.days ?? 30, fields, verbs: wish.verbs ?? ['list', 'search', 'read'], maskedOnly: wish.maskedOnly ?? true,
  }) // prettier-ignore
  expect(made.status, made.text).toBe(200)
  return { tokenId: String(made.body.id), token: String(made.body.token) }
}

/** One request of a program, as a script sends it: no cookie, no token against forged requests. */
export async function calls(
  office: Pick<TestOffice, 'server'>,
  token: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  more: {
    readonly body?: object
    readonly from?: string
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<Answer> {
  const reply = await office.server.inject({
    method,
    url: `${API_PREFIX}${path}`,
    remoteAddress: more.from ?? '127.0.0.1',
    headers: { host: 'localhost', authorization: `Bearer ${token}`, ...more.headers },
    ...(more.body === undefined ? {} : { payload: more.body }),
  })
  return answerOf(reply)
}
