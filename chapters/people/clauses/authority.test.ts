import { describe, expect, test } from 'vitest'
import {
  attachmentCategory,
  dataVerbs,
  type DataVerb,
  type Facts,
  type FieldFacts,
  forbid,
  forbidAll,
  type GrantFacts,
  nameCategory,
  type PersonFacts,
  rowFilter,
  scopeFor,
  silent,
} from '../../../gate/index.ts'
import { categories } from '../../custody/wire.ts'
import { Matrix, matrixHash } from '../authority.ts'
import { checkedMatrix } from '../desk/authority-check.ts'
import { authorityCategories, authorityVerbs, type RoleAuthority } from '../wire.ts'
import { p3_2_1_authority, p3_2_1_authority_intake } from './p3_2_1_authority.ts'

const at = 1000
const role = (code: string, scope: RoleAuthority['scope'], verbs: DataVerb[], level = 1): RoleAuthority => ({
  role: code,
  scope,
  cells: [{ category: 'basic', level, verbs }],
})
const matrix = new Matrix([
  role('staff', 'own', ['list', 'read']),
  role('archivist', 'all', ['read', 'write']),
  role('legal', 'none', ['print']),
  { role: 'collector', scope: 'none', cells: [{ category: 'technical', level: 1, verbs: ['write'] }] },
  // Nothing can put this there but somebody at the database.
  role('audit-admin', 'all', ['export']),
])
const person = (roles: string[], more: Partial<PersonFacts> = {}): PersonFacts => ({
  id: 'li', active: true, mustChangePassword: false, roles: new Set(roles), clearance: 3, scope: 'all',
  departments: new Set(['sales']), reach: 'everything', authority: matrix.of(roles), unmet: new Set(), ...more,
}) // prettier-ignore
const field = (more: Partial<FieldFacts> = {}): FieldFacts => ({
  id: 1, level: 1, category: 'basic', sensitive: false, fullNeeds: 'reason', type: 'text', mask: 'all', ...more,
}) // prettier-ignore
const grant = (more: Partial<GrantFacts> = {}): GrantFacts => ({
  id: 'g', application: 'a', purpose: 'p', modes: new Set(), fields: new Set(), from: 0, until: 2000, revoked: false, ...more,
}) // prettier-ignore
const judge = (verb: DataVerb, who: PersonFacts, ownerId: string, more: Partial<Facts> = {}, one = field()) =>
  p3_2_1_authority.judge(
    { actor: 'li', verb, fields: [1], at },
    {
      person: who,
      customer: {
        id: 'c',
        level: 1,
        ownerId,
        status: 'active',
        quarantined: false,
        frozen: false,
        barred: {},
      },
      ...more,
    },
    one,
  )

