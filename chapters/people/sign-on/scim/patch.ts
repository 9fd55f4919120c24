import { patchSchema, ScimError, type ScimObject } from './shapes.ts'

type Loose = Record<string, unknown>

interface Operation {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string | undefined
  readonly value: unknown
}

const isObject = (value: unknown): value is ScimObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Sets nothing that is not an attribute: names such as `__proto__` have no meaning here. */
const attributeName = /^[A-Za-z$][A-Za-z0-9_-]*$/
const unsafe = new Set(['__proto__', 'prototype', 'constructor'])

/** The operations of a PatchOp message (RFC 7644 §3.5.2). Some clients write `Replace`. @throws ScimError 400 */
export function readOperations(body: unknown): readonly Operation[] {
  const operations = isObject(body) ? body['Operations'] : undefined
  if (!isObject(body) || !Array.isArray(body['schemas']) || !body['schemas'].includes(patchSchema))
    throw new ScimError(400, 'not a PatchOp message', 'invalidSyntax')
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > 1000)
    throw new ScimError(400, 'Operations: 1 to 1000 are expected', 'invalidSyntax')
  return operations.map((one: unknown) => {
    const op = isObject(one) && typeof one['op'] === 'string' ? one['op'].toLowerCase() : ''
    if (!isObject(one) || (op !== 'add' && op !== 'replace' && op !== 'remove'))
      throw new ScimError(400, 'op is add, replace or remove', 'invalidSyntax')
    const path = one['path']
    if (path !== undefined && typeof path !== 'string')
      throw new ScimError(400, 'path is a text', 'invalidPath')
    if (op === 'remove' && path === undefined) throw new ScimError(400, 'remove needs a path', 'noTarget')
    return { op, path, value: one['value'] }
  })
}

/** What a resource becomes by these operations; the resource itself stays. @throws ScimError 400 */
export function patched(resource: ScimObject, operations: readonly Operation[]): ScimObject {
  const copy = structuredClone(resource) as Loose
  for (const { op, path, value } of operations) {
    if (path !== undefined) change(copy, path, op, value)
    else if (isObject(value)) for (const [name, one] of Object.entries(value)) change(copy, name, op, one)
    else throw new ScimError(400, 'a value without a path is an object', 'invalidSyntax')
  }
  return copy
}

/** `urn:…:User:department`, `name.formatted`, `emails[type eq "work"].value`, `members[value eq "id"]`, `active`. */
const pathForm =
  /^(?:(urn:[A-Za-z0-9:._-]+?):)?([A-Za-z$][A-Za-z0-9_-]*)(?:\[([A-Za-z]+) eq "([^"\\]*)"\])?(?:\.([A-Za-z$][A-Za-z0-9_-]*))?$/i

function change(resource: Loose, path: string, op: Operation['op'], value: unknown): void {
  // A whole extension may be named by its schema alone.
  if (
    path.startsWith('urn:') &&
    isObject(value) &&
    (resource[path] !== undefined || path.endsWith(':User'))
  ) {
    for (const [name, one] of Object.entries(value)) change(resource, `${path}:${name}`, op, one)
    return
  }
  const [, schema, name = '', by, wanted, sub] = pathForm.exec(path) ?? []
  if (name === '' || unsafe.has(name) || (sub !== undefined && unsafe.has(sub)))
    throw new ScimError(400, 'this path is not supported', 'invalidPath')
  const target =
    schema === undefined || schema.endsWith('core:2.0:User') ? resource : within(resource, schema)
  if (by !== undefined)
    return changeSome(target, key(target, name), { by, wanted: wanted ?? '', sub, op, value })
  if (sub !== undefined) return set(within(target, key(target, name)), sub, op, value)
  set(target, key(target, name), op, value)
}

/** Attribute names are compared without regard to case (RFC 7643 §2.1). */
const key = (target: ScimObject, name: string): string =>
  Object.keys(target).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name

function within(target: Loose, name: string): Loose {
  const inner = target[name]
  const copy: Loose = isObject(inner) ? { ...inner } : {}
  target[name] = copy
  return copy
}

function set(target: Loose, name: string, op: Operation['op'], value: unknown): void {
  if (!attributeName.test(name) || unsafe.has(name))
    throw new ScimError(400, 'this path is not supported', 'invalidPath')
  const before = target[name]
  if (op === 'remove') {
    // `remove members` with a list removes only those (as some clients write it).
    if (Array.isArray(before) && Array.isArray(value))
      target[name] = before.filter((one) => !value.some(same(one)))
    else delete target[name]
  } else if (op === 'add' && Array.isArray(before)) {
    const more: unknown[] = Array.isArray(value) ? value : [value]
    target[name] = [...before, ...more.filter((one) => !before.some(same(one)))]
  } else if (isObject(before) && isObject(value)) target[name] = { ...before, ...value }
  else target[name] = value
}

const same = (one: unknown) => (other: unknown) =>
  isObject(one) && isObject(other) && one['value'] !== undefined && one['value'] === other['value']

function changeSome(
  target: Loose,
  name: string,
  how: { by: string; wanted: string; sub: string | undefined; op: Operation['op']; value: unknown },
): void {
  const list: unknown[] = Array.isArray(target[name]) ? target[name] : []
  const fits = (one: unknown): boolean => isObject(one) && String(one[key(one, how.by)]) === how.wanted
  if (how.op === 'remove' && how.sub === undefined) {
    target[name] = list.filter((one) => !fits(one))
    return
  }
  const found = list.some(fits) ? list : [...list, { [how.by]: how.wanted }]
  target[name] = found.map((one) => {
    if (!fits(one)) return one
    const copy: Loose = { ...(one as ScimObject) }
    if (how.sub !== undefined) set(copy, how.sub, how.op, how.value)
    else if (isObject(how.value)) Object.assign(copy, how.value)
    return copy
  })
}
