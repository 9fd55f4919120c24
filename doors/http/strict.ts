import type { z } from 'zod'

/** The parts of a zod definition this walk needs; zod keeps them under `_zod.def`. */
interface Definition {
  readonly type: string
  readonly catchall?: z.core.$ZodType
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly element?: z.core.$ZodType
  readonly innerType?: z.core.$ZodType
  readonly valueType?: z.core.$ZodType
  readonly options?: readonly z.core.$ZodType[]
  readonly items?: readonly z.core.$ZodType[]
  readonly left?: z.core.$ZodType
  readonly right?: z.core.$ZodType
  readonly in?: z.core.$ZodType
  readonly getter?: () => z.core.$ZodType
}

/** What an object does with keys it does not name. */
const unknownKeys = (definition: Definition): 'refused' | 'dropped' | 'kept' =>
  definition.catchall === undefined
    ? 'dropped'
    : definition.catchall._zod.def.type === 'never'
      ? 'refused'
      : 'kept'

/**
 * Where a shape lets unknown keys through, as dotted paths (`''` is the shape itself).
 * @param allowed for requests only `refused` is good enough, so that a misspelt or smuggled field is an error;
 *   for replies `dropped` is too, since what is not named does not leave.
 */
export function looseObjects(schema: z.core.$ZodType, allowed: 'refused' | 'dropped', path = ''): string[] {
  return walk(schema, allowed, path, new Set())
}

function walk(
  schema: z.core.$ZodType,
  allowed: 'refused' | 'dropped',
  path: string,
  seen: Set<unknown>,
): string[] {
  if (seen.has(schema)) return []
  seen.add(schema)
  const definition = schema._zod.def as unknown as Definition
  const into = (inner: z.core.$ZodType | undefined, name = ''): string[] =>
    inner === undefined
      ? []
      : walk(inner, allowed, name === '' ? path : `${path}.${name}`.replace(/^\./, ''), seen)
  const found: string[] = []
  if (definition.type === 'object') {
    const keys = unknownKeys(definition)
    if (keys === 'kept' || (keys === 'dropped' && allowed === 'refused')) found.push(path)
    for (const [name, inner] of Object.entries(definition.shape ?? {})) found.push(...into(inner, name))
  }
  found.push(
    ...into(definition.element, '[]'),
    ...into(definition.innerType),
    ...into(definition.valueType, '*'),
  )
  found.push(...into(definition.left), ...into(definition.right), ...into(definition.in))
  for (const inner of [...(definition.options ?? []), ...(definition.items ?? [])]) found.push(...into(inner))
  if (definition.type === 'lazy') found.push(...into(definition.getter?.()))
  return found
}

/** The top-level keys of a shape that hold lists, also optional ones. */
export function listKeys(shape: z.ZodObject | undefined): string[] {
  const isList = (schema: z.core.$ZodType): boolean => {
    const definition = schema._zod.def as unknown as Definition
    return definition.type === 'array' || (definition.innerType !== undefined && isList(definition.innerType))
  }
  return Object.entries(shape?.shape ?? {}).flatMap(([name, schema]) => (isList(schema) ? [name] : []))
}

/**
 * Where in a request's data a text holds U+0000, as a dotted path. The database stores no such text and would refuse
 * the whole statement, in which the requests of others may travel too.
 */
export function nullCharacterIn(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = nullCharacterIn(inner, `${path}.${key.slice(0, 60)}`)
    if (found !== undefined) return found
  }
  return undefined
}
