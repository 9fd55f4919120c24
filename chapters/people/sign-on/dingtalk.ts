import { checkUrl } from '../../../floor/delivery/index.ts'
import type { DingtalkConfig } from '../wire/sign-on.ts'
import {
  addressAt,
  allPages,
  askJson,
  asList,
  asObject,
  asText,
  type Json,
  mostPeople,
  optional,
  TokenKeeper,
  wholeTree,
} from './json-api.ts'
import {
  type OrganisationSource,
  type ProviderSurroundings,
  type RedirectProvider,
  signOnFailure,
  type SourceDepartment,
  type SourcePerson,
  type Subject,
} from './provider.ts'

/** errcode values of the older API: tokens that are not valid; a union id nobody here has. */
const tokenCodes = new Set([88, 40001, 40014, 42001])
const unknownUser = 60121
/** `contact_type` of somebody of the company; 1 is an outside contact. */
const insider = 0
/** Root department, and the most people on a page. */
const rootDepartment = '1'
const pageSize = 100

/**
 * 钉钉: sign-in with the new OAuth pages (login.dingtalk.com/oauth2/auth, v1.0/oauth2/userAccessToken, contact/users/me),
 * and the address book of the older API (topapi/v2/department/listsub, topapi/v2/user/list) with an app of the company's own.
 */
export function openDingtalk(config: DingtalkConfig, around: ProviderSurroundings): RedirectProvider {
  const api = new DingtalkApi(config, around)
  return {
    kind: 'dingtalk',
    way: 'redirect',
    test: () => api.test(),
    begin: async ({ returnAddress, state }) => {
      checkUrl(config.loginBase, around.rules)
      const query = {
        redirect_uri: returnAddress,
        response_type: 'code',
        client_id: config.clientId,
        scope: 'openid',
        state,
        prompt: 'consent',
      }
      return { address: addressAt(config.loginBase, '/oauth2/auth', query).href }
    },
    finish: (_journey, answer) => api.subject(answer.get('authCode') ?? answer.get('code') ?? ''),
    organisation: api,
  }
}

class DingtalkApi implements OrganisationSource {
  readonly #config: DingtalkConfig
  readonly #around: ProviderSurroundings
  readonly #keeper: TokenKeeper

