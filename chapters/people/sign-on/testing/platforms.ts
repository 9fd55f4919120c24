import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody at one of the platforms. */
export interface Member {
  readonly id: string
  readonly no: string
  readonly name: string
  readonly department: string
  readonly post?: string
  readonly inactive?: boolean
  /** Knows the platform, but belongs to another company. */
  readonly outsider?: boolean
}
export interface Unit {
  readonly id: string
  readonly name: string
  readonly parent: string
}
export interface Company {
  readonly members: readonly Member[]
  readonly units: readonly Unit[]
}

export interface Platform {
  readonly base: string
  /** A person scans the code at this address and agrees: the query with which the browser comes back. */
  scan(address: string, memberId: string): string
  /** Calls made so far, by path. */
  readonly calls: ReadonlyMap<string, number>
  /** Every token given out is invalid from now on. */
  dropTokens(): void
  /** The next call of this path answers so. */
  failNext(path: string, status: number, body: object): void
  stop(): Promise<void>
}

interface Call {
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: IncomingMessage['headers']
}
type Answer = object | { readonly status: number; readonly body: object }
/** What a platform does with a call; `tokens` and `codes` are those it has given out. */
type Speak = (call: Call, given: Given) => Answer | undefined

interface Given {
  readonly tokens: Set<string>
  readonly codes: Map<string, { member: string; challenge: string | null; redirect: string }>
}

export const appSecret = 'app-secret-of-the-platform'
const fresh = (): string => randomBytes(12).toString('hex')

