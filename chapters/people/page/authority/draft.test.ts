import { describe, expect, test } from 'vitest'
import { authorityDifferences, authorityVerbs, type RoleAuthority } from '../../wire.ts'
import { columnOf, rowOf, toggled, verbsAt, withScope, withVerbs } from './draft.ts'

const staff: RoleAuthority = {
  role: 'staff',
  scope: 'all',
  cells: [
    { category: 'basic', level: 1, verbs: ['list', 'read'] },
    { category: 'finance', level: 2, verbs: ['read'] },
  ],
}

describe('editing the matrix', () => {
  test('a verb is added in the order of the catalogue, and an emptied cell goes', () => {
    const place = { category: 'basic', level: 1 } as const
    const more = withVerbs([staff], 'staff', [place], (_, before) => [...before, 'search'])
    expect(verbsAt(more[0], place)).toEqual(['list', 'search', 'read'])
    const none = withVerbs(more, 'staff', [place], () => [])
    expect(none[0]!.cells).toHaveLength(1)
  })

  test('a row that is partly given is given whole, and then taken whole', () => {
    const row = rowOf('basic', [1, 2])
    const full = toggled([staff], 'staff', row)
    expect(row.map((place) => verbsAt(full[0], place).length)).toEqual([7, 7])
    const gone = toggled(full, 'staff', row)
    expect(row.map((place) => verbsAt(gone[0], place))).toEqual([[], []])
    expect(columnOf(2)).toHaveLength(6)
  })

  test('a role that was not there yet begins with nothing, by application only', () => {
    const roles = toggled([staff], 'legal', [{ category: 'basic', level: 1 }])
    expect(roles[1]).toMatchObject({ role: 'legal', scope: 'none' })
    expect(withScope(roles, 'legal', 'own')[1]).toMatchObject({ scope: 'own' })
  })
})

describe('differences between two matrices', () => {
  test('name what was given and taken, and another scope', () => {
    const next = withScope(
      withVerbs([staff], 'staff', [{ category: 'basic', level: 1 }], () => ['list', 'copy']),
      'staff',
      'own',
    )
    expect(authorityDifferences([staff], next)).toEqual([
      { role: 'staff', given: [], taken: [], scope: { from: 'all', to: 'own' } },
      { role: 'staff', cell: { category: 'basic', level: 1 }, given: ['copy'], taken: ['read'] },
    ])
  })

  test('there are none between a matrix and itself, however its cells are ordered', () => {
    const turned = { ...staff, cells: staff.cells.toReversed() }
    expect(authorityDifferences([staff], [turned])).toEqual([])
  })

  test('a role that is gone lost everything', () => {
    const lost = authorityDifferences([staff], [])
    expect(lost.flatMap((one) => one.taken)).toEqual(['list', 'read', 'read'])
    expect(authorityVerbs).toHaveLength(7)
  })
})
