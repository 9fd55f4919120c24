import { ScimError } from './shapes.ts'

export interface Filter {
  /** Lower case. */
  readonly attribute: string
  readonly value: string
}

/**
 * The one form of filter that provisioning needs (RFC 7644 §3.4.2.2): `attribute eq "value"`. Attribute names and the
 * operator are compared without regard to case; the value is a JSON string.
 * @throws ScimError 400 invalidFilter
 */
export function readFilter(text: string | undefined, allowed: readonly string[]): Filter | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const [, attribute = '', quoted = ''] =
    /^\s*([A-Za-z][A-Za-z0-9.:_-]*)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i.exec(text) ?? []
  const name = attribute.toLowerCase()
  if (!allowed.includes(name))
    throw new ScimError(400, `only "eq" on ${allowed.join(', ')} is supported`, 'invalidFilter')
  try {
    return { attribute: name, value: String(JSON.parse(quoted)) }
  } catch {
    throw new ScimError(400, 'the value of the filter is not a string', 'invalidFilter')
  }
}

/** `startIndex` and `count` of a list (RFC 7644 §3.4.2.4): out of range is brought into it. */
export function readPage(
  query: Readonly<Record<string, string>>,
  most: number,
): { readonly startIndex: number; readonly count: number } {
  const number = (text: string | undefined, usual: number): number => {
    const value = Number.parseInt(text ?? '', 10)
    return Number.isSafeInteger(value) ? value : usual
  }
  return {
    startIndex: Math.max(1, number(query['startIndex'], 1)),
    count: Math.min(most, Math.max(0, number(query['count'], most))),
  }
}