async function start(speak: Speak, codeName: string): Promise<Platform> {
  const given: Given = { tokens: new Set(), codes: new Map() }
  const calls = new Map<string, number>()
  const failures = new Map<string, { status: number; body: object }>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    calls.set(url.pathname, (calls.get(url.pathname) ?? 0) + 1)
    void bodyOf(request).then((body) => {
      const failure = failures.get(url.pathname)
      failures.delete(url.pathname)
      const call = { path: url.pathname, query: url.searchParams, body, headers: request.headers }
      const answer = failure ?? speak(call, given) ?? { status: 404, body: {} }
      const { status, body: said } =
        'status' in answer && 'body' in answer
          ? (answer as { status: number; body: object })
          : { status: 200, body: answer }
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify(said))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    scan: (address, member) => {
      const asked = new URL(address).searchParams
      const code = fresh()
      given.codes.set(code, {
        member,
        challenge: asked.get('code_challenge'),
        redirect: asked.get('redirect_uri') ?? '',
      })
      return `?${new URLSearchParams({ [codeName]: code, state: asked.get('state') ?? '' })}`
    },
    calls,
    dropTokens: () => given.tokens.clear(),
    failNext: (path, status, body) => void failures.set(path, { status, body }),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

/** A code serves once. */
function redeem(given: Given, code: unknown) {
  const found = given.codes.get(String(code))
  given.codes.delete(String(code))
  return found
}

function issue(given: Given): string {
  const token = fresh()
  given.tokens.add(token)
  return token
}

/** 企业微信 as its server API documents it: gettoken, auth/getuserinfo, user/get, department/list, user/list. */
export const startWecom = (company: Company): Promise<Platform> =>
  start((call, given) => {
    if (call.path === '/cgi-bin/gettoken')
      return call.query.get('corpsecret') === appSecret
        ? { errcode: 0, errmsg: 'ok', access_token: issue(given), expires_in: 7200 }
        : { errcode: 40001, errmsg: 'invalid credential' }
    if (!given.tokens.has(call.query.get('access_token') ?? ''))
      return { errcode: 40014, errmsg: 'invalid access_token' }
    const ok = { errcode: 0, errmsg: 'ok' }
    const user = (one: Member) => ({
      userid: one.no,
      name: one.name,
      department: [Number(one.department)],
      main_department: Number(one.department),
      position: one.post ?? '',
      status: one.inactive === true ? 2 : 1,
      direct_leader: [],
    })
    switch (call.path) {
      case '/cgi-bin/auth/getuserinfo': {
        const code = redeem(given, call.query.get('code'))
        const who = company.members.find((one) => one.id === code?.member)
        if (who === undefined) return { errcode: 40029, errmsg: 'invalid code' }
        return who.outsider === true ? { ...ok, openid: 'o-1' } : { ...ok, userid: who.no }
      }
      case '/cgi-bin/user/get': {
        const who = company.members.find((one) => one.no === call.query.get('userid'))
        return who === undefined ? { errcode: 60111, errmsg: 'userid not found' } : { ...ok, ...user(who) }
      }
      case '/cgi-bin/department/list':
        return {
          ...ok,
          department: [
            { id: 1, name: '青石', parentid: 0 },
            ...company.units.map((one) => ({
              id: Number(one.id),
              name: one.name,
              parentid: Number(one.parent),
            })),
          ],
        }
      case '/cgi-bin/user/list':
        return {
          ...ok,
          userlist: company.members
            .filter((one) => one.department === call.query.get('department_id') && one.outsider !== true)
            .map(user),
        }
    }
    return undefined
  }, 'code')

/** 钉钉 as its documentation has it: the newer API for signing in, the older one for the address book, in pages. */
export const startDingtalk = (company: Company): Promise<Platform> =>
  start((call, given) => {
    const { path, body, headers } = call
    const isApp = body['appSecret'] === appSecret || body['clientSecret'] === appSecret
    if (path === '/v1.0/oauth2/accessToken')
      return isApp
        ? { accessToken: issue(given), expireIn: 7200 }
        : { status: 400, body: { code: 'invalidClientIdOrSecret', message: 'wrong', requestid: 'r' } }
    if (path === '/v1.0/oauth2/userAccessToken') {
      const code = redeem(given, body['code'])
      if (code === undefined || !isApp || body['grantType'] !== 'authorization_code')
        return {
          status: 400,
          body: { code: 'invalidParameter.authCode.notFound', message: 'no', requestid: 'r' },
        }
      const token = `user-${code.member}-${fresh()}`
      given.tokens.add(token)
      return { accessToken: token, refreshToken: 'r', expireIn: 7200, corpId: 'ding1' }
    }
    if (path === '/v1.0/contact/users/me') {
      const token = String(headers['x-acs-dingtalk-access-token'])
      if (!given.tokens.has(token))
        return { status: 401, body: { code: 'InvalidAuthentication', message: 'no' } }
      const id = token.split('-')[1]!
      return { nick: 'x', unionId: `union_${id}`, openId: `open_${id}` }
    }
    if (!given.tokens.has(call.query.get('access_token') ?? ''))
      return { errcode: 40014, errmsg: '不合法的access_token' }
    return dingtalkBook(company, path, body)
  }, 'authCode')

function dingtalkBook(company: Company, path: string, body: Call['body']): Answer | undefined {
  const ok = { errcode: 0, errmsg: 'ok', request_id: 'r' }
  const user = (one: Member) => ({
    userid: one.id,
    unionid: `union_${one.id}`,
    name: one.name,
    title: one.post ?? '',
    job_number: one.no,
    active: one.inactive !== true,
  })
  switch (path) {
    case '/topapi/user/getbyunionid': {
      const who = company.members.find((one) => `union_${one.id}` === body['unionid'])
      return who === undefined || who.outsider === true
        ? { errcode: 60121, errmsg: '找不到该用户' }
        : { ...ok, result: { contact_type: 0, userid: who.id } }
    }
    case '/topapi/v2/user/get': {
      const who = company.members.find((one) => one.id === body['userid'])
      return who === undefined ? { errcode: 60121, errmsg: '找不到该用户' } : { ...ok, result: user(who) }
    }
    case '/topapi/v2/department/listsub':
      return {
        ...ok,
        result: company.units
          .filter((one) => one.parent === String(body['dept_id']))
          .map((one) => ({ dept_id: Number(one.id), name: one.name, parent_id: Number(one.parent) })),
      }
    case '/topapi/v2/user/list': {
      const all = company.members.filter(
        (one) => one.department === String(body['dept_id']) && one.outsider !== true,
      )
      const from = Number(body['cursor'])
      const page = all.slice(from, from + 2)
      const more = from + 2 < all.length
      return {
        ...ok,
        result: { has_more: more, ...(more ? { next_cursor: from + 2 } : {}), list: page.map(user) },
      }
    }
  }
  return undefined
}

/** 飞书 as its documentation has it: OAuth with PKCE, tenant tokens, address book in pages of page tokens. */
export const startFeishu = (company: Company): Promise<Platform> =>
  start((call, given) => {
    const { path, body } = call
    if (path === '/open-apis/auth/v3/tenant_access_token/internal')
      return body['app_secret'] === appSecret
        ? { code: 0, msg: 'ok', tenant_access_token: issue(given), expire: 7200 }
        : { code: 10014, msg: 'app secret invalid' }
    if (path === '/open-apis/authen/v2/oauth/token') {
      const code = redeem(given, body['code'])
      const challenge = createHash('sha256').update(String(body['code_verifier'])).digest('base64url')
      if (code === undefined) return { status: 400, body: { code: 20003, error: 'invalid_grant' } }
      if (code.challenge !== challenge || code.redirect !== body['redirect_uri'])
        return { status: 400, body: { code: 20049, error: 'invalid_grant' } }
      const token = `user-${code.member}-${fresh()}`
      given.tokens.add(token)
      return { code: 0, access_token: token, token_type: 'Bearer', expires_in: 7200 }
    }
    const token = String(call.headers.authorization ?? '').replace('Bearer ', '')
    if (!given.tokens.has(token))
      return { status: 400, body: { code: 99991663, msg: 'Invalid access token' } }
    if (path === '/open-apis/authen/v1/user_info') {
      const id = token.split('-')[1]!
      return { code: 0, msg: 'ok', data: { open_id: `ou_${id}`, name: 'x', tenant_key: 't' } }
    }
    return feishuBook(company, path, call.query)
  }, 'code')

function feishuBook(company: Company, path: string, query: URLSearchParams): Answer | undefined {
  const user = (one: Member) => ({
    open_id: `ou_${one.id}`,
    name: one.name,
    employee_no: one.no,
    job_title: one.post ?? '',
    status: { is_frozen: one.inactive === true, is_resigned: false, is_exited: false },
  })
  const page = (rows: readonly object[]): object => {
    const from = Number(query.get('page_token') ?? 0)
    const more = from + 2 < rows.length
    return {
      code: 0,
      msg: 'ok',
      data: {
        has_more: more,
        ...(more ? { page_token: String(from + 2) } : {}),
        items: rows.slice(from, from + 2),
      },
    }
  }
  if (path === '/open-apis/contact/v3/departments/0/children')
    return page(
      company.units.map((one) => ({
        open_department_id: `od_${one.id}`,
        name: one.name,
        parent_department_id: one.parent === '1' ? '0' : `od_${one.parent}`,
        status: { is_deleted: false },
      })),
    )
  if (path === '/open-apis/contact/v3/users/find_by_department') {
    const place = query.get('department_id') === '0' ? '1' : query.get('department_id')?.replace('od_', '')
    return page(company.members.filter((one) => one.department === place && one.outsider !== true).map(user))
  }
  const who = company.members.find((one) => path === `/open-apis/contact/v3/users/ou_${one.id}`)
  if (who !== undefined && who.outsider !== true) return { code: 0, msg: 'ok', data: { user: user(who) } }
  return { status: 400, body: { code: 41050, msg: 'no user authority' } }
}
