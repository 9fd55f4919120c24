import type { Clock } from '../clock.ts'
import { DeliveryFailed } from './failure.ts'
import { type CallOptions, getJson, mustBeTaken, postJson } from './http.ts'
import { type Message, plainText } from './message.ts'
import { cutToBytes, errcodeTaken, feishuTaken } from './robots.ts'

/** An app of the company on one of the platforms, which writes to single people. */
export type App =
  | (Common & { readonly kind: 'wecom-app'; readonly corpId: string; readonly agentId: string })
  | (Common & { readonly kind: 'dingtalk-app'; readonly appKey: string; readonly agentId: string })
  | (Common & { readonly kind: 'feishu-app'; readonly appId: string })

interface Common {
  /** `https://qyapi.weixin.qq.com`, `https://oapi.dingtalk.com`, `https://open.feishu.cn`, or a relay of the company. */
  readonly baseUrl: string
  readonly secret: string
}

export const usualBaseUrls = {
  'wecom-app': 'https://qyapi.weixin.qq.com',
  'dingtalk-app': 'https://oapi.dingtalk.com',
  'feishu-app': 'https://open.feishu.cn',
} as const

const mostTextBytes = 2_000
/** A token is renewed this long before its end, so that none ends on the way. */
const marginMs = 300_000

/**
 * Sends as an app of the company. The platforms give access tokens for two hours and limit how often one is asked for,
 * so the token is kept and shared by all messages of that app; when the platform says that it is no longer good
 * (somebody else renewed it), it is fetched once anew.
 */
export class AppSender {
  readonly #clock: Clock
  readonly #tokens = new Map<string, { readonly token: string; readonly until: number }>()
  readonly #fetching = new Map<string, Promise<string>>()
  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * One message to one person, named by the platform's user id. 钉钉 only takes it here and delivers later: it resolves to
   * the number of that task, for `outcome`.
   * @throws DeliveryFailed `wecom-81013`, `dingtalk-…`, `feishu-…`, `http-…`, and what `call` throws
   */
  async send(app: App, userId: string, message: Message, options: CallOptions): Promise<string | undefined> {
    return await this.#withToken(app, options, (token) => deliver(app, token, userId, message, options))
  }

  /**
   * What became of a message that 钉钉 took: `failed` when it did not reach this person. Needed once, a while later.
   * @throws DeliveryFailed `dingtalk-…`, `http-…`, and what `call` throws
   */
  async outcome(
    app: App,
    userId: string,
    receipt: string,
    options: CallOptions,
  ): Promise<'failed' | 'not-failed'> {
    if (app.kind !== 'dingtalk-app') return 'not-failed'
    return await this.#withToken(app, options, (token) =>
      sendResult(app, token, { userId, receipt }, options),
    )
  }

  async #withToken<T>(app: App, options: CallOptions, work: (token: string) => Promise<T>): Promise<T> {
    const token = await this.#token(app, options)
    try {
      return await work(token)
    } catch (error) {
      if (!(error instanceof DeliveryFailed) || !tokenEnded.has(error.code)) throw error
      this.#tokens.delete(nameOf(app))
      return await work(await this.#token(app, options))
    }
  }

  async #token(app: App, options: CallOptions): Promise<string> {
    const name = nameOf(app)
    const kept = this.#tokens.get(name)
    if (kept !== undefined && kept.until > this.#clock.now().getTime()) return kept.token
    const asked = this.#fetching.get(name)
    if (asked !== undefined) return await asked
    const fetching = fetchToken(app, options).then(({ token, seconds }) => {
      this.#tokens.set(name, { token, until: this.#clock.now().getTime() + seconds * 1000 - marginMs })
      return token
    })
    this.#fetching.set(name, fetching)
    try {
      return await fetching
    } finally {
      this.#fetching.delete(name)
    }
  }
}

/** A changed secret is another app: its old token is not used again. */
const nameOf = (app: App): string => JSON.stringify(app)

/** What the platforms answer to a token that ended or is unknown. */
const tokenEnded: ReadonlySet<string> = new Set([
  'wecom-40014',
  'wecom-42001',
  'dingtalk-40014',
  'dingtalk-42001',
  'feishu-99991661',
  'feishu-99991663',
  'feishu-99991664',
])

const joined = (baseUrl: string, path: string): URL => new URL(baseUrl.replace(/\/+$/, '') + path)

