import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Difference, Proposal } from '../wire.ts'
import { callRoute, type Company, hire, mistakeOf, must, openCompany, person } from '../support.ts'
import type { Source } from './source.ts'

let company: Company
let system: { personId: string }
let folder: string
let old: Awaited<ReturnType<typeof hire>>
let mover: Awaited<ReturnType<typeof hire>>
beforeAll(async () => {
  company = await openCompany()
  system = { personId: company.system }
  folder = mkdtempSync(join(tmpdir(), 'differences-'))
  const { people } = company
  const sales = must(
    await people.createDepartment(system, {
      name: '销售',
      parentId: null,
      managerId: null,
      code: null,
      sort: 0,
    }),
  ).id
  old = await hire(company, person('D001', '老周', { departmentId: sales, post: '主任' }))
  mover = await hire(
    company,
    person('D002', '小吴', { departmentId: sales, post: '文员', managerId: old.id }),
  )
  await hire(company, person('D003', '将去', { departmentId: sales }))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await company.close()
})

const compare = (source: Source) => company.house.db.read((r) => company.people.differences(r, source))
const brief = (list: readonly Difference[]) =>
  list.map(({ kind, employeeNo, fields }) => [
    kind,
    employeeNo,
    ...fields.map((one) => `${one.field}: ${one.before} → ${one.after}`),
  ])

/** A directory that names everybody but 将去. */
const directory: Source = {
  complete: true,
  departments: [{ path: ['市场', '品牌'], head: 'D002' }],
  people: [
    { employeeNo: 'D001', name: '老周', department: ['销售'], post: '主任' },
    { employeeNo: 'D002', name: '小吴', department: ['市场', '品牌'], post: '经理', manager: '' },
    { employeeNo: 'D009', name: '新来', department: ['市场'], manager: 'D002', email: 'new@example.com' },
  ],
}

test('joiners, movers and leavers are told field by field; who is unchanged is not named, the administrators never missing', async () => {
  expect(brief(await compare(directory))).toEqual([
    ['department', '市场', 'name: null → 市场'],
    ['department', '市场/品牌', 'name: null → 品牌', 'head: null → D002'],
    [
      'joiner',
      'D009',
      'name: null → 新来',
      'department: null → 市场',
      'manager: null → D002',
      'email: null → new@example.com',
    ],
    ['mover', 'D002', 'department: 销售 → 市场/品牌', 'post: 文员 → 经理', 'manager: D001 → null'],
    ['leaver', 'D003', 'department: 销售 → null'],
  ])
})

test('chosen ones are put in force together; leavers are only proposed, and somebody says who stays', async () => {
  const { people } = company
  must(
    await people.setClearance({ personId: company.security }, mover.id, {
      clearance: 3,
      scope: 'department',
    }),
  )
  const list = await compare(directory)
  expect(must(await people.applyDifferences(system, list, { source: 'ldap', movers: 'end' }))).toEqual({
    departments: 2, joiners: 1, movers: 1, changes: 0, proposed: 1,
  }) // prettier-ignore
  const facts = (await people.personFacts([mover.id])).get(mover.id)!
  expect(facts).toMatchObject({ clearance: 1, scope: 'own', active: true })
  expect(facts.departments.size).toBe(1)
  const proposed = async () =>
    ((await callRoute(people, 'GET', '/people/leavers/proposed', system)) as { rows: Proposal[] }).rows
  expect(await proposed()).toMatchObject([{ employeeNo: 'D003', source: 'ldap' }])
  expect(brief(await compare(directory))).toEqual([['leaver', 'D003', 'department: 销售 → null']])
  await callRoute(people, 'POST', '/people/:id/stays', system, {
    params: { id: (await proposed())[0]!.personId },
  })
  expect(await proposed()).toEqual([])
})

test('attack: a preview of yesterday is not put in force today', async () => {
  const { people } = company
  const list = await compare({ people: [{ employeeNo: 'D001', name: '周正' }] })
  expect(list).toHaveLength(1)
  must(await people.applyDifferences(system, list, { source: 'ldap', movers: 'end' }))
  expect(await mistakeOf(people.applyDifferences(system, list, { source: 'ldap', movers: 'end' }))).toBe(
    'people.changed-meanwhile',
  )
})

test.each([
  ['a number that differs in case only', { employeeNo: 'd001', name: '假冒' }, 'people.row-number-taken'],
  ['a manager nobody knows', { employeeNo: 'D050', name: '某人', manager: 'X999' }, 'people.row-manager'],
  [
    'an intern without an end',
    { employeeNo: 'D051', name: '实习', employment: 'intern' as const },
    'people.end-date-required',
  ],
])('%s is told and cannot be applied', async (_, one, code) => {
  const list = await compare({ people: [one] })
  expect(list).toMatchObject([{ problem: code }])
  expect(
    await mistakeOf(company.people.applyDifferences(system, list, { source: 'file', movers: 'end' })),
  ).toBe('people.difference-problem')
})

describe('the import of a file', () => {
  const csv = (name: string, rows: string[][]) => {
    const path = join(folder, name)
    writeFileSync(path, rows.map((row) => row.join(',')).join('\n'))
    return { path, name, size: 1 }
  }
  const send = async (file: object, body: object) => {
    const route = company.people.routes.find((one) => one.method === 'POST' && one.path === '/people/import')!
    return await (route.run({
      caller: system,
      file,
      body: route.body!.parse(body),
      signal: new AbortController().signal,
    } as never) as Promise<{
      applied: boolean
      digest: string
      differences: Difference[]
      missing: number
    }>)
  }
  const head = ['工号', '姓名', '部门', '岗位']

  test('nothing is put in force without the preview that was confirmed', async () => {
    const file = csv('a.csv', [head, ['D100', '甲', '研发', '工程师'], ['D101', '乙', '研发', '工程师']])
    const seen = await send(file, { dryRun: true })
    expect(seen).toMatchObject({ applied: false, missing: 0 })
    expect(await mistakeOf(send(file, { dryRun: false }))).toBe('people.preview-needed')
    const other = csv('b.csv', [head, ['D100', '甲', '研发', '工程师'], ['D666', '夹带', '研发', '工程师']])
    expect(await mistakeOf(send(other, { dryRun: false, digest: seen.digest }))).toBe(
      'people.preview-outdated',
    )
    const without = seen.differences.filter((one) => one.employeeNo === 'D101').map((one) => one.key)
    expect(await send(file, { dryRun: false, digest: seen.digest, without })).toMatchObject({ applied: true })
    expect(brief(await compare({ people: [{ employeeNo: 'D100', name: '甲' }] }))).toEqual([])
    expect(brief(await compare({ people: [{ employeeNo: 'D101', name: '乙' }] }))).toHaveLength(1)
  })

  test('a file that names everybody proposes who is missing', async () => {
    const file = csv('c.csv', [head, ['D001', '周正', '销售', '主任']])
    const { missing, differences } = await send(file, { dryRun: true, complete: true })
    expect(missing).toBeGreaterThan(0)
    expect(differences.filter((one) => one.kind === 'leaver').map((one) => one.employeeNo)).not.toContain(
      'S001',
    )
  })
})