describe('3.2.1 the authority matrix', () => {
  test.each([
    ['own file, given to all staff', 'read', [], 'li', {}, silent],
    ['a colleague’s file, given for own ones only', 'read', [], 'he', {}, forbidAll],
    ['the same under a running grant', 'read', [], 'he', { grants: [grant()] }, silent],
    ['a revoked grant', 'read', [], 'he', { grants: [grant({ revoked: true })] }, forbidAll],
    ['a grant that ends at this moment', 'read', [], 'he', { grants: [grant({ until: at })] }, forbidAll],
    ['another role reaches farther', 'read', ['archivist'], 'he', {}, silent],
    ['an action given to nobody, whatever was approved', 'copy', [], 'li', { grants: [grant()] }, forbidAll],
    ['by application only, without one', 'print', ['legal'], 'li', {}, forbidAll],
    ['by application only, under one', 'print', ['legal'], 'he', { grants: [grant()] }, silent],
    ['attack: a cell slipped in for an administrator', 'export', ['audit-admin'], 'li', {}, forbidAll],
  ] as const)('%s', (_, verb, roles, owner, more, ruling) =>
    expect(judge(verb, person([...roles]), owner, more)).toBe(ruling),
  )

  test.each([
    ['another category', { category: 'finance' }],
    ['a level above', { level: 2 }],
    ['a category nobody knows', { category: 'nothing' }],
  ])('what is not named is not given: %s', (_, more) =>
    expect(judge('read', person(['archivist']), 'li', {}, field(more))).toBe(forbidAll),
  )

  test('without the file’s facts it cannot judge, which denies', () => {
    const question = { actor: 'li', verb: 'read', fields: [1], at } as const
    expect(() => p3_2_1_authority.judge(question, { person: person([]) }, field())).toThrow(
      'missing fact: customer',
    )
  })

  test.each([
    ['nothing that is judged field by field later', [], silent],
    ['what the role may write', [{ category: 'basic', level: 1 }], silent],
    [
      'one column too many',
      [
        { category: 'basic', level: 1 },
        { category: 'finance', level: 3 },
      ],
      forbid,
    ],
    ['by application only, which nobody files in bulk on', [{ category: 'technical', level: 1 }], forbid],
  ])('filing in bulk: %s', (_, brings, ruling) =>
    expect(
      p3_2_1_authority_intake.judge(
        { actor: 'li', verb: 'import', fields: [], at },
        { person: person(['archivist', 'collector']), act: { verb: 'import', brings } },
        undefined,
      ),
    ).toBe(ruling),
  )

  test('the narrower of the person’s and the matrix’s scope counts, for lists too', () => {
    expect(scopeFor(person([]), 'read', field())).toBe('own')
    expect(scopeFor(person([], { scope: 'none' }), 'read', field())).toBe('none')
    expect(rowFilter(person([]), at)).toMatchObject({ everywhere: false, owner: 'li' })
    expect(rowFilter(person([]), at, 'search')).toEqual({ rows: 'none' })
  })
})

describe('the matrix as it is kept', () => {
  test('one that gives all of it to all staff adds no limits; with a single hole it does', () => {
    const all = (hole: number): RoleAuthority => ({
      role: 'staff',
      scope: 'all',
      cells: authorityCategories.flatMap(({ code }) =>
        [1, 2, 3, 4].map((level) => ({
          category: code,
          level,
          verbs: authorityVerbs.slice(code === 'finance' && level === 2 ? hole : 0),
        })),
      ),
    })
    expect(new Matrix([all(0)]).of([])).toBe('everything')
    expect(new Matrix([all(1)]).of([])).not.toBe('everything')
    expect(new Matrix([{ ...all(0), scope: 'department' }]).of([])).not.toBe('everything')
  })

  test('its categories are those of the catalogue and the attachments, its verbs those of the gate', () => {
    expect(authorityCategories.map((one) => one.code)).toEqual([...categories, attachmentCategory])
    expect(categories).toContain(nameCategory)
    expect(authorityVerbs).toEqual(dataVerbs)
  })

  test('it has one form: the same hash however it was sent', () => {
    const sent = [role('staff', 'own', ['read', 'list'])]
    const kept = checkedMatrix(sent)
    expect(matrixHash(kept)).toBe(matrixHash(checkedMatrix([role('legal', 'none', []), ...kept.slice(0, 1)])))
    expect(kept).toHaveLength(7)
    expect(kept[0]!.cells[0]!.verbs).toEqual(['list', 'read'])
  })

  test.each([
    ['attack: an administrator is named', [role('security-admin', 'all', ['read'])], 'people.authority-administrator'],
    ['attack: an administrator is named with nothing', [role('system-admin', 'none', [])], 'people.authority-administrator'],
    ['an unknown role', [role('king', 'all', ['read'])], 'people.authority-role'],
    ['a role twice', [role('staff', 'own', ['read']), role('staff', 'all', ['read'])], 'people.authority-twice'],
    ['a cell twice', [{ ...role('staff', 'own', []), cells: [1, 1].map(() => ({ category: 'basic' as const, level: 1, verbs: [] })) }], 'people.authority-twice'],
  ])('%s', (_, roles, code) => expect(() => checkedMatrix(roles)).toThrow(expect.objectContaining({ code }))) // prettier-ignore
})
