const loneSurrogate = /\p{Cs}/u
/** Characters that stand for themselves between quotes: no control, quote, backslash or surrogate. */
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/

/**
 * Canonical JSON as RFC 8785 defines it: no white space, members in the order of their UTF-16 code units, numbers
 * as ECMAScript prints them. Two programs that agree on the value therefore agree on every byte, which is what a
 * leaf hash needs. Refuses what JSON cannot carry faithfully (undefined, NaN and infinities, lone surrogates,
 * big integers, dates and other objects with a class), because a silently changed value would be evidence of
 * something that never happened.
 * @throws TypeError naming the path of the value that cannot be written
 */
export function canonical(value: unknown): string {
  return write(value, '$')
}

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case 'string':
      return text(value, path)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${path}: ${value} has no JSON form`)
      return JSON.stringify(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? list(value, path) : members(value, path)
    default:
      throw new TypeError(`${path}: a value of type ${typeof value} has no JSON form`)
  }
}

function text(value: string, path: string): string {
  if (plain.test(value)) return `"${value}"`
  if (loneSurrogate.test(value)) throw new TypeError(`${path}: text with half a character (lone surrogate)`)
  return JSON.stringify(value)
}

function list(value: readonly unknown[], path: string): string {
  let out = '['
  for (let index = 0; index < value.length; index++) {
    if (index > 0) out += ','
    out += write(value[index], `${path}[${index}]`)
  }
  return out + ']'
}

function members(value: object, path: string): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${path}: only plain objects have a JSON form`)
  }
  let out = '{'
  // The default sort compares UTF-16 code units, the very order that RFC 8785 §3.2.3 asks for.
  for (const key of Object.keys(value).sort()) {
    if (out.length > 1) out += ','
    const inner = `${path}.${key}`
    out += text(key, inner) + ':' + write(Reflect.get(value, key), inner)
  }
  return out + '}'
}
