import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeWorkbook } from '../../../floor/sheet/index.ts'
import { callRoute, type Company, hire, mistakeOf, must, openCompany, person } from '../support.ts'

let company: Company
let folder: string
let system: { personId: string }
beforeAll(async () => {
  company = await openCompany()
  system = { personId: company.system }
  folder = mkdtempSync(join(tmpdir(), 'people-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await company.close()
})

const department = async (name: string, more: { parentId?: string | null; managerId?: string | null } = {}) =>
  must(
    await company.people.createDepartment(system, {
      name,
      parentId: null,
      managerId: null,
      code: null,
      sort: 0,
      ...more,
    }),
  ).id
const change = (id: string, body: object) =>
  callRoute(company.people, 'PUT', '/departments/:id', system, { params: { id }, body })

describe('the tree', () => {
  test('managers: the named one, else the head of the department, else the next head up; never oneself and never a leaver', async () => {
    const { people, house } = company
    const top = await department('总部')
    const sales = await department('销售部', { parentId: top })
    const boss = await hire(company, person('T1', '欧阳静', { departmentId: top }))
    const head = await hire(company, person('T2', '秦朗', { departmentId: sales }))
    const clerk = await hire(company, person('T3', '苏木', { departmentId: sales }))
    const named = await hire(company, person('T4', '许愿', { departmentId: sales, managerId: clerk.id }))
    await change(top, { name: '总部', managerId: boss.id })
    await change(sales, { name: '销售部', parentId: top, managerId: head.id })
    const managers = () =>
      house.db.read(async (r) => [
        await people.directManagerOf(r, clerk.id),
        await people.directManagerOf(r, head.id),
        await people.directManagerOf(r, boss.id),
        await people.directManagerOf(r, named.id),
        await people.departmentHeadOf(r, named.id),
      ])
    expect(await managers()).toEqual([head.id, boss.id, undefined, clerk.id, head.id])
    const facts = await people.personFacts([
      boss.id,
      head.id,
      clerk.id,
      '0190a000-0000-7000-8000-000000000000',
    ])
    expect(facts.size).toBe(3)
    expect(facts.get(boss.id)?.departments).toEqual(new Set([top, sales]))
    expect(facts.get(clerk.id)?.departments).toEqual(new Set([sales]))
    must(await people.endEmployment(system, head.id, 'left'))
    expect(await managers()).toEqual([boss.id, boss.id, undefined, clerk.id, boss.id])
  })

  test.each([
    [
      'a department under itself',
      'people.department-loop',
      (ids: string[]) => change(ids[0]!, { name: '甲', parentId: ids[1] }),
    ],
    [
      'a department that is not there',
      'people.no-department',
      (ids: string[]) => change(ids[0]!, { name: '甲', parentId: '0190a000-0000-7000-8000-000000000000' }),
    ],
    [
      'two of one name side by side',
      'people.department-name-taken',
      (ids: string[]) =>
        company.people.createDepartment(system, {
          name: '乙',
          parentId: ids[0]!,
          managerId: null,
          code: null,
          sort: 0,
        }),
    ],
    [
      'closing one that is not empty',
      'people.department-not-empty',
      (ids: string[]) => change(ids[0]!, { name: '甲', closed: true }),
    ],
  ])('%s is refused', async (_, code, act) => {
    const upper = await department('甲' + code)
    const lower = await department('乙', { parentId: upper })
    expect(await mistakeOf(act([upper, lower]))).toBe(code)
  })

  test.each([
    ['somebody part-time without an end', { employment: 'part-time' }, 'people.end-date-required'],
    ['an intern without an end', { employment: 'intern' }, 'people.end-date-required'],
    ['a contractor without an end', { employment: 'contractor' }, 'people.end-date-required'],
    ['an end before the start', { startsOn: '2026-05-01', endsOn: '2026-04-01' }, 'people.end-before-start'],
    ['a taken number', { employeeNo: 'S001' }, 'people.employee-no-taken'],
    ['a number that is somebody’s sign-in name', { employeeNo: 's002' }, 'people.employee-no-taken'],
  ] as const)('%s is a mistake', async (_, more, code) => {
    expect(await mistakeOf(company.people.createPerson(system, person('T90', '错误', more)))).toBe(code)
  })

  test('colleagues are found by part of the name, pinyin, initials and number; others see no more than the office door shows', async () => {
    const { people } = company
    await hire(company, person('T50', '单雨桐', { post: '会计' }))
    type Reply = { total: number; rows: { name: string }[] }
    const find = async (query: object, roles: string[] = []) =>
      (await callRoute(people, 'GET', '/people', { ...system, roles }, { query })) as Reply
    for (const q of ['雨桐', 'shanyutong', 'Shan Yu', 'syt', 'T50'])
      expect(
        (await find({ q })).rows.map((row) => row.name),
        q,
      ).toEqual(['单雨桐'])
    const { rows } = await find({ q: 'T50', state: 'all' })
    expect(Object.keys(rows[0]!).sort()).toEqual(['department', 'employeeNo', 'id', 'name', 'post'])
    expect((await find({ q: '%' })).total).toBe(0)
    for (const sort of ['name', '-employeeNo', 'department', '-endsOn', 'clearance', 'nonsense'])
      for (const roles of [['audit-admin'], []])
        expect((await find({ sort }, roles)).total, sort).toBeGreaterThan(5)
    const all = await find({ q: 'T50', account: 'with', employment: 'regular,intern', state: 'here' }, [
      'system-admin',
    ])
    expect(all.rows).toMatchObject([
      { clearance: 1, scope: 'own', account: 'open', state: 'here', left: false },
    ])
    expect((await find({ page: '99' })).total).toBeGreaterThan(5)
    const accounts = await callRoute(people, 'GET', '/accounts', system, {
      query: { q: 't50', state: 'open' },
    })
    expect(accounts).toMatchObject({
      total: 1,
      rows: [{ name: '单雨桐', state: 'open', sessions: 1, signInName: 't50' }],
    })
  })
})

describe('the list from the personnel office', () => {
  const rows = [
    ['工号', '姓名', '部门', '岗位', '用工性质', '到期日', '直属主管工号', '密级许可'],
    ['I001', '江流', '运营中心', '总监', '正式', '', '', '机密'],
    ['I002', '吕 梁', '运营中心/客服部', '客服', '正式', '', 'I001', '1'],
    ['I003', '纪念', '运营中心／客服部', '客服', '实习', '2026.8.31', 'I002', ''],
  ]
  const csv = (name: string, lines: readonly (readonly string[])[]) => {
    const path = join(folder, name)
    writeFileSync(path, lines.map((line) => line.join(',')).join('\r\n'))
    return path
  }

  test('dry run, then in force, then unchanged; a clearance in the file is only put on the list for 陆安', async () => {
    const { people, house, security } = company
    const path = csv('people.csv', rows)
    const run = async (dryRun: boolean) =>
      must(await people.importPeople(system, { path, name: 'people.csv', dryRun }))
    expect(await run(true)).toMatchObject({
      applied: false,
      rows: 3,
      created: 3,
      departmentsCreated: ['运营中心', '运营中心/客服部'],
      problems: [],
    })
    expect((await run(true)).created).toBe(3)
    expect(await run(false)).toMatchObject({
      applied: true,
      created: 3,
      clearanceWanted: [{ employeeNo: 'I001', name: '江流', clearance: 3 }],
    })
    expect(await run(false)).toMatchObject({ applied: true, created: 0, changed: 0, unchanged: 3 })
    const all = await house.db.read((r) => people.holdersOf(r, 'archivist'))
    expect(all).toEqual([])
    const overview = async () =>
      (await callRoute(people, 'GET', '/roles', system)) as { wanted: { personId: string }[] }
    const { wanted } = await overview()
    expect(wanted).toMatchObject([{ name: '江流', clearance: 1, wanted: 3 }])
    must(
      await people.setClearance({ personId: security }, wanted[0]!.personId, {
        clearance: 3,
        scope: 'department',
      }),
    )
    expect((await overview()).wanted).toEqual([])
  })

  test('everything that is wrong is named with its row and column, and nothing is put in force', async () => {
    const { people } = company
    const path = csv('wrong.csv', [
      rows[0]!,
      ['I010', '', '运营中心', '', '', '', '', ''],
      ['I011', '甲', '运营中心', '', '临时', '', '', ''],
      ['I012', '乙', '运营中心', '', '外协', '', '', ''],
      ['I013', '丙', '运营中心', '', '', '2026-02-30', '', ''],
      ['I014', '丁', '运营中心', '', '', '', 'Z999', ''],
      ['I015', '戊', '运营中心', '', '', '', '', '最高'],
      ['I016', '己', '运营中心', '', '', '', '', ''],
      ['I016', '庚', '运营中心', '', '', '', '', ''],
      ['I017', '辛', '新部门', '', '', '', '', ''],
    ])
    const reply = must(await people.importPeople(system, { path, name: 'wrong.csv', dryRun: false }))
    expect(reply.applied).toBe(false)
    expect(reply.problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [2, '姓名', 'people.row-missing'],
      [3, '用工性质', 'people.row-employment'],
      [4, '到期日', 'people.end-date-required'],
      [5, '到期日', 'people.row-date'],
      [6, '直属主管工号', 'people.row-manager'],
      [7, '密级许可', 'people.row-clearance'],
      [9, '工号', 'people.row-twice'],
    ])
    const again = must(await people.importPeople(system, { path, name: 'wrong.csv', dryRun: true }))
    expect(again.created).toBe(reply.created)
    expect(again.departmentsCreated).toContain('新部门')
  })

  test('a workbook with a title and a column nobody knows; only the system administrator may put it in force', async () => {
    const path = join(folder, 'people.xlsx')
    const headers = [...rows[0]!, '工资'].map((header) => ({ header }))
    await writeWorkbook(path, [
      {
        name: '花名册',
        columns: headers,
        rows: [['I020', '唐棣', '运营中心', '', '兼职', '2027-12-31', '', '', '9000']],
      },
    ])
    const file = { path, name: 'people.xlsx', dryRun: false }
    expect(await company.people.importPeople({ personId: company.security }, file)).toMatchObject({
      refused: true,
    })
    expect(must(await company.people.importPeople(system, file))).toMatchObject({
      applied: true,
      created: 1,
      unknownColumns: ['工资'],
    })
    expect(
      await mistakeOf(
        company.people.importPeople(system, {
          ...file,
          path: csv('no.csv', [
            ['姓名', '部门'],
            ['甲', '乙'],
          ]),
          name: 'no.csv',
        }),
      ),
    ).toBe('people.import-columns')
  })

  test('a leaver is not brought back by a file', async () => {
    const gone = await hire(company, person('I030', '去也'))
    must(await company.people.endEmployment(system, gone.id, 'left'))
    const path = csv('gone.csv', [rows[0]!, ['I030', '去也', '', '', '', '', '', '']])
    expect(
      must(await company.people.importPeople(system, { path, name: 'gone.csv', dryRun: false })),
    ).toMatchObject({ applied: false, problems: [{ row: 2, code: 'people.row-left' }] })
  })
})

test('working days: weekends and holidays do not count, a working Saturday does', async () => {
  const { people, house } = company
  const set = [
    { day: '2026-03-05', working: false, note: '厂庆' },
    { day: '2026-03-07', working: true, note: '调休' },
  ]
  must(await callRoute(people, 'PUT', '/calendar', system, { body: { set } }))
  expect(await callRoute(people, 'GET', '/calendar', system, { query: { year: '2026' } })).toMatchObject({
    year: 2026,
    // A new company begins with the public holidays that are known.
    days: expect.arrayContaining([...set, { day: '2026-10-01', working: false, note: '国庆节' }]) as unknown,
  })
  const add = (from: string, days: number) =>
    house.db.read(async (r) => (await people.addWorkingDays(r, new Date(from), days)).toISOString())
  // 春节 of 2026, with the Saturday before it worked for it.
  expect(await add('2026-02-13T01:00:00Z', 2)).toBe('2026-02-24T10:00:00.000Z')
  expect(await add('2026-03-03T01:00:00Z', 1)).toBe('2026-03-04T10:00:00.000Z')
  expect(await add('2026-03-03T01:00:00Z', 2)).toBe('2026-03-06T10:00:00.000Z')
  expect(await add('2026-03-03T01:00:00Z', 3)).toBe('2026-03-07T10:00:00.000Z')
  expect(await add('2026-03-03T01:00:00Z', 4)).toBe('2026-03-09T10:00:00.000Z')
  expect(await add('2026-03-03T01:00:00Z', 0)).toBe('2026-03-03T10:00:00.000Z')
  expect(await add('2026-03-03T11:00:00Z', 0)).toBe('2026-03-04T10:00:00.000Z')
  // Half past eleven in the evening in London is the next morning in Shanghai.
  expect(await add('2026-03-03T23:30:00Z', 1)).toBe('2026-03-06T10:00:00.000Z')
})
