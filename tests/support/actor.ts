import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { expect } from 'vitest'
import type { Chapters } from '../../office.ts'
import { sql } from '../../floor/database/index.ts'
import { newId } from '../../floor/ids.ts'
import { API_PREFIX, CSRF_HEADER, csrfToken } from '../../doors/http/index.ts'
import type { TestHouse } from './house.ts'

/** What came back over HTTP. */
export interface Answer {
  readonly status: number
  // A reply's shape is checked by the server; stories pick out what they tell about.
  readonly body: Loose
  readonly text: string
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, unknown>>
}
/** A parsed reply, read loosely. */
export type Loose = ReturnType<typeof JSON.parse>

export interface Stage {
  readonly server: FastifyInstance
  readonly house: TestHouse
  readonly chapters: Chapters
}

/** Fields as they were shown, by code: `full:13800138000`, `masked:138****8000`, `hidden:`. */
export type Shown = Readonly<Record<string, string>>

export interface Wish {
  readonly customers: readonly string[]
  readonly fields: readonly string[]
  readonly purpose?: string
  readonly days?: number
  readonly modes?: readonly ('read' | 'copy' | 'export' | 'print')[]
  readonly countLimit?: number
}

const day = 86_400_000

/** Answers that were refused by the policy, with the clauses that said no. */
export const refusedBy = (answer: Answer): readonly string[] =>
  answer.status === 403 ? answer.body.because.map((one: Loose) => String(one.number)) : []

/** Somebody of the company who does things over HTTP, with a session of their own. */
export class Actor {
  readonly personId: string
  readonly accountId: string
  readonly name: string
  token = ''
  readonly #stage: Stage
  constructor(stage: Stage, person: { personId: string; accountId: string; name: string }) {
    this.#stage = stage
    this.personId = person.personId
    this.accountId = person.accountId
    this.name = person.name
  }

  /** A session as after signing in; signing in itself is told by the chapter's own tests. */
  async signsIn(): Promise<this> {
    const { house } = this.#stage
    this.token = randomBytes(32).toString('base64url')
    const hash = createHash('sha256').update(this.token).digest()
    const now = house.clock.now()
    await house.fresh.owner.transact((w) =>
      w.run(sql`insert into people.session (id, token_hash, account_id, created_at, seen_at, expires_at, proven_at, proven_by)
        values (${newId()}, ${hash}, ${this.accountId}, ${now}, ${now}, ${new Date(now.getTime() + day / 2)}, ${now}, 'password')`),
    )
    return this
  }

  /** One request, as the page sends it. */
  async asks(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const reply = await this.#stage.server.inject({
      method,
      url: `${API_PREFIX}${path}`,
      headers: {
        host: 'localhost',
        cookie: `mifeng=${this.token}`,
        ...(method === 'GET' ? {} : { [CSRF_HEADER]: csrfToken(this.token) }),
      },
      ...(body === undefined ? {} : { payload: body }),
    })
    return answerOf(reply)
  }

  /** Uploads one file, as the page's form does. */
  async uploads(path: string, name: string, content: Buffer): Promise<Answer> {
    const boundary = `----mifeng${randomBytes(12).toString('hex')}`
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
    const reply = await this.#stage.server.inject({
      method: 'POST',
      url: `${API_PREFIX}${path}`,
      headers: {
        host: 'localhost',
        cookie: `mifeng=${this.token}`,
        [CSRF_HEADER]: csrfToken(this.token),
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    })
    return answerOf(reply)
  }

  /** A request that must succeed; its reply. */
  async gets(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Loose> {
    const answer = await this.asks(method, path, body)
    expect(`${answer.status} ${answer.status < 300 ? '' : answer.text}`.trim()).toBe('200')
    return answer.body
  }

  async #field(code: string): Promise<number> {
    return (await this.#stage.chapters.custody.catalogue()).byCode.get(code)!.id
  }

  /** The filled-in application form, sent; the form's id when it was taken. */
  async sendsApplication(wish: Wish): Promise<Answer> {
    const now = this.#stage.house.clock.now().getTime()
    return await this.asks('POST', '/applications', {
      purpose: wish.purpose ?? 'service',
      reason: '客户来电要求上门维修，需核对资料',
      customers: wish.customers,
      fields: await Promise.all(wish.fields.map((code) => this.#field(code))),
      modes: wish.modes ?? ['read'],
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + (wish.days ?? 3) * day).toISOString(),
      undertaking: true,
      ...(wish.countLimit === undefined ? {} : { countLimit: wish.countLimit }),
    })
  }

  async applies(wish: Wish): Promise<string> {
    const answer = await this.sendsApplication(wish)
    expect(answer.status, answer.text).toBe(200)
    return String(answer.body.id)
  }

  /** Decides with the open task of `taskOf` (own task unless said otherwise). */
  async decides(
    verb: 'approve' | 'reject' | 'return' | 'transfer',
    application: string,
    more: { readonly to?: string; readonly taskOf?: string } = {},
  ): Promise<Answer> {
    const life = await this.#stage.house.db.read((r) => this.#stage.chapters.approval.life(r, application))
    const owner = more.taskOf ?? this.personId
    const task =
      life.tasks.find((one) => one.state === 'todo' && one.assignee === owner) ??
      life.tasks.find((one) => one.state === 'todo') ??
      life.tasks.at(-1)
    const to = verb === 'return' ? 'applicant' : more.to
    return await this.asks('POST', `/approvals/${application}/${verb}`, {
      taskId: task!.id,
      hash: life.instance.snapshotHash,
      opinion: '同意，用途明确',
      ...(to === undefined ? {} : { to }),
    })
  }

  async approves(application: string): Promise<void> {
    const answer = await this.decides('approve', application)
    expect(answer.status, answer.text).toBe(200)
  }

  /** Opens fields of one file, under an application or on a stated reason. */
  async opens(
    customer: string,
    codes: readonly string[],
    more: { purpose?: string; application?: string; mode?: 'read' | 'copy'; reason?: string } = {},
  ): Promise<Answer> {
    return await this.asks('POST', '/readings', {
      customer,
      fields: await Promise.all(codes.map((code) => this.#field(code))),
      purpose: 'service',
      reason: '上门维修',
      ...more,
    })
  }

  /** What is shown of these fields. */
  async reads(
    customer: string,
    codes: readonly string[],
    more: Parameters<Actor['opens']>[2] = {},
  ): Promise<Shown> {
    const answer = await this.opens(customer, codes, more)
    if (answer.status === 403) return { refused: refusedBy(answer).join() }
    expect(answer.status, answer.text).toBe(200)
    return Object.fromEntries(
      answer.body.values.map((one: Loose, i: number) => [codes[i]!, `${one.sight}:${one.text}`]),
    )
  }

  /** The ids on the first pages of the list. */
  async lists(query = ''): Promise<Answer> {
    return await this.asks('GET', `/customers?size=100${query}`)
  }

  /** One application's whole life, as the auditor sees it. */
  async traces(application: string): Promise<Loose> {
    return await this.gets('GET', `/audit/applications/${application}`)
  }
}

/** A reply in the shape that stories look at. */
export function answerOf(reply: Awaited<ReturnType<FastifyInstance['inject']>>): Answer {
  const isJson = String(reply.headers['content-type']).includes('json')
  return {
    status: reply.statusCode,
    body: (isJson && reply.payload !== '' ? JSON.parse(reply.payload) : {}) as Loose,
    text: reply.payload,
    bytes: reply.rawPayload,
    headers: reply.headers,
  }
}
