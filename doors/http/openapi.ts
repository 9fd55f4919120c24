import { z } from 'zod'
import type { ZodType } from 'zod'
import type { Route } from '../../gate/route.ts'
import { API_PREFIX } from './api.ts'
import { PROOF_HEADER, TRAP_HEADER } from './open.ts'
import { CSRF_HEADER } from './session.ts'

type Json = Record<string, unknown>

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks; types JSON cannot say are described as anything. */
const schemaOf = (shape: ZodType, io: 'input' | 'output'): Json => {
  const {
    $schema: _,
    '~standard': __,
    ...schema
  } = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as Json
  return schema
}

/** Each top-level property of a shape as a parameter of a path or query. */
const parameters = (shape: Route['params'], place: 'path' | 'query'): Json[] => {
  if (shape === undefined) return []
  const { properties = {}, required = [] } = schemaOf(shape, 'input') as {
    properties?: Json
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema,
  }))
}

const bodyOf = (route: Route): Json => {
  const body = route.body === undefined ? undefined : schemaOf(route.body.strict(), 'input')
  if (route.upload !== undefined) {
    const properties = {
      ...(body === undefined
        ? {}
        : { body: { type: 'string', contentMediaType: 'application/json', contentSchema: body } }),
      [route.upload.field]: { type: 'string', contentMediaType: 'application/octet-stream' },
    }
    const schema = { type: 'object', properties, required: [route.upload.field], additionalProperties: false }
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } }
  }
  if (route.stream !== undefined) {
    const schema = { type: 'string', contentMediaType: 'application/octet-stream' }
    const content = Object.fromEntries(route.stream.types.map((type) => [type, { schema }]))
    return { requestBody: { required: true, content } }
  }
  return body === undefined
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
}

const refer = (name: string): Json => ({ $ref: `#/components/responses/${name}` })

const responses = (route: Route): Json => {
  const content =
    route.reply === 'file'
      ? {
          'application/octet-stream': {
            schema: { type: 'string', contentMediaType: 'application/octet-stream' },
          },
        }
      : { 'application/json': { schema: schemaOf(route.reply, 'output') } }
  return {
    200: { description: route.summary.en, content },
    400: refer('Mistake'),
    ...(route.who === 'anyone' ? {} : { 401: refer('Mistake') }),
    403: refer('Refused'),
    ...(route.path.includes(':') ? { 404: refer('Mistake') } : {}),
    422: refer('Mistake'),
    429: refer('Mistake'),
    500: refer('Fault'),
    503: refer('Fault'),
  }
}

const operationOf = (route: Route): Json => {
  const csrf = {
    name: CSRF_HEADER,
    in: 'header',
    // A program's token travels in a header that no foreign page can set for it.
    required: route.who !== 'anyone' && route.token !== true,
    schema: { type: 'string' },
  }
  const all = [...parameters(route.params, 'path'), ...parameters(route.query, 'query')]
  if (route.path.startsWith('/open/') && route.path !== '/open/challenges' && route.method !== 'GET')
    for (const name of [PROOF_HEADER, TRAP_HEADER])
      all.push({ name, in: 'header', required: true, schema: { type: 'string' } })
  else if (route.method !== 'GET') all.push(csrf)
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary.en,
    description: route.summary.zh,
    ...(all.length === 0 ? {} : { parameters: all }),
    ...bodyOf(route),
    responses: responses(route),
    security:
      route.who === 'anyone' ? [] : [{ session: [] }, ...(route.token === true ? [{ token: [] }] : [])],
    ...(Array.isArray(route.who) ? { 'x-roles': route.who } : {}),
    ...(route.holdsCustomerData === true ? { 'x-customer-data': true } : {}),
  }
}

/** `GET /applications/:id` → `getApplicationsById`. */
function operationId(route: Route): string {
  const words = route.path.split('/').filter((part) => part !== '')
  const name = words.flatMap((part) => (part.startsWith(':') ? ['by', part.slice(1)] : part.split('-')))
  return route.method.toLowerCase() + name.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')
}

const object = (properties: Json, required: string[] = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
})
const text = { type: 'string' }
const list = (items: Json): Json => ({ type: 'array', items })
const both = object({ zh: text, en: text })
const failure = (description: string, schema: Json): Json => ({
  description,
  content: { 'application/json': { schema } },
})

const FAILURES = {
  Mistake: failure(
    'The request cannot be used as it is',
    object({
      mistake: object(
        {
          code: text,
          field: text,
          values: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
          fields: list(object({ field: text, problem: text })),
          text: both,
        },
        ['code', 'field', 'values', 'text'],
      ),
    }),
  ),
  Refused: failure(
    'The policy said no; the deciding clause comes first',
    object({
      refused: { const: true },
      because: list(object({ number: text, rule: text, zh: text, en: text })),
      faults: list(text),
      next: {
        enum: [
          'apply',
          'ask-manager',
          'sign-pledge',
          'change-password',
          'enrol-factor',
          'step-up',
          'wait',
          'nothing',
        ],
      },
      text: both,
    }),
  ),
  Fault: failure(
    'Our fault; the id is in the log',
    object({ fault: object({ id: text, reason: { enum: ['ours', 'ledger', 'busy', 'too-slow'] } }) }),
  ),
}

/**
 * The OpenAPI 3.1 document of a route table, made from the very shapes that the server checks.
 * @param secure whether sessions travel in the `__Host-` cookie.
 */
export function openApiDocument(routes: readonly Route[], secure = true): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = API_PREFIX + route.path.replace(/:([a-zA-Z0-9]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mifeng 密封',
      version: '1',
      description:
        'Customer files under a confidentiality policy. Every reading is decided and recorded before it is answered.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map((route) => route.tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      responses: FAILURES,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: secure ? '__Host-mifeng' : 'mifeng' },
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token of a service account (mfs_…) or of a person (mfp_…), without a session cookie beside it.',
        },
      },
    },
  }
}
