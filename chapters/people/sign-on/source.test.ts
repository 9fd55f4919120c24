import { describe, expect, test } from 'vitest'
import type { SourcePerson } from './provider.ts'
import { stated } from './source.ts'

const someone = (employeeNo: string | undefined, more: Partial<SourcePerson> = {}): SourcePerson => ({
  externalId: `x-${employeeNo}`,
  name: '林晓',
  ...(employeeNo === undefined ? {} : { employeeNo }),
  ...more,
})
const departments = [
  { id: '1', name: '青石' },
  { id: '2', name: '销售/中心', parentId: '1' },
  { id: '3', name: '华东区', parentId: '2' },
]

describe('what a directory says, in the terms of the people import', () => {
  test('the company above all departments is left out, and a slash in a name parts nothing', () => {
    const { source } = stated(departments, [
      someone('A1', { departmentId: '3' }),
      someone('A2', { departmentId: '1' }),
    ])
    expect(source.people.map((one) => one.department)).toEqual([['销售-中心', '华东区'], undefined])
  })

  test('departments in a ring end', () => {
    const ring = [
      { id: '1', name: '甲', parentId: '2' },
      { id: '2', name: '乙', parentId: '1' },
    ]
    expect(stated(ring, [someone('A1', { departmentId: '1' })]).source.people[0]!.department).toEqual([
      '乙',
      '甲',
    ])
  })

  test('whoever has no usable number is listed and never guessed at', () => {
    const said = stated([], [someone(undefined), someone('=1+1'), someone('A1'), someone('a1')])
    expect(said.skipped.map((one) => one.why)).toEqual(['no-number', 'bad-number', 'twice'])
    expect(said.source.people.map((one) => one.employeeNo)).toEqual(['A1'])
  })

  test('who is disabled over there does not work there', () => {
    const said = stated([], [someone('A1'), someone('A2', { inactive: true })])
    expect(said.source.people.map((one) => one.employeeNo)).toEqual(['A1'])
    expect([...said.inactive]).toEqual(['A2'])
  })

  test('managers are named by number, nobody is their own, and what is no address is left out', () => {
    const said = stated(
      [],
      [
        someone('A1', { managerExternalId: 'x-A2', email: 'no address' }),
        someone('A2', { managerExternalId: 'x-A2', email: 'a@b.cn' }),
      ],
    )
    expect(said.source.people.map(({ manager, email }) => [manager, email])).toEqual([
      ['A2', undefined],
      [undefined, 'a@b.cn'],
    ])
  })
})
