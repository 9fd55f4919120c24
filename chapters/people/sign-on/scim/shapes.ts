import type { ProtocolReply } from '../../../../gate/index.ts'

/** Names and shapes of SCIM 2.0 (RFC 7643, RFC 7644). */

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const messages = 'urn:ietf:params:scim:api:messages:2.0'
export const patchSchema = `${messages}:PatchOp`

/** A resource or message; attributes as SCIM names them. */
export type ScimObject = Readonly<Record<string, unknown>>

/** `scimType` values of RFC 7644 §3.12. */
export type ScimType =
  | 'invalidFilter'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'

/** What went wrong, as SCIM tells it. Thrown inside, answered at the door. */
export class ScimError extends Error {
  override readonly name = 'ScimError'
  readonly status: number
  readonly scimType: ScimType | undefined
  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail)
    this.status = status
    this.scimType = scimType
  }
}

/** An error message (RFC 7644 §3.12): the status is a text there. */
export const errorReply = (status: number, detail: string, scimType?: ScimType): ProtocolReply => ({
  status,
  ...(status === 401 ? { headers: { 'www-authenticate': 'Bearer' } } : {}),
  body: {
    schemas: [`${messages}:Error`],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail,
  },
})

/** One page of resources; `startIndex` counts from 1. */
export const listReply = (
  resources: readonly ScimObject[],
  total: number,
  startIndex: number,
): ProtocolReply => ({
  status: 200,
  body: {
    schemas: [`${messages}:ListResponse`],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  },
})

/** The most resources on a page. */
export const pageMost = 200

const attribute = (name: string, more: object = {}): object => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
})
const complex = (name: string, subAttributes: readonly object[], more: object = {}): object =>
  attribute(name, { type: 'complex', subAttributes, ...more })

const schemas: readonly ScimObject[] = [
  {
    id: userSchema,
    name: 'User',
    description: 'A person and their account',
    attributes: [
      attribute('userName', { required: true, uniqueness: 'server' }),
      complex('name', [attribute('formatted'), attribute('familyName'), attribute('givenName')]),
      attribute('displayName'),
      attribute('title'),
      attribute('active', { type: 'boolean' }),
      complex('emails', [attribute('value'), attribute('type'), attribute('primary', { type: 'boolean' })], {
        multiValued: true,
      }),
    ],
  },
  {
    id: enterpriseSchema,
    name: 'EnterpriseUser',
    description: 'Employee number, department and manager',
    attributes: [
      attribute('employeeNumber', { uniqueness: 'server' }),
      attribute('department'),
      complex('manager', [attribute('value'), attribute('displayName', { mutability: 'readOnly' })]),
    ],
  },
  {
    id: groupSchema,
    name: 'Group',
    description: 'A department; everybody belongs to one at most',
    attributes: [
      attribute('displayName', { required: true }),
      complex('members', [attribute('value'), attribute('display', { mutability: 'readOnly' })], {
        multiValued: true,
      }),
    ],
  },
]

const resourceTypes: readonly ScimObject[] = [
  {
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    schema: userSchema,
    schemaExtensions: [{ schema: enterpriseSchema, required: false }],
  },
  { id: 'Group', name: 'Group', endpoint: '/Groups', schema: groupSchema, schemaExtensions: [] },
]

const serviceProvider = (): ScimObject => ({
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: pageMost },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token made by the system administrator',
    },
  ],
})

/** What a client may ask to learn how this server speaks SCIM (RFC 7644 §4); undefined for any other path. */
export function discovery(path: string, base: string): ProtocolReply | undefined {
  const dressed = (kind: string, at: string, one: ScimObject): ScimObject => ({
    schemas: [`urn:ietf:params:scim:schemas:core:2.0:${kind}`],
    ...one,
    meta: { resourceType: kind, location: `${base}${at}` },
  })
  if (path === '/ServiceProviderConfig')
    return { status: 200, body: dressed('ServiceProviderConfig', path, serviceProvider()) }
  const [, kind, id] = /^\/(Schemas|ResourceTypes)(?:\/(.+))?$/.exec(path) ?? []
  if (kind === undefined) return undefined
  const one = kind === 'Schemas' ? 'Schema' : 'ResourceType'
  const all = (kind === 'Schemas' ? schemas : resourceTypes).map((each) =>
    dressed(one, `/${kind}/${String(each['id'])}`, each),
  )
  if (id === undefined) return listReply(all, all.length, 1)
  const found = all.find((each) => each['id'] === id)
  return found === undefined ? errorReply(404, 'no such resource') : { status: 200, body: found }
}