  constructor(config: DingtalkConfig, around: ProviderSurroundings) {
    this.#config = config
    this.#around = around
    this.#keeper = new TokenKeeper(around.now, async () => {
      const body = { appKey: config.clientId, appSecret: around.secret }
      const json = await this.#new('POST', '/v1.0/oauth2/accessToken', { body })
      const token = asText(json['accessToken'])
      if (token === undefined) throw refusal(json)
      return { token, seconds: Number(json['expireIn'] ?? 0) }
    })
  }

  async test(): Promise<void> {
    this.#keeper.forget()
    await this.#keeper.token()
  }

  async subject(code: string): Promise<Subject> {
    if (code === '') throw signOnFailure('declined')
    const body = {
      clientId: this.#config.clientId,
      clientSecret: this.#around.secret,
      code,
      grantType: 'authorization_code',
    }
    const tokens = await this.#new('POST', '/v1.0/oauth2/userAccessToken', { body, unproven: true })
    const userToken = asText(tokens['accessToken'])
    if (userToken === undefined) throw signOnFailure('unproven')
    const me = await this.#new('GET', '/v1.0/contact/users/me', {
      headers: { 'x-acs-dingtalk-access-token': userToken },
    })
    const unionId = asText(me['unionId'])
    if (unionId === undefined) throw signOnFailure('unproven')
    // The person may belong to many companies: only who is in this one's address book is one of ours.
    const found = await this.#old('/topapi/user/getbyunionid', { unionid: unionId })
    const userId = asText(found['userid'])
    if (userId === undefined || Number(found['contact_type'] ?? insider) !== insider)
      throw signOnFailure('outsider')
    const user = await this.#old('/topapi/v2/user/get', { userid: userId })
    return {
      externalId: userId,
      ...optional('employeeNo', asText(user['job_number'])),
      ...optional('name', asText(user['name'])),
      ...optional('email', asText(user['org_email'])),
    }
  }

  async departments(): Promise<SourceDepartment[]> {
    const below = async (id: string): Promise<SourceDepartment[]> => {
      const rows = await this.#oldList('/topapi/v2/department/listsub', { dept_id: Number(id) })
      return rows.flatMap((one) => {
        const [own, name] = [asText(one['dept_id']), asText(one['name'])]
        const parent = id === rootDepartment ? {} : { parentId: id }
        return own === undefined || name === undefined ? [] : [{ id: own, name, ...parent }]
      })
    }
    return await wholeTree([rootDepartment], below)
  }

  async people(): Promise<SourcePerson[]> {
    const found = new Map<string, SourcePerson>()
    for (const id of [rootDepartment, ...(await this.departments()).map((one) => one.id)]) {
      const users = await allPages(mostPeople, async (mark) => {
        const body = { dept_id: Number(id), cursor: Number(mark ?? 0), size: pageSize }
        const page = await this.#old('/topapi/v2/user/list', body)
        const next = page['has_more'] === true ? asText(page['next_cursor']) : undefined
        return { rows: asList(page['list']), next }
      })
      for (const user of users) {
        const person = personOf(user, id)
        // Somebody in several departments belongs to the first one that names them.
        if (person !== undefined && !found.has(person.externalId)) found.set(person.externalId, person)
      }
    }
    return [...found.values()]
  }

  /** The newer API answers with a status and `code` in words. */
  async #new(
    method: 'GET' | 'POST',
    path: string,
    o: { body?: unknown; headers?: Record<string, string>; unproven?: boolean },
  ): Promise<Json> {
    const url = addressAt(this.#config.apiBase, path)
    const { status, json } = await askJson(this.#around, {
      method,
      url,
      ...(o.body === undefined ? {} : { body: o.body }),
      ...(o.headers === undefined ? {} : { headers: o.headers }),
    })
    if (status === 200) return json
    throw o.unproven === true && status === 400 ? signOnFailure('unproven') : refusal(json)
  }

  /** The older API answers 200 with `errcode`; once more with a new token when that one is called invalid. */
  async #oldRaw(path: string, body: unknown, again = true): Promise<unknown> {
    const url = addressAt(this.#config.oapiBase, path, { access_token: await this.#keeper.token() })
    const { json } = await askJson(this.#around, { method: 'POST', url, body })
    const code = Number(json['errcode'])
    if (code === 0) return json['result']
    if (again && tokenCodes.has(code)) {
      this.#keeper.forget()
      return await this.#oldRaw(path, body, false)
    }
    if (code === unknownUser) throw signOnFailure('outsider')
    throw refusal(json)
  }

  async #old(path: string, body: unknown): Promise<Json> {
    return asObject(await this.#oldRaw(path, body))
  }

  async #oldList(path: string, body: unknown): Promise<readonly Json[]> {
    return asList(await this.#oldRaw(path, body))
  }
}

const refusal = (json: Json) =>
  signOnFailure('answer', { code: (asText(json['errcode']) ?? asText(json['code']) ?? 'none').slice(0, 60) })

function personOf(user: Json, departmentId: string): SourcePerson | undefined {
  const [userId, name] = [asText(user['userid']), asText(user['name'])]
  if (userId === undefined || name === undefined) return undefined
  const place = departmentId === rootDepartment ? undefined : departmentId
  return {
    externalId: userId,
    name,
    ...optional('employeeNo', asText(user['job_number'])),
    ...optional('departmentId', place),
    ...optional('post', asText(user['title'])),
    ...optional('email', asText(user['org_email']) ?? asText(user['email'])),
    ...optional('managerExternalId', asText(user['manager_userid'])),
    ...(user['active'] === false ? { inactive: true } : {}),
  }
}