async function fetchToken(app: App, options: CallOptions): Promise<{ token: string; seconds: number }> {
  if (app.kind === 'feishu-app') {
    const url = joined(app.baseUrl, '/open-apis/auth/v3/tenant_access_token/internal')
    const { status, json } = await postJson(url.href, { app_id: app.appId, app_secret: app.secret }, options)
    feishuTaken(status, json)
    return tokenIn(json['tenant_access_token'], json['expire'], 'feishu')
  }
  const wecom = app.kind === 'wecom-app'
  const url = joined(app.baseUrl, wecom ? '/cgi-bin/gettoken' : '/gettoken')
  url.searchParams.set(wecom ? 'corpid' : 'appkey', wecom ? app.corpId : app.appKey)
  url.searchParams.set(wecom ? 'corpsecret' : 'appsecret', app.secret)
  const { status, json } = await getJson(url.href, options)
  mustBeTaken(status)
  errcodeTaken(wecom ? 'wecom' : 'dingtalk', json)
  return tokenIn(json['access_token'], json['expires_in'], wecom ? 'wecom' : 'dingtalk')
}

function tokenIn(token: unknown, seconds: unknown, platform: string): { token: string; seconds: number } {
  if (typeof token !== 'string' || token === '' || typeof seconds !== 'number')
    throw new DeliveryFailed(`${platform}-reply`, false)
  return { token, seconds }
}

/** Feishu marks two of its kinds of ids by how they begin. */
function feishuIdType(id: string): 'open_id' | 'union_id' | 'user_id' {
  if (id.startsWith('ou_')) return 'open_id'
  return id.startsWith('on_') ? 'union_id' : 'user_id'
}

async function deliver(
  app: App,
  token: string,
  userId: string,
  message: Message,
  options: CallOptions,
): Promise<string | undefined> {
  const text = cutToBytes(plainText(message), mostTextBytes)
  if (app.kind === 'feishu-app') {
    const url = joined(app.baseUrl, '/open-apis/im/v1/messages')
    url.searchParams.set('receive_id_type', feishuIdType(userId))
    // `uuid`: within an hour the same one is delivered once.
    const body = {
      receive_id: userId,
      msg_type: 'text',
      content: JSON.stringify({ text }),
      uuid: message.id,
    }
    const headers = { authorization: `Bearer ${token}` }
    const { status, json } = await postJson(url.href, body, { ...options, headers })
    feishuTaken(status, json)
    return undefined
  }
  const wecom = app.kind === 'wecom-app'
  const path = wecom ? '/cgi-bin/message/send' : '/topapi/message/corpconversation/asyncsend_v2'
  const url = joined(app.baseUrl, path)
  url.searchParams.set('access_token', token)
  const content = { msgtype: 'text', text: { content: text } }
  const body = wecom
    ? { touser: userId, agentid: Number(app.agentId), ...content, enable_duplicate_check: 1 }
    : { agent_id: Number(app.agentId), userid_list: userId, msg: content }
  const { status, json } = await postJson(url.href, body, options)
  mustBeTaken(status)
  errcodeTaken(wecom ? 'wecom' : 'dingtalk', json)
  // 企业微信 says "taken" and names beside it whom it could not reach.
  if (typeof json['invaliduser'] === 'string' && json['invaliduser'] !== '')
    throw new DeliveryFailed('wecom-81013', true)
  const task = json['task_id']
  return wecom || (typeof task !== 'number' && typeof task !== 'string') ? undefined : String(task)
}

/** The lists in which 钉钉 names people whom a message did not reach (getsendresult). */
const undelivered = ['invalid_user_id_list', 'forbidden_user_id_list', 'failed_user_id_list'] as const

async function sendResult(
  app: Extract<App, { kind: 'dingtalk-app' }>,
  token: string,
  { userId, receipt }: { readonly userId: string; readonly receipt: string },
  options: CallOptions,
): Promise<'failed' | 'not-failed'> {
  const url = joined(app.baseUrl, '/topapi/message/corpconversation/getsendresult')
  url.searchParams.set('access_token', token)
  const body = { agent_id: Number(app.agentId), task_id: Number(receipt) }
  const { status, json } = await postJson(url.href, body, options)
  mustBeTaken(status)
  errcodeTaken('dingtalk', json)
  const result: unknown = json['send_result']
  const lists = typeof result === 'object' && result !== null ? (result as Record<string, unknown>) : {}
  const named = (list: unknown): boolean => Array.isArray(list) && list.map(String).includes(userId)
  return undelivered.some((name) => named(lists[name])) ? 'failed' : 'not-failed'
}
