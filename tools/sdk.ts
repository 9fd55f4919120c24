import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const file = here('../sdk/src/operations.ts')

interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly additionalProperties?: boolean | Schema
}
interface Operation {
  readonly summary: string
  readonly description: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: 'path' | 'query' | 'header'
    readonly required: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: {
    readonly 200: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  }
  readonly security: readonly { readonly token?: unknown }[]
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

const prefix = '/api/v1'

/** A JSON Schema, of those that the API's description uses, as a TypeScript type. */
export function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  const either = schema.anyOf ?? schema.oneOf
  if (either !== undefined) return [...new Set(either.map(typeOf))].join(' | ')
  if (typeof schema.type === 'object')
    return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ')
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `readonly (${typeOf(schema.items ?? {})})[]`
    case 'object':
      return objectOf(schema)
    default:
      return 'unknown'
  }
}

function objectOf({ properties, required = [], additionalProperties }: Schema): string {
  if (properties !== undefined && Object.keys(properties).length > 0)
    return `{ ${Object.entries(properties)
      .map(
        ([name, schema]) =>
          `readonly ${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
      )
      .join('; ')} }`
  const other = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'
  return properties === undefined ? `Readonly<Record<string, ${other}>>` : 'Readonly<Record<string, never>>'
}

function parametersOf(operation: Operation, place: 'path' | 'query'): string {
  const list = (operation.parameters ?? []).filter((one) => one.in === place)
  if (list.length === 0) return 'undefined'
  return `{ ${list.map((one) => `readonly ${JSON.stringify(one.name)}${one.required ? '' : '?'}: ${typeOf(one.schema)}`).join('; ')} }`
}

/** Bodies that are streams have no type of their own: the client gives them as they are. */
const bodyOf = ({ requestBody }: Operation): string => {
  const schema = requestBody?.content['application/json']?.schema
  if (requestBody === undefined) return 'undefined'
  return schema === undefined || schema.type === 'string' ? 'BodyInit' : typeOf(schema)
}

function operationType(method: string, path: string, operation: Operation): string {
  const reply = operation.responses[200].content['application/json']
  return `/** ${operation.summary} · ${operation.description} */
  '${method.toUpperCase()} ${path}': {
    readonly path: ${parametersOf(operation, 'path')}
    readonly query: ${parametersOf(operation, 'query')}
    readonly body: ${bodyOf(operation)}
    readonly reply: ${reply === undefined ? 'Blob' : typeOf(reply.schema)}
  }`
}

/** The types of all operations that take a token, as they stand in sdk/src/operations.ts. */
export async function operationsText(document: { readonly paths: Paths }): Promise<string> {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.security.some((way) => way.token !== undefined))
      .map(([method, operation]) => operationType(method, path.slice(prefix.length), operation)),
  )
  const text = `/* Made by tools/sdk.ts from docs/openapi.json; do not edit. */

/** Every call that a program may make, by method and path. */
export interface Operations {
  ${entries.join('\n  ')}
}
`
  return await format(text, { ...(await resolveConfig(file)), parser: 'typescript' })
}

/** The same from the description as it is kept. */
export const keptOperations = (): Promise<string> =>
  operationsText(JSON.parse(readFileSync(here('../docs/openapi.json'), 'utf8')) as { paths: Paths })

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, await keptOperations())
