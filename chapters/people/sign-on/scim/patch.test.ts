import { describe, expect, test } from 'vitest'
import { readFilter, readPage } from './filter.ts'
import { patched, readOperations } from './patch.ts'
import { patchSchema, ScimError } from './shapes.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const user = {
  userName: 'lin',
  active: true,
  name: { formatted: '林晓' },
  emails: [{ value: 'lin@a.cn', type: 'work', primary: true }],
  members: [{ value: '1' }, { value: '2' }],
  [enterprise]: { employeeNumber: 'A1', department: '销售' },
}
const patch = (...Operations: object[]) =>
  patched(user, readOperations({ schemas: [patchSchema], Operations }))
const scimTypeOf = (work: () => unknown): string | undefined => {
  try {
    work()
  } catch (error) {
    if (error instanceof ScimError) return error.scimType
    throw error
  }
  return 'none'
}

describe('PATCH as RFC 7644 §3.5.2 and as clients write it', () => {
  test.each([
    ['replace by path', [{ op: 'replace', path: 'active', value: false }], { active: false }],
    ['an operation in capitals', [{ op: 'Replace', path: 'active', value: 'False' }], { active: 'False' }],
    [
      'without a path',
      [{ op: 'replace', value: { active: false, title: '总监' } }],
      { active: false, title: '总监' },
    ],
    ['an attribute in another case', [{ op: 'replace', path: 'USERNAME', value: 'x' }], { userName: 'x' }],
    [
      'a part of an attribute',
      [{ op: 'replace', path: 'name.formatted', value: '林小' }],
      { name: { formatted: '林小' } },
    ],
    ['removal', [{ op: 'remove', path: 'name.formatted' }], { name: {} }],
    [
      'one entry of a list',
      [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'b@a.cn' }],
      { emails: [{ value: 'b@a.cn', type: 'work', primary: true }] },
    ],
    [
      'an entry that is not there yet',
      [{ op: 'add', path: 'emails[type eq "home"].value', value: 'c@a.cn' }],
      { emails: [...user.emails, { type: 'home', value: 'c@a.cn' }] },
    ],
    [
      'an extension by its path',
      [{ op: 'replace', path: `${enterprise}:department`, value: '技术' }],
      { [enterprise]: { employeeNumber: 'A1', department: '技术' } },
    ],
    [
      'an extension as a whole',
      [{ op: 'add', value: { [enterprise]: { department: '技术' } } }],
      { [enterprise]: { employeeNumber: 'A1', department: '技术' } },
    ],
    [
      'members added once',
      [{ op: 'add', path: 'members', value: [{ value: '2' }, { value: '3' }] }],
      { members: [{ value: '1' }, { value: '2' }, { value: '3' }] },
    ],
    ['one member removed', [{ op: 'remove', path: 'members[value eq "1"]' }], { members: [{ value: '2' }] }],
    [
      'members removed by a list',
      [{ op: 'remove', path: 'members', value: [{ value: '2' }] }],
      { members: [{ value: '1' }] },
    ],
    [
      'several operations in their order',
      [
        { op: 'replace', path: 'userName', value: 'x' },
        { op: 'replace', path: 'userName', value: 'y' },
      ],
      { userName: 'y' },
    ],
  ])('%s', (_, operations, changed) => {
    expect(patch(...operations)).toEqual({ ...user, ...changed })
  })

  test.each([
    ['no PatchOp', { Operations: [{ op: 'add', path: 'a', value: 1 }] }, 'invalidSyntax'],
    ['no operations', { schemas: [patchSchema], Operations: [] }, 'invalidSyntax'],
    ['another verb', { schemas: [patchSchema], Operations: [{ op: 'move', path: 'a' }] }, 'invalidSyntax'],
    ['removing nothing', { schemas: [patchSchema], Operations: [{ op: 'remove' }] }, 'noTarget'],
    [
      'a path that is none',
      { schemas: [patchSchema], Operations: [{ op: 'add', path: 'a[b', value: 1 }] },
      'invalidPath',
    ],
    [
      'prototype pollution',
      { schemas: [patchSchema], Operations: [{ op: 'add', path: '__proto__', value: { a: 1 } }] },
      'invalidPath',
    ],
    [
      'pollution through a part',
      { schemas: [patchSchema], Operations: [{ op: 'add', path: 'name.constructor', value: 1 }] },
      'invalidPath',
    ],
    [
      'pollution without a path',
      { schemas: [patchSchema], Operations: [JSON.parse('{"op":"add","value":{"__proto__":{"a":1}}}')] },
      'invalidPath',
    ],
  ])('%s is refused', (_, body, scimType) => {
    expect(scimTypeOf(() => patched(user, readOperations(body)))).toBe(scimType)
    expect(({} as Record<string, unknown>)['a']).toBeUndefined()
  })
})

describe('filters and pages', () => {
  test.each([
    ['userName eq "lin"', { attribute: 'username', value: 'lin' }],
    ['USERNAME EQ "a \\"b\\""', { attribute: 'username', value: 'a "b"' }],
    ['externalId eq "1"', { attribute: 'externalid', value: '1' }],
  ])('%s', (text, filter) => {
    expect(readFilter(text, ['username', 'externalid'])).toEqual(filter)
  })
  test.each(['userName co "x"', 'userName eq x', 'password eq "x"', 'userName eq "x" or 1=1', '('])(
    '%s is refused',
    (text) => {
      expect(scimTypeOf(() => readFilter(text, ['username']))).toBe('invalidFilter')
    },
  )
  test.each([
    [{}, 1, 200],
    [{ startIndex: '0', count: '-5' }, 1, 0],
    [{ startIndex: '11', count: '10' }, 11, 10],
    [{ startIndex: 'x', count: '99999' }, 1, 200],
  ])('%j', (query, startIndex, count) => {
    expect(readPage(query, 200)).toEqual({ startIndex, count })
  })
})
