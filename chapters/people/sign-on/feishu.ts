import { createHash } from 'node:crypto'
import { checkUrl } from '../../../floor/delivery/index.ts'
import type { FeishuConfig } from '../wire/sign-on.ts'
import {
  addressAt,
  allPages,
  askJson,
  asList,
  asObject,
  asText,
  type Json,
  mostDepartments,
  mostPeople,
  optional,
  TokenKeeper,
} from './json-api.ts'
import {
  type Journey,
  type OrganisationSource,
  type ProviderSurroundings,
  type RedirectProvider,
  signOnFailure,
  type SourceDepartment,
  type SourcePerson,
  type Subject,
} from './provider.ts'

/** `code` values for a tenant token that is not valid (any more). */
const tokenCodes = new Set([99991661, 99991663, 99991664, 99991668, 99991677])
const rootDepartment = '0'
const pageSize = '50'

/**
 * 飞书: sign-in by the authorization page with PKCE (authen/v1/authorize, authen/v2/oauth/token, authen/v1/user_info) and
 * the address book (contact/v3/departments/…/children, contact/v3/users/find_by_department) with an app of the company's own.
 */
export function openFeishu(config: FeishuConfig, around: ProviderSurroundings): RedirectProvider {
  const api = new FeishuApi(config, around)
  return {
    kind: 'feishu',
    way: 'redirect',
    test: () => api.test(),
    begin: async ({ returnAddress, state, kept }) => {
      checkUrl(config.loginBase, around.rules)
      const query = {
        client_id: config.appId,
        response_type: 'code',
        redirect_uri: returnAddress,
        state,
        code_challenge: createHash('sha256').update(kept.verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }
      return { address: addressAt(config.loginBase, '/open-apis/authen/v1/authorize', query).href }
    },
    finish: (journey, answer) => api.subject(journey, answer.get('code') ?? ''),
    organisation: api,
  }
}

class FeishuApi implements OrganisationSource {
  readonly #config: FeishuConfig
  readonly #around: ProviderSurroundings
  readonly #keeper: TokenKeeper

  constructor(config: FeishuConfig, around: ProviderSurroundings) {
    this.#config = config
    this.#around = around
    this.#keeper = new TokenKeeper(around.now, async () => {
      const { json } = await askJson(around, {
        method: 'POST',
        url: addressAt(config.apiBase, '/open-apis/auth/v3/tenant_access_token/internal'),
        body: { app_id: config.appId, app_secret: around.secret },
      })
      const token = asText(json['tenant_access_token'])
      if (json['code'] !== 0 || token === undefined) throw refusal(json)
      return { token, seconds: Number(json['expire'] ?? 0) }
    })
  }

  async test(): Promise<void> {
    this.#keeper.forget()
    await this.#keeper.token()
  }

  async subject(journey: Journey, code: string): Promise<Subject> {
    if (code === '') throw signOnFailure('declined')
    const { json } = await askJson(this.#around, {
      method: 'POST',
      url: addressAt(this.#config.apiBase, '/open-apis/authen/v2/oauth/token'),
      body: {
        grant_type: 'authorization_code',
        client_id: this.#config.appId,
        client_secret: this.#around.secret,
        code,
        redirect_uri: journey.returnAddress,
        code_verifier: journey.kept.verifier,
      },
    })
    const token = asText(json['access_token'])
    if (json['code'] !== 0 || token === undefined) throw signOnFailure('unproven')
    const reply = await askJson(this.#around, {
      method: 'GET',
      url: addressAt(this.#config.apiBase, '/open-apis/authen/v1/user_info'),
      headers: { authorization: `Bearer ${token}` },
    })
    if (reply.json['code'] !== 0) throw refusal(reply.json)
    const me = asObject(reply.json['data'])
    // Only somebody of this company is in its address book: an app may be shared with other companies.
    const openId = asText(me['open_id'])
    if (openId === undefined) throw signOnFailure('unproven')
    const path = `/open-apis/contact/v3/users/${encodeURIComponent(openId)}`
    const member = asObject((await this.#get(path, { user_id_type: 'open_id' }))['user'])
    if (asText(member['open_id']) !== openId) throw signOnFailure('outsider')
    return {
      externalId: openId,
      ...optional('employeeNo', asText(member['employee_no'])),
      ...optional('name', asText(member['name'])),
      ...optional('email', asText(member['enterprise_email'])),
    }
  }

  async departments(): Promise<SourceDepartment[]> {
    const path = `/open-apis/contact/v3/departments/${rootDepartment}/children`
    const query = { department_id_type: 'open_department_id', fetch_child: 'true', page_size: pageSize }
    const rows = await this.#pages(path, query, mostDepartments)
    return rows.flatMap((one) => {
      const [id, name] = [asText(one['open_department_id']), asText(one['name'])]
      const parent = asText(one['parent_department_id'])
      if (id === undefined || name === undefined || asObject(one['status'])['is_deleted'] === true) return []
      return [
        { id, name, ...(parent === undefined || parent === rootDepartment ? {} : { parentId: parent }) },
      ]
    })
  }

  async people(): Promise<SourcePerson[]> {
    const found = new Map<string, SourcePerson>()
    for (const id of [rootDepartment, ...(await this.departments()).map((one) => one.id)]) {
      const query = {
        department_id: id,
        department_id_type: 'open_department_id',
        user_id_type: 'open_id',
        page_size: pageSize,
      }
      for (const user of await this.#pages(
        '/open-apis/contact/v3/users/find_by_department',
        query,
        mostPeople,
      )) {
        const person = personOf(user, id)
        if (person !== undefined && !found.has(person.externalId)) found.set(person.externalId, person)
      }
    }
    return [...found.values()]
  }

  async #pages(path: string, query: Record<string, string>, most: number): Promise<Json[]> {
    return await allPages(most, async (mark) => {
      const page = await this.#get(path, { ...query, ...(mark === undefined ? {} : { page_token: mark }) })
      const next = page['has_more'] === true ? asText(page['page_token']) : undefined
      return { rows: asList(page['items']), next }
    })
  }

  /** `data` of a reply; once more with a new token when that one is called invalid. */
  async #get(path: string, query: Readonly<Record<string, string>>, again = true): Promise<Json> {
    const authorization = `Bearer ${await this.#keeper.token()}`
    const url = addressAt(this.#config.apiBase, path, query)
    const { json } = await askJson(this.#around, { method: 'GET', url, headers: { authorization } })
    if (json['code'] === 0) return asObject(json['data'])
    if (again && tokenCodes.has(Number(json['code']))) {
      this.#keeper.forget()
      return await this.#get(path, query, false)
    }
    throw refusal(json)
  }
}

const refusal = (json: Json) =>
  signOnFailure('answer', { code: (asText(json['code']) ?? asText(json['error']) ?? 'none').slice(0, 60) })

function personOf(user: Json, departmentId: string): SourcePerson | undefined {
  const [openId, name] = [asText(user['open_id']), asText(user['name'])]
  if (openId === undefined || name === undefined) return undefined
  const status = asObject(user['status'])
  const gone = ['is_frozen', 'is_resigned', 'is_exited'].some((one) => status[one] === true)
  return {
    externalId: openId,
    name,
    ...optional('employeeNo', asText(user['employee_no'])),
    ...optional('departmentId', departmentId === rootDepartment ? undefined : departmentId),
    ...optional('post', asText(user['job_title'])),
    ...optional('email', asText(user['enterprise_email']) ?? asText(user['email'])),
    ...optional('managerExternalId', asText(user['leader_user_id'])),
    ...(gone ? { inactive: true } : {}),
  }
}
