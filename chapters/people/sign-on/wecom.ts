import { checkUrl } from '../../../floor/delivery/index.ts'
import type { WecomConfig } from '../wire/sign-on.ts'
import { addressAt, askJson, asList, asText, type Json, optional, TokenKeeper } from './json-api.ts'
import {
  type OrganisationSource,
  type ProviderSurroundings,
  type RedirectProvider,
  signOnFailure,
  type SourcePerson,
  type Subject,
} from './provider.ts'

/** errcode values of the WeCom server API: a token that is not valid (any more), and a code that is none. */
const tokenCodes = new Set([40014, 42001])
const codeCodes = new Set([40029, 42003])
/** `status` of a member: 1 active, 2 disabled, 4 not activated yet, 5 has left. */
const inactiveStates = new Set([2, 5])

/**
 * 企业微信: sign-in by QR code or in the client (wwlogin/sso/login, cgi-bin/auth/getuserinfo) and its address book
 * (department/list, user/list) with an application of the company's own. The user id is the employee number there.
 */
export function openWecom(config: WecomConfig, around: ProviderSurroundings): RedirectProvider {
  const api = new WecomApi(config, around)
  return {
    kind: 'wecom',
    way: 'redirect',
    test: () => api.test(),
    begin: async ({ returnAddress, state }) => {
      checkUrl(config.loginBase, around.rules)
      const query = {
        login_type: 'CorpApp',
        appid: config.corpId,
        agentid: config.agentId,
        redirect_uri: returnAddress,
        state,
      }
      return { address: addressAt(config.loginBase, '/wwlogin/sso/login', query).href }
    },
    finish: (_journey, answer) => api.subject(answer.get('code') ?? ''),
    organisation: api,
  }
}

class WecomApi implements OrganisationSource {
  readonly #config: WecomConfig
  readonly #around: ProviderSurroundings
  readonly #keeper: TokenKeeper

  constructor(config: WecomConfig, around: ProviderSurroundings) {
    this.#config = config
    this.#around = around
    this.#keeper = new TokenKeeper(around.now, async () => {
      const query = { corpid: config.corpId, corpsecret: around.secret }
      const { json } = await askJson(around, {
        method: 'GET',
        url: addressAt(config.apiBase, '/cgi-bin/gettoken', query),
      })
      const token = asText(json['access_token'])
      if (json['errcode'] !== 0 || token === undefined) throw refusal(json)
      return { token, seconds: Number(json['expires_in'] ?? 0) }
    })
  }

  async test(): Promise<void> {
    this.#keeper.forget()
    await this.#keeper.token()
  }

  async subject(code: string): Promise<Subject> {
    if (code === '') throw signOnFailure('declined')
    const who = await this.#get('/cgi-bin/auth/getuserinfo', { code })
    const userId = asText(who['userid']) ?? asText(who['UserId'])
    // Somebody outside of the company has an openid or external_userid instead.
    if (userId === undefined) throw signOnFailure('outsider')
    const member = await this.#get('/cgi-bin/user/get', { userid: userId })
    return {
      externalId: userId,
      employeeNo: userId,
      ...optional('name', asText(member['name'])),
      ...optional('email', asText(member['biz_mail'])),
    }
  }

  async departments(): Promise<{ id: string; parentId?: string; name: string }[]> {
    const { department } = await this.#get('/cgi-bin/department/list', {})
    return asList(department).flatMap((one) => {
      const [id, parent, name] = [asText(one['id']), asText(one['parentid']), asText(one['name'])]
      if (id === undefined || name === undefined) return []
      return [{ id, name, ...(parent === undefined || parent === '0' ? {} : { parentId: parent }) }]
    })
  }

  async people(): Promise<SourcePerson[]> {
    const found = new Map<string, SourcePerson>()
    for (const { id } of await this.departments()) {
      const { userlist } = await this.#get('/cgi-bin/user/list', { department_id: id })
      for (const user of asList(userlist)) {
        const person = personOf(user)
        if (person !== undefined) found.set(person.externalId, person)
      }
    }
    return [...found.values()]
  }

  /** Asks with the token; once more with a new one when it is called invalid. */
  async #get(path: string, query: Readonly<Record<string, string>>, again = true): Promise<Json> {
    const access_token = await this.#keeper.token()
    const url = addressAt(this.#config.apiBase, path, { access_token, ...query })
    const { json } = await askJson(this.#around, { method: 'GET', url })
    if (json['errcode'] === 0) return json
    if (again && tokenCodes.has(Number(json['errcode']))) {
      this.#keeper.forget()
      return await this.#get(path, query, false)
    }
    throw refusal(json)
  }
}

const refusal = (json: Json) =>
  codeCodes.has(Number(json['errcode']))
    ? signOnFailure('unproven')
    : signOnFailure('answer', { code: asText(json['errcode']) ?? 'none' })

function personOf(user: Json): SourcePerson | undefined {
  const [userId, name] = [asText(user['userid']), asText(user['name'])]
  if (userId === undefined || name === undefined) return undefined
  const departments = Array.isArray(user['department']) ? user['department'] : []
  const leaders = Array.isArray(user['direct_leader']) ? user['direct_leader'] : []
  return {
    externalId: userId,
    employeeNo: userId,
    name,
    ...optional('departmentId', asText(user['main_department']) ?? asText(departments[0])),
    ...optional('post', asText(user['position'])),
    ...optional('email', asText(user['biz_mail']) ?? asText(user['email'])),
    ...optional('managerExternalId', asText(leaders[0])),
    ...(inactiveStates.has(Number(user['status'])) ? { inactive: true } : {}),
  }
}
